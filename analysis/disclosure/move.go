package disclosure

import (
	"cmp"
	"slices"
)

// mover moves records of the true data so that one number, the target, becomes
// less (direction -1) or more (+1), while every number that is shown keeps its
// value. Where that takes the hiding of further numbers it says which.
type mover struct {
	p         *pattern
	target    int
	direction int64
	deltas    []int64 // value of each number less its true one
	less      []int64 // how much the penalty of each number changes with one record less,
	more      []int64 // and with one more
	left      []int64 // records of each leaf that have not moved
	steps     []step
	inTarget  []bool // by leaf
	effort    int    // moves weighed so far
	limit     int    // of the effort
}

func newMover(p *pattern, target int, direction int64, limit int) *mover {
	m := &mover{p: p, limit: limit, target: target, direction: direction, left: slices.Clone(p.leaves), inTarget: make([]bool, len(p.leaves))}
	all := make([]int64, 3*len(p.values))
	m.deltas, m.less, m.more = all[:len(p.values)], all[len(p.values):2*len(p.values)], all[2*len(p.values):]
	for n := range p.values {
		m.reprice(n)
	}
	for _, leaf := range p.members[target] {
		m.inTarget[leaf] = true
	}
	return m
}

// trial is a first move with those that mend what it breaks, and the numbers to
// hide since nothing mends them.
type trial struct {
	steps []step
	hide  []int
	price int64
	times int64 // how often it can be made
}

// betterThan compares the price of what has to be hidden for each record that
// the target changes by.
func (t trial) betterThan(other trial) bool {
	if other.times == 0 {
		return t.times > 0
	}
	return t.times > 0 && t.price*other.times < other.price*t.times
}

const (
	mostFirst   = 16     // first moves that are tried to be mended
	mostMends   = 6      // moves that mend one
	mostWeighed = 100000 // moves weighed for one data set
	mostChecked = 10000  // the same where nothing more may be hidden
)

// best is the best trial that changes the target by at most so much; its times are
// 0 if there is none. The first that hides nothing is the best.
func (m *mover) best(most int64) (best trial) {
	for _, first := range m.first() {
		t, ok := m.try(first, most)
		if ok && t.betterThan(best) {
			best = t
		}
		if best.times > 0 && best.price == 0 {
			break
		}
	}
	return best
}

// first lists moves that change the target by one, the least harmful first.
func (m *mover) first() []step {
	type weighed struct {
		step
		cost int64
	}
	var list []weighed
	for _, in := range m.p.members[m.target] {
		for _, other := range m.p.groups[m.p.group[in]] {
			if m.inTarget[other] {
				continue
			}
			s := step{from: in, to: other}
			if m.direction > 0 {
				s = step{from: other, to: in}
			}
			if m.left[s.from] == 0 {
				continue
			}
			*m.p.spent++
			w := weighed{s, m.cost(s)}
			if len(list) == 4*mostFirst {
				slices.SortStableFunc(list, func(a, b weighed) int { return cmp.Compare(a.cost, b.cost) })
				list = list[:mostFirst]
			}
			list = append(list, w)
		}
	}
	slices.SortStableFunc(list, func(a, b weighed) int { return cmp.Compare(a.cost, b.cost) })
	steps := make([]step, min(len(list), mostFirst))
	for i := range steps {
		steps[i] = list[i].step
	}
	return steps
}

// try makes a first move, mends what it breaks, and takes all back; ok is false
// if what must stay shown would have to be hidden.
func (m *mover) try(first step, most int64) (t trial, ok bool) {
	before := len(m.steps)
	m.apply(first, 1)
	m.mend(before)
	t.steps = slices.Clone(m.steps[before:])
	ok = true
	for _, n := range m.broken(before) {
		t.hide = append(t.hide, n)
		t.price += m.p.prices[n]
		if m.p.prices[n] >= never || m.p.hidden[n] || m.p.values[n]+m.deltas[n] < m.p.floor {
			ok = false
		}
	}
	for len(m.steps) > before {
		m.apply(m.steps[len(m.steps)-1], -1)
	}
	if ok {
		t.times = m.times(t, most)
	}
	return t, ok && t.times > 0
}

// mend makes moves that leave the target alone, each of which reduces what is
// broken since so many steps.
func (m *mover) mend(since int) {
	for range mostMends {
		broken := m.broken(since)
		if len(broken) == 0 {
			return
		}
		s, found := m.mending(broken)
		if !found {
			return
		}
		m.apply(s, 1)
	}
}

// mending is the move that mends most. It takes a record from a number that has
// too many to one that has too few, or else, for one number, to or from anywhere.
func (m *mover) mending(broken []int) (best step, found bool) {
	least := int64(0)
	weigh := func(s step) {
		if m.left[s.from] == 0 || m.inTarget[s.from] != m.inTarget[s.to] {
			return
		}
		m.effort++
		*m.p.spent++
		if c := m.cost(s); c < least {
			best, least, found = s, c, true
		}
	}
	for _, over := range broken {
		for _, under := range broken {
			if m.deltas[over] > 0 && m.deltas[under] < 0 && m.effort < m.limit {
				m.pairs(m.p.members[over], m.p.members[under], weigh)
			}
		}
	}
	if found {
		return best, true
	}
	for _, n := range broken {
		for _, in := range m.p.members[n] {
			if m.effort >= m.limit {
				return best, found
			}
			for _, other := range m.p.groups[m.p.group[in]] {
				if m.deltas[n] > 0 {
					weigh(step{from: in, to: other})
				} else {
					weigh(step{from: other, to: in})
				}
			}
		}
		if found {
			return best, true
		}
	}
	return best, found
}

