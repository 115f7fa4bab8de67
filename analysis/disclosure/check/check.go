// Package check is the second program of the audit: it reads the finished files of
// a public edition, and of the earlier ones that it was audited with, adds up the
// two data sets of each hidden number, and compares them with everything that
// the files print. It imports neither the audit nor the suppression, and solves
// nothing: it knows counts, records that could be otherwise, and the rule that
// the edition prints.
package check

import (
	"fmt"
	"slices"
)

// Rule is how an edition prints its counts, as its manifest has it.
type Rule struct {
	Threshold int  `json:"threshold"` // smallest count shown besides zero
	RoundTo   int  `json:"round_to"`
	Zeros     bool `json:"zeros"` // whether zero is shown
	Width     int  `json:"width"` // of the range in which a hidden number must stay
}

// Proof is what the audit found, edition 0 being the one that it is of.
type Proof struct {
	Numbers   []Number  `json:"numbers"`
	Leaves    []Leaf    `json:"leaves"`
	Bases     [][]Move  `json:"bases"` // first moves that many data sets share
	Witnesses []Witness `json:"witnesses"`
	// Public are rows that count nothing of the data, and tables (no row named) that
	// are worked out from others of the edition.
	Public []Cell `json:"public"`
}

// Number is a count that editions print: the true one, where, and whether it is
// hidden. A count that would be shown and stands in no cell is left out: a row that
// it is in is not printed for another reason.
type Number struct {
	Count  int    `json:"count"`
	Hidden bool   `json:"hidden,omitempty"`
	Cells  []Cell `json:"cells"`
}

// Cell is a place in a table of an edition.
type Cell struct {
	Edition int    `json:"edition,omitempty"`
	Table   string `json:"table"`
	Row     string `json:"row"` // its levels
	Column  string `json:"column,omitempty"`
}

// Leaf is a kind of record: the numbers of one aspect that count it.
type Leaf struct {
	In      []int `json:"in"`
	Records int   `json:"records"`
}

// Witness is the proof that a hidden number cannot be told: two data sets, as
// records of one leaf that could be of another.
type Witness struct {
	Number int    `json:"number"`
	Base   int    `json:"base"` // both data sets begin with these moves
	Low    []Move `json:"low"`
	High   []Move `json:"high"`
}

// Move is a record of the leaf From that could be of the leaf To.
type Move struct {
	From int `json:"from"`
	To   int `json:"to"`
}

// Alone is the part of a proof that an edition's own files can show.
func (p Proof) Alone() Proof {
	own := Proof{Leaves: p.Leaves, Bases: p.Bases}
	is := func(at Cell) bool { return at.Edition == 0 }
	for _, n := range p.Numbers {
		var cells []Cell
		for _, at := range n.Cells {
			if is(at) {
				cells = append(cells, at)
			}
		}
		own.Numbers = append(own.Numbers, Number{n.Count, n.Hidden, cells})
	}
	for _, w := range p.Witnesses {
		if w.Number >= 0 && w.Number < len(own.Numbers) && len(own.Numbers[w.Number].Cells) > 0 {
			own.Witnesses = append(own.Witnesses, w)
		}
	}
	for _, at := range p.Public {
		if is(at) {
			own.Public = append(own.Public, at)
		}
	}
	return own
}

// Check compares what the editions print with the proof. It returns what does
// not hold, place by place, without any value.
func Check(p Proof, editions []Edition) []string {
	c := &checker{proof: p, editions: editions, claimed: map[Cell]bool{}}
	c.printed()
	c.complete()
	if len(c.faults) == 0 {
		c.witnesses()
	}
	slices.Sort(c.faults)
	return slices.Compact(c.faults)
}

type checker struct {
	proof    Proof
	editions []Edition
	prints   [][]print // of each number
	claimed  map[Cell]bool
	faults   []string
}

