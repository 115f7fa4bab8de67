package stats

import "math"

// crossing returns where a function that does not fall passes from below 0 to 0 or
// above, by halving the interval until no number lies between its ends.
func crossing(low, high float64, f func(float64) float64) float64 {
	for {
		middle := low + (high-low)/2
		if middle <= low || middle >= high {
			return high
		}
		if f(middle) >= 0 {
			high = middle
		} else {
			low = middle
		}
	}
}

// crossingAbove is crossing from low, which is not below 0, to infinity, where there is
// a crossing; the second result is false where there is none below 1e12 times the unit.
func crossingAbove(low, unit float64, f func(float64) float64) (float64, bool) {
	for step := unit; step <= 1e12*unit; step *= 4 {
		if f(low+step) >= 0 {
			return crossing(low, low+step, f), true
		}
	}
	return math.Inf(1), false
}
