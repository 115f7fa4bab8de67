package reports

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// trimFloat writes a number without needless decimals.
func trimFloat(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// contains reports whether a point lies within rings, by the even-odd rule.
func contains(rings [][]pt, p pt) bool {
	inside := false
	for _, ring := range rings {
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			if (a.y > p.y) != (b.y > p.y) && p.x < a.x+(b.x-a.x)*(p.y-a.y)/(b.y-a.y) {
				inside = !inside
			}
		}
	}
	return inside
}

// crosses reports whether a segment meets a box.
func crosses(a, b pt, r box) bool {
	// Liang and Barsky: cut the segment at the sides of the box.
	from, to := 0.0, 1.0
	cut := func(delta, distance float64) bool {
		switch {
		case delta == 0:
			return distance >= 0
		case delta < 0:
			from = max(from, distance/delta)
		default:
			to = min(to, distance/delta)
		}
		return from <= to
	}
	dx, dy := b.x-a.x, b.y-a.y
	return cut(-dx, a.x-r.x) && cut(dx, r.right()-a.x) && cut(-dy, a.y-r.y) && cut(dy, r.bottom()-a.y)
}

// holds reports whether a box lies wholly within rings: its centre does and no
// side crosses it.
func holds(rings [][]pt, b box) bool {
	if !contains(rings, b.centre()) {
		return false
	}
	for _, ring := range rings {
		for i, p := range ring {
			if crosses(p, ring[(i+1)%len(ring)], b) {
				return false
			}
		}
	}
	return true
}

// distance is that of two points.
func distance(a, b pt) float64 {
	dx, dy := a.x-b.x, a.y-b.y
	return math.Sqrt(dx*dx + dy*dy)
}

// edgeDistance is the distance of a point from the nearest side.
func edgeDistance(rings [][]pt, p pt) float64 {
	nearest := math.Inf(1)
	for _, ring := range rings {
		for i, a := range ring {
			b := ring[(i+1)%len(ring)]
			dx, dy := b.x-a.x, b.y-a.y
			t := 0.0
			if d := dx*dx + dy*dy; d > 0 {
				t = min(1, max(0, ((p.x-a.x)*dx+(p.y-a.y)*dy)/d))
			}
			nearest = min(nearest, distance(p, pt{a.x + t*dx, a.y + t*dy}))
		}
	}
	return nearest
}

// pole is about the pole of inaccessibility: the point of an area furthest from
// its sides, where its name stands best.
func pole(a mapArea) pt {
	b := boundsOf(a.rings[a.largest : a.largest+1])
	best, most := b.centre(), -1.0
	step := max(b.w, b.h) / 16
	search := func(area box, step float64) {
		for y := area.y + step/2; y < area.bottom(); y += step {
			for x := area.x + step/2; x < area.right(); x += step {
				if p := (pt{x, y}); contains(a.rings, p) {
					if d := edgeDistance(a.rings, p); d > most {
						best, most = p, d
					}
				}
			}
		}
	}
	search(b, max(step, 0.5))
	for range 3 {
		step /= 3
		search(box{best.x, best.y, 0, 0}.grow(3*step), max(step, 0.2))
	}
	return best
}

// mapLabel is a name with its value, and where it stands: in its area, or in free
// space with a leader line from the area.
type mapLabel struct {
	area   int
	name   []string
	value  string
	at     box
	leader bool
	from   pt // start of the leader, in the area
	to     pt // end of the leader, at the label
}

func (l *mapLabel) measure() (width, height float64) {
	width = mapName.widest(l.name)
	height = float64(len(l.name)) * mapName.line()
	if l.value != "" {
		width = max(width, mapValue.width(l.value))
		height += mapValue.line()
	}
	return width, height
}

