package disclosure

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Sum is a published number as a reader sees it: the sum of some leaf cells,
// which lies from Least to Most. Hidden sums are those that the audit bounds.
type Sum struct {
	Members     []int // indices of leaf cells, each once
	Least, Most int64 // Most is Unbounded where there is no upper limit
	Hidden      bool
}

// Unbounded is the upper limit of a sum that has none.
const Unbounded = unbounded

// Bound is what a reader who knows every shown number can prove of a hidden one.
type Bound struct {
	Least, Most int64    // whole numbers; Most is Unbounded if there is no bound
	Low, High   fraction // the same for real numbers; High is nil if there is no bound
	// AtLeast and AtMost are whole leaf cells that fit everything shown and
	// reach the bounds; nil where the vertex found is not whole, or there is
	// none.
	AtLeast, AtMost []int64
}

// Width is the highest value that stays possible less the lowest.
func (b Bound) Width() int64 {
	if b.Most == Unbounded {
		return Unbounded
	}
	return b.Most - b.Least
}

// Bounds returns the bound of every hidden sum, in order, over leaf cells that
// hold whole numbers not below 0. It is exact: fractions throughout, no
// tolerance. It fails if no leaf cells fit the sums.
func Bounds(leaves int, sums []Sum) ([]Bound, error) {
	r := reduce(leaves, sums)
	bounds := make([]Bound, len(r.targets))
	for i := range bounds {
		bounds[i] = Bound{Low: whole(0), High: whole(0)} // all of its leaf cells are 0
	}
	for _, part := range r.parts() {
		if err := part.bound(r, bounds); err != nil {
			return nil, err
		}
	}
	return bounds, nil
}

// reduced is the problem after presolving: leaf cells that no number tells apart
// are one variable, and those in a sum of 0 are gone.
type reduced struct {
	leaves      int
	variableOf  []int // of a leaf; -1 where it is 0
	first       []int // the leaf that stands for a variable
	constraints []constraint
	targets     [][]term
}

// reduce presolves. Sums over the same leaf cells become one constraint.
func reduce(leaves int, sums []Sum) *reduced {
	zero := make([]bool, leaves)
	for _, s := range sums {
		if s.Most == 0 {
			for _, m := range s.Members {
				zero[m] = true
			}
		}
	}
	signatures := make([]strings.Builder, leaves)
	for i, s := range sums {
		for _, m := range s.Members {
			signatures[m].WriteString(strconv.Itoa(i) + " ")
		}
	}
	r := &reduced{leaves: leaves, variableOf: make([]int, leaves)}
	classes := map[string]int{}
	for leaf := range leaves {
		r.variableOf[leaf] = -1
		if zero[leaf] {
			continue
		}
		key := signatures[leaf].String()
		v, found := classes[key]
		if !found {
			v = len(r.first)
			classes[key] = v
			r.first = append(r.first, leaf)
		}
		r.variableOf[leaf] = v
	}
	merged := map[string]int{}
	for _, s := range sums {
		terms := r.terms(s.Members)
		if s.Hidden {
			r.targets = append(r.targets, terms)
		}
		if len(terms) == 0 || (s.Least == 0 && s.Most == Unbounded) {
			continue
		}
		key := keyOf(terms)
		if at, found := merged[key]; found {
			c := &r.constraints[at]
			c.least, c.most = max(c.least, s.Least), min(c.most, s.Most)
			continue
		}
		merged[key] = len(r.constraints)
		r.constraints = append(r.constraints, constraint{terms, s.Least, s.Most})
	}
	return r
}

// terms lists the variables of some leaf cells, each once.
func (r *reduced) terms(members []int) []term {
	var variables []int
	for _, m := range members {
		if v := r.variableOf[m]; v >= 0 {
			variables = append(variables, v)
		}
	}
	slices.Sort(variables)
	variables = slices.Compact(variables)
	terms := make([]term, len(variables))
	for i, v := range variables {
		terms[i] = term{v, 1}
	}
	return terms
}

