package reports

import (
	"math"
	"regexp"
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
	wordGap    = 6 // points between a word among numbers and the next column
	mostWraps  = 3 // lines of a text, where its column may be as wide as that takes
	doubt      = 3 // points by which programs differ in what fits on a line
)

// tightness is how narrow the columns of a table are.
type tightness struct {
	number float64 // least width of a column of numbers
	text   float64 // most of a column of text, unless a word is longer
	lines  int     // most lines of a header
	whole  float64 // a text as wide as this is not broken
	gap    float64 // points between the header of a column and the next

	squeezed bool // for tables that are not printed at a readable size otherwise
}

// tightnesses are tried in turn until the table is printed at a comfortable size
// on one page's width, or else at a readable one, or else at the smallest: narrow
// columns read better than small letters.
var tightnesses = []tightness{
	{number: dataWidth, text: widestText, lines: 4, whole: 26, gap: 9},
	{number: 14, text: widestText, lines: 4, whole: 26, gap: 9},
	{number: 12, text: widestText, lines: 4, whole: 26, gap: 9},
	{number: 10, text: widestText, lines: 5, whole: 26, gap: 9},
	{number: 9, text: 36, lines: 6, whole: 26, gap: 9},
	{number: 8, text: 36, lines: 6, whole: 26, gap: 9},
	{number: 7, text: 32, lines: 6, whole: 26, gap: 9},
	{number: 6, text: 28, lines: 6, whole: 26, gap: 9},
	{number: 6, text: 24, lines: 6, whole: 26, gap: 9},
	{number: 6, text: 20, lines: 6, whole: 26, gap: 9},
	{number: 6, text: 20, lines: 7, whole: 26, gap: 6, squeezed: true},
	{number: 6, text: 20, lines: 7, whole: 20, gap: 6, squeezed: true},
	{number: 6, text: 18, lines: 8, whole: 18, gap: 6, squeezed: true},
	{number: 6, text: 16, lines: 8, whole: 16, gap: 6, squeezed: true},
}

// acrossPages is how narrow the columns of a table are that goes over pages side by
// side: these have room.
var acrossPages = tightness{number: 8, text: wideWidth, lines: 6, whole: 26, gap: 9}

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
	if !slices.Contains(s.Totals, false) {
		s.Totals = nil // a total among totals is not set apart
	}
	needs := make([]columnNeed, len(s.Columns))
	for i := range s.Columns {
		needs[i] = s.need(i)
	}
	set := func(t tightness) float64 {
		for i := range s.Columns {
			s.Columns[i].Width = s.columnWidth(i, needs[i], t)
		}
		return s.tableWidth()
	}
	var tried []float64 // widths of the table
	for _, most := range []float64{comfortable, smallPrint, widest} {
		for i, t := range tightnesses {
			if t.squeezed && most == comfortable {
				break
			}
			switch {
			case i == len(tried):
				if tried = append(tried, set(t)); tried[i] <= most {
					return
				}
			case tried[i] <= most:
				set(t)
				return
			}
		}
	}
	set(acrossPages)
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
// all but the widest few, and the widest word, which is not broken.
type columnNeed struct{ whole, most, word float64 }

// fewOf is the part of a column's cells that may wrap in a squeezed table.
const fewOf = 0.05

