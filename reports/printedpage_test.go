package reports

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"svna/analysis"
	"svna/analysis/stats"
)

// A title that is too wide leaves area and period to a line of their own, or else
// its end; its notes stay with it.
func TestLongTitlesAreShortened(t *testing.T) {
	const area = "Barking and Dagenham"
	long := "Suspects of serious violence by self-defined ethnicity, Barking and Dagenham, 12 months to May 2023 and 12 months to May 2022 [note 3][note 6]"
	for _, c := range []struct {
		name, title string
		room        float64
		short, rest string
	}{
		{"wide enough", long, 1300, long, ""},
		{"area and period apart", long, 700, "Suspects of serious violence by self-defined ethnicity [note 3][note 6]", "Area and period: Barking and Dagenham, 12 months to May 2023 and 12 months to May 2022."},
		{"no area in it", "Hotspots that stood out from their surroundings: Barking town centre and Becontree station [note 3]", 500, "Hotspots that stood out from their surroundings: … [note 3]", "The title in full: Hotspots that stood out from their surroundings: Barking town centre and Becontree station."},
	} {
		short, rest := shortTitle(c.title, area, c.room)
		if short != c.short || rest != c.rest {
			t.Errorf("%s:\n got %q and %q\nwant %q and %q", c.name, short, rest, c.short, c.rest)
		}
	}
}

// wideSheet is a sheet of a table with keys, numbers and rows.
func wideSheet(keys, numbers, rows int, header string) Sheet {
	s := Sheet{Name: "wide", Table: analysis.Table{ID: "wide"}}
	row := make([]SheetCell, keys+numbers)
	for i := range keys {
		s.Table.Dimensions = append(s.Table.Dimensions, analysis.Dimension{Name: fmt.Sprint("key", i), Header: fmt.Sprint("Key ", i)})
		s.Columns = append(s.Columns, SheetColumn{Header: fmt.Sprint("Key ", i)})
		row[i].Text = "Eastbrook & Rush Green"
	}
	for i := range numbers {
		s.Columns = append(s.Columns, SheetColumn{Header: fmt.Sprint(header, " ", i), Number: true})
		row[keys+i] = SheetCell{Number: stats.N(1234.5), Format: analysis.AsShare}
	}
	for range rows {
		s.Rows = append(s.Rows, row)
	}
	s.fitColumns()
	s.start("Offences by ward, Barking and Dagenham, 12 months to May 2023 and 12 months to May 2022 [note 1]", "OFFICIAL-SENSITIVE", "Barking and Dagenham")
	s.say("A note that is a good deal longer than what a page has room for goes on in the next row and never on the next page, since a reader of the first would not find its end there.")
	s.Head = len(s.Lines) + 1
	s.fitRows()
	return s
}

// Whatever a table is like: its pages hold every column once, none is wider than
// the paper at 7 points, or at 8 where there are several, and no line above the
// table is wider than the first.
func TestPrintedPagesHoldTheTable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := wideSheet(rapid.IntRange(1, 3).Draw(t, "keys"), rapid.IntRange(1, 26).Draw(t, "numbers"), rapid.IntRange(1, 90).Draw(t, "rows"),
			rapid.SampledFrom([]string{"Offences", "Lower 95% confidence limit", "p corrected for the 12 months (q-value) [note 4]"}).Draw(t, "header"))
		page := s.printed()
		starts := append([]int{1}, page.starts...)
		for i, start := range starts {
			end := len(s.Columns) + 1
			if i+1 < len(starts) {
				end = starts[i+1]
			}
			if end <= start {
				t.Fatalf("pages start at %v", starts)
			}
			width := 0.0
			for k := start; k < end; k++ {
				width += columnWhole(s.Columns[k-1].Width)
			}
			if i > 0 {
				for k := range page.titles {
					width += columnWhole(s.Columns[k].Width)
				}
			}
			switch {
			case len(starts) == 1 && width > widest:
				t.Fatalf("one page is %.0f wide", width)
			case len(starts) > 1 && (page.scale*12 < 800 || width*float64(page.scale)/100 > pageWidth):
				t.Fatalf("page %d of %d is %.0f wide at %d%%", i+1, len(starts), width, page.scale)
			}
		}
		first := max(s.widthBefore(page.columns+1), pageWidth)
		if len(starts) > 1 {
			first = s.widthBefore(starts[1])
		}
		if longest := s.longestLine(); longest > first {
			t.Fatalf("a line of %.0f over a page of %.0f", longest, first)
		}
	})
}

