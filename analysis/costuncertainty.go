package analysis

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "cost-uncertainty",
	Title:     "How uncertain the cost of serious violence is, and what makes it so",
	Theme:     Cost,
	Needs:     []string{"pack", "costs", "offences.ho_code"},
	Headlines: []string{"cost-uncertainty-range", "cost-uncertainty-largest"},
	Doc: Doc{
		Counts:   "The estimated cost of offences of the definition pack when counts, multipliers and unit costs are drawn at random from stated ranges, and when each is moved alone to the ends of its range.",
		Base:     "Offences costed; pounds in prices of the chosen financial year.",
		LeftOut:  "Offences of classes without a unit cost: listed in the cost tables, never costed at 0.",
		Method:   "10,000 draws from a fixed seed; 2.5 and 97.5 centiles (type 7). Counts: gamma with shape count + 0.5. Multipliers: the excess over 1 anywhere from half to one and a half times the published one, triangular about it; multipliers of 1 or less stand. Unit costs: all together 20% up or down, uniform. The cost books publish no ranges, so the ranges of multipliers and unit costs are assumptions of this engine, printed with the table. Tornado: one assumption at a time at the ends of its range (counts at their 95% limits), the others as published; without homicide and under the other editions beside.",
		Misleads: "The range is that of the assumptions named here and of no others: that national averages fit one area and its age groups is taken as given. It is wide, and narrower ranges would be false. Costs are not cashable savings.",
	},
	Compute: costUncertainty,
})

// The assumptions of the draws.
const (
	costDraws      = 10000
	multiplierHalf = 0.5 // the excess of a multiplier over 1 is from 1 - this to 1 + this times as published
	unitCostShare  = 0.2
)

// excessMultiplier is a multiplier whose excess over 1 is so many times as
// published.
func excessMultiplier(line datasets.CostLine, times float64) float64 {
	if !line.HasMultiplier {
		return 1
	}
	if line.Multiplier <= 1 {
		return line.Multiplier
	}
	return 1 + times*(line.Multiplier-1)
}

// estimate is the estimated cost under so many times the unit costs, and for each
// line an excess of its multiplier and a count.
func (c costing) estimate(unit float64, excess, counts []float64) float64 {
	sum := 0.0
	for i, line := range c.lines {
		sum += counts[i] * line.UnitCost * c.deflator * unit * excessMultiplier(line, excess[i])
	}
	return sum
}

func (c costing) central() (excess, counts []float64) {
	for _, n := range c.offences {
		excess, counts = append(excess, 1), append(counts, float64(n))
	}
	return excess, counts
}

// drawn is the estimated cost of one random draw.
func (c costing) drawn(random *rand.Rand) float64 {
	excess, counts := c.central()
	for i := range counts {
		counts[i] = stats.PoissonMean(random, counts[i])
		excess[i] = stats.Triangular(random, 1-multiplierHalf, 1, 1+multiplierHalf)
	}
	return c.estimate(1-unitCostShare+2*unitCostShare*random.Float64(), excess, counts)
}

