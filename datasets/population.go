package datasets

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// Population is the resident population: the denominators of rates. Its cells
// must not change once a question has been asked.
type Population struct {
	Source     string // publisher, series and licence, for the source line
	Note       string // what a reader must know, e.g. that ward figures are derived
	Cells      []PopulationCell
	References []Reference       // the files read
	AreaNames  map[string]string // GSS code -> name, where the files give names

	// sources are those of the areas of a kind in a year.
	sources map[populationOrigin][]string

	once  sync.Once
	index map[populationGroup]*populationYears
}

// PopulationCell is a number of residents. Empty Sex or Ethnicity means all;
// AgeFrom to AgeTo is inclusive, and 90 to 200 is "90 and over".
type PopulationCell struct {
	Area      string // GSS code
	Year      int    // mid-year, or the census year
	Sex       string // "male", "female" or ""
	Ethnicity string // one of the five groups, or ""
	AgeFrom   int
	AgeTo     int
	Persons   float64
}

// AllAges is the top of an open age range.
const AllAges = 200

// Residents asks for a number of residents: those of an area, in a mid-year,
// of a sex and an ethnic group ("" for all), aged AgeFrom to AgeTo.
type Residents struct {
	Area           string
	Year           int
	Sex, Ethnicity string
	AgeFrom, AgeTo int
}

// populationOrigin is what the cells of one source have in common: the kind of area, by
// the first three characters of its GSS code, and the year.
type populationOrigin struct {
	kind string
	year int
}

func originOf(area string, year int) populationOrigin {
	return populationOrigin{area[:min(3, len(area))], year}
}

// SourceOf is the source of the residents of an area in a year, as Persons returns it,
// or that of the whole population where its files do not tell.
func (p *Population) SourceOf(area string, year int) string {
	if sources := p.sources[originOf(area, year)]; len(sources) > 0 {
		return strings.Join(sources, "; ")
	}
	return p.Source
}

// populationGroup is what the cells of one question have in common but for the
// year.
type populationGroup struct{ area, sex, ethnicity string }

// populationYears are the cells of a group by year, both in order. Cells are
// sorted by AgeFrom and then AgeTo.
type populationYears struct {
	years []int
	cells [][]PopulationCell
}

// Persons returns the number of residents asked for and the year that it is
// of: the year asked for or, where the area has none of that sex and ethnicity
// in that year, the nearest one before or after (the earlier of two equally
// near). It adds cells of exactly that sex and ethnicity; where only all-sex
// cells exist, a question about one sex has no answer. ok is false when the
// cells do not cover the age range exactly: nothing is split or guessed.
func (p *Population) Persons(q Residents) (persons float64, year int, ok bool) {
	group := p.group(q.Area, q.Sex, q.Ethnicity)
	if group == nil || q.AgeFrom < 0 || q.AgeFrom > q.AgeTo || q.AgeTo > AllAges {
		return 0, 0, false
	}
	i := nearestYear(group.years, q.Year)
	persons, ok = coverAges(group.cells[i], q.AgeFrom, q.AgeTo)
	if !ok {
		return 0, 0, false
	}
	return persons, group.years[i], true
}

// coverAges adds cells that lie end to end over the ages from to to, both
// included, taking narrow cells before wide ones. It works from the oldest age
// down: sum[a] is the persons aged a to to, where some run of cells covers
// those ages.
func coverAges(cells []PopulationCell, from, to int) (float64, bool) {
	var sum [AllAges + 2]float64
	var covered [AllAges + 2]bool
	covered[to+1] = true
	for i := len(cells) - 1; i >= 0 && cells[i].AgeFrom >= from; i-- {
		c := &cells[i]
		if c.AgeTo <= to && covered[c.AgeTo+1] {
			sum[c.AgeFrom] = c.Persons + sum[c.AgeTo+1]
			covered[c.AgeFrom] = true
		}
	}
	return sum[from], covered[from]
}

// nearestYear returns the index of the year nearest to the one asked for.
func nearestYear(years []int, year int) int {
	best := 0
	for i, y := range years {
		if distance(y, year) < distance(years[best], year) {
			best = i
		}
	}
	return best
}

