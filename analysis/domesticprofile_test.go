package analysis

import "testing"

// Violence with injury: 40 of 90 flagged (Wilson 34.6 to 54.7), 10 more with an
// unknown flag stay out. Stalking is violence and flagged 8 of 20. Burglary flagged
// twice is outside the pack, so its victims do not count. Victims of the 48
// flagged pack offences: 30 female of 40 known, 8 unknown; 40 partners, 8 family.
// The year before has 20 flagged assaults.
func TestDomesticProfile(t *testing.T) {
	var h sheet
	h.add(30, "2022-09", "ho_code=8N flag_domestic_abuse=yes", "role=victim sex=female age_at_offence=30 relationship=partner")
	h.add(10, "2022-09", "ho_code=8N flag_domestic_abuse=yes", "role=victim sex=male age_at_offence=16 relationship=partner")
	h.add(40, "2022-09", "ho_code=8N flag_domestic_abuse=no", "role=victim sex=male age_at_offence=16 relationship=stranger")
	h.add(10, "2022-09", "ho_code=8N", "role=victim sex=male")
	h.add(10, "2022-09", "ho_code=8N flag_domestic_abuse=unknown")
	h.add(8, "2022-09", "ho_code=8Q flag_domestic_abuse=yes", "role=victim sex=unknown relationship=family")
	h.add(12, "2022-09", "ho_code=8Q flag_domestic_abuse=no")
	h.add(2, "2022-09", "ho_code=28E flag_domestic_abuse=yes", "role=victim sex=female")
	h.add(20, "2021-06", "ho_code=8N flag_domestic_abuse=yes")
	r := computed(t, h.study(t), "domestic-profile")
	profile := tableNamed(t, r, "domestic-profile")
	checkParts(t, profile)
	wantCounts(t, profile, map[string][2]float64{
		"12 months to May 2023: Violence with injury":    {40, 90},
		"12 months to May 2023: Stalking and harassment": {8, 20},
		"12 months to May 2023: Domestic burglary":       {2, 2},
		"12 months to May 2023: Total":                   {50, 112},
	})
	split := tableNamed(t, r, "domestic-split")
	checkParts(t, split)
	wantCounts(t, split, map[string][2]float64{
		"12 months to May 2023: Flagged domestic abuse": {48, 110},
		"12 months to May 2023: Not flagged":            {62, 110},
		"12 months to May 2023: Recorded as unknown":    {10, -1},
		"12 months to May 2022: Flagged domestic abuse": {20, 20},
	})
	sex := tableNamed(t, r, "domestic-victims-sex")
	checkParts(t, sex)
	wantCounts(t, sex, map[string][2]float64{
		"12 months to May 2023: Female": {30, 40}, "12 months to May 2023: Male": {10, 40}, "12 months to May 2023: Total": {48, -1},
	})
	ages := tableNamed(t, r, "domestic-victims-age")
	checkParts(t, ages)
	wantCounts(t, ages, map[string][2]float64{"12 months to May 2023: 1 to 17": {10, 40}, "12 months to May 2023: 25 to 34": {30, 40}, "12 months to May 2023: Not recorded": {8, -1}})
	checkParts(t, tableNamed(t, r, "domestic-relationship"))
	wantText(t, r, "domestic-profile-injury-share", "44% of violence with injury offences were flagged domestic abuse (40 of 90; 95% CI 35% to 55%), 12 months to May 2023.")
	// Wilson 30 of 40: 100 less those of 10 of 40 (14.2 to 40.2).
	wantText(t, r, "domestic-profile-female-share", "75% of victims of domestic abuse were female (30 of 40; 95% CI 60% to 86%; sex not recorded for 8), 12 months to May 2023.")
	// Wilson 40 of 48: 70.4 to 91.3; gap 32/48 clear of 0.
	wantText(t, r, "domestic-profile-relationship-share", "83% of victims of domestic abuse had a suspect who was a partner, the largest relationship (40 of 48; 95% CI 70% to 91%), 12 months to May 2023.")
	// 20 to 48: ratio 2.4, limits 2.4*exp(-/+1.96*sqrt(1/48+1/20)) = 1.42 to 4.04; p 0.001.
	wantText(t, r, "domestic-profile-change", "Violence offences flagged domestic abuse rose from 20 to 48 (up 28, 140%; ratio of counts a day 2.40; 95% CI 1.42 to 4.04; the series of violence with injury has a break in June 2022), 12 months to May 2022 and 12 months to May 2023.")
}

// Across March 2024 the flag is not comparable: no rise is claimed.
func TestDomesticChangeAcrossTheBreak(t *testing.T) {
	var h sheet
	h.add(20, "2023-06", "ho_code=8N flag_domestic_abuse=yes")
	h.add(60, "2024-09", "ho_code=8N flag_domestic_abuse=yes")
	s := h.study(t, func(in *Inputs) { in.Period.From, in.Period.To = in.Period.From+24, in.Period.To+24 })
	r := computed(t, s, "domestic-profile")
	wantText(t, r, "domestic-profile-change", "Violence offences flagged domestic abuse went from 20 to 60 (up 40; not comparable: a break in the series lies between), 12 months to May 2024 and 12 months to May 2025.")
}
