package spatial

import "math"

// Local is a statistic of one place. Where Known is false there is none, and the
// numbers are 0.
type Local struct {
	Known bool
	Value float64 // Gi* as a z-score, or local Moran's I
	P     float64 // two-sided, before correction for many looks
}

// GiStar returns Getis and Ord's Gi* of each place: how far the sum of the values
// of a place and its neighbours is from what it would be if the values lay at
// random, in standard deviations. Weights are 1 for the place itself and its
// neighbours; the variance divides by n:
//
//	(Σ x - W·mean) / (S·sqrt((n·W - W²)/(n-1))),  W neighbours and itself
//
// P is two-sided from the normal distribution. On counts it finds people; rates
// ask where they are high. It wants about 30 places with about 8 neighbours each.
// There is no statistic where all values are equal or a place's neighbourhood is
// everything. It panics on slices of unequal length.
//
// Source: Getis and Ord, Geographical Analysis 24:189 (1992); Ord and Getis,
// Geographical Analysis 27:286 (1995).
func GiStar(values []float64, neighbours Neighbours) []Local {
	n, mean, variance := moments(values, neighbours)
	scores := make([]Local, len(values))
	for i := range values {
		w := float64(len(neighbours[i]) + 1)
		sum := values[i]
		for _, j := range neighbours[i] {
			sum += values[j]
		}
		scale := math.Sqrt(variance * (n*w - w*w) / (n - 1))
		if !(scale > 0) {
			continue
		}
		z := (sum - w*mean) / scale
		scores[i] = Local{Known: true, Value: z, P: math.Erfc(math.Abs(z) / math.Sqrt2)}
	}
	return scores
}

// moments are the number, the mean and the variance (over n) of the values; the
// variance of equal values is exactly 0.
func moments(values []float64, neighbours Neighbours) (n, mean, variance float64) {
	if len(values) != len(neighbours) {
		panic("spatial: values and neighbours of unequal length")
	}
	n = float64(len(values))
	equal := true
	for _, v := range values {
		mean += v / n
		equal = equal && v == values[0]
	}
	if equal {
		return n, mean, 0
	}
	for _, v := range values {
		variance += (v - mean) * (v - mean) / n
	}
	return n, mean, variance
}
