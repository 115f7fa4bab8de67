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
