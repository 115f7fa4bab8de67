package analysis

import (
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "weekday",
	Title:     "Serious violence by day of the week",
	Theme:     When,
	Needs:     []string{"pack", "offences.committed_from"},
	Headlines: []string{"weekday-busiest"},
	Doc:       weekdayDoc("Offences of the definition pack"),
	Compute: func(s *Study) (Result, error) {
		return violenceProfile(s, When).weekdays("weekday", "weekday-busiest")
	},
})

func weekdayDoc(counted string) Doc {
	return Doc{
		Counts:   counted + " by the day of the week on which they started, against the mean day.",
		Base:     "Offences a day: the offences of a weekday over the number of such days in the period, divided by all offences over all days.",
		LeftOut:  "Offences whose day is not known, and non-recent ones (recorded more than 365 days after, unless set otherwise): counted in rows of their own.",
		Method:   "Index to the mean day with Byar's 95% limits, exact Poisson below 10, of the weekday's count (Breslow and Day 1987); two-sided Poisson p-value (the sum of the probabilities of all counts that are no more probable than the one found) with Benjamini and Hochberg (1995) over the seven days.",
		Misleads: "A weekday's own count is in the base, so an index is a little nearer to 1 than the weekday against the rest. A Friday night runs into Saturday. Offences found later are dated by the earliest time at which they can have happened.",
	}
}

// weekdays is the profile by day of the week.
func (p offenceProfile) weekdays(id, finding string) (Result, error) {
	spec := levelTable{
		ID: id, Title: capital(p.Subject) + " by day of the week", Unit: Offence, Counted: p.Subject,
		Dimension: Dimension{"weekday", "Day of the week"}, Category: p.s.clockCategory(p.s.Weekday, weekdayLabels), Rows: p.rows,
	}
	now := Count(spec.Category, spec.Rows(p.s.Period))
	if now.Known() == 0 {
		return Result{}, skipf("none of the %s of the period has a known day", p.Subject)
	}
	t := spec.build(p.s)
	t.nameNotApplicable(nonRecentLabel)
	t.Columns = weekdayColumns(p.Subject)
	t.addNotes(p.Basis, clockNote)
	for _, period := range p.s.Periods() {
		tally := Count(spec.Category, spec.Rows(period))
		t.indexWeekdays(period)
		t.addNotes(missingIn("day of the offence", tally, period))
		markReliability(&t, period.Name(), tally)
	}
	return Result{
		Tables: []Table{t, spec.buildMonthly(p.s)},
		Charts: []Chart{{
			ID: id, Table: id, Mark: Columns,
			Title: capital(p.Subject) + " by day of the week", Finding: finding,
			Subtitle: p.s.subtitle("Index of "+p.Subject+" a day to the mean day", p.s.Period),
			Category: "weekday", Measure: "value", Unit: "Index to the mean day", Interval: true,
			Only: map[string]string{"period": p.s.Period.Name()}, Reference: number(1), ReferenceLabel: "Mean day",
		}},
		Statements: []Statement{p.weekdayStatement(id+"-busiest", &t, "", now)},
	}, nil
}

func weekdayColumns(subject string) []Column {
	return []Column{
		{"numerator", capital(subject), AsCount},
		{"denominator", capital(subject) + " with a known day", AsCount},
		{"days", "Days of that name in the period", AsCount},
		{"per_day", "Offences a day", AsRatio},
		{"value", "Index to the mean day", AsRatio},
		{"lower", "Lower 95% confidence limit", AsRatio},
		{"upper", "Upper 95% confidence limit", AsRatio},
		{"method", "Method", AsText},
		{"share", "Share (%)", AsShare},
		{"p", "Poisson p-value", AsP},
		{"q", "p corrected for the seven days (q-value)", AsP},
	}
}

