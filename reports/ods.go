package reports

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"svna/analysis"
	"svna/analysis/disclosure"
)

//go:embed ods/styles.xml
var odsStyles []byte

const (
	odsType  = "application/vnd.oasis.opendocument.spreadsheet"
	odsSpace = "urn:oasis:names:tc:opendocument:xmlns:"
)

// writeODS writes appendix.ods (OpenDocument 1.3): the sheets, lines and tables
// of the workbook, from the same layout.
func writeODS(w io.Writer, p *disclosure.Published, l *Layout, h Headlines) error {
	sheets := append(frontSheets(p, l, h, contentsSheet(p, nil)), l.Sheets...)
	content := &odsContent{widths: map[float64]string{}}
	return writeArchive(w, []archivePart{
		{name: "mimetype", bytes: []byte(odsType), stored: true}, // first, as it is, so that the type can be read off the file
		{name: "META-INF/manifest.xml", bytes: odsManifest()},
		{name: "content.xml", bytes: content.write(sheets, h)},
		{name: "meta.xml", bytes: odsMeta(p)},
		{name: "styles.xml", bytes: odsPages(content.pages)},
	})
}

func odsManifest() []byte {
	var b strings.Builder
	fmt.Fprintf(&b, `%s<manifest:manifest xmlns:manifest="%smanifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="%s"/>`, xmlHead, odsSpace, odsType)
	for _, part := range []string{"content.xml", "meta.xml", "styles.xml"} {
		fmt.Fprintf(&b, `<manifest:file-entry manifest:full-path="%s" manifest:media-type="text/xml"/>`, part)
	}
	b.WriteString("</manifest:manifest>")
	return []byte(b.String())
}

// odsMeta has the title, the organisation, the reference date and the language.
func odsMeta(p *disclosure.Published) []byte {
	about := p.About()
	date := issued(about) + "T00:00:00"
	var b strings.Builder
	fmt.Fprintf(&b, `%s<office:document-meta xmlns:office="%soffice:1.0" xmlns:meta="%smeta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:meta>`, xmlHead, odsSpace, odsSpace)
	for _, item := range [][2]string{
		{"meta:generator", "svna"},
		{"dc:title", about.Title},
		{"dc:subject", about.Area.Name + ", " + about.Period.Name()},
		{"dc:description", sourceLine(about)},
		{"meta:initial-creator", publisher(about)},
		{"dc:creator", publisher(about)},
		{"meta:creation-date", date},
		{"dc:date", date},
		{"dc:language", "en-GB"},
	} {
		fmt.Fprintf(&b, "<%s>%s</%s>", item[0], escape(item[1]), item[0])
	}
	b.WriteString("</office:meta></office:document-meta>")
	return []byte(b.String())
}

// odsContent is the part with the sheets while it is made.
type odsContent struct {
	b      strings.Builder
	widths map[float64]string // styles of columns, by their width in characters
	order  []float64
	pages  []odsPage
	heads  []float64 // heights of header rows in points
}

// odsPage is how sheets are printed that do not take as many pages of one page's
// width as they need: at a scale, over pages side by side, or on so many at most.
type odsPage struct{ scale, high int }

// name is the end of the names of a page's styles.
func (p odsPage) name() string {
	switch {
	case p.scale > 0:
		return fmt.Sprintf("Scale%d", p.scale)
	case p.high > 0:
		return fmt.Sprintf("High%d", p.high)
	}
	return ""
}

// size is the attribute that sets the size of print.
func (p odsPage) size() string {
	if p.scale > 0 {
		return fmt.Sprintf(`style:scale-to="%d%%" style:print-page-order="ltr"`, p.scale)
	}
	return fmt.Sprintf(`style:scale-to-X="1" style:scale-to-Y="%d"`, p.high)
}