func costUncertainty(s *Study) (Result, error) {
	if reason := s.lacksCost(); reason != "" {
		return Result{}, skipf("%s", reason)
	}
	scope := s.wholePack()
	c := s.costOf(s.Offences(s.CostPeriod, scope.Masks...))
	if c.costed() == 0 {
		return Result{}, skipf("no offence of %s in the period of costs, %s, has a unit cost", scope.Subject, s.CostPeriod.Name())
	}
	assumptions := "A multiplier says how many offences happen for each one recorded. Assumed ranges: what it adds to the recorded ones, from " + Round(100*(1-multiplierHalf), 0) + "% to " + Round(100*(1+multiplierHalf), 0) + "% of what is published; unit costs " + Round(100*unitCostShare, 0) + "% up or down together; counts by chance. The cost book publishes no ranges."
	notes := []string{assumptions}
	for _, note := range s.costNotes(scope) {
		if !strings.HasPrefix(note, "Limits show") { // not these limits
			notes = append(notes, note)
		}
	}
	columns := []Column{
		{"numerator", "Offences costed", AsCount},
		{"denominator", "Offences in scope", AsCount},
		{"value", "Estimated cost (£, " + s.PriceYear + " prices)", AsPounds},
		{"lower", "Lower end of the range (£)", AsPounds},
		{"upper", "Upper end of the range (£)", AsPounds},
		{"method", "Method", AsText},
	}
	t := Table{
		ID: "cost-uncertainty", Title: s.title("Estimated cost of "+scope.Subject+", with a range for counts, multipliers and unit costs", s.CostPeriod), Unit: Pound,
		Dimensions: []Dimension{{"cost", "Cost"}}, Columns: columns, Notes: notes, Constants: notes,
	}
	tornado := Table{
		ID: "cost-tornado", Title: s.title("Estimated cost of "+scope.Subject+" with one assumption moved at a time", s.CostPeriod), Unit: Pound,
		Dimensions: []Dimension{{"assumption", "Assumption"}}, Columns: append(slices.Clone(columns), Column{"swing", "Upper less lower end (£)", AsPounds}), Notes: notes, Constants: notes,
	}
	lines := s.costTables(scope.TableID, scope)[0]
	t.derive(Derivation{Compute: func(t *Table, from map[string]*Table) {
		c := s.costsIn(from[lines.ID], s.CostPeriod)
		t.Rows = nil
		if len(c.hidden) == 0 {
			t.Rows = []Row{{Levels: []string{"Estimated, all assumptions together"}, Estimate: s.uncertain(c)}}
			t.addNotes(c.leftOutNote(""))
		}
	}}, &lines)
	tornado.derive(Derivation{Compute: func(t *Table, from map[string]*Table) {
		c := s.costsIn(from[lines.ID], s.CostPeriod)
		all := from["cost-uncertainty"]
		t.Rows = nil
		if len(c.hidden) == 0 && len(all.Rows) == 1 {
			t.Rows = s.tornadoRows(c, all.Rows[0].Estimate)
			t.addNotes(c.leftOutNote(""))
		}
	}}, &lines, &t)
	return Result{
		Tables: []Table{t, tornado},
		Charts: []Chart{{
			ID: "cost-tornado", Table: tornado.ID, Mark: Tornado, Finding: "cost-uncertainty-largest",
			Title: "What moves the estimated cost of " + scope.Subject, Subtitle: s.subtitle("Estimated cost in pounds, "+s.PriceYear+" prices, each assumption moved alone", s.CostPeriod),
			Category: "assumption", Measure: "value", Unit: "£", Interval: true, Reference: tornado.Rows[0].Estimate.Value, ReferenceLabel: "As published", Refer: func(t *Table) stats.Number { return t.Rows[0].Estimate.Value },
			Note: assumptions,
		}},
		Statements: []Statement{
			selected(func(t *Table) Statement { return s.uncertaintyStatement(t, scope) }, &t),
			selected(func(t *Table) Statement { return s.widestStatement(t, scope) }, &tornado),
		},
	}, nil
}

// uncertain is the estimated cost with the range of the draws.
func (s *Study) uncertain(c costing) stats.Estimate {
	excess, counts := c.central()
	e := stats.Simulate(c.estimate(1, excess, counts), costDraws, s.Parameters.Seed, c.drawn)
	e.Numerator, e.Denominator = c.in[allCosted].costed, c.in[allCosted].scope
	e.Method += ", " + commas(costDraws) + " draws, seed " + commas(int(s.Parameters.Seed))
	return e
}

