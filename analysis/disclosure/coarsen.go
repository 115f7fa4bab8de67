package disclosure

import (
	"slices"

	"svna/analysis"
	"svna/analysis/stats"
)

// coarse is the level into which small levels are merged.
const coarse = "All others"

// coarsen merges the levels of a table whose counts are too small to be shown,
// in any of its blocks, into one level: a merged number tells more than a hidden
// one. Only dimensions whose levels may be merged without losing their meaning
// are, and tables with one such dimension.
func (e *edition) coarsen(t analysis.Table) analysis.Table {
	free := firstFree(&t)
	if len(t.Dimensions) != free+1 || !mergeable[t.Dimensions[free].Name] || withheld(t) != "" {
		return t
	}
	small := map[string]bool{}
	for _, r := range t.Rows {
		if r.Kind == analysis.LevelRow && (e.small(r.Basis.Numerator) || e.small(r.Basis.Denominator)) {
			small[r.Levels[free]] = true
		}
	}
	if len(small) == 0 {
		return t
	}
	small[coarse] = true
	for e.grow(t, free, small) {
	}
	var rows []analysis.Row
	for from := 0; from < len(t.Rows); {
		to := from
		for to < len(t.Rows) && slices.Equal(t.Rows[to].Levels[:free], t.Rows[from].Levels[:free]) {
			to++
		}
		rows = append(rows, e.merge(t.Rows[from:to], free, small)...)
		from = to
	}
	t.Rows = rows
	t.Notes = append(slices.Clone(t.Notes), "Levels with small numbers are counted together as “"+coarse+"”.")
	return t
}

func (e *edition) small(rows analysis.Selection) bool {
	return rows != nil && !e.rule.shows(len(rows))
}

// grow adds the smallest level to those merged if the merged level would itself
// be small, or hold one level alone; it reports whether it did.
func (e *edition) grow(t analysis.Table, free int, small map[string]bool) bool {
	sums, parts := map[string]int{}, map[string]int{}
	smallest, least := "", 0
	for _, r := range t.Rows {
		if r.Kind != analysis.LevelRow {
			continue
		}
		key := ""
		for _, level := range r.Levels[:free] {
			key += level + ": "
		}
		if n := len(r.Basis.Numerator); small[r.Levels[free]] {
			sums[key] += n
			parts[key]++
		} else if smallest == "" || n < least {
			smallest, least = r.Levels[free], n
		}
	}
	for key, sum := range sums {
		if (!e.rule.shows(sum) || parts[key] < 2) && smallest != "" && len(small) < 40 {
			small[smallest] = true
			return true
		}
	}
	return false
}

// merge makes one row of the small levels of a block.
func (e *edition) merge(block []analysis.Row, free int, small map[string]bool) []analysis.Row {
	var rows []analysis.Row
	var merged []analysis.Row
	at := -1
	for _, r := range block {
		if r.Kind == analysis.LevelRow && small[r.Levels[free]] {
			merged = append(merged, r)
			at = len(rows)
			continue
		}
		rows = append(rows, r)
	}
	if len(merged) == 0 {
		return rows
	}
	compute := formula(nil)
	for _, r := range block {
		if r.Kind == analysis.LevelRow && r.Estimate.Value.Known() && compute == nil {
			compute = formulaOf(r, e.period(r), e.run.About)
		}
	}
	one := analysis.Row{Levels: append(slices.Clone(merged[0].Levels[:free]), coarse), Basis: &analysis.Basis{Unit: merged[0].Basis.Unit}, Extra: merged[0].Extra}
	together := true // one denominator for all
	for _, r := range merged {
		one.Basis.Numerator = union(one.Basis.Numerator, r.Basis.Numerator)
		one.Basis.Denominator = union(one.Basis.Denominator, r.Basis.Denominator)
		together = together && slices.Equal(r.Basis.Denominator, merged[0].Basis.Denominator)
	}
	if together {
		one.Basis.Denominator = merged[0].Basis.Denominator
	}
	n, d := float64(len(one.Basis.Numerator)), float64(len(one.Basis.Denominator))
	if compute != nil {
		one.Estimate = compute(n, d)
	} else {
		one.Estimate = stats.Estimate{Numerator: stats.N(n)}
	}
	return slices.Insert(rows, at, one)
}

func union(a, b analysis.Selection) analysis.Selection {
	both := slices.Concat(a, b)
	slices.Sort(both)
	return slices.Compact(both)
}
