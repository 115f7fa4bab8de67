package reports

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot/vg"

	"svna/analysis"
)

// centimetre in points.
const centimetre = 72 / 2.54

// The width of every figure is that of the text of an A4 page with margins of
// 2 cm. The height is that of the mark, unless its rows need less or more.
const (
	sheetWidth  = 17.0 * centimetre
	sheetMargin = 8.0
	bodyWidth   = sheetWidth - 2*sheetMargin
)

// sheetHeights are the heights of figures in centimetres; others are 10.7.
var sheetHeights = map[analysis.Mark]float64{
	analysis.Choropleth: 15,
	analysis.CellMap:    15,
	analysis.HotspotMap: 15,
	analysis.Surface:    15,
	analysis.Multiples:  12.5,
	analysis.Clock:      13,

	analysis.ControlChart: 11.5,
	analysis.Lorenz:       12,
	analysis.Pyramid:      11.7,
	analysis.Tiles:        9.3,
	analysis.Forest:       10,
}

func sheetHeight(m analysis.Mark) float64 {
	if h, ok := sheetHeights[m]; ok {
		return h * centimetre
	}
	return 10.7 * centimetre
}

// longestBody is the most that rows may take before the rest is left to the
// table: a figure is to fit on a page of A4.
const longestBody = 21.6 * centimetre

// body is the plot itself, laid out in a width of bodyWidth: the least and the
// most height that it can make use of, its keys, and what it has to say.
type body struct {
	least, most float64
	keys        []key
	notes       []string
	draw        func(c *canvas, area box)
}

// mostSeries is the most series that a chart tells apart by colour and shape.
const mostSeries = 4

// body lays out the mark of the chart.
func (s *subject) body() (body, error) {
	switch s.chart.Mark {
	case analysis.Tornado, analysis.Lorenz: // their numbers are not those of the measure
	case analysis.Choropleth:
		if len(s.rows) == 0 {
			return s.nothing(), nil
		}
	default:
		if s.empty() {
			return s.nothing(), nil
		}
	}
	if s.chart.Mark == analysis.Stack {
		s.series = slices.DeleteFunc(slices.Clone(s.series), s.noughtThroughout)
	}
	switch s.chart.Mark {
	case analysis.Bars, analysis.Dots, analysis.Columns, analysis.Stack, analysis.Line:
		if len(s.series) > mostSeries {
			return body{}, fmt.Errorf("a chart tells at most %d series apart, and table %s has %d", mostSeries, s.table.ID, len(s.series))
		}
	}
	switch s.chart.Mark {
	case analysis.Bars:
		return s.bars(false), nil
	case analysis.Dots:
		return s.bars(true), nil
	case analysis.Columns:
		return s.columns(), nil
	case analysis.Line:
		return s.lines()
	case analysis.Tiles:
		return s.tiles()
	case analysis.Pyramid:
		return s.pyramid()
	case analysis.Forest:
		return s.forest(), nil
	case analysis.Stack:
		return s.stack(), nil
	case analysis.Choropleth:
		return s.choropleth()
	case analysis.CellMap, analysis.HotspotMap:
		return s.cellMap()
	case analysis.Surface:
		return s.surface()
	case analysis.Waterfall:
		return s.waterfall(), nil
	case analysis.Clock:
		return s.clock()
	case analysis.ControlChart:
		return s.controlChart()
	case analysis.Funnel:
		return s.funnel()
	case analysis.Multiples:
		return s.multiples()
	case analysis.Tornado:
		return s.tornado()
	case analysis.Lorenz:
		return s.lorenz()
	}
	return body{}, fmt.Errorf("there is no mark %q", s.chart.Mark)
}

// nothing is the body of a chart whose rows have no value: it says so.
func (s *subject) nothing() body {
	const height = 60
	return body{least: height, most: height, draw: func(c *canvas, area box) {
		c.lines(plainText, area.centre(), centred, plainText.wrap(s.nothingWords(), area.w))
	}}
}

// nothingWords tell hidden values from those that the data do not have.
func (s *subject) nothingWords() string {
	if slices.ContainsFunc(s.rows, suppressed) || isPublic(s.rule) {
		return "No value of this table can be shown."
	}
	return "The data have no value for this figure."
}

// sheet is a figure laid out: words above and below, keys, and the body.
type sheet struct {
	width, height float64
	title         []string
	subtitle      []string
	note          string
	foot          []string // the lines of note and source
	marking       string
	body          body
	bodyHeight    float64
}

// sheet lays the figure out.
func (s *subject) sheet() (*sheet, error) {
	b, err := s.body()
	if err != nil {
		return nil, err
	}
	out := &sheet{width: sheetWidth, marking: s.rule.Marking, body: b}
	out.title = titleText.balanceWhole(s.title, s.properNames(), bodyWidth)
	out.subtitle = subtitleText.balanceWhole(s.subtitle(), s.properNames(), bodyWidth)
	out.note = s.note(b.notes)
	out.foot = append(noteText.wrapWhole(out.note, s.properNames(), bodyWidth), noteText.wrapWhole(s.source(), s.properNames(), bodyWidth)...)
	around := 2*sheetMargin + out.headHeight() + out.keysHeight() + out.footHeight()
	out.bodyHeight = min(max(sheetHeight(s.chart.Mark)-around, b.least), b.most)
	out.height = around + out.bodyHeight
	return out, nil
}

// The gaps between the parts of a sheet.
const (
	gapAfterTitle = 2.0
	gapAfterHead  = 8.0
	gapAfterKeys  = 6.0
	gapBeforeFoot = 8.0
)

func (s *sheet) headHeight() float64 {
	return float64(len(s.title))*titleText.line() + gapAfterTitle + float64(len(s.subtitle))*subtitleText.line() + gapAfterHead
}

func (s *sheet) keysHeight() float64 {
	if len(s.body.keys) == 0 {
		return 0
	}
	return float64(len(keyRows(s.body.keys, bodyWidth)))*keyLine + gapAfterKeys
}

func (s *sheet) footHeight() float64 {
	height := gapBeforeFoot + float64(len(s.foot))*noteText.line()
	if s.marking != "" {
		height += markingText.line() + 2
	}
	return height
}

// drawPage fills the page; the image back end starts from a white one.
func (s *sheet) drawPage(to vg.Canvas) {
	c := &canvas{to, s.height, lightPalette}
	c.rectangle(rolePage, box{0, 0, s.width, s.height})
}

// draw draws the figure: the words around the body on one canvas, keys and body
// on another.
func (s *sheet) draw(words, picture vg.Canvas) {
	c := &canvas{words, s.height, lightPalette}
	at := pt{sheetMargin, sheetMargin}
	at.y = c.below(titleText, at, fromLeft, s.title) + gapAfterTitle
	at.y = c.below(subtitleText, at, fromLeft, s.subtitle) + gapAfterHead
	at.y = s.drawBody(&canvas{picture, s.height, lightPalette}, at)
	at.y = c.below(noteText, pt{at.x, at.y + gapBeforeFoot}, fromLeft, s.foot)
	if s.marking != "" {
		c.below(markingText, pt{s.width / 2, at.y + 2}, centred, []string{s.marking})
	}
}

// drawBody draws keys and body from a corner and returns the edge below them.
func (s *sheet) drawBody(c *canvas, at pt) float64 {
	if len(s.body.keys) > 0 {
		drawKeys(c, s.body.keys, at, bodyWidth)
		at.y += s.keysHeight()
	}
	s.body.draw(c, box{at.x, at.y, bodyWidth, s.bodyHeight})
	return at.y + s.bodyHeight
}
