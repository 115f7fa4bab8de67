package datasets

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Layout is the shape of an extract: what one row of it is.
type Layout string

// The layouts. Flat rows are an offence with its people beside it, taken apart
// on loading. Victims, suspects and people files are joined to offences by
// offence_ref; a people file has a column for the role.
const (
	FlatLayout     Layout = "flat"
	OffencesLayout Layout = "offences"
	VictimsLayout  Layout = "victims"
	SuspectsLayout Layout = "suspects"
	PeopleLayout   Layout = "people"
	CountsLayout   Layout = "counts"
)

// Profile says how the columns and values of one shape of extract map to the
// canonical fields. It is not changed once made.
type Profile struct {
	Name   string
	Title  string
	Layout Layout
	// RowsAreOffences: every row is an offence of its own. A reference that is
	// blank or repeated does not join rows; one is made for the row.
	RowsAreOffences bool
	// MonthsAcross: rows are counts with a column for each month, headed by it.
	MonthsAcross bool
	// InfantAges keeps an age of 0. Otherwise it is a placeholder: unknown,
	// but for victims of homicide.
	InfantAges bool

	mappings  []mapping
	mandatory []string // names of mappings, such as "offence_ref" or "victim.sex"
	values    map[string]map[string]string
	constants map[string]string
}

// ColumnMap is how a user maps one column of a source to a field.
type ColumnMap struct {
	Column  string   // its header
	Time    string   // header of the column with the clock time, if apart
	Format  string   // of dates: 02/01/2006 15:04, or day/month/year and the like
	Formats []string // several formats in one column
	// Contains makes a flag of a column that lists codes: the codes that mean yes.
	Contains []string
}

// mapping binds a field of a role to the columns that may hold it.
type mapping struct {
	role    string // "", "victim", "suspect" or "person"
	field   Field
	columns []string // headers accepted, the first found is taken
	times   []string // headers of a separate clock time
	formats []dateFormat
	flags   map[string]bool // of a flag read from a column of codes: those that mean yes
}

// name is "victim.sex", or "offence_ref" for a field of the offence or of a
// file with people of one kind.
func (m mapping) name() string {
	if m.role == "" {
		return m.field.Name
	}
	return m.role + "." + m.field.Name
}

// table is the table that plain field names of a layout belong to.
func (l Layout) table() string {
	switch l {
	case VictimsLayout, SuspectsLayout, PeopleLayout:
		return "people"
	case CountsLayout:
		return "counts"
	}
	return "offences"
}

// role is the role of everybody in a file of a layout, or "".
func (l Layout) role() string {
	switch l {
	case VictimsLayout:
		return "victim"
	case SuspectsLayout:
		return "suspect"
	}
	return ""
}

// Override returns a copy of the profile with the columns and values that a
// user states in place of its own. Keys of columns are fields ("recorded_at") or, for the
// people in a flat extract, a role and a field ("victim.sex"); keys of values
// are fields, then raw values, each with its level. A column that is stated
// must be in the file. A wrong entry is a *SettingError.
func (p *Profile) Override(columns map[string]ColumnMap, values map[string]map[string]string) (*Profile, error) {
	q := *p
	q.mappings = slices.Clone(p.mappings)
	q.mandatory = slices.Clone(p.mandatory)
	q.values = map[string]map[string]string{}
	for field, levels := range p.values {
		q.values[field] = maps.Clone(levels)
	}
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		m, err := q.newMapping(name, columns[name])
		if err != nil {
			return nil, columnError(name, fmt.Errorf("column of %s: %w", name, err))
		}
		q.replace(m)
		if !slices.Contains(q.mandatory, name) {
			q.mandatory = append(q.mandatory, name)
		}
	}
	for _, field := range slices.Sorted(maps.Keys(values)) {
		if err := q.addValues(field, values[field]); err != nil {
			return nil, err
		}
	}
	if err := q.check(); err != nil {
		return nil, err
	}
	return &q, nil
}

