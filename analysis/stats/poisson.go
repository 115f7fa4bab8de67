package stats

import "gonum.org/v1/gonum/mathext"

// poissonAtLeast is P(X >= x) for a Poisson mean above 0 and a whole x.
func poissonAtLeast(x, mean float64) float64 {
	if x <= 0 {
		return 1
	}
	return mathext.GammaIncReg(x, mean)
}

// poissonAtMost is P(X <= x) for a Poisson mean above 0 and a whole x.
func poissonAtMost(x, mean float64) float64 {
	if x < 0 {
		return 0
	}
	return mathext.GammaIncRegComp(x+1, mean)
}

// CountsReaching returns the counts, not whole, whose exact Poisson limits
// (ExactPoissonLimits) just reach an expected count above 0: those from which on an
// area lies outside a funnel. lower is 0 where not even a count of 0 lies outside.
func CountsReaching(expected, confidence float64) (lower, upper float64) {
	tail := (1 - confidence) / 2
	if poissonAtMost(0, expected) < tail {
		lower = bisect(0, expected, func(x float64) bool { return poissonAtMost(x, expected) >= tail })
	}
	return lower, bisect(expected, 2*expected+50, func(x float64) bool { return poissonAtLeast(x, expected) <= tail })
}

// bisect is the least x between from and to at which holds, which is false below
// and true from there on, is true.
func bisect(from, to float64, holds func(x float64) bool) float64 {
	for range 60 {
		if middle := (from + to) / 2; holds(middle) {
			to = middle
		} else {
			from = middle
		}
	}
	return to
}
