package reports

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"svna/analysis"
	"svna/analysis/disclosure"
)

// workbook is the Excel appendix while it is made. It keeps the first error, so
// that the code that writes sheets reads as a list of rows.
type workbook struct {
	book   *excelize.File
	about  analysis.About
	rule   disclosure.Rule
	styles [styleCount]int
	middle [styleCount]int // the same, in the middle of the row
	names  []definedName   // for the zip stage
	tables []sheetTable    // for the zip stage
	drawn  []sheetGraphic  // for the zip stage
	sheets int

	contents int // number of the worksheet Contents
	err      error
}

// startWorkbook makes the sheets that need no figure of appendix.xlsx: cover, contents,
// notes, quality, methods and headlines, of which the contents are left empty, then one
// sheet a table.
func startWorkbook(p *disclosure.Published, l *Layout, h Headlines) *workbook {
	b := &workbook{book: excelize.NewFile(), about: p.About(), rule: p.Rule()}
	b.keep(b.book.SetDefaultFont("Arial"))
	b.styles, b.middle, b.err = makeStyles(b.book)
	for _, s := range slices.Concat(frontSheets(p, l, h, Sheet{Name: contentsName}), l.Sheets) {
		b.startSheet(s)
		if s.Name == contentsName {
			b.contents = b.sheets
			continue
		}
		b.fillSheet(s, b.sheets)
	}
	b.headlineNames(h)
	b.properties()
	return b
}

// finish adds the contents and, in the restricted edition, a sheet a figure, and
// writes the workbook.
func (b *workbook) finish(w io.Writer, p *disclosure.Published, l *Layout, figures []Figure) error {
	graphics, err := graphicSheets(p, l, figures)
	b.keep(err)
	if b.err == nil {
		b.fillSheet(contentsSheet(p, graphics), b.contents)
	}
	for _, s := range graphics {
		b.startSheet(s)
		b.fillSheet(s, b.sheets)
	}
	if b.err != nil {
		return errors.Join(b.err, b.book.Close())
	}
	slices.SortFunc(b.tables, func(x, y sheetTable) int { return x.sheet - y.sheet })
	b.book.SetZipWriter(func(w io.Writer) excelize.ZipWriter { return newZipStage(w, b.tables, b.drawn, b.names) })
	return errors.Join(b.book.Write(w), b.book.Close())
}

// discard ends a workbook that is not finished.
func (b *workbook) discard() error {
	if b == nil {
		return nil
	}
	return b.book.Close()
}

// keep keeps the first error.
func (b *workbook) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

func yes() *bool { return new(true) }

func no() *bool { return new(false) }

// fillSheet writes the worksheet of a number, which was started.
func (b *workbook) fillSheet(s Sheet, number int) {
	page := s.printed()
	if b.err != nil {
		return
	}
	last, bottom, widths := 1, len(s.Lines), []float64{coverWidth}
	if len(s.Columns) > 0 {
		last, bottom, widths = len(s.Columns), s.Head+len(s.Rows), nil
		for _, c := range s.Columns {
			widths = append(widths, c.Width)
		}
	}
	b.keep(b.book.SetSheetDimension(s.Name, "A1:"+cellName(last, bottom))) // the writer starts with it
	rows, err := b.book.NewStreamWriter(s.Name)
	if err != nil {
		b.keep(err)
		return
	}
	for i, width := range widths {
		b.keep(rows.SetColWidth(i+1, i+1, width))
	}
	for i, line := range s.Lines {
		b.line(rows, s.Name, i+1, line)
	}
	if len(s.Columns) > 0 {
		b.table(rows, s, number)
		b.printTitles(s, number, page)
	}
	if s.Graphic != nil {
		bottom += b.graphic(s, number)
	}
	for i, ranges := range [][]string{s.Scales, s.Bars} {
		if len(ranges) > 0 {
			b.keep(b.book.SetConditionalFormat(s.Name, strings.Join(ranges, " "), []excelize.ConditionalFormatOptions{shading[i]}))
		}
	}
	b.names = append(b.names, definedName{
		name: "_xlnm.Print_Area", sheet: number - 1, scoped: true,
		refers: "'" + s.Name + "'!$A$1:" + absolute(page.columns, bottom),
	})
	if len(s.Columns) > 0 && digitsAsText(s) {
		b.keep(b.book.AddIgnoredErrors(s.Name, "A1:"+cellName(last, bottom), excelize.IgnoredErrorsNumberStoredAsText))
	}
	b.keep(rows.Flush())
}

// shading is the look of a colour scale and of a data bar. The numbers stay
// visible under both.
var shading = []excelize.ConditionalFormatOptions{
	{Type: "2_color_scale", Criteria: "=", MinType: "min", MaxType: "max", MinColor: "#FFFFFF", MaxColor: "#6BACE6"},
	{Type: "data_bar", Criteria: "=", MinType: "num", MinValue: "0", MaxType: "max", BarColor: "#6BACE6", BarSolid: true},
}

