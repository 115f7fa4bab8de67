package analysis

import (
	"maps"
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

// costScope is a set of offences that is costed.
type costScope struct {
	Label   string // "Under-25s"
	Subject string // "serious violence and exploitation involving under-25s"
	Masks   []Mask
}

// under25Theme is the theme of the pack whose cost is a headline.
const under25Theme = "violence_exploitation_u25"

// costScopes are the sets that are costed by age and ward: the under-25 theme
// of the pack, if it has one, and the pack.
func (s *Study) costScopes() []costScope {
	var scopes []costScope
	if m := s.ThemeOf[under25Theme]; m != nil {
		scopes = append(scopes, costScope{"Under-25s", "serious violence and exploitation involving under-25s", []Mask{m}})
	}
	return append(scopes, s.wholePack())
}

// wholePack is the set of all offences of the pack, each once.
func (s *Study) wholePack() costScope {
	return costScope{"Whole pack", s.packOffences(), []Mask{s.Pack}}
}

// The two bases of a cost.
const (
	recordedBasis  = "Recorded"
	estimatedBasis = "Estimated"
)

var costBases = []string{recordedBasis, estimatedBasis}

// costMethod says what the limits of a cost are and are not.
const costMethod = "Dobson, chance variation in the counts only"

// costing is the number of offences of each line of the cost book in a
// selection.
type costing struct {
	lines    []datasets.CostLine // those with an offence, in the order of the book
	offences []int
	uncosted map[string]int // by class
	scope    int            // all offences, costed or not
	deflator float64
}

// costed is the number of offences with a unit cost.
func (c costing) costed() int {
	sum := 0
	for _, n := range c.offences {
		sum += n
	}
	return sum
}

// costOf sorts offences into the lines of the cost book. A code that the book
// does not cost is listed by its class, and never costs 0.
func (s *Study) costOf(rows Selection) costing {
	codes := s.Data.Offences.Category("ho_code")
	c := costing{uncosted: map[string]int{}, scope: len(rows)}
	c.deflator, _ = s.Costs.Deflator(s.PriceYear)
	n := map[string]int{}
	for i, count := range Count(codes, rows).byLevel(codes) {
		if count == 0 {
			continue
		}
		line, ok := s.Costs.Line(codes.Levels[i])
		if ok {
			n[line.Name] += count
			continue
		}
		c.uncosted[className(codes.Levels[i])] += count
	}
	for _, line := range s.Costs.Lines {
		if n[line.Name] > 0 {
			c.lines, c.offences = append(c.lines, line), append(c.offences, n[line.Name])
		}
	}
	if rest := c.scope - c.costed() - sumOf(c.uncosted); rest > 0 {
		c.uncosted["Code not recorded"] += rest
	}
	return c
}

// byLevel returns the counts by the codes of the category; reserved levels 0.
func (t Tally) byLevel(c datasets.Category) []int {
	counts := make([]int, len(c.Levels))
	for i, level := range c.Levels {
		if !datasets.Missing(level) {
			counts[i] = t.Of(level)
		}
	}
	return counts
}

func sumOf(counts map[string]int) int {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return sum
}

// className names the class of a Home Office code.
func className(code string) string {
	if o, ok := datasets.OffenceCodes()[code]; ok && o.Label != "" {
		return o.Label + " (" + code + ")"
	}
	return "Code " + code
}

// weight is what one recorded offence of a line costs on a basis, in pounds of
// the price year of the run (F28).
func (c costing) weight(line datasets.CostLine, basis string) float64 {
	w := line.UnitCost * c.deflator
	if basis == estimatedBasis && line.HasMultiplier {
		w *= line.Multiplier
	}
	return w
}

// total is the cost of all lines that keep holds for, with limits; the numerator
// is offences costed, the denominator offences in scope.
func (c costing) total(basis string, keep func(datasets.CostLine) bool) stats.Estimate {
	var counts, weights []float64
	costed, scope := 0, c.scope
	for i, line := range c.lines {
		if !keep(line) {
			scope -= c.offences[i]
			continue
		}
		costed += c.offences[i]
		counts, weights = append(counts, float64(c.offences[i])), append(weights, c.weight(line, basis))
	}
	e := stats.WeightedSum(counts, weights)
	e.Numerator, e.Denominator, e.Method = number(float64(costed)), number(float64(scope)), costMethod
	return e
}

func everyLine(datasets.CostLine) bool { return true }

func notHomicide(line datasets.CostLine) bool {
	return !strings.Contains(strings.ToLower(line.Name), "homicide")
}

// lacksCost says why offences cannot be costed, or "".
func (s *Study) lacksCost() string {
	if _, ok := s.Costs.Deflator(s.PriceYear); !ok {
		return "the cost book has no deflator that takes " + s.Costs.PriceYear + " to " + s.PriceYear
	}
	return ""
}

// costPeriods are the period of costs and, if the extract covers it, the one
// before.
func (s *Study) costPeriods() []datasets.Period {
	before := s.CostPeriod.Previous()
	if s.firstMonth() > before.From || len(s.Offences(before)) == 0 {
		return []datasets.Period{s.CostPeriod}
	}
	return []datasets.Period{s.CostPeriod, before}
}

// costNotes say the edition, prices and multipliers of a cost table, and which
// lines of the scope have no multiplier.
func (s *Study) costNotes(scope costScope) []string {
	notes := []string{
		"Unit costs: " + s.Costs.Title + " (" + s.Costs.PriceYear + " prices), brought to " + s.PriceYear + " prices with GDP deflators of vintage " + s.Costs.Vintage + ".",
		"Estimated costs allow for under-reporting: each line times its multiplier, offences estimated to happen for each one recorded. Unit costs and multipliers are national averages for all ages, and using them for one area is an assumption.",
		"Limits show chance variation in the counts and no uncertainty of unit costs or multipliers. Costs are not cashable savings.",
	}
	var without []string
	for _, line := range s.costOf(s.Offences(s.CostPeriod, scope.Masks...)).lines {
		if !line.HasMultiplier {
			without = append(without, line.Name)
		}
	}
	if len(without) > 0 {
		notes = append(notes, "Lines without a multiplier are taken as recorded: "+list(without)+".")
	}
	if !s.Costs.Verified {
		notes = append(notes, "At least one figure of the cost book is not from a published source.")
	}
	if s.Costs.Source != "" {
		notes = append(notes, "Source of unit costs: "+strings.TrimSuffix(s.Costs.Source, ".")+".")
	}
	return notes
}

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
		Notes: s.costNotes(scope),
	}
	totals := s.totalsTable(id+"-total", scope)
	uncosted := Table{
		ID: id + "-uncosted", Title: s.title("Offences of "+scope.Subject+" that are not costed", s.costPeriods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"ho_class", "Offence class"}}, Columns: countColumns("Offences not costed"),
		Notes: []string{"The edition has no unit cost for these classes. They are left out of the costs, not costed at 0."},
	}
	for _, p := range s.costPeriods() {
		c := s.costOf(s.Offences(p, scope.Masks...))
		for _, basis := range costBases {
			lines.Rows = append(lines.Rows, c.lineRows(p, basis)...)
		}
		totals.Rows = append(totals.Rows, s.totalRows(c, p)...)
		for _, class := range slices.Sorted(maps.Keys(c.uncosted)) {
			uncosted.Rows = append(uncosted.Rows, countRow(LevelRow, c.uncosted[class], p.Name(), class))
		}
		uncosted.Rows = append(uncosted.Rows, countRow(TotalRow, sumOf(c.uncosted), p.Name(), "Total"))
	}
	return []Table{lines, totals, uncosted}
}

