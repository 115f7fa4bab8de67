package reports

import (
	"bytes"
	"image/png"
	"strconv"
	"strings"
)

// The heights of a page's text and of its lines, in points. Arial sets a line 1.15
// times its size.
const (
	flowPage  = (16838 - 2*1134) / 20.0
	flowWidth = textTwips / 20.0
	flowLine  = 1.15
	flowSlack = 10.0 // what estimates may be out by before a figure falls on the next page
)

// flowStyle is what a paragraph style of word/styles.xml takes, in points.
type flowStyle struct {
	size, before, after, indent float64
	bold, kept                  bool // kept stays on the page of the next paragraph
}

var flowStyles = map[string]flowStyle{
	"Normal":     {size: 12, after: 6},
	"Title":      {size: 24, after: 10, bold: true, kept: true},
	"Heading1":   {size: 18, before: 12, after: 6, bold: true, kept: true},
	"Heading2":   {size: 15, before: 12, after: 4, bold: true, kept: true},
	"Statement":  {size: 12, before: 8, after: 2, bold: true, kept: true},
	"NotMade":    {size: 12, before: 8, after: 2, kept: true},
	"Trace":      {size: 10, after: 10},
	"Caption":    {size: 12, before: 14, after: 3, bold: true, kept: true},
	"Subtitle":   {size: 11, after: 4, kept: true},
	"Picture":    {before: 2, after: 4, kept: true},
	"Contents":   {size: 12, after: 4},
	"ListBullet": {size: 12, after: 3, indent: 14.2},
	"Code":       {size: 11, before: 2, after: 8, indent: 14.2},
	"TableText":  {size: 10, before: 2, after: 2},
	"TableHead":  {size: 10, before: 2, after: 2, bold: true},
}

// lines is the height of the lines of a paragraph in a column of a width.
func (s flowStyle) lines(text string, width float64) float64 {
	lines := lettering{size: s.size, bold: s.bold}.wrap(text, width-s.indent)
	return float64(max(1, len(lines))) * flowLine * s.size
}

// flow follows the text down the pages as a word processor would set it: figures are
// put where they fit, and the contents name pages. It is an estimate; the processor
// sets the page. Between paragraphs is the larger of the spaces after the one and before
// the other, and none at the top of a page.
type flow struct {
	page      int     // from 0
	at, after float64 // points used on the page, and the space after them
	group     flowGroup
	waiting   []string       // bookmarks in the group
	pages     map[string]int // of bookmarks, from 1
}

// flowGroup is what must stand on one page.
type flowGroup struct {
	before, height, after float64
	begun                 bool
}

func (g *flowGroup) add(before, height, after float64) {
	if !g.begun {
		*g = flowGroup{before: before, begun: true}
	} else {
		g.height += max(g.after, before)
	}
	g.height += height
	g.after = after
}

func (g *flowGroup) paragraph(style, text string) {
	s := flowStyles[style]
	g.add(s.before, s.lines(text, flowWidth), s.after)
}

// paragraph adds a paragraph; kept keeps it on the page of the next.
func (f *flow) paragraph(style, text string, kept bool) {
	s := flowStyles[style]
	f.block(s.before, s.lines(text, flowWidth), s.after, kept || s.kept)
}

// block adds what no page tears, with the space before and after it.
func (f *flow) block(before, height, after float64, kept bool) {
	f.group.add(before, height, after)
	if kept {
		return
	}
	if f.at > 0 && f.at+max(f.after, f.group.before)+f.group.height > flowPage {
		f.page, f.at = f.page+1, 0
	}
	if f.at > 0 {
		f.at += max(f.after, f.group.before)
	}
	f.at += f.group.height
	f.after, f.group = f.group.after, flowGroup{}
	for _, name := range f.waiting {
		f.pages[name] = f.page + 1
	}
	f.waiting = nil
}

// bookmark notes a bookmark in the paragraph that is added next.
func (f *flow) bookmark(name string) {
	if f.pages == nil {
		f.pages = map[string]int{}
	}
	f.waiting = append(f.waiting, name)
}

// fits reports whether a group has room on the page.
func (f *flow) fits(g flowGroup) bool {
	return f.at+max(f.after, g.before)+g.height+flowSlack <= flowPage
}

// rowHeight is that of a row of a table.
func (t *documentTable) rowHeight(widths []int, cells []string, style string) float64 {
	most, s := 0.0, flowStyles[style]
	for i, text := range cells {
		most = max(most, s.before+s.lines(text, float64(widths[i])/20-cellMargin)+s.after)
	}
	return most + 0.5
}

