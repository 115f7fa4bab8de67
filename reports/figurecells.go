package reports

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"svna/analysis"
	"svna/analysis/spatial"
)

// shadedCell is one cell with its class.
type shadedCell struct {
	cell spatial.Cell
	role role
}

// cellMap lays out square cells by class over the outlines of areas. Cells that
// the table does not hold are not drawn.
func (s *subject) cellMap() (body, error) {
	if s.chart.Layer == nil || len(s.chart.Layer.Areas) == 0 {
		return body{}, fmt.Errorf("the chart is a map and has no areas")
	}
	if !(s.chart.CellSize > 0) {
		return body{}, fmt.Errorf("the chart is a map of cells and gives no cell size")
	}
	whole := s.column.Format == analysis.AsCount
	var values []float64
	var at []spatial.Cell
	for i, r := range s.rows {
		v, known := s.value(r)
		if !known || v == 0 {
			continue
		}
		p, ok := s.cellPoint(r)
		if !ok {
			return body{}, fmt.Errorf("row %d of table %s does not say where its cell is: it has no easting and northing", i+1, s.table.ID)
		}
		values, at = append(values, s.shown(v)), append(at, spatial.CellOf(p, s.chart.CellSize))
	}
	classes := roundClasses(values, s.resolution())
	var cells []shadedCell
	counts := make([]int, len(classes))
	for i, v := range values {
		k := classOf(classes, v)
		counts[k]++
		cells = append(cells, shadedCell{at[i], classes[k].role})
	}
	write := s.breakWriter(classes)
	var entries []mapEntry
	for i := len(classes) - 1; i >= 0; i-- {
		name := className(classes[i], whole, write)
		if math.IsInf(classes[i].from, -1) && whole && !math.IsInf(classes[i].to, 1) {
			name = lowestCounts(values, classes[i], write)
		}
		entries = append(entries, mapEntry{classes[i].role, shapeFill, name + " (" + strconv.Itoa(counts[i]) + ")"})
	}
	unit := s.chart.Unit
	if unit == "" {
		unit = s.column.Header
	}
	title := append(strongText.wrap(unit, mapKeyWidth), strongText.wrap("(number of cells)", mapKeyWidth)...)
	below := annotationText.wrap("Cells of "+scaleName(s.chart.CellSize)+". Class limits: round numbers chosen from these figures", mapKeyWidth)
	least := max(250, mapKeyHeight(title, entries, below))
	return body{least: least, most: 420, draw: func(c *canvas, area box) {
		panel, keyAt := mapPanels(area)
		s.drawCells(c, panel, area, cells)
		drawMapKey(c, pt{keyAt.x, keyAt.y}, title, entries, below)
	}}, nil
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

// drawCells draws the cells, the outlines thinner and paler than the data over
// them, the outer boundary, and the names of places.
func (s *subject) drawCells(c *canvas, panel, area box, cells []shadedCell) {
	low, high := s.chart.Layer.Bounds()
	for _, cell := range cells {
		a := cell.cell.Corner(s.chart.CellSize)
		low = spatial.Point{E: min(low.E, a.E), N: min(low.N, a.N)}
		high = spatial.Point{E: max(high.E, a.E+s.chart.CellSize), N: max(high.N, a.N+s.chart.CellSize)}
	}
	to, ok := project(low, high, panel.grow(-mapPad))
	if !ok {
		c.lines(plainText, area.centre(), centred, []string{"The outlines have no extent."})
		return
	}
	areas := mapAreas(s.chart.Layer, to)
	size := s.chart.CellSize
	var avoid []box
	for _, cell := range cells {
		corner := to.at(cell.cell.Corner(size))
		b := box{corner.x, corner.y - size*to.scale, size * to.scale, size * to.scale}
		c.rectangle(cell.role, b.grow(0.15)) // no seams between neighbours
		avoid = append(avoid, b)
	}
	c.edges(roleContext, 0.75, areas, true)
	c.edges(roleSecondary, 1.4, areas, false)
	drawPlaces(c, s.chart.Places, to, panel, avoid)
	c.scaleBar(pt{panel.x + 1, area.bottom() - 4}, to.scale, panel.w*0.25)
}
