package datasets

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The tables of a cost book.
type costTables struct{ units, multipliers, codes, deflators *referenceTable }

// BuiltInCostBook returns an edition that is part of the program. Only figures
// from published sources are in it; a class without one is not costed.
func BuiltInCostBook(edition string) (*CostBook, error) {
	if !slices.Contains(CostBookEditions(), edition) {
		return nil, fmt.Errorf("no cost edition is called %q; the built-in ones are %s, and a book of your own is a folder with unit_costs.csv", edition, strings.Join(CostBookEditions(), ", "))
	}
	return costTables{embeddedTable("unit_costs"), embeddedTable("multipliers"), embeddedTable("cost_offence_map"), embeddedTable("gdp_deflators")}.book(edition)
}

// ReadCostBook reads a cost book of the user's own: a folder with
// unit_costs.csv (edition, price_year, offence_type, component_group, cost_gbp,
// verified), cost_offence_map.csv (edition, ho_code, offence_type,
// use_by_default) and, optionally, multipliers.csv (edition, offence_type,
// multiplier, verified) and gdp_deflators.csv (vintage, financial_year, index).
// Where one of the last two is absent there are no multipliers, and the
// deflators are the built-in ones. A folder may hold several editions; edition
// says which, and may be "" where there is one.
func ReadCostBook(dir, edition string) (*CostBook, error) {
	var t costTables
	var err error
	if t.units, err = readTable("unit costs", filepath.Join(dir, "unit_costs.csv"), "edition", "price_year", "offence_type", "component_group", "cost_gbp", "verified"); err != nil {
		return nil, err
	}
	if t.codes, err = readTable("cost lines of offence codes", filepath.Join(dir, "cost_offence_map.csv"), "edition", "ho_code", "offence_type", "use_by_default"); err != nil {
		return nil, err
	}
	t.multipliers, err = readTable("multipliers", filepath.Join(dir, "multipliers.csv"), "edition", "offence_type", "multiplier", "verified")
	if errors.Is(err, os.ErrNotExist) {
		t.multipliers, err = &referenceTable{}, nil
	}
	if err != nil {
		return nil, err
	}
	t.deflators, err = readTable("deflators", filepath.Join(dir, "gdp_deflators.csv"), "vintage", "financial_year", "index")
	if errors.Is(err, os.ErrNotExist) {
		t.deflators, err = embeddedTable("gdp_deflators"), nil
	}
	if err != nil {
		return nil, err
	}
	var editions []string
	for _, row := range t.units.rows {
		editions = append(editions, t.units.text(row, "edition"))
	}
	editions = distinct(editions...)
	if edition == "" && len(editions) == 1 {
		edition = editions[0]
	}
	if !slices.Contains(editions, edition) {
		return nil, fmt.Errorf("read unit_costs.csv: it has no edition %q; it has %s", edition, strings.Join(editions, ", "))
	}
	return t.book(edition)
}

func (t costTables) book(edition string) (*CostBook, error) {
	b := &CostBook{Edition: edition, Title: costTitles[edition], Verified: true, Codes: map[string]string{}, Deflators: map[string]float64{}}
	if b.Title == "" {
		b.Title = edition
	}
	for _, part := range []struct {
		table *referenceTable
		read  func(t *referenceTable) error
	}{{t.units, b.readUnitCosts}, {t.multipliers, b.readMultipliers}, {t.codes, b.readCodes}, {t.deflators, b.readDeflators}} {
		if err := part.read(part.table); err != nil {
			return nil, fmt.Errorf("read %s: %w", part.table.Path, err)
		}
		if part.table.Path != "" {
			b.References = append(b.References, part.table.Reference)
		}
	}
	return b, nil
}

// readUnitCosts takes the rows of component "all": the total of each line and
// its parts. Finer components overlap with these and are not read.
func (b *CostBook) readUnitCosts(t *referenceTable) error {
	totals := map[string]bool{}
	var sources []string
	for i, row := range t.rows {
		if t.text(row, "edition") != b.Edition || t.has("component") && t.text(row, "component") != "all" {
			continue
		}
		if per := t.text(row, "per"); per != "" && per != "offence" {
			return t.fault(i, "per", "only costs per offence can be used")
		}
		year := t.text(row, "price_year")
		if _, ok := financialYear(year); !ok || b.PriceYear != "" && year != b.PriceYear {
			return t.fault(i, "price_year", "it is not a financial year such as 2019/20, or another than above")
		}
		b.PriceYear = year
		cost, err := t.number(i, "cost_gbp")
		if err != nil {
			return err
		}
		if cost < 0 {
			return t.fault(i, "cost_gbp", "it is negative")
		}
		b.Verified = b.Verified && t.text(row, "verified") == "yes"
		line := b.line(t.text(row, "offence_type"), t.text(row, "sector"))
		switch group := t.text(row, "component_group"); {
		case group == "total" && totals[line.Name]:
			return t.fault(i, "offence_type", "it has a total already")
		case group == "total":
			line.UnitCost, totals[line.Name] = cost, true
		case slices.Contains(costComponents, group):
			line.Components = append(line.Components, CostComponent{group, cost})
		default:
			return t.fault(i, "component_group", "it is none of total, "+strings.Join(costComponents, ", "))
		}
		sources = append(sources, t.text(row, "source"))
	}
	b.Source = strings.Join(distinct(sources...), "; ")
	return b.checkComponents(totals)
}

