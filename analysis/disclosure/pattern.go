package disclosure

import (
	"math"
	"slices"
)

// pattern is which numbers of an edition are hidden where all others are shown
// exactly, and the proof that each hidden one cannot be told. Data sets differ by
// records that move from one leaf cell to another of its group, so that the size
// of a group never changes.
type pattern struct {
	width int64
	floor int64 // least value of a hidden number: 1 where zeros are shown

	leaves []int64   // true counts
	group  []int     // of each leaf
	groups [][]int   // leaves of each group
	in     [][]int32 // numbers that count a leaf, in order

	members [][]int // leaves of each number, in order of their groups
	values  []int64
	prices  []int64 // of hiding a number; never for one that must be shown
	hidden  []bool
	proofs  []*proof // of hidden numbers; nil where there is none

	// apart asks for more: no hidden number may be exact for someone who knows a
	// hidden 1 or 2, being counted in it. between are proofs of that alone.
	apart   bool
	between []*proof

	spent *int // moves weighed, and entries of linear programs; copies share it
}

// mostSpent is the effort that a pattern may cost. It is counted and no time, so that
// the same input gives the same pattern; what is not proven by then stays open, and
// its tables are withheld.
const mostSpent = 20_000_000

// spend notes an effort, and reports whether it may be made.
func (p *pattern) spend(effort int) bool {
	*p.spent += effort
	return *p.spent <= mostSpent
}

// proof is two data sets that give everything shown, as moves from the true one.
type proof struct {
	low, high []step
	changes   map[int]shift // of every number that differs from the truth in either
}

// shift is by how much a number differs from its true value in the two data sets.
type shift struct{ low, high int64 }

// width is the greatest value less the least in the two data sets and the true
// one.
func (c shift) width() int64 { return max(c.low, c.high, 0) - min(c.low, c.high, 0) }

// never is the price of what must stay shown: more than that of all else together.
const never = int64(1) << 40

// priceOf is what hiding a number costs: first how many are hidden counts, then
// how much is told by them.
func priceOf(value int64) int64 {
	return 1000 + int64(math.Floor(4*math.Log2(float64(value+1))))
}

// newPattern counts the numbers over leaf cells. Leaf cells of one group may
// exchange records.
func newPattern(leaves []int64, group []int, members [][]int) *pattern {
	p := &pattern{leaves: leaves, group: group, members: members, spent: new(int), in: make([][]int32, len(leaves))}
	for leaf, g := range group {
		for len(p.groups) <= g {
			p.groups = append(p.groups, nil)
		}
		p.groups[g] = append(p.groups[g], leaf)
	}
	n := len(members)
	p.values, p.prices, p.hidden, p.proofs = make([]int64, n), make([]int64, n), make([]bool, n), make([]*proof, n)
	for i, m := range members {
		slices.SortFunc(m, func(a, b int) int {
			if group[a] != group[b] {
				return group[a] - group[b]
			}
			return a - b
		})
		for _, leaf := range m {
			p.in[leaf] = append(p.in[leaf], int32(i))
			p.values[i] += leaves[leaf]
		}
		p.prices[i] = priceOf(p.values[i])
	}
	return p
}

// open lists hidden numbers without a proof, the smallest first.
func (p *pattern) open() []int {
	var open []int
	for i, hidden := range p.hidden {
		if hidden && p.proofs[i] == nil {
			open = append(open, i)
		}
	}
	slices.SortStableFunc(open, func(a, b int) int { return int(p.values[a] - p.values[b]) })
	return open
}

// keep takes a proof for every hidden number that it is wide enough for.
func (p *pattern) keep(found *proof) {
	for i, s := range found.changes {
		if p.hidden[i] && p.proofs[i] == nil && s.width() >= p.width {
			p.proofs[i] = found
		}
	}
}

// cost is the price of all that is hidden.
func (p *pattern) cost() int64 {
	sum := int64(0)
	for i, hidden := range p.hidden {
		if hidden {
			sum += p.prices[i]
		}
	}
	return sum
}