func (p *Profile) replace(m mapping) {
	for i, old := range p.mappings {
		if old.name() == m.name() {
			p.mappings[i] = m
			return
		}
	}
	p.mappings = append(p.mappings, m)
}

// newMapping reads a user's mapping. The formats of the profile do not apply
// to another column than its own.
func (p *Profile) newMapping(name string, c ColumnMap) (mapping, error) {
	m, err := p.mappingNamed(name)
	if err != nil {
		return m, err
	}
	if strings.TrimSpace(c.Column) == "" {
		return m, fmt.Errorf("no column is named; write %s = \"the header\"", name)
	}
	m.columns = []string{c.Column}
	if c.Time != "" {
		m.times = []string{c.Time}
	}
	formats := c.Formats
	if c.Format != "" {
		formats = append([]string{c.Format}, formats...)
	}
	if m.formats, err = parseFormats(formats); err != nil {
		return m, err
	}
	if m.field.Kind != Time && (len(formats) > 0 || c.Time != "") {
		return m, fmt.Errorf("%s is not a time: it has no format and no clock time", m.field.Name)
	}
	return m, m.contain(c.Contains)
}

// mappingNamed finds the field behind "recorded_at" or "victim.sex".
func (p *Profile) mappingNamed(name string) (mapping, error) {
	role, field, dotted := strings.Cut(name, ".")
	table := "people"
	if !dotted {
		role, field, table = "", name, p.Layout.table()
	} else if p.Layout != FlatLayout || !slices.Contains([]string{"victim", "suspect", "person"}, role) {
		return mapping{}, fmt.Errorf("%q is not a field; only a flat profile has victim, suspect and person columns", name)
	}
	f, ok := FieldNamed(table, field)
	if !ok {
		return mapping{}, fmt.Errorf("%q is not a field of %s; the nearest is %q", field, table, nearestName(field, fieldNames(table)))
	}
	return mapping{role: role, field: f}, nil
}

// addValues adds raw values of a field, over those that are there.
func (p *Profile) addValues(field string, levels map[string]string) error {
	wrong := func(raw, format string, args ...any) error {
		key := []string{"values", field}
		if raw != "" {
			key = append(key, raw)
		}
		return &SettingError{Key: key, Err: fmt.Errorf("values of %s: %w", field, fmt.Errorf(format, args...))}
	}
	f, ok := p.fieldOf(field)
	if !ok {
		return wrong("", "there is no such field; the nearest is %q", nearestName(field, slices.Concat(fieldNames(p.Layout.table()), fieldNames("people"))))
	}
	if f.Kind != Code && f.Kind != Flag {
		return wrong("", "it is a %s, not a code; only codes and flags have values to map", f.Kind)
	}
	if p.values[field] == nil {
		p.values[field] = map[string]string{}
	}
	allowed := f.allowed()
	for _, raw := range slices.Sorted(maps.Keys(levels)) {
		level := levels[raw]
		if level != "" && !Missing(level) && allowed != nil && !slices.Contains(allowed, level) {
			return wrong(raw, "%q is not one of its levels; they are %s, and %s, %s, %s, %s or \"\" for not recorded", level,
				strings.Join(allowed, ", "), Unknown, Refused, NotApplicable, Suppressed)
		}
		if field == "ho_code" && level != "" && !Missing(level) {
			if level = NormaliseCode(level); OffenceCodes()[level].Code == "" {
				return wrong(raw, "%q is not in the Home Office code list; the nearest is %q, and a code that the list lacks is left out of the mapping", level, nearestName(level, offenceCodeNames()))
			}
		}
		p.values[field][valueKey(raw)] = level
	}
	return nil
}

// columnError says where the column of a mapping such as victim.sex is written.
func columnError(name string, err error) error {
	return &SettingError{Key: append([]string{"columns"}, strings.Split(name, ".")...), Err: err}
}

