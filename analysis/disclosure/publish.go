package disclosure

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"svna/analysis"
	"svna/datasets/parallel"
)

// Withheld is a table that is not in the public edition, and why. The reason is for
// the restricted edition: that most of its numbers are small is more than a reader of
// the public one may know.
type Withheld struct {
	ID     string `json:"table"`
	Title  string `json:"title"`
	Reason string `json:"reason"`
	Theme  string `json:"-"`
	// Proposals are coarser forms in which it could be published.
	Proposals []Proposal `json:"proposals,omitempty"`
}

// Why a table is withheld: where its numbers are too small, a coarser form may do.
const (
	marked         = "the settings mark it as restricted"
	untied         = "its figures cannot be tied to counts that the audit covers"
	mostlySmall    = "over half of its numbers are too small to be shown"
	mostlyHidden   = "over half of its numbers would have to be hidden"
	workedOut      = "its small numbers could be worked out from the rest"
	pointless      = "what it is for cannot be computed from the counts that are shown, and other tables have these"
	workedOutSince = "small numbers could be worked out from it together with the rest and with earlier editions"
)

// AuditError says that no public edition can be made, and which tables to make
// coarser, what its finished files hold that they should not, or which earlier
// edition it cannot be audited with.
type AuditError struct {
	Tables  []string
	Faults  []string // of finished files
	Earlier error
}

func (e *AuditError) Error() string {
	if e.Earlier != nil {
		return "audit the public edition with those already out: " + e.Earlier.Error()
	}
	if len(e.Faults) > 0 {
		return fmt.Sprintf("scan the public edition: %d faults; the first: %s", len(e.Faults), e.Faults[0])
	}
	return "audit the public edition: numbers that it hides could be worked out; make these tables coarser: " + strings.Join(e.Tables, ", ")
}

// Publish makes the public edition of a run. All tables are protected together:
// every count is a number of one lattice, small ones are hidden everywhere
// alike, the audit looks for two data sets for each hidden number, and what it
// cannot prove is repaired by hiding more or withholding the table. The numbers
// of earlier public editions join the lattice: what they hide is protected as
// well, and what they show is known. It returns an AuditError if the finished
// edition does not pass.
func Publish(rule Rule, run analysis.Run, earlier ...*Earlier) (*Published, error) {
	e := &edition{
		rule: rule, run: run, earlier: earlier, reasons: map[string]string{},
		raw: map[string]analysis.Table{}, partner: map[string]int{},
	}
	e.run.Outcomes = slices.Clone(run.Outcomes)
	for i := range e.run.Outcomes {
		result := &e.run.Outcomes[i].Result
		result.Tables = slices.Clone(result.Tables)
		for t := range result.Tables {
			raw := e.once(result.Tables[t])
			e.raw[raw.ID] = raw
			result.Tables[t] = e.coarsen(raw)
		}
	}
	e.withhold()
	tables := e.protect()
	audit, err := e.proof()
	if err != nil {
		return nil, err
	}
	return e.published(audit, tables), nil
}

// edition is a public edition in the making.
type edition struct {
	rule    Rule
	run     analysis.Run
	earlier []*Earlier
	reasons map[string]string // of withheld tables
	lattice *lattice
	figures map[string][]figures // of the rows of each published table
	views   map[string]*view
	found   map[*number]Witness
	classes []ClassDisclosure
	touched map[*number][]string // tables that touch a number of an earlier edition

	raw     map[string]analysis.Table // before they were coarsened
	partner map[string]int            // which larger level their small ones are counted with
}

// tables calls f with every table that is not withheld.
func (e *edition) tables(f func(analysis.Table)) {
	for _, o := range e.run.Outcomes {
		for _, t := range o.Result.Tables {
			if e.reasons[t.ID] == "" {
				f(t)
			}
		}
	}
}

