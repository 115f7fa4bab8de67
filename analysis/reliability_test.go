package analysis

import (
	"testing"

	"svna/analysis/stats"
)

// A row is of low reliability if any rate, share or ratio that it shows rests on fewer
// than 20 events (methods section 6), whichever column holds it.
func TestMarkReliability(t *testing.T) {
	extra := func(name string, v, before float64) map[string]stats.Number {
		return map[string]stats.Number{name: number(v), "before": number(before)}
	}
	for _, test := range []struct {
		name string
		unit Unit
		row  Row
		want stats.Status
	}{
		{"the rate of 9 people whose share is of 401", Suspect, Row{Estimate: stats.Share(9, 401), Extra: extra("rate", 0.3, 0)}, stats.LowReliability},
		{"the rate of 20", Suspect, Row{Estimate: stats.Share(20, 401), Extra: extra("rate", 0.7, 0)}, stats.Sound},
		{"a share of one homicide", Offence, Row{Estimate: stats.Share(1, 3899), Extra: extra("knife_share", 100, 40)}, stats.LowReliability},
		{"a ratio to 19 before", Offence, Row{Estimate: stats.Share(40, 3899), Extra: extra("ratio", 2, 19)}, stats.LowReliability},
		{"a ratio that is not given", Offence, Row{Estimate: stats.Share(40, 3899), Extra: map[string]stats.Number{"before": number(0)}}, stats.Sound},
		{"3 of 3 wards", AreaUnit, Row{Estimate: stats.Share(3, 3)}, stats.Sound},
		{"a hidden row", Suspect, Row{Estimate: stats.Estimate{Status: stats.Suppressed}}, stats.Suppressed},
	} {
		table := Table{Unit: test.unit, Rows: []Row{test.row}}
		for _, name := range []string{"rate", "knife_share", "ratio"} {
			table.Columns = append(table.Columns, Column{Name: name})
		}
		if MarkReliability(&table); table.Rows[0].Estimate.Status != test.want {
			t.Errorf("%s: got status %q, want %q", test.name, table.Rows[0].Estimate.Status, test.want)
		}
	}
}

// Nothing is called similar that may be half or double (methods section 6: similar is
// no proof of sameness, and an interval from 0.4 to 2.5 says nothing at all).
func TestSimilarTo(t *testing.T) {
	for _, test := range []struct {
		lower, upper float64
		want         string
	}{
		{0.63, 1.07, "similar to"}, // the example of the grammar
		{0.51, 1.99, "similar to"},
		{0.4, 2.5, "not clearly different from"},
		{0.9, 2.1, "not clearly different from"},
		{0.45, 1.1, "not clearly different from"},
	} {
		if got := similarTo(stats.Estimate{Lower: number(test.lower), Upper: number(test.upper)}); got != test.want {
			t.Errorf("%v to %v: got %q, want %q", test.lower, test.upper, got, test.want)
		}
	}
	if got := similarTo(stats.Estimate{Lower: number(0.9)}); got != "not clearly different from" {
		t.Errorf("without an upper limit: got %q", got)
	}
	for _, test := range []struct {
		lower, upper float64
		want         string
	}{{-5, 4.7, "similar"}, {-9, 12, "not clearly different"}, {-11, 3, "not clearly different"}} {
		if got := similarShare(stats.Estimate{Lower: number(test.lower), Upper: number(test.upper)}); got != test.want {
			t.Errorf("%v to %v points: got %q, want %q", test.lower, test.upper, got, test.want)
		}
	}
}
