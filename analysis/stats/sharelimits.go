package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// The engine gives shares Wilson's limits. Here are the others that readers may meet
// elsewhere, to say how theirs differ. All panic unless 0 <= x <= n and n > 0.

// AgrestiCoullLimits returns the limits of x/n that add z²/2 to x and to n-x and then
// take the normal ones; they may lie outside 0 to 1.
//
// Source: Agresti and Coull, The American Statistician 52:119 (1998).
func AgrestiCoullLimits(x, n, confidence float64) (lower, upper float64) {
	mustBeShare(x, n)
	z := normalQuantile(confidence)
	n, x = n+z*z, x+z*z/2
	half := z * math.Sqrt(x/n*(1-x/n)/n)
	return x/n - half, x/n + half
}

// NormalShareLimits returns Wald's limits p ∓ z·sqrt(p(1-p)/n) of a share, which are too
// narrow for shares near 0 or 1 and may lie outside.
//
// Source: Laplace (1812); Brown, Cai and DasGupta, Statistical Science 16:101 (2001).
func NormalShareLimits(x, n, confidence float64) (lower, upper float64) {
	mustBeShare(x, n)
	p := x / n
	half := normalQuantile(confidence) * math.Sqrt(p*(1-p)/n)
	return p - half, p + half
}

// CorrectedWilsonLimits returns Wilson's limits with Yates's correction for continuity.
//
// Source: Newcombe, Statistics in Medicine 17:857 (1998), method 4.
func CorrectedWilsonLimits(x, n, confidence float64) (lower, upper float64) {
	mustBeShare(x, n)
	z, p := normalQuantile(confidence), x/n
	lower = (2*x + z*z - 1 - z*math.Sqrt(z*z-2-1/n+4*p*(n-x+1))) / (2 * (n + z*z))
	upper = (2*x + z*z + 1 + z*math.Sqrt(z*z+2-1/n+4*p*(n-x-1))) / (2 * (n + z*z))
	if x == 0 {
		lower = 0
	}
	if x == n {
		upper = 1
	}
	return math.Max(lower, 0), math.Min(upper, 1)
}

// JeffreysLimits returns the quantiles of Beta(x+1/2, n-x+1/2): the equal-tailed
// interval of the share with Jeffreys's prior.
//
// Source: Brown, Cai and DasGupta, Statistical Science 16:101 (2001).
func JeffreysLimits(x, n, confidence float64) (lower, upper float64) {
	mustBeShare(x, n)
	tail := (1 - confidence) / 2
	return betaQuantile(tail, x+0.5, n-x+0.5), 1 - betaQuantile(tail, n-x+0.5, x+0.5)
}

// HighestDensityLimits returns the shortest interval that holds so much of
// Beta(x+1/2, n-x+1/2), which begins at 0 where x = 0 and ends at 1 where x = n, and its mean.
//
// Source: Box and Tiao, Bayesian Inference in Statistical Analysis (1973).
func HighestDensityLimits(x, n, confidence float64) (mean, lower, upper float64) {
	mustBeShare(x, n)
	a, b := x+0.5, n-x+0.5
	mean = a / (a + b)
	if x == 0 {
		return mean, 0, betaQuantile(confidence, a, b)
	}
	if x == n {
		return mean, 1 - betaQuantile(confidence, b, a), 1
	}
	logDensity := func(p float64) float64 { return (a-1)*math.Log(p) + (b-1)*math.Log1p(-p) }
	above := func(tail float64) float64 { return betaQuantile(tail+confidence, a, b) }
	tail := crossing(0, 1-confidence, func(tail float64) float64 {
		return logDensity(betaQuantile(tail, a, b)) - logDensity(above(tail))
	})
	return mean, betaQuantile(tail, a, b), above(tail)
}

// LogitLimits returns the normal limits of log(p/(1-p)), turned back. Where x is 0 or n
// there are none, and those of Clopper and Pearson are given.
//
// Source: Newcombe, The American Statistician 55:200 (2001).
func LogitLimits(x, n, confidence float64) (lower, upper float64) {
	return transformedLimits(x, n, confidence,
		func(p float64) (float64, float64) { return math.Log(p / (1 - p)), 1 / (p * (1 - p)) },
		func(y float64) float64 { return 1 / (1 + math.Exp(-y)) })
}

// ProbitLimits returns the normal limits of the normal quantile of p, turned back;
// where x is 0 or n as LogitLimits.
//
// Source: Finney, Probit Analysis (1947), by the delta method.
func ProbitLimits(x, n, confidence float64) (lower, upper float64) {
	return transformedLimits(x, n, confidence,
		func(p float64) (float64, float64) {
			y := distuv.UnitNormal.Quantile(p)
			return y, 1 / distuv.UnitNormal.Prob(y)
		}, distuv.UnitNormal.CDF)
}

// ComplementaryLogLogLimits returns the normal limits of log(-log p), turned back; where
// x is 0 or n as LogitLimits.
//
// Source: Kalbfleisch and Prentice, The Statistical Analysis of Failure Time Data (1980).
func ComplementaryLogLogLimits(x, n, confidence float64) (lower, upper float64) {
	return transformedLimits(x, n, confidence,
		func(p float64) (float64, float64) { return math.Log(-math.Log(p)), 1 / (p * math.Log(p)) },
		func(y float64) float64 { return math.Exp(-math.Exp(y)) })
}

// transformedLimits are the limits on the scale of a function of the share, which
// returns its value and its slope, turned back.
func transformedLimits(x, n, confidence float64, to func(p float64) (value, slope float64), back func(float64) float64) (lower, upper float64) {
	if x == 0 || x == n {
		return ClopperPearson(x, n, confidence)
	}
	mustBeShare(x, n)
	p := x / n
	value, slope := to(p)
	half := normalQuantile(confidence) * math.Abs(slope) * math.Sqrt(p*(1-p)/n)
	a, b := back(value-half), back(value+half)
	return math.Min(a, b), math.Max(a, b)
}

// LikelihoodRatioLimits returns the shares at which twice the logarithm of the
// likelihood is z² below its highest.
//
// Source: Brown, Cai and DasGupta, Statistical Science 16:101 (2001).
func LikelihoodRatioLimits(x, n, confidence float64) (lower, upper float64) {
	mustBeShare(x, n)
	z := normalQuantile(confidence)
	deviance := func(p float64) float64 {
		return 2*(xlogy(x, x/n)+xlogy(n-x, 1-x/n)-xlogy(x, p)-xlogy(n-x, 1-p)) - z*z
	}
	lower, upper = 0, 1
	if x > 0 {
		lower = crossing(0, x/n, func(p float64) float64 { return -deviance(p) })
	}
	if x < n {
		upper = crossing(x/n, 1, deviance)
	}
	return lower, upper
}

// xlogy is x·log(y), and 0 where x is.
func xlogy(x, y float64) float64 {
	if x == 0 {
		return 0
	}
	return x * math.Log(y)
}

func mustBeShare(x, n float64) {
	if !(n > 0 && x >= 0 && x <= n) {
		panic("stats: limits of a pair that is no share")
	}
}

// binomialAtLeast is P(X >= x) of n at probability p, for a whole x.
func binomialAtLeast(x, n, p float64) float64 {
	switch {
	case x <= 0:
		return 1
	case x > n:
		return 0
	}
	return mathext.RegIncBeta(x, n-x+1, p)
}
