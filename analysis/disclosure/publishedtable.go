package disclosure

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"svna/analysis"
	"svna/analysis/stats"
	"svna/datasets"
)

// value is a number as it is printed, or none.
func (e *edition) value(n *number) stats.Number {
	if n == nil || n.hidden {
		return stats.Number{}
	}
	return stats.N(float64(e.rule.Round(n.count)))
}

// table is a table as it is published; from holds the published tables that it may
// read.
func (e *edition) table(t analysis.Table, from map[string]*analysis.Table) analysis.Table {
	if t.Derivation != nil && t.Derivation.Compute != nil {
		return e.derived(t, from)
	}
	given := t
	rows := make([]analysis.Row, len(t.Rows))
	for i, r := range t.Rows {
		rows[i] = e.row(t, r, e.figures[t.ID][i])
	}
	e.keepReliability(t.Rows, rows)
	t.Rows = rows
	analysis.MarkReliability(&t)
	correct(&t)
	e.order(&t)
	if t.Derivation != nil {
		t.Derivation.Extra(&t)
	}
	dropEmptyColumns(&t)
	t.Notes = slices.DeleteFunc(slices.Clone(t.Notes), func(note string) bool { return !e.keeps(given, note) })
	t.KeepPromise()
	return e.noteRounded(noteRoundedPublic(given, t))
}

// keeps reports whether a note of a table holds no number of the data.
func (e *edition) keeps(t analysis.Table, note string) bool {
	return e.static(note) || slices.Contains(t.Constants, note)
}

// noteRoundedPublic says of a table of what others have published that its counts are
// rounded here, since they can be looked up.
func noteRoundedPublic(given, published analysis.Table) analysis.Table {
	if slices.ContainsFunc(given.Rows, func(r analysis.Row) bool {
		return r.Basis != nil && r.Basis.Public && r.Estimate.Method != population && r.Estimate.Numerator.Known()
	}) {
		published.Notes = append(published.Notes, "Counts that others have published are rounded in this edition, and may differ from those of their source.")
	}
	return published
}

// noteRounded says of a table with rounded counts, before its other notes, how they
// are rounded.
func (e *edition) noteRounded(published analysis.Table) analysis.Table {
	if slices.ContainsFunc(published.Rows, func(r analysis.Row) bool {
		return r.Estimate.Method != population && r.Estimate.Numerator.Known()
	}) {
		published.Notes = slices.Concat(e.rule.Rounding(), published.Notes)
	}
	return published
}

// dropEmptyColumns takes out the columns that have no number.
func dropEmptyColumns(t *analysis.Table) {
	t.Columns = slices.DeleteFunc(slices.Clone(t.Columns), func(c analysis.Column) bool {
		return c.Name != "method" && c.Name != "numerator" && !slices.ContainsFunc(t.Rows, func(r analysis.Row) bool { return r.Number(c.Name).Known() })
	})
}

// derived computes a table from its published counts, and from other published
// tables, as the breakdown computed it from the counts of the data. What needs a
// count that is not shown stays out.
func (e *edition) derived(t analysis.Table, from map[string]*analysis.Table) analysis.Table {
	given := t
	counts := make([]analysis.Row, len(t.Rows))
	for i, r := range t.Rows {
		counts[i] = e.counts(r, e.figures[t.ID][i])
	}
	t.Rounded = e.rule.RoundTo > 1
	t = t.Derived(counts, from, func(note string) bool { return e.keeps(given, note) })
	for i := range t.Rows {
		r := &t.Rows[i]
		r.Basis = nil
		before, _ := given.Find(r.Levels...)
		lost := before.Estimate.Numerator.Known() && !r.Estimate.Numerator.Known() || before.Estimate.Value.Known() && !r.Estimate.Value.Known()
		if lost && r.Estimate.Status == stats.Sound {
			r.Estimate.Status = stats.Suppressed
		}
	}
	analysis.MarkReliability(&t)
	dropEmptyColumns(&t)
	t.KeepPromise()
	return e.noteRounded(noteRoundedPublic(given, t))
}

