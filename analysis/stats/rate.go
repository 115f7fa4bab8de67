package stats

import "math"

// fewestForByar is the count from which Byar's approximation replaces the exact
// Poisson limits.
const fewestForByar = 10

// Rate returns k·x/population with its 95% interval: exact Poisson limits of the
// count below 10, Byar's approximation from 10 on. Population is residents times
// years of exposure; k is 1,000 or 100,000 and belongs in the heading of the
// column. The status is LowReliability on fewer than 20 events. There is no
// value where the population is not above 0 (NoDenominator) or x is negative
// (NotEstimable). More events than residents are legal: events repeat.
//
// Source: Breslow and Day, Statistical Methods in Cancer Research II (1987); PHE
// Technical Guide: Confidence Intervals (2018).
func Rate(x, population, k float64) Estimate {
	if !(population > 0) {
		return none(x, population, NoDenominator)
	}
	if !(x >= 0) || math.IsInf(x, 1) || math.IsInf(population, 1) {
		return none(x, population, NotEstimable)
	}
	lower, upper, method := PoissonLimits(x, 0.95)
	return finite(Estimate{
		Numerator: N(x), Denominator: N(population),
		Value: N(k * x / population), Lower: N(k * lower / population), Upper: N(k * upper / population),
		Method: method, Status: reliability(x),
	})
}

// Count returns a count as an estimate of itself: the value is x and the limits
// are those of PoissonLimits, in events. There is no denominator.
func Count(x float64) Estimate {
	e := Rate(x, 1, 1)
	e.Denominator = Number{}
	return e
}

// RateOfRepeats returns the rate of events that befall the same people again and
// again: persons[i] is the number of people with i+1 events. The Byar or exact
// half-widths of the count x are stretched by sqrt(V/x), V = Σ m²·persons with m
// events, since events of one person are not independent. The method says so.
//
// Source: variance of a compound Poisson count; PHEindicatormethods uses the
// same V for events that are not independent.
func RateOfRepeats(persons []float64, population, k float64) Estimate {
	x, variance := 0.0, 0.0
	for i, n := range persons {
		m := float64(i + 1)
		x += m * n
		variance += m * m * n
	}
	e := Rate(x, population, k)
	if !e.Value.Known() || x == 0 {
		return e
	}
	stretch := math.Sqrt(variance / x)
	e.Lower = N(e.Value.value + stretch*(e.Lower.value-e.Value.value))
	e.Upper = N(e.Value.value + stretch*(e.Upper.value-e.Value.value))
	e.Lower = N(math.Max(e.Lower.value, 0))
	e.Method += ", repeat-adjusted"
	return e
}

// PoissonLimits returns the limits of the mean of a Poisson count x at a
// confidence such as 0.95 or 0.998, and the method that made them: "exact
// Poisson" below 10, "Byar" from 10 on. It panics on a negative count.
func PoissonLimits(x, confidence float64) (lower, upper float64, method string) {
	if x < fewestForByar {
		lower, upper = ExactPoissonLimits(x, confidence)
		return lower, upper, "exact Poisson"
	}
	return ByarLower(x, confidence), ByarUpper(x, confidence), "Byar"
}

// ExactPoissonLimits returns half the chi-square quantiles on 2x and 2x+2
// degrees of freedom; the lower limit of 0 events is 0. It panics on a negative
// count.
//
// Source: Garwood, Biometrika 28:437 (1936).
func ExactPoissonLimits(x, confidence float64) (lower, upper float64) {
	if !(x >= 0) {
		panic("stats: Poisson limits of a negative count")
	}
	tail := (1 - confidence) / 2
	if x > 0 {
		lower = gammaQuantile(tail, x)
	}
	return lower, gammaQuantile(1-tail, x+1)
}

// ByarLower returns x(1 - 1/(9x) - z/(3·sqrt(x)))³. Other authors put x+0.5 in
// both limits; this is the form with x below and x+1 above. It is meant for x of
// 10 and more, and negative where the approximation breaks down (x below 2).
func ByarLower(x, confidence float64) float64 {
	z := normalQuantile(confidence)
	return x * math.Pow(1-1/(9*x)-z/(3*math.Sqrt(x)), 3)
}

// ByarUpper returns (x+1)(1 - 1/(9(x+1)) + z/(3·sqrt(x+1)))³.
func ByarUpper(x, confidence float64) float64 {
	z := normalQuantile(confidence)
	y := x + 1
	return y * math.Pow(1-1/(9*y)+z/(3*math.Sqrt(y)), 3)
}
