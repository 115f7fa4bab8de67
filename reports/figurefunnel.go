package reports

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"svna/analysis"
	"svna/analysis/stats"
)

// funnelPoint is one area of a funnel.
type funnelPoint struct {
	name                               string
	x, y                               float64
	own                                bool
	lower998, lower95, upper95, upper9 stats.Number
}

// beyond is 2 outside the 99.8% limits, 1 outside the 95% limits only, else 0.
func (p funnelPoint) beyond() int {
	outside := func(lower, upper stats.Number) bool {
		return p.y < lower.Or(math.Inf(-1)) || p.y > upper.Or(math.Inf(1))
	}
	switch {
	case outside(p.lower998, p.upper9):
		return 2
	case outside(p.lower95, p.upper95):
		return 1
	}
	return 0
}

// funnelShapes tell the places of points against the limits apart by shape; the
// own area is told by its colour, size and bold name.
var funnelShapes = [3]shape{shapeDisc, shapeTriangle, shapeSolidDiamond}

// funnelChart is a funnel laid out.
type funnelChart struct {
	subject        *subject
	points         []funnelPoint // by denominator
	xTicks, yTicks []float64
	xLow, xHigh    float64
	axis, right    float64
	xTitle         []string
}

// funnel lays out rates against their denominators, with the limits within
// which an area would lie if its rate were that of the comparator.
func (s *subject) funnel() (body, error) {
	f := &funnelChart{subject: s}
	hidden := 0
	for _, r := range s.rows {
		if s.category(r) == s.chart.ReferenceLabel {
			continue // the comparator is the line, and would stretch the axis
		}
		y, known := s.value(r)
		x, sized := r.Estimate.Denominator.Get()
		if !known || !sized || x <= 0 {
			hidden++
			continue
		}
		f.points = append(f.points, funnelPoint{
			name: s.areaName(s.category(r)), x: x, y: y, own: slices.Contains(s.ownAreas(), s.category(r)),
			lower998: r.Extra["lower998"], lower95: r.Extra["lower95"], upper95: r.Extra["upper95"], upper9: r.Extra["upper998"],
		})
	}
	if len(f.points) == 0 {
		return s.nothing(), nil
	}
	slices.SortStableFunc(f.points, func(a, b funnelPoint) int { return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.name, b.name)) })
	f.measure()
	var notes []string
	if f.yTicks[0] > 0 {
		notes = append(notes, "The scale of rates does not start at 0.")
	}
	if hidden > 0 {
		notes = append(notes, fmt.Sprintf("Not drawn, for want of a value: %d.", hidden))
	}
	return body{least: 230, most: 300, keys: f.keys(), notes: notes, draw: f.draw}, nil
}

// ownAreas are the levels to bring out: those that the chart names, else the
// area of the assessment.
func (s *subject) ownAreas() []string {
	if len(s.chart.Highlight) > 0 {
		return s.chart.Highlight
	}
	return []string{s.about.Area.Name, s.about.Area.Code}
}

func (f *funnelChart) keys() []key {
	var seen [3]bool
	for _, p := range f.points {
		seen[p.beyond()] = true
	}
	var keys []key
	for k, name := range []string{"Within the 95% limits", "Outside the 95% limits", "Outside the 99.8% limits"} {
		if seen[k] {
			keys = append(keys, key{roleQuiet, funnelShapes[k] + bare, name})
		}
	}
	for _, p := range f.points {
		if p.own {
			return append([]key{{roleMain, funnelShapes[p.beyond()] + bare, p.name}}, keys...)
		}
	}
	return keys
}

func (f *funnelChart) measure() {
	s := f.subject
	lowX, highX, lowY, highY := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, p := range f.points {
		lowX, highX = min(lowX, p.x), max(highX, p.x)
		lowY, highY = min(lowY, p.y), max(highY, p.y)
		for _, n := range []stats.Number{p.lower998, p.lower95, p.upper95, p.upper9} {
			if v, ok := n.Get(); ok {
				lowY, highY = min(lowY, v), max(highY, v)
			}
		}
	}
	if v, ok := s.chart.Reference.Get(); ok {
		lowY, highY = min(lowY, v), max(highY, v)
	}
	if lowX < 0.2*highX {
		lowX = 0
	}
	if lowY < 0.5*highY {
		lowY = min(0, lowY)
	}
	// A point on the frame has no room for its name.
	f.yTicks = ticks(lowY, highY+0.04*(highY-lowY), 5, false)
	f.xLow, f.xHigh = lowX-0.03*(highX-lowX), highX+0.03*(highX-lowX)
	if lowX == 0 || !(highX > lowX) {
		f.xLow, f.xHigh = min(lowX, 0), highX*1.03
	}
	f.xTicks = slices.DeleteFunc(ticks(f.xLow, f.xHigh, 6, true), func(v float64) bool { return v < f.xLow || v > f.xHigh })
	for _, v := range f.yTicks {
		f.axis = max(f.axis, plainText.width(s.tickWriter(f.yTicks)(v))+labelGap)
	}
	for _, end := range f.ends(func(v float64) float64 { return v }) {
		f.right = max(f.right, plainText.widest(end.text)+labelGap)
	}
	title := "Denominator"
	if column, ok := s.table.Column("denominator"); ok && column.Header != "" {
		title = column.Header
	}
	f.xTitle = plainText.wrap(title, bodyWidth-f.axis)
}

