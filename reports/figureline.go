package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"svna/analysis"
	"svna/datasets"
)

// lineChart is one line a series over months, laid out.
type lineChart struct {
	subject  *subject
	from, to datasets.Month
	lines    []monthLine
	breaks   []monthBreak
	ticks    []float64
	axis     float64
	right    float64 // room for the names of the lines
	shade    bool
	// events are the months of a series of events, one a place in a row; its "months"
	// are their numbers. nil for a series by month.
	events []datasets.Month
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
	chart := &lineChart{}
	low, high, err := chart.fill(s)
	if err != nil {
		return body{}, err
	}
	chart.measure(low, high)
	strip := breaksHeight(chart.breaks)
	return body{least: 120 + strip, most: 240 + strip, draw: chart.draw}, nil
}

// fill takes the values of each series by month, and returns the least and the
// largest value of the axis, which holds 0.
func (l *lineChart) fill(s *subject) (low, high float64, err error) {
	l.subject = s
	for _, name := range s.series {
		l.lines = append(l.lines, monthLine{name: name, style: s.style(name), values: map[datasets.Month]bar{}})
	}
	first := true
	for _, r := range s.rows {
		month, ok := l.place(s.category(r))
		if !ok {
			return 0, 0, fmt.Errorf("level %d of %s is not a month", slices.Index(s.categories, s.category(r))+1, s.header(s.chart.Category))
		}
		if first || month < l.from {
			l.from = month
		}
		if first || month > l.to {
			l.to = month
		}
		first = false
		v, known := s.value(r)
		if !known {
			continue
		}
		one := bar{value: v, known: true}
		one.lower, one.upper, one.limits = s.interval(r)
		l.lines[slices.Index(s.series, s.seriesOf(r))].values[month] = one
		low, high = min(low, one.start()), max(high, one.end())
	}
	if reference, ok := s.chart.Reference.Get(); ok {
		low, high = min(low, reference), max(high, reference)
	}
	l.breaks = s.monthBreaks(l.from, l.to)
	return low, high, nil
}

// place is the month of a level or, of an event such as "3, May 2023", its number in the
// series, which it puts down with its month.
func (l *lineChart) place(level string) (datasets.Month, bool) {
	if l.subject.chart.Category != analysis.EventDimension {
		return monthOf(level)
	}
	number, name, _ := strings.Cut(level, ", ")
	month, ok := monthOf(name)
	n, err := strconv.Atoi(strings.ReplaceAll(number, ",", ""))
	if !ok || err != nil {
		return 0, false
	}
	if n > len(l.events) {
		l.events = append(l.events, slices.Repeat([]datasets.Month{0}, n-len(l.events))...)
	}
	l.events[n-1] = month
	return datasets.Month(n), true
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
	slices.SortStableFunc(ends, func(a, b endLabel) int { return cmp.Compare(a.at, b.at) })
	return ends
}

// draw draws grid, shading, breaks, lines and names.
func (l *lineChart) draw(c *canvas, area box) {
	plot, x, y := l.frame(c, area, breaksHeight(l.breaks))
	if v, ok := l.subject.chart.Reference.Get(); ok {
		c.line(roleSecondary, 1.1, dashed, pt{plot.x, y(v)}, pt{plot.right(), y(v)})
	}
	half := plot.w / float64(l.to-l.from+1) / 2
	drawBreaks(c, plot, l.breaks, func(m datasets.Month) float64 { return x(m) - half })
	radius := 2.6
	if l.to-l.from > 40 {
		radius = 1.6
	}
	for _, line := range l.lines {
		l.drawLine(c, line, x, y, radius)
	}
	drawEndLabels(c, plot, l.ends(y))
}

