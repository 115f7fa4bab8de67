package spatial

import "math"

// NormalScaleRadius returns the quartic radius that fits points from a normal
// distribution: sqrt(8)·s·n^(-1/6), with s² the mean of the variances (n-1) east
// and north. ok is false for fewer than two points or points at one place.
//
// Source: Silverman, Density Estimation (1986); Bailey and Gatrell, Interactive
// Spatial Data Analysis (1995).
func NormalScaleRadius(points []Point) (radius float64, ok bool) {
	n := float64(len(points))
	if n < 2 {
		return 0, false
	}
	var mean Point
	for _, p := range points {
		mean.E += p.E / n
		mean.N += p.N / n
	}
	sum, apart := 0.0, false
	for _, p := range points {
		sum += (p.E-mean.E)*(p.E-mean.E) + (p.N-mean.N)*(p.N-mean.N)
		apart = apart || p != points[0]
	}
	if !apart {
		return 0, false
	}
	return math.Sqrt(8*sum/(n-1)/2) * math.Pow(n, -1.0/6), true
}
