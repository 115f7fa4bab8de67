package reports

import (
	"math"
	"slices"
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

// naturalClasses are at most five classes with the least spread of square roots
// within each (Fisher 1958; Jenks 1977), whose breaks are round numbers in the gaps
// between them; none for values below 0 or of more than mostNatural different ones.
// Roots, since rates of small areas spread the more the higher they are.
func naturalClasses(values []float64, resolution float64) []class {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	different := slices.Compact(slices.Clone(sorted))
	if len(different) < 3 || len(different) > mostNatural || different[0] < 0 {
		return nil
	}
	var breaks []float64
	for _, first := range naturalParts(sorted, different, min(5, len(different))) {
		breaks = append(breaks, roundBetween(different[first-1], different[first], resolution))
	}
	return partedAt(breaks)
}

// naturalParts parts sorted values into so many classes of the least sum of squares of
// roots, and returns the index in different of the first value of each class but the
// lowest.
func naturalParts(sorted, different []float64, count int) []int {
	n := len(different)
	// Sums over the values up to each different one give the spread of any run.
	weight, sum, squares := make([]float64, n+1), make([]float64, n+1), make([]float64, n+1)
	next := 0
	for i, v := range different {
		weight[i+1], sum[i+1], squares[i+1] = weight[i], sum[i], squares[i]
		for ; next < len(sorted) && sorted[next] == v; next++ {
			weight[i+1]++
			sum[i+1] += math.Sqrt(v)
			squares[i+1] += v
		}
	}
	spread := func(from, to int) float64 { // of different[from:to]
		s := sum[to] - sum[from]
		return squares[to] - squares[from] - s*s/(weight[to]-weight[from])
	}
	least, start := make([][]float64, count+1), make([][]int, count+1)
	for k := range least {
		least[k], start[k] = make([]float64, n+1), make([]int, n+1)
	}
	for to := 1; to <= n; to++ {
		least[1][to] = spread(0, to)
	}
	for k := 2; k <= count; k++ {
		for to := k; to <= n; to++ {
			least[k][to] = math.Inf(1)
			for from := k - 1; from < to; from++ {
				if s := least[k-1][from] + spread(from, to); s < least[k][to] {
					least[k][to], start[k][to] = s, from
				}
			}
		}
	}
	var firsts []int
	for k, to := count, n; k > 1; k-- {
		to = start[k][to]
		firsts = append(firsts, to)
	}
	slices.Reverse(firsts)
	return firsts
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
