package reports

import (
	"testing"

	"svna/analysis"
	"svna/analysis/stats"
)

// How many were not recorded is a number, [z] where the statement has no use for it,
// and [x] where it is not published or the statement was not made.
func TestNotRecordedOfAStatement(t *testing.T) {
	made := Headline{ID: "a", Statement: "s", Source: &Source{Worksheet: "t", Cell: "A1"}}
	counted, unpublished := made, made
	counted.NotRecorded = stats.N(7)
	unpublished.notRecordedUnpublished = true
	for _, tt := range []struct {
		what     string
		headline Headline
		want     string
	}{
		{"counted", counted, "7"}, {"no use for it", made, "[z]"}, {"unpublished", unpublished, "[x]"}, {"not made", Headline{ID: "a"}, "[x]"},
	} {
		if got := headlineCells(tt.headline)[6].String(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.what, got, tt.want)
		}
	}
}

// Limits stand as 95% confidence limits only where they are; the ends of a range, which
// have other headers in their table, do not.
func TestLimitsOfARange(t *testing.T) {
	made := Headline{ID: "a", Unit: "pounds", Lower: stats.N(142), Upper: stats.N(227), Source: &Source{Worksheet: "t", Cell: "A1"}}
	interval := made
	interval.Confidence = stats.N(0.95)
	for _, tt := range []struct {
		what     string
		headline Headline
		want     [2]string
	}{{"an interval", interval, [2]string{"142", "227"}}, {"a range", made, [2]string{"[z]", "[z]"}}} {
		cells := headlineCells(tt.headline)
		if got := [2]string{cells[7].String(), cells[8].String()}; got != tt.want {
			t.Errorf("%s: %q, want %q", tt.what, got, tt.want)
		}
	}
	l := Layout{Sheets: []Sheet{
		{Table: analysis.Table{Columns: []analysis.Column{{Name: "lower", Header: "Lower 95% confidence limit (£)"}}}},
		{Table: analysis.Table{Columns: []analysis.Column{{Name: "lower", Header: "Lower end of the range (£)"}}}},
	}, place: map[string]int{"cost": 0, "cost-tornado": 1}}
	if !l.hasConfidenceLimits("cost") || l.hasConfidenceLimits("cost-tornado") {
		t.Error("the ends of a range are taken for confidence limits")
	}
}

// The headlines that were made come first, all in their order.
func TestMadeFirst(t *testing.T) {
	made := &Source{}
	given := []Headline{{ID: "a"}, {ID: "b", Source: made}, {ID: "c"}, {ID: "d", Source: made}}
	order := ""
	for _, h := range madeFirst(given) {
		order += h.ID
	}
	if order != "bdac" || given[0].ID != "a" {
		t.Errorf("the order is %s, want bdac", order)
	}
}

// Shorthand is explained where a cell prints it: a number prints none, whatever would
// stand in its place.
func TestShorthandOfWhatIsPrinted(t *testing.T) {
	number := SheetCell{Number: stats.N(7), Format: analysis.AsCount, Text: "[z]"}
	if got := shorthandLine([][]SheetCell{{number}}); got != "" {
		t.Errorf("a number: %q", got)
	}
	if got, want := shorthandLine([][]SheetCell{{number, {Text: "[x]"}}}), "Some shorthand is used in this table: [x] means not available."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