// need measures the cells of a column. Of numbers the largest is measured alone,
// as a negative one.
func (s *Sheet) need(column int) (n columnNeed) {
	if !s.Columns[column].Number {
		wholes := make([]float64, len(s.Rows))
		for i, row := range s.Rows {
			face := s.face(i, column)
			wholes[i] = face.width(row[column].Text, 12)
			if wholes[i] > n.word {
				n.word = max(n.word, face.longestWord(row[column].Text, 12))
			}
		}
		if len(wholes) > 0 {
			slices.Sort(wholes)
			n.whole, n.most = wholes[len(wholes)-1], wholes[int(float64(len(wholes)-1)*(1-fewOf))]
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
			n.whole = max(n.whole, regularFace().width(c.String(), 12)+wordGap) // words, not digits
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
		for ; width < wideWidth && !fits(header, need.whole, columnPoints(width), t); width += 0.5 {
		}
		if !strings.Contains(header, "-") {
			return width
		}
		for wider := width; wider <= width+leastTorn; wider += 0.5 {
			if fits(header, need.whole, columnPoints(wider), t) && !tearsWord(header, columnPoints(wider)) {
				return wider
			}
		}
		return width
	}
	whole, most := need.whole, t.text
	if t.squeezed {
		whole = max(need.most, need.word)
	}
	if whole+t.gap <= s.room(column, t.whole) {
		most = max(most, t.whole)
	}
	for _, width := range textWidths[:slices.Index(textWidths, most)+1] {
		if fits(header, whole+t.gap, s.room(column, width), t) {
			return width
		}
	}
	// What is longer wraps in the widest column that there may be.
	for _, width := range textWidths[slices.Index(textWidths, min(t.text, wideWidth)):] {
		if room := s.room(column, width); room*mostWraps*slack >= whole && fits(header, need.word+t.gap, room, t) {
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

// fits reports whether cells fit, and the header in few enough lines with a gap
// beside each, whether a program breaks it a little earlier or later.
func fits(header string, need, room float64, t tightness) bool {
	if need > room*slack || boldFace().longestWord(header, 12) > room*slack {
		return false // found out soon
	}
	if lines, _ := boldFace().wrap(header, 12, room*slack); lines > t.lines {
		return false
	}
	_, widest := boldFace().wrap(header, 12, room+doubt)
	return widest <= room-t.gap && !tearsNote(header, room) && !tearsNote(header, room*slack)
}

// tearsNote reports whether a header breaks inside the marker of a note.
func tearsNote(header string, room float64) bool {
	if !strings.Contains(header, "[note") {
		return false
	}
	torn := func(line string) bool { return strings.HasSuffix(line, "[note") }
	return slices.ContainsFunc(boldFace().split(header, 12, room), torn) || slices.ContainsFunc(hyphenated(header, room), torn)
}

// hyphenated breaks a header as programs do that break behind a hyphen.
func hyphenated(header string, room float64) []string {
	if !strings.Contains(header, "-") {
		return nil
	}
	return boldFace().split(strings.ReplaceAll(header, "-", "- "), 12, room)
}

// leastTorn is by how many characters a column may be wider so that no word such as
// q-value is torn at its hyphen.
const leastTorn = 3.0

// tearsWord reports whether a header may be broken behind a letter or two.
func tearsWord(header string, room float64) bool {
	return slices.ContainsFunc(append(hyphenated(header, room), hyphenated(header, room*slack)...), shortPart.MatchString)
}

// shortPart is the end of a line that is a letter or two of a word.
var shortPart = regexp.MustCompile(`(^|[^A-Za-z])[A-Za-z]{1,2}-$`)

// face is the typeface of a cell of the table.
func (s *Sheet) face(row, column int) *face {
	if s.bold(row, column) {
		return boldFace()
	}
	return regularFace()
}

// indented reports whether a column of text has its header and cells indented,
// so that they do not run together with the column on the left.
func (s *Sheet) indented(column int) bool {
	return column > 0 && !s.Columns[column].Number
}

// fitRows makes the header and every row of a table as high as its text needs.
func (s *Sheet) fitRows() {
	lines := 1
	for i, c := range s.Columns {
		lines = max(lines, boldFace().lines(c.Header, 12, s.room(i, c.Width)))
	}
	s.heights = append(make([]float64, 0, 1+len(s.Rows)), rowHeight(lines, 12))
	for i, row := range s.Rows {
		lines := 1
		for k, c := range row {
			if c.Text != "" && !c.Number.Known() && c.Link == "" {
				lines = max(lines, s.face(i, k).lines(c.Text, 12, s.room(k, s.Columns[k].Width)))
			}
		}
		s.heights = append(s.heights, rowHeight(lines, 12)+rowSpace)
	}
}
