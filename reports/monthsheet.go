package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"svna/analysis"
	"svna/analysis/stats"
)

// monthly is the worksheet of a monthly companion: a table of counts by month
// and level. Its CSV file is long, one row a month and level, which on a sheet
// runs over dozens of pages; the sheet has one row a month and one column a
// level or, where the levels are many, one row a level and one column a month.
// Of several years a level has a row each, the newest first as periods stand in
// other tables, so that a month stands above the same month of the year before and
// the sheet is narrow enough to be printed. Months follow one another.
type monthly struct {
	table  analysis.Table
	months []string
	levels []monthLevel
	index  map[string]int // of a level, by its key
	years  int            // rows of a level, where the months are columns
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
	if slices.Contains(areaDimensions, t.Dimensions[1].Name) && len(t.Dimensions) == 2 {
		m.rank()
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
	m.years = 1
	if !m.down() && wholeYears(m.months) && !headers[strings.ToLower(yearHeader)] {
		m.years = len(m.months) / 12
	}
	return m, len(m.months) > 0
}

// areaDimensions are those whose levels have no order of their own: they stand by
// their totals.
var areaDimensions = []string{"lsoa", "msoa", "ward", "place"}

// rank sorts the levels by their totals, the largest first, and by name; those with
// a hidden number stand last, since a place in the order is a bound.
func (m *monthly) rank() {
	totals, hidden := map[string]float64{}, map[string]int{}
	for _, r := range m.table.Rows {
		n, ok := r.Number(m.table.Columns[0].Name).Get()
		if !ok {
			hidden[levelKey(r)] = 1
		}
		totals[levelKey(r)] += n
	}
	slices.SortStableFunc(m.levels, func(a, b monthLevel) int {
		x, y := a.names[0], b.names[0]
		if hidden[x]+hidden[y] > 0 {
			return cmp.Or(hidden[x]-hidden[y], strings.Compare(x, y))
		}
		return cmp.Or(cmp.Compare(totals[y], totals[x]), strings.Compare(x, y))
	})
}

// yearHeader is the header of the column that tells the years of a level apart by
// their last months.
const yearHeader = "12 months to"

// wholeYears reports whether months follow one another and are whole years, two
// or more.
func wholeYears(months []string) bool {
	if len(months) < 24 || len(months)%12 != 0 {
		return false
	}
	first, err := time.Parse(monthYear, months[0])
	if err != nil {
		return false
	}
	for i, month := range months {
		if first.AddDate(0, i, 0).Format(monthYear) != month {
			return false
		}
	}
	return true
}

// monthYear is how months are named in tables, for package time.
const monthYear = "January 2006"

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
	switch {
	case m.down():
		return m.table.Columns[0].Header + ". Rows: month. Columns: " + levels + "."
	case m.years > 1:
		return m.table.Columns[0].Header + ". Rows: " + levels + " by year. Columns: month."
	}
	return m.table.Columns[0].Header + ". Rows: " + levels + ". Columns: month."
}

// fill lays the table out.
func (m monthly) fill(s *Sheet) {
	column := m.table.Columns[0]
	m.columns(s, column)
	keys := m.keys()
	rows := len(m.levels) * m.years
	if m.down() {
		rows = len(m.months)
	}
	for i := range rows {
		cells := make([]SheetCell, len(s.Columns), len(s.Columns)+1)
		if m.down() {
			cells[0].Text = m.months[i]
		} else {
			for k, name := range m.levels[i/m.years].names {
				cells[k].Text = name
			}
			if m.years > 1 {
				cells[keys-1].Text = m.months[len(m.months)-1-i%m.years*12]
			}
		}
		for k := keys; k < len(cells); k++ {
			cells[k] = SheetCell{Number: stats.N(0), Format: column.Format} // no row of what is not known
		}
		s.Rows = append(s.Rows, cells)
	}
	s.Totals = make([]bool, rows)
	if !m.down() {
		for i := range rows {
			s.Totals[i] = m.levels[i/m.years].kind == analysis.TotalRow
		}
	}
	small := make([]int, rows)
	for _, r := range m.table.Rows {
		at := m.place(r)
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

// keys is the number of columns that say what a row is of.
func (m monthly) keys() int {
	switch {
	case m.down():
		return 1
	case m.years > 1:
		return len(m.table.Dimensions)
	}
	return len(m.table.Dimensions) - 1
}

// columns are those that say what a row is of, then one a level or a month.
func (m monthly) columns(s *Sheet, column analysis.Column) {
	add := func(header string) {
		s.Columns = append(s.Columns, SheetColumn{Header: header, Number: column.Format != analysis.AsText})
	}
	if m.down() {
		s.Columns = append(s.Columns, SheetColumn{Header: m.table.Dimensions[0].Header})
		for _, level := range m.levels {
			add(level.names[0])
		}
		return
	}
	for _, d := range m.table.Dimensions[1:] {
		s.Columns = append(s.Columns, SheetColumn{Header: d.Header})
	}
	if m.years == 1 {
		for _, month := range m.months {
			add(month)
		}
		return
	}
	s.Columns = append(s.Columns, SheetColumn{Header: yearHeader})
	for _, month := range m.months[:12] {
		name, _, _ := strings.Cut(month, " ")
		add(name)
	}
}

// place is where a row of the table stands on the sheet.
func (m monthly) place(r analysis.Row) place {
	level, month := m.index[levelKey(r)], slices.Index(m.months, r.Levels[0])
	if m.down() {
		return place{month, 1 + level}
	}
	across := len(m.months) / m.years
	return place{(level+1)*m.years - 1 - month/across, m.keys() + month%across}
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
