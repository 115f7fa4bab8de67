package datasets

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzLoad loads whatever bytes come: the ledger adds up, or there is a reason
// among the sentinels. Where encoding/csv reads the text, the rows of the ledger
// are its records, and every reference of an offence is that of a record.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		flatText, "\xff\xfe" + flatText, "sep=;\n" + flatText, strings.ReplaceAll(flatText, "\n", "\r"), flatHeader + "\"A\",\"\n", flatHeader + "A1,/,-,//,0/0/,\x01,.,1E+9,\u202e,<,99999999999\n",
		flatText + "\"B3,8N,,01/02/2023,01/02/2023,N,V1,17,M,,,\"x, y\"\n", flatText + "Total,9\n(7 rows affected)\n", strings.ReplaceAll(flatText, ",", ";"), flatText + "\"C4\",\"8\nN\",,01/02/2023,01/02/2023,N,V1,17,M,,,x\n",
	} {
		f.Add([]byte(seed))
	}
	dir := f.TempDir()
	p := mustProfile(f, flatProfile)
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(dir, "fuzz.csv")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := Load(context.Background(), []Source{{Files: []string{path}, Profile: p}}, nil)
		if err != nil {
			if !InputRefused(err) {
				t.Fatalf("got %v, want a reason to refuse among the sentinels", err)
			}
			return
		}
		q := d.Quality.Files[0]
		left := 0
		for _, reason := range q.LeftOut {
			left += reason.Rows
		}
		if q.RowsRead != q.RowsUsed+left || q.RowsUsed == 0 && d.Offences.Len() > 0 {
			t.Fatalf("%d rows read, %d used, %d left out, %d offences", q.RowsRead, q.RowsUsed, left, d.Offences.Len())
		}
		if records, ok := standardRecords(text, q); ok {
			compareLoad(t, d, records)
		}
	})
}

// standardRecords are the records below the header that encoding/csv finds, but for
// blank ones and notes of how many rows there are; ok is false for a text that it
// refuses, or that Load brings into another form first.
func standardRecords(text []byte, q FileQuality) (records [][]string, ok bool) {
	marks := map[string]rune{"comma": ',', "tab": '\t', "semicolon": ';', "pipe": '|'}
	if !utf8.Valid(text) || bytes.ContainsAny(text, "\x00\x1a") || bytes.ContainsAny(bytes.ReplaceAll(text, []byte("\r\n"), nil), "\r") || bytes.HasPrefix(text, []byte("\ufeff")) || q.HeaderLine == 0 {
		return nil, false
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	if bytes.IndexByte(bytes.Join(lines[:min(len(lines), q.HeaderLine)], nil), '"') >= 0 {
		return nil, false // the header may go on in the next line
	}
	below := bytes.Join(lines[min(len(lines), q.HeaderLine):], nil)
	r := csv.NewReader(bytes.NewReader(below))
	r.Comma, r.FieldsPerRecord = marks[q.Delimiter], -1
	all, err := r.ReadAll()
	if err != nil {
		return nil, false
	}
	for _, record := range all {
		if strings.Trim(strings.Join(record, ""), " \t") != "" {
			records = append(records, record)
		}
	}
	return records, true
}

func compareLoad(t *testing.T, d *Dataset, records [][]string) {
	q := d.Quality.Files[0]
	notes := 0
	for _, said := range q.Assumed {
		if strings.Contains(said, "says how many rows there are") {
			notes++
		}
		if strings.Contains(said, "quotation mark") || strings.Contains(said, "single") || strings.Contains(said, "decoded") {
			return
		}
	}
	if q.RowsRead != len(records)-notes {
		t.Fatalf("%d rows read and %d notes, encoding/csv has %d records", q.RowsRead, notes, len(records))
	}
	if !d.Offences.Has("offence_ref") {
		return
	}
	references := d.Offences.Texts("offence_ref")
	for i := range d.Offences.Len() {
		has := func(record []string) bool {
			return slices.ContainsFunc(record, func(cell string) bool { return clean(cell) == references.Value(i) })
		}
		if !slices.ContainsFunc(records, has) {
			t.Fatalf("offence %d has a reference that no record has", i)
		}
	}
}
