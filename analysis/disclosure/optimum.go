package disclosure

import (
	"cmp"
	"errors"
	"slices"
)

// What is cheapest to hide is a covering problem. If a hidden number is too narrow,
// the shown numbers that bound it (those with a dual price in the two linear
// programs) are a set of which every good pattern hides one, as long as it hides
// the number. The cheapest pattern that meets all such sets known so far is a
// lower bound; if all that it hides is wide enough it is the best there is, else
// it gives further sets (Fischetti and Salazar 2001, with branch and bound over
// the sets).

// demand asks for one of some numbers to be hidden, if a number is.
type demand struct {
	when int // -1: always
	any  []int
}

// covering looks for the cheapest pattern.
type covering struct {
	p      *pattern
	sets   []demand
	hidden []bool
	barred []bool
	cost   int64
	best   []bool
	least  int64 // cost of best
	nodes  int
}

const (
	mostNodes  = 50000 // of a search for the cheapest pattern
	mostRounds = 150   // of new sets
	fewNumbers = 64    // numbers that might be hidden: with more of them it is not tried
)

// optimise replaces the pattern by the cheapest one, if it finds it within its
// limits; it may find out that the pattern is the cheapest.
func (p *pattern) optimise(primary []bool) {
	choices := 0
	for n := range p.prices {
		if p.prices[n] < never && !primary[n] {
			choices++
		}
	}
	if choices > fewNumbers || len(p.open()) > 0 {
		return
	}
	c := &covering{p: p}
	for range mostRounds {
		found, done := c.cheapest(primary)
		if !done || found == nil || c.least >= p.cost() {
			return
		}
		narrow, proofs, err := c.narrow(found, primary)
		if err != nil {
			return
		}
		if narrow == 0 {
			p.hidden, p.proofs = found, proofs
			return
		}
	}
}

// cheapest is the cheapest pattern that meets all sets known, or nil if none costs
// less than the one there is; done is false if it was not found within the limit.
func (c *covering) cheapest(primary []bool) (found []bool, done bool) {
	c.hidden, c.barred = slices.Clone(primary), make([]bool, len(primary))
	c.cost, c.best, c.least, c.nodes = 0, nil, c.p.cost(), 0
	for n, hidden := range primary {
		if hidden {
			c.cost += c.p.prices[n]
		}
	}
	c.branch()
	return c.best, c.nodes < mostNodes
}

// branch hides each number of a set that is not met, one after the other; those
// that were tried are barred.
func (c *covering) branch() {
	if c.nodes++; c.nodes >= mostNodes {
		return
	}
	next, bound := c.unmet()
	if c.cost+bound >= c.least {
		return
	}
	if next == nil {
		c.best, c.least = slices.Clone(c.hidden), c.cost
		return
	}
	var tried []int
	for _, n := range next {
		if c.barred[n] {
			continue
		}
		c.hidden[n] = true
		c.cost += c.p.prices[n]
		c.branch()
		c.hidden[n] = false
		c.cost -= c.p.prices[n]
		c.barred[n] = true
		tried = append(tried, n)
	}
	for _, n := range tried {
		c.barred[n] = false
	}
}

// unmet is a set that is not met, that of the fewest choices, and what must be
// spent at least: the cheapest choice of each of several sets without a number in
// common.
func (c *covering) unmet() (next []int, bound int64) {
	fewest := 0
	taken := make([]bool, len(c.hidden))
	for _, s := range c.sets {
		if s.when >= 0 && !c.hidden[s.when] {
			continue
		}
		choices, cheapest, met, apart := 0, never, false, true
		for _, n := range s.any {
			if c.hidden[n] {
				met = true
				break
			}
			if !c.barred[n] {
				choices++
				cheapest = min(cheapest, c.p.prices[n])
				apart = apart && !taken[n]
			}
		}
		if met {
			continue
		}
		if choices == 0 {
			return s.any, never
		}
		if next == nil || choices < fewest {
			next, fewest = s.any, choices
		}
		if apart {
			bound += cheapest
			for _, n := range s.any {
				taken[n] = true
			}
		}
	}
	return next, bound
}