// line returns the line of a name, which it adds if it is new.
func (b *CostBook) line(name, sector string) *CostLine {
	for i := range b.Lines {
		if b.Lines[i].Name == name {
			return &b.Lines[i]
		}
	}
	b.Lines = append(b.Lines, CostLine{Name: name, Sector: sector, Multiplier: 1})
	return &b.Lines[len(b.Lines)-1]
}

// checkComponents refuses components that are not parts of the total; published
// tables are rounded to 10 pounds, so the sum may differ by as much.
func (b *CostBook) checkComponents(totals map[string]bool) error {
	if len(b.Lines) == 0 {
		return fmt.Errorf("it has no costs of edition %q", b.Edition)
	}
	for i := range b.Lines {
		line := &b.Lines[i]
		if line.Name == "" || !totals[line.Name] {
			return fmt.Errorf("offence_type %q has no total", line.Name)
		}
		sortComponents(line.Components)
		sum := 0.0
		for _, c := range line.Components {
			sum += c.Cost
		}
		if len(line.Components) > 0 && math.Abs(sum-line.UnitCost) > 10.5 {
			return fmt.Errorf("offence_type %q: the components do not sum to the total", line.Name)
		}
	}
	return nil
}

func (b *CostBook) readMultipliers(t *referenceTable) error {
	for i, row := range t.rows {
		if t.text(row, "edition") != b.Edition {
			continue
		}
		m, err := t.number(i, "multiplier")
		if err != nil {
			return err
		}
		if m <= 0 {
			return t.fault(i, "multiplier", "it is not above 0")
		}
		for j := range b.Lines {
			if b.Lines[j].Name != t.text(row, "offence_type") {
				continue
			}
			if b.Lines[j].HasMultiplier {
				return t.fault(i, "offence_type", "it has a multiplier already")
			}
			b.Lines[j].Multiplier, b.Lines[j].HasMultiplier = m, true
			b.Verified = b.Verified && t.text(row, "verified") == "yes"
		}
	}
	return nil
}

func (b *CostBook) readCodes(t *referenceTable) error {
	for i, row := range t.rows {
		name := t.text(row, "offence_type")
		if t.text(row, "edition") != b.Edition || t.text(row, "use_by_default") != "yes" || name == "" {
			continue
		}
		code := NormaliseCode(t.text(row, "ho_code"))
		if _, twice := b.Codes[code]; code == "" || twice {
			return t.fault(i, "ho_code", "it is blank, or has a line already")
		}
		if !slices.ContainsFunc(b.Lines, func(l CostLine) bool { return l.Name == name }) {
			return t.fault(i, "offence_type", "no unit cost has this name")
		}
		b.Codes[code] = name
	}
	if len(b.Codes) == 0 {
		return fmt.Errorf("it maps no offence code to edition %q", b.Edition)
	}
	return nil
}

// readDeflators takes the newest vintage and, where it does not go back to the
// price year, links the next older one to it at the first year they share: the
// older indices are scaled so that both agree in that year.
func (b *CostBook) readDeflators(t *referenceTable) error {
	byVintage := map[string]map[string]float64{}
	var vintages []string
	for i, row := range t.rows {
		vintage, year := t.text(row, "vintage"), t.text(row, "financial_year")
		index, err := t.number(i, "index")
		if err != nil {
			return err
		}
		if _, ok := financialYear(year); !ok || index <= 0 {
			return t.fault(i, "financial_year", "it is not a financial year such as 2019/20 with an index above 0")
		}
		if byVintage[vintage] == nil {
			byVintage[vintage] = map[string]float64{}
			vintages = append(vintages, vintage)
		}
		byVintage[vintage][year] = index
	}
	slices.Sort(vintages)
	slices.Reverse(vintages)
	for _, vintage := range vintages {
		if len(b.Deflators) == 0 {
			b.Deflators, b.Vintage = byVintage[vintage], vintage
		}
		if _, reached := b.Deflators[b.PriceYear]; reached {
			return nil
		}
		b.link(byVintage[vintage], vintage)
	}
	return nil
}

func (b *CostBook) link(older map[string]float64, vintage string) {
	var shared []string
	for year := range older {
		if _, both := b.Deflators[year]; both {
			shared = append(shared, year)
		}
	}
	if len(shared) == 0 || vintage == b.Vintage {
		return
	}
	at := slices.Min(shared)
	factor := b.Deflators[at] / older[at]
	for year, index := range older {
		if _, both := b.Deflators[year]; !both {
			b.Deflators[year] = index * factor
		}
	}
	b.Vintage += ", linked to " + vintage + " at " + at
}
