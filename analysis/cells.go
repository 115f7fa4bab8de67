package analysis

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"svna/analysis/spatial"
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "cells",
	Title:     "Serious violence by grid cell",
	Theme:     Where,
	Needs:     []string{"pack", "points"},
	Headlines: []string{"cells-top-fifth-share"},
	Doc:       cellDoc("Offences of the definition pack"),
	Compute: func(s *Study) (Result, error) {
		return violenceProfile(s, Where).cells("cells", "cells-top-fifth-share")
	},
})

func cellDoc(counted string) Doc {
	return Doc{
		Counts:   counted + " by square cell of the grid, ranked by count, and the part of them in the fifth of the cells with most.",
		Base:     "Offences; shares are of offences whose point lies inside the area.",
		LeftOut:  "Offences without a point, and those whose point lies outside the area: counted in rows of their own.",
		Method:   "Cells of 250 m, unless set otherwise, counted from the origin of the National Grid (Chainey and Ratcliffe 2005); a cell belongs to the area if its middle lies in it, or any offence of the extract that is in both. Share with Wilson 95% limits (Wilson 1927). The part in the top fifth is compared with as many offences thrown on the cells at random, 999 times from a fixed seed (Bernasco and Steenbeek 2017).",
		Misleads: "The origin and the size of the cells move the maximum, and cells with fewer than five offences are noise. Rare events concentrate by arithmetic, so the part in the top fifth means little without that of random throws. Points moved to shared map points pile up in single cells.",
	}
}

// cellCounts is the grid of a period.
type cellCounts struct {
	cells            []spatial.Cell // of the area, south to north
	counts           []int
	inside           int
	outside, unknown int
}

// countCells counts offences by cell. Without outlines every point is inside.
func (p offenceProfile) countCells(period datasets.Period) cellCounts {
	s, cut := p.s, p.s.Parameters.Cells
	grid := s.grid()
	at := map[spatial.Cell]int{}
	for _, cell := range grid.cells {
		at[cell] = 0
	}
	var c cellCounts
	for _, i := range p.rows(period) {
		switch point := s.Points[i]; {
		case !point.Known():
			c.unknown++
		case !grid.inside[i]:
			c.outside++
		default:
			c.inside++
			at[cut.CellOf(point)]++
		}
	}
	for cell := range at {
		c.cells = append(c.cells, cell)
	}
	slices.SortFunc(c.cells, spatial.CompareCells)
	for _, cell := range c.cells {
		c.counts = append(c.counts, at[cell])
	}
	return c
}

// areaGrid is the grid of a study: its cells, and which offences lie in its area.
type areaGrid struct {
	cells  []spatial.Cell // those with their middle in the area, and those at its edge with an offence inside
	inside Mask           // of the offences that count; without outlines, every point is inside
}

// grid finds the cells of the area and the offences in it, once a study: looking
// up each point costs more than all that is counted afterwards.
func (s *Study) grid() *areaGrid {
	s.gridOnce.Do(func() {
		cut := s.Parameters.Cells
		s.areaGrid.inside = make(Mask, len(s.Points))
		at := map[spatial.Cell]bool{}
		if s.WardLayer != nil {
			s.areaGrid.cells = cut.Cells(s.WardLayer)
		}
		for _, cell := range s.areaGrid.cells {
			at[cell] = true
		}
		for i, point := range s.Points {
			if !s.Counted[i] || !point.Known() {
				continue
			}
			s.areaGrid.inside[i] = s.WardLayer == nil || s.WardLayer.Find(point) >= 0
			if cell := cut.CellOf(point); s.WardLayer != nil && s.areaGrid.inside[i] && !at[cell] {
				at[cell] = true
				s.areaGrid.cells = append(s.areaGrid.cells, cell)
			}
		}
	})
	return &s.areaGrid
}

// ranked lists the cells by count, most first, then from south to north.
func (c cellCounts) ranked() []int {
	order := make([]int, len(c.cells))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(c.counts[j], c.counts[i]) })
	return order
}

func (c cellCounts) tally() Tally {
	return Tally{Levels: []string{"inside"}, Counts: []int{c.inside}, NotRecorded: c.unknown, NotApplicable: c.outside}
}

// cells is the profile by cell of the grid.
func (p offenceProfile) cells(id, headline string) (Result, error) {
	s := p.s
	now := p.countCells(s.Period)
	if now.inside == 0 {
		return Result{}, skipf("none of the %s of the period has a point in the area", p.Subject)
	}
	t := p.cellTable(id)
	fifth := p.topFifth(id)
	// The map of hotspots shades the same cells.
	return Result{Tables: []Table{t, fifth}, Statements: []Statement{p.topFifthStatement(headline, &fifth, now)}}, nil
}