// print is how an edition prints a number.
type print struct {
	rule   Rule
	hidden bool
	shown  int
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

// printed looks up every number wherever it is printed. Each edition shows it
// alike, or leaves it out, and as its rule has it.
func (c *checker) printed() {
	c.prints = make([][]print, len(c.proof.Numbers))
	for i, n := range c.proof.Numbers {
		of := make([]*print, len(c.editions))
		for _, at := range n.Cells {
			if at.Edition < 0 || at.Edition >= len(c.editions) {
				c.fault("%s, %s: is of an edition that is not there", at.Table, at.Row)
				continue
			}
			c.claimed[at] = true
			edition := c.editions[at.Edition]
			shown, known, there := edition.count(at)
			if !there {
				c.fault("%s, %s: there is no such row", at.Table, at.Row)
				continue
			}
			p := of[at.Edition]
			if p == nil {
				p = &print{rule: edition.Rule, hidden: true}
				of[at.Edition] = p
			}
			if known && !p.hidden && shown != p.shown {
				c.fault("%s, %s: is printed otherwise elsewhere", at.Table, at.Row)
			}
			if known {
				p.hidden, p.shown = false, shown
			}
		}
		for _, p := range of {
			if p == nil || (p.hidden && !n.Hidden && !p.small(n.Count)) {
				continue
			}
			if !p.agrees(n.Count, n.Count) {
				c.fault("%s, %s: is not printed as the rule has it", n.Cells[0].Table, n.Cells[0].Row)
			}
			c.prints[i] = append(c.prints[i], *p)
		}
	}
}

// agrees reports whether a count would be printed as the number is, of which true
// is the count. A number hidden to protect others is one of at least the
// threshold, as a reader may guess; where counts are exact, readers cannot tell,
// and know that zeros are shown.
func (p print) agrees(n, truth int) bool {
	switch {
	case !p.hidden:
		return !p.small(n) && (2*n+p.rule.RoundTo)/(2*p.rule.RoundTo)*p.rule.RoundTo == p.shown
	case p.rule.RoundTo == 1:
		return n >= 0 && (n > 0 || !p.rule.Zeros)
	}
	return (n > 0 || n == 0 && !p.rule.Zeros) && p.small(n) == p.small(truth)
}

// small reports whether a count is one that is never shown.
func (p print) small(n int) bool { return n < p.rule.Threshold && (n > 0 || !p.rule.Zeros) }

// complete looks for counts in the edition's tables that the proof does not know.
func (c *checker) complete() {
	public := map[Cell]bool{}
	for _, at := range c.proof.Public {
		public[at] = true
	}
	for e, edition := range c.editions {
		for _, at := range edition.counts() {
			at.Edition = e
			row := at
			row.Column = ""
			if !c.claimed[at] && !public[row] && !public[Cell{Edition: e, Table: at.Table}] {
				c.fault("%s, %s: prints a count that the audit does not know", at.Table, at.Row)
			}
		}
	}
}

// witnesses adds up the two data sets of each hidden number.
func (c *checker) witnesses() {
	of := map[int]Witness{}
	for _, w := range c.proof.Witnesses {
		of[w.Number] = w
	}
	for i, prints := range c.prints {
		if len(c.proof.Numbers[i].Cells) == 0 {
			continue // of an edition that is not at hand
		}
		hides := slices.ContainsFunc(prints, func(p print) bool { return p.hidden })
		now := slices.ContainsFunc(c.proof.Numbers[i].Cells, func(at Cell) bool { return at.Edition == 0 })
		w, found := of[i]
		at := c.proof.Numbers[i].Cells[0]
		if hides && now && !found {
			c.fault("%s, %s: is hidden, and has no two data sets", at.Table, at.Row)
		}
		if !found {
			continue
		}
		low, errLow := c.recount(w.Base, w.Low)
		high, errHigh := c.recount(w.Base, w.High)
		switch {
		case errLow != nil:
			c.fault("%s, %s: %v", at.Table, at.Row, errLow)
		case errHigh != nil:
			c.fault("%s, %s: %v", at.Table, at.Row, errHigh)
		case high[i]-low[i] < c.width(i):
			c.fault("%s, %s: its two data sets are not far enough apart", at.Table, at.Row)
		}
	}
}

// width is how far apart the data sets of a number must be: what the edition
// promises, or an earlier one that hides it, if that is less.
func (c *checker) width(i int) int {
	width := c.editions[0].Rule.Width
	now := slices.ContainsFunc(c.proof.Numbers[i].Cells, func(at Cell) bool { return at.Edition == 0 })
	for _, p := range c.prints[i] {
		if p.hidden && (p.rule.Width < width || !now) {
			width = p.rule.Width
		}
	}
	return width
}

// recount adds up after moves: it returns by how much each number changes, and
// fails if one would then be printed otherwise.
func (c *checker) recount(base int, moves []Move) (map[int]int, error) {
	if base < 0 || base >= len(c.proof.Bases) {
		return nil, fmt.Errorf("a data set begins with moves that there are not")
	}
	changed, left := map[int]int{}, map[int]int{}
	for _, m := range slices.Concat(c.proof.Bases[base], moves) {
		if m.From < 0 || m.To < 0 || m.From >= len(c.proof.Leaves) || m.To >= len(c.proof.Leaves) {
			return nil, fmt.Errorf("a data set moves a record that there is not")
		}
		if left[m.From]++; left[m.From] > c.proof.Leaves[m.From].Records {
			return nil, fmt.Errorf("a data set moves more records than there are")
		}
		for _, i := range c.proof.Leaves[m.From].In {
			if i < 0 || i >= len(c.proof.Numbers) {
				return nil, fmt.Errorf("a data set moves a record of no number")
			}
			changed[i]--
		}
		for _, i := range c.proof.Leaves[m.To].In {
			if i < 0 || i >= len(c.proof.Numbers) {
				return nil, fmt.Errorf("a data set moves a record of no number")
			}
			changed[i]++
		}
	}
	for i, by := range changed {
		truth := c.proof.Numbers[i].Count
		for _, p := range c.prints[i] {
			if !p.agrees(truth+by, truth) {
				return nil, fmt.Errorf("a data set would be printed otherwise")
			}
		}
	}
	return changed, nil
}
