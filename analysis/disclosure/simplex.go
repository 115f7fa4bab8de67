package disclosure

import (
	"errors"
	"slices"
)

// unbounded is the upper limit of a sum that has none.
const unbounded = int64(1) << 62

// term is a coefficient of a variable.
type term struct {
	variable int
	times    int64
}

// constraint keeps a weighted sum of variables from least to most.
type constraint struct {
	terms       []term
	least, most int64
}

// errInfeasible says that no whole or fractional numbers meet all constraints.
var errInfeasible = errors.New("no numbers fit everything that is shown")

// simplex is an exact simplex tableau over variables that are at least 0. Its
// entries are integers over one common denominator: with p the pivot and D the
// denominator before,
//
//	a[i][j] <- (a[i][j]*p - a[i][c]*a[r][j]) / D,   D <- p
//
// divides without a remainder (Edmonds 1967, Bareiss 1968), so nothing is ever
// rounded and a fault of arithmetic cannot pass for a bound.
type simplex struct {
	cells     tableau
	basis     []int // variable of each row
	variables int   // those of the caller
	columns   int   // with slacks; artificial variables are gone after phase 1
	duals     []int // column that tells the dual price of each row of the standard form
}

// tableau is the arithmetic of a simplex: machine integers, or big ones where
// these overflow. Column `width` is the right-hand side; row `height` the
// objective.
type tableau interface {
	sign(row, column int) int
	// larger reports whether objective entry a is larger than b.
	larger(a, b int) bool
	// ratioBelow compares right-hand side over column entry of two rows: -1, 0, 1.
	compareRatio(column, rowA, rowB int) int
	// pivot reports false on overflow, and leaves the tableau useless then.
	pivot(row, column int) bool
	// objective sets the objective row for a basis; false on overflow.
	objective(terms []term, basis []int) bool
	dropRow(row int)
	// fraction is an entry of the right-hand side over the denominator.
	fraction(row int) fraction
	height() int
}

// newSimplex finds a first vertex (phase 1). It returns errInfeasible if there
// is none, and errOverflow if machine integers do not reach: then call it again
// with big ones.
func newSimplex(variables int, constraints []constraint, big bool) (*simplex, error) {
	rows, columns := standardForm(variables, constraints)
	s := &simplex{variables: variables, columns: columns, basis: make([]int, len(rows))}
	var artificials []term
	next := columns
	for i := range rows {
		if rows[i].slack >= 0 {
			s.basis[i] = rows[i].slack
			s.duals = append(s.duals, rows[i].slack)
			continue
		}
		rows[i].terms = append(rows[i].terms, term{next, 1})
		s.basis[i] = next
		s.duals = append(s.duals, next)
		artificials = append(artificials, term{next, -1})
		next++
	}
	s.cells = newTableau(rows, next, big)
	if len(artificials) == 0 {
		return s, nil
	}
	if !s.cells.objective(artificials, s.basis) {
		return nil, errOverflow
	}
	if _, err := s.climb(next); err != nil {
		return nil, err
	}
	if s.cells.fraction(len(rows)).sign() != 0 {
		return nil, errInfeasible
	}
	return s, s.dropArtificials()
}

// equation is a constraint in standard form, with a right-hand side that is not
// negative, and the slack variable that can start in the basis, or -1.
type equation struct {
	terms []term
	right int64
	slack int
}

// standardForm turns constraints into equations with slack variables.
func standardForm(variables int, constraints []constraint) (rows []equation, columns int) {
	columns = variables
	add := func(terms []term, sign, right int64) {
		e := equation{terms: slices.Clone(terms), right: right, slack: -1}
		if sign != 0 {
			e.terms = append(e.terms, term{columns, sign})
			if (sign > 0) == (right >= 0) || right == 0 {
				e.slack = columns
			}
			columns++
		}
		if right < 0 || (right == 0 && sign < 0) {
			for i := range e.terms {
				e.terms[i].times = -e.terms[i].times
			}
			e.right = -right
		}
		rows = append(rows, e)
	}
	for _, c := range constraints {
		if c.least == c.most {
			add(c.terms, 0, c.least)
			continue
		}
		if c.most < unbounded {
			add(c.terms, 1, c.most)
		}
		if c.least > 0 || slices.ContainsFunc(c.terms, func(t term) bool { return t.times < 0 }) {
			add(c.terms, -1, c.least)
		}
	}
	return rows, columns
}

