package datasets

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// checkPolygon refuses a polygon whose rings enclose nothing, cross themselves,
// or have a hole that is not inside the outline: no point could be placed in it.
func checkPolygon(polygon [][]Coordinate) error {
	for i, ring := range polygon {
		if at, crosses := selfCrossing(ring); crosses {
			return fmt.Errorf("ring %d crosses itself between point %d and the next", i+1, at+1)
		}
		if twiceArea(ring) == 0 {
			return fmt.Errorf("ring %d encloses no area", i+1)
		}
		if i > 0 && !holeInside(ring, polygon[0]) {
			return fmt.Errorf("ring %d is a hole outside the outline", i+1)
		}
	}
	return nil
}

// checkFinite refuses points that no map has.
func checkFinite(c Coordinate) error {
	const limit = 1e8
	if !(c.X > -limit && c.X < limit && c.Y > -limit && c.Y < limit) {
		return errors.New("a coordinate is no place on Earth")
	}
	return nil
}

func twiceArea(ring []Coordinate) (sum float64) {
	origin := ring[0] // differences, so that grid coordinates lose no figures
	for i := range len(ring) - 1 {
		a, b := ring[i], ring[i+1]
		sum += (a.X-origin.X)*(b.Y-origin.Y) - (b.X-origin.X)*(a.Y-origin.Y)
	}
	return sum
}

// holeInside reports whether a vertex of the hole is inside the outline, or all
// of them lie on it.
func holeInside(hole, outline []Coordinate) bool {
	for _, c := range hole {
		switch side := inRing(c, outline); {
		case side > 0:
			return true
		case side < 0:
			return false
		}
	}
	return true
}

// inRing is 1 inside, 0 on the ring and -1 outside, by the ray to the east.
func inRing(c Coordinate, ring []Coordinate) int {
	side := -1
	for i := range len(ring) - 1 {
		a, b := ring[i], ring[i+1]
		turn := turnOf(a, b, c)
		if turn == 0 && between(a.X, c.X, b.X) && between(a.Y, c.Y, b.Y) {
			return 0
		}
		if (a.Y > c.Y) != (b.Y > c.Y) && (turn > 0) == (b.Y > a.Y) {
			side = -side
		}
	}
	return side
}

func between(a, x, b float64) bool { return min(a, b) <= x && x <= max(a, b) }

// turnOf is positive where a, b, c turn left.
func turnOf(a, b, c Coordinate) float64 {
	return (b.X-a.X)*(c.Y-a.Y) - (b.Y-a.Y)*(c.X-a.X)
}

// crossingWork bounds the comparisons for one ring. Rings of a million points
// need some millions; only made-up ones, such as combs, need more, and are then
// not looked at further.
const crossingWork = 200_000_000

// selfCrossing looks for two sides of a ring that cross in their insides, by
// sweeping from west to east. Sides that touch are let be: outlines that were
// simplified do that.
func selfCrossing(ring []Coordinate) (side int, crosses bool) {
	order := make([]int, len(ring)-1)
	for i := range order {
		order[i] = i
	}
	west := func(i int) float64 { return min(ring[i].X, ring[i+1].X) }
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(west(a), west(b)) })
	var active []int
	work := 0
	for _, i := range order {
		from := west(i)
		kept := active[:0]
		for _, j := range active {
			if max(ring[j].X, ring[j+1].X) < from {
				continue
			}
			kept = append(kept, j)
			if sidesCross(ring[i], ring[i+1], ring[j], ring[j+1]) {
				return min(i, j), true
			}
		}
		if work += len(active); work > crossingWork {
			return 0, false
		}
		active = append(kept, i)
	}
	return 0, false
}

// sidesCross reports whether two sides cross in their insides.
func sidesCross(a, b, c, d Coordinate) bool {
	if max(a.Y, b.Y) < min(c.Y, d.Y) || max(c.Y, d.Y) < min(a.Y, b.Y) {
		return false
	}
	one, two := turnOf(a, b, c), turnOf(a, b, d)
	three, four := turnOf(c, d, a), turnOf(c, d, b)
	return one*two < 0 && three*four < 0
}
