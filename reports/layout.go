// Package reports writes an edition of an assessment: figures, workbook, tables,
// headlines, page and manifest. It takes disclosure.Published values and nothing
// else, and computes, rounds and decides nothing of its own: all of its writers
// draw from the same tables and statements.
package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/analysis/stats"
)

// Layout places every table on a worksheet, so that a statement knows its cell
// before anything is written.
type Layout struct {
	Sheets []Sheet
	Notes  noteBook
	place  map[string]int // of a table's sheet, by its id
}

// Sheet is one worksheet: lines in column A, one a row from row 1, then the
// table with its header row, and nothing beside or below it. The cover has lines
// alone.
type Sheet struct {
	Name    string
	Title   string         // in full, with its notes: a long one is shorter on the sheet
	Table   analysis.Table // empty on the sheets in front of the tables
	Lines   []SheetLine
	Head    int // row number of the header
	Columns []SheetColumn
	Rows    [][]SheetCell
	Totals  []bool // of each row, whether it is a total and is set apart; nil for none
	Shape   string // the table in words: "7 rows, 5 columns; ..."
	Graphic *graphic
	Scales  []string // ranges whose cells have a colour scale
	Bars    []string // ranges whose cells have a data bar
	at      []place
	heights []float64 // of the header and the rows, in points; nil for no table
}

// place is where a row of a table begins: the row of the sheet's table and the
// column of its first measure, both from 0.
type place struct{ row, column int }

// SheetLine is one line above a table.
type SheetLine struct {
	Kind LineKind
	Text string
}

// LineKind says how a line is styled.
type LineKind int

// The kinds of line.
const (
	TitleLine LineKind = iota
	MarkingLine
	TextLine
	ReturnLine    // links to the contents
	CoverLine     // the title of the cover, wrapped
	HeadLine      // a head on the cover
	ParagraphLine // a paragraph on the cover, wrapped
)

// SheetColumn is one column of a sheet's table.
type SheetColumn struct {
	Header string
	Number bool    // header and cells stand right
	Width  float64 // in characters of the default typeface
}

// SheetCell is one cell: a number with its format or, where there is none, a
// text. Link names the worksheet that the cell links to.
type SheetCell struct {
	Number stats.Number
	Format analysis.Format
	Text   string
	Link   string
}

// String is the cell as a person reads it.
func (c SheetCell) String() string {
	if c.Number.Known() {
		return c.Format.Text(c.Number)
	}
	return c.Text
}

// Standard lines of a worksheet.
const (
	oneTableLine = "This worksheet contains one table."
	returnLine   = "Return to contents"
	blankLine    = "Blank cells in the Notes column mean that there is no note."
	notesHeader  = "Notes"
)

// isNotesHeader reports whether a header, with its marker, is that of the Notes
// column.
func isNotesHeader(header string) bool {
	return header == notesHeader || strings.HasPrefix(header, notesHeader+" [note ")
}

// NewLayout lays out the tables of an edition, in catalogue order.
func NewLayout(p *disclosure.Published) *Layout {
	l := &Layout{place: map[string]int{}}
	l.Notes.mark(headlineNotes...) // their sheet stands before the tables
	for _, t := range p.Tables() {
		l.place[t.ID] = len(l.Sheets)
		l.Sheets = append(l.Sheets, newSheet(t, p, &l.Notes))
	}
	return l
}

// newSheet lays out one table: a monthly companion with its months as rows or
// columns where that can be done, and any other table as it is.
func newSheet(t analysis.Table, p *disclosure.Published, book *noteBook) Sheet {
	s := Sheet{Name: t.ID, Table: t}
	title := book.noted(t.Title, titleNotes(t)...)
	notes := t.Notes
	if m, ok := newMonthly(t); ok {
		notes = append([]string{m.caption()}, notes...)
		m.fill(&s)
	} else {
		s.fill()
	}
	s.noteColumns(book)
	s.tellHeadersApart()
	s.fitColumns()
	s.start(title, p.Rule().Marking, p.About().Area.Name)
	s.say(notes...)
	s.say("Source: " + sourceOf(t, p.About()))
	s.finish(p.Rule())
	if !isPublic(p.Rule()) {
		s.shade()
	}
	return s
}

