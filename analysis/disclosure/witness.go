package disclosure

import (
	"slices"

	"svna/analysis/disclosure/check"
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
	Narrowest int64    `json:"narrowest"`
	Passed    bool     `json:"passed"`
	Earlier   []string `json:"earlier_editions"` // audited with it
	// EarlierHashes are of their public/manifest.json, in the same order.
	EarlierHashes []string  `json:"earlier_manifests,omitempty"`
	Witnesses     []Witness `json:"witnesses"`
	// Classes are lines of which all are of one category: hidden, or accepted.
	Classes []ClassDisclosure `json:"class_disclosures"`
	// Proof is what the checker of finished files reads.
	Proof check.Proof `json:"proof"`
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
	whole     bool // the moves are all, and not those after the base of the view
	view      *view
}

// Move gives a record the memberships, in one aspect, of the record As.
type Move struct{ Record, As int32 }

// holds reports whether the two data sets are there and far enough apart.
func (w Witness) holds(rule Rule) bool {
	return w.view != nil && w.High-w.Low >= int64(rule.widthOf(w.number))
}

// witness looks for the two data sets of a hidden number in a view.
func (e *edition) witness(n *number, v *view, harder bool) Witness {
	w := Witness{number: n, Aspect: v.aspect, Tables: n.tables, view: v}
	at := slices.Index(v.own, n)
	width := int64(e.rule.widthOf(n))
	base := v.baseCount[at]
	w.Low, w.lowMoves = v.search(e.rule, at, -1, base-(width+1)/2)
	w.High, w.highMoves = v.search(e.rule, at, 1, w.Low+width)
	if w.High < w.Low+width && w.Low == base-(width+1)/2 {
		w.Low, w.lowMoves = v.search(e.rule, at, -1, w.High-width)
	}
	if harder && !w.holds(e.rule) {
		e.drive(&w, at, width)
	}
	w.LowMoves, w.HighMoves = len(w.lowMoves), len(w.highMoves)
	return w
}

// all are the moves of one of the data sets from the true one.
func (w Witness) all(moves []Move) []Move {
	if w.whole {
		return moves
	}
	return slices.Concat(w.view.baseMoves, moves)
}

// drive looks for two data sets in the slower way: the highest number that it finds
// for the lowest, or the other way round.
func (e *edition) drive(w *Witness, at int, width int64) {
	least, most := e.rule.possible(w.number)
	base := w.view.baseCount[at]
	for low := max(least, base-(width+1)/2); low <= base && low+width <= most; low += 2 {
		l, lowMoves, ok := w.view.drive(e.rule, at, -1, low)
		if !ok {
			continue
		}
		if h, highMoves, ok := w.view.drive(e.rule, at, 1, l+width); ok {
			w.Low, w.lowMoves, w.High, w.highMoves, w.whole = l, lowMoves, h, highMoves, true
			return
		}
	}
}