// withhold keeps out what policy keeps out, and tables of which over half of the
// numbers would be hidden.
func (e *edition) withhold() {
	for _, o := range e.run.Outcomes {
		for _, t := range o.Result.Tables {
			if slices.Contains(e.rule.Marked, t.ID) || slices.Contains(e.rule.Marked, o.Breakdown.Name) {
				e.reasons[t.ID] = marked
			}
		}
	}
	e.tables(func(t analysis.Table) {
		reason := withheld(t)
		small := 0
		for _, r := range t.Rows {
			if n, known := r.Estimate.Numerator.Get(); known && !e.rule.shows(int(n)) {
				small++
			}
		}
		if reason == "" {
			reason = e.onceAYear(t)
		}
		if reason == "" && e.neverKept(t) {
			reason = pointless
		}
		if reason == "" && 2*small > len(t.Rows) {
			reason = mostlySmall
		}
		if reason != "" {
			e.reasons[t.ID] = reason
		}
	})
}

// build puts every published count into one lattice.
func (e *edition) build() {
	e.lattice = newLattice(e.rule)
	e.figures, e.found, e.views = map[string][]figures{}, map[*number]Witness{}, map[string]*view{}
	e.classes = nil
	e.touched = map[*number][]string{}
	bound := 0
	for _, earlier := range e.earlier {
		if earlier.Unbound == "" {
			bound++
			e.lattice.addEarlier(bound, earlier)
		}
	}
	e.tables(func(t analysis.Table) { e.figures[t.ID] = e.lattice.addTable(t) })
	e.tables(e.hideClasses)
	e.tables(e.hideRests)
	if e.rule.Exact() {
		e.lattice.hideDifferences()
	}
}

// neverKept reports whether a table that is nothing without a column has it in no
// edition that computes all from counts: no row's value follows from its own, and
// nothing derives it.
func (e *edition) neverKept(t analysis.Table) bool {
	if t.Promise == nil || t.Promise.Plain != "" || t.Derivation != nil {
		return false
	}
	return t.Promise.Column != "value" || !slices.ContainsFunc(t.Rows, func(r analysis.Row) bool {
		return r.Estimate.Value.Known() && formulaOf(r, e.period(r), e.run.About) != nil
	})
}

// withholdPointless keeps out those of the published tables that are nothing without a
// column which the counts that are shown do not give, and reports whether there are any.
func (e *edition) withholdPointless(published map[string]*analysis.Table) bool {
	any := false
	for id, t := range published {
		if !t.Kept() && t.Promise.Plain == "" {
			e.reasons[id], any = pointless, true
		}
	}
	return any
}

// mostRepairs is how often the audit is repeated before the tables that still
// fail are withheld.
const mostRepairs = 6

// withholdDerived keeps out tables that are derived from one that is not
// published.
func (e *edition) withholdDerived() {
	for again := true; again; {
		again = false
		e.tables(func(t analysis.Table) {
			if t.Derivation == nil {
				return
			}
			for _, source := range t.Derivation.From {
				if e.reasons[source] != "" && e.reasons[t.ID] == "" {
					e.reasons[t.ID], again = "it follows from a table that is not published", true
				}
			}
		})
	}
}

// protect hides until every hidden number has its two data sets. A table that
// cannot be made safe by hiding one more number after the other is withheld, and
// all is begun again: at first every table that fails goes, later one by one. It
// returns the tables as they are published.
func (e *edition) protect() map[string]*analysis.Table {
	for round := 0; ; round++ {
		e.withholdDerived()
		e.build()
		if e.mergeOtherwise() {
			continue
		}
		failing := e.untestable()
		switch {
		case len(failing) > 0:
		case e.rule.Exact():
			failing = e.suppress()
		default:
			failing = e.prove()
		}
		if len(failing) == 0 {
			failing = e.singletons()
		}
		if len(failing) == 0 {
			mostly := e.mostlyHidden()
			if len(mostly) == 0 {
				if published := e.publishedTables(); !e.withholdPointless(published) {
					return published
				}
			}
			for _, table := range mostly {
				e.reasons[table] = mostlyHidden
			}
		}
		choose := cover
		if round > 0 {
			choose = firstByAspect
		}
		for _, table := range choose(failing, e.touching) {
			e.reasons[table] = workedOut
			if len(e.earlier) > 0 {
				e.reasons[table] = workedOutSince
			}
		}
	}
}

