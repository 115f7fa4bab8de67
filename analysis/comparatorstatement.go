package analysis

import (
	"strings"

	"svna/analysis/stats"
)

func (c comparison) chart() Chart {
	id := "comparators-" + strings.ToLower(strings.ReplaceAll(c.series.Label, " ", "-"))
	return Chart{
		ID: id, Table: "comparators", Mark: Dots, Title: c.series.Label + " by borough", Finding: c.series.ID,
		Subtitle: c.s.subtitle(c.series.Label+" per 1,000 residents, with 95% confidence interval", c.s.Period),
		Category: "area", Measure: "value", Unit: "Rate per 1,000 residents", Interval: true,
		Only: map[string]string{"series": c.series.Label}, Highlight: []string{c.area.name},
		Reference: number(1000 * c.london.rate()), ReferenceLabel: "London", Refer: c.londonRate,
		Note: "London includes " + c.area.name + ". " + c.area.name + " is counted from the extract, other areas as published.",
	}
}

// publishedText writes the published count of the area, which can differ from
// that of the extract.
func publishedText(n stats.Number) string {
	if !n.Known() {
		return ""
	}
	return "; the published count of the area is " + count(n)
}

// mostUnlike is how far the count of the extract may be from the published one of
// the same area for the area to be set beside others as published.
const mostUnlike = 0.1

// countsAlike reports whether the extract counts the area as the publisher does, or
// no count of the area is published.
func countsAlike(f Figure) bool {
	published, known := f.Extra["published"].Get()
	return !known || abs(f.Estimate.Numerator.Or(0)-published) <= mostUnlike*published
}

// londonRate is the rate of London in a table of areas.
func (c comparison) londonRate(t *Table) stats.Number {
	row, _ := t.Find(c.series.Label, "London")
	return row.Estimate.Value
}

func (c comparison) statement(t *Table) Statement {
	s := c.s
	row, _ := t.Find(c.series.Label, "London")
	if !row.Estimate.Value.Known() {
		return notProduced(c.series.ID, OutcomesAndComparators, "there are no offences to compare")
	}
	what := lowerFirst(c.series.Label)
	short := func(e stats.Estimate) string {
		rate := "The rate of " + what + " in " + c.area.name + " was "
		switch {
		case differs(e) && e.Value.Or(1) > 1:
			return rate + ratio1(e.Value) + " times that of London"
		case differs(e):
			return rate + "lower than that of London"
		}
		return rate + "similar to that of London"
	}
	return Statement{
		ID: c.series.ID, Theme: OutcomesAndComparators, Unit: Offence, Value: "ratio", Period: s.Period,
		Filter:  what + " of the extract over residents, against published counts of London over residents",
		Figures: []Figure{FigureOf(t, row, "London")},
		Say: func(f []Figure) string {
			e, extra := f[0].Estimate, f[0].Extra
			if !countsAlike(f[0]) {
				return "The rate of " + what + " in " + c.area.name + " is not set beside that of London, since the extract has " + plural(e.Numerator, Offence) + " of the area and " + count(extra["published"]) + " are published (" +
					rateText(extra["rate"]) + " per 1,000 residents by the extract, and " + rateText(extra["rate_comparator"]) + " in London; rate ratio " + ratio2(e.Value) + "; " + ci(e, ratio2) + "), " + s.Period.Name() + "."
			}
			return short(e) + ", which includes it (" + count(e.Numerator) + " and " + plural(e.Denominator, Offence) + "; " + rateText(extra["rate"]) + " and " + rateText(extra["rate_comparator"]) +
				" per 1,000 residents; rate ratio " + ratio2(e.Value) + "; " + ci(e, ratio2) + "; " + funnelWords(extra) + "; rank " + count(extra["rank"]) + " of " + count(extra["areas"]) + " boroughs, 95% range " + count(extra["rank_lower"]) + " to " + count(extra["rank_upper"]) + publishedText(extra["published"]) + "), " + s.Period.Name() + "."
		},
		Short: func(f []Figure) string {
			if !countsAlike(f[0]) {
				return ""
			}
			return short(f[0].Estimate)
		},
	}
}
