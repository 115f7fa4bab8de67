package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// A run folder is built beside its final place and swapped in whole, so that a
// run that stops anywhere leaves the last good one as it was.

// newPrefix and oldPrefix name the folders of a swap; both start with a dot.
// keptSuffix names the run that has the last public edition, where the run that
// replaced it has none.
const (
	newPrefix  = ".svna-new-"
	oldPrefix  = ".svna-old-"
	keptSuffix = ".last-public"
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

// sweep removes half-built folders, and settles the swaps that were cut short.
func sweep(out string) error {
	entries, err := os.ReadDir(out)
	if err != nil {
		return fmt.Errorf("read the output folder: %w", err)
	}
	for _, e := range entries {
		switch {
		case strings.HasPrefix(e.Name(), newPrefix):
			err = os.RemoveAll(filepath.Join(out, e.Name()))
		case strings.HasPrefix(e.Name(), oldPrefix):
			err = settle(filepath.Join(out, strings.TrimPrefix(e.Name(), oldPrefix)))
		case strings.HasSuffix(e.Name(), keptSuffix):
			err = settle(filepath.Join(out, strings.TrimSuffix(e.Name(), keptSuffix)))
		}
		if err != nil {
			return fmt.Errorf("clear the output folder of an unfinished run: %w", err)
		}
	}
	return nil
}

// settle ends a swap at whatever point it stands, by what is there: a run whose
// successor did not get into its place is put back; one whose successor has no
// public edition is kept if it has one; any other is removed, and so is the one
// that was kept once there is a public edition again.
func settle(final string) error {
	old := filepath.Join(filepath.Dir(final), oldPrefix+filepath.Base(final))
	kept := final + keptSuffix
	if isFolder(old) {
		if !isFolder(final) {
			return os.Rename(old, final)
		}
		if !hasPublic(old) || hasPublic(final) {
			if err := os.RemoveAll(old); err != nil {
				return err
			}
		} else if err := errors.Join(os.RemoveAll(kept), os.Rename(old, kept)); err != nil {
			return err
		}
	}
	if hasPublic(final) {
		return os.RemoveAll(kept)
	}
	return nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// hasPublic reports whether a run folder has a public edition. Runs are written
// whole, so the folder tells.
func hasPublic(run string) bool { return isFolder(filepath.Join(run, "public")) }

// swapIn puts a finished folder in its final place. On an error the folder that
// was there is there again.
func swapIn(built, final string) error {
	old := filepath.Join(filepath.Dir(final), oldPrefix+filepath.Base(final))
	_, err := os.Stat(final)
	replaces := err == nil
	if replaces {
		if err := rename(final, old); err != nil {
			return notReplaced(final, err)
		}
	}
	if err := rename(built, final); err != nil {
		if replaces {
			err = errors.Join(err, rename(old, final))
		}
		return notReplaced(final, err)
	}
	// What cannot be removed now, since a program has it open, is removed at the
	// start of the next run.
	_ = settle(final)
	return syncFolder(filepath.Dir(final))
}

// notReplaced is the error of a run that could not be put in its place. Windows alone
// refuses to rename a folder because a file in it is open.
func notReplaced(final string, err error) error {
	if runtime.GOOS == "windows" {
		return &lockedError{path: final, err: err}
	}
	return &outputError{fmt.Errorf("put the run in its place: %w", err)}
}

// syncFolder brings the names in a folder to the disk.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil // has no way to flush a folder, and needs none
	}
	f, err := os.Open(path)
	if err == nil {
		err = errors.Join(f.Sync(), f.Close())
	}
	if err != nil {
		return &outputError{fmt.Errorf("bring the output folder to the disk: %w", err)}
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
