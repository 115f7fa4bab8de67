package spatial

import (
	"math"
	"math/rand/v2"
)

// Move is how far the mean centre of points lies from that of others.
type Move struct {
	Known   bool
	Metres  float64
	Bearing float64 // degrees clockwise from north, 0 up to 360
	T2      float64 // Hotelling's T², of covariances that may differ
	P       float64 // from chi-square with 2 degrees of freedom: for 20 points a side and more
}

// CentreMoved compares the mean centres of two sets of points: from before to after. Not
// known for fewer than three points on a side, or points on one line.
//
// Source: Hotelling, Annals of Mathematical Statistics 2:360 (1931); Seber, Multivariate
// Observations (1984), 3.6, for unequal covariances.
func CentreMoved(before, after []Point) Move {
	first, v1, ok1 := meanAndCovariance(before)
	second, v2, ok2 := meanAndCovariance(after)
	ee, nn, en := v1[0]+v2[0], v1[1]+v2[1], v1[2]+v2[2]
	determinant := ee*nn - en*en
	if !ok1 || !ok2 || !(determinant > 1e-12*ee*nn) {
		return Move{}
	}
	de, dn := second.E-first.E, second.N-first.N
	t2 := (nn*de*de - 2*en*de*dn + ee*dn*dn) / determinant
	return Move{
		Known: true, Metres: math.Hypot(de, dn), T2: t2, P: math.Exp(-t2 / 2),
		Bearing: math.Mod(math.Atan2(de, dn)*180/math.Pi+360, 360),
	}
}

// meanAndCovariance is the mean of points and the covariance of that mean: east, north
// and both.
func meanAndCovariance(points []Point) (mean Point, v [3]float64, ok bool) {
	n := float64(len(points))
	if n < 3 {
		return Point{}, v, false
	}
	for _, p := range InOrder(points) {
		mean.E, mean.N = mean.E+p.E/n, mean.N+p.N/n
	}
	for _, p := range InOrder(points) {
		de, dn := p.E-mean.E, p.N-mean.N
		v[0], v[1], v[2] = v[0]+de*de, v[1]+dn*dn, v[2]+de*dn
	}
	for i := range v {
		v[i] /= n * (n - 1)
	}
	return mean, v, true
}

// Sample draws n of the points, seeded, in the order of InOrder. It panics on fewer points.
func Sample(points []Point, n int, seed uint64) []Point {
	if n > len(points) {
		panic("spatial: a sample larger than its points")
	}
	drawn := InOrder(points)
	random := rand.New(rand.NewPCG(seed, 0))
	random.Shuffle(len(drawn), func(i, j int) { drawn[i], drawn[j] = drawn[j], drawn[i] })
	return InOrder(drawn[:n])
}
