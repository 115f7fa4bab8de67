//go:build unix

package main

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// dumpAll lets the processes that a test starts dump their memory, if they want to.
func dumpAll(t *testing.T) {
	t.Helper()
	var before unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &before); err != nil {
		t.Fatal(err)
	}
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{Cur: before.Max, Max: before.Max}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Setrlimit(unix.RLIMIT_CORE, &before) })
}

// A process that is made to crash, with the most talkative traces that Go has,
// prints no cell, dumps no memory and leaves no temporary file. What it leaves in
// the output folder holds no cell either.
func TestCrashesTellNoCell(t *testing.T) {
	dumpAll(t)
	t.Setenv("GOTRACEBACK", "crash")
	for _, step := range []string{"read extracts", "analyse", "protect the public edition", "restricted: draw figures", "verify"} {
		for _, signal := range []os.Signal{syscall.SIGABRT, syscall.SIGQUIT, syscall.SIGSEGV, os.Kill} {
			folder, temporary := crashFolder(t)
			status, printed := stopAt(t, folder, step, signal, "run", filepath.Join("in", "svna.toml"))
			if status == exitPartial {
				continue // it was quicker than the signal
			}
			if canaryIn([]byte(printed)) != "" {
				t.Errorf("%v at %q prints a canary: %s", signal, step, around([]byte(printed)))
			}
			if left := namesIn(temporary); left != nil {
				t.Errorf("%v at %q left temporary files %q", signal, step, left)
			}
			if err := searchFolder(folder, filepath.Join(folder, "in")); err != nil {
				t.Errorf("%v at %q: %v", signal, step, err)
			}
			for _, name := range namesIn(folder) {
				if name != "in" && name != "out" {
					t.Errorf("%v at %q left %s", signal, step, name)
				}
			}
		}
	}
}
