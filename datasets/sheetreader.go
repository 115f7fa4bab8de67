package datasets

import (
	"bytes"
	"fmt"
	"strconv"

	"svna/datasets/internal/csvscan"
	"svna/datasets/xlsxscan"
)

// sheetReader brings the rows of a sheet into a chunk of the table: dates by what
// the field of their column is, errors and formulas without a value as blanks.
type sheetReader struct {
	table   *rawTable
	file    *rawFile
	book    *xlsxscan.Book
	chunk   *rawChunk
	columns []sheetColumn // one for each column of the header
	row     [][]byte
	scratch []byte

	beyond met // rows with cells to the right of the header
}

// sheetColumn is what was met in one column of a sheet.
type sheetColumn struct {
	field string // that the column is mapped to, "" for none
	kind  columnKind

	filled, dates, unstyled, texts int
	failed, unsaved, longNumbers   met
	misplaced                      met // dates where no date belongs
}

// met counts cells of one kind, and keeps the first few rows of them.
type met struct {
	count int
	rows  []int
}

func (m *met) add(row int) {
	m.count++
	if len(m.rows) < exampleLines {
		m.rows = append(m.rows, row)
	}
}

// columnKind is what the field of a column makes of a number.
type columnKind uint8

const (
	otherColumn columnKind = iota
	dateColumn
	clockColumn
	referenceColumn
	anyColumn // no profile says what it is: the style of each number tells
)

// Serial numbers without a date style are dates only where no year and no other
// small number is one: from 1950 to 2100.
const (
	firstPlainSerial = 18264
	lastPlainSerial  = 73415
)

func newSheetReader(t *rawTable, f *rawFile, book *xlsxscan.Book) *sheetReader {
	s := &sheetReader{table: t, file: f, book: book, chunk: f.newChunk(), columns: make([]sheetColumn, len(f.names)), row: make([][]byte, len(f.names))}
	for i, at := range f.places {
		if at < 0 {
			continue
		}
		c, of := t.columns[i], &s.columns[at]
		of.field = c.mapping.name()
		switch {
		case c.clock && of.kind != dateColumn:
			of.kind = clockColumn
		case c.mapping.field.Kind == Time:
			of.kind = dateColumn
		case c.mapping.field.Kind == Text && of.kind == otherColumn:
			of.kind = referenceColumn
		}
	}
	return s
}

// take adds one row. A row with nothing under the header is blank.
func (s *sheetReader) take(number int, cells []xlsxscan.Cell) {
	s.scratch = s.scratch[:0]
	filled, long := false, false
	for i := range s.row {
		s.row[i] = nil
		if i < len(cells) {
			s.row[i] = s.text(&s.columns[i], number, cells[i])
		}
		filled = filled || i < len(cells) && isFilled(cells[i])
		long = long || len(s.row[i]) > csvscan.MaxCell
	}
	s.countBeyond(number, cells)
	switch {
	case !filled:
		s.file.quality.Blank++
	case long:
		s.chunk.addBroken(number, csvscan.LongCell.String())
	default:
		s.chunk.add(number, s.row)
	}
	s.file.quality.Lines = max(s.file.quality.Lines, number)
}

// isFilled reports whether something stands in a cell: an error, and a formula
// without a value, too.
func isFilled(cell xlsxscan.Cell) bool {
	return cell.Kind != xlsxscan.Blank && (len(cell.Content) > 0 || cell.Kind == xlsxscan.NoValue)
}

// countBeyond notes a row that has cells to the right of the header.
func (s *sheetReader) countBeyond(number int, cells []xlsxscan.Cell) {
	for _, c := range cells[min(len(cells), len(s.columns)):] {
		if len(bytes.TrimSpace(c.Content)) > 0 {
			s.beyond.add(number)
			return
		}
	}
}

// text is what a cell says, as a cell of delimited text would.
func (s *sheetReader) text(c *sheetColumn, row int, cell xlsxscan.Cell) []byte {
	if c.field == "" {
		return cell.Content
	}
	switch cell.Kind {
	case xlsxscan.Blank:
		return nil
	case xlsxscan.Failed:
		c.filled++
		c.failed.add(row)
		return nil
	case xlsxscan.NoValue:
		c.filled++
		c.unsaved.add(row)
		return nil
	case xlsxscan.Number:
		c.filled++
		return s.number(c, row, cell)
	case xlsxscan.ISODate:
		c.dates++
	case xlsxscan.Text:
		if len(bytes.TrimSpace(cell.Content)) == 0 {
			return nil
		}
		c.texts++
	}
	c.filled++
	return cell.Content
}

