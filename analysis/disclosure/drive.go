package disclosure

import "math/rand/v2"

// drive looks for a data set in which an own number is at most (direction -1) or at
// least (+1) the goal and everything printed stays as it is. It is for what search
// does not find: it may break what is printed on the way, always mends a number
// that is broken, by the move of a record that leaves least broken of all, and
// does not undo at once what it has just done. It starts from the base of the
// view and draws by a fixed seed. ok is false where it gave up.
func (v *view) drive(rule Rule, target, direction int, goal int64) (reached int64, moves []Move, ok bool) {
	s := fromBase(rule, v, target)
	d := &driving{searching: s, held: s.left, since: map[step]int{}, random: rand.New(rand.NewPCG(2, uint64(target)))}
	for _, m := range v.base {
		d.held[m.to]++
	}
	d.target = -1 // it counts like any other
	if direction < 0 {
		s.most[target] = min(goal, s.most[target])
	} else {
		s.least[target] = max(goal, s.least[target])
	}
	if s.least[target] > s.most[target] {
		return 0, nil, false
	}
	for turn := 1; turn <= mostTurns; turn++ {
		broken := d.brokenNumbers()
		if len(broken) == 0 {
			return s.counts[target], d.difference(), true
		}
		m, found := d.best(broken[d.random.IntN(len(broken))], turn)
		if !found {
			continue
		}
		d.changes(m, func(i int, by int64) { s.counts[i] += by })
		d.held[m.from]--
		d.held[m.to]++
		d.since[step{m.to, m.from}] = turn
	}
	return 0, nil, false
}

// mostTurns is how many moves are made before giving up, mostChoices how many are
// weighed for each, and hold for how many turns a move is not taken back.
const (
	mostTurns   = 120
	mostChoices = 80
	hold        = 12
)

type driving struct {
	*searching
	held   []int // records of each leaf, as moved
	since  map[step]int
	random *rand.Rand
}

func (d *driving) brokenNumbers() (broken []int) {
	for i, n := range d.counts {
		if n < d.least[i] || n > d.most[i] {
			broken = append(broken, i)
		}
	}
	return broken
}

// best is the move that takes a broken number the right way and leaves least
// broken.
func (d *driving) best(number, turn int) (best step, found bool) {
	in := d.view.leavesIn[number]
	for _, at := range in {
		d.inMended[at] = true
	}
	leaving := d.counts[number] > d.most[number]
	least, weighed := int64(0), 0
	for k, start := 0, d.random.IntN(max(1, len(in))); k < len(in) && weighed < mostChoices; k++ {
		at := in[(start+k)%len(in)]
		group := d.view.groups[d.view.leaves[at].group]
		for j, from := 0, d.random.IntN(len(group)); j < len(group) && weighed < mostChoices; j++ {
			other := group[(from+j)%len(group)]
			m := step{from: at, to: other}
			if !leaving {
				m = step{from: other, to: at}
			}
			if d.held[m.from] == 0 || d.inMended[other] || (d.since[m] > 0 && turn-d.since[m] < hold) {
				continue
			}
			weighed++
			cost := int64(0)
			d.changes(m, func(i int, by int64) { cost += d.outside(i, d.counts[i]+by) - d.outside(i, d.counts[i]) })
			if !found || cost < least {
				best, least, found = m, cost, true
			}
		}
	}
	for _, at := range in {
		d.inMended[at] = false
	}
	return best, found
}

// difference writes the data set as moves from the true one: in each group, records
// of leaves that have lost some become like those of leaves that have gained.
func (d *driving) difference() []Move {
	var moves []Move
	for _, group := range d.view.groups {
		var gained []int
		for _, at := range group {
			for n := len(d.view.leaves[at].records); n < d.held[at]; n++ {
				gained = append(gained, at)
			}
		}
		for _, at := range group {
			for _, record := range d.view.leaves[at].records[min(d.held[at], len(d.view.leaves[at].records)):] {
				moves = append(moves, Move{Record: record, As: d.view.leaves[gained[0]].records[0]})
				gained = gained[1:]
			}
		}
	}
	return moves
}