// placeInside looks for a place of the label within its area, nearest to the
// pole. The name may take one line or two.
func (l *mapLabel) placeInside(a mapArea, name string) bool {
	centre := pole(a)
	for _, lines := range nameLines(name) {
		l.name = lines
		width, height := l.measure()
		var spots []pt
		step := max(2, math.Sqrt(a.size)/14)
		for y := a.bounds.y + height/2; y <= a.bounds.bottom()-height/2; y += step {
			for x := a.bounds.x + width/2; x <= a.bounds.right()-width/2; x += step {
				spots = append(spots, pt{x, y})
			}
		}
		spots = append(spots, centre)
		slices.SortStableFunc(spots, func(p, q pt) int {
			return cmp.Compare(distance(p, centre), distance(q, centre))
		})
		for _, p := range spots {
			at := box{p.x - width/2, p.y - height/2, width, height}
			if holds(a.rings, at.grow(1.2)) {
				l.at, l.leader = at, false
				return true
			}
		}
	}
	return false
}

// nameLines are the ways to write a name: on one line, balanced over two, and
// over three.
func nameLines(name string) [][]string {
	whole := mapName.wrap(name, 1e6)
	ways := [][]string{whole}
	width := mapName.width(legible(name))
	for _, parts := range []float64{2, 3} {
		lines := mapName.balance(name, max(width/parts*1.25, mapName.widestWord(name)))
		if len(lines) > len(ways[len(ways)-1]) && len(lines) <= 3 {
			ways = append(ways, lines)
		}
	}
	return ways
}

// ground is the free space of a map panel: a raster of what is taken.
type ground struct {
	panel box
	cells float64 // points a cell
	w, h  int
	taken []bool
}

func newGround(panel box) *ground {
	const cell = 3.0
	g := &ground{panel: panel, cells: cell, w: int(panel.w/cell) + 1, h: int(panel.h/cell) + 1}
	g.taken = make([]bool, g.w*g.h)
	return g
}

// take marks a box.
func (g *ground) take(b box) {
	for j := max(0, g.row(b.y)); j <= min(g.h-1, g.row(b.bottom())); j++ {
		for i := max(0, g.columnAt(b.x)); i <= min(g.w-1, g.columnAt(b.right())); i++ {
			g.taken[j*g.w+i] = true
		}
	}
}

func (g *ground) columnAt(x float64) int { return int(math.Floor((x - g.panel.x) / g.cells)) }
func (g *ground) row(y float64) int      { return int(math.Floor((y - g.panel.y) / g.cells)) }

// takeArea marks the inside and the sides of an area.
func (g *ground) takeArea(a mapArea) {
	for j := max(0, g.row(a.bounds.y)); j <= min(g.h-1, g.row(a.bounds.bottom())); j++ {
		y := g.panel.y + (float64(j)+0.5)*g.cells
		var cuts []float64
		for _, ring := range a.rings {
			for i, p := range ring {
				q := ring[(i+1)%len(ring)]
				if (p.y > y) != (q.y > y) {
					cuts = append(cuts, p.x+(q.x-p.x)*(y-p.y)/(q.y-p.y))
				}
			}
		}
		slices.Sort(cuts)
		for i := 0; i+1 < len(cuts); i += 2 {
			g.take(box{cuts[i], y, cuts[i+1] - cuts[i], 0})
		}
	}
	for _, ring := range a.rings {
		for i, p := range ring {
			q := ring[(i+1)%len(ring)]
			steps := int(distance(p, q)/g.cells) + 1
			for k := range steps {
				t := float64(k) / float64(steps)
				g.take(box{p.x + t*(q.x-p.x), p.y + t*(q.y-p.y), 0, 0})
			}
		}
	}
}

// free reports whether a box lies in the panel and meets nothing taken.
func (g *ground) free(b box) bool {
	if !b.within(g.panel) {
		return false
	}
	for j := max(0, g.row(b.y)); j <= min(g.h-1, g.row(b.bottom())); j++ {
		for i := max(0, g.columnAt(b.x)); i <= min(g.w-1, g.columnAt(b.right())); i++ {
			if g.taken[j*g.w+i] {
				return false
			}
		}
	}
	return true
}

