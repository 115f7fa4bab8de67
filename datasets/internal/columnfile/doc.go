// Package columnfile reads columns of Parquet and Arrow IPC files, whatever the
// bytes. It knows types, row groups and codes, and nothing of what a column means.
//
// The libraries that read these formats can be made to panic, to ask for any
// amount of memory and to spin for ever by a damaged file, so they run in another
// process: Serve is that process, Read starts it and takes in what it sends. What
// passes between them is a framing of our own with every length checked. The
// process gets the open file and the places of the wanted columns, and no name.
//
// Neither format has a checksum that is read: a damaged value may look like any
// other.
package columnfile

import (
	"errors"
	"time"
)

// Limits, of a file before it is read and of the process that reads it.
const (
	MaxFooter    = 16 << 20 // bytes
	MaxGroups    = 10_000
	MaxColumns   = 2000
	MaxRatio     = 200     // declared bytes of values to bytes of the file
	MaxMemory    = 1 << 30 // bytes of the reading process
	MaxText      = 64 << 10
	MaxRows      = 1<<31 - 2
	Patience     = 60 * time.Second // without a word from the reading process
	maxFrame     = 1 << 30
	batchRows    = 1 << 16 // values that are read at a time
	streamMagic  = "\xff\xff\xff\xff"
	parquetMagic = "PAR1"
	arrowMagic   = "ARROW1"
)

// Reasons to refuse a file.
var (
	ErrDamaged     = errors.New("the file is damaged")
	ErrTooLarge    = errors.New("the file is over a limit")
	ErrUnsupported = errors.New("a column has a type that is not read")
	ErrSlow        = errors.New("reading the file came to no end")
)

// Format is the format of a file.
type Format string

// The formats.
const (
	Parquet     Format = "Parquet"
	ArrowFile   Format = "Arrow IPC"
	ArrowStream Format = "Arrow IPC stream"
)

// Recognise finds the format from the first bytes of a file, "" for another one.
func Recognise(magic string) Format {
	switch {
	case len(magic) >= 4 && magic[:4] == parquetMagic:
		return Parquet
	case len(magic) >= 6 && magic[:6] == arrowMagic:
		return ArrowFile
	case len(magic) >= 8 && magic[:4] == streamMagic:
		return ArrowStream
	}
	return ""
}

// Kind is what the texts of a column are.
type Kind byte

// The kinds. Dates are written 2023-11-15, times 2023-11-15 20:45:10, clock times
// 20:45:10, truth TRUE and FALSE.
const (
	Text        Kind = 't'
	Number      Kind = 'n'
	Date        Kind = 'd'
	Time        Kind = 's'
	TimeUTC     Kind = 'u' // said to be in UTC
	Clock       Kind = 'c'
	Truth       Kind = 'b'
	Unsupported Kind = 'x'
)
