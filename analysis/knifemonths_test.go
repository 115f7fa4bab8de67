package analysis

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"svna/analysis/stats"
	"svna/datasets"
)

// monthly makes offences in each month of a run: n(month) on its first and as
// many on its last day, recorded lag days later; nothing is recorded after the
// run.
func monthly(span datasets.Period, n func(calendar int) int, lag int64) []profiledOffence {
	var offences []profiledOffence
	end := (span.To + 1).Start() / 86400
	for m := span.From; m <= span.To; m++ {
		first := m.Start() / 86400
		for _, day := range []int64{first, first + int64(m.Days()) - 1} {
			if day+lag < end {
				o := knifeAt(dayText(day)+" 12:00", "")
				o.recorded = dayText(day + lag)
				offences = append(offences, times(n(m.Calendar()), o)...)
			}
		}
	}
	return offences
}

// dayText writes a day since 1970.
func dayText(day int64) string {
	m := datasets.MonthOf(day * 86400)
	return fmt.Sprintf("%s-%02d", m, day-m.Start()/86400+1)
}

func periodOf(t *testing.T, text string) datasets.Period {
	t.Helper()
	p, err := datasets.ParsePeriod(text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func fewInJune(calendar int) int {
	if calendar == 6 {
		return 6
	}
	return 20
}

func TestKnifeMonths(t *testing.T) {
	in := profileInputs(t, monthly(periodOf(t, "2021-06/2023-05"), fewInJune, 0))
	r := resultOf(t, profileStudy(t, in), "knife-months")
	table := tableIn(t, r, "knife-months")
	addsUp(t, table)
	addsUp(t, tableIn(t, r, "knife-months-series"))
	// Two years: 24 in June, 80 in each of eleven other months, 904 in 730 days.
	june := rowIn(t, table, "June")
	if n, d := june.Estimate.Numerator.Or(0), june.Estimate.Denominator.Or(0); n != 24 || d != 904 {
		t.Errorf("June: got %v of %v, want 24 of 904", n, d)
	}
	near(t, "index of June", june.Extra["index"].Or(0), 100*(24.0/60)/(904.0/730))
	if v := june.Estimate.Value.Or(1); v < 0.25 || v > 0.4 {
		t.Errorf("effect of June: got %v, want about 0.33: 0.4 a day against a mean of the logarithms of about 1.2", v)
	}
	text := statementText(t, r, "knife-low-months")
	if !strings.HasPrefix(text, "June had the fewest knife crime offences a day: June 0.3") || !strings.HasSuffix(text, ", 24 months to May 2023.") {
		t.Error(text)
	}
	if strings.Contains(text, "season") {
		t.Errorf("a month effect is called a season: %s", text)
	}
}

func statementText(t *testing.T, r Result, id string) string {
	t.Helper()
	for _, s := range r.Statements {
		if s.ID == id {
			return s.Text()
		}
	}
	t.Fatalf("no statement %s", id)
	return ""
}

// All months alike: none is low, and the sentence says so.
func TestNoLowMonth(t *testing.T) {
	in := profileInputs(t, monthly(periodOf(t, "2021-06/2023-05"), func(int) int { return 20 }, 0))
	text := statementText(t, resultOf(t, profileStudy(t, in), "knife-months"), "knife-low-months")
	if !strings.HasPrefix(text, "No calendar month had clearly fewer knife crime offences a day than the average month (lowest: ") {
		t.Error(text)
	}
}

// Under 24 whole months the table has the index and no effect.
func TestOneYearHasNoMonthEffects(t *testing.T) {
	in := profileInputs(t, monthly(periodOf(t, "2022-06/2023-05"), fewInJune, 0))
	r := resultOf(t, profileStudy(t, in), "knife-months")
	says(t, r, "knife-low-months", "Not produced: how the calendar months differ is not estimable: fewer than 24 months.")
	june := rowIn(t, tableIn(t, r, "knife-months"), "June")
	if june.Estimate.Value.Known() || !june.Extra["index"].Known() {
		t.Errorf("June: got %+v", june)
	}
}

// A first month in which the records begin on the 20th is not whole.
func TestWholeMonths(t *testing.T) {
	in := profileInputs(t, times(3, knifeAt("2021-05-20 12:00", "")), monthly(periodOf(t, "2021-06/2023-05"), fewInJune, 0))
	got := knifeProfile(profileStudy(t, in)).wholeMonths()
	if want := periodOf(t, "2021-06/2023-05"); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

// A month without records inside the data is no month without offences: series
// begin after it, and the study says so. Months of a few offences may be empty by
// chance.
func TestAMonthWithoutRecordsIsNoNought(t *testing.T) {
	around := func(n int) *Study {
		each := func(int) int { return n }
		return profileStudy(t, profileInputs(t, monthly(periodOf(t, "2020-06/2021-03"), each, 0), monthly(periodOf(t, "2021-05/2023-05"), each, 0)))
	}
	s := around(30)
	if got, want := knifeProfile(s).wholeMonths(), periodOf(t, "2021-05/2023-05"); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	want := "April 2021 has next to no records (0, and the median month 60): they are missing, and charts by month begin after it."
	if !slices.Contains(s.Defaults, want) {
		t.Errorf("got %q, want %q among them", s.Defaults, want)
	}
	if got, want := knifeProfile(around(5)).wholeMonths(), periodOf(t, "2020-06/2023-05"); got != want {
		t.Errorf("few offences: got %v, want %v", got, want)
	}
}

// Half of the offences are recorded 60 days later: of those committed in April
// and May 2023 only that half recorded at once is in the data, so both months are
// left out; those of March are complete but for its last day.
func TestImmatureMonthsAreLeftOut(t *testing.T) {
	span := periodOf(t, "2020-06/2023-05")
	half := func(int) int { return 10 }
	in := profileInputs(t, monthly(span, half, 0), monthly(span, half, 60))
	got, note := knifeProfile(profileStudy(t, in)).seasonMonths()
	if want := periodOf(t, "2020-06/2023-03"); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
	if want := "Left out as still lacking offences that are yet to be recorded: the months after March 2023."; note != want {
		t.Errorf("got %q, want %q", note, want)
	}
}

// An offence counts in the month in which it was committed though it was recorded
// after the last month of the table: those of February and March 2023 recorded in
// April and May do, as its test of maturity presumes; those committed in April and
// May are of no month of the table. 34 months of 40 each, 20 of 60 days later.
func TestMonthsHaveWhatWasRecordedAfterThem(t *testing.T) {
	span := periodOf(t, "2020-06/2023-05")
	half := func(int) int { return 10 }
	table := tableIn(t, resultOf(t, profileStudy(t, profileInputs(t, monthly(span, half, 0), monthly(span, half, 60))), "knife-months"), "knife-months")
	addsUp(t, table)
	for calendar, want := range map[string]float64{"February": 120, "March": 120, "April": 80, "Total": 34 * 40} {
		if got := rowIn(t, table, calendar).Estimate.Numerator.Or(-1); got != want {
			t.Errorf("%s: got %v, want %v", calendar, got, want)
		}
	}
}

func TestMonthSeries(t *testing.T) {
	in := profileInputs(t, times(4, profiledOffence{from: "2023-01-31 12:00"}), times(2, profiledOffence{recorded: "2023-02-03", from: "2023-01-31 12:00"}),
		times(1, profiledOffence{recorded: "2023-02-03"}), times(1, profiledOffence{recorded: "2023-02-03", from: "2020-01-01 12:00"}))
	table := tableIn(t, resultOf(t, profileStudy(t, in), "month"), "month")
	addsUp(t, table)
	for key, want := range map[string]float64{
		"Recorded: January 2023": 4, "Recorded: February 2023": 4, "Recorded: Total": 8,
		"Committed: January 2023": 6, "Committed: February 2023": 0, "Committed: Not recorded": 1, "Committed: " + nonRecentLabel: 1, "Committed: Total": 8,
	} {
		if got := rowIn(t, table, strings.Split(key, ": ")...).Estimate.Numerator.Or(-1); got != want {
			t.Errorf("%s: got %v, want %v", key, got, want)
		}
	}
	// 8 in 365 days; January has 6 of them in 31 days on the clock of committing,
	// out of 6 dated ones.
	january := rowIn(t, table, "Committed", "January 2023")
	near(t, "a day", january.Estimate.Value.Or(0), 6.0/31)
	near(t, "index", january.Extra["index"].Or(0), 100*(6.0/31)/(6.0/365))
}

func TestBreaksInsideTheSeries(t *testing.T) {
	in := profileInputs(t, times(1, knifeAt("2023-01-31 12:00", "")))
	p := knifeProfile(profileStudy(t, in))
	var ids []string
	for _, b := range p.breaks(periodOf(t, "2023-01/2024-12")) {
		ids = append(ids, b.ID)
	}
	// The table of breaks has one for all MPS series in 2023 and 2024.
	if got := strings.Join(ids, " "); got != "connect-disruption" {
		t.Errorf("got %q", got)
	}
}

// Records with months alone keep their last month, though a hole lies before it.
func TestMonthsAloneAfterAHole(t *testing.T) {
	var groups [][]profiledOffence
	for m := periodOf(t, "2020-06/2023-05").From; m <= periodOf(t, "2020-06/2023-05").To; m++ {
		if m != periodOf(t, "2021-04/2021-04").From {
			o := knifeAt(m.String()+"-01", "")
			o.recorded = m.String() + "-01"
			groups = append(groups, times(30, o))
		}
	}
	if got, want := knifeProfile(profileStudy(t, profileInputs(t, groups...))).wholeMonths(), periodOf(t, "2021-05/2023-05"); got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Three Junes of 19 are 57: rounded to fives they are 20 each and 55 together. Their
// effect is that of 55, so that no month with the lower count has the higher effect; a
// calendar month whose counts add up, as exact ones do, keeps them.
func TestRoundedMonthsAddUpToTheirCalendarMonth(t *testing.T) {
	span := periodOf(t, "2020-06/2022-07")
	june := countRow(LevelRow, 55, "June")
	july := countRow(LevelRow, 60, "July")
	june.Extra, july.Extra = map[string]stats.Number{}, map[string]stats.Number{}
	table := Table{Dimensions: []Dimension{{"month", "Calendar month"}}}
	for m := span.From; m <= span.To; m++ {
		switch m.Calendar() {
		case 6:
			june.Extra[m.Name()] = number(20)
		case 7:
			july.Extra[m.Name()] = number(20)
		default:
			if table.row(m.Name()[:len(m.Name())-5]) == nil {
				table.Rows = append(table.Rows, Row{Levels: []string{m.Name()[:len(m.Name())-5]}, Extra: map[string]stats.Number{}})
			}
			table.row(m.Name()[:len(m.Name())-5]).Extra[m.Name()] = number(1)
		}
	}
	table.Rows = append(table.Rows, june, july)
	counts, whole := table.monthCounts(span)
	if near(t, "June 2020", counts[0], 55.0/3); counts[1] != 20 || counts[2] != 1 || !whole {
		t.Errorf("got %v, whole %v", counts[:3], whole)
	}
}

// An extract whose months are of it does not say what has them once, whatever they
// are of, and one with dates of recording has them by both dates.
func TestMonthsOfOneDateStandOnce(t *testing.T) {
	var h sheet
	h.add(30, "2022-09", "ho_code=8N committed_from=2022-09-01")
	s := h.study(t)
	for _, c := range []struct {
		data *datasets.Dataset
		want []string
	}{
		{s.Data, []string{recordedClock, committedClock}},
		{&datasets.Dataset{Offences: datasets.Offences{Table: tableOf(t, "offences", []map[string]string{{"committed_from": "2022-09-01"}})}}, []string{extractClock}},
	} {
		if got := (&Study{Inputs: Inputs{Data: c.data}}).monthClocks(); !slices.Equal(got, c.want) {
			t.Errorf("got the dates %q, want %q", got, c.want)
		}
	}
}
