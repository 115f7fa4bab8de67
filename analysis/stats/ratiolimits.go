package stats

import "math"

// The engine gives ratios of shares Katz's limits and odds ratios Woolf's. Here are the
// others that readers may meet elsewhere, at 95%. Numerator is x1, Denominator x2, and a
// limit that does not exist (0 events in the second group) is absent.

// KoopmanRatio is the ratio (x1/n1)/(x2/n2) of two shares with the score limits: the
// ratios at which the chi-square of the likeliest shares with that ratio is z².
//
// Source: Koopman, Biometrics 40:513 (1984).
func KoopmanRatio(x1, n1, x2, n2 float64) Estimate {
	return scoreRatio(x1, n1, x2, n2, x1/n1/(x2/n2), "Koopman score", func(ratio float64) float64 {
		a, b := (n1+n2)*ratio, n1*ratio+x1+n2+x2*ratio
		p2 := 2 * (x1 + x2) / (b + math.Sqrt(math.Max(b*b-4*a*(x1+x2), 0)))
		p1 := ratio * p2
		return scoreOf(x1, n1, p1) + scoreOf(x2, n2, p2)
	})
}

// ScoreOddsRatio is the odds ratio with the score limits, as KoopmanRatio. The chi-square is times (N-1)/N, N = n1 + n2.
//
// Source: Miettinen and Nurminen, Statistics in Medicine 4:213 (1985).
func ScoreOddsRatio(x1, n1, x2, n2 float64) Estimate {
	odds := x1 / (n1 - x1) / (x2 / (n2 - x2))
	return scoreRatio(x1, n1, x2, n2, odds, "score odds ratio", func(ratio float64) float64 {
		// n2·p2 + n1·p1 = x1 + x2, with p1 = ratio·p2/(1 + p2(ratio - 1)).
		a, b := n2*(ratio-1), n1*ratio+n2-(x1+x2)*(ratio-1)
		p2 := 2 * (x1 + x2) / (b + math.Sqrt(math.Max(b*b+4*a*(x1+x2), 0)))
		p1 := ratio * p2 / (1 + p2*(ratio-1))
		return (n1 + n2 - 1) / (n1 + n2) * (x1 - n1*p1) * (x1 - n1*p1) * (1/(n1*p1*(1-p1)) + 1/(n2*p2*(1-p2)))
	})
}

// scoreOf is (x - n·p)²/(n·p·(1-p)).
func scoreOf(x, n, p float64) float64 {
	if x == n*p {
		return 0
	}
	return (x - n*p) * (x - n*p) / (n * p * (1 - p))
}

// scoreRatio searches the limits of a ratio on either side of its value.
func scoreRatio(x1, n1, x2, n2, value float64, method string, chiSquare func(ratio float64) float64) Estimate {
	if !(n1 > 0 && n2 > 0) {
		return none(x1, x2, NoDenominator)
	}
	if !(x1 >= 0 && x2 >= 0 && x1 <= n1 && x2 <= n2) || x1+x2 == 0 || x1+x2 == n1+n2 {
		return none(x1, x2, NotEstimable)
	}
	e := Estimate{Numerator: N(x1), Denominator: N(x2), Value: N(value), Method: method, Status: reliability(math.Min(x1, x2))}
	outside := func(logRatio float64) float64 { return chiSquare(math.Exp(logRatio)) - Z95*Z95 }
	middle := math.Log((x1 + 0.5) / n1 / ((x2 + 0.5) / n2)) // where there is no value between its limits
	if value > 0 && !math.IsInf(value, 1) {
		middle = math.Log(value)
	}
	e.Lower = N(0)
	if value > 0 {
		if lower, ok := crossingAbove(0, 1, func(step float64) float64 { return outside(middle - step) }); ok {
			e.Lower = N(math.Exp(middle - lower))
		}
	}
	if !math.IsInf(value, 1) {
		if upper, ok := crossingAbove(0, 1, func(step float64) float64 { return outside(middle + step) }); ok {
			e.Upper = N(math.Exp(middle + upper))
		}
	}
	return e
}

// MoverRatio is the ratio of two shares with limits from the two Wilson intervals (the
// method of variance estimates recovered).
//
// Source: Donner and Zou, Statistical Methods in Medical Research 21:347 (2012).
func MoverRatio(x1, n1, x2, n2 float64) Estimate {
	first, second := Share(x1, n1), Share(x2, n2)
	for _, share := range []Estimate{first, second} {
		if !share.Value.Known() {
			return none(x1, x2, share.Reason)
		}
	}
	return moverRatio(x1, x2, first, second, "MOVER, Wilson")
}