// pairs calls f with every move within a group from one list of leaves to another.
func (m *mover) pairs(from, to []int, f func(step)) {
	for len(from) > 0 && len(to) > 0 {
		g, h := m.p.group[from[0]], m.p.group[to[0]]
		switch {
		case g < h:
			from = from[1:]
		case h < g:
			to = to[1:]
		default:
			a, b := sameGroup(m.p, from), sameGroup(m.p, to)
			for _, x := range from[:a] {
				for _, y := range to[:b] {
					if x != y {
						f(step{from: x, to: y})
					}
				}
			}
			from, to = from[a:], to[b:]
		}
	}
}

// sameGroup is how many leaves at the head of a list are of one group.
func sameGroup(p *pattern, leaves []int) int {
	n := 1
	for n < len(leaves) && p.group[leaves[n]] == p.group[leaves[0]] {
		n++
	}
	return n
}

// broken lists the numbers that would be printed otherwise, or fall below the
// floor, after the steps since so many, the dearest first.
func (m *mover) broken(since int) []int {
	var list []int
	for _, s := range m.steps[since:] {
		for _, leaf := range []int{s.from, s.to} {
			for _, n := range m.p.in[leaf] {
				if m.penalty(int(n), m.deltas[n]) > 0 && int(n) != m.target && !slices.Contains(list, int(n)) {
					list = append(list, int(n))
				}
			}
		}
	}
	slices.SortFunc(list, func(a, b int) int {
		return cmp.Or(cmp.Compare(m.p.prices[b], m.p.prices[a]), cmp.Compare(a, b))
	})
	return list
}

// penalty is by how much a number is broken when it differs so much from its
// true value.
func (m *mover) penalty(n int, delta int64) int64 {
	if !m.p.hidden[n] {
		return m.p.prices[n] * max(delta, -delta)
	}
	return never * max(0, m.p.floor-m.p.values[n]-delta)
}

// cost is how much a move adds to what is broken, the target apart.
func (m *mover) cost(s step) (cost int64) {
	from, to := m.p.in[s.from], m.p.in[s.to]
	for len(from) > 0 && len(to) > 0 {
		switch a, b := from[0], to[0]; {
		case a < b:
			cost += m.less[a]
			from = from[1:]
		case b < a:
			cost += m.more[b]
			to = to[1:]
		default:
			from, to = from[1:], to[1:]
		}
	}
	for _, n := range from {
		cost += m.less[n]
	}
	for _, n := range to {
		cost += m.more[n]
	}
	return cost
}

// costOfOne is how much the penalty of a number changes with one record less or
// more.
func (m *mover) costOfOne(n int, by int64) int64 {
	if n == m.target {
		return 0
	}
	delta := m.deltas[n]
	if m.p.hidden[n] {
		least := m.p.floor - m.p.values[n]
		if delta > least || (delta == least && by > 0) {
			return 0
		}
		return -never * by
	}
	if delta*by >= 0 {
		return m.p.prices[n]
	}
	return -m.p.prices[n]
}

// reprice notes what a record less or more of a number costs now.
func (m *mover) reprice(n int) {
	m.less[n], m.more[n] = m.costOfOne(n, -1), m.costOfOne(n, 1)
}

// changes calls f with the numbers that a move changes.
func (m *mover) changes(s step, f func(n int, by int64)) {
	changed(m.p.in[s.from], m.p.in[s.to], f)
}

// apply makes a move, or takes the last one back (times -1).
func (m *mover) apply(s step, times int64) {
	m.changes(s, func(n int, by int64) {
		m.deltas[n] += times * by
		m.reprice(n)
	})
	m.left[s.from] -= times
	if times > 0 {
		m.steps = append(m.steps, s)
	} else {
		m.steps = m.steps[:len(m.steps)-1]
	}
}

// times is how often a trial can be made, with what it hides hidden, until the
// target has changed by so much.
func (m *mover) times(t trial, most int64) int64 {
	uses, by := map[int]int64{}, map[int]int64{}
	for _, s := range t.steps {
		uses[s.from]++
		m.changes(s, func(n int, d int64) { by[n] += d })
	}
	for leaf, n := range uses {
		most = min(most, m.left[leaf]/n)
	}
	for n, d := range by {
		if d < 0 {
			most = min(most, (m.p.values[n]+m.deltas[n]-m.p.floor)/-d)
		}
	}
	return most
}

// repeat makes a trial so often.
func (m *mover) repeat(t trial) {
	for range t.times {
		for _, s := range t.steps {
			m.apply(s, 1)
		}
	}
}

// proofOf joins two data sets.
func proofOf(low, high *mover) *proof {
	f := &proof{low: low.steps, high: high.steps, changes: map[int]shift{}}
	for n, d := range low.deltas {
		if e := high.deltas[n]; d != 0 || e != 0 {
			f.changes[n] = shift{d, e}
		}
	}
	return f
}
