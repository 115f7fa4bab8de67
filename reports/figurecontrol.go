package reports

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/analysis/stats"
	"svna/datasets"
)

// controlChart is a monthly series with its centre and limits, laid out.
type controlChart struct {
	lineChart
	months map[datasets.Month]controlMonth
	top    float64 // height of the reasons of breaks
}

// controlMonth is one month of a control chart.
type controlMonth struct {
	centre, lower, upper stats.Number
	signal               int
}

// signalMarks are the looks and words of the signals, by the number in the extra
// "signal". Each rule has a shape of its own, so that no colour says it alone.
var signalMarks = []struct {
	role  role
	shape shape
	name  string
}{
	{roleQuiet, shapeDisc, "No signal"},
	{roleSignal, shapeSolidDiamond, "Outside a limit"},
	{roleSignal, shapeTriangle, "Sixth or later rise or fall in a row"},
	{roleSignal, shapeSquare, "Two of three near a limit"},
	{roleSignal, shapeRing, "Seventh or later in a row on one side of the mean"},
}

// controlChart lays out a control chart: the axis from 0, the mean solid, the
// limits dashed and stepped where they move, each with its value at the right
// end, and every month marked by the signal that it is part of.
func (s *subject) controlChart() (body, error) {
	chart := &controlChart{months: map[datasets.Month]controlMonth{}}
	low, high, err := chart.fill(s)
	if err != nil {
		return body{}, err
	}
	if len(chart.lines) != 1 {
		return body{}, fmt.Errorf("a control chart is of one series, and the table has %d", len(chart.lines))
	}
	signals, least := map[int]bool{}, math.Inf(1)
	for _, r := range s.rows {
		month, _ := chart.place(s.category(r))
		one := controlMonth{centre: r.Extra["centre"], lower: r.Extra["lower_limit"], upper: r.Extra["upper_limit"]}
		if k := int(r.Extra["signal"].Or(0)); k > 0 && k < len(signalMarks) {
			one.signal = k
		}
		chart.months[month] = one
		if v, known := s.value(r); known {
			signals[one.signal] = true
			least = min(least, v)
		}
		for _, n := range []stats.Number{one.centre, one.lower, one.upper} {
			if v, ok := n.Get(); ok {
				low, high, least = min(low, v), max(high, v), min(least, v)
			}
		}
	}
	var notes []string
	if least > 0.6*high && least < high {
		// From 0 the limits would lie close, and what is within them could not be told.
		low = max(0, least-0.5*(high-least))
		notes = append(notes, "The scale does not start at 0.")
	}
	chart.measure(low, high)
	for _, end := range chart.controlEnds(func(v float64) float64 { return v }) {
		chart.right = max(chart.right, plainText.widest(end.text)+labelGap)
	}
	chart.top = breaksHeight(chart.breaks)
	var keys []key
	for k, mark := range signalMarks {
		if signals[k] && len(signals) > 1 {
			keys = append(keys, key{mark.role, mark.shape + bare, mark.name})
		}
	}
	if s.ofEvents() {
		notes = append(notes, "Each point is an offence, in their order; the months are those of recording.")
	}
	if len(signals) == 1 && signals[0] {
		notes = append(notes, chart.noSignal(s.rule))
	}
	return body{least: 130 + chart.top, most: 240 + chart.top, keys: keys, notes: notes, draw: chart.draw}, nil
}

// noSignal says why no month is marked: none gives a signal, or there are too few
// to say.
func (l *controlChart) noSignal(rule disclosure.Rule) string {
	for _, one := range l.months {
		if one.upper.Known() {
			return l.subject.noSignalFound(rule)
		}
	}
	return "Too few months for limits."
}

// noSignalFound says that no month signals, and that rounding can be the cause.
func (s *subject) noSignalFound(rule disclosure.Rule) string {
	if s.ofEvents() {
		return "No time between gives a signal."
	}
	if rule.RoundTo > 1 {
		return "No month gives a signal in the rounded counts; rounding can hide one."
	}
	return "No month gives a signal."
}

// ofEvents reports whether a chart is of events rather than of months.
func (s *subject) ofEvents() bool { return s.chart.Category == analysis.EventDimension }

// point is what a point of a control chart is.
func (s *subject) point() string {
	if s.ofEvents() {
		return "offence"
	}
	return "month"
}

