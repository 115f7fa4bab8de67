package datasets

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"svna/datasets/internal/csvscan"
)

// A file is refused when more than unusableShare of its rows, and at least
// unusableRows or most of them, have a broken form: then the delimiter or the
// export is wrong, not some rows.
const (
	unusableShare = 0.1
	unusableRows  = 3
)

// readCSV reads one file of delimited text into the table. Its bytes go straight
// from the scanner into the dictionaries of the mapped columns.
func (t *rawTable) readCSV(ctx context.Context, path string, number int, progress func(string, int64)) error {
	q := &FileQuality{Profile: t.profile.Name, Assumed: []string{}, LeftOut: []Reason{}, Columns: []Binding{}, Dropped: []string{}, Findings: []Finding{}}
	text, err := readText(path, q)
	if err != nil {
		return err
	}
	for _, f := range t.files {
		if f.quality.SHA256 == q.SHA256 {
			return &ParseError{File: q.Name, Err: fmt.Errorf("%w: its bytes are those of %s; list it once", ErrSameFile, printable(f.quality.Name))}
		}
	}
	file := &rawFile{quality: q, number: number, from: t.rows(), to: t.rows(), reasons: map[string]*Reason{}}
	h, err := t.profile.findHeader(text.bytes)
	if err != nil {
		return &ParseError{File: q.Name, Err: err}
	}
	q.HeaderLine = h.line
	q.Delimiter = delimiterName(h.delimiter)
	if h.line > 1 {
		q.Assumed = append(q.Assumed, fmt.Sprintf("the header is on line %d; %s above it %s not read", h.line, plural(h.line-1, "line", "lines"), isAre(h.line-1)))
	}
	places, err := t.bind(h, q)
	if err != nil {
		return &ParseError{File: q.Name, Line: h.line, Err: err}
	}
	t.files = append(t.files, file)
	reader := fileReader{table: t, file: file, header: h, places: places, mixed: text.mixed}
	return reader.read(ctx, text.bytes, progress)
}

func delimiterName(mark byte) string {
	for _, d := range delimiters {
		if d.mark == mark {
			return d.name
		}
	}
	return string(mark)
}

// fileReader reads the rows below the header.
type fileReader struct {
	table    *rawTable
	file     *rawFile
	header   header
	places   []int
	mixed    bool
	unusable int
	footer   int  // rows that a note at the end says there are, -1 for none
	short    bool // the last row has too few cells
}

const (
	reasonHeader = "the header again"
	reasonFooter = "a total or a source, not a record"
	reasonBytes  = "bytes that are neither UTF-8 nor of one other encoding"
)

func (r *fileReader) read(ctx context.Context, text []byte, progress func(string, int64)) error {
	t, q := r.table, r.file.quality
	s := csvscan.New(text[r.header.end:], r.header.delimiter)
	above := bytes.Count(text[:r.header.end], []byte("\n"))
	if r.header.end > 0 && text[r.header.end-1] != '\n' {
		above++
	}
	r.footer = -1
	t.reserve(bytes.Count(text, []byte("\n")))
	for s.Next() {
		q.RowsRead++
		if q.RowsRead&(1<<16-1) == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if progress != nil {
				progress(q.Name, int64(r.header.end+s.Offset()))
			}
		}
		row := s.Row()
		r.short = false
		if row.Fault == csvscan.Sound && r.countsRows(row.Cells) {
			q.RowsRead--
			q.Assumed = append(q.Assumed, fmt.Sprintf("line %d says how many rows there are, and is no row", row.Line+above))
			continue
		}
		if reason := r.refusal(row); reason != "" {
			r.file.leaveOut(row.Line+above, reason)
			continue
		}
		t.lines = append(t.lines, int32(row.Line+above))
		for i, c := range t.columns {
			code := absent
			if at := r.places[i]; at >= 0 {
				code = c.cells.code(row.Cells[at])
			}
			c.codes = append(c.codes, code)
		}
	}
	for len(t.status) < t.rows() {
		t.status = append(t.status, rowUsed)
	}
	r.file.to = t.rows()
	q.Lines = above + s.Lines()
	q.Blank = s.Blank()
	if progress != nil {
		progress(q.Name, int64(len(text)))
	}
	return r.verdict(s.CutOff(), text)
}

