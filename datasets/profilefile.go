package datasets

import (
	"embed"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
)

//go:embed profiles/*.toml
var embeddedProfiles embed.FS

// ProfileNames returns the names of the built-in profiles.
func ProfileNames() []string {
	files, err := embeddedProfiles.ReadDir("profiles")
	if err != nil {
		panic(err)
	}
	var names []string
	for _, f := range files {
		if name := strings.TrimSuffix(f.Name(), ".toml"); name != "values" && name != "aliases" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// BuiltInProfile returns a profile that is part of the program.
func BuiltInProfile(name string) (*Profile, error) {
	if !slices.Contains(ProfileNames(), name) {
		return nil, fmt.Errorf("no profile is called %q; did you mean %q? The built-in ones are %s, and a profile of your own is named by the path of its .toml file",
			name, nearestName(name, ProfileNames()), strings.Join(ProfileNames(), ", "))
	}
	content, err := embeddedProfiles.ReadFile("profiles/" + name + ".toml")
	if err != nil {
		return nil, err
	}
	return parseProfile(name+".toml", content)
}

// ReadProfile reads a profile from a TOML file, written as docs/profiles.md
// says. Unknown keys, fields and levels are errors that name the nearest right
// one.
func ReadProfile(path string) (*Profile, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read profile: %w", err)
	}
	p, err := parseProfile(filepath.Base(path), content)
	if err != nil {
		return nil, fmt.Errorf("read profile: %w", err)
	}
	return p, nil
}

// LayoutProfile returns a profile without columns, for an extract whose columns
// are all stated in the settings: Override adds them. layout and rows are as in
// a profile; constants are levels that every row has.
func LayoutProfile(layout, rows string, constants map[string]string) (*Profile, error) {
	w := profileFile{Name: "own columns", Layout: layout, Rows: rows, Constants: constants}
	p, key, err := w.bare()
	if err != nil {
		return nil, &SettingError{Key: []string{key}, Err: err}
	}
	return p, nil
}

// profileFile is a profile as it is written.
type profileFile struct {
	Name, Title string
	Layout      string
	Rows        string // "offences" where every row is an offence of its own, or "months across"
	AgeZero     string `toml:"age_zero"`
	Mandatory   []string
	Columns     map[string]any
	Values      map[string]map[string]string
	Constants   map[string]string
}

func parseProfile(file string, content []byte) (*Profile, error) {
	text := strings.TrimPrefix(string(content), "\ufeff")
	var written profileFile
	meta, err := toml.Decode(text, &written)
	var fault toml.ParseError
	if errors.As(err, &fault) {
		return nil, fmt.Errorf("%s:%d: %s", file, fault.Position.Line, fault.Message)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for _, unknown := range meta.Undecoded() {
		key := unknown[0]
		if key == "columns" {
			continue // read below
		}
		known := []string{"name", "title", "layout", "rows", "age_zero", "mandatory", "columns", "values", "constants"}
		return nil, fmt.Errorf("%s:%d: unknown key %q; the nearest is %q", file, lineOfKey(text, key), key, nearestName(key, known))
	}
	if key := notTable(text); key != nil {
		return nil, fmt.Errorf("%s:%d: %s is a table: write [%s] and what belongs to it below", file, LineOfKey(text, 0, key...), key[len(key)-1], strings.Join(key, "."))
	}
	p, key, err := written.profile()
	var wrong *SettingError
	if errors.As(err, &wrong) {
		return nil, fmt.Errorf("%s:%d: %w", file, LineOfKey(text, 0, wrong.Key...), err)
	}
	if err != nil {
		return nil, fmt.Errorf("%s:%d: %w", file, lineOfKey(text, key), err)
	}
	return p, nil
}

// notTable returns the key of a plain value where a profile has a table; the
// decoder passes over it in silence.
func notTable(text string) (key []string) {
	written := map[string]any{}
	if _, err := toml.Decode(text, &written); err != nil {
		return nil // never: the same text was decoded before
	}
	for _, name := range []string{"columns", "values", "constants"} {
		table, isTable := written[name].(map[string]any)
		if written[name] != nil && !isTable {
			return []string{name}
		}
		for _, field := range slices.Sorted(maps.Keys(table)) {
			if _, isTable := table[field].(map[string]any); name == "values" && !isTable {
				return []string{name, field}
			}
		}
	}
	return nil
}

// bare makes the profile without its columns and values.
func (w *profileFile) bare() (p *Profile, key string, err error) {
	p = &Profile{
		Name: w.Name, Title: w.Title, Layout: Layout(w.Layout), RowsAreOffences: w.Rows == "offences", MonthsAcross: w.Rows == monthsAcross, InfantAges: w.AgeZero == "infant",
		values: map[string]map[string]string{}, constants: map[string]string{},
	}
	layouts := []string{"flat", "offences", "victims", "suspects", "people", "counts"}
	switch {
	case w.Name == "":
		return nil, "name", errors.New("the profile has no name")
	case !slices.Contains(layouts, w.Layout):
		return nil, "layout", fmt.Errorf("layout %q is not one of %s", w.Layout, strings.Join(layouts, ", "))
	case w.Rows != "" && w.Rows != "offences" && w.Rows != monthsAcross:
		return nil, "rows", fmt.Errorf("rows = %q: write rows = \"offences\" where every row is an offence of its own, rows = %q where counts have a column for each month, or leave it out", w.Rows, monthsAcross)
	case p.RowsAreOffences && p.Layout.table() != "offences", p.MonthsAcross && p.Layout != CountsLayout:
		return nil, "rows", fmt.Errorf("rows = %q does not go with layout %q", w.Rows, w.Layout)
	case w.AgeZero != "" && w.AgeZero != "unknown" && w.AgeZero != "infant":
		return nil, "age_zero", fmt.Errorf("age_zero = %q: write unknown or infant", w.AgeZero)
	}
	for _, field := range slices.Sorted(maps.Keys(w.Constants)) {
		f, ok := FieldNamed(p.Layout.table(), field)
		if !ok || f.Kind != Code && f.Kind != Flag {
			return nil, field, fmt.Errorf("constant %s: it is not a code or flag of %s", field, p.Layout.table())
		}
		if allowed := f.allowed(); allowed != nil && !slices.Contains(allowed, w.Constants[field]) {
			return nil, field, fmt.Errorf("constant %s: %q is not one of %s", field, w.Constants[field], strings.Join(allowed, ", "))
		}
		p.constants[field] = w.Constants[field]
	}
	return p, "", nil
}

// profile checks what is written. On an error key is the key at fault.
func (w *profileFile) profile() (p *Profile, key string, err error) {
	if p, key, err = w.bare(); err != nil {
		return nil, key, err
	}
	if key, err = p.addColumns("", w.Columns); err != nil {
		return nil, key, err
	}
	for _, field := range slices.Sorted(maps.Keys(w.Values)) {
		if err = p.addValues(field, w.Values[field]); err != nil {
			return nil, field, err
		}
	}
	for _, name := range w.Mandatory {
		if !slices.ContainsFunc(p.mappings, func(m mapping) bool { return m.name() == name }) {
			return nil, "mandatory", fmt.Errorf("mandatory %q has no column in this profile", name)
		}
	}
	p.mandatory = distinct(slices.Concat(p.needs(), w.Mandatory)...)
	return p, "columns", p.check()
}

// addColumns reads [columns], and the tables [columns.victim],
// [columns.suspect] and [columns.person] within it.
func (p *Profile) addColumns(role string, columns map[string]any) (key string, err error) {
	for _, name := range slices.Sorted(maps.Keys(columns)) {
		written := columns[name]
		table, isTable := written.(map[string]any)
		_, isColumn := table["column"]
		if role == "" && isTable && !isColumn && slices.Contains([]string{"victim", "suspect", "person"}, name) {
			if key, err := p.addColumns(name, table); err != nil {
				return key, err
			}
			continue
		}
		full := name
		if role != "" {
			full = role + "." + name
		}
		m, err := p.mappingNamed(full)
		if err != nil {
			return name, err
		}
		if err := m.read(written); err != nil {
			return name, fmt.Errorf("column of %s: %w", full, err)
		}
		p.mappings = append(p.mappings, m)
	}
	return "", nil
}

// read takes a header, a list of headers, or a table with column, time, format,
// formats and contains.
func (m *mapping) read(written any) (err error) {
	table, isTable := written.(map[string]any)
	if !isTable {
		m.columns, err = stringsOf(written)
		return err
	}
	for key := range table {
		if !slices.Contains([]string{"column", "time", "format", "formats", "contains"}, key) {
			return fmt.Errorf("unknown key %q; a column has column, time, format, formats and contains", key)
		}
	}
	if m.columns, err = stringsOf(table["column"]); err != nil {
		return err
	}
	if table["time"] != nil {
		if m.times, err = stringsOf(table["time"]); err != nil {
			return err
		}
	}
	var formats []string
	for _, key := range []string{"format", "formats"} {
		if table[key] == nil {
			continue
		}
		list, err := stringsOf(table[key])
		if err != nil {
			return err
		}
		formats = append(formats, list...)
	}
	if m.field.Kind != Time && (len(formats) > 0 || len(m.times) > 0) {
		return errors.New("only a time has a format or a clock time")
	}
	if m.formats, err = parseFormats(formats); err != nil || table["contains"] == nil {
		return err
	}
	codes, err := stringsOf(table["contains"])
	if err != nil {
		return errors.New(`contains: write the codes that mean yes in a list, as in contains = ["KN"]`)
	}
	return m.contain(codes)
}

func stringsOf(written any) ([]string, error) {
	wrong := errors.New("write a header, or a list of headers, in quotes")
	switch w := written.(type) {
	case string:
		return []string{w}, nil
	case []any:
		var list []string
		for _, entry := range w {
			s, ok := entry.(string)
			if !ok {
				return nil, wrong
			}
			list = append(list, s)
		}
		if len(list) > 0 {
			return list, nil
		}
	}
	return nil, wrong
}

// usualValues are the spellings that every profile understands unless it says
// otherwise: field -> key of a raw value -> level. They are data, in
// profiles/values.toml; nothing is guessed from a likeness.
var usualValues = sync.OnceValue(func() map[string]map[string]string {
	content, err := embeddedProfiles.ReadFile("profiles/values.toml")
	if err != nil {
		panic(err)
	}
	written := map[string]map[string]string{}
	if err := toml.Unmarshal(content, &written); err != nil {
		panic(err)
	}
	usual := map[string]map[string]string{}
	for field, levels := range written {
		usual[field] = map[string]string{}
		for raw, level := range levels {
			usual[field][valueKey(raw)] = level
		}
	}
	return usual
})
