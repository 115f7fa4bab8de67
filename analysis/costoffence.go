package analysis

import (
	"svna/analysis/stats"
)

var _ = register(Breakdown{
	Name:      "cost-offence",
	Title:     "Cost of serious violence involving under-25s, by type of offence",
	Theme:     Cost,
	Needs:     []string{"pack", "costs", "offences.ho_code"},
	Headlines: []string{"under25-cost-recorded", "under25-cost-estimated"},
	Doc: Doc{
		Counts:   "Offences of the pack's theme on under-25s, recorded in the period of costs, by line of the cost book; what they cost as recorded, and estimated with under-reporting.",
		Base:     "Offences; pounds in prices of the chosen financial year. The totals name offences costed and offences in scope.",
		LeftOut:  "Offences of classes without a unit cost in the edition (stalking, weapons, exploitation and others): listed by class, never costed at 0. Costs by victim, as of modern slavery.",
		Method:   "Recorded: offences times unit cost times deflator. Estimated: the same times the multiplier of the line, actual over recorded offences. Home Office unit costs and multipliers, HM Treasury deflators. Limits of the sums by Dobson and others (1991), for chance variation of the counts.",
		Misleads: "Unit costs are national averages over all offences, and multipliers national and for all ages: for one area, or for under-25s, they are an assumption. Editions differ much and are never mixed. Costs are not cashable savings. One homicide outweighs some 200 offences of violence with injury.",
	},
	Compute: costOffence,
})

func costOffence(s *Study) (Result, error) {
	if s.ThemeOf[under25Theme] == nil {
		return Result{}, skipf("%s", s.lacksTheme(under25Theme))
	}
	result, err := s.costBreakdown("cost-offence", s.costScopes()[0], "under25-cost-recorded", "under25-cost-estimated")
	if err != nil {
		return result, err
	}
	steps := s.costSteps("cost-steps", s.costScopes()[0], &result.Tables[0])
	result.Tables = append(result.Tables, steps)
	result.Charts = []Chart{{
		ID: "cost-offence", Table: steps.ID, Mark: Waterfall, Title: "Cost of serious violence and exploitation involving under-25s", Finding: "under25-cost-recorded",
		Subtitle: s.subtitle("Cost in pounds, "+s.PriceYear+" prices, "+s.Costs.Title, s.CostPeriod),
		Category: "step", Measure: "value", Unit: "£", Interval: true,
		Note: "Ranges on the totals show chance variation of the counts alone.",
	}}
	return result, nil
}

// costBreakdown makes the tables and the two statements of a scope.
func (s *Study) costBreakdown(id string, scope costScope, recordedID, estimatedID string) (Result, error) {
	if reason := s.lacksCost(); reason != "" {
		return Result{}, skipf("%s", reason)
	}
	if len(s.Offences(s.CostPeriod, scope.Masks...)) == 0 {
		return Result{}, skipf("no offence of %s in the period of costs, %s", scope.Subject, s.CostPeriod.Name())
	}
	tables := s.costTables(id, scope)
	var statements []Statement
	for i := range 2 {
		statements = append(statements, selected(func(t *Table) Statement { return s.costStatements(recordedID, estimatedID, scope, t)[i] }, &tables[1]))
	}
	return Result{Tables: tables, Statements: statements}, nil
}

// costSteps leads from the recorded cost, line by line, over under-reporting to
// the estimated cost.
func (s *Study) costSteps(id string, scope costScope, lines *Table) Table {
	t := Table{
		ID: id, Title: s.title("From recorded to estimated cost of "+scope.Subject, s.CostPeriod), Unit: Pound,
		Dimensions: []Dimension{{"step", "Step"}},
		Columns: []Column{
			{"numerator", "Offences costed", AsCount},
			{"value", "Cost (£, " + s.PriceYear + " prices)", AsPounds},
			{"lower", "Lower 95% confidence limit (£)", AsPounds},
			{"upper", "Upper 95% confidence limit (£)", AsPounds},
			{"method", "Method", AsText},
		},
	}
	t.addConstants(s.costNotes(scope)...)
	t.derive(Derivation{Compute: func(t *Table, from map[string]*Table) {
		c := s.costsIn(from[lines.ID], s.CostPeriod)
		t.Rows = nil
		if len(c.hidden) == 0 {
			t.Rows = c.steps()
			t.addNotes(c.leftOutNote(""))
		}
	}}, lines)
	return t
}

// steps are the recorded cost of each line, their sum, under-reporting and the
// estimated cost.
func (c costing) steps() []Row {
	var rows []Row
	for i, line := range c.lines {
		e := stats.WeightedSum([]float64{float64(c.offences[i])}, []float64{c.weight(line, recordedBasis)})
		e.Method = costMethod
		rows = append(rows, Row{Levels: []string{capital(line.Name)}, Estimate: e})
	}
	recorded, estimated := c.total(recordedBasis, allCosted), c.total(estimatedBasis, allCosted)
	return append(rows,
		Row{Levels: []string{recordedBasis}, Kind: TotalRow, Estimate: recorded},
		Row{Levels: []string{"Under-reporting"}, Estimate: stats.Estimate{Numerator: recorded.Numerator, Value: number(estimated.Value.Or(0) - recorded.Value.Or(0)), Method: "estimated less recorded"}},
		Row{Levels: []string{estimatedBasis}, Kind: TotalRow, Estimate: estimated})
}
