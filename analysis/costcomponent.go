package analysis

import (
	"slices"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "cost-component",
	Title:     "Cost of serious violence by component",
	Theme:     Cost,
	Needs:     []string{"pack", "costs", "offences.ho_code"},
	Headlines: []string{"cost-component-largest"},
	Doc: Doc{
		Counts:   "The cost of offences of the pack's theme on under-25s and of the whole pack, split into the components of the unit costs: anticipation of crime, consequences, response to it (or those of the edition).",
		Base:     "Offences; pounds in prices of the chosen financial year.",
		LeftOut:  "Offences of classes without a unit cost. Lines whose unit cost the edition does not split are in a row of their own.",
		Method:   "As for the cost involving under-25s, with the component's part of each unit cost. Components are rounded as published, so they can differ from the total by some pounds an offence.",
		Misleads: "Most of the cost of consequences is the value put on harm to the victim, and no budget holds it. Response is the part that falls on police, courts and services.",
	},
	Compute: costComponent,
})

// notSplit is the component of lines that the edition does not split.
const notSplit = "Not split by the edition"

func costComponent(s *Study) (Result, error) {
	if reason := s.lacksCost(); reason != "" {
		return Result{}, skipf("%s", reason)
	}
	t := Table{
		ID: "cost-component", Title: s.title("Cost by component", s.CostPeriod), Unit: Pound,
		Dimensions: []Dimension{{"scope", "Offences"}, {"basis", "Basis"}, {"component", "Component"}},
		Columns:    s.costColumns(),
	}
	t.addConstants(append(s.costNotes(s.wholePack()), "Each offence has every component, so its count is in every row.")...)
	var counts []*Table
	scopes := s.costScopes()
	for _, scope := range scopes {
		lines := s.costTables(scope.TableID, scope)[0]
		counts = append(counts, &lines)
	}
	t.derive(Derivation{Compute: func(t *Table, from map[string]*Table) {
		t.Rows = nil
		for _, scope := range scopes {
			c := s.costsIn(from[scope.TableID], s.CostPeriod)
			if len(c.hidden) > 0 || c.costed() == 0 {
				continue
			}
			for _, basis := range costBases {
				t.Rows = append(t.Rows, c.componentRows(scope, basis)...)
			}
			t.addNotes(c.leftOutNote(scope.Label + ": "))
		}
	}}, counts...)
	if len(t.Rows) == 0 {
		return Result{}, skipf("no offence of the period of costs has a unit cost in the edition")
	}
	scope := t.Rows[0].Levels[0]
	result := Result{Tables: []Table{t}, Charts: []Chart{{
		ID: "cost-component", Table: t.ID, Mark: Bars, Title: "Cost by component", Finding: "cost-component-largest",
		Subtitle: s.subtitle("Cost in pounds, "+s.PriceYear+" prices, "+lowerFirst(scope), s.CostPeriod),
		Category: "component", Series: "basis", Measure: "value", Unit: "£", Only: map[string]string{"scope": scope},
		Note: componentsNote(t.Rows),
	}}}
	result.Statements = append(result.Statements, selected(func(t *Table) Statement { return s.largestComponent(t, scopes[0]) }, &t))
	return result, nil
}

// componentsNote says what the components of the Home Office's unit costs are, where
// the edition has them (The economic and social costs of crime, second edition, 2018).
func componentsNote(rows []Row) string {
	for _, name := range []string{"Anticipation", "Consequence", "Response"} {
		if !slices.ContainsFunc(rows, func(r Row) bool { return r.Levels[2] == name }) {
			return ""
		}
	}
	return "Anticipation: security and insurance. Consequence: harm to victims, lost output, stolen goods, health and victim services. Response: police and courts."
}

// componentRows split the cost of a scope on one basis.
func (c costing) componentRows(scope costScope, basis string) []Row {
	var names []string
	for _, line := range c.lines {
		for _, part := range line.Components {
			if !slices.Contains(names, part.Name) {
				names = append(names, part.Name)
			}
		}
	}
	var rows []Row
	for _, name := range append(names, notSplit) {
		var counts, weights []float64
		for i, line := range c.lines {
			if cost, ok := componentOf(line, name); ok {
				counts, weights = append(counts, float64(c.offences[i])), append(weights, c.weight(line, basis)*cost/line.UnitCost)
			}
		}
		if len(counts) == 0 {
			continue
		}
		e := stats.WeightedSum(counts, weights)
		if len(counts) == len(c.lines) {
			e.Numerator = c.in[allCosted].costed
		}
		e.Denominator, e.Method = c.in[allCosted].scope, costMethod
		rows = append(rows, Row{Levels: []string{scope.Label, basis, capital(name)}, Estimate: e})
	}
	return append(rows, Row{Levels: []string{scope.Label, basis, "Total"}, Kind: TotalRow, Estimate: c.total(basis, allCosted)})
}

// componentOf is the cost of a component of a line; a line without components
// has its whole unit cost as not split.
func componentOf(line datasets.CostLine, name string) (cost float64, ok bool) {
	if len(line.Components) == 0 {
		return line.UnitCost, name == notSplit && line.UnitCost > 0
	}
	for _, part := range line.Components {
		if part.Name == name {
			return part.Cost, line.UnitCost > 0
		}
	}
	return 0, false
}

// largestComponent says the largest component of the recorded cost.
func (s *Study) largestComponent(t *Table, scope costScope) Statement {
	const id = "cost-component-largest"
	var largest, total Row
	for _, r := range t.Rows {
		if r.Levels[0] != scope.Label || r.Levels[1] != recordedBasis {
			continue
		}
		if r.Kind == TotalRow {
			total = r
		} else if r.Estimate.Value.Or(0) > largest.Estimate.Value.Or(0) {
			largest = r
		}
	}
	if largest.Levels == nil || largest.Levels[2] == notSplit {
		return notProduced(id, Cost, "the edition does not split its unit costs")
	}
	component, apart := lowerFirst(largest.Levels[2]), t.leavesOut(scope.Label+": ")
	return Statement{
		ID: id, Theme: Cost, Unit: Pound, Value: "pounds", Period: s.CostPeriod,
		Filter:  scope.Subject + "; offences recorded times the " + component + " part of unit costs",
		Figures: []Figure{FigureOf(t, largest, component), FigureOf(t, total, "total")}, NotRecorded: number(0),
		Say: func(f []Figure) string {
			e := f[0].Estimate
			return "Of the cost of recorded " + scope.Subject + apart + " of " + million(f[1].Estimate.Value) + ", the largest component was \"" + component + "\" with " + million(e.Value) +
				" (" + count(e.Numerator) + " of " + count(e.Denominator) + " offences costed; " + ci(e, million) + ", chance variation of the counts alone; " + s.Costs.Title + ", " + s.PriceYear + " prices), " + s.CostPeriod.Name() + "."
		},
		Short: func(f []Figure) string {
			return "The largest component of the recorded cost" + apart + " was \"" + component + "\", " + million(f[0].Estimate.Value)
		},
	}
}
