package analysis

import "testing"

// 50 offences of violence with injury, 30 of robbery and 1 without a code now; 40
// and 20 before; burglary (28E) is in the extract but not in the pack. The offence
// without a code has a group (so it is in the pack) and no subgroup.
func TestOffenceMix(t *testing.T) {
	var h sheet
	h.add(50, "2022-09", "ho_code=8N")
	h.add(30, "2023-02", "ho_code=34B")
	h.add(1, "2023-02", "ho_group=Robbery")
	h.add(7, "2023-02", "ho_code=28E")
	h.add(40, "2021-06", "ho_code=8N")
	h.add(20, "2022-02", "ho_code=34B")
	h.add(9, "2022-02", "ho_code=34B record_status=cancelled")
	r := computed(t, h.study(t), "offence-mix")
	mix := tableNamed(t, r, "offence-mix")
	checkParts(t, mix)
	wantCounts(t, mix, map[string][2]float64{
		"12 months to May 2023: Violence with injury": {50, 80},
		"12 months to May 2023: Robbery":              {30, 80},
		"12 months to May 2023: Not recorded":         {1, -1},
		"12 months to May 2023: Total":                {81, -1},
		"12 months to May 2022: Violence with injury": {40, 60},
		"12 months to May 2022: Total":                {60, -1},
	})
	checkParts(t, tableNamed(t, r, "offence-class"))
	checkParts(t, tableNamed(t, r, "offence-mix-by-month"))
	wantCounts(t, tableNamed(t, r, "offence-groups"), map[string][2]float64{
		"12 months to May 2023: Theft offences": {7, 88},
		"12 months to May 2022: Robbery":        {20, 60},
	})
	change := tableNamed(t, r, "offence-change")
	checkParts(t, change)
	wantCounts(t, change, map[string][2]float64{"Violence with injury": {50, 40}, "Robbery": {30, 20}, "Not recorded": {1, 0}, "Total": {81, 60}})
	if row, _ := change.Find("Violence with injury"); row.Note == "" {
		t.Error("the change of violence with injury crosses the break of June 2022 without a note")
	}
	// 50 of 80 against 30 of 80: difference 0.25, half-width 1.96*sqrt((1-0.0625)/80) = 0.212.
	wantText(t, r, "offence-mix-top-share", "63% of violence offences were violence with injury, the largest offence subgroup (50 of 80; 95% CI 52% to 72%; offence subgroup not recorded for 1), 12 months to May 2023.")
	// Ratio 81/60 = 1.35, limits exp(ln 1.35 -/+ 1.96*sqrt(1/81+1/60)) = 0.967 and 1.885.
	wantText(t, r, "offence-mix-change", "Violence offences were similar, 60 and 81 (up 21, 35%; ratio of counts a day 1.35; 95% CI 0.97 to 1.89; the series of violence with injury has a break in June 2022), 12 months to May 2022 and 12 months to May 2023.")
}

// With one period there is no change, and with no known subgroup no share.
func TestOffenceMixOfOnePeriod(t *testing.T) {
	var h sheet
	h.add(3, "2023-01", "ho_group=Robbery")
	r := computed(t, h.study(t), "offence-mix")
	wantText(t, r, "offence-mix-change", "Not produced: it compares two periods, and the extract covers one.")
}
