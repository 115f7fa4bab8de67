package reports

import (
	"fmt"
	"math"
	"slices"

	"svna/analysis"
)

// mostMultiples is the most small charts in one figure.
const mostMultiples = 12

// multiplesChart is small line charts on one scale, laid out.
type multiplesChart struct {
	subject   *subject
	facets    []string
	across    int
	rows      int
	names     [][]string // of the facets
	nameLines int
	ticks     []float64
	axis      float64
	end       float64 // room for the last value of a line
	reference bool
}

// multiples lays out one small chart a series, all on one scale, with the
// reference in grey behind each. Tick labels stand at the left column and below
// the lowest chart of each column.
func (s *subject) multiples() (body, error) {
	m := &multiplesChart{subject: s, facets: s.series}
	if s.chart.Series == "" {
		return body{}, fmt.Errorf("small multiples need a series")
	}
	var notes []string
	m.facets = slices.DeleteFunc(slices.Clone(m.facets), func(series string) bool { return !s.anyValue(series) })
	if hidden := len(s.series) - len(m.facets); hidden > 0 {
		notes = append(notes, fmt.Sprintf("Not drawn, for want of values: %d.", hidden))
	}
	if len(m.facets) > mostMultiples {
		notes = append(notes, fmt.Sprintf("The first %d of %d are shown; all are in worksheet %s.", mostMultiples, len(m.facets), s.table.ID))
		m.facets = m.facets[:mostMultiples]
	}
	m.across = []int{0, 1, 2, 3, 2, 3, 3, 4, 4, 3, 4, 4, 4}[len(m.facets)]
	m.rows = (len(m.facets) + m.across - 1) / m.across
	low, high := 0.0, 0.0
	for _, r := range s.rows {
		if !slices.Contains(m.facets, s.seriesOf(r)) {
			continue
		}
		if v, known := s.value(r); known {
			low, high = min(low, v), max(high, v)
		}
		if v, known := r.Extra["reference"].Get(); known {
			m.reference = true
			low, high = min(low, v), max(high, v)
		}
		if lower, upper, ok := s.interval(r); ok {
			low, high = min(low, lower), max(high, upper)
		}
	}
	m.ticks = ticks(low, high, 3, s.column.Format == analysis.AsCount)
	for _, v := range m.ticks {
		m.axis = max(m.axis, plainText.width(s.tickWriter(m.ticks)(v))+labelGap)
	}
	for _, facet := range m.facets {
		if _, text := m.lastOf(facet); text != "" {
			m.end = max(m.end, annotationText.width(text)+5)
		}
	}
	for _, facet := range m.facets {
		lines := strongText.cut(s.areaName(facet), m.width()+m.end-4, 3)
		m.names = append(m.names, lines)
		m.nameLines = max(m.nameLines, len(lines))
	}
	keys := []key{{roleMain, shapeLine, s.header(s.chart.Series)}}
	if m.reference {
		label := s.chart.ReferenceLabel
		if label == "" {
			label = s.about.Area.Name
		}
		keys = append(keys, key{roleQuiet, shapeLine, label})
	}
	if s.chart.Interval {
		keys = append(keys, key{roleSequential2, shapeFill, "95% confidence interval"})
	}
	least := float64(m.rows)*(m.head()+62) + m.foot()
	if len(keys) == 1 {
		keys = nil // one line a chart says itself
	}
	return body{least: least, most: max(least, float64(m.rows)*(m.head()+90)+m.foot()), keys: keys, notes: notes, draw: m.draw}, nil
}

func (s *subject) anyValue(series string) bool {
	return slices.ContainsFunc(s.rows, func(r analysis.Row) bool {
		_, known := s.value(r)
		return known && s.seriesOf(r) == series
	})
}

const multiplesGap = 14.0

// width is the width of one small plot.
func (m *multiplesChart) width() float64 {
	return (bodyWidth - m.axis - multiplesGap*float64(m.across-1) - m.end*float64(m.across) - 4) / float64(m.across)
}

// lastOf is the last category in which a facet has a value, and the value written;
// "" where it is not the last of all.
func (m *multiplesChart) lastOf(facet string) (value float64, text string) {
	r, ok := m.subject.find(m.subject.categories[len(m.subject.categories)-1], facet)
	if !ok {
		return 0, ""
	}
	v, known := m.subject.value(r)
	if !known {
		return 0, ""
	}
	return v, m.subject.write(v)
}

