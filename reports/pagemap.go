package reports

import (
	"cmp"
	"encoding/json"
	"fmt"
	"html/template"
	"math"
	"slices"
	"strings"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/analysis/spatial"
)

// pageMap is the map of the page: the areas of one layer, by a measure that the
// reader picks. The first measure is written out, so that the map, its key and
// its table are whole without the script.
type pageMap struct {
	Kind     string // "ward"
	ViewBox  string
	Areas    []pageArea
	Names    []pageName // of the areas that have room for them
	Measures []pageMeasure
	Data     template.JS // the measures, for the script
}

// pageArea is an area of the map.
type pageArea struct{ Code, Name, Path, Class string }

// pageName is a line of a name upon the map: its middle, and its base line.
type pageName struct {
	X, Y string
	Text string
}

// pageMeasure is one map: its key, and its rows from high to low.
type pageMeasure struct {
	Title     string      `json:"title"`
	Subtitle  string      `json:"subtitle"`
	Unit      string      `json:"unit"`
	Worksheet string      `json:"worksheet"`
	Headers   []string    `json:"headers"`
	Key       []pageClass `json:"key"`
	Rows      []pageRow   `json:"rows"`
}

// pageClass is a line of a key.
type pageClass struct {
	Class string `json:"class"`
	Text  string `json:"text"`
}

// pageRow is the row of an area.
type pageRow struct {
	Code  string   `json:"code"`
	Name  string   `json:"name"`
	Class string   `json:"class"`
	Says  string   `json:"says"`
	Cells []string `json:"cells"`
	value float64
}

// mostMapAreas is the most areas that a table beside a map lists.
const mostMapAreas = 120

// newPageMap makes the map of the layer that most maps of the edition share, or
// returns nil where there is none.
func newPageMap(p *disclosure.Published) *pageMap {
	tables := map[string]analysis.Table{}
	for _, t := range p.Tables() {
		tables[t.ID] = t
	}
	uses := map[*spatial.Layer][]*areaMap{}
	var best *spatial.Layer
	for _, c := range p.Charts() {
		if c.Mark != analysis.Choropleth || c.Layer == nil || len(c.Layer.Areas) > mostMapAreas {
			continue
		}
		s, err := newSubject(p, c, tables[c.Table])
		if err != nil {
			continue
		}
		m, _, err := s.areaMap()
		if err != nil {
			continue
		}
		uses[c.Layer] = append(uses[c.Layer], m)
		if best == nil || len(uses[c.Layer]) > len(uses[best]) {
			best = c.Layer
		}
	}
	if best == nil {
		return nil
	}
	out := &pageMap{Kind: strings.TrimSuffix(uses[best][0].subject.chart.Category, "_code")}
	// What a statement is about comes first.
	slices.SortStableFunc(uses[best], func(a, b *areaMap) int {
		return cmp.Compare(min(1, len(b.subject.chart.Finding)), min(1, len(a.subject.chart.Finding)))
	})
	for _, m := range uses[best] {
		out.Measures = append(out.Measures, m.measure())
	}
	if !out.outlines(best) {
		return nil
	}
	data, err := json.Marshal(out.Measures) // escapes what could end a script
	if err != nil {
		return nil
	}
	out.Data = template.JS(data)
	return out
}

// The width of the map's frame, and the room in it for the outlines' own width.
const (
	frameWidth   = 1000.0
	framePadding = 6.0
)

// outlines projects the areas into the frame, coloured by the first measure.
func (m *pageMap) outlines(layer *spatial.Layer) bool {
	low, high := layer.Bounds()
	height := frameWidth
	if high.E > low.E {
		height = min(1.4*frameWidth, (frameWidth-2*framePadding)*(high.N-low.N)/(high.E-low.E)+2*framePadding)
	}
	to, ok := project(low, high, box{framePadding, framePadding, frameWidth - 2*framePadding, height - 2*framePadding})
	if !ok {
		return false
	}
	m.ViewBox = fmt.Sprintf("0 0 %.0f %.0f", frameWidth, math.Ceil(height))
	m.name(layer, height)
	classes := map[string]string{}
	for _, r := range m.Measures[0].Rows {
		classes[r.Code] = r.Class
	}
	for _, a := range mapAreas(layer, to) {
		var path strings.Builder
		for _, ring := range a.rings {
			for i, q := range ring {
				letter := "L"
				if i == 0 {
					letter = "M"
				}
				fmt.Fprintf(&path, "%s%.1f %.1f", letter, q.x, q.y)
			}
			path.WriteString("Z")
		}
		name := a.name
		if name == "" {
			name = a.code
		}
		m.Areas = append(m.Areas, pageArea{a.code, name, path.String(), cmp.Or(classes[a.code], absentClass)})
	}
	return true
}

