package analysis

import (
	"math"

	"svna/analysis/stats"
	"svna/datasets"
)

// ratiosLine stands on every ratio of groups of people.
const ratiosLine = "Ratios are unadjusted and describe recorded offences, not risk caused by a characteristic."

// Fewest people on either side of a ratio: below the first there is no ratio,
// below the second no word of comparison (F27).
const (
	fewestForRatio = 6
	fewestForWords = 10
)

// groupRatio is the rate of one group of people against that of a reference
// group, with what could not be told.
type groupRatio struct {
	People, Reference float64 // people of each group
	Residents, Base   float64 // their residents times years
	Unknown           float64 // people of whom neither can be told
	KnownPart         float64 // of the people who could have a value
}

// row lays the ratio out (F4), with the bounds of what the unknown could make
// of it (F27). A ratio with fewer than 6 people on either side is not given.
func (g groupRatio) row(levels ...string) Row {
	rateA, rateB := 1000*g.People/g.Residents, 1000*g.Reference/g.Base
	r := Row{Levels: levels, Extra: map[string]stats.Number{
		"residents": number(g.Residents), "residents_reference": number(g.Base),
		"rate": number(rateA), "rate_reference": number(rateB), "gap": number(rateA - rateB),
		"not_known": number(g.Unknown), "complete": number(100 * g.KnownPart),
	}}
	if math.Min(g.People, g.Reference) < fewestForRatio {
		r.Estimate = stats.Estimate{Numerator: number(g.People), Denominator: number(g.Reference), Status: stats.NotAvailable, Reason: stats.TooFew}
		r.Note = "fewer than 6 people on one side: no ratio"
		return r
	}
	r.Estimate = stats.RateRatio(g.People, g.Residents, g.Reference, g.Base)
	r.Extra["low_bound"], r.Extra["high_bound"] = stats.RatioBounds(g.People, g.Residents, g.Reference, g.Base, g.Unknown)
	if g.KnownPart < completeForWords && r.Estimate.Value.Known() {
		r.Estimate.Status = stats.LowReliability
	}
	return r
}

// onGroups gives a ratio of two groups its basis.
func (r Row) onGroups(u Unit, people, reference, unknown Selection) Row {
	r.Basis = &Basis{Unit: u, Numerator: people, Denominator: reference, Extra: map[string]Selection{"not_known": unknown}}
	return r
}

// groupRatioColumns are the columns of ratios of a group to a reference group.
func (s *Study) groupRatioColumns(people, reference string) []Column {
	return append(ratioColumns(people, reference, "Rate ratio"),
		Column{"residents", s.residentsHeader("residents of the group"), AsCount},
		Column{"residents_reference", s.residentsHeader("residents of the reference group"), AsCount},
		Column{"rate", "Rate per 1,000 residents", AsRatio},
		Column{"rate_reference", "Rate of the reference group per 1,000 residents", AsRatio},
		Column{"gap", "Difference of the rates, per 1,000 residents", AsRatio},
		Column{"not_known", "People whose group is not known", AsCount},
		Column{"low_bound", "Rate ratio if all of them were of the reference group", AsRatio},
		Column{"high_bound", "Rate ratio if all of them were of the group", AsRatio},
		Column{"complete", "People whose group is known (%)", AsShare})
}

// disproportion is the statement of a groupRatio row.
type disproportion struct {
	ID        string
	Theme     Theme
	Group     personGroup
	A, B      string // "males aged 1 to 24", "females aged 1 to 24"
	Field     string // "sex or age"
	Filter    string
	Figures   []Figure // the ratio; then, if there, that of a longer period
	LongerFor string   // name of the longer period
}

