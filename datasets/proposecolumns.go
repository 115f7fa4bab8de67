package datasets

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/BurntSushi/toml"
)

// nameMatch is a field that a name of a column may stand for.
type nameMatch struct {
	table, field string
	role         string // of a field of people, where the name says it
	inProfile    bool
}

// nameKey makes names of columns comparable: small letters and figures only.
func nameKey(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, clean(name))
}

// knownNames are all names of columns that profiles and the list of aliases
// have, and the names of the fields themselves.
var knownNames = sync.OnceValue(func() map[string][]nameMatch {
	known := map[string][]nameMatch{}
	add := func(name string, m nameMatch) {
		key := nameKey(name)
		for i, old := range known[key] {
			if old.table == m.table && old.field == m.field && old.role == m.role {
				known[key][i].inProfile = old.inProfile || m.inProfile
				return
			}
		}
		known[key] = append(known[key], m)
	}
	for _, name := range ProfileNames() {
		p, err := BuiltInProfile(name)
		if err != nil {
			panic(err)
		}
		for _, m := range p.mappings {
			role := m.role
			if role == "" && m.field.Table == "people" {
				role = p.Layout.role()
			}
			for _, column := range m.columns {
				match := nameMatch{table: m.field.Table, field: m.field.Name, role: role, inProfile: true}
				if prefix, rest := withoutRole(nameKey(column)); match.role != "" && (prefix == "" || rest == "") {
					match.role = "" // "Age at Offence" in a file of victims
				}
				add(column, match)
			}
		}
	}
	content, err := embeddedProfiles.ReadFile("profiles/aliases.toml")
	if err != nil {
		panic(err)
	}
	written := map[string]map[string][]string{}
	if err := toml.Unmarshal(content, &written); err != nil {
		panic(err)
	}
	for _, table := range slices.Sorted(maps.Keys(written)) {
		for _, field := range slices.Sorted(maps.Keys(written[table])) {
			if _, ok := FieldNamed(table, field); !ok {
				panic("datasets: aliases.toml: no field " + field + " of " + table)
			}
			for _, name := range append([]string{field}, written[table][field]...) {
				add(name, nameMatch{table: table, field: field})
			}
		}
	}
	return known
})

// matchesOf returns what a key may stand for in a table.
func matchesOf(key, table string) (matches []nameMatch) {
	for _, m := range knownNames()[key] {
		if m.table == table {
			matches = append(matches, m)
		}
	}
	return matches
}

// roleWordsInNames are how names of columns say whose they are, longest first.
var roleWordsInNames = []struct{ word, role string }{
	{"complainant", "victim"},
	{"victims", "victim"},
	{"victim", "victim"},
	{"vict", "victim"},
	{"vic", "victim"},
	{"vm", "victim"},
	{"suspects", "suspect"},
	{"suspect", "suspect"},
	{"susp", "suspect"},
	{"sus", "suspect"},
	{"offender", "suspect"},
	{"accused", "suspect"},
	{"defendant", "suspect"},
	{"viw", ""}, // victim, informant or witness
}

// qualifiers are words before the name of a column that say whose list it is of,
// or repeat that it is of the offence.
var qualifiers = []string{"mopac", "mps", "met", "homeoffice", "ho", "force", "police", "crime", "offence", "incident", "primary", "main"}

// unqualified is a key of names that are known: the key itself, or without a
// qualifier before it.
func unqualified(key string) string {
	known := knownNames()
	if known[key] != nil {
		return key
	}
	for _, word := range qualifiers {
		if rest, ok := strings.CutPrefix(key, word); ok && known[rest] != nil {
			return rest
		}
	}
	return key
}

// withoutRole parts "victimage" or "ageofvictim" into role and rest; for names
// without one the rest is the key. "viw" is a role that does not say which.
func withoutRole(key string) (role, rest string) {
	for _, w := range roleWordsInNames {
		if rest, ok := strings.CutPrefix(key, w.word); ok && rest != "" {
			return w.role, rest
		}
		if rest, ok := strings.CutSuffix(key, w.word); ok && rest != "" && len(w.word) > 3 {
			return w.role, strings.TrimSuffix(rest, "of")
		}
	}
	return "", key
}

// candidates are the fields that a column may be, by its name, or by values that
// can be nothing else.
func (e *examination) candidates(c *column, layout Layout) (list []ProposedColumn) {
	key := unqualified(nameKey(c.name))
	add := func(m nameMatch, role string) {
		field := m.field
		if m.table == "people" && layout == FlatLayout {
			field = cmp.Or(role, "?") + "." + field
		}
		rank := 1
		if m.inProfile {
			rank = 2
		}
		fit := c.fits(m.field, m.table)
		if m.field == "person_key" && role == "" {
			return
		}
		p := ProposedColumn{Field: field, Column: c.name, fit: fit, rank: rank}
		if m.field == "force_group" || m.field == "force_subgroup" {
			p.label = c.fitsLabel(m.field)
		}
		list = append(list, p)
	}
	role, rest := withoutRole(key)
	for _, m := range matchesOf(key, "people") {
		if m.field == "person_key" && len(matchesOf(key, "offences")) > 0 {
			continue // a bare "ref" is the offence's
		}
		if m.field == "offence_ref" && layout == FlatLayout {
			continue // of the offence beside the people
		}
		if layout.table() != "people" && layout != FlatLayout {
			break
		}
		switch {
		case m.field == "role" && layout == FlatLayout:
			add(m, "person")
		case e.hasRoleColumn():
			add(m, "person")
		case m.role != "" && layout == FlatLayout:
			add(m, m.role)
		default:
			add(m, e.role)
		}
	}
	if rest != key && (layout == FlatLayout || layout.role() == role) {
		for _, m := range matchesOf(rest, "people") {
			if m.field != "role" {
				add(m, role)
			}
		}
	}
	for _, m := range matchesOf(key, layout.table()) {
		if m.table != "people" {
			add(m, "")
		}
	}
	if layout.table() == "people" {
		for _, m := range matchesOf(key, "offences") {
			if m.field == "offence_ref" {
				list = append(list, ProposedColumn{Field: "offence_ref", Column: c.name, fit: c.fits("offence_ref", "offences"), rank: 2})
			}
		}
	}
	if len(list) == 0 && layout.table() == "offences" {
		for _, field := range []string{"lsoa", "ward", "borough_incident"} {
			if fit := c.fits(field, "offences"); fit >= sureFit && c.filled > 0 {
				list = append(list, ProposedColumn{Field: field, Column: c.name, fit: fit})
			}
		}
	}
	return list
}

