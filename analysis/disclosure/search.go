package disclosure

// search moves records one after the other, from the base of the view on, so that
// an own number becomes as small (direction -1) or as large (+1) as the goal while
// everything printed stays as it is. It returns the number reached and the moves
// after those of the base. It may stop short of what is possible, never beyond it:
// the checker adds up whatever it finds.
func (v *view) search(rule Rule, target, direction int, goal int64) (int64, []Move) {
	s := fromBase(rule, v, target)
	for s.counts[target] != goal && s.step(direction) {
	}
	return s.counts[target], s.moves(v.base)
}

// searching is a data set on its way.
type searching struct {
	view        *view
	target      int
	counts      []int64 // of the own numbers
	least, most []int64 // that give what is printed
	left        []int   // records of each leaf that have not moved
	steps       []step
	inTarget    []bool // by leaf
	inMended    []bool // by leaf, scratch
	effort      int    // moves weighed so far
}

// step moves one record from a leaf to become like those of another.
type step struct{ from, to int }

// fromBase starts from the base of the view.
func fromBase(rule Rule, v *view, target int) *searching {
	s := newSearching(rule, v, target)
	for _, m := range v.base {
		s.apply(m)
	}
	s.steps = nil
	return s
}

// newSearching starts from the true data set.
func newSearching(rule Rule, v *view, target int) *searching {
	numbers := len(v.own)
	s := &searching{view: v, target: target, counts: make([]int64, numbers), least: make([]int64, numbers), most: make([]int64, numbers), left: make([]int, len(v.leaves))}
	for i, n := range v.own {
		s.counts[i] = int64(n.count)
		s.least[i], s.most[i] = rule.possible(n)
	}
	for at, l := range v.leaves {
		s.left[at] = len(l.records)
	}
	s.inTarget, s.inMended = make([]bool, len(v.leaves)), make([]bool, len(v.leaves))
	for _, at := range v.leavesIn[target] {
		s.inTarget[at] = true
	}
	return s
}

// mostTried is how many first moves that break something are tried to be mended.
const mostTried = 12

// step changes the target by one, with further moves that mend what the first
// one breaks; it reports whether it could.
func (s *searching) step(direction int) bool {
	if next := s.counts[s.target] + int64(direction); next < s.least[s.target] || next > s.most[s.target] {
		return false
	}
	var broken []step // first moves, the least harmful first
	var costs []int64
	for _, in := range s.view.leavesIn[s.target] {
		for _, other := range s.view.groups[s.view.leaves[in].group] {
			m := step{from: in, to: other}
			if direction > 0 {
				m = step{from: other, to: in}
			}
			if s.left[m.from] == 0 || s.inTarget[other] {
				continue
			}
			cost := s.cost(m)
			if cost == 0 {
				s.apply(m)
				return true
			}
			at := len(costs)
			for at > 0 && costs[at-1] > cost {
				at--
			}
			if at < mostTried {
				broken = append(broken[:at], append([]step{m}, broken[at:]...)...)
				costs = append(costs[:at], append([]int64{cost}, costs[at:]...)...)
				broken, costs = broken[:min(len(broken), mostTried)], costs[:min(len(costs), mostTried)]
			}
		}
	}
	for _, m := range broken {
		before := len(s.steps)
		s.apply(m)
		if s.mend() {
			return true
		}
		for len(s.steps) > before {
			s.undo()
		}
	}
	return false
}

// mostMending is how many moves may mend a first one.
const mostMending = 5

// mend makes moves that leave the target alone until nothing is broken; it
// reports whether it could. Each must reduce what is broken.
func (s *searching) mend() bool {
	for range mostMending {
		number := s.brokenNumber()
		if number < 0 {
			return true
		}
		m, found := s.mending(number)
		if !found {
			return false
		}
		s.apply(m)
	}
	return s.brokenNumber() < 0
}

