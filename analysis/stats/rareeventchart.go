package stats

import "math"

// weibullPower makes times between events of a Poisson process close to normal.
const weibullPower = 3.6

// TChart returns the chart of the times between events, such as the days between
// homicides, for events too rare for counts: the individuals chart (XmR with three
// deviations, mean moving range over 1.128) of time^(1/3.6), turned back. A point
// above the upper limit is a longer quiet than usual, one below the lower limit
// events closer together. It panics on negative times.
//
// Source: Nelson, Journal of Quality Technology 26:239 (1994); Montgomery,
// Introduction to Statistical Quality Control.
func TChart(times []float64, baseline int) ControlChart {
	c := ControlChart{Values: times, Method: "t"}
	near := make([]float64, len(times))
	for t, v := range times {
		if !(v >= 0) {
			panic("stats: negative time between events")
		}
		near[t] = math.Pow(v, 1/weibullPower)
	}
	base := baselineOf(near, baseline)
	centre, width := mean(base), 3*screenedRange(base)/rangesToSigma
	c.Centre = math.Pow(centre, weibullPower)
	c.between(len(base), func(int) (lower, upper float64) {
		return math.Pow(math.Max(centre-width, 0), weibullPower), math.Pow(centre+width, weibullPower)
	})
	return c
}

// GChart returns the chart of the number of other cases between events, such as
// assaults between two with a firearm: counts of a geometric distribution, limits
// mean ∓ 3·sqrt(mean·(mean+1)), floored at 0. The centre is the median, since runs
// about the mean of so skew a distribution mislead. It panics on negative numbers.
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
	return c
}
