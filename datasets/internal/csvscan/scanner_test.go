package csvscan

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

type read struct {
	Line  int
	Cells []string
	Fault Fault
}

func scanAll(text string, delimiter byte) (rows []read, s *Scanner) {
	s = New([]byte(text), delimiter)
	for s.Next() {
		r := read{Line: s.Row().Line, Fault: s.Row().Fault}
		for _, c := range s.Row().Cells {
			r.Cells = append(r.Cells, string(c))
		}
		rows = append(rows, r)
	}
	return rows, s
}

func TestScanner(t *testing.T) {
	long := strings.Repeat("x", MaxCell+1)
	// Expected rows were written by hand from RFC 4180, and from the rule that a
	// broken quote costs the line that it is on and no other.
	for _, c := range []struct {
		name  string
		text  string
		want  []read
		blank int
		lines int
	}{
		{"plain", "a,b\n1,2\n", []read{{1, []string{"a", "b"}, 0}, {2, []string{"1", "2"}, 0}}, 0, 2},
		{"no final line end", "a,b\n1,2", []read{{1, []string{"a", "b"}, 0}, {2, []string{"1", "2"}, 0}}, 0, 2},
		{"mixed line ends", "a,b\r\n1,2\n3,4\r\n", []read{{1, []string{"a", "b"}, 0}, {2, []string{"1", "2"}, 0}, {3, []string{"3", "4"}, 0}}, 0, 3},
		{"blank rows", "a,b\n\n1,2\n , \n,\n", []read{{1, []string{"a", "b"}, 0}, {3, []string{"1", "2"}, 0}}, 3, 5},
		{"trailing empty cell", "a,b,\n", []read{{1, []string{"a", "b", ""}, 0}}, 0, 1},
		{"quotes", "\"a,\"\"b\"\"\",c\r\n", []read{{1, []string{`a,"b"`, "c"}, 0}}, 0, 1},
		{"two escaped cells", `"a""b","c""d"`, []read{{1, []string{`a"b`, `c"d`}, 0}}, 0, 1},
		{"line ends in quotes", "\"a\r\nb\",c\nd,e\n", []read{{1, []string{"a\r\nb", "c"}, 0}, {3, []string{"d", "e"}, 0}}, 0, 3},
		{"quote inside a plain cell", "5\" blade,x\n", []read{{1, []string{`5" blade`, "x"}, 0}}, 0, 1},
		{"blanks before a quote", "a, \"b, c\",  \"d\"\n", []read{{1, []string{"a", "b, c", "d"}, 0}}, 0, 1},
		{"quoted text run into the cell before", "a,b\"c, d\"\ne,f\n", []read{{1, nil, StrayQuote}, {2, []string{"e", "f"}, 0}}, 0, 2},
		{"quoted empty cells", "\"\",\"\"\n", []read{{1, []string{"", ""}, 0}}, 0, 1},
		{"text after a quote", "\"a\"b,c\nd,e\n", []read{{1, nil, StrayQuote}, {2, []string{"d", "e"}, 0}}, 0, 2},
		{"stray opening quote", "\"a,b\nc,d\ne,f\n", []read{{1, nil, OpenQuote}, {2, []string{"c", "d"}, 0}, {3, []string{"e", "f"}, 0}}, 0, 3},
		{"long cell", long + ",b\nc,d\n", []read{{1, nil, LongCell}, {2, []string{"c", "d"}, 0}}, 0, 2},
		{"long quoted cell", `"` + long + "\",b\nc,d\n", []read{{1, nil, LongCell}, {2, []string{"c", "d"}, 0}}, 0, 2},
		{"empty", "", nil, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, s := scanAll(c.text, ',')
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if s.Blank() != c.blank || s.Lines() != c.lines {
				t.Errorf("got %d blank rows in %d lines, want %d in %d", s.Blank(), s.Lines(), c.blank, c.lines)
			}
		})
	}
}

func TestScannerLimits(t *testing.T) {
	wide := strings.Repeat("a,", MaxColumns) + "a\nb,c\n"
	row := strings.Repeat(strings.Repeat("x", 1000)+",", MaxRow/1000) + "x\nb,c\n"
	lines := "\"a" + strings.Repeat("\n", MaxQuotedLines+1) + "\",b\n"
	for _, c := range []struct {
		name, text string
		want       Fault
	}{{"columns", wide, ManyColumns}, {"row", row, LongRow}, {"quoted lines", lines, OpenQuote}} {
		got, _ := scanAll(c.text, ',')
		if got[0].Fault != c.want {
			t.Errorf("%s: got fault %v, want %v", c.name, got[0].Fault, c.want)
		}
	}
}

func TestCutOff(t *testing.T) {
	for text, want := range map[string]bool{"a,b\n1,\"tw": true, "a,b\n1,\"tw\n": false, "a,b\n1,2": false} {
		if _, s := scanAll(text, ','); s.CutOff() != want {
			t.Errorf("%q: got cut off %v, want %v", text, s.CutOff(), want)
		}
	}
}

// TestScannerReadsWhatIsWritten has encoding/csv as the oracle: any table that
// it writes must come back cell by cell.
func TestScannerReadsWhatIsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		delimiter := rapid.SampledFrom([]byte(",;\t|")).Draw(t, "delimiter")
		cell := rapid.StringOfN(rapid.SampledFrom([]rune("ab\",;\t|\n é–")), 0, 6, -1)
		columns := rapid.IntRange(1, 4).Draw(t, "columns")
		table := rapid.SliceOfN(rapid.SliceOfN(cell, columns, columns), 0, 6).Draw(t, "table")
		var text bytes.Buffer
		w := csv.NewWriter(&text)
		w.Comma, w.UseCRLF = rune(delimiter), rapid.Bool().Draw(t, "crlf")
		if err := w.WriteAll(table); err != nil {
			t.Fatal(err)
		}
		got, _ := scanAll(text.String(), delimiter)
		var cells [][]string
		for _, r := range got {
			if r.Fault != Sound {
				t.Fatalf("line %d: fault %v in sound text %q", r.Line, r.Fault, text.String())
			}
			for i := range r.Cells {
				r.Cells[i] = strings.ReplaceAll(r.Cells[i], "\r\n", "\n")
			}
			cells = append(cells, r.Cells)
		}
		want := slices.DeleteFunc(table, func(row []string) bool {
			return strings.Join(row, "") == "" // a blank row; one of blanks is written in quotes
		})
		if len(want) == 0 {
			want = nil
		}
		if diff := cmp.Diff(want, cells); diff != "" {
			t.Errorf("text %q (-want +got):\n%s", text.String(), diff)
		}
	})
}
