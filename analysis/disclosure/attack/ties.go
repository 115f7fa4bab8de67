package attack

import (
	"maps"
	"slices"
)

// tieParts says that a part is at most the whole, leaf by leaf.
func (w *world) tieParts() {
	for _, v := range slices.SortedFunc(maps.Keys(w.place), variable.compare) {
		for _, p := range w.parts {
			if v.universe != p[0] {
				continue
			}
			whole := v
			whole.universe = p[1]
			if at, made := w.place[whole]; made {
				w.sums = append(w.sums, sum{of: []int{at, w.place[v]}, by: []float64{1, -1}, most: unbounded})
			}
		}
		if v.dimension == "" {
			w.tieUniverse(v)
		}
	}
}

// bySubgroup are universes that are some subgroups of another.
var bySubgroup = map[universe]struct {
	of        universe
	subgroups []string
}{
	"sexual": {"offences", []string{"Rape", "Other sexual offences"}},
	"injury": {"all ages", []string{"Violence with injury"}},
}

// tieUniverse says of the total of a universe that is some leaves of another that
// the two are one.
func (w *world) tieUniverse(total variable) {
	of, by := []int{w.place[total]}, []float64{-1}
	for _, s := range same {
		if at, made := w.place[variable{total.edition, s.of, s.dimension, total.atom, s.leaf}]; made && s.universe == total.universe {
			w.sums = append(w.sums, sum{of: []int{w.place[total], at}, by: []float64{1, -1}})
		}
	}
	from := bySubgroup[total.universe]
	if w.classes.AllAges && from.of == "all ages" {
		from.of = "offences"
	}
	for _, subgroup := range from.subgroups {
		leaves, _ := w.offences(subgroup)
		for _, l := range w.firsts("offence", leaves) {
			if at, made := w.place[variable{total.edition, from.of, "offence", total.atom, l}]; made {
				of, by = append(of, at), append(by, 1)
			}
		}
	}
	if len(of) > 1 {
		w.sums = append(w.sums, sum{of: of, by: by})
	}
}

// tieEditions says that what an extract has of a quarter and what a later one has of
// it differ by the records that came, left or were changed in between.
func (w *world) tieEditions() {
	type budget struct {
		edition   int
		universe  universe
		dimension string
	}
	before, since := map[family]int{}, map[budget]int{}
	came, left := map[budget]*sum{}, map[budget]*sum{}
	families := slices.SortedFunc(maps.Keys(w.families), family.compare)
	last := map[family]int{} // the edition before that is about the same
	for _, f := range families {
		key := f
		key.edition = 0
		if then, met := before[key]; met {
			b := budget{f.edition, f.universe, f.dimension}
			last[f] = then
			if first, known := since[b]; !known || then < first {
				since[b] = then
			}
		}
		before[key] = f.edition
	}
	for _, f := range families {
		last, met := last[f]
		if !met {
			continue
		}
		b := budget{f.edition, f.universe, f.dimension}
		if came[b] == nil {
			came[b], left[b] = w.mostChanged(since[b], f)
		}
		for _, l := range w.families[f] {
			now := w.place[variable{f.edition, f.universe, f.dimension, f.atom, l}]
			then := w.place[variable{last, f.universe, f.dimension, f.atom, l}]
			in, out := len(w.least), len(w.least)+1
			w.least, w.most = append(w.least, 0, 0), append(w.most, came[b].most, left[b].most)
			came[b].of, came[b].by = append(came[b].of, in), append(came[b].by, 1)
			left[b].of, left[b].by = append(left[b].of, out), append(left[b].by, 1)
			w.sums = append(w.sums, sum{of: []int{now, then, in, out}, by: []float64{1, -1, -1, 1}})
		}
	}
	for _, s := range []map[budget]*sum{came, left} {
		for _, b := range slices.SortedFunc(maps.Keys(s), func(a, b budget) int {
			return family{a.edition, a.universe, a.dimension, span{}}.compare(family{b.edition, b.universe, b.dimension, span{}})
		}) {
			w.sums = append(w.sums, *s[b])
		}
	}
}

// mostChanged are how many records at most came into the leaves of a dimension, and
// left them, between an edition and that of a family.
func (w *world) mostChanged(since int, f family) (came, left *sum) {
	came, left = &sum{}, &sum{}
	for _, c := range w.suppose.Changes[since:f.edition] {
		changed := c.Changed[f.dimension]
		if byOffence[f.universe] && f.dimension != "offence" {
			changed += c.Changed["offence"]
		}
		came.most += float64(c.Came + changed)
		left.most += float64(c.Left + changed)
	}
	return came, left
}
