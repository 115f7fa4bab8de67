package reports

import (
	"fmt"
	"math"
	"slices"

	"svna/analysis"
)

// Measures of rows of bars and of dots, in points.
const (
	barLeast    = 13.0 // height of one bar with its gap: a line of text
	barEasy     = 15.0 // where rows are not so many that they must be close
	barMost     = 21.0
	rowGapLeast = 3.0 // between categories
	rowGapEasy  = 8.0
	rowGapMost  = 12.0
	labelGap    = 6.0  // between a name or value and its bar
	nameShare   = 0.36 // most that names of rows take of the width
	dotRadius   = 3.4
)

// barRow is one category with its bars.
type barRow struct {
	name     []string
	base     string // the number that a share is of, where rows differ in it
	bars     []bar
	strong   bool // highlighted
	leftOver bool // "All others"
}

// bar is one value of a series, with its label.
type bar struct {
	value, lower, upper float64
	known, limits       bool
	hidden              bool // suppressed
	style               seriesStyle
	label, base         string
}

// end is the most that the bar reaches.
func (b bar) end() float64 {
	if b.limits {
		return max(b.value, b.upper)
	}
	return b.value
}

// start is the least value that the bar reaches.
func (b bar) start() float64 {
	if b.limits {
		return min(b.value, b.lower)
	}
	return b.value
}

// barChart is a chart of horizontal bars, or of dots with intervals, laid out.
type barChart struct {
	subject   *subject
	rows      []barRow
	dots      bool
	names     float64 // width of the column of names
	bases     float64 // width of the column of what shares are of, 0 for none
	labels    float64 // width of the column of values, 0 where each stands at its mark
	gap       float64 // between names and plot
	slot      float64 // height of a bar with its gap; known when drawn
	low, unit float64 // value at the left edge, and points a unit
	high      float64 // most that a dot reaches
	reference bool
}

// bars lays out ranked horizontal bars in the order of the table, or dots with
// intervals. There is a label at the end of each, and so bars have no axis; dots
// have one, since nothing else says where an interval lies.
func (s *subject) bars(dots bool) body {
	chart := &barChart{subject: s, dots: dots, reference: s.chart.Reference.Known()}
	chart.rows = othersLast(s.barRows())
	chart.setColumns()
	perRow := float64(len(s.series))
	fit := max(1, int((longestBody-chart.top()-chart.axisHeight())/(perRow*barLeast+rowGapLeast)))
	var notes []string
	if len(chart.rows) > fit {
		notes = append(notes, fmt.Sprintf("The first %d of %d rows are shown; all are in worksheet %s.", fit, len(chart.rows), s.table.ID))
		chart.rows = chart.rows[:fit]
	}
	if slices.ContainsFunc(s.rows, s.ofFew) {
		notes = append(notes, fmt.Sprintf("Counts, not percentages, where there are fewer than %d.", fewest))
	}
	if chart.scale(); chart.low > 0 {
		notes = append(notes, "The scale does not start at 0.")
	}
	least := chart.top() + chart.axisHeight()
	easy, most := least, least
	for _, r := range chart.rows {
		text := float64(len(r.name))*plainText.line() + rowGapLeast
		least += max(text, perRow*barLeast+rowGapLeast)
		easy += max(text+4, perRow*barEasy+rowGapEasy)
		most += max(text+4, perRow*barMost+rowGapMost)
	}
	if perRow > 1 {
		least = max(least, min(easy, longestBody))
	}
	return body{least: least, most: max(least, most), keys: s.seriesKeys(dots), notes: notes, draw: chart.draw}
}

func (s *subject) barRows() []barRow {
	widest := 0.0
	for _, category := range s.categories {
		widest = max(widest, strongText.width(legible(s.areaName(category))))
	}
	var rows []barRow
	highlight := s.highlighted()
	for _, category := range s.categories {
		row := barRow{strong: slices.Contains(highlight, category), leftOver: category == "All others"}
		row.name = row.lettering().balance(s.areaName(category), min(widest+1, nameShare*bodyWidth))
		for _, series := range s.series {
			r, ok := s.find(category, series)
			if !ok {
				continue
			}
			b := bar{style: s.style(series), label: s.label(r), hidden: suppressed(r)}
			if len(highlight) > 0 && !row.strong {
				b.style.fill, b.style.line = roleSequential2, roleQuiet
			}
			b.value, b.known = s.value(r)
			if n, ok := r.Estimate.Denominator.Get(); ok {
				b.base = analysis.Round(n, 0)
			} else if b.hidden {
				b.base = "[c]"
			}
			if b.known {
				b.lower, b.upper, b.limits = s.interval(r)
			}
			row.bars = append(row.bars, b)
		}
		rows = append(rows, row)
	}
	return rows
}

