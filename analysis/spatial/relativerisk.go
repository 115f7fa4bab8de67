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
	all := append(InOrder(cases), InOrder(controls)...)
	near := make([]reached, len(at))
	each(len(at), func(i int) { near[i] = reachOf(all, kernel, at[i]) })
	isCase := make([]bool, len(all))
	for k := range cases {
		isCase[k] = true
	}
	risks := make([]RelativeRisk, len(at))
	for i := range risks {
		v := near[i].logRatio(isCase, len(cases))
		risks[i] = RelativeRisk{Known: !math.IsNaN(v), Log: v, P: 1}
		if math.IsNaN(v) {
			risks[i] = RelativeRisk{P: 1}
		}
	}
	high, low := make([]int, len(at)), make([]int, len(at))
	order := make([]int, len(all))
	for k := range order {
		order[k] = k
	}
	for k := range permutations {
		random := rand.New(rand.NewPCG(seed, uint64(k)))
		clear(isCase)
		for c := range cases { // the first so many of a shuffle
			other := c + random.IntN(len(order)-c)
			order[c], order[other] = order[other], order[c]
			isCase[order[c]] = true
		}
		for i := range at {
			v := near[i].logRatio(isCase, len(cases))
			// A permutation without a ratio is as extreme as can be, both ways.
			if !(v < risks[i].Log-1e-12) {
				high[i]++
			}
			if !(v > risks[i].Log+1e-12) {
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

// reached are the points that reach a place, and the kernel of each there.
type reached struct {
	points  []int
	weights []float64
	all     int // points, near or not
}

func reachOf(points []Point, kernel Kernel, place Point) reached {
	r := reached{all: len(points)}
	for k, p := range points {
		if w := kernel.At(distance2(place, p)); w > 0 {
			r.points, r.weights = append(r.points, k), append(r.weights, w)
		}
	}
	return r
}

// logRatio compares the density of the cases with that of the other points; NaN where one
// of them is 0.
func (r reached) logRatio(isCase []bool, cases int) float64 {
	of, others := 0.0, 0.0
	for k, i := range r.points {
		if isCase[i] {
			of += r.weights[k]
		} else {
			others += r.weights[k]
		}
	}
	if of == 0 || others == 0 {
		return math.NaN()
	}
	return math.Log(of/float64(cases)) - math.Log(others/float64(r.all-cases))
}

// InOrder returns points from south to north, and from west to east, so that what is
// computed of them does not depend on how they came.
func InOrder(points []Point) []Point {
	sorted := slices.Clone(points)
	slices.SortFunc(sorted, comparePoints)
	return sorted
}

// CountWithin is the number of points at most so many metres from a place.
func CountWithin(points []Point, place Point, metres float64) int {
	n := 0
	for _, p := range points {
		if Distance(p, place) <= metres {
			n++
		}
	}
	return n
}
