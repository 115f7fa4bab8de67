package reports

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The measures of the page: A4 with margins of 2 cm, in twentieths of a point;
// pictures are 170 mm wide, in the units of drawings, 36,000 a millimetre.
const (
	textTwips     = 9638
	pictureWidth  = 170 * 36000
	pictureHeight = 220 * 36000 // at most, so that caption and source have room on its page
)

// open starts a paragraph, close ends it.
func (d *document) open(style string) {
	fmt.Fprintf(&d.body, `<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr>`, style)
}

// openKept starts a paragraph that stays on the page of the one below.
func (d *document) openKept(style string) {
	fmt.Fprintf(&d.body, `<w:p><w:pPr><w:pStyle w:val="%s"/><w:keepNext/></w:pPr>`, style)
}

func (d *document) close() { d.body.WriteString("</w:p>\n") }

// run writes text.
func (d *document) run(text string) {
	fmt.Fprintf(&d.body, `<w:r><w:t xml:space="preserve">%s</w:t></w:r>`, escape(text))
}

func (d *document) paragraph(style, text string) {
	if text == "" {
		return
	}
	d.flow.paragraph(style, text, false)
	d.open(style)
	d.run(text)
	d.close()
}

// bookmark writes what is inside a bookmark.
func (d *document) bookmark(name string, inside func()) {
	d.bookmarks++
	id := d.bookmarks
	fmt.Fprintf(&d.body, `<w:bookmarkStart w:id="%d" w:name="%s"/>`, id, escape(name))
	inside()
	fmt.Fprintf(&d.body, `<w:bookmarkEnd w:id="%d"/>`, id)
}

// heading writes a heading; anchor, if not "", is its bookmark.
func (d *document) heading(level int, text, anchor string) {
	style := fmt.Sprintf("Heading%d", level)
	if anchor != "" {
		d.flow.bookmark(anchor)
	}
	d.flow.paragraph(style, text, false)
	d.open(style)
	if anchor == "" {
		d.run(text)
	} else {
		d.bookmark(anchor, func() { d.run(text) })
	}
	d.close()
}

// contents writes a line of the contents, a link to a bookmark with its page as a field
// that word processors keep right.
func (d *document) contents(text, holds, anchor string) {
	d.open("Contents")
	fmt.Fprintf(&d.body, `<w:hyperlink w:anchor="%s" w:history="1"><w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr><w:t>%s</w:t></w:r></w:hyperlink>`, anchor, escape(text))
	if holds != "" {
		d.run(": " + holds)
	}
	fmt.Fprintf(&d.body, `<w:r><w:tab/></w:r><w:fldSimple w:instr=" PAGEREF %s \h "><w:r><w:t>%s</w:t></w:r></w:fldSimple>`, anchor, pageMark(anchor))
	d.anchors = append(d.anchors, anchor)
	d.flow.paragraph("Contents", text+": "+holds, false)
	d.close()
}

// caption writes "Figure 3. Text", with the number as a field that Word keeps
// right when figures are added.
func (d *document) caption(label string, number int, text string) {
	d.flow.paragraph("Caption", fmt.Sprintf("%s %d. %s", label, number, text), false)
	d.open("Caption")
	d.run(label + " ")
	fmt.Fprintf(&d.body, `<w:fldSimple w:instr=" SEQ %s \* ARABIC "><w:r><w:t>%d</w:t></w:r></w:fldSimple>`, label, number)
	d.run(". " + text)
	d.close()
}

// picture writes a figure at a scale, as PNG with its SVG twin.
func (d *document) picture(f foundFigure, scale float64) {
	width, height := pictureSize(f.PNGEmbedded, scale)
	if width == 0 {
		return
	}
	style := flowStyles["Picture"]
	d.flow.block(style.before, pictureHigh(height), style.after, style.kept)
	d.pictures = append(d.pictures, picture{f.PNGEmbedded, withSize(printColours.ReplaceAll(f.SVGEmbedded, []byte("$1")))})
	n := len(d.pictures)
	alt := escape(f.AltText)
	d.open("Picture")
	fmt.Fprintf(&d.body, `<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/>`+
		`<wp:docPr id="%d" name="Figure %d" descr="%s"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>`+
		`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%d" name="%s.png" descr="%s"/><pic:cNvPicPr/></pic:nvPicPr>`+
		`<pic:blipFill><a:blip r:embed="rIdPng%d"><a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip r:embed="rIdSvg%d"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`+
		`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`,
		width, height, n, n, alt, n, escape(f.ID), alt, n, n, width, height)
	d.close()
}

var svgFrame = regexp.MustCompile(`width="100%" viewBox="0 0 ([0-9.]+) ([0-9.]+)"`)

// printColours finds colours that are variables, which Word does not know, with
// the printed colour in them.
var printColours = regexp.MustCompile(`var\(--[a-z0-9-]+,(#[0-9A-F]{6})\)`)

