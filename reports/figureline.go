package reports

import (
	"fmt"
	"slices"
	"strconv"

	"svna/analysis"
	"svna/datasets"
)

// lineChart is one line a series over months, laid out.
type lineChart struct {
	subject  *subject
	from, to datasets.Month
	lines    []monthLine
	ticks    []float64
	axis     float64
	right    float64 // room for the names of the lines
	shade    bool
}

// monthLine is the values of a series by month.
type monthLine struct {
	name   string
	style  seriesStyle
	values map[datasets.Month]bar
}

// lines lays out a monthly series: the axis from 0, a gap where a month has no
// value, the current period shaded and named, each line named at its end.
func (s *subject) lines() (body, error) {
	chart := &lineChart{subject: s}
	for _, name := range s.series {
		chart.lines = append(chart.lines, monthLine{name: name, style: s.style(name), values: map[datasets.Month]bar{}})
	}
	first := true
	high, low := 0.0, 0.0
	for _, r := range s.rows {
		month, ok := monthOf(s.category(r))
		if !ok {
			return body{}, fmt.Errorf("level %d of %s is not a month", slices.Index(s.categories, s.category(r))+1, s.header(s.chart.Category))
		}
		if first || month < chart.from {
			chart.from = month
		}
		if first || month > chart.to {
			chart.to = month
		}
		first = false
		v, known := s.value(r)
		if !known {
			continue
		}
		one := bar{value: v, known: true}
		one.lower, one.upper, one.limits = s.interval(r)
		chart.lines[slices.Index(s.series, s.seriesOf(r))].values[month] = one
		low, high = min(low, one.start()), max(high, one.end())
	}
	if reference, ok := s.chart.Reference.Get(); ok {
		low, high = min(low, reference), max(high, reference)
	}
	chart.measure(low, high)
	return body{least: 120, most: 240, draw: chart.draw}, nil
}

func (l *lineChart) measure(low, high float64) {
	s := l.subject
	l.ticks = ticks(low, high, 4, s.column.Format == analysis.AsCount)
	write := s.tickWriter(l.ticks)
	for _, v := range l.ticks {
		l.axis = max(l.axis, plainText.width(write(v))+labelGap)
	}
	for _, end := range l.ends(func(v float64) float64 { return v }) {
		l.right = max(l.right, plainText.widest(end.text)+labelGap+endMark)
	}
	l.shade = l.from < s.about.Period.From && s.about.Period.From <= l.to
}

// endMark is the room of the mark before the name of a line.
const endMark = 10.0

// endLabel is the name of a line or of the reference at its right end.
type endLabel struct {
	at    float64
	role  role
	text  []string
	style *seriesStyle // of a line; nil for the reference
}

