package analysis

import "testing"

// Costs are of the offences of their own period, and other tables of theirs: of 7
// robberies in April 2022, 5 in June and 3 in May 2023, those of the 12 months to March
// 2023 are 12, and those of the 12 months to May 2023 are 8. (That the two agree in the
// synthetic sample is how it is composed.)
func TestCostsAreOfTheirPeriod(t *testing.T) {
	var h sheet
	young := "role=victim age_at_offence=20"
	h.add(7, "2022-04", "ho_code=34B", young)
	h.add(5, "2022-06", "ho_code=34B", young)
	h.add(3, "2023-05", "ho_code=34B", young)
	s := h.study(t, costed(t), func(in *Inputs) { in.CostPeriod = periodOf(t, "2022-04/2023-03") })
	total := rowIn(t, tableNamed(t, computed(t, s, "cost-offence"), "cost-offence-total"), "12 months to March 2023", recordedBasis, "All costed offences")
	if n := total.Estimate.Numerator.Or(0); n != 12 {
		t.Errorf("costs: got %v offences, want 12", n)
	}
	wantCounts(t, tableNamed(t, computed(t, s, "offence-mix"), "offence-mix"), map[string][2]float64{"12 months to May 2023: Robbery": {8, 8}})
}
