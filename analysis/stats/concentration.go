package stats

import (
	"math"
	"slices"
)

// Concentration says how unevenly events are spread over units such as places,
// areas or people (F23).
type Concentration struct {
	Units, Empty int // all units, and those without an event
	Events       float64
	Gini         Number // 0: all alike; towards 1: all in one
	// Adjusted is the Gini coefficient for fewer events than units: 0 is the most
	// even spread that whole events allow.
	Adjusted Number
	// Half is the smallest number of units that hold half of the events.
	Half Estimate
	// HalfOfUsed is Half as a share of the units with any event.
	HalfOfUsed Number
	Lorenz     []LorenzPoint
}

// LorenzPoint is a point of the curve from 0, 0 to 1, 1: the share of units, the
// emptiest first, and the share of events that they hold.
type LorenzPoint struct{ Units, Events float64 }

// Concentrate computes
//
//	G = 2·Σ i·x(i)/(n·Σx) - (n+1)/n,  adjusted = max(n/N, 1)·(G - 1) + 1
//
// with counts x(i) ascending over n units and N = Σx events. Half has the number
// of units as its numerator, all units as its denominator and no interval. Units
// without an event must be among the counts. Rare events concentrate by
// arithmetic: compare Adjusted, not Gini, where events are fewer than units.
// Without events the numbers are absent. It panics on negative counts.
//
// Source: Bernasco and Steenbeek, Journal of Quantitative Criminology 33:451
// (2017).
func Concentrate(counts []float64) Concentration {
	sorted := slices.Clone(counts)
	slices.Sort(sorted)
	c := Concentration{Units: len(sorted)}
	weighted := 0.0
	for i, x := range sorted {
		if !(x >= 0) {
			panic("stats: concentration of negative counts")
		}
		if x == 0 {
			c.Empty++
		}
		c.Events += x
		weighted += float64(i+1) * x
	}
	n := float64(c.Units)
	if c.Events == 0 {
		c.Half = none(0, n, NotEstimable)
		return c
	}
	gini := 2*weighted/(n*c.Events) - (n+1)/n
	c.Gini, c.Adjusted = N(gini), N(AdjustedGini(gini, n, c.Events))
	half := float64(unitsHolding(sorted, c.Events/2))
	c.Half = Estimate{Numerator: N(half), Denominator: N(n), Value: N(half / n)}
	c.HalfOfUsed = N(half / float64(c.Units-c.Empty))
	c.Lorenz = append(c.Lorenz, LorenzPoint{})
	held := 0.0
	for i, x := range sorted {
		held += x
		c.Lorenz = append(c.Lorenz, LorenzPoint{float64(i+1) / n, held / c.Events})
	}
	return c
}

// AdjustedGini is max(units/events, 1)·(gini - 1) + 1.
func AdjustedGini(gini, units, events float64) float64 {
	return math.Max(units/events, 1)*(gini-1) + 1
}

// TopShare returns the share of events in the units with the most of them: a
// fraction of the units, rounded up, such as 0.05. Numerator is the events in
// those units; there is no interval.
func TopShare(counts []float64, fraction float64) Estimate {
	sorted := slices.Clone(counts)
	slices.Sort(sorted)
	top := int(math.Ceil(fraction*float64(len(sorted)) - 1e-9))
	var held, events float64
	for i, x := range sorted {
		events += x
		if i >= len(sorted)-top {
			held += x
		}
	}
	if events == 0 {
		return none(held, events, NoDenominator)
	}
	return Estimate{Numerator: N(held), Denominator: N(events), Value: N(held / events)}
}

// unitsHolding is the smallest number of units that hold at least so many events.
func unitsHolding(ascending []float64, events float64) int {
	held := 0.0
	for i := len(ascending) - 1; i >= 0; i-- {
		held += ascending[i]
		if held >= events {
			return len(ascending) - i
		}
	}
	return len(ascending)
}
