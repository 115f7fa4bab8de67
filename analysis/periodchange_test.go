package analysis

import (
	"slices"
	"strings"
	"testing"
)

// TestChangeAddsUp: 40 robberies became 90 and 60 assaults stayed 60: the whole
// changes by 50, all of it robbery; the exact test of 40 against 90 gives p under
// 0.001, also among two looks. Each split has the same total.
func TestChangeAddsUp(t *testing.T) {
	var h sheet
	h.add(1, "2021-06", "ho_code=58A")
	victim := "role=victim sex=male age_at_offence=30"
	h.add(40, "2022-01", "ho_code=34B", victim)
	h.add(60, "2022-01", "ho_code=3B", victim)
	h.add(90, "2023-01", "ho_code=34B", victim)
	h.add(60, "2023-01", "ho_code=3B", victim)
	r := computed(t, h.study(t), "change")
	table := tableNamed(t, r, "change")
	checkParts(t, table)
	wantCounts(t, table, map[string][2]float64{"Offence: Robbery": {90, 40}, "Offence: Violence without injury": {60, 60}, "Offence: Total": {150, 100}})
	row, _ := table.Find("Offence", "Robbery")
	roughly(t, "contribution of robbery", row.Extra["change"], 50)
	roughly(t, "its share of the change", row.Extra["share_of_change"], 100)
	age := "Age of the youngest victim or suspect"
	total, _ := table.Find(age, "Total")
	roughly(t, "change by age", total.Extra["change"], 50)
	for _, s := range r.Statements {
		if s.ID == "change-by-offence" && !strings.Contains(s.Text(), "Robbery rose from 40 to 90 (up 50, 125%; ratio of counts a day 2.25") {
			t.Errorf("change-by-offence: %s", s.Text())
		}
		if s.ID == "change-by-ward" && s.NotProduced == "" {
			t.Errorf("change-by-ward without wards: %s", s.Text())
		}
	}
}

// TestChangeThatIsNotSaid: 40 robberies became 90, but the extract has no dates of
// recording. "Rose" is not said, and neither is it denied.
func TestChangeThatIsNotSaid(t *testing.T) {
	var h sheet
	h.add(1, "2021-06", "ho_code=58A")
	h.add(40, "2022-01", "ho_code=34B")
	h.add(60, "2022-01", "ho_code=3B")
	h.add(90, "2023-01", "ho_code=34B")
	h.add(60, "2023-01", "ho_code=3B")
	for _, row := range h.offences {
		row["committed_from"] = row["recorded_at"]
		delete(row, "recorded_at")
	}
	r := computed(t, h.study(t), "change")
	at := slices.IndexFunc(r.Statements, func(s Statement) bool { return s.ID == "change-by-offence" })
	s := r.Statements[at]
	if want := "Of 2 offence subgroups, the largest change in count: Robbery, 40 to 90 (up 50, 125%; "; !strings.HasPrefix(s.Text(), want) || !strings.Contains(s.Text(), "no change is named") {
		t.Errorf("got %s, want %s", s.Text(), want)
	}
	if title := s.Short(s.Figures); title != "" {
		t.Errorf("the title says %q", title)
	}
}