// mending is the move that mends most of what is broken, one number foremost.
func (s *searching) mending(number int) (best step, found bool) {
	for _, at := range s.view.leavesIn[number] {
		s.inMended[at] = true
	}
	defer func() {
		for _, at := range s.view.leavesIn[number] {
			s.inMended[at] = false
		}
	}()
	leaving := s.counts[number] > s.most[number]
	least, broken := int64(0), s.broken()
	for _, in := range s.view.leavesIn[number] {
		for _, other := range s.view.groups[s.view.leaves[in].group] {
			m := step{from: in, to: other}
			if !leaving {
				m = step{from: other, to: in}
			}
			if s.left[m.from] == 0 || s.inMended[other] || s.inTarget[in] != s.inTarget[other] {
				continue
			}
			if s.effort++; s.effort > mostEffort {
				return best, false
			}
			if cost := s.cost(m); cost < least {
				best, least, found = m, cost, true
				if cost == -broken {
					return best, true
				}
			}
		}
	}
	return best, found
}

// mostEffort is how many mending moves are weighed for one data set.
const mostEffort = 25000

// broken is by how much what is printed is broken.
func (s *searching) broken() int64 {
	sum := int64(0)
	for i, n := range s.counts {
		sum += s.outside(i, n)
	}
	return sum
}

func (s *searching) brokenNumber() int {
	for i, n := range s.counts {
		if n < s.least[i] || n > s.most[i] {
			return i
		}
	}
	return -1
}

// cost is by how much a move breaks (or, below 0, mends) what is printed, the
// target apart.
func (s *searching) cost(m step) (cost int64) {
	from, to := s.view.leaves[m.from].in, s.view.leaves[m.to].in
	for len(from) > 0 && len(to) > 0 {
		switch {
		case from[0] < to[0]:
			cost += s.costOfOneLess(from[0])
			from = from[1:]
		case to[0] < from[0]:
			cost += s.costOfOneMore(to[0])
			to = to[1:]
		default:
			from, to = from[1:], to[1:]
		}
	}
	for _, i := range from {
		cost += s.costOfOneLess(i)
	}
	for _, i := range to {
		cost += s.costOfOneMore(i)
	}
	return cost
}

// costOfOneLess and costOfOneMore are by how much outside changes with the count of
// an own number; the target costs nothing.
func (s *searching) costOfOneLess(number int32) int64 {
	switch n := s.counts[number]; {
	case int(number) == s.target:
		return 0
	case n <= s.least[number]:
		return 1
	case n > s.most[number]:
		return -1
	}
	return 0
}

func (s *searching) costOfOneMore(number int32) int64 {
	switch n := s.counts[number]; {
	case int(number) == s.target:
		return 0
	case n >= s.most[number]:
		return 1
	case n < s.least[number]:
		return -1
	}
	return 0
}

func (s *searching) outside(i int, count int64) int64 {
	return max(0, s.least[i]-count, count-s.most[i])
}

// changes calls f with the own numbers that a move changes.
func (s *searching) changes(m step, f func(number int, by int64)) {
	changed(s.view.leaves[m.from].in, s.view.leaves[m.to].in, f)
}

// changed calls f with the numbers of one list alone that a record leaves (by -1)
// and those of the other that it enters (by 1); both lists are in order.
func changed(from, to []int32, f func(number int, by int64)) {
	for len(from) > 0 || len(to) > 0 {
		switch {
		case len(to) == 0 || (len(from) > 0 && from[0] < to[0]):
			f(int(from[0]), -1)
			from = from[1:]
		case len(from) == 0 || to[0] < from[0]:
			f(int(to[0]), 1)
			to = to[1:]
		default:
			from, to = from[1:], to[1:]
		}
	}
}

func (s *searching) apply(m step) {
	s.changes(m, func(i int, by int64) { s.counts[i] += by })
	s.left[m.from]--
	s.steps = append(s.steps, m)
}

func (s *searching) undo() {
	m := s.steps[len(s.steps)-1]
	s.steps = s.steps[:len(s.steps)-1]
	s.changes(m, func(i int, by int64) { s.counts[i] -= by })
	s.left[m.from]++
}

// moves are the steps as moves of records, after those of the base.
func (s *searching) moves(base []step) []Move { return s.view.moves(base, s.steps) }

// moves are steps between leaves as moves of records, each of which moves once, and
// none of those that the base has moved.
func (v *view) moves(base, steps []step) []Move {
	var moves []Move
	taken := map[int]int{}
	for _, m := range base {
		taken[m.from]++
	}
	for _, m := range steps {
		records := v.leaves[m.from].records
		taken[m.from]++
		moves = append(moves, Move{Record: records[len(records)-taken[m.from]], As: v.leaves[m.to].records[0]})
	}
	return moves
}
