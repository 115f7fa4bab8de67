package stats

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// Overlap compares the top k of two sets of areas (F24).
type Overlap struct {
	K          int
	TopA, TopB []int // indices, ties at the cut in
	Both       int
	Jaccard    Number
	Expected   Number
	P          Number // hypergeometric
	Rho        Number // Spearman
	RhoP       Number // permutation
}

// OverlapTop compares the areas with the highest values of a with those of b;
// a[i] and b[i] belong to one area. The top is the k highest (k of 0: a tenth of
// the areas, rounded up, at least 3) and every area that ties with the last of
// them, but never an area with a value of 0. Jaccard is the number in both tops
// over the number in either; Expected is the number in both if the tops were
// thrown at random, and P the probability of as many or more. Rho is Spearman's
// correlation of all areas on midranks; RhoP is two-sided, from permutations (by
// custom 999) with a seeded generator, and ignores that neighbours are alike.
//
// Where b is a part of a, overlap is arithmetic: compare the complement. Numbers
// are absent where a top is empty, or where all values of a set are equal (Rho).
// It panics on slices of unequal length.
//
// Source: Jaccard; the hypergeometric distribution; Spearman, American Journal of
// Psychology 15:72 (1904).
func OverlapTop(a, b []float64, k, permutations int, seed uint64) Overlap {
	if len(a) != len(b) {
		panic("stats: two sets of areas of unequal length")
	}
	n := len(a)
	if k <= 0 {
		k = max(3, (n+9)/10)
	}
	o := Overlap{K: min(k, n), TopA: topAreas(a, k), TopB: topAreas(b, k)}
	for _, i := range o.TopA {
		if slices.Contains(o.TopB, i) {
			o.Both++
		}
	}
	ka, kb := len(o.TopA), len(o.TopB)
	if ka > 0 && kb > 0 {
		o.Jaccard = N(float64(o.Both) / float64(ka+kb-o.Both))
		o.Expected = N(float64(ka) * float64(kb) / float64(n))
		o.P = N(hypergeometricAtLeast(o.Both, ka, kb, n))
	}
	o.Rho, o.RhoP = Spearman(a, b, permutations, seed)
	return o
}

// JaccardInterval is the number of areas in both tops as a share of those in
// either, with a Wilson interval. The areas are no sample, so the interval says
// how few areas the share rests on, and no more.
func JaccardInterval(o Overlap) Estimate {
	return Share(float64(o.Both), float64(len(o.TopA)+len(o.TopB)-o.Both))
}

// topAreas returns the indices of the k highest values above 0, and of those
// that tie with the last of them, in the order of the areas.
func topAreas(values []float64, k int) []int {
	sorted := slices.Clone(values)
	slices.SortFunc(sorted, func(a, b float64) int { return -compareFloats(a, b) })
	var top []int
	if len(sorted) == 0 {
		return top
	}
	cut := sorted[min(k, len(sorted))-1]
	for i, v := range values {
		if v >= cut && v > 0 {
			top = append(top, i)
		}
	}
	return top
}

func compareFloats(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// hypergeometricAtLeast is P(X >= x) for the number of marked areas among kb
// drawn of n, ka of which are marked.
func hypergeometricAtLeast(x, ka, kb, n int) float64 {
	if x <= max(0, ka+kb-n) {
		return 1
	}
	total := 0.0
	for i := x; i <= min(ka, kb); i++ {
		if kb-i <= n-ka {
			total += math.Exp(logChoose(float64(ka), float64(i)) + logChoose(float64(n-ka), float64(kb-i)) - logChoose(float64(n), float64(kb)))
		}
	}
	return math.Min(total, 1)
}

// Spearman returns the rank correlation of two sets of values on midranks, and
// its two-sided p-value by permutation with a seeded generator:
// (1 + number of permutations as far from 0)/(permutations + 1). Both are absent
// for fewer than three pairs or where one set has one value throughout; p is
// absent without permutations. It panics on slices of unequal length.
func Spearman(a, b []float64, permutations int, seed uint64) (rho, p Number) {
	if len(a) != len(b) {
		panic("stats: two sets of values of unequal length")
	}
	if len(a) < 3 {
		return Number{}, Number{}
	}
	ranksA, ranksB := Midranks(a), Midranks(b)
	observed := stat.Correlation(ranksA, ranksB, nil)
	rho = N(observed)
	if !rho.Known() || permutations < 1 {
		return rho, Number{}
	}
	source := rand.New(rand.NewPCG(seed, 0))
	extreme := 1
	for range permutations {
		source.Shuffle(len(ranksB), func(i, j int) { ranksB[i], ranksB[j] = ranksB[j], ranksB[i] })
		if math.Abs(stat.Correlation(ranksA, ranksB, nil)) >= math.Abs(observed)-1e-12 {
			extreme++
		}
	}
	return rho, N(float64(extreme) / float64(permutations+1))
}

// Midranks returns the ranks of the values, 1 the smallest; equal values share
// the mean of their ranks.
func Midranks(values []float64) []float64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return compareFloats(values[a], values[b]) })
	ranks := make([]float64, len(values))
	for from := 0; from < len(order); {
		to := from
		for to < len(order) && values[order[to]] == values[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			ranks[i] = float64(from+1+to) / 2
		}
		from = max(to, from+1)
	}
	return ranks
}
