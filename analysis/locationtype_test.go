package analysis

import "testing"

// 30 of 50 in the street, 20 at home, 10 unknown. The pack has two themes under
// the all-ages definition: core violence, and knife crime in which 12 street
// offences are a second time.
func TestLocationType(t *testing.T) {
	var h sheet
	h.add(18, "2022-09", "ho_code=8N location_type=street")
	h.add(12, "2022-09", "ho_code=34B knife_use=threaten location_type=street")
	h.add(20, "2022-09", "ho_code=8N location_type=own_home")
	h.add(10, "2022-09", "ho_code=8N location_type=unknown")
	s := h.study(t, func(in *Inputs) { in.Definition = in.AllAges })
	r := computed(t, s, "location-type")
	table := tableNamed(t, r, "location-type")
	checkParts(t, table)
	wantCounts(t, table, map[string][2]float64{
		"12 months to May 2023: Street":              {30, 50},
		"12 months to May 2023: Own home":            {20, 50},
		"12 months to May 2023: Recorded as unknown": {10, -1},
		"12 months to May 2023: Total":               {60, -1},
	})
	themes := tableNamed(t, r, "location-type-by-theme")
	checkParts(t, themes)
	wantCounts(t, themes, map[string][2]float64{
		"Violence: Street": {30, 50}, "Violence: Total": {60, -1}, "Knife and gun crime: Street": {12, 12}, "Knife and gun crime: Own home": {0, 12},
	})
	// Wilson 30 of 50: 46.2 to 72.4; the gap 10/50 has half-width 1.96*sqrt((1-0.04)/50) = 0.27: not clear.
	wantText(t, r, "location-type-top-share", "60% of serious violence offences were in the street, the largest location type in count, not clearly ahead of own home (30 of 50; 95% CI 46% to 72%; location type not recorded for 10), 12 months to May 2023.")
}
