package disclosure

import (
	"cmp"
	"slices"
)

// view is what the audit of one aspect may move: all else about each record
// stays as it is. Records that agree in everything outside the aspect form a
// group, and within a group a record may take the aspect of any other: swap the
// ward of two offences that only tables by ward tell apart, and no table by hour
// can notice. So the leaf cells are the combinations that occur, group by group,
// the size of each group is fixed, and two ways to fill the leaf cells are two
// data sets that really could be.
type view struct {
	aspect string
	own    []*number
	leaves []leaf
	groups [][]int // leaves of each group
	// leavesIn lists the leaves of each own number.
	leavesIn [][]int
	centred  bool
	// base are the first moves of every witness, and baseCount what the numbers are
	// after them: see centre.
	base      []step
	baseMoves []Move
	baseCount []int64
	leafOf    map[int32]int // of a record
}

// leaf is a combination of memberships that occurs.
type leaf struct {
	group   int
	in      []int32 // indices of own numbers, in order
	records []int32
}

// view returns the view of an aspect on one kind of row.
func (l *lattice) view(kind, aspect string) *view {
	v := &view{aspect: aspect, leafOf: map[int32]int{}}
	numbers := l.universes[kind].numbers
	last := int32(-1)
	for _, n := range numbers {
		if len(n.rows) > 0 {
			last = max(last, n.rows[len(n.rows)-1])
		}
	}
	outside := make([]uint64, last+1) // hash of what is outside the aspect
	inside := make([][]int32, last+1)
	mark := func(rows []int32, i int) {
		for _, r := range rows {
			outside[r] = (outside[r] ^ uint64(i+1)) * 0x9E3779B97F4A7C15
			outside[r] ^= outside[r] >> 29
		}
	}
	for i, n := range numbers {
		switch {
		case l.own(n, aspect):
			for _, r := range n.rows {
				inside[r] = append(inside[r], int32(len(v.own)))
			}
			v.own = append(v.own, n)
		case l.shared(n, aspect):
			mark(n.rows, i)
		}
	}
	for i, b := range l.blocks {
		if b.kind == kind && (b.aspect == "" || l.root(b.aspect) != aspect) {
			mark(b.records, len(numbers)+i)
		}
	}
	v.sort(inside, outside)
	return v
}

// shared reports whether a number is printed in tables of the aspect and in
// others: then no record may enter or leave it. (Of numbers of other aspects
// alone a record keeps what it has.)
func (l *lattice) shared(n *number, aspect string) bool {
	for _, a := range n.aspects {
		if l.root(a) == aspect {
			return true
		}
	}
	return false
}

// sort puts records into leaves and groups, in an order that what is printed
// decides and not the order of the records, so that the same extract with its rows
// in another order gives the same edition.
func (v *view) sort(inside [][]int32, outside []uint64) {
	type leafKey struct {
		group int
		in    uint64
	}
	groups, leaves := map[uint64]int{}, map[leafKey]int{}
	var order []int
	for r := range outside {
		if outside[r] != 0 || inside[r] != nil { // else in nothing that is printed here
			order = append(order, r)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(outside[a], outside[b]), slices.Compare(inside[a], inside[b]))
	})
	for _, r := range order {
		g, found := groups[outside[r]]
		if !found {
			g = len(v.groups)
			groups[outside[r]] = g
			v.groups = append(v.groups, nil)
		}
		h := uint64(1469598103934665603)
		for _, i := range inside[r] {
			h = (h ^ uint64(i+1)) * 0x9E3779B97F4A7C15
			h ^= h >> 31
		}
		key := leafKey{g, h}
		at, found := leaves[key]
		if !found {
			at = len(v.leaves)
			leaves[key] = at
			v.leaves = append(v.leaves, leaf{group: g, in: inside[r]})
			v.groups[g] = append(v.groups[g], at)
		}
		v.leaves[at].records = append(v.leaves[at].records, int32(r))
		v.leafOf[int32(r)] = at
	}
	v.leavesIn = make([][]int, len(v.own))
	for at, l := range v.leaves {
		for _, i := range l.in {
			v.leavesIn[i] = append(v.leavesIn[i], at)
		}
	}
}

// possible are the values of a number that a reader of the covers and of what is
// printed, in this edition and in earlier ones, cannot exclude from the number
// alone. A number hidden to protect others is taken as known to be such.
func (r Rule) possible(n *number) (least, most int64) {
	least, most = 0, Unbounded
	if n.now {
		least, most = r.leaves(n.count, n.hidden)
	}
	for _, p := range n.seen {
		low, high := p.rule.leaves(n.count, p.hidden)
		least, most = max(least, low), min(most, high)
	}
	return least, most
}

// leaves are the values that one printing of a count leaves possible.
func (r Rule) leaves(count int, hidden bool) (least, most int64) {
	switch {
	case !hidden:
		a, b := r.Bounds(r.Round(count))
		return int64(a), int64(b)
	case r.Exact() || !r.shows(count):
		a, b := r.smallBounds()
		return int64(a), int64(b)
	}
	return int64(r.Threshold), Unbounded
}