func (m *multiplesChart) head() float64 { return float64(m.nameLines)*strongText.line() + 4 }

// foot is the room for the ends of the time axis.
func (m *multiplesChart) foot() float64 { return plainText.line()*float64(m.endLines()) - 6 }

// endNames are the first and the last time, short.
func (m *multiplesChart) endNames() [2][]string {
	categories := m.subject.categories
	var names [2][]string
	for i, level := range []string{categories[0], categories[len(categories)-1]} {
		if month, ok := monthOf(level); ok {
			level = fmt.Sprintf("%s %d", monthNames[month.Calendar()-1][:3], month.Year())
		}
		names[i] = plainText.cut(level, m.width()/2-4, 3)
	}
	return names
}

func (m *multiplesChart) endLines() int {
	names := m.endNames()
	return max(len(names[0]), len(names[1]))
}

func (m *multiplesChart) draw(c *canvas, area box) {
	s := m.subject
	height := (area.h - m.foot()) / float64(m.rows)
	ends := m.endNames()
	for i, facet := range m.facets {
		column, row := i%m.across, i/m.across
		x := area.x + m.axis + float64(column)*(m.width()+m.end+multiplesGap)
		top := area.y + float64(row)*height
		plot := box{x, top + m.head(), m.width(), height - m.head() - 12}
		first := float64(m.nameLines - len(m.names[i]))
		c.below(strongText, pt{x, top + first*strongText.line()}, fromLeft, m.names[i])
		y := scaleTo(m.ticks, plot.bottom(), plot.y+6)
		write := s.tickWriter(m.ticks)
		for _, v := range m.ticks {
			c.line(roleGrid, 0.6, nil, pt{plot.x, y(v)}, pt{plot.right(), y(v)})
			if column == 0 {
				c.middle(plainText, pt{plot.x - labelGap, y(v)}, toRight, write(v))
			}
		}
		c.line(roleAxis, 0.75, nil, pt{plot.x, y(0)}, pt{plot.right(), y(0)})
		m.drawFacet(c, plot, facet, y)
		if v, text := m.lastOf(facet); text != "" {
			at := pt{plot.right(), y(v)}
			if len(s.categories) == 1 {
				at.x = plot.x
			}
			c.disc(roleMain, at, 2.2)
			c.middle(annotationText, pt{at.x + 5, min(at.y, plot.bottom()-annotationText.size/2)}, fromLeft, text)
		}
		if i+m.across >= len(m.facets) {
			c.below(plainText, pt{plot.x, plot.bottom() + 4}, fromLeft, ends[0])
			if len(s.categories) > 1 {
				c.below(plainText, pt{plot.right(), plot.bottom() + 4}, toRight, ends[1])
			}
		}
	}
}

// drawFacet draws the interval, the reference and the line of one small chart.
func (m *multiplesChart) drawFacet(c *canvas, plot box, facet string, y func(float64) float64) {
	s := m.subject
	step := plot.w / math.Max(1, float64(len(s.categories)-1))
	var line, reference, upper, lower []pt
	flush := func(run *[]pt, r role, width float64) {
		if len(*run) > 1 {
			c.line(r, width, nil, *run...)
		} else if len(*run) == 1 {
			c.disc(r, (*run)[0], 2)
		}
		*run = nil
	}
	band := func() {
		if len(upper) > 1 {
			slices.Reverse(lower)
			c.fill(roleSequential2, append(upper, lower...)...)
		}
		upper, lower = nil, nil
	}
	for i, category := range s.categories {
		r, ok := s.find(category, facet)
		low, high, limits := s.interval(r)
		if !ok || !limits {
			band()
			continue
		}
		x := plot.x + float64(i)*step
		upper, lower = append(upper, pt{x, y(high)}), append(lower, pt{x, y(low)})
	}
	band()
	for pass := range 2 {
		for i, category := range s.categories {
			x := plot.x + float64(i)*step
			r, ok := s.find(category, facet)
			if pass == 0 {
				if v, known := r.Extra["reference"].Get(); ok && known {
					reference = append(reference, pt{x, y(v)})
				} else {
					flush(&reference, roleQuiet, 1.6)
				}
				continue
			}
			if v, known := s.value(r); ok && known {
				line = append(line, pt{x, y(v)})
			} else {
				flush(&line, roleMain, 2)
			}
		}
		flush(&reference, roleQuiet, 1.6)
	}
	flush(&line, roleMain, 2)
}
