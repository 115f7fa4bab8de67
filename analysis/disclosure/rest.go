package disclosure

import (
	"slices"
	"strings"

	"svna/analysis"
)

// A share of exact counts tells two numbers: those counted, and the rest of their
// base. 45 of 48 victims injured is 3 who were not, and 8 of 8 is something of each
// of the eight. Where counts are rounded, neither can be told.

// rest is how many of a base a row does not count; ok is false where the row has no
// base of which it counts a part.
func rest(r analysis.Row) (n int, ok bool) {
	if r.Basis == nil || len(r.Basis.Denominator) == 0 || len(r.Basis.Numerator) > len(r.Basis.Denominator) {
		return 0, false
	}
	base := r.Basis.Denominator
	for _, record := range r.Basis.Numerator {
		if _, found := slices.BinarySearch(base, record); !found {
			return 0, false
		}
	}
	return len(base) - len(r.Basis.Numerator), true
}

// ownBases reports whether the levels of a table are each counted of a base of their
// own, so that no other row counts the rest.
func ownBases(t analysis.Table) bool {
	free := firstFree(&t)
	var before *analysis.Row
	for i := range t.Rows {
		r := &t.Rows[i]
		if r.Kind != analysis.LevelRow || r.Basis == nil {
			continue
		}
		if before != nil && slices.Equal(before.Levels[:free], r.Levels[:free]) && !slices.Equal(before.Basis.Denominator, r.Basis.Denominator) {
			return true
		}
		before = r
	}
	return false
}

// tellsByRest reports whether the rest of a row's base is small, or nobody of a small
// group.
func (e *edition) tellsByRest(t analysis.Table, r analysis.Row) bool {
	n, ok := rest(r)
	if !ok || !e.rule.Exact() {
		return false
	}
	if n == 0 {
		return len(r.Basis.Denominator) < smallGroup && !tautology(t)
	}
	return n < e.rule.Threshold
}

// tautology reports whether a table has rows that count all of their base by what
// they are, or that say nothing of people: stages that an offence starts with, and
// fields that are always filled in.
func tautology(t analysis.Table) bool {
	return slices.ContainsFunc(t.Dimensions, func(d analysis.Dimension) bool { return d.Name == "stage" || d.Name == "field" })
}

// hideRests hides what is counted of a base of which the rest is small, and, as
// hideClasses does, what is all of its base.
func (e *edition) hideRests(t analysis.Table) {
	if !e.rule.Exact() {
		return
	}
	own := ownBases(t)
	for i, r := range t.Rows {
		f := e.figures[t.ID][i]
		n, ok := rest(r)
		if !ok || f.denominator == nil || f.numerator.hidden || f.denominator.hidden {
			continue
		}
		switch {
		case n > 0 && n < e.rule.Threshold:
			f.numerator.hidden = true
		case n == 0 && own && r.Kind == analysis.LevelRow && f.numerator.count > 0 && !tautology(t):
			found := ClassDisclosure{Table: t.ID, Line: r.Key(), Category: t.Title}
			found.Accepted = e.acceptance(t, found.Line, f.numerator)
			f.numerator.hidden = found.Accepted == ""
			e.classes = append(e.classes, found)
		}
	}
}

// hideDifferences hides one of two numbers that are shown if one counts all that the
// other does and a small number more: tables that merge small levels in different ways,
// an area and its part. The difference is printed nowhere, but who subtracts has it; it
// is as uncertain as the number that is hidden. (That of the months in which offences
// were committed and recorded tells nothing of anybody.)
func (l *lattice) hideDifferences() {
	for _, kind := range l.kinds() {
		var shown []*number
		for _, n := range l.universes[kind].numbers {
			if n.now && !n.hidden && n.count > 0 && !n.byMonth() {
				shown = append(shown, n)
			}
		}
		slices.SortStableFunc(shown, func(a, b *number) int { return a.count - b.count })
		for i, part := range shown {
			for _, whole := range shown[i+1:] {
				if whole.count >= part.count+l.rule.Threshold || part.hidden {
					break
				}
				if whole.hidden || whole.count == part.count || !whole.contains(part) {
					continue
				}
				if whole.uses() < part.uses() {
					whole.hidden = true
				} else {
					part.hidden = true
				}
			}
		}
	}
}

// uses is in how many cells a number is printed; a number of merged levels is of less
// use than any level.
func (n *number) uses() int {
	if slices.ContainsFunc(n.cells, func(c cell) bool { return strings.HasSuffix(c.levels, coarse) }) {
		return 0
	}
	return len(n.cells)
}

// byMonth reports whether a number is printed by month alone.
func (n *number) byMonth() bool {
	return !slices.ContainsFunc(n.aspects, func(a string) bool { return a != "month" })
}

// contains reports whether a number counts all that another does.
func (n *number) contains(part *number) bool {
	at := 0
	for _, r := range n.rows {
		if at < len(part.rows) && part.rows[at] == r {
			at++
		}
	}
	return at == len(part.rows)
}
