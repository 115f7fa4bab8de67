package disclosure

import (
	"slices"

	"svna/analysis"
	"svna/datasets/parallel"
)

// suppress hides numbers of an edition of exact counts until each that is hidden
// has its two data sets; it returns those for which hiding is not enough. Views
// of different aspects have no number in common, so each is suppressed by itself.
func (e *edition) suppress() (failing []*number) {
	var views []*view
	var patterns []*pattern
	var small [][]bool
	prices := map[*number]int64{}
	for _, kind := range e.kinds() {
		e.lattice.price(kind, prices)
		for _, aspect := range e.lattice.hiddenAspects(kind) {
			v := e.view(kind, aspect)
			p := v.pattern(e.rule, prices)
			views, patterns, small = append(views, v), append(patterns, p), append(small, slices.Clone(p.hidden))
		}
	}
	parallel.Each(len(views), func(i int) { patterns[i].protectAll() })
	for i, v := range views {
		for _, at := range patterns[i].open() {
			failing = append(failing, v.own[at])
		}
		for _, pair := range patterns[i].exposed() {
			failing = append(failing, v.own[pair.number])
		}
	}
	if len(failing) > 0 {
		return failing
	}
	parallel.Each(len(views), func(i int) { patterns[i].spare(small[i]) })
	for i, v := range views {
		for at, n := range v.own {
			if n.hidden = patterns[i].hidden[at]; n.hidden {
				e.found[n] = v.witness(n, at, patterns[i].proofs[at])
			}
		}
	}
	return nil
}

// hiddenAspects lists the aspects in which numbers of a kind are hidden, as they
// are tied together.
func (l *lattice) hiddenAspects(kind string) []string {
	var roots []string
	for _, n := range l.universes[kind].numbers {
		if n.hidden && len(n.aspects) > 0 {
			roots = append(roots, l.root(n.aspects[0]))
		}
	}
	slices.Sort(roots)
	return slices.Compact(roots)
}

// mostDear is how much dearer it is at most to hide a total, or a denominator of
// several figures, than a level of the same size.
const mostDear = 8

// price sets what it costs to hide each number of a kind: the total of a block
// stays shown, and so does a zero.
func (l *lattice) price(kind string, prices map[*number]int64) {
	uses := map[*number]int64{} // as totals and denominators
	for _, b := range l.blocks {
		if b.kind != kind {
			continue
		}
		for _, n := range b.all {
			uses[n]++
		}
		for _, n := range b.cells {
			uses[n]--
		}
	}
	for _, n := range l.universes[kind].numbers {
		prices[n] = priceOf(int64(n.count)) * min(1+uses[n], mostDear)
	}
	for _, b := range l.blocks {
		for _, n := range b.all {
			if b.kind == kind && (n.count == len(b.records) || n.count == 0) {
				prices[n] = never
			}
		}
	}
}

// pattern is what is hidden of a view, over its leaf cells.
func (v *view) pattern(rule Rule, prices map[*number]int64) *pattern {
	leaves, group := make([]int64, len(v.leaves)), make([]int, len(v.leaves))
	for at, l := range v.leaves {
		leaves[at], group[at] = int64(len(l.records)), l.group
	}
	members := make([][]int, len(v.own))
	for i := range members {
		members[i] = slices.Clone(v.leavesIn[i])
	}
	p := newPattern(leaves, group, members)
	p.width, p.floor, p.apart = int64(rule.Width), int64(rule.floor()), true
	for i, n := range v.own {
		p.hidden[i], p.prices[i] = n.hidden, prices[n]
	}
	return p
}

// witness is a proof as two data sets of records: those of the two, and of the
// true one, in which the number is least and most.
func (v *view) witness(n *number, at int, f *proof) Witness {
	w := Witness{number: n, Aspect: v.aspect, Tables: n.tables, view: v, Low: int64(n.count), High: int64(n.count), whole: true}
	c := f.changes[at]
	for _, set := range []struct {
		by    int64
		steps []step
	}{{c.low, f.low}, {c.high, f.high}} {
		if value := int64(n.count) + set.by; value < w.Low {
			w.Low, w.lowMoves = value, v.moves(nil, set.steps)
		} else if value > w.High {
			w.High, w.highMoves = value, v.moves(nil, set.steps)
		}
	}
	w.LowMoves, w.HighMoves = len(w.lowMoves), len(w.highMoves)
	return w
}

// mostlyHidden lists the tables of which over half of the numbers are hidden.
func (e *edition) mostlyHidden() (tables []string) {
	e.tables(func(t analysis.Table) {
		hidden := 0
		for _, f := range e.figures[t.ID] {
			if f.numerator != nil && f.numerator.hidden {
				hidden++
			}
		}
		if 2*hidden > len(t.Rows) {
			tables = append(tables, t.ID)
		}
	})
	return tables
}