func distance(a, b int) int { return max(a-b, b-a) }

func (p *Population) group(area, sex, ethnicity string) *populationYears {
	if p == nil {
		return nil
	}
	p.once.Do(p.build)
	return p.index[populationGroup{area, sex, ethnicity}]
}

func (p *Population) build() {
	cells := p.Cells
	if !slices.IsSortedFunc(cells, comparePopulationCells) {
		cells = make([]PopulationCell, len(p.Cells))
		for to, from := range orderOfCells(p.Cells) {
			cells[to] = p.Cells[from]
		}
	}
	p.index = map[populationGroup]*populationYears{}
	for start := 0; start < len(cells); {
		end := start + 1
		for end < len(cells) && sameGroupAndYear(cells[start], cells[end]) {
			end++
		}
		c := cells[start]
		key := populationGroup{c.Area, c.Sex, c.Ethnicity}
		years := p.index[key]
		if years == nil {
			years = &populationYears{}
			p.index[key] = years
		}
		years.years = append(years.years, c.Year)
		years.cells = append(years.cells, usableCells(cells[start:end:end]))
		start = end
	}
}

// usableCells leaves out cells whose ages are no range of ages, so that a
// mistaken cell makes a question unanswered and not a crash.
func usableCells(cells []PopulationCell) []PopulationCell {
	mistaken := func(c PopulationCell) bool { return c.AgeFrom < 0 || c.AgeFrom > c.AgeTo || c.AgeTo > AllAges }
	if !slices.ContainsFunc(cells, mistaken) {
		return cells
	}
	return slices.DeleteFunc(slices.Clone(cells), mistaken)
}

// orderOfCells returns the places of the cells in sorted order; equal cells
// stay in their order. It sorts area by area, which keeps national files of
// small areas quick.
func orderOfCells(cells []PopulationCell) []int32 {
	byArea := map[string][]int32{}
	for i := range cells {
		byArea[cells[i].Area] = append(byArea[cells[i].Area], int32(i))
	}
	order := make([]int32, 0, len(cells))
	for _, area := range slices.Sorted(maps.Keys(byArea)) {
		of := byArea[area]
		compare := func(a, b int32) int { return comparePopulationCells(cells[a], cells[b]) }
		if !slices.IsSortedFunc(of, compare) {
			slices.SortStableFunc(of, compare)
		}
		order = append(order, of...)
	}
	return order
}

func sameGroupAndYear(a, b PopulationCell) bool {
	return a.Area == b.Area && a.Year == b.Year && a.Sex == b.Sex && a.Ethnicity == b.Ethnicity
}

func comparePopulationCells(a, b PopulationCell) int {
	if c := strings.Compare(a.Area, b.Area); c != 0 {
		return c
	}
	if c := strings.Compare(a.Sex, b.Sex); c != 0 {
		return c
	}
	if c := strings.Compare(a.Ethnicity, b.Ethnicity); c != 0 {
		return c
	}
	if a.Year != b.Year {
		return a.Year - b.Year
	}
	if a.AgeFrom != b.AgeFrom {
		return a.AgeFrom - b.AgeFrom
	}
	return a.AgeTo - b.AgeTo
}

// Areas returns the codes of the areas that have any cells, sorted.
func (p *Population) Areas() []string {
	if p == nil {
		return nil
	}
	p.once.Do(p.build)
	var areas []string
	for group := range p.index {
		areas = append(areas, group.area)
	}
	slices.Sort(areas)
	return slices.Compact(areas)
}

// Name returns the name of an area, or "" where the files give none.
func (p *Population) Name(area string) string {
	if p == nil {
		return ""
	}
	return p.AreaNames[area]
}

// Years returns the years for which an area has any cells, in order.
func (p *Population) Years(area string) []int {
	if p == nil {
		return nil
	}
	p.once.Do(p.build)
	var years []int
	for group, of := range p.index {
		if group.area == area {
			years = append(years, of.years...)
		}
	}
	slices.Sort(years)
	return slices.Compact(years)
}
