package stats

import "math"

// Position is where an area lies against its funnel.
type Position string

// The positions, from the outer limits to the inner ones.
const (
	Low998  Position = "low_99.8"
	Low95   Position = "low_95"
	Within  Position = "within"
	High95  Position = "high_95"
	High998 Position = "high_99.8"
)

// FunnelShare returns the funnel limits of a share at a target and a denominator
// n: target ∓ z·sqrt(phi·target(1-target)/n), cut to 0 and 1. Phi of 1 and less
// leaves the width as it is; see Dispersion. It panics unless 0 <= target <= 1
// and n > 0.
//
// Source: Spiegelhalter, Statistics in Medicine 24:1185 (2005); PHE Technical
// Guide: Funnel Plots.
func FunnelShare(target, n, confidence, phi float64) (lower, upper float64) {
	if !(target >= 0 && target <= 1 && n > 0) {
		panic("stats: funnel of something that is no share")
	}
	half := normalQuantile(confidence) * math.Sqrt(math.Max(phi, 1)*target*(1-target)/n)
	return math.Max(target-half, 0), math.Min(target+half, 1)
}

// FunnelEvents returns the expected counts at which an observed count of k lies
// just on the lower and just on the upper limit of a funnel of Poisson counts:
// to draw the lines, plot (expected, target·k/expected) for k = 1, 2, ... For k
// of 0 there is no upper line and onUpper is 0. With phi above 1 (see Dispersion) the
// lines are moved away as EventsPosition moves its limits; where that leads below 0
// there is no upper line and onUpper is 0.
func FunnelEvents(k, confidence, phi float64) (onLower, onUpper float64) {
	stretch := math.Sqrt(math.Max(phi, 1))
	lower, upper := ExactPoissonLimits(k, confidence)
	return k + stretch*(upper-k), math.Max(k+stretch*(lower-k), 0)
}

// PopulationOfRate is the population behind a published rate of so many events per k: k·events/rate,
// absent without events or a rate.
func PopulationOfRate(events, rate, k float64) Number {
	if !(events > 0 && rate > 0) {
		return Number{}
	}
	return N(k * events / rate)
}

// SharePosition places the share x/n against the funnel of FunnelShare.
func SharePosition(x, n, target, phi float64) Position {
	return position(func(confidence float64) int {
		lower, upper := FunnelShare(target, n, confidence, phi)
		return beyond(x/n, lower, upper)
	})
}

// EventsPosition places an observed count against its expectation in a funnel of
// Poisson counts: it is high where the expectation lies below the exact lower
// limit of the count, low where it lies above the upper one. With phi above 1 the
// limits are moved away from the count by sqrt(phi).
func EventsPosition(observed, expected, phi float64) Position {
	stretch := math.Sqrt(math.Max(phi, 1))
	return position(func(confidence float64) int {
		lower, upper := ExactPoissonLimits(observed, confidence)
		return -beyond(expected, observed+stretch*(lower-observed), observed+stretch*(upper-observed))
	})
}

// beyond is 1 above the upper limit, -1 below the lower one, and 0 between.
func beyond(v, lower, upper float64) int {
	switch {
	case v > upper:
		return 1
	case v < lower:
		return -1
	}
	return 0
}

func position(beyond func(confidence float64) int) Position {
	outer, inner := beyond(0.998), beyond(0.95)
	switch {
	case outer > 0:
		return High998
	case outer < 0:
		return Low998
	case inner > 0:
		return High95
	case inner < 0:
		return Low95
	}
	return Within
}

// leastForDispersion is the number of areas that a dispersion can be seen in.
const leastForDispersion = 8

// Dispersion returns phi, the mean of the squared z-scores of the areas after
// those beyond the 10th and 90th centiles are drawn in to them. The z-score of a
// count is (O-E)/sqrt(E), of a share (p-target)/sqrt(target(1-target)/n). Where
// phi is above 1 the areas differ by more than chance, and the funnel is widened
// by sqrt(phi) and says so. It is absent for fewer than 8 areas.
//
// Source: Spiegelhalter, Statistics in Medicine 24:1185 (2005).
func Dispersion(z []float64) Number {
	if len(z) < leastForDispersion {
		return Number{}
	}
	low, high := Quantile(z, 0.1), Quantile(z, 0.9)
	sum := 0.0
	for _, v := range z {
		v = math.Min(math.Max(v, low.value), high.value)
		sum += v * v
	}
	return N(sum / float64(len(z)))
}
