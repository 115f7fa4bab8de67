package analysis

import "testing"

// The extract ends on 15 May 2023, so offences recorded after 16 November 2022
// (180 days before) are too recent. Of the others 60 have a known stage: 6
// charged (5 as "01", 1 as "1A"), 4 community resolutions, 10 outcome 16, 10
// outcome 15, 20 outcome 18, 10 not yet assigned; 3 transferred (20), 2 blank.
func TestOutcomes(t *testing.T) {
	var h sheet
	h.add(5, "2022-09", "ho_code=8N outcome_code=01")
	h.add(1, "2022-09", "ho_code=8N outcome_code=1A")
	h.add(4, "2022-09", "ho_code=8N outcome_code=8")
	h.add(10, "2022-09", "ho_code=8N outcome_code=16")
	h.add(10, "2022-09", "ho_code=8N outcome_code=15")
	h.add(20, "2022-09", "ho_code=34B outcome_code=18")
	h.add(10, "2022-09", "ho_code=34B outcome_code=0")
	h.add(3, "2022-09", "ho_code=34B outcome_code=20")
	h.add(2, "2022-09", "ho_code=34B")
	h.add(1, "2022-11", "ho_code=34B outcome_code=0 recorded_at=2022-11-17")
	h.add(6, "2023-05", "ho_code=34B outcome_code=1")
	s := h.study(t)
	r := computed(t, s, "outcomes")
	groups := tableNamed(t, r, "outcomes")
	checkParts(t, groups)
	wantCounts(t, groups, map[string][2]float64{
		"12 months to May 2023: Charged/Summonsed":                              {12, 59},
		"12 months to May 2023: Out-of-court (informal)":                        {4, 59},
		"12 months to May 2023: Not yet assigned an outcome":                    {11, -1},
		"12 months to May 2023: Not recorded":                                   {2, -1},
		"12 months to May 2023: Total":                                          {72, -1},
		"12 months to May 2023: Investigation complete - no suspect identified": {20, 59},
	})
	funnel := tableNamed(t, r, "outcomes-funnel")
	wantCounts(t, funnel, map[string][2]float64{
		"12 months to May 2023: Recorded":                                                 {60, 60},
		"12 months to May 2023: Outcome assigned":                                         {50, 60},
		"12 months to May 2023: Suspect identified":                                       {30, 60},
		"12 months to May 2023: Suspect identified and victim supports action":            {20, 60},
		"12 months to May 2023: Charged or dealt with out of court (positive outcome)":    {10, 60},
		"12 months to May 2023: Recorded in the last 180 days of the extract":             {7, -1},
		"12 months to May 2023: Recorded before then, stage not known (outcome 19 or 20)": {3, -1},
		"12 months to May 2023: Recorded before then, outcome not recorded":               {2, -1},
		"12 months to May 2023: Total":                                                    {72, -1},
	})
	row, _ := funnel.Find("12 months to May 2023", "Charged or dealt with out of court (positive outcome)")
	if got := row.Extra["share_of_previous"].Or(-1); got != 50 {
		t.Errorf("share of the stage before: got %v, want 50", got)
	}
	positive := tableNamed(t, r, "outcomes-positive")
	checkParts(t, positive)
	wantCounts(t, positive, map[string][2]float64{
		"12 months to May 2023: Violence with injury": {10, 30}, "12 months to May 2023: Robbery": {0, 30}, "12 months to May 2023: Total": {10, 60},
	})
	// Wilson 10 of 60: 9.3 to 28.0; 30 of 60: 37.7 to 62.3.
	wantText(t, r, "outcomes-positive-share", "17% of violence offences recorded 180 days or more before the end of the extract had a positive outcome (charge, caution, penalty notice, warning, community resolution or diversion) (10 of 60; 95% CI 9% to 28%; outcome not recorded for 2), 12 months to May 2023.")
	wantText(t, r, "outcomes-suspect-share", "50% of violence offences recorded 180 days or more before the end of the extract had an outcome for which a suspect was identified (30 of 60; 95% CI 38% to 62%; outcome not recorded for 2), 12 months to May 2023.")
}

// Everything recorded in the last 180 days: no share, and no panic.
func TestOutcomesAllRecent(t *testing.T) {
	var h sheet
	h.add(30, "2023-05", "ho_code=8N outcome_code=0")
	r := computed(t, h.study(t), "outcomes")
	wantText(t, r, "outcomes-positive-share", "Not produced: no offence of the period was recorded 180 days or more before the end of the extract and has an outcome code.")
}