// graphic puts the graphic of a sheet below its lines and returns the number of
// rows that it covers.
func (b *workbook) graphic(s Sheet, number int) int {
	width, height := s.Graphic.size()
	b.drawn = append(b.drawn, sheetGraphic{graphic: *s.Graphic, sheet: number, row: len(s.Lines), name: s.Name, width: width, height: height})
	return int(math.Ceil(height/rowHeight(1, 12))) + 1
}

// digitsAsText reports whether a text of the table reads as a number, as a code
// or a year does: Excel would mark it as an error.
func digitsAsText(s Sheet) bool {
	return slices.ContainsFunc(s.Rows, func(row []SheetCell) bool {
		return slices.ContainsFunc(row, func(c SheetCell) bool { return !c.Number.Known() && isNumber(c.Text) })
	})
}

// startSheet makes a worksheet and sets its view and its page.
func (b *workbook) startSheet(s Sheet) {
	page := s.printed()
	name := s.Name
	if b.sheets == 0 {
		b.keep(b.book.SetSheetName("Sheet1", name))
		b.book.SetActiveSheet(0) // now: later the library would read every sheet again
	} else {
		_, err := b.book.NewSheet(name)
		b.keep(err)
	}
	b.sheets++
	height, zoom := rowHeight(1, 12), 100.0
	b.keep(b.book.SetSheetProps(name, &excelize.SheetPropsOptions{DefaultRowHeight: &height, CustomHeight: yes(), FitToPage: new(len(page.starts) == 0)}))
	b.keep(b.book.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: no(), ZoomScale: &zoom}))
	b.pages(s, page)
	if b.rule.Marking != "" {
		mark := `&C&"Arial,Bold"` + b.rule.Marking
		b.keep(b.book.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddHeader: mark, OddFooter: mark + `&L&A&RPage &P of &N`}))
	}
}

// pages sets the paper, and how a sheet is spread over it.
func (b *workbook) pages(s Sheet, page printedPages) {
	landscape, across, a4, wide, high, scale, side := "landscape", "overThenDown", 9, 1, 0, uint(page.scale), sideMargin
	if s.Graphic != nil {
		high = 1 // a graphic is not torn
	}
	top, header := 0.75, 0.3
	layout := &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &wide, FitToHeight: &high}
	if len(page.starts) > 0 {
		layout = &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, AdjustTo: &scale, PageOrder: &across}
	}
	b.keep(b.book.SetPageLayout(s.Name, layout))
	b.keep(b.book.SetPageMargins(s.Name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &header, Footer: &header}))
	for _, start := range page.starts {
		b.keep(b.book.InsertPageBreak(s.Name, cellName(start, 1)))
	}
}

// printTitles repeats the header row on every printed page, and the first columns
// where pages stand side by side.
func (b *workbook) printTitles(s Sheet, number int, page printedPages) {
	refers := fmt.Sprintf("'%s'!$%d:$%d", s.Name, s.Head, s.Head)
	if len(page.starts) > 0 {
		last, err := excelize.ColumnNumberToName(page.titles)
		b.keep(err)
		refers = fmt.Sprintf("'%s'!$A:$%s,%s", s.Name, last, refers)
	}
	b.names = append(b.names, definedName{name: "_xlnm.Print_Titles", sheet: number - 1, scoped: true, refers: refers})
}

// lineLook is how a line above a table is written.
var lineLook = map[LineKind]struct {
	style   styleName
	bold    bool
	size    float64
	wrapped bool
}{
	TitleLine:     {titleStyle, true, 16, false},
	MarkingLine:   {plainStyle, false, 12, false},
	TextLine:      {plainStyle, false, 12, false},
	ReturnLine:    {linkStyle, false, 12, false},
	CoverLine:     {coverTitleStyle, true, 16, true},
	HeadLine:      {headStyle, true, 14, false},
	ParagraphLine: {wrappedStyle, false, 12, true},
}

// headHeight is the row height of a head on the cover, in points: the head
// stands at its foot, away from what is above.
const headHeight = 34.0

// line writes one line in column A.
func (b *workbook) line(rows *excelize.StreamWriter, sheet string, row int, line SheetLine) {
	look := lineLook[line.Kind]
	lines := 1
	if look.wrapped {
		f := regularFace()
		if look.bold {
			f = boldFace()
		}
		lines = f.lines(line.Text, look.size, columnPoints(coverWidth))
	}
	height := rowHeight(lines, look.size)
	if line.Kind == HeadLine {
		height = headHeight
	}
	cell := cellName(1, row)
	b.keep(rows.SetRow(cell, []any{excelize.Cell{StyleID: b.styles[look.style], Value: line.Text}}, excelize.RowOpts{Height: height}))
	if line.Kind == ReturnLine {
		tip := "Go to the Contents worksheet"
		b.keep(b.book.SetCellHyperLink(sheet, cell, "Contents!A1", "Location", excelize.HyperlinkOpts{Tooltip: &tip}))
	}
}

