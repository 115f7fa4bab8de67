package disclosure

import (
	"cmp"
	"encoding/binary"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"svna/analysis"
)

// number is a count that an edition prints, wherever it prints it: tables that
// count the same rows of the data share one number, shown or hidden alike.
type number struct {
	rows    []int32
	count   int
	hidden  bool
	now     bool     // printed by the edition in the making
	seen    []print  // by the earlier editions that it is audited with
	tables  []string // ids in the edition in the making, each once
	aspects []string // of all tables that print it, each once
	cells   []cell   // where it is printed, and by which edition
}

// print is how an earlier edition has printed a number.
type print struct {
	edition int
	rule    Rule
	hidden  bool
}

// cell is a place in the tables of an edition: 0 is the one in the making.
type cell struct {
	edition       int
	table, levels string
	column        string
}

// out reports whether an earlier edition shows the number, so that nothing is won
// by hiding it.
func (n *number) out() bool {
	return slices.ContainsFunc(n.seen, func(p print) bool { return !p.hidden })
}

// universe is all that an edition prints of one kind of row: offences, or people.
type universe struct {
	numbers []*number
	byHash  map[uint64][]*number
}

// lattice is every published count of an edition.
type lattice struct {
	rule      Rule
	universes map[string]*universe
	blocks    []*block
	aspectOf  map[string]string // aspect to the one that it is audited with
	earlier   int               // the earlier edition that is being added; 0 for the one in the making
	public    []cell            // rows that count nothing of the data
}

// block is the rows of one table that share their fixed levels: one period.
type block struct {
	edition int
	table   string
	aspect  string
	cells   []*number // numerators of levels, and of what is not known
	all     []*number // with denominators, totals and counted extras
	records []int32   // rows of the data in any of them
	kind    string
}

func newLattice(rule Rule) *lattice {
	return &lattice{rule: rule, universes: map[string]*universe{}, aspectOf: map[string]string{}}
}

// kindOf is the kind of row that a unit counts.
func kindOf(u analysis.Unit) string {
	if u == analysis.Offence {
		return "offences"
	}
	return "people"
}

// add returns the number that counts these rows of the data, new or not, in
// whatever order a table lists them. What an earlier edition hid stays hidden.
func (l *lattice) add(kind string, rows []int32, table, aspect string) *number {
	if !slices.IsSorted(rows) {
		rows = slices.Sorted(slices.Values(rows))
	}
	u := l.universes[kind]
	if u == nil {
		u = &universe{byHash: map[uint64][]*number{}}
		l.universes[kind] = u
	}
	h := fnv.New64a()
	var word [4]byte
	for _, r := range rows {
		binary.LittleEndian.PutUint32(word[:], uint32(r))
		h.Write(word[:])
	}
	var found *number
	for _, n := range u.byHash[h.Sum64()] {
		if len(rows) > 0 && slices.Equal(n.rows, rows) { // nothing ties two empty cells together
			found = n
		}
	}
	if found == nil {
		found = &number{rows: rows, count: len(rows)}
		u.numbers = append(u.numbers, found)
		u.byHash[h.Sum64()] = append(u.byHash[h.Sum64()], found)
	}
	if l.earlier == 0 {
		found.now = true
		found.hidden = found.hidden || !l.rule.shows(found.count)
		if !slices.Contains(found.tables, table) {
			found.tables = append(found.tables, table)
		}
	}
	if aspect != "" && !slices.Contains(found.aspects, aspect) {
		found.aspects = append(found.aspects, aspect)
	}
	return found
}

// tableAspect ties the aspects of a table's dimensions together, and returns
// one of them; "" for a table without dimensions but fixed ones, or of counts that
// others have published.
func (l *lattice) tableAspect(t analysis.Table) string {
	if publishedByOthers(t) {
		return ""
	}
	first := ""
	for _, d := range t.Dimensions {
		if fixedDimensions[d.Name] {
			continue
		}
		a := aspectOf(d.Name)
		if first == "" {
			first = a
		}
		l.aspectOf[l.root(a)] = l.root(first)
	}
	if first == "" && len(t.Rows) > 0 && t.Rows[0].Basis != nil && kindOf(t.Rows[0].Basis.Unit) == "people" {
		return "age" // tables of people by period and role are of their age and sex
	}
	return first
}

