package spatial

import (
	"math"
	"math/rand/v2"
)

// conditionalP returns, for each place with neighbours, the two-sided probability
// of the sum of its neighbours' values if the other places' values lay at random: k
// of the others drawn without replacement, permutations times. P is twice the
// smaller tail, at most 1, where a tail is (1 + draws as extreme)/(permutations +
// 1). Places without neighbours have NaN.
//
// A draw is a set of places counted on from the place itself, round the list, so
// that one set of draws gives every place others of its own, and the result depends
// on the seed and the order of the places alone.
func conditionalP(values []float64, neighbours Neighbours, permutations int, seed uint64) []float64 {
	if permutations < 1 {
		panic("spatial: needs one permutation or more")
	}
	n, most := len(values), 0
	for _, ns := range neighbours {
		most = max(most, len(ns))
	}
	draws := drawOthers(n-1, most, permutations, seed)
	round := append(append([]float64{}, values...), values...)
	p := make([]float64, n)
	each(n, func(i int) {
		p[i] = math.NaN()
		if len(neighbours[i]) > 0 {
			p[i] = placeP(values, neighbours[i], round[i+1:i+n], draws, most)
		}
	})
	return p
}

// placeP is the P of one place; others are the values of the others.
func placeP(values []float64, neighbours []int, others []float64, draws []int32, most int) float64 {
	observed, size := 0.0, 0.0
	for _, j := range neighbours {
		observed += values[j]
		size += math.Abs(values[j])
	}
	slack := 1e-12 * size // equal sums in another order are equal
	high, low := 1, 1
	for from := 0; from < len(draws); from += most {
		sum := 0.0
		for _, j := range draws[from : from+len(neighbours)] {
			sum += others[j]
		}
		if sum >= observed-slack {
			high++
		}
		if sum <= observed+slack {
			low++
		}
	}
	return math.Min(1, 2*float64(min(high, low))/float64(len(draws)/most+1))
}

// drawOthers draws most of n numbers without replacement, times times, one draw
// after another.
func drawOthers(n, most, times int, seed uint64) []int32 {
	random := rand.New(rand.NewPCG(seed, 0))
	pool := make([]int32, max(n, 0))
	for i := range pool {
		pool[i] = int32(i)
	}
	draws := make([]int32, 0, most*times)
	for range times {
		for a := range most {
			b := a + random.IntN(n-a)
			pool[a], pool[b] = pool[b], pool[a]
		}
		draws = append(draws, pool[:most]...)
	}
	return draws
}
