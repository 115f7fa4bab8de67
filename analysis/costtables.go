package analysis

import (
	"maps"
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

// costTables are the costs of a scope by line, in total, and the offences that
// are not costed.
func (s *Study) costTables(id string, scope costScope) []Table {
	lines := Table{
		ID: id, Title: s.title("Cost of "+scope.Subject+" by line of the cost book", s.costPeriods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"basis", "Basis"}, {"cost_line", "Line of the cost book"}},
		Columns: []Column{
			{"numerator", "Offences", AsCount},
			{"unit_cost", "Unit cost (£, " + s.PriceYear + " prices)", AsPounds},
			{"multiplier", "Multiplier", AsRatio},
			{"value", "Cost (£)", AsPounds},
			{"lower", "Lower 95% confidence limit (£)", AsPounds},
			{"upper", "Upper 95% confidence limit (£)", AsPounds},
			{"method", "Method", AsText},
		},
	}
	lines.addConstants(s.costNotes(scope)...)
	uncosted := Table{
		ID: id + "-uncosted", Title: s.title(uncostedTitle(scope.Subject), s.costPeriods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"ho_class", "Offence class"}}, Columns: countColumns("Offences not costed"),
		Notes: []string{"The edition has no unit cost for these classes. They are left out of the costs, not costed at 0."},
	}
	uncosted.addNotes(scope.Note)
	for _, p := range s.costPeriods() {
		c := s.costOf(s.Offences(p, scope.Masks...))
		for _, basis := range costBases {
			lines.Rows = append(lines.Rows, c.lineRows(p, basis)...)
		}
		for _, class := range slices.Sorted(maps.Keys(c.uncosted)) {
			uncosted.Rows = append(uncosted.Rows, countRow(LevelRow, c.uncosted[class], p.Name(), class))
		}
		uncosted.Rows = append(uncosted.Rows, countRow(TotalRow, len(c.rest), p.Name(), "Total"))
	}
	lines.derive(Derivation{Compute: func(t *Table, _ map[string]*Table) {
		for _, p := range s.costPeriods() {
			for _, basis := range costBases {
				s.costsIn(t, p).fillLines(t, p, basis)
			}
		}
	}})
	totals := s.totalsTable(id+"-total", scope)
	totals.derive(Derivation{Compute: func(t *Table, from map[string]*Table) {
		t.Rows = nil
		for _, p := range s.costPeriods() {
			c := s.costsIn(from[id], p)
			t.Rows = append(t.Rows, s.totalRows(c, p)...)
			if c.label() == "" && len(c.hidden) == 0 && c.in[allCosted] == c.in[withoutHomicide] {
				t.addNotes(capital(p.Name()) + ": no homicide is among the offences costed, so that both totals are the same.")
			}
		}
	}}, &lines)
	return []Table{lines, totals, uncosted}
}

// lineRows are the counts of the lines of one period on one basis, of the offences
// not costed, and of all offences in scope.
func (c costing) lineRows(p datasets.Period, basis string) []Row {
	var rows []Row
	all := slices.Clone(c.rest)
	for i, line := range c.lines {
		rows = append(rows, countRow(LevelRow, c.offences[i], p.Name(), basis, capital(line.Name)).on(Offence, c.rows[i], nil))
		all = append(all, c.rows[i]...)
	}
	if len(c.rest) > 0 {
		rows = append(rows, countRow(NotKnownRow, len(c.rest), p.Name(), basis, "Not costed").on(Offence, c.rest, nil))
	}
	slices.Sort(all)
	total := countRow(TotalRow, len(all), p.Name(), basis, "Total").on(Offence, all, nil)
	total.Basis.Extra = map[string]Selection{"costed": all.without(c.rest)}
	total.Extra = map[string]stats.Number{"costed": number(float64(len(all) - len(c.rest)))}
	return append(rows, total)
}

