package main

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A watched run is one whose every file operation below a folder is first shown to
// the test, by the kernel (seccomp_unotify(2)), so that the test can have it fail or
// kill the run at it. The program is the one that people use: it has nothing for this.

// watchedCalls are the system calls by which Go programs change and read files, under
// the names in which tests speak of them.
var watchedCalls = map[uint32]string{
	unix.SYS_OPENAT: "open", unix.SYS_MKDIRAT: "mkdir", unix.SYS_WRITE: "write", unix.SYS_PWRITE64: "write",
	unix.SYS_READ: "read", unix.SYS_PREAD64: "read", unix.SYS_FSYNC: "sync", unix.SYS_CLOSE: "close",
	unix.SYS_RENAMEAT: "rename", unix.SYS_RENAMEAT2: "rename", unix.SYS_UNLINKAT: "remove",
	unix.SYS_GETDENTS64: "list", unix.SYS_FTRUNCATE: "truncate", unix.SYS_FLOCK: "lock",
	unix.SYS_NEWFSTATAT: "look at", unix.SYS_FSTAT: "look at",
}

// byPath are the calls whose first two arguments are a folder and a name in it;
// the others have an open file.
var byPath = map[string]bool{"open": true, "mkdir": true, "rename": true, "remove": true, "look at": true}

const watchedName = "svna-watched"

func init() {
	if filepath.Base(os.Args[0]) == watchedName {
		fmt.Fprintln(os.Stderr, "not watched:", becomeWatched())
		os.Exit(exitFailed)
	}
}

// becomeWatched gives the test, over the socket that it was started with, a
// descriptor that shows the watched calls, and becomes the program.
func becomeWatched() error {
	runtime.LockOSThread()                                                       // the filter is this thread's, and that of what it becomes
	filter := []unix.SockFilter{{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS}} // the number of the call
	for call := range watchedCalls {
		filter = append(filter,
			unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, Jf: 1, K: call},
			unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_USER_NOTIF})
	}
	filter = append(filter, unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: unix.SECCOMP_RET_ALLOW})
	program := unix.SockFprog{Len: uint16(len(filter)), Filter: &filter[0]}
	socket := 3
	arguments, environment := append([]string{"svna"}, os.Args[1:]...), os.Environ()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return err
	}
	shown, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_NEW_LISTENER, uintptr(unsafe.Pointer(&program)))
	if errno != 0 {
		return errno
	}
	if err := unix.Sendmsg(socket, []byte{0}, unix.UnixRights(int(shown)), nil, 0); err != nil {
		return err
	}
	return unix.Exec("/proc/self/exe", arguments, environment)
}

// notice is struct seccomp_notif, and answer struct seccomp_notif_resp, of
// linux/seccomp.h.
type notice struct {
	id                 uint64
	thread, flags      uint32
	call               int32
	architecture       uint32
	instructionPointer uint64
	arguments          [6]uint64
}

type answer struct {
	id    uint64
	value int64
	errno int32
	flags uint32
}

// operation is a file operation below the watched folder: what is done to which
// file, and the how manyth of this kind it is.
type operation struct {
	call, path string
	number     int
}

func (o operation) String() string { return fmt.Sprintf("%s %s (%d)", o.call, o.path, o.number) }

// short has a write write half of what it is given, and say so.
const short = unix.Errno(1 << 16)

// runWatched runs the program in a folder and asks for each operation below
// folder/below with what error it is to fail: 0 lets it pass.
func runWatched(t *testing.T, folder, below string, decide func(operation, *os.Process) unix.Errno, args ...string) (status int, printed string) {
	t.Helper()
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Fatal(err)
	}
	theirs := os.NewFile(uintptr(pair[1]), "socket")
	ours := os.NewFile(uintptr(pair[0]), "socket")
	connection, err := net.FileConn(ours)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	_ = ours.Close()
	command := programCommand(t, folder, args...)
	command.Args[0] = watchedName
	command.ExtraFiles = []*os.File{theirs}
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	_ = theirs.Close()
	_ = connection.SetDeadline(time.Now().Add(time.Minute))
	rights := make([]byte, unix.CmsgSpace(4))
	_, n, _, _, err := connection.(*net.UnixConn).ReadMsgUnix(make([]byte, 1), rights)
	if err != nil || n == 0 {
		_ = command.Wait()
		t.Skipf("this system does not let a test watch a process: %s", output.String())
	}
	messages, err := unix.ParseSocketControlMessage(rights[:n])
	if err != nil {
		t.Fatal(err)
	}
	descriptors, err := unix.ParseUnixRights(&messages[0])
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(descriptors[0])
	root, err := filepath.EvalSymlinks(folder)
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		done <- watch(descriptors[0], filepath.Join(root, below), func(o operation) unix.Errno { return decide(o, command.Process) })
	}()
	_ = command.Wait() // the status says it
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), output.String()
}

