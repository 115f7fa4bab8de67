package reports

import (
	"math"
	"slices"

	"gonum.org/v1/plot/vg"

	"svna/analysis/spatial"
)

// Measures of maps, in points.
const (
	mapKeyWidth   = 132.0 // column of the key, to the right
	mapKeyGap     = 10.0
	mapScaleStrip = 24.0 // room for the scale bar below
	mapPad        = 3.0  // half the outer line, and air
	outerLine     = 2.4
	innerLine     = 1.0
	mapGrid       = 4.0 // outlines are drawn to 1/4 point: shared sides stay shared
)

// mapArea is one area in layout coordinates.
type mapArea struct {
	code, name string
	rings      [][]pt // outlines and holes
	bounds     box
	size       float64 // of the largest outline, in square points
	largest    int     // index of the largest outline
}

// projection turns metres into layout coordinates, north up, one scale.
type projection struct {
	low   spatial.Point
	scale float64 // points a metre
	left  float64
	floor float64
}

func (p projection) at(q spatial.Point) pt {
	return pt{p.left + (q.E-p.low.E)*p.scale, p.floor - (q.N-p.low.N)*p.scale}
}

// project fits ground from low to high into a panel, in its middle.
func project(low, high spatial.Point, panel box) (projection, bool) {
	width, height := high.E-low.E, high.N-low.N
	if !(width > 0) || !(height > 0) || math.IsInf(width, 0) || math.IsInf(height, 0) {
		return projection{}, false
	}
	scale := min(panel.w/width, panel.h/height)
	return projection{
		low: low, scale: scale,
		left:  panel.x + (panel.w-width*scale)/2,
		floor: panel.bottom() - (panel.h-height*scale)/2,
	}, true
}

// outlines fits the areas of the chart's layer into a panel. Where they have no
// extent there are none, and the figure says so.
func (s *subject) outlines(c *canvas, panel, area box) (to projection, areas []mapArea) {
	low, high := s.chart.Layer.Bounds()
	to, ok := project(low, high, panel.grow(-mapPad))
	if !ok {
		c.lines(plainText, area.centre(), centred, []string{"The outlines have no extent."})
		return to, nil
	}
	return to, mapAreas(s.chart.Layer, to)
}

// mapAreas projects the areas of a layer. Vertices are set to a fine grid and
// repeats dropped, so that real outlines do not make files of megabytes and
// shared sides stay the same on both sides.
func mapAreas(layer *spatial.Layer, to projection) []mapArea {
	areas := make([]mapArea, 0, len(layer.Areas))
	for _, a := range layer.Areas {
		m := mapArea{code: a.Code, name: a.Name, largest: -1}
		for _, polygon := range a.Polygons {
			for i, ring := range polygon {
				points := mapRing(ring, to)
				if len(points) < 3 {
					continue
				}
				area := ringArea(points)
				// Holes run against their outline, so that both back ends leave them out.
				if (area < 0) == (i == 0) {
					slices.Reverse(points)
				}
				if i == 0 && math.Abs(area) > m.size {
					m.size, m.largest = math.Abs(area), len(m.rings)
				}
				m.rings = append(m.rings, points)
			}
		}
		if m.largest >= 0 {
			m.bounds = boundsOf(m.rings)
			areas = append(areas, m)
		}
	}
	return areas
}

func mapRing(ring []spatial.Point, to projection) []pt {
	var points []pt
	for _, q := range ring {
		if !q.Known() {
			continue
		}
		p := to.at(q)
		p = pt{math.Round(p.x*mapGrid) / mapGrid, math.Round(p.y*mapGrid) / mapGrid}
		if len(points) == 0 || points[len(points)-1] != p {
			points = append(points, p)
		}
	}
	for len(points) > 1 && points[0] == points[len(points)-1] {
		points = points[:len(points)-1]
	}
	return points
}

// ringArea is the signed area of a ring.
func ringArea(ring []pt) float64 {
	sum := 0.0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		sum += p.x*q.y - q.x*p.y
	}
	return sum / 2
}

func boundsOf(rings [][]pt) box {
	low, high := pt{math.Inf(1), math.Inf(1)}, pt{math.Inf(-1), math.Inf(-1)}
	for _, ring := range rings {
		for _, p := range ring {
			low, high = pt{min(low.x, p.x), min(low.y, p.y)}, pt{max(high.x, p.x), max(high.y, p.y)}
		}
	}
	return box{low.x, low.y, high.x - low.x, high.y - low.y}
}

func (c *canvas) rings(rings [][]pt) vg.Path {
	var path vg.Path
	for _, ring := range rings {
		path = append(path, c.path(ring, true)...)
	}
	return path
}

// outerEdge draws the outer boundary: every outline is stroked wide, and the
// areas are filled over it, so that only the outside of the outermost remains.
func (c *canvas) outerEdge(areas []mapArea) {
	for _, a := range areas {
		c.stroke(roleSecondary, outerLine, nil, c.rings(a.rings))
	}
}

func (c *canvas) fillArea(r role, a mapArea) {
	c.ink(r)
	c.to.Fill(c.rings(a.rings))
}

// side is one side of an area, whichever way it runs.
type side struct{ a, b pt }

func sideOf(a, b pt) side {
	if b.x < a.x || (b.x == a.x && b.y < a.y) {
		a, b = b, a
	}
	return side{a, b}
}