// costsIn reads the costing of a period back from a table by line.
func (s *Study) costsIn(t *Table, p datasets.Period) costing {
	c := costing{}
	c.deflator, _ = s.Costs.Deflator(s.PriceYear)
	homicides := 0.0
	for _, line := range s.Costs.Lines {
		r, found := t.Find(p.Name(), recordedBasis, capital(line.Name))
		n, shown := r.Estimate.Numerator.Get()
		switch {
		case found && shown:
			c.lines, c.offences = append(c.lines, line), append(c.offences, int(n))
			if !withoutHomicide.holds(line) {
				homicides += n
			}
		case found:
			c.hidden = append(c.hidden, line.Name)
		}
	}
	for _, name := range t.LeftOut {
		c.leftOut = append(c.leftOut, lowerFirst(name))
	}
	total, _ := t.Find(p.Name(), recordedBasis, "Total")
	c.in[allCosted] = costedIn{total.Extra["costed"], total.Estimate.Numerator}
	if costed, known := c.in[allCosted].costed.Get(); known {
		c.in[withoutHomicide] = costedIn{number(costed - homicides), number(c.in[allCosted].scope.Or(0) - homicides)}
	}
	return c
}

// fillLines fills in the costs of the lines of one period on one basis.
func (c costing) fillLines(t *Table, p datasets.Period, basis string) {
	for i, line := range c.lines {
		r := t.row(p.Name(), basis, capital(line.Name))
		r.Estimate = stats.WeightedSum([]float64{float64(c.offences[i])}, []float64{c.weight(line, basis)})
		r.Estimate.Method = costMethod
		r.Extra = map[string]stats.Number{"unit_cost": number(line.UnitCost * c.deflator)}
		if basis == estimatedBasis && line.HasMultiplier {
			r.Extra["multiplier"] = number(line.Multiplier)
		}
	}
	if r := t.row(p.Name(), basis, "Total"); r != nil && c.in[allCosted].scope.Known() {
		r.Estimate = c.total(basis, allCosted)
		r.Estimate.Numerator, r.Estimate.Denominator = c.in[allCosted].scope, stats.Number{}
	}
}

// costColumns are the columns of a table of costs in prices of the chosen year.
func (s *Study) costColumns() []Column {
	return []Column{
		{"numerator", "Offences costed", AsCount},
		{"denominator", "Offences in scope", AsCount},
		{"value", "Cost (£, " + s.PriceYear + " prices)", AsPounds},
		{"lower", "Lower 95% confidence limit (£)", AsPounds},
		{"upper", "Upper 95% confidence limit (£)", AsPounds},
		{"method", "Method", AsText},
	}
}

func (s *Study) totalsTable(id string, scope costScope) Table {
	t := Table{
		ID: id, Title: s.title("Total cost of "+scope.Subject, s.costPeriods()...), Unit: Pound,
		Dimensions: []Dimension{{"period", "Period"}, {"basis", "Basis"}, {"offences", "Offences"}},
		Columns: append(s.costColumns(),
			Column{"ratio", "Estimated over recorded", AsRatio},
			Column{"per_resident", "Cost per resident (£)", AsRatio},
		),
	}
	t.addConstants(append(s.costNotes(scope), "One homicide costs as much as some 200 offences of violence with injury, so totals are given with and without homicide.")...)
	return t
}

// totalRows are the totals with and without homicide on both bases, less the lines
// that an edition leaves out.
func (s *Study) totalRows(c costing, p datasets.Period) []Row {
	if label := c.label(); label != "" {
		return s.setRows(c, p, allCosted, label)
	}
	return append(s.setRows(c, p, allCosted, costSetLabels[allCosted]), s.setRows(c, p, withoutHomicide, costSetLabels[withoutHomicide])...)
}

