package check

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Edition is a public edition as its finished files have it.
type Edition struct {
	Rule   Rule
	tables map[string]*table
}

// table is a finished table: its counts by row.
type table struct {
	columns map[string]int
	rows    map[string][]string // cells, by the levels of the row
	order   []string
}

// NewEdition is an edition without tables yet.
func NewEdition(rule Rule) Edition { return Edition{Rule: rule, tables: map[string]*table{}} }

// Read reads the manifest and the tables of a folder of a public edition. A fault
// in a file is told without its content.
func Read(folder string) (Edition, error) {
	e := NewEdition(Rule{})
	text, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
	if err != nil {
		return e, err
	}
	if json.Unmarshal(text, &e.Rule) != nil || e.Rule.RoundTo < 1 || e.Rule.Threshold < 1 {
		return e, fmt.Errorf("manifest.json of the public edition does not give its rule")
	}
	names, err := filepath.Glob(filepath.Join(folder, "tables", "*.csv"))
	if err != nil {
		return e, err
	}
	for _, name := range names {
		id := strings.TrimSuffix(filepath.Base(name), ".csv")
		dimensions, err := readDimensions(name + "-metadata.json")
		if err != nil {
			return e, fmt.Errorf("%s: %w", filepath.Base(name), err)
		}
		f, err := os.Open(name)
		if err != nil {
			return e, err
		}
		records, err := csv.NewReader(f).ReadAll()
		f.Close()
		if err != nil || len(records) == 0 {
			return e, fmt.Errorf("%s is no table", filepath.Base(name))
		}
		if err := e.Add(id, dimensions, records); err != nil {
			return e, err
		}
	}
	return e, nil
}

// readDimensions counts the dimensions of a table: the primary key in its
// metadata.
func readDimensions(name string) (int, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return 0, fmt.Errorf("it has no metadata")
	}
	var metadata struct {
		TableSchema struct {
			PrimaryKey []string `json:"primaryKey"`
		} `json:"tableSchema"`
	}
	if json.Unmarshal(text, &metadata) != nil {
		return 0, fmt.Errorf("its metadata cannot be read")
	}
	return len(metadata.TableSchema.PrimaryKey), nil
}

// Add adds a table: a header, and records that start with their levels.
func (e Edition) Add(id string, dimensions int, records [][]string) error {
	t := &table{columns: map[string]int{}, rows: map[string][]string{}}
	for i, name := range records[0] {
		t.columns[name] = i
	}
	for _, record := range records[1:] {
		if len(record) < dimensions {
			return fmt.Errorf("%s: a row is short", id)
		}
		key := levels(record[:dimensions])
		if _, twice := t.rows[key]; twice {
			return fmt.Errorf("%s: a row is there twice", id)
		}
		t.rows[key] = record
		t.order = append(t.order, key)
	}
	e.tables[id] = t
	return nil
}

// levels is the name of a row. The apostrophe that keeps a spreadsheet from taking
// a text for a formula is no part of it.
func levels(cells []string) string {
	var names []string
	for _, cell := range cells {
		names = append(names, strings.TrimPrefix(cell, "'"))
	}
	return strings.Join(names, ": ")
}

// count is what the edition prints in a cell: known if it shows a count, there if
// it has the row. A column that the table has not is one that it leaves out.
func (e Edition) count(at Cell) (shown int, known, there bool) {
	t := e.tables[at.Table]
	if t == nil {
		return 0, false, false
	}
	record, there := t.rows[levels([]string{at.Row})]
	column, has := t.columns[at.Column]
	if !there || !has || record[column] == "" {
		return 0, false, there
	}
	shown, err := strconv.Atoi(record[column])
	if err != nil {
		return -1, true, true // no count: it agrees with nothing
	}
	return shown, true, true
}

// counts lists the cells with a count of the data: every numerator that is shown.
func (e Edition) counts() (cells []Cell) {
	for id, t := range e.tables {
		column, has := t.columns["numerator"]
		if !has {
			continue
		}
		for _, key := range t.order {
			if t.rows[key][column] != "" {
				cells = append(cells, Cell{Table: id, Row: key, Column: "numerator"})
			}
		}
	}
	slices.SortFunc(cells, func(a, b Cell) int { return strings.Compare(a.Table+a.Row, b.Table+b.Row) })
	return cells
}