// lineRows are the lines of one period on one basis, the offences not costed,
// and all offences in scope with the total.
func (c costing) lineRows(p datasets.Period, basis string) []Row {
	var rows []Row
	for i, line := range c.lines {
		e := stats.WeightedSum([]float64{float64(c.offences[i])}, []float64{c.weight(line, basis)})
		e.Method = costMethod
		row := Row{Levels: []string{p.Name(), basis, capital(line.Name)}, Estimate: e, Extra: map[string]stats.Number{"unit_cost": number(line.UnitCost * c.deflator)}}
		if basis == estimatedBasis && line.HasMultiplier {
			row.Extra["multiplier"] = number(line.Multiplier)
		}
		rows = append(rows, row)
	}
	if n := sumOf(c.uncosted); n > 0 {
		rows = append(rows, countRow(NotKnownRow, n, p.Name(), basis, "Not costed"))
	}
	total := Row{Levels: []string{p.Name(), basis, "Total"}, Kind: TotalRow, Estimate: c.total(basis, everyLine)}
	total.Estimate.Numerator, total.Estimate.Denominator = number(float64(c.scope)), stats.Number{}
	return append(rows, total)
}

func (s *Study) totalsTable(id string, scope costScope) Table {
	return Table{
		ID: id, Title: s.title("Total cost of "+scope.Subject, s.costPeriods()...), Unit: Pound,
		Dimensions: []Dimension{{"period", "Period"}, {"basis", "Basis"}, {"offences", "Offences"}},
		Columns: []Column{
			{"numerator", "Offences costed", AsCount},
			{"denominator", "Offences in scope", AsCount},
			{"value", "Cost (£, " + s.PriceYear + " prices)", AsPounds},
			{"lower", "Lower 95% confidence limit (£)", AsPounds},
			{"upper", "Upper 95% confidence limit (£)", AsPounds},
			{"method", "Method", AsText},
			{"ratio", "Estimated over recorded", AsRatio},
			{"per_resident", "Cost per resident (£)", AsRatio},
		},
		Notes: append(s.costNotes(scope), "One homicide costs as much as some 200 offences of violence with injury, so totals are given with and without homicide."),
	}
}

