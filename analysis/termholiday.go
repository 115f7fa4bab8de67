package analysis

import (
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "term-holiday",
	Title:     "Serious violence on school days, weekdays out of school and weekends",
	Theme:     When,
	Needs:     []string{"pack", "terms", "clock"},
	Headlines: []string{"term-holiday-after-school"},
	Doc: Doc{
		Counts:   "Offences of the definition pack on school days, on weekdays that are not (holidays, half-terms, bank holidays) and at weekends, over the whole day and from 3pm to 6pm.",
		Base:     "Offences a day of that kind in the period.",
		LeftOut:  "Offences whose day is not known, non-recent ones, and those committed on a day outside the period: counted in rows of their own. From the afternoon also those without a clock time.",
		Method:   "Offences a day with Byar's 95% limits, exact Poisson below 10 (Breslow and Day 1987); school days against other weekdays by the ratio of daily rates. A school day is a weekday inside a term and no bank holiday.",
		Misleads: "Term dates are those of the settings; academies and independent schools may keep others, and first and last days of a term are counted as school days. Weather and daylight differ between terms and holidays.",
	},
	Compute: termHoliday,
})

// The kinds of day.
const (
	schoolDay = iota
	otherWeekday
	weekend
	kindsOfDay
)

var dayKindLabels = [kindsOfDay]string{"School days", "Weekdays out of school", "Weekends"}

// dayKind is the kind of a day (days since 1970).
func (s *Study) dayKind(day int) int {
	switch {
	case (day+3)%7 >= 5:
		return weekend
	case s.Calendar.SchoolDay(day):
		return schoolDay
	}
	return otherWeekday
}

// longestHoliday is the longest run of days out of term that is taken for a
// holiday; a longer one means that term dates are missing.
const longestHoliday = 60

// daysByKind counts the kinds of day of a period; false where the term dates do
// not cover it.
func (s *Study) daysByKind(period datasets.Period) (days [kindsOfDay]int, covered bool) {
	first, gap := int(floorDiv(period.From.Start(), 86400)), 0
	for day := first; day < first+period.Days(); day++ {
		kind := s.dayKind(day)
		days[kind]++
		gap++
		if kind == schoolDay {
			gap = 0
		}
		if gap > longestHoliday {
			return days, false
		}
	}
	return days, true
}

func termHoliday(s *Study) (Result, error) {
	p := violenceProfile(s, When)
	t := Table{
		ID: "term-holiday", Title: s.title(capital(p.Subject)+" by kind of day", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"time", "Time of day"}, {"day", "Kind of day"}},
		Columns: append(dailyColumns(capital(p.Subject), "Days of that kind"),
			Column{"share", "Part of the day's offences with a known time (%)", AsShare},
		),
		Notes: []string{p.Basis, clockNote},
	}
	var now *dayCounts
	for _, period := range s.Periods() {
		days, covered := s.daysByKind(period)
		if !covered {
			t.addNotes("The school terms of the settings do not cover the " + period.Name() + ".")
			continue
		}
		c := p.countByDay(period, days)
		t.addDayKinds(period.Name(), c)
		t.addNotes(missingIn("time of the offence", c.times(), period))
		if period == s.Period {
			now = &c
		}
	}
	if now == nil {
		return Result{}, skipf("the school terms of the settings do not cover the period: there are more than %d days between two school days", longestHoliday)
	}
	ratio := p.termRatio(*now)
	return Result{
		Tables: []Table{t, ratio},
		Charts: []Chart{{
			ID: "term-holiday", Table: t.ID, Mark: Dots,
			Title: capital(p.Subject) + " a day from 3pm to 6pm, by kind of day", Finding: "term-holiday-after-school",
			Subtitle: s.subtitle(capital(p.Subject)+" a day that started from 3pm to 6pm", s.Period),
			Category: "day", Measure: "value", Unit: "Offences a day", Interval: true,
			Only: map[string]string{"period": s.Period.Name(), "time": afterSchoolLabel},
		}},
		Statements: []Statement{p.termStatement(&ratio, *now)},
	}, nil
}

const (
	wholeDayLabel    = "Whole day"
	afterSchoolLabel = "3pm to 6pm"
)

// dayCounts counts offences by kind of day: all, those with a known clock time,
// and those from 3pm to 6pm.
type dayCounts struct {
	days, all, timed, afternoon           [kindsOfDay]int
	undated, untimed, nonRecent, elsewhen int
	after                                 [kindsOfDay]Selection // those from 3pm to 6pm
}

// times is how many of the offences with a day have a clock time.
func (c dayCounts) times() Tally {
	timed := c.timed[schoolDay] + c.timed[otherWeekday] + c.timed[weekend]
	return Tally{Levels: []string{"known"}, Counts: []int{timed}, NotRecorded: c.untimed}
}

func (p offenceProfile) countByDay(period datasets.Period, days [kindsOfDay]int) dayCounts {
	c := dayCounts{days: days}
	first := int32(floorDiv(period.From.Start(), 86400))
	for _, i := range p.rows(period) {
		day, hour := p.s.Day[i], p.s.Hour[i]
		switch {
		case p.s.NonRecent[i]:
			c.nonRecent++
			continue
		case day < 0:
			c.undated++
			continue
		case day < first || day >= first+int32(period.Days()):
			c.elsewhen++
			continue
		}
		kind := p.s.dayKind(int(day))
		c.all[kind]++
		switch {
		case hour < 0:
			c.untimed++
			continue
		case hour >= 15 && hour < 18:
			c.afternoon[kind]++
			c.after[kind] = append(c.after[kind], i)
		}
		c.timed[kind]++
	}
	return c
}

