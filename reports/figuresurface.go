package reports

import (
	"fmt"
	"math"
	"slices"

	"svna/analysis/spatial"
)

// surfaceFineness is into how many steps the side of a cell is parted, to draw
// smooth edges between classes.
const surfaceFineness = 4

// surface lays out a smoothed measure of square cells as bands of class with
// smooth edges, cut at the boundary. The surface passes through the values of the
// cells, at their middles; beyond the boundary it goes on level, and is covered.
// Where a cell is hidden, and on hexagons, the cells themselves are drawn: an edge
// beside a hidden cell would tell its value.
func (s *subject) surface() (body, error) {
	if s.chart.Cells.Hexagonal || slices.ContainsFunc(s.rows, suppressed) {
		return s.cellMap()
	}
	if s.chart.Layer == nil || len(s.chart.Layer.Areas) == 0 || !(s.chart.Cells.Size > 0) {
		return body{}, fmt.Errorf("the chart is a surface and has no areas or no cell size")
	}
	field, least, most := map[spatial.Cell]float64{}, 0.0, 0.0
	for i, r := range s.rows {
		v, known := s.value(r)
		if !known {
			continue
		}
		at, ok := s.cellPoint(r)
		if !ok {
			return body{}, fmt.Errorf("row %d of table %s does not say where its cell is: it has no easting and northing", i+1, s.table.ID)
		}
		field[s.chart.Cells.CellOf(at)] = v
		least, most = min(least, v), max(most, v)
	}
	classes := surfaceClasses(most)
	if classes == nil || least < 0 || len(field) < len(s.rows)*4/5 || len(field) > 1<<16 {
		return s.cellMap() // of scattered cells, or below 0, a surface would be made up
	}
	var entries []mapEntry
	write := s.breakWriter(classes)
	for _, one := range slices.Backward(classes) {
		entries = append(entries, mapEntry{one.role, shapeFill, className(one, false, write)})
	}
	title := strongText.wrap(s.unit(), mapKeyWidth)
	below := annotationText.wrap("Smoothed from "+lowerFirstLetter(cellsName(s.chart.Cells))+". Class limits: round parts of the highest density", mapKeyWidth)
	return body{least: max(250, mapKeyHeight(title, entries, below)), most: 420, draw: func(c *canvas, area box) {
		panel, keyAt := mapPanels(area)
		s.drawSurface(c, panel, area, field, classes)
		drawMapKey(c, pt{keyAt.x, keyAt.y}, title, entries, below)
	}}, nil
}

// surfaceClasses are five classes of a surface, whose limits are a round step and
// twice, four and six times that: the peaks stand out, which limits by fifths of
// the ground would leave in one class with a fifth of it.
func surfaceClasses(most float64) []class {
	if !(most > 0.006) || math.IsInf(most, 0) { // limits are written with four decimals at most
		return nil
	}
	power := math.Pow(10, math.Floor(math.Log10(most/6)))
	step := power
	for _, m := range []float64{1, 1.5, 2, 2.5, 3, 4, 5, 6, 8} {
		if 6*m*power < most {
			step = decimal(m * power)
		}
	}
	breaks := []float64{math.Inf(-1), step, 2 * step, 4 * step, 6 * step, math.Inf(1)}
	classes := make([]class, 5)
	for i, r := range sequentialRoles {
		classes[i] = class{decimal(breaks[i]), decimal(breaks[i+1]), r}
	}
	return classes
}

// drawSurface draws the bands from the lowest up, each over the one below, covers
// what lies outside the boundary, and draws outlines and places.
func (s *subject) drawSurface(c *canvas, panel, area box, field map[spatial.Cell]float64, classes []class) {
	to, areas := s.outlines(c, panel, area)
	if areas == nil {
		return
	}
	var ground [][]pt
	for _, a := range areas {
		ground = append(ground, a.rings...)
	}
	c.ink(classes[0].role)
	c.to.Fill(c.rings(ground))
	cover := boundsOf(ground).grow(1)
	nodes := newLattice(field, s.chart.Cells, to, cover)
	for _, band := range classes[1:] {
		if rings := nodes.above(band.from); len(rings) > 0 {
			c.ink(band.role)
			c.to.Fill(c.rings(rings))
		}
	}
	c.ink(rolePage)
	c.to.Fill(c.rings(append([][]pt{{{cover.x, cover.y}, {cover.right(), cover.y}, {cover.right(), cover.bottom()}, {cover.x, cover.bottom()}}}, against(ground)...)))
	c.edges(roleContext, 0.6, areas, true)
	c.edges(roleSecondary, 1.4, areas, false)
	cells, avoid := surfaceCells(field, classes, s.chart.Cells, to)
	drawPlaces(c, s.chart.Places, to, panel, areas, nil, avoid, nil, func(p spatial.Point) float64 { return weightAround(cells, p, s.chart.Cells) })
	c.scaleBar(pt{panel.x + 1, area.bottom() - 4}, to.scale, panel.w*0.25)
}

// against are rings that run the other way, holes in what lies around them.
func against(rings [][]pt) [][]pt {
	turned := make([][]pt, len(rings))
	for i, ring := range rings {
		turned[i] = slices.Clone(ring)
		slices.Reverse(turned[i])
	}
	return turned
}

// surfaceCells are the cells with the role of their class, in order, and their
// ground, which no name may cover.
func surfaceCells(field map[spatial.Cell]float64, classes []class, grid spatial.Grid, to projection) (cells []shadedCell, avoid []box) {
	for cell, v := range field {
		cells = append(cells, shadedCell{cell: cell, role: classes[classOf(classes, v)].role})
	}
	slices.SortFunc(cells, func(a, b shadedCell) int { return spatial.CompareCells(a.cell, b.cell) })
	for _, run := range cellRuns(cells, grid) {
		b, _ := runShape(run, grid, to)
		avoid = append(avoid, b)
	}
	return cells, avoid
}
