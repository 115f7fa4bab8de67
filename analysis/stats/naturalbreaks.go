package stats

import (
	"math"
	"slices"
)

// NaturalBreaks parts values of 0 or more into at most k groups of neighbours in which
// the sum of squares about the means of the groups is least, and returns the lowest
// value of each group but the first, ascending: fewer than k-1 where there are fewer
// distinct values. It looks at square roots, since rates of small areas spread the
// more the higher they are. Exact, by dynamic programming.
//
// Source: Fisher (1958), On grouping for maximum homogeneity, JASA 53:789-798.
func NaturalBreaks(values []float64, k int) []float64 {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	distinct := slices.Compact(slices.Clone(sorted))
	n := len(distinct)
	k = min(k, n)
	if k < 2 {
		return nil
	}
	spread := spreadOfRoots(sorted, distinct)
	// least[j] is the least sum for the first j distinct values in so many groups;
	// from[g][j] is where the last of g+1 groups of them begins.
	least, from := make([]float64, n+1), make([][]int, k)
	for j := 1; j <= n; j++ {
		least[j] = spread(0, j)
	}
	for g := 1; g < k; g++ {
		next := make([]float64, n+1)
		from[g] = make([]int, n+1)
		for j := range next {
			next[j] = math.Inf(1)
			for i := g; i < j; i++ {
				if sum := least[i] + spread(i, j); sum < next[j] {
					next[j], from[g][j] = sum, i
				}
			}
		}
		least = next
	}
	breaks := make([]float64, k-1)
	for g, end := k-1, n; g > 0; g-- {
		end = from[g][end]
		breaks[g-1] = distinct[end]
	}
	return breaks
}

// spreadOfRoots returns the sum of squares about their mean of the roots of the
// distinct values from i up to, but not including, j, each as often as it occurs.
func spreadOfRoots(sorted, distinct []float64) func(i, j int) float64 {
	n := len(distinct)
	weight, sum, squares := make([]float64, n+1), make([]float64, n+1), make([]float64, n+1)
	next := 0
	for i, v := range distinct {
		weight[i+1], sum[i+1], squares[i+1] = weight[i], sum[i], squares[i]
		for ; next < len(sorted) && sorted[next] == v; next++ {
			weight[i+1]++
			sum[i+1] += math.Sqrt(v)
			squares[i+1] += v
		}
	}
	return func(i, j int) float64 {
		s := sum[j] - sum[i]
		return squares[j] - squares[i] - s*s/(weight[j]-weight[i])
	}
}
