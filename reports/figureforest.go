package reports

import (
	"math"
	"strconv"
	"strings"

	"svna/analysis"
)

// forestRow is one ratio, or the heading of a group where ratio is false.
type forestRow struct {
	name                []string
	ratio               bool
	value, lower, upper float64
	known, limits       bool
	clear               bool // the interval leaves the reference out
	size                float64
	count, label        string
}

// forestChart is a forest plot laid out.
type forestChart struct {
	subject       *subject
	rows          []forestRow
	names, counts float64
	labels        float64
	ticks         []float64
	low, high     float64 // ends of the axis
}

const (
	// widestInterval is the ratio of limits beyond which an interval does not
	// stretch the axis: it ends in arrows, and the other rows can be read.
	widestInterval = 30.0

	forestLine   = 17.0
	forestCounts = 76.0 // width of the head of the counts
	forestSquare = 10.0 // side of the largest square
)

// forest lays out ratios with intervals on a log axis. An interval that holds
// the reference is grey and its square open; the area of a square goes with n.
func (s *subject) forest() body {
	f := &forestChart{subject: s}
	largest := 0.0
	for _, r := range s.rows {
		largest = max(largest, r.Estimate.Numerator.Or(0))
	}
	for _, series := range s.series {
		if len(s.series) > 1 {
			f.rows = append(f.rows, forestRow{name: strongText.wrap(series, bodyWidth*0.4)})
		}
		for _, category := range s.categories {
			if r, ok := s.find(category, series); ok {
				f.rows = append(f.rows, s.forestRow(r, category, largest))
			}
		}
	}
	f.measure()
	least := f.headHeight() + f.footHeight()
	var notes []string
	for i, r := range f.rows {
		if least+f.rowHeight(r) > longestBody {
			notes = append(notes, "Only the first rows are shown; all are in worksheet "+s.table.ID+".")
			f.rows = f.rows[:i]
			break
		}
		least += f.rowHeight(r)
	}
	return body{least: least, most: least + 9*float64(len(f.rows)), notes: notes, draw: f.draw}
}

func (s *subject) forestRow(r analysis.Row, category string, largest float64) forestRow {
	row := forestRow{name: plainText.wrap(category, bodyWidth*0.34), ratio: true}
	row.value, row.known = s.value(r)
	row.known = row.known && row.value > 0
	row.count = analysis.AsCount.Text(r.Estimate.Numerator)
	lower, ok1 := r.Estimate.Lower.Get()
	upper, ok2 := r.Estimate.Upper.Get()
	row.lower, row.upper, row.limits = lower, upper, ok1 && ok2 && lower <= upper && upper > 0
	row.clear = r.Estimate.Excludes(s.chart.Reference.Or(1))
	if n := r.Estimate.Numerator.Or(0); largest > 0 && n > 0 {
		row.size = forestSquare * math.Sqrt(n/largest)
	}
	row.size = max(row.size, 4.5)
	switch {
	case !row.known:
		row.label = absence(r)
		if row.label == "not available" {
			row.label = "not estimable"
		}
	case row.limits:
		row.label = s.write(row.value) + " (" + s.write(row.lower) + " to " + s.write(row.upper) + ")"
	case row.value == s.chart.Reference.Or(1):
		row.label = s.write(row.value) + " (reference)"
	default:
		row.label = s.write(row.value)
	}
	return row
}

// forestTicks are the ticks of an axis that holds low and high: powers of two
// near 1, and 1, 2 and 5 times powers of ten for longer ones. The axis never goes
// beyond 0.02 and 50; an interval that does ends in an arrow.
func forestTicks(low, high float64) []float64 {
	all := []float64{0.25, 0.5, 1, 2, 4, 8}
	if low < 0.25 || high > 8 {
		all = []float64{0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50}
	}
	from, to := 0, len(all)-1
	for from+1 < len(all) && all[from+1] <= low {
		from++
	}
	for to > 0 && all[to-1] >= high {
		to--
	}
	return all[from : to+1]
}

// measure finds the columns and the axis, which holds all intervals and 0.5 to 2
// at least.
func (f *forestChart) measure() {
	lowest, highest := 0.5, 2.0
	f.counts = strongText.widest(f.countHeader())
	f.labels = strongText.width(f.labelHeader())
	f.names = strongText.width(legible(f.subject.heading()))
	for _, r := range f.rows {
		if !r.ratio {
			continue
		}
		f.names = max(f.names, plainText.widest(r.name)+8)
		f.counts = max(f.counts, plainText.width(r.count))
		f.labels = max(f.labels, plainText.width(r.label))
		if !r.known {
			continue
		}
		low, high := r.value, r.value
		if r.limits && r.upper <= widestInterval*r.lower {
			low, high = min(low, r.lower), max(high, r.upper)
		}
		lowest, highest = min(lowest, low), max(highest, high)
	}
	f.ticks = forestTicks(lowest, highest)
	f.low, f.high = f.ticks[0], f.ticks[len(f.ticks)-1]
	f.names = min(f.names, bodyWidth*0.36)
}

// countHeader says whose count stands beside a ratio: its numerator, as "Males" or
// "People of the group"; of a change the later period.
func (f *forestChart) countHeader() []string {
	header := ""
	for _, column := range f.subject.table.Columns {
		if column.Name == "numerator" {
			header = column.Header
		}
	}
	if at := strings.LastIndex(header, ", "); at >= 0 {
		header = header[at+2:]
	}
	return strongText.wrap(legible(header), forestCounts)
}

func (f *forestChart) labelHeader() string { return "Ratio (95% CI)" }

