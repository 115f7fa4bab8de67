package datasets

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

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
	months  int                     // columns of counts that are headed by one, and were turned into rows
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
	e.months = g.monthsAcross()
	profile := everyColumn(slices.DeleteFunc(without(g.names, e.refused), func(name string) bool { return slices.Contains(g.nested, name) }))
	if e.months > 0 {
		profile.Layout, profile.MonthsAcross = CountsLayout, true
		profile.mappings = slices.DeleteFunc(profile.mappings, func(m mapping) bool { _, month := monthOfHeader(m.columns[0]); return month })
	}
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

func (e *examination) has(key string) bool {
	return slices.ContainsFunc(e.columns, func(c *column) bool { return nameKey(c.name) == key })
}

// monthsAcross counts the columns of a shape that are headed by months, if they are
// a run of them beside other columns.
func (g *shape) monthsAcross() int {
	var months []Month
	for _, name := range g.names {
		if month, ok := monthOfHeader(name); ok {
			months = append(months, month)
		}
		if key := headerKey(name); key == "month" || key == "count" {
			return 0
		}
	}
	if len(months) < 6 || !areRun(months, g.names) {
		return 0
	}
	return len(months)
}

// hasDate reports whether anything mapped is a date, or belongs to another file.
func (e *examination) hasDate() bool {
	return slices.ContainsFunc(e.mapped, func(m ProposedColumn) bool {
		return slices.Contains([]string{"recorded_at", "reported_at", "committed_from", "month"}, m.Field)
	}) || e.role != "" && slices.ContainsFunc(e.mapped, func(m ProposedColumn) bool { return m.Field == "offence_ref" })
}

// best returns the column that fits a field best, or nil.
func (e *examination) best(table, field string) *column {
	for _, c := range e.columns {
		for _, m := range knownNames()[unqualified(nameKey(c.name))] {
			if m.table == table && m.field == field && c.fits(field, table) >= minFit {
				return c
			}
		}
	}
	return nil
}

func (e *examination) column(name string) *column {
	for _, c := range e.columns {
		if c.name == name {
			return c
		}
	}
	return nil
}