// headers are the headers of the columns.
func (t *documentTable) headers() []string {
	out := make([]string, len(t.columns))
	for i, c := range t.columns {
		out[i] = c.Header
	}
	return out
}

// afterTable is the height of the empty line below a table.
const afterTable = 6.0

// start adds a table's caption, header and first two rows, and what must stand below it
// where it has no more.
func (t *documentTable) start(g *flowGroup) {
	widths := t.widths()
	g.paragraph("Caption", "Table 10. "+t.title)
	g.add(0, t.rowHeight(widths, t.headers(), "TableHead"), 0)
	for _, row := range t.rows[:min(2, len(t.rows))] {
		g.add(0, t.rowHeight(widths, texts(row), "TableText"), 0)
	}
	if shorthand := shorthandLine(t.rows); len(t.rows) < 3 && shorthand != "" {
		g.add(0, afterTable, 0)
		g.paragraph("Trace", shorthand)
	}
}

// started is the group of a table's start.
func (t *documentTable) started() (g flowGroup) {
	t.start(&g)
	return g
}

// texts are cells as a person reads them.
func texts(row []SheetCell) []string {
	out := make([]string, len(row))
	for i, c := range row {
		out[i] = c.String()
	}
	return out
}

// leastScale is the least that a figure is scaled to, to fit into what is left of a page.
const leastScale = 0.9

// pictureScale is the size at which a figure fits into what is left of the page, 1 where
// it fits as it is or not even a little smaller.
func (d *document) pictureScale(f foundFigure) float64 {
	room := d.room(f)
	for scale := 1.0; scale > leastScale-0.001; scale -= 0.02 {
		if d.flow.fits(room.at(scale)) {
			return scale
		}
	}
	return 1
}

// figureRoom is the room that a figure takes at full size, and the part of its picture.
type figureRoom struct {
	group   flowGroup
	picture float64
}

// at is the room at a scale of the picture.
func (r figureRoom) at(scale float64) flowGroup {
	g := r.group
	g.height -= (1 - scale) * r.picture
	return g
}

// room is that of a figure, measured once: it is asked for at every place where the
// figure could stand.
func (d *document) room(f foundFigure) figureRoom {
	r, known := d.rooms[f.ID]
	if !known {
		r = measure(f)
		if d.rooms == nil {
			d.rooms = map[string]figureRoom{}
		}
		d.rooms[f.ID] = r
	}
	return r
}

// measure sets a figure with its caption and note, and the start of the table below it.
func measure(f foundFigure) figureRoom {
	var g flowGroup
	g.paragraph("Caption", "Figure 10. "+f.Title)
	g.paragraph("Subtitle", f.Subtitle)
	_, drawn := pictureSize(f.PNGEmbedded, 1)
	picture := pictureHigh(drawn)
	g.add(flowStyles["Picture"].before, picture, flowStyles["Picture"].after)
	table, shown := figureTable(f)
	if note := figureNote(f, shown); note != "" {
		g.paragraph("Trace", note)
	}
	if shown {
		table.start(&g)
	}
	return figureRoom{g, picture}
}

// pictureHigh is the height of a picture in points.
func pictureHigh(drawn int64) float64 { return float64(drawn) / 12700 }

// pictureSize is the size of a picture on the page, in the units of drawings: as wide as
// the text, times a scale, unless it would be too tall.
func pictureSize(file []byte, scale float64) (width, height int64) {
	shape, err := png.DecodeConfig(bytes.NewReader(file))
	if err != nil || shape.Width == 0 {
		return 0, 0 // a figure that was drawn has its picture
	}
	width, height = pictureWidth, int64(pictureWidth)*int64(shape.Height)/int64(shape.Width)
	if height > pictureHeight {
		width, height = width*pictureHeight/height, pictureHeight
	}
	return int64(scale * float64(width)), int64(scale * float64(height))
}

// pageMark stands in the contents for the page of a bookmark until all pages are known.
func pageMark(anchor string) string { return "\ue000" + anchor + "\ue000" }

// paged writes the pages of bookmarks where their marks stand.
func (d *document) paged() string {
	var pairs []string
	for _, anchor := range d.anchors {
		pairs = append(pairs, pageMark(anchor), strconv.Itoa(d.flow.pages[anchor]))
	}
	return strings.NewReplacer(pairs...).Replace(d.body.String())
}
