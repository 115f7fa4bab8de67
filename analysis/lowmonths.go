package analysis

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// lowMonths names the calendar months that are clearly below the average month
// after twelve looks; its figure is the lowest month.
func (p offenceProfile) lowMonths(id string, t *Table) Statement {
	for _, note := range t.Notes {
		if reason, found := strings.CutPrefix(note, noMonthEffects); found {
			return notProduced(id, p.Theme, "how the calendar months differ is not estimable: "+strings.TrimSuffix(reason, "."))
		}
	}
	if !slices.ContainsFunc(t.Rows, func(r Row) bool { return r.Estimate.Value.Known() }) {
		return notProduced(id, p.Theme, "how the calendar months differ is not estimable: a month's count is not shown")
	}
	rows := slices.Clone(t.Rows)
	rows = slices.DeleteFunc(rows, func(r Row) bool { return r.Kind != LevelRow })
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(a.Estimate.Value.Or(1), b.Estimate.Value.Or(1)) })
	var figures []Figure
	for i, r := range rows {
		if f := FigureOf(t, r, r.Levels[0]); i == 0 || isLowMonth(f) {
			figures = append(figures, f)
		}
	}
	missing := 0.0
	for _, r := range t.Rows {
		if r.Kind == NotKnownRow && r.Levels[0] == "Not recorded" {
			missing += r.Estimate.Numerator.Or(0)
		}
	}
	span, _ := p.seasonMonths()
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "ratio", Period: span,
		Filter:  p.Subject + " committed in the whole months of the data; the calendar month with the fewest a day, days and trend allowed for",
		Figures: figures, NotRecorded: number(missing), Field: "date",
		Say: func(f []Figure) string {
			notRecorded := notRecordedFor("date", f[0].NotRecorded)
			if notRecorded != "" {
				notRecorded = "; " + notRecorded
			}
			names, evidence := lowMonthWords(f)
			if len(names) == 0 {
				e := f[0].Estimate
				return "No calendar month had clearly fewer " + p.Subject + " a day than the average month (lowest: " + f[0].Label + ", " + ratio2(e.Value) + " times; " + ci(e, ratio2) + ", not allowing for the choice of the lowest month; " +
					count(e.Numerator) + " of " + count(e.Denominator) + notRecorded + "), " + span.Name() + "."
			}
			return list(names) + " had the fewest " + p.Subject + " a day: " + evidence + notRecorded + ", " + span.Name() + "."
		},
		Short: func(f []Figure) string {
			names, _ := lowMonthWords(f)
			if len(names) == 0 {
				return ""
			}
			return list(names) + " had the fewest " + p.Subject + " a day"
		},
	}
}

// isLowMonth reports whether a month may be called low: its interval lies below 1,
// also after twelve looks, and the numbers bear it.
func isLowMonth(f Figure) bool {
	return f.Estimate.Upper.Or(1) < 1 && f.Extra["q"].Or(1) < 0.05 && f.Estimate.Numerator.Or(0) >= 10
}

// lowMonthWords names the low months among the figures in the order of the year,
// with the evidence of each.
func lowMonthWords(f []Figure) (names []string, evidence string) {
	low := slices.DeleteFunc(slices.Clone(f), func(f Figure) bool { return !isLowMonth(f) })
	slices.SortStableFunc(low, func(a, b Figure) int { return calendarOf(a.Label) - calendarOf(b.Label) })
	var parts []string
	for _, f := range low {
		names = append(names, f.Label)
		parts = append(parts, f.Label+" "+ratio2(f.Estimate.Value)+" times the average month ("+count(f.Estimate.Numerator)+" of "+count(f.Estimate.Denominator)+"; "+ci(f.Estimate, ratio2)+")")
	}
	return names, list(parts)
}

func calendarOf(month string) int {
	for m := time.January; m <= time.December; m++ {
		if m.String() == month {
			return int(m)
		}
	}
	return 0
}