// number writes a number as the field of its column reads it.
func (s *sheetReader) number(c *sheetColumn, row int, cell xlsxscan.Cell) []byte {
	switch c.kind {
	case dateColumn:
		m, ok := s.book.Serial(cell.Content)
		if ok && cell.Style == xlsxscan.Plain {
			days, _ := strconv.ParseFloat(string(cell.Content), 64)
			ok = days >= firstPlainSerial && days <= lastPlainSerial
			if ok {
				c.unstyled++
			}
		}
		if ok {
			c.dates++
			m.Clocked = m.Clocked || cell.Style&xlsxscan.Clock > 0
			return s.write(m.Append)
		}
	case clockColumn:
		if cell.Style&xlsxscan.Clock > 0 || cell.Style == xlsxscan.Plain && bytes.IndexByte(cell.Content, '.') >= 0 {
			if second, ok := xlsxscan.TimeOfDay(cell.Content); ok {
				return s.write(func(out []byte) []byte { return xlsxscan.AppendClock(out, second) })
			}
		}
	case anyColumn:
		if m, ok := s.book.Serial(cell.Content); ok && cell.Style&xlsxscan.Date > 0 {
			c.dates++
			return s.write(m.Append)
		}
		if second, ok := xlsxscan.TimeOfDay(cell.Content); ok && cell.Style&xlsxscan.Clock > 0 {
			return s.write(func(out []byte) []byte { return xlsxscan.AppendClock(out, second) })
		}
	default:
		if cell.Style&xlsxscan.Date > 0 {
			if m, ok := s.book.Serial(cell.Content); ok {
				c.misplaced.add(row)
				return s.write(m.Append)
			}
		}
	}
	if (c.kind == referenceColumn || c.kind == anyColumn) && figures(cell.Content) > 15 {
		c.longNumbers.add(row)
	}
	if bytes.ContainsAny(cell.Content, "eE") {
		// Workbooks may write 549628 as 5.49628E5, with nothing lost.
		if f, err := strconv.ParseFloat(string(cell.Content), 64); err == nil && f > -1e15 && f < 1e15 {
			return s.write(func(out []byte) []byte { return strconv.AppendFloat(out, f, 'f', -1, 64) })
		}
	}
	return cell.Content
}

// figures counts the figures before the point of a number, those of an exponent
// included.
func figures(number []byte) int {
	if f, err := strconv.ParseFloat(string(number), 64); err == nil && (f >= 1e15 || f <= -1e15) {
		return 16
	}
	return 0
}

// write puts a text into the scratch of the row.
func (s *sheetReader) write(into func([]byte) []byte) []byte {
	from := len(s.scratch)
	s.scratch = into(s.scratch)
	return s.scratch[from:len(s.scratch):len(s.scratch)]
}

// refuseUnsaved refuses a sheet with a mapped column of formulas that were never
// calculated: nothing in it can be read.
func (s *sheetReader) refuseUnsaved() error {
	for i, c := range s.columns {
		if c.unsaved.count > 0 && 2*c.unsaved.count > c.filled {
			return &ParseError{File: s.file.quality.Name, Line: c.unsaved.rows[0], Field: c.field, Err: fmt.Errorf("%w: %s of %s in column %q are formulas without a stored value; open the workbook in Excel and save it again",
				ErrTooManyUnusable, thousands(c.unsaved.count), plural(c.filled, "cell", "cells"), s.file.names[i])}
		}
	}
	return nil
}

