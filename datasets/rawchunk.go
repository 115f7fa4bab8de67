package datasets

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"svna/datasets/internal/csvscan"
)

// rawChunk is a run of rows of one file that has not joined its table yet: for
// each column of the table the distinct cells of the run, and for each row a
// number among them.
//
// The reader of any format makes chunks with newChunk (or chunkAfter, which numbers
// on where an earlier chunk of the same goroutine ended) and fills them row by row
// with add and addBroken; goroutines may fill different chunks at a time. It then
// hands them to takeChunk in the order of the file. The table is the same
// wherever the file was cut into chunks.
type rawChunk struct {
	file    *rawFile
	columns []chunkCells
	lines   []int32
	read    int // rows, left out ones among them
	leftOut leftOut
	mended  []int         // lines of rows read in spite of a stray quote
	broken  int           // rows of broken form
	short   bool          // the last row has too few cells
	stated  []statedCount // notes that say how many rows there are
	cells   [][]byte      // of one column, while they are read
}

// chunkCells is one column of a chunk: for each row a number among the cells that
// one goroutine has met.
type chunkCells struct {
	codes  []int32
	met    *metCells
	values []string // of met, as far as the chunk knows them
}

// metCells is the cells of a column that one goroutine has met in its chunks, and
// what takeChunk knows of them: their numbers in the table + 1, 0 where it has not
// come to them yet.
type metCells struct {
	cells   dictionary
	numbers []int32
}

// rawCells is one column of a table: a code for each row.
type rawCells struct {
	codes []int32
	cells dictionary
}

// statedCount is the note of a database client, "(60 rows affected)".
type statedCount struct{ line, rows int }

const (
	reasonHeader = "the header again"
	reasonFooter = "a total or a source, not a record"
	reasonBytes  = "bytes that are neither UTF-8 nor of one other encoding"
)

// openFile adds a file to the table whose header a reader has found, and finds
// the place of each column. q holds the hash of the file.
func (t *rawTable) openFile(q *FileQuality, number int, h header) (*rawFile, error) {
	for _, f := range t.files {
		if f.quality.SHA256 == q.SHA256 && f.quality.Sheet == q.Sheet {
			return nil, &ParseError{File: q.Name, Err: fmt.Errorf("%w: its bytes are those of %s; list it once", ErrSameFile, printable(f.quality.Name))}
		}
	}
	q.HeaderLine = h.line
	q.sayHeader(h)
	places, err := t.bind(h, q)
	if err != nil {
		return nil, &ParseError{File: q.Name, Line: h.line, Err: err}
	}
	f := &rawFile{quality: q, number: number, from: t.rows(), to: t.rows(), names: h.names, places: places, footer: -1}
	t.files = append(t.files, f)
	return f, nil
}

// newChunk makes an empty chunk of the file.
func (f *rawFile) newChunk() *rawChunk {
	c := &rawChunk{file: f, columns: make([]chunkCells, len(f.places))}
	for i := range c.columns {
		c.columns[i].met = &metCells{}
	}
	return c
}

// chunkAfter makes an empty chunk for a goroutine that filled another one before,
// nil for none.
func (f *rawFile) chunkAfter(before *rawChunk) *rawChunk {
	if before == nil {
		return f.newChunk()
	}
	c := &rawChunk{file: f, columns: make([]chunkCells, len(f.places)), lines: make([]int32, 0, len(before.lines)+len(before.lines)/8)}
	for i := range c.columns {
		c.columns[i].met = before.columns[i].met
		c.columns[i].codes = make([]int32, 0, cap(c.lines))
	}
	return c
}

// seal ends the filling of a chunk: from now on another goroutine may take it.
func (c *rawChunk) seal() {
	for i := range c.columns {
		c.columns[i].values = c.columns[i].met.cells.values
	}
}

// add takes the cells of a row that starts on a line, and keeps nothing of them
// but what it copies. A row that is no record is counted with its reason.
func (c *rawChunk) add(line int, cells [][]byte) {
	if !c.accept(line, cells) {
		return
	}
	c.lines = append(c.lines, int32(line))
	for i, at := range c.file.places {
		code := absent
		column := &c.columns[i]
		if at >= 0 {
			code = column.met.cells.code(cells[at])
		}
		column.codes = append(column.codes, code)
	}
}

// addRun takes the rows of a run.
func (c *rawChunk) addRun(run *csvscan.Run) {
	dropped := c.acceptRun(run)
	next := 0
	for row := range run.Rows {
		if next < len(dropped) && dropped[next] == row {
			next++
			continue
		}
		c.lines = append(c.lines, int32(run.Line+row))
	}
	for i, at := range c.file.places {
		column := &c.columns[i]
		if at < 0 {
			column.codes = extend(column.codes, len(c.lines), absent)
			continue
		}
		c.cells = withoutRows(run.Column(at, c.cells[:0]), dropped)
		column.codes = column.met.cells.appendCodes(column.codes, c.cells)
	}
}

// acceptRun counts the rows of a run and returns those that are no records, in
// order. Only rows that could be one of those that accept refuses are shown to it:
// with few cells filled, or a first cell like that of the header.
func (c *rawChunk) acceptRun(run *csvscan.Run) (dropped []int) {
	if run.Rows == 0 {
		return nil
	}
	first := c.file.names[0]
	c.cells = run.Column(0, c.cells[:0])
	for row, cell := range c.cells {
		if !c.file.mixed && run.Filled(row, 3) && (len(cell) == 0 || cell[0] > ' ' && cell[0] < 0x80) && !startsWith(cell, first) {
			c.read++
			c.short = false
			continue
		}
		if !c.accept(run.Line+row, run.Row(row, nil)) {
			dropped = append(dropped, row)
		}
	}
	return dropped
}

