package datasets

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Proposal is what an unfamiliar set of files seems to be: for each shape of file
// an extract, and for all together the area and the period. Everything in it is
// meant for a person to look at. It holds names of columns, counts and dates, and
// such values of codes as occur often; never a value that is rare.
type Proposal struct {
	Extracts []ProposedExtract
	// Area is a GSS code, or a name fit to be one where the files only have that;
	// "" where they say nothing.
	Area, AreaName, AreaSays string
	Period                   Period
	PeriodSays               string
	Definition               string
	DefinitionSays           string
	// Decide lists what a person must decide before the figures can be trusted.
	Decide []string
}

// ProposedExtract is one [[extract]]: files of one shape.
type ProposedExtract struct {
	Files   []string
	Rows    int
	Columns int
	Sniffed []string // encoding, delimiter and header line of the first file
	// Sheets are the sheets of a workbook that are read, all with the same columns,
	// and OtherSheets the visible ones that have another table.
	Sheets      []string
	OtherSheets []string
	// Profile is the built-in profile that fits, or "": then Layout says what a
	// row is, and every column is named.
	Profile         string
	Layout          Layout
	RowsAreOffences bool
	LayoutSays      string
	Constants       map[string]string
	// Mapped are the columns to be read, those that the profile reads among them.
	Mapped []ProposedColumn
	// Unsure are columns that look like a field and are not mapped.
	Unsure []ProposedColumn
	// Refused are columns of direct identifiers: name, and what they hold.
	Refused []Identifier
	Ignored []string // by name
	Values  []ProposedValues
	// Unreadable says why no settings can be proposed for these files, or "".
	Unreadable string
	Stops      bool // the rows are stops and searches, and no offences
}

// Confidence is how sure a proposal is.
type Confidence string

// The grades of confidence.
const (
	Sure   Confidence = "sure"   // a known name, and at least 95% of its values fit
	Likely Confidence = "likely" // a known name and most values fit, or values that can be nothing else
	Unsure Confidence = "unsure" // left to a person
)

// ProposedColumn binds a column to a field.
type ProposedColumn struct {
	Field      string // "recorded_at", "victim.sex"
	Column     string
	Time       string // column of the clock time
	Format     string // of dates
	Confidence Confidence
	Says       string // the evidence
	InProfile  bool   // the profile binds it by itself

	fit  float64
	rank int
}

// ProposedValues lists the values of a field that are not understood, and says
// which are.
type ProposedValues struct {
	Field  string
	Known  []string // "M = male", most frequent first
	Levels []string // to choose from; nil for open codes
	Values []ValueCount
	Rare   int // further values not understood, each in fewer than shownAtLeast rows
}

// Propose looks at files and proposes how to read them. It reads every column
// but those whose name says that they hold direct identifiers. Files that cannot
// be read are an error; files that can be read and not understood are a
// ProposedExtract that says so.
func Propose(ctx context.Context, files []string) (*Proposal, error) {
	groups, err := groupByShape(ctx, files)
	if err != nil {
		return nil, err
	}
	p := &Proposal{}
	var examined []*examination
	for _, g := range groups {
		e, err := examine(ctx, g)
		if err != nil {
			return nil, err
		}
		examined = append(examined, e)
		p.Extracts = append(p.Extracts, e.propose())
	}
	p.proposePeriod(examined)
	p.proposeArea(examined)
	p.proposeDefinition(examined)
	for _, e := range p.Extracts {
		p.Decide = append(p.Decide, e.decisions()...)
	}
	return p, nil
}

// shape is a set of files with the same columns.
type shape struct {
	files []string
	sniffed
}

func groupByShape(ctx context.Context, files []string) ([]*shape, error) {
	if len(files) == 0 {
		return nil, errors.New("propose: no file is named")
	}
	var groups []*shape
	index := map[string]*shape{}
	for _, path := range files {
		found, err := sniffFile(ctx, path)
		if err != nil {
			return nil, err
		}
		key := strings.Join(found.sheets, "\x00") + "\x00\x00" + strings.Join(found.names, "\x00")
		g := index[key]
		if g == nil {
			g = &shape{sniffed: found}
			index[key] = g
			groups = append(groups, g)
		}
		g.files = append(g.files, path)
	}
	return groups, nil
}

// examination is the columns of one shape of file, all read and none understood.
type examination struct {
	*shape
	table   *rawTable
	columns []*column
	refused []Identifier
	twice   []string // names that stand above two columns
	role    string   // of the people without a role in their names
	mapped  []ProposedColumn
	unsure  []ProposedColumn
	formats map[string][]dateFormat // of the date columns that were mapped, by column
}

