package csvscan_test

import (
	"bytes"
	"encoding/csv"
	"testing"

	"svna/datasets/internal/csvscan"
)

// FuzzScanner splits whatever bytes come. Where encoding/csv reads a text without
// an error, and within our limits, the rows are the same but for what this
// package promises to do otherwise: rows without a value are passed over, and a
// line end inside quotes stays as it is.
func FuzzScanner(f *testing.F) {
	for _, text := range []string{
		"a,b\n1,2\n", "a;b\r\n1;\"x\r\ny\"\r\n", "a\tb\n\"q\"\"q\"\t2", "\n,,\n \t\n1,2", "a,\"b\n", "a,\"b\"c\n1,2\n", "\"\"\n\"\",\"\"\n", "a\r", "\"a\"\r", ",\r\n",
	} {
		f.Add([]byte(text), byte(0))
	}
	delimiters := []byte(",;\t|")
	f.Fuzz(func(t *testing.T, text []byte, which byte) {
		delimiter := delimiters[int(which)%len(delimiters)]
		got, sound := scanned(t, text, delimiter)
		want, ok := standard(text, delimiter)
		if !ok || !sound {
			return
		}
		if len(got) != len(want) {
			t.Fatalf("got %d rows, encoding/csv has %d", len(got), len(want))
		}
		for i := range want {
			if len(got[i]) != len(want[i]) {
				t.Fatalf("row %d: got %d cells, encoding/csv has %d", i, len(got[i]), len(want[i]))
			}
			for j := range want[i] {
				if got[i][j] != want[i][j] {
					t.Fatalf("row %d, cell %d: got %q, encoding/csv has %q", i, j, got[i][j], want[i][j])
				}
			}
		}
	})
}

// scanned returns the rows that hold something, line ends as encoding/csv writes
// them; sound is false where a row has a fault. Rows lie one after the other.
func scanned(t *testing.T, text []byte, delimiter byte) (rows [][]string, sound bool) {
	s := csvscan.New(text, delimiter)
	sound = true
	end, line := 0, 0
	for s.Next() {
		row := s.Row()
		if row.Start < end || row.End < row.Start || row.End > len(text) || row.Line <= line || s.Offset() < row.End {
			t.Fatalf("row from %d to %d on line %d follows one that ends at %d on line %d", row.Start, row.End, row.Line, end, line)
		}
		end, line = row.End, row.Line
		if row.Fault != csvscan.Sound {
			sound = false
			continue
		}
		var cells []string
		for _, c := range row.Cells {
			cells = append(cells, string(bytes.ReplaceAll(c, []byte("\r\n"), []byte("\n"))))
		}
		if !blank(cells) {
			rows = append(rows, cells)
		}
	}
	if s.Offset() != len(text) {
		t.Fatalf("stopped at byte %d of %d", s.Offset(), len(text))
	}
	return rows, sound
}

func standard(text []byte, delimiter byte) (rows [][]string, ok bool) {
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma = rune(delimiter)
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil {
		return nil, false
	}
	for _, cells := range all {
		if !blank(cells) {
			rows = append(rows, cells)
		}
	}
	return rows, true
}

func blank(cells []string) bool {
	for _, c := range cells {
		if len(bytes.Trim([]byte(c), " \t")) > 0 {
			return false
		}
	}
	return true
}
