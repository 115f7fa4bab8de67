package stats

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distuv"
)

// Quantile returns the quantile p of the values by linear interpolation between
// order statistics: type 7 of Hyndman and Fan, The American Statistician 50:361
// (1996), the default of R and of spreadsheets. The values need no order and are
// left as they are. It is absent for no values, or where one of them is NaN; it
// panics unless 0 <= p <= 1.
func Quantile(values []float64, p float64) Number {
	if !(p >= 0 && p <= 1) {
		panic("stats: quantile outside 0 to 1")
	}
	if len(values) == 0 || slices.ContainsFunc(values, math.IsNaN) {
		return Number{}
	}
	sorted := values
	if !slices.IsSorted(values) {
		sorted = slices.Clone(values)
		slices.Sort(sorted)
	}
	position := p * float64(len(sorted)-1)
	below := int(math.Floor(position))
	if below+1 >= len(sorted) {
		return N(sorted[len(sorted)-1])
	}
	return N(sorted[below] + (position-float64(below))*(sorted[below+1]-sorted[below]))
}

// normalQuantile is the normal quantile z of a two-sided interval.
func normalQuantile(confidence float64) float64 {
	switch confidence {
	case 0.95:
		return Z95
	case 0.998:
		return Z998
	}
	return distuv.UnitNormal.Quantile(1 - (1-confidence)/2)
}

// gammaQuantile is the quantile p of the gamma distribution with shape a and
// rate 1: half a quantile of chi-square with 2a degrees of freedom. The inverse
// of gonum is good to about eight digits in the tails; two Newton steps bring it
// to the accuracy of the distribution function.
func gammaQuantile(p, a float64) float64 {
	x := mathext.GammaIncRegInv(a, p)
	logGamma, _ := math.Lgamma(a)
	for range 3 {
		density := math.Exp((a-1)*math.Log(x) - x - logGamma)
		if !(density > 0) {
			break
		}
		var miss float64 // of the distribution function at x, from the nearer tail
		if p <= 0.5 {
			miss = mathext.GammaIncReg(a, x) - p
		} else {
			miss = (1 - p) - mathext.GammaIncRegComp(a, x)
		}
		if next := x - miss/density; next > 0 {
			x = next
		}
	}
	return x
}

// betaQuantile is the quantile p of the beta distribution with parameters a and
// b, polished in the same way.
func betaQuantile(p, a, b float64) float64 {
	x := mathext.InvRegIncBeta(a, b, p)
	logBeta := mathext.Lbeta(a, b)
	for range 3 {
		density := math.Exp((a-1)*math.Log(x) + (b-1)*math.Log1p(-x) - logBeta)
		if !(density > 0) || math.IsInf(density, 0) {
			break
		}
		next := x - (mathext.RegIncBeta(a, b, x)-p)/density
		if next > 0 && next < 1 {
			x = next
		}
	}
	return x
}
