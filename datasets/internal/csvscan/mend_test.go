package csvscan

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The expected cells are those of the row before a quote was put into it, with that
// quote; nil is a row that stays left out.
func TestMended(t *testing.T) {
	many := strings.Repeat(`"",`, 2*maxReadings)
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"before a plain cell", `1,"2,"c, d"`, []string{"1", `"2`, "c, d"}},
		{"before a quoted cell", `1,""2","c, d"`, []string{"1", `"2`, "c, d"}},
		{"after a quoted cell", `1,"2"","c, d"` + "\n", []string{"1", `2"`, "c, d"}},
		{"inside a quoted cell", `1,"2"3","c"`, []string{"1", `2"3`, "c"}},
		{"closing quote missing", `1,"2,"c"` + "\r\n", []string{"1", `"2`, "c"}},
		{"closing quote missing, with a delimiter", `1,"2, 3,"c"`, nil}, // four cells
		{"two stray quotes", `"1,"2,"c"`, nil},
		{"another number of cells", `1,"2,"c"x,4`, nil},
		{"quoted text run together", `1,2,a"b, c"`, nil},
		{"goes on in the next line", "1,2,\"c\nd\"e,3\n", nil},
		{"two readings", `1,"",","a"`, nil}, // an empty cell and ,"a"; or , and a
		{"too many readings", many + `"a"b`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := New([]byte(c.text), ',')
			if !s.Next() {
				t.Fatal("no row")
			}
			var got []string
			cells, _ := s.Mended(3)
			for _, cell := range cells {
				got = append(got, string(cell))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("cells of %q (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

// TestMendedIsTheOneReading takes every quote out of a line: encoding/csv, to which
// a quote out of its place is an error, must read exactly one of these texts as so
// many cells, which are those got but for one quote; and the line itself must have
// its fault before its end.
func TestMendedIsTheOneReading(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{`"`, `"`, `""`, ",", ",", "a", "b c", `"d"`, `,"e, f",`, `"g""h"`})
		line := strings.Join(rapid.SliceOfN(piece, 1, 14).Draw(t, "pieces"), "")
		columns := rapid.IntRange(1, 4).Draw(t, "columns")
		s := New([]byte(line), ',')
		if s.Next() {
			checkMended(t, s, line, columns)
		}
	})
}

// checkMended compares the mending of the row that a scanner is at with every text
// that has one quote less.
func checkMended(t interface{ Fatalf(string, ...any) }, s *Scanner, line string, columns int) {
	var got []string
	cells, ok := s.Mended(columns)
	for _, cell := range cells {
		got = append(got, string(cell))
	}
	texts, want := map[string]bool{}, [][]string(nil)
	for at := range line {
		text := line[:at] + line[min(len(line), at+1):]
		if line[at] != '"' || texts[text] {
			continue
		}
		texts[text] = true
		if read, err := csv.NewReader(strings.NewReader(text)).Read(); err == nil && len(read) == columns {
			want = append(want, read)
		}
	}
	switch {
	case ok && (len(want) != 1 || !oneQuoteMore(want[0], got)):
		t.Fatalf("%q: got %q, encoding/csv has %q", line, got, want)
	case !ok && len(want) == 1 && s.Row().Fault == StrayQuote && faultInside(line):
		t.Fatalf("%q stays broken, encoding/csv has %q", line, want)
	}
}

// oneQuoteMore reports whether one of the cells got has one quote more than wanted.
func oneQuoteMore(want, got []string) bool {
	for i := range want {
		for at := range len(got[i]) {
			if got[i][at] == '"' && slices.Equal(want, slices.Replace(slices.Clone(got), i, i+1, got[i][:at]+got[i][at+1:])) {
				return true
			}
		}
	}
	return false
}

// faultInside reports whether encoding/csv finds a quote out of its place, rather
// than a line that ends inside quotes.
func faultInside(line string) bool {
	_, err := csv.NewReader(strings.NewReader(line + "\n\",x")).Read()
	return err != nil
}

// FuzzScan looks for a panic, an endless loop, rows that do not lie one after the
// other in the text, and cells of a row other than those that encoding/csv finds in
// the text of that row alone.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{
		"a,b\n1,2\n", "\"a\"\"b\",\"c\nd\"\r\n", "\"open,\n1,2", "a\r\rb,\"\n", ",,,\n\n,", "\"a\"b\n\"", "\xef\xbb\xbfa,b\n", "\x00\"\x00\n", "1,\"2,\"c, d\"\n1,\"2\"\",\"3\"\n",
	} {
		f.Add([]byte(seed), byte(','))
	}
	f.Fuzz(func(t *testing.T, text []byte, delimiter byte) {
		if delimiter == '"' || delimiter == '\n' || delimiter == '\r' {
			return
		}
		s := New(text, delimiter)
		end, line := 0, 0
		for s.Next() {
			r := s.Row()
			if r.Start < end || r.End < r.Start || r.End > len(text) || r.Line <= line {
				t.Fatalf("row at line %d, bytes %d to %d, after line %d, byte %d", r.Line, r.Start, r.End, line, end)
			}
			if (r.Fault == Sound) != (len(r.Cells) > 0) {
				t.Fatalf("line %d: fault %v with %d cells", r.Line, r.Fault, len(r.Cells))
			}
			checkRow(t, s, string(text[r.Start:r.End]), delimiter)
			end, line = r.End, r.Line
		}
		if s.Offset() != len(text) {
			t.Fatalf("stopped at byte %d of %d", s.Offset(), len(text))
		}
	})
}

// checkRow compares the row that a scanner is at with encoding/csv.
func checkRow(t *testing.T, s *Scanner, row string, delimiter byte) {
	r := csv.NewReader(strings.NewReader(row))
	if r.Comma = rune(delimiter); delimiter >= 0x80 || delimiter == 0 {
		return
	}
	if s.Row().Fault == Sound {
		want, err := r.Read()
		if err != nil || strings.HasSuffix(row, "\r") {
			return // a quote that is an ordinary character here, or a carriage return that is
		}
		for i, cell := range s.Row().Cells {
			if len(want) != len(s.Row().Cells) || strings.ReplaceAll(string(cell), "\r\n", "\n") != want[i] {
				t.Fatalf("got %q, encoding/csv has %q", s.Row().Cells, want)
			}
		}
		return
	}
	if delimiter == ',' && len(row) < 200 && !strings.ContainsAny(row, " \r") { // blanks before a quote are no fault here
		checkMended(t, s, row, 1+strings.Count(row, ",")/2)
	}
}
