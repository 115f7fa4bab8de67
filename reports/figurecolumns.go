package reports

import (
	"slices"

	"svna/analysis"
)

// columnChart is upright bars laid out.
type columnChart struct {
	subject *subject
	groups  []columnGroup
	clock   bool // 24 hours, named at the edges of their columns
	labels  bool // values above the columns instead of an axis
	ticks   []float64
	axis    float64 // width of the column of tick labels
	margin  float64 // room to the right for the name of the reference
	nameLow float64 // height of the names below
}

// columnGroup is one category: its name and the bars of its series.
type columnGroup struct {
	name []string
	bars []bar
}

// columns lays out upright bars in the order of the table: hours with the edges
// of the columns at the hour, weekdays, months of the year. Where names do not
// fit below their columns the bars lie on their side instead.
func (s *subject) columns() body {
	chart := &columnChart{subject: s, clock: wholeDay(s.categories)}
	if !chart.clock && !chart.nameGroups() {
		return s.bars(false)
	}
	chart.fillGroups()
	chart.labels = chart.labelsFit()
	chart.scale()
	keys := s.seriesKeys(false)
	if h := s.highlighted(); len(h) > 0 {
		keys = []key{{roleMain, shapeFill, window(h)}, {roleSequential2, shapeFill, s.others()}}
	}
	return body{least: 110, most: 240, keys: keys, draw: chart.draw}
}

// others names what is not highlighted.
func (s *subject) others() string {
	if wholeDay(s.categories) {
		return "Other hours"
	}
	return "Others"
}

// nameGroups breaks the names of the columns into lines, and reports whether
// they fit.
func (b *columnChart) nameGroups() bool {
	room := bodyWidth - 34 - plainText.widest(b.referenceName())
	width := room/float64(len(b.subject.categories)) - 4
	for _, shorten := range []bool{false, true} {
		fits := true
		b.groups = nil
		for _, category := range b.subject.categories {
			name := b.subject.areaName(category)
			if shorten {
				name = shortName(name)
			}
			fits = fits && plainText.widestWord(name) <= width
			b.groups = append(b.groups, columnGroup{name: plainText.wrap(name, max(width, 1))})
			fits = fits && len(b.groups[len(b.groups)-1].name) <= 3
		}
		if fits {
			return true
		}
	}
	return false
}

func (b *columnChart) fillGroups() {
	s := b.subject
	if b.clock {
		b.groups = make([]columnGroup, 24)
	}
	lines := 1
	for i, category := range s.categories {
		for _, series := range s.series {
			r, ok := s.find(category, series)
			if !ok {
				continue
			}
			style := s.style(series)
			if h := s.highlighted(); len(h) > 0 && !slices.Contains(h, category) {
				style.fill = roleSequential2
			}
			one := bar{style: style}
			if one.value, one.known = s.value(r); one.known {
				one.label = s.write(one.value)
				one.lower, one.upper, one.limits = s.interval(r)
			} else if suppressed(r) {
				one.label = "[c]"
			}
			b.groups[i].bars = append(b.groups[i].bars, one)
		}
		lines = max(lines, len(b.groups[i].name))
	}
	b.nameLow = float64(lines)*plainText.line() + 5
}

// labelsFit reports whether every value fits above its column.
func (b *columnChart) labelsFit() bool {
	slot := bodyWidth / float64(len(b.groups)) / float64(len(b.subject.series))
	for _, g := range b.groups {
		for _, one := range g.bars {
			if annotationText.width(one.label) > slot*0.96 {
				return false
			}
		}
	}
	return !b.subject.chart.Reference.Known()
}

// scale chooses the axis: round ticks that end above the largest value.
func (b *columnChart) scale() {
	low, high := 0.0, 0.0
	for _, g := range b.groups {
		for _, one := range g.bars {
			if one.known {
				low, high = min(low, one.start()), max(high, one.end())
			}
		}
	}
	if reference, ok := b.subject.chart.Reference.Get(); ok {
		low, high = min(low, reference), max(high, reference)
	}
	if name := b.referenceName(); len(name) > 0 {
		b.margin = plainText.widest(name) + labelGap
	}
	b.ticks = ticks(low, high, 4, b.subject.column.Format == analysis.AsCount)
	if b.labels {
		b.ticks = []float64{low, max(high, low+1e-9)}
		if high == low {
			b.ticks[1] = low + 1
		}
		return
	}
	write := b.subject.tickWriter(b.ticks)
	for _, v := range b.ticks {
		b.axis = max(b.axis, plainText.width(write(v))+labelGap)
	}
}

