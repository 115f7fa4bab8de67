package analysis

import (
	"math"
	"slices"
	"testing"

	"svna/datasets"
)

// costed gives a study the cost book of methods at 2022/23 prices and the London
// definition, whose first clause is the scope of the headline.
func costed(t *testing.T) func(*Inputs) {
	t.Helper()
	book, err := datasets.BuiltInCostBook("home-office-2019-20")
	if err != nil {
		t.Fatal(err)
	}
	london, err := datasets.ReadDefinition("london")
	if err != nil {
		t.Fatal(err)
	}
	return func(in *Inputs) { in.Costs, in.PriceYear, in.Definition = book, "2022/23", london }
}

// h16 is the composed example of H16 in methods, and beside it 4 offences of
// modern slavery (in the scope, without a unit cost), an offence of somebody
// older, a harassment and one in another period.
func h16() *sheet {
	var h sheet
	young := "role=victim age_at_offence=20"
	h.add(980, "2022-09", "ho_code=8N", young)
	h.add(500, "2022-09", "ho_code=3B", young)
	h.add(700, "2022-09", "ho_code=34B", young)
	h.add(50, "2022-09", "ho_code=34B", "role=victim age_at_offence=60", "role=suspect age_at_offence=16")
	h.add(30, "2022-09", "ho_code=19C", young)
	h.add(361, "2022-09", "ho_code=17A", young)
	h.add(4, "2022-09", "ho_code=106", young)
	h.add(1, "2022-09", "ho_code=8N", "role=victim age_at_offence=40")
	h.add(1, "2022-09", "ho_code=8L", young)
	h.add(1, "2021-09", "ho_code=8N", young)
	return &h
}

// The example gives £34,600,157 recorded and £103,099,755 estimated. Dobson's
// limits, with V = Σ w²·n, O = 2,621 and Byar's limits of O: recorded
// 33.15 to 36.09 million, estimated 97.47 to 108.89 (worked out apart from this program).
func TestCostOffence(t *testing.T) {
	r := computed(t, h16().study(t, costed(t)), "cost-offence")
	totals := tableNamed(t, r, "cost-offence-total")
	for basis, want := range map[string]float64{recordedBasis: 34600157, estimatedBasis: 103099755} {
		row, _ := totals.Find("12 months to May 2023", basis, "All costed offences")
		if got := row.Estimate.Value.Or(0); math.Abs(got-want) > 1 {
			t.Errorf("%s: got %.2f, want %.0f", basis, got, want)
		}
		if e := row.Estimate; e.Numerator.Or(0) != 2621 || e.Denominator.Or(0) != 2625 || e.Method != costMethod {
			t.Errorf("%s: got %v of %v by %s, want 2621 of 2625", basis, e.Numerator, e.Denominator, e.Method)
		}
	}
	lines := tableNamed(t, r, "cost-offence")
	checkParts(t, lines)
	wantCounts(t, lines, map[string][2]float64{
		"12 months to May 2023: Recorded: Violence with injury": {980, -1},
		"12 months to May 2023: Recorded: Not costed":           {4, -1},
		"12 months to May 2023: Recorded: Total":                {2625, -1},
	})
	wantCounts(t, tableNamed(t, r, "cost-offence-uncosted"), map[string][2]float64{"12 months to May 2023: Modern slavery (106)": {4, -1}, "12 months to May 2023: Total": {4, -1}})
	steps := tableNamed(t, r, "cost-steps")
	sum := 0.0
	for _, row := range steps.Rows {
		v := row.Estimate.Value.Or(math.NaN())
		if row.Kind != TotalRow {
			sum += v
		} else if math.Abs(sum-v) > 1e-6*v {
			t.Errorf("steps before %s add up to %v, want %v", row.Key(), sum, v)
		}
	}
	wantText(t, r, "under25-cost-recorded", "The cost of recorded serious violence and exploitation involving under-25s was £34.6 million (2,621 of 2,625 offences costed; 95% CI £33.2 million to £36.1 million, chance variation of the counts alone; Home Office 2019/20 edition, 2022/23 prices), 12 months to May 2023.")
	wantText(t, r, "under25-cost-estimated", "Allowing for under-reporting, the estimated cost of serious violence and exploitation involving under-25s was £103.1 million (3.0 times the recorded cost; 2,621 of 2,625 offences costed; 95% CI £97.5 million to £108.9 million, chance variation of the counts alone; Home Office 2019/20 edition, 2022/23 prices), 12 months to May 2023.")
}

// One homicide (£3,346,680 at 2019/20 prices, factor 91.3107/80.8836) is in the
// totals with, and out of those without; its multiplier is 1.
func TestCostWithAndWithoutHomicide(t *testing.T) {
	var h sheet
	h.add(1, "2022-09", "ho_code=1", "role=victim age_at_offence=20")
	h.add(10, "2022-09", "ho_code=8N", "role=victim age_at_offence=20")
	totals := tableNamed(t, computed(t, h.study(t, costed(t)), "cost-pack"), "cost-pack-total")
	const factor = 91.3107 / 80.8836
	for which, want := range map[string]float64{"All costed offences": (3346680 + 157200) * factor, "Without homicide": 157200 * factor} {
		row, _ := totals.Find("12 months to May 2023", recordedBasis, which)
		if got := row.Estimate.Value.Or(0); math.Abs(got-want) > 1e-5*want {
			t.Errorf("%s: got %v, want %v", which, got, want)
		}
	}
	row, _ := totals.Find("12 months to May 2023", recordedBasis, "Without homicide")
	if e := row.Estimate; e.Numerator.Or(0) != 10 || e.Denominator.Or(0) != 10 {
		t.Errorf("without homicide: got %v of %v, want 10 of 10", e.Numerator, e.Denominator)
	}
}

