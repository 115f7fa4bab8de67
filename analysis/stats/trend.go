package stats

import (
	"math"
	"slices"
)

// Trend is a test for a trend that asks for no shape (Mann-Kendall), and its size
// (Sen).
type Trend struct {
	S        float64 // pairs that rise less pairs that fall
	Variance float64 // of S, corrected for ties
	Z        Number  // of S, with continuity correction
	P        Number  // two-sided
	Slope    Number  // Sen: median of the slopes of all pairs, per step
}

// MannKendall tests a series of equally spaced values for a trend. Z is
// (S - sign S)/sqrt(variance), and 0 where S is 0. A season, or months that are
// like their neighbours, make P too small. Z, P and Slope are absent for fewer
// than three values and Z and P where all are equal.
//
// Source: Mann, Econometrica 13:245 (1945); Kendall, Rank Correlation Methods
// (1975); Sen, JASA 63:1379 (1968).
func MannKendall(values []float64) Trend {
	n := len(values)
	var trend Trend
	if n < 3 {
		return trend
	}
	var slopes []float64
	for i := range n {
		for j := i + 1; j < n; j++ {
			slopes = append(slopes, (values[j]-values[i])/float64(j-i))
			switch {
			case values[j] > values[i]:
				trend.S++
			case values[j] < values[i]:
				trend.S--
			}
		}
	}
	trend.Slope = Quantile(slopes, 0.5)
	trend.Variance = kendallVariance(values)
	if trend.S == 0 { // also where all values are equal and there is no variance
		trend.Z, trend.P = N(0), N(1)
		return trend
	}
	z := (trend.S - math.Copysign(1, trend.S)) / math.Sqrt(trend.Variance)
	trend.Z, trend.P = N(z), N(math.Erfc(math.Abs(z)/math.Sqrt2))
	return trend
}

// kendallVariance is (n(n-1)(2n+5) - Σ t(t-1)(2t+5))/18 over groups of t equal
// values.
func kendallVariance(values []float64) float64 {
	term := func(n int) float64 { return float64(n) * float64(n-1) * float64(2*n+5) }
	sum := term(len(values))
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	for from := 0; from < len(sorted); {
		to := from
		for to < len(sorted) && sorted[to] == sorted[from] {
			to++
		}
		sum -= term(to - from)
		from = max(to, from+1)
	}
	return sum / 18
}