// odsPages is the part with the styles of cells, of totals too, and of printed pages.
func odsPages(pages []odsPage) []byte {
	layouts, masters := "", ""
	for _, p := range pages {
		layouts += fmt.Sprintf(`<style:page-layout style:name="Landscape%s"><style:page-layout-properties fo:page-width="29.7cm" fo:page-height="21cm" style:print-orientation="landscape" fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="1cm" fo:margin-right="1cm" %s style:print="objects charts drawings zero-values"/><style:header-style/><style:footer-style/></style:page-layout>`, p.name(), p.size())
		masters += fmt.Sprintf(`<style:master-page style:name="Page%s" style:page-layout-name="Landscape%s"><style:header style:display="false"/><style:header-left style:display="false"/><style:footer style:display="false"/><style:footer-left style:display="false"/></style:master-page>`, p.name(), p.name())
	}
	totals := ""
	for _, of := range odsTableStyles {
		for _, look := range []rowLook{ruledRow, boldRow, boldRuledRow} {
			totals += fmt.Sprintf(`<style:style style:name="%s%s" style:family="table-cell" style:parent-style-name="%s"%s>`, of.name, odsVariants[look], of.name, of.format)
			if look != boldRow {
				totals += `<style:table-cell-properties fo:padding-top="0.06cm" fo:padding-bottom="0.06cm" fo:border-top="0.75pt solid #000000"/>`
			}
			if look != ruledRow {
				totals += `<style:text-properties fo:font-weight="bold" style:font-weight-asian="bold" style:font-weight-complex="bold"/>`
			}
			totals += "</style:style>"
		}
	}
	styles := odsStyles
	for end, more := range map[string]string{"</office:styles>": totals, "</office:automatic-styles>": layouts, "</office:master-styles>": masters} {
		styles = bytes.Replace(styles, []byte(end), []byte(more+end), 1)
	}
	return styles
}

// odsVariants is what the names of the styles of cells end in.
var odsVariants = [rowLooks]string{ruledRow: "_20_ruled", boldRow: "_20_total", boldRuledRow: "_20_total_20_ruled"}

// odsTableStyles are the styles of the cells of a table, with their formats of data,
// which a style does not take from its parent.
var odsTableStyles = []struct{ name, format string }{
	{"Text", ` style:data-style-name="AsText"`},
	{"Indented", ` style:data-style-name="AsText"`},
	{"Shorthand", ""},
	{"Count_20_cell", ` style:data-style-name="Count"`},
	{"OneDecimal_20_cell", ` style:data-style-name="OneDecimal"`},
	{"TwoDecimals_20_cell", ` style:data-style-name="TwoDecimals"`},
	{"ThreeDecimals_20_cell", ` style:data-style-name="ThreeDecimals"`},
}

// write writes the sheets, a name for the cell of each headline, and the
// range of each table.
func (c *odsContent) write(sheets []Sheet, h Headlines) []byte {
	for _, s := range sheets {
		c.sheet(s)
	}
	c.names(h)
	c.b.WriteString("<table:database-ranges>")
	for _, s := range sheets {
		if len(s.Columns) > 0 {
			fmt.Fprintf(&c.b, `<table:database-range table:name="%s" table:target-range-address="%s:%s" table:contains-header="true" table:display-filter-buttons="false"/>`,
				tableName(s.Name), odsAddress(s.Name, 1, s.Head), odsAddress(s.Name, len(s.Columns), s.Head+len(s.Rows)))
		}
	}
	c.b.WriteString("</table:database-ranges>")
	var out strings.Builder
	out.WriteString(xmlHead + "<office:document-content")
	for _, space := range [][2]string{{"office", "office"}, {"table", "table"}, {"text", "text"}, {"style", "style"}, {"fo", "xsl-fo-compatible"}} {
		fmt.Fprintf(&out, ` xmlns:%s="%s%s:1.0"`, space[0], odsSpace, space[1])
	}
	out.WriteString(` xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"><office:automatic-styles>`)
	out.WriteString(`<style:style style:name="Sheet" style:family="table" style:master-page-name="Default"><style:table-properties table:display="true"/></style:style>`)
	out.WriteString(`<style:style style:name="Row" style:family="table-row"><style:table-row-properties style:use-optimal-row-height="true"/></style:style>`)
	for _, height := range c.heads { // bold words are wider in print than programs reckon
		fmt.Fprintf(&out, `<style:style style:name="Head%.0f" style:family="table-row"><style:table-row-properties style:row-height="%.0fpt" style:use-optimal-row-height="false"/></style:style>`, height, height)
	}
	for _, p := range c.pages {
		fmt.Fprintf(&out, `<style:style style:name="Sheet%s" style:family="table" style:master-page-name="Page%s"><style:table-properties table:display="true"/></style:style>`, p.name(), p.name())
	}
	for _, width := range c.order {
		fmt.Fprintf(&out, `<style:style style:name="%s" style:family="table-column"><style:table-column-properties style:column-width="%.2fcm"/></style:style>`, c.widths[width], columnWhole(width)/centimetre)
	}
	out.WriteString("</office:automatic-styles><office:body><office:spreadsheet>")
	out.WriteString(c.b.String())
	out.WriteString("</office:spreadsheet></office:body></office:document-content>")
	return []byte(out.String())
}

