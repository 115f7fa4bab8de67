package stats

import "math"

// SmoothRatesLocally draws each rate towards that of the area and its neighbours
// together, the more so the fewer its people: SmoothRates with m, s² and mean(n)
// over an area and its neighbours, in which every area's squared deviation is from
// its own local m. neighbours are indices, without the area itself. Where all rates
// round about are alike the local m is taken. Smoothed rates hide a real small
// hotspot: show the counts beside. Areas with no people round about have no rate.
// It panics on slices of unequal length.
//
// Source: Marshall, Applied Statistics 40:283 (1991).
func SmoothRatesLocally(counts, populations []float64, neighbours [][]int) EmpiricalBayes {
	if len(counts) != len(populations) || len(counts) != len(neighbours) {
		panic("stats: counts, populations and neighbours of unequal length")
	}
	n := len(counts)
	eb := EmpiricalBayes{Rates: make([]Number, n), Shrinkage: make([]Number, n), PAbove: make([]Number, n)}
	local, deviation := make([]float64, n), make([]float64, n)
	people, areas := make([]float64, n), make([]float64, n)
	for i := range counts {
		events := 0.0
		for _, j := range append([]int{i}, neighbours[i]...) {
			if populations[j] > 0 {
				events, people[i], areas[i] = events+counts[j], people[i]+populations[j], areas[i]+1
			}
		}
		local[i] = events / people[i]
		if populations[i] > 0 {
			r := counts[i]/populations[i] - local[i]
			deviation[i] = populations[i] * r * r
		}
	}
	for i, x := range counts {
		if people[i] == 0 {
			continue
		}
		spread := deviation[i]
		for _, j := range neighbours[i] {
			spread += deviation[j]
		}
		m := local[i]
		variance := math.Max(0, spread/people[i]-m*areas[i]/people[i])
		eb.drawTowards(i, x, populations[i], m, variance)
	}
	return eb
}
