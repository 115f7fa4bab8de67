package stats

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Rank is one area's place among areas (F16).
type Rank struct {
	Rank         int     // competition rank, 1 highest; 0: none, the exposure is not above 0
	Lower, Upper int     // 95% range of ranks
	TopK         float64 // probability of being among the top k
}

// Ranks ranks areas by their rates counts[i]/exposures[i], or by their counts
// where exposures is nil, the highest first; equal rates share the better rank.
// How firm a rank is comes from draws of each area's mean from
// Gamma(counts[i]+0.5, 1), divided by its exposure: the 95% range is that of the
// area's rank over the draws, and TopK the share of draws in which it is among
// the first k. Only an area with TopK of 0.9 and more should be called one of the
// top k. The draws (by custom 2,000) come from a generator with the given seed,
// area by area in the order given, so the same input has the same answer. It
// panics on slices of unequal length, on fewer than one draw and on a negative
// count.
//
// Source: Marshall and Spiegelhalter, BMJ 316:1701 (1998).
func Ranks(counts, exposures []float64, k, draws int, seed uint64) []Rank {
	if exposures != nil && len(exposures) != len(counts) {
		panic("stats: counts and exposures of unequal length")
	}
	if draws < 1 {
		panic("stats: ranks need one draw or more")
	}
	exposure := func(i int) float64 {
		if exposures == nil {
			return 1
		}
		return exposures[i]
	}
	ranks := make([]Rank, len(counts))
	var ranked []int
	for i, x := range counts {
		if !(x >= 0) {
			panic("stats: rank of a negative count")
		}
		if exposure(i) > 0 {
			ranked = append(ranked, i)
		}
	}
	for _, i := range ranked {
		ranks[i].Rank = 1
		for _, j := range ranked {
			if counts[j]/exposure(j) > counts[i]/exposure(i) {
				ranks[i].Rank++
			}
		}
	}
	drawRanks(ranks, ranked, counts, exposure, k, draws, seed)
	return ranks
}

func drawRanks(ranks []Rank, ranked []int, counts []float64, exposure func(int) float64, k, draws int, seed uint64) {
	source := rand.NewPCG(seed, 0)
	drawn := make([]float64, len(counts))
	order := make([]drawnRate, len(ranked)) // of the draw before, from which the next differs little
	for place, i := range ranked {
		order[place].area = i
	}
	numbers := make([]uint64, len(ranked))
	seen := make([]int, len(counts)*len(ranked)) // by area and place: in how many draws it had it
	for range draws {
		for _, i := range ranked {
			drawn[i] = distuv.Gamma{Alpha: counts[i] + 0.5, Beta: 1, Src: source}.Rand() / exposure(i)
		}
		for place, d := range order {
			order[place].rate = drawn[d.area]
		}
		if len(order) > fewInserted {
			sortRoughly(order, numbers, drawn)
		}
		insertEach(order)
		for place, d := range order {
			seen[d.area*len(ranked)+place]++
			if place < k {
				ranks[d.area].TopK++
			}
		}
	}
	for _, i := range ranked {
		places := seen[i*len(ranked) : (i+1)*len(ranked)]
		ranks[i].Lower = rankOf(places, int(math.Floor(0.025*float64(draws-1))))
		ranks[i].Upper = rankOf(places, int(math.Ceil(0.975*float64(draws-1))))
		ranks[i].TopK /= float64(draws)
	}
}

// drawnRate is the rate of an area in one draw.
type drawnRate struct {
	rate float64
	area int
}

// before orders the highest rate first, and equal ones as their areas.
func (d drawnRate) before(other drawnRate) bool {
	return d.rate > other.rate || (d.rate == other.rate && d.area < other.area)
}

// fewInserted is the number of areas up to which inserting each into those before it
// beats sorting them first.
const fewInserted = 40

// insertEach puts rates in order, by inserting each into those before it.
func insertEach(order []drawnRate) {
	for i := 1; i < len(order); i++ {
		d, place := order[i], i
		for ; place > 0 && d.before(order[place-1]); place-- {
			order[place] = order[place-1]
		}
		order[place] = d
	}
}

// sortRoughly puts rates, none of them below 0, in order but for those that differ in
// their last bits alone: it sorts numbers that are the bits of a rate with the area in
// place of the last, which takes half of the time of sorting rates with their areas.
func sortRoughly(order []drawnRate, numbers []uint64, drawn []float64) {
	last := uint64(1)<<bits.Len(uint(len(drawn))) - 1
	for i, d := range order {
		numbers[i] = ^math.Float64bits(d.rate)&^last | uint64(d.area)
	}
	slices.Sort(numbers)
	for place, number := range numbers {
		area := int(number & last)
		order[place] = drawnRate{drawn[area], area}
	}
}

// rankOf is the rank, from 1, of the draw that is the nth from 0 in order of rank.
func rankOf(places []int, nth int) int {
	for place, draws := range places {
		if nth -= draws; nth < 0 {
			return place + 1
		}
	}
	return len(places)
}
