package attack

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Claim is what the stranger says of a hidden number: it lies from Least to Most.
type Claim struct {
	Edition            int
	Table, Row, Column string
	Least, Most        int
}

// Width is how uncertain the number stays.
func (c Claim) Width() int { return c.Most - c.Least }

// Stranger is who attacks: what was looked up, and what is supposed.
type Stranger struct {
	Wards   Wards
	Classes Classes
	Suppose Suppositions
}

// Propagate attacks a row of editions by sums alone: whatever the rest of a sum
// must be at least, the one left is at most, and so on until nothing changes. It
// finds what subtracting a margin, another table or another edition can find; what
// only several sums together tell is left to a linear program (Write). An error says
// which number contradicts the rest, given what is supposed.
func (x Stranger) Propagate(editions []Edition) (claims []Claim, err error) {
	w := newWorld(editions, x)
	if wrong := w.propagate(); wrong != "" {
		return nil, fmt.Errorf("no counts fit all that is printed and supposed: %s", wrong)
	}
	for _, t := range w.targets {
		s := w.sums[t.sum]
		least, most := w.rangeOf(s)
		claims = append(claims, Claim{t.edition, t.table, t.row, t.column, int(max(least, s.least)), int(min(most, s.most))})
	}
	return claims, nil
}

// Unread lists the hidden numbers of which the stranger does not know what they count,
// but for those in tables that are Apart.
func (x Stranger) Unread(editions []Edition) []string { return newWorld(editions, x).alone }

// Write writes the same as a linear program, for a solver: unknown counts with their
// bounds, sums of them with theirs, and which sums are hidden numbers. Truly says what
// each of these is, so that the solver can be scored, and which the edition hides
// wherever they would stand; it is used for nothing else.
func (x Stranger) Write(out io.Writer, editions []Edition, truly func(Claim) (count int, hidden bool)) error {
	w := newWorld(editions, x)
	type row struct {
		Of    []int     `json:"of"`
		By    []float64 `json:"by"`
		Least float64   `json:"least"`
		Most  float64   `json:"most"`
		Label string    `json:"label,omitempty"`
	}
	type number struct {
		Edition   int    `json:"edition"`
		Table     string `json:"table"`
		Row       string `json:"row"`
		Column    string `json:"column"`
		Sum       int    `json:"sum"`
		Width     int    `json:"width"`
		Threshold int    `json:"threshold"`
		True      int    `json:"true"`
	}
	problem := struct {
		Least   []float64 `json:"least"`
		Most    []float64 `json:"most"`
		Sums    []row     `json:"sums"`
		Targets []number  `json:"targets"`
	}{Least: w.least, Most: w.most}
	for _, s := range w.sums {
		problem.Sums = append(problem.Sums, row{s.of, s.by, s.least, s.most, s.label})
	}
	for _, t := range w.targets {
		e := editions[t.edition]
		count, hidden := truly(Claim{Edition: t.edition, Table: t.table, Row: t.row, Column: t.column})
		if !hidden {
			continue // left out here, and shown in another table
		}
		problem.Targets = append(problem.Targets, number{t.edition, t.table, t.row, t.column, t.sum, e.Width, e.Threshold, count})
	}
	return json.NewEncoder(out).Encode(problem)
}

// mostRounds is how often all sums are looked at.
const mostRounds = 200

// propagate returns the label of a sum that nothing fits, or "".
func (w *world) propagate() (wrong string) {
	for range mostRounds {
		changed := false
		for i := range w.sums {
			s := &w.sums[i]
			least, most := w.rangeOf(*s)
			s.least, s.most = max(s.least, toWhole(least, true)), min(s.most, toWhole(most, false))
			if s.least > s.most {
				return cmp.Or(s.label, "a total")
			}
			for k, v := range s.of {
				part := sum{of: s.of[k : k+1], by: s.by[k : k+1]}
				partLeast, partMost := w.rangeOf(part)
				low, high := s.least-(most-partMost), s.most-(least-partLeast)
				if s.by[k] < 0 {
					low, high = -high, -low
				}
				low, high = toWhole(low, true), toWhole(high, false)
				if low > w.least[v] {
					w.least[v], changed = low, true
				}
				if high < w.most[v] && high < unbounded/2 {
					w.most[v], changed = high, true
				}
				if w.least[v] > w.most[v] {
					return cmp.Or(s.label, "a total")
				}
				least, most = w.moved(least, most, part, partLeast, partMost)
			}
		}
		if !changed {
			break
		}
	}
	return ""
}

// rangeOf is what the bounds of its parts leave to a sum.
func (w *world) rangeOf(s sum) (least, most float64) {
	for i, v := range s.of {
		if s.by[i] > 0 {
			least, most = least+w.least[v], most+w.most[v]
		} else {
			least, most = least-w.most[v], most-w.least[v]
		}
	}
	return least, most
}

// moved is the range of a sum after the bounds of one part have changed.
func (w *world) moved(least, most float64, part sum, partLeast, partMost float64) (float64, float64) {
	nowLeast, nowMost := w.rangeOf(part)
	return least - partLeast + nowLeast, most - partMost + nowMost
}

func (f family) compare(other family) int {
	return cmp.Or(cmp.Compare(f.edition, other.edition), strings.Compare(string(f.universe), string(other.universe)), strings.Compare(f.dimension, other.dimension), cmp.Compare(f.atom.from, other.atom.from))
}

func (v variable) compare(other variable) int {
	return cmp.Or(family{v.edition, v.universe, v.dimension, v.atom}.compare(family{other.edition, other.universe, other.dimension, other.atom}), strings.Compare(string(v.leaf), string(other.leaf)))
}
