package spatial

import "math"

// edge is one side of a ring with its ends in a fixed order, the southern first
// (of a level one, the western). Two areas that share a side hold the same edge,
// however their rings run, and so come to the same answer about every point.
type edge struct{ a, b Point }

func newEdge(a, b Point) edge {
	if b.N < a.N || (b.N == a.N && b.E < a.E) {
		a, b = b, a
	}
	return edge{a, b}
}

// side is above 0 where p lies to the left of the edge seen from a to b, 0 on its
// line, and below 0 to the right.
func (e edge) side(p Point) float64 {
	return (e.b.E-e.a.E)*(p.N-e.a.N) - (p.E-e.a.E)*(e.b.N-e.a.N)
}

// holds reports whether p, which lies on the line of the edge, lies between its
// ends.
func (e edge) holds(p Point) bool {
	return p.N >= e.a.N && p.N <= e.b.N && p.E >= math.Min(e.a.E, e.b.E) && p.E <= math.Max(e.a.E, e.b.E)
}

// edgesPerBand is how many sides a band of an outline holds, about.
const edgesPerBand = 8

// outline holds the sides of all rings of an area, sorted into bands from south
// to north so that a point meets only the sides at its own height.
type outline struct {
	low, high Point
	height    float64 // of a band
	bands     [][]edge
}

func newOutline(a Area) outline {
	var edges []edge
	for _, polygon := range a.Polygons {
		for _, ring := range polygon {
			for i, p := range ring {
				if q := ring[(i+1)%len(ring)]; p != q && p.Known() && q.Known() {
					edges = append(edges, newEdge(p, q))
				}
			}
		}
	}
	o := outline{low: Point{math.Inf(1), math.Inf(1)}, high: Point{math.Inf(-1), math.Inf(-1)}}
	for _, e := range edges {
		o.low = Point{min(o.low.E, e.a.E, e.b.E), min(o.low.N, e.a.N)}
		o.high = Point{max(o.high.E, e.a.E, e.b.E), max(o.high.N, e.b.N)}
	}
	if len(edges) == 0 {
		return o
	}
	o.bands = make([][]edge, 1+len(edges)/edgesPerBand)
	o.height = (o.high.N - o.low.N) / float64(len(o.bands))
	for _, e := range edges {
		for i := o.band(e.a.N); i <= o.band(e.b.N); i++ {
			o.bands[i] = append(o.bands[i], e)
		}
	}
	return o
}

// band is the number of the band at a northing inside the outline's box.
func (o outline) band(n float64) int {
	if o.height <= 0 {
		return 0
	}
	return max(0, min(int((n-o.low.N)/o.height), len(o.bands)-1))
}

// contains reports whether the point lies inside by the even-odd rule, or on a
// side.
func (o outline) contains(p Point) bool {
	if len(o.bands) == 0 || !(p.E >= o.low.E && p.E <= o.high.E && p.N >= o.low.N && p.N <= o.high.N) {
		return false
	}
	inside := false
	for _, e := range o.bands[o.band(p.N)] {
		side := e.side(p)
		if side == 0 && e.holds(p) {
			return true
		}
		if e.a.N <= p.N && p.N < e.b.N && side > 0 {
			inside = !inside
		}
	}
	return inside
}

// SquareMetres returns the surface of the area: outlines less their holes.
func (a Area) SquareMetres() float64 {
	total := 0.0
	for _, polygon := range a.Polygons {
		for i, ring := range polygon {
			if i == 0 {
				total += ringSurface(ring)
			} else {
				total -= ringSurface(ring)
			}
		}
	}
	return total
}

// Centroid returns the middle of the area, by its surface less its holes: it may lie
// outside. For an area without a surface it is not known.
func (a Area) Centroid() Point {
	var surface, e, n float64
	if len(a.Polygons) == 0 {
		return Nowhere
	}
	origin := a.Polygons[0][0][0] // products of full grid coordinates would lose digits
	for _, polygon := range a.Polygons {
		for i, ring := range polygon {
			sign := 1.0 // of the ring as an outline; holes are taken away
			if (signedSurface(ring) < 0) == (i == 0) {
				sign = -1
			}
			for k, p := range ring {
				q := ring[(k+1)%len(ring)]
				pe, pn, qe, qn := p.E-origin.E, p.N-origin.N, q.E-origin.E, q.N-origin.N
				cross := sign * (pe*qn - qe*pn)
				surface, e, n = surface+cross, e+cross*(pe+qe)/3, n+cross*(pn+qn)/3
			}
		}
	}
	if !(surface > 0) {
		return Nowhere
	}
	return Point{origin.E + e/surface, origin.N + n/surface}
}

// ringSurface is the surface within a ring, whichever way it runs.
func ringSurface(ring []Point) float64 { return math.Abs(signedSurface(ring)) }

// signedSurface is the surface within a ring, below 0 where it runs clockwise.
// Coordinates are taken from the first vertex, since products of full grid
// coordinates would lose digits.
func signedSurface(ring []Point) float64 {
	twice := 0.0
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		twice += (p.E-ring[0].E)*(q.N-ring[0].N) - (q.E-ring[0].E)*(p.N-ring[0].N)
	}
	return twice / 2
}