// indexWeekdays puts the index to the mean day (F11) in place of the shares of a
// period's weekdays.
func (t *Table) indexWeekdays(period datasets.Period) {
	days, all := weekdayCounts(period), float64(period.Days())
	at := t.levelRows(period.Name())
	p := make([]stats.Number, len(at))
	for i, row := range at {
		r := &t.Rows[row]
		n, known, d := r.Estimate.Numerator.Or(0), r.Estimate.Denominator.Or(0), float64(days[i])
		share := r.Estimate.Value
		r.Estimate = stats.Rate(n, known*d/all, 1)
		r.Estimate.Denominator = number(known)
		if known > 0 && d > 0 {
			p[i] = number(stats.PoissonTail(n, known*d/all))
		}
		r.Extra = map[string]stats.Number{
			"days": number(d), "per_day": number(n / d), "share": share, "p": p[i],
		}
	}
	for i, q := range stats.BenjaminiHochberg(p) {
		t.Rows[at[i]].Extra["q"] = q
	}
}

// weekdayStatement compares one day of the week, or the busiest ("") with the
// mean day. A day picked from the seven is a peak only by its q-value.
func (p offenceProfile) weekdayStatement(id string, t *Table, weekday string, tally Tally) Statement {
	row, ok := t.busiest(p.s.Period.Name())
	if weekday != "" {
		row, ok = t.Find(p.s.Period.Name(), weekday)
	}
	switch {
	case !ok || tally.Known() == 0:
		return notProduced(id, p.Theme, "no "+p.Subject+" with a known day in the period")
	case knownShare(tally) < sayableShare:
		return notProduced(id, p.Theme, "the day is known for fewer than half of the "+p.Subject)
	}
	missing, comparable, picked := number(float64(tally.Missing())), knownShare(tally) >= comparableShare, weekday == ""
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "ratio", Period: p.s.Period,
		Filter:  p.Subject + " with a known day; started on a " + row.Levels[1],
		Figures: []Figure{FigureOf(t, row, row.Levels[1])}, NotRecorded: missing, Field: "day",
		Say: func(f []Figure) string {
			return weekdayPhrase(f[0], p.Subject, notRecordedFor("day", f[0].NotRecorded), comparable, picked) + ", " + p.s.Period.Name() + "."
		},
		Short: func(f []Figure) string {
			if clear, more := weekdayDiffers(f[0], picked); comparable && clear && more {
				return f[0].Label + "s had " + ratio1(f[0].Estimate.Value) + " times the " + p.Subject + " of the mean day"
			}
			return ""
		},
	}
}

// weekdayDiffers reports whether the day may be set apart from the mean day, and
// whether it is above it.
func weekdayDiffers(f Figure, picked bool) (clear, more bool) {
	e := f.Estimate
	clear = e.Excludes(1) && e.Numerator.Or(0) >= 10 && e.Denominator.Or(0) >= 20
	if picked { // a peak
		clear = clear && f.Extra["q"].Or(1) < 0.05 && e.Numerator.Or(0) >= 20
	}
	return clear, e.Value.Or(0) > 1
}

func weekdayPhrase(f Figure, subject, notRecorded string, comparable, picked bool) string {
	e := f.Estimate
	counts := count(e.Numerator) + " of " + count(e.Denominator)
	if e.Denominator.Or(0) < 20 || !comparable {
		return counts + " " + subject + " with a known day started on a " + f.Label
	}
	evidence := " (" + counts + "; index " + ratio2(e.Value) + "; " + ci(e, ratio2)
	if notRecorded != "" {
		evidence += "; " + notRecorded
	}
	evidence += ")"
	clear, _ := weekdayDiffers(f, picked)
	switch {
	case clear && picked:
		return f.Label + "s had the most " + subject + " a day of the seven days, a peak at " + ratio1(e.Value) + " times the mean day, allowing for the choice" + evidence
	case clear:
		return f.Label + "s had " + ratio1(e.Value) + " times the " + subject + " of the mean day" + evidence
	case picked && e.Excludes(1):
		return f.Label + "s had the most " + subject + " a day, not clearly more than the mean day, allowing for the choice among seven days" + evidence
	case picked:
		return f.Label + "s had the most " + subject + " a day, not clearly more than the mean day" + evidence
	}
	return "The number of " + subject + " on " + f.Label + "s was " + similarTo(e) + " that of the mean day" + evidence
}
