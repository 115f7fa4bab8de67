//go:build unix

package main

import (
	"errors"
	"syscall"
)

// diskFull reports whether an error came of a full disk or quota.
func diskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// readOnly reports whether an error came of a disk that is mounted read-only.
func readOnly(err error) bool { return errors.Is(err, syscall.EROFS) }