// withSize gives a drawing a size of its own, which Word needs, and the margin of
// the embedded PNG.
func withSize(svg []byte) []byte {
	at := svgFrame.FindSubmatchIndex(svg)
	if at == nil {
		return svg
	}
	w, errW := strconv.ParseFloat(string(svg[at[2]:at[3]]), 64)
	h, errH := strconv.ParseFloat(string(svg[at[4]:at[5]]), 64)
	if errW != nil || errH != nil {
		return svg
	}
	w, h = w+2*embeddedMargin, h+2*embeddedMargin
	frame := fmt.Sprintf(`width="%.2fpt" height="%.2fpt" viewBox="%g %g %.2f %.2f"`, w, h, -embeddedMargin, -embeddedMargin, w, h)
	return slices.Concat(svg[:at[0]], []byte(frame), svg[at[1]:])
}

// documentTable is a table of the document.
type documentTable struct {
	title, summary string
	columns        []SheetColumn
	rows           [][]SheetCell
}

// drop leaves a column out.
func (t *documentTable) drop(header string) {
	at := slices.IndexFunc(t.columns, func(c SheetColumn) bool { return c.Header == header || strings.HasPrefix(c.Header, header+" [note ") })
	if at < 0 {
		return
	}
	t.columns = slices.Delete(slices.Clone(t.columns), at, at+1)
	t.rows = slices.Clone(t.rows)
	for i, row := range t.rows {
		t.rows[i] = slices.Delete(slices.Clone(row), at, at+1)
	}
}

// table writes a caption and a table: its header row is repeated on every page,
// and no row is torn.
func (d *document) table(t documentTable) {
	d.tables++
	d.caption("Table", d.tables, t.title)
	fmt.Fprintf(&d.body, `<w:tbl><w:tblPr><w:tblStyle w:val="Ruled"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/>`+
		`<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>`+
		`<w:tblCaption w:val="%s"/><w:tblDescription w:val="%s"/></w:tblPr><w:tblGrid>`, textTwips, escape(t.title), escape(t.summary))
	widths := t.widths()
	for _, width := range widths {
		fmt.Fprintf(&d.body, `<w:gridCol w:w="%d"/>`, width)
	}
	d.body.WriteString("</w:tblGrid>")
	shorthand := shorthandLine(t.rows)
	cell := func(i int, text, style string, open func(string)) {
		if t.columns[i].Number {
			style += "Number"
		}
		fmt.Fprintf(&d.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, widths[i])
		open(style)
		d.run(text)
		d.body.WriteString("</w:p></w:tc>")
	}
	d.body.WriteString(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range t.columns {
		cell(i, c.Header, "TableHead", d.open)
	}
	d.body.WriteString("</w:tr>")
	head := t.rowHeight(widths, t.headers(), "TableHead")
	d.flow.block(0, head, 0, true)
	for k, row := range t.rows {
		page := d.flow.page
		d.flow.block(0, t.rowHeight(widths, texts(row), "TableText"), 0, k == len(t.rows)-1 && shorthand != "")
		if k > 0 && d.flow.page > page {
			d.flow.at += head // it is repeated
		}
		open := d.open
		if k == len(t.rows)-1 && shorthand != "" {
			open = d.openKept
		}
		d.body.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i, c := range row {
			cell(i, c.String(), "TableText", open)
		}
		d.body.WriteString("</w:tr>")
	}
	d.body.WriteString("</w:tbl>\n")
	d.flow.block(0, afterTable, 0, shorthand != "")
	if shorthand == "" {
		d.open("AfterTable")
		d.close()
		return
	}
	d.openKept("AfterTable")
	d.close()
	d.paragraph("Trace", shorthand)
}

// cellMargin is the space on the right of a cell, and tableSize the size of its
// text, in points.
const (
	cellMargin = 6.0
	tableSize  = 10.0
)

// widths are the widths of the columns in twips: those of numbers as wide as
// their words and numbers need, those of text share the rest by their length.
func (t *documentTable) widths() []int {
	need, text := make([]float64, len(t.columns)), make([]float64, len(t.columns))
	room, wish := float64(textTwips)/20, 0.0
	for i, c := range t.columns {
		need[i] = boldFace().longestWord(c.Header, tableSize)
		longest := regularFace().width(c.Header, tableSize)
		for _, row := range t.rows {
			s := row[i].String()
			longest = max(longest, regularFace().width(s, tableSize))
			if !c.Number {
				s = strings.ReplaceAll(s, "-", "- ")              // a line may break there
				s = strings.ReplaceAll(s, "per cent", "per_cent") // and not there
			}
			need[i] = max(need[i], regularFace().longestWord(s, tableSize))
		}
		need[i] = need[i]/slack + cellMargin
		if !c.Number {
			text[i] = max(longest+cellMargin-need[i], 0)
		}
		room -= need[i]
		wish += text[i]
	}
	widths := make([]int, len(t.columns))
	used := 0
	for i := range widths {
		share := need[i]
		switch {
		case room < 0: // words must break
			share = need[i] * float64(textTwips) / 20 / (float64(textTwips)/20 - room)
		case wish > 0:
			share += text[i] * min(1, room/wish)
		}
		widths[i] = int(share * 20)
		used += widths[i]
	}
	// What is left goes to all alike, so that the rules end with the text.
	for i := range widths {
		widths[i] += (textTwips - used) / len(widths)
	}
	return widths
}
