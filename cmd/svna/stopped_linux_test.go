package main

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// twoRuns is a folder in which a run of one name was made with each of two settings,
// earlier.toml and later.toml, and the files of both.
type twoRuns struct {
	folder         string
	earlier, later map[string][]byte
}

func makeTwoRuns(t *testing.T) *twoRuns {
	t.Helper()
	r := &twoRuns{folder: t.TempDir()}
	// The fewer fields, the fewer files, and operations with each of them.
	write(t, filepath.Join(r.folder, "crime.csv"), "Crime Ref,Recorded Date,HO Code,Borough Code,Knife Use\nA1,13/06/2022,34B,E09000002,Threaten\nA2,20/09/2022,34B,E09000002,Threaten\nA3,25/12/2022,8N,E09000002,Injure\n")
	both := strings.Replace(smallSettings, "[[extract]]", "editions = [\"restricted\", \"public\"]\n[[extract]]", 1)
	write(t, filepath.Join(r.folder, "later.toml"), strings.Replace(both, "[assessment]", "[assessment]\ntitle = \"The later run\"", 1))
	write(t, filepath.Join(r.folder, "earlier.toml"), both)
	write(t, filepath.Join(r.folder, "refused.toml"), strings.Replace(both, "2022-06/2023-05", "1999-01/1999-12", 1))
	for _, name := range []string{"later", "earlier"} {
		if printed, status := program(t, r.folder, "run", "-q", name+".toml"); status != exitPartial {
			t.Fatalf("status %d, want %d; it printed\n%s", status, exitPartial, printed)
		}
		content := folderContent(r.run())
		if name == "later" {
			r.later = content
		} else {
			r.earlier = content
		}
	}
	if sameFiles(r.earlier, r.later) {
		t.Fatal("the two runs are the same")
	}
	return r
}

func (r *twoRuns) out() string { return filepath.Join(r.folder, "out") }
func (r *twoRuns) run() string { return filepath.Join(r.out(), smallRun) }

// check looks at the output folder after a run of later.toml over one of earlier.toml
// that was stopped. After the next start there is one of the two, whole, and nothing
// else. It makes the earlier run stand again, and reports whether the later one stood.
func (r *twoRuns) check(t *testing.T, stopped string) (replaced bool) {
	t.Helper()
	if slices.Contains(namesIn(r.out()), smallRun+keptSuffix) {
		r.checkUnaudited(t, stopped)
		return true
	}
	if now := folderContent(r.run()); len(now) > 0 && !sameFiles(now, r.earlier) && !sameFiles(now, r.later) {
		t.Errorf("%s: the run folder is neither the earlier run nor the later one", stopped)
	}
	if _, status := program(t, r.folder, "run", "refused.toml"); status != exitRefused {
		t.Errorf("%s: the next run ends with status %d, want %d", stopped, status, exitRefused)
	}
	if got := namesIn(r.out()); !slices.Equal(got, []string{smallRun}) {
		t.Errorf("%s: after the next start there are %q", stopped, got)
	}
	now := folderContent(r.run())
	if sameFiles(now, r.earlier) {
		return false
	}
	replaced = sameFiles(now, r.later)
	if !replaced {
		t.Errorf("%s: after the next start the run folder is neither the earlier run nor the later one", stopped)
	}
	r.restore(t)
	return replaced
}

// checkUnaudited looks at what a run leaves that could not read its public edition back
// and so did not pass its audit: its restricted edition, whole, and the earlier run.
func (r *twoRuns) checkUnaudited(t *testing.T, stopped string) {
	t.Helper()
	if got := namesIn(r.out()); !slices.Equal(got, []string{smallRun, smallRun + keptSuffix}) || hasPublic(r.run()) {
		t.Errorf("%s: without an audit there are %q", stopped, got)
	}
	if printed, status := program(t, r.folder, "verify", filepath.Join("out", smallRun)); status != 0 {
		t.Errorf("%s: the run without a public edition is not whole: %s", stopped, printed)
	}
	if !sameFiles(folderContent(r.run()+keptSuffix), r.earlier) {
		t.Errorf("%s: the earlier run, with the last public edition, is not kept whole", stopped)
	}
	r.restore(t)
}

// restore makes the earlier run stand alone in the output folder.
func (r *twoRuns) restore(t *testing.T) {
	t.Helper()
	if err := os.RemoveAll(r.out()); err != nil {
		t.Fatal(err)
	}
	for name, content := range r.earlier {
		write(t, filepath.Join(r.run(), name), string(content))
	}
}

