package figurelint

import (
	"math"
	"strings"
)

// heavyLine is the least width of a line that no name may cut: a boundary, the outline
// of a cluster.
const heavyLine = 1.3

// checkPlates checks that no plate, a fill in the colour of the page under a text, cuts
// a heavy line that was drawn before it.
func (d *drawing) checkPlates(paper colour, say func(string, ...any)) {
	for i, e := range d.elements {
		if e.rings == nil || !e.filled || e.fill != paper || e.bounds.bottom-e.bounds.top > 40 {
			continue
		}
		name := d.textOn(i)
		if name == "" {
			continue
		}
		inner := box{e.bounds.left + 1, e.bounds.top + 1, e.bounds.right - 1, e.bounds.bottom - 1}
		for line, o := range d.elements[:i] {
			heavy := o.rings != nil && o.stroked && o.width >= heavyLine && o.stroke != paper && contrast(o.stroke, paper) >= markContrast
			if heavy && passes(o.rings, inner, func(p point) bool { return d.seen(line, i, p) }) {
				say("the ground of %q cuts a line %.1f wide", name, o.width)
				break
			}
		}
	}
}

// textOn is the first text within an element that was drawn after it.
func (d *drawing) textOn(plate int) string {
	for _, e := range d.elements[plate+1:] {
		if e.rings == nil && e.bounds.within(d.elements[plate].bounds, 2) {
			return e.text
		}
	}
	return ""
}

// covers reports whether a fill lies over a point.
func (e element) covers(p point) bool {
	return e.rings != nil && e.filled && p.x >= e.bounds.left && p.x <= e.bounds.right && p.y >= e.bounds.top && p.y <= e.bounds.bottom && holds(e.rings, p)
}

// seen reports whether nothing between two elements is painted over a point of the first.
func (d *drawing) seen(first, second int, p point) bool {
	for _, e := range d.elements[first+1 : second] {
		if e.covers(p) {
			return false
		}
	}
	return true
}

// passes reports whether a line runs through a box: a point of it that is seen, looked
// at every half point, lies within.
func passes(rings [][]point, b box, seen func(point) bool) bool {
	for _, ring := range rings {
		for i := 1; i < len(ring); i++ {
			from, to := ring[i-1], ring[i]
			side := box{min(from.x, to.x), min(from.y, to.y), max(from.x, to.x), max(from.y, to.y)}
			if side.right < b.left || side.left > b.right || side.bottom < b.top || side.top > b.bottom {
				continue
			}
			steps := 2*int(math.Hypot(to.x-from.x, to.y-from.y)) + 1
			for k := range steps + 1 {
				t := float64(k) / float64(steps)
				if x, y := from.x+t*(to.x-from.x), from.y+t*(to.y-from.y); x > b.left && x < b.right && y > b.top && y < b.bottom && seen(point{x, y}) {
					return true
				}
			}
		}
	}
	return false
}

// checkLastLines checks that no line of a note is a word alone below a full one.
func (d *drawing) checkLastLines(say func(string, ...any)) {
	full := 0.6 * (d.frame.right - d.frame.left)
	var above *element
	for i := range d.elements {
		e := &d.elements[i]
		if e.rings != nil {
			above = nil
			continue
		}
		step := 0.0
		if above != nil {
			step = e.bounds.bottom - above.bounds.bottom
		}
		if above != nil && e.size == above.size && e.bounds.left == above.bounds.left && step > 0 && step < 1.6*e.size &&
			above.bounds.right-above.bounds.left > full && !strings.Contains(strings.TrimSpace(e.text), " ") {
			say("%q stands alone on a line", e.text)
		}
		above = e
	}
}
