package xlsxscan

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
		default:
			err = x.stray(token, "something that is no value stands in a cell", "text stands in a cell outside its value")
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