// watch answers what is shown until the last process that is watched has ended.
func watch(shown int, below string, decide func(operation) unix.Errno) error {
	met := map[operation]int{}
	for {
		ready := []unix.PollFd{{Fd: int32(shown), Events: unix.POLLIN}}
		if _, err := unix.Poll(ready, -1); err == unix.EINTR {
			continue
		} else if err != nil {
			return err
		}
		if ready[0].Revents&unix.POLLIN == 0 {
			return nil
		}
		var n notice
		if _, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(shown), unix.SECCOMP_IOCTL_NOTIF_RECV, uintptr(unsafe.Pointer(&n))); errno == unix.ENOENT || errno == unix.EINTR {
			continue // killed meanwhile
		} else if errno != 0 {
			return errno
		}
		a := answer{id: n.id, flags: unix.SECCOMP_USER_NOTIF_FLAG_CONTINUE}
		if o, is := operationOf(n, below); is {
			met[o]++
			o.number = met[o]
			switch errno := decide(o); errno {
			case 0:
			case short:
				a.flags, a.value = 0, writeHalf(n)
			default:
				a.flags, a.errno = 0, -int32(errno)
			}
		}
		_, _, _ = unix.Syscall(unix.SYS_IOCTL, uintptr(shown), unix.SECCOMP_IOCTL_NOTIF_SEND, uintptr(unsafe.Pointer(&a))) // ENOENT: killed meanwhile
	}
}

// operationOf tells what a call does to which file below a folder.
func operationOf(n notice, below string) (operation, bool) {
	o := operation{call: watchedCalls[uint32(n.call)]}
	process := fmt.Sprintf("/proc/%d", n.thread)
	var path string
	if uint32(n.call) == unix.SYS_FSTAT || !byPath[o.call] {
		path, _ = os.Readlink(fmt.Sprintf("%s/fd/%d", process, int32(n.arguments[0])))
	} else {
		path = nameAt(process+"/mem", int64(n.arguments[1]))
		if !filepath.IsAbs(path) {
			folder := process + "/cwd"
			if int32(n.arguments[0]) != unix.AT_FDCWD {
				folder = fmt.Sprintf("%s/fd/%d", process, int32(n.arguments[0]))
			}
			folder, _ = os.Readlink(folder)
			path = filepath.Join(folder, path)
		}
		if o.call == "open" && n.arguments[2]&unix.O_CREAT != 0 {
			o.call = "create"
		}
	}
	path, err := filepath.Rel(below, path)
	if err != nil || strings.HasPrefix(path, "..") {
		return operation{}, false
	}
	o.path = path
	return o, true
}

// writeHalf writes half of the bytes that a process is about to write, in its stead,
// and says how many these were.
func writeHalf(n notice) int64 {
	content := make([]byte, (n.arguments[2]+1)/2)
	memory, err := os.Open(fmt.Sprintf("/proc/%d/mem", n.thread))
	if err != nil {
		return 0
	}
	defer memory.Close()
	if _, err := memory.ReadAt(content, int64(n.arguments[1])); err != nil {
		return 0
	}
	process, err := unix.PidfdOpen(int(n.thread), unix.PIDFD_THREAD)
	if err != nil {
		return 0
	}
	defer unix.Close(process)
	file, err := unix.PidfdGetfd(process, int(n.arguments[0]), 0)
	if err != nil {
		return 0
	}
	defer unix.Close(file)
	written, err := unix.Write(file, content)
	if err != nil {
		return 0
	}
	return int64(written)
}

// nameAt reads a name out of the memory of a process.
func nameAt(memory string, at int64) string {
	f, err := os.Open(memory)
	if err != nil {
		return ""
	}
	defer f.Close()
	name, err := io.ReadAll(io.NewSectionReader(f, at, 4096))
	if len(name) == 0 && err != nil {
		return ""
	}
	name, _, _ = bytes.Cut(name, []byte{0})
	return string(name)
}