func (e *examination) hasRoleColumn() bool { return e.best("people", "role") != nil }

// Shares of the filled cells of a column that must fit a field.
const (
	sureFit = 0.95
	minFit  = 0.6
)

// mapColumns gives each field the column that fits it best.
func (e *examination) mapColumns(layout Layout) {
	var all []ProposedColumn
	for _, c := range e.columns {
		all = append(all, e.candidates(c, layout)...)
	}
	slices.SortStableFunc(all, func(a, b ProposedColumn) int {
		return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(round2(b.label), round2(a.label)), cmp.Compare(round2(b.fit), round2(a.fit)), cmp.Compare(e.column(b.Column).filled, e.column(a.Column).filled))
	})
	fields, columns := map[string]string{}, map[string]bool{}
	var late []ProposedColumn
	for _, m := range all {
		c := e.column(m.Column)
		if columns[m.Column] {
			continue
		}
		need := minFit
		if f, _ := e.fieldOf(m.Field); f.Kind == Code && f.Levels != nil {
			need = 0.2 // the rest is listed for mapping
		}
		switch {
		case strings.HasPrefix(m.Field, "?."):
			if m.fit >= need {
				m.Confidence, m.Says = Unsure, "the file does not say whose it is; "+e.evidence(c, m)
				late, columns[m.Column] = append(late, m), true
			}
		case fields[m.Field] != "":
			if m.fit >= need && c.filled > 0 {
				m.Confidence, m.Says = Unsure, fmt.Sprintf("it also looks like %s, for which %q is taken", m.Field, fields[m.Field])
				late = append(late, m)
			}
		case c.filled == 0:
			m.Confidence, m.Says = Unsure, "named like "+m.Field+", and empty in every row"
			late = append(late, m)
		case m.fit < need:
			m.Confidence, m.Says = Unsure, fmt.Sprintf("named like %s, and only %s of its values fit", m.Field, percent(m.fit))
			if m.fit == 0 {
				m.Says = fmt.Sprintf("named like %s, and none of its values fits", m.Field)
			}
			late = append(late, m)
		default:
			m.Confidence = Likely
			if m.fit >= sureFit && m.rank > 0 {
				m.Confidence = Sure
			}
			m.Says = e.evidence(c, m)
			e.mapped = append(e.mapped, m)
			fields[m.Field], columns[m.Column] = m.Column, true
		}
	}
	for _, m := range late {
		if taken := slices.ContainsFunc(e.mapped, func(o ProposedColumn) bool { return o.Column == m.Column }); !taken &&
			!slices.ContainsFunc(e.unsure, func(o ProposedColumn) bool { return o.Column == m.Column }) {
			e.unsure = append(e.unsure, m)
		}
	}
	e.addClocks()
	for i := range e.mapped {
		e.stateFormat(&e.mapped[i])
	}
	byPlace := func(a, b ProposedColumn) int { return cmp.Compare(e.column(a.Column).place, e.column(b.Column).place) }
	slices.SortStableFunc(e.mapped, byPlace)
	slices.SortStableFunc(e.unsure, byPlace)
}

func round2(x float64) int { return int(100*x + 0.5) }

// fieldOf returns the field behind "victim.sex".
func (e *examination) fieldOf(name string) (Field, bool) {
	if _, field, dotted := strings.Cut(name, "."); dotted {
		return FieldNamed("people", field)
	}
	for _, table := range []string{"offences", "counts", "people"} {
		if f, ok := FieldNamed(table, name); ok {
			return f, ok
		}
	}
	return Field{}, false
}

// evidence says in words why a column is taken for a field.
func (e *examination) evidence(c *column, m ProposedColumn) string {
	name := "the values can be nothing else"
	if m.rank > 0 {
		name = "a usual name"
	}
	f, _ := e.fieldOf(m.Field)
	if slices.Contains(namedAreas, f.Name) && m.fit == nameFit*c.fitsWords() {
		return fmt.Sprintf("%s; %s, matched by name", name, plural(c.distinct(), "different name", "different names"))
	}
	switch f.Kind {
	case Text:
		return fmt.Sprintf("%s; %s in %s rows", name, plural(c.distinct(), "different value", "different values"), thousands(c.filled))
	case Code:
		if f.Levels == nil && !slices.Contains([]string{"ho_code", "ward", "lsoa", "borough_incident", "borough_investigating", "home_borough", "outcome_code"}, f.Name) {
			return fmt.Sprintf("%s; %s in %s rows", name, plural(c.distinct(), "different value", "different values"), thousands(c.filled))
		}
	}
	return fmt.Sprintf("%s; %s of %s values fit", name, percent(m.fit), thousands(c.filled))
}

func percent(share float64) string {
	switch p := int(100 * share); {
	case share >= 1:
		return "all"
	case p == 0 && share > 0:
		return "under 1%"
	default:
		return fmt.Sprintf("%d%%", p)
	}
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
