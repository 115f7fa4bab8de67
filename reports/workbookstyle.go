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

// pFormat shows a p-value as the text does: 0.000 would say that it is nought.
const pFormat = `[<0.001]"under 0.001";#,##0.000`

// makeStyles makes every style once and returns their ids: at the top of the row,
// and those of a table's cells in its middle too, for rows of one line.
func makeStyles(book *excelize.File) (top, middle [styleCount]int, err error) {
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
		if top[name], err = book.NewStyle(definitions[name]); err != nil {
			return top, middle, err
		}
	}
	for _, name := range []styleName{wrappedStyle, indentedStyle, linkStyle, countStyle, oneDecimalStyle, twoDecimalStyle, threeDecimalStyle, shorthandStyle, codeStyle, codeIndentedStyle} {
		style := *definitions[name]
		alignment := *style.Alignment
		alignment.Vertical = "center"
		style.Alignment = &alignment
		if middle[name], err = book.NewStyle(&style); err != nil {
			return top, middle, err
		}
	}
	return top, middle, nil
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
