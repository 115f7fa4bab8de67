package disclosure

import (
	"fmt"
	"slices"
	"strings"
)

// Audit is what the audit of a public edition tried and found.
type Audit struct {
	Profile   string `json:"profile"`
	Threshold int    `json:"threshold"`
	RoundTo   int    `json:"round_to"`
	Width     int    `json:"width"`
	Numbers   int    `json:"numbers"` // printed or hidden, each once
	Hidden    int    `json:"hidden"`
	Protected int    `json:"protected"`
	// Narrowest is the narrowest range that was found between two data sets of
	// a hidden number.
	Narrowest int64     `json:"narrowest"`
	Passed    bool      `json:"passed"`
	Witnesses []Witness `json:"witnesses"`
	// Classes are lines of which all are of one category: hidden, or accepted.
	Classes []ClassDisclosure `json:"class_disclosures"`
}

// Witness is the proof that a hidden number cannot be told: two data sets, as
// moves of records from what they are to what another record is in one aspect.
// Both give everything that the edition prints, and the number is Low in one and
// High in the other.
type Witness struct {
	number    *number
	Aspect    string   `json:"aspect"` // in which records change
	Tables    []string `json:"tables"`
	Low       int64    `json:"low"`
	High      int64    `json:"high"`
	LowMoves  int      `json:"low_moves"` // records that change
	HighMoves int      `json:"high_moves"`
	lowMoves  []Move
	highMoves []Move
	view      *view
}

// Move gives a record the memberships, in one aspect, of the record As.
type Move struct{ Record, As int32 }

// holds reports whether the two data sets are there and far enough apart.
func (w Witness) holds(rule Rule) bool {
	return w.view != nil && w.High-w.Low >= int64(rule.Width)
}

// witness looks for the two data sets of a hidden number in a view.
func (e *edition) witness(n *number, v *view) Witness {
	w := Witness{number: n, Aspect: v.aspect, Tables: n.tables, view: v}
	at := slices.Index(v.own, n)
	w.Low, w.lowMoves = v.search(e.rule, at, -1, e.rule.Width)
	w.High, w.highMoves = v.search(e.rule, at, 1, int(w.Low)+e.rule.Width-n.count)
	w.LowMoves, w.HighMoves = len(w.lowMoves), len(w.highMoves)
	return w
}

// proof runs the audit once more over the finished pattern, and hands every
// witness to the checker, which adds up.
func (e *edition) proof() (Audit, error) {
	audit := Audit{Profile: e.rule.Name, Threshold: e.rule.Threshold, RoundTo: e.rule.RoundTo, Width: e.rule.Width, Narrowest: Unbounded, Passed: true, Classes: e.classes}
	var failing []string
	for _, kind := range e.kinds() {
		u := e.lattice.universes[kind]
		printed, at := u.printed(e.rule)
		audit.Numbers += len(printed)
		checker, err := NewChecker(e.rule, printed)
		if err != nil {
			return audit, fmt.Errorf("check the public edition: %w", err)
		}
		for _, n := range u.numbers {
			if !n.hidden {
				continue
			}
			audit.Hidden++
			w, found := e.found[n]
			if !found || !w.holds(e.rule) || checker.Check(at[n], e.memberships(w, at), w.lowMoves, w.highMoves) != nil {
				failing = append(failing, strings.Join(n.tables, " and "))
				continue
			}
			audit.Protected++
			audit.Narrowest = min(audit.Narrowest, w.High-w.Low)
			audit.Witnesses = append(audit.Witnesses, w)
		}
	}
	if audit.Hidden != audit.Protected {
		audit.Passed = false
		slices.Sort(failing)
		return audit, &AuditError{Tables: slices.Compact(failing)}
	}
	return audit, nil
}

// printed is what the edition prints of a kind of row, for the checker, and the
// place of each number in it.
func (u *universe) printed(rule Rule) ([]Printed, map[*number]int) {
	printed, at := make([]Printed, len(u.numbers)), map[*number]int{}
	for i, n := range u.numbers {
		at[n] = i
		printed[i] = Printed{Rows: n.rows, Hidden: n.hidden, Small: !rule.shows(n.count), Shown: rule.Round(n.count)}
	}
	return printed, at
}

// memberships marks the numbers of the witness's aspect, which its moves change.
func (e *edition) memberships(w Witness, at map[*number]int) map[int]bool {
	moving := map[int]bool{}
	for _, n := range w.view.own {
		moving[at[n]] = true
	}
	return moving
}