// sheet writes one sheet: lines, then the table with its header row, which is
// repeated on every printed page.
func (c *odsContent) sheet(s Sheet) {
	page := s.printed()
	paper := odsPage{page.scale, page.high}
	if paper != (odsPage{}) && !slices.Contains(c.pages, paper) {
		c.pages = append(c.pages, paper)
	}
	areas := ""
	if len(page.starts) > 0 {
		areas = ` table:print-ranges="` + escape(strings.NewReplacer("$", "", "!", ".", ",", " ").Replace(s.printArea(page, s.Head+len(s.Rows)))) + `"`
	}
	fmt.Fprintf(&c.b, `<table:table table:name="%s" table:style-name="Sheet%s"%s>`, escape(s.Name), paper.name(), areas)
	if len(s.Columns) == 0 {
		c.column(coverWidth)
	}
	if page.titles > 0 {
		c.b.WriteString("<table:table-header-columns>")
	}
	for i, column := range s.Columns {
		c.column(column.Width)
		if i+1 == page.titles {
			c.b.WriteString("</table:table-header-columns>")
		}
	}
	for _, line := range s.Lines {
		c.startRow()
		link := ""
		if line.Kind == ReturnLine {
			link = "Contents"
		}
		c.text(odsLineStyle[line.Kind], line.Text, link)
		c.b.WriteString("</table:table-row>\n")
	}
	if len(s.Columns) > 0 {
		c.table(s)
	}
	c.b.WriteString("</table:table>\n")
}

func (c *odsContent) table(s Sheet) {
	height := s.heights[0]
	if !slices.Contains(c.heads, height) {
		c.heads = append(c.heads, height)
	}
	fmt.Fprintf(&c.b, `<table:table-header-rows><table:table-row table:style-name="Head%.0f">`, height)
	for i, column := range s.Columns {
		style := "Header"
		switch {
		case column.Number:
			style = "Header_20_number"
		case s.indented(i):
			style = "Header_20_indented"
		}
		c.text(style, column.Header, "")
	}
	c.b.WriteString("</table:table-row></table:table-header-rows>\n")
	for i, row := range s.Rows {
		c.startRow()
		for k, cell := range row {
			c.cell(s, k, cell, odsVariants[s.rowLook(i, k)])
		}
		c.b.WriteString("</table:table-row>\n")
	}
}

func (c *odsContent) startRow() { c.b.WriteString(`<table:table-row table:style-name="Row">`) }

// column writes a column, with one style for all that are alike.
func (c *odsContent) column(width float64) {
	name, ok := c.widths[width]
	if !ok {
		name = fmt.Sprintf("Column%d", len(c.widths)+1)
		c.widths[width] = name
		c.order = append(c.order, width)
	}
	fmt.Fprintf(&c.b, `<table:table-column table:style-name="%s" table:default-cell-style-name="Default"/>`, name)
}

