package stats

import "math"

// IChart is XmR with limits of three deviations, a deviation being the mean moving range
// over 1.128: 2.6596 ranges for the 2.66 of XmR.
//
// Source: Montgomery, Introduction to Statistical Quality Control.
func IChart(values []float64, baseline int, floor float64) ControlChart {
	c := XmR(values, baseline, floor)
	c.Method = "I"
	base := baselineOf(values, baseline)
	width := 3 * screenedRange(base) / rangesToSigma
	c.limits(len(base), floor, func(int) float64 { return width })
	return c
}

// MovingRangeChart returns the chart of the moving ranges, for changes of the spread: the
// centre is their mean and the upper limit 3.267 times that; there is no lower limit. The
// first value has no range: the chart begins with the second.
//
// Source: Montgomery, Introduction to Statistical Quality Control.
func MovingRangeChart(values []float64, baseline int) ControlChart {
	ranges := movingRanges(values)
	c := ControlChart{Values: ranges, Method: "MR"}
	base := movingRanges(baselineOf(values, baseline))
	c.Centre = mean(base)
	c.between(len(base)+1, func(int) (lower, upper float64) { return 0, rangeCut * c.Centre })
	return c
}

// IPrimeChart is IChart for means of so many subjects each: the centre is the mean
// weighted by the subjects, a deviation is that of one subject over the root of their
// number. It panics on slices of unequal length and on subjects that are not above 0.
//
// Source: Taylor, Normalized individuals control charts (2017).
func IPrimeChart(sums, subjects []float64, baseline int) ControlChart {
	c, base := newUChart(sums, subjects, baseline)
	c.Method = "I'"
	ranges := movingRanges(c.Values[:base])
	for t := range ranges {
		ranges[t] *= math.Sqrt(math.Pi/2) / math.Sqrt(1/subjects[t]+1/subjects[t+1])
	}
	const cut = 3.2665 // means, as 3.267 with one more digit
	all, kept := mean(ranges), []float64(nil)
	for _, r := range ranges {
		if r < cut*all {
			kept = append(kept, r)
		}
	}
	deviation := mean(kept)
	c.limits(base, math.Inf(-1), func(t int) float64 { return 3 * deviation / math.Sqrt(subjects[t]) })
	return c
}