func (p *Profile) fieldOf(name string) (Field, bool) {
	f, ok := FieldNamed(p.Layout.table(), name)
	if !ok {
		f, ok = FieldNamed("people", name)
	}
	return f, ok
}

// allowed returns the levels of a closed code or of a flag, or nil.
func (f Field) allowed() []string {
	if f.Kind == Flag {
		return []string{"no", "yes"}
	}
	return f.Levels
}

// check refuses a profile that maps direct identifiers, or one without what its layout
// cannot do without.
func (p *Profile) check() error {
	for _, m := range p.mappings {
		for _, column := range slices.Concat(m.columns, m.times) {
			if kind := identifierName(column); kind != "" {
				return columnError(m.name(), fmt.Errorf("column %q is mapped to %s, and its name says %s: direct identifiers are never read; leave the column out of the mapping", column, m.name(), kind))
			}
		}
	}
	if p.Layout == FlatLayout && p.has("person", "") && !p.has("person", "role") {
		return fmt.Errorf("profile %s: person columns need person.role, the column that says victim or suspect", p.Name)
	}
	if p.MonthsAcross && (p.has("", "month") || p.has("", "count")) {
		return fmt.Errorf("profile %s: rows = %q takes month and count from the columns that are headed by months; leave both out of the mapping", p.Name, monthsAcross)
	}
	for _, name := range p.needs() {
		if !slices.ContainsFunc(p.mappings, func(m mapping) bool { return m.name() == name }) {
			return fmt.Errorf("profile %s: layout %q needs a column for %s", p.Name, p.Layout, name)
		}
	}
	return nil
}

// needs are the mappings that a layout cannot do without.
func (p *Profile) needs() []string {
	switch p.Layout {
	case CountsLayout:
		if p.MonthsAcross {
			return []string{"series"}
		}
		return []string{"month", "series", "count"}
	case PeopleLayout:
		return []string{"offence_ref", "role"}
	}
	if p.RowsAreOffences {
		return nil
	}
	return []string{"offence_ref"}
}

func (p *Profile) has(role, field string) bool {
	return slices.ContainsFunc(p.mappings, func(m mapping) bool { return m.role == role && (field == "" || m.field.Name == field) })
}

func fieldNames(table string) []string {
	var names []string
	for _, f := range Fields {
		if f.Table == table {
			names = append(names, f.Name)
		}
	}
	return names
}

// nearestName returns the name that a misspelt one is most like, for a message.
func nearestName(name string, names []string) string {
	nearest, least := "", 1<<30
	for _, n := range names {
		if d := editDistance(headerKey(name), headerKey(n)); d < least {
			nearest, least = n, d
		}
	}
	return nearest
}

// clean brings text to one spelling: full-width and other compatibility
// letters to their plain forms (NFKC), no zero-width or direction marks, no
// control characters, single blanks, none at the ends, and no quotation mark at
// the front that is the only one.
func clean(s string) string {
	if isPlain(s) {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == '\u2028', r == '\u2029':
			return ' '
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r), r == '\ufeff':
			return -1
		}
		return r
	}, norm.NFKC.String(s))
	s = strings.Join(strings.Fields(s), " ")
	if rest, quoted := strings.CutPrefix(s, `"`); quoted && !strings.Contains(rest, `"`) {
		return strings.TrimLeft(rest, " ")
	}
	return s
}

// isPlain reports whether clean would change nothing.
func isPlain(s string) bool {
	if strings.HasPrefix(s, `"`) {
		return false
	}
	for i := range len(s) {
		if b := s[i]; b < ' ' || b >= 0x7f || b == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			return false
		}
	}
	return true
}

// headerKey and valueKey make headers and values comparable: clean, and in
// lower case.
func headerKey(s string) string { return strings.ToLower(clean(s)) }

func valueKey(s string) string { return strings.ToLower(clean(s)) }
