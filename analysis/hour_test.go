package analysis

import (
	"slices"
	"testing"
)

const yearToMay = "12 months to May 2023"

// knifeAt is a knife robbery at a time, recorded on 15 March 2023.
func knifeAt(from, to string) profiledOffence {
	return profiledOffence{recorded: "2023-03-15", from: from, to: to, code: "34B", knife: "threaten"}
}

// The extract: 12 at 16:10, 8 at 20:59, 4 at 21:00, 6 at 03:00 with a known
// time: 20 of 30 in [15, 21). Two have a date alone, one has nothing, one is of
// 2021 and so non-recent; one bare assault at 16:10 is no knife crime.
func hourStudy(t *testing.T) *Study {
	return profileStudy(t, profileInputs(t,
		times(12, knifeAt("2023-03-08 16:10", "")), times(8, knifeAt("2023-03-10 20:59", "2023-03-10 21:29")),
		times(4, knifeAt("2023-03-10 21:00", "")), times(6, knifeAt("2023-03-11 03:00", "")),
		times(2, knifeAt("2023-03-09", "")), times(1, knifeAt("", "")), times(1, knifeAt("2021-03-01 16:00", "")),
		times(1, profiledOffence{recorded: "2023-03-15", from: "2023-03-08 16:10", code: "8N"}),
	))
}

func TestKnifeHour(t *testing.T) {
	r := resultOf(t, hourStudy(t), "knife-hour")
	hours := tableIn(t, r, "knife-hour")
	addsUp(t, hours)
	addsUp(t, tableIn(t, r, "knife-hour-by-month"))
	addsUp(t, tableIn(t, r, "knife-hour-window"))
	for label, want := range map[string]float64{"4pm": 12, "8pm": 8, "9pm": 4, "3am": 6, "midnight": 0, "Not recorded": 3, nonRecentLabel: 1, "Total": 34} {
		if got := rowIn(t, hours, yearToMay, label).Estimate.Numerator.Or(-1); got != want {
			t.Errorf("%s: got %v, want %v", label, got, want)
		}
	}
	// 12 of 30 over 1/24 is 9.6.
	near(t, "index of 4pm", rowIn(t, hours, yearToMay, "4pm").Extra["index"].Or(0), 9.6)

	window := rowIn(t, tableIn(t, r, "knife-hour-window"), yearToMay, "3pm to 9pm")
	if n, d := window.Estimate.Numerator.Or(0), window.Estimate.Denominator.Or(0); n != 20 || d != 30 {
		t.Errorf("window: got %v of %v, want 20 of 30", n, d)
	}
	near(t, "share", window.Estimate.Value.Or(0), 100*20.0/30)
	near(t, "expected", window.Extra["expected"].Or(0), 25)
	near(t, "index", window.Extra["index"].Or(0), 20.0/30/0.25)
	// Half an hour later [15:30, 21:30): 12 + 8 + 4. The half hour from 20:30
	// holds the 8, that from 21:00 the 4, that from 16:00 the 12.
	near(t, "later", window.Extra["later"].Or(0), 100*24.0/30)
	// Half an hour earlier [14:30, 20:30): the 12.
	near(t, "earlier", window.Extra["earlier"].Or(0), 100*12.0/30)
	// Aoristic: 12 in full, 8 with one minute of 30 before 21:00, two whole
	// days with 6 of 24 hours, over 32 offences with a date.
	near(t, "aoristic", window.Extra["aoristic"].Or(0), 100*(12+8.0/30+2*0.25)/32)
}

func TestKnifeHourWords(t *testing.T) {
	// Wilson limits of 20 of 30 are 48.8% and 80.8% (PHE workbook formula); the
	// index limits 1.95 to 3.23 lie above 1 and the index 2.67 above 1.5.
	says(t, resultOf(t, hourStudy(t), "knife-hour"), "knife-peak-window-share",
		"67% of knife crime offences with a known time started between 3pm and 9pm (20 of 30; 95% CI 49% to 81%; time not recorded for 3), a peak at 2.7 times an even spread over the day, 12 months to May 2023.")
}