func keyOf(terms []term) string {
	var b strings.Builder
	for _, t := range terms {
		b.WriteString(strconv.Itoa(t.variable) + " ")
	}
	return b.String()
}

// part is a set of variables that no constraint or target ties to others.
type part struct {
	variables   []int
	constraints []int
	targets     []int
}

// parts splits the problem into independent parts that hold a target.
func (r *reduced) parts() []part {
	parent := make([]int, len(r.first))
	for i := range parent {
		parent[i] = i
	}
	var root func(int) int
	root = func(i int) int {
		if parent[i] != i {
			parent[i] = root(parent[i])
		}
		return parent[i]
	}
	tie := func(terms []term) {
		for _, t := range terms[min(1, len(terms)):] {
			parent[root(t.variable)] = root(terms[0].variable)
		}
	}
	for _, c := range r.constraints {
		tie(c.terms)
	}
	for _, t := range r.targets {
		tie(t)
	}
	at := map[int]int{}
	var parts []part
	for v := range parent {
		i, found := at[root(v)]
		if !found {
			i = len(parts)
			at[root(v)] = i
			parts = append(parts, part{})
		}
		parts[i].variables = append(parts[i].variables, v)
	}
	for i, c := range r.constraints {
		p := &parts[at[root(c.terms[0].variable)]]
		p.constraints = append(p.constraints, i)
	}
	for i, t := range r.targets {
		if len(t) > 0 { // otherwise it is 0 for everybody
			p := &parts[at[root(t[0].variable)]]
			p.targets = append(p.targets, i)
		}
	}
	return slices.DeleteFunc(parts, func(p part) bool { return len(p.targets) == 0 })
}

// bound fills in the bounds of the part's targets: with machine integers if
// these reach, else with big ones.
func (p part) bound(r *reduced, bounds []Bound) error {
	local := make(map[int]int, len(p.variables))
	for i, v := range p.variables {
		local[v] = i
	}
	translate := func(terms []term, sign int64) []term {
		own := make([]term, len(terms))
		for i, t := range terms {
			own[i] = term{local[t.variable], sign * t.times}
		}
		return own
	}
	constraints := make([]constraint, len(p.constraints))
	for i, c := range p.constraints {
		constraints[i] = constraint{translate(r.constraints[c].terms, 1), r.constraints[c].least, r.constraints[c].most}
	}
	solve := func(large bool) error {
		s, err := newSimplex(len(p.variables), constraints, large)
		if err != nil {
			return err
		}
		for _, t := range p.targets {
			high, bounded, err := s.maximise(translate(r.targets[t], 1))
			if err != nil {
				return err
			}
			b := Bound{Most: Unbounded}
			if bounded {
				b.High, b.Most, b.AtMost = high, high.floor(), p.wholeLeaves(r, s.vertex())
			}
			low, _, err := s.maximise(translate(r.targets[t], -1))
			if err != nil {
				return err
			}
			b.Low, b.AtLeast = low.negated(), p.wholeLeaves(r, s.vertex())
			b.Least = b.Low.ceiling()
			bounds[t] = b
		}
		return nil
	}
	err := solve(false)
	if errors.Is(err, errOverflow) {
		err = solve(true)
	}
	if err != nil {
		return fmt.Errorf("bound hidden numbers: %w", err)
	}
	return nil
}

// wholeLeaves spreads a vertex over the leaf cells, or returns nil if it is not
// whole. Leaf cells outside the part are -1.
func (p part) wholeLeaves(r *reduced, vertex []fraction) []int64 {
	leaves := make([]int64, r.leaves)
	for i := range leaves {
		leaves[i] = -1
	}
	for leaf, v := range r.variableOf {
		if v < 0 {
			leaves[leaf] = 0
			continue
		}
		if i, found := slices.BinarySearchFunc(p.variables, v, cmp.Compare[int]); found {
			if !vertex[i].IsInt() {
				return nil
			}
			leaves[leaf] = 0
			if r.first[v] == leaf {
				leaves[leaf] = vertex[i].Num().Int64()
			}
		}
	}
	return leaves
}
