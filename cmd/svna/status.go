package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/datasets"
)

// Exit statuses: the contract with schedulers.
const (
	exitFailed      = 1 // the run failed and wrote nothing
	exitUsage       = 2 // usage or settings
	exitPartial     = 3 // finished, but a breakdown was skipped or failed
	exitRefused     = 4 // input refused
	exitAudit       = 5 // the disclosure audit failed: no new public edition
	exitLocked      = 6 // output locked or in use
	exitLimit       = 7 // out of disk or over a limit
	exitInterrupted = 130
)

// statusHelp is the list of exit statuses in svna run --help.
const statusHelp = `Exit status: 0 all well; 1 the run failed and wrote nothing; 2 usage or settings; 3 finished, but some breakdown was not made, named on stderr; 4 input refused; 5 the disclosure audit failed, and there is no new public edition; 6 output in use; 7 out of disk; 130 interrupted.`

// commandLineError is a command line that cannot be read.
type commandLineError struct {
	err     error
	command string // as far as it was understood, or ""
}

func (e *commandLineError) Error() string { return e.err.Error() }

// usageError is a wrong settings file, or an argument that names nothing.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

// referenceError is a reference file that cannot be used as it is.
type referenceError struct{ err error }

func (e *referenceError) Error() string { return e.err.Error() }
func (e *referenceError) Unwrap() error { return e.err }

// outputError says that the output folder cannot be written.
type outputError struct{ err error }

func (e *outputError) Error() string { return e.err.Error() }
func (e *outputError) Unwrap() error { return e.err }

// busyError says that another run writes to the output folder.
type busyError struct{ out string }

func (e *busyError) Error() string { return "use folder " + e.out + ": another run is writing to it" }

// lockedError says that the finished run could not be put in its place.
type lockedError struct {
	path string
	err  error
}

func (e *lockedError) Error() string {
	return "replace " + e.path + ": a file in it is open in another program"
}
func (e *lockedError) Unwrap() error { return e.err }

// proofError says that a run does not hold together.
type proofError struct{ faults int }

func (e *proofError) Error() string {
	if e.faults == 1 {
		return "verify: 1 thing does not agree, named above"
	}
	return fmt.Sprintf("verify: %d things do not agree, named above", e.faults)
}

// partialError says that the run finished without some breakdowns. It has no
// message: they were named already.
type partialError struct{}

func (partialError) Error() string { return "" }

// statusOf gives the exit status of an error.
func statusOf(err error) int {
	var line *commandLineError
	var usage *usageError
	var reference *referenceError
	var locked *lockedError
	var busy *busyError
	var noData *analysis.NoDataError
	var noArea *analysis.NoAreaError
	var audit *disclosure.AuditError
	switch {
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &line), errors.As(err, &usage):
		return exitUsage
	case errors.As(err, &partialError{}):
		return exitPartial
	case errors.As(err, new(*undecidedError)), errors.As(err, &noData), errors.As(err, &noArea), errors.As(err, &reference), datasets.InputRefused(err):
		return exitRefused
	case errors.As(err, &audit):
		return exitAudit
	case errors.As(err, &locked), errors.As(err, &busy):
		return exitLocked
	case diskFull(err):
		return exitLimit
	}
	return exitFailed
}

// messageOf is what to say of an error, without a path of the system's own
// where ours says enough.
func messageOf(err error) string {
	if statusOf(err) == exitInterrupted {
		return "interrupted; nothing was written, and an earlier run stands as it was"
	}
	return err.Error()
}

// adviceFor gives one line on what to do about a known error, or "" where the
// message says it.
func adviceFor(err error) string {
	var line *commandLineError
	var locked *lockedError
	var busy *busyError
	var output *outputError
	var noData *analysis.NoDataError
	var noArea *analysis.NoAreaError
	var proof *proofError
	var audit *disclosure.AuditError
	switch {
	case errors.As(err, &line) && line.command != "":
		return "Type svna " + line.command + " --help to see how it is used."
	case errors.As(err, &line):
		return "Type svna --help to see the commands."
	case errors.As(err, &locked):
		return "Close the workbook and the report, and run again; the run that was there stands as it was."
	case errors.As(err, &busy):
		return "Wait until it has ended and run again, or name another folder with --out."
	case errors.As(err, &noData):
		return "Set period in [assessment] to months that the extracts cover, or name the extracts of those months."
	case errors.As(err, &noArea):
		return "Write in [assessment] the area (code) or area_name (name) as the extracts have it, or leave that column out of the mapping if every row is of the area."
	case errors.As(err, &audit) && audit.Earlier != nil:
		return "There is no new public folder; the restricted edition is written where the settings ask for it. What is out is out: an earlier edition that overlaps this one must be readable for a new one to be safe."
	case errors.As(err, &audit):
		return "Lengthen the period or use broader age bands, and run again; there is no new public folder, and the restricted edition is written where the settings ask for it."
	case errors.As(err, &proof):
		return "Files of a run must not be edited: run again, and pass on copies."
	case diskFull(err):
		return "Free some disk space and run again; an earlier run stands as it was."
	case errors.As(err, &output) && (errors.Is(err, fs.ErrPermission) || readOnly(err)):
		return "Name a folder that you may write to with --out."
	}
	return ""
}
