package analysis

import "testing"

// Robbery: 10 of 40 with the knife used to injure; assault: 30 of 40. Victims: 12
// injured of 60 known (serious 5, minor 7; threats only 8, none 40), 20 unknown.
func TestKnifeInjury(t *testing.T) {
	var h sheet
	h.add(5, "2022-09", "ho_code=34B knife_use=injure", "role=victim injury=serious")
	h.add(5, "2022-09", "ho_code=34B knife_use=injure", "role=victim injury=minor")
	h.add(30, "2022-09", "ho_code=34B knife_use=threaten", "role=victim injury=none", "role=suspect injury=fatal")
	h.add(20, "2022-12", "ho_code=8N knife_use=injure", "role=victim injury=unknown")
	h.add(8, "2022-12", "ho_code=8N knife_use=injure", "role=victim injury=threats_only")
	h.add(2, "2022-12", "ho_code=8N knife_use=injure", "role=victim injury=minor")
	h.add(10, "2022-12", "ho_code=8N knife_use=threaten", "role=victim injury=none")
	r := computed(t, h.study(t), "knife-injury")
	injury := tableNamed(t, r, "knife-injury")
	checkParts(t, injury)
	wantCounts(t, injury, map[string][2]float64{
		"12 months to May 2023: Robbery of personal property": {10, 40},
		"12 months to May 2023: Assault with injury":          {30, 40},
		"12 months to May 2023: Total":                        {40, 80},
	})
	degree := tableNamed(t, r, "knife-victims-injury")
	checkParts(t, degree)
	wantCounts(t, degree, map[string][2]float64{
		"12 months to May 2023: Fatal":               {0, 60},
		"12 months to May 2023: Serious":             {5, 60},
		"12 months to May 2023: Minor":               {7, 60},
		"12 months to May 2023: Threats only":        {8, 60},
		"12 months to May 2023: No injury":           {40, 60},
		"12 months to May 2023: Recorded as unknown": {20, -1},
		"12 months to May 2023: Total":               {80, -1},
	})
	// Wilson 12 of 60: 11.8 to 31.8. 60 of 80 known is under 80%: the rows are marked.
	wantText(t, r, "knife-injury-victims-share", "20% of victims of knife crime were injured (12 of 60; 95% CI 12% to 32%; injury not recorded for 20), 12 months to May 2023.")
	if row, _ := degree.Find("12 months to May 2023", "Serious"); row.Estimate.Status != "u" {
		t.Errorf("status of a share of 60 of 80 known: %q, want u", row.Estimate.Status)
	}
}

// An extract without injuries has the table of offences and no sentence.
func TestKnifeInjuryWithoutVictims(t *testing.T) {
	var h sheet
	h.add(5, "2022-09", "ho_code=34B knife_use=injure")
	r := computed(t, h.study(t), "knife-injury")
	wantText(t, r, "knife-injury-victims-share", "Not produced: the extract has no victims.")
}