// narrow bounds every hidden number of a pattern and adds a set for each that is
// too narrow; it returns how many are, and proofs if none is.
func (c *covering) narrow(hidden, primary []bool) (narrow int, proofs []*proof, err error) {
	p := c.p
	proofs = make([]*proof, len(hidden))
	program, err := p.program(hidden)
	if err != nil {
		return 0, nil, err
	}
	for n := range hidden {
		if !hidden[n] || proofs[n] != nil {
			continue
		}
		found, tight, err := program.extremes(n)
		if err != nil {
			return 0, nil, err
		}
		if found.changes[n].width() >= p.width {
			for i, s := range found.changes {
				if hidden[i] && proofs[i] == nil && s.width() >= p.width {
					proofs[i] = found
				}
			}
			continue
		}
		narrow++
		s := demand{when: n}
		if primary[n] {
			s.when = -1
		}
		for _, i := range tight {
			if p.prices[i] < never {
				s.any = append(s.any, i)
			}
		}
		slices.SortStableFunc(s.any, func(a, b int) int { return cmp.Compare(p.prices[a], p.prices[b]) })
		c.sets = append(c.sets, s)
	}
	return narrow, proofs, nil
}

// program is the linear program of what a reader knows of a pattern.
type program struct {
	p           *pattern
	solver      *simplex
	constraints []int // number of each constraint
}

// errFractional says that a vertex is not whole.
var errFractional = errors.New("the extreme data set is not whole")

// program sets up the sums: those shown are exact, hidden ones not below the floor.
func (p *pattern) program(hidden []bool) (*program, error) {
	g := &program{p: p}
	var constraints []constraint
	for n, members := range p.members {
		c := constraint{least: p.values[n], most: p.values[n]}
		if hidden[n] {
			if p.floor == 0 {
				continue
			}
			c.least, c.most = p.floor, unbounded
		}
		for _, leaf := range members {
			c.terms = append(c.terms, term{leaf, 1})
		}
		g.constraints = append(g.constraints, n)
		constraints = append(constraints, c)
	}
	for _, c := range p.groupSizes() {
		g.constraints = append(g.constraints, -1)
		constraints = append(constraints, c)
	}
	var err error
	g.solver, err = newSimplex(len(p.leaves), constraints, false)
	if errors.Is(err, errOverflow) {
		g.solver, err = newSimplex(len(p.leaves), constraints, true)
	}
	return g, err
}

// groupSizes are the constraints that no group gains or loses a record.
func (p *pattern) groupSizes() (sizes []constraint) {
	for _, leaves := range p.groups {
		c := constraint{}
		for _, leaf := range leaves {
			c.terms = append(c.terms, term{leaf, 1})
			c.least += p.leaves[leaf]
		}
		c.most = c.least
		sizes = append(sizes, c)
	}
	return sizes
}

// extremes are the least and the greatest value of a number as a proof, and the
// shown numbers that hold it there.
func (g *program) extremes(n int) (found *proof, tight []int, err error) {
	found = &proof{changes: map[int]shift{}}
	for _, sign := range []int64{-1, 1} {
		var objective []term
		for _, leaf := range g.p.members[n] {
			objective = append(objective, term{leaf, sign})
		}
		if _, _, err := g.solver.maximise(objective); err != nil {
			return nil, nil, err
		}
		for k, i := range g.constraints {
			if i >= 0 && g.solver.priced(k) && !slices.Contains(tight, i) {
				tight = append(tight, i)
			}
		}
		steps, err := g.move(found, sign)
		if err != nil {
			return nil, nil, err
		}
		if sign < 0 {
			found.low = steps
		} else {
			found.high = steps
		}
	}
	return found, tight, nil
}

// move returns the data set at the current vertex as moves from the true one, and
// notes what changes in it: the low one of the proof (sign -1) or the high one.
func (g *program) move(found *proof, sign int64) ([]step, error) {
	byLeaf, deltas := make([]int64, len(g.p.leaves)), map[int]int64{}
	for leaf, v := range g.solver.vertex()[:len(g.p.leaves)] {
		if !v.IsInt() {
			return nil, errFractional
		}
		byLeaf[leaf] = v.Num().Int64() - g.p.leaves[leaf]
		for _, n := range g.p.in[leaf] {
			deltas[int(n)] += byLeaf[leaf]
		}
	}
	for n, d := range deltas {
		c := found.changes[n]
		if sign < 0 {
			c.low = d
		} else {
			c.high = d
		}
		if c != (shift{}) {
			found.changes[n] = c
		}
	}
	var steps []step
	for _, leaves := range g.p.groups {
		to := 0
		for _, from := range leaves {
			for ; byLeaf[from] < 0; byLeaf[from]++ {
				for byLeaf[leaves[to]] <= 0 {
					to++
				}
				byLeaf[leaves[to]]--
				steps = append(steps, step{from: from, to: leaves[to]})
			}
		}
	}
	return steps, nil
}