// Pages side by side are areas of their own, and those after the first leave the
// lines above the table to it.
func TestPrintAreas(t *testing.T) {
	s := wideSheet(2, 20, 5, "Lower 95% confidence limit")
	page := s.printed()
	if len(page.starts) != 1 {
		t.Fatalf("%d pages, want 2", len(page.starts)+1)
	}
	bottom := s.Head + len(s.Rows)
	before, after := absolute(page.starts[0]-1, bottom), absolute(page.starts[0], s.Head)
	want := "'wide'!$A$1:" + before + ",'wide'!" + after + ":" + absolute(22, bottom)
	if got := s.printArea(page, bottom); got != want {
		t.Errorf("the areas are %s, want %s", got, want)
	}
}

// A page is saved where the letters stay large.
func TestPagesBelowOneAnother(t *testing.T) {
	for rows, want := range map[int]int{5: 0, 22: 1, 60: 0} { // 21 rows of 20 points have room at 12 points under 6 lines, 30 at 9
		s := wideSheet(1, 2, rows, "Offences")
		if got := s.printed().high; got != want {
			t.Errorf("%d rows are fitted to %d pages, want %d (lines %.0f, header %.0f, row %.0f)", rows, got, want, s.linesHeight(), s.heights[0], s.heights[1])
		}
	}
}

// Areas stand by their totals; those with a hidden number stand last, by name.
func TestAreasByMonthStandByTotal(t *testing.T) {
	table := exampleMonths("example", analysis.Dimension{Name: "lsoa", Header: "LSOA"}, []string{"C", "A", "B", "D"})
	for i, r := range table.Rows {
		if r.Levels[1] == "D" && i < 20 {
			table.Rows[i].Estimate = stats.Estimate{Status: stats.Suppressed}
		}
	}
	m, ok := newMonthly(table)
	if !ok {
		t.Fatal("not laid out by month")
	}
	var names []string
	for _, level := range m.levels {
		names = append(names, level.names[0])
	}
	// exampleMonths gives each level a thousand more than the one before.
	if got := strings.Join(names, " "); got != "B A C D Not recorded Total" {
		t.Errorf("the levels stand %q", got)
	}
}

// Bars of one length say nothing.
func TestBarsShowADifference(t *testing.T) {
	for _, c := range []struct {
		counts []float64
		want   bool
	}{
		{[]float64{10, 20, 30}, true},
		{[]float64{20, 20, 20}, false},
		{[]float64{95, 100, 98}, false},
		{[]float64{0, 0, 0}, false},
	} {
		s := Sheet{}
		for _, n := range c.counts {
			s.Table.Rows = append(s.Table.Rows, countOf(analysis.LevelRow, n, "a"))
		}
		if got := s.differ(0, len(c.counts)); got != c.want {
			t.Errorf("%v: %v, want %v", c.counts, got, c.want)
		}
	}
}

// No header is broken inside the marker of a note.
func TestHeadersAreNotTorn(t *testing.T) {
	for header, want := range map[string]bool{"Rank [note 4]": true, "Rank by count": false} {
		if got := tearsNote(header, boldFace().width("Rank [note", 12)+1); got != want {
			t.Errorf("%q: %v, want %v", header, got, want)
		}
	}
	if !tearsWord("rows (q-value)", boldFace().width("rows (q-", 12)+4) {
		t.Error("a word torn behind its first letter is not found")
	}
}
