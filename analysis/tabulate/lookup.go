package tabulate

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"strings"

	"svna/datasets"
)

// LookupFile is a file that gives values to the levels of a column: unit costs of
// offence codes, residents of wards.
type LookupFile struct {
	File string `toml:"file"`
	Key  string `toml:"key"` // its column of levels; the extract has one of the same name
	On   string `toml:"on"`  // the column of the extract, where it has another name
}

// lookup is a LookupFile that has been read.
type lookup struct {
	name   string
	on     string // dimension that it is for, as an expression
	values map[string]map[string]float64
	file   string
}

// readLookup reads all numbers of a look-up. A level may be there once.
func readLookup(ctx context.Context, name string, l LookupFile) (*lookup, error) {
	s, err := datasets.OpenStream([]string{l.File}, nil)
	if err != nil {
		return nil, fmt.Errorf("look-up %s: %w", name, err)
	}
	defer s.Close()
	columns := s.Columns()
	p := &plan{stream: s}
	key, err := p.column(l.Key)
	if err != nil {
		return nil, fmt.Errorf("look-up %s: key: %w", name, err)
	}
	made := &lookup{name: name, on: l.On, values: map[string]map[string]float64{}, file: filepath.Base(l.File)}
	if made.on == "" {
		made.on = key
	}
	var wanted []datasets.Wanted
	for _, c := range columns {
		wanted = append(wanted, datasets.Wanted{Column: c, As: datasets.AsCodes})
	}
	rows, err := s.Rows(ctx, wanted)
	if err != nil {
		return nil, fmt.Errorf("look-up %s: %w", name, err)
	}
	for i, c := range columns {
		if c == key {
			continue
		}
		made.values[c] = map[string]float64{}
		for n, row := range rows {
			level := row[indexOf(columns, key)]
			value := numberOf(strings.ReplaceAll(row[i], ",", ""))
			if _, twice := made.values[c][level]; twice {
				return nil, fmt.Errorf("look-up %s: %s: row %d has a %s that an earlier row has; keep one row for each", name, made.file, n+1, key)
			}
			made.values[c][level] = value
		}
	}
	return made, nil
}

func indexOf(names []string, name string) int {
	for i, n := range names {
		if n == name {
			return i
		}
	}
	return -1
}

// find takes "costs.unit_cost" apart.
func (p *plan) lookupOf(name string) (l *lookup, column string, ok bool, err error) {
	first, column, isPair := strings.Cut(name, ".")
	l = p.lookups[first]
	if !isPair || l == nil {
		return nil, "", false, nil
	}
	if l.values[column] == nil {
		var names []string
		for c := range l.values {
			names = append(names, c)
		}
		return nil, "", true, fmt.Errorf("look-up %s (%s) has no column %q; the nearest is %q", first, l.file, column, datasets.Nearest(column, names))
	}
	return l, column, true, nil
}

// of returns the value of a level, NaN for none.
func (l *lookup) of(column, level string) float64 {
	if v, ok := l.values[column][level]; ok {
		return v
	}
	return math.NaN()
}
