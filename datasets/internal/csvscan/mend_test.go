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
		if !s.Next() {
			return
		}
		var got []string
		cells, ok := s.Mended(columns)
		for _, cell := range cells {
			got = append(got, string(cell))
		}
		texts, want := map[string]bool{}, [][]string(nil)
		for at := range line {
			text := line[:at] + line[at+1:]
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
	})
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
