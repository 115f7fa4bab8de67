package analysis

import "testing"

// Of 100 offences of the all-ages pack 46 have a victim or suspect aged 1 to 24 at
// report: 40 by their victim, 6 by their suspect; one with two such people counts
// once. 8 have nobody known to be under 25 and an unknown age. A witness of 15
// and a person aged 24 at the offence and 25 at report do not count, nor does a
// victim who is a business. Upper bound (46 + 8) / 100.
func TestUnder25Involved(t *testing.T) {
	var h sheet
	h.add(40, "2022-09", "ho_code=34B", "role=victim age_at_offence=16 age_at_report=17", "role=suspect age_at_offence=? age_at_report=?")
	h.add(6, "2022-09", "ho_code=8N", "role=victim age_at_offence=40 age_at_report=40", "role=suspect age_at_offence=24 age_at_report=24")
	h.add(8, "2022-09", "ho_code=8N", "role=victim age_at_offence=40 age_at_report=40", "role=suspect age_at_offence=20 age_at_report=?")
	h.add(20, "2022-09", "ho_code=8N", "role=victim age_at_offence=24 age_at_report=25", "role=witness age_at_offence=15 age_at_report=15")
	h.add(5, "2022-09", "ho_code=34B", "role=victim age_at_offence=- age_at_report=-")
	h.add(21, "2022-09", "ho_code=34B")
	h.add(30, "2022-09", "ho_code=34A", "role=victim age_at_offence=16 age_at_report=16") // business robbery is not in the pack
	r := computed(t, h.study(t), "under25-involved")
	table := tableNamed(t, r, "under25-involved")
	checkParts(t, table)
	wantCounts(t, table, map[string][2]float64{
		"12 months to May 2023: Robbery":              {40, 66},
		"12 months to May 2023: Violence with injury": {6, 34},
		"12 months to May 2023: Total":                {46, 100},
	})
	total, _ := table.Find("12 months to May 2023", "Total")
	if total.Extra["unclear"].Or(-1) != 8 || total.Extra["upper_bound"].Or(-1) != 54 {
		t.Errorf("bound: got %v unclear, %v%%; want 8, 54%%", total.Extra["unclear"], total.Extra["upper_bound"])
	}
	monthly := tableNamed(t, r, "under25-involved-by-month")
	checkParts(t, monthly)
	wantCounts(t, monthly, map[string][2]float64{
		"September 2022: Involved": {46, -1}, "September 2022: Not involved": {46, -1}, "September 2022: Not known or not applicable": {8, -1},
	})
	wantText(t, r, "under25-involved-share", "46% of offences of the all-ages definition had a victim or suspect aged 1 to 24 when the offence was reported (46 of 100; 95% CI 37% to 56%; a deciding age not recorded for 8), and at most 54% if all of these had, 12 months to May 2023.")
}

// The headline is always by age at report: without it there is none.
func TestUnder25InvolvedNeedsAgeAtReport(t *testing.T) {
	var h sheet
	h.add(30, "2022-09", "ho_code=34B", "role=victim age_at_offence=16")
	r := computed(t, h.study(t), "under25-involved")
	wantCounts(t, tableNamed(t, r, "under25-involved"), map[string][2]float64{"12 months to May 2023: Total": {30, 30}})
	wantText(t, r, "under25-involved-share", "Not produced: the extract has no age of people when the offence was reported.")
}
