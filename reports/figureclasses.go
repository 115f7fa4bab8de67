package reports

import (
	"math"
	"slices"

	"svna/analysis/stats"
)

// mostNatural is the most different values that are parted at their gaps; finding the
// best gaps takes the square of it.
const mostNatural = 600

// mapClasses are the classes of a map of areas: about fifths of the areas, or, where
// one of them but the lowest would hold values of which one is twice another, classes
// parted at the largest gaps: a map must not colour 2 as it colours 15.
func mapClasses(values []float64, resolution float64) []class {
	classes := roundClasses(values, resolution)
	if len(values) == 0 || slices.Min(values) < 0 || !slices.ContainsFunc(classes[1:], func(c class) bool { return c.uneven(values) }) {
		return classes
	}
	if natural := naturalClasses(values, resolution); natural != nil {
		return natural
	}
	return classes
}

// uneven reports whether one value in a class is twice another.
func (c class) uneven(values []float64) bool {
	least, most := math.Inf(1), 0.0
	for _, v := range values {
		if v >= c.from && v < c.to {
			least, most = min(least, v), max(most, v)
		}
	}
	return most >= 2*least
}

// naturalClasses are at most five classes parted by stats.NaturalBreaks, with round
// numbers in the gaps between them; none for values below 0 or of more than
// mostNatural different ones.
func naturalClasses(values []float64, resolution float64) []class {
	different := slices.Clone(values)
	slices.Sort(different)
	different = slices.Compact(different)
	if len(different) < 3 || len(different) > mostNatural || different[0] < 0 {
		return nil
	}
	var breaks []float64
	for _, lowest := range stats.NaturalBreaks(values, 5) {
		i, _ := slices.BinarySearch(different, lowest)
		breaks = append(breaks, roundBetween(different[i-1], lowest, resolution))
	}
	return partedAt(breaks)
}

// roundBetween is a round number above low and not above high: a multiple of the
// largest of 1, 2 and 5 times a power of ten that fits between them, the nearest to
// their middle. No number is finer than the resolution.
func roundBetween(low, high, resolution float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(high-low)))
	for range 4 {
		for _, m := range []float64{5, 2, 1} {
			step := m * power
			nearest := decimal(math.Round((low+high)/2/step) * step)
			if step >= resolution*(1-1e-9) && nearest > low && nearest <= high {
				return nearest
			}
		}
		power /= 10
	}
	return high
}