// refusal returns why a row is no record, or "".
func (r *fileReader) refusal(row csvscan.Row) string {
	if row.Fault != csvscan.Sound {
		r.unusable++
		return row.Fault.String()
	}
	first := bytes.TrimSpace(row.Cells[0])
	if isFooter(first, row.Cells) {
		return reasonFooter
	}
	if len(row.Cells) != len(r.header.names) {
		r.short = len(row.Cells) < len(r.header.names)
		r.unusable++
		return fmt.Sprintf("not %d cells", len(r.header.names))
	}
	if r.mixed && !allUTF8(row.Cells) {
		r.unusable++
		return reasonBytes
	}
	if string(first) == r.header.names[0] && r.repeatsHeader(row.Cells) {
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

func (r *fileReader) repeatsHeader(cells [][]byte) bool {
	for i, c := range cells {
		if clean(string(c)) != r.header.names[i] {
			return false
		}
	}
	return true
}

// countsRows finds the note of a database client, "(60 rows affected)".
func (r *fileReader) countsRows(cells [][]byte) bool {
	if bytes.IndexByte(cells[0], ' ') < 0 || len(cells[0]) > 100 || filled(cells) != 1 {
		return false
	}
	words := strings.Fields(strings.ToLower(strings.Trim(string(cells[0]), "() ")))
	if len(words) < 2 || words[1] != "rows" && words[1] != "row" && words[1] != "records" {
		return false
	}
	n, rest := leadingNumber(strings.ReplaceAll(words[0], ",", ""))
	if rest != "" {
		return false
	}
	r.footer = n
	return true
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

// verdict refuses a file that was cut off, has no rows, or is mostly broken.
func (r *fileReader) verdict(cutOff bool, text []byte) error {
	q := r.file.quality
	if last := text[bytes.LastIndexByte(text, '\n')+1:]; r.short && len(last) > 0 {
		cutOff = cutOff || bytes.Count(last, []byte{'"'})%2 == 1
		q.Findings = append(q.Findings, Finding{
			Kind: "short_last_row", Count: 1, Lines: []int{q.Lines},
			Say: "The last row is shorter than the others and has no line end: the file may have been cut.",
		})
	}
	switch {
	case cutOff:
		return &ParseError{File: q.Name, Line: q.Lines, Err: fmt.Errorf("%w: it ends inside quotes; ask the sender for it again", ErrCutOff)}
	case q.RowsRead == 0:
		return &ParseError{File: q.Name, Line: q.HeaderLine, Err: fmt.Errorf("%w: it has a header and no rows; ask the sender for it again", ErrEmpty)}
	case float64(r.unusable) > unusableShare*float64(q.RowsRead) && (r.unusable >= unusableRows || 2*r.unusable > q.RowsRead):
		return &ParseError{File: q.Name, Err: fmt.Errorf("%w: %s of %s have a broken form (%s); export it again, with quotes around text that holds a %s",
			ErrTooManyUnusable, thousands(r.unusable), plural(q.RowsRead, "row", "rows"), r.file.where(), q.Delimiter)}
	}
	if r.footer >= 0 {
		records := q.RowsRead - r.file.rowsFor(reasonFooter) - r.file.rowsFor(reasonHeader)
		if r.footer != records {
			q.Findings = append(q.Findings, Finding{
				Kind: "footer_count", Count: records,
				Say: fmt.Sprintf("A note in the file says %s, and it has %s: it may have been cut.", plural(r.footer, "row", "rows"), thousands(records)),
			})
		}
	}
	return nil
}

func (f *rawFile) rowsFor(reason string) int {
	if r := f.reasons[reason]; r != nil {
		return r.Rows
	}
	return 0
}

// where lists the reasons of a file with their first lines.
func (f *rawFile) where() string {
	var parts []string
	for _, reason := range f.order {
		parts = append(parts, fmt.Sprintf("%s: line %d", reason, f.reasons[reason].Lines[0]))
	}
	return strings.Join(parts, "; ")
}

// newRawTable makes the empty table of a source: one column for each mapping, and
// one for each separate clock time.
func newRawTable(p *Profile) *rawTable {
	t := &rawTable{profile: p}
	for i := range p.mappings {
		m := &p.mappings[i]
		t.columns = append(t.columns, &rawColumn{mapping: m})
		if len(m.times) > 0 {
			t.columns = append(t.columns, &rawColumn{mapping: m, clock: true})
		}
	}
	return t
}

// name of a file for messages about a table.
func (t *rawTable) name() string {
	var names []string
	for _, f := range t.files {
		names = append(names, printable(f.quality.Name))
	}
	if len(names) > 3 {
		return fmt.Sprintf("%s and %d more files", names[0], len(names)-1)
	}
	return strings.Join(names, ", ")
}
