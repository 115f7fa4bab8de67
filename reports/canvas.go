package reports

import (
	"math"

	"gonum.org/v1/plot/vg"
)

// pt is a place on a canvas, in points from the left and from the top.
type pt struct{ x, y float64 }

// box is a rectangle on a canvas: left, top, width and height in points.
type box struct{ x, y, w, h float64 }

func (b box) right() float64  { return b.x + b.w }
func (b box) bottom() float64 { return b.y + b.h }
func (b box) centre() pt      { return pt{b.x + b.w/2, b.y + b.h/2} }

// grow returns the box with a margin on all sides.
func (b box) grow(by float64) box { return box{b.x - by, b.y - by, b.w + 2*by, b.h + 2*by} }

// meets reports whether two boxes overlap.
func (b box) meets(o box) bool {
	return b.x < o.right() && o.x < b.right() && b.y < o.bottom() && o.y < b.bottom()
}

// within reports whether the box lies inside another.
func (b box) within(o box) bool {
	return b.x >= o.x && b.y >= o.y && b.right() <= o.right() && b.bottom() <= o.bottom()
}

// canvas draws roles and letterings in layout coordinates, which run down from
// the top as text does, on a back end of gonum/plot, which runs up.
type canvas struct {
	to      vg.Canvas
	height  float64
	palette *palette
}

// ink sets the role of what is drawn next.
func (c *canvas) ink(r role) { c.to.SetColor(ink{c.palette[r], r}) }

func (c *canvas) point(p pt) vg.Point {
	return vg.Point{X: vg.Length(p.x), Y: vg.Length(c.height - p.y)}
}

func (c *canvas) path(points []pt, closed bool) vg.Path {
	path := make(vg.Path, 0, len(points)+1)
	for i, p := range points {
		if i == 0 {
			path.Move(c.point(p))
		} else {
			path.Line(c.point(p))
		}
	}
	if closed {
		path.Close()
	}
	return path
}

// fill fills a polygon.
func (c *canvas) fill(r role, points ...pt) {
	c.ink(r)
	c.to.Fill(c.path(points, true))
}

// plate covers what lies under a label with the page colour.
func (c *canvas) plate(b box) { c.rectangle(rolePage, b) }

// rectangle fills a box.
func (c *canvas) rectangle(r role, b box) {
	if b.w <= 0 || b.h <= 0 {
		return
	}
	c.fill(r, pt{b.x, b.y}, pt{b.right(), b.y}, pt{b.right(), b.bottom()}, pt{b.x, b.bottom()})
}

// outlineWidth is the line around fills that are under 3:1 on the page.
const outlineWidth = 0.75

// bar fills a box and, where the fill is too pale for the page, outlines it
// inside its edge, so that its length stays true.
func (c *canvas) bar(r role, b box) {
	c.rectangle(r, b)
	if needsOutline(r) && b.w > outlineWidth && b.h > outlineWidth {
		c.frame(roleAxis, outlineWidth, b.grow(-outlineWidth/2))
	}
}

// frame strokes the edge of a box.
func (c *canvas) frame(r role, width float64, b box) {
	c.closed(r, width, pt{b.x, b.y}, pt{b.right(), b.y}, pt{b.right(), b.bottom()}, pt{b.x, b.bottom()})
}

// closed strokes a polygon.
func (c *canvas) closed(r role, width float64, points ...pt) {
	c.stroke(r, width, nil, c.path(points, true))
}

// line strokes a run of points; dashes may be nil.
func (c *canvas) line(r role, width float64, dashes []vg.Length, points ...pt) {
	c.stroke(r, width, dashes, c.path(points, false))
}

func (c *canvas) stroke(r role, width float64, dashes []vg.Length, path vg.Path) {
	c.ink(r)
	c.to.SetLineWidth(vg.Length(width))
	c.to.SetLineDash(dashes, 0)
	c.to.Stroke(path)
}

// dashed is the pattern of limits and references.
var dashed = []vg.Length{4, 3}

// disc fills a circle.
func (c *canvas) disc(r role, at pt, radius float64) {
	c.ink(r)
	c.to.Fill(c.circle(at, radius))
}

func (c *canvas) circle(at pt, radius float64) vg.Path {
	var path vg.Path
	path.Move(c.point(pt{at.x + radius, at.y}))
	path.Arc(c.point(at), vg.Length(radius), 0, 2*math.Pi)
	path.Close()
	return path
}

// alignment is where a text stands against its point.
type alignment float64

// The alignments.
const (
	fromLeft alignment = 0
	centred  alignment = 0.5
	toRight  alignment = 1
)

// text writes one line with its baseline at a point.
func (c *canvas) text(l lettering, at pt, a alignment, text string) {
	text = legible(text)
	if text == "" {
		return
	}
	if a != fromLeft {
		at.x -= float64(a) * l.setWidth(text)
	}
	c.ink(l.role)
	c.to.FillString(l.face(), c.point(at), text)
}

// capHeight is the height of capitals and figures as a part of the size.
const capHeight = 0.716

// middle writes one line whose capitals are centred on a point.
func (c *canvas) middle(l lettering, at pt, a alignment, text string) {
	c.text(l, pt{at.x, at.y + l.size*capHeight/2}, a, text)
}

// lines writes lines whose block is centred on a point from top to bottom.
func (c *canvas) lines(l lettering, at pt, a alignment, lines []string) {
	first := at.y - float64(len(lines)-1)*l.line()/2
	for i, text := range lines {
		c.middle(l, pt{at.x, first + float64(i)*l.line()}, a, text)
	}
}

// below writes lines from a top edge downwards and returns the edge below them.
func (c *canvas) below(l lettering, at pt, a alignment, lines []string) float64 {
	for _, text := range lines {
		c.text(l, pt{at.x, at.y + l.size*0.93}, a, text)
		at.y += l.line()
	}
	return at.y
}
