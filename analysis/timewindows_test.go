package analysis

import (
	"testing"

	"svna/datasets"
)

// Friday 10 March 2023. The night band holds Friday 21:00, Saturday 02:00 and
// Sunday 03:59, and not Friday 02:00, Sunday 04:00 or Monday 02:00.
func TestWeekendNights(t *testing.T) {
	assault := func(from string) []profiledOffence {
		return times(1, profiledOffence{recorded: "2023-03-20", from: from, code: "8N"})
	}
	s := profileStudy(t, profileInputs(t, assault("2023-03-10 21:00"), assault("2023-03-11 02:00"), assault("2023-03-12 03:59"),
		assault("2023-03-10 02:00"), assault("2023-03-12 04:00"), assault("2023-03-13 02:00")))
	table := tableIn(t, resultOf(t, s, "time-windows"), "time-windows")
	row := rowIn(t, table, yearToMay, "Violence with injury offences", "9pm to 4am, Friday and Saturday nights")
	if n, d := row.Estimate.Numerator.Or(0), row.Estimate.Denominator.Or(0); n != 3 || d != 6 {
		t.Errorf("got %v of %v, want 3 of 6", n, d)
	}
	// The period has 52 Fridays and 52 Saturdays in 365 days.
	near(t, "expected", row.Extra["expected"].Or(0), 100*104.0*7/(24*365))
	quarters := 0.0
	for _, b := range timeBands[:4] {
		quarters += rowIn(t, table, yearToMay, "Violence with injury offences", b.Label).Estimate.Numerator.Or(0)
	}
	if quarters != 6 {
		t.Errorf("the quarters of the day add up to %v, want 6", quarters)
	}
}

// 40 of 100 violence with injury offences from 3pm to 6pm on a Wednesday; those
// on a Saturday afternoon and those of another subgroup do not count.
func TestAfterSchool(t *testing.T) {
	at := func(n int, from, code string) []profiledOffence {
		return times(n, profiledOffence{recorded: "2023-03-20", from: from, code: code})
	}
	s := profileStudy(t, profileInputs(t, at(40, "2023-03-08 17:59", "8N"), at(30, "2023-03-11 16:00", "8N"), at(30, "2023-03-08 18:00", "8N"),
		at(50, "2023-03-08 16:00", "34B"), at(5, "2023-03-08", "8N")))
	r := resultOf(t, s, "time-windows")
	row := rowIn(t, tableIn(t, r, "time-windows"), yearToMay, "Violence with injury offences", afterSchool.Label)
	// 261 of the 365 days are weekdays, 3 hours each.
	near(t, "index", row.Extra["index"].Or(0), 0.4/(261.0*3/(24*365)))
	// Wilson limits of 40 of 100: 30.9% and 49.8%.
	says(t, r, "injury-after-school-share", "40% of violence with injury offences with a known time started between 3pm and 6pm from Monday to Friday (40 of 100; 95% CI 31% to 50%; time not recorded for 5), a peak at 4.5 times an even spread over the week, 12 months to May 2023.")
}

// Terms of June and July 2022 and of September 2022 to May 2023, and a bank
// holiday on Monday 26 December: of 261 weekdays 23 are in August and one is the
// bank holiday, so 237 are school days.
func termCalendar(t *testing.T) *datasets.Calendar {
	day := func(text string) int {
		seconds, _ := clock(t, text)
		return int(seconds / 86400)
	}
	return &datasets.Calendar{
		Terms: []datasets.DayRange{{From: day("2022-06-01"), To: day("2022-07-31")}, {From: day("2022-09-01"), To: day("2023-05-31")}},
		Bank:  []datasets.DayRange{{From: day("2022-12-26"), To: day("2022-12-26")}},
	}
}

