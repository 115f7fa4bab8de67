package reports

import (
	"math"

	"svna/analysis/spatial"
)

// lattice is a surface at the nodes of a fine square grid, row by row from the
// south-west.
type lattice struct {
	wide, high int
	v          []float64
	origin     pt      // of the first node
	step       float64 // between nodes, in points
	cover      box     // what is drawn lies within
}

// newLattice interpolates the values of cells, which stand at their middles, by
// cubics through them (Catmull and Rom, 1974). Cells without a value take the mean
// of their neighbours, two cells far.
func newLattice(field map[spatial.Cell]float64, grid spatial.Grid, to projection, cover box) *lattice {
	const around = 2
	low, high := spatial.Cell{I: math.MaxInt32, J: math.MaxInt32}, spatial.Cell{I: math.MinInt32, J: math.MinInt32}
	for cell := range field {
		low.I, low.J = min(low.I, cell.I), min(low.J, cell.J)
		high.I, high.J = max(high.I, cell.I), max(high.J, cell.J)
	}
	wide, tall := high.I-low.I+1+2*around, high.J-low.J+1+2*around
	coarse := make([]float64, wide*tall)
	for i := range coarse {
		coarse[i] = math.NaN()
	}
	for cell, v := range field {
		coarse[(cell.J-low.J+around)*wide+cell.I-low.I+around] = v
	}
	for range around {
		coarse = spreadOut(coarse, wide)
	}
	rows := make([]float64, 0, tall*((wide-1)*surfaceFineness+1))
	for j := range tall {
		rows = append(rows, refined(coarse[j*wide:(j+1)*wide])...)
	}
	l := &lattice{wide: len(rows) / tall, high: (tall-1)*surfaceFineness + 1, step: grid.Size * to.scale / surfaceFineness, cover: cover}
	l.v = make([]float64, l.wide*l.high)
	column := make([]float64, tall)
	for i := range l.wide {
		for j := range tall {
			column[j] = rows[j*l.wide+i]
		}
		for j, v := range refined(column) {
			l.v[j*l.wide+i] = v
		}
	}
	first := to.at(spatial.Cell{I: low.I - around, J: low.J - around}.Corner(grid.Size))
	half := grid.Size * to.scale / 2
	l.origin = pt{first.x + half, first.y - half}
	return l
}

// spreadOut gives cells without a value the mean of their neighbours that have one.
func spreadOut(v []float64, wide int) []float64 {
	out := make([]float64, len(v))
	for k := range v {
		out[k] = v[k]
		if !math.IsNaN(v[k]) {
			continue
		}
		sum, n := 0.0, 0
		for dj := -1; dj <= 1; dj++ {
			for di := -1; di <= 1; di++ {
				i, at := k%wide+di, k+dj*wide+di
				if i >= 0 && i < wide && at >= 0 && at < len(v) && !math.IsNaN(v[at]) {
					sum, n = sum+v[at], n+1
				}
			}
		}
		if n > 0 {
			out[k] = sum / float64(n)
		}
	}
	return out
}

// refined puts values between those of a line, by cubics through them, and none
// under 0. Beyond the known ones there are none.
func refined(v []float64) []float64 {
	out := make([]float64, 0, (len(v)-1)*surfaceFineness+1)
	at := func(i, otherwise int) float64 {
		if i < 0 || i >= len(v) || math.IsNaN(v[i]) {
			return v[otherwise]
		}
		return v[i]
	}
	for i := range v {
		out = append(out, v[i])
		if i+1 == len(v) {
			break
		}
		p0, p1, p2, p3 := at(i-1, i), v[i], v[i+1], at(i+2, i+1)
		for k := 1; k < surfaceFineness; k++ {
			t := float64(k) / surfaceFineness
			out = append(out, max(0, 0.5*(2*p1+(p2-p0)*t+(2*p0-5*p1+4*p2-p3)*t*t+(3*p1-p0-3*p2+p3)*t*t*t)))
		}
	}
	return out
}

