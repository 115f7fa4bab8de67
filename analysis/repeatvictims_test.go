package analysis

import "testing"

// In the period: a has 3 offences, b 2, c 1, d 1; two victims have no pseudonym.
// e is given twice with one offence, and counts once. Of these 5 people 2 have two
// offences or more. Again within 365 days: a and b in the period, and c, whose
// earlier offence was 92 days before; d's was 395 days before.
func TestRepeatVictims(t *testing.T) {
	var h sheet
	for _, o := range []struct{ month, key string }{
		{"2022-06", "a"}, {"2022-09", "a"}, {"2022-12", "a"}, {"2022-07", "b"}, {"2023-01", "b"}, {"2022-06", "c"}, {"2022-03", "c"}, {"2023-05", "d"}, {"2022-04", "d"},
	} {
		h.add(1, o.month, "ho_code=8N", "role=victim person_key="+o.key)
	}
	h.add(1, "2022-08", "ho_code=8N", "role=victim person_key=e", "role=victim person_key=e", "role=suspect person_key=c")
	h.add(2, "2022-08", "ho_code=8N", "role=victim")
	r := computed(t, h.study(t), "repeat-victims")
	table := tableNamed(t, r, "repeat-victims")
	wantCounts(t, table, map[string][2]float64{
		"12 months to May 2023: 1":         {3, 5},
		"12 months to May 2023: 2":         {1, 5},
		"12 months to May 2023: 3":         {1, 5},
		"12 months to May 2023: 5 or more": {0, 5},
		"12 months to May 2023: Total":     {5, -1},
	})
	for label, want := range map[string]float64{"1": 3, "2": 2, "3": 3, "No pseudonym": 2, "Total": 10} {
		row, _ := table.Find("12 months to May 2023", label)
		if got := row.Extra["victimisations"].Or(-1); got != want {
			t.Errorf("offences of people with %s: got %v, want %v", label, got, want)
		}
	}
	wantCounts(t, tableNamed(t, r, "repeat-victims-share"), map[string][2]float64{
		"12 months to May 2023: Victim of two or more offences in the period": {2, 5},
		"12 months to May 2023: Victim again within 365 days":                 {3, 5},
	})
	wantText(t, r, "repeat-victims-share", "2 of 5 distinct victims of violence were victims of two or more offences in the period, 12 months to May 2023.")
}

// With under half of the victims under a pseudonym there is no sentence.
func TestRepeatVictimsWithoutPseudonyms(t *testing.T) {
	var h sheet
	h.add(1, "2022-06", "ho_code=8N", "role=victim person_key=a")
	h.add(2, "2022-06", "ho_code=8N", "role=victim")
	wantText(t, computed(t, h.study(t), "repeat-victims"), "repeat-victims-share", "Not produced: under half of the victims have a pseudonym.")
}
