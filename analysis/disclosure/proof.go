package disclosure

import (
	"fmt"
	"slices"
	"strings"

	"svna/analysis/disclosure/check"
)

// proof puts together what was found, for the checker of the finished files. It
// fails where a hidden number has no two data sets.
func (e *edition) proof() (Audit, error) {
	audit := Audit{Profile: e.rule.Name, Threshold: e.rule.Threshold, RoundTo: e.rule.RoundTo, Width: e.rule.Width, Narrowest: Unbounded, Passed: true, Earlier: []string{}, Classes: e.classes}
	for _, earlier := range e.earlier {
		if earlier.Unbound == "" {
			audit.Earlier = append(audit.Earlier, earlier.Name)
			audit.EarlierHashes = append(audit.EarlierHashes, earlier.Hash)
		}
	}
	p := proving{at: map[*number]int{}, leaves: map[string]int{}, bases: map[*view]int{}}
	for _, c := range e.lattice.public {
		p.Public = append(p.Public, c.place())
	}
	var failing []string
	for _, kind := range e.kinds() {
		numbers := e.lattice.universes[kind].numbers
		p.add(numbers)
		for _, n := range numbers {
			if n.now {
				audit.Numbers++
			}
			if !n.hidden || !e.bears(n) {
				continue
			}
			audit.Hidden++
			w, found := e.found[n]
			if !found || !w.holds(e.rule) {
				failing = append(failing, strings.Join(e.touching(n), " and "))
				continue
			}
			audit.Protected++
			audit.Narrowest = min(audit.Narrowest, w.High-w.Low)
			audit.Witnesses = append(audit.Witnesses, w)
			p.Witnesses = append(p.Witnesses, check.Witness{Number: p.at[n], Base: p.base(w), Low: p.moves(w.view, w.lowMoves), High: p.moves(w.view, w.highMoves)})
		}
	}
	audit.Proof = p.Proof
	if audit.Hidden != audit.Protected {
		audit.Passed = false
		slices.Sort(failing)
		return audit, &AuditError{Tables: slices.Compact(failing)}
	}
	return audit, nil
}

// proving is a proof in the making.
type proving struct {
	check.Proof
	at     map[*number]int
	leaves map[string]int // by their numbers
	bases  map[*view]int
}

func (c cell) place() check.Cell {
	return check.Cell{Edition: c.edition, Table: c.table, Row: c.levels, Column: c.column}
}

func (p *proving) add(numbers []*number) {
	for _, n := range numbers {
		p.at[n] = len(p.Numbers)
		number := check.Number{Count: n.count, Hidden: n.hidden}
		for _, c := range n.cells {
			number.Cells = append(number.Cells, c.place())
		}
		p.Numbers = append(p.Numbers, number)
	}
}

// base is the place of the first moves of a witness: those of its view, or none.
func (p *proving) base(w Witness) int {
	v := w.view
	if w.whole {
		v = nil
	}
	at, found := p.bases[v]
	if !found {
		at = len(p.Bases)
		p.bases[v] = at
		moves := []check.Move{}
		if v != nil {
			moves = p.moves(v, v.baseMoves)
		}
		p.Bases = append(p.Bases, moves)
	}
	return at
}

// moves writes moves of records as moves between leaves.
func (p *proving) moves(v *view, moves []Move) []check.Move {
	written := []check.Move{}
	for _, m := range moves {
		written = append(written, check.Move{From: p.leaf(v, m.Record), To: p.leaf(v, m.As)})
	}
	return written
}

// leaf is the place of the leaf that a record is in. Leaves of several groups that
// the same numbers count are one: their records are alike to the reader.
func (p *proving) leaf(v *view, record int32) int {
	l := v.leaves[v.leafOf[record]]
	in := []int{}
	for _, i := range l.in {
		in = append(in, p.at[v.own[i]])
	}
	key := fmt.Sprint(v.aspect, in)
	at, found := p.leaves[key]
	if !found {
		at = len(p.Leaves)
		p.leaves[key] = at
		records := 0
		for _, other := range v.leaves {
			if slices.Equal(other.in, l.in) {
				records += len(other.records)
			}
		}
		p.Leaves = append(p.Leaves, check.Leaf{In: in, Records: records})
	}
	return at
}
