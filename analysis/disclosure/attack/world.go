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

func newWorld(editions []Edition, wards Wards, classes Classes, suppose Suppositions) *world {
	w := &world{editions: editions, wards: wards, classes: classes, suppose: suppose, place: map[variable]int{}, families: map[family][]leaf{}}
	for _, pieces := range wards.Pieces {
		for _, p := range pieces {
			w.pieces = max(w.pieces, p+1)
		}
	}
	w.joined()
	cuts := map[month]bool{}
	for _, e := range editions {
		for _, s := range []span{e.span(), e.span().previous()} {
			cuts[s.from], cuts[s.to+1] = true, true
		}
	}
	in := slices.Sorted(maps.Keys(cuts))
	for i := range in[1:] {
		w.atoms = append(w.atoms, span{in[i], in[i+1] - 1})
	}
	for i, e := range editions {
		for _, t := range e.Tables {
			if c, known := tables[t.ID]; known {
				w.table(i, t, c)
			}
		}
	}
	w.tieParts()
	if suppose.Changes != nil {
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

// block is the rows of a table that together count a universe in a span.
type block struct {
	span      span
	universe  universe
	dimension string
	basis     string
}

// block is the block of a row, and what levels are left of it.
func (e Edition) block(t Table, c counted, r Row) (b block, levels []string) {
	b, levels = block{e.span(), c.universe, c.dimension, ""}, slices.Clone(r.Levels)
	if s, is := named(levels[0]); is && c.dimension != "month" {
		b.span, levels = s, levels[1:]
	}
	return b, b.split(t.ID, levels)
}

// table adds the rows of a table, block by block.
func (w *world) table(edition int, t Table, c counted) {
	e := w.editions[edition]
	covered := map[block][]leaf{}
	understood := map[block]bool{}
	summed := map[block]bool{} // its rows add up to a total
	var remaining []func()
	for _, r := range t.Rows {
		b, levels := e.block(t, c, r)
		if c.dimension == "month" {
			if s, is := named(r.Levels[0]); is {
				w.month(edition, t, r, s)
			}
			continue
		}
		if _, met := understood[b]; !met {
			understood[b] = true
		}
		last := levels[len(levels)-1]
		add := func(leaves []leaf) {
			w.row(edition, t, r, "numerator", b.universe, b.dimension, b.span, leaves)
			if c.compared {
				w.row(edition, t, r, "denominator", b.universe, b.dimension, b.span.previous(), leaves)
			}
		}
		switch {
		case totals[last] || totals[levels[0]] || last == "E09000002":
			summed[b] = true
			b.dimension = ""
			add(nil)
		case rests[last]:
			remaining = append(remaining, func() {
				if !understood[b] || t.ID == "priorities" || t.ID == "harm-share" {
					return
				}
				var leaves []leaf
				for _, l := range w.leavesOf(b.dimension) {
					if !slices.Contains(covered[b], l) {
						leaves = append(leaves, l)
					}
				}
				covered[b] = append(covered[b], leaves...)
				add(leaves)
			})
			if len(remaining) > 1 && slices.ContainsFunc(t.Rows, func(o Row) bool {
				return o.Key() != r.Key() && rests[o.Levels[len(o.Levels)-1]] && o.Levels[0] == r.Levels[0]
			}) {
				understood[b] = false
			}
		default:
			leaves, ok := w.named(b.dimension, levels)
			leaves = w.firsts(b.dimension, leaves)
			if !ok {
				understood[b] = false
				continue
			}
			covered[b] = append(covered[b], leaves...)
			add(leaves)
		}
	}
	for _, f := range remaining {
		f()
	}
	for b := range summed {
		if complete[t.ID] && understood[b] && len(covered[b]) > 0 {
			w.nothingElse(edition, b, covered[b])
		}
	}
}

// nothingElse says that the rows of a block are all there are: what none of them counts
// would have a row of its own.
func (w *world) nothingElse(edition int, b block, covered []leaf) {
	for _, atom := range w.atoms {
		if !b.span.contains(atom) {
			continue
		}
		for _, l := range w.leavesOf(b.dimension) {
			if !slices.Contains(covered, l) {
				w.most[w.count(variable{edition, b.universe, b.dimension, atom, l})] = 0
			}
		}
	}
}

// row adds the count of a row of a table.
func (w *world) row(edition int, t Table, r Row, column string, u universe, dimension string, s span, leaves []leaf) {
	shown, printed := r.Counts[column]
	if !printed || column == "denominator" && shown == hidden { // left out with its row, or hidden
		return
	}
	dimension = alias(dimension)
	if dimension == "" {
		leaves = []leaf{""}
	}
	var of []int
	var by []float64
	for _, atom := range w.atoms {
		if !s.contains(atom) {
			continue
		}
		for _, l := range leaves {
			of, by = append(of, w.count(variable{edition, u, dimension, atom, l})), append(by, 1)
		}
	}
	w.print(edition, t, r, column, shown, of, by)
}

func (w *world) month(edition int, t Table, r Row, s span) {
	shown, printed := r.Counts["numerator"]
	for _, atom := range w.atoms {
		if atom.contains(s) && printed {
			w.print(edition, t, r, "numerator", shown, []int{w.count(variable{edition, "offences", "month", atom, leaf(strconv.Itoa(int(s.from)))})}, []float64{1})
		}
	}
}

// print adds what a printed or hidden count tells.
func (w *world) print(edition int, t Table, r Row, column string, shown int, of []int, by []float64) {
	if len(of) == 0 {
		return
	}
	small, told := false, false
	if w.suppose.Small != nil && shown == hidden {
		small, told = w.suppose.Small(edition, t.ID, r.Key(), column)
	}
	least, most := w.editions[edition].bounds(shown, told && small, told && !small)
	if shown == hidden {
		w.targets = append(w.targets, target{edition, t.ID, r.Key(), column, len(w.sums)})
	}
	w.sums = append(w.sums, sum{of, by, least, most, strconv.Itoa(edition) + " " + t.ID + " " + r.Key() + " " + column})
}

// whole is a bound on whole numbers.
func whole(x float64, up bool) float64 {
	if math.Abs(x) >= unbounded {
		return x
	}
	if up {
		return math.Ceil(x - 1e-6)
	}
	return math.Floor(x + 1e-6)
}
