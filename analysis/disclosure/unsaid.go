package disclosure

import (
	"slices"
	"strings"

	"svna/analysis"
)

// Why a statement is not in a public edition is said by what its table is about, by
// which tables the edition has, and by which columns and rows these have. That
// numbers are small, and not that they could be worked out, is more than a reader
// may know: one reason stands for both.

// unsaid is a statement that the edition does not make.
func unsaid(s analysis.Statement, reason string) analysis.Statement {
	return analysis.Statement{ID: s.ID, Theme: s.Theme, NotProduced: reason, Withheld: true}
}

const (
	homicidesAreKnown = "single homicides are known to the press, and no rounding hides them"
	protectsSmall     = "so that small numbers in it, or in others beside it, cannot be worked out"
)

// notMade is the reason of a statement that the run did not make, where that reason
// holds a number or tells of one.
func (e *edition) notMade(o analysis.Outcome, s analysis.Statement) string {
	tables := o.Result.Tables
	switch {
	case strings.HasPrefix(s.ID, "homicide"):
		return homicidesAreKnown
	case len(tables) > 0 && !slices.ContainsFunc(tables, func(t analysis.Table) bool { return e.reasons[t.ID] == "" }):
		return e.withheldWith(s, tables[len(tables)-1].ID)
	}
	return "the restricted edition says why"
}

// withheldWith says why a statement is not made whose table is not published.
func (e *edition) withheldWith(s analysis.Statement, id string) string {
	if strings.HasPrefix(s.ID, "homicide") {
		return homicidesAreKnown
	}
	because := e.because(id)
	switch because {
	case "":
		return "its table, " + id + ", is restricted"
	case protectsSmall:
		return "its table, " + id + ", is restricted, " + because
	}
	return "its table, " + id + ", is restricted: " + because
}

// because says why a table is not published, as far as no count of the data tells, or
// "" where the settings mark it.
func (e *edition) because(id string) string {
	t := e.given(id)
	if t == nil {
		return protectsSmall
	}
	switch reason := e.reasons[id]; {
	case reason == marked:
		return ""
	case e.onceAYear(*t) != "":
		return "an earlier public edition has months of it, and a period is published once"
	}
	if reason := policyOn(*t); reason != "" {
		return reason
	}
	if t.Derivation != nil {
		for _, source := range t.Derivation.From {
			if e.reasons[source] != "" {
				return "it follows from the table " + source + ", which is restricted too"
			}
		}
	}
	if e.neverKept(*t) {
		return "the figures that it is about cannot be computed from the counts that are published"
	}
	if e.reasons[id] == untied {
		return "its figures do not follow from published counts, so that what they give away cannot be checked"
	}
	return protectsSmall
}

// lost lists the columns of a table that the edition does not show.
func (e *edition) lost(t *analysis.Table) (headers []string) {
	for _, c := range e.given(t.ID).Columns {
		if _, there := t.Column(c.Name); !there {
			headers = append(headers, "“"+c.Header+"”")
		}
	}
	return headers
}

// restsOnLost says of a statement that it needs what the edition does not show of its
// table.
func (e *edition) restsOnLost(t *analysis.Table) string {
	if lost := e.lost(t); len(lost) > 0 {
		return "its words rest on columns of the table " + t.ID + " that are not published: " + strings.Join(lost, ", ")
	}
	return "its words rest on numbers of the table " + t.ID + " that are not published"
}
