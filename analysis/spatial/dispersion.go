package spatial

import "math"

// Ellipse describes how points lie about their mean: for where the middle of a
// pattern is, and whether it moved or turned. It hides two clusters behind one.
type Ellipse struct {
	Known  bool
	Centre Point // mean centre
	// Distance is the standard distance: the root of the mean squared distance from
	// the centre.
	Distance float64
	// Long and Short are the semi-axes, sqrt(2) times the standard deviation along
	// the directions in which it is greatest and least: of normal points 63% lie
	// inside. Bearing is that of the long axis, degrees clockwise from north, 0 up
	// to 180.
	Long, Short, Bearing float64
}

// DeviationEllipse returns the mean centre, standard distance and standard
// deviational ellipse of points, with weights or nil for 1. Sums are divided by the
// sum of weights. It is not known for fewer than three points or points at one
// place. It panics on slices of unequal length.
//
// Source: Lefever, American Journal of Sociology 32:88 (1926); Wang, Shi and Miao,
// PLoS ONE 10:e0118537 (2015), for the factor sqrt(2).
func DeviationEllipse(points []Point, weights []float64) Ellipse {
	events := eventsOf(points, weights)
	if len(points) < 3 || len(events) < 2 {
		return Ellipse{}
	}
	var e Ellipse
	total := 0.0
	for _, v := range events {
		total += v.weight
		e.Centre.E += v.weight * (v.E - events[0].E)
		e.Centre.N += v.weight * (v.N - events[0].N)
	}
	if !(total > 0) {
		return Ellipse{}
	}
	e.Centre = Point{events[0].E + e.Centre.E/total, events[0].N + e.Centre.N/total}
	var ee, nn, en float64
	for _, v := range events {
		de, dn := v.E-e.Centre.E, v.N-e.Centre.N
		ee, nn, en = ee+v.weight*de*de/total, nn+v.weight*dn*dn/total, en+v.weight*de*dn/total
	}
	half, gap := (ee+nn)/2, math.Hypot((ee-nn)/2, en)
	e.Known, e.Distance = true, math.Sqrt(ee+nn)
	e.Long, e.Short = math.Sqrt(2*(half+gap)), math.Sqrt(math.Max(0, 2*(half-gap)))
	if gap > 1e-12*half {
		e.Bearing = math.Mod(math.Atan2(2*en, nn-ee)/2*180/math.Pi+180, 180)
	}
	return e
}
