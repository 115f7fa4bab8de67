// Package spatial holds places on the ground: the British National Grid,
// polygons, cells, and the statistics that need to know which place is near
// which. Coordinates are metres; it knows no Arrow and no crime. Functions panic
// on a programmer's mistake (slices of unequal length) and return absent numbers
// where the data do not bear an answer.
package spatial

import "math"

// Point is a place in metres east and north. A place that is not known has NaN
// coordinates; see Known.
type Point struct{ E, N float64 }

// Nowhere is the point of a place that is not known.
var Nowhere = Point{math.NaN(), math.NaN()}

// Known reports whether both coordinates are numbers.
func (p Point) Known() bool {
	return !math.IsNaN(p.E) && !math.IsNaN(p.N) && !math.IsInf(p.E, 0) && !math.IsInf(p.N, 0)
}

// Distance is the distance between two points in metres.
func Distance(a, b Point) float64 { return math.Hypot(a.E-b.E, a.N-b.N) }

// comparePoints orders points from south to north, and from west to east where they
// are level.
func comparePoints(a, b Point) int {
	switch {
	case a.N < b.N:
		return -1
	case a.N > b.N:
		return 1
	case a.E < b.E:
		return -1
	case a.E > b.E:
		return 1
	}
	return 0
}
