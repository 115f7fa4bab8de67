package main

import (
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/BurntSushi/toml"

	"svna/datasets"
)

// checkTables refuses plain values where tables are wanted; the decoder passes
// over them in silence.
func (s *settings) checkTables() error {
	var written struct {
		Extract   []map[string]any
		Reference map[string]any
	}
	if _, err := toml.Decode(strings.TrimPrefix(string(s.text), "\ufeff"), &written); err != nil {
		return &usageError{err} // never: the same text was decoded before
	}
	check := func(entry int, v any, key ...string) error {
		if _, isTable := v.(map[string]any); v != nil && !isTable {
			return s.wrong(entry, key, "%s is a table: write [%s], or %s = { ... }", key[len(key)-1], strings.Join(key, "."), key[len(key)-1])
		}
		return nil
	}
	if err := check(0, written.Reference["boundaries"], "reference", "boundaries"); err != nil {
		return err
	}
	for i, e := range written.Extract {
		for _, name := range []string{"columns", "values", "constants"} {
			if err := check(i+1, e[name], "extract", name); err != nil {
				return err
			}
		}
		values, _ := e["values"].(map[string]any)
		for _, field := range slices.Sorted(maps.Keys(values)) {
			if err := check(i+1, values[field], "extract", "values", field); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *settings) checkPeriods() error {
	for _, p := range []struct {
		table, written string
	}{{"assessment", s.Assessment.Period}, {"costs", s.Costs.Period}} {
		if p.written == "" {
			continue
		}
		if _, err := datasets.ParsePeriod(p.written); err != nil {
			return s.wrong(0, []string{p.table, "period"}, "%w", err)
		}
	}
	return nil
}

// checkAreas refuses areas that cannot be the name of a folder on every
// system, and those that would share one.
func (s *settings) checkAreas() error {
	key := []string{"assessment", "area"}
	for i, area := range s.Assessment.Area {
		if !isFolderName(area) {
			return s.wrong(0, key, "area %q cannot be the name of a folder; give a GSS code, as in E09000002", area)
		}
		for _, other := range s.Assessment.Area[:i] {
			if strings.EqualFold(area, other) {
				return s.wrong(0, key, "area %q is there twice", area)
			}
		}
	}
	return nil
}

// isFolderName accepts what Windows and Unix both can use, without blanks and
// points: letters, figures, hyphens and underlines. The month that follows keeps it
// from being a device name of Windows.
func isFolderName(name string) bool {
	if name == "" || len(name) > 60 || name[0] == '-' {
		return false
	}
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_' {
			return false
		}
	}
	return true
}

// checkReferences refuses names of reference files that are not there, before
// anything is read.
func (s *settings) checkReferences() error {
	r := &s.Reference
	type named struct {
		key   []string
		paths []string
	}
	files := []named{
		{[]string{"reference", "population"}, r.Population},
		{[]string{"reference", "places"}, []string{r.Places}},
		{[]string{"reference", "calendar"}, r.Calendar},
		{[]string{"reference", "comparators"}, []string{r.Comparators}},
		{[]string{"reference", "first_time_entrants"}, []string{r.Entrants}},
		{[]string{"reference", "youth_outcomes"}, []string{r.Outcomes}},
		{[]string{"reference", "deprivation"}, []string{r.Deprivation}},
		{[]string{"reference", "ostn15"}, []string{r.GridShift}},
		{[]string{"costs", "book"}, []string{s.Costs.Book}},
	}
	for _, geography := range slices.Sorted(maps.Keys(r.Boundaries)) {
		key := []string{"reference", "boundaries", geography}
		if geography != "ward" && geography != "lsoa" {
			return s.wrong(0, key, "there are boundaries of ward and lsoa, and none of %q", geography)
		}
		files = append(files, named{key, []string{r.Boundaries[geography]}})
	}
	for _, f := range files {
		for _, path := range f.paths {
			if path == "" {
				continue
			}
			if err := usablePath(path); err != nil {
				return s.wrong(0, f.key, "%w", err)
			}
			if _, err := os.Stat(s.resolve(path)); err != nil {
				return s.wrong(0, f.key, "%s: there is no file %q that can be read (paths start from the folder of the settings file)", f.key[1], path)
			}
		}
	}
	return nil
}

// maxPath is how long a path may be for every system to open it.
const maxPath = 240

// devices are names that Windows gives to devices, in every folder and with any
// ending: reading CON waits for the keyboard.
var devices = regexp.MustCompile(`(?i)^(con|prn|aux|nul|com[0-9]|lpt[0-9])( *\..*)?$`)

// usablePath refuses paths that cannot be opened on every system.
func usablePath(path string) error {
	if len(path) > maxPath {
		return fmt.Errorf("a path of %d characters is too long for some systems; keep it under %d", len(path), maxPath)
	}
	for _, part := range strings.FieldsFunc(path, func(r rune) bool { return r == '/' || r == '\\' }) {
		if devices.MatchString(part) {
			return fmt.Errorf("%q is the name of a device in Windows, and no file", part)
		}
	}
	return nil
}
