package datasets

import (
	"bytes"
	"context"
	"fmt"
	"strings"
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
	q := t.newFileQuality("delimited text")
	text, err := readText(path, q)
	if err != nil {
		return err
	}
	h, err := t.profile.findHeader(text.bytes)
	if err != nil {
		return &ParseError{File: q.Name, Err: err}
	}
	q.Delimiter = delimiterName(h.delimiter)
	file, err := t.openFile(q, number, h)
	if err != nil {
		return err
	}
	file.mixed = text.mixed
	return t.readRows(ctx, file, h, text.bytes, partBytes, progress)
}

func delimiterName(mark byte) string {
	for _, d := range delimiters {
		if d.mark == mark {
			return d.name
		}
	}
	return string(mark)
}

// checkEnd refuses a file that was cut off inside quotes.
func (f *rawFile) checkEnd(cutOff bool, text []byte) error {
	q := f.quality
	if last := text[bytes.LastIndexByte(text, '\n')+1:]; f.short && len(last) > 0 {
		cutOff = cutOff || bytes.Count(last, []byte{'"'})%2 == 1
		q.Findings = append(q.Findings, Finding{
			Kind: "short_last_row", Count: 1, Lines: []int{q.Lines},
			Say: "The last row is shorter than the others and has no line end: the file may have been cut.",
		})
	}
	if cutOff {
		return &ParseError{File: q.Name, Line: q.Lines, Err: fmt.Errorf("%w: it ends inside quotes; ask the sender for it again", ErrCutOff)}
	}
	return nil
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
	if p.MonthsAcross {
		t.addMonths()
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
