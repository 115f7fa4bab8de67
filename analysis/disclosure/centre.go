package disclosure

// centre moves records so that as many numbers as can be lie in the middle of what
// their printing leaves possible. Every search for a witness starts from there:
// the true data set stands at some limits (a count of 12 that is printed as 10
// cannot grow), and each limit is in the way of a move; from the middle most
// moves break nothing. It looks at each number again and again and takes the best
// move that it sees, until none helps.
func (v *view) centre(rule Rule) {
	s := newSearching(rule, v, 0)
	c := &centring{searching: s}
	for round := 0; round < mostCentring; round++ {
		before := len(s.steps)
		for i := range v.own {
			for c.off(i) != 0 && c.effort < mostEffort*len(v.own)/100+mostEffort {
				m, found := c.best(i)
				if !found {
					break
				}
				s.apply(m)
			}
		}
		if len(s.steps) == before {
			break
		}
	}
	if s.brokenNumber() >= 0 { // never: each move lessens what is far off
		s = newSearching(rule, v, 0)
	}
	v.baseMoves, v.base, v.baseCount = s.moves(nil), s.steps, s.counts
}

// mostCentring is how often all numbers are looked at, and mostCentringMoves how many
// moves of one number are weighed each time.
const (
	mostCentring      = 3
	mostCentringMoves = 100
)

type centring struct {
	*searching
	effort int
}

// off says on which side of the middle a number is too far: 1 above, -1 below.
func (c *centring) off(i int) int {
	least, most, n := c.least[i], c.most[i], c.counts[i]
	switch {
	case most == Unbounded:
		if n < least+2 {
			return -1
		}
	case 2*n > least+most+1:
		return 1
	case 2*n < least+most-1:
		return -1
	}
	return 0
}

// penalty grows with the square of the distance from the middle.
func (c *centring) penalty(i int, n int64) int64 {
	least, most := c.least[i], c.most[i]
	if most == Unbounded {
		short := max(0, least+2-n)
		if n < least {
			short += 1000
		}
		return 4 * short * short
	}
	d := 2*n - least - most
	if n < least || n > most {
		d += 1000
	}
	return d * d
}

// best is the move that takes a number towards its middle and lessens most of all
// distances.
func (c *centring) best(i int) (best step, found bool) {
	least := int64(0)
	leaving := c.off(i) > 0
	for _, at := range c.view.leavesIn[i] {
		c.inMended[at] = true
	}
	weighed := 0
	for _, in := range c.view.leavesIn[i] {
		for _, other := range c.view.groups[c.view.leaves[in].group] {
			m := step{from: in, to: other}
			if !leaving {
				m = step{from: other, to: in}
			}
			if c.left[m.from] == 0 || c.inMended[other] {
				continue
			}
			if weighed++; weighed > mostCentringMoves {
				break
			}
			gain := int64(0)
			c.changes(m, func(number int, by int64) {
				n := c.counts[number]
				gain += c.penalty(number, n+by) - c.penalty(number, n)
			})
			if gain < least {
				best, least, found = m, gain, true
			}
		}
	}
	c.effort += weighed
	for _, at := range c.view.leavesIn[i] {
		c.inMended[at] = false
	}
	return best, found
}
