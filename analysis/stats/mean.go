package stats

import "math"

// Mean returns the mean of values with Student's 95% interval, mean ∓
// t·s/sqrt(n) with s over n-1. Numerator is the sum and Denominator the number of
// values. Fewer than two values have no interval, none have no mean.
//
// Source: Student, Biometrika 6:1 (1908).
func Mean(values []float64) Estimate { return meanAt(values, 0.95) }

func meanAt(values []float64, confidence float64) Estimate {
	n, sum := float64(len(values)), 0.0
	for _, v := range values {
		sum += v
	}
	if n == 0 {
		return none(0, 0, NoDenominator)
	}
	e := Estimate{Numerator: N(sum), Denominator: N(n), Value: N(sum / n), Method: "Student's t"}
	if n < 2 {
		e.Status = LowReliability
		return e
	}
	squares := 0.0
	for _, v := range values {
		squares += (v - sum/n) * (v - sum/n)
	}
	half := studentQuantile(n-1, confidence) * math.Sqrt(squares/(n-1)/n)
	e.Lower, e.Upper = N(sum/n-half), N(sum/n+half)
	return e
}

// studentQuantile is the quantile of Student's t for a two-sided interval, polished by
// Newton steps as gammaQuantile is.
func studentQuantile(df, confidence float64) float64 {
	x := betaQuantile(1-confidence, df/2, 0.5) // P(|T| > t) is I(df/(df+t²))
	return math.Sqrt(df * (1 - x) / x)
}
