package analysis

import (
	"testing"

	"svna/datasets"
)

func TestWeekdayCounts(t *testing.T) {
	period, err := datasets.ParsePeriod("2022-06/2023-05")
	if err != nil {
		t.Fatal(err)
	}
	// 1 June 2022 was a Wednesday; 365 days are 52 weeks and one Wednesday.
	want := [7]int{52, 52, 53, 52, 52, 52, 52}
	if got := weekdayCounts(period); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

// 60 offences on Friday 10 March 2023, 40 on each of four other days and 40
// non-recent or undated: 220 with a known day.
func TestFridayIndex(t *testing.T) {
	in := profileInputs(t,
		times(60, knifeAt("2023-03-10 23:30", "")), times(40, knifeAt("2023-03-06", "")), times(40, knifeAt("2023-03-07 10:00", "")),
		times(40, knifeAt("2023-03-08 10:00", "")), times(40, knifeAt("2023-03-11 00:30", "")),
		times(30, knifeAt("", "")), times(10, knifeAt("2020-03-11 00:30", "")))
	r := resultOf(t, profileStudy(t, in), "knife-weekday")
	table := tableIn(t, r, "knife-weekday")
	addsUp(t, table)
	addsUp(t, tableIn(t, r, "knife-weekday-by-month"))
	friday := rowIn(t, table, yearToMay, "Friday")
	if n, d := friday.Estimate.Numerator.Or(0), friday.Estimate.Denominator.Or(0); n != 60 || d != 220 {
		t.Errorf("got %v of %v, want 60 of 220", n, d)
	}
	// (60/52)/(220/365).
	near(t, "index", friday.Estimate.Value.Or(0), 60.0/52/(220.0/365))
	// Byar of 60: 60·(1 - 1/540 - z/(3·sqrt 60))³ = 45.783760, worked outside this
	// program; the index scales alike.
	near(t, "ratio of limit to value", friday.Estimate.Lower.Or(0)/friday.Estimate.Value.Or(1), 45.78375951551044/60)
	says(t, r, "knife-friday-index",
		"Fridays had 1.9 times the knife crime offences of the mean day (60 of 220; index 1.91; 95% CI 1.46 to 2.46; day not recorded for 30), 12 months to May 2023.")
}

func TestWeekdayNotSetApart(t *testing.T) {
	// 11 of 70 on Fridays: (11/52)/(70/365) = 1.10, Byar 0.55 to 1.97.
	in := profileInputs(t, times(11, knifeAt("2023-03-10 12:00", "")), times(12, knifeAt("2023-03-06 12:00", "")), times(12, knifeAt("2023-03-07 12:00", "")),
		times(12, knifeAt("2023-03-08 12:00", "")), times(12, knifeAt("2023-03-09 12:00", "")), times(11, knifeAt("2023-03-11 12:00", "")))
	says(t, resultOf(t, profileStudy(t, in), "knife-weekday"), "knife-friday-index",
		"The number of knife crime offences on Fridays was similar to that of the mean day (11 of 70; index 1.10; 95% CI 0.55 to 1.97), 12 months to May 2023.")
}

// TestWeekdayChosenAmongSeven: 44 on Thursdays and 28 on each other day. The limits of
// Thursdays alone lie above 1, but seven days were looked at (p of 44 where 30.2 are
// expected is 0.011 one-sided by the Poisson distribution, and seven times that over 0.05).
func TestWeekdayChosenAmongSeven(t *testing.T) {
	days := []string{"06", "07", "08", "10", "11", "12"}
	parts := [][]profiledOffence{times(44, knifeAt("2023-03-09 12:00", ""))}
	for _, day := range days {
		parts = append(parts, times(28, knifeAt("2023-03-"+day+" 12:00", "")))
	}
	says(t, resultOf(t, profileStudy(t, profileInputs(t, parts...)), "knife-weekday"), "knife-weekday-busiest",
		"Thursdays had the most knife crime offences a day, not clearly more than the mean day, allowing for the choice among seven days (44 of 212; index 1.46; 95% CI 1.06 to 1.96), 12 months to May 2023.")
}
