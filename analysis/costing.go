package analysis

import (
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

// multiplierUnderOne reports whether a line of the scope has one.
func (s *Study) multiplierUnderOne(scope costScope) bool {
	return slices.ContainsFunc(s.costOf(s.Offences(s.CostPeriod, scope.Masks...)).lines, func(line datasets.CostLine) bool {
		return line.HasMultiplier && line.Multiplier < 1
	})
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
	if s.multiplierUnderOne(scope) {
		notes = append(notes, "A multiplier under one is as the cost book has it: by its estimate fewer offences of the line happen than the police record, so that the estimated cost of the line is under the recorded one.")
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
