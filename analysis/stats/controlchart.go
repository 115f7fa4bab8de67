package stats

import "math"

// ControlChart is one phase of a control chart (F10): a value, its centre and its
// limits by point. Limits are absent where the baseline has fewer than 12 points.
// A series is rebased, at a known break and never by itself, by making a chart of
// each phase.
type ControlChart struct {
	Values       []float64
	Centre       float64
	Lower, Upper []Number
	Signals      []Signal
	Method       string
	// SigmaZ is the factor by which a u' chart widens the limits of a u chart.
	SigmaZ Number
}

const (
	leastBaseline = 12    // points that limits can be made from
	rangesToLimit = 2.66  // mean moving ranges between centre and limit
	rangeCut      = 3.267 // mean moving ranges above which a range is left out
	rangesToSigma = 1.128 // mean moving range of two normal values, in deviations
)

// XmR returns the individuals chart: the centre is the mean of the first baseline
// values (0: all), the limits are 2.66 times the mean moving range away; moving
// ranges above 3.267 times their mean are left out once and the mean taken again.
// floor is the lowest that a limit may be: 0 for counts, minus infinity for
// values that can be negative. A level series has limits at its mean.
//
// Source: NHS England, Making Data Count; Montgomery, Introduction to Statistical
// Quality Control.
func XmR(values []float64, baseline int, floor float64) ControlChart {
	c := ControlChart{Values: values, Method: "XmR"}
	base := baselineOf(values, baseline)
	c.Centre = mean(base)
	width := rangesToLimit * screenedRange(base)
	c.limits(len(base), floor, func(int) float64 { return width })
	return c
}

// CChart returns the chart of Poisson counts over equal spans: centre ∓
// 3·sqrt(centre), from the first baseline values (0: all), floored at 0.
//
// Source: Montgomery, Introduction to Statistical Quality Control.
func CChart(counts []float64, baseline int) ControlChart {
	c := ControlChart{Values: counts, Method: "c"}
	base := baselineOf(counts, baseline)
	c.Centre = mean(base)
	c.limits(len(base), 0, func(int) float64 { return 3 * math.Sqrt(c.Centre) })
	return c
}

// UChart returns the chart of Poisson counts per unit of exposure, such as
// offences a day: centre Σx/Σn over the first baseline points (0: all), limits
// ∓3·sqrt(centre/n), floored at 0. It panics on slices of unequal length and on
// exposures that are not above 0.
func UChart(counts, exposures []float64, baseline int) ControlChart {
	c, base := newUChart(counts, exposures, baseline)
	c.limits(base, 0, func(t int) float64 { return 3 * math.Sqrt(c.Centre/exposures[t]) })
	return c
}

// UPrimeChart returns UChart with limits widened by Laney's factor SigmaZ, the
// mean moving range of the z-scores of the baseline, screened as in XmR, over
// 1.128: the default for monthly counts of offences, which vary more than Poisson
// counts do. A factor below 1 narrows the limits.
//
// Source: Laney, Quality Engineering 14:531 (2002).
func UPrimeChart(counts, exposures []float64, baseline int) ControlChart {
	c, base := newUChart(counts, exposures, baseline)
	c.Method = "u'"
	scores := make([]float64, base)
	for t := range scores {
		if c.Centre > 0 {
			scores[t] = (c.Values[t] - c.Centre) / math.Sqrt(c.Centre/exposures[t])
		}
	}
	sigma := screenedRange(scores) / rangesToSigma
	if base >= 2 {
		c.SigmaZ = N(sigma)
	}
	c.limits(base, 0, func(t int) float64 { return 3 * sigma * math.Sqrt(c.Centre/exposures[t]) })
	return c
}

func newUChart(counts, exposures []float64, baseline int) (c ControlChart, base int) {
	if len(counts) != len(exposures) {
		panic("stats: counts and exposures of unequal length")
	}
	c = ControlChart{Values: make([]float64, len(counts)), Method: "u"}
	base = len(baselineOf(counts, baseline))
	var events, exposure float64
	for t, x := range counts {
		if !(exposures[t] > 0) {
			panic("stats: control chart with an exposure that is not above 0")
		}
		c.Values[t] = x / exposures[t]
		if t < base {
			events, exposure = events+x, exposure+exposures[t]
		}
	}
	if base > 0 {
		c.Centre = events / exposure
	}
	return c, base
}

func baselineOf(values []float64, baseline int) []float64 {
	if baseline <= 0 || baseline > len(values) {
		return values
	}
	return values[:baseline]
}

// limits sets the limits at a width from the centre, and the signals.
func (c *ControlChart) limits(baseline int, floor float64, width func(t int) float64) {
	c.between(baseline, func(t int) (lower, upper float64) {
		return math.Max(c.Centre-width(t), floor), c.Centre + width(t)
	})
}

// between sets the limits by point, and the signals.
func (c *ControlChart) between(baseline int, limits func(t int) (lower, upper float64)) {
	c.Lower, c.Upper = make([]Number, len(c.Values)), make([]Number, len(c.Values))
	if baseline >= leastBaseline {
		for t := range c.Values {
			lower, upper := limits(t)
			c.Lower[t], c.Upper[t] = N(lower), N(upper)
		}
	}
	c.Signals = c.signals()
}

// screenedRange is the mean moving range without those far above it.
func screenedRange(values []float64) float64 {
	ranges := movingRanges(values)
	cut := rangeCut * mean(ranges)
	var kept []float64
	for _, r := range ranges {
		if r <= cut {
			kept = append(kept, r)
		}
	}
	return mean(kept)
}

func movingRanges(values []float64) []float64 {
	var ranges []float64
	for t := 1; t < len(values); t++ {
		ranges = append(ranges, math.Abs(values[t]-values[t-1]))
	}
	return ranges
}

// mean is 0 for no values.
func mean(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}
