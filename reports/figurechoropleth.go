package reports

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"svna/analysis"
	"svna/analysis/spatial"
)

// mostNamedAreas is the most areas that a map names; maps of more name none.
const mostNamedAreas = 36

// areaMap is a map of areas by class, laid out.
type areaMap struct {
	subject *subject
	rows    map[string]analysis.Row // by the code of the area
	classes []class
	entries []mapEntry
	whole   bool
	hidden  bool
	missing bool
}

// choropleth lays out areas coloured by class: names and values where they fit,
// else beside the map with a leader; the key says how many areas are in each
// class.
func (s *subject) choropleth() (body, error) {
	m, notes, err := s.areaMap()
	if err != nil {
		return body{}, err
	}
	if len(s.chart.Layer.Areas) > mostNamedAreas {
		notes = append(notes, "All names and values are in worksheet "+s.table.ID+".")
	}
	key := mapKeyHeight(m.keyTitle(), m.entries, m.keyBelow())
	return body{least: max(250, key), most: 420, notes: notes, draw: m.draw}, nil
}

// areaMap ties the rows of the table to the areas of the layer, and classifies
// them; notes name the rows that have no area.
func (s *subject) areaMap() (m *areaMap, notes []string, err error) {
	layer := s.chart.Layer
	if layer == nil || len(layer.Areas) == 0 {
		return nil, nil, fmt.Errorf("the chart is a map and has no areas")
	}
	m = &areaMap{subject: s, rows: map[string]analysis.Row{}, whole: s.column.Format == analysis.AsCount}
	codes := map[string]string{}
	for _, a := range layer.Areas {
		codes[a.Code] = a.Code
		if _, taken := codes[a.Name]; !taken {
			codes[a.Name] = a.Code
		}
	}
	var elsewhere []string
	for _, r := range s.rows {
		if code, ok := codes[s.category(r)]; ok {
			m.rows[code] = r
		} else if v, known := s.value(r); known {
			elsewhere = append(elsewhere, s.category(r)+" "+s.write(v))
		}
	}
	if len(m.rows) == 0 {
		return nil, nil, fmt.Errorf("no area of the map is a level of %s", s.header(s.chart.Category))
	}
	m.classify()
	switch {
	case len(elsewhere) > 4:
		notes = append(notes, fmt.Sprintf("%d rows of the table are not on the map.", len(elsewhere)))
	case len(elsewhere) > 0:
		notes = append(notes, "Not on the map: "+joinAnd(elsewhere)+".")
	}
	return m, notes, nil
}

// classify makes the classes and the lines of the key, high to low.
func (m *areaMap) classify() {
	s := m.subject
	var values []float64
	for _, a := range s.chart.Layer.Areas {
		r, ok := m.rows[a.Code]
		v, known := s.value(r)
		switch {
		case ok && known:
			values = append(values, s.shown(v))
		case ok && suppressed(r):
			m.hidden = true
		default:
			m.missing = true
		}
	}
	m.classes = mapClasses(values, s.resolution())
	if s.column.Format == analysis.AsRatio {
		m.classes = ratioClasses()
	}
	write := s.breakWriter(m.classes)
	for i := len(m.classes) - 1; i >= 0; i-- {
		n := 0
		for _, v := range values {
			if classOf(m.classes, v) == i {
				n++
			}
		}
		m.entries = append(m.entries, mapEntry{m.classes[i].role, shapeFill, className(m.classes[i], m.whole, write) + " (" + strconv.Itoa(n) + ")"})
	}
	if m.hidden {
		m.entries = append(m.entries, mapEntry{rolePage, shapeHatch, "Hatched: [c], suppressed to protect confidentiality"})
	}
	if m.missing {
		m.entries = append(m.entries, mapEntry{rolePage, shapeEmpty, "Not available"})
	}
}

func (m *areaMap) keyTitle() []string {
	s := m.subject
	unit := s.chart.Unit
	if unit == "" {
		unit = s.column.Header
	}
	return append(strongText.wrap(unit, mapKeyWidth), strongText.wrap("(number of areas)", mapKeyWidth)...)
}

