package datasets

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func dayOf(t *testing.T, s string) int {
	t.Helper()
	day, err := parseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

func TestReadCalendar(t *testing.T) {
	terms := written(t, "terms.csv", "date_from,date_to,kind,name,source\r\n"+
		"2023-01-03,2023-02-11,term,Spring 1,Council\r\n"+
		"2023-02-11,2023-02-20,holiday,Half-term,Council\r\n"+
		"20/02/2023,01/04/2023,term,Spring 2,Council\r\n"+
		"2023-04-01,,inset,Inset,Council\r\n"+
		"2023-01-09,2023-01-09,bank_holiday,Made-up day,Council\r\n")
	flat := written(t, "days.csv", "date,title\n2023-04-07,Good Friday\n2023-01-09,Made-up day\n")
	site := written(t, "gov.json", `{"scotland":{"events":[{"date":"2023-01-02","title":"2nd January"}]},
		"england-and-wales":{"division":"england-and-wales","events":[{"title":"New Year","date":"2023-01-02","notes":"","bunting":true}]}}`)
	c, err := ReadCalendar([]string{terms, flat, site})
	if err != nil {
		t.Fatal(err)
	}
	wantTerms := []DayRange{
		{dayOf(t, "2023-01-03"), dayOf(t, "2023-02-10"), "Spring 1"},
		{dayOf(t, "2023-02-20"), dayOf(t, "2023-03-31"), "Spring 2"},
	}
	if diff := cmp.Diff(wantTerms, c.Terms); diff != "" {
		t.Errorf("terms (-want +got):\n%s", diff)
	}
	// 9 January 2023 is in two files and kept once.
	if len(c.Bank) != 3 || !c.HasTerms() || len(c.References) != 3 || len(c.References[0].Notes) != 1 {
		t.Errorf("got bank holidays %v, references %+v", c.Bank, c.References)
	}
	for day, want := range map[string]bool{
		"2023-01-02": false, // before term
		"2023-01-03": true,  // Tuesday, first day
		"2023-01-07": false, // Saturday
		"2023-01-08": false, // Sunday
		"2023-01-09": false, // Monday, bank holiday
		"2023-02-10": true,  // Friday, last day
		"2023-02-13": false, // Monday of half-term
		"2023-03-31": true,  // Friday, last day
	} {
		if got := c.SchoolDay(dayOf(t, day)); got != want {
			t.Errorf("SchoolDay(%s) = %v, want %v", day, got, want)
		}
	}
	var none *Calendar
	if none.SchoolDay(1) || none.BankHoliday(1) || none.HasTerms() {
		t.Error("no calendar answers")
	}
}

// The weekday of a day agrees with package time, before and after 1970.
func TestSchoolDayWeekday(t *testing.T) {
	c := &Calendar{Terms: []DayRange{{-30000, 30000, "always"}}}
	for day := -20; day < 20; day++ {
		weekday := time.Unix(int64(day)*86400, 0).UTC().Weekday()
		want := weekday != time.Saturday && weekday != time.Sunday
		if got := c.SchoolDay(day); got != want {
			t.Errorf("day %d: got %v, want %v (%s)", day, got, want, weekday)
		}
	}
}

func TestReadCalendarErrors(t *testing.T) {
	head := "date_from,date_to,kind,name\n"
	for _, c := range []struct {
		text string
		says []string
	}{
		{head + "2023-01-03,2023-02-11,term,A\n2023-02-10,2023-02-20,holiday,B\n", []string{"2023-02-10", "overlaps"}},
		{head + "2023-01-03,2023-01-01,term,A\n", []string{"line 2", "date_to", "before"}},
		{head + "2023-13-03,2023-01-01,term,A\n", []string{"line 2", "date_from", "not a date"}},
		{head + "2023-01-03,2023-02-11,terms,A\n", []string{"line 2", "kind"}},
		{head + "2013-01-03,2023-02-11,term,A\n", []string{"line 2", "more than a year"}},
		{head + "2013-01-03,9999-02-11,bank_holiday,A\n", []string{"line 2", "more than a year"}},
		{"a,b\n1,2\n", []string{"date_from, date_to, kind"}},
		{`{"scotland":[]}`, []string{"england-and-wales"}},
		{`{"england-and-wales":[{"date":"x"}]}`, []string{"entry 1"}},
		{`{"england-and-wales":`, []string{"not JSON"}},
	} {
		_, err := ReadCalendar([]string{written(t, "c.csv", c.text)})
		wantError(t, err, c.says...)
	}
}

func TestReadBankHolidays(t *testing.T) {
	c, err := ReadCalendar([]string{sharedPath(t, "data", "calendar", "bank-holidays.json")})
	if err != nil {
		t.Fatal(err)
	}
	// README of the data, cross-check 24: 8 a year, 10 in 2022, 9 in 2023.
	perYear := map[int]int{}
	for _, day := range c.Bank {
		perYear[time.Unix(int64(day.From)*86400, 0).UTC().Year()]++
	}
	want := map[int]int{2019: 8, 2020: 8, 2021: 8, 2022: 10, 2023: 9, 2024: 8, 2025: 8, 2026: 8, 2027: 8, 2028: 8}
	if diff := cmp.Diff(want, perYear); diff != "" {
		t.Errorf("bank holidays a year (-want +got):\n%s", diff)
	}
	if !c.BankHoliday(dayOf(t, "2022-09-19")) || c.HasTerms() { // the state funeral
		t.Error("got no bank holiday on 19 September 2022, or terms")
	}
}
