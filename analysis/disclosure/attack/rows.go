package attack

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// block is the rows of a table that together count a universe in a span.
type block struct {
	span      span
	universe  universe
	dimension string
	basis     string
}

// block is the block of a row, and what levels are left of it.
func (w *world) block(edition int, t Table, c counted, r Row) (b block, levels []string) {
	b, levels = block{w.editions[edition].span(), c.universe, c.dimension, ""}, slices.Clone(r.Levels)
	if s, is := named(levels[0]); is && c.dimension != "month" {
		b.span, levels = s, levels[1:]
	}
	if len(levels) > 0 {
		levels = b.split(t.ID, levels)
	}
	if len(levels) == 0 || c.dimension == "" && b.dimension == "" {
		levels = []string{"Total"}
	}
	if b.dimension == "hotspot" || b.dimension == "in a hotspot" { // drawn anew for every edition
		b.dimension += " of " + strconv.Itoa(edition)
	}
	return b, levels
}

// line is a row of a block.
type line struct {
	row    Row
	levels []string
}

// table adds the rows of a table, block by block.
func (w *world) table(edition int, t Table, c counted) {
	var order []block
	lines := map[block][]line{}
	for _, r := range t.Rows {
		b, levels := w.block(edition, t, c, r)
		if c.dimension == "month" && w.month(edition, t, r, b) {
			continue
		}
		if lines[b] == nil {
			order = append(order, b)
		}
		lines[b] = append(lines[b], line{r, levels})
	}
	for _, b := range order {
		if slices.Contains([]string{"theme", "place", "stage", "completeness", "field", "named suspect"}, b.dimension) {
			for _, l := range lines[b] {
				w.apart(edition, t, c, b, l)
			}
			continue
		}
		w.rows(edition, t, c, b, lines[b])
	}
}

// rows adds the rows of a block.
func (w *world) rows(edition int, t Table, c counted, b block, lines []line) {
	var covered []leaf
	var remaining []line
	summed, understood := false, true
	for _, l := range lines {
		if isTotal(l.levels) && c.against != females && c.dimension != "in a hotspot" && c.dimension != "costed" {
			summed = true
			w.numbers(edition, t, c, b, l, nil)
			continue
		}
		if rests[l.levels[len(l.levels)-1]] {
			remaining = append(remaining, l)
			continue
		}
		leaves, ok := w.named(edition, b, l.levels)
		if !ok {
			understood = false
			remaining = append(remaining, l)
			continue
		}
		covered = append(covered, leaves...)
		w.numbers(edition, t, c, b, l, leaves)
	}
	covered = w.firsts(b.dimension, covered)
	left := w.uncovered(b, covered)
	switch {
	case len(remaining) == 1 && t.ID != "harm-share":
		w.numbers(edition, t, c, b, remaining[0], left)
		covered = append(covered, left...)
	case len(remaining) > 1 && t.ID != "harm-share":
		w.together(edition, t, c, b, remaining, left)
		covered = append(covered, left...)
	default:
		for _, l := range remaining {
			if !w.repeatsHarm(edition, t) {
				w.single(edition, t, l.row)
			}
		}
	}
	if summed && understood && complete[t.ID] && len(covered) > 0 {
		w.nothingElse(edition, b, covered)
	}
}

// repeatsHarm reports whether a table is the shares of harm with the levels of the table
// of harm itself, whose first period it has: then its merged number is the one there.
func (w *world) repeatsHarm(edition int, t Table) bool {
	if t.ID != "harm-share" {
		return false
	}
	here, there := map[string]bool{}, map[string]bool{}
	for _, r := range t.Rows {
		here[r.Levels[0]] = true
	}
	for _, of := range w.editions[edition].Tables {
		for _, r := range of.Rows {
			if of.ID == "harm" && r.Levels[0] == of.Rows[0].Levels[0] && !isTotal(r.Levels) && r.Levels[1] != "Without a weight" {
				there[r.Levels[1]] = true
			}
		}
	}
	return maps.Equal(here, there)
}

