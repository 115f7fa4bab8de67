package disclosure

import "slices"

// dominated reports whether a sum of amounts tells too much of its largest part:
// two parts make up over 90% of it, the (2, 90%) rule, or the sum less the two
// largest is under 10% of the largest, the p% rule with p = 10, so that the second
// largest could estimate the largest to closer than that (Hundepool and others
// 2012, Statistical Disclosure Control, section 4.2). Both are rules of the
// research environments that use ACRO. Amounts are not below 0.
func dominated(amounts []float64) bool {
	return dominates(amounts, 2, 90) || estimable(amounts, 10)
}

// dominates is the (n, k%) rule: the n largest amounts are over k per cent of the
// sum.
func dominates(amounts []float64, n int, k float64) bool {
	largest, sum := largestFirst(amounts)
	top := 0.0
	for _, a := range largest[:min(n, len(largest))] {
		top += a
	}
	return 100*top > k*sum
}

// estimable is the p% rule: the sum less the two largest amounts is under p per
// cent of the largest.
func estimable(amounts []float64, p float64) bool {
	largest, sum := largestFirst(amounts)
	if sum == 0 {
		return false
	}
	rest := sum
	for _, a := range largest[:min(2, len(largest))] {
		rest -= a
	}
	return 100*rest < p*largest[0]
}

func largestFirst(amounts []float64) (sorted []float64, sum float64) {
	sorted = slices.Clone(amounts)
	slices.Sort(sorted)
	slices.Reverse(sorted)
	for _, a := range sorted {
		sum += a
	}
	return sorted, sum
}