// statement makes the statement, or says why there is none.
func (d disproportion) statement(s *Study) Statement {
	f := d.Figures[0]
	switch {
	case !f.Estimate.Value.Known():
		return notProduced(d.ID, d.Theme, "the numbers are too small for a ratio, or there are no residents to compare with")
	case f.Extra["complete"].Or(0) < 100*completeForSentence:
		return notProduced(d.ID, d.Theme, d.Field+" is known for under half of the "+d.Group.Subject)
	}
	return Statement{
		ID: d.ID, Theme: d.Theme, Unit: d.Group.Unit, Value: "ratio", Period: s.Period, Filter: d.Filter,
		Figures: d.Figures, NotRecorded: f.Extra["not_known"], Field: d.Field,
		Say: func(f []Figure) string {
			text := d.sentence(f[0]) + ", " + s.Period.Name()
			if len(f) > 1 && f[1].Estimate.Value.Known() {
				text += "; over " + d.LongerFor + " the rate ratio was " + ratio2(f[1].Estimate.Value) + " (" + ci(f[1].Estimate, ratio2) + ")"
			}
			return text + "."
		},
		Short: func(f []Figure) string {
			if !earned(f[0]) {
				return ""
			}
			return "The rate of " + d.Group.Subject + " was " + ratio1(f[0].Estimate.Value) + " times as high for " + d.A + " as for " + d.B
		},
	}
}

// earned reports whether a ratio may be put in a word of comparison: interval
// clear of 1, ten people or more on both sides, known well enough.
func earned(f Figure) bool {
	return differs(f.Estimate) && f.Extra["complete"].Or(0) >= 100*completeForWords
}

// overRepresented reports whether besides the people who are not known could
// not turn the ratio round.
func overRepresented(f Figure) bool {
	low, ok1 := f.Extra["low_bound"].Get()
	high, ok2 := f.Extra["high_bound"].Get()
	return earned(f) && ok1 && ok2 && (low > 1 || high < 1)
}

// sentence compares the two groups in the words that the figure allows.
func (d disproportion) sentence(f Figure) string {
	e := f.Estimate
	evidence := " (" + count(e.Numerator) + " and " + plural(e.Denominator, d.Group.Unit) + "; rate ratio " + ratio2(e.Value) + "; " + ci(e, ratio2) +
		"; " + rateText(f.Extra["rate"]) + " and " + rateText(f.Extra["rate_reference"]) + " per 1,000 residents" + d.bounds(f) + ")"
	rate := "The rate of " + d.Group.Subject + " per 1,000 residents"
	value := e.Value.Or(1)
	switch {
	case overRepresented(f) && value > 1:
		return capital(d.A) + " were over-represented among " + d.Group.Subject + " against the resident population, at " + ratio1(e.Value) + " times the rate of " + d.B + evidence
	case overRepresented(f):
		return capital(d.A) + " were under-represented among " + d.Group.Subject + " against the resident population, at " + ratio1(e.Value) + " times the rate of " + d.B + evidence
	case earned(f) && value > 1:
		return rate + " was " + ratio1(e.Value) + " times as high for " + d.A + " as for " + d.B + evidence
	case earned(f):
		return rate + " was lower for " + d.A + " than for " + d.B + evidence
	case e.Excludes(1):
		return rate + " is given for " + d.A + " and " + d.B + " without a comparison, since the numbers are small or too many are not known" + evidence
	}
	return rate + " was " + similar(e) + " for " + d.A + " and " + d.B + evidence
}

// bounds writes what the people who are not known could make of the ratio.
func (d disproportion) bounds(f Figure) string {
	if f.Extra["not_known"].Or(0) == 0 {
		return ""
	}
	text := "; " + d.Field + " not known for " + count(f.Extra["not_known"])
	if f.Extra["low_bound"].Known() && f.Extra["high_bound"].Known() {
		text += ", so between " + ratio2(f.Extra["low_bound"]) + " and " + ratio2(f.Extra["high_bound"])
	}
	return text
}

// rateText writes a rate: no decimals from 10 on, one below, two below 1.
func rateText(n stats.Number) string {
	switch v := n.Or(0); {
	case v >= 10:
		return Round(v, 0)
	case v >= 1:
		return Round(v, 1)
	default:
		return Round(v, 2)
	}
}

// peopleOf counts the people of a group in a period, by a category.
func (g personGroup) peopleOf(s *Study, p datasets.Period, c datasets.Category) Tally {
	return Count(c, g.rows(s, p))
}