// counts is a row with its published counts and nothing else.
func (e *edition) counts(r analysis.Row, f figures) analysis.Row {
	out := analysis.Row{Levels: r.Levels, Kind: r.Kind, Extra: map[string]stats.Number{}}
	switch {
	case r.Basis == nil:
		return out
	case r.Basis.Public:
		out.Estimate.Numerator = e.roundPublic(r.Estimate.Numerator)
		if published, ok := r.Extra["published"]; ok { // another's count of the same
			out.Extra["published"] = e.roundPublic(published)
		}
		return out
	}
	out.Estimate.Numerator, out.Estimate.Denominator = e.value(f.numerator), e.value(f.denominator)
	if r.Basis.Denominator != nil {
		out.Estimate.Numerator, out.Estimate.Denominator = besideHidden(out.Estimate.Numerator, out.Estimate.Denominator)
	}
	for name, n := range f.extra {
		if v := e.value(n); v.Known() {
			out.Extra[name] = v
		}
	}
	return out
}

// besideHidden hides a nought beside a hidden number: no females beside some hidden
// males tell the sex of all of them.
func besideHidden(numerator, denominator stats.Number) (stats.Number, stats.Number) {
	if n, known := numerator.Get(); known && n == 0 && !denominator.Known() {
		return stats.Number{}, denominator
	}
	if d, known := denominator.Get(); known && d == 0 && !numerator.Known() {
		return numerator, stats.Number{}
	}
	return numerator, denominator
}

// population is the method of rows of published population estimates, which are
// no counts of offences or of people linked to them, and stay as they are.
const population = "as published"

// row is a row as it is published: counts rounded or hidden, all else computed
// from them.
func (e *edition) row(t analysis.Table, r analysis.Row, f figures) analysis.Row {
	out := analysis.Row{Levels: r.Levels, Kind: r.Kind}
	if e.static(r.Note) {
		out.Note = r.Note
	}
	if r.Basis == nil && r.Empty() {
		out.Estimate.Status = r.Estimate.Status
		return out
	}
	numerator, denominator := e.value(f.numerator), e.value(f.denominator)
	public := r.Basis.Public
	if public && r.Estimate.Method == population {
		out.Estimate, out.Extra = r.Estimate, r.Extra
		return out
	}
	if public {
		numerator, denominator = e.roundPublic(r.Estimate.Numerator), r.Estimate.Denominator
		if !strings.Contains(r.Estimate.Method, "Byar") && !strings.Contains(r.Estimate.Method, "Poisson") { // no residents
			denominator = e.roundPublic(denominator)
		}
	}
	if r.Basis.Denominator == nil && !public {
		denominator = r.Estimate.Denominator // residents, or none
	}
	if r.Basis.Denominator != nil {
		numerator, denominator = besideHidden(numerator, denominator)
	}
	hidden := analysis.Row{Levels: r.Levels, Kind: r.Kind, Estimate: stats.Estimate{Numerator: numerator, Status: stats.Suppressed}}
	hidden.Extra = derivedExtra(analysis.Row{Extra: r.Extra, Basis: &analysis.Basis{}}, stats.Estimate{}, nil, e.period(r), e.run.About)
	if r.Basis.Denominator != nil || !numerator.Known() { // a number of its own, or residents
		hidden.Estimate.Denominator = denominator
	}
	if !numerator.Known() || (r.Basis.Denominator != nil && !denominator.Known()) {
		return hidden
	}
	compute := formulaOf(r, e.period(r), e.run.About)
	if compute == nil {
		return hidden
	}
	out.Estimate = compute(numerator.Or(0), denominator.Or(0))
	counted := map[string]stats.Number{}
	for name, n := range f.extra {
		if v := e.value(n); v.Known() {
			counted[name] = v
		}
	}
	out.Extra = derivedExtra(r, out.Estimate, counted, e.period(r), e.run.About)
	return out
}

