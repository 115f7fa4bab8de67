package spatial

import (
	"cmp"
	"slices"
)

// Accuracy says how well hot cells of one period foretold the events of the next.
type Accuracy struct {
	Known   bool
	Cells   int     // that were hot
	Events  float64 // of the next period in all cells
	Hits    float64 // of them in hot cells
	HitRate float64 // Hits over Events
	// Index is the predictive accuracy index: HitRate over the share of the ground
	// that was hot. 1 is no better than choosing cells at random.
	Index float64
	// Efficiency is Hits over the most events that as many cells could have held:
	// small hotspots have a high Index, but 1 is the best here.
	Efficiency float64
}

// PredictiveAccuracy compares marks of one period with the events of a later one, by
// cells of equal size. It is not known where no cell is hot, all are, or there are no
// events. It panics on slices of unequal length.
//
// Source: Chainey, Tompson and Uhlig, Security Journal 21:4 (2008); Hunt, Do crime hot
// spots move? (American University, 2016), for the efficiency.
func PredictiveAccuracy(hot []bool, events []float64) Accuracy {
	if len(hot) != len(events) {
		panic("spatial: marks and events of unequal length")
	}
	var a Accuracy
	for i, h := range hot {
		a.Events += events[i]
		if h {
			a.Cells++
			a.Hits += events[i]
		}
	}
	if a.Cells == 0 || a.Cells == len(hot) || a.Events == 0 {
		return a
	}
	sorted := slices.Clone(events)
	slices.SortFunc(sorted, func(x, y float64) int { return cmp.Compare(y, x) })
	best := 0.0
	for _, v := range sorted[:a.Cells] {
		best += v
	}
	a.Known, a.HitRate, a.Efficiency = true, a.Hits/a.Events, a.Hits/best
	a.Index = a.HitRate / (float64(a.Cells) / float64(len(hot)))
	return a
}
