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
		Note: "London includes " + c.own.name + ". " + ownCounts(c.own.name),
	}
}

// otherCount writes the count of the area that is not the one compared: the published
// one, or that of the extract.
func otherCount(extra map[string]stats.Number) string {
	switch {
	case extra["extract"].Known():
		return "; the extract has " + count(extra["extract"])
	case extra["published"].Known():
		return "; the published count of the area is " + count(extra["published"])
	}
	return ""
}

// mostUnlike is how far the count of the extract may be from the published one of
// the same area for it to be set beside others as published.
const mostUnlike = 0.1

// countsAlike reports whether the extract counts the area as the publisher does.
func countsAlike(extract, published float64) bool {
	return abs(extract-published) <= mostUnlike*published
}

// byExtract is the label of the area's own count where it is not the one compared.
func byExtract(area string) string { return area + ", by the extract" }

// ownCounts says which count of the area is compared.
func ownCounts(area string) string {
	return area + " is counted from the extract where that is within a tenth of its published count, else as published."
}

// comparatorSource names the source of the published counts, and that of the area's own.
func (s *Study) comparatorSource() string {
	return "published counts, " + strings.TrimSuffix(sourceOf(s.Comparator.Reference), ".") + "; " + s.Area.Name + " by the extract, " + s.Inputs.Source
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
	short := func(e stats.Estimate, extra map[string]stats.Number) string {
		rate := "The rate of " + what + " in " + c.own.name + " was "
		if published, known := extra["published"].Get(); known && published == e.Numerator.Or(-1) {
			rate = "The published rate of " + what + " in " + c.own.name + " was "
		}
		switch {
		case differs(e) && e.Value.Or(1) > 1:
			return rate + ratio1(e.Value) + " times that of London"
		case differs(e):
			return rate + "lower than that of London"
		}
		return rate + similarTo(e) + " that of London"
	}
	return Statement{
		ID: c.series.ID, Theme: OutcomesAndComparators, Unit: Offence, Value: "ratio", Period: s.Period,
		Filter:  what + " of the extract, or as published where that differs by over a tenth, over residents, against published counts of London over residents",
		Figures: []Figure{FigureOf(t, row, "London")},
		Say: func(f []Figure) string {
			e, extra := f[0].Estimate, f[0].Extra
			return short(e, extra) + ", which includes it (" + count(e.Numerator) + " and " + plural(e.Denominator, Offence) + "; " + rateText(extra["rate"]) + " and " + rateText(extra["rate_comparator"]) +
				" per 1,000 residents; rate ratio " + ratio2(e.Value) + "; " + ci(e, ratio2) + "; " + funnelWords(extra) + "; rank " + count(extra["rank"]) + " of " + count(extra["areas"]) + " boroughs, 95% range " + count(extra["rank_lower"]) + " to " + count(extra["rank_upper"]) + otherCount(extra) + "), " + s.Period.Name() + "."
		},
		Short: func(f []Figure) string { return short(f[0].Estimate, f[0].Extra) },
	}
}
