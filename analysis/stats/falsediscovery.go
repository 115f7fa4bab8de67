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
