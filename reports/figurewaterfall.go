package reports

import (
	"math"

	"svna/analysis"
)

// step is one bar of a waterfall.
type step struct {
	name     []string
	from, to float64
	known    bool
	total    bool
	fill     role
	label    string
	lower    float64
	upper    float64
	limits   bool
}

// waterfall lays out parts that add up to totals, from top to bottom: each part
// starts where the one before ends, a total starts at nought and carries its
// range. A part that disclosure control hides would show as the gap, and parts
// that do not add up to their total would be a wrong picture: then every row is a
// bar of its own.
func (s *subject) waterfall() body {
	steps, separate := s.steps()
	tall := 0.0
	for _, st := range steps {
		tall += stepHeight(st)
	}
	if tall > longestBody {
		separate = "Separate bars, since there are too many parts."
	}
	if separate != "" {
		out := s.bars(false)
		out.notes = append(out.notes, separate)
		return out
	}
	names, low, high := 0.0, 0.0, 0.0
	for i := range steps {
		names = max(names, steps[i].lettering().widest(steps[i].name))
		low = min(low, steps[i].from, steps[i].to)
		high = max(high, steps[i].from, steps[i].to)
		if steps[i].limits {
			low, high = min(low, steps[i].lower), max(high, steps[i].upper)
		}
	}
	room := bodyWidth - names - labelGap
	unit := room / max(high-low, 1e-9)
	for _, st := range steps {
		end := max(st.from, st.to)
		if st.limits {
			end = max(end, st.upper)
		}
		if end > low {
			unit = min(unit, (room-labelGap-st.lettering().width(st.label))/(end-low))
		}
	}
	least := 0.0
	for _, st := range steps {
		least += stepHeight(st)
	}
	x := func(area box, v float64) float64 { return area.x + names + labelGap + (v-low)*max(unit, 0) }
	return body{least: least, most: least + 12*float64(len(steps)), draw: func(c *canvas, area box) {
		drawSteps(c, area, steps, names, (area.h-least)/float64(len(steps)), x)
	}}
}

// lettering is bold for totals.
func (st step) lettering() lettering {
	switch {
	case st.total:
		return strongText
	case !st.known:
		return plainText.in(roleSecondary)
	}
	return plainText
}

func stepHeight(st step) float64 { return max(barLeast+5, float64(len(st.name))*plainText.line()+4) }

// steps runs through the rows of the table in their order; separate is why they
// cannot be drawn one upon the other.
func (s *subject) steps() (steps []step, separate string) {
	running, totals := 0.0, 0
	for _, r := range s.rows {
		if suppressed(r) {
			return nil, "Separate bars, since a part is not shown."
		}
		st := step{name: strongText.balance(s.category(r), nameShare*bodyWidth), label: s.label(r), total: r.Kind == analysis.TotalRow, fill: roleMain}
		v, known := s.value(r)
		st.known = known
		switch {
		case !known:
			st.from, st.to = running, running
		case st.total:
			if len(steps) > 0 && math.Abs(v-running) > 0.005*math.Max(math.Abs(v), math.Abs(running)) {
				return nil, "Separate bars, since the parts do not add up to the total."
			}
			st.from, st.to, st.fill, running = 0, v, roleTotal, v
			st.lower, st.upper, st.limits = s.range95(r)
			totals++
		default:
			st.from, st.to, running = running, running+v, running+v
			if totals > 0 {
				st.fill = roleSecond
			}
			st.label = s.write(v)
		}
		if st.limits {
			st.label = s.write(v) + " (" + s.write(st.lower) + " to " + s.write(st.upper) + ")"
		} else if known {
			st.label = s.write(v)
		}
		steps = append(steps, st)
	}
	return steps, ""
}

// range95 is the range of a total, drawn whether or not the chart asks for it.
func (s *subject) range95(r analysis.Row) (lower, upper float64, ok bool) {
	if s.chart.Measure != "value" {
		return 0, 0, false
	}
	lower, ok1 := r.Estimate.Lower.Get()
	upper, ok2 := r.Estimate.Upper.Get()
	return lower, upper, ok1 && ok2 && lower <= upper
}

func drawSteps(c *canvas, area box, steps []step, names, spare float64, x func(box, float64) float64) {
	y := area.y
	c.line(roleAxis, 0.75, nil, pt{x(area, 0), area.y}, pt{x(area, 0), area.bottom()})
	for i, st := range steps {
		height := stepHeight(st) + max(0, spare)
		middle := y + height/2
		thick := min(barMost, height*0.72)
		c.lines(st.lettering().in(roleText), pt{area.x + names, middle}, toRight, st.name)
		end := x(area, max(st.from, st.to))
		if st.known {
			left := x(area, min(st.from, st.to))
			c.bar(st.fill, box{left, middle - thick/2, max(end-left, 0.8), thick})
		}
		if st.limits {
			c.whisker(st.fill, st.lower, st.upper, st.to, func(v float64) pt { return pt{x(area, v), middle} })
			end = max(end, x(area, st.upper))
		}
		if i+1 < len(steps) {
			// The connector stands where this bar ends and the next begins.
			c.line(roleAxis, 0.75, nil, pt{x(area, st.to), middle + thick/2}, pt{x(area, st.to), y + height + (height-thick)/2})
		}
		c.middle(st.lettering(), pt{end + labelGap, middle}, fromLeft, st.label)
		y += height
	}
}
