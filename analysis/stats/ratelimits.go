package stats

import "math"

// The engine gives ratios of rates logarithmic or exact limits (RateRatio) and tests
// them by ConditionalTest. Here are the others that readers may meet elsewhere: x1 events
// over t1 and x2 over t2, at 95%. They are absent where t1 or t2 is not above 0 or there
// are no events.

// ExactRateRatio has the exact limits of x1 out of x1+x2 whatever the counts; RateRatio
// has them for small ones.
//
// Source: Clopper and Pearson, Biometrika 26:404 (1934), given the sum of the counts.
func ExactRateRatio(x1, t1, x2, t2 float64) Estimate {
	e := RateRatio(x1, t1, x2, t2)
	if !e.Lower.Known() {
		return e
	}
	lower, upper := ClopperPearson(x1, x1+x2, 0.95)
	e.Lower, e.Upper, e.Method = N(lower/(1-lower)*t2/t1), N(upper/(1-upper)*t2/t1), "exact conditional"
	return e
}

// LogRateRatio has logarithmic limits whatever the counts; absent where one is 0.
//
// Source: Breslow and Day, Statistical Methods in Cancer Research II (1987).
func LogRateRatio(x1, t1, x2, t2 float64) Estimate {
	if !(t1 > 0 && t2 > 0) || !(x1 > 0 && x2 > 0) {
		return none(x1, x2, NotEstimable)
	}
	ratio, spread := x1/t1/(x2/t2), math.Exp(Z95*math.Sqrt(1/x1+1/x2))
	return Estimate{Numerator: N(x1), Denominator: N(x2), Value: N(ratio), Lower: N(ratio / spread), Upper: N(ratio * spread), Method: "log rate ratio", Status: reliability(math.Min(x1, x2))}
}

// MidPRateRatio has the limits of the exact conditional distribution that count half of
// the probability of what was observed: narrower than the exact ones, and not always at
// the stated confidence. P is twice the smaller tail counted so, at most 1.
//
// Source: Lancaster, JASA 56:223 (1961); Rothman and Greenland, Modern Epidemiology
// (1998).
func MidPRateRatio(x1, t1, x2, t2 float64) (ratio Estimate, p Number) {
	ratio = ExactRateRatio(x1, t1, x2, t2)
	if !ratio.Lower.Known() {
		return ratio, Number{}
	}
	n := x1 + x2
	above := func(p float64) float64 { return (binomialAtLeast(x1, n, p) + binomialAtLeast(x1+1, n, p)) / 2 }
	below := func(p float64) float64 {
		return (binomialAtLeast(n-x1, n, 1-p) + binomialAtLeast(n-x1+1, n, 1-p)) / 2
	}
	odds := func(p float64) Number { return N(p / (1 - p) * t2 / t1) }
	ratio.Lower, ratio.Upper, ratio.Method = N(0), Number{}, "mid-p"
	if x1 > 0 {
		ratio.Lower = odds(crossing(0, 1, func(p float64) float64 { return above(p) - 0.025 }))
	}
	if x2 > 0 {
		ratio.Upper = odds(crossing(0, 1, func(p float64) float64 { return 0.025 - below(p) }))
	}
	even := t1 / (t1 + t2)
	return ratio, N(math.Min(1, 2*math.Min(above(even), below(even))))
}

// MidPTest is ConditionalTest with half of the probability of what was observed taken
// off.
//
// Source: Hwang and Yang, Statistica Sinica 11:807 (2001).
func MidPTest(x1, t1, x2, t2 float64) Number {
	p, ok := ConditionalTest(x1, t1, x2, t2).Get()
	if !ok {
		return Number{}
	}
	n, even := x1+x2, t1/(t1+t2)
	return N(p - math.Exp(logChoose(n, x1)+xlogy(x1, even)+xlogy(n-x1, 1-even))/2)
}

// ScoreRateRatio has the score limits: those of Wilson for x1 out of x1+x2.
//
// Source: Graham, Mengersen and Morton, Statistics in Medicine 22:2071 (2003).
func ScoreRateRatio(x1, t1, x2, t2 float64) Estimate {
	e := RateRatio(x1, t1, x2, t2)
	if !e.Lower.Known() {
		return e
	}
	lower, upper := WilsonLimits(x1, x1+x2, 0.95)
	e.Lower, e.Upper, e.Method = N(lower/(1-lower)*t2/t1), N(upper/(1-upper)*t2/t1), "score"
	return e
}

