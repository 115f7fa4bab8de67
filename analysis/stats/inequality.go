package stats

import (
	"math"
	"math/rand/v2"
)

// Slope is the gradient of a rate or share over groups ordered by deprivation.
type Slope struct {
	// SII is the slope index of inequality: the value at the far end of the scale
	// less that at the near end, on the straight line.
	SII Estimate
	// RII is the relative index of inequality: the one over the other.
	RII       Estimate
	Intercept Number // the value at the near end
}

// Scale says on which scale the values of a slope lie on a straight line.
type Scale string

// The scales of InequalitySlope.
const (
	AsTheyAre Scale = "linear"
	Logarithm Scale = "log"   // for rates
	Logit     Scale = "logit" // for shares
)

// InequalitySlope fits a straight line by weighted least squares to the values of
// groups in order of deprivation (by custom from the most deprived to the least):
// each group stands at the middle of its share of the population, and weighs as
// much as that share. On another scale the line is fitted there and its ends turned
// back. Limits at the confidence are centiles of draws from the normal distribution of
// each value on the scale (standard errors on that scale), seeded; without
// standardErrors (nil) there are none. Not estimable: fewer than two groups or no
// people, a value that the scale does not have, a standard error that is negative or
// missing (NaN), or no value at the near end. It
// panics on slices of unequal length.
//
// Source: Mackenbach and Kunst, Social Science and Medicine 44:757 (1997); Pamuk,
// Population Studies 39:17 (1985).
func InequalitySlope(populations, values, standardErrors []float64, scale Scale, confidence float64, draws int, seed uint64) Slope {
	if len(populations) != len(values) || standardErrors != nil && len(standardErrors) != len(values) {
		panic("stats: populations, values and errors of unequal length")
	}
	total := 0.0
	for _, p := range populations {
		total += p
	}
	if len(values) < 2 || !(total > 0) {
		return noSlope()
	}
	shares, middles, before := make([]float64, len(values)), make([]float64, len(values)), 0.0
	for i, p := range populations {
		shares[i], middles[i] = p/total, before+p/total/2
		before += p / total
	}
	onScale := make([]float64, len(values))
	for i, v := range values {
		onScale[i] = scale.from(v)
	}
	sii, rii, near := scale.ends(weightedLine(middles, onScale, shares))
	if !N(sii).Known() {
		return noSlope()
	}
	s := Slope{SII: Estimate{Value: N(sii), Method: "weighted least squares"}, RII: Estimate{Value: N(rii), Method: "weighted least squares"}, Intercept: N(near)}
	if standardErrors == nil || draws < 1 {
		return s
	}
	for _, e := range standardErrors {
		if !(e >= 0) {
			return noSlope()
		}
	}
	tail := (1 - confidence) / 2
	random := rand.New(rand.NewPCG(seed, 0))
	slopes, ratios, drawn := make([]float64, draws), make([]float64, draws), make([]float64, len(values))
	for d := range draws {
		for i, v := range onScale {
			drawn[i] = v + standardErrors[i]*random.NormFloat64()
		}
		slopes[d], ratios[d], _ = scale.ends(weightedLine(middles, drawn, shares))
	}
	s.SII.Lower, s.SII.Upper = Quantile(slopes, tail), Quantile(slopes, 1-tail)
	s.RII.Lower, s.RII.Upper = Quantile(ratios, tail), Quantile(ratios, 1-tail)
	return s
}

func noSlope() Slope {
	nothing := Estimate{Status: NotAvailable, Reason: NotEstimable}
	return Slope{SII: nothing, RII: nothing}
}

func (s Scale) from(v float64) float64 {
	switch s {
	case Logarithm:
		return math.Log(v)
	case Logit:
		return math.Log(v / (1 - v))
	}
	return v
}

func (s Scale) back(v float64) float64 {
	switch s {
	case Logarithm:
		return math.Exp(v)
	case Logit:
		return 1 / (1 + math.Exp(-v))
	}
	return v
}

// ends are the difference and the ratio of the line's ends, and its near end.
func (s Scale) ends(intercept, slope float64) (difference, ratio, near float64) {
	near, far := s.back(intercept), s.back(intercept+slope)
	if s != Logarithm && s != Logit {
		return slope, far / near, near
	}
	return far - near, far / near, near
}

// weightedLine is the least squares line y = intercept + slope·x.
func weightedLine(x, y, weights []float64) (intercept, slope float64) {
	var w, mx, my, xx, xy float64
	for i := range x {
		w, mx, my = w+weights[i], mx+weights[i]*x[i], my+weights[i]*y[i]
	}
	mx, my = mx/w, my/w
	for i := range x {
		xx += weights[i] * (x[i] - mx) * (x[i] - mx)
		xy += weights[i] * (x[i] - mx) * (y[i] - my)
	}
	return my - xy/xx*mx, xy / xx
}
