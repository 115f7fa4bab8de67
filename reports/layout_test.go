package reports

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"svna/analysis"
	"svna/analysis/stats"
	"svna/datasets"
)

func layoutSheet(t *testing.T, l *Layout, id string) Sheet {
	t.Helper()
	for _, s := range l.Sheets {
		if s.Table.ID == id {
			return s
		}
	}
	t.Fatalf("the layout has no sheet of table %s", id)
	return Sheet{}
}

func TestMonthsGoDownWhereLevelsAreFew(t *testing.T) {
	s := layoutSheet(t, NewLayout(exampleEdition()), "example-mix-by-month")
	var headers []string
	for _, c := range s.Columns {
		headers = append(headers, c.Header)
	}
	// Levels in the order of the table, what is not known and the total last.
	want := []string{"Month", "Robbery of personal property", "Threats to kill", "=1+1", "Not recorded", "Total", "Notes [note 5]"}
	if diff := cmp.Diff(want, headers); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
	if len(s.Rows) != 24 {
		t.Fatalf("the sheet has %d rows, want one for each of 24 months", len(s.Rows))
	}
	// July 2021 is the second month of exampleMonths: 1001, 2001, 3001; its number
	// is not divisible by 3, so no row says what is not known, and that is 0.
	var july []string
	for _, c := range s.Rows[1] {
		july = append(july, c.String())
	}
	notKnown := "0"
	if datasets.NewMonth(2021, 7)%3 == 0 {
		notKnown = "2"
	}
	if diff := cmp.Diff([]string{"July 2021", "1,001", "2,001", "3,001", notKnown, "50,000"}, july[:6]); diff != "" {
		t.Errorf("July 2021 (-want +got):\n%s", diff)
	}
}

// Of two years each level has two rows, one month above the same of the year
// before.
func TestMonthsGoAcrossWhereLevelsAreMany(t *testing.T) {
	s := layoutSheet(t, NewLayout(exampleEdition()), "example-wards-by-month")
	if got, want := s.Columns[0].Header+", "+s.Columns[1].Header+", "+s.Columns[2].Header+", "+s.Columns[13].Header, "Ward, 12 months to, June, May"; got != want {
		t.Errorf("headers are %q, want %q", got, want)
	}
	if got := len(s.Rows); got != 32 { // 14 wards, not recorded, total, in two years
		t.Errorf("the sheet has %d rows, want 32", got)
	}
	// By total, the largest first: the fourth of 14 wards is number 10, counted from
	// 0. In May 2023, the 24th month: 1000 x 11 + 23; in May 2022, the 12th: 11.
	for row, want := range map[int][]string{6: {"Ward 10 of forty letters so that it may wrap", "May 2023", "11,023"}, 7: {"Ward 10 of forty letters so that it may wrap", "May 2022", "11,011"}} {
		cells := s.Rows[row]
		if got := []string{cells[0].String(), cells[1].String(), cells[13].String()}; !slices.Equal(got, want) {
			t.Errorf("row %d is %q, want %q", row+1, got, want)
		}
	}
}

