package reports

import (
	"math"
	"slices"
	"strings"

	"svna/analysis"
	"svna/analysis/stats"
)

// Column widths of the workbook, in characters.
const (
	dataWidth   = 16.0
	wideWidth   = 32.0
	coverWidth  = 90.0
	wideColumns = 10 // a table with more number columns than this has narrower ones
	headerLines = 4  // the most that a header of a narrow column may take
	gap         = 7  // points between the text of a column and the next
)

// columnPoints is the width in points that text has in a column of so many
// characters of Arial 12, whose widest digit has 9 pixels; 5 pixels are padding.
func columnPoints(characters float64) float64 {
	pixels := math.Trunc((256*characters + 14) / 256 * 9)
	return (pixels - 5) * 0.75
}

// indentPoints is what an indent of one takes from a column's width.
const indentPoints = 9

// rowHeight is the height in points of a row of so many lines of a size.
func rowHeight(lines int, size float64) float64 {
	return math.Ceil(float64(lines)*size*1.28) + 1
}

// fitColumns gives each column of a table its width: text columns that of their
// longest cell or word of the header, within limits; number columns 16, or less
// where there are many, so that the page is not printed too small to read.
func (s *Sheet) fitColumns() {
	numbers := 0
	for _, c := range s.Columns {
		if c.Number {
			numbers++
		}
	}
	for i := range s.Columns {
		c := &s.Columns[i]
		switch {
		case !c.Number:
			c.Width = s.textWidth(i)
		case numbers > wideColumns:
			c.Width = s.numberWidth(i, 9)
		default:
			c.Width = s.numberWidth(i, dataWidth)
		}
	}
}

// textWidth is the width of a column of text: the least of a few at which every
// cell has one line, or else 32, where long ones wrap.
func (s *Sheet) textWidth(column int) float64 {
	longest := boldFace().longestWord(s.Columns[column].Header, 12)
	for _, row := range s.Rows {
		longest = max(longest, regularFace().width(row[column].Text, 12))
	}
	longest += gap
	if s.indented(column) {
		longest += indentPoints
	}
	for _, w := range []float64{10, 12, dataWidth, 20, 24, 28, wideWidth, 44} {
		if longest <= columnPoints(w)*slack && boldFace().lines(s.Columns[column].Header, 12, columnPoints(w)-gap) < headerLines {
			return w
		}
	}
	return wideWidth
}

// numberWidth is the least width from a start at which the header breaks into
// few lines, none of its words breaks, and every number fits.
func (s *Sheet) numberWidth(column int, start float64) float64 {
	header := s.Columns[column].Header
	need := boldFace().longestWord(header, 12)
	largest := SheetCell{Number: stats.N(0)}
	for _, row := range s.Rows {
		c := row[column]
		if v, ok := c.Number.Get(); !ok {
			need = max(need, regularFace().width(c.Text, 12))
		} else if math.Abs(v) >= largest.Number.Or(0) {
			largest = SheetCell{Number: stats.N(math.Abs(v)), Format: c.Format}
		} else if c.Format == analysis.AsP && v < 0.001 {
			need = max(need, regularFace().width(c.String(), 12))
		}
	}
	need = max(need, regularFace().width("-"+largest.String(), 12))
	width := start
	for ; width < wideWidth; width++ {
		room := columnPoints(width)
		lines, _ := boldFace().wrap(header, 12, room*slack)
		_, widest := boldFace().wrap(header, 12, room)
		if need <= room*slack && widest <= room-gap && lines <= headerLines && !tearsNote(header, room) && !tearsNote(header, room*slack) {
			break
		}
	}
	return width
}

// tearsNote reports whether a header breaks inside the marker of a note.
func tearsNote(header string, room float64) bool {
	return slices.ContainsFunc(boldFace().split(header, 12, room), func(line string) bool { return strings.HasSuffix(line, "[note") })
}

// indented reports whether a column of text stands to the right of numbers and
// has its cells indented, so that the two do not run together.
func (s *Sheet) indented(column int) bool {
	return column > 0 && !s.Columns[column].Number && s.Columns[column-1].Number
}