// centreName is what the centre of a control chart is: that of times between events is
// no mean.
func (s *subject) centreName() string {
	if s.ofEvents() {
		return "Centre"
	}
	return "Mean"
}

// controlEnds names the mean and the limits of the last month that has them.
func (l *controlChart) controlEnds(y func(float64) float64) []endLabel {
	var ends []endLabel
	for m := l.to; m >= l.from && len(ends) == 0; m-- {
		one := l.months[m]
		for _, line := range []struct {
			name  string
			value stats.Number
		}{{"Upper limit", one.upper}, {l.subject.centreName(), one.centre}, {"Lower limit", one.lower}} {
			if v, ok := line.value.Get(); ok {
				ends = append(ends, endLabel{y(v), roleSecondary, []string{line.name + " " + l.subject.write(v)}, nil})
			}
		}
	}
	slices.SortStableFunc(ends, func(a, b endLabel) int { return cmp.Compare(a.at, b.at) })
	return ends
}

func (l *controlChart) draw(c *canvas, area box) {
	plot, x, y := l.frame(c, area, l.top)
	centre := func(m controlMonth) stats.Number { return m.centre }
	lower := func(m controlMonth) stats.Number { return m.lower }
	upper := func(m controlMonth) stats.Number { return m.upper }
	half := plot.w / float64(l.to-l.from+1) / 2
	for _, run := range l.steps(centre, x, y, half) {
		c.line(roleSecondary, 1.2, nil, run...)
	}
	for _, limit := range []func(controlMonth) stats.Number{lower, upper} {
		for _, run := range l.steps(limit, x, y, half) {
			c.line(roleSecondary, 1.2, dashed, run...)
		}
	}
	drawBreaks(c, plot, l.breaks, func(m datasets.Month) float64 { return x(m) - half })
	line := l.lines[0]
	line.style.line = roleQuiet
	l.drawLine(c, line, x, y, 0)
	for m := l.from; m <= l.to; m++ {
		one, ok := line.values[m]
		if !ok {
			continue
		}
		mark, radius := signalMarks[l.months[m].signal], 2.8
		if l.months[m].signal > 0 {
			radius = 4.2
		}
		if l.to-l.from > 40 {
			radius *= 0.75
		}
		c.mark(mark.shape, mark.role, pt{x(m), y(one.value)}, radius)
	}
	drawEndLabels(c, plot, l.controlEnds(y))
}

// steps are the runs of a limit as a line that steps between months; a run ends
// where the limit is not known and at a break.
func (l *controlChart) steps(of func(controlMonth) stats.Number, x func(datasets.Month) float64, y func(float64) float64, half float64) [][]pt {
	var runs [][]pt
	last := math.NaN()
	for m := l.from; m <= l.to; m++ {
		v, ok := of(l.months[m]).Get()
		if !ok {
			last = math.NaN()
			continue
		}
		broken := slices.ContainsFunc(l.breaks, func(b monthBreak) bool { return b.month == m })
		if math.IsNaN(last) || broken {
			runs = append(runs, nil)
		}
		run := &runs[len(runs)-1]
		if len(*run) == 0 || v != last {
			*run = append(*run, pt{x(m) - half, y(v)})
		} else {
			*run = (*run)[:len(*run)-1]
		}
		*run, last = append(*run, pt{x(m) + half, y(v)}), v
	}
	return runs
}

// controlWords says in the alternative text which months are outside the limits.
func (s *subject) controlWords() string {
	var outside []string
	signals := 0
	for _, r := range s.rows {
		v, known := s.value(r)
		if !known {
			continue
		}
		switch int(r.Extra["signal"].Or(0)) {
		case 0:
		case 1:
			outside = append(outside, s.category(r)+" ("+s.write(v)+")")
			signals++
		default:
			signals++
		}
	}
	switch {
	case signals == 0:
		return s.noSignalFound(s.rule) + " "
	case len(outside) == 0:
		return "No " + s.point() + " is outside the limits; " + analysis.Round(float64(signals), 0) + " are part of a signal. "
	case len(outside) > 3:
		return analysis.Round(float64(len(outside)), 0) + " " + s.point() + "s are outside the limits, the last " + outside[len(outside)-1] + ". "
	}
	return "Outside the limits: " + joinAnd(outside) + ". "
}