// start writes the lines that every sheet with a table begins with, of a table of
// an area. A table without rows gets one of shorthand, since a table must have one.
func (s *Sheet) start(title, marking, area string) {
	if len(s.Rows) == 0 {
		s.Rows = append(s.Rows, textCells(slices.Repeat([]string{"[z]"}, len(s.Columns))...))
	}
	s.Title = title
	short, rest := shortTitle(title, area, s.titleRoom())
	s.Lines = append(s.Lines, SheetLine{TitleLine, short})
	if marking != "" {
		s.Lines = append(s.Lines, SheetLine{MarkingLine, "Protective marking: " + marking})
	}
	s.say(oneTableLine, s.notesLine(title), shorthandLine(s.Rows))
	if last := len(s.Columns) - 1; isNotesHeader(s.Columns[last].Header) {
		s.say(blankLine)
	}
	s.say(rest)
}

// titleRoom is the width in points that a title has: that of the lines, or as much
// as prints at a comfortable size.
func (s *Sheet) titleRoom() float64 {
	if len(s.printed().starts) > 0 {
		return s.lineRoom()
	}
	return max(s.lineRoom(), comfortable*slack)
}

// shortTitle is a title as it fits in a width, with its notes, and what it leaves
// to a line of its own: area and period, where the title ends in them.
func shortTitle(title, area string, room float64) (short, rest string) {
	fits := func(text string) bool { return boldFace().width(text, lineLook[TitleLine].size) <= room }
	if fits(title) {
		return title, ""
	}
	words, notes := title, ""
	if at := strings.Index(title, " [note "); at >= 0 {
		words, notes = title[:at], title[at:]
	}
	if at := strings.Index(words, ", "+area+", "); at >= 0 && fits(words[:at]+notes) {
		return words[:at] + notes, "Area and period: " + words[at+len(", "):] + "."
	}
	const more = " …"
	first := boldFace().split(words, lineLook[TitleLine].size, room-boldFace().width(more+notes, lineLook[TitleLine].size))[0]
	return first + more + notes, "The title in full: " + words + "."
}

// say adds lines of text; empty ones are left out, and long ones go on in the
// next row.
func (s *Sheet) say(texts ...string) {
	room := s.lineRoom()
	if s.Lines[0].Kind == TitleLine {
		room = max(room, boldFace().width(s.Lines[0].Text, lineLook[TitleLine].size))
	}
	for _, text := range texts {
		if text == "" {
			continue
		}
		for _, line := range regularFace().balance(text, 12, room) {
			s.Lines = append(s.Lines, SheetLine{TextLine, line})
		}
	}
}

// finish adds the way back to the contents and puts the table under the lines. A
// public sheet has no way back: such a link is set off by accident.
func (s *Sheet) finish(rule disclosure.Rule) {
	if !isPublic(rule) {
		s.Lines = append(s.Lines, SheetLine{ReturnLine, returnLine})
	}
	s.Head = len(s.Lines) + 1
	s.fitRows()
}

// isPublic reports whether an edition may leave the partnership. Such an edition
// has an ODS file, and its workbook no picture, no chart and no link back.
func isPublic(rule disclosure.Rule) bool { return rule.Edition == "public" }

// fill lays out a table as it is: one row a row, dimensions first, then its
// columns, then Notes if any row has one.
func (s *Sheet) fill() {
	t := s.Table
	for _, d := range t.Dimensions {
		s.Columns = append(s.Columns, SheetColumn{Header: d.Header})
	}
	for _, c := range t.Columns {
		s.Columns = append(s.Columns, SheetColumn{Header: c.Header, Number: c.Format != analysis.AsText})
	}
	noted := slices.ContainsFunc(t.Rows, func(r analysis.Row) bool { return NoteOf(r) != "" })
	if noted {
		s.Columns = append(s.Columns, SheetColumn{Header: notesHeader})
	}
	for i, r := range t.Rows {
		cells := make([]SheetCell, 0, len(s.Columns))
		for _, level := range r.Levels {
			cells = append(cells, SheetCell{Text: level})
		}
		for _, c := range t.Columns {
			n, text := CellText(r, c)
			cells = append(cells, SheetCell{Number: n, Format: c.Format, Text: text})
		}
		if noted {
			cells = append(cells, SheetCell{Text: NoteOf(r)})
		}
		s.Rows = append(s.Rows, cells)
		s.Totals = append(s.Totals, r.Kind == analysis.TotalRow)
		s.at = append(s.at, place{i, len(t.Dimensions)})
	}
	s.Shape = fmt.Sprintf("%d rows, %d columns; %s.", len(s.Rows), len(s.Columns), dimensionNames(t.Dimensions))
}

