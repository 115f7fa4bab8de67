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
	styles [rowLooks][styleCount]int
	names  []definedName  // for the zip stage
	tables []sheetTable   // for the zip stage
	drawn  []sheetGraphic // for the zip stage
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
	b.styles, b.err = makeStyles(b.book)
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
	last, bottom := 1, len(s.Lines)
	if len(s.Columns) > 0 {
		last, bottom = len(s.Columns), s.Head+len(s.Rows)
	}
	b.view(s, page)
	b.keep(b.book.SetSheetDimension(s.Name, "A1:"+cellName(last, bottom))) // the writer starts with it
	rows, err := b.book.NewStreamWriter(s.Name)
	if err != nil {
		b.keep(err)
		return
	}
	for i := range last {
		b.keep(rows.SetColWidth(i+1, i+1, s.widthOf(i)))
	}
	for i, line := range s.Lines {
		b.line(rows, s, i+1, line)
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
		refers: s.printArea(page, bottom),
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
	return graphicRows(height)
}

// graphicRows is the number of rows that a graphic of a height covers.
func graphicRows(height float64) int { return int(math.Ceil(height/rowHeight(1, 12))) + 1 }

// digitsAsText reports whether a text of the table reads as a number, as a code
// or a year does: Excel would mark it as an error.
func digitsAsText(s Sheet) bool {
	return slices.ContainsFunc(s.Rows, func(row []SheetCell) bool {
		return slices.ContainsFunc(row, func(c SheetCell) bool { return !c.Number.Known() && isNumber(c.Text) })
	})
}

// startSheet makes a worksheet.
func (b *workbook) startSheet(s Sheet) {
	if b.sheets == 0 {
		b.keep(b.book.SetSheetName("Sheet1", s.Name))
		b.book.SetActiveSheet(0) // now: later the library would read every sheet again
	} else {
		_, err := b.book.NewSheet(s.Name)
		b.keep(err)
	}
	b.sheets++
}

// view sets how a sheet looks on the screen and on paper.
func (b *workbook) view(s Sheet, page printedPages) {
	height, zoom := rowHeight(1, 12), 100.0
	b.keep(b.book.SetSheetProps(s.Name, &excelize.SheetPropsOptions{DefaultRowHeight: &height, CustomHeight: yes(), FitToPage: new(page.scale == 0)}))
	b.keep(b.book.SetSheetView(s.Name, 0, &excelize.ViewOptions{ShowGridLines: no(), ZoomScale: &zoom}))
	b.pages(s, page)
	if b.rule.Marking != "" {
		mark := `&C&"Arial,Bold"` + b.rule.Marking
		b.keep(b.book.SetHeaderFooter(s.Name, &excelize.HeaderFooterOptions{OddHeader: mark, OddFooter: mark + `&L&A&RPage &P of &N`}))
	}
}

// pages sets the paper, and how a sheet is spread over it.
func (b *workbook) pages(s Sheet, page printedPages) {
	orientation, across, a4, wide, high, scale, side := "landscape", "overThenDown", 9, 1, page.high, uint(page.scale), sideMargin
	if page.portrait {
		orientation = "portrait"
	}
	top, header := topMargin, 0.3
	layout := &excelize.PageLayoutOptions{Orientation: &orientation, Size: &a4, FitToWidth: &wide, FitToHeight: &high}
	if page.scale > 0 {
		layout = &excelize.PageLayoutOptions{Orientation: &orientation, Size: &a4, AdjustTo: &scale, PageOrder: &across}
	}
	b.keep(b.book.SetPageLayout(s.Name, layout))
	b.keep(b.book.SetPageMargins(s.Name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &top, Header: &header, Footer: &header}))
}

// printArea is what is printed of a sheet. Of pages side by side each is an area of
// its own, and those after the first begin at the header: the columns that they
// repeat would bring the lines above the table with them, cut off.
func (s *Sheet) printArea(page printedPages, bottom int) string {
	area := ""
	for i, start := range append([]int{1}, page.starts...) {
		top, end := 1, page.columns
		if i > 0 {
			top, area = s.Head, area+","
		}
		if i < len(page.starts) {
			end = page.starts[i] - 1
		}
		area += fmt.Sprintf("'%s'!%s:%s", s.Name, absolute(start, top), absolute(end, bottom))
	}
	return area
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
func (b *workbook) line(rows *excelize.StreamWriter, s Sheet, row int, line SheetLine) {
	look, height := lineLook[line.Kind], s.lineHeight(line)
	cell := cellName(1, row)
	b.keep(rows.SetRow(cell, []any{excelize.Cell{StyleID: b.styles[topRow][look.style], Value: line.Text}}, excelize.RowOpts{Height: height}))
	if line.Kind == ReturnLine {
		tip := "Go to the Contents worksheet"
		b.keep(b.book.SetCellHyperLink(s.Name, cell, "Contents!A1", "Location", excelize.HyperlinkOpts{Tooltip: &tip}))
	}
}

// lineHeight is the height of a line's row in points.
func (s *Sheet) lineHeight(line SheetLine) float64 {
	look := lineLook[line.Kind]
	switch {
	case line.Kind == HeadLine:
		return headHeight
	case !look.wrapped:
		return rowHeight(1, look.size)
	case look.bold:
		return rowHeight(boldFace().lines(line.Text, look.size, columnPoints(s.onlyWidth())), look.size)
	}
	return rowHeight(regularFace().lines(line.Text, look.size, columnPoints(s.onlyWidth())), look.size)
}

// table writes the header row and the rows of a sheet's table, every row as high
// as its text needs, and marks the table.
func (b *workbook) table(rows *excelize.StreamWriter, s Sheet, number int) {
	header := make([]any, len(s.Columns))
	for i, c := range s.Columns {
		style := headerStyle
		switch {
		case c.Number:
			style = headerRightStyle
		case s.indented(i):
			style = headerIndentedStyle
		}
		header[i] = excelize.Cell{StyleID: b.styles[topRow][style], Value: c.Header}
	}
	b.keep(rows.SetRow(cellName(1, s.Head), header, excelize.RowOpts{Height: s.heights[0]}))
	cells := make([]any, len(s.Columns))
	for i, row := range s.Rows {
		for k, c := range row {
			cells[k] = nil
			style := b.styles[s.rowLook(i, k)][s.look(k, c)]
			switch v, ok := c.Number.Get(); {
			case ok:
				cells[k] = excelize.Cell{StyleID: style, Value: v}
			case c.Text != "":
				cells[k] = excelize.Cell{StyleID: style, Value: c.Text}
			case s.total(i): // the rule goes over the whole row
				cells[k] = excelize.Cell{StyleID: style}
			}
			if c.Link != "" {
				b.keep(b.book.SetCellHyperLink(s.Name, cellName(k+1, s.Head+1+i), "'"+c.Link+"'!A1", "Location"))
			}
		}
		b.keep(rows.SetRow(cellName(1, s.Head+1+i), cells, excelize.RowOpts{Height: s.heights[i+1]}))
	}
	b.mark(s, number)
}

// look is the style of a cell.
func (s *Sheet) look(column int, c SheetCell) styleName {
	switch {
	case c.Number.Known():
		return numberStyle(c.Format)
	case c.Link != "":
		return linkStyle
	case s.Columns[column].Number:
		return shorthandStyle
	case column > 0 && column < len(s.Table.Dimensions):
		return codeIndentedStyle
	case s.indented(column):
		return indentedStyle
	case column < len(s.Table.Dimensions):
		return codeStyle
	}
	return wrappedStyle
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
