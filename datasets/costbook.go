package datasets

import "slices"

// CostBook is one edition of unit costs, its multipliers and its mapping from
// Home Office offence codes, with the deflators that move it to other prices.
// Editions are never mixed in one total.
type CostBook struct {
	Edition   string // "home-office-2019-20"
	Title     string // "Home Office 2019/20 edition"
	PriceYear string // "2019/20"
	Source    string
	Verified  bool // false: at least one figure used is not from a published source
	Lines     []CostLine
	// Codes maps a Home Office code to the name of its line, for codes that
	// are costed by default. The mapping is ours, or the user's.
	Codes map[string]string
	// Deflators are indices by financial year. Where the price year is older
	// than the newest release, an older one is linked to it at a shared year.
	Deflators  map[string]float64
	Vintage    string // of the deflators
	References []Reference
}

// CostLine is what one recorded offence of a type costs, in pounds of the
// book's price year.
type CostLine struct {
	Name          string // "violence with injury"
	Sector        string // "individual" or "business"
	UnitCost      float64
	Components    []CostComponent // they sum to UnitCost, up to published rounding; nil where the edition has none
	Multiplier    float64         // actual / recorded; 1 where HasMultiplier is false
	HasMultiplier bool
}

// CostComponent is a part of a unit cost, such as anticipation.
type CostComponent struct {
	Name string
	Cost float64
}

// Line returns the line of a Home Office code, or false when it is not costed.
func (b *CostBook) Line(hoCode string) (CostLine, bool) {
	name, ok := b.Codes[hoCode]
	if !ok {
		return CostLine{}, false
	}
	for _, line := range b.Lines {
		if line.Name == name {
			return line, true
		}
	}
	return CostLine{}, false
}

// Deflator returns the factor that takes pounds of the book's price year to
// pounds of another financial year ("2022/23"), or false when either is absent.
func (b *CostBook) Deflator(to string) (float64, bool) {
	base, ok := b.Deflators[b.PriceYear]
	target, ok2 := b.Deflators[to]
	if !ok || !ok2 {
		return 0, false
	}
	return target / base, true
}

// CostBookEditions returns the built-in editions, the newest first.
func CostBookEditions() []string {
	t := embeddedTable("unit_costs")
	var editions []string
	for _, row := range t.rows {
		editions = append(editions, t.cell(row, "edition"))
	}
	return distinct(editions...)
}

// costComponents are the parts that editions split a cost into, in the order
// in which they are shown.
var costComponents = []string{"anticipation", "consequence", "response", "fiscal", "economic", "social"}

// costTitles are the names of the built-in editions in words.
var costTitles = map[string]string{
	"home-office-2019-20": "Home Office 2019/20 edition",
	"home-office-2015-16": "Home Office 2015/16 edition, in part and without multipliers",
	"toolkit-2011":        "Home Office toolkit of 2011",
}

// sortComponents puts components in the order in which they are shown.
func sortComponents(components []CostComponent) {
	slices.SortStableFunc(components, func(a, b CostComponent) int {
		return slices.Index(costComponents, a.Name) - slices.Index(costComponents, b.Name)
	})
}