// tellHeadersApart numbers headers that occur twice: Excel takes a table with two
// columns of one name, in any case of letters, for damaged.
func (s *Sheet) tellHeadersApart() {
	seen := map[string]int{}
	for i := range s.Columns {
		header := s.Columns[i].Header
		seen[strings.ToLower(header)]++
		if n := seen[strings.ToLower(header)]; n > 1 {
			s.Columns[i].Header = fmt.Sprintf("%s (%d)", header, n)
		}
	}
}

func dimensionNames(dimensions []analysis.Dimension) string {
	var names []string
	for _, d := range dimensions {
		names = append(names, d.Header)
	}
	return strings.Join(names, " by ")
}

// sourceOf is the source of a table: that of the run, unless the table is not of the
// extract and has its own.
func sourceOf(t analysis.Table, about analysis.About) string {
	about.Source = cmp.Or(t.Source, about.Source)
	return sourceLine(about)
}

// syntheticLine is said of every table and figure of a synthetic run.
const syntheticLine = "Synthetic figures."

// sourceLine is the source of a run.
func sourceLine(about analysis.About) string {
	line := strings.TrimSuffix(about.Source, ".") + "."
	if about.Synthetic {
		line += " " + syntheticLine
	}
	return line
}

// CellText returns what stands in a cell of a table: a number to be formatted,
// or a text. An absent number is shorthand: [c] suppressed, [z] not applicable,
// [x] not available.
func CellText(r analysis.Row, c analysis.Column) (n stats.Number, text string) {
	if c.Name == "method" {
		if r.Estimate.Method == "" {
			return stats.Number{}, "[z]"
		}
		return stats.Number{}, r.Estimate.Method
	}
	n = r.Number(c.Name)
	if n.Known() {
		return n, ""
	}
	switch {
	case r.Estimate.Status == stats.Suppressed:
		return n, "[c]"
	case r.Estimate.Status == stats.NotAvailable && r.Kind == analysis.LevelRow:
		return n, "[x]"
	}
	return n, "[z]"
}

// shorthandMeanings explains the shorthand, in the order of a sheet's line.
var shorthandMeanings = []struct{ mark, meaning string }{
	{"[c]", "confidential, suppressed to protect against disclosure"},
	{"[u]", "low reliability"},
	{"[x]", "not available"},
	{"[z]", "not applicable"},
}

// shorthandLine explains the symbols that occur in the cells of a table, or is
// "".
func shorthandLine(rows [][]SheetCell) string {
	used := make([]bool, len(shorthandMeanings))
	for _, cells := range rows {
		for _, c := range cells {
			if c.Number.Known() || !strings.HasPrefix(c.Text, "[") { // a number is no shorthand
				continue
			}
			for i, s := range shorthandMeanings {
				used[i] = used[i] || c.Text == s.mark || strings.HasPrefix(c.Text, s.mark+";")
			}
		}
	}
	var parts []string
	for i, s := range shorthandMeanings {
		if used[i] {
			parts = append(parts, s.mark+" means "+s.meaning)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "Some shorthand is used in this table: " + strings.Join(parts, "; ") + "."
}

// NoteOf is what the Notes column says of a row, or "".
func NoteOf(r analysis.Row) string {
	var notes []string
	if r.Estimate.Status == stats.LowReliability {
		notes = append(notes, "[u]")
	}
	if r.Small {
		notes = append(notes, "small number, 1 to 4")
	}
	if r.Note != "" {
		notes = append(notes, r.Note)
	}
	return strings.Join(notes, "; ")
}

// Cell returns the worksheet and the cell of a figure, or ok false if its table
// has no such row or column.
func (l *Layout) Cell(f analysis.Figure) (worksheet, cell string, ok bool) {
	i, found := l.place[f.Table]
	if !found {
		return "", "", false
	}
	s := l.Sheets[i]
	column := slices.IndexFunc(s.Table.Columns, func(c analysis.Column) bool { return c.Name == f.Column })
	row := slices.IndexFunc(s.Table.Rows, func(r analysis.Row) bool { return r.Key() == f.Row })
	if column < 0 || row < 0 {
		return "", "", false
	}
	at := s.at[row]
	cell, err := excelize.CoordinatesToCellName(at.column+column+1, s.Head+1+at.row)
	return s.Name, cell, err == nil
}

// DefinedName is the name of a headline's cell in the workbook. It has an
// underscore before "value", so that it never reads as a cell address.
func DefinedName(id string) string { return strings.ReplaceAll(id, "-", "_") + "_value" }

// errNoCell says that a statement points at no cell.
func errNoCell(s analysis.Statement) error {
	return fmt.Errorf("headline %s: its figure is in no table", s.ID)
}
