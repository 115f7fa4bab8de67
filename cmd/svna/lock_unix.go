//go:build unix

package main

import (
	"errors"
	"os"
	"syscall"
)

// lockFile takes an advisory lock, which the system releases when the process
// ends in whatever way. It is errInUse when another process has it.
func lockFile(path string) (unlock func(), err error) {
	for {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			return nil, err
		}
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
			_ = f.Close()
			if errors.Is(err, syscall.EWOULDBLOCK) {
				return nil, errInUse
			}
			return nil, err
		}
		if isStill(f, path) {
			// Removed before it is released: nobody else can hold it meanwhile.
			return func() { _ = os.Remove(path); _ = f.Close() }, nil
		}
		_ = f.Close() // its run ended, and removed it, between our opening and our lock
	}
}

// isStill reports whether a path still names an open file.
func isStill(f *os.File, path string) bool {
	opened, err := f.Stat()
	if err != nil {
		return false
	}
	named, err := os.Stat(path)
	return err == nil && os.SameFile(opened, named)
}
