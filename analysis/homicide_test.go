package analysis

import (
	"math"
	"testing"

	"svna/datasets"
)

// 3 homicides in a year, exact Poisson 0.62 to 8.77 (half chi-square quantiles on
// 6 and 8 degrees of freedom), 1 the year before; attempted murder is none.
func TestHomicide(t *testing.T) {
	var h sheet
	h.add(2, "2022-09", "ho_code=1")
	h.add(1, "2022-09", "ho_code=4.1")
	h.add(8, "2022-09", "ho_code=2")
	h.add(1, "2021-06", "ho_code=1")
	r := computed(t, h.study(t), "homicide")
	checkParts(t, tableNamed(t, r, "homicide"))
	rate := tableNamed(t, r, "homicide-count")
	row, _ := rate.Find("12 months to May 2023")
	if e := row.Estimate; e.Value.Or(-1) != 3 || math.Abs(e.Lower.Or(-1)-0.6187) > 1e-4 || math.Abs(e.Upper.Or(-1)-8.7673) > 1e-4 || e.Method != "exact Poisson" {
		t.Errorf("got %+v, want 3 (0.6187 to 8.7673), exact Poisson", e)
	}
	wantText(t, r, "homicide-count", "3 homicide offences were recorded in the 12 months to May 2023, and 1 in the 12 months to May 2022.")
}

// Of 200,000 residents 3 homicides are 1.5 per 100,000.
func TestHomicideRate(t *testing.T) {
	var h sheet
	h.add(3, "2022-09", "ho_code=1")
	s := h.study(t, func(in *Inputs) {
		in.Population = &datasets.Population{Cells: []datasets.PopulationCell{{Area: "E09000002", Year: 2022, AgeTo: datasets.AllAges, Persons: 200000}}}
	})
	r := computed(t, s, "homicide")
	row, _ := tableNamed(t, r, "homicide-count").Find("12 months to May 2023")
	if got := row.Estimate.Value.Or(-1); math.Abs(got-1.5) > 1e-12 {
		t.Errorf("rate: got %v, want 1.5 per 100,000", got)
	}
	wantText(t, r, "homicide-count", "3 homicide offences were recorded in the 12 months to May 2023.")
}