// value is that of a node; outside, and where nothing is known, nothing is above
// any level.
func (l *lattice) value(i, j int) float64 {
	if i < 0 || j < 0 || i >= l.wide || j >= l.high {
		return math.Inf(-1)
	}
	if v := l.v[j*l.wide+i]; !math.IsNaN(v) {
		return v
	}
	return math.Inf(-1)
}

// side numbers the sides of the lattice, east from a node or north from it, over a
// frame of one node around it. The edge of the ground above a level crosses them.
func (l *lattice) side(i, j int, north bool) int {
	at := 2 * ((j+1)*(l.wide+2) + i + 1)
	if north {
		at++
	}
	return at
}

// above returns the outlines of the ground at or above a level (marching squares,
// Lorensen and Cline 1987 in the plane): outlines and holes run opposite ways. In a
// square whose opposite corners are above, its mean decides what is joined.
func (l *lattice) above(level float64) [][]pt {
	next := make([]int32, 2*(l.wide+2)*(l.high+2))
	for k := range next {
		next[k] = -1
	}
	for j := -1; j < l.high; j++ {
		for i := -1; i < l.wide; i++ {
			l.link(next, i, j, level)
		}
	}
	var rings [][]pt
	for start := range next {
		var ring []pt
		for at := int32(start); next[at] >= 0; {
			if p := l.crossing(int(at), level); len(ring) == 0 || distance(p, ring[len(ring)-1]) > 0.1 {
				ring = append(ring, p)
			}
			next[at], at = -1, next[at]
		}
		if len(ring) > 2 {
			rings = append(rings, ring)
		}
	}
	return rings
}

// link joins the crossings of one square, from side to side, with the higher ground
// on the left.
func (l *lattice) link(next []int32, i, j int, level float64) {
	sw, se, ne, nw := l.value(i, j), l.value(i+1, j), l.value(i+1, j+1), l.value(i, j+1)
	kind := 0
	for bit, v := range []float64{sw, se, ne, nw} {
		if v >= level {
			kind |= 1 << bit
		}
	}
	if kind == 0 || kind == 15 {
		return
	}
	south, east := l.side(i, j, false), l.side(i+1, j, true)
	north, west := l.side(i, j+1, false), l.side(i, j, true)
	join := func(from, to int) { next[from] = int32(to) }
	switch kind {
	case 1:
		join(south, west)
	case 2:
		join(east, south)
	case 3:
		join(east, west)
	case 4:
		join(north, east)
	case 6:
		join(north, south)
	case 7:
		join(north, west)
	case 8:
		join(west, north)
	case 9:
		join(south, north)
	case 11:
		join(east, north)
	case 12:
		join(west, east)
	case 13:
		join(south, east)
	case 14:
		join(west, south)
	case 5, 10:
		joined := (sw+se+ne+nw)/4 >= level
		switch {
		case kind == 5 && joined:
			join(south, east)
			join(north, west)
		case kind == 5:
			join(south, west)
			join(north, east)
		case joined:
			join(east, north)
			join(west, south)
		default:
			join(east, south)
			join(west, north)
		}
	}
}

// crossing is the place on a side where the surface is at the level.
func (l *lattice) crossing(side int, level float64) pt {
	node := side / 2
	i, j := node%(l.wide+2)-1, node/(l.wide+2)-1
	di, dj := 1, 0
	if side%2 == 1 {
		di, dj = 0, 1
	}
	a, b := l.value(i, j), l.value(i+di, j+dj)
	t := 0.5
	switch {
	case math.IsInf(a, -1):
		t = 1
	case math.IsInf(b, -1):
		t = 0
	case a != b:
		t = min(1, max(0, (level-a)/(b-a)))
	}
	p := pt{l.origin.x + (float64(i)+t*float64(di))*l.step, l.origin.y - (float64(j)+t*float64(dj))*l.step}
	p.x = min(max(p.x, l.cover.x), l.cover.right())
	p.y = min(max(p.y, l.cover.y), l.cover.bottom())
	return pt{math.Round(p.x*10) / 10, math.Round(p.y*10) / 10}
}
