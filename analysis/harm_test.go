package analysis

import (
	"testing"

	"svna/datasets"
)

// TestHarmByHand: 30 robberies and 50 assaults with injury; the weights are those of
// the reference table, and a class without one is counted and never 0.
func TestHarmByHand(t *testing.T) {
	var h sheet
	h.add(30, "2022-09", "ho_code=34B")
	h.add(50, "2022-09", "ho_code=8N")
	h.add(7, "2022-09", "ho_code=106")
	r := computed(t, h.study(t), "harm")
	table := tableNamed(t, r, "harm")
	checkParts(t, table)
	w := datasets.HarmWeights()
	robbery, assault := 30*w["34B"], 50*w["8N"]
	row, _ := table.Find("12 months to May 2023", className("34B"))
	roughly(t, "harm of robbery", row.Estimate.Value, robbery)
	roughly(t, "its share of harm", row.Extra["share_harm"], 100*robbery/(robbery+assault))
	roughly(t, "its share of offences with a weight", row.Extra["share_count"], 100*30.0/80)
	wantCounts(t, table, map[string][2]float64{"12 months to May 2023: Without a weight": {7, -1}, "12 months to May 2023: Total": {87, -1}})
}

// TestPrioritiesByHand: robbery is fewer than assault with injury and weighs more:
// ranks 2 and 1 against 1 and 2 tie on their mean, and the number decides. Modern
// slavery has no weight and no rank by harm.
func TestPrioritiesByHand(t *testing.T) {
	var h sheet
	h.add(30, "2022-09", "ho_code=34B knife_use=threaten")
	h.add(50, "2022-09", "ho_code=8N knife_use=none")
	h.add(7, "2022-09", "ho_code=106 knife_use=none")
	table := tableNamed(t, computed(t, h.study(t), "priorities"), "priorities")
	if table.Rows[0].Levels[0] != "Violence with injury" || table.Rows[1].Levels[0] != "Robbery" {
		t.Errorf("order: %q, %q", table.Rows[0].Levels[0], table.Rows[1].Levels[0])
	}
	roughly(t, "rank of robbery by harm", table.Rows[1].Extra["rank_harm"], 1)
	roughly(t, "knife crime among robbery", table.Rows[1].Extra["knife_share"], 100)
	if table.Rows[2].Extra["rank_harm"].Known() {
		t.Error("modern slavery has a rank by harm")
	}
}