// Months that are not whole years, or not one after the other, stay one a column.
func TestYearsAreWhole(t *testing.T) {
	months := func(from datasets.Month, n int) (names []string) {
		for i := range n {
			names = append(names, (from + datasets.Month(i)).Name())
		}
		return names
	}
	two := months(datasets.NewMonth(2021, 6), 24)
	for name, c := range map[string]struct {
		months []string
		want   bool
	}{
		"two years":     {two, true},
		"three years":   {months(datasets.NewMonth(2020, 12), 36), true},
		"one year":      {two[:12], false},
		"half a year":   {two[:18], false},
		"a month twice": {append(slices.Clone(two[:23]), two[0]), false},
		"no months":     {slices.Repeat([]string{"Spring"}, 24), false},
	} {
		if got := wholeYears(c.months); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// Every number of every table stands in the cell that Layout.Cell names, and
// nowhere do two stand in one.
func TestCellNamesTheCellOfEveryNumber(t *testing.T) {
	l := NewLayout(exampleEdition())
	for _, s := range l.Sheets {
		written := map[string]SheetCell{}
		for i, row := range s.Rows {
			for k, c := range row {
				written[cellName(k+1, s.Head+1+i)] = c
			}
		}
		taken := map[string]bool{}
		for _, r := range s.Table.Rows {
			for _, c := range s.Table.Columns {
				worksheet, cell, ok := l.Cell(analysis.Figure{Table: s.Table.ID, Row: r.Key(), Column: c.Name})
				if !ok || worksheet != s.Name || taken[cell] {
					t.Fatalf("%s, %q, %s: cell %s of worksheet %q, found %v, taken %v", s.Name, r.Key(), c.Name, cell, worksheet, ok, taken[cell])
				}
				taken[cell] = true
				n, text := CellText(r, c)
				if got := written[cell]; got.Number != n || got.Text != text {
					t.Errorf("%s, %q, %s: the cell %s holds %v, want %v %q", s.Name, r.Key(), c.Name, cell, got, n, text)
				}
			}
		}
	}
	if _, _, ok := l.Cell(analysis.Figure{Table: "example-mix", Row: "nobody", Column: "value"}); ok {
		t.Error("a row that is not there has a cell")
	}
}

func TestMonthlyTablesThatStayLong(t *testing.T) {
	dimension := analysis.Dimension{Name: "class", Header: "Class"}
	cases := map[string]func(*analysis.Table){
		"a level lacks a month":      func(t *analysis.Table) { t.Rows = t.Rows[1:] },
		"two levels with one header": func(t *analysis.Table) { rename(t, "B", "a") },
		"a level without a name":     func(t *analysis.Table) { rename(t, "B", " ") },
		"a level of two lines":       func(t *analysis.Table) { rename(t, "B", "B\nb") },
		"a level called Month":       func(t *analysis.Table) { rename(t, "B", "MONTH") },
		"a row with a note":          func(t *analysis.Table) { t.Rows[0].Note = "see below" },
		"two measures": func(t *analysis.Table) {
			t.Columns = append(t.Columns, analysis.Column{Name: "value", Header: "Share (%)", Format: analysis.AsShare})
		},
		"not a monthly companion": func(t *analysis.Table) { t.ByMonth = false },
	}
	table := exampleMonths("example", dimension, []string{"A", "B"})
	if _, ok := newMonthly(table); !ok {
		t.Fatal("the table of these cases is not laid out by month to begin with")
	}
	for name, change := range cases {
		table := exampleMonths("example", dimension, []string{"A", "B"})
		change(&table)
		if _, ok := newMonthly(table); ok {
			t.Errorf("%s: laid out by month, want the table as it is", name)
		}
	}
}

func rename(t *analysis.Table, from, to string) {
	for i, r := range t.Rows {
		if r.Levels[1] == from {
			t.Rows[i].Levels[1] = to
		}
	}
}

func TestHeadersOfOneNameAreToldApart(t *testing.T) {
	s := Sheet{Columns: []SheetColumn{{Header: "Offences"}, {Header: "Area"}, {Header: "offences"}}}
	s.tellHeadersApart()
	if got := s.Columns[2].Header; got != "offences (2)" {
		t.Errorf("the second header is %q, want %q", got, "offences (2)")
	}
}

func TestShorthand(t *testing.T) {
	count := analysis.Column{Name: "numerator", Format: analysis.AsCount}
	cases := []struct {
		name string
		row  analysis.Row
		want string
	}{
		{"a number", countOf(analysis.LevelRow, 0, "a"), "0"},
		{"suppressed", analysis.Row{Estimate: stats.Estimate{Status: stats.Suppressed}}, "[c]"},
		{"not available", analysis.Row{Estimate: stats.Estimate{Status: stats.NotAvailable}}, "[x]"},
		{"a total that the table does not have", analysis.Row{Kind: analysis.TotalRow, Estimate: stats.Estimate{Status: stats.NotAvailable}}, "[z]"},
		{"no use for the column", analysis.Row{}, "[z]"},
	}
	for _, c := range cases {
		n, text := CellText(c.row, count)
		if got := (SheetCell{Number: n, Format: count.Format, Text: text}).String(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Lines of a text joined again are the text, none is wider than the room, and
// none could have taken the first word of the next.
func TestSplitKeepsEveryWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[A-Za-z0-9é£]{1,12}`), 1, 60).Draw(t, "words")
		room := rapid.Float64Range(120, 900).Draw(t, "room")
		text := strings.Join(words, " ")
		pieces := regularFace().split(text, 12, room)
		if got := strings.Join(pieces, " "); got != text {
			t.Fatalf("joined again: %q, want %q", got, text)
		}
		for i, piece := range pieces {
			if w := regularFace().width(piece, 12); w > room && strings.Contains(piece, " ") {
				t.Fatalf("line %d is %.1f wide, more than %.1f", i, w, room)
			}
			if i > 0 {
				first, _, _ := strings.Cut(piece, " ")
				if regularFace().width(pieces[i-1]+" "+first, 12) <= room {
					t.Fatalf("line %d could have been in the line before", i)
				}
			}
		}
	})
}

// The widths of Arial are published: at 12 points every digit has 0.556 em,
// 6.67 points, and "Total" has 0.611+0.556+0.278+0.556+0.222 em.
func TestTextWidth(t *testing.T) {
	for text, em := range map[string]float64{"0": 0.556, "Total": 2.223, "": 0} {
		if got, want := regularFace().width(text, 12), em*12; got < want-0.05 || got > want+0.05 {
			t.Errorf("%q is %.2f points wide, want %.2f", text, got, want)
		}
	}
	if got := regularFace().lines("a b\nc", 12, 500); got != 2 {
		t.Errorf("a text with one line end has %d lines, want 2", got)
	}
	if got := regularFace().lines(strings.Repeat("x", 100), 12, 100); got < 6 {
		t.Errorf("a word of 600 points has %d lines of 100, want at least 6", got)
	}
}

func ExampleSheetCell() {
	fmt.Println(SheetCell{Number: stats.N(1234.5), Format: analysis.AsShare})
	fmt.Println(SheetCell{Text: "[z]"})
	// Output:
	// 1,234.5
	// [z]
}

// A table that is not of the extract has the source of its own, in a synthetic run too.
func TestSourceOfATable(t *testing.T) {
	about := analysis.About{Source: "The extract", Synthetic: true}
	if got, want := sourceOf(analysis.Table{}, about), "The extract. Synthetic figures."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	about.Synthetic = false
	if got, want := sourceOf(analysis.Table{Source: "Mid-year estimates"}, about), "Mid-year estimates."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
