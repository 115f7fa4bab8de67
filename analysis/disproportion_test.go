package analysis

import (
	"testing"

	"pgregory.net/rapid"

	"svna/datasets"
)

// residentsUnder25 are the residents of Barking and Dagenham aged 1 to 24 by
// sex, mid-2022 (ONS mid-year estimates).
func residentsUnder25() []datasets.PopulationCell {
	return []datasets.PopulationCell{
		{Sex: "male", AgeFrom: 1, AgeTo: 24, Persons: 40850}, {Sex: "female", AgeFrom: 1, AgeTo: 24, Persons: 38739},
	}
}

// The composed inputs of H6 and H7 in methods. Victims: 120 of 40,850 males
// against 40 of 38,739 females, ratio 4648680/1634000 = 2.845, times and over
// exp(1.96·sqrt(1/120+1/40)) = 1.430; with 8 of unknown sex between
// 120·38739/(48·40850) = 2.371 and 128·38739/(40·40850) = 3.035. Suspects: 160
// against 14, ratio 10.84, over and times 1.727. Those aged 25 and over, of other
// sex and of unknown age are in neither count; the last makes 170 of 190 known.
func TestKnifeYoungMales(t *testing.T) {
	var h sheet
	knife := "ho_code=34B knife_use=threaten"
	h.add(120, "2022-09", knife, "role=victim age_at_offence=16 sex=male")
	h.add(40, "2022-09", knife, "role=victim age_at_offence=24 sex=female")
	h.add(8, "2022-09", knife, "role=victim age_at_offence=1 sex=unknown")
	h.add(2, "2022-09", knife, "role=victim age_at_offence=20 sex=other")
	h.add(10, "2022-09", knife, "role=victim age_at_offence=25")
	h.add(10, "2022-09", knife, "role=victim sex=male")
	h.add(9, "2022-09", "ho_code=34B knife_use=none", "role=victim age_at_offence=16 sex=male")
	h.add(160, "2022-09", knife, "role=suspect age_at_offence=17 sex=male")
	h.add(14, "2022-09", knife, "role=suspect age_at_offence=17 sex=female")
	r := computed(t, h.study(t, residents(residentsUnder25()...)), "knife-young-males")
	table := tableNamed(t, r, "knife-young-males")
	row, _ := table.Find("12 months to May 2023", "Victims")
	roughly(t, "ratio", row.Estimate.Value, 2.84497)
	roughly(t, "low bound", row.Extra["low_bound"], 2.37081)
	roughly(t, "high bound", row.Extra["high_bound"], 3.03463)
	roughly(t, "known", row.Extra["complete"], 100*(1-18.0/190))
	roughly(t, "gap", row.Extra["gap"], 1.90503)
	wantCounts(t, table, map[string][2]float64{"12 months to May 2023: Victims": {120, 40}, "12 months to May 2023: Suspects": {160, 14}})
	wantText(t, r, "knife-victims-male-under25-ratio", "Males aged 1 to 24 were over-represented among knife crime victims against the resident population, at 2.8 times the rate of females aged 1 to 24 (120 and 40 victims; rate ratio 2.84; 95% CI 1.99 to 4.07; 2.9 and 1.0 per 1,000 residents; sex not known for 8, so between 2.37 and 3.03), 12 months to May 2023.")
	wantText(t, r, "knife-suspects-male-under25-ratio", "Males aged 1 to 24 were over-represented among knife crime suspects against the resident population, at 10.8 times the rate of females aged 1 to 24 (160 and 14 suspects; rate ratio 10.84; 95% CI 6.28 to 18.71; 3.9 and 0.36 per 1,000 residents), 12 months to May 2023.")
}

