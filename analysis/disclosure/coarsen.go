package disclosure

import (
	"maps"
	"slices"
	"strings"

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
	t = e.dropSmallExtras(e.mergeNotKnown(t))
	free := firstFree(&t)
	if into := mergedInto[t.Dimensions[len(t.Dimensions)-1].Name]; into != "" {
		return e.leaveOut(t, into)
	}
	if len(t.Dimensions) != free+1 || !mergeable[t.Dimensions[free].Name] || withheld(t) != "" {
		return t
	}
	small := map[string]bool{}
	own := ownBases(t)
	for _, r := range t.Rows {
		if r.Kind == analysis.LevelRow && (e.small(r.Basis.Numerator) || e.small(r.Basis.Denominator) || e.restsOnSmall(t, r) || own && e.tellsByRest(t, r)) {
			small[r.Levels[free]] = true
		}
	}
	if len(small) == 0 {
		return t
	}
	partner := e.addPartner(t, free, small)
	small[coarse] = true
	for e.grow(t, free, small) {
	}
	name := coarse
	if ordered[t.Dimensions[free].Name] { // the first or last of an order are no mere others
		name = joined(t, free, small)
	}
	var rows []analysis.Row
	for from := 0; from < len(t.Rows); {
		to := from
		for to < len(t.Rows) && slices.Equal(t.Rows[to].Levels[:free], t.Rows[from].Levels[:free]) {
			to++
		}
		rows = append(rows, e.merge(t.Rows[from:to], free, small, name)...)
		from = to
	}
	t.Rows = rows
	note := "Levels with small numbers are counted together as “" + name + "”."
	if partner != "" {
		note = "Levels with small numbers are counted together as “" + name + "”, and with them " + partner + ", so that they cannot be worked out."
	}
	t.Notes = append(slices.Clone(t.Notes), note)
	return t
}

// joined names the merged levels in the order of the table: "Fatal or serious".
func joined(t analysis.Table, free int, merged map[string]bool) string {
	var names []string
	for _, r := range t.Rows {
		level := r.Levels[free]
		if r.Kind != analysis.LevelRow || !merged[level] || slices.Contains(names, level) {
			continue
		}
		names = append(names, level)
	}
	for i := range names[1:] {
		names[i+1] = strings.ToLower(names[i+1][:1]) + names[i+1][1:]
	}
	return strings.Join(names, " or ")
}

func (e *edition) small(rows analysis.Selection) bool {
	return rows != nil && !e.rule.shows(len(rows))
}

// restsOnSmall reports whether what a table derives of a row rests on a small count
// beside its own, such as that of the period before.
func (e *edition) restsOnSmall(t analysis.Table, r analysis.Row) bool {
	if t.Derivation == nil || t.Derivation.Compute == nil {
		return false
	}
	for _, rows := range r.Basis.Extra {
		if e.small(rows) {
			return true
		}
	}
	return false
}

// grow adds the smallest level to those merged if the merged level would itself
// be small, or hold one level alone; it reports whether it did.
func (e *edition) grow(t analysis.Table, free int, small map[string]bool) bool {
	sums, parts := map[string]int{}, map[string]int{}
	smallest, least := map[string]string{}, map[string]int{}
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
		} else if smallest[key] == "" || n < least[key] {
			smallest[key], least[key] = r.Levels[free], n
		}
	}
	for _, key := range slices.Sorted(maps.Keys(sums)) {
		if (!e.rule.shows(sums[key]) || parts[key] < 2) && smallest[key] != "" && len(small) < 40 {
			small[smallest[key]] = true
			return true
		}
	}
	return false
}