// sideUses counts the areas that each side belongs to.
func sideUses(areas []mapArea) map[side]int {
	uses := map[side]int{}
	for _, area := range areas {
		for _, ring := range area.rings {
			for i, p := range ring {
				uses[sideOf(p, ring[(i+1)%len(ring)])]++
			}
		}
	}
	return uses
}

// outerBoxes cover the outer boundary: the sides that belong to one area alone.
func outerBoxes(areas []mapArea) []box {
	uses := sideUses(areas)
	var boxes []box
	for _, area := range areas {
		for _, ring := range area.rings {
			for i, p := range ring {
				if q := ring[(i+1)%len(ring)]; uses[sideOf(p, q)] == 1 {
					boxes = append(boxes, sideBoxes(p, q)...)
				}
			}
		}
	}
	return boxes
}

// lineBoxes cover closed lines.
func lineBoxes(rings [][]pt) []box {
	var boxes []box
	for _, ring := range rings {
		for i, p := range ring {
			boxes = append(boxes, sideBoxes(p, ring[(i+1)%len(ring)])...)
		}
	}
	return boxes
}

// sideBoxes cover a side in short pieces.
func sideBoxes(p, q pt) []box {
	const piece = 3.0
	boxes := make([]box, int(distance(p, q)/piece)+1)
	for k := range boxes {
		t := float64(k) / float64(len(boxes))
		boxes[k] = box{p.x + t*(q.x-p.x), p.y + t*(q.y-p.y), 0, 0}.grow(piece / 2)
	}
	return boxes
}

// edges draws the sides that two areas share, once each, or those that belong to
// one area alone.
func (c *canvas) edges(r role, width float64, areas []mapArea, shared bool) {
	uses := sideUses(areas)
	drawn := map[side]bool{}
	var path vg.Path
	for _, area := range areas {
		for _, ring := range area.rings {
			open := false
			for i, p := range ring {
				q := ring[(i+1)%len(ring)]
				s := sideOf(p, q)
				if (uses[s] > 1) != shared || drawn[s] {
					open = false
					continue
				}
				drawn[s] = true
				if !open {
					path.Move(c.point(p))
				}
				path.Line(c.point(q))
				open = true
			}
		}
	}
	if len(path) > 0 {
		c.stroke(r, width, nil, path)
	}
}

// hatch fills polygons with lines at 45 degrees, a gap apart, cut at the
// outlines.
func (c *canvas) hatch(rings [][]pt, gap float64) {
	b := boundsOf(rings)
	step := gap * math.Sqrt2
	var path vg.Path
	for k := math.Ceil((b.x + b.y) / step); k*step < b.right()+b.bottom(); k++ {
		sum := k * step // the line x + y = sum
		var cuts []float64
		for _, ring := range rings {
			for i, p := range ring {
				q := ring[(i+1)%len(ring)]
				dp, dq := p.x+p.y-sum, q.x+q.y-sum
				if (dp < 0) != (dq < 0) {
					cuts = append(cuts, p.x+(q.x-p.x)*dp/(dp-dq))
				}
			}
		}
		slices.Sort(cuts)
		for i := 0; i+1 < len(cuts); i += 2 {
			path.Move(c.point(pt{cuts[i], sum - cuts[i]}))
			path.Line(c.point(pt{cuts[i+1], sum - cuts[i+1]}))
		}
	}
	if len(path) > 0 {
		c.stroke(roleSecondary, 0.6, nil, path)
	}
}

// scaleBar draws a bar of a round length with its lower left end at a point.
func (c *canvas) scaleBar(at pt, scale, most float64) {
	metres := 0.0
	for _, m := range []float64{50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000} {
		if m*scale <= most {
			metres = m
		}
	}
	if metres == 0 {
		return
	}
	length := metres * scale
	c.line(roleText, 1.2, nil, pt{at.x, at.y - 5}, at, pt{at.x + length, at.y}, pt{at.x + length, at.y - 5})
	text := scaleName(metres)
	x := max(at.x+length/2, at.x+annotationText.width(text)/2)
	c.text(annotationText, pt{x, at.y - 7}, centred, text)
}

func scaleName(metres float64) string {
	if metres >= 1000 {
		return trimFloat(metres/1000) + " km"
	}
	return trimFloat(metres) + " m"
}

// mapEntry is a line of the key of a map.
type mapEntry struct {
	role  role
	shape shape
	label string
}

// drawMapKey draws the key of a map downwards and returns the edge below it.
func drawMapKey(c *canvas, at pt, title []string, entries []mapEntry, below []string) float64 {
	at.y = c.below(strongText, at, fromLeft, title) + 3
	for _, e := range entries {
		lines := mapKeyLines(e)
		height := max(18, float64(len(lines))*plainText.line()+4)
		drawKey(c, key{e.role, e.shape, ""}, pt{at.x, at.y + 9})
		c.below(plainText, pt{at.x + keySwatch + keyGap, at.y + 9 - plainText.line()/2}, fromLeft, lines)
		at.y += height
	}
	return c.below(annotationText.in(roleSecondary), pt{at.x, at.y + 4}, fromLeft, below)
}

func mapKeyLines(e mapEntry) []string {
	return plainText.wrap(e.label, mapKeyWidth-keySwatch-keyGap)
}

// mapKeyHeight is the height that drawMapKey takes.
func mapKeyHeight(title []string, entries []mapEntry, below []string) float64 {
	height := float64(len(title))*strongText.line() + 3 + 4 + float64(len(below))*annotationText.line()
	for _, e := range entries {
		height += max(18, float64(len(mapKeyLines(e)))*plainText.line()+4)
	}
	return height
}
