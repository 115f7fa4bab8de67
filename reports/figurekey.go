package reports

// shape is how a key, or a point, is drawn: series differ in shape as well as in
// colour.
type shape int

// The shapes.
const (
	shapeFill    shape = iota // a filled rectangle
	shapeDisc                 // a filled circle
	shapeDiamond              // an open diamond
	shapeSolidDiamond
	shapeRing // an open circle
	shapeSquare
	shapeTriangle
	shapeLine    // a line
	shapeCased   // a line upon a wider one in the page colour
	shapeDashed  // a dashed line
	shapeHatch   // hatching: suppressed
	shapeEmpty   // an outlined rectangle in the page colour
	shapeOutline // the outline of a cluster
)

// bare is a point whose key has no line through it.
const bare shape = 100

// key is one entry of the key strip. It names a role, not a colour.
type key struct {
	role  role
	shape shape
	label string
}

// Sizes of the key strip.
const (
	keyLine   = 16.0 // height of a row
	keySwatch = 14.0
	keyHigh   = 9.5
	keyGap    = 5.0  // between swatch and label
	keySpace  = 15.0 // between entries

	whiskerWidth = 1.2
)

func (k key) width() float64 { return keySwatch + keyGap + plainText.width(k.label) }

// keyRows breaks keys into rows that fit a width.
func keyRows(keys []key, width float64) [][]key {
	var rows [][]key
	used := 0.0
	for _, k := range keys {
		if len(rows) == 0 || used+keySpace+k.width() > width {
			rows, used = append(rows, nil), -keySpace
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], k)
		used += keySpace + k.width()
	}
	return rows
}

// drawKeys draws the key strip from a corner.
func drawKeys(c *canvas, keys []key, at pt, width float64) {
	for i, row := range keyRows(keys, width) {
		x, y := at.x, at.y+(float64(i)+0.5)*keyLine
		for _, k := range row {
			drawKey(c, k, pt{x, y})
			lines := plainText.wrap(k.label, width-keySwatch-keyGap)
			if len(lines) > 0 {
				c.middle(plainText, pt{x + keySwatch + keyGap, y}, fromLeft, lines[0])
			}
			x += k.width() + keySpace
		}
	}
}

// drawKey draws the swatch of a key with its left edge at a point.
func drawKey(c *canvas, k key, at pt) {
	swatch := box{at.x, at.y - keyHigh/2, keySwatch, keyHigh}
	middle := pt{at.x + keySwatch/2, at.y}
	switch k.shape {
	case shapeFill:
		c.bar(k.role, swatch)
	case shapeEmpty:
		c.rectangle(rolePage, swatch)
		c.frame(roleAxis, outlineWidth, swatch.grow(-outlineWidth/2))
	case shapeOutline:
		c.frame(k.role, 2, swatch.grow(-1))
	case shapeHatch:
		c.hatch([][]pt{{{swatch.x, swatch.y}, {swatch.right(), swatch.y}, {swatch.right(), swatch.bottom()}, {swatch.x, swatch.bottom()}}}, 3)
		c.frame(roleAxis, outlineWidth, swatch.grow(-outlineWidth/2))
	case shapeLine:
		c.line(k.role, 2, nil, pt{at.x, at.y}, pt{at.x + keySwatch, at.y})
	case shapeDashed:
		c.line(k.role, 1.3, dashed, pt{at.x, at.y}, pt{at.x + keySwatch, at.y})
	case shapeCased:
		c.line(k.role, 1.6, nil, pt{at.x, at.y}, pt{at.x + keySwatch, at.y})
	default:
		if k.shape < bare {
			c.line(k.role, 1, nil, pt{at.x, at.y}, pt{at.x + keySwatch, at.y})
		}
		c.mark(k.shape%bare, k.role, middle, 3.8)
	}
}

// whisker draws an interval along a bar from nought to value: in the colour of
// text upon the bar where it lies on it, in that of text elsewhere. at turns a
// value into a point.
func (c *canvas) whisker(fill role, lower, upper, value float64, at func(float64) pt) {
	from, to := max(lower, min(0, value)), min(upper, max(0, value))
	if from >= to {
		c.line(roleText, whiskerWidth, nil, at(lower), at(upper))
		return
	}
	c.line(on(fill), whiskerWidth, nil, at(from), at(to))
	if lower < from {
		c.line(roleText, whiskerWidth, nil, at(lower), at(from))
	}
	if upper > to {
		c.line(roleText, whiskerWidth, nil, at(to), at(upper))
	}
}

// mark draws a point of a series as a path.
func (c *canvas) mark(s shape, r role, at pt, radius float64) {
	switch s {
	case shapeDiamond:
		d := radius * 1.2
		corners := []pt{{at.x, at.y - d}, {at.x + d, at.y}, {at.x, at.y + d}, {at.x - d, at.y}}
		c.fill(rolePage, corners...)
		c.closed(r, 1.2, corners...)
	case shapeSolidDiamond:
		d := radius * 1.25
		c.fill(r, pt{at.x, at.y - d}, pt{at.x + d, at.y}, pt{at.x, at.y + d}, pt{at.x - d, at.y})
	case shapeRing:
		c.disc(r, at, radius)
		c.disc(rolePage, at, radius-1.4)
	case shapeSquare:
		c.rectangle(r, box{at.x, at.y, 0, 0}.grow(radius*0.9))
	case shapeTriangle:
		d := radius * 1.15
		c.fill(r, pt{at.x, at.y - d}, pt{at.x + d, at.y + d*0.8}, pt{at.x - d, at.y + d*0.8})
	default:
		c.disc(r, at, radius)
	}
}

// seriesStyle is how one series of several is told apart.
type seriesStyle struct {
	fill  role // of bars
	line  role // of lines and points
	shape shape
}

// style returns the look of a series: a previous period in the context colour,
// the current one in the main colour; others in the Analysis Function order.
func (s *subject) style(series string) seriesStyle {
	if s.previous(series) {
		return seriesStyle{roleContext, roleAxis, shapeDiamond}
	}
	order := []seriesStyle{{roleMain, roleMain, shapeDisc}, {roleThird, roleThird, shapeSquare}, {roleFourth, roleFourth, shapeTriangle}, {roleSecond, roleSecond, shapeDiamond}}
	if len(s.series) == 2 {
		order[1] = seriesStyle{roleSecond, roleSecond, shapeSquare}
	}
	if s.chart.Series == "period" {
		return order[0]
	}
	for i, name := range s.series {
		if name == series {
			return order[i%len(order)]
		}
	}
	return order[0]
}

// seriesKeys are the keys of the series, in the order of drawing; none for one.
func (s *subject) seriesKeys(points bool) []key {
	if len(s.series) < 2 {
		return nil
	}
	var keys []key
	for _, name := range s.series {
		style := s.style(name)
		if points {
			keys = append(keys, key{style.line, style.shape, name})
		} else {
			keys = append(keys, key{style.fill, shapeFill, name})
		}
	}
	return keys
}
