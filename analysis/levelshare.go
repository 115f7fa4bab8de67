package analysis

import (
	"strings"

	"svna/analysis/stats"
)

// A sentence has comparison words only if the field is known for this part of
// the rows that can have it, and there is no sentence below the second.
const (
	completeForWords    = 0.8
	completeForSentence = 0.5
)

// knownPart is the completeness of a field: rows with a known value among those
// that can have one; 1 where none can.
func knownPart(t Tally) float64 {
	applicable := t.Total() - t.NotApplicable
	if applicable == 0 {
		return 1
	}
	return float64(t.Known()) / float64(applicable)
}

// describe makes the table of a category and its monthly companion, says how
// many are not known, and marks the shares of a period in which a field is not
// known well enough.
func (l levelTable) describe(s *Study, field string) []Table {
	t := l.build(s)
	for _, p := range s.Periods() {
		tally := Count(l.Category, l.Rows(p))
		if note := missingNote(field, tally, l.Unit); note != "" {
			t.Notes = append(t.Notes, p.Name()+": "+note)
		}
		if knownPart(tally) < completeForWords {
			markUnreliable(&t, p.Name())
			t.Notes = append(t.Notes, p.Name()+": the shares are of low reliability, since "+field+" is known for under 80% of "+l.Unit.Plural()+".")
		}
	}
	return []Table{t, l.buildMonthly(s)}
}

// markUnreliable gives the shares of one period the status of low reliability.
func markUnreliable(t *Table, period string) {
	for i, r := range t.Rows {
		if r.Kind == LevelRow && r.Levels[0] == period && r.Estimate.Value.Known() {
			t.Rows[i].Estimate.Status = stats.LowReliability
		}
	}
}

// levelShare is the statement of one level's share of the known.
type levelShare struct {
	ID        string
	Theme     Theme
	Spec      levelTable
	Table     *Table // made by Spec
	Lacking   string // why there is no table
	Level     string
	Field     string // "knife use"
	Subject   string // "knife crime offences"
	Predicate string // "had a knife used to threaten"
	Filter    string
}

// statement makes the statement, or says why there is none.
func (l levelShare) statement(s *Study) Statement {
	if l.Lacking != "" {
		return notProduced(l.ID, l.Theme, l.Lacking)
	}
	tally := Count(l.Spec.Category, l.Spec.Rows(s.Period))
	row, found := l.Table.Find(s.Period.Name(), l.Spec.label(l.Level))
	if reason := unsayable(tally, l.Field, l.Subject); reason != "" || !found {
		return notProduced(l.ID, l.Theme, reason)
	}
	missing := number(float64(tally.Missing()))
	return Statement{
		ID: l.ID, Theme: l.Theme, Unit: l.Spec.Unit, Value: "per cent", Period: s.Period, Filter: l.Filter,
		Figures: []Figure{FigureOf(l.Table, row, l.Spec.label(l.Level))}, NotRecorded: missing, Field: l.Field,
		Say:   sayShare(l.Subject, l.Predicate, s.Period, l.Field),
		Short: shortShare(l.Subject, l.Predicate),
	}
}

// unsayable says why no sentence is made of a tally, or "".
func unsayable(t Tally, field, subject string) string {
	switch {
	case t.Total() == 0:
		return "there are no " + subject + " in the period"
	case t.Known() == 0:
		return field + " is known for none of the " + subject
	case knownPart(t) < completeForSentence:
		return field + " is known for under half of the " + subject
	}
	return ""
}

// topLevel is the statement of the largest level of a ranked table.
type topLevel struct {
	ID      string
	Theme   Theme
	Spec    levelTable
	Table   *Table // made by Spec
	Lacking string // why there is no table
	Field   string // "relationship", as in "the largest relationship"
	Subject string // "victims of serious violence"
	// Predicate writes what is true of a level: "were rape".
	Predicate func(label string) string
	Filter    string
}

// statement makes the statement, or says why there is none. It says "the
// largest" only of a level that is clearly ahead of the second.
func (l topLevel) statement(s *Study) Statement {
	if l.Lacking != "" {
		return notProduced(l.ID, l.Theme, l.Lacking)
	}
	tally := Count(l.Spec.Category, l.Spec.Rows(s.Period))
	if reason := unsayable(tally, l.Field, l.Subject); reason != "" {
		return notProduced(l.ID, l.Theme, reason)
	}
	var figures []Figure
	for _, level := range l.Spec.order(tally, s.Periods(), s) {
		if row, found := l.Table.Find(s.Period.Name(), l.Spec.label(level)); found && len(figures) < 2 {
			figures = append(figures, FigureOf(l.Table, row, l.Spec.label(level)))
		}
	}
	if strings.HasPrefix("were "+l.Subject, l.Predicate(figures[0].Label)) {
		return notProduced(l.ID, l.Theme, "the extract names no finer "+l.Field+" of most "+l.Subject)
	}
	missing := number(float64(tally.Missing()))
	words := knownPart(tally) >= completeForWords
	return Statement{
		ID: l.ID, Theme: l.Theme, Unit: l.Spec.Unit, Value: "per cent", Period: s.Period,
		Filter: l.Filter + "; " + l.Field + " " + figures[0].Label, Figures: figures, NotRecorded: missing, Field: l.Field,
		Say: func(f []Figure) string {
			predicate := l.Predicate(f[0].Label)
			if words && len(f) > 1 {
				predicate += largest(f[0], f[1], l.Field)
			}
			return sharePhrase(f[0].Estimate, l.Subject, predicate, notRecordedFor(l.Field, f[0].NotRecorded)) + ", " + s.Period.Name() + "."
		},
		Short: func(f []Figure) string { return shareTitle(f[0], l.Subject, l.Predicate(f[0].Label)) },
	}
}

// largest writes ", the largest class", or that the first two of one sample
// cannot be told apart.
func largest(first, second Figure, what string) string {
	gap := stats.MultinomialDifference(first.Estimate.Numerator.Or(0), second.Estimate.Numerator.Or(0), first.Estimate.Denominator.Or(0))
	if gap.Excludes(0) {
		return ", the largest " + what
	}
	return ", the largest " + what + " in count, not clearly ahead of " + lowerFirst(second.Label)
}
