package reports

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"svna/analysis"
	"svna/analysis/spatial"
)

// shadedCell is one cell with its class.
type shadedCell struct {
	cell    spatial.Cell
	role    role
	hidden  bool // suppressed
	cluster int  // 0 for none
}

// cellMap lays out square cells by class within the outlines of areas, and the
// outlines of tested clusters. Cells that the table does not hold are not drawn.
func (s *subject) cellMap() (body, error) {
	if s.chart.Layer == nil || len(s.chart.Layer.Areas) == 0 {
		return body{}, fmt.Errorf("the chart is a map and has no areas")
	}
	if !(s.chart.Cells.Size > 0) {
		return body{}, fmt.Errorf("the chart is a map of cells and gives no cell size")
	}
	var values []float64
	var chosen []int
	var cells []shadedCell
	clusters := map[int]int{} // cells of each
	hidden := 0
	for i, r := range s.rows {
		v, known := s.value(r)
		cell := shadedCell{hidden: suppressed(r), cluster: clusterOf(r)}
		if (!known || v == 0) && !cell.hidden {
			continue
		}
		p, ok := s.cellPoint(r)
		if !ok {
			return body{}, fmt.Errorf("row %d of table %s does not say where its cell is: it has no easting and northing", i+1, s.table.ID)
		}
		cell.cell = s.chart.Cells.CellOf(p)
		if cell.cluster > 0 {
			clusters[cell.cluster]++
		}
		if cell.hidden {
			hidden++
		} else {
			values, chosen = append(values, s.shown(v)), append(chosen, int(r.Extra["class"].Or(0)))
		}
		cells = append(cells, cell)
	}
	hotspots := outlined(cells, clusters)
	classes := s.chosenClasses(values, chosen)
	if classes == nil && s.chart.Mark == analysis.HotspotMap && s.column.Format == analysis.AsCount && len(values) > 0 {
		classes = peakClasses(slices.Max(values))
	}
	if classes == nil {
		classes = roundClasses(values, s.resolution())
	}
	counts, next := make([]int, len(classes)), 0
	for i := range cells {
		if cells[i].hidden {
			continue
		}
		k := classOf(classes, values[next])
		next++
		counts[k]++
		cells[i].role = classes[k].role
	}
	entries := s.cellEntries(classes, values, counts)
	if hidden > 0 {
		entries = append(entries, mapEntry{rolePage, shapeHatch, "Hatched: [c], suppressed to protect confidentiality"})
	}
	if hotspots > 0 {
		entries = append(entries, mapEntry{roleText, shapeOutline, "Tested hotspot (" + strconv.Itoa(hotspots) + ")"})
	}
	title := append(strongText.wrap(s.unit(), mapKeyWidth), strongText.wrap("(number of cells)", mapKeyWidth)...)
	none := ""
	if s.column.Format == analysis.AsCount {
		none = "Blank: none. "
	}
	limits := ""
	switch {
	case len(classes) > 1:
		limits = ". Class limits: chosen from these figures"
	case len(entries) == 0:
		title = nil
	}
	below := annotationText.wrap(none+cellsName(s.chart.Cells)+limits, mapKeyWidth)
	least := max(250, mapKeyHeight(title, entries, below))
	return body{least: least, most: 420, draw: func(c *canvas, area box) {
		panel, keyAt := mapPanels(area)
		s.drawCells(c, panel, area, cells)
		drawMapKey(c, pt{keyAt.x, keyAt.y}, title, entries, below)
	}}, nil
}

// cellEntries are the lines of the key, from high to low, with the number of
// cells in each class.
func (s *subject) cellEntries(classes []class, values []float64, counts []int) []mapEntry {
	whole := s.column.Format == analysis.AsCount
	write := s.breakWriter(classes)
	var entries []mapEntry
	for i := len(classes) - 1; i >= 0; i-- {
		name := className(classes[i], whole, write)
		if len(classes) == 1 {
			name = s.write(slices.Min(values)) + " to " + s.write(slices.Max(values))
			if slices.Min(values) == slices.Max(values) {
				name = s.write(values[0])
			}
		}
		if i > 0 && whole && slices.Max(values) == classes[i].from {
			name = write(classes[i].from)
		}
		if math.IsInf(classes[i].from, -1) && whole && !math.IsInf(classes[i].to, 1) {
			name = lowestCounts(values, classes[i], write)
		}
		entries = append(entries, mapEntry{classes[i].role, shapeFill, name + " (" + strconv.Itoa(counts[i]) + ")"})
	}
	return entries
}

// lowestCounts names the lowest class of counts by its true lower end.
func lowestCounts(values []float64, c class, write func(float64) string) string {
	low := math.Inf(1)
	for _, v := range values {
		low = min(low, v)
	}
	return className(class{low, c.to, c.role}, true, write)
}

