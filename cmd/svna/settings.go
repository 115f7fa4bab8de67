package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"svna/analysis/disclosure"
	"svna/datasets"
)

// settings is the settings file, svna.toml.
type settings struct {
	Assessment struct {
		Title      string
		Area       texts
		AreaName   string `toml:"area_name"`
		Similar    texts
		Period     string
		Definition string
		Knife      string
		Editions   texts
		Source     string
		Synthetic  bool
	}
	Extract   []extractSettings
	Reference struct {
		Population   texts
		Boundaries   map[string]string
		Places       string
		Calendar     texts
		Comparators  string
		Entrants     string `toml:"first_time_entrants"`
		Outcomes     string `toml:"youth_outcomes"`
		Deprivation  string
		GridShift    string `toml:"ostn15"`
		Attributions texts
	}
	Costs struct {
		Edition   string
		Book      string // folder of a cost book of one's own
		PriceYear string `toml:"price_year"`
		Period    string
	}
	Disclosure struct {
		Profile   string
		Threshold int
		RoundTo   int `toml:"round_to"`
		Width     int
		Zeros     *bool
		Earlier   texts
		Accept    []disclosure.Acceptance // lines of tables of which all are of one category
		Key       string                  `toml:"linkage_key"`
		Marked    texts                   `toml:"restricted"` // tables, or breakdowns
	}
	Publication struct {
		Date    string
		Next    string
		Contact string
		Email   string
	}
	Parameters struct {
		CellSize float64 `toml:"cell_size"`
		Cells    string
		Seed     uint64
		AgeBands string `toml:"age_bands"`
	}

	path   string // of the file
	folder string // that relative paths start from
	text   []byte
}

// extractSettings is one [[extract]].
type extractSettings struct {
	Files     texts
	Sheet     texts // of workbooks
	Profile   string
	Layout    string // in place of a profile: then every column is stated
	Rows      string
	Constants map[string]string
	Columns   map[string]any
	Values    map[string]map[string]string
}

// texts is a text or a list of texts.
type texts []string

// UnmarshalTOML reads either form.
func (t *texts) UnmarshalTOML(v any) error {
	switch v := v.(type) {
	case string:
		*t = texts{v}
		return nil
	case []any:
		for _, item := range v {
			text, ok := item.(string)
			if !ok {
				return errors.New("a list of texts is wanted")
			}
			*t = append(*t, text)
		}
		return nil
	}
	return errors.New("a text or a list of texts is wanted")
}

// maxSettingsBytes bounds a settings file, and with it how deep it can be nested.
const maxSettingsBytes = 100 << 10

// readSettings reads a settings file. Unknown keys are errors with their line
// and the nearest key that there is.
func readSettings(path string) (*settings, error) {
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &usageError{fmt.Errorf("there is no settings file %s; name yours, or write one as docs/settings.md shows", path)}
	}
	if info, statErr := os.Stat(path); statErr == nil && info.IsDir() {
		return nil, &usageError{fmt.Errorf("%s is a folder; name the settings file in it", path)}
	}
	if err != nil {
		return nil, &usageError{fmt.Errorf("read settings: %w", err)}
	}
	if len(text) > maxSettingsBytes {
		return nil, &usageError{fmt.Errorf("%s is over 100 KB, and no settings file", filepath.Base(path))}
	}
	s := &settings{path: path, folder: filepath.Dir(path), text: text}
	if err := s.parse(); err != nil {
		return nil, err
	}
	return s, s.complete()
}

// parse reads the text into the settings.
func (s *settings) parse() error {
	facts, err := toml.Decode(strings.TrimPrefix(string(s.text), "\ufeff"), s)
	var syntax toml.ParseError
	if errors.As(err, &syntax) {
		return s.wrongAt(syntax.Position.Line, "%s", strings.TrimSuffix(syntax.Message, "."))
	}
	if kind := wrongKind.FindStringSubmatch(fmt.Sprint(err)); kind != nil {
		line, _ := strconv.Atoi(kind[1])
		found, wanted := kind[3]+kind[6], kind[4]+kind[5]
		return s.wrongAt(line, "%s: %s stands here, and %s is wanted", kind[2], cmp.Or(kindNames[found], "something else"), cmp.Or(kindNames[wanted], "another kind of value"))
	}
	if err != nil {
		return &usageError{fmt.Errorf("read %s: %w", filepath.Base(s.path), err)}
	}
	if err := s.checkTables(); err != nil {
		return err
	}
	for _, key := range facts.Undecoded() {
		if len(key) > 2 && key[0] == "extract" && key[1] == "columns" {
			continue // columnMaps reads these
		}
		return s.wrong(0, key, "there is no setting %s%s", key, nearestKey(key))
	}
	return nil
}

