package disclosure

import (
	"slices"
	"strings"

	"svna/analysis"
)

// Small levels that a table counts together with a larger one are printed nowhere.
// Where another table prints the larger one by itself, who subtracts has the small
// ones to within the two roundings: 0 to 4 where both are printed alike. Then they
// are counted with another level. (Where counts are exact, hideDifferences sees to it.)

// mostPartners is how many levels are tried for a table before it is left out.
const mostPartners = 8

// mergeOtherwise makes tables anew whose merged levels are told too closely; it
// reports whether there were any. What these tables print themselves they will print
// alike, and so tells nothing.
func (e *edition) mergeOtherwise() bool {
	if e.rule.Exact() {
		return false
	}
	told := map[string]bool{}
	e.tables(func(t analysis.Table) { told[t.ID] = e.tellsMerged(t, nil) })
	any := false
	for _, o := range e.run.Outcomes {
		for t, table := range o.Result.Tables {
			if !told[table.ID] {
				continue
			}
			any = true
			again := table
			for e.partner[table.ID]++; e.partner[table.ID] <= mostPartners; e.partner[table.ID]++ {
				if again = e.coarsen(e.raw[table.ID]); !e.tellsMerged(again, told) {
					break
				}
			}
			if o.Result.Tables[t] = again; e.partner[table.ID] > mostPartners {
				e.reasons[table.ID] = workedOut
			}
		}
	}
	return any
}

// tellsMerged reports whether a number that is shown elsewhere, and not only in some
// tables, counts so nearly all of a merged level that the rest is told to closer than
// the width.
func (e *edition) tellsMerged(t analysis.Table, but map[string]bool) bool {
	raw, coarsened := e.raw[t.ID]
	if !coarsened {
		return false
	}
	for _, r := range t.Rows {
		if r.Kind != analysis.LevelRow || r.Basis == nil || r.Basis.Public || !e.rule.shows(len(r.Basis.Numerator)) {
			continue
		}
		if _, single := raw.Find(r.Levels...); single {
			continue
		}
		whole := &number{rows: slices.Sorted(slices.Values(r.Basis.Numerator)), count: len(r.Basis.Numerator)}
		for _, part := range e.lattice.universes[kindOf(r.Basis.Unit)].numbers {
			if !part.now || part.hidden || part.count == 0 || part.count >= whole.count || !e.rule.narrow(whole.count, part.count) {
				continue
			}
			elsewhere := slices.ContainsFunc(part.tables, func(id string) bool { return !but[id] })
			if elsewhere && whole.contains(part) {
				return true
			}
		}
	}
	return false
}

// narrow reports whether two counts, one a part of the other, are shown so that a
// small number between them is told to closer than the width.
func (r Rule) narrow(whole, part int) bool {
	if whole-part >= r.Threshold {
		return false
	}
	wholeLeast, wholeMost := r.Bounds(r.Round(whole))
	partLeast, partMost := r.Bounds(r.Round(part))
	return min(r.Threshold-1, wholeMost-partLeast)-max(r.floor(), wholeLeast-partMost) < r.Width
}

// addPartner adds to the small levels of a table the larger one that they are counted
// with: the one whose turn it is, in order of size over the blocks that have small
// levels. It returns its name, or "".
func (e *edition) addPartner(t analysis.Table, free int, small map[string]bool) string {
	turn := e.partner[t.ID]
	if turn == 0 {
		return ""
	}
	block := func(r analysis.Row) string { return strings.Join(r.Levels[:free], ": ") }
	blocks, sizes := map[string]bool{}, map[string]int{}
	for _, r := range t.Rows {
		blocks[block(r)] = blocks[block(r)] || r.Kind == analysis.LevelRow && small[r.Levels[free]]
	}
	var larger []string
	for _, r := range t.Rows {
		level := r.Levels[free]
		if r.Kind != analysis.LevelRow || small[level] || level == coarse || !blocks[block(r)] {
			continue
		}
		if _, met := sizes[level]; !met {
			larger = append(larger, level)
		}
		sizes[level] += len(r.Basis.Numerator)
	}
	slices.SortStableFunc(larger, func(a, b string) int { return sizes[a] - sizes[b] })
	if turn > len(larger) {
		return ""
	}
	small[larger[turn-1]] = true
	return larger[turn-1]
}