// prove finds the two data sets of each hidden number, and hides further numbers
// where it does not. What was found stands when more is hidden, since that takes
// from what readers know. It returns the numbers for which this is not
// enough.
func (e *edition) prove() (failing []*number) {
	for _, kind := range e.kinds() {
		var open []*number
		for _, n := range e.lattice.universes[kind].numbers {
			if n.hidden && e.bears(n) {
				open = append(open, n)
			}
		}
		for round := 0; len(open) > 0; round++ {
			witnesses := e.search(open, kind, round == 0 || round == mostRepairs)
			var still []*number
			for i, n := range open {
				if witnesses[i].holds(e.rule) {
					e.found[n] = witnesses[i]
					continue
				}
				more := e.hideOneMore(n)
				if round == mostRepairs || more == nil {
					failing = append(failing, n)
					continue
				}
				still = append(still, n, more)
			}
			open = slices.Compact(still)
		}
	}
	return failing
}

// untestable lists hidden numbers that are printed under several aspects, or
// none, which no audit of one aspect may move.
func (e *edition) untestable() (numbers []*number) {
	for _, kind := range e.kinds() {
		for _, n := range e.lattice.universes[kind].numbers {
			if n.hidden && e.bears(n) && len(n.rows) > 0 && (len(n.aspects) == 0 || !e.lattice.own(n, e.lattice.root(n.aspects[0]))) {
				numbers = append(numbers, n)
			}
		}
	}
	return numbers
}

// firstByAspect picks one table for each aspect that has failing numbers: without it
// the others of the aspect may be safe.
func firstByAspect(numbers []*number, tablesOf func(*number) []string) []string {
	byAspect := map[string][]*number{}
	for _, n := range numbers {
		aspect := strings.Join(n.aspects, " ")
		byAspect[aspect] = append(byAspect[aspect], n)
	}
	var picked []string
	for _, aspect := range slices.Sorted(maps.Keys(byAspect)) {
		picked = append(picked, cover(byAspect[aspect], tablesOf)[0])
	}
	return picked
}

// cover picks tables so that each number is in one of them, or touched by it: the
// table with most of the numbers first, of equal ones that of the last breakdown.
func cover(numbers []*number, tablesOf func(*number) []string) []string {
	var picked []string
	of := map[*number][]string{}
	for _, n := range numbers {
		of[n] = tablesOf(n)
	}
	for len(numbers) > 0 {
		holds, best := map[string]int{}, ""
		for _, n := range numbers {
			for _, table := range of[n] {
				holds[table]++
				if best == "" || holds[table] >= holds[best] {
					best = table
				}
			}
		}
		picked = append(picked, best)
		numbers = slices.DeleteFunc(numbers, func(n *number) bool { return slices.Contains(of[n], best) })
	}
	return picked
}

func (e *edition) kinds() []string { return e.lattice.kinds() }

func (l *lattice) kinds() []string { return slices.Sorted(maps.Keys(l.universes)) }

// search looks for the witnesses of numbers, on all cores; each search stands by
// itself, so that the result does not depend on their number. Harder is to drive
// where searching does not find them.
func (e *edition) search(numbers []*number, kind string, harder bool) []Witness {
	witnesses := make([]Witness, len(numbers))
	views := make([]*view, len(numbers))
	var uncentred []*view
	for i, n := range numbers {
		views[i] = e.view(kind, e.lattice.root(n.aspects[0]))
		if !views[i].centred {
			views[i].centred = true
			uncentred = append(uncentred, views[i])
		}
	}
	parallel.Each(len(uncentred), func(i int) { uncentred[i].centre(e.rule) })
	parallel.Each(len(numbers), func(i int) { witnesses[i] = e.witness(numbers[i], views[i], harder) })
	return witnesses
}

// view is the view of an aspect on a kind of row, made once.
func (e *edition) view(kind, aspect string) *view {
	key := kind + " " + aspect
	if e.views[key] == nil {
		e.views[key] = e.lattice.view(kind, aspect)
	}
	return e.views[key]
}

// hideOneMore hides the smallest number that is still shown on a line with an
// unsafe one, and returns it, or nil if there was none.
func (e *edition) hideOneMore(unsafe *number) *number {
	var best *number
	for _, b := range e.lattice.blocks {
		if b.edition != 0 || !slices.Contains(b.cells, unsafe) {
			continue
		}
		for _, n := range b.cells {
			if !n.hidden && !n.out() && n.count > 0 && e.lattice.own(n, e.lattice.root(unsafe.aspects[0])) && (best == nil || n.count < best.count) {
				best = n
			}
		}
	}
	if best != nil {
		best.hidden = true
	}
	return best
}
