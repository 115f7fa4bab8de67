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

// Kind is what a cell holds.
type Kind uint8

// The kinds of cell. Formulas have the kind of the value that was stored with
// them; NoValue is a formula without one.
const (
	Blank Kind = iota
	Text
	Number  // Content is as it was written, Style says whether it shows as a date
	Boolean // TRUE or FALSE
	Failed  // an error value, such as #N/A
	NoValue
	ISODate // a date written as one, 2023-11-15T20:45:00
)

// Cell is one cell. A cell that the sheet does not have is Blank.
type Cell struct {
	Content []byte
	Kind    Kind
	Style   Style
	// Shared is the number of the shared text from 1, or 0: cells with one number
	// have one content.
	Shared int32
}

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
		case kind == startToken:
			return r.fail(damaged("something that is no row stands among the rows"))
		case kind == textToken && !isSpace(r.xml.text):
			return r.fail(damaged("text stands among the rows"))
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
	if kind, err := x.next(); err != nil || kind != startToken || x.local != "worksheet" {
		if err == nil {
			err = damaged("a sheet is no sheet")
		}
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
			if err := r.cell(); err != nil {
				return err
			}
		case kind == startToken && x.local == "extLst":
			if err := x.skip(); err != nil {
				return err
			}
		case kind == startToken:
			return damaged("something that is no cell stands in a row")
		case kind == textToken && !isSpace(x.text):
			return damaged("text stands between cells")
		}
	}
}

// cell reads the cell whose start was just read.
func (r *Rows) cell() error {
	x := r.xml
	place, err := r.place(x.value("r"))
	if err != nil {
		return err
	}
	style, err := r.style(x.value("s"))
	if err != nil {
		return err
	}
	kind := string(x.value("t")) // before the next token takes its place
	var value, inline []byte     // nil where there is none
	formula := false
	for {
		token, err := x.next()
		from := len(r.scratch)
		switch {
		case err != nil:
			return err
		case token == endToken:
			if inline != nil && (value == nil || kind == "inlineStr") {
				value = inline
			}
			return r.put(place, kind, style, value, value != nil, formula)
		case token == startToken && x.local == "v" && value == nil:
			r.scratch, err = x.plainText(r.scratch, "v")
			if mayBeEscaped(r.scratch[from:]) && kind == "str" {
				r.scratch = appendEscaped(r.scratch[:from], append([]byte(nil), r.scratch[from:]...))
			}
			value = r.scratch[from:len(r.scratch):len(r.scratch)]
		case token == startToken && x.local == "is" && inline == nil:
			r.scratch, err = x.richText(r.scratch, "is")
			inline = r.scratch[from:len(r.scratch):len(r.scratch)]
		case token == startToken && (x.local == "v" || x.local == "is"):
			return damaged("a cell has two values")
		case token == startToken && x.local == "f":
			formula = true
			err = x.skip()
		case token == startToken && x.local == "extLst":
			err = x.skip()
		case token == startToken:
			return damaged("something that is no value stands in a cell")
		case token == textToken && !isSpace(x.text):
			return damaged("text stands in a cell outside its value")
		}
		if err != nil {
			return err
		}
	}
}

// place finds the column of a cell from its reference, or from the cell before.
func (r *Rows) place(written []byte) (int, error) {
	column := r.column + 1
	if written != nil {
		c, row, ok := reference(written)
		if !ok {
			return 0, damaged("a cell reference out of range")
		}
		column = c
		if row != r.number {
			r.Strays++
		}
	}
	if column > MaxColumns {
		return 0, damaged("a cell reference out of range")
	}
	// Cells that come in another order are taken; one place has one cell.
	if column == r.column || column < r.column && r.cells[column-1].Kind != Blank {
		return 0, damaged("two cells have one place")
	}
	for len(r.cells) < column {
		r.cells = append(r.cells, Cell{})
	}
	r.column = column
	return column, nil
}

// reference reads AB12 as column 28, row 12.
func reference(ref []byte) (column, row int, ok bool) {
	i := 0
	for i < len(ref) && i < 3 && ref[i] >= 'A' && ref[i] <= 'Z' {
		column = 26*column + int(ref[i]-'A') + 1
		i++
	}
	if i == 0 || i == len(ref) || len(ref)-i > 7 || ref[i] == '0' {
		return 0, 0, false
	}
	for _, b := range ref[i:] {
		if b < '0' || b > '9' {
			return 0, 0, false
		}
		row = 10*row + int(b-'0')
	}
	return column, row, column <= MaxColumns && row <= MaxRows
}

func (r *Rows) style(written []byte) (Style, error) {
	if written == nil {
		return Plain, nil
	}
	n, ok := index(written)
	if !ok || n >= len(r.book.styles) && len(r.book.styles) > 0 {
		return Plain, damaged("a cell has a style that the workbook does not")
	}
	if n >= len(r.book.styles) {
		return Plain, nil // a workbook without styles
	}
	return r.book.styles[n], nil
}

// index reads a whole number of at most nine figures.
func index(b []byte) (n int, ok bool) {
	if len(b) == 0 || len(b) > 9 {
		return 0, false
	}
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

// put stores a cell by its type (ECMA-376 part 1, 18.18.11).
func (r *Rows) put(place int, kind string, style Style, content []byte, valued, formula bool) error {
	c := &r.cells[place-1]
	switch {
	case formula && (!valued || len(content) == 0 && kind != "str"):
		c.Kind = NoValue
		return nil
	case !valued, len(content) == 0 && kind != "s" && kind != "str" && kind != "inlineStr":
		return nil
	}
	c.Style, c.Content = style, content
	switch kind {
	case "", "n":
		c.Kind = Number
	case "s":
		n, ok := index(content)
		if !ok || n >= r.book.strings.len() {
			return damaged("a cell points to a text that the workbook does not have")
		}
		c.Kind, c.Shared, c.Content = Text, int32(n+1), r.book.strings.at(n)
	case "str", "inlineStr":
		c.Kind = Text
	case "b":
		c.Kind = Boolean
		switch string(content) {
		case "1", "true":
			c.Content = []byte("TRUE")
		case "0", "false":
			c.Content = []byte("FALSE")
		default:
			return damaged("a cell is neither true nor false")
		}
	case "e":
		c.Kind = Failed
	case "d":
		c.Kind = ISODate
	default:
		return damaged("a cell of an unknown type")
	}
	return nil
}