// cellLabel names a cell by its south-west corner, a hexagon by its middle, in metres.
func (s *Study) cellLabel(c spatial.Cell) string {
	corner := s.Parameters.Cells.Anchor(c)
	return "E" + plainMetres(corner.E) + " N" + plainMetres(corner.N)
}

// cellWord is "cell of 250 metres" for one and "cells of 250 metres" for more, or the
// same of hexagons.
func (s *Study) cellWord(n int) string {
	word := "cell"
	if s.Parameters.Cells.Hexagonal {
		word = "hexagon"
	}
	if n != 1 {
		word += "s"
	}
	return word + " of " + Round(s.Parameters.Cells.Size, 0) + " metres"
}

// anchorWord says which point of a cell its name and its coordinates are.
func (s *Study) anchorWord() string {
	if s.Parameters.Cells.Hexagonal {
		return "middle"
	}
	return "south-west corner"
}

func (s *Study) eastingColumn() Column  { return s.anchorColumn("easting") }
func (s *Study) northingColumn() Column { return s.anchorColumn("northing") }

func (s *Study) anchorColumn(name string) Column {
	of := "corner"
	if s.Parameters.Cells.Hexagonal {
		of = "middle"
	}
	return Column{name, capital(name) + " of the " + of + " (metres)", AsCount}
}

// plainMetres writes metres without thousands commas, since the label is a key.
func plainMetres(v float64) string {
	var digits []rune
	for _, r := range Round(v, 0) {
		if r != ',' {
			digits = append(digits, r)
		}
	}
	return string(digits)
}

// cellTable lists the cells that hold an offence; the empty ones are one row.
func (p offenceProfile) cellTable(id string) Table {
	s := p.s
	t := Table{
		ID: id, Title: s.title(capital(p.Subject)+" by "+s.cellWord(1), s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"cell", "Cell"}},
		Columns: append(shareColumns(capital(p.Subject), capital(p.Subject)+" in the area", "Share"),
			s.eastingColumn(), s.northingColumn(),
			Column{"rank", "Rank by count", AsCount}, Column{"cumulative", "Share of this cell and those above (%)", AsShare}),
		Notes: []string{p.Basis, capital(s.cellWord(2)) + ", named by their " + s.anchorWord() + "; " + s.Plane + "."},
	}
	for _, period := range s.Periods() {
		c := p.countCells(period)
		p.addCells(&t, period.Name(), c)
		t.addNotes(missingIn("point of the offence", c.tally(), period), s.snapNote(p.rows(period)))
		markReliability(&t, period.Name(), c.tally())
	}
	return t
}

func (p offenceProfile) addCells(t *Table, period string, c cellCounts) {
	cut := p.s.Parameters.Cells
	running, rank := 0, 0
	order := c.ranked()
	empty := 0
	for place, i := range order {
		n := c.counts[i]
		if n == 0 {
			empty++
			continue
		}
		if place == 0 || n < c.counts[order[place-1]] {
			rank = place + 1
		}
		running += n
		corner := cut.Anchor(c.cells[i])
		t.Rows = append(t.Rows, Row{
			Levels:   []string{period, p.s.cellLabel(c.cells[i])},
			Estimate: stats.Share(float64(n), float64(c.inside)).Scale(100),
			Note:     p.s.placeNear(cut.Centre(c.cells[i])),
			Extra: map[string]stats.Number{
				"easting": number(corner.E), "northing": number(corner.N), "rank": number(float64(rank)),
				"cumulative": number(100 * float64(running) / float64(c.inside)),
			},
		})
	}
	t.addNotes(capital(period) + ": " + commas(len(order)-empty) + " of " + commas(len(order)) + " cells hold an offence; the others are not listed.")
	if c.unknown > 0 {
		t.Rows = append(t.Rows, countRow(NotKnownRow, c.unknown, period, "Not recorded"))
	}
	if c.outside > 0 {
		t.Rows = append(t.Rows, countRow(NotKnownRow, c.outside, period, "Outside the area"))
	}
	t.Rows = append(t.Rows, countRow(TotalRow, c.inside+c.outside+c.unknown, period, "Total"))
}

// placeNear names the nearest named place within 500 metres, or is "".
func (s *Study) placeNear(at spatial.Point) string {
	nearest, least := "", 500.0
	for _, place := range s.PlaceAt {
		if d := spatial.Distance(at, place.At); d <= least && (d < least || nearest == "") {
			nearest, least = place.Name, d
		}
	}
	if nearest == "" {
		return ""
	}
	return "Near " + nearest
}

