package analysis

import "testing"

// 18 rapes of 40; 8 of 36 with known times were recorded more than 365 days after
// they happened (15 September 2022 less 14 September 2021 is 366 days), 28 within
// (15 September 2021 is 365). Victims: under 13 2, 13 to 15 4, 16 and 17 4 (10
// under 18), adults 20, 5 unknown, 1 recorded as 0.
func TestSexualProfile(t *testing.T) {
	var h sheet
	h.add(8, "2022-09", "ho_code=19C committed_from=2021-09-14 location_type=own_home")
	h.add(10, "2022-09", "ho_code=19D committed_from=2021-09-15 location_type=own_home")
	h.add(2, "2022-09", "ho_code=20B committed_from=2022-09-01 location_type=park", "role=victim age_at_offence=12")
	h.add(4, "2022-09", "ho_code=20A committed_from=2022-09-01 location_type=park", "role=victim age_at_offence=15")
	h.add(4, "2022-09", "ho_code=20A committed_from=2022-09-01", "role=victim age_at_offence=17")
	h.add(8, "2022-09", "ho_code=20A committed_from=2022-09-01", "role=victim age_at_offence=18", "role=victim age_at_offence=30")
	h.add(4, "2022-09", "ho_code=20A", "role=victim age_at_offence=25", "role=victim age_at_offence=?")
	h.people = append(h.people, fieldsOf("role=victim age_at_offence=0"), fieldsOf("role=victim"))
	h.offenceOf = append(h.offenceOf, 0, 1)
	h.add(99, "2022-09", "ho_code=8N", "role=victim age_at_offence=12")
	r := computed(t, h.study(t), "sexual-profile")
	kinds := tableNamed(t, r, "sexual-profile")
	checkParts(t, kinds)
	wantCounts(t, kinds, map[string][2]float64{
		"12 months to May 2023: Rape": {18, 40}, "12 months to May 2023: Other sexual offences": {22, 40}, "12 months to May 2023: Total": {40, -1},
	})
	delay := tableNamed(t, r, "sexual-recency")
	checkParts(t, delay)
	wantCounts(t, delay, map[string][2]float64{
		"12 months to May 2023: Recent, recorded within 365 days":              {28, 36},
		"12 months to May 2023: Non-recent, recorded after more than 365 days": {8, 36},
		"12 months to May 2023: Not recorded":                                  {4, -1},
	})
	ages := tableNamed(t, r, "sexual-victims-age")
	checkParts(t, ages)
	wantCounts(t, ages, map[string][2]float64{
		"12 months to May 2023: Under 13":            {2, 30},
		"12 months to May 2023: 13 to 15":            {4, 30},
		"12 months to May 2023: 16 and 17":           {4, 30},
		"12 months to May 2023: 18 to 24":            {8, 30},
		"12 months to May 2023: 25 and over":         {12, 30},
		"12 months to May 2023: Recorded as unknown": {5, -1},
		"12 months to May 2023: Not recorded":        {1, -1},
		"12 months to May 2023: Total":               {36, -1},
	})
	checkParts(t, tableNamed(t, r, "sexual-location"))
	// Wilson 18 of 40: 30.7 to 60.2.
	wantText(t, r, "sexual-profile-rape-share", "45% of sexual offences were rape (18 of 40; 95% CI 31% to 60%), 12 months to May 2023.")
	// Wilson 10 of 30: 19.2 to 51.2.
	wantText(t, r, "sexual-profile-under18-share", "33% of victims of sexual offences were under 18 (10 of 30; 95% CI 19% to 51%; age not recorded for 6), 12 months to May 2023.")
	// Wilson 8 of 36: 11.7 to 38.1.
	wantText(t, r, "sexual-profile-non-recent-share", "22% of sexual offences were non-recent, recorded more than 365 days after they happened (8 of 36; 95% CI 12% to 38%; time of the offence or of recording not recorded for 4), 12 months to May 2023.")
}
