package disclosure

import (
	"strings"
	"testing"

	"svna/analysis"
	"svna/analysis/stats"
)

// TestDominance: the rows of ../shared/oracles/sdc, and one by hand: of 90, 5 and
// 5 the two largest are 95%, and the rest, 5, is under 10% of 90.
func TestDominance(t *testing.T) {
	if !dominates([]float64{90, 5, 5}, 2, 90) || !estimable([]float64{90, 5, 5}, 10) || dominated([]float64{40, 30, 20, 10}) || dominated(nil) {
		t.Error("90, 5, 5 is dominated; 40, 30, 20, 10 and nothing are not")
	}
	var known struct {
		Rows []struct {
			Amounts []float64 `json:"contributions"`
			OneOf75 bool      `json:"nk_1_75"`
			TwoOf85 bool      `json:"nk_2_85"`
			TwoOf90 bool      `json:"nk_2_90"`
			Ten     bool      `json:"p_percent_10"`
			Fifteen bool      `json:"p_percent_15"`
		} `json:"dominance"`
	}
	readKnown(t, "handmade_cases.json", &known)
	for _, k := range known.Rows {
		got := [5]bool{dominates(k.Amounts, 1, 75), dominates(k.Amounts, 2, 85), dominates(k.Amounts, 2, 90), estimable(k.Amounts, 10), estimable(k.Amounts, 15)}
		if want := [5]bool{k.OneOf75, k.TwoOf85, k.TwoOf90, k.Ten, k.Fifteen}; got != want {
			t.Errorf("%v: (1, 75), (2, 85), (2, 90), 10%%, 15%% give %v, want %v", k.Amounts, got, want)
		}
	}
	if len(known.Rows) != 6 {
		t.Errorf("%d rows were compared, want 6", len(known.Rows))
	}
}

// TestTablesOfDominatedAmountsAreWithheld: whatever the counts.
func TestTablesOfDominatedAmountsAreWithheld(t *testing.T) {
	people := analysis.Selection{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	table := func(amounts ...float64) analysis.Table {
		row := analysis.Row{Levels: []string{"Theft"}, Estimate: stats.Estimate{Numerator: stats.N(10)}, Basis: &analysis.Basis{Unit: analysis.Victim, Numerator: people, Amounts: amounts}}
		return analysis.Table{ID: "stolen", Dimensions: []analysis.Dimension{{Name: "ho_class"}}, Rows: []analysis.Row{row}}
	}
	if reason := withheld(table(900, 60, 5, 5, 5, 5, 5, 5, 5, 5)); !strings.Contains(reason, "most of an amount") {
		t.Errorf("two amounts of ten are 96%% of the sum, and the table is withheld for %q", reason)
	}
	if reason := withheld(table(10, 9, 8, 7, 6, 5, 4, 3, 2, 1)); reason != "" {
		t.Errorf("ten amounts alike are withheld: %s", reason)
	}
}