func startsWith(cell []byte, text string) bool {
	return len(cell) >= len(text) && string(cell[:len(text)]) == text
}

// accept counts a row and reports whether it is a record.
func (c *rawChunk) accept(line int, cells [][]byte) bool {
	c.read++
	c.short = false
	if n, ok := countsRows(cells); ok {
		c.read--
		c.stated = append(c.stated, statedCount{line, n})
		return false
	}
	if reason := c.refusal(cells); reason != "" {
		c.leftOut.add(line, reason)
		return false
	}
	return true
}

// addBroken counts a row of which no cell can be trusted.
func (c *rawChunk) addBroken(line int, reason string) {
	c.read++
	c.short = false
	c.broken++
	c.leftOut.add(line, reason)
}

// refusal returns why a row is no record, or "".
func (c *rawChunk) refusal(cells [][]byte) string {
	names := c.file.names
	first := bytes.TrimSpace(cells[0])
	if isFooter(first, cells) {
		return reasonFooter
	}
	if len(cells) != len(names) {
		c.short = len(cells) < len(names)
		c.broken++
		return notCells(len(names))
	}
	if c.file.mixed && !allUTF8(cells) {
		c.broken++
		return reasonBytes
	}
	if string(first) == names[0] && repeatsHeader(cells, names) {
		return reasonHeader
	}
	return ""
}

func allUTF8(cells [][]byte) bool {
	for _, c := range cells {
		if !utf8.Valid(c) {
			return false
		}
	}
	return true
}

func repeatsHeader(cells [][]byte, names []string) bool {
	for i, c := range cells {
		if clean(string(c)) != names[i] {
			return false
		}
	}
	return true
}

// countsRows reads the note of a database client, "(60 rows affected)".
func countsRows(cells [][]byte) (rows int, ok bool) {
	if bytes.IndexByte(cells[0], ' ') < 0 || len(cells[0]) > 100 || filled(cells) != 1 {
		return 0, false
	}
	words := strings.Fields(strings.ToLower(strings.Trim(string(cells[0]), "() ")))
	if len(words) < 2 || words[1] != "rows" && words[1] != "row" && words[1] != "records" {
		return 0, false
	}
	n, rest := leadingNumber(strings.ReplaceAll(words[0], ",", ""))
	return n, rest == ""
}

// filled counts the cells with something in them, up to a few.
func filled(cells [][]byte) (n int) {
	for _, c := range cells {
		if len(bytes.TrimSpace(c)) > 0 {
			if n++; n > 3 {
				break
			}
		}
	}
	return n
}

// isFooter finds what reporting tools put under a table: a total, a source.
func isFooter(first []byte, cells [][]byte) bool {
	if len(first) == 0 || len(first) > 200 {
		return false
	}
	switch first[0] | 0x20 {
	case 't', 'g', 's', 'n', 'e':
	default:
		return false
	}
	if filled(cells) > 3 {
		return false
	}
	words := strings.Fields(strings.ToLower(string(first)))
	switch strings.TrimRight(words[0], ":.") {
	case "total", "totals", "source", "note", "notes":
		return true
	case "grand":
		return len(words) > 1 && strings.HasPrefix(words[1], "total")
	case "end":
		return len(words) > 2 && words[1] == "of"
	}
	return false
}

// takeChunk adds the rows of a chunk after those of the chunks before it. Its
// lines are counted from the line after above, which is 0 for a reader that
// knows the lines of the whole file.
func (t *rawTable) takeChunk(c *rawChunk, above int) {
	f, q := c.file, c.file.quality
	q.RowsRead += c.read
	f.broken += c.broken
	if c.read > 0 || len(c.stated) > 0 {
		f.short = c.short
	}
	for _, reason := range c.leftOut.order {
		f.leftOut.merge(c.leftOut.reasons[reason], above)
	}
	for _, line := range c.mended {
		f.mended = append(f.mended, above+line)
	}
	for _, s := range c.stated {
		f.footer = s.rows
		q.Assumed = append(q.Assumed, fmt.Sprintf("line %d says how many rows there are, and is no row", above+s.line))
	}
	for _, line := range c.lines {
		t.lines = append(t.lines, int32(above)+line)
		t.status = append(t.status, rowUsed)
	}
	for i := range c.columns {
		t.columns[i].take(&c.columns[i])
	}
	f.to = t.rows()
}

// take adds the rows of a chunk, whose cells get the numbers that they have in
// the table: in the order of the rows, as if there were no chunks.
func (r *rawCells) take(chunk *chunkCells) {
	numbers := extend(chunk.met.numbers, len(chunk.values), 0)
	chunk.met.numbers = numbers
	r.codes = slices.Grow(r.codes, len(chunk.codes))
	for _, code := range chunk.codes {
		if code < 0 {
			r.codes = append(r.codes, absent)
			continue
		}
		if numbers[code] == 0 {
			numbers[code] = r.cells.codeOf(chunk.values[code]) + 1
		}
		r.codes = append(r.codes, numbers[code]-1)
	}
}