// othersLast puts what is left over after the rest, whatever its size, and what is
// hidden before it.
func othersLast(rows []barRow) []barRow {
	left := slices.DeleteFunc(slices.Clone(rows), func(r barRow) bool { return !r.leftOver })
	return append(hiddenLast(slices.DeleteFunc(rows, func(r barRow) bool { return r.leftOver })), left...)
}

// hiddenLast puts categories with a hidden value last, in alphabetical order,
// where the others are ranked: a place among them would be a bound of the value.
// Other orders say nothing of it.
func hiddenLast(rows []barRow) []barRow {
	var shown, hidden []barRow
	last := math.Inf(1)
	for _, r := range rows {
		if slices.ContainsFunc(r.bars, func(b bar) bool { return b.hidden }) {
			hidden = append(hidden, r)
			continue
		}
		shown = append(shown, r)
		if n := len(r.bars); n > 0 && r.bars[n-1].known {
			if r.bars[n-1].value > last {
				return rows
			}
			last = r.bars[n-1].value
		}
	}
	slices.SortStableFunc(hidden, func(a, b barRow) int { return slices.Compare(a.name, b.name) })
	return append(shown, hidden...)
}

// lettering of the name is bold in a highlighted row.
func (r barRow) lettering() lettering {
	if r.strong {
		return strongText
	}
	return plainText
}

// highlighted are the categories to bring out of a single series: those that the
// chart names, else the area of the assessment among others, else those that the
// title names, if they are few.
func (s *subject) highlighted() []string {
	if len(s.series) > 1 {
		return nil
	}
	switch {
	case len(s.chart.Highlight) > 0:
		return s.chart.Highlight
	case len(s.categories) > 2 && slices.Contains(s.categories, s.about.Area.Name):
		return []string{s.about.Area.Name}
	case len(s.categories) > 2*len(s.named):
		return s.named
	}
	return nil
}

// scale finds the width of the names and the most points a unit for which every
// label still fits.
func (b *barChart) scale() {
	high := 0.0
	if b.dots && b.subject.column.Format == analysis.AsRatio {
		b.low = math.Inf(1) // dots of ratios need no nought
	}
	for _, r := range b.rows {
		b.names = max(b.names, r.lettering().widest(r.name))
		for _, bar := range r.bars {
			if bar.known {
				b.low, high = min(b.low, bar.start()), max(high, bar.end())
			}
		}
	}
	if reference, ok := b.subject.chart.Reference.Get(); ok {
		b.low, high = min(b.low, reference), max(high, reference)
	}
	if b.low > 0 {
		b.low = max(0, b.low-0.05*(high-b.low))
	}
	b.high = high
	b.gap = labelGap
	if b.dots {
		b.gap += dotRadius + 2
	}
	if b.bases > 0 {
		b.gap += 2*labelGap + b.bases
	}
	room := bodyWidth - b.names - b.gap
	if b.labels > 0 {
		room -= b.labels + 2*labelGap
	}
	if b.low < 0 {
		room -= 4
	}
	b.unit = room
	if high > b.low {
		b.unit = room / (high - b.low)
	}
	for _, r := range b.rows {
		for _, bar := range r.bars {
			if end := b.labelAt(bar); bar.known && end > b.low && b.labels == 0 {
				left := room - labelGap - plainText.width(bar.label)
				if b.dots {
					left -= dotRadius
				}
				b.unit = min(b.unit, left/(end-b.low))
			}
		}
	}
	b.unit = max(b.unit, 0)
}

func (b *barChart) x(area box, v float64) float64 {
	return area.x + b.names + b.gap + (v-b.low)*b.unit
}

