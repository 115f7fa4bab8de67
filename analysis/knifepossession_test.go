package analysis

import "testing"

// 30 blades (10D) and 10 other weapons (10C), none of which is knife crime: the
// knife use of a possession offence does not matter.
func TestKnifePossession(t *testing.T) {
	var h sheet
	h.add(30, "2022-09", "ho_code=10D knife_use=possess")
	h.add(10, "2022-09", "ho_code=10C knife_use=threaten")
	h.add(50, "2022-09", "ho_code=34B knife_use=threaten")
	h.add(20, "2021-06", "ho_code=10D knife_use=possess")
	s := h.study(t)
	r := computed(t, s, "knife-possession")
	table := tableNamed(t, r, "knife-possession")
	checkParts(t, table)
	wantCounts(t, table, map[string][2]float64{
		"12 months to May 2023: Possession of article with blade or point": {30, 40},
		"12 months to May 2023: Possession of other weapons":               {10, 40},
		"12 months to May 2023: Total":                                     {40, -1},
		"12 months to May 2022: Total":                                     {20, -1},
	})
	if got := len(s.knifeOffences(s.Period)); got != 50 {
		t.Errorf("knife crime offences: got %d, want 50", got)
	}
	// 20 to 40: ratio 2, limits 2*exp(-/+1.96*sqrt(1/40+1/20)) = 1.17 to 3.42, p 0.013.
	wantText(t, r, "knife-possession-change", "Possession of weapons offences rose from 20 to 40 (up 20, 100%; ratio of counts a day 2.00; 95% CI 1.17 to 3.42), 12 months to May 2022 and 12 months to May 2023.")
}