// The words of a ratio: equal populations of 1,000, so the ratio is that of the
// counts. 30 against 15 has limits 1.08 and 3.72, 30 against 10 of 1.47 and 6.14;
// 20 of unknown group could make 30 against 15 into 30 against 35. 60 against 9 is
// exact: Clopper-Pearson limits of 60 of 69, found by bisection of binomial tails.
func TestDisproportionWords(t *testing.T) {
	const evidence = " (30 and 10 victims; rate ratio 3.00; 95% CI 1.47 to 6.14; 30 and 10 per 1,000 residents)"
	for _, test := range []struct {
		name  string
		ratio groupRatio
		want  string
	}{
		{"over-represented", groupRatio{30, 10, 1000, 1000, 0, 1}, "A were over-represented among victims against the resident population, at 3.0 times the rate of B" + evidence},
		{"under-represented", groupRatio{10, 30, 1000, 1000, 0, 1}, "A were under-represented among victims against the resident population, at 0.3 times the rate of B (10 and 30 victims; rate ratio 0.33; 95% CI 0.16 to 0.68; 10 and 30 per 1,000 residents)"},
		{"bounds on both sides", groupRatio{30, 15, 1000, 1000, 20, 0.8}, "The rate of victims per 1,000 residents was 2.0 times as high for A as for B (30 and 15 victims; rate ratio 2.00; 95% CI 1.08 to 3.72; 30 and 15 per 1,000 residents; group not known for 20, so between 0.86 and 3.33)"},
		{"not known well", groupRatio{30, 10, 1000, 1000, 0, 0.79}, "The rate of victims per 1,000 residents is given for A and B without a comparison, since the numbers are small or too many are not known" + evidence},
		{"small", groupRatio{60, 9, 1000, 1000, 0, 1}, "The rate of victims per 1,000 residents is given for A and B without a comparison, since the numbers are small or too many are not known (60 and 9 victims; rate ratio 6.67; 95% CI 3.29 to 15.28; 60 and 9.0 per 1,000 residents)"},
		{"similar", groupRatio{30, 28, 1000, 1000, 0, 1}, "The rate of victims per 1,000 residents was similar for A and B (30 and 28 victims; rate ratio 1.07; 95% CI 0.64 to 1.79; 30 and 28 per 1,000 residents)"},
	} {
		row := test.ratio.row("x")
		table := Table{ID: "t", Rows: []Row{row}}
		d := disproportion{ID: "id", Group: personGroup{Unit: Victim, Subject: "victims"}, A: "A", B: "B", Field: "group", Figures: []Figure{FigureOf(&table, row, "A")}}
		if got := d.sentence(d.Figures[0]); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

// Fewer than 6 on a side, no residents, and under half known: no sentence.
func TestDisproportionNotProduced(t *testing.T) {
	for name, ratio := range map[string]groupRatio{
		"fewer than 6":    {100, 5, 1000, 1000, 0, 1},
		"no residents":    {100, 50, 0, 0, 0, 1},
		"under half":      {100, 50, 1000, 1000, 160, 0.49},
		"nobody":          {0, 0, 1000, 1000, 0, 1},
		"reference empty": {30, 0, 1000, 1000, 0, 1},
	} {
		row := ratio.row("x")
		table := Table{ID: "t", Rows: []Row{row}}
		d := disproportion{ID: "id", Group: personGroup{Unit: Victim, Subject: "victims"}, Field: "group", Figures: []Figure{FigureOf(&table, row, "A")}}
		if got := d.statement(&Study{}).NotProduced; got == "" {
			t.Errorf("%s: a sentence was made", name)
		}
	}
}

// The bounds hold the ratio, whatever the counts, and are the ratio where nobody
// is unknown.
func TestGroupRatioBoundsHoldTheRatio(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.IntRange(6, 5000)
		g := groupRatio{
			People: float64(count.Draw(t, "people")), Reference: float64(count.Draw(t, "reference")),
			Residents: float64(count.Draw(t, "residents")), Base: float64(count.Draw(t, "base")),
			Unknown: float64(rapid.IntRange(0, 500).Draw(t, "unknown")), KnownPart: 1,
		}
		r := g.row("x")
		value, low, high := r.Estimate.Value.Or(-1), r.Extra["low_bound"].Or(-1), r.Extra["high_bound"].Or(-1)
		if low > value*(1+1e-12) || high < value*(1-1e-12) {
			t.Fatalf("ratio %v outside its bounds %v to %v", value, low, high)
		}
		if g.Unknown > 0 && !(low < value && value < high) {
			t.Fatalf("bounds %v to %v do not widen the ratio %v", low, high, value)
		}
	})
}
