package spatial

import (
	"math"
	"slices"
)

// AxisBandwidth is a rule for the Gaussian bandwidth of values on one axis.
type AxisBandwidth int

// The rules: factors times the smaller of standard deviation and interquartile range over
// 1.34 times n^(-1/5).
const (
	Silverman        AxisBandwidth = iota // 0.9
	NormalReference                       // 1.06
	NormalReference4                      // 4·1.06: what some programs call the bandwidth of a map is four deviations
)

// Of returns the bandwidth of values by the rule, in their unit; false for fewer than two
// values or equal ones.
//
// Source: Silverman, Density Estimation (1986), 3.28 and 3.31; Scott, Multivariate
// Density Estimation (1992); Venables and Ripley, Modern Applied Statistics with S (2002).
func (b AxisBandwidth) Of(values []float64) (float64, bool) {
	if len(values) < 2 {
		return 0, false
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	scale := math.Min(deviation(sorted), quartiles(sorted)/1.34)
	factor := map[AxisBandwidth]float64{Silverman: 0.9, NormalReference: 1.06, NormalReference4: 4.24}[b]
	return factor * scale * math.Pow(float64(len(values)), -0.2), scale > 0
}

// SheatherJones returns the bandwidth that solves the equation for the least asymptotic
// error, with its derivatives estimated from the values; false for fewer than two values,
// equal ones, or no solution.
//
// Source: Sheather and Jones, Journal of the Royal Statistical Society B 53:683 (1991).
func SheatherJones(values []float64) (float64, bool) {
	if len(values) < 2 {
		return 0, false
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	scale := math.Min(deviation(sorted), quartiles(sorted)/1.349)
	if !(scale > 0) {
		return 0, false
	}
	n := float64(len(values))
	fourth := func(h float64) float64 { return axisDerivative(sorted, h, 4) }
	sixth := -axisDerivative(sorted, 1.23*scale*math.Pow(n, -1.0/9), 6)
	ratio := 1.357 * math.Pow(fourth(1.24*scale*math.Pow(n, -1.0/7))/sixth, 1.0/7)
	miss := func(h float64) float64 {
		return math.Pow(1/(2*math.Sqrt(math.Pi)*n)/fourth(ratio*math.Pow(h, 5.0/7)), 0.2) - h
	}
	high := 1.144 * deviation(sorted) * math.Pow(n, -0.2)
	low := high / 10
	if !(miss(low) > 0 && miss(high) < 0) {
		return 0, false
	}
	for range 60 {
		if middle := (low + high) / 2; miss(middle) > 0 {
			low = middle
		} else {
			high = middle
		}
	}
	return low, true
}

// axisDerivative is the sum over all pairs of a derivative of the Gaussian kernel, each
// value with itself too, over n(n-1).
func axisDerivative(values []float64, sd float64, order int) float64 {
	sum, n := 0.0, float64(len(values))
	for i, v := range values {
		for _, w := range values[:i] {
			x := (v - w) / sd
			sum += 2 * hermite(order, x) * math.Exp(-x*x/2)
		}
	}
	sum += n * hermiteAtZero(order)
	return sum / (n * (n - 1) * math.Sqrt(2*math.Pi)) * math.Pow(sd, -1-float64(order))
}

// UnbiasedBandwidth returns the candidate with the least estimate of the integrated square
// error, each value left out in turn. It panics without candidates.
//
// Source: Rudemo, Scandinavian Journal of Statistics 9:65 (1982); Bowman, Biometrika
// 71:353 (1984).
func UnbiasedBandwidth(values, candidates []float64) float64 {
	n := float64(len(values))
	return best(candidates, func(h float64) float64 {
		sum := 0.0
		for i, v := range values {
			for _, w := range values[:i] {
				d2 := (v - w) / h * (v - w) / h
				sum += math.Exp(-d2/4) - math.Sqrt(8)*math.Exp(-d2/2)
			}
		}
		return (0.5 + sum/n) / (n * h * math.Sqrt(math.Pi))
	})
}
