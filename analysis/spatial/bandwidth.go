package spatial

import (
	"math"
	"slices"
)

// Bandwidth is a rule for how far a kernel spreads an event.
type Bandwidth int

// The rules. All fit one bell-shaped cluster and smooth several away: say the rule
// and the metres, and compare with half and twice of them.
const (
	// NormalScale is s·n^(-1/6), with s² the mean of the variances (n-1) east and
	// north: the default of this engine.
	NormalScale Bandwidth = iota
	// RobustScale is NormalScale with s the mean of both axes' smaller of standard
	// deviation and interquartile range over 1.34, so that far points count less.
	RobustScale
	// Oversmoothed is the largest bandwidth that any distribution of that robust
	// scale needs (Terrell 1990): what it still shows is no accident of smoothing.
	Oversmoothed
	// Scott is the geometric mean of both axes' s·n^(-1/6).
	Scott
)

// Metres returns the standard deviation of a Gaussian kernel by the rule. ok is
// false for fewer than two points or points at one place.
//
// Source: Silverman, Density Estimation (1986); Scott, Multivariate Density
// Estimation (1992); Terrell, JASA 85:470 (1990).
func (b Bandwidth) Metres(points []Point) (sd float64, ok bool) {
	n := float64(len(points))
	if n < 2 {
		return 0, false
	}
	east, north := make([]float64, len(points)), make([]float64, len(points))
	for i, p := range points {
		east[i], north[i] = p.E, p.N
	}
	slices.Sort(east)
	slices.Sort(north)
	sdE, sdN := deviation(east), deviation(north)
	if sdE == 0 && sdN == 0 {
		return 0, false
	}
	scale := math.Sqrt((sdE*sdE + sdN*sdN) / 2)
	switch b {
	case RobustScale, Oversmoothed:
		scale = (math.Min(sdE, quartiles(east)/1.34) + math.Min(sdN, quartiles(north)/1.34)) / 2
	case Scott:
		scale = math.Sqrt(sdE * sdN)
	}
	factor := math.Pow(n, -1.0/6)
	if b == Oversmoothed {
		const v = 16 * 24 * 8 / (1e4 * math.Pi) // Γ(5) is 24
		factor = math.Pow(2*math.Pi*n*v, -1.0/6)
	}
	return scale * factor, scale > 0
}

// QuarticRadius is Metres as the radius of the quartic kernel with the same standard
// deviation: sqrt(8) times as large.
func (b Bandwidth) QuarticRadius(points []Point) (radius float64, ok bool) {
	sd, ok := b.Metres(points)
	return math.Sqrt(8) * sd, ok
}

// deviation is the standard deviation over n-1 of ascending values, exactly 0 where
// all are equal.
func deviation(ascending []float64) float64 {
	n, mean, sum := float64(len(ascending)), 0.0, 0.0
	if ascending[0] == ascending[len(ascending)-1] {
		return 0
	}
	for _, v := range ascending {
		mean += (v - ascending[0]) / n
	}
	for _, v := range ascending {
		sum += (v - ascending[0] - mean) * (v - ascending[0] - mean)
	}
	return math.Sqrt(sum / (n - 1))
}

// quartiles is the interquartile range of ascending values by linear interpolation
// (type 7).
func quartiles(ascending []float64) float64 {
	at := func(p float64) float64 {
		position := p * float64(len(ascending)-1)
		below := int(position)
		above := min(below+1, len(ascending)-1)
		return ascending[below] + (position-float64(below))*(ascending[above]-ascending[below])
	}
	return at(0.75) - at(0.25)
}
