package stats

import (
	"cmp"
	"math"
	"slices"
)

// BenjaminiHochberg returns the q-values of a family of tests: with p sorted,
// q(i) = min over j >= i of p(j)·m/j, at most 1. An absent p has an absent q and
// is outside m. The family is every test that was looked at, shown or not.
//
// Source: Benjamini and Hochberg, JRSS B 57:289 (1995).
func BenjaminiHochberg(p []Number) []Number { return stepUp(p, 1) }

// BenjaminiYekutieli is BenjaminiHochberg for tests that depend on one another
// in any way: q-values are larger by the factor Σ 1/j, j = 1 to m.
//
// Source: Benjamini and Yekutieli, Annals of Statistics 29:1165 (2001).
func BenjaminiYekutieli(p []Number) []Number {
	factor := 0.0
	for j := range ascending(p) {
		factor += 1 / float64(j+1)
	}
	return stepUp(p, factor)
}

func stepUp(p []Number, factor float64) []Number {
	q := make([]Number, len(p))
	order := ascending(p)
	least := 1.0
	for j := len(order) - 1; j >= 0; j-- {
		i := order[j]
		least = math.Min(least, p[i].value*(factor*float64(len(order))/float64(j+1)))
		q[i] = N(least)
	}
	return q
}

// Holm returns p-values adjusted so that the chance of one false rejection or
// more in the family stays below the level: with p sorted, the largest of
// (m-j+1)·p(j) so far, at most 1. An absent p stays absent and is outside m.
//
// Source: Holm, Scandinavian Journal of Statistics 6:65 (1979).
func Holm(p []Number) []Number {
	adjusted := make([]Number, len(p))
	order := ascending(p)
	most := 0.0
	for j, i := range order {
		most = math.Max(most, math.Min(1, float64(len(order)-j)*p[i].value))
		adjusted[i] = N(most)
	}
	return adjusted
}

// Bonferroni returns p-values times their number, at most 1: Holm is as safe and finds
// more. An absent p stays absent and is outside m.
//
// Source: Dunn, JASA 56:52 (1961).
func Bonferroni(p []Number) []Number {
	adjusted := make([]Number, len(p))
	m := float64(len(ascending(p)))
	for i := range p {
		if p[i].Known() {
			adjusted[i] = N(math.Min(1, m*p[i].value))
		}
	}
	return adjusted
}

// Hochberg is Holm from the largest p down: the smallest of (m-j+1)·p(j) so far. It wants
// tests that do not depend on one another.
//
// Source: Hochberg, Biometrika 75:800 (1988).
func Hochberg(p []Number) []Number {
	adjusted := make([]Number, len(p))
	order := ascending(p)
	least := 1.0
	for j := len(order) - 1; j >= 0; j-- {
		least = math.Min(least, float64(len(order)-j)*p[order[j]].value)
		adjusted[order[j]] = N(least)
	}
	return adjusted
}

// Hommel returns p-values adjusted by closing Simes's test: it finds a little more than
// Hochberg, under the same condition.
//
// Source: Hommel, Biometrika 75:383 (1988); Wright, Biometrics 48:1005 (1992).
func Hommel(p []Number) []Number {
	order := ascending(p)
	m := len(order)
	sorted, most := make([]float64, m), make([]float64, m)
	simes := 1.0
	for j, i := range order {
		sorted[j] = p[i].value
		simes = math.Min(simes, float64(m)*sorted[j]/float64(j+1))
	}
	for j := range most {
		most[j] = simes
	}
	// Of the k largest that a set of k hypotheses can hold beside the smallest.
	for k := m - 1; k >= 2; k-- {
		largest := math.Inf(1)
		for j := 2; j <= k; j++ {
			largest = math.Min(largest, float64(k)*sorted[m-k+j-1]/float64(j))
		}
		for j := range most {
			bound := largest
			if j <= m-k {
				bound = math.Min(float64(k)*sorted[j], largest)
			} else {
				bound = most[m-k]
			}
			most[j] = math.Max(most[j], bound)
		}
	}
	adjusted := make([]Number, len(p))
	for j, i := range order {
		adjusted[i] = N(math.Max(most[j], sorted[j]))
	}
	return adjusted
}

// ascending returns the indices of the p-values that are known, smallest first.
func ascending(p []Number) []int {
	var order []int
	for i := range p {
		if p[i].Known() {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p[a].value, p[b].value) })
	return order
}
