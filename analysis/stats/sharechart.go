package stats

import "math"

// PChart returns the chart of shares x/n, such as the share of offences with a
// knife: centre Σx/Σn over the first baseline points (0: all), limits
// ∓3·sqrt(centre·(1-centre)/n), within 0 and 1. It panics on slices of unequal
// length, on an n that is not above 0 and on x below 0 or above n.
//
// Source: Montgomery, Introduction to Statistical Quality Control.
func PChart(x, n []float64, baseline int) ControlChart {
	c, base := newPChart(x, n, baseline)
	c.limits(base, 0, func(t int) float64 { return 3 * c.shareDeviation(n[t]) })
	c.capAtOne()
	return c
}

// PPrimeChart returns PChart with limits widened by Laney's factor SigmaZ, the
// mean moving range of the z-scores of the baseline, screened as in XmR, over
// 1.128: for shares of large numbers, which vary more than binomial shares do.
//
// Source: Laney, Quality Engineering 14:531 (2002).
func PPrimeChart(x, n []float64, baseline int) ControlChart {
	c, base := newPChart(x, n, baseline)
	c.Method = "p'"
	scores := make([]float64, base)
	for t := range scores {
		if deviation := c.shareDeviation(n[t]); deviation > 0 {
			scores[t] = (c.Values[t] - c.Centre) / deviation
		}
	}
	sigma := screenedRange(scores) / rangesToSigma
	if base >= 2 {
		c.SigmaZ = N(sigma)
	}
	c.limits(base, 0, func(t int) float64 { return 3 * sigma * c.shareDeviation(n[t]) })
	c.capAtOne()
	return c
}

func (c *ControlChart) shareDeviation(n float64) float64 {
	return math.Sqrt(c.Centre * (1 - c.Centre) / n)
}

// capAtOne lowers upper limits of shares to 1.
func (c *ControlChart) capAtOne() {
	for t, upper := range c.Upper {
		if upper.Or(0) > 1 {
			c.Upper[t] = N(1)
		}
	}
	c.Signals = c.signals()
}

func newPChart(x, n []float64, baseline int) (c ControlChart, base int) {
	for t := range x {
		if t < len(n) && !(x[t] >= 0 && x[t] <= n[t]) {
			panic("stats: control chart with a share outside 0 to 1")
		}
	}
	c, base = newUChart(x, n, baseline)
	c.Method = "p"
	return c, base
}