// cellPoint is the south-west corner or the middle of a row's cell: columns
// easting and northing, or two numbers in the name of the cell. A little is
// added, so that a corner falls into its own cell whatever the rounding.
func (s *subject) cellPoint(r analysis.Row) (spatial.Point, bool) {
	const little = 0.01
	easting, ok1 := r.Extra["easting"].Get()
	northing, ok2 := r.Extra["northing"].Get()
	if ok1 && ok2 {
		return spatial.Point{E: easting + little, N: northing + little}, true
	}
	fields := strings.FieldsFunc(s.category(r), func(r rune) bool { return !unicode.IsDigit(r) && r != '.' && r != '-' })
	if len(fields) != 2 {
		return spatial.Nowhere, false
	}
	e, err1 := strconv.ParseFloat(fields[0], 64)
	n, err2 := strconv.ParseFloat(fields[1], 64)
	p := spatial.Point{E: e + little, N: n + little}
	return p, err1 == nil && err2 == nil && p.Known()
}

// drawCells draws the cells cut at the outer boundary, the outlines of areas
// thinner and paler than the data over them, the outer boundary, the outlines of
// clusters and the names of places.
func (s *subject) drawCells(c *canvas, panel, area box, cells []shadedCell) {
	to, areas := s.outlines(c, panel, area)
	if areas == nil {
		return
	}
	grid := s.chart.Cells
	var avoid []box
	for _, run := range cellRuns(cells, grid) {
		b, hexagon := runShape(run, grid, to)
		rings := clippedToAreas(areas, b.grow(0.3), hexagon) // no seams between neighbours
		if len(rings) == 0 {
			continue
		}
		avoid = append(avoid, b)
		if run.hidden {
			c.hatch(rings, 3)
			continue
		}
		c.ink(run.role)
		c.to.Fill(c.rings(rings))
	}
	c.edges(roleContext, 0.75, areas, true)
	c.edges(roleSecondary, 1.4, areas, false)
	outlines := clusterOutlines(cells, grid, to)
	if len(outlines) > 0 {
		c.stroke(rolePage, 4, nil, c.rings(outlines))
		c.stroke(roleText, 2, nil, c.rings(outlines))
	}
	drawPlaces(c, s.chart.Places, to, panel, areas, outlines, avoid, nil, func(p spatial.Point) float64 { return weightAround(cells, p, grid) })
	c.scaleBar(pt{panel.x + 1, area.bottom() - 4}, to.scale, panel.w*0.25)
}

// weightAround is how dark the cells around a point are; those of a cluster
// count before all others.
func weightAround(cells []shadedCell, p spatial.Point, grid spatial.Grid) float64 {
	at, weight := grid.CellOf(p), 0.0
	for _, c := range cells {
		i, j := c.cell.I-at.I, c.cell.J-at.J
		if i*i > 1 || j*j > 1 || grid.Hexagonal && i == j && i != 0 {
			continue
		}
		weight += float64(c.role)
		if c.cluster > 0 {
			weight += 1000
		}
	}
	return weight
}

// cellRun is neighbours in a row of cells that look alike.
type cellRun struct {
	shadedCell
	cells int
}

// runShape is where a run is drawn: its box, and the ring of a hexagon, made a little
// larger so that neighbours leave no seam.
func runShape(run cellRun, grid spatial.Grid, to projection) (b box, hexagon []pt) {
	if !grid.Hexagonal {
		corner, side := to.at(run.cell.Corner(grid.Size)), grid.Size*to.scale
		return box{corner.x, corner.y - side, side * float64(run.cells), side}, nil
	}
	middle := to.at(grid.Centre(run.cell))
	for _, p := range grid.Outline([]spatial.Cell{run.cell}).Polygons[0][0] {
		at := to.at(p)
		grow := 1 + 0.35/distance(at, middle)
		hexagon = append(hexagon, pt{middle.x + grow*(at.x-middle.x), middle.y + grow*(at.y-middle.y)})
	}
	half := grid.Size * to.scale / 2
	return box{middle.x - half, middle.y - half*2/math.Sqrt(3), 2 * half, 4 * half / math.Sqrt(3)}, hexagon
}

// cellsName says what the cells of a map are.
func cellsName(grid spatial.Grid) string {
	if grid.Hexagonal {
		return "Hexagons of " + scaleName(grid.Size) + " from side to side"
	}
	return "Cells of " + scaleName(grid.Size)
}

// cellRuns joins neighbours in a row of squares: a map of small cells has thousands.
func cellRuns(cells []shadedCell, grid spatial.Grid) []cellRun {
	sorted := slices.Clone(cells)
	slices.SortStableFunc(sorted, func(a, b shadedCell) int { return spatial.CompareCells(a.cell, b.cell) })
	var runs []cellRun
	for _, cell := range sorted {
		if n := len(runs) - 1; n >= 0 && !grid.Hexagonal {
			last := &runs[n]
			if last.role == cell.role && last.hidden == cell.hidden && last.cell.J == cell.cell.J && last.cell.I+last.cells == cell.cell.I {
				last.cells++
				continue
			}
		}
		runs = append(runs, cellRun{cell, 1})
	}
	return runs
}
