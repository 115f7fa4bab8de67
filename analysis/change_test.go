package analysis

import (
	"math"
	"testing"

	"svna/analysis/stats"
	"svna/datasets"
)

// rose and fell need both counts at 20 or more and p under 0.05; expected values
// worked out apart: 50 to 80 has ratio 1.6 (1.124 to 2.278), p 0.0107; 50 to 60
// ratio 1.2 (0.824 to 1.747), p 0.391; 50 to 25 ratio 0.5 (0.309 to 0.808), p
// 0.0052. Years of 365 days each.
func TestChangePhrase(t *testing.T) {
	s := (&sheet{offences: []map[string]string{{"recorded_at": "2023-01-15"}, {"recorded_at": "2022-01-15"}}}).study(t)
	for _, test := range []struct {
		before, now int
		blocked     string
		want        string
	}{
		{50, 80, "", "offences rose from 50 to 80 (up 30, 60%; ratio of counts a day 1.60; 95% CI 1.12 to 2.28)"},
		{50, 25, "", "offences fell from 50 to 25 (down 25, 50%; ratio of counts a day 0.50; 95% CI 0.31 to 0.81)"},
		{50, 60, "", "offences were similar, 50 and 60 (up 10, 20%; ratio of counts a day 1.20; 95% CI 0.82 to 1.75)"},
		{50, 50, "", "offences were similar, 50 and 50 (ratio of counts a day 1.00; 95% CI 0.68 to 1.48)"},
		{10, 10, "", "offences numbered 10 in both periods"},
		{12, 40, "", "offences went from 12 to 40 (up 28)"},
		{40, 12, "", "offences went from 40 to 12 (down 28, 70%)"},
		{50, 80, "a break in the series lies between", "offences went from 50 to 80 (up 30; not comparable: a break in the series lies between)"},
	} {
		row := s.changeRow(LevelRow, test.now, test.before, nil, "x")
		got := changePhrase(Figure{Estimate: row.Estimate, Extra: row.Extra}, "offences", test.blocked)
		if got != test.want {
			t.Errorf("from %d to %d:\n got %s\nwant %s", test.before, test.now, got, test.want)
		}
	}
}

// The percentage is absent below 20 earlier offences; p is that of the exact
// conditional test, 26 to 37 in equal years: 0.207367899857 (published check).
func TestChangeRow(t *testing.T) {
	s := (&sheet{offences: []map[string]string{{"recorded_at": "2023-01-15"}}}).study(t)
	row := s.changeRow(LevelRow, 37, 26, nil, "x")
	if got := row.Extra["p"].Or(-1); math.Abs(got-0.207367899857) > 1e-9 {
		t.Errorf("p of 26 to 37: got %v, want 0.207367899857", got)
	}
	if got := row.Extra["percent"].Or(-1); math.Abs(got-100*11.0/26) > 1e-12 {
		t.Errorf("per cent of 26 to 37: got %v, want %v", got, 100*11.0/26)
	}
	if s.changeRow(LevelRow, 37, 19, nil, "x").Extra["percent"].Known() {
		t.Error("19 to 37 has a percentage, want none")
	}
	zero := s.changeRow(LevelRow, 3, 0, nil, "x")
	if zero.Estimate.Value.Known() || zero.Extra["percent"].Known() {
		t.Errorf("0 to 3 has a ratio or percentage: %+v", zero)
	}
}

// Breaks: June 2022 (strangulation) concerns violence with injury of the period
// June 2021 to May 2023; March 2024 (flags) lies outside. A break in the first
// month of the period before is at its start and breaks nothing.
func TestBreaksBetweenPeriods(t *testing.T) {
	s := (&sheet{offences: []map[string]string{{"recorded_at": "2023-01-15"}}}).study(t)
	for _, test := range []struct {
		period string
		series string
		want   bool
	}{
		{"2022-06/2023-05", "Violence with injury", true},
		{"2022-06/2023-05", "Robbery", false},
		{"2022-06/2023-05", "flag_domestic_abuse", false},
		{"2023-06/2024-05", "flag_domestic_abuse", true},
		{"2023-06/2024-05", "Robbery", true},  // February 2024 concerns all series of the MPS
		{"2025-02/2026-01", "Robbery", false}, // February 2024 is the first month
	} {
		p, err := datasets.ParsePeriod(test.period)
		if err != nil {
			t.Fatal(err)
		}
		s.Period, s.Previous = p, p.Previous()
		if got := s.broken([]string{test.series}); got != test.want {
			t.Errorf("%s in %s: broken %v, want %v", test.series, test.period, got, test.want)
		}
	}
	s.Area.Code = "E06000023"
	s.Period, s.Previous = datasets.Period{From: datasets.NewMonth(2023, 6), To: datasets.NewMonth(2024, 5)}, datasets.Period{From: datasets.NewMonth(2022, 6), To: datasets.NewMonth(2023, 5)}
	if s.broken([]string{"Robbery"}) {
		t.Error("a break of the MPS acts outside London")
	}
}

// q leaves out totals and missing kinds: of p 0.01 and 0.04 it makes 0.02 and
// 0.04 (0.01 * 2 / 1 and 0.04 * 2 / 2).
func TestCorrectChanges(t *testing.T) {
	row := func(kind RowKind, p float64) Row {
		return Row{Kind: kind, Extra: map[string]stats.Number{"p": stats.N(p)}}
	}
	table := Table{Rows: []Row{row(LevelRow, 0.04), row(LevelRow, 0.01), row(NotKnownRow, 0.001), row(TotalRow, 0.001)}}
	correctChanges(&table)
	want := []stats.Number{stats.N(0.04), stats.N(0.02), {}, {}}
	for i, w := range want {
		if got := table.Rows[i].Extra["q"]; got.Known() != w.Known() || math.Abs(got.Or(0)-w.Or(0)) > 1e-12 {
			t.Errorf("row %d: q %v, want %v", i, got, w)
		}
	}
}
