package main

import (
	"errors"

	"golang.org/x/sys/windows"
)

// diskFull reports whether an error came of a full disk.
func diskFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

// readOnly reports whether an error came of a disk that is write-protected.
func readOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }
