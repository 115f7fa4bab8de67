package analysis

import "testing"

// Flagged offences count in or outside the pack; under 20 there is no percentage
// and no word.
func TestGunCrime(t *testing.T) {
	var h sheet
	h.add(6, "2022-09", "ho_code=34B flag_gun=yes")
	h.add(3, "2022-09", "ho_code=10B flag_gun=yes")
	h.add(50, "2022-09", "ho_code=34B flag_gun=no")
	h.add(4, "2021-06", "ho_code=34B flag_gun=yes")
	r := computed(t, h.study(t), "gun-crime")
	table := tableNamed(t, r, "gun-crime")
	checkParts(t, table)
	wantCounts(t, table, map[string][2]float64{
		"12 months to May 2023: Robbery of personal property":    {6, 9},
		"12 months to May 2023: Possession of firearms offences": {3, 9},
		"12 months to May 2022: Total":                           {4, -1},
	})
	wantText(t, r, "gun-crime-change", "Offences flagged gun crime went from 4 to 9 (up 5), 12 months to May 2022 and 12 months to May 2023.")
}