// moverRatio combines the intervals of two positive numbers into that of their ratio.
func moverRatio(x1, x2 float64, first, second Estimate, method string) Estimate {
	a, l1, u1 := first.Value.value, first.Lower.value, first.Upper.value
	b, l2, u2 := second.Value.value, second.Lower.value, second.Upper.value
	e := Estimate{Numerator: N(x1), Denominator: N(x2), Value: N(a / b), Method: method, Status: reliability(math.Min(x1, x2))}
	e.Lower = N((a*b - math.Sqrt(math.Max(a*b*a*b-l1*u2*(2*a-l1)*(2*b-u2), 0))) / (u2 * (2*b - u2)))
	e.Upper = N((a*b + math.Sqrt(math.Max(a*b*a*b-u1*l2*(2*a-u1)*(2*b-l2), 0))) / (l2 * (2*b - l2)))
	return e
}

// AdjustedRiskRatio is RiskRatio with half a person, who has the event, added to each
// group: it exists where a group has no event.
//
// Source: Walter, Biometrika 62:371 (1975).
func AdjustedRiskRatio(x1, n1, x2, n2 float64) Estimate {
	e := RiskRatio(x1+0.5, n1+0.5, x2+0.5, n2+0.5)
	e.Numerator, e.Denominator, e.Method = N(x1), N(x2), "Katz log, 0.5 added"
	return e
}

// AdjustedOddsRatio is OddsRatio with half added to each of the four counts: it exists
// where one of them is 0.
//
// Source: Gart and Zweifel, Biometrika 54:181 (1967).
func AdjustedOddsRatio(x1, n1, x2, n2 float64) Estimate {
	e := OddsRatio(x1+0.5, n1+1, x2+0.5, n2+1)
	e.Numerator, e.Denominator, e.Method = N(x1), N(x2), "Woolf log, 0.5 added"
	return e
}

// ConditionalOddsRatio is the likeliest odds ratio given both margins of the table, with
// its exact limits: what FisherExact tests. It is absent under the conditions of
// FisherExact; the value is absent where x1 is as large as it can be, as is the upper
// limit.
//
// Source: Fisher, Journal of the Royal Statistical Society 98:39 (1935); Cornfield,
// Proceedings of the Third Berkeley Symposium 4:135 (1956).
func ConditionalOddsRatio(x1, n1, x2, n2 float64) Estimate {
	if !FisherExact(x1, n1, x2, n2).Known() {
		return none(x1, x2, NotEstimable)
	}
	drawn := x1 + x2
	low, high := math.Max(0, drawn-n2), math.Min(drawn, n1)
	logWeights := make([]float64, 0, int(high-low)+1)
	for x := low; x <= high; x++ {
		logWeights = append(logWeights, logChoose(n1, x)+logChoose(n2, drawn-x))
	}
	// moments are P(X <= x1), P(X >= x1) and the mean under log odds.
	moments := func(logOdds float64) (below, above, mean float64) {
		largest := math.Inf(-1)
		for i, w := range logWeights {
			largest = math.Max(largest, w+float64(i)*logOdds)
		}
		total := 0.0
		for i, w := range logWeights {
			x, p := low+float64(i), math.Exp(w+float64(i)*logOdds-largest)
			total += p
			mean += p * x
			if x <= x1 {
				below += p
			}
			if x >= x1 {
				above += p
			}
		}
		return below / total, above / total, mean / total
	}
	const widest = 60 // of the logarithm of an odds ratio
	const tail = 0.025
	e := Estimate{Numerator: N(x1), Denominator: N(x2), Value: N(0), Lower: N(0), Method: "exact conditional", Status: reliability(min(x1, x2, n1-x1, n2-x2))}
	if x1 > low {
		e.Lower = N(math.Exp(crossing(-widest, widest, func(odds float64) float64 { _, above, _ := moments(odds); return above - tail })))
		e.Value = N(math.Exp(crossing(-widest, widest, func(odds float64) float64 { _, _, mean := moments(odds); return mean - x1 })))
	}
	if x1 < high {
		e.Upper = N(math.Exp(crossing(-widest, widest, func(odds float64) float64 { below, _, _ := moments(odds); return tail - below })))
	} else if x1 > low {
		e.Value = Number{}
	}
	return e
}

// logChoose is the logarithm of the number of ways to choose k of n.
func logChoose(n, k float64) float64 {
	a, _ := math.Lgamma(n + 1)
	b, _ := math.Lgamma(k + 1)
	c, _ := math.Lgamma(n - k + 1)
	return a - b - c
}