// tornadoRows move one assumption at a time, the widest first.
func (s *Study) tornadoRows(c costing, all stats.Estimate) []Row {
	var rows []Row
	add := func(label, method string, lower, upper float64) {
		e := all
		e.Lower, e.Upper, e.Method = number(min(lower, upper)), number(max(lower, upper)), method
		rows = append(rows, Row{Levels: []string{label}, Estimate: e, Extra: map[string]stats.Number{"swing": number(math.Abs(upper - lower))}})
	}
	excess, counts := c.central()
	add("Unit costs, all together", "20% down and up", c.estimate(1-unitCostShare, excess, counts), c.estimate(1+unitCostShare, excess, counts))
	for i, line := range c.lines {
		at := func(times, n float64) float64 {
			moved, number := slices.Clone(excess), slices.Clone(counts)
			moved[i], number[i] = times, n
			return c.estimate(1, moved, number)
		}
		if line.HasMultiplier && line.Multiplier > 1 {
			add("Multiplier of "+line.Name, "half and one and a half times its excess over 1", at(1-multiplierHalf, counts[i]), at(1+multiplierHalf, counts[i]))
		}
		low, high, method := stats.PoissonLimits(counts[i], 0.95)
		add("Number of offences: "+line.Name, method+" 95% limits", at(1, low), at(1, high))
	}
	without := c.total(estimatedBasis, withoutHomicide).Value.Or(0)
	if without != all.Value.Or(0) {
		add("With and without homicide", "left out and left in", without, all.Value.Or(0))
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(b.Extra["swing"].Or(0), a.Extra["swing"].Or(0)) })
	return rows
}

// uncertaintyStatement says the range of the estimated cost.
func (s *Study) uncertaintyStatement(t *Table, scope costScope) Statement {
	row, apart := t.Rows[0], t.leavesOut("")
	whole := s.uncertaintyBase(row)
	whole.ID, whole.Filter = "cost-uncertainty-range", scope.Subject+"; offences times multiplier times unit cost, all drawn from the stated ranges"
	whole.Figures = []Figure{FigureOf(t, row, "estimated")}
	whole.Say = func(f []Figure) string {
		e := f[0].Estimate
		return "The estimated cost of " + scope.Subject + apart + " was " + million(e.Value) + ", and between " + million(e.Lower) + " and " + million(e.Upper) + " in 95% of draws over counts, multipliers and unit costs within the stated ranges (" + s.costEvidence(e) + "), " + s.CostPeriod.Name() + "."
	}
	return whole
}

// widestStatement names the assumption that moves the estimated cost most.
func (s *Study) widestStatement(t *Table, scope costScope) Statement {
	widest, apart := t.Rows[0], t.leavesOut("")
	largest := s.uncertaintyBase(widest)
	largest.ID, largest.Filter = "cost-uncertainty-largest", scope.Subject+"; the assumption that alone moves the estimated cost most"
	largest.Figures = []Figure{FigureOf(t, widest, lowerFirst(widest.Levels[0]))}
	largest.Say = func(f []Figure) string {
		e := f[0].Estimate
		return "Of the assumptions moved alone, one changes the estimated cost of " + scope.Subject + apart + " most: " + f[0].Label + ", from " + million(e.Lower) + " to " + million(e.Upper) + " (" + e.Method + "; " + million(e.Value) + " as published; " + s.costEvidence(e) + "), " + s.CostPeriod.Name() + "."
	}
	largest.Short = func(f []Figure) string {
		return "What moves the estimated cost of " + scope.Subject + apart + " most: " + f[0].Label + ", from " + million(f[0].Estimate.Lower) + " to " + million(f[0].Estimate.Upper)
	}
	return largest
}

func (s *Study) uncertaintyBase(row Row) Statement {
	return Statement{
		Theme: Cost, Unit: Pound, Value: "pounds", Period: s.CostPeriod, Field: "unit cost",
		NotRecorded: number(row.Estimate.Denominator.Or(0) - row.Estimate.Numerator.Or(0)),
	}
}

func (s *Study) costEvidence(e stats.Estimate) string {
	return count(e.Numerator) + " of " + count(e.Denominator) + " offences costed; " + s.Costs.Title + ", " + s.PriceYear + " prices"
}