// topFifth is the part of the offences in the fifth of the cells with most, in
// each period, beside that of as many offences thrown at random.
func (p offenceProfile) topFifth(id string) Table {
	s := p.s
	t := Table{
		ID: id + "-top-fifth", Title: s.title(capital(p.Subject)+" in the fifth of the cells with most", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}},
		Columns: append(shareColumns(capital(p.Subject)+" in the top fifth of the cells", capital(p.Subject)+" in the area", "Share"),
			Column{"cells", "Cells of the area", AsCount}, Column{"cells_top", "Cells in the top fifth", AsCount},
			Column{"random", "Share if thrown at random (%)", AsShare}, Column{"p", "Share of random throws as concentrated (p)", AsP},
			Column{"gini", "Gini coefficient, adjusted for few offences", AsRatio}, Column{"half", "Fewest cells that hold half of the offences", AsCount}),
		Notes: []string{p.Basis},
	}
	for _, period := range s.Periods() {
		c := p.countCells(period)
		if c.inside == 0 {
			continue
		}
		top := (len(c.cells) + 4) / 5
		counts := make([]float64, len(c.counts))
		for i, n := range c.counts {
			counts[i] = float64(n)
		}
		held := sumOfTop(c.counts, top)
		mean, p := throwAtRandom(len(c.cells), c.inside, top, held, s.Parameters.Resamples, s.Parameters.Seed)
		concentration := stats.Concentrate(counts)
		t.Rows = append(t.Rows, Row{Levels: []string{period.Name()}, Estimate: stats.Share(float64(held), float64(c.inside)).Scale(100), Extra: map[string]stats.Number{
			"cells": number(float64(len(c.cells))), "cells_top": number(float64(top)), "random": number(100 * mean), "p": number(p),
			"gini": concentration.Adjusted, "half": concentration.Half.Numerator,
		}})
		markReliability(&t, period.Name(), c.tally())
	}
	return t
}

// sumOfTop is the sum of the k largest counts.
func sumOfTop(counts []int, k int) int {
	most := 0
	for _, n := range counts {
		most = max(most, n)
	}
	having := make([]int, most+1) // by count: how many have it
	for _, n := range counts {
		having[n]++
	}
	sum := 0
	for n := len(having) - 1; k > 0; n-- {
		sum += n * min(k, having[n])
		k -= having[n]
	}
	return sum
}

// throwAtRandom throws so many offences on so many cells, again and again with a
// seeded generator: the mean part in the top k cells, and
// (1 + number of throws with as many there as observed)/(throws + 1).
func throwAtRandom(cells, offences, k, observed, throws int, seed uint64) (mean, p float64) {
	random := rand.New(rand.NewPCG(seed, 0))
	counts := make([]int, cells)
	extreme, sum := 1, 0
	for range throws {
		clear(counts)
		for range offences {
			counts[random.IntN(cells)]++
		}
		held := sumOfTop(counts, k)
		sum += held
		if held >= observed {
			extreme++
		}
	}
	return float64(sum) / float64(throws*offences), float64(extreme) / float64(throws+1)
}

// topFifthStatement says the part in the top fifth; concentrated only if random
// throws hardly ever do the same.
func (p offenceProfile) topFifthStatement(id string, t *Table, now cellCounts) Statement {
	if knownShare(now.tally()) < sayableShare {
		return notProduced(id, p.Theme, "the point is known for fewer than half of the "+p.Subject)
	}
	row, _ := t.Find(p.s.Period.Name())
	missing, comparable := number(float64(now.unknown)), knownShare(now.tally()) >= comparableShare
	concentrated := func(f Figure) bool {
		return comparable && f.Extra["p"].Or(1) < 0.05 && f.Estimate.Lower.Or(0) > f.Extra["random"].Or(100) && f.Estimate.Numerator.Or(0) >= 20
	}
	subject, predicate := p.Subject+" with a point in the area", "were in the fifth of the cells with most"
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "per cent", Period: p.s.Period,
		Filter:  p.Subject + " with a point in the area; in the fifth of the cells with most of them",
		Figures: []Figure{FigureOf(t, row, "top fifth of the cells")}, NotRecorded: missing, Field: "point",
		Say: func(f []Figure) string {
			text := sharePhrase(f[0].Estimate, subject, predicate, notRecordedFor("point", f[0].NotRecorded))
			switch {
			case concentrated(f[0]):
				text += ", more concentrated than random throws would be (" + percent(f[0].Extra["random"]) + ")"
			case comparable:
				text += ", not clearly more than random throws would put there (" + percent(f[0].Extra["random"]) + ")"
			}
			return text + ", " + p.s.Period.Name() + "."
		},
		Short: shortShare(subject, predicate),
	}
}