// say puts what was met into the account of the sheet.
func (s *sheetReader) say(rows *xlsxscan.Rows) {
	q := s.file.quality
	find := func(field, kind string, count int, lines []int, format string, args ...any) {
		if count > 0 {
			q.Findings = append(q.Findings, Finding{Field: field, Kind: kind, Count: count, Lines: lines, Say: fmt.Sprintf(format, args...)})
		}
	}
	for i, c := range s.columns {
		if c.field == "" {
			continue
		}
		name := s.file.names[i]
		if c.dates > 0 && c.kind == dateColumn {
			s.markDates(i)
		}
		if c.dates > c.unstyled && c.kind == dateColumn {
			q.Assumed = append(q.Assumed, fmt.Sprintf("column %q: %s the workbook holds as such need no order of day and month", name, plural(c.dates-c.unstyled, "date that", "dates that")))
		}
		find(c.field, "dates_without_style", c.unstyled, nil, "%s in column %q %s dates by number alone, without a date format; they are read as dates of the workbook.", plural(c.unstyled, "cell", "cells"), name, isAre(c.unstyled))
		if (c.kind == dateColumn || c.kind == anyColumn) && c.dates > 0 && c.texts > 0 {
			find(c.field, "mixed_date_types", c.texts, nil, "Column %q has %s and %s: mixed date types. Excel may have read dd/mm as mm/dd where it made dates; compare some with the source.", name, plural(c.dates, "date", "dates"), plural(c.texts, "text", "texts"))
		}
		find(c.field, "error_value", c.failed.count, c.failed.rows, "%s in column %q %s an error of a formula, such as #N/A: counted as not recorded.", plural(c.failed.count, "cell", "cells"), name, hasHave(c.failed.count))
		find(c.field, "formula_without_value", c.unsaved.count, c.unsaved.rows, "%s in column %q %s a formula without a stored value: counted as not recorded. Open the workbook in Excel and save it again.", plural(c.unsaved.count, "cell", "cells"), name, hasHave(c.unsaved.count))
		find(c.field, "date_for_text", c.misplaced.count, c.misplaced.rows, "%s in column %q %s in the workbook: Excel may have changed what was typed.", plural(c.misplaced.count, "cell", "cells"), name, agree(c.misplaced.count, "is a date", "are dates"))
		find(c.field, string(faultReference), c.longNumbers.count, c.longNumbers.rows, "%s in column %q %s over 15 figures, of which Excel keeps only 15: different references may have become one.", plural(c.longNumbers.count, "number", "numbers"), name, hasHave(c.longNumbers.count))
	}
	find("", "cells_beyond_table", s.beyond.count, s.beyond.rows, "%s %s cells to the right of the header; they are not read.", plural(s.beyond.count, "row", "rows"), hasHave(s.beyond.count))
	find("", "rows_out_of_order", rows.OutOfOrder, nil, "%s %s in the file before rows above: another program than Excel wrote it.", plural(rows.OutOfOrder, "row", "rows"), agree(rows.OutOfOrder, "stands", "stand"))
	find("", "cells_of_another_row", rows.Strays, nil, "%s %s another row than the one in which %s: the row it stands in holds.", plural(rows.Strays, "cell", "cells"), agree(rows.Strays, "names", "name"), agree(rows.Strays, "it stands", "they stand"))
	find("", "hidden_rows", rows.HiddenRows, nil, "%s %s hidden in Excel, by a filter perhaps; hidden rows are read like all others.", plural(rows.HiddenRows, "row", "rows"), isAre(rows.HiddenRows))
	s.sayMerged(rows.Merged, find)
}

// sayMerged warns of merged cells below the header: only their first row has the
// value.
func (s *sheetReader) sayMerged(merged []xlsxscan.Range, find func(field, kind string, count int, lines []int, format string, args ...any)) {
	for i, c := range s.columns {
		var under met
		for _, m := range merged {
			for row := max(m.FromRow, s.file.quality.HeaderLine) + 1; row <= min(m.ToRow, s.file.quality.Lines) && m.FromColumn <= i+1 && i+1 <= m.ToColumn; row++ {
				under.add(row)
			}
		}
		if c.field != "" {
			find(c.field, "merged_cells", under.count, under.rows, "%s of column %q %s in merged cells, of which only the first row has the value: the others are blank. Undo the merging in Excel and fill the cells.", plural(under.count, "row", "rows"), s.file.names[i], agree(under.count, "lies", "lie"))
		}
	}
}

// markDates notes that a column of the header has dates that are read year first.
func (s *sheetReader) markDates(at int) {
	for i, place := range s.file.places {
		if place == at {
			s.table.columns[i].realDates = true
		}
	}
}