// addDayKinds adds the rows of a period.
func (t *Table) addDayKinds(period string, c dayCounts) {
	total, afternoons := c.undated+c.nonRecent+c.elsewhen, 0
	for kind, label := range dayKindLabels {
		t.Rows = append(t.Rows, Row{Levels: []string{period, wholeDayLabel, label}, Estimate: stats.Rate(float64(c.all[kind]), float64(c.days[kind]), 1)})
		total, afternoons = total+c.all[kind], afternoons+c.afternoon[kind]
	}
	for _, missing := range []struct {
		label string
		n     int
	}{{"Not recorded", c.undated}, {nonRecentLabel, c.nonRecent}, {"Outside the period", c.elsewhen}} {
		if missing.n > 0 {
			t.Rows = append(t.Rows, countRow(NotKnownRow, missing.n, period, wholeDayLabel, missing.label))
		}
	}
	t.Rows = append(t.Rows, countRow(TotalRow, total, period, wholeDayLabel, "Total"))
	for kind, label := range dayKindLabels {
		share := stats.Share(float64(c.afternoon[kind]), float64(c.timed[kind])).Scale(100)
		t.Rows = append(t.Rows, Row{
			Levels: []string{period, afterSchoolLabel, label}, Estimate: stats.Rate(float64(c.afternoon[kind]), float64(c.days[kind]), 1),
			Extra: map[string]stats.Number{"share": share.Value},
		})
	}
	t.Rows = append(t.Rows, countRow(TotalRow, afternoons, period, afterSchoolLabel, "Total"))
}

// termRatio compares school days with other weekdays from 3pm to 6pm.
func (p offenceProfile) termRatio(c dayCounts) Table {
	t := Table{
		ID: "term-holiday-ratio", Title: p.s.title(capital(p.Subject)+" from 3pm to 6pm: school days against weekdays out of school", p.s.Period), Unit: Offence,
		Dimensions: []Dimension{{"comparison", "Comparison"}},
		Columns: append(ratioColumns("Offences on school days", "Offences on weekdays out of school", "Ratio of offences a day"),
			Column{"days_school", "School days", AsCount}, Column{"days_other", "Weekdays out of school", AsCount}),
		Notes: []string{p.Basis},
	}
	a, b := c.afternoon[schoolDay], c.afternoon[otherWeekday]
	t.Rows = []Row{Row{
		Levels:   []string{"School days against weekdays out of school"},
		Estimate: stats.RateRatio(float64(a), float64(c.days[schoolDay]), float64(b), float64(c.days[otherWeekday])),
		Extra:    map[string]stats.Number{"days_school": number(float64(c.days[schoolDay])), "days_other": number(float64(c.days[otherWeekday]))},
	}.on(Offence, c.after[schoolDay], c.after[otherWeekday])}
	return t
}

func (p offenceProfile) termStatement(t *Table, c dayCounts) Statement {
	id := "term-holiday-after-school"
	if knownShare(c.times()) < comparableShare {
		return notProduced(id, p.Theme, "the time of day is known for fewer than 80% of the "+p.Subject)
	}
	missing := number(float64(c.untimed))
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "ratio", Period: p.s.Period,
		Filter:  p.Subject + " that started from 3pm to 6pm; offences a school day over offences a weekday out of school",
		Figures: []Figure{FigureOf(t, t.Rows[0], "school days")}, NotRecorded: missing, Field: "time",
		Say: func(f []Figure) string { return termPhrase(f[0], p.Subject) + ", " + p.s.Period.Name() + "." },
		Short: func(f []Figure) string {
			if !differs(f[0].Estimate) {
				return ""
			}
			return capital(p.Subject) + " from 3pm to 6pm: " + ratio1(f[0].Estimate.Value) + " times as many a day on school days as on other weekdays"
		},
	}
}

func termPhrase(f Figure, subject string) string {
	e := f.Estimate
	evidence := " (" + plural(e.Numerator, Offence) + " on " + count(f.Extra["days_school"]) + " school days, " + plural(e.Denominator, Offence) + " on " + count(f.Extra["days_other"]) + " other weekdays"
	if e.Value.Known() {
		evidence += "; ratio " + ratio2(e.Value) + "; " + ci(e, ratio2)
	}
	if note := notRecordedFor("time", f.NotRecorded); note != "" {
		evidence += "; " + note
	}
	evidence += ")"
	lead := "The number of " + subject + " a day from 3pm to 6pm on school days "
	switch {
	case e.Numerator.Or(0) < 10 || e.Denominator.Or(0) < 10:
		return lead + "is not compared with that on other weekdays: the numbers are too small" + evidence
	case differs(e):
		return lead + "was " + ratio1(e.Value) + " times that on weekdays out of school" + evidence
	}
	return lead + "was " + similarTo(e) + " that on weekdays out of school" + evidence
}
