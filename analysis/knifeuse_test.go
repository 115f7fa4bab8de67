package analysis

import "testing"

// 58 threats, 25 injuries and 15 intimated of 98 with a known use. An unknown use
// is no knife crime by offence code and use, nor is possession (10D). Wilson
// limits of 58 and 25 of 98: 49.3 to 68.4 and 17.9 to 35.0.
func TestKnifeUse(t *testing.T) {
	var h sheet
	h.add(58, "2022-09", "ho_code=34B knife_use=threaten")
	h.add(25, "2022-10", "ho_code=8N knife_use=injure")
	h.add(15, "2022-11", "ho_code=34B knife_use=intimate")
	h.add(4, "2022-11", "ho_code=34B knife_use=unknown")
	h.add(6, "2022-11", "ho_code=10D knife_use=possess")
	h.add(30, "2021-06", "ho_code=34B knife_use=threaten")
	r := computed(t, h.study(t), "knife-use")
	use := tableNamed(t, r, "knife-use")
	checkParts(t, use)
	wantCounts(t, use, map[string][2]float64{
		"12 months to May 2023: Used to injure":      {25, 98},
		"12 months to May 2023: Used to threaten":    {58, 98},
		"12 months to May 2023: Intimated, not seen": {15, 98},
		"12 months to May 2023: Possessed":           {0, 98},
		"12 months to May 2023: Other use":           {0, 98},
		"12 months to May 2023: Total":               {98, -1},
		"12 months to May 2022: Used to threaten":    {30, 30},
	})
	wantText(t, r, "knife-threatened-share", "59% of knife crime offences had a knife used to threaten (58 of 98; 95% CI 49% to 68%), 12 months to May 2023.")
	wantText(t, r, "knife-injured-share", "26% of knife crime offences had a knife used to injure (25 of 98; 95% CI 18% to 35%), 12 months to May 2023.")
}

// By the source's own flag, use may be unknown: for 30 of 50 it is, so under half
// is known and there is no sentence; for 12 of 50 the table is marked.
func TestKnifeUseNotKnownWell(t *testing.T) {
	for _, test := range []struct {
		unknown int
		want    string
		status  string
	}{
		{30, "Not produced: knife use is known for under half of the knife crime offences.", "u"},
		{12, "100% of knife crime offences had a knife used to threaten (38 of 38; 95% CI 91% to 100%; knife use not recorded for 12), 12 months to May 2023.", "u"},
		{5, "100% of knife crime offences had a knife used to threaten (45 of 45; 95% CI 92% to 100%; knife use not recorded for 5), 12 months to May 2023.", ""},
	} {
		var h sheet
		h.add(test.unknown, "2022-09", "flag_knife=yes")
		h.add(50-test.unknown, "2022-09", "flag_knife=yes knife_use=threaten")
		r := computed(t, h.study(t), "knife-use")
		wantText(t, r, "knife-threatened-share", test.want)
		use := tableNamed(t, r, "knife-use")
		checkParts(t, use)
		if row, _ := use.Find("12 months to May 2023", "Used to threaten"); string(row.Estimate.Status) != test.status {
			t.Errorf("%d unknown: status %q, want %q", test.unknown, row.Estimate.Status, test.status)
		}
	}
}
