package spatial

import "math"

// Boundary is the outer edge of a layer, for the mass of a kernel inside it. Sides
// that two areas share are no edge. NewBoundary makes it; it is safe for
// concurrent use.
type Boundary struct {
	layer *Layer
	sides []directed
	tiles map[Cell][]int32 // sides by tile that their box meets
	size  float64          // of a tile
}

// directed is a side of a ring with the area on its left.
type directed struct{ a, b Point }

// NewBoundary finds the outer edge of a layer whose areas do not overlap. Where
// neighbouring areas share an edge but not its vertices, slivers stay, of no weight.
func NewBoundary(l *Layer) *Boundary {
	b := &Boundary{layer: l}
	shared := map[directed]int{}
	var all []directed
	for _, area := range l.Areas {
		for _, polygon := range area.Polygons {
			for i, ring := range polygon {
				for _, side := range sidesOf(ring, i == 0) {
					all = append(all, side)
					shared[side]++
				}
			}
		}
	}
	for _, side := range all {
		if back := (directed{side.b, side.a}); shared[back] > 0 {
			continue
		}
		b.sides = append(b.sides, side)
	}
	low, high := l.Bounds()
	b.size = math.Max(Distance(low, high)/64, 1)
	b.tiles = map[Cell][]int32{}
	for i, side := range b.sides {
		b.inTiles(side.a, side.b, 0, func(c Cell) { b.tiles[c] = append(b.tiles[c], int32(i)) })
	}
	return b
}

// sidesOf returns the sides of a ring, turned so that the area lies on the left:
// an outline runs counter-clockwise, a hole clockwise.
func sidesOf(ring []Point, outline bool) []directed {
	var sides []directed
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		if p == q || !p.Known() || !q.Known() {
			continue
		}
		sides = append(sides, directed{p, q})
	}
	if (signedSurface(ring) > 0) != outline {
		for i, s := range sides {
			sides[i] = directed{s.b, s.a}
		}
	}
	return sides
}

// inTiles calls do for each tile that meets the box of two points, widened.
func (b *Boundary) inTiles(p, q Point, wider float64, do func(Cell)) {
	from := CellOf(Point{math.Min(p.E, q.E) - wider, math.Min(p.N, q.N) - wider}, b.size)
	to := CellOf(Point{math.Max(p.E, q.E) + wider, math.Max(p.N, q.N) + wider}, b.size)
	for j := from.J; j <= to.J; j++ {
		for i := from.I; i <= to.I; i++ {
			do(Cell{i, j})
		}
	}
}

// Mass returns the part of a kernel about a place that lies inside the boundary, 0
// to 1, exactly: the integral over the angles of the mass within each ray, summed
// over the sides of the boundary. Below 0.5 a density corrected with it is hardly
// supported by data. A place that is not known has mass 0.
//
// Source: Diggle, Applied Statistics 34:138 (1985), for its use.
func (b *Boundary) Mass(kernel Kernel, place Point) float64 {
	if !place.Known() || len(b.layer.Areas) == 0 {
		return 0
	}
	near, onEdge := b.near(place, kernel.Reach())
	if onEdge { // inside by half: all angles are needed
		total := 0.0
		for _, s := range b.sides {
			mass, _ := wedge(kernel, place, s)
			total += mass
		}
		return clampShare(total / (2 * math.Pi))
	}
	total := 0.0
	for _, i := range near {
		mass, angle := wedge(kernel, place, b.sides[i])
		total += mass - angle
	}
	if b.layer.Find(place) >= 0 {
		total += 2 * math.Pi
	}
	return clampShare(total / (2 * math.Pi))
}

// Masses is Mass for each of many places.
func (b *Boundary) Masses(kernel Kernel, places []Point) []float64 {
	masses := make([]float64, len(places))
	each(len(places), func(i int) { masses[i] = b.Mass(kernel, places[i]) })
	return masses
}

func clampShare(v float64) float64 { return math.Max(0, math.Min(v, 1)) }

// near lists the sides within a distance of a place, each once in ascending order
// of tiles, and whether the place lies on one of them.
func (b *Boundary) near(place Point, distance float64) (sides []int32, onEdge bool) {
	look := func(i int32) {
		d := distanceToSide(place, b.sides[i])
		if d < distance {
			sides = append(sides, i)
		}
		onEdge = onEdge || d < 1e-7
	}
	if reach := int(2*distance/b.size) + 2; reach*reach > len(b.sides) {
		for i := range b.sides {
			look(int32(i))
		}
		return sides, onEdge
	}
	first := CellOf(Point{place.E - distance, place.N - distance}, b.size)
	b.inTiles(place, place, distance, func(c Cell) {
		for _, i := range b.tiles[c] {
			if b.firstTile(b.sides[i], first) == c {
				look(i)
			}
		}
	})
	return sides, onEdge
}

// firstTile is the tile in which a search from the tile first meets a side.
func (b *Boundary) firstTile(s directed, first Cell) Cell {
	c := CellOf(Point{math.Min(s.a.E, s.b.E), math.Min(s.a.N, s.b.N)}, b.size)
	return Cell{max(c.I, first.I), max(c.J, first.J)}
}

func distanceToSide(p Point, s directed) float64 {
	de, dn := s.b.E-s.a.E, s.b.N-s.a.N
	t := ((p.E-s.a.E)*de + (p.N-s.a.N)*dn) / (de*de + dn*dn)
	t = math.Max(0, math.Min(t, 1))
	return math.Hypot(s.a.E+t*de-p.E, s.a.N+t*dn-p.N)
}

// wedge is the kernel's mass in the triangle of a place and a side, times 2π, and
// the angle of the side seen from the place; both below 0 where the side runs
// clockwise.
func wedge(kernel Kernel, place Point, s directed) (mass, angle float64) {
	ae, an := s.a.E-place.E, s.a.N-place.N
	be, bn := s.b.E-place.E, s.b.N-place.N
	length := math.Hypot(be-ae, bn-an)
	cross := (ae*bn - an*be) / length // distance of the line, signed
	angle = math.Atan2(ae*bn-an*be, ae*be+an*bn)
	d := math.Abs(cross)
	if d < 1e-9 {
		return 0, 0
	}
	if d >= kernel.Reach() {
		return angle, angle
	}
	from := (ae*(be-ae) + an*(bn-an)) / length / d
	to := (be*(be-ae) + bn*(bn-an)) / length / d
	return math.Copysign(kernel.turned(d, to)-kernel.turned(d, from), cross), angle
}
