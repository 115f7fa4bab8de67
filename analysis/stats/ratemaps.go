package stats

import "math"

// ProbabilityMap compares the events of each area with those that its people would
// have at the rate of all areas.
type ProbabilityMap struct {
	Expected   []Number // events
	Ratio      []Number // events over expected
	AtMost     []Number // probability of so few events or fewer
	Choynowski []Number // probability of the smaller side: so few, or so many where there are as many as expected or more
}

// MapProbabilities returns the ProbabilityMap of counts and populations; areas without
// people have nothing. Small probabilities mark areas with many people, whatever the size
// of the difference: SmoothRates says more. It panics on slices of unequal length.
//
// Source: Choynowski, JASA 54:385 (1959); Bailey and Gatrell, Interactive Spatial Data
// Analysis (1995), 300.
func MapProbabilities(counts, populations []float64) ProbabilityMap {
	if len(counts) != len(populations) {
		panic("stats: counts and populations of unequal length")
	}
	n := len(counts)
	m := ProbabilityMap{make([]Number, n), make([]Number, n), make([]Number, n), make([]Number, n)}
	var events, people float64
	for i, p := range populations {
		if p > 0 {
			events, people = events+counts[i], people+p
		}
	}
	for i, p := range populations {
		if !(p > 0) || events == 0 {
			continue
		}
		expected, x := p*events/people, counts[i]
		m.Expected[i], m.Ratio[i] = N(expected), N(x/expected)
		m.AtMost[i] = N(poissonAtMost(x, expected))
		m.Choynowski[i] = m.AtMost[i]
		if x >= expected {
			m.Choynowski[i] = N(poissonAtLeast(x, expected))
		}
	}
	return m
}

// RatesAround returns the events over the people of each area and its neighbours
// together: a map made smooth, in which a small hotspot is lost. neighbours are indices,
// without the area itself. Areas with no people round about have none. It panics on
// slices of unequal length.
func RatesAround(counts, populations []float64, neighbours [][]int) []Number {
	return overNeighbours(counts, populations, neighbours, func(i int) Number {
		events, people := counts[i], populations[i]
		for _, j := range neighbours[i] {
			events, people = events+counts[j], people+populations[j]
		}
		return N(events / people)
	})
}

// MeanRateOfNeighbours is the plain mean of the rates of an area's neighbours, without its
// own; those without people are left out, and areas without neighbours have none.
func MeanRateOfNeighbours(counts, populations []float64, neighbours [][]int) []Number {
	return overNeighbours(counts, populations, neighbours, func(i int) Number {
		sum, n := 0.0, 0.0
		for _, j := range neighbours[i] {
			if populations[j] > 0 {
				sum, n = sum+counts[j]/populations[j], n+1
			}
		}
		return N(sum / n)
	})
}

// SmoothRatesToLocalMean is SmoothRatesLocally with the squared deviations of an area's
// neighbours taken from the local mean of the area that is smoothed.
//
// Source: Anselin, Lozano and Koschinsky, Rate Transformations and Smoothing (2006).
func SmoothRatesToLocalMean(counts, populations []float64, neighbours [][]int) []Number {
	local := RatesAround(counts, populations, neighbours)
	return overNeighbours(counts, populations, neighbours, func(i int) Number {
		m, ok := local[i].Get()
		if !ok || !(populations[i] > 0) {
			return local[i]
		}
		var spread, people, areas float64
		for _, j := range append([]int{i}, neighbours[i]...) {
			if p := populations[j]; p > 0 {
				spread, people, areas = spread+p*(counts[j]/p-m)*(counts[j]/p-m), people+p, areas+1
			}
		}
		variance := math.Max(0, spread/people-m*areas/people)
		if variance == 0 {
			return local[i]
		}
		return N(m + variance/(variance+m/populations[i])*(counts[i]/populations[i]-m))
	})
}

func overNeighbours(counts, populations []float64, neighbours [][]int, of func(i int) Number) []Number {
	if len(counts) != len(populations) || len(counts) != len(neighbours) {
		panic("stats: counts, populations and neighbours of unequal length")
	}
	values := make([]Number, len(counts))
	for i := range values {
		values[i] = of(i)
	}
	return values
}