// draw draws the rows; where there is more height than they need at least, bars
// and gaps grow together.
func (b *barChart) draw(c *canvas, area box) {
	area.h -= b.axisHeight()
	perRow := float64(len(b.subject.series))
	heights, fixed, flexible := make([]float64, len(b.rows)), 0.0, 0.0
	for i, r := range b.rows {
		heights[i] = max(float64(len(r.name))*plainText.line()+rowGapLeast, perRow*barLeast+rowGapLeast)
		fixed += heights[i]
		flexible++
	}
	spare := max(0, area.h-b.top()-fixed) / max(1, flexible)
	b.slot = barMost
	for _, height := range heights { // bars are of one thickness, however long their names
		gap := min(rowGapMost, max(rowGapLeast, min((height+spare)*0.28, height+spare-perRow*plainText.line())))
		b.slot = min(b.slot, (height+spare-gap)/max(1, perRow))
	}
	y := area.y + b.top()
	c.middle(plainText.in(roleSecondary), pt{area.x, area.y + plainText.line()/2}, fromLeft, b.rowsName())
	if b.bases > 0 {
		c.middle(plainText.in(roleSecondary), pt{area.x + b.names + 2*labelGap + b.bases, y - 3 - plainText.line()/2}, toRight, b.basesName())
	}
	b.drawReference(c, area)
	b.drawAxis(c, area)
	if b.low <= 0 {
		c.line(roleAxis, 0.75, nil, pt{b.x(area, 0), y}, pt{b.x(area, 0), area.bottom()})
	}
	for i, r := range b.rows {
		row := box{area.x, y, area.w, heights[i] + spare}
		c.lines(r.lettering(), pt{area.x + b.names, row.centre().y}, toRight, r.name)
		c.middle(plainText, pt{area.x + b.names + 2*labelGap + b.bases, row.centre().y}, toRight, r.base)
		b.drawRow(c, area, row, r)
		y += row.h
	}
}

func (b *barChart) drawRow(c *canvas, area, row box, r barRow) {
	slot := b.slot
	y := row.centre().y - slot*float64(len(r.bars))/2
	for _, bar := range r.bars {
		middle := y + slot/2
		y += slot
		if !bar.known && b.labels > 0 {
			c.middle(plainText.in(roleSecondary), pt{area.right(), middle}, toRight, bar.label)
			continue
		}
		if !bar.known {
			b.drawLabel(c, plainText.in(roleSecondary), pt{b.x(area, max(b.low, 0)) + labelGap, middle}, bar.label)
			continue
		}
		b.drawBar(c, area, bar, middle, slot)
		switch {
		case b.labels > 0:
			c.middle(plainText, pt{area.right(), middle}, toRight, bar.label)
		case b.dots:
			b.drawLabel(c, plainText, pt{max(b.x(area, bar.end()), b.x(area, bar.value)+dotRadius) + labelGap, middle}, bar.label)
		default:
			b.drawLabel(c, plainText, pt{b.x(area, b.labelAt(bar)) + labelGap, middle}, bar.label)
		}
	}
}

// labelAt is where the label of a bar starts: at its end, and not upon a bar that
// ends below nought.
func (b *barChart) labelAt(one bar) float64 {
	if b.dots {
		return one.end()
	}
	return max(0, one.end())
}

// drawLabel writes a value, and covers the reference line that it may lie on.
func (b *barChart) drawLabel(c *canvas, l lettering, at pt, label string) {
	if b.reference {
		c.plate(box{at.x - 1, at.y - l.line()/2, l.width(label) + 2, l.line()})
	}
	c.middle(l, at, fromLeft, label)
}

func (b *barChart) drawBar(c *canvas, area box, bar bar, middle, slot float64) {
	thick := slot - 1.5
	if len(b.subject.series) == 1 {
		thick = slot - 2
	}
	if !b.dots {
		from, to := b.x(area, min(0, bar.value)), b.x(area, max(0, bar.value))
		c.bar(bar.style.fill, box{from, middle - thick/2, to - from, thick})
	}
	at := func(v float64) pt { return pt{b.x(area, v), middle} }
	if b.dots {
		c.line(roleGrid, 0.6, nil, at(b.low), at(bar.start())) // leads the eye from the name
	}
	switch {
	case bar.limits && b.dots:
		c.line(bar.style.line, whiskerWidth, nil, at(bar.lower), at(bar.upper))
	case bar.limits:
		c.whisker(bar.style.fill, bar.lower, bar.upper, bar.value, at)
	}
	if b.dots {
		c.mark(bar.style.shape, bar.style.line, pt{b.x(area, bar.value), middle}, dotRadius)
	}
}

// drawReference draws the line at a value, with its name above the rows.
func (b *barChart) drawReference(c *canvas, area box) {
	value, ok := b.subject.chart.Reference.Get()
	if !ok {
		return
	}
	x := b.x(area, value)
	c.line(roleSecondary, 1.1, dashed, pt{x, area.y + b.top() - 2}, pt{x, area.bottom()})
	label := b.subject.chart.ReferenceLabel + " " + b.subject.write(value)
	width := plainText.width(legible(label))
	left := math.Min(math.Max(x-width/2, area.x), area.right()-width)
	c.middle(plainText.in(roleSecondary), pt{left, area.y + b.top() - 3 - plainText.line()/2}, fromLeft, label)
}
