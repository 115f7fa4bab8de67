package disclosure

import (
	"slices"

	"svna/analysis"
	"svna/datasets"
)

// Published is one edition of a run: what writers may write. Its fields are
// out of reach so that it can come from Protect alone.
type Published struct {
	rule     Rule
	run      analysis.Run
	outcomes []analysis.Outcome
	withheld []Withheld
	audit    Audit
	linked   linked
}

// Protect makes the restricted edition: every number is shown, and small ones are
// flagged. The results given are not changed. A rule that hides is for Publish, and
// giving it here is a programmer's mistake.
func Protect(rule Rule, run analysis.Run) *Published {
	if rule.Threshold > 0 {
		panic("disclosure: a rule that hides numbers is for Publish")
	}
	p := &Published{rule: rule, run: run, outcomes: slices.Clone(run.Outcomes)}
	for i := range p.outcomes {
		result := &p.outcomes[i].Result
		result.Tables = slices.Clone(result.Tables)
		for t := range result.Tables {
			result.Tables[t].Rows = flagSmall(result.Tables[t], rule.SmallTo)
		}
	}
	return p
}

// flagSmall marks rows whose numerator is from 1 to the rule's limit, where it counts
// offences or people.
func flagSmall(t analysis.Table, limit int) []analysis.Row {
	flagged := slices.Clone(t.Rows)
	for i := range flagged {
		n, known := flagged[i].Estimate.Numerator.Get()
		flagged[i].Basis = nil
		flagged[i].Small = t.Unit.Events() && known && n >= 1 && n <= float64(limit)
	}
	return flagged
}

// Rule returns the rule that was applied.
func (p *Published) Rule() Rule { return p.rule }

// Withheld lists the tables that a public edition does not have.
func (p *Published) Withheld() []Withheld { return p.withheld }

// Audit returns what the audit of a public edition found.
func (p *Published) Audit() Audit { return p.audit }

// About returns what every output says of its run.
func (p *Published) About() analysis.About { return p.run.About }

// Quality returns what was wrong with the input.
func (p *Published) Quality() datasets.Quality { return p.run.Quality }

// Ledger returns the account of rows.
func (p *Published) Ledger() []analysis.LedgerLine { return p.run.Ledger }

// Outcomes returns the breakdowns, those that were skipped among them, in
// catalogue order.
func (p *Published) Outcomes() []analysis.Outcome { return p.outcomes }

// Tables returns every table, in catalogue order.
func (p *Published) Tables() []analysis.Table {
	var tables []analysis.Table
	for _, o := range p.outcomes {
		tables = append(tables, o.Result.Tables...)
	}
	return tables
}

// Statements returns every statement, in catalogue order. A breakdown that was
// skipped says so for each of its headlines.
func (p *Published) Statements() []analysis.Statement {
	var statements []analysis.Statement
	for _, o := range p.outcomes {
		made := map[string]bool{}
		for _, s := range o.Result.Statements {
			made[s.ID] = true
			statements = append(statements, s)
		}
		for _, id := range o.Breakdown.Headlines {
			if !made[id] {
				reason := o.Skipped
				if o.Err != nil {
					reason = "the breakdown " + o.Breakdown.Name + " failed"
				}
				statements = append(statements, analysis.Statement{ID: id, Theme: o.Breakdown.Theme, NotProduced: reason})
			}
		}
	}
	return statements
}

// Charts returns every chart specification, in catalogue order.
func (p *Published) Charts() []analysis.Chart {
	var charts []analysis.Chart
	for _, o := range p.outcomes {
		charts = append(charts, o.Result.Charts...)
	}
	return charts
}