// table writes the header row and the rows of a sheet's table, every row as high
// as its text needs, and marks the table.
func (b *workbook) table(rows *excelize.StreamWriter, s Sheet, number int) {
	header := make([]any, len(s.Columns))
	lines := 1
	for i, c := range s.Columns {
		style, room := headerStyle, s.room(i, c.Width)
		switch {
		case c.Number:
			style = headerRightStyle
		case s.indented(i):
			style = headerIndentedStyle
		}
		header[i] = excelize.Cell{StyleID: b.styles[style], Value: c.Header}
		lines = max(lines, boldFace().lines(c.Header, 12, room))
	}
	b.keep(rows.SetRow(cellName(1, s.Head), header, excelize.RowOpts{Height: rowHeight(lines, 12)}))
	cells := make([]any, len(s.Columns))
	looks := make([]styleName, len(s.Columns))
	for i, row := range s.Rows {
		lines := 1
		for k, c := range row {
			style, room := b.look(s, k, c)
			looks[k] = style
			if c.Text != "" && !c.Number.Known() && style != linkStyle {
				lines = max(lines, regularFace().lines(c.Text, 12, room))
			}
		}
		styles := &b.middle // of one line
		if lines > 1 {
			styles = &b.styles
		}
		for k, c := range row {
			cells[k] = nil
			switch v, ok := c.Number.Get(); {
			case ok:
				cells[k] = excelize.Cell{StyleID: styles[looks[k]], Value: v}
			case c.Text != "":
				cells[k] = excelize.Cell{StyleID: styles[looks[k]], Value: c.Text}
			}
			if c.Link != "" {
				b.keep(b.book.SetCellHyperLink(s.Name, cellName(k+1, s.Head+1+i), "'"+c.Link+"'!A1", "Location"))
			}
		}
		b.keep(rows.SetRow(cellName(1, s.Head+1+i), cells, excelize.RowOpts{Height: rowHeight(lines, 12) + rowSpace}))
	}
	b.mark(s, number)
}

// look is the style of a cell and the width in points that its text has.
func (b *workbook) look(s Sheet, column int, c SheetCell) (styleName, float64) {
	room := s.room(column, s.Columns[column].Width)
	switch {
	case c.Number.Known():
		return numberStyle(c.Format), room
	case c.Link != "":
		return linkStyle, room
	case s.Columns[column].Number:
		return shorthandStyle, room
	case column > 0 && column < len(s.Table.Dimensions):
		return codeIndentedStyle, room
	case s.indented(column):
		return indentedStyle, room
	case column < len(s.Table.Dimensions):
		return codeStyle, room
	}
	return wrappedStyle, room
}

// mark marks the table of a sheet as one, with its alternative text.
func (b *workbook) mark(s Sheet, number int) {
	t := sheetTable{
		sheet: number, name: tableName(s.Name), title: s.Lines[0].Text, summary: s.Shape,
		ref:  cellName(1, s.Head) + ":" + cellName(len(s.Columns), s.Head+len(s.Rows)),
		bars: strings.Join(s.Bars, " "),
	}
	for _, c := range s.Columns {
		t.columns = append(t.columns, c.Header)
	}
	b.tables = append(b.tables, t)
}

// cellName is the name of a cell; columns and rows count from 1.
func cellName(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		panic("reports: no cell has these coordinates")
	}
	return name
}

// absolute is the name of a cell with dollar signs.
func absolute(column, row int) string {
	name, err := excelize.CoordinatesToCellName(column, row, true)
	if err != nil {
		panic("reports: no cell has these coordinates")
	}
	return name
}

// tableName is the name of a table in Excel: letters, digits and underscores, and
// never like a cell.
func tableName(id string) string {
	return strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(id)) + "_table"
}

// headlineNames gives each headline's cell its defined name.
func (b *workbook) headlineNames(h Headlines) {
	for _, headline := range h.Headlines {
		if headline.Source == nil {
			continue
		}
		column, row, err := excelize.CellNameToCoordinates(headline.Source.Cell)
		b.keep(err)
		if err == nil {
			b.names = append(b.names, definedName{name: DefinedName(headline.ID), refers: "'" + headline.Source.Worksheet + "'!" + absolute(column, row)})
		}
	}
}

// properties sets the document properties: the partnership and the reference
// date, never a person or a clock.
func (b *workbook) properties() {
	date := issued(b.about) + "T00:00:00Z"
	subject := b.about.Area.Name + ", " + b.about.Period.Name()
	b.keep(b.book.SetDocProps(&excelize.DocProperties{
		Title: b.about.Title, Subject: subject, Keywords: "serious violence; needs assessment; " + b.about.Area.Name, Language: "en-GB",
		Creator: publisher(b.about), LastModifiedBy: publisher(b.about),
		Created: date, Modified: date, ContentStatus: b.rule.Marking, Description: sourceLine(b.about),
	}))
	b.keep(b.book.SetAppProps(&excelize.AppProperties{Application: "Microsoft Excel", AppVersion: "16.0300"}))
}