// operations are those of a run of later.toml over one of earlier.toml, in an order;
// of the reads of a file the first alone.
func (r *twoRuns) operations(t *testing.T) (all []operation) {
	t.Helper()
	status, printed := runWatched(t, r.folder, "out", func(o operation, _ *os.Process) unix.Errno {
		if o.call != "read" || o.number == 1 {
			all = append(all, o)
		}
		return 0
	}, "run", "-q", "later.toml")
	if status != exitPartial || !r.check(t, "a run that is watched") {
		t.Fatalf("a run that is watched ends with status %d; it printed\n%s", status, printed)
	}
	return all
}

// some takes every so manyth of a list, about n, or all where the long tests run.
func some[T any](list []T, n int) (taken []T) {
	if os.Getenv("SVNA_NIGHTLY") != "" {
		return list
	}
	step := max(1, len(list)/n)
	for i := step / 2; i < len(list); i += step {
		taken = append(taken, list[i])
	}
	return taken
}

// Whatever file operation fails, and with whatever error, the earlier run stands or
// the later one does, whole; and a run that says that it is finished is.
func TestFailingOperations(t *testing.T) {
	r := makeTwoRuns(t)
	all := r.operations(t)
	errors := []unix.Errno{unix.EIO, unix.ENOSPC, unix.EACCES, unix.EDQUOT, unix.EROFS}
	byCall, finished, unread := map[string]int{}, map[string]int{}, 0
	written := map[string]bool{}
	for _, o := range all {
		written[o.path] = written[o.path] || o.call == "create"
	}
	for i, failing := range some(all, 30) {
		errno := errors[i%len(errors)]
		status, printed := runWatched(t, r.folder, "out", func(o operation, _ *os.Process) unix.Errno {
			if o == failing {
				return errno
			}
			return 0
		}, "run", "-q", "later.toml")
		name := errno.Error() + ": " + failing.String()
		byCall[failing.call]++
		replaced := r.check(t, name)
		must := failing.call == "write" || failing.call == "sync" || failing.call == "create" || failing.call == "mkdir" ||
			failing.call == "close" && failing.number == 1 && written[failing.path]
		switch {
		case status == exitAudit: // checked above
			unread++
		case status == exitPartial && !replaced:
			t.Errorf("%s: the run says that it is finished, and the earlier one stands", name)
		case status == exitPartial && must:
			t.Errorf("%s: the run says that it is finished", name)
		case status == exitPartial:
			finished[failing.call]++
		case !strings.Contains(printed, "svna: ") || strings.Contains(printed, "fault of the program"):
			t.Errorf("%s: status %d and\n%s", name, status, printed)
		case must && (errno == unix.ENOSPC || errno == unix.EDQUOT) && status != exitLimit:
			t.Errorf("%s: status %d, want %d; it printed\n%s", name, status, exitLimit, printed)
		}
	}
	t.Logf("of %d operations these failed: %v; the run was finished in spite of it: %v; no audit, as the public edition could not be read back: %d", len(all), byCall, finished, unread)
}

// A write that writes half of what it was given is gone on with.
func TestShortWrites(t *testing.T) {
	r := makeTwoRuns(t)
	halved := 0
	status, printed := runWatched(t, r.folder, "out", func(o operation, _ *os.Process) unix.Errno {
		if o.call != "write" || o.number%2 == 0 {
			return 0
		}
		halved++
		return short
	}, "run", "-q", "later.toml")
	if status != exitPartial || !r.check(t, "short writes") || halved < 50 {
		t.Errorf("%d short writes: status %d; it printed\n%s", halved, status, printed)
	}
}