func (f *forestChart) headHeight() float64 {
	return strongText.line()*float64(len(f.countHeader())) + 8
}

func (f *forestChart) footHeight() float64 {
	return plainText.line() + 8 + float64(len(f.axisTitle()))*plainText.line()
}

// axisTitle names the axis, the scale and the reference.
func (f *forestChart) axisTitle() []string {
	title := f.subject.chart.Unit
	if title == "" {
		title = "Ratio"
	}
	title += ", log scale"
	if label := f.subject.chart.ReferenceLabel; label != "" {
		title += "; " + strconv.FormatFloat(f.subject.chart.Reference.Or(1), 'f', -1, 64) + " = " + label
	}
	return plainText.wrap(title, bodyWidth)
}

func (f *forestChart) rowHeight(r forestRow) float64 {
	return max(forestLine, float64(len(r.name))*plainText.line()+4)
}

// draw draws the columns of figures on both sides of the plot.
func (f *forestChart) draw(c *canvas, area box) {
	plot := box{area.x + f.names + f.counts + 2*labelGap + 20, area.y + f.headHeight(), 0, area.h - f.headHeight() - f.footHeight()}
	plot.w = area.right() - f.labels - 16 - plot.x
	countAt := area.x + f.names + labelGap + 8 + f.counts
	head := area.y + f.headHeight() - 8 - strongText.line()/2
	if name := strongText.wrap(f.subject.heading(), f.names); len(name) > 0 {
		c.middle(strongText, pt{area.x, head}, fromLeft, name[0])
	}
	c.lines(strongText, pt{countAt, area.y + (f.headHeight()-8)/2}, toRight, f.countHeader())
	c.middle(strongText, pt{area.right(), head}, toRight, f.labelHeader())
	x := func(v float64) float64 { return plot.x + math.Log(v/f.low)/math.Log(f.high/f.low)*plot.w }
	f.drawAxis(c, area, plot, x)
	spare := plot.h
	for _, r := range f.rows {
		spare -= f.rowHeight(r)
	}
	spare = max(0, spare) / float64(len(f.rows))
	y := plot.y
	for _, r := range f.rows {
		height := f.rowHeight(r) + spare
		middle := y + height/2
		y += height
		if !r.ratio {
			c.lines(strongText, pt{area.x, middle + height*0.12}, fromLeft, r.name)
			continue
		}
		indent := 0.0
		if len(f.subject.series) > 1 {
			indent = 8
		}
		c.lines(plainText, pt{area.x + indent, middle}, fromLeft, r.name)
		c.middle(plainText, pt{countAt, middle}, toRight, r.count)
		c.middle(plainText, pt{area.right(), middle}, toRight, r.label)
		f.drawRatio(c, plot, r, middle, x)
	}
}

func (f *forestChart) drawAxis(c *canvas, area, plot box, x func(float64) float64) {
	reference := f.subject.chart.Reference.Or(1)
	right := plot.x - 100
	for _, v := range f.ticks {
		if v != reference {
			c.line(roleGrid, 0.6, nil, pt{x(v), plot.y}, pt{x(v), plot.bottom()})
		}
		c.line(roleAxis, 0.75, nil, pt{x(v), plot.bottom()}, pt{x(v), plot.bottom() + 4})
		label := strconv.FormatFloat(v, 'f', -1, 64)
		if half := plainText.width(label) / 2; x(v)-half > right+2.5 {
			c.middle(plainText, pt{x(v), plot.bottom() + 5 + plainText.line()/2}, centred, label)
			right = x(v) + half
		}
	}
	c.line(roleAxis, 0.75, nil, pt{plot.x, plot.bottom()}, pt{plot.right(), plot.bottom()})
	if reference >= f.low && reference <= f.high {
		c.line(roleText, 1.2, nil, pt{x(reference), plot.y}, pt{x(reference), plot.bottom()})
	}
	title := f.axisTitle()
	at := plot.centre().x
	half := plainText.widest(title) / 2
	at = min(max(at, area.x+half), area.right()-half)
	for i, text := range title {
		c.middle(plainText, pt{at, plot.bottom() + 8 + plainText.line()*(float64(i)+1.5)}, centred, text)
	}
}

// drawRatio draws a square with its interval; limits beyond the axis end in an
// arrow.
func (f *forestChart) drawRatio(c *canvas, plot box, r forestRow, middle float64, x func(float64) float64) {
	if !r.known {
		return
	}
	inside := func(v float64) float64 { return min(max(v, f.low), f.high) }
	colour := roleQuiet
	switch {
	case r.clear:
		colour = roleMain
	case !r.limits:
		colour = roleTotal // the reference itself
	}
	if r.limits {
		c.line(colour, 1.6, nil, pt{x(inside(r.lower)), middle}, pt{x(inside(r.upper)), middle})
		if r.lower < f.low {
			c.fill(colour, pt{plot.x - 4, middle}, pt{plot.x + 3, middle - 4}, pt{plot.x + 3, middle + 4})
		}
		if r.upper > f.high {
			c.fill(colour, pt{plot.right() + 4, middle}, pt{plot.right() - 3, middle - 4}, pt{plot.right() - 3, middle + 4})
		}
	}
	if r.value < f.low || r.value > f.high {
		return
	}
	square := box{x(r.value), middle, 0, 0}.grow(r.size / 2)
	if colour == roleQuiet {
		c.rectangle(rolePage, square)
		c.frame(colour, 1.2, square.grow(-0.6))
		return
	}
	c.rectangle(colour, square)
}