// ends names the limits and the comparator at their right ends.
func (f *funnelChart) ends(y func(float64) float64) []endLabel {
	s, last := f.subject, f.points[len(f.points)-1]
	var ends []endLabel
	for _, line := range []struct {
		name  string
		value stats.Number
	}{{"99.8% limit", last.upper9}, {"95% limit", last.upper95}, {"95% limit", last.lower95}, {"99.8% limit", last.lower998}} {
		if v, ok := line.value.Get(); ok && v > 0 { // a limit of 0 is not drawn
			ends = append(ends, endLabel{y(v), roleSecondary, []string{line.name}, nil})
		}
	}
	if v, ok := s.chart.Reference.Get(); ok {
		ends = append(ends, endLabel{y(v), roleText, plainText.wrap(s.chart.ReferenceLabel+" "+s.write(v), 105), nil})
	}
	slices.SortStableFunc(ends, func(a, b endLabel) int { return cmp.Compare(a.at, b.at) })
	return ends
}

func (f *funnelChart) draw(c *canvas, area box) {
	s := f.subject
	top := area.y + plainText.line() + 9
	c.middle(plainText.in(roleSecondary), pt{area.x, area.y + plainText.line()/2}, fromLeft, firstOf(plainText.wrap(s.unit(), area.w)))
	plot := box{area.x + f.axis, top, area.w - f.axis - f.right, 0}
	plot.h = area.bottom() - plainText.line()*float64(1+len(f.xTitle)) - 10 - plot.y
	x, y := scaleTo([]float64{f.xLow, f.xHigh}, plot.x, plot.right()), scaleTo(f.yTicks, plot.bottom(), plot.y)
	drawValueAxis(c, plot, f.yTicks, s.tickWriter(f.yTicks), y)
	f.drawXAxis(c, area, plot, x)
	var taken []box
	for _, line := range []struct {
		of     func(funnelPoint) stats.Number
		dashes bool
	}{
		{func(p funnelPoint) stats.Number { return p.lower998 }, false},
		{func(p funnelPoint) stats.Number { return p.lower95 }, true},
		{func(p funnelPoint) stats.Number { return p.upper95 }, true},
		{func(p funnelPoint) stats.Number { return p.upper9 }, false},
	} {
		var run []pt
		for _, p := range f.points {
			if v, ok := line.of(p).Get(); ok {
				run = append(run, pt{x(p.x), y(v)})
			}
		}
		taken = append(taken, alongLine(run)...)
		switch {
		case len(run) < 2:
		case line.dashes:
			c.line(roleSecondary, 1.1, dashed, run...)
		default:
			c.line(roleSecondary, 1.1, nil, run...)
		}
	}
	if v, ok := s.chart.Reference.Get(); ok {
		c.line(roleText, 1.2, nil, pt{plot.x, y(v)}, pt{plot.right(), y(v)})
		taken = append(taken, box{plot.x, y(v) - 1, plot.w, 2})
	}
	f.drawPoints(c, plot, x, y, taken)
	drawEndLabels(c, plot, f.ends(y))
}

// alongLine are small boxes along a run of points, which labels keep clear of.
func alongLine(run []pt) []box {
	const step = 4
	var boxes []box
	for i := 1; i < len(run); i++ {
		a, b := run[i-1], run[i]
		n := math.Ceil(distance(a, b) / step)
		for k := range int(n) {
			t := (float64(k) + 0.5) / n
			boxes = append(boxes, box{a.x + t*(b.x-a.x), a.y + t*(b.y-a.y), 0, 0}.grow(step/2))
		}
	}
	return boxes
}