// keyBelow states the breaks as what they are, and the comparator.
func (m *areaMap) keyBelow() []string {
	s := m.subject
	var lines []string
	if v, ok := s.chart.Reference.Get(); ok {
		lines = append(lines, annotationText.wrap(s.chart.ReferenceLabel+": "+s.write(v), mapKeyWidth)...)
	}
	if m.counted() && m.written() {
		lines = append(lines, annotationText.wrap("In brackets: "+s.table.Unit.Plural(), mapKeyWidth)...)
	}
	if len(m.classes) > 1 {
		lines = append(lines, annotationText.wrap("Class limits: chosen from these figures", mapKeyWidth)...)
	}
	return lines
}

// written reports whether any area has its value on the map.
func (m *areaMap) written() bool {
	areas := m.subject.chart.Layer.Areas
	return len(areas) <= mostNamedAreas || slices.ContainsFunc(areas, func(a spatial.Area) bool { return m.broughtOut(mapArea{code: a.Code, name: a.Name}) })
}

// mapPanels parts the area of a map from its key.
func mapPanels(area box) (panel, keyAt box) {
	panel = box{area.x, area.y, area.w - mapKeyWidth - mapKeyGap, area.h - mapScaleStrip}
	return panel, box{panel.right() + mapKeyGap, area.y, mapKeyWidth, area.h}
}

func (m *areaMap) draw(c *canvas, area box) {
	s := m.subject
	panel, keyAt := mapPanels(area)
	to, areas := s.outlines(c, panel, area)
	if areas == nil {
		return
	}
	var labels []mapLabel
	var lettered []int
	if len(areas) <= mostNamedAreas {
		to, areas, labels, lettered = m.place(panel)
	} else {
		to, areas, labels = m.placeFew(panel)
	}
	m.drawAreas(c, areas)
	under := drawMapKey(c, pt{keyAt.x, keyAt.y}, m.keyTitle(), m.entries, m.keyBelow())
	c.scaleBar(pt{panel.x + 1, area.bottom() - 4}, to.scale, panel.w*0.25)
	m.drawLabels(c, areas, labels)
	if len(areas) > mostNamedAreas {
		drawPlaces(c, s.chart.Places, to, panel, areas, nil, nil, labels, nil)
		return
	}
	m.drawLettered(c, areas, lettered, box{keyAt.x, under + 6, keyAt.w, area.bottom() - under - 6})
}

// place finds the size of the map and the places of the names. A smaller map
// leaves more room beside it and less within; the best has the fewest letters,
// then the fewest leaders, and is not much smaller.
func (m *areaMap) place(panel box) (best projection, areas []mapArea, placed []mapLabel, left []int) {
	low, high := m.subject.chart.Layer.Bounds()
	cost := math.Inf(1)
	for i, margin := range []float64{mapPad, 18, 33} {
		to, ok := project(low, high, panel.grow(-margin))
		if !ok {
			continue
		}
		trial := mapAreas(m.subject.chart.Layer, to)
		labels, without := placeLabels(trial, m.names(trial), m.values(trial), m.broughtOut, panel)
		price := 2*float64(len(without)) + 3*float64(i)
		for _, l := range labels {
			if l.leader {
				price++
			}
		}
		if price < cost {
			cost, best, areas, placed, left = price, to, trial, labels, without
		}
	}
	return best, areas, placed, left
}

// placeFew finds the largest map beside which the areas that the title names find
// room for their names.
func (m *areaMap) placeFew(panel box) (to projection, areas []mapArea, placed []mapLabel) {
	low, high := m.subject.chart.Layer.Bounds()
	for _, margin := range []float64{mapPad, 10, 18, 30} {
		to, _ = project(low, high, panel.grow(-margin))
		areas = mapAreas(m.subject.chart.Layer, to)
		named := 0
		for _, a := range areas {
			if m.broughtOut(a) {
				named++
			}
		}
		if placed = m.placeNamed(areas, panel); len(placed) == named {
			break
		}
	}
	return to, areas, placed
}