func (l *lattice) root(aspect string) string {
	for {
		next, ok := l.aspectOf[aspect]
		if !ok || next == aspect {
			return aspect
		}
		aspect = next
	}
}

// figures are the numbers of one row of a table.
type figures struct {
	numerator, denominator *number // nil where the row has none of the data
	extra                  map[string]*number
}

// addTable puts every count of a table into the lattice; it returns the numbers
// of each row.
func (l *lattice) addTable(t analysis.Table) []figures {
	tableAspect := l.tableAspect(t)
	byBlock := map[string]*block{}
	all := make([]figures, len(t.Rows))
	if t.Derivation != nil { // of what other tables print, row by row or not
		l.public = append(l.public, cell{l.earlier, t.ID, "", ""})
	}
	for i, r := range t.Rows {
		if r.Basis == nil || r.Basis.Public {
			l.public = append(l.public, cell{l.earlier, t.ID, r.Key(), ""})
			continue
		}
		key, aspect := kindOf(r.Basis.Unit), tableAspect
		for j, d := range t.Dimensions {
			if fixedDimensions[d.Name] {
				key += ": " + r.Levels[j]
			}
			if d.Name == "by" {
				aspect = cmp.Or(splitAspects[r.Levels[j]], aspect)
			}
			if d.Name == "field" { // no field is a part of another
				field, _, _ := strings.Cut(r.Levels[j], " of ")
				key, aspect = key+": "+r.Levels[j], cmp.Or(fieldAspects[field], aspect)
			}
		}
		b := byBlock[key]
		if b == nil {
			b = &block{edition: l.earlier, table: t.ID, aspect: aspect, kind: kindOf(r.Basis.Unit)}
			byBlock[key] = b
			l.blocks = append(l.blocks, b)
		}
		put := func(column string, rows analysis.Selection) *number {
			n := l.add(b.kind, rows, t.ID, aspect)
			n.cells = append(n.cells, cell{l.earlier, t.ID, r.Key(), column})
			return n
		}
		f := figures{numerator: put("numerator", r.Basis.Numerator), extra: map[string]*number{}}
		b.all = append(b.all, f.numerator)
		if r.Kind != analysis.TotalRow {
			b.cells = append(b.cells, f.numerator)
		}
		if r.Basis.Denominator != nil {
			f.denominator = put("denominator", r.Basis.Denominator)
			b.all = append(b.all, f.denominator)
		}
		for _, name := range slices.Sorted(maps.Keys(r.Basis.Extra)) {
			f.extra[name] = put(name, r.Basis.Extra[name])
			b.all = append(b.all, f.extra[name])
		}
		all[i] = f
	}
	for _, b := range byBlock {
		b.records = b.union()
	}
	return all
}

func (b *block) union() []int32 {
	last := int32(-1)
	for _, n := range b.all {
		if len(n.rows) > 0 {
			last = max(last, n.rows[len(n.rows)-1])
		}
	}
	in := make([]bool, last+1)
	count := 0
	for _, n := range b.all {
		for _, r := range n.rows {
			if !in[r] {
				in[r] = true
				count++
			}
		}
	}
	records := make([]int32, 0, count)
	for r, is := range in {
		if is {
			records = append(records, int32(r))
		}
	}
	return records
}

// own reports whether the number is printed only in tables of one aspect (as
// tied together), so that the audit of that aspect may move it.
func (l *lattice) own(n *number, aspect string) bool {
	if len(n.aspects) == 0 {
		return false
	}
	for _, a := range n.aspects {
		if l.root(a) != aspect {
			return false
		}
	}
	return true
}
