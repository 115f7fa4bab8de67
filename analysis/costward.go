package analysis

var _ = register(Breakdown{
	Name:      "cost-ward",
	Title:     "Cost of serious violence by ward",
	Theme:     Cost,
	Needs:     []string{"pack", "costs", "offences.ho_code", "wards"},
	Headlines: []string{"cost-ward-highest"},
	Doc: Doc{
		Counts:   "The cost of offences of the pack's theme on under-25s and of the whole pack, by the ward in which the offence happened.",
		Base:     "Offences; pounds in prices of the chosen financial year.",
		LeftOut:  "Offences of classes without a unit cost. Offences without a ward are in a row of their own, and so are those outside all wards.",
		Method:   "As for the cost involving under-25s, over the offences of each ward.",
		Misleads: "Costs follow the mix of offences: one rape costs as much as three assaults with injury. Unit costs are national averages, and the cost does not fall on the ward's budget or its residents. Town centres draw offences from elsewhere.",
	},
	Compute: costWard,
})

func costWard(s *Study) (Result, error) {
	if reason := s.lacksCost(); reason != "" {
		return Result{}, skipf("%s", reason)
	}
	names := map[string]string{Outside: "Outside all wards"}
	for _, a := range s.WardLayer.Areas {
		names[a.Code] = a.Name
		if a.Name == "" {
			names[a.Code] = a.Code
		}
	}
	groups := costGroups{
		ID: "cost-ward", Title: "Cost by ward", Dimension: Dimension{"ward", "Ward"}, Category: s.Ward, Ranked: true,
		Label: func(level string) string { return names[level] },
	}
	t := groups.table(s)
	if len(t.Rows) == 0 {
		return Result{}, skipf("no offence in the period of costs")
	}
	scope := s.costScopes()[0]
	result := Result{Tables: []Table{t}, Charts: []Chart{{
		ID: "cost-ward", Table: t.ID, Mark: Bars, Title: "Recorded cost by ward",
		Subtitle: s.subtitle("Recorded cost in pounds, "+s.PriceYear+" prices, "+scope.Subject, s.CostPeriod),
		Category: "ward", Measure: "value", Unit: "£", Only: map[string]string{"scope": scope.Label, "basis": recordedBasis},
	}}}
	result.Statements = []Statement{s.highestWard(&t, groups, scope, names[Outside])}
	return result, nil
}

// highestWard names the two wards with the highest recorded cost, as facts of
// the table.
func (s *Study) highestWard(t *Table, groups costGroups, scope costScope, outside string) Statement {
	const id = "cost-ward-highest"
	var figures []Figure
	unknown := number(0)
	for _, r := range t.Rows {
		if r.Levels[0] != scope.Label || r.Levels[1] != recordedBasis {
			continue
		}
		switch {
		case r.Kind == NotKnownRow:
			unknown = r.Estimate.Denominator
		case r.Kind == LevelRow && r.Levels[2] != outside && len(figures) < 2 && r.Estimate.Upper.Known():
			figures = append(figures, FigureOf(t, r, r.Levels[2]))
		}
	}
	if len(figures) < 2 {
		return notProduced(id, Cost, "fewer than two wards have a costed offence")
	}
	return Statement{
		ID: id, Theme: Cost, Unit: Pound, Value: "pounds", Period: s.CostPeriod,
		Filter:  scope.Subject + "; ward with the highest cost, offences recorded times unit cost",
		Figures: figures, NotRecorded: unknown, Field: "ward",
		Say: func(f []Figure) string {
			return f[0].Label + " was the ward with the highest cost of recorded " + scope.Subject + ", " + groups.phrase(f[0]) + ", followed by " + f[1].Label + ", " + groups.phrase(f[1]) + ", " +
				s.Costs.Title + " at " + s.PriceYear + " prices, " + s.CostPeriod.Name() + "."
		},
	}
}