// ScoreRateDifference is x1/t1 - x2/t2 with the score limits: the differences that lie z
// standard errors from the observed one, with the standard error of the likeliest rates
// that differ so. It exists without events.
//
// Source: Miettinen and Nurminen, Statistics in Medicine 4:213 (1985).
func ScoreRateDifference(x1, t1, x2, t2 float64) Estimate {
	if !(t1 > 0 && t2 > 0) {
		return none(x1, x2, NoDenominator)
	}
	d := x1/t1 - x2/t2
	score := func(delta float64) float64 { // rises with delta
		// The likeliest second rate r solves x1/(r+delta) + x2/r = t1 + t2.
		total := t1 + t2
		b := x1 + x2 - total*delta
		r := (b + math.Sqrt(b*b+4*total*x2*delta)) / (2 * total)
		if b < 0 && x2*delta > 0 { // the same root without taking near numbers from each other
			r = 2 * x2 * delta / (math.Sqrt(b*b+4*total*x2*delta) - b)
		}
		r = math.Max(r, math.Max(0, -delta))
		return (delta - d) / math.Sqrt((r+delta)/t1+r/t2)
	}
	e := Estimate{Numerator: N(x1), Denominator: N(x2), Value: N(d), Method: "score", Status: reliability(math.Min(x1, x2))}
	unit := 1/t1 + 1/t2
	if below, ok := crossingAbove(0, unit, func(step float64) float64 { return -score(d-step) - Z95 }); ok {
		e.Lower = N(d - below)
	}
	if above, ok := crossingAbove(0, unit, func(step float64) float64 { return score(d+step) - Z95 }); ok {
		e.Upper = N(d + above)
	}
	return e
}

// MoverRateRatio is the ratio of two rates with limits from the two intervals of
// Gamma(x + 1/2); the value is the ratio of their medians.
//
// Source: Donner and Zou, Statistical Methods in Medical Research 21:347 (2012); Laud,
// Pharmaceutical Statistics 16:334 (2017).
func MoverRateRatio(x1, t1, x2, t2 float64) Estimate {
	if !(t1 > 0 && t2 > 0) {
		return none(x1, x2, NoDenominator)
	}
	interval := func(x, t float64) Estimate {
		return Estimate{Value: N(gammaQuantile(0.5, x+0.5) / t), Lower: N(gammaQuantile(0.025, x+0.5) / t), Upper: N(gammaQuantile(0.975, x+0.5) / t)}
	}
	return moverRatio(x1, x2, interval(x1, t1), interval(x2, t2), "MOVER, Jeffreys")
}

// ScoreTest returns (x1 - x2·r)/sqrt((x1 + x2)·r), r = t1/t2, and its two-sided normal P.
//
// Source: Gu and others, Biometrical Journal 50:283 (2008), W1 to W5, as are WaldTest
// and RootTest.
func ScoreTest(x1, t1, x2, t2 float64) (z, p Number) {
	return normalTest(t1, t2, x1-x2*t1/t2, (x1+x2)*t1/t2)
}

// WaldTest is ScoreTest with the variance x1 + x2·r².
func WaldTest(x1, t1, x2, t2 float64) (z, p Number) {
	return normalTest(t1, t2, x1-x2*t1/t2, x1+x2*t1/t2*t1/t2)
}

// RootTest compares the roots of the counts plus 3/8.
func RootTest(x1, t1, x2, t2 float64) (z, p Number) {
	r := t1 / t2
	return normalTest(t1, t2, 2*(math.Sqrt(x1+0.375)-math.Sqrt((x2+0.375)*r)), 1+r)
}

func normalTest(t1, t2, difference, variance float64) (z, p Number) {
	if !(t1 > 0 && t2 > 0 && variance > 0) {
		return Number{}, Number{}
	}
	z = N(difference / math.Sqrt(variance))
	return z, N(math.Erfc(math.Abs(z.value) / math.Sqrt2))
}
