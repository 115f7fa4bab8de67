package disclosure

import (
	"fmt"
	"slices"
	"strings"

	"svna/analysis"
	"svna/datasets"
)

// Earlier is a public edition that is out already. Its tables are read back from
// its finished files, and bound to the records of today: the rows of a Basis
// below the number of today's rows are today's, those from there on are records
// that today's extracts no longer have. So a record is in both editions, only in
// the earlier one, or only in the new one, and one that was reclassified is in
// another level of each; a boundary or a definition that has changed leaves the
// common pieces, record by record.
type Earlier struct {
	Name   string // of its run folder
	Hash   string // SHA-256 of its public/manifest.json
	Period datasets.Period
	Rule   Rule
	// Tables hold what was printed: an unknown numerator is hidden. Shown has, row
	// by row, the counts of other columns that it shows.
	Tables []analysis.Table
	Shown  map[string][]map[string]seen // table, row, column
	// Unbound is why its numbers cannot be tied to records, or "".
	Unbound string
}

// Beside notes that the numbers of the edition cannot be audited with those of one
// under a rule: beside exact counts, the difference of two editions is a count of
// late records.
func (e *Earlier) Beside(rule Rule) {
	if rule.Exact() || e.Rule.Exact() {
		e.Unbound = "exact counts of two editions would tell how many records came late"
	}
}

// NameApart gives editions whose run folders have one name, such as the first and the
// revised edition of a quarter, names of their own, by their order.
func NameApart(editions []*Earlier) {
	ordinals := []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"}
	named := map[string][]*Earlier{}
	for _, e := range editions {
		named[e.Name] = append(named[e.Name], e)
	}
	for name, alike := range named {
		for i, e := range alike {
			switch {
			case len(alike) == 1:
			case i < len(ordinals):
				e.Name = name + " (the " + ordinals[i] + " of that name)"
			default:
				e.Name = fmt.Sprintf("%s (number %d of that name)", name, i+1)
			}
		}
	}
}

// addEarlier puts every count of an earlier edition into the lattice.
func (l *lattice) addEarlier(edition int, earlier *Earlier) {
	l.earlier = edition
	defer func() { l.earlier = 0 }()
	for _, t := range earlier.Tables {
		for i, f := range l.addTable(t) {
			shown := earlier.Shown[t.ID][i]
			f.numerator.seenBy(edition, earlier.Rule, shown["numerator"])
			f.denominator.seenBy(edition, earlier.Rule, shown["denominator"])
			for name, n := range f.extra {
				n.seenBy(edition, earlier.Rule, shown[name])
			}
		}
	}
}

// seen is whether a cell of an earlier edition shows its count, hides it, or leaves
// out the row for another reason.
type seen int

const (
	seenBlank seen = iota
	seenHidden
	seenShown
)

// seenBy notes that an earlier edition printed the number. A number that the
// edition leaves blank in one place and shows in another is shown.
func (n *number) seenBy(edition int, rule Rule, how seen) {
	switch {
	case n == nil || how == seenBlank:
	case how == seenShown:
		n.seen = slices.DeleteFunc(n.seen, func(p print) bool { return p.hidden && p.edition == edition })
		n.seen = append(n.seen, print{edition, rule, false})
		n.hidden = slices.ContainsFunc(n.seen, func(p print) bool { return p.hidden })
	case !slices.ContainsFunc(n.seen, func(p print) bool { return p.edition == edition }):
		n.seen = append(n.seen, print{edition, rule, true})
		n.hidden = true
	}
}

// widthOf is how far apart the two data sets of a hidden number must be: the least
// that the rules which hide it promise.
func (r Rule) widthOf(n *number) int {
	width := r.Width
	for _, p := range n.seen {
		if p.hidden && (p.rule.Width < width || !n.now) {
			width = p.rule.Width
		}
	}
	return width
}

// bears reports whether a hidden number is to be proven: all of this edition, and
// those of earlier ones that some table of this edition touches. (What earlier
// editions alone tell was audited when they were made.)
func (e *edition) bears(n *number) bool {
	return n.now || (len(n.rows) > 0 && len(e.touching(n)) > 0)
}

// touching lists the tables of this edition that may tell something of a number:
// those that print it, or else those of its aspect that count any record of
// a table that printed it.
func (e *edition) touching(n *number) []string {
	if n.now {
		return n.tables
	}
	if tables, known := e.touched[n]; known {
		return tables
	}
	in := map[int32]bool{}
	for _, b := range e.lattice.blocks {
		if b.edition != 0 && slices.Contains(b.all, n) {
			for _, r := range b.records {
				in[r] = true
			}
		}
	}
	var tables []string
	for _, b := range e.lattice.blocks {
		if b.edition == 0 && b.aspect != "" && len(n.aspects) > 0 && e.lattice.root(b.aspect) == e.lattice.root(n.aspects[0]) &&
			!slices.Contains(tables, b.table) && slices.ContainsFunc(b.records, func(r int32) bool { return in[r] }) {
			tables = append(tables, b.table)
		}
	}
	e.touched[n] = tables
	return tables
}

// once takes out of a table the rows of the period before where an earlier edition
// has published it already and cannot be audited with this one: what is left is about
// months that nothing has been published of. Tables that are computed from
// both periods stay as they are, and are withheld.
func (e *edition) once(t analysis.Table) analysis.Table {
	period, previous := e.run.About.Period, e.run.About.Previous
	if len(t.Dimensions) == 0 || t.Dimensions[0].Name != "period" || t.Derivation != nil || publishedByOthers(t) || e.overlapped(period.From, period.To) != nil || e.overlapped(previous.From, previous.To) == nil {
		return t
	}
	t.Rows = slices.DeleteFunc(slices.Clone(t.Rows), func(r analysis.Row) bool { return r.Levels[0] == previous.Name() })
	t.Title = strings.TrimSuffix(t.Title, " and "+previous.Name())
	return t
}

// onceAYear says why a table is withheld beside an earlier edition that cannot be
// audited with it: what has been published of a period is not published again, or
// "".
func (e *edition) onceAYear(t analysis.Table) string {
	if publishedByOthers(t) {
		return ""
	}
	if earlier := e.overlapped(e.span(t)); earlier != nil {
		return fmt.Sprintf("months of it are in the public edition %s, which cannot be audited with this one (%s); a period is published once", earlier.Name, earlier.Unbound)
	}
	return ""
}

// overlapped is an earlier edition that cannot be audited with this one and is about
// some of these months, or nil. It is about all months from the first of the period
// that it compares with to its last.
func (e *edition) overlapped(from, to datasets.Month) *Earlier {
	for _, earlier := range e.earlier {
		if earlier.Unbound != "" && from <= earlier.Period.To && to >= earlier.Period.Previous().From {
			return earlier
		}
	}
	return nil
}

// span is the months that a table is about: those of its periods, or, where it
// has others, all up to the end of the assessment.
func (e *edition) span(t analysis.Table) (from, to datasets.Month) {
	period, previous := e.run.About.Period, e.run.About.Previous
	from = period.From
	for _, r := range t.Rows {
		switch {
		case len(r.Levels) > 0 && r.Levels[0] == period.Name():
		case len(r.Levels) > 0 && r.Levels[0] == previous.Name():
			from = min(from, previous.From)
		default:
			from = 0
		}
	}
	return from, period.To
}