// nameSize is the size of names upon the map, in units of its frame: about 14 pixels
// where the map stands beside its table.
const nameSize = 28.0

// name writes the names of areas into them where they fit; all are in the table.
func (m *pageMap) name(layer *spatial.Layer, height float64) {
	if len(layer.Areas) > mostNamedAreas {
		return
	}
	const shrink = sizeSmall / nameSize // names are measured in the size of the figures' maps
	low, high := layer.Bounds()
	to, ok := project(low, high, box{shrink * framePadding, shrink * framePadding, shrink * (frameWidth - 2*framePadding), shrink * (height - 2*framePadding)})
	if !ok {
		return
	}
	place := func(v float64) string { return fmt.Sprintf("%.0f", v/shrink) }
	for _, a := range mapAreas(layer, to) {
		var l mapLabel
		if !l.placeInside(a, cmp.Or(a.name, a.code)) {
			continue
		}
		for i, line := range l.name {
			m.Names = append(m.Names, pageName{place(l.at.x + l.at.w/2), place(l.at.y + (float64(i)+0.8)*mapName.line()), line})
		}
	}
}

// The classes of areas without a value.
const (
	hiddenClass = "hidden-value"
	absentClass = "no-value"
)

// classNames are the classes of a map in the style of the page.
var classNames = map[role]string{roleSequential1: "q1", roleSequential2: "q2", roleSequential3: "q3", roleSequential4: "q4", roleSequential5: "q5"}

// measure is one map as the page has it: the classes and the words are those of
// the figure.
func (m *areaMap) measure() pageMeasure {
	s := m.subject
	out := pageMeasure{Title: s.chart.Title, Subtitle: s.chart.Subtitle, Unit: s.chart.Unit, Worksheet: s.table.ID}
	for _, entry := range m.entries {
		class := classNames[entry.role]
		switch entry.shape {
		case shapeHatch:
			class = hiddenClass
		case shapeEmpty:
			class = absentClass
		}
		out.Key = append(out.Key, pageClass{class, entry.label})
	}
	var columns []analysis.Column
	for _, c := range s.table.Columns {
		if slices.Contains([]string{"numerator", "value", "lower", "upper"}, c.Name) {
			columns = append(columns, c)
			out.Headers = append(out.Headers, c.Header)
		}
	}
	write := s.breakWriter(m.classes)
	for _, a := range s.chart.Layer.Areas {
		row := pageRow{Code: a.Code, Name: cmp.Or(a.Name, a.Code), Class: absentClass, Says: "not available", value: math.Inf(-1)}
		r, ok := m.rows[a.Code]
		for _, c := range columns {
			cell := SheetCell{Text: "[x]"}
			if ok {
				n, text := CellText(r, c)
				cell = SheetCell{Number: n, Format: c.Format, Text: text}
			}
			row.Cells = append(row.Cells, cell.String())
		}
		v, known := s.value(r)
		switch {
		case ok && known:
			if i := classOf(m.classes, s.shown(v)); i >= 0 {
				row.value = v
				row.Class = classNames[m.classes[i].role]
				row.Says = s.label(r) + ", " + s.chart.Unit + ", class " + className(m.classes[i], m.whole, write)
			}
		case ok && suppressed(r):
			row.Class, row.Says = hiddenClass, "[c], suppressed to protect confidentiality"
		}
		out.Rows = append(out.Rows, row)
	}
	// What has no value stands last, by name: its place says nothing.
	slices.SortStableFunc(out.Rows, func(a, b pageRow) int {
		return cmp.Or(cmp.Compare(b.value, a.value), strings.Compare(a.Name, b.Name))
	})
	return out
}

// mapStyle are the colours of the classes, by the roles of the palette.
func mapStyle() template.CSS {
	var css strings.Builder
	for _, r := range sequentialRoles {
		fmt.Fprintf(&css, ".%s{fill:var(%s,%s);background:var(%s,%s)}", classNames[r], r.variable(), hexOf(lightPalette[r]), r.variable(), hexOf(lightPalette[r]))
	}
	return template.CSS(css.String())
}
