package csvscan

import (
	"bytes"
	"slices"
)

// Run is rows that follow each other, each sound, on one line, not blank and with
// the same number of cells: most rows of most files. It is valid until the next
// call of Run or Next.
type Run struct {
	Rows int
	Line int // number of the line of the first

	text    []byte
	starts  []uint32 // of each cell, and of the row after the last
	columns int
	doubled bool   // there may be doubled quotes
	scratch []byte // cells that had some
}

// Run reads the rows that make a run from here on, up to so many, with so many
// columns. There may be none: then Next reads one row, of whatever form, and there
// may be more after it. A run of one column is always empty, since nothing tells
// its rows from others.
func (s *Scanner) Run(columns, most int) *Run {
	s.run.Rows = 0
	if columns < 2 || s.starved || s.at >= s.limit {
		return &s.run
	}
	rows, doubled := s.soundRows(most, columns)
	s.run = Run{Rows: rows, Line: s.line, text: s.text, starts: s.starts, columns: columns, doubled: doubled, scratch: s.run.scratch[:0]}
	s.at = int(s.starts[len(s.starts)-1])
	s.line += rows
	return &s.run
}

// Row adds the cells of a row.
func (r *Run) Row(row int, into [][]byte) [][]byte {
	for column := range r.columns {
		i, last := row*r.columns+column, column == r.columns-1
		into = append(into, r.bare(r.text[r.starts[i]:r.starts[i+1]-1], last))
	}
	return into
}

// Column adds the cells of a column.
func (r *Run) Column(column int, into [][]byte) [][]byte {
	last := column == r.columns-1
	from := len(into)
	into = slices.Grow(into, r.Rows)[:from+r.Rows]
	text, at := r.text, column
	for row := range into[from:] {
		cell := text[r.starts[at] : r.starts[at+1]-1]
		if len(cell) > 0 && (cell[0] == '"' || last && cell[len(cell)-1] == '\r') {
			cell = r.bare(cell, last)
		}
		into[from+row] = cell
		at += r.columns
	}
	return into
}

// Filled reports whether more than so many cells of a row have something in them
// other than blanks. It may be false where there are more.
func (r *Run) Filled(row, than int) bool {
	n := 0
	for i := row * r.columns; i < (row+1)*r.columns; i++ {
		if b := r.text[r.starts[i]]; r.starts[i+1]-r.starts[i] > 1 && b > '"' && b < 0x80 {
			if n++; n > than {
				return true
			}
		}
	}
	return false
}

// bare takes off what is around a cell.
func (r *Run) bare(cell []byte, last bool) []byte {
	if last {
		cell = trimReturn(cell)
	}
	if len(cell) == 0 || cell[0] != '"' {
		return cell
	}
	cell = cell[1 : len(cell)-1]
	if !r.doubled || bytes.IndexByte(cell, '"') < 0 {
		return cell
	}
	from := len(r.scratch)
	for {
		at := bytes.IndexByte(cell, '"')
		if at < 0 {
			break
		}
		r.scratch = append(r.scratch, cell[:at+1]...)
		cell = cell[at+2:]
	}
	r.scratch = append(r.scratch, cell...)
	return r.scratch[from:]
}
