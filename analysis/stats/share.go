package stats

import "math"

// leastEvents is the number below which a share's denominator or a rate's
// events are too few for the figure to be relied on.
const leastEvents = 20

// Share returns the share x of n as a proportion, with its 95% interval by
// Wilson's score method:
//
//	(2x + z² ∓ z·sqrt(z² + 4x(1-p))) / (2(n + z²)),  p = x/n
//
// The lower limit is 0 where x = 0, the upper limit 1 where x = n. The status is
// LowReliability where n is below 20. There is no value where n = 0 (reason
// NoDenominator), nor where x is negative or above n or either is infinite
// (NotEstimable): such a pair is no share.
//
// Source: Wilson, JASA 22:209 (1927); PHE Technical Guide: Confidence Intervals
// (2018).
func Share(x, n float64) Estimate {
	if n == 0 {
		return none(x, n, NoDenominator)
	}
	if !(n > 0 && x >= 0 && x <= n) {
		return none(x, n, NotEstimable)
	}
	lower, upper := WilsonLimits(x, n, 0.95)
	return finite(Estimate{
		Numerator: N(x), Denominator: N(n),
		Value: N(x / n), Lower: N(lower), Upper: N(upper),
		Method: "Wilson", Status: reliability(n),
	})
}

// reliability is the status of a figure that rests on so many events.
func reliability(events float64) Status {
	if events < leastEvents {
		return LowReliability
	}
	return Sound
}

// finite is the estimate itself, or one without a value where its numbers were too
// large or too small to be computed with.
func finite(e Estimate) Estimate {
	if !e.Value.Known() {
		return Estimate{Numerator: e.Numerator, Denominator: e.Denominator, Status: NotAvailable, Reason: NotEstimable}
	}
	return e
}

// WilsonLimits returns the limits of the proportion x/n at a confidence such as
// 0.95 or 0.998. It panics unless 0 <= x <= n and n > 0.
func WilsonLimits(x, n, confidence float64) (lower, upper float64) {
	if !(n > 0 && x >= 0 && x <= n) {
		panic("stats: Wilson limits of a pair that is no share")
	}
	z := normalQuantile(confidence)
	p := x / n
	root := z * math.Sqrt(z*z+4*x*(1-p))
	lower = (2*x + z*z - root) / (2 * (n + z*z))
	upper = (2*x + z*z + root) / (2 * (n + z*z))
	if x == 0 {
		lower = 0
	}
	if x == n {
		upper = 1
	}
	return math.Max(lower, 0), math.Min(upper, 1)
}

// ClopperPearson returns the exact limits of the proportion x/n at a confidence
// such as 0.95: the quantiles of Beta(x, n-x+1) and Beta(x+1, n-x). It panics
// unless 0 <= x <= n and n > 0.
//
// Source: Clopper and Pearson, Biometrika 26:404 (1934).
func ClopperPearson(x, n, confidence float64) (lower, upper float64) {
	if !(n > 0 && x >= 0 && x <= n) {
		panic("stats: Clopper-Pearson limits of a pair that is no share")
	}
	tail := (1 - confidence) / 2
	lower, upper = 0, 1
	if x > 0 {
		lower = betaQuantile(tail, x, n-x+1)
	}
	if x < n {
		upper = 1 - betaQuantile(tail, n-x, x+1)
	}
	return lower, upper
}

// ShareDifference returns the difference x1/n1 - x2/n2 of two shares as a
// proportion, with the 95% interval that squares and adds the distances to their
// Wilson limits (Newcombe's method 10). The two groups must not overlap: a part
// is never compared with its whole. Numerator and Denominator are those of the
// first share. The status is LowReliability where either denominator is below
// 20; there is no value where either is no share, for the reasons of Share.
//
// Source: Newcombe, Statistics in Medicine 17:873 (1998).
func ShareDifference(x1, n1, x2, n2 float64) Estimate {
	first, second := Share(x1, n1), Share(x2, n2)
	for _, share := range []Estimate{first, second} {
		if !share.Value.Known() {
			return none(x1, n1, share.Reason)
		}
	}
	p1, l1, u1 := first.Value.value, first.Lower.value, first.Upper.value
	p2, l2, u2 := second.Value.value, second.Lower.value, second.Upper.value
	d := p1 - p2
	return finite(Estimate{
		Numerator: N(x1), Denominator: N(n1),
		Value: N(d), Lower: N(d - math.Hypot(p1-l1, u2-p2)), Upper: N(d + math.Hypot(u1-p1, p2-l2)),
		Method: "Newcombe", Status: reliability(math.Min(n1, n2)),
	})
}

// MultinomialDifference returns the gap x1/n - x2/n between two classes of one
// sample of n, such as the largest and the second, with the 95% interval
//
//	d ∓ z·sqrt((p1 + p2 - d²)/n)
//
// cut to -1 and 1. Numerator is x1. There is no value where n = 0
// (NoDenominator) or the counts do not fit into n (NotEstimable).
//
// Source: the variance of a difference of two multinomial proportions, as in
// Goodman, Technometrics 7:247 (1965).
func MultinomialDifference(x1, x2, n float64) Estimate {
	if n == 0 {
		return none(x1, n, NoDenominator)
	}
	if !(n > 0 && x1 >= 0 && x2 >= 0 && x1+x2 <= n) {
		return none(x1, n, NotEstimable)
	}
	p1, p2 := x1/n, x2/n
	d := p1 - p2
	half := Z95 * math.Sqrt(math.Max(p1+p2-d*d, 0)/n)
	return finite(Estimate{
		Numerator: N(x1), Denominator: N(n),
		Value: N(d), Lower: N(math.Max(d-half, -1)), Upper: N(math.Min(d+half, 1)),
		Method: "multinomial difference", Status: reliability(n),
	})
}