// totalRows are the totals with and without homicide on both bases.
func (s *Study) totalRows(c costing, p datasets.Period) []Row {
	var rows []Row
	residents, known := s.personYears(p, "", "", 0, datasets.AllAges)
	for _, which := range []struct {
		label string
		keep  func(datasets.CostLine) bool
	}{{"All costed offences", everyLine}, {"Without homicide", notHomicide}} {
		recorded := c.total(recordedBasis, which.keep)
		for _, basis := range costBases {
			e := c.total(basis, which.keep)
			row := Row{Levels: []string{p.Name(), basis, which.label}, Estimate: e, Extra: map[string]stats.Number{}}
			if basis == estimatedBasis && recorded.Value.Or(0) > 0 {
				row.Extra["ratio"] = number(e.Value.Or(0) / recorded.Value.Or(0))
			}
			if known {
				row.Extra["per_resident"] = e.Value.Scale(1 / residents)
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// costStatements are the recorded and the estimated cost of a scope.
func (s *Study) costStatements(recordedID, estimatedID string, scope costScope, totals *Table) []Statement {
	recorded, _ := totals.Find(s.CostPeriod.Name(), recordedBasis, "All costed offences")
	estimated, _ := totals.Find(s.CostPeriod.Name(), estimatedBasis, "All costed offences")
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
		return "The cost of recorded " + scope.Subject + " was " + million(f[0].Estimate.Value) + " (" + evidence(f[0].Estimate) + "), " + s.CostPeriod.Name() + "."
	}
	first.Short = func(f []Figure) string {
		return "Recorded " + scope.Subject + " cost " + million(f[0].Estimate.Value) + ", and an estimated " + million(f[1].Estimate.Value) + " allowing for under-reporting"
	}
	second.ID, second.Filter = estimatedID, scope.Subject+"; offences recorded times multiplier times unit cost"
	second.Figures = []Figure{FigureOf(totals, estimated, "estimated"), FigureOf(totals, recorded, "recorded")}
	second.Say = func(f []Figure) string {
		return "Allowing for under-reporting, the estimated cost of " + scope.Subject + " was " + million(f[0].Estimate.Value) + " (" + ratio1(f[0].Extra["ratio"]) + " times the recorded cost; " + evidence(f[0].Estimate) + "), " + s.CostPeriod.Name() + "."
	}
	return []Statement{first, second}
}