// cell writes a cell of a table: the number in full and as it is shown, or a
// text; in a variant of its style.
func (c *odsContent) cell(s Sheet, column int, cell SheetCell, variant string) {
	if cell.Number.Known() {
		fmt.Fprintf(&c.b, `<table:table-cell table:style-name="%s" office:value-type="float" office:value="%s"><text:p>%s</text:p></table:table-cell>`,
			odsNumberStyle(cell.Format)+variant, plain(cell.Number), escape(cell.String()))
		return
	}
	style := "Text"
	switch {
	case cell.Text == "":
		c.b.WriteString(`<table:table-cell table:style-name="Text` + variant + `"/>`)
		return
	case cell.Link != "":
		style, variant = "Link", ""
	case s.Columns[column].Number:
		style = "Shorthand"
	case s.indented(column):
		style = "Indented"
	}
	c.text(style+variant, cell.Text, cell.Link)
}

// text writes a cell of text, which may be a link to a sheet.
func (c *odsContent) text(style, text, link string) {
	fmt.Fprintf(&c.b, `<table:table-cell table:style-name="%s" office:value-type="string"><text:p>`, style)
	if link != "" {
		fmt.Fprintf(&c.b, `<text:a xlink:type="simple" xlink:href="#%s">`, odsAddress(link, 1, 1))
	}
	c.b.WriteString(odsText(text))
	if link != "" {
		c.b.WriteString("</text:a>")
	}
	c.b.WriteString("</text:p></table:table-cell>")
}

// odsText writes spaces that a reader would take together, tabs and line ends as
// the elements that stand for them.
func odsText(text string) string {
	var b strings.Builder
	start, afterSpace := 0, true
	for i, r := range text {
		mark := ""
		switch {
		case r == ' ' && afterSpace:
			mark = "<text:s/>"
		case r == '\t':
			mark = "<text:tab/>"
		case r == '\n':
			mark = "<text:line-break/>"
		}
		afterSpace = r == ' ' || mark != ""
		if mark != "" {
			b.WriteString(escape(text[start:i]) + mark)
			start = i + 1
		}
	}
	b.WriteString(escape(text[start:]))
	return b.String()
}

// names writes a name for the cell of each headline.
func (c *odsContent) names(h Headlines) {
	c.b.WriteString("<table:named-expressions>")
	for _, headline := range h.Headlines {
		if headline.Source == nil {
			continue
		}
		column, row, err := excelize.CellNameToCoordinates(headline.Source.Cell)
		if err != nil {
			panic("reports: the layout gave a cell that is none")
		}
		address := "$" + odsQuoted(headline.Source.Worksheet) + "." + absolute(column, row)
		fmt.Fprintf(&c.b, `<table:named-range table:name="%s" table:base-cell-address="%s" table:cell-range-address="%s"/>`, DefinedName(headline.ID), address, address)
	}
	c.b.WriteString("</table:named-expressions>")
}

// odsAddress is the address of a cell; columns and rows count from 1.
func odsAddress(sheet string, column, row int) string {
	return odsQuoted(sheet) + "." + cellName(column, row)
}

func odsQuoted(sheet string) string { return escape("'" + sheet + "'") }

// odsLineStyle is the cell style of each kind of line.
var odsLineStyle = map[LineKind]string{
	TitleLine:     "Heading_20_1",
	MarkingLine:   "Line",
	TextLine:      "Line",
	ReturnLine:    "Link",
	CoverLine:     "Heading_20_1_20_wrapped",
	HeadLine:      "Heading_20_2",
	ParagraphLine: "Paragraph",
}

func odsNumberStyle(f analysis.Format) string {
	switch numberStyle(f) {
	case oneDecimalStyle:
		return "OneDecimal_20_cell"
	case twoDecimalStyle:
		return "TwoDecimals_20_cell"
	case threeDecimalStyle:
		return "ThreeDecimals_20_cell"
	}
	return "Count_20_cell"
}
