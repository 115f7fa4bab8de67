package analysis

import (
	"math"
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

// Statement is a headline: figures with identities, and a sentence that is
// rendered late, from the figures as they are published.
type Statement struct {
	ID    string // kebab case; permanent, and never used for another meaning
	Theme Theme
	Unit  Unit
	// Value is what the value is, for headlines.json: "per cent", "ratio",
	// "per 1,000 residents", "pounds".
	Value  string
	Period datasets.Period
	Filter string // what was counted, in the field's words
	// Figures holds the headline's own figure first, then those that the
	// sentence also names.
	Figures []Figure
	// NotRecorded is how many could not be told, because Field was missing. It is
	// unpublished where the run knows it and an edition does not show it.
	NotRecorded            stats.Number
	NotRecordedUnpublished bool
	Field                  string
	// Say writes the sentence from the figures that it is given, which are those
	// of one edition: a number that it brought along from the data would be
	// published unprotected. Short writes the same without its evidence, for the
	// title of a figure. Short may be nil, or return "" where no finding is
	// earned.
	Say   func([]Figure) string
	Short func([]Figure) string
	// Select makes the statement anew from the table of its first figure as an
	// edition has it: which figures it names, and whether it is earned, follows from
	// what is published. nil where the figures are those named, whatever they are.
	Select func(*Table) Statement
	// NotProduced is why there is no sentence; then there are no figures. Withheld is
	// whether the run may have one, which an edition does not publish.
	NotProduced string
	Withheld    bool
}

// Figure is a number of a table, with its identity.
type Figure struct {
	Label    string // "Northbury", "personal robbery"
	Table    string
	Row      string // key of the row
	Column   string
	Estimate stats.Estimate
	Extra    map[string]stats.Number
	// NotRecorded is that of the statement, while it is rendered; KnownOnly is the
	// statement's field where some have it not recorded, or "".
	NotRecorded stats.Number
	KnownOnly   string
	// Rounded is whether the counts are those of an edition that rounds them: equal
	// ones need not be.
	Rounded bool
}

// FigureOf returns the figure of a row's value.
func FigureOf(t *Table, r Row, label string) Figure {
	return Figure{Label: label, Table: t.ID, Row: r.Key(), Column: "value", Estimate: r.Estimate, Extra: r.Extra}
}

// about is "About " before a count that others have published and an edition rounds.
func about(f Figure) string {
	if f.Rounded {
		return "About "
	}
	return ""
}

// Number returns the number in the figure's column.
func (f Figure) Number() stats.Number {
	return Row{Estimate: f.Estimate, Extra: f.Extra}.Number(f.Column)
}

// Text renders the sentence.
func (s Statement) Text() string {
	switch {
	case s.NotProduced != "" && s.Withheld:
		return "Not published: " + s.NotProduced + "."
	case s.NotProduced != "":
		return "Not produced: " + s.NotProduced + "."
	}
	return s.Say(s.rendered())
}

// Title renders the short form for the title of a figure, or "".
func (s Statement) Title() string {
	if s.NotProduced != "" || s.Short == nil {
		return ""
	}
	return s.Short(s.rendered())
}

// selected gives a statement the function that made it from its table.
func selected(make func(*Table) Statement, t *Table) Statement {
	s := make(t)
	s.Select = make
	return s
}

// rendered are the figures with what a sentence says of all of them.
func (s Statement) rendered() []Figure {
	figures := slices.Clone(s.Figures)
	for i := range figures {
		figures[i].NotRecorded = s.NotRecorded
		if s.NotRecordedUnpublished || s.NotRecorded.Or(0) > 0 {
			figures[i].KnownOnly = s.Field
		}
	}
	return figures
}

// notProduced is a statement that could not be made.
func notProduced(id string, theme Theme, reason string) Statement {
	return Statement{ID: id, Theme: theme, NotProduced: reason}
}

// Words are earned by intervals and by counts; these are the gates of methods
// section 6.

// differs reports whether a ratio may be called higher or lower: its interval
// excludes 1 and both counts are at least 10.
func differs(e stats.Estimate) bool {
	return e.Excludes(1) && e.Numerator.Or(0) >= 10 && e.Denominator.Or(0) >= 10
}

// A ratio or a difference in percentage points that is not clear of nought is called
// similar only where its interval is narrow enough to say so: between half and double, or
// within 10 points. Beyond, nothing is known but that no difference is shown.
const (
	similarLeast, similarMost = 0.5, 2
	similarPoints             = 10
)

// similarTo is the word for a ratio whose interval covers 1.
func similarTo(e stats.Estimate) string {
	if e.Lower.Or(0) > similarLeast && e.Upper.Known() && e.Upper.Or(0) < similarMost {
		return "similar to"
	}
	return "not clearly different from"
}

// similar is similarTo of two things named together: "was similar for A and B".
func similar(e stats.Estimate) string {
	if similarTo(e) == "similar to" {
		return "similar"
	}
	return "not clearly different"
}

// similarShare is the word for a difference in percentage points whose interval
// covers 0.
func similarShare(e stats.Estimate) string {
	if e.Lower.Or(-100) > -similarPoints && e.Upper.Or(100) < similarPoints {
		return "similar"
	}
	return "not clearly different"
}

// sharePhrase writes "52% of knife crime offences were personal robbery (240 of
// 460; 95% CI 48% to 57%)"; under 20 "7 of 12 knife crime offences were ...".
func sharePhrase(e stats.Estimate, subject, predicate, notRecorded string) string {
	if e.Denominator.Or(0) < 20 {
		return count(e.Numerator) + " of " + count(e.Denominator) + " " + subject + " " + predicate
	}
	percent := percentOf(e)
	evidence := count(e.Numerator) + " of " + count(e.Denominator) + "; " + ci(e, percent)
	if notRecorded != "" {
		evidence += "; " + notRecorded
	}
	return percent(e.Value) + " of " + subject + " " + predicate + " (" + evidence + ")"
}

// percentOf writes whole per cents, or as many decimals as keep a share of some from
// standing as 0%.
func percentOf(e stats.Estimate) func(stats.Number) string {
	decimals := 0
	for e.Value.Or(0) > 0 && decimals < 4 && Round(e.Value.Or(0)*math.Pow10(decimals), 0) == "0" {
		decimals++
	}
	return func(n stats.Number) string { return Round(n.Or(0), decimals) + "%" }
}

// shareTitle is sharePhrase without its evidence. A share of those with a known field
// says so where some have it not recorded.
func shareTitle(f Figure, subject, predicate string) string {
	e, subject := f.Estimate, knownSubject(subject, f.KnownOnly)
	if e.Denominator.Or(0) < 20 {
		return capital(count(e.Numerator) + " of " + count(e.Denominator) + " " + subject + " " + predicate)
	}
	if share := percent(e.Value); share != "0%" || e.Numerator.Or(0) == 0 {
		return share + " of " + subject + " " + predicate
	}
	return "Fewer than 1% of " + subject + " " + predicate
}

// knownSubject adds to a subject that it is of those with a known field, unless it says
// so itself: "offences with a known time".
func knownSubject(subject, field string) string {
	if field == "" || strings.Contains(subject, " with a known ") || strings.Contains(subject, " with a point ") {
		return subject
	}
	return subject + " with " + strings.ReplaceAll(field, " or ", " and ") + " known"
}

// notRecordedFor writes "time not recorded for 84", or "" for none.
func notRecordedFor(field string, n stats.Number) string {
	if v, ok := n.Get(); !ok || v == 0 || field == "" {
		return ""
	}
	return field + " not recorded for " + count(n)
}

// sayShare is the sentence of a share.
func sayShare(subject, predicate string, period datasets.Period, field string) func([]Figure) string {
	return func(f []Figure) string {
		return sharePhrase(f[0].Estimate, subject, predicate, notRecordedFor(field, f[0].NotRecorded)) + ", " + period.Name() + "."
	}
}

// shortShare is the title of a share.
func shortShare(subject, predicate string) func([]Figure) string {
	return func(f []Figure) string { return shareTitle(f[0], subject, predicate) }
}

// ratioPhrase writes "the rate of X among A was 3.9 times that among B (...)",
// or "was similar to that among B (...)", or "was not clearly different from".
func ratioPhrase(e stats.Estimate, subject, a, b string, unit Unit) string {
	lead := "the rate of " + subject + " among " + a
	evidence := plural(e.Numerator, unit) + " and " + count(e.Denominator)
	value, ok := e.Value.Get()
	if !ok {
		return lead + " cannot be compared with that among " + b + " (" + evidence + ")"
	}
	if e.Numerator.Or(0) < 6 || e.Denominator.Or(0) < 6 {
		return lead + " is not compared with that among " + b + ": the numbers are too small (" + evidence + ")"
	}
	evidence += "; rate ratio " + ratio2(e.Value) + "; " + ci(e, ratio2)
	switch {
	case e.Excludes(1) && !differs(e):
		return lead + " is not compared in words with that among " + b + ": one count is under 10 (" + evidence + ")"
	case !differs(e):
		return lead + " was " + similarTo(e) + " that among " + b + " (" + evidence + ")"
	case value > 1:
		return lead + " was " + ratio1(e.Value) + " times that among " + b + " (" + evidence + ")"
	}
	return lead + " was lower than that among " + b + " (" + evidence + ")"
}

// sayRatio is the sentence of a rate ratio.
func sayRatio(subject, a, b string, unit Unit, period datasets.Period) func([]Figure) string {
	return func(f []Figure) string {
		return capital(ratioPhrase(f[0].Estimate, subject, a, b, unit)) + ", " + period.Name() + "."
	}
}
