package reports

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"svna/analysis"
	"svna/analysis/stats"
)

// monthly is the worksheet of a monthly companion: a table of counts by month
// and level. Its CSV file is long, one row a month and level, which on a sheet
// runs over dozens of pages; the sheet has one row a month and one column a
// level or, where the levels are many, one row a level and one column a month.
type monthly struct {
	table  analysis.Table
	months []string
	levels []monthLevel
	index  map[string]int // of a level, by its key
}

// monthLevel is a level of the other dimensions than the month.
type monthLevel struct {
	names []string
	kind  analysis.RowKind
}

// mostLevels is the largest number of levels that are columns.
const mostLevels = 12

// newMonthly says how a table is laid out by month, or false for a table that is
// not a monthly companion, has more than one measure, a row with a note of its
// own, a level that some month lacks, or a level that cannot be a header. A
// month without a row of what is not known has none that is not known.
func newMonthly(t analysis.Table) (monthly, bool) {
	m := monthly{table: t, index: map[string]int{}}
	if !t.ByMonth || len(t.Columns) != 1 || len(t.Dimensions) < 2 || t.Dimensions[0].Name != "month" {
		return m, false
	}
	seen := map[string]int{} // months of each level
	for _, r := range t.Rows {
		if r.Note != "" || r.Estimate.Status == stats.LowReliability {
			return m, false
		}
		if !slices.Contains(m.months, r.Levels[0]) {
			m.months = append(m.months, r.Levels[0])
		}
		key := levelKey(r)
		if seen[key] == 0 {
			m.levels = append(m.levels, monthLevel{r.Levels[1:], r.Kind})
		}
		seen[key]++
	}
	slices.SortStableFunc(m.levels, func(a, b monthLevel) int { return int(a.kind) - int(b.kind) })
	headers := map[string]bool{strings.ToLower(t.Dimensions[0].Header): true, strings.ToLower(notesHeader): true}
	for i, level := range m.levels {
		key := strings.Join(level.names, ": ")
		m.index[key] = i
		complete := seen[key] == len(m.months) || (level.kind == analysis.NotKnownRow && seen[key] < len(m.months))
		header := strings.ToLower(level.names[0])
		if !complete || (m.down() && (headers[header] || !canBeHeader(header))) {
			return m, false
		}
		headers[header] = true
	}
	return m, len(m.months) > 0
}

func levelKey(r analysis.Row) string { return strings.Join(r.Levels[1:], ": ") }

// canBeHeader reports whether a level can be the name of a column of an Excel
// table: not empty, of one line, and at most 255 characters.
func canBeHeader(text string) bool {
	return strings.TrimSpace(text) != "" && len(text) <= 255 && !strings.ContainsFunc(text, unicode.IsControl)
}

// down reports whether the months go down the sheet, as rows.
func (m monthly) down() bool {
	return len(m.table.Dimensions) == 2 && len(m.levels) <= mostLevels
}

// caption says how to read the sheet.
func (m monthly) caption() string {
	levels := dimensionNames(m.table.Dimensions[1:])
	if m.down() {
		return m.table.Columns[0].Header + ". Rows: month. Columns: " + levels + "."
	}
	return m.table.Columns[0].Header + ". Rows: " + levels + ". Columns: month."
}

// fill lays the table out.
func (m monthly) fill(s *Sheet) {
	column := m.table.Columns[0]
	keys := m.table.Dimensions[1:]
	across := len(m.months)
	rows := len(m.levels)
	if m.down() {
		keys, across, rows = m.table.Dimensions[:1], len(m.levels), len(m.months)
	}
	for _, d := range keys {
		s.Columns = append(s.Columns, SheetColumn{Header: d.Header})
	}
	for i := range across {
		header := ""
		if m.down() {
			header = m.levels[i].names[0]
		} else {
			header = m.months[i]
		}
		s.Columns = append(s.Columns, SheetColumn{Header: header, Number: column.Format != analysis.AsText})
	}
	for i := range rows {
		cells := make([]SheetCell, len(s.Columns), len(s.Columns)+1)
		if m.down() {
			cells[0].Text = m.months[i]
		} else {
			for k, name := range m.levels[i].names {
				cells[k].Text = name
			}
		}
		for k := len(keys); k < len(cells); k++ {
			cells[k] = SheetCell{Number: stats.N(0), Format: column.Format} // no row of what is not known
		}
		s.Rows = append(s.Rows, cells)
	}
	small := make([]int, rows)
	for _, r := range m.table.Rows {
		at := place{m.index[levelKey(r)], len(keys) + slices.Index(m.months, r.Levels[0])}
		if m.down() {
			at = place{at.column - len(keys), len(keys) + at.row}
		}
		n, text := CellText(r, column)
		s.Rows[at.row][at.column] = SheetCell{Number: n, Format: column.Format, Text: text}
		s.at = append(s.at, at)
		if r.Small {
			small[at.row]++
		}
	}
	if slices.Max(small) > 0 {
		s.Columns = append(s.Columns, SheetColumn{Header: notesHeader})
		for i, n := range small {
			s.Rows[i] = append(s.Rows[i], SheetCell{Text: smallNote(n)})
		}
	}
	shape := "a month a row, a level a column"
	if !m.down() {
		shape = "a level a row, a month a column"
	}
	s.Shape = fmt.Sprintf("%d rows, %d columns; %s.", len(s.Rows), len(s.Columns), shape)
}

// smallNote points out small numbers in a row.
func smallNote(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 small number, 1 to 4"
	}
	return fmt.Sprintf("%d small numbers, 1 to 4", n)
}