// longestLeader is the longest leader line; a name that needs a longer one is
// better found by a letter.
const longestLeader = 62.0

// longestNamed is the longest leader of a name that must be found: there are few
// of them on a map.
const longestNamed = 190.0

// placeOutside looks for the nearest free space for the label, such that its
// leader crosses no other label and no other leader.
func (l *mapLabel) placeOutside(from pt, name string, longest float64, g *ground, placed []mapLabel) bool {
	l.from = from
	best := longest
	for _, lines := range nameLines(name) {
		trial := *l
		trial.name = lines
		width, height := trial.measure()
		for y := g.panel.y; y+height <= g.panel.bottom(); y += g.cells {
			for x := g.panel.x; x+width <= g.panel.right(); x += g.cells {
				at := box{x, y, width, height}
				end := pt{min(max(l.from.x, at.x), at.right()), min(max(l.from.y, at.y), at.bottom())}
				length := distance(end, l.from) + 4*float64(len(lines))
				if length >= best || !g.free(at.grow(2)) || leaderMeets(l.from, end, placed) {
					continue
				}
				best = length
				l.name, l.at, l.to, l.leader = lines, at, end, true
			}
		}
	}
	return l.leader
}

// drawLeaders draws the leader lines, cased so that they are seen on every fill.
func drawLeaders(c *canvas, placed []mapLabel) {
	for _, l := range placed {
		if l.leader {
			c.line(rolePage, 2.6, nil, l.from, l.to)
			c.line(roleText, 0.75, nil, l.from, l.to)
			c.disc(rolePage, l.from, 2.4)
			c.disc(roleText, l.from, 1.5)
		}
	}
}

// leaderDot is the room around the start of a leader that no other may touch.
const leaderDot = 4.0

// leaderMeets reports whether a leader would run through a label, or across another
// leader or its start.
func leaderMeets(from, to pt, placed []mapLabel) bool {
	for _, o := range placed {
		if crosses(from, to, o.at.grow(1)) {
			return true
		}
		start, other := box{from.x, from.y, 0, 0}.grow(leaderDot), box{o.from.x, o.from.y, 0, 0}.grow(leaderDot)
		if o.leader && (segmentsCross(from, to, o.from, o.to) || crosses(from, to, other) || crosses(o.from, o.to, start)) {
			return true
		}
	}
	return false
}

func segmentsCross(a, b, c, d pt) bool {
	side := func(p, q, r pt) bool { return (q.x-p.x)*(r.y-p.y)-(q.y-p.y)*(r.x-p.x) > 0 }
	return side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b)
}

// placeLabels finds a place for every name, largest area first: in its area, or
// in free space with a leader, those that must be found before the others. The
// areas whose names have no place are returned, in the order of the map.
func placeLabels(areas []mapArea, names, values []string, mustFind func(mapArea) bool, panel box) (placed []mapLabel, left []int) {
	g := newGround(panel)
	for _, a := range areas {
		g.takeArea(a)
	}
	order := make([]int, len(areas))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(areas[j].size, areas[i].size), cmp.Compare(areas[i].code, areas[j].code))
	})
	var outside []int
	for _, i := range order {
		l := mapLabel{area: i, value: values[i]}
		if l.placeInside(areas[i], names[i]) {
			placed = append(placed, l)
		} else {
			outside = append(outside, i)
		}
	}
	slices.SortStableFunc(outside, func(i, j int) int { return boolOrder(!mustFind(areas[i]), !mustFind(areas[j])) })
	for _, i := range outside {
		l, longest := mapLabel{area: i, value: values[i]}, longestLeader
		if mustFind(areas[i]) {
			longest = longestNamed
		}
		if !l.placeOutside(pole(areas[i]), names[i], longest, g, placed) {
			left = append(left, i)
			continue
		}
		g.take(l.at.grow(1))
		placed = append(placed, l)
	}
	slices.Sort(left)
	return placed, left
}
