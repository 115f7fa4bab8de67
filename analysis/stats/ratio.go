package stats

import "math"

// RateRatio returns the ratio (a/popA)/(b/popB) of two rates with its 95%
// interval: exp(ln RR ∓ z·sqrt(1/a + 1/b)) where both counts are 10 or more
// ("log rate ratio"), otherwise from the exact limits of a out of a+b ("exact
// conditional"). Numerator is a, Denominator is b. Populations are residents
// times years, or days for counts of two periods; more events than residents are
// legal.
//
// With a = 0 the ratio is 0 with an exact upper limit. With b = 0 there is no
// ratio and no upper limit, but a lower one; with neither there is nothing
// (NotEstimable). A population that is not above 0 gives NoDenominator. The
// status is LowReliability where either count is below 20, as for its rate.
//
// Source: Breslow and Day, Statistical Methods in Cancer Research II (1987);
// Clopper and Pearson, Biometrika 26:404 (1934).
func RateRatio(a, popA, b, popB float64) Estimate {
	if !(popA > 0 && popB > 0) {
		return none(a, b, NoDenominator)
	}
	if !(a >= 0 && b >= 0 && a+b > 0) || math.IsInf(a+b+popA+popB, 1) {
		return none(a, b, NotEstimable)
	}
	e := Estimate{Numerator: N(a), Denominator: N(b), Status: reliability(math.Min(a, b))}
	if math.Min(a, b) >= fewestForByar {
		ratio := (a / popA) / (b / popB)
		spread := math.Exp(Z95 * math.Sqrt(1/a+1/b))
		e.Value, e.Lower, e.Upper = N(ratio), N(ratio/spread), N(ratio*spread)
		e.Method = "log rate ratio"
		return finite(e)
	}
	e.Method = "exact conditional"
	lower, upper := ClopperPearson(a, a+b, 0.95)
	e.Lower = N(lower / (1 - lower) * popB / popA)
	if b == 0 {
		e.Status, e.Reason = NotAvailable, NotEstimable
		return e
	}
	e.Value, e.Upper = N((a/popA)/(b/popB)), N(upper/(1-upper)*popB/popA)
	return finite(e)
}

// DispersedRateRatio is RateRatio with the logarithmic interval widened by the
// square root of the dispersion phi, where phi is above 1: for counts that vary
// more than chance alone would have them. The exact interval of small counts is
// widened on the same scale about the value; with either count 0 it stays.
func DispersedRateRatio(a, popA, b, popB, phi float64) Estimate {
	e := RateRatio(a, popA, b, popB)
	value, lower, upper := e.Value.value, e.Lower.value, e.Upper.value
	if !(phi > 1) || !e.Upper.Known() || value == 0 {
		return e
	}
	stretch := math.Sqrt(phi)
	e.Lower = N(value * math.Pow(lower/value, stretch))
	e.Upper = N(value * math.Pow(upper/value, stretch))
	e.Method += ", widened for dispersion"
	return e
}

// RiskRatio returns (a/n1)/(b/n2) for a of n1 and b of n2 distinct people, with
// Katz's 95% interval exp(ln RR ∓ z·sqrt(1/a - 1/n1 + 1/b - 1/n2)). Events that
// can befall one person twice want RateRatio. Numerator is a, Denominator is b.
// There is no value where a count is 0 or exceeds its people (NotEstimable).
//
// Source: Katz and others, Biometrics 34:469 (1978).
func RiskRatio(a, n1, b, n2 float64) Estimate {
	if !(n1 > 0 && n2 > 0) {
		return none(a, b, NoDenominator)
	}
	if !(a > 0 && b > 0 && a <= n1 && b <= n2) {
		return none(a, b, NotEstimable)
	}
	ratio := (a / n1) / (b / n2)
	spread := math.Exp(Z95 * math.Sqrt(1/a-1/n1+1/b-1/n2))
	return finite(Estimate{
		Numerator: N(a), Denominator: N(b),
		Value: N(ratio), Lower: N(ratio / spread), Upper: N(ratio * spread),
		Method: "Katz log", Status: reliability(math.Min(a, b)),
	})
}

// OddsRatio returns (a/(n1-a))/(b/(n2-b)) with Woolf's 95% interval
// exp(ln OR ∓ z·sqrt(1/a + 1/(n1-a) + 1/b + 1/(n2-b))). Numerator is a,
// Denominator is b. There is no value where one of the four counts is 0
// (NotEstimable). The status is LowReliability where one of them is below 20.
//
// Source: Woolf, Annals of Human Genetics 19:251 (1955).
func OddsRatio(a, n1, b, n2 float64) Estimate {
	if !(n1 > 0 && n2 > 0) {
		return none(a, b, NoDenominator)
	}
	c, d := n1-a, n2-b
	if !(a > 0 && b > 0 && c > 0 && d > 0) {
		return none(a, b, NotEstimable)
	}
	ratio := (a / c) / (b / d)
	spread := math.Exp(Z95 * math.Sqrt(1/a+1/b+1/c+1/d))
	return finite(Estimate{
		Numerator: N(a), Denominator: N(b),
		Value: N(ratio), Lower: N(ratio / spread), Upper: N(ratio * spread),
		Method: "Woolf log", Status: reliability(min(a, b, c, d)),
	})
}

// ShareRatio returns the share x/n divided by an expected share, with the Wilson
// limits of the share divided likewise: the index of a time band against its part
// of the hours, or a group's share of victims against its share of residents.
// The expected share is taken as known. The status is LowReliability where x or n is
// below 20: an index is a rate over a rate. There is no value where it is not above
// 0 (NoDenominator), nor where Share has none.
func ShareRatio(x, n, expected float64) Estimate {
	if !(expected > 0) {
		return none(x, n, NoDenominator)
	}
	share := Share(x, n)
	if !share.Value.Known() {
		return share
	}
	share.Status = reliability(math.Min(x, n))
	return finite(share.Scale(1 / expected))
}

// RatioBounds returns the lowest and the highest that the ratio
// (a/popA)/(b/popB) could be if the u events of unknown group belonged all to
// the second group, or all to the first. A bound is absent where its
// denominator is 0.
func RatioBounds(a, popA, b, popB, u float64) (low, high Number) {
	low = N((a / popA) / ((b + u) / popB))
	high = N(((a + u) / popA) / (b / popB))
	return low, high
}