// wrongKind is how the decoder words a value of another kind.
var wrongKind = regexp.MustCompile(`^toml: line ([0-9]+) \(last key "(.*)"\): (?:incompatible types: TOML value has type (\S+); destination has type ([a-z]+)|type mismatch for .*: expected (\S+) but found (\S+))`)

// kindNames are the decoder's kinds in plain words.
var kindNames = map[string]string{
	"string": "text in quotes", "integer": "a whole number", "int64": "a whole number", "float": "a number", "float64": "a number with a point",
	"boolean": "true or false", "bool": "true or false", "map": "a table", "table": "a table", "map[string]any": "a table", "slice": "a list", "[]any": "a list",
	"[]map[string]any": "a list of tables, in double brackets", "time.Time": "a date without quotes",
}

// wrong says what is wrong with a setting, and on which line it stands. entry
// is the number of the [[extract]], 0 for other settings.
func (s *settings) wrong(entry int, key []string, format string, args ...any) error {
	return s.wrongAt(datasets.LineOfKey(string(s.text), entry, key...), format, args...)
}

func (s *settings) wrongAt(line int, format string, args ...any) error {
	return &usageError{fmt.Errorf("read %s: line %d: %w", filepath.Base(s.path), line, fmt.Errorf(format, args...))}
}

// complete checks what must be there and fills in what may be left out.
func (s *settings) complete() error {
	a := &s.Assessment
	switch {
	case len(a.Area) == 0:
		return s.wrong(0, []string{"assessment"}, "[assessment] has no area; give its GSS code, as in area = \"E09000002\"")
	case a.Period == "":
		return s.wrong(0, []string{"assessment"}, "[assessment] has no period; give whole months, as in period = \"2022-06/2023-05\"")
	case len(s.Extract) == 0:
		return s.wrong(0, []string{"extract"}, "there is no [[extract]]; name the files with the crime records")
	case s.Parameters.CellSize < 0:
		return s.wrong(0, []string{"parameters", "cell_size"}, "cell_size is in metres and cannot be negative")
	case !slices.Contains([]string{"", "square", "hexagonal"}, s.Parameters.Cells):
		return s.wrong(0, []string{"parameters", "cells"}, "cells is \"square\" or \"hexagonal\"")
	}
	if err := s.checkPeriods(); err != nil {
		return err
	}
	if err := s.checkAreas(); err != nil {
		return err
	}
	if err := s.checkKey(); err != nil {
		return err
	}
	if err := s.checkPublication(); err != nil {
		return err
	}
	a.Title = cmp.Or(a.Title, "Serious violence needs assessment")
	a.Definition = cmp.Or(a.Definition, "london")
	a.Knife = cmp.Or(a.Knife, "knife_mps")
	if len(a.Editions) == 0 {
		a.Editions = texts{"restricted"}
	}
	s.Costs.Edition = cmp.Or(s.Costs.Edition, "home-office-2019-20")
	s.Costs.PriceYear = cmp.Or(s.Costs.PriceYear, "2022/23")
	for i, e := range s.Extract {
		if len(e.Files) == 0 {
			return s.wrong(i+1, []string{"extract"}, "this [[extract]] has no files")
		}
		switch {
		case e.Profile == "" && e.Layout == "":
			return s.wrong(i+1, []string{"extract"}, "this [[extract]] has no profile; the built-in ones are %s. svna init proposes one", strings.Join(datasets.ProfileNames(), ", "))
		case e.Profile != "" && (e.Layout != "" || e.Rows != "" || len(e.Constants) > 0):
			return s.wrong(i+1, []string{"extract", "profile"}, "layout, rows and constants stand in the place of a profile; take them out, or the profile")
		}
	}
	return s.checkReferences()
}

