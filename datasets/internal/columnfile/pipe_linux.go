package columnfile

import (
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// widenPipe has a pipe hold as much as is written at a time, so that the processes at
// its ends wait for each other less often. Any other writer, and a system that does
// not allow it, are left as they are.
func widenPipe(out io.Writer) {
	file, ok := out.(*os.File)
	if !ok {
		return
	}
	if conn, err := file.SyscallConn(); err == nil {
		_ = conn.Control(func(fd uintptr) { _, _ = unix.FcntlInt(fd, unix.F_SETPIPE_SZ, pipeBytes) })
	}
}