// uncovered are the leaves of a block that none of its rows counts.
func (w *world) uncovered(b block, covered []leaf) (left []leaf) {
	for _, l := range w.leavesOf(b.dimension) {
		if !slices.Contains(covered, l) {
			left = append(left, l)
		}
	}
	return left
}

// together adds several rows of which it is known only that they share what the other
// rows of the block leave.
func (w *world) together(edition int, t Table, c counted, b block, lines []line, left []leaf) {
	columns := []string{"numerator"}
	spans := []span{b.span}
	if c.against == before {
		columns, spans = append(columns, "denominator"), append(spans, b.span.previous())
	}
	for i, column := range columns {
		of, by := w.counts(edition, b.universe, b.dimension, spans[i], left)
		if len(of) == 0 {
			continue
		}
		for k := range by {
			by[k] = -1
		}
		complete := true
		for _, l := range lines {
			shown, printed := l.row.Counts[column]
			if !printed {
				complete = false
				continue
			}
			at := len(w.least)
			w.least, w.most = append(w.least, 0), append(w.most, unbounded)
			w.print(edition, t, l.row, column, shown, []int{at}, []float64{1})
			of, by = append(of, at), append(by, 1)
		}
		if complete {
			w.sums = append(w.sums, sum{of: of, by: by})
		}
	}
}

// numbers adds the numbers of a row: what it counts, and what that is set against.
func (w *world) numbers(edition int, t Table, c counted, b block, l line, leaves []leaf) {
	dimension := b.dimension
	if leaves == nil {
		dimension = ""
	}
	w.number(edition, t, l.row, "numerator", b.universe, dimension, b.span, leaves)
	u, s := b.universe, b.span
	switch c.against {
	case nothing:
		return
	case before:
		s = s.previous()
	case known:
		dimension, leaves = b.dimension, w.sorted(b.dimension, true)
	case whole:
		dimension, leaves = "", nil
	case other:
		u = c.other
	case females:
		leaves = of(l.levels, b.dimension, "Female")
	case white:
		dimension, leaves = b.dimension, []leaf{"White"}
	}
	w.number(edition, t, l.row, "denominator", u, dimension, s, leaves)
}

// number adds a number of a row, which counts some leaves of a universe, or all of it.
func (w *world) number(edition int, t Table, r Row, column string, u universe, dimension string, s span, leaves []leaf) {
	shown, printed := r.Counts[column]
	if !printed || column == "denominator" && shown == hidden && r.Status != "c" { // it has none
		return
	}
	if dimension == "" {
		leaves = []leaf{""}
	}
	of, by := w.counts(edition, u, dimension, s, leaves)
	if len(of) == 0 {
		if shown == hidden {
			w.single(edition, t, r)
		}
		return
	}
	w.print(edition, t, r, column, shown, of, by)
}

// counts are the unknown counts that make up some leaves of a universe in a span.
func (w *world) counts(edition int, u universe, dimension string, s span, leaves []leaf) (of []int, by []float64) {
	dimension = alias(dimension)
	leaves = w.firsts(dimension, leaves)
	for _, atom := range w.atoms {
		if !s.contains(atom) {
			continue
		}
		for _, l := range leaves {
			of, by = append(of, w.count(variable{edition, u, dimension, atom, l})), append(by, 1)
		}
	}
	return of, by
}

