package attack

import (
	"maps"
	"math"
	"slices"
	"strconv"
)

// unbounded is more than any count.
const unbounded = 1e9

// Suppositions are what a stranger supposes beyond the files.
type Suppositions struct {
	// Changes, one for each edition after the first, are how many records at most
	// came, left, and were changed, by dimension ("offence", "ward", "ethnicity"),
	// since the edition before. Nil supposes nothing: what an extract says of a
	// quarter then tells nothing of what the next one says of it.
	Changes []Changes
	// Small says of a hidden number whether it is small, or else hidden to protect
	// another; nil where the stranger is not told.
	Small func(edition int, table, row, column string) (small, told bool)
}

// Changes are how many records at most differ between two extracts.
type Changes struct {
	Came, Left int
	Changed    map[string]int // by dimension
}

// world is what the stranger knows, as sums of unknown counts with bounds.
type world struct {
	editions    []Edition
	wards       Wards
	classes     Classes
	suppose     Suppositions
	pieces      int
	own         map[string][]leaf        // by dimension: the names of rows that are leaves
	parts       [][2]universe            // universes that lie in another
	alone       []string                 // hidden numbers of which only the rule is known
	first       map[string]map[leaf]leaf // by dimension: of leaves that all rows count together, the first
	atoms       []span
	place       map[variable]int
	least, most []float64 // of the unknown counts
	sums        []sum
	targets     []target
	families    map[family][]leaf
}

// variable is an unknown count: at an edition's extract, of a universe, by a leaf of a
// dimension, in an atom of time; the total of the universe has no dimension.
type variable struct {
	edition   int
	universe  universe
	dimension string
	atom      span
	leaf      leaf
}

type family struct {
	edition   int
	universe  universe
	dimension string
	atom      span
}

// sum is a sum of unknown counts with its bounds.
type sum struct {
	of          []int
	by          []float64
	least, most float64
	label       string
}

// target is a hidden number.
type target struct {
	edition            int
	table, row, column string
	sum                int
}

func newWorld(editions []Edition, x Stranger) *world {
	w := &world{editions: editions, wards: x.Wards, classes: x.Classes, suppose: x.Suppose, parts: slices.Clone(parts), place: map[variable]int{}, families: map[family][]leaf{}}
	for _, pieces := range x.Wards.Pieces {
		for _, p := range pieces {
			w.pieces = max(w.pieces, p+1)
		}
	}
	if x.Classes.AllAges {
		w.parts = append(w.parts, partsOfAllAges...)
	}
	w.collect()
	cuts := map[month]bool{}
	cut := func(s span) { cuts[s.from], cuts[s.to+1] = true, true }
	for _, e := range editions {
		cut(e.span())
		cut(e.span().previous())
	}
	w.eachRow(func(_ int, _ Table, _ counted, r Row) {
		if s, is := named(r.Levels[0]); is && s.from < s.to {
			cut(s)
		}
	})
	in := slices.Sorted(maps.Keys(cuts))
	for i := range in[1:] {
		w.atoms = append(w.atoms, span{in[i], in[i+1] - 1})
	}
	for i, e := range editions {
		for _, t := range e.Tables {
			if c, known := tables[t.ID]; known {
				w.table(i, t, c)
			} else if Apart[t.ID] == "" {
				w.leave(i, t)
			}
		}
	}
	w.tieParts()
	if x.Suppose.Changes != nil {
		w.tieEditions()
	}
	return w
}

// count is the place of an unknown count; whole families of leaves are made at once,
// with the sum that they have.
func (w *world) count(v variable) int {
	if at, made := w.place[v]; made {
		return at
	}
	f := family{v.edition, v.universe, v.dimension, v.atom}
	if v.dimension == "" {
		return w.make(v)
	}
	total := w.count(variable{v.edition, v.universe, "", v.atom, ""})
	of, by := []int{total}, []float64{-1}
	leaves := w.leavesOf(v.dimension)
	if v.dimension == "month" {
		for m := v.atom.from; m <= v.atom.to; m++ {
			leaves = append(leaves, leaf(strconv.Itoa(int(m))))
		}
	}
	w.families[f] = leaves
	for _, l := range leaves {
		of, by = append(of, w.make(variable{v.edition, v.universe, v.dimension, v.atom, l})), append(by, 1)
	}
	w.sums = append(w.sums, sum{of: of, by: by})
	return w.place[v]
}

func (w *world) make(v variable) int {
	at := len(w.least)
	w.place[v] = at
	w.least, w.most = append(w.least, 0), append(w.most, unbounded)
	return at
}

// toWhole is a bound on whole numbers.
func toWhole(x float64, up bool) float64 {
	if math.Abs(x) >= unbounded {
		return x
	}
	if up {
		return math.Ceil(x - 1e-6)
	}
	return math.Floor(x + 1e-6)
}