// keepReliability marks published figures of a period as of low reliability where
// a field is not known well enough in it. That shows by large counts that are
// marked; a mark on a count near the limit would tell on which side it is.
func (e *edition) keepReliability(given, published []analysis.Row) {
	incomplete := map[string]bool{}
	for _, r := range given {
		if r.Estimate.Status == stats.LowReliability && r.Estimate.Numerator.Or(0) >= 100 && r.Estimate.Denominator.Or(0) >= 100 {
			incomplete[r.Levels[0]] = true
		}
	}
	for i, r := range published {
		if incomplete[r.Levels[0]] && r.Kind == analysis.LevelRow && r.Estimate.Value.Known() {
			published[i].Estimate.Status = stats.LowReliability
		}
	}
}

// roundPublic rounds a count that others have published, so that no exact
// version of a rounded number stands beside it. Such counts are not in the lattice,
// and so they are rounded even where others are exact.
func (e *edition) roundPublic(n stats.Number) stats.Number {
	v, known := n.Get()
	if !known || !e.rule.shows(int(v)) {
		return stats.Number{}
	}
	rounding := e.rule
	rounding.RoundTo = max(rounding.RoundTo, 5)
	return stats.N(float64(rounding.Round(int(v))))
}

// period is the period of a row.
func (e *edition) period(r analysis.Row) datasets.Period {
	if len(r.Levels) > 0 && r.Levels[0] == e.run.About.Previous.Name() {
		return e.run.About.Previous
	}
	return e.run.About.Period
}

// correct computes q-values from the published p-values, block by block.
func correct(t *analysis.Table) {
	if _, corrected := t.Column("q"); !corrected {
		return
	}
	byBlock := map[string][]int{}
	for i, r := range t.Rows {
		key := ""
		for j, d := range t.Dimensions {
			if fixedDimensions[d.Name] {
				key += r.Levels[j] + ": "
			}
		}
		if r.Kind == analysis.LevelRow {
			byBlock[key] = append(byBlock[key], i)
		}
	}
	for _, at := range byBlock {
		var p []stats.Number
		for _, i := range at {
			p = append(p, t.Rows[i].Extra["p"])
		}
		for k, q := range stats.BenjaminiHochberg(p) {
			if t.Rows[at[k]].Extra != nil {
				t.Rows[at[k]].Extra["q"] = q
			}
		}
	}
}

// order puts the levels of a ranked table in order of what is published, since
// the order of size would tell of hidden numbers which is larger: equal ones by
// name, hidden ones last.
func (e *edition) order(t *analysis.Table) {
	for _, d := range t.Dimensions {
		if d.Name == "field" {
			orderFields(t)
		}
		if ordered[d.Name] {
			return
		}
	}
	last := len(t.Dimensions) - 1
	for from := 0; from < len(t.Rows); {
		to := from
		for to < len(t.Rows) && t.Rows[to].Kind == analysis.LevelRow && slices.Equal(t.Rows[to].Levels[:firstFree(t)], t.Rows[from].Levels[:firstFree(t)]) {
			to++
		}
		slices.SortStableFunc(t.Rows[from:to], func(a, b analysis.Row) int {
			return cmp.Or(cmp.Compare(b.Estimate.Numerator.Or(-1), a.Estimate.Numerator.Or(-1)), strings.Compare(a.Levels[last], b.Levels[last]))
		})
		from = max(to, from+1)
	}
}

// orderFields puts fields in order of their published completeness in the first
// period, the least complete first.
func orderFields(t *analysis.Table) {
	last := len(t.Dimensions) - 1
	share := map[string]float64{}
	for _, r := range slices.Backward(t.Rows) {
		share[r.Levels[last]] = r.Estimate.Value.Or(math.Inf(1))
	}
	periods := map[string]int{}
	for i, r := range slices.Backward(t.Rows) {
		periods[r.Levels[0]] = i
	}
	slices.SortStableFunc(t.Rows, func(a, b analysis.Row) int {
		return cmp.Or(
			periods[a.Levels[0]]-periods[b.Levels[0]],
			cmp.Compare(share[a.Levels[last]], share[b.Levels[last]]),
			strings.Compare(a.Levels[last], b.Levels[last]))
	})
}

// firstFree is the number of fixed dimensions that a table starts with.
func firstFree(t *analysis.Table) int {
	n := 0
	for n < len(t.Dimensions) && fixedDimensions[t.Dimensions[n].Name] {
		n++
	}
	return n
}
