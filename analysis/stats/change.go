package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// Change is the change from a count n1 over t1 days to n2 over t2 days (F5).
type Change struct {
	N1, N2  float64
	Percent Number   // 100*(n2-n1)/n1
	Ratio   Estimate // of the daily rates, second over first
	P       Number   // exact conditional test
	Test    string
}

// CompareCounts compares a count n1 over t1 days with a count n2 over t2 days.
// Percent is the change of the counts as they are, absent where n1 = 0; Ratio is
// the ratio of the daily rates, second over first, by RateRatio; P is from
// ConditionalTest. Ratio has no value and P is absent where a number of days is
// not above 0 or both counts are 0. Two points are no trend, and choosing the
// pair after a look at the series voids P.
//
// Source: Przyborowski and Wilenski, Biometrika 31:313 (1940).
func CompareCounts(n1, t1, n2, t2 float64) Change {
	change := Change{N1: n1, N2: n2, Ratio: RateRatio(n2, t2, n1, t1), Test: "exact conditional"}
	if n1 > 0 {
		change.Percent = N(100 * (n2 - n1) / n1)
	}
	change.P = ConditionalTest(n1, t1, n2, t2)
	return change
}

// ConditionalTest returns the two-sided exact conditional p-value of equal daily
// rates: given N = n1+n2, n1 is Binomial(N, t1/(t1+t2)), and p is the sum of the
// probabilities not above that of n1. It is absent where both counts are 0,
// where a count is negative or not whole, and where t1 or t2 is not above 0.
func ConditionalTest(n1, t1, n2, t2 float64) Number {
	if !(t1 > 0 && t2 > 0) || !wholeCount(n1) || !wholeCount(n2) || n1+n2 == 0 {
		return Number{}
	}
	return N(binomialTwoSided(int(n1), int(n1+n2), t1/(t1+t2)))
}

// wholeCount reports whether x is a whole number that is not negative and small
// enough to be summed over.
func wholeCount(x float64) bool { return x >= 0 && x == math.Trunc(x) && x < 1e9 }

// likelihoodSlack makes outcomes count as equally probable that differ by
// rounding alone; R uses the same.
const likelihoodSlack = 1 + 1e-7

// twoSided returns the share of the total weight of the outcomes low to high
// that are not more probable than the observed one. ratio(i) is the probability
// of i+1 over that of i. Weights are carried outwards from the mode, where they
// are largest, so that nothing overflows and the tails keep their precision.
func twoSided(observed, low, high, mode int, ratio func(i int) float64) float64 {
	weights := func(visit func(i int, weight float64)) {
		visit(mode, 1)
		w := 1.0
		for i := mode; i < high && w > 0; i++ {
			w *= ratio(i)
			visit(i+1, w)
		}
		w = 1
		for i := mode; i > low && w > 0; i-- {
			w /= ratio(i - 1)
			visit(i-1, w)
		}
	}
	limit := 0.0
	weights(func(i int, weight float64) {
		if i == observed {
			limit = weight * likelihoodSlack
		}
	})
	total, extreme := 0.0, 0.0
	weights(func(_ int, weight float64) {
		total += weight
		if weight <= limit {
			extreme += weight
		}
	})
	return math.Min(extreme/total, 1)
}

// binomialTwoSided is the two-sided p-value of x out of n at probability p,
// 0 < p < 1, by minimum likelihood.
func binomialTwoSided(x, n int, p float64) float64 {
	odds := p / (1 - p)
	mode := min(int(float64(n+1)*p), n)
	return twoSided(x, 0, n, mode, func(i int) float64 { return odds * float64(n-i) / float64(i+1) })
}

// PoissonTail returns the two-sided probability of a count as improbable as x or
// more so, if the expectation is as given: the sum of the Poisson probabilities
// not above that of x, as in R's poisson.test. It is 1 where both are 0, and 0
// for events where none can be. It panics on a count that is negative or not
// whole (an aoristic weight is not a count) and on a negative expectation.
func PoissonTail(x, expected float64) float64 {
	if !wholeCount(x) || !(expected >= 0) || math.IsInf(expected, 1) {
		panic("stats: Poisson tail of something that is no count")
	}
	if expected == 0 {
		if x == 0 {
			return 1
		}
		return 0
	}
	poisson := distuv.Poisson{Lambda: expected}
	limit := poisson.LogProb(x) + math.Log(likelihoodSlack)
	if x >= expected {
		far := math.Min(math.Floor(expected), x-1)
		for far >= 0 && poisson.LogProb(far) > limit {
			far--
		}
		return math.Min(poissonAtLeast(x, expected)+poissonAtMost(far, expected), 1)
	}
	far := math.Ceil(expected)
	for poisson.LogProb(far) > limit {
		far++
	}
	return math.Min(poissonAtMost(x, expected)+poissonAtLeast(far, expected), 1)
}
