package datasets

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Reasons to refuse an extract. They are about the form of a file, never about
// the value of a cell; a *ParseError around them says where. A command that
// meets one ends with the status "input refused".
var (
	ErrEmpty           = errors.New("the file is empty")
	ErrNotText         = errors.New("the file cannot be read")
	ErrCutOff          = errors.New("the file was cut off")
	ErrTooLarge        = errors.New("the file is over a limit")
	ErrNoHeader        = errors.New("no header row was found")
	ErrMissingColumn   = errors.New("a mandatory column is missing")
	ErrDuplicateColumn = errors.New("a mapped column is there twice")
	ErrTooManyUnusable = errors.New("too much of the file is unusable")
	ErrDateOrder       = errors.New("the order of day and month is not known")
	ErrDamaged         = errors.New("the file is damaged")
	ErrSheet           = errors.New("which sheet to read is not clear")
	ErrIdentifier      = errors.New("a mapped column holds direct identifiers")
	ErrSameFile        = errors.New("the same file is listed twice")
	// ErrLedger is a fault of the program: rows that were read are neither used
	// nor left out for a reason.
	ErrLedger = errors.New("the ledger of rows does not add up")
)

// refusals are the reasons above that are about a file.
var refusals = []error{
	ErrEmpty, ErrNotText, ErrCutOff, ErrTooLarge, ErrNoHeader, ErrMissingColumn,
	ErrDuplicateColumn, ErrTooManyUnusable, ErrDateOrder, ErrIdentifier, ErrSameFile, ErrDamaged, ErrSheet,
}

// InputRefused reports whether an error means that an input file was refused for
// its form or its content, and so that the sender must change it.
func InputRefused(err error) bool {
	for _, reason := range refusals {
		if errors.Is(err, reason) {
			return true
		}
	}
	return false
}

// ParseError says where in an input something is wrong. It has no room for the
// value of a cell.
type ParseError struct {
	File  string // base name
	Sheet string // of a workbook, or ""
	Line  int    // from 1, or 0 for the whole file
	Field string // canonical field, or ""
	Err   error
}

// Error returns "q4.csv: line 212: field recorded_at: the order of ...".
func (e *ParseError) Error() string {
	parts := []string{printable(e.File)}
	if e.Sheet != "" {
		parts = append(parts, "sheet "+strconv.Quote(e.Sheet))
	}
	if e.Line > 0 {
		parts = append(parts, fmt.Sprintf("line %d", e.Line))
	}
	if e.Field != "" {
		parts = append(parts, "field "+e.Field)
	}
	return strings.Join(append(parts, e.Err.Error()), ": ")
}

// Unwrap returns the reason, one of the sentinels.
func (e *ParseError) Unwrap() error { return e.Err }

// printable returns a file or column name, quoted where it holds characters
// that a terminal would act on.
func printable(name string) string {
	for _, r := range name {
		if !unicode.IsPrint(r) {
			return strconv.Quote(name)
		}
	}
	return name
}
