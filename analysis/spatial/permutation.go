package spatial

import (
	"math"
	"math/rand/v2"
)

// conditionalP returns, for each place with neighbours, the two-sided probability
// of the sum of its neighbours' values if the other places' values lay at random:
// k of the others drawn without replacement, permutations times, from a generator
// seeded for each place. P is twice the smaller tail, at most 1, where a tail is
// (1 + draws as extreme)/(permutations + 1). Places without neighbours have NaN.
func conditionalP(values []float64, neighbours Neighbours, permutations int, seed uint64) []float64 {
	if permutations < 1 {
		panic("spatial: needs one permutation or more")
	}
	p := make([]float64, len(values))
	each(len(values), func(i int) {
		p[i] = math.NaN()
		if len(neighbours[i]) > 0 {
			p[i] = placeP(values, neighbours[i], i, permutations, rand.NewPCG(seed, uint64(i)))
		}
	})
	return p
}

func placeP(values []float64, neighbours []int, i, permutations int, source *rand.PCG) float64 {
	observed, size := 0.0, 0.0
	for _, j := range neighbours {
		observed += values[j]
		size += math.Abs(values[j])
	}
	slack := 1e-12 * size // equal sums in another order are equal
	draw := sampler{source: source, values: values, leftOut: i, chosen: make([]uint32, len(neighbours))}
	high, low := 1, 1
	for range permutations {
		sum := draw.sum()
		if sum >= observed-slack {
			high++
		}
		if sum <= observed+slack {
			low++
		}
	}
	return math.Min(1, 2*float64(min(high, low))/float64(permutations+1))
}

// sampler draws values of places without replacement, one place left out.
type sampler struct {
	source  *rand.PCG
	values  []float64
	leftOut int
	chosen  []uint32
	pool    []float64 // the others' values, made where many are drawn
	spare   uint64    // half a random word
	halves  int
}

// below is a random whole number below n, each alike (Lemire 2019).
func (s *sampler) below(n uint32) uint32 {
	for {
		if s.halves == 0 {
			s.spare, s.halves = s.source.Uint64(), 2
		}
		product := (s.spare & 0xffffffff) * uint64(n)
		s.spare >>= 32
		s.halves--
		if low := uint32(product); low >= n || low >= -n%n {
			return uint32(product >> 32)
		}
	}
}

// sum draws len(chosen) values and adds them.
func (s *sampler) sum() float64 {
	others, k := uint32(len(s.values)-1), len(s.chosen)
	if 8*k > int(others) || k > 24 {
		return s.sumOfPool()
	}
	sum := 0.0
	for a := range k {
	again:
		j := s.below(others)
		for _, other := range s.chosen[:a] {
			if other == j {
				goto again
			}
		}
		s.chosen[a] = j
		if int(j) >= s.leftOut {
			j++
		}
		sum += s.values[j]
	}
	return sum
}

// sumOfPool shuffles the first places of a pool, for neighbourhoods that are a large
// part of all places.
func (s *sampler) sumOfPool() float64 {
	if s.pool == nil {
		s.pool = append(append(s.pool, s.values[:s.leftOut]...), s.values[s.leftOut+1:]...)
	}
	sum := 0.0
	for a := range s.chosen {
		b := a + int(s.below(uint32(len(s.pool)-a)))
		s.pool[a], s.pool[b] = s.pool[b], s.pool[a]
		sum += s.pool[a]
	}
	return sum
}
