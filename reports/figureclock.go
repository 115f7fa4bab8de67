package reports

import (
	"fmt"
	"math"
	"slices"

	"svna/analysis"
)

// dial is the 24 hours of a day as wedges of a clock, laid out.
type dial struct {
	subject *subject
	hours   [24]bar
	rings   []float64
}

// clock lays out the hours of the day as wedges of a circle, from midnight at the
// top, clockwise; a wedge begins at its hour, as a column of the bars does. The
// area of a wedge goes with its value, so its radius goes with the square root.
func (s *subject) clock() (body, error) {
	if !wholeDay(s.categories) || len(s.series) != 1 {
		return body{}, fmt.Errorf("a clock needs the 24 hours from midnight on, in one series")
	}
	d := &dial{subject: s}
	most := 0.0
	for h, category := range s.categories {
		r, _ := s.find(category, s.series[0])
		one := bar{style: seriesStyle{fill: roleMain}}
		if len(s.chart.Highlight) > 0 && !slices.Contains(s.chart.Highlight, category) {
			one.style.fill = roleSequential2
		}
		if one.value, one.known = s.value(r); one.known && one.value < 0 {
			return body{}, fmt.Errorf("a clock has no room for values under 0")
		}
		if suppressed(r) {
			one.label = "[c]"
		}
		most = max(most, one.value)
		d.hours[h] = one
	}
	d.rings = ticks(0, most, 3, s.column.Format == analysis.AsCount)[1:]
	keys := []key{}
	if h := s.chart.Highlight; len(h) > 0 {
		keys = []key{{roleMain, shapeFill, window(h)}, {roleSequential2, shapeFill, s.others()}}
	}
	notes := []string{"The area of a wedge goes with its value."}
	return body{least: 260, most: 310, keys: keys, notes: notes, draw: d.draw}, nil
}

func (d *dial) draw(c *canvas, area box) {
	centre := area.centre()
	rim := min(area.w, area.h)/2 - plainText.line() - 8
	most := d.rings[len(d.rings)-1]
	radius := func(v float64) float64 { return rim * math.Sqrt(v/most) }
	for _, v := range d.rings {
		c.stroke(roleGrid, 0.6, nil, c.circle(centre, radius(v)))
	}
	for h, one := range d.hours {
		if one.known && one.value > 0 {
			c.fill(one.style.fill, sector(centre, radius(one.value), float64(h), float64(h+1))...)
		} else if one.label != "" {
			c.middle(annotationText, onDial(centre, rim*0.8, float64(h)+0.5), centred, one.label)
		}
	}
	d.drawOutline(c, centre, radius)
	for h := range 24 {
		length := 3.0
		if h%3 == 0 {
			length = 6
			d.drawHour(c, centre, rim+8, h)
		}
		c.line(roleAxis, 0.75, nil, onDial(centre, rim, float64(h)), onDial(centre, rim+length, float64(h)))
	}
	d.drawRings(c, area, centre, radius)
}

// drawOutline parts the wedges, and outlines the pale ones as one: outlines that
// meet in the middle would blacken it.
func (d *dial) drawOutline(c *canvas, centre pt, radius func(float64) float64) {
	for h := range 24 {
		before, one := d.hours[(h+23)%24], d.hours[h]
		low, high := radius(min(before.value, one.value)), radius(max(before.value, one.value))
		c.line(rolePage, outlineWidth, nil, centre, onDial(centre, low, float64(h)))
		longer := one
		if before.value > one.value {
			longer = before
		}
		if needsOutline(longer.style.fill) && high > low {
			c.line(roleAxis, outlineWidth, nil, onDial(centre, low, float64(h)), onDial(centre, high, float64(h)))
		}
		if needsOutline(one.style.fill) && one.value > 0 {
			c.line(roleAxis, outlineWidth, nil, sector(centre, radius(one.value), float64(h), float64(h+1))[1:]...)
		}
	}
}

// drawHour names an hour at its edge, outside the rim.
func (d *dial) drawHour(c *canvas, centre pt, at float64, hour int) {
	text := clockTime(hour)
	p := onDial(centre, at, float64(hour))
	dx, dy := (p.x-centre.x)/at, (p.y-centre.y)/at
	p.x += dx * plainText.width(text) / 2
	p.y += dy * plainText.line() / 2
	c.middle(plainText, p, centred, text)
}

// drawRings numbers every ring along the hour where least is in the way, and
// names what they count.
func (d *dial) drawRings(c *canvas, area box, centre pt, radius func(float64) float64) {
	quiet, least := 0, math.Inf(1)
	for h := range 24 {
		if v := d.hours[h].value + d.hours[(h+1)%24].value + d.hours[(h+23)%24].value; v < least && h%3 == 1 && d.hours[h].known {
			quiet, least = h, v
		}
	}
	write := d.subject.tickWriter(d.rings)
	var last box
	for _, v := range slices.Backward(d.rings) {
		p := onDial(centre, radius(v), float64(quiet)+0.5)
		text := write(v)
		at := box{p.x, p.y, 0, 0}.wide(annotationText.width(text)+3, annotationText.size)
		if last.w > 0 && at.meets(last) {
			continue
		}
		last = at
		c.plate(at)
		c.middle(annotationText.in(roleSecondary), p, centred, text)
	}
	lines := annotationText.wrap("Rings: "+lowerFirstLetter(d.subject.unit()), (area.w-area.h)/2-24)
	c.below(annotationText.in(roleSecondary), pt{area.x, area.y}, fromLeft, lines)
}

// wide is the box of a width and a height around the same middle.
func (b box) wide(w, h float64) box {
	m := b.centre()
	return box{m.x - w/2, m.y - h/2, w, h}
}

// onDial is the point of a clock of 24 hours at a radius.
func onDial(centre pt, radius, hour float64) pt {
	angle := hour * math.Pi / 12
	return pt{centre.x + radius*math.Sin(angle), centre.y - radius*math.Cos(angle)}
}

// sector is the wedge of a clock between two hours.
func sector(centre pt, radius, from, to float64) []pt {
	points := []pt{centre}
	for i := range 9 {
		points = append(points, onDial(centre, radius, from+(to-from)*float64(i)/8))
	}
	return points
}
