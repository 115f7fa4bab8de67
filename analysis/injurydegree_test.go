package analysis

import "testing"

// 46 of 96 victims with a known injury had none, 4 unknown: Wilson 38.2 to 57.8;
// 46 of all 100. Suspects and victims of offences outside the pack do not count.
func TestInjuryDegree(t *testing.T) {
	var h sheet
	h.add(23, "2022-09", "ho_code=34B", "role=victim injury=none", "role=victim injury=none")
	h.add(50, "2022-09", "ho_code=8N", "role=victim injury=minor", "role=suspect injury=none")
	h.add(4, "2022-09", "ho_code=8N", "role=victim")
	h.add(9, "2022-09", "ho_code=28E", "role=victim injury=none")
	r := computed(t, h.study(t), "injury-degree")
	injury := tableNamed(t, r, "injury-degree")
	checkParts(t, injury)
	wantCounts(t, injury, map[string][2]float64{
		"12 months to May 2023: No injury":    {46, 96},
		"12 months to May 2023: Minor":        {50, 96},
		"12 months to May 2023: Threats only": {0, 96},
		"12 months to May 2023: Not recorded": {4, -1},
		"12 months to May 2023: Total":        {100, -1},
	})
	row, _ := injury.Find("12 months to May 2023", "No injury")
	if got := row.Extra["share_of_all"].Or(-1); got != 46 {
		t.Errorf("share of all victims: got %v, want 46", got)
	}
	wantText(t, r, "victims-no-injury-share", "48% of victims of violence had no injury (46 of 96; 95% CI 38% to 58%; injury not recorded for 4); they are 46% of all victims, known injury or not, 12 months to May 2023.")
}

// Under 20 victims there are counts and no percentage.
func TestInjuryDegreeOfFew(t *testing.T) {
	var h sheet
	h.add(7, "2022-09", "ho_code=34B", "role=victim injury=none")
	h.add(5, "2022-09", "ho_code=34B", "role=victim injury=serious")
	h.add(1, "2022-09", "ho_code=34B", "role=victim injury=unknown")
	r := computed(t, h.study(t), "injury-degree")
	wantText(t, r, "victims-no-injury-share", "7 of 12 victims of violence had no injury, 12 months to May 2023.")
}
