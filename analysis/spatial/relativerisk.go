package spatial

import (
	"math"
	"math/rand/v2"
	"slices"
)

// RelativeRisk is the ratio of two densities at a place.
type RelativeRisk struct {
	Known bool    // false where one of the densities is 0
	Log   float64 // natural logarithm of the ratio; each density integrates to 1
	P     float64 // two-sided, before correction for many looks
}

// CompareDensities returns at each place the logarithm of the density of the cases over
// that of the controls, such as knife crime over all violence, or this year over the
// last (dual kernel density): above 0 where the place has more of the cases than its
// share. P is from permutations of who is a case, each with a generator of its own
// seed: twice the smaller tail, at most 1; none are made for 0, and P is then 1. The
// kernel must be the same for both. Where controls are thin the ratio is noise: keep
// to places with a density of both worth the name. Points at one place make P rough.
//
// Source: Kelsall and Diggle, Statistics in Medicine 14:2335 (1995); Bithell,
// Statistics in Medicine 10:1745 (1991).
func CompareDensities(cases, controls []Point, kernel Kernel, at []Point, permutations int, seed uint64) []RelativeRisk {
	all := append(inOrder(cases), inOrder(controls)...)
	risks, observed := make([]RelativeRisk, len(at)), logRatios(all, len(cases), kernel, at)
	for i, v := range observed {
		risks[i] = RelativeRisk{Known: !math.IsNaN(v), Log: v, P: 1}
		if math.IsNaN(v) {
			risks[i] = RelativeRisk{P: 1}
		}
	}
	high, low := make([]int, len(at)), make([]int, len(at))
	for k := range permutations {
		random, mixed := rand.New(rand.NewPCG(seed, uint64(k))), slices.Clone(all)
		random.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		for i, v := range logRatios(mixed, len(cases), kernel, at) {
			// A permutation without a ratio is as extreme as can be, both ways.
			if !(v < observed[i]-1e-12) {
				high[i]++
			}
			if !(v > observed[i]+1e-12) {
				low[i]++
			}
		}
	}
	for i := range risks {
		if risks[i].Known && permutations > 0 {
			risks[i].P = math.Min(1, 2*float64(min(high[i], low[i])+1)/float64(permutations+1))
		}
	}
	return risks
}

// inOrder are points in an order that does not depend on how they came.
func inOrder(points []Point) []Point {
	sorted := slices.Clone(points)
	slices.SortFunc(sorted, comparePoints)
	return sorted
}

// logRatios compare the densities of the first so many points with the others'; NaN
// where one of them is 0.
func logRatios(points []Point, cases int, kernel Kernel, at []Point) []float64 {
	first, others := Density(points[:cases], nil, kernel, at), Density(points[cases:], nil, kernel, at)
	ratios := make([]float64, len(at))
	for i := range ratios {
		ratios[i] = math.NaN()
		if first[i] > 0 && others[i] > 0 {
			ratios[i] = math.Log(first[i]/float64(cases)) - math.Log(others[i]/float64(len(points)-cases))
		}
	}
	return ratios
}