// sources resolves the files and profiles of the extracts.
func (s *settings) sources() ([]datasets.Source, error) {
	var sources []datasets.Source
	for i, e := range s.Extract {
		files, err := s.glob(i+1, e.Files)
		if err != nil {
			return nil, err
		}
		profile, err := s.profile(i+1, e)
		if err != nil {
			return nil, err
		}
		sources = append(sources, datasets.Source{Files: files, Sheets: e.Sheet, Profile: profile})
	}
	return sources, nil
}

// profile reads the profile of an extract and lays the overrides on it.
func (s *settings) profile(entry int, e extractSettings) (*datasets.Profile, error) {
	read := datasets.BuiltInProfile
	name := e.Profile
	if strings.HasSuffix(name, ".toml") {
		read, name = datasets.ReadProfile, s.resolve(name)
	}
	if name == "" {
		read = func(string) (*datasets.Profile, error) { return datasets.LayoutProfile(e.Layout, e.Rows, e.Constants) }
	}
	profile, err := read(name)
	key := []string{"extract", "profile"}
	if at := (*datasets.SettingError)(nil); errors.As(err, &at) {
		key = append(key[:1], at.Key...)
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("there is no profile %q (paths start from the folder of the settings file)", e.Profile)
	}
	if err != nil {
		return nil, s.wrong(entry, key, "%w", err)
	}
	columns, err := columnMaps(e.Columns)
	if err == nil {
		profile, err = profile.Override(columns, e.Values)
	}
	key = []string{"extract"}
	if at := (*datasets.SettingError)(nil); errors.As(err, &at) {
		key = append(key, at.Key...)
	}
	if err != nil {
		return nil, s.wrong(entry, key, "%w", err)
	}
	return profile, nil
}

// glob expands names and patterns, in order; a pattern without a match is an
// error, since a missing file would be a smaller number.
func (s *settings) glob(entry int, patterns []string) ([]string, error) {
	key := []string{"extract", "files"}
	var files []string
	for _, pattern := range patterns {
		if err := usablePath(pattern); err != nil {
			return nil, s.wrong(entry, key, "%w", err)
		}
		matches, err := filepath.Glob(s.resolve(pattern))
		if err != nil {
			return nil, s.wrong(entry, key, "%q is not a file name or pattern", pattern)
		}
		if len(matches) == 0 {
			return nil, s.wrong(entry, key, "no file matches %q (paths start from the folder of the settings file)", pattern)
		}
		slices.Sort(matches)
		for _, m := range matches {
			if info, err := os.Stat(m); err == nil && info.IsDir() {
				return nil, s.wrong(entry, key, "%q is a folder; name the files in it, as in %q", pattern, path.Join(filepath.ToSlash(pattern), "*.csv"))
			}
			if !slices.Contains(files, m) {
				files = append(files, m)
			}
		}
	}
	return files, nil
}

// resolve makes a path relative to the settings file.
func (s *settings) resolve(path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(s.folder, filepath.FromSlash(path))
}

func (s *settings) resolveAll(paths []string) []string {
	var all []string
	for _, p := range paths {
		all = append(all, s.resolve(p))
	}
	return all
}

// settingKeys lists the keys of each table, for the nearest right name.
var settingKeys = map[string][]string{
	"":           {"assessment", "extract", "reference", "costs", "disclosure", "publication", "parameters"},
	"assessment": {"title", "area", "area_name", "similar", "period", "definition", "knife", "editions", "source", "synthetic"},
	"extract":    {"files", "sheet", "profile", "layout", "rows", "constants", "columns", "values"},
	"reference":  {"population", "boundaries", "places", "calendar", "comparators", "first_time_entrants", "youth_outcomes", "deprivation", "attributions"},
	"costs":      {"edition", "book", "price_year", "period"},
	"disclosure": {"profile", "threshold", "round_to", "width", "zeros", "earlier", "linkage_key", "accept", "restricted"},

	"disclosure.accept": {"table", "line", "reason"},
	"publication":       {"date", "next", "contact", "email"},
	"parameters":        {"cell_size", "cells", "seed", "age_bands"},
}

// nearestKey proposes the key that was probably meant.
func nearestKey(key toml.Key) string {
	table := strings.Join(key[:len(key)-1], ".")
	candidates := settingKeys[table]
	if len(candidates) == 0 {
		return ""
	}
	return fmt.Sprintf("; did you mean %s?", datasets.Nearest(key[len(key)-1], candidates))
}
