package analysis

import (
	"math"

	"svna/analysis/spatial"
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "spatial-pattern",
	Title:     "The pattern of serious violence over the area: clustered or not, where its middle is, and how far it reaches",
	Theme:     Where,
	Needs:     []string{"pack", "points", "wards"},
	Headlines: []string{"spatial-pattern-wards"},
	Doc: Doc{
		Counts:   "The mean centre, standard distance and standard deviational ellipse of offences of the definition pack, and how far the centre moved since the period before; the nearest neighbour index, Ripley's K and Moran's I of cells; and Moran's I of the rates of wards.",
		Base:     "Offences with a point in the area; for wards, offences with a known ward and residents.",
		LeftOut:  "Offences without a point or ward, and those outside the area: counted in the breakdowns of cells and wards. Nearest neighbours and K are left out where points were moved to shared map points or rounded.",
		Method:   "Mean centre and ellipse with semi-axes of sqrt(2) standard deviations (Lefever 1926; Wang, Shi and Miao 2015); centres of two periods by Hotelling's T² for large samples. Nearest neighbour index of Clark and Evans (1954), whose p from the normal distribution knows no edge, which makes it less ready to find clusters. Ripley's K with the border correction as L(d) - d, of at most 500 offences drawn from a fixed seed, with the range of 39 throws of as many points on the area. Moran's I (Moran 1950; Cliff and Ord 1981) of cells that touch, and of wards' rates by the method of Assunção and Reis (1999) for wards that touch and for all wards by the inverse of the distance between their middles, each with 999 permutations from a fixed seed.",
		Misleads: "People and streets are clustered, so offences are in any town: a clustered pattern is the rule and says nothing of a cause. The mean centre of two clusters lies between them, where little may happen. A centre moves where one end of the area gains or the other loses. Few wards bear no test.",
	},
	Compute: spatialPattern,
})

// What the pattern is looked at with.
const (
	mostForPattern     = 500 // offences that K is of
	patternSimulations = 39
)

var patternMetres = []float64{100, 200, 300, 400, 500, 750, 1000}

func spatialPattern(s *Study) (Result, error) {
	p := violenceProfile(s, Where)
	now := p.insidePoints(s.Period)
	if len(now) < leastForPercent {
		return Result{}, skipf("fewer than %d %s of the period have a point in the area", leastForPercent, p.Subject)
	}
	t := Table{
		ID: "spatial-pattern", Title: s.title("Pattern of "+p.Subject+" over the area", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"measure", "Measure"}},
		Columns: []Column{
			{"numerator", capital(p.Subject) + " with a point in the area", AsCount},
			{"value", "Value", AsRatio},
			{"expected", "Expected of offences at random", AsRatio},
			{"p", "p", AsP},
			{"method", "Method", AsText},
		},
		Notes: []string{p.Basis, capital(s.cellWord(2)) + "; " + s.Plane + ".", s.snapNote(p.rows(s.Period))},
	}
	for _, period := range s.Periods() {
		t.Rows = append(t.Rows, p.patternRows(period)...)
	}
	moved := p.movedTable("spatial-pattern-centre")
	wards := p.wardPattern("spatial-pattern-wards")
	result := Result{
		Tables: []Table{t, moved, wards},
		Statements: []Statement{
			selected(func(t *Table) Statement { return p.wardPatternStatement("spatial-pattern-wards", t) }, &wards),
		},
	}
	if rows := p.rows(s.Period); !s.snapped(rows) && !s.snapping(rows).Suspected() {
		result.Tables = append(result.Tables, p.ripleyTable("spatial-pattern-k", now))
	}
	return result, nil
}

// insidePoints are the points in the area of the offences of a period, in an order that
// does not depend on that of the rows.
func (p offenceProfile) insidePoints(period datasets.Period) []spatial.Point {
	var points []spatial.Point
	for _, i := range p.rows(period) {
		if at := p.s.Points[i]; at.Known() && p.s.grid().inside[i] {
			points = append(points, at)
		}
	}
	return spatial.InOrder(points)
}