// merge makes one row of the small levels of a block.
func (e *edition) merge(block []analysis.Row, free int, small map[string]bool, name string) []analysis.Row {
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
	one := analysis.Row{Levels: append(slices.Clone(merged[0].Levels[:free]), name), Basis: &analysis.Basis{Unit: merged[0].Basis.Unit}, Extra: merged[0].Extra}
	together := true // one denominator for all
	for name := range merged[0].Basis.Extra {
		if one.Basis.Extra == nil {
			one.Basis.Extra = map[string]analysis.Selection{}
		}
		for _, r := range merged {
			one.Basis.Extra[name] = union(one.Basis.Extra[name], r.Basis.Extra[name])
		}
	}
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

// The rows into which the kinds of what is not known are merged: with those who lie
// outside or to whom the field does not apply, or without.
const (
	notCounted = "Not known, or not counted here"
	notKnown   = "Not known, for whatever reason"
)

// missingKinds are the kinds of what is not known.
var missingKinds = []string{"Not recorded", "Recorded as unknown", "Not stated", "Suppressed at source"}

// mergeNotKnown merges the rows of what is not known, or lies outside, of all
// blocks of a table if one of them is small and the merged ones are not.
func (e *edition) mergeNotKnown(t analysis.Table) analysis.Table {
	last := len(t.Dimensions) - 1
	var rows []analysis.Row
	small, still := false, false
	label := notKnown
	for _, r := range t.Rows {
		if r.Kind == analysis.NotKnownRow && !slices.Contains(missingKinds, r.Levels[last]) {
			label = notCounted
		}
	}
	for _, r := range t.Rows {
		before := len(rows) - 1
		if r.Kind != analysis.NotKnownRow || r.Basis == nil || r.Basis.Public {
			rows = append(rows, r)
			continue
		}
		small = small || e.small(r.Basis.Numerator) || e.small(r.Basis.Denominator)
		if before >= 0 && rows[before].Kind == analysis.NotKnownRow && slices.Equal(rows[before].Levels[:firstFree(&t)], r.Levels[:firstFree(&t)]) {
			other := rows[before]
			one := analysis.Row{Levels: other.Levels, Kind: r.Kind, Basis: &analysis.Basis{Unit: r.Basis.Unit, Numerator: union(other.Basis.Numerator, r.Basis.Numerator)}}
			if r.Basis.Denominator != nil && other.Basis.Denominator != nil {
				one.Basis.Denominator = union(other.Basis.Denominator, r.Basis.Denominator)
				one.Estimate = stats.Share(float64(len(one.Basis.Numerator)), float64(len(one.Basis.Denominator))).Scale(100)
			} else {
				one.Estimate.Numerator = stats.N(float64(len(one.Basis.Numerator)))
			}
			rows[before] = one
			continue
		}
		r.Levels = slices.Clone(r.Levels)
		for i := firstFree(&t); i <= last; i++ {
			r.Levels[i] = label
		}
		rows = append(rows, r)
	}
	for _, r := range rows {
		still = still || r.Kind == analysis.NotKnownRow && r.Basis != nil && (e.small(r.Basis.Numerator) || e.small(r.Basis.Denominator))
	}
	if !small || still || len(rows) == len(t.Rows) {
		return t
	}
	t.Rows = rows
	return t
}

// dropSmallExtras takes out a column of counts of which one is small: a table
// without it tells the rest.
func (e *edition) dropSmallExtras(t analysis.Table) analysis.Table {
	drop := map[string]bool{}
	for _, r := range t.Rows {
		if r.Basis == nil {
			continue
		}
		for name, rows := range r.Basis.Extra {
			if droppable[name] && e.small(rows) {
				drop[name] = true
			}
		}
	}
	if len(drop) == 0 {
		return t
	}
	t.Rows = slices.Clone(t.Rows)
	for i, r := range t.Rows {
		if r.Basis == nil {
			continue
		}
		basis := *r.Basis
		basis.Extra = maps.Clone(basis.Extra)
		maps.DeleteFunc(basis.Extra, func(name string, _ analysis.Selection) bool { return drop[name] })
		t.Rows[i].Basis = &basis
	}
	return t
}

// leaveOut counts the levels of a table whose counts are small, in any of its
// blocks, in the row of what is not counted apart: costs are then without them. If
// that row is small too, so is the smallest level left, and so on.
func (e *edition) leaveOut(t analysis.Table, into string) analysis.Table {
	last := len(t.Dimensions) - 1
	out := map[string]bool{}
	for _, r := range t.Rows {
		if r.Kind == analysis.LevelRow && e.small(r.Basis.Numerator) {
			out[r.Levels[last]] = true
		}
	}
	if len(out) == 0 {
		return t
	}
	for {
		rows, smallest, small := e.counted(t.Rows, out, into)
		if small && smallest != "" {
			out[smallest] = true
			continue
		}
		t.Rows = rows
		t.LeftOut = slices.Sorted(maps.Keys(out))
		return t
	}
}

// counted are the rows of a table with some levels counted in the row into. It
// tells the smallest level that is left, and whether a row into is small.
func (e *edition) counted(given []analysis.Row, out map[string]bool, into string) (rows []analysis.Row, smallest string, small bool) {
	var moved analysis.Selection
	least := 0
	for _, r := range given {
		last := len(r.Levels) - 1
		if r.Kind == analysis.LevelRow && out[r.Levels[last]] {
			moved = union(moved, r.Basis.Numerator)
			continue
		}
		if n := len(r.Basis.Numerator); r.Kind == analysis.LevelRow && (smallest == "" || n < least) {
			smallest, least = r.Levels[last], n
		}
		if r.Kind == analysis.TotalRow { // ends the block
			rest := analysis.Row{Levels: append(slices.Clone(r.Levels[:last]), into), Kind: analysis.NotKnownRow, Basis: &analysis.Basis{Unit: r.Basis.Unit, Numerator: moved}}
			if before := len(rows) - 1; before >= 0 && rows[before].Kind == analysis.NotKnownRow {
				rest.Basis.Numerator = union(moved, rows[before].Basis.Numerator)
				rows = rows[:before]
			}
			if n := len(rest.Basis.Numerator); n > 0 {
				rest.Estimate.Numerator = stats.N(float64(n))
				rows = append(rows, rest)
				small = small || e.small(rest.Basis.Numerator)
			}
			r = withoutRows(r, moved)
			moved = nil
		}
		rows = append(rows, r)
	}
	return rows, smallest, small
}

// withoutRows takes rows of the data out of what a total counts beside itself.
func withoutRows(total analysis.Row, gone analysis.Selection) analysis.Row {
	basis := *total.Basis
	basis.Extra = map[string]analysis.Selection{}
	for name, of := range total.Basis.Extra {
		basis.Extra[name] = slices.DeleteFunc(slices.Clone(of), func(r int32) bool {
			_, found := slices.BinarySearch(gone, r)
			return found
		})
	}
	total.Basis = &basis
	return total
}

func union(a, b analysis.Selection) analysis.Selection {
	both := slices.Concat(a, b)
	slices.Sort(both)
	return slices.Compact(both)
}
