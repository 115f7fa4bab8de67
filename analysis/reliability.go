package analysis

import (
	"slices"

	"svna/analysis/stats"
)

// Low reliability, [u], means one thing: a rate or a ratio on fewer than 20 events, a
// share of fewer than 20, or a field that is known for fewer than 80% in the period
// (methods 3.3 and 6). The functions of stats say so of the estimate itself,
// MarkReliability of the other numbers of its row, markReliability of a field.

// leastEvents is the number of events below which a rate, a ratio or a share of them
// is of low reliability.
const leastEvents = 20

// Completeness below which a table is of low reliability and its sentences
// compare nothing, and below which there is no sentence (methods 3.3).
const (
	comparableShare = 0.8
	sayableShare    = 0.5
)

// restsOn names the counts of a row on which the rates, shares and ratios beside its
// own estimate rest.
var restsOn = map[string][]string{
	"rate":           {"numerator"},
	"rate_reference": {"denominator"},
	"crude":          {"numerator"},
	"knife_share":    {"numerator"},
	"ratio":          {"numerator", "before"},
	"index":          {"numerator"},
}

// MarkReliability gives a row the status of low reliability where a rate, a share or
// a ratio in it rests on fewer than 20 events. Counts of areas and of types of offence
// are no events: a table of them has no such status.
func MarkReliability(t *Table) {
	for i := range t.Rows {
		switch r := &t.Rows[i]; {
		case !t.Unit.Events():
			if r.Estimate.Status == stats.LowReliability {
				r.Estimate.Status = stats.Sound
			}
		case r.Estimate.Status == stats.Sound && slices.ContainsFunc(t.Columns, r.fewIn):
			r.Estimate.Status = stats.LowReliability
		}
	}
}

// fewIn reports whether the row's number in a column rests on fewer than 20 events.
func (r Row) fewIn(c Column) bool {
	return r.Number(c.Name).Known() && slices.ContainsFunc(restsOn[c.Name], func(name string) bool {
		n, known := r.Number(name).Get()
		return known && n < leastEvents
	})
}

// markReliability marks the tables of a result, and the figures that its statements
// took from them.
func (r *Result) markReliability() {
	for i := range r.Tables {
		MarkReliability(&r.Tables[i])
	}
	for i := range r.Statements {
		for j := range r.Statements[i].Figures {
			f := &r.Statements[i].Figures[j]
			at := slices.IndexFunc(r.Tables, func(t Table) bool { return t.ID == f.Table })
			if at < 0 {
				continue
			}
			row := slices.IndexFunc(r.Tables[at].Rows, func(row Row) bool { return row.Key() == f.Row })
			if row >= 0 {
				f.Estimate.Status = r.Tables[at].Rows[row].Estimate.Status
			}
		}
	}
}

// markReliability gives every level of a period the status of low reliability
// where too many values are not known.
func markReliability(t *Table, period string, tally Tally) {
	if tally.Total() == 0 || knownShare(tally) >= comparableShare {
		return
	}
	for i := range t.Rows {
		if r := &t.Rows[i]; r.Kind == LevelRow && r.Levels[0] == period && r.Estimate.Value.Known() {
			r.Estimate.Status = stats.LowReliability
		}
	}
	t.Notes = append(t.Notes, "Low reliability: fewer than 80% have a known value, "+period+".")
}