// placeNamed places the names of the areas that the title names on a map of too
// many areas to name all.
func (m *areaMap) placeNamed(areas []mapArea, panel box) (placed []mapLabel) {
	g := newGround(panel)
	for _, a := range areas {
		g.takeArea(a)
	}
	names, values := m.names(areas), m.values(areas)
	for i, a := range areas {
		l := mapLabel{area: i, value: values[i]}
		if m.broughtOut(a) && l.placeOutside(pole(a), names[i], longestNamed, g, placed) {
			g.take(l.at.grow(1))
			placed = append(placed, l)
		}
	}
	return placed
}

// broughtOut reports whether the chart or the title names an area.
func (m *areaMap) broughtOut(a mapArea) bool {
	s := m.subject
	for _, level := range slices.Concat(s.chart.Highlight, s.named) {
		if level == a.code || level == a.name {
			return true
		}
	}
	return false
}

// names are the names of areas, or their codes.
func (m *areaMap) names(areas []mapArea) []string {
	names := make([]string, len(areas))
	for i, a := range areas {
		names[i] = a.name
		if names[i] == "" {
			names[i] = a.code
		}
	}
	return names
}

// values are the values of areas as they are written.
func (m *areaMap) values(areas []mapArea) []string {
	values := make([]string, len(areas))
	for i, a := range areas {
		if r, ok := m.rows[a.code]; ok {
			if v, known := m.subject.value(r); known {
				values[i] = m.subject.write(v)
				if n, counted := r.Estimate.Numerator.Get(); counted && m.counted() {
					values[i] += " (" + analysis.Round(n, 0) + ")"
				}
			} else if suppressed(r) {
				values[i] = "[c]"
			}
		}
	}
	return values
}

// counted reports whether the number stands beside the rate of an area: the
// highest rate and the highest number are often not those of one area.
func (m *areaMap) counted() bool {
	s := m.subject
	return s.chart.Measure == "value" && (s.column.Format == analysis.AsRate || s.column.Format == analysis.AsShare) && s.table.Unit != analysis.MixedUnits
}

func (m *areaMap) drawAreas(c *canvas, areas []mapArea) {
	c.outerEdge(areas)
	for _, a := range areas {
		c.fillArea(m.role(a), a)
	}
	for _, a := range areas {
		if r, ok := m.rows[a.code]; ok && suppressed(r) {
			c.hatch(a.rings, 4)
		}
	}
	c.edges(rolePage, innerLine, areas, true)
	// Two neighbours without a fill would run into one.
	var pale []mapArea
	for _, a := range areas {
		if m.role(a) == rolePage {
			pale = append(pale, a)
		}
	}
	for _, a := range pale {
		c.stroke(roleAxis, 0.6, nil, c.rings(a.rings))
	}
	for _, a := range areas {
		if m.broughtOut(a) {
			c.stroke(rolePage, 3.6, nil, c.rings(a.rings))
		}
	}
	for _, a := range areas {
		if m.broughtOut(a) {
			c.stroke(roleText, 2, nil, c.rings(a.rings))
		}
	}
}

// role is the fill of an area: of its class, or of the page.
func (m *areaMap) role(a mapArea) role {
	if r, ok := m.rows[a.code]; ok {
		if v, known := m.subject.value(r); known {
			if i := classOf(m.classes, m.subject.shown(v)); i >= 0 {
				return m.classes[i].role
			}
		}
	}
	return rolePage
}

// drawLabels writes names with values.
func (m *areaMap) drawLabels(c *canvas, areas []mapArea, placed []mapLabel) {
	drawLeaders(c, placed)
	for _, l := range placed {
		ink := roleText
		if !l.leader {
			ink = on(m.role(areas[l.area]))
			if r, ok := m.rows[areas[l.area].code]; ok && suppressed(r) {
				c.plate(l.at.grow(1))
			}
		}
		y := c.below(mapName.in(ink), pt{l.at.x + l.at.w/2, l.at.y}, centred, l.name)
		if l.value != "" {
			c.below(mapValue.in(ink), pt{l.at.x + l.at.w/2, y}, centred, []string{l.value})
		}
	}
}
