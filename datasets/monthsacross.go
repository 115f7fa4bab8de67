package datasets

import (
	"fmt"
	"slices"
)

// monthsAcross is what a profile says of rows that have a column for each month.
const monthsAcross = "months across"

// addMonths gives the table of a profile with months across the fields month and
// count, which no column holds.
func (t *rawTable) addMonths() {
	month := mapping{field: fieldOf("counts", "month"), columns: []string{"month"}, formats: []dateFormat{namedFormat("year-month")}}
	count := mapping{field: fieldOf("counts", "count"), columns: []string{"count"}}
	t.month, t.count = &rawColumn{mapping: &month}, &rawColumn{mapping: &count}
	t.columns = append(t.columns, t.month, t.count)
}

func fieldOf(table, name string) Field {
	f, ok := FieldNamed(table, name)
	if !ok {
		panic("datasets: no field " + name)
	}
	return f
}

// monthOfHeader reads the header of a column of counts of one month: 202112,
// 2021-12, Dec-21 and the like. ok is false for other headers.
func monthOfHeader(name string) (month Month, ok bool) {
	m := readMoment(name, monthFormats)
	if m.seconds == NoTime {
		return 0, false
	}
	return MonthOf(m.seconds), true
}

// areRun reports whether months are a run of them, as far as that can be told:
// financial years, such as 2010-11 and 2011-12, read as months a year apart, and
// 2012-13 as none.
func areRun(months []Month, names []string) bool {
	for _, name := range names {
		year, rest := leadingNumber(name)
		if len(name)-len(rest) != 4 || len(rest) != 3 || !isSeparator(rest[0]) {
			continue
		}
		if next, rest := leadingNumber(rest[1:]); rest == "" && next > 12 && next == (year+1)%100 {
			return false
		}
	}
	span := int(slices.Max(months)-slices.Min(months)) + 1
	return 2*len(months) >= span
}

// bindMonths finds the columns of a file that are headed by months, and makes a
// column of the table for each. places are those of the columns before; those of
// the months are added to them.
func (t *rawTable) bindMonths(h header, q *FileQuality, places []int) ([]int, error) {
	at := map[Month]int{}
	var found []Month
	for i, name := range h.names {
		month, ok := monthOfHeader(name)
		if !ok {
			continue
		}
		if _, twice := at[month]; twice {
			return nil, fmt.Errorf("%w: two columns are headed by the month %s; remove one", ErrDuplicateColumn, month)
		}
		at[month] = i
		found = append(found, month)
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%w: rows = %q, and no column is headed by a month, such as 202112, 2021-12 or Dec-21", ErrMissingColumn, monthsAcross)
	}
	if !areRun(found, h.names) {
		return nil, fmt.Errorf("%w: rows = %q, and the columns that seem to be headed by months are no run of months; are they years?", ErrMissingColumn, monthsAcross)
	}
	for _, month := range found {
		if !slices.ContainsFunc(t.across, func(c monthColumn) bool { return c.month == month }) {
			c := &rawColumn{mapping: t.count.mapping}
			c.codes = extend(c.codes, t.rows(), absent)
			t.across = append(t.across, monthColumn{month, c})
			t.columns = append(t.columns, c)
		}
	}
	for _, c := range t.across {
		place, there := at[c.month]
		if !there {
			place = -1
		}
		places = append(places, place)
	}
	first, last := slices.Min(found), slices.Max(found)
	q.Columns = append(q.Columns, Binding{Column: fmt.Sprintf("%s to %s", h.names[at[first]], h.names[at[last]]), Field: "month"}, Binding{Column: "the cells below the months", Field: "count"})
	q.Assumed = append(q.Assumed, fmt.Sprintf("%s headed by months, from %s to %s: each row is read as one row for each of them", plural(len(found), "column is", "columns are"), first, last))
	return places, nil
}

// monthColumn is the counts of one month.
type monthColumn struct {
	month Month
	*rawColumn
}

// turn makes of every row one for each month that its file has a column for, with
// the fields month and count. Rows that were left out stay one row.
func (t *rawTable) turn() {
	if !t.profile.MonthsAcross {
		return
	}
	var from []int32 // the row before, for each row
	var lines []int32
	month, count := t.month, t.count
	month.codes, count.codes = nil, nil
	codes := make([]int32, len(t.across))
	known := make([][]int32, len(t.across)) // the code of a cell among all counts, plus one
	for i, c := range t.across {
		codes[i] = month.cells.code([]byte(c.month.String()))
		known[i] = make([]int32, len(c.cells.values))
	}
	for _, f := range t.files {
		start := len(lines)
		for row := f.from; row < f.to; row++ {
			for i, c := range t.across {
				code := c.codes[row]
				if code == absent {
					continue
				}
				if known[i][code] == 0 {
					known[i][code] = count.cells.code([]byte(c.cells.values[code])) + 1
				}
				from, lines = append(from, int32(row)), append(lines, t.lines[row])
				month.codes, count.codes = append(month.codes, codes[i]), append(count.codes, known[i][code]-1)
			}
		}
		f.quality.RowsRead += len(lines) - start - (f.to - f.from)
		f.from, f.to = start, len(lines)
	}
	t.columns = t.columns[:len(t.columns)-len(t.across)]
	for _, c := range t.columns {
		if c == month || c == count {
			continue
		}
		turned := make([]int32, len(from))
		for i, row := range from {
			turned[i] = c.codes[row]
		}
		c.codes = turned
	}
	t.lines, t.status, t.across = lines, make([]rowStatus, len(lines)), nil
}