// column is the distinct cells of one column and how often each occurs.
type column struct {
	name   string
	place  int
	values []string
	rows   []int
	filled int
	raw    *rawColumn
}

func examine(ctx context.Context, g *shape) (*examination, error) {
	e := &examination{shape: g, formats: map[string][]dateFormat{}}
	var safe []string
	met := map[string]bool{}
	for _, name := range g.names {
		key := headerKey(name)
		switch {
		case name == "" || slices.Contains(g.nested, name):
		case identifierName(name) != "":
			e.refused = append(e.refused, Identifier{Column: name, Holds: identifierName(name)})
		case met[key]:
			e.twice = append(e.twice, name)
		default:
			safe = append(safe, name)
		}
		met[key] = true
	}
	profile := everyColumn(slices.DeleteFunc(without(g.names, e.refused), func(name string) bool { return slices.Contains(g.nested, name) }))
	if len(profile.mappings) == 0 {
		return nil, &ParseError{File: filepath.Base(g.files[0]), Err: fmt.Errorf("%w that can be read: every column is blank, there twice, or of direct identifiers", ErrNoHeader)}
	}
	tables, err := readSources(ctx, [][]Source{{{Files: g.files, Sheets: g.sheets, Profile: profile}}}, nil)
	if err != nil {
		return nil, err
	}
	e.table = tables[0]
	for _, raw := range e.table.columns {
		c := &column{name: raw.header, place: slices.Index(safe, raw.header), values: raw.cells.values, rows: make([]int, len(raw.cells.values)), raw: raw}
		for _, code := range raw.codes {
			if code >= 0 {
				c.rows[code]++
				if c.values[code] != "" {
					c.filled++
				}
			}
		}
		if kind := c.holdsIdentifiers(); kind != "" {
			e.refused = append(e.refused, Identifier{Column: c.name, Holds: kind + ", by the look of its values"})
			continue
		}
		e.columns = append(e.columns, c)
	}
	return e, nil
}

func without(names []string, refused []Identifier) (kept []string) {
	for _, name := range names {
		if !slices.ContainsFunc(refused, func(r Identifier) bool { return r.Column == name }) {
			kept = append(kept, name)
		}
	}
	return kept
}

// propose decides what the columns are.
func (e *examination) propose() ProposedExtract {
	x := ProposedExtract{
		Files: e.files, Rows: e.table.rows(), Columns: len(e.names), Refused: e.refused,
		Sniffed: e.said, Sheets: e.sheets, OtherSheets: e.others,
	}
	if months := e.monthColumns(); months >= 6 {
		x.Unreadable = fmt.Sprintf("these are counts with a column for each of %d months; svna reads counts with one row for each month, area and series. Turn the month columns into rows (in Excel: Data, From Table, Unpivot columns) under the headers month, area_code, area_name, series and count, and run svna init on the result", months)
		return x
	}
	if e.has("outcometype") && !e.has("crimetype") && e.best("offences", "force_subgroup") == nil && e.best("offences", "ho_code") == nil {
		x.Unreadable = "these are outcomes of offences that stand in other files, and svna reads outcomes as columns of the extract of offences only"
		return x
	}
	x.Stops = e.has("objectofsearch") && (e.has("legislation") || e.has("outcome"))
	x.Layout, x.LayoutSays = e.layout()
	e.mapColumns(x.Layout)
	e.chooseProfile(&x)
	e.settleRows(&x)
	x.Mapped, x.Unsure = e.mapped, e.unsure
	for _, name := range e.twice {
		x.Unsure = append(x.Unsure, ProposedColumn{Column: name, Confidence: Unsure, Says: "the name stands above two columns: rename one"})
	}
	x.Values = e.unknownValues(&x)
	x.Ignored = e.ignored(&x)
	if len(x.Mapped) == 0 || !e.hasDate() {
		x.Unreadable = "no column was recognised as a date or a month. svna reads records (a row is an offence or a person) and counts by month; yearly statistics and reference data are neither. Where this is an extract, map its columns by hand as docs/profiles.md shows"
	}
	return x
}

func (e *examination) has(key string) bool {
	return slices.ContainsFunc(e.columns, func(c *column) bool { return nameKey(c.name) == key })
}

func (e *examination) monthColumns() (n int) {
	for _, name := range e.names {
		if isMonthName(name) {
			n++
		}
	}
	return n
}

