package spatial

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Moran is local Moran's I of one place.
type Moran struct {
	Local
	// Class is high or low for the place and then for its neighbours: "HH",
	// "LL", "HL", "LH". It is a finding only where the corrected P allows.
	Class string
}

// LocalMoran returns I = (z/m2)·mean of the neighbours' z, with z = x - mean and m2
// the mean of z²: above 0 where a place is like its neighbours. P is two-sided,
// twice the smaller tail and at most 1, from permutations (by custom 999) of the
// other places' values over its neighbours with a generator seeded for each place;
// folded one-sided values, half as large, are common elsewhere. A place without
// neighbours, and every place where all values are equal, has none. It panics on
// slices of unequal length and on fewer than one permutation.
//
// Source: Anselin, Geographical Analysis 27:93 (1995).
func LocalMoran(values []float64, neighbours Neighbours, permutations int, seed uint64) []Moran {
	if permutations < 1 {
		panic("spatial: local Moran needs one permutation or more")
	}
	_, mean, m2 := moments(values, neighbours)
	result := make([]Moran, len(values))
	if m2 == 0 {
		return result
	}
	z := make([]float64, len(values))
	for i, v := range values {
		z[i] = v - mean
	}
	for i := range z {
		k := len(neighbours[i])
		if k == 0 {
			continue
		}
		lag := 0.0
		for _, j := range neighbours[i] {
			lag += z[j]
		}
		result[i].Known = true
		result[i].Value = z[i] / m2 * lag / float64(k)
		result[i].P = conditionalP(z, i, k, z[i]*lag, permutations, rand.New(rand.NewPCG(seed, uint64(i))))
		result[i].Class = letter(z[i]) + letter(lag)
	}
	return result
}

func letter(z float64) string {
	if z > 0 {
		return "H"
	}
	return "L"
}

// conditionalP is the two-sided probability of z[i] times the sum of k values drawn
// from the other places without replacement.
func conditionalP(z []float64, i, k int, observed float64, permutations int, source *rand.Rand) float64 {
	others := slices.Delete(slices.Clone(z), i, i+1)
	slack := 1e-12 * math.Abs(observed)
	high, low := 1, 1
	for range permutations {
		sum := 0.0
		for a := range k {
			b := a + source.IntN(len(others)-a)
			others[a], others[b] = others[b], others[a]
			sum += others[a]
		}
		if z[i]*sum >= observed-slack {
			high++
		}
		if z[i]*sum <= observed+slack {
			low++
		}
	}
	return math.Min(1, 2*float64(min(high, low))/float64(permutations+1))
}
