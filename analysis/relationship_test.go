package analysis

import "testing"

// 24 strangers and 22 acquaintances of 50 known: 2 apart, so not clearly ahead.
// Wilson 24 of 50: 34.8 to 61.5. 5 of 55 are not known.
func TestRelationship(t *testing.T) {
	var h sheet
	h.add(24, "2022-09", "ho_code=34B", "role=victim relationship=stranger")
	h.add(22, "2022-09", "ho_code=8N", "role=victim relationship=acquaintance")
	h.add(4, "2022-09", "ho_code=8N", "role=victim relationship=ex_partner", "role=suspect relationship=stranger")
	h.add(5, "2022-09", "ho_code=8N", "role=victim relationship=unknown")
	h.add(3, "2022-09", "ho_code=8N", "role=victim relationship=not_applicable")
	r := computed(t, h.study(t), "relationship")
	table := tableNamed(t, r, "relationship")
	checkParts(t, table)
	wantCounts(t, table, map[string][2]float64{
		"12 months to May 2023: Stranger":       {24, 50},
		"12 months to May 2023: Acquaintance":   {22, 50},
		"12 months to May 2023: Ex-partner":     {4, 50},
		"12 months to May 2023: Not applicable": {3, -1},
		"12 months to May 2023: Total":          {58, -1},
	})
	checkParts(t, tableNamed(t, r, "relationship-by-month"))
	wantText(t, r, "relationship-top-share", "48% of victims of violence had a suspect who was a stranger, the largest relationship in count, not clearly ahead of acquaintance (24 of 50; 95% CI 35% to 61%; relationship not recorded for 5), 12 months to May 2023.")
}

// Known for 30 of 40 (75%): the share stands, "the largest" does not.
func TestRelationshipKnownForUnder80(t *testing.T) {
	var h sheet
	h.add(30, "2022-09", "ho_code=34B", "role=victim relationship=stranger")
	h.add(10, "2022-09", "ho_code=34B", "role=victim")
	r := computed(t, h.study(t), "relationship")
	wantText(t, r, "relationship-top-share", "100% of victims of violence had a suspect who was a stranger (30 of 30; 95% CI 89% to 100%; relationship not recorded for 10), 12 months to May 2023.")
}