// hasDate reports whether anything mapped is a date, or belongs to another file.
func (e *examination) hasDate() bool {
	return slices.ContainsFunc(e.mapped, func(m ProposedColumn) bool {
		return slices.Contains([]string{"recorded_at", "reported_at", "committed_from", "month"}, m.Field)
	}) || e.role != "" && slices.ContainsFunc(e.mapped, func(m ProposedColumn) bool { return m.Field == "offence_ref" })
}

// layout decides what one row is.
func (e *examination) layout() (Layout, string) {
	names := map[string]bool{}
	offence, people, prefixed, counts := 0, 0, 0, map[string]bool{}
	for _, c := range e.columns {
		for _, m := range knownNames()[nameKey(c.name)] {
			names[m.table+"."+m.field] = true
			if m.table == "counts" && c.fits(m.field, m.table) >= minFit {
				counts[m.field] = true
			}
		}
		role, rest := withoutRole(nameKey(c.name))
		switch {
		case role != "" && len(matchesOf(rest, "people")) > 0:
			prefixed++
		case len(matchesOf(nameKey(c.name), "people")) > 0 && nameKey(c.name) != "ref" && nameKey(c.name) != "reference":
			people++
		case len(matchesOf(nameKey(c.name), "offences")) > 0:
			offence++
		}
	}
	if counts["count"] && counts["month"] && !names["offences.offence_ref"] && prefixed == 0 {
		return CountsLayout, "each row is a published count of a month, an area and a series"
	}
	e.role = roleInFileNames(e.files)
	hasRole := e.best("people", "role") != nil
	switch {
	case hasRole:
		return FlatLayout, "each row is a person in a role, beside the offence"
	case people > 0 && prefixed == 0 && e.role != "" && offence <= 2 && names["offences.offence_ref"] && e.best("offences", "committed_from") == nil && e.best("offences", "recorded_at") == nil:
		if e.role == "victim" {
			return VictimsLayout, "each row is a victim of an offence in another file, by the name of the file"
		}
		return SuspectsLayout, "each row is a suspect of an offence in another file, by the name of the file"
	case prefixed > 0:
		e.role = ""
		return FlatLayout, "each row is an offence with its people beside it"
	case people > 0 && e.role != "":
		return FlatLayout, fmt.Sprintf("each row is an offence and its %s, by the name of the file", e.role)
	case people > 0:
		return FlatLayout, "each row is an offence; whose the columns about a person are, the file does not say"
	}
	return OffencesLayout, "each row is an offence; there is no column about people"
}

// best returns the column that fits a field best, or nil.
func (e *examination) best(table, field string) *column {
	for _, c := range e.columns {
		for _, m := range knownNames()[nameKey(c.name)] {
			if m.table == table && m.field == field && c.fits(field, table) >= minFit {
				return c
			}
		}
	}
	return nil
}

// roleInFileNames reads the role of people out of the names of their files.
func roleInFileNames(files []string) string {
	role := ""
	for _, path := range files {
		name := strings.ToLower(filepath.Base(path))
		found := ""
		for _, r := range []string{"victim", "suspect", "accused", "offender"} {
			if strings.Contains(name, r) && found == "" {
				found = r
			}
		}
		if found == "accused" || found == "offender" {
			found = "suspect"
		}
		if role != "" && found != role {
			return ""
		}
		role = found
	}
	return role
}

// settleRows decides whether rows are offences of their own.
func (e *examination) settleRows(x *ProposedExtract) {
	if x.Profile != "" || x.Layout.table() != "offences" {
		return
	}
	ref := slices.IndexFunc(e.mapped, func(m ProposedColumn) bool { return m.Field == "offence_ref" })
	people := slices.ContainsFunc(e.mapped, func(m ProposedColumn) bool { return strings.Contains(m.Field, ".") })
	switch {
	case ref < 0:
		x.RowsAreOffences = true
		x.LayoutSays += "; no column is a reference of the offence, so every row is taken as an offence of its own"
	case !people && e.column(e.mapped[ref].Column).filled < e.table.rows():
		x.RowsAreOffences = true
		x.LayoutSays += "; the reference is blank in some rows, so every row is taken as an offence of its own"
	}
}

func (e *examination) column(name string) *column {
	for _, c := range e.columns {
		if c.name == name {
			return c
		}
	}
	return nil
}