// ends are the labels at the right end of the lines, from top to bottom.
func (l *lineChart) ends(y func(float64) float64) []endLabel {
	s := l.subject
	var ends []endLabel
	for _, line := range l.lines {
		if line.name == "" {
			continue
		}
		for m := l.to; m >= l.from; m-- {
			if one, ok := line.values[m]; ok {
				ends = append(ends, endLabel{y(one.value), roleText, plainText.wrap(line.name, 105), &line.style})
				break
			}
		}
	}
	if v, ok := s.chart.Reference.Get(); ok {
		ends = append(ends, endLabel{y(v), roleSecondary, plainText.wrap(s.chart.ReferenceLabel+" "+s.write(v), 105), nil})
	}
	slices.SortStableFunc(ends, func(a, b endLabel) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	return ends
}

// draw draws grid, shading, lines and names.
func (l *lineChart) draw(c *canvas, area box) {
	s := l.subject
	unit := s.chart.Unit
	top := area.y + plainText.line()*0.7
	if l.shade || unit != "" {
		top = area.y + plainText.line() + 9
	}
	plot := box{area.x + l.axis, top, area.w - l.axis - max(l.right, 6), 0}
	plot.h = area.bottom() - 2*plainText.line() - 6 - plot.y
	months := float64(l.to - l.from + 1)
	x := func(m datasets.Month) float64 { return plot.x + (float64(m-l.from)+0.5)*plot.w/months }
	y := func(v float64) float64 {
		low, high := l.ticks[0], l.ticks[len(l.ticks)-1]
		return plot.bottom() - (v-low)/(high-low)*plot.h
	}
	unitWidth := l.drawUnit(c, area, unit)
	if l.shade {
		l.drawShade(c, plot, area.x+unitWidth)
	}
	drawValueAxis(c, plot, l.ticks, s.tickWriter(l.ticks), y)
	c.line(roleAxis, 0.75, nil, pt{plot.x, y(0)}, pt{plot.right(), y(0)})
	l.drawMonths(c, plot, x)
	if v, ok := s.chart.Reference.Get(); ok {
		c.line(roleSecondary, 1.1, dashed, pt{plot.x, y(v)}, pt{plot.right(), y(v)})
	}
	for _, line := range l.lines {
		l.drawLine(c, line, x, y)
	}
	l.drawEnds(c, plot, y)
}

// drawUnit names the axis above its ticks and returns the room that it takes.
func (l *lineChart) drawUnit(c *canvas, area box, unit string) float64 {
	if unit == "" {
		return 0
	}
	lines := plainText.wrap(unit, area.w*0.6)
	c.middle(plainText.in(roleSecondary), pt{area.x, area.y + plainText.line()/2}, fromLeft, lines[0])
	return plainText.width(lines[0]) + 10
}

// drawShade shades the current period and names it above, if there is room to
// the right of the unit.
func (l *lineChart) drawShade(c *canvas, plot box, free float64) {
	p := l.subject.about.Period
	width := plot.w / float64(l.to-l.from+1)
	left := plot.x + float64(max(p.From, l.from)-l.from)*width
	right := plot.x + float64(min(p.To, l.to)-l.from+1)*width
	c.rectangle(roleSequential1, box{left, plot.y, right - left, plot.h})
	text := p.Name()
	at := (left + right) / 2
	half := annotationText.width(text) / 2
	at = min(max(at, free+half), plot.right()-half)
	if at-half >= free && at-half < right && at+half > left {
		c.middle(annotationText.in(roleSecondary), pt{at, plot.y - 9 - plainText.line()/2}, centred, text)
	}
}

// drawMonths writes the months below the axis, as many as fit, with the year
// below the first and below each January.
func (l *lineChart) drawMonths(c *canvas, plot box, x func(datasets.Month) float64) {
	every := 1
	for _, n := range []int{1, 3, 6, 12} {
		every = n
		if plot.w/float64(l.to-l.from+1)*float64(n) > 34 {
			break
		}
	}
	previousRight := plot.x - 100
	for m := l.from; m <= l.to; m++ {
		c.line(roleAxis, 0.75, nil, pt{x(m), plot.bottom()}, pt{x(m), plot.bottom() + 3})
		if (m.Calendar()-1)%every != 0 && m != l.from {
			continue
		}
		name := monthNames[m.Calendar()-1][:3]
		half := plainText.width(name) / 2
		if m == l.from || m.Calendar() == 1 {
			half = plainText.width("2000") / 2
		}
		at := min(max(x(m), plot.x-l.axis+half), plot.right()+max(l.right, 6)-half)
		if at-half < previousRight+3 {
			continue
		}
		previousRight = at + half
		c.middle(plainText, pt{at, plot.bottom() + 5 + plainText.line()/2}, centred, name)
		if m == l.from || m.Calendar() == 1 {
			c.middle(plainText, pt{at, plot.bottom() + 5 + plainText.line()*1.5}, centred, strconv.Itoa(m.Year()))
		}
	}
}

// drawLine draws one series with a gap where a month has no value, and its
// interval as whiskers.
func (l *lineChart) drawLine(c *canvas, line monthLine, x func(datasets.Month) float64, y func(float64) float64) {
	var run []pt
	flush := func() {
		if len(run) > 1 {
			c.line(line.style.line, 2, nil, run...)
		}
		run = nil
	}
	for m := l.from; m <= l.to; m++ {
		one, ok := line.values[m]
		if !ok {
			flush()
			continue
		}
		if one.limits {
			c.line(line.style.line, 1, nil, pt{x(m), y(one.lower)}, pt{x(m), y(one.upper)})
		}
		run = append(run, pt{x(m), y(one.value)})
	}
	flush()
	radius := 2.6
	if l.to-l.from > 40 {
		radius = 1.6
	}
	for m := l.from; m <= l.to; m++ {
		if one, ok := line.values[m]; ok {
			c.mark(line.style.shape, line.style.line, pt{x(m), y(one.value)}, radius)
		}
	}
}

// drawEnds writes the names of lines at their right ends, moved apart where they
// would touch.
func (l *lineChart) drawEnds(c *canvas, plot box, y func(float64) float64) {
	ends := l.ends(y)
	at, lines := make([]float64, len(ends)), 1
	for i, e := range ends {
		at[i] = e.at
		lines = max(lines, len(e.text))
	}
	gap := float64(lines) * plainText.line()
	at = spread(at, gap, plot.y+gap/2-6, plot.bottom())
	for i, e := range ends {
		x := plot.right() + labelGap
		if e.style != nil {
			c.mark(e.style.shape, e.style.line, pt{x + 3, at[i]}, 2.6)
			x += endMark
		}
		c.lines(plainText.in(e.role), pt{x, at[i]}, fromLeft, e.text)
	}
}