// apart adds a row that is a universe of its own, within that of the table: the rows of
// such a table overlap.
func (w *world) apart(edition int, t Table, c counted, b block, l line) {
	name := strings.Join(l.levels, ": ")
	b.dimension = ""
	in := b.universe
	switch {
	case isTotal(l.levels):
		w.numbers(edition, t, c, b, l, nil)
		return
	case c.dimension == "field":
		of := map[string]string{"Self-defined ethnicity": "ethnicity", "Officer-observed ethnicity": "observed", "Disability": "disability"}[name]
		if of == "" {
			break
		}
		b.dimension = of
		w.numbers(edition, t, c, b, l, w.sorted(of, true))
		return
	case name == "Sexual violence":
		b.universe = "sexual"
	case name == "Violence and exploitation affecting under-25s":
		b.universe = "involving under 25"
	case c.dimension == "stage" && name == "Recorded":
		b.universe = "old enough"
	case c.dimension == "stage" && strings.HasPrefix(name, "Charged"):
		b.universe = "positive"
	default:
		b.universe = in + ": " + universe(name)
		w.within(b.universe, in)
	}
	w.number(edition, t, l.row, "numerator", b.universe, "", b.span, nil)
	switch c.against {
	case before:
		w.number(edition, t, l.row, "denominator", b.universe, "", b.span.previous(), nil)
	case whole:
		w.number(edition, t, l.row, "denominator", in, "", b.span, nil)
	case withPoint:
		point := "hotspot of " + strconv.Itoa(edition)
		if len(w.own[point]) > 0 && in == "offences" {
			w.number(edition, t, l.row, "denominator", in, point, b.span, w.sorted(point, true))
		}
	}
}

// within says that a universe lies in another.
func (w *world) within(u, in universe) {
	if p := [2]universe{u, in}; !slices.Contains(w.parts, p) {
		w.parts = append(w.parts, p)
	}
}

// nothingElse says that the rows of a block are all there are: what none of them counts
// would have a row of its own.
func (w *world) nothingElse(edition int, b block, covered []leaf) {
	for _, atom := range w.atoms {
		if !b.span.contains(atom) {
			continue
		}
		for _, l := range w.uncovered(b, covered) {
			w.most[w.count(variable{edition, b.universe, alias(b.dimension), atom, l})] = 0
		}
	}
}

// month adds the row of a month; false where it is another one.
func (w *world) month(edition int, t Table, r Row, b block) bool {
	for _, level := range r.Levels {
		s, is := named(level)
		if !is || s.from != s.to {
			continue
		}
		for _, atom := range w.atoms {
			if atom.contains(s) {
				w.print(edition, t, r, "numerator", r.Counts["numerator"], []int{w.count(variable{edition, b.universe, "month", atom, leaf(strconv.Itoa(int(s.from)))})}, []float64{1})
				return true
			}
		}
	}
	if r.Counts["numerator"] == hidden {
		w.single(edition, t, r)
	}
	return true
}

// leave notes the hidden numbers of a table that is not understood.
func (w *world) leave(edition int, t Table) {
	for _, r := range t.Rows {
		if r.Counts["numerator"] == hidden {
			w.alone = append(w.alone, t.ID+", "+r.Key())
		}
	}
}

// single adds a hidden number of which nothing but the rule is known.
func (w *world) single(edition int, t Table, r Row) {
	if n, printed := r.Counts["numerator"]; printed && n == hidden {
		w.alone = append(w.alone, t.ID+", "+r.Key())
		at := len(w.least)
		w.least, w.most = append(w.least, 0), append(w.most, unbounded)
		w.print(edition, t, r, "numerator", hidden, []int{at}, []float64{1})
	}
}

// print adds what a printed or hidden count tells.
func (w *world) print(edition int, t Table, r Row, column string, shown int, of []int, by []float64) {
	small, told := false, false
	if w.suppose.Small != nil && shown == hidden {
		small, told = w.suppose.Small(edition, t.ID, r.Key(), column)
	}
	least, most := w.editions[edition].bounds(shown, told && small, told && !small)
	if other, beside := r.Counts["denominator"]; shown == hidden && !told && (column == "denominator" || beside && other == hidden) {
		least = 0 // left out where there is no ratio, whatever it is; a nought beside a hidden one is hidden too
	}
	if shown == hidden {
		w.targets = append(w.targets, target{edition, t.ID, r.Key(), column, len(w.sums)})
	}
	w.sums = append(w.sums, sum{of, by, least, most, strconv.Itoa(edition) + " " + t.ID + " " + r.Key() + " " + column})
}