// draw draws the columns.
func (b *columnChart) draw(c *canvas, area box) {
	plot := box{area.x + b.axis, area.y + plainText.line()*0.6, area.w - b.axis - b.margin, 0}
	if b.labels {
		plot.y = area.y + annotationText.line() + 2
	}
	plot.h = area.bottom() - b.nameLow - plot.y
	y := func(v float64) float64 {
		low, high := b.ticks[0], b.ticks[len(b.ticks)-1]
		return plot.bottom() - (v-low)/(high-low)*plot.h
	}
	if !b.labels {
		drawValueAxis(c, plot, b.ticks, b.subject.tickWriter(b.ticks), y)
	}
	b.drawReference(c, plot, y)
	width := plot.w / float64(len(b.groups))
	for i, g := range b.groups {
		left := plot.x + float64(i)*width
		b.drawGroup(c, box{left, plot.y, width, plot.h}, g, y)
		for j, text := range g.name {
			c.middle(plainText, pt{left + width/2, plot.bottom() + 4 + (float64(j)+0.5)*plainText.line()}, centred, text)
		}
	}
	c.line(roleAxis, 0.75, nil, pt{plot.x, y(0)}, pt{plot.right(), y(0)})
	if b.clock {
		drawHours(c, plot, area)
	}
}

// drawGroup draws the columns of one category.
func (b *columnChart) drawGroup(c *canvas, slot box, g columnGroup, y func(float64) float64) {
	if len(g.bars) == 0 {
		return
	}
	inset := slot.w * 0.14
	if b.clock {
		inset = 0.6
	}
	width := min((slot.w-2*inset)/float64(len(g.bars)), 46)
	x := slot.x + slot.w/2 - width*float64(len(g.bars))/2
	for _, one := range g.bars {
		middle := x + width/2
		labelAt := y(0)
		if one.known {
			top, bottom := y(max(0, one.value)), y(min(0, one.value))
			c.bar(one.style.fill, box{x + 0.4, top, width - 0.8, bottom - top})
			labelAt = y(max(0, one.end()))
			if one.limits {
				c.whisker(one.style.fill, one.lower, one.upper, one.value, func(v float64) pt { return pt{middle, y(v)} })
			}
		}
		if b.labels || !one.known {
			c.text(annotationText, pt{middle, labelAt - 3}, centred, one.label)
		}
		x += width
	}
}

// referenceName is the name of the reference line with its value, as it stands
// to the right of the columns.
func (b *columnChart) referenceName() []string {
	value, ok := b.subject.chart.Reference.Get()
	if !ok {
		return nil
	}
	return plainText.wrap(b.subject.chart.ReferenceLabel+" "+b.subject.write(value), 90)
}

// drawReference draws the line at a value behind the columns, with its name to
// their right.
func (b *columnChart) drawReference(c *canvas, plot box, y func(float64) float64) {
	value, ok := b.subject.chart.Reference.Get()
	if !ok {
		return
	}
	c.line(roleText, 1.1, dashed, pt{plot.x, y(value)}, pt{plot.right(), y(value)})
	name := b.referenceName()
	c.lines(plainText.in(roleSecondary), pt{plot.right() + labelGap, y(value)}, fromLeft, name)
}

// drawValueAxis draws the grid of an upright value axis with its ticks.
func drawValueAxis(c *canvas, plot box, values []float64, write func(float64) string, y func(float64) float64) {
	for _, v := range values {
		if v != 0 {
			c.line(roleGrid, 0.6, nil, pt{plot.x, y(v)}, pt{plot.right(), y(v)})
		}
		c.middle(plainText, pt{plot.x - labelGap, y(v)}, toRight, write(v))
	}
}

// drawHours names every third hour at the left edge of its column, and midnight
// again at the end if there is room.
func drawHours(c *canvas, plot, area box) {
	width := plot.w / 24
	free := area.x
	for h := 0; h <= 24; h += 3 {
		x := plot.x + float64(h)*width
		c.line(roleAxis, 0.75, nil, pt{x, plot.bottom()}, pt{x, plot.bottom() + 4})
		text := clockTime(h)
		half := plainText.width(text) / 2
		x = min(max(x, area.x+half), area.right()-half)
		if x-half < free {
			continue
		}
		free = x + half + 4
		c.middle(plainText, pt{x, plot.bottom() + 5 + plainText.line()/2}, centred, text)
	}
}
