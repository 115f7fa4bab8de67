package reports

import (
	"github.com/xuri/excelize/v2"

	"svna/analysis"
)

// styleName names a cell style of the workbook.
type styleName int

// The cell styles. Titles and heads get the built-in heading styles at the zip
// stage.
const (
	titleStyle styleName = iota
	coverTitleStyle
	headStyle
	plainStyle
	wrappedStyle
	indentedStyle // text to the right of another column
	linkStyle
	headerStyle
	headerRightStyle
	headerIndentedStyle
	countStyle
	oneDecimalStyle
	twoDecimalStyle
	threeDecimalStyle
	shorthandStyle
	codeStyle
	codeIndentedStyle
	styleCount
)

// rowLook says how the cells of a table's row stand.
type rowLook int

// The looks of a cell of a row: of few lines in its middle, of many at its top. A
// total is bold but for its period, and the first of totals that follow one another
// has a rule above it.
const (
	topRow rowLook = iota
	middleRow
	ruledRow
	boldRow
	boldRuledRow
	rowLooks
)

// mostMiddle is the most lines of a row whose cells stand in its middle, away from
// the rule of the header. In a row of more the eye looks for their first line.
const mostMiddle = 3

// rowLook is the look of a cell.
func (s *Sheet) rowLook(row, column int) rowLook {
	first := s.total(row) && (row == 0 || !s.total(row-1))
	switch {
	case first && s.bold(row, column):
		return boldRuledRow
	case first:
		return ruledRow
	case s.bold(row, column):
		return boldRow
	case !s.total(row) && s.heights[row+1] > rowHeight(mostMiddle, 12)+rowSpace:
		return topRow
	}
	return middleRow
}

// bold reports whether a cell is of a total, and not its period.
func (s *Sheet) bold(row, column int) bool {
	return s.total(row) && !(column < len(s.Table.Dimensions) && s.Columns[column].Header == periodHeader)
}

// periodHeader is the header of the column that tells the periods of a table apart.
const periodHeader = "Period"

// total reports whether a row is a total that is set apart from others.
func (s *Sheet) total(row int) bool {
	return s.Totals != nil && s.Totals[row]
}

// pFormat shows a p-value as the text does: 0.000 would say that it is nought.
const pFormat = `[<0.001]"under 0.001";#,##0.000`

// makeStyles makes every style once and returns their ids: at the top of the row,
// and those of a table's cells in the other looks of a row too.
func makeStyles(book *excelize.File) (ids [rowLooks][styleCount]int, err error) {
	arial := func(size float64, bold bool) *excelize.Font {
		return &excelize.Font{Family: "Arial", Size: size, Bold: bold, Color: "000000"}
	}
	text := func(wrap bool, indent int) *excelize.Alignment {
		return &excelize.Alignment{Horizontal: "left", Vertical: "top", WrapText: wrap, Indent: indent}
	}
	right := &excelize.Alignment{Horizontal: "right", Vertical: "top", WrapText: true}
	rule := []excelize.Border{{Type: "bottom", Color: "000000", Style: 1}}
	number := func(format string) *excelize.Style {
		return &excelize.Style{Font: arial(12, false), Alignment: right, CustomNumFmt: &format}
	}
	textFormat := "@"
	definitions := [styleCount]*excelize.Style{
		titleStyle:          {Font: arial(16, true), Alignment: text(false, 0)},
		coverTitleStyle:     {Font: arial(16, true), Alignment: text(true, 0)},
		headStyle:           {Font: arial(14, true), Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "bottom"}},
		plainStyle:          {Font: arial(12, false), Alignment: text(false, 0)},
		wrappedStyle:        {Font: arial(12, false), Alignment: text(true, 0)},
		indentedStyle:       {Font: arial(12, false), Alignment: text(true, 1)},
		linkStyle:           {Font: &excelize.Font{Family: "Arial", Size: 12, Color: "0563C1", Underline: "single"}, Alignment: text(false, 0)},
		headerStyle:         {Font: arial(12, true), Alignment: text(true, 0), Border: rule},
		headerRightStyle:    {Font: arial(12, true), Alignment: right, Border: rule},
		headerIndentedStyle: {Font: arial(12, true), Alignment: text(true, 1), Border: rule},
		countStyle:          number("#,##0"),
		oneDecimalStyle:     number("#,##0.0"),
		twoDecimalStyle:     number("#,##0.00"),
		threeDecimalStyle:   number(pFormat),
		shorthandStyle:      {Font: arial(12, false), Alignment: right},
		codeStyle:           {Font: arial(12, false), Alignment: text(true, 0), CustomNumFmt: &textFormat},
		codeIndentedStyle:   {Font: arial(12, false), Alignment: text(true, 1), CustomNumFmt: &textFormat},
	}
	for name := range styleCount { // in order: the ids are in the file
		if ids[topRow][name], err = book.NewStyle(definitions[name]); err != nil {
			return ids, err
		}
	}
	for _, name := range []styleName{wrappedStyle, indentedStyle, linkStyle, countStyle, oneDecimalStyle, twoDecimalStyle, threeDecimalStyle, shorthandStyle, codeStyle, codeIndentedStyle} {
		style := *definitions[name]
		alignment, font := *style.Alignment, *style.Font
		alignment.Vertical = "center"
		style.Alignment, style.Font = &alignment, &font
		for _, look := range []rowLook{middleRow, ruledRow, boldRow, boldRuledRow} {
			font.Bold = look == boldRow || look == boldRuledRow
			style.Border = nil
			if look == ruledRow || look == boldRuledRow {
				style.Border = []excelize.Border{{Type: "top", Color: "000000", Style: 1}}
			}
			if ids[look][name], err = book.NewStyle(&style); err != nil {
				return ids, err
			}
		}
	}
	return ids, nil
}

// numberStyle is the style of a column's numbers.
func numberStyle(f analysis.Format) styleName {
	switch f {
	case analysis.AsShare, analysis.AsRate:
		return oneDecimalStyle
	case analysis.AsRatio:
		return twoDecimalStyle
	case analysis.AsP:
		return threeDecimalStyle
	}
	return countStyle
}
