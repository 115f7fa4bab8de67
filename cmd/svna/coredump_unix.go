//go:build unix

package main

import "golang.org/x/sys/unix"

// forbidCoreDumps keeps the memory of the program, which holds the extract, out of a
// file that a crash would leave, whatever the limits of the shell.
func forbidCoreDumps() {
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}) // lowering a limit is allowed to all
}
