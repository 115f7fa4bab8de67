package datasets

import (
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// referenceTable is a small table with a header, held as text.
type referenceTable struct {
	Reference
	columns map[string]int
	rows    [][]string
	lines   []int // where each row starts in the file
}

// cell returns the value of a column in a row, or "" if the table lacks it.
func (t *referenceTable) cell(row []string, column string) string {
	i, ok := t.columns[column]
	if !ok || i >= len(row) {
		return ""
	}
	return row[i]
}

func (t *referenceTable) has(columns ...string) bool {
	for _, c := range columns {
		if _, ok := t.columns[c]; !ok {
			return false
		}
	}
	return true
}

// embeddedTable reads a table that is part of the program; a fault in one is a
// fault of the program.
func embeddedTable(name string) *referenceTable {
	path := "reference/" + name + ".csv"
	content, err := embedded.ReadFile(path)
	if err != nil {
		panic(err)
	}
	t, err := parseTable(name, builtIn, content)
	if err != nil {
		panic(err)
	}
	return t
}

// readTable reads a small CSV file that has at least the required columns.
func readTable(name, path string, required ...string) (*referenceTable, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	t, err := parseTable(name, filepath.Base(path), content)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	for _, column := range required {
		if !t.has(column) {
			return nil, fmt.Errorf("read %s: no column %q; its columns must include %s", filepath.Base(path), column, strings.Join(required, ", "))
		}
	}
	return t, nil
}

func parseTable(name, path string, content []byte) (*referenceTable, error) {
	t := &referenceTable{Reference: Reference{Name: name, Path: path, SHA256: hashOf(content)}, columns: map[string]int{}}
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(content), "\ufeff")))
	header, err := reader.Read()
	if err != nil {
		return nil, fmt.Errorf("no header: %w", err)
	}
	for i, column := range header {
		column = strings.ToLower(strings.TrimSpace(column))
		if column == "" {
			continue
		}
		if _, twice := t.columns[column]; twice {
			return nil, fmt.Errorf("line 1: column %q is there twice", column)
		}
		t.columns[column] = i
	}
	for {
		row, err := reader.Read()
		if err == io.EOF {
			return t, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := reader.FieldPos(0)
		t.rows, t.lines = append(t.rows, row), append(t.lines, line)
	}
}

// sources joins the values of a "source" column, each once.
func (t *referenceTable) sources() string {
	var all []string
	for _, row := range t.rows {
		all = append(all, strings.Split(t.text(row, "source"), "; ")...)
	}
	return strings.Join(distinct(all...), "; ")
}

func (t *referenceTable) text(row []string, column string) string {
	return strings.TrimSpace(t.cell(row, column))
}

// line returns the line of row i in the file.
func (t *referenceTable) line(i int) int { return t.lines[i] }

func (t *referenceTable) fault(i int, column, what string) error {
	return fmt.Errorf("line %d: %s: %s", t.line(i), column, what)
}

func (t *referenceTable) needRows() error {
	if len(t.rows) == 0 {
		return fmt.Errorf("it has a header and no rows")
	}
	return nil
}

// count reads a whole number that is not negative; a mark of the publisher
// that withholds it becomes IntSuppressed.
func (t *referenceTable) count(i int, column string) (int, error) {
	s := strings.ReplaceAll(t.text(t.rows[i], column), ",", "")
	if slices.Contains([]string{"*", "[c]", "c"}, s) || strings.HasPrefix(s, "<") {
		return int(IntSuppressed), nil
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || x < 0 || x != math.Trunc(x) || x > 1e12 {
		return 0, t.fault(i, column, "it is not a whole number of 0 or more")
	}
	return int(x), nil
}

func (t *referenceTable) countOrNone(i int, column string) (int, error) {
	if t.text(t.rows[i], column) == "" {
		return int(IntNotRecorded), nil
	}
	return t.count(i, column)
}

// period reads "2022-06/2023-05", "2023-05", "2023-05-01" or "2022/23".
func (t *referenceTable) period(i int, column string) (Period, error) {
	s := t.text(t.rows[i], column)
	if p, err := ParsePeriod(s); err == nil {
		return p, nil
	}
	if len(s) == 10 && strings.HasSuffix(s, "-01") {
		s = s[:7]
	}
	if m, err := ParseMonth(s); err == nil {
		return Period{m, m}, nil
	}
	if year, ok := financialYear(s); ok {
		return Period{NewMonth(year, 4), NewMonth(year+1, 3)}, nil
	}
	return Period{}, t.fault(i, column, "write a run of months as 2022-06/2023-05, a month as 2023-05, a financial year as 2022/23")
}

// financialYear reads "2022/23" and returns the year in which it starts.
func financialYear(s string) (int, bool) {
	if len(s) != 7 || s[4] != '/' {
		return 0, false
	}
	year, err1 := strconv.Atoi(s[:4])
	next, err2 := strconv.Atoi(s[5:])
	return year, err1 == nil && err2 == nil && (year+1)%100 == next
}

// firstColumn returns the leftmost column that the function accepts, or "".
func (t *referenceTable) firstColumn(accept func(column string) bool) string {
	found, at := "", len(t.columns)+1
	for column, i := range t.columns {
		if i < at && accept(column) {
			found, at = column, i
		}
	}
	return found
}

func (t *referenceTable) number(i int, column string) (float64, error) {
	x, err := strconv.ParseFloat(t.text(t.rows[i], column), 64)
	if err != nil || x-x != 0 { // NaN and infinities
		return 0, t.fault(i, column, "it is not a number")
	}
	return x, nil
}