func TestTermHoliday(t *testing.T) {
	at := func(n int, from string) []profiledOffence {
		return times(n, profiledOffence{recorded: "2023-05-20", from: from})
	}
	in := profileInputs(t, at(237, "2023-03-08 15:00"), at(12, "2022-08-10 17:59"), at(5, "2022-12-26 18:00"), at(8, "2022-08-13 16:00"), at(2, "2023-03-08"), at(1, ""), at(3, "2022-05-31 16:00"))
	in.Calendar = termCalendar(t)
	r := resultOf(t, profileStudy(t, in), "term-holiday")
	table := tableIn(t, r, "term-holiday")
	addsUp(t, table)
	for _, want := range []struct {
		time, day string
		n, days   float64
	}{
		{wholeDayLabel, "School days", 239, 237},
		{wholeDayLabel, "Weekdays out of school", 17, 24},
		{wholeDayLabel, "Weekends", 8, 104},
		{afterSchoolLabel, "School days", 237, 237},
		{afterSchoolLabel, "Weekdays out of school", 12, 24},
		{afterSchoolLabel, "Weekends", 8, 104},
	} {
		e := rowIn(t, table, yearToMay, want.time, want.day).Estimate
		if e.Numerator.Or(-1) != want.n || e.Denominator.Or(-1) != want.days {
			t.Errorf("%s, %s: got %v over %v days, want %v over %v", want.time, want.day, e.Numerator.Or(-1), e.Denominator.Or(-1), want.n, want.days)
		}
	}
	// One a day against a half: ratio 2, limits 2·exp(∓1.96·sqrt(1/237 + 1/12)) = 1.12
	// and 3.57.
	says(t, r, "term-holiday-after-school", "The number of serious violence offences a day from 3pm to 6pm on school days was 2.0 times that on weekdays out of school (237 offences on 237 school days, 12 offences on 24 other weekdays; ratio 2.00; 95% CI 1.12 to 3.57; time not recorded for 2), 12 months to May 2023.")
}

func TestTermsThatDoNotCoverThePeriod(t *testing.T) {
	in := profileInputs(t, times(20, profiledOffence{from: "2023-03-08 15:00"}))
	in.Calendar = termCalendar(t)
	in.Calendar.Terms = in.Calendar.Terms[:1]
	b, _ := BreakdownNamed("term-holiday")
	if o := compute(b, profileStudy(t, in)); o.Skipped == "" || o.Err != nil {
		t.Errorf("got %+v, want it skipped", o)
	}
}

// Of 110 times 10 are midnight, 5 midday, 35 at 15:00 and 60 at 15:17; three
// offences have a day alone, and 60 + 3 are dated the first of the month.
func TestDefaultTimes(t *testing.T) {
	at := func(n int, from string) []profiledOffence {
		return times(n, profiledOffence{recorded: "2023-03-20", from: from})
	}
	s := profileStudy(t, profileInputs(t, at(10, "2023-03-08 00:00"), at(5, "2023-03-08 12:00"), at(35, "2023-03-08 15:00"), at(60, "2023-03-01 15:17"), at(3, "2023-03-01")))
	r := resultOf(t, s, "default-times")
	table := tableIn(t, r, "default-times")
	for label, want := range map[string][2]float64{
		midnightLabel: {10, 110}, "Midday (12:00)": {5, 110}, "On the whole hour": {50, 110}, "On the half hour": {0, 110}, "First of the month": {63, 113},
	} {
		e := rowIn(t, table, yearToMay, label).Estimate
		if got := [2]float64{e.Numerator.Or(-1), e.Denominator.Or(-1)}; got != want {
			t.Errorf("%s: got %v, want %v", label, got, want)
		}
	}
	minutes := tableIn(t, r, "default-times-minutes")
	addsUp(t, minutes)
	for label, want := range map[string]float64{"At 15:00": 35, "At 15:17": 60, "Other minutes": 15} {
		if got := rowIn(t, minutes, yearToMay, label).Estimate.Numerator.Or(-1); got != want {
			t.Errorf("%s: got %v, want %v", label, got, want)
		}
	}
	// Wilson limits of 10 of 110: 5.0% and 15.9%.
	says(t, r, "default-times-midnight", "9% of offences with a known time were entered as exactly midnight, against 0.07% of an even spread (10 of 110; 95% CI 5% to 16%; time not recorded for 3), 12 months to May 2023.")
}
