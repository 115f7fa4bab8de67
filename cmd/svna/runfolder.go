package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A run folder is built beside its final place and swapped in whole, so that a
// run that stops anywhere leaves the last good one as it was.

// newPrefix and oldPrefix name the folders of a swap; both start with a dot.
const (
	newPrefix = ".svna-new-"
	oldPrefix = ".svna-old-"
)

// errInUse says that another process has the lock.
var errInUse = errors.New("the lock is taken")

// lockOut takes the lock of an output folder, which is made if need be, and
// clears what dead runs left in it. release gives the lock back, and removes
// the folders that were made for a run that wrote nothing.
func lockOut(out string) (release func(), err error) {
	made, err := makeFolders(out)
	if err != nil {
		return nil, err
	}
	unmake := func() {
		for _, folder := range made {
			_ = os.Remove(folder) // fails, as it should, where something is in it
		}
	}
	unlock, err := lockFile(filepath.Join(out, ".svna.lock"))
	if err != nil {
		unmake()
		if errors.Is(err, errInUse) {
			return nil, &busyError{out}
		}
		return nil, &outputError{fmt.Errorf("lock the output folder: %w", err)}
	}
	if err := sweep(out); err != nil {
		unlock()
		return nil, &outputError{err}
	}
	return func() { unlock(); unmake() }, nil
}

// makeFolders makes a folder and those above it, and returns the ones that were
// not there, innermost first.
func makeFolders(path string) (made []string, err error) {
	path = filepath.Clean(path)
	for folder := path; ; folder = filepath.Dir(folder) {
		info, err := os.Stat(folder)
		if err == nil && !info.IsDir() {
			return nil, &usageError{fmt.Errorf("--out: %s is a file; name a folder", folder)}
		}
		if err == nil || folder == filepath.Dir(folder) {
			break
		}
		made = append(made, folder)
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, &outputError{fmt.Errorf("make the output folder: %w", err)}
	}
	return made, nil
}

// sweep removes half-built folders, and puts back an old run whose swap was cut
// short.
func sweep(out string) error {
	entries, err := os.ReadDir(out)
	if err != nil {
		return fmt.Errorf("read the output folder: %w", err)
	}
	for _, e := range entries {
		path := filepath.Join(out, e.Name())
		if strings.HasPrefix(e.Name(), newPrefix) {
			err = os.RemoveAll(path)
		}
		if final, ok := strings.CutPrefix(e.Name(), oldPrefix); ok {
			if _, missing := os.Stat(filepath.Join(out, final)); errors.Is(missing, os.ErrNotExist) {
				err = os.Rename(path, filepath.Join(out, final))
			} else {
				err = os.RemoveAll(path)
			}
		}
		if err != nil {
			return fmt.Errorf("clear the output folder of an unfinished run: %w", err)
		}
	}
	return nil
}

// swapIn puts a finished folder in its final place. On an error the folder that
// was there is there again.
func swapIn(built, final string) error {
	old := filepath.Join(filepath.Dir(final), oldPrefix+filepath.Base(final))
	_, err := os.Stat(final)
	replaces := err == nil
	if replaces {
		if err := rename(final, old); err != nil {
			return &lockedError{path: final, err: err}
		}
	}
	if err := rename(built, final); err != nil {
		if replaces {
			err = errors.Join(err, rename(old, final))
		}
		return &lockedError{path: final, err: err}
	}
	if replaces {
		// What cannot be removed now, since a program has it open, is removed at
		// the start of the next run.
		_ = os.RemoveAll(old)
	}
	return nil
}

// rename tries for two seconds: on Windows a virus scanner or an open workbook
// holds files for a moment.
func rename(from, to string) (err error) {
	for range 10 {
		if err = os.Rename(from, to); err == nil {
			return nil
		}
		time.Sleep(225 * time.Millisecond)
	}
	return err
}
