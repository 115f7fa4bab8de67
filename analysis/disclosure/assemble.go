package disclosure

import (
	"slices"
	"strings"

	"svna/analysis"
)

// published assembles the edition from its tables.
func (e *edition) published(audit Audit, byID map[string]*analysis.Table) *Published {
	p := &Published{rule: e.rule, audit: audit}
	p.run.About = e.about(audit)
	p.linked = e.link()
	for _, o := range e.run.Outcomes {
		p.outcomes = append(p.outcomes, e.outcome(o, byID))
	}
	for i := range p.outcomes {
		p.outcomes[i].Result.Statements = e.statements(e.run.Outcomes[i], byID)
		p.outcomes[i].Result.Charts = e.charts(e.run.Outcomes[i].Result.Charts, byID)
	}
	for _, o := range e.run.Outcomes {
		for _, t := range o.Result.Tables {
			if reason := e.reasons[t.ID]; reason != "" {
				p.withheld = append(p.withheld, Withheld{t.ID, t.Title, reason, o.Breakdown.Theme.Title, e.proposals(t, reason)})
			}
		}
	}
	return p
}

// publishedTables makes the tables of the edition, those that others are derived
// from first.
func (e *edition) publishedTables() map[string]*analysis.Table {
	byID := map[string]*analysis.Table{}
	var make func(t analysis.Table)
	make = func(t analysis.Table) {
		if byID[t.ID] != nil || e.reasons[t.ID] != "" {
			return
		}
		if t.Derivation != nil {
			e.tables(func(source analysis.Table) {
				if slices.Contains(t.Derivation.From, source.ID) {
					make(source)
				}
			})
		}
		if t.Derivation != nil && slices.ContainsFunc(t.Derivation.From, func(id string) bool { return byID[id] == nil }) {
			e.reasons[t.ID] = "it follows from a table that is not published"
			return
		}
		published := e.table(t, byID)
		if len(published.Rows) == 0 && len(t.Rows) > 0 {
			e.reasons[t.ID] = "it follows from counts that are not shown"
			return
		}
		byID[t.ID] = &published
	}
	e.tables(make)
	return byID
}

// outcome keeps the tables of a breakdown that are published. A breakdown with
// none is restricted.
func (e *edition) outcome(o analysis.Outcome, byID map[string]*analysis.Table) analysis.Outcome {
	out := analysis.Outcome{Breakdown: o.Breakdown, Skipped: o.Skipped}
	if !e.static(o.Skipped) || !e.rule.Zeros && tellsOfNone(o.Skipped) {
		out.Skipped = "the data do not bear it; the restricted edition says why"
	}
	if o.Err != nil {
		out.Skipped = "the breakdown failed"
	}
	for _, t := range o.Result.Tables {
		if published := byID[t.ID]; published != nil {
			out.Result.Tables = append(out.Result.Tables, *published)
		}
	}
	if out.Skipped == "" && len(out.Result.Tables) == 0 {
		out.Skipped = "restricted"
	}
	return out
}

// tellsOfNone reports whether a reason says that something was counted and there was
// none.
func tellsOfNone(reason string) bool {
	return slices.ContainsFunc([]string{"no ", "none ", "there are no ", "the period has no "}, func(start string) bool { return strings.HasPrefix(reason, start) }) && !strings.HasSuffix(reason, "in the settings")
}

// about is what a public edition says of its run: no hash of a restricted file,
// which would let a guess at hidden numbers be checked.
func (e *edition) about(audit Audit) analysis.About {
	about := e.run.About
	about.InputHash, about.Settings = "", ""
	about.Defaults = slices.DeleteFunc(slices.Clone(about.Defaults), func(s string) bool { return !e.static(s) })
	about.Defaults = append(Notes(e.rule, audit), about.Defaults...)
	return about
}