// chooseProfile takes the built-in profile that reads nearly all that was
// recognised, if there is one; what it does not read stays as an addition.
func (e *examination) chooseProfile(x *ProposedExtract) {
	var best *Profile
	var bestBound map[string]string
	for _, name := range ProfileNames() {
		p, err := BuiltInProfile(name)
		if err != nil || p.Layout != x.Layout && !(p.Layout == FlatLayout && x.Layout == OffencesLayout) {
			continue
		}
		bound, ok := e.boundBy(p)
		if ok && len(bound) > len(bestBound) {
			best, bestBound = p, bound
		}
	}
	if best == nil || 5*len(bestBound) < 4*len(e.mapped) {
		return
	}
	x.Profile, x.Layout, x.RowsAreOffences = best.Name, best.Layout, best.RowsAreOffences
	x.LayoutSays = fmt.Sprintf("profile %s: %s", best.Name, best.Title)
	var kept []ProposedColumn
	for _, m := range e.mapped {
		if bestBound[m.Field] != "" && bestBound[m.Field] != m.Column {
			continue // the profile has its own column for the field
		}
		m.InProfile = bestBound[m.Field] == m.Column
		kept = append(kept, m)
	}
	for _, field := range sortedKeys(bestBound) {
		if !slices.ContainsFunc(kept, func(m ProposedColumn) bool { return m.Field == field }) {
			c := e.column(bestBound[field])
			kept = slices.DeleteFunc(kept, func(m ProposedColumn) bool { return m.Column == c.name && !m.InProfile })
			kept = append(kept, ProposedColumn{Field: field, Column: c.name, Confidence: Sure, Says: "read so by the profile", InProfile: true})
		}
	}
	slices.SortStableFunc(kept, func(a, b ProposedColumn) int { return cmp.Compare(e.column(a.Column).place, e.column(b.Column).place) })
	e.mapped = kept
	e.unsure = slices.DeleteFunc(e.unsure, func(u ProposedColumn) bool {
		return slices.ContainsFunc(kept, func(m ProposedColumn) bool { return m.Column == u.Column })
	})
}

// boundBy returns the column that a profile takes for each field. ok is false
// where it lacks a mandatory one, or its date formats do not fit.
func (e *examination) boundBy(p *Profile) (bound map[string]string, ok bool) {
	bound = map[string]string{}
	keys := make([]string, len(e.columns))
	names := make([]string, len(e.columns))
	for i, c := range e.columns {
		keys[i], names[i] = headerKey(c.name), c.name
	}
	for _, m := range p.mappings {
		at, err := placeOf(m.columns, names, keys)
		if err != nil {
			return nil, false
		}
		switch {
		case at < 0 && slices.Contains(p.mandatory, m.name()):
			return nil, false
		case at < 0:
			continue
		}
		c := e.columns[at]
		if m.field.Kind == Time && len(m.formats) > 0 && c.filled > 0 && c.share(func(v string) bool { return readMoment(v, m.formats).seconds != NoTime }) < minFit {
			return nil, false
		}
		bound[m.name()] = c.name
	}
	return bound, len(bound) > 0
}

// ignored are the columns that are neither mapped, unsure nor refused.
func (e *examination) ignored(x *ProposedExtract) (names []string) {
	for _, c := range e.columns {
		isIn := func(list []ProposedColumn) bool {
			return slices.ContainsFunc(list, func(m ProposedColumn) bool { return m.Column == c.name || m.Time == c.name })
		}
		if !isIn(x.Mapped) && !isIn(x.Unsure) {
			names = append(names, c.name)
		}
	}
	return append(names, e.nested...)
}

// decisions are what a person must decide about an extract.
func (x *ProposedExtract) decisions() (list []string) {
	name := filepath.Base(x.Files[0])
	if x.Unreadable != "" {
		return []string{fmt.Sprintf("%s: %s.", name, x.Unreadable)}
	}
	for _, m := range x.Mapped {
		if m.Confidence == Unsure {
			list = append(list, fmt.Sprintf("%s: column %q: %s.", name, m.Column, m.Says))
		}
	}
	if x.Stops {
		list = append(list, name+": each row is a stop and search and no offence. What svna makes of it would be headed as offences: use it to look at the data, and for no needs assessment.")
	}
	if len(x.OtherSheets) > 0 {
		list = append(list, fmt.Sprintf("%s: the table on %s is proposed; there are others on %s.", name, quotedAll(x.Sheets), quotedAll(x.OtherSheets)))
	}
	var whose []string
	for _, m := range x.Unsure {
		switch {
		case strings.HasPrefix(m.Field, "?."):
			whose = append(whose, fmt.Sprintf("%q", m.Column))
		case m.Field == "":
			list = append(list, fmt.Sprintf("%s: column %q: %s.", name, m.Column, m.Says))
		}
	}
	if len(whose) > 0 {
		list = append(list, fmt.Sprintf("%s: say whose these are, the victim's or the suspect's: %s.", name, strings.Join(whose, ", ")))
	}
	return list
}
