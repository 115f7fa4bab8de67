package analysis

import (
	"slices"

	"svna/analysis/stats"
)

// Derivation is how all that a table says besides its counts follows from them:
// rates, limits, ranks, models, the order of its rows, some of its notes. A
// breakdown builds its table by it, and an edition that rounds or hides counts
// calls it again with what it publishes, so that the table tells no more than the
// published counts do. A table without one has rows each of which follows from its
// own counts.
type Derivation struct {
	// From names the tables of the run from which it also reads.
	From []string
	// Compute fills in a table whose rows hold counts and nothing else: the
	// numerator and the denominator that their Basis counts, and its Extra. A count
	// may be missing, and what rests on it is then left out. It may make rows anew.
	// It reads public constants (days, residents, unit costs), and no number of the
	// data in any other way.
	Compute func(t *Table, from map[string]*Table)
	// Extra is for a table each of whose rows follows from its own counts, but for
	// columns that rest on all of them, such as ranks: it fills in those. One of
	// Compute and Extra is nil.
	Extra func(t *Table)

	fixed []string // notes that say nothing of counts
}

// derive gives a table that holds counts its derivation, and computes it.
func (t *Table) derive(d Derivation, from ...*Table) {
	d.fixed = slices.Clone(t.Notes)
	t.Derivation = &d
	byID := map[string]*Table{}
	for _, other := range from {
		byID[other.ID] = other
		t.Derivation.From = append(t.Derivation.From, other.ID)
	}
	d.Compute(t, byID)
}

// deriveExtra fills in columns that rest on all rows of a table.
func (t *Table) deriveExtra(fill func(*Table)) {
	t.Derivation = &Derivation{Extra: fill}
	fill(t)
}

// put sets an extra number of a row.
func (r *Row) put(name string, n stats.Number) {
	if r.Extra == nil {
		r.Extra = map[string]stats.Number{}
	}
	r.Extra[name] = n
}

// Derived returns the table computed from other rows of counts, and from the
// tables of that edition, with those of its fixed notes that keep holds for.
func (t Table) Derived(counts []Row, from map[string]*Table, keep func(note string) bool) Table {
	t.Rows, t.Notes = counts, nil
	for _, note := range t.Derivation.fixed {
		if keep(note) {
			t.Notes = append(t.Notes, note)
		}
	}
	t.Derivation.Compute(&t, from)
	return t
}