// Ages and components are other ways to add up the same offences: each sums to
// the total, the components up to published rounding.
func TestCostsAddUp(t *testing.T) {
	s := h16().study(t, costed(t))
	for name, tolerance := range map[string]float64{"cost-age": 1e-9, "cost-component": 0.005} {
		r := computed(t, s, name)
		sum := 0.0
		for _, row := range tableNamed(t, r, name).Rows {
			v := row.Estimate.Value.Or(0)
			if row.Kind != TotalRow {
				sum += v
				continue
			}
			if math.Abs(sum-v) > tolerance*v {
				t.Errorf("%s: rows before %s add up to %v, want %v", name, row.Key(), sum, v)
			}
			sum = 0
		}
	}
	// The youngest of the 50 robberies is the suspect of 16: 50 of 2,621.
	ages := tableNamed(t, computed(t, s, "cost-age"), "cost-age")
	checkParts(t, ages)
	wantCounts(t, ages, map[string][2]float64{"Under-25s: Recorded: 1 to 17": {50, 50}, "Under-25s: Recorded: 18 to 24": {2571, 2575}})
}

// An edition whose deflator does not reach the price year costs nothing.
func TestCostWithoutDeflator(t *testing.T) {
	s := h16().study(t, costed(t), func(in *Inputs) { in.PriceYear = "1901/02" })
	for _, name := range []string{"cost-offence", "cost-pack", "cost-age", "cost-component"} {
		b, _ := BreakdownNamed(name)
		if got, want := compute(b, s).Skipped, "the cost book has no deflator that takes 2019/20 to 1901/02"; got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// Knife crime is costed as its classes: 100 personal robberies at £10,490 and the
// factor 1.12891 are £1,184,229, times 2.02 estimated £2,392,142. A line without a
// multiplier is named only where it is used.
func TestCostKnife(t *testing.T) {
	var h sheet
	h.add(100, "2022-09", "ho_code=34B knife_use=threaten", "role=victim age_at_offence=60")
	r := computed(t, h.study(t, costed(t), func(in *Inputs) { in.Definition, _ = datasets.ReadDefinition("all-violence") }), "cost-knife")
	wantText(t, r, "cost-knife-recorded", "The cost of recorded knife crime was £1.2 million (100 of 100 offences costed; 95% CI £1.0 million to £1.4 million, chance variation of the counts alone; Home Office 2019/20 edition, 2022/23 prices), 12 months to May 2023.")
	wantText(t, r, "cost-knife-estimated", "Allowing for under-reporting, the estimated cost of knife crime was £2.4 million (2.0 times the recorded cost; 100 of 100 offences costed; 95% CI £1.9 million to £2.9 million, chance variation of the counts alone; Home Office 2019/20 edition, 2022/23 prices), 12 months to May 2023.")
	if slices.ContainsFunc(tableNamed(t, r, "cost-knife").Notes, func(n string) bool { return len(n) > 5 && n[:5] == "Lines" }) {
		t.Error("a line without a multiplier is named that has no offence")
	}
}

// Wards by recorded cost: 20 offences with injury in the first, 10 in the
// second, 3 outside and 2 without a place. They add up to 35.
func TestCostWard(t *testing.T) {
	var h sheet
	young := "role=victim age_at_offence=20"
	h.add(10, "2022-09", "ho_code=8N ward=W2", young)
	h.add(20, "2022-09", "ho_code=8N ward=W1", young)
	h.add(3, "2022-09", "ho_code=8N ward=W9", young)
	h.add(2, "2022-09", "ho_code=8N", young)
	wards := &datasets.Boundaries{Geography: "ward", Areas: []datasets.BoundaryArea{square("W1", "Westward", 540000, 180000), square("W2", "Eastward", 541000, 180000)}}
	r := computed(t, h.study(t, costed(t), func(in *Inputs) { in.Wards = wards }), "cost-ward")
	table := tableNamed(t, r, "cost-ward")
	checkParts(t, table)
	wantCounts(t, table, map[string][2]float64{
		"Under-25s: Recorded: Westward":          {20, 20},
		"Under-25s: Recorded: Outside all wards": {3, 3},
		"Under-25s: Recorded: Not known":         {2, 2},
		"Whole pack: Estimated: Total":           {35, 35},
	})
	if got := table.Rows[0].Levels[2]; got != "Westward" {
		t.Errorf("first: got %s, want Westward", got)
	}
	if f := r.Statements[0].Figures; f[0].Label != "Westward" || f[1].Label != "Eastward" {
		t.Errorf("wards named: got %s and %s", f[0].Label, f[1].Label)
	}
}