// Under 20 offences there is no per cent and no index; with more than half of
// the times unknown there is no sentence at all.
func TestWindowOfFew(t *testing.T) {
	few := profileStudy(t, profileInputs(t, times(7, knifeAt("2023-03-08 16:10", "")), times(5, knifeAt("2023-03-08 10:00", ""))))
	says(t, resultOf(t, few, "knife-hour"), "knife-peak-window-share",
		"7 of 12 knife crime offences with a known time started between 3pm and 9pm, 12 months to May 2023.")
	dark := profileStudy(t, profileInputs(t, times(30, knifeAt("2023-03-08 16:10", "")), times(31, knifeAt("2023-03-08", ""))))
	says(t, resultOf(t, dark, "knife-hour"), "knife-peak-window-share",
		"Not produced: the time of day is known for fewer than half of the knife crime offences.")
	// Between 50% and 80% known the sentence compares nothing.
	dim := profileStudy(t, profileInputs(t, times(30, knifeAt("2023-03-08 16:10", "")), times(10, knifeAt("2023-03-08", ""))))
	says(t, resultOf(t, dim, "knife-hour"), "knife-peak-window-share",
		"100% of knife crime offences with a known time started between 3pm and 9pm (30 of 30; 95% CI 89% to 100%; time not recorded for 10), 12 months to May 2023.")
}

func TestViolenceHour(t *testing.T) {
	s := hourStudy(t)
	// All offences are in the pack: 21 of 31.
	row := rowIn(t, tableIn(t, resultOf(t, s, "violence-hour"), "violence-hour"), yearToMay, "3pm to 9pm")
	if n, d := row.Estimate.Numerator.Or(0), row.Estimate.Denominator.Or(0); n != 21 || d != 31 {
		t.Errorf("got %v of %v, want 21 of 31", n, d)
	}
	addsUp(t, tableIn(t, resultOf(t, s, "hour"), "hour"))
}

func TestWeekdayHour(t *testing.T) {
	s := hourStudy(t)
	for name, want := range map[string]float64{"knife-weekday-hour": 12, "weekday-hour": 13} {
		table := tableIn(t, resultOf(t, s, name), name)
		tiles := *table
		tiles.Rows = slices.DeleteFunc(slices.Clone(table.Rows), func(r Row) bool { return r.Levels[1] == allDays || r.Levels[2] == allHours })
		addsUp(t, &tiles)
		edgesAddUp(t, table)
		row := rowIn(t, table, yearToMay, "Wednesday", "4pm") // 8 March 2023
		if got := row.Estimate.Numerator.Or(0); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
		// The 12 months to May 2023 have 53 Wednesdays in 365 days.
		near(t, "expected", row.Extra["expected"].Or(0), 100*53.0/(24*365))
		if q, p := row.Extra["q"].Or(1), row.Extra["p"].Or(1); !(p <= q && q < 0.05) {
			t.Errorf("%s: p %v and q %v of 12 where 0.2 are expected", name, p, q)
		}
	}
	one := tableIn(t, resultOf(t, s, "injury-weekday-hour"), "injury-weekday-hour")
	if got := rowIn(t, one, yearToMay, "Wednesday", "4pm").Estimate.Numerator.Or(0); got != 1 {
		t.Errorf("violence with injury: got %v, want 1", got)
	}
}

// edgesAddUp reports whether the totals of days and hours are the sums of their
// tiles.
func edgesAddUp(t *testing.T, table *Table) {
	t.Helper()
	sums := map[string]float64{}
	for _, r := range table.Rows {
		if r.Kind == LevelRow {
			n := r.Estimate.Numerator.Or(0)
			sums[r.Levels[0]+r.Levels[1]+allHours] += n
			sums[r.Levels[0]+allDays+r.Levels[2]] += n
		}
	}
	edges := 0
	for _, r := range table.Rows {
		if r.Levels[1] != allDays && r.Levels[2] != allHours {
			continue
		}
		edges++
		if got, want := r.Estimate.Numerator.Or(-1), sums[r.Levels[0]+r.Levels[1]+r.Levels[2]]; got != want {
			t.Errorf("%s: %s is %v, and its tiles add up to %v", table.ID, r.Key(), got, want)
		}
	}
	if edges == 0 || edges%(7+24) != 0 {
		t.Errorf("%s: %d totals of days and hours", table.ID, edges)
	}
}
