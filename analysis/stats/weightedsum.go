package stats

import "math"

// WeightedSum returns Σ w·x of Poisson counts x times weights w, such as costs
// or harm scores, with the 95% interval of Dobson's method:
//
//	limit = Σwx + sqrt(Σw²x / O)·(limit of O - O),  O = Σx
//
// with the limits of PoissonLimits for O. Only the chance variation of the
// counts is in it; the weights are taken as exact. Numerator is O; there is no
// denominator. The status is LowReliability where O is below 20. Where O is 0
// the sum is 0 and has no upper limit, since nothing says which weight the next
// event would have. It panics on slices of unequal length, and on a negative
// count or weight.
//
// Source: Dobson and others, Statistics in Medicine 10:457 (1991).
func WeightedSum(counts, weights []float64) Estimate {
	sum, variance, events := weightedMoments(counts, weights)
	e := Estimate{Numerator: N(events), Value: N(sum), Method: "Dobson", Status: reliability(events)}
	if events == 0 {
		e.Lower = N(0)
		return e
	}
	e.Lower, e.Upper = dobsonLimits(sum, variance, events, 0.95)
	return e
}

func weightedMoments(counts, weights []float64) (sum, variance, events float64) {
	if len(counts) != len(weights) {
		panic("stats: counts and weights of unequal length")
	}
	for i, x := range counts {
		w := weights[i]
		if !(x >= 0 && w >= 0) {
			panic("stats: negative count or weight")
		}
		sum += w * x
		variance += w * w * x
		events += x
	}
	return sum, variance, events
}

// dobsonLimits are the limits of a weighted sum of counts with the given
// variance that rests on so many events.
func dobsonLimits(sum, variance, events, confidence float64) (lower, upper Number) {
	low, high, _ := PoissonLimits(events, confidence)
	stretch := math.Sqrt(variance / events)
	return N(sum + stretch*(low-events)), N(sum + stretch*(high-events))
}
