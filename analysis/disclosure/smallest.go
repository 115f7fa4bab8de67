package disclosure

import (
	"errors"
	"math/big"
)

// smallest is the smallest move where the search finds none: the data set in which a
// number is larger by the width (or smaller, if it cannot be that) and in which as
// little as can be changes of what is shown. It is a linear program over the counts of
// the leaf cells, with a variable for how far each number that may be hidden is above,
// and one for how far it is below its true value; their prices are what is minimised
// (Fischetti and Salazar 2001). The numbers that change are hidden. Where the vertex is not
// whole, the search looks for a whole data set with the same numbers hidden. Nil if
// there is none, or machine words do not hold the integers.
func (p *pattern) smallest(target int, width int64) *proof {
	for _, by := range []int64{width, -width} {
		if p.size() > mostMoved || !p.spend(p.size()) || p.values[target]+by < p.floor {
			continue
		}
		found, hide, err := p.moved(target, by)
		if err != nil {
			continue
		}
		for _, n := range hide {
			p.hidden[n] = true
		}
		if found == nil {
			found = p.find(target, width, false)
		}
		if found != nil {
			return found
		}
		for _, n := range hide {
			p.hidden[n] = false
		}
	}
	return nil
}

// mostMoved is the number of entries (leaf cells times numbers) up to which the
// linear program of a smallest move is set up.
const mostMoved = 200_000

// moved is the cheapest data set in which a number differs by so much, nil if it is
// not whole, and the numbers to hide for it.
func (p *pattern) moved(target int, by int64) (found *proof, hide []int, err error) {
	g := &program{p: p}
	variables := len(p.leaves)
	var constraints []constraint
	var prices []term
	for n, members := range p.members {
		c := constraint{least: p.values[n], most: p.values[n]}
		for _, leaf := range members {
			c.terms = append(c.terms, term{leaf, 1})
		}
		switch {
		case n == target:
			c.least, c.most = c.least+by, c.most+by
		case p.hidden[n]:
			if p.floor == 0 {
				continue
			}
			c.least, c.most = p.floor, unbounded
		case p.prices[n] < never:
			above, below := variables, variables+1
			variables += 2
			c.terms = append(c.terms, term{above, -1}, term{below, 1})
			prices = append(prices, term{above, -p.prices[n]}, term{below, -p.prices[n]})
			constraints = append(constraints, constraint{[]term{{below, 1}}, 0, p.values[n] - p.floor})
		}
		constraints = append(constraints, c)
	}
	constraints = append(constraints, p.groupSizes()...)
	if g.solver, err = newSimplex(variables, constraints, false); err != nil {
		return nil, nil, err
	}
	if _, _, err := g.solver.maximise(prices); err != nil {
		return nil, nil, err
	}
	vertex := g.solver.vertex()
	for n, members := range p.members {
		sum := new(big.Rat)
		for _, leaf := range members {
			sum.Add(sum, vertex[leaf].Rat)
		}
		if !p.hidden[n] && sum.Cmp(big.NewRat(p.values[n], 1)) != 0 {
			hide = append(hide, n)
		}
	}
	found = &proof{changes: map[int]shift{}}
	if found.high, err = g.move(found, 1); errors.Is(err, errFractional) {
		return nil, hide, nil
	}
	return found, hide, err
}
