package analysis

import (
	"strings"
	"testing"

	"svna/datasets"
)

// TestTrendIsCutAtABreak: a series from April 2023 across the change of the MPS
// crime system in February 2024 has a chart on each side, none of 11 months has
// limits, and no sentence says that offences rose although they doubled.
func TestTrendIsCutAtABreak(t *testing.T) {
	var h sheet
	for m := datasets.NewMonth(2022, 6); m <= datasets.NewMonth(2024, 12); m++ {
		n := 40
		if m >= datasets.NewMonth(2024, 3) {
			n = 80
		}
		h.add(n, m.String(), "ho_code=34B")
	}
	s := h.study(t, func(in *Inputs) { in.Period, _ = datasets.ParsePeriod("2024-01/2024-12") })
	r := computed(t, s, "trend")
	table := tableNamed(t, r, "trend")
	before, _ := table.Find("January 2024")
	after, _ := table.Find("December 2024")
	if before.Extra["phase"] == after.Extra["phase"] {
		t.Error("the chart does not start anew at the break")
	}
	if after.Extra["upper_limit"].Known() {
		t.Error("a part of under 12 months has limits")
	}
	for _, statement := range r.Statements {
		if strings.Contains(statement.Text(), "rose") {
			t.Errorf("%s: %s", statement.ID, statement.Text())
		}
	}
}

// TestTrendRises: whole years of months with one offence more each rise; months that
// go up and down do not. The edge months, recorded on the 15th alone, are in part.
func TestTrendRises(t *testing.T) {
	for _, test := range []struct {
		name string
		n    func(i int) int
		word string
	}{
		{"one more a month", func(i int) int { return 40 + i }, " rose over the 24 months"},
		{"level", func(i int) int { return 40 + i*7%12 }, " show no clear trend over the 24 months"},
	} {
		var h sheet
		for i := range 36 {
			h.add(test.n(i), (datasets.NewMonth(2020, 6) + datasets.Month(i)).String(), "ho_code=34B")
		}
		for _, statement := range computed(t, h.study(t), "trend").Statements {
			if statement.ID == "trend-direction" && !strings.Contains(statement.Text(), test.word) {
				t.Errorf("%s: %s", test.name, statement.Text())
			}
		}
	}
}

// TestTrendOfOffenceMonths: without a date of recording no trend is named, however
// clear, and the sentence says why.
func TestTrendOfOffenceMonths(t *testing.T) {
	var h sheet
	for i := range 36 {
		h.add(40+i, (datasets.NewMonth(2020, 6) + datasets.Month(i)).String(), "ho_code=34B")
	}
	for _, row := range h.offences {
		row["committed_from"] = row["recorded_at"]
		delete(row, "recorded_at")
	}
	found, r := false, computed(t, h.study(t), "trend")
	if said := r.Tables[0].Title + r.Charts[0].Subtitle; strings.Contains(said, "record") {
		t.Errorf("the months are not those of recording: %s", said)
	}
	for _, statement := range r.Statements {
		found = found || statement.ID == "trend-direction"
		if statement.ID == "trend-direction" && !strings.Contains(statement.Text(), "no trend is named, since the months are not those of recording") {
			t.Errorf("got %s", statement.Text())
		}
	}
	if !found {
		t.Error("there is no statement of the direction")
	}
}

// TestRoundingCanHideSignals: a chart of rounded counts that finds nothing says that
// rounding can be the cause; one of exact counts does not.
func TestRoundingCanHideSignals(t *testing.T) {
	var h sheet
	for i := range 36 {
		h.add(40+i*7%12, (datasets.NewMonth(2020, 6) + datasets.Month(i)).String(), "ho_code=34B")
	}
	r := computed(t, h.study(t), "trend")
	table := tableNamed(t, r, "trend")
	for _, rounded := range []bool{false, true} {
		table.Rounded = rounded
		for _, statement := range r.Statements {
			if statement.ID != "trend-signals" {
				continue
			}
			text := statement.Select(table).Text()
			if strings.HasPrefix(text, "No month signals") == rounded || strings.HasPrefix(text, "Whether a month signals cannot be told ") != rounded {
				t.Errorf("rounded %v: %s", rounded, text)
			}
		}
	}
}