// maximise returns the largest value of a weighted sum of the caller's
// variables; bounded is false if there is none. It starts at the vertex of the
// last call and stops at a vertex where the value is reached.
func (s *simplex) maximise(objective []term) (value fraction, bounded bool, err error) {
	if !s.cells.objective(objective, s.basis) {
		return fraction{}, false, errOverflow
	}
	bounded, err = s.climb(s.columns)
	if err != nil || !bounded {
		return fraction{}, bounded, err
	}
	return s.cells.fraction(s.cells.height()).negated(), true, nil
}

// priced reports whether a row of the standard form holds the last objective back:
// its dual price is not 0.
func (s *simplex) priced(row int) bool { return s.cells.sign(s.cells.height(), s.duals[row]) != 0 }

// vertex returns the value of each of the caller's variables.
func (s *simplex) vertex() []fraction {
	x := make([]fraction, s.variables)
	for i := range x {
		x[i] = whole(0)
	}
	for row, v := range s.basis {
		if v < s.variables {
			x[v] = s.cells.fraction(row)
		}
	}
	return x
}

// stalled is how many pivots in a row may leave the objective where it is before
// the lowest index is taken (Bland 1977), which cannot go round in circles.
const stalled = 20

// climb pivots until no entering column is left among the first so many.
func (s *simplex) climb(columns int) (bounded bool, err error) {
	still := 0
	for {
		enter := s.entering(columns, still >= stalled)
		if enter < 0 {
			return true, nil
		}
		leave := s.leaving(enter)
		if leave < 0 {
			return false, nil
		}
		if s.cells.fraction(leave).sign() == 0 {
			still++
		} else {
			still = 0
		}
		if !s.cells.pivot(leave, enter) {
			return false, errOverflow
		}
		s.basis[leave] = enter
	}
}

// entering is the column with the largest positive entry in the objective, the
// first positive one if first is set, or -1.
func (s *simplex) entering(columns int, first bool) int {
	best := -1
	for j := range columns {
		if s.cells.sign(s.cells.height(), j) <= 0 {
			continue
		}
		if first {
			return j
		}
		if best < 0 || s.cells.larger(j, best) {
			best = j
		}
	}
	return best
}

// leaving is the row that limits an entering column, by the lowest basic index
// on a tie, or -1.
func (s *simplex) leaving(column int) int {
	best := -1
	for i := range s.basis {
		if s.cells.sign(i, column) <= 0 {
			continue
		}
		if best < 0 {
			best = i
			continue
		}
		switch s.cells.compareRatio(column, i, best) {
		case -1:
			best = i
		case 0:
			if s.basis[i] < s.basis[best] {
				best = i
			}
		}
	}
	return best
}

// dropArtificials pivots artificial variables out of the basis after phase 1; a
// row that holds nothing else repeats others and is deleted.
func (s *simplex) dropArtificials() error {
	for i := 0; i < len(s.basis); i++ {
		if s.basis[i] < s.columns {
			continue
		}
		enter := -1
		for j := range s.columns {
			if s.cells.sign(i, j) != 0 {
				enter = j
				break
			}
		}
		if enter < 0 {
			s.cells.dropRow(i)
			s.basis = slices.Delete(s.basis, i, i+1)
			i--
			continue
		}
		if !s.cells.pivot(i, enter) {
			return errOverflow
		}
		s.basis[i] = enter
	}
	return nil
}
