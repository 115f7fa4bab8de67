package analysis

import "testing"

// Of 40 offences 30 have a location type, 6 are recorded as unknown and 4 blank;
// of 40 victims 36 have an age, 2 are unknown, 1 is not applicable and 1 blank:
// 36 of 39, Wilson 79.7 to 97.3. Fields that the extract does not have are in no
// row. The least complete comes first.
func TestCompleteness(t *testing.T) {
	var h sheet
	h.add(30, "2022-09", "ho_code=8N location_type=street", "role=victim age_at_offence=30")
	h.add(6, "2022-09", "ho_code=8N location_type=unknown", "role=victim age_at_offence=40")
	h.add(1, "2022-09", "ho_code=8N", "role=victim")
	h.add(1, "2022-09", "ho_code=8N", "role=victim age_at_offence=-")
	h.add(2, "2022-09", "ho_code=8N", "role=victim age_at_offence=?")
	r := computed(t, h.study(t), "completeness")
	table := tableNamed(t, r, "completeness")
	wantCounts(t, table, map[string][2]float64{
		"12 months to May 2023: Location type of offences": {30, 40},
		"12 months to May 2023: Age of victims":            {36, 39},
	})
	if _, found := table.Find("12 months to May 2023", "Sex of victims"); found {
		t.Error("a row of a field that the extract does not have")
	}
	row, _ := table.Find("12 months to May 2023", "Location type of offences")
	if got, want := table.Rows[0].Levels[1], "Location type of offences"; got != want {
		t.Errorf("first row: got %s, want %s", got, want)
	}
	wantText(t, r, "completeness-victim-age", "Age was recorded for 92% of victims (36 of 39; 95% CI 80% to 97%), 12 months to May 2023.")
	wantText(t, r, "completeness-offence-time", "Not produced: the extract has no such field.")
	if row.Extra["unknown"].Or(-1) != 6 || row.Extra["not_recorded"].Or(-1) != 4 || row.Note == "" {
		t.Errorf("unknown, not recorded and mark: got %v, %q", row.Extra, row.Note)
	}
}
