package stats

import (
	"math"
	"slices"
)

// GoodmanLimits returns limits of the shares of all classes of one sample that hold
// together at the confidence: Wilson's, with the quantile of so many looks. It panics
// where there are no counts.
//
// Source: Goodman, Technometrics 7:247 (1965).
func GoodmanLimits(counts []float64, confidence float64) [][2]float64 {
	total := sumOfCounts(counts)
	limits := make([][2]float64, len(counts))
	for i, x := range counts {
		limits[i][0], limits[i][1] = WilsonLimits(x, total, 1-(1-confidence)/float64(len(counts)))
	}
	return limits
}

// SisonGlazLimits returns limits of the shares of all classes of one sample that hold
// together at about the confidence: x - c to x + c + 2·g of the total, with one whole c
// and fraction g for all classes, from the probability that all counts lie within c of
// what was observed. It panics where there are no counts.
//
// Source: Sison and Glaz, JASA 90:366 (1995).
func SisonGlazLimits(counts []float64, confidence float64) [][2]float64 {
	total := sumOfCounts(counts)
	coverage, before, c := 0.0, 0.0, 0.0
	for c = 1; c <= total; c++ {
		before, coverage = coverage, truncatedCoverage(counts, total, c)
		if coverage > confidence {
			break
		}
	}
	c--
	gamma := (confidence - before) / (coverage - before)
	limits := make([][2]float64, len(counts))
	for i, x := range counts {
		limits[i] = [2]float64{math.Max(0, (x-c)/total), math.Min(1, (x+c+2*gamma)/total)}
	}
	return limits
}

// truncatedCoverage approximates the probability that all counts of a sample lie within
// c of those observed: Poisson counts cut there, and an Edgeworth expansion for their
// sum.
func truncatedCoverage(counts []float64, total, c float64) float64 {
	logInside := 0.0
	var mean, variance, third, fourth float64
	for _, x := range counts {
		inside, factorial := truncatedPoisson(x, math.Max(0, x-c), x+c)
		logInside += math.Log(inside)
		m := factorial[0]
		m2 := factorial[1] + m - m*m
		m3 := factorial[2] + factorial[1]*(3-3*m) + (m - 3*m*m + 2*m*m*m)
		m4 := factorial[3] + factorial[2]*(6-4*m) + factorial[1]*(7-12*m+6*m*m) + m - 4*m*m + 6*m*m*m - 3*m*m*m*m
		mean, variance, third, fourth = mean+m, variance+m2, third+m3, fourth+m4-3*m2*m2
	}
	z := (total - mean) / math.Sqrt(variance)
	g1, g2 := third/math.Pow(variance, 1.5), fourth/(variance*variance)
	z2 := z * z
	expansion := math.Exp(-z2/2) / math.Sqrt(2*math.Pi) *
		(1 + g1*z*(z2-3)/6 + g2*(z2*z2-6*z2+3)/24 + g1*g1*(z2*z2*z2-15*z2*z2+45*z2-15)/72)
	logGamma, _ := math.Lgamma(total + 1)
	logPoisson := -total + total*math.Log(total) - logGamma
	return math.Exp(logInside-logPoisson) * expansion / math.Sqrt(variance)
}

// truncatedPoisson returns the probability that a Poisson count lies from low to high,
// and the first four factorial moments of one that does.
func truncatedPoisson(mean, low, high float64) (inside float64, factorial [4]float64) {
	if mean == 0 {
		return 1, factorial
	}
	between := func(low, high float64) float64 {
		if high < 0 {
			return 0
		}
		return poissonAtMost(high, mean) - poissonAtMost(low-1, mean)
	}
	inside = between(low, high)
	power := 1.0
	for r := range factorial {
		power *= mean
		k := float64(r + 1)
		factorial[r] = power * between(low-k, high-k) / inside
	}
	return inside, factorial
}

func sumOfCounts(counts []float64) float64 {
	total := 0.0
	for _, x := range counts {
		total += x
	}
	if !(total > 0) || slices.Min(counts) < 0 {
		panic("stats: limits of the shares of no counts")
	}
	return total
}
