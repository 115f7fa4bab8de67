package spatial

import "math"

// Local is a statistic of one place. Where Known is false there is none, and the
// numbers are 0.
type Local struct {
	Known bool
	Value float64 // Gi or Gi* as a z-score, or local Moran's I
	P     float64 // two-sided, before correction for many looks
}

// GiStar returns Getis and Ord's Gi* of each place: how far the sum of the values
// of a place and its neighbours is from what it would be if the values lay at
// random, in standard deviations. Weights are 1 for the place itself and its
// neighbours; the variance divides by n:
//
//	(Σ x - W·mean) / (S·sqrt((n·W - W²)/(n-1))),  W neighbours and itself
//
// P is two-sided from the normal distribution, which is rough where most cells are
// empty: GiStarPermuted asks for no distribution. On counts it finds people; rates
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
		scores[i] = localScore(sum-w*mean, variance*(n*w-w*w)/(n-1))
	}
	return scores
}

// Gi is GiStar with the place itself left out of the sum, of the mean and of the
// variance: what lies around a place. There is none for a place without
// neighbours.
//
// Source: Ord and Getis, Geographical Analysis 27:286 (1995).
func Gi(values []float64, neighbours Neighbours) []Local {
	n, mean, variance := moments(values, neighbours)
	scores := make([]Local, len(values))
	if variance == 0 || n < 3 {
		return scores
	}
	for i, x := range values {
		w := float64(len(neighbours[i]))
		if w == 0 {
			continue
		}
		meanElse := mean - (x-mean)/(n-1)
		varianceElse := (variance*n - (x-mean)*(x-mean)*n/(n-1)) / (n - 1)
		sum := 0.0
		for _, j := range neighbours[i] {
			sum += values[j]
		}
		if varianceElse > 1e-12*variance { // else all the others are equal
			scores[i] = localScore(sum-w*meanElse, varianceElse*((n-1)*w-w*w)/(n-2))
		}
	}
	return scores
}

// localScore is a deviation in standard deviations, with its normal P.
func localScore(deviation, variance float64) Local {
	if !(variance > 0) {
		return Local{}
	}
	z := deviation / math.Sqrt(variance)
	return Local{Known: true, Value: z, P: math.Erfc(math.Abs(z) / math.Sqrt2)}
}

// GiStarPermuted is GiStar with P by permutation (by custom 999), which holds for
// counts of any distribution: the place keeps its value, and its neighbours' are
// drawn from all the others, with a generator seeded for each place. P is twice the
// smaller tail, at most 1. A place without neighbours has the statistic and P 1.
//
// P is never below 2/(permutations + 1). For one place alone among n to pass
// Benjamini and Hochberg's procedure at q 0.05 takes 40·n permutations; with 999 of
// them whole maps pass or fail by their resolution.
//
// Source: Anselin, Geographical Analysis 27:93 (1995), for the permutation.
func GiStarPermuted(values []float64, neighbours Neighbours, permutations int, seed uint64) []Local {
	return permuted(GiStar(values, neighbours), values, neighbours, permutations, seed)
}

// GiPermuted is Gi with P by permutation, as GiStarPermuted.
func GiPermuted(values []float64, neighbours Neighbours, permutations int, seed uint64) []Local {
	return permuted(Gi(values, neighbours), values, neighbours, permutations, seed)
}

func permuted(scores []Local, values []float64, neighbours Neighbours, permutations int, seed uint64) []Local {
	for i, p := range conditionalP(values, neighbours, permutations, seed) {
		if !scores[i].Known {
			continue
		}
		scores[i].P = p
		if math.IsNaN(p) {
			scores[i].P = 1
		}
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
		mean += v // a sum of counts is exact
		equal = equal && v == values[0]
	}
	mean /= n
	if equal {
		return n, mean, 0
	}
	for _, v := range values {
		variance += (v - mean) * (v - mean)
	}
	return n, mean, variance / n
}