func (s *Study) setRows(c costing, p datasets.Period, set costSet, label string) []Row {
	var rows []Row
	residents, known := s.personYears(p, "", "", 0, datasets.AllAges)
	recorded := c.total(recordedBasis, set)
	for _, basis := range costBases {
		e := c.total(basis, set)
		row := Row{Levels: []string{p.Name(), basis, label}, Estimate: e, Extra: map[string]stats.Number{}}
		if basis == estimatedBasis && recorded.Value.Or(0) > 0 {
			row.Extra["ratio"] = number(e.Value.Or(0) / recorded.Value.Or(0))
		}
		if known {
			row.Extra["per_resident"] = e.Value.Scale(1 / residents)
		}
		rows = append(rows, row)
	}
	return rows
}

// costIn is the total of most lines that has a value.
func (t *Table) costIn(p datasets.Period, basis string) Row {
	for _, r := range t.Rows {
		if r.Levels[0] == p.Name() && r.Levels[1] == basis && r.Estimate.Value.Known() {
			return r
		}
	}
	return Row{}
}

// costStatements are the recorded and the estimated cost of a scope.
func (s *Study) costStatements(recordedID, estimatedID string, scope costScope, totals *Table) []Statement {
	recorded, estimated := totals.costIn(s.CostPeriod, recordedBasis), totals.costIn(s.CostPeriod, estimatedBasis)
	apart := ""
	if recorded.Levels != nil && recorded.Levels[2] != costSetLabels[allCosted] {
		apart = ", " + lowerFirst(recorded.Levels[2]) + ","
	}
	if !recorded.Estimate.Upper.Known() || recorded.Estimate.Numerator.Or(0) == 0 {
		reason := "no offence of the period has a unit cost in the edition"
		return []Statement{notProduced(recordedID, Cost, reason), notProduced(estimatedID, Cost, reason)}
	}
	prices := s.Costs.Title + ", " + s.PriceYear + " prices"
	evidence := func(e stats.Estimate) string {
		return count(e.Numerator) + " of " + count(e.Denominator) + " offences costed; " + ci(e, million) + ", chance variation of the counts alone; " + prices
	}
	base := Statement{Theme: Cost, Unit: Pound, Value: "pounds", Period: s.CostPeriod, Field: "unit cost"}
	base.NotRecorded = number(recorded.Estimate.Denominator.Or(0) - recorded.Estimate.Numerator.Or(0))
	first, second := base, base
	first.ID, first.Filter = recordedID, scope.Subject+"; offences recorded times unit cost"
	first.Figures = []Figure{FigureOf(totals, recorded, "recorded"), FigureOf(totals, estimated, "estimated")}
	first.Say = func(f []Figure) string {
		return "The cost of recorded " + scope.Subject + apart + " was " + million(f[0].Estimate.Value) + " (" + evidence(f[0].Estimate) + "), " + s.CostPeriod.Name() + "."
	}
	first.Short = func(f []Figure) string {
		return "Recorded " + scope.Subject + apart + " cost " + million(f[0].Estimate.Value) + ", and an estimated " + million(f[1].Estimate.Value) + " allowing for under-reporting"
	}
	second.ID, second.Filter = estimatedID, scope.Subject+"; offences recorded times multiplier times unit cost"
	second.Figures = []Figure{FigureOf(totals, estimated, "estimated"), FigureOf(totals, recorded, "recorded")}
	second.Say = func(f []Figure) string {
		return "Allowing for under-reporting, the estimated cost of " + scope.Subject + apart + " was " + million(f[0].Estimate.Value) + " (" + ratio1(f[0].Extra["ratio"]) + " times the recorded cost; " + evidence(f[0].Estimate) + "), " + s.CostPeriod.Name() + "."
	}
	return []Statement{first, second}
}

// uncostedTitle names the table of what has no cost: "Serious violence offences
// that are not costed", "Offences of knife crime that are not costed".
func uncostedTitle(subject string) string {
	if !strings.HasSuffix(subject, "offences") {
		subject = "offences of " + subject
	}
	return capital(subject) + " that are not costed"
}
