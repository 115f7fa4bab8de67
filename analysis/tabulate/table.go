package tabulate

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/BurntSushi/toml"
)

// Table is a cross-table as it is asked for.
type Table struct {
	Name string `toml:"name"`
	// By are the dimensions, such as "ward_code", "month(committed_from) as month"
	// or "age_band". Without any, the table has one row.
	By []string `toml:"by"`
	// Where is the condition of rows that are counted: "knife_flag = 'Y'".
	Where string `toml:"where"`
	// Measure is an estimate with its interval in place of columns: count, share,
	// share(condition), rate(look-up.column, per), distinct(column), sum(column).
	Measure string `toml:"measure"`
	// Columns are figures: "count() as n", "round(10000 * n_knife / n) as share_bp".
	Columns []string `toml:"columns"`
	// Order are columns to sort by, the greatest first with a "-" before the name.
	// Without it rows are in the order of their dimensions.
	Order []string `toml:"order"`
	// Top keeps so many rows of the ordered table; 0 keeps all.
	Top int `toml:"top"`
	// Parts are conditions that each make a table of their own, one below the
	// other; PartName heads the column that names them.
	Parts    []Part `toml:"part"`
	PartName string `toml:"part_name"`
	// Transpose turns a table of one row into one of two columns: the names of its
	// columns under this heading, and their figures under "n".
	Transpose string `toml:"transpose"`
}

// Part is one condition of a table with parts.
type Part struct {
	Name  string `toml:"name"`
	Where string `toml:"where"`
}

// Tables is a file of tables, and of the look-ups that they use.
type Tables struct {
	Lookups map[string]LookupFile `toml:"lookup"`
	Tables  []Table               `toml:"table"`
}

// ReadTables reads a file of tables. Files of look-ups are named from its folder.
func ReadTables(path string) (*Tables, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read tables: %w", err)
	}
	t := &Tables{}
	meta, err := toml.Decode(string(text), t)
	if err != nil {
		var wrong toml.ParseError
		if errors.As(err, &wrong) {
			return nil, fmt.Errorf("%s: line %d: %s", filepath.Base(path), wrong.Position.Line, wrong.Message)
		}
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return nil, fmt.Errorf("%s: there is no key %s; a table has name, by, where, measure, columns, order, top, part, part_name and transpose, a look-up has file, key and on", filepath.Base(path), unknown[0])
	}
	if len(t.Tables) == 0 {
		return nil, fmt.Errorf("%s: it has no [[table]]", filepath.Base(path))
	}
	names := map[string]bool{}
	for i, table := range t.Tables {
		switch {
		case table.Name == "" || strings.ContainsAny(table.Name, "/\\:*?\"<>|"):
			return nil, fmt.Errorf("%s: table %d needs a name that can be the name of a file", filepath.Base(path), i+1)
		case names[table.Name]:
			return nil, fmt.Errorf("%s: there are two tables %q", filepath.Base(path), table.Name)
		}
		names[table.Name] = true
	}
	for name, l := range t.Lookups {
		if l.File == "" || l.Key == "" {
			return nil, fmt.Errorf("%s: [lookup.%s] needs file and key", filepath.Base(path), name)
		}
		if !filepath.IsAbs(l.File) {
			l.File = filepath.Join(filepath.Dir(path), l.File)
			t.Lookups[name] = l
		}
	}
	return t, nil
}

// compiled is a table, or one part of it, as the plan has it.
type compiled struct {
	table   *Table
	part    string // its name, in a table with parts
	heads   []string
	by      []*dimension
	base    *counter // which levels there are
	columns []column
	measure *measure
}

// column is one figure of each row of a table.
type column struct {
	name   string
	figure *figure
}

// compile understands a table: one compiled for each of its parts.
func (p *plan) compile(t *Table) (all []*compiled, err error) {
	parts := t.Parts
	if len(parts) == 0 {
		parts = []Part{{}}
	}
	for _, part := range parts {
		c := &compiled{table: t, part: part.Name}
		where, err := p.where(t.Where)
		if err != nil {
			return nil, fmt.Errorf("where: %w", err)
		}
		narrower, err := p.where(part.Where)
		if err != nil {
			return nil, fmt.Errorf("part %s: %w", part.Name, err)
		}
		where = p.both(where, narrower)
		if err := p.compileBy(c, t.By); err != nil {
			return nil, err
		}
		c.base = p.counter(p.group(c.by), where)
		if len(t.Columns) > 0 && t.Measure != "" {
			return nil, errors.New("give columns, or a measure, and not both")
		}
		if len(t.Columns) == 0 {
			if c.measure, err = p.compileMeasure(c, t.Measure, where); err != nil {
				return nil, fmt.Errorf("measure: %w", err)
			}
		}
		for _, text := range t.Columns {
			e, name, err := parseNamed(text)
			if err == nil && name == "" {
				name = nameOf(e)
			}
			var f *figure
			if err == nil {
				f, err = p.figureOf(c, e, where)
			}
			if err != nil {
				return nil, fmt.Errorf("columns: %w", err)
			}
			c.columns = append(c.columns, column{name, f})
		}
		all = append(all, c)
	}
	return all, nil
}

// compileBy understands the dimensions. One of several, such as a cell, has a
// column for each.
func (p *plan) compileBy(c *compiled, by []string) error {
	for _, text := range by {
		e, name, err := parseNamed(text)
		if err != nil {
			return fmt.Errorf("by: %w", err)
		}
		dimensions, err := p.dimensionOf(e)
		if err != nil {
			return fmt.Errorf("by: %w", err)
		}
		if name == "" {
			name = nameOf(e)
		}
		c.by = append(c.by, dimensions...)
		if len(dimensions) == 1 {
			c.heads = append(c.heads, name)
		} else {
			c.heads = append(c.heads, name+"_easting", name+"_northing")
		}
	}
	return nil
}

// nameOf is what a dimension or a figure is called that was given no name.
func nameOf(e *expression) string {
	if e.operator == "call" || e.operator == "name" {
		return e.name
	}
	return "value"
}

func (p *plan) counter(by *dimension, where *condition) *counter {
	for _, have := range p.counters {
		if have.by == by && have.where == where {
			return have
		}
	}
	c := &counter{place: len(p.counters), by: by, where: where}
	p.counters = append(p.counters, c)
	return c
}
