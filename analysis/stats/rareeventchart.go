package stats

import "math"

// weibullPower makes times between events of a Poisson process close to normal.
const weibullPower = 3.6

// TChart returns the chart of the times between events, such as the days between
// homicides, for events too rare for counts: the individuals chart (XmR with three
// deviations, mean moving range over 1.128) of time^(1/3.6), turned back. A point
// above the upper limit is a longer quiet than usual, one below the lower limit
// events closer together. The rules judge the powers, which are close to normal: two
// thirds of the way to a limit are two deviations there. It panics on negative times.
//
// Source: Nelson, Journal of Quality Technology 26:239 (1994); Montgomery,
// Introduction to Statistical Quality Control.
func TChart(times []float64, baseline int) ControlChart {
	near := make([]float64, len(times))
	for t, v := range times {
		if !(v >= 0) {
			panic("stats: negative time between events")
		}
		near[t] = math.Pow(v, 1/weibullPower)
	}
	base := baselineOf(near, baseline)
	centre, width := mean(base), 3*screenedRange(base)/rangesToSigma
	c := ControlChart{Values: near, Method: "t", Centre: centre}
	c.limits(len(base), 0, func(int) float64 { return width })
	c.Values, c.Centre = times, math.Pow(centre, weibullPower)
	for t := range c.Lower {
		c.Lower[t], c.Upper[t] = turnedBack(c.Lower[t]), turnedBack(c.Upper[t])
	}
	return c
}

func turnedBack(n Number) Number {
	if v, ok := n.Get(); ok {
		return N(math.Pow(v, weibullPower))
	}
	return n
}

// GChart returns the chart of the number of other cases between events, such as
// assaults between two with a firearm: counts of a geometric distribution, limits
// mean ∓ 3·sqrt(mean·(mean+1)), floored at 0. The centre is the median, since runs
// about the mean of so skew a distribution mislead. Two of three near a limit are no
// signal here, since a third of such numbers lie near the lower one. It panics on
// negative numbers.
//
// Source: Benneyan, Health Care Management Science 4:305 (2001).
func GChart(between []float64, baseline int) ControlChart {
	c := ControlChart{Values: between, Method: "g"}
	for _, v := range between {
		if !(v >= 0) {
			panic("stats: negative number between events")
		}
	}
	base := baselineOf(between, baseline)
	c.Centre = Quantile(base, 0.5).Or(0)
	m := mean(base)
	width := 3 * math.Sqrt(m*(m+1))
	c.between(len(base), func(int) (lower, upper float64) { return math.Max(m-width, 0), m + width })
	for t := range c.Signals {
		c.Signals[t] &^= NearUpper | NearLower
	}
	return c
}
