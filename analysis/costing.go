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
	TableID string // of its costs by line
	Masks   []Mask
	Note    string
}

// under25Theme is the theme of the pack whose cost is a headline.
const under25Theme = "violence_exploitation_u25"

// costScopes are the sets that are costed by age and ward: the under-25 theme
// of the pack, if it has one, and the pack.
func (s *Study) costScopes() []costScope {
	var scopes []costScope
	if m := s.ThemeOf[under25Theme]; m != nil {
		scopes = append(scopes, costScope{"Under-25s", "serious violence and exploitation involving under-25s", "cost-offence", []Mask{m}, ""})
	}
	return append(scopes, s.wholePack())
}

// wholePack is the set of all offences of the pack, each once.
func (s *Study) wholePack() costScope {
	return costScope{"Whole pack", s.packOffences(), "cost-pack", []Mask{s.Pack}, ""}
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
	rows     []Selection    // of each line
	uncosted map[string]int // by class
	rest     Selection      // not costed
	in       [2]costedIn    // by costSet
	deflator float64
	hidden   []string // lines whose count an edition does not show: they are not among the lines
	leftOut  []string // lines that it counts as not costed
}

// costedIn is how many offences of a set are costed, and how many there are.
type costedIn struct{ costed, scope stats.Number }

// costSet is all lines, or all but homicide: one homicide outweighs some hundred
// other offences.
type costSet int

const (
	allCosted costSet = iota
	withoutHomicide
)

var costSetLabels = []string{"All costed offences", leftOut("homicide")}

func (set costSet) holds(line datasets.CostLine) bool {
	return set == allCosted || !strings.Contains(strings.ToLower(line.Name), "homicide")
}

// costed is the number of offences with a unit cost.
func (c costing) costed() int { return int(c.in[allCosted].costed.Or(0)) }

// label says which lines an edition leaves out of the costs, or "".
func (c costing) label() string {
	if len(c.leftOut) == 0 {
		return ""
	}
	return leftOut(c.leftOut...)
}

// leftOut labels a cost without some lines.
func leftOut(lines ...string) string { return "Without " + list(lines) }

// leftOutNote is a note of tables whose costs are without some lines, after a lead.
func (c costing) leftOutNote(lead string) string {
	if c.label() == "" {
		return ""
	}
	return lead + c.label() + leftOutReason
}

const leftOutReason = ": counted as not costed, since the number is small."

// leavesOut is ", without homicide," where the notes of a table say so after this
// lead, or "".
func (t *Table) leavesOut(lead string) string {
	for _, note := range t.Notes {
		if label, found := strings.CutSuffix(note, leftOutReason); found && strings.HasPrefix(label, lead) {
			return ", " + lowerFirst(strings.TrimPrefix(label, lead)) + ","
		}
	}
	return ""
}

// costOf sorts offences into the lines of the cost book. A code that the book
// does not cost is listed by its class, and never costs 0.
func (s *Study) costOf(rows Selection) costing {
	codes := s.Data.Offences.Category("ho_code")
	c := costing{uncosted: map[string]int{}}
	c.deflator, _ = s.Costs.Deflator(s.PriceYear)
	lineOf := make([]string, len(codes.Levels))
	for i, level := range codes.Levels {
		if line, ok := s.Costs.Line(level); ok && !datasets.Missing(level) {
			lineOf[i] = line.Name
		}
	}
	byLine := map[string]Selection{}
	for _, r := range rows {
		code := codes.Codes[r]
		switch {
		case code >= 0 && lineOf[code] != "":
			byLine[lineOf[code]] = append(byLine[lineOf[code]], r)
			continue
		case code < 0 || datasets.Missing(codes.Levels[code]):
			c.uncosted["Code not recorded"]++
		default:
			c.uncosted[className(codes.Levels[code])]++
		}
		c.rest = append(c.rest, r)
	}
	costed, homicides := 0, 0
	for _, line := range s.Costs.Lines {
		if n := len(byLine[line.Name]); n > 0 {
			c.lines, c.offences, c.rows = append(c.lines, line), append(c.offences, n), append(c.rows, byLine[line.Name])
			costed += n
			if !withoutHomicide.holds(line) {
				homicides += n
			}
		}
	}
	c.in[allCosted] = costedIn{number(float64(costed)), number(float64(len(rows)))}
	c.in[withoutHomicide] = costedIn{number(float64(costed - homicides)), number(float64(len(rows) - homicides))}
	return c
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

// total is the cost of a set of lines, with limits; the numerator is offences
// costed, the denominator offences in scope. It has no value where a count is not
// shown.
func (c costing) total(basis string, set costSet) stats.Estimate {
	var counts, weights []float64
	for i, line := range c.lines {
		if set.holds(line) {
			counts, weights = append(counts, float64(c.offences[i])), append(weights, c.weight(line, basis))
		}
	}
	e := stats.WeightedSum(counts, weights)
	e.Method = costMethod
	if len(c.hidden) > 0 {
		e = stats.Estimate{}
	}
	e.Numerator, e.Denominator = c.in[set].costed, c.in[set].scope
	return e
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
	if scope.Note != "" {
		notes = append(notes, scope.Note)
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
	uncosted := Table{
		ID: id + "-uncosted", Title: s.title("Offences of "+scope.Subject+" that are not costed", s.costPeriods()...), Unit: Offence,
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
			t.Rows = append(t.Rows, s.totalRows(s.costsIn(from[id], p), p)...)
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
