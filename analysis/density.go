package analysis

import (
	"cmp"
	"slices"
	"strings"

	"svna/analysis/spatial"
	"svna/analysis/stats"
)

var _ = register(Breakdown{
	Name:      "density",
	Title:     "Density of serious violence",
	Theme:     Where,
	Needs:     []string{"pack", "points", "wards"},
	Headlines: []string{"density-densest"},
	Doc: Doc{
		Counts:   "Offences of the definition pack per square kilometre about the middle of each cell of the grid, smoothed with a kernel and corrected for the edge of the area.",
		Base:     "Offences with a point in the area.",
		LeftOut:  "Offences without a point, and those whose point lies outside the area: counted in the notes. Cells at the edge with less than half of the kernel inside the area have a note: their density rests on the smaller part of a kernel.",
		Method:   "Quartic kernel of 500 metres' radius, or twice the side of a cell if that is more (Silverman 1986; Bailey and Gatrell 1995), divided by the part of the kernel inside the area (Diggle 1985). No test: hotspots are tested in a breakdown of their own.",
		Misleads: "Smooth hills appear in any data, and their height hangs on the radius: a wider one makes fewer and lower hills. Kernels of other tools that name a bandwidth may mean a standard deviation, which is about a third of a radius. Points moved to shared map points make hills of the map.",
	},
	Compute: density,
})

// leastKernelInside is the part of the kernel that must lie inside the area for a
// density to be relied on.
const leastKernelInside = 0.5

func density(s *Study) (Result, error) {
	p := violenceProfile(s, Where)
	c := p.countCells(s.Period)
	if c.inside < spatial.LeastForDensity {
		return Result{}, skipf("fewer than %d %s of the period have a point in the area", spatial.LeastForDensity, p.Subject)
	}
	cut := s.Parameters.Cells
	radius := max(500, 2*cut.Size)
	var points []spatial.Point
	for _, i := range p.rows(s.Period) {
		if at := s.Points[i]; at.Known() && s.grid().inside[i] {
			points = append(points, at)
		}
	}
	slices.SortFunc(points, func(a, b spatial.Point) int { return cmp.Or(cmp.Compare(a.N, b.N), cmp.Compare(a.E, b.E)) })
	centres := make([]spatial.Point, len(c.cells))
	for i, cell := range c.cells {
		centres[i] = cut.Centre(cell)
	}
	kernel := spatial.Quartic(radius)
	mass := spatial.NewBoundary(s.WardLayer).Masses(kernel, centres)
	perMetre := spatial.EdgeCorrected(cut.Density(points, nil, kernel, c.cells), mass)
	t := Table{
		ID: "density", Title: s.title("Density of "+p.Subject+" by "+s.cellWord(1), s.Period), Unit: Offence,
		Dimensions: []Dimension{{"cell", "Cell"}},
		Columns: []Column{
			{"numerator", capital(p.Subject) + " in the cell", AsCount},
			{"value", "Offences per square kilometre, smoothed", AsRate},
			s.eastingColumn(),
			s.northingColumn(),
			{"inside", "Part of the kernel inside the area (%)", AsShare},
		},
		Notes: []string{p.Basis, "Quartic kernel of " + Round(radius, 0) + " metres' radius; " + commas(c.inside) + " offences with a point in the area, " + commas(c.outside) + " outside and " + commas(c.unknown) + " without a point left out.", s.snapNote(p.rows(s.Period))},
	}
	densest := -1
	for i, cell := range c.cells {
		corner, note := cut.Anchor(cell), s.placeNear(centres[i])
		e := stats.Estimate{Numerator: number(float64(c.counts[i])), Value: number(1e6 * perMetre[i])}
		if mass[i] < leastKernelInside {
			note = strings.TrimPrefix(note+"; at the edge, less than half of the kernel inside the area", "; ")
		} else if densest < 0 || perMetre[i] > perMetre[densest] {
			densest = i
		}
		t.Rows = append(t.Rows, Row{Levels: []string{s.cellLabel(cell)}, Estimate: e, Note: note, Extra: map[string]stats.Number{
			"easting": number(corner.E), "northing": number(corner.N), "inside": number(100 * mass[i]),
		}})
	}
	near := p.aroundDensest("density-densest", centres, densest, radius, points)
	return Result{
		Tables: []Table{t, near},
		Charts: []Chart{{
			ID: "density", Table: t.ID, Mark: Surface, Finding: "density-densest",
			Title: "Density of " + p.Subject, Subtitle: s.subtitle("Offences per square kilometre, quartic kernel of "+Round(radius, 0)+" metres' radius", s.Period),
			Category: "cell", Measure: "value", Unit: "Offences per km²", Layer: s.WardLayer, Places: s.PlaceAt, Cells: cut,
		}},
		Statements: []Statement{p.densestStatement(&near, knownShare(c.tally()), c.unknown, radius)},
	}, nil
}

// aroundDensest counts the offences within the radius of the densest cell.
func (p offenceProfile) aroundDensest(id string, centres []spatial.Point, densest int, radius float64, points []spatial.Point) Table {
	t := Table{
		ID: id, Title: p.s.title(capital(p.Subject)+" about the densest cell", p.s.Period), Unit: Offence,
		Dimensions: []Dimension{{"place", "Place"}},
		Columns:    shareColumns(capital(p.Subject)+" within the radius", capital(p.Subject)+" in the area", "Share"),
		Notes:      []string{p.Basis},
	}
	if densest < 0 {
		return t
	}
	within := 0
	for _, at := range points {
		if spatial.Distance(at, centres[densest]) <= radius {
			within++
		}
	}
	label := p.s.placeNear(centres[densest])
	if label == "" {
		label = capital(p.s.nameFrom(centres[densest]))
	}
	t.Rows = []Row{{Levels: []string{label}, Estimate: stats.Share(float64(within), float64(len(points))).Scale(100)}}
	return t
}

func (p offenceProfile) densestStatement(t *Table, known float64, unknown int, radius float64) Statement {
	const id = "density-densest"
	if len(t.Rows) == 0 || known < comparableShare {
		return notProduced(id, p.Theme, "the point is known for fewer than 80% of the "+p.Subject+", or no cell lies far enough inside the area")
	}
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "per cent", Period: p.s.Period,
		Filter:  p.Subject + " with a point in the area; within " + Round(radius, 0) + " metres of the middle of the cell with the highest density",
		Figures: []Figure{FigureOf(t, t.Rows[0], t.Rows[0].Levels[0])}, NotRecorded: number(float64(unknown)), Field: "point",
		Say: func(f []Figure) string {
			return sharePhrase(f[0].Estimate, p.Subject+" with a point in the area", "were within "+Round(radius, 0)+" metres of the densest cell, "+lowerFirst(f[0].Label), notRecordedFor("point", f[0].NotRecorded)) + "; a density is no test, " + p.s.Period.Name() + "."
		},
	}
}
