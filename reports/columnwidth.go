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
	dataWidth  = 16.0
	wideWidth  = 32.0
	widestText = 44.0
	coverWidth = 90.0
	gap        = 6 // points between the header of a column and the next
	doubt      = 3 // points by which programs differ in what fits on a line
)

// tightness is how narrow the columns of a table are.
type tightness struct {
	number float64 // least width of a column of numbers
	text   float64 // most of a column of text, unless a word is longer
	lines  int     // most lines of a header
}

// tightnesses are tried in turn until the table is printed at a comfortable
// size on one page's width: narrow columns read better than small letters.
var tightnesses = []tightness{
	{dataWidth, widestText, 4},
	{14, widestText, 4},
	{12, widestText, 4},
	{10, widestText, 5},
	{9, 36, 6},
	{8, 36, 6},
	{7, 32, 6},
	{6, 28, 6},
	{6, 24, 6},
	{6, 20, 6},
}

// columnPoints is the width in points that text has in a column of so many
// characters of Arial 12, whose widest digit has 9 pixels; 5 pixels are padding.
func columnPoints(characters float64) float64 {
	pixels := math.Trunc((256*characters + 14) / 256 * 9)
	return (pixels - 5) * 0.75
}

// columnWhole is the width of a column in points, with its padding.
func columnWhole(characters float64) float64 { return columnPoints(characters) + 3.75 }

// indentPoints is what an indent of one takes from a column's width: three spaces.
// Texts behind another column have it, so that no two run together.
const indentPoints = 10

// rowHeight is the height in points of a row of so many lines of a size.
func rowHeight(lines int, size float64) float64 {
	return math.Ceil(float64(lines)*size*1.28) + 1
}

// rowSpace is what a row of a table is higher than its text, in points, so that
// no rule and no line of the next row touches it.
const rowSpace = 3.0

// fitColumns gives each column of a table its width: text columns that of their
// longest cell or word of the header, within limits; number columns 16, or less
// where there are many.
func (s *Sheet) fitColumns() {
	needs := make([]columnNeed, len(s.Columns))
	for i := range s.Columns {
		needs[i] = s.need(i)
	}
	for _, t := range tightnesses {
		for i := range s.Columns {
			s.Columns[i].Width = s.columnWidth(i, needs[i], t)
		}
		if s.tableWidth() <= comfortable {
			break
		}
	}
}

// tableWidth is the width of a sheet's table in points.
func (s *Sheet) tableWidth() float64 {
	width := 0.0
	for _, c := range s.Columns {
		width += columnWhole(c.Width)
	}
	return width
}

// columnNeed is what the cells of a column take, in points: the widest as it is,
// and the widest word, which is not broken.
type columnNeed struct{ whole, word float64 }

// need measures the cells of a column. Of numbers the largest is measured alone,
// as a negative one.
func (s *Sheet) need(column int) (n columnNeed) {
	if !s.Columns[column].Number {
		for _, row := range s.Rows {
			whole := regularFace().width(row[column].Text, 12)
			if n.whole = max(n.whole, whole); whole > n.word {
				n.word = max(n.word, regularFace().longestWord(row[column].Text, 12))
			}
		}
		return n
	}
	largest := SheetCell{Number: stats.N(0)}
	for _, row := range s.Rows {
		c := row[column]
		if v, ok := c.Number.Get(); !ok {
			n.whole = max(n.whole, regularFace().width(c.Text, 12))
		} else if math.Abs(v) >= largest.Number.Or(0) {
			largest = SheetCell{Number: stats.N(math.Abs(v)), Format: c.Format}
		} else if c.Format == analysis.AsP && v < 0.001 {
			n.whole = max(n.whole, regularFace().width(c.String(), 12)+gap) // words, not digits
		}
	}
	n.whole = max(n.whole, regularFace().width("-"+largest.String(), 12))
	n.word = n.whole
	return n
}

// textWidths are the widths that columns of text may have.
var textWidths = []float64{8, 10, 12, 14, dataWidth, 18, 20, 22, 24, 26, 28, 30, wideWidth, 34, 36, 38, 40, 42, widestText}

// columnWidth is the least width at which a header breaks into few lines, none of
// its words breaks, and every cell of numbers, and of text where that can be, has
// one line. What is wider wraps.
func (s *Sheet) columnWidth(column int, need columnNeed, t tightness) float64 {
	header := s.Columns[column].Header
	if s.Columns[column].Number {
		width := t.number
		for ; width < wideWidth && !fits(header, need.whole, columnPoints(width), t.lines); width += 0.5 {
		}
		return width
	}
	widths := textWidths[:slices.Index(textWidths, t.text)+1]
	for _, width := range widths {
		if fits(header, need.whole+gap, s.room(column, width), t.lines) {
			return width
		}
	}
	// What is longer wraps in the widest column that there may be.
	for _, width := range textWidths[slices.Index(textWidths, min(t.text, wideWidth)):] {
		if fits(header, need.word+gap, s.room(column, width), t.lines) {
			return width
		}
	}
	return widestText
}

// room is the width in points that the text of a column has in a width.
func (s *Sheet) room(column int, width float64) float64 {
	room := columnPoints(width)
	if s.indented(column) {
		room -= indentPoints
	}
	return room
}

// fits reports whether cells fit, and the header in so many lines with a gap beside
// each, whether a program breaks it a little earlier or later.
func fits(header string, need, room float64, most int) bool {
	lines, _ := boldFace().wrap(header, 12, room*slack)
	_, widest := boldFace().wrap(header, 12, room+doubt)
	return need <= room*slack && widest <= room-gap && boldFace().longestWord(header, 12) <= room*slack && lines <= most && !tearsNote(header, room) && !tearsNote(header, room*slack)
}

// tearsNote reports whether a header breaks inside the marker of a note.
func tearsNote(header string, room float64) bool {
	return slices.ContainsFunc(boldFace().split(header, 12, room), func(line string) bool { return strings.HasSuffix(line, "[note") })
}

// indented reports whether a column of text has its header and cells indented,
// so that they do not run together with the column on the left.
func (s *Sheet) indented(column int) bool {
	return column > 0 && !s.Columns[column].Number
}
