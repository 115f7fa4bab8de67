package analysis

import "testing"

// 15 of 100 knife crime offences flagged; a blank flag is not flagged. Assault 10
// of 20, robbery 5 of 80. Wilson of 15 of 100: 9.3 to 23.3.
func TestKnifeDomestic(t *testing.T) {
	var h sheet
	h.add(10, "2022-09", "ho_code=8N knife_use=injure flag_domestic_abuse=yes")
	h.add(10, "2022-09", "ho_code=8N knife_use=injure flag_domestic_abuse=no")
	h.add(5, "2022-09", "ho_code=34B knife_use=threaten flag_domestic_abuse=yes")
	h.add(75, "2022-09", "ho_code=34B knife_use=threaten")
	h.add(50, "2022-09", "ho_code=8N knife_use=none flag_domestic_abuse=yes")
	r := computed(t, h.study(t), "knife-domestic")
	checkParts(t, tableNamed(t, r, "knife-domestic"))
	byClass := tableNamed(t, r, "knife-domestic-by-class")
	checkParts(t, byClass)
	wantCounts(t, byClass, map[string][2]float64{
		"12 months to May 2023: Assault with injury":          {10, 20},
		"12 months to May 2023: Robbery of personal property": {5, 80},
		"12 months to May 2023: Total":                        {15, 100},
	})
	wantText(t, r, "knife-domestic-abuse-share", "15% of knife crime offences were flagged domestic abuse (15 of 100; 95% CI 9% to 23%), 12 months to May 2023.")
}

// An unmapped flag makes the figure not available, never 0%.
func TestKnifeDomesticWithoutFlag(t *testing.T) {
	var h sheet
	h.add(10, "2022-09", "ho_code=8N knife_use=injure")
	b, _ := BreakdownNamed("knife-domestic")
	if o := compute(b, h.study(t)); o.Skipped == "" {
		t.Errorf("not skipped: %+v", o)
	}
}