// frame draws the unit, the shade of the current period, the grid and the
// months, below a strip for the reasons of breaks, and returns the plot with its
// scales.
func (l *lineChart) frame(c *canvas, area box, strip float64) (plot box, x func(datasets.Month) float64, y func(float64) float64) {
	unit := l.subject.chart.Unit
	top := area.y + plainText.line()*0.7 + strip
	if l.shade || unit != "" {
		top = area.y + plainText.line() + 9 + strip
	}
	plot = box{area.x + l.axis, top, area.w - l.axis - max(l.right, 6), 0}
	plot.h = area.bottom() - 2*plainText.line() - 6 - plot.y
	months := float64(l.to - l.from + 1)
	x = func(m datasets.Month) float64 { return plot.x + (float64(m-l.from)+0.5)*plot.w/months }
	y = scaleTo(l.ticks, plot.bottom(), plot.y)
	unitWidth := l.drawUnit(c, area, unit)
	if l.shade {
		l.drawShade(c, plot, area, unitWidth)
	}
	drawValueAxis(c, plot, l.ticks, l.subject.tickWriter(l.ticks), y)
	floor := y(max(0, l.ticks[0]))
	c.line(roleAxis, 0.75, nil, pt{plot.x, floor}, pt{plot.right(), floor})
	l.drawMonths(c, plot, x)
	return plot, x, y
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
func (l *lineChart) drawShade(c *canvas, plot, area box, unitWidth float64) {
	free := area.x + unitWidth
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
		c.middle(annotationText.in(roleSecondary), pt{at, area.y + plainText.line()/2}, centred, text)
	}
}

// drawMonths writes the months below the axis, as many as fit, with the year
// below the first and below each January.
func (l *lineChart) drawMonths(c *canvas, plot box, x func(datasets.Month) float64) {
	if l.events != nil {
		l.drawEvents(c, plot, x)
		return
	}
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

// drawEvents writes the months of events below the axis, as many as fit, with the year
// below the first of each.
func (l *lineChart) drawEvents(c *canvas, plot box, x func(datasets.Month) float64) {
	previousRight, year := plot.x-100, -1
	for m := l.from; m <= l.to; m++ {
		c.line(roleAxis, 0.75, nil, pt{x(m), plot.bottom()}, pt{x(m), plot.bottom() + 3})
		month := l.events[m-1]
		name, half := monthNames[month.Calendar()-1][:3], plainText.width("2000")/2
		if x(m)-half < previousRight+3 {
			continue
		}
		previousRight = x(m) + half
		c.middle(plainText, pt{x(m), plot.bottom() + 5 + plainText.line()/2}, centred, name)
		if month.Year() != year {
			year = month.Year()
			c.middle(plainText, pt{x(m), plot.bottom() + 5 + plainText.line()*1.5}, centred, strconv.Itoa(year))
		}
	}
}

// drawLine draws one series with a gap where a month has no value and at a break,
// its interval as whiskers, and its points where they have a radius.
func (l *lineChart) drawLine(c *canvas, line monthLine, x func(datasets.Month) float64, y func(float64) float64, radius float64) {
	var run []pt
	flush := func() {
		if len(run) > 1 {
			c.line(line.style.line, 2, nil, run...)
		}
		run = nil
	}
	for m := l.from; m <= l.to; m++ {
		one, ok := line.values[m]
		if !ok || slices.ContainsFunc(l.breaks, func(b monthBreak) bool { return b.month == m }) {
			flush()
		}
		if !ok {
			continue
		}
		if one.limits {
			c.line(line.style.line, 1, nil, pt{x(m), y(one.lower)}, pt{x(m), y(one.upper)})
		}
		run = append(run, pt{x(m), y(one.value)})
	}
	flush()
	for m := l.from; m <= l.to && radius > 0; m++ {
		if one, ok := line.values[m]; ok {
			c.mark(line.style.shape, line.style.line, pt{x(m), y(one.value)}, radius)
		}
	}
}

// drawEndLabels writes names at the right ends of lines, moved apart where they
// would touch.
func drawEndLabels(c *canvas, plot box, ends []endLabel) {
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