func (f *funnelChart) drawXAxis(c *canvas, area, plot box, x func(float64) float64) {
	c.line(roleAxis, 0.75, nil, pt{plot.x, plot.bottom()}, pt{plot.right(), plot.bottom()})
	free := area.x - 1
	for _, v := range f.xTicks {
		label := analysis.Round(v, 0)
		half := plainText.width(label) / 2
		at := min(max(x(v), area.x+half), area.right()-half)
		c.line(roleAxis, 0.75, nil, pt{x(v), plot.bottom()}, pt{x(v), plot.bottom() + 4})
		if at-half < free {
			continue
		}
		free = at + half + 5
		c.middle(plainText, pt{at, plot.bottom() + 5 + plainText.line()/2}, centred, label)
	}
	for i, text := range f.xTitle {
		c.middle(plainText.in(roleSecondary), pt{plot.centre().x, plot.bottom() + 7 + plainText.line()*(float64(i)+1.5)}, centred, text)
	}
}

// drawPoints draws the areas, the own one last and largest, and names the own
// one and those outside the 99.8% limits, as far as there is room: clear of points
// and lines, or the own one at least clear of points.
func (f *funnelChart) drawPoints(c *canvas, plot box, x, y func(float64) float64, lines []box) {
	order := slices.Clone(f.points)
	slices.SortStableFunc(order, func(a, b funnelPoint) int {
		return cmp.Or(boolOrder(a.own, b.own), cmp.Compare(a.beyond(), b.beyond()))
	})
	var taken []box
	for _, p := range order {
		taken = append(taken, box{x(p.x), y(p.y), 0, 0}.grow(4))
	}
	for _, p := range order {
		radius, fill := 3.2, roleQuiet
		if p.own {
			radius, fill = 5.2, roleMain
		}
		at := pt{x(p.x), y(p.y)}
		c.mark(funnelShapes[p.beyond()], rolePage, at, radius+1)
		c.mark(funnelShapes[p.beyond()], fill, at, radius)
	}
	for i := len(order) - 1; i >= 0; i-- {
		p := order[i]
		if !p.own && p.beyond() < 2 {
			continue
		}
		l, gap := annotationText, 7.0
		if p.own {
			l, gap = strongText, 10
		}
		from := pt{x(p.x), y(p.y)}
		at, ok := labelBeside(l, p.name, from, gap, plot, slices.Concat(taken, lines))
		for far := 2.0; p.own && !ok && far <= 6; far++ { // it must be found
			at, ok = labelBeside(l, p.name, from, far*gap, plot, slices.Concat(taken, lines))
			if ok {
				end := pt{min(max(from.x, at.x), at.right()), min(max(from.y, at.y), at.bottom())}
				c.line(roleText, 0.75, nil, from, end)
				c.mark(funnelShapes[p.beyond()], roleMain, from, 5.2)
			}
		}
		if !ok {
			at, ok = labelBeside(l, p.name, from, gap, plot, taken)
		}
		if ok {
			taken = append(taken, at)
			c.plate(at)
			c.below(l, pt{at.x, at.y}, fromLeft, []string{p.name})
		}
	}
}

// boolOrder sorts false before true.
func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// labelBeside finds a place for a label near a point where it meets nothing that
// is taken: to the right, to the left, above or below.
func labelBeside(l lettering, text string, p pt, gap float64, panel box, taken []box) (box, bool) {
	width, height := l.width(legible(text)), l.line()
	for _, offset := range []pt{
		{gap, -height / 2},
		{-gap - width, -height / 2},
		{-width / 2, -gap - height},
		{-width / 2, gap},
		{gap, -height - 2},
		{gap, 2},
		{-gap - width, -height - 2},
		{-gap - width, 2},
	} {
		at := box{p.x + offset.x, p.y + offset.y, width, height}
		if at.within(panel) && !slices.ContainsFunc(taken, at.meets) {
			return at, true
		}
	}
	return box{}, false
}

// scaleTo maps values from the first tick to the last onto a line.
func scaleTo(ticks []float64, from, to float64) func(float64) float64 {
	low, high := ticks[0], ticks[len(ticks)-1]
	return func(v float64) float64 { return from + (v-low)/(high-low)*(to-from) }
}

// unit is the name of the value axis.
func (s *subject) unit() string {
	if s.chart.Unit != "" {
		return s.chart.Unit
	}
	return s.column.Header
}

// firstOf is the first line of a text, or "".
func firstOf(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return lines[0]
}
