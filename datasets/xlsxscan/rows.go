package xlsxscan

import (
	"fmt"
	"io"
	"strconv"
)

// Limits of a sheet, those of Excel.
const (
	MaxRows    = 1 << 20
	MaxColumns = 1 << 14
)

// Range is a block of merged cells, both ends within, columns and rows from 1.
type Range struct{ FromColumn, FromRow, ToColumn, ToRow int }

// Rows reads a sheet row by row. Make one with Book.Rows.
type Rows struct {
	book *Book
	part io.ReadCloser
	xml  *xmlReader

	number  int // of the row
	last    int // the greatest number so far
	cells   []Cell
	scratch []byte
	seen    []uint64 // row numbers that were there, one bit each
	column  int      // of the cell before
	inData  bool
	slow    bool // only for tests: no short cut
	err     error

	Merged     []Range // once Next has returned false
	OutOfOrder int     // rows whose number is less than one above
	Strays     int     // cells that name another row than the one they stand in
	HiddenRows int
}

// Rows starts to read a sheet.
func (b *Book) Rows(sheet Sheet) (*Rows, error) {
	if err := b.readStrings(); err != nil {
		return nil, err
	}
	part, err := b.archive.open(sheet.part)
	if err != nil {
		return nil, err
	}
	r := &Rows{book: b, part: part, xml: newXMLReader(part, part.file.UncompressedSize64), seen: make([]uint64, MaxRows/64), scratch: make([]byte, 0, 4<<10)}
	if err := r.enter(); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// Close ends the reading of a sheet, at its end or before.
func (r *Rows) Close() error { return r.part.Close() }

// Next goes to the next row that the sheet has; rows with no cells come too. It
// is false at the end, and where the sheet is damaged: ask Err.
func (r *Rows) Next() bool {
	if r.err != nil || !r.inData {
		return false
	}
	for {
		kind, err := r.xml.next()
		switch {
		case err != nil:
			return r.fail(err)
		case kind == startToken && r.xml.local == "row":
			if err := r.row(); err != nil {
				return r.fail(err)
			}
			return true
		case kind == endToken: // of the sheet data
			r.inData = false
			if err := r.leave(); err != nil {
				return r.fail(err)
			}
			return false
		}
		if err := r.xml.stray(kind, "something that is no row stands among the rows", "text stands among the rows"); err != nil {
			return r.fail(err)
		}
	}
}

func (r *Rows) fail(err error) bool {
	r.err = err
	if r.last > 0 {
		r.err = fmt.Errorf("%w (after row %d of the sheet)", err, r.last)
	}
	return false
}

// Err returns why Next returned false, nil at the sound end of a sheet.
func (r *Rows) Err() error { return r.err }

// Number returns the number of the row, from 1.
func (r *Rows) Number() int { return r.number }

// Cells returns the cells of the row, from column A to the last that it has.
// They hold until the next call of Next.
func (r *Rows) Cells() []Cell { return r.cells }

// enter reads what stands before the rows.
func (r *Rows) enter() error {
	x := r.xml
	if err := x.root("worksheet", "a sheet is no sheet"); err != nil {
		return err
	}
	for {
		kind, err := x.next()
		switch {
		case err != nil:
			return err
		case kind == endToken || kind == endOfXML:
			return damaged("a sheet has no place for rows")
		case kind == startToken && x.local == "sheetData":
			r.inData = true
			return nil
		case kind == startToken:
			if err := x.skip(); err != nil {
				return err
			}
		}
	}
}

// leave reads what stands after the rows, to the end of the part, where its
// checksum is compared.
func (r *Rows) leave() error {
	x := r.xml
	for {
		kind, err := x.next()
		switch {
		case err != nil:
			return err
		case kind == endOfXML:
			return nil
		case kind == startToken && x.local == "sheetData":
			return damaged("a sheet has two places for rows")
		case kind == startToken && x.local == "mergeCell":
			from, to, _ := cutRange(x.value("ref"))
			var m Range
			var ok, both bool
			m.FromColumn, m.FromRow, ok = reference(from)
			m.ToColumn, m.ToRow, both = reference(to)
			if !ok || !both {
				return damaged("merged cells without a place")
			}
			r.Merged = append(r.Merged, m)
		}
	}
}

func cutRange(ref []byte) (from, to []byte, found bool) {
	for i, b := range ref {
		if b == ':' {
			return ref[:i], ref[i+1:], true
		}
	}
	return ref, ref, false
}

// row reads the row whose start was just read.
func (r *Rows) row() error {
	x := r.xml
	number := r.number + 1
	if written := x.value("r"); written != nil {
		n, err := strconv.Atoi(string(written))
		if err != nil || n < 1 {
			return damaged("a row without a number")
		}
		number = n
	}
	if number > MaxRows {
		return fmt.Errorf("%w: over 1,048,576 rows in a sheet", ErrTooLarge)
	}
	if r.seen[(number-1)/64]>>((number-1)%64)&1 == 1 {
		return damaged("row %d is there twice", number)
	}
	r.seen[(number-1)/64] |= 1 << ((number - 1) % 64)
	if number < r.last {
		r.OutOfOrder++
	}
	if isTrue(x.value("hidden")) {
		r.HiddenRows++
	}
	r.number, r.last = number, max(r.last, number)
	r.cells, r.scratch, r.column = r.cells[:0], r.scratch[:0], 0
	for {
		if r.shortCut() {
			continue
		}
		if r.err != nil {
			return r.err
		}
		kind, err := x.next()
		switch {
		case err != nil:
			return err
		case kind == endToken:
			return nil
		case kind == startToken && x.local == "c":
			err = r.cell()
		case kind == startToken && x.local == "extLst":
			err = x.skip()
		default:
			err = x.stray(kind, "something that is no cell stands in a row", "text stands between cells")
		}
		if err != nil {
			return err
		}
	}
}