// A run that is killed at an operation, or at any time, leaves the earlier run or the
// later one.
func TestKills(t *testing.T) {
	r := makeTwoRuns(t)
	all := r.operations(t)
	started := time.Now()
	if _, status := program(t, r.folder, "run", "-q", "later.toml"); status != exitPartial || !r.check(t, "a run to its end") {
		t.Fatalf("a run to its end: status %d", status)
	}
	longest := time.Since(started)
	replaced, kills := 0, 0
	for _, deadly := range some(all, 15) {
		_, _ = runWatched(t, r.folder, "out", func(o operation, process *os.Process) unix.Errno {
			if o == deadly {
				_ = process.Kill()
			}
			return 0
		}, "run", "-q", "later.toml")
		kills++
		if r.check(t, "killed at "+deadly.String()) {
			replaced++
		}
	}
	t.Logf("%d kills at operations, %d after the later run was in its place", kills, replaced)
	random := rand.New(rand.NewPCG(1, 2))
	wanted := len(some(make([]struct{}, 500), 15))
	killed, late := 0, 0
	for replaced = 0; killed < wanted && late < 10*wanted; {
		moment := time.Duration(random.Int64N(int64(longest)))
		command := programCommand(t, r.folder, "run", "-q", "later.toml")
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(moment)
		_ = command.Process.Kill() // one that has ended is met below
		_ = command.Wait()
		if command.ProcessState.Exited() {
			late++
		} else {
			killed++
		}
		if r.check(t, "killed after "+moment.String()) && !command.ProcessState.Exited() {
			replaced++
		}
	}
	t.Logf("%d kills at random times, and %d that came too late; the later run was in its place after %d of them", killed, late, replaced)
}

// A disk of whatever size that gets full in a run, and a folder that may not be written
// to, leave the earlier run as it was. The disks are real ones of a mount namespace.
func TestFullDisks(t *testing.T) {
	if err := exec.Command("unshare", "--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", t.TempDir()).Run(); err != nil {
		t.Skipf("this system does not let a test mount a disk: %v", err)
	}
	r := makeTwoRuns(t)
	if err := os.Rename(r.out(), filepath.Join(r.folder, "before")); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(r.folder, "svna") // the test stands in for the program under this name
	if err := os.Symlink(programCommand(t, r.folder).Path, program); err != nil {
		t.Fatal(err)
	}
	blocks := 0 // of 4 kB, for the files of the earlier run; the later one needs as many
	for _, content := range r.earlier {
		blocks += (len(content) + 4095) / 4096
	}
	try := func(size int, options string) (status int) {
		t.Helper()
		script := exec.Command("unshare", "--user", "--map-root-user", "--mount", "sh", "-ec", `
			mkdir -p out
			rm -rf after
			mount -t tmpfs -o size="$1" none out
			cp -r before/. out
			mount -o "remount,size=$1,$2" out
			status=0; ./svna run -q later.toml 2>printed || status=$?
			echo "$status" >status
			ls -A out >left
			mount -o "remount,size=$1,rw" out
			./svna run refused.toml 2>&1 || test $? = 4
			cp -r out after`, "sh", strconv.Itoa(size*4096), options)
		script.Dir = r.folder
		if text, err := script.CombinedOutput(); err != nil {
			t.Fatalf("a disk of %d blocks: %v\n%s", size, err, text)
		}
		text, err := os.ReadFile(filepath.Join(r.folder, "status"))
		if err == nil {
			status, err = strconv.Atoi(strings.TrimSpace(string(text)))
		}
		if err != nil {
			t.Fatal(err)
		}
		printed, err := os.ReadFile(filepath.Join(r.folder, "printed"))
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%d blocks, %s: status %d, %q", size, options, status, printed)
		if got := namesIn(filepath.Join(r.folder, "after")); !slices.Equal(got, []string{smallRun}) {
			t.Errorf("a disk of %d blocks, %s: after the next start there are %q", size, options, got)
		}
		if left, err := os.ReadFile(filepath.Join(r.folder, "left")); err != nil || string(left) != smallRun+"\n" {
			t.Errorf("a disk of %d blocks, %s: the run left %q (%v)", size, options, left, err)
		}
		now, want := folderContent(filepath.Join(r.folder, "after", smallRun)), r.earlier
		if status == exitPartial {
			want = r.later
		}
		if !sameFiles(now, want) {
			t.Errorf("a disk of %d blocks, %s: status %d, and it is another run that stands", size, options, status)
		}
		return status
	}
	full, finished := 0, 0
	for i := range 20 {
		switch status := try(blocks+2+blocks*i*6/100, "rw"); status {
		case exitLimit:
			full++
		case exitPartial:
			finished++
		default:
			t.Errorf("a disk that gets full: status %d, want %d", status, exitLimit)
		}
	}
	t.Logf("%d disks got full, %d were large enough", full, finished)
	if full < 10 || finished == 0 {
		t.Error("the disks are not of the right sizes")
	}
	if status := try(10*blocks, "ro"); status != exitFailed {
		t.Errorf("a folder that may not be written to: status %d, want %d", status, exitFailed)
	}
}