// patternRows are the measures of one period.
func (p offenceProfile) patternRows(period datasets.Period) []Row {
	s, points := p.s, p.insidePoints(period)
	var rows []Row
	add := func(measure, method string, value float64, expected, chance stats.Number) {
		rows = append(rows, Row{
			Levels:   []string{period.Name(), measure},
			Estimate: stats.Estimate{Numerator: number(float64(len(points))), Value: number(value), Method: method},
			Extra:    map[string]stats.Number{"expected": expected, "p": chance},
		})
	}
	none := stats.Number{}
	if e := spatial.DeviationEllipse(points, nil); e.Known {
		add("Easting of the mean centre (metres)", "mean", e.Centre.E, none, none)
		add("Northing of the mean centre (metres)", "mean", e.Centre.N, none, none)
		add("Standard distance (metres)", "root of the mean squared distance", e.Distance, none, none)
		add("Long semi-axis of the ellipse (metres)", "standard deviational ellipse", e.Long, none, none)
		add("Short semi-axis of the ellipse (metres)", "standard deviational ellipse", e.Short, none, none)
		add("Bearing of the long axis (degrees from north)", "standard deviational ellipse", e.Bearing, none, none)
	}
	rowsOf := p.rows(period)
	if !s.snapped(rowsOf) && !s.snapping(rowsOf).Suspected() {
		if nn := spatial.NearestNeighbourIndex(points, s.WardLayer, 0, s.Parameters.Seed); nn.Known {
			add("Nearest neighbour index", "Clark and Evans, normal distribution", nn.Index, number(1), number(math.Erfc(math.Abs(nn.Z)/math.Sqrt2)))
		}
	}
	c := p.countCells(period)
	counts := make([]float64, len(c.counts))
	for i, n := range c.counts {
		counts[i] = float64(n)
	}
	if g := spatial.GlobalMoranPermuted(counts, s.Parameters.Cells.Neighbours(c.cells), spatial.RowStandardised, s.Parameters.Resamples, s.Parameters.Seed); g.Known {
		add("Moran's I of cells", "permutation", g.Value, number(g.Expected), number(g.P))
	}
	return rows
}

// ripleyTable is Ripley's K of a sample of the points.
func (p offenceProfile) ripleyTable(id string, points []spatial.Point) Table {
	s := p.s
	t := Table{
		ID: id, Title: s.title("Ripley's K of "+p.Subject, s.Period), Unit: Offence,
		Dimensions: []Dimension{{"distance", "Distance"}},
		Columns: []Column{
			{"numerator", capital(p.Subject) + " looked at", AsCount},
			{"value", "L(d) - d (metres): above 0 clustered", AsRate},
			{"random_lower", "Lowest of points thrown at random", AsRate},
			{"random_upper", "Highest of points thrown at random", AsRate},
		},
		Notes: []string{p.Basis},
	}
	if len(points) > mostForPattern {
		points = spatial.Sample(points, mostForPattern, s.Parameters.Seed)
		t.addNotes("Of " + commas(mostForPattern) + " of the offences, drawn at random: K does not depend on how many there are.")
	}
	curve, chance := spatial.KFunction(points, s.WardLayer, patternMetres, patternSimulations, s.Parameters.Seed)
	t.addNotes("The whole curve strays from 0 farther than points thrown at random with p " + AsP.Text(number(chance)) + " (" + commas(patternSimulations) + " throws).")
	for i, k := range curve {
		if !k.Known {
			continue
		}
		t.Rows = append(t.Rows, Row{
			Levels:   []string{Round(patternMetres[i], 0) + " metres"},
			Estimate: stats.Estimate{Numerator: number(float64(len(points))), Value: number(k.L), Method: "border correction"},
			Extra:    map[string]stats.Number{"random_lower": number(k.Lower), "random_upper": number(k.Upper)},
		})
	}
	return t
}

// movedTable sets the mean centre beside that of the period before. It has no rows where
// there is none.
func (p offenceProfile) movedTable(id string) Table {
	s := p.s
	t := Table{
		ID: id, Title: s.title("How far the mean centre of "+p.Subject+" moved", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"centre", "Mean centre"}},
		Columns: []Column{
			{"numerator", capital(p.Subject) + ", " + s.Period.Name(), AsCount},
			{"denominator", capital(p.Subject) + ", " + s.Previous.Name(), AsCount},
			{"value", "Metres moved", AsCount},
			{"bearing", "Direction (degrees from north)", AsCount},
			{"p", "p of Hotelling's T²", AsP},
			{"distance", "Standard distance (metres)", AsCount},
		},
		Notes: []string{p.Basis, "A move with p of 0.05 or more is no move."},
	}
	if len(s.Periods()) < 2 {
		t.addNotes("The extract does not cover the period before.")
		return t
	}
	now, before := p.insidePoints(s.Period), p.insidePoints(s.Previous)
	moved := spatial.CentreMoved(before, now)
	ellipse := spatial.DeviationEllipse(now, nil)
	if !moved.Known || !ellipse.Known {
		t.addNotes("Too few offences with a point for a mean centre of both periods.")
		return t
	}
	t.Rows = []Row{{
		Levels:   []string{capital(s.nameFrom(ellipse.Centre))},
		Estimate: stats.Estimate{Numerator: number(float64(len(now))), Denominator: number(float64(len(before))), Value: number(moved.Metres), Method: "Hotelling's T², large samples"},
		Extra:    map[string]stats.Number{"bearing": number(moved.Bearing), "p": number(moved.P), "distance": number(ellipse.Distance)},
	}}
	return t
}
