package reports

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"strings"

	"svna/analysis/disclosure"
)

//go:embed word/styles.xml
var wordStyles []byte

//go:embed word/numbering.xml
var wordNumbering []byte

//go:embed word/settings.xml
var wordSettings []byte

const (
	wordSpaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	drawSpaces = ` xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"` +
		` xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"`
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml."
)

// write writes the parts of the document as one archive.
func (d *document) write(w io.Writer, p *disclosure.Published) error {
	parts := []archivePart{
		{name: "[Content_Types].xml", bytes: wordContentTypes()},
		{name: "_rels/.rels", bytes: wordRelations()},
		{name: "docProps/core.xml", bytes: coreProperties(p)},
		{name: "word/_rels/document.xml.rels", bytes: d.relations()},
		{name: "word/document.xml", bytes: d.part()},
		{name: "word/footer1.xml", bytes: wordFooter(p.Rule().Marking)},
		{name: "word/header1.xml", bytes: wordHeader(p.Rule().Marking)},
	}
	for i, picture := range d.pictures {
		parts = append(parts,
			archivePart{name: fmt.Sprintf("word/media/figure%d.png", i+1), bytes: picture.png, stored: true},
			archivePart{name: fmt.Sprintf("word/media/figure%d.svg", i+1), bytes: picture.svg})
	}
	return writeArchive(w, append(parts,
		archivePart{name: "word/numbering.xml", bytes: wordNumbering},
		archivePart{name: "word/settings.xml", bytes: wordSettings},
		archivePart{name: "word/styles.xml", bytes: wordStyles}))
}

// part is the part with the text.
func (d *document) part() []byte {
	var b bytes.Buffer
	b.WriteString(xmlHead + `<w:document ` + wordSpaces + drawSpaces + "><w:body>\n")
	b.WriteString(d.paged())
	b.WriteString(`<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:footerReference w:type="default" r:id="rIdFooter"/>` +
		`<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	return b.Bytes()
}

func wordContentTypes() []byte {
	var b strings.Builder
	b.WriteString(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`)
	for _, kind := range [][2]string{{"png", "image/png"}, {"rels", "application/vnd.openxmlformats-package.relationships+xml"}, {"svg", "image/svg+xml"}, {"xml", "application/xml"}} {
		fmt.Fprintf(&b, `<Default Extension="%s" ContentType="%s"/>`, kind[0], kind[1])
	}
	b.WriteString(`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>`)
	for _, part := range [][2]string{{"document", "document.main"}, {"footer1", "footer"}, {"header1", "header"}, {"numbering", "numbering"}, {"settings", "settings"}, {"styles", "styles"}} {
		fmt.Fprintf(&b, `<Override PartName="/word/%s.xml" ContentType="%s%s+xml"/>`, part[0], wordType, part[1])
	}
	b.WriteString("</Types>")
	return []byte(b.String())
}

func wordRelations() []byte {
	return []byte(xmlHead + `<Relationships xmlns="` + packageSpace + `"><Relationship Id="rIdDocument" Type="` + relationSpace + `/officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rIdCore" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`)
}

// relations ties the document to its other parts.
func (d *document) relations() []byte {
	var b bytes.Buffer
	b.WriteString(xmlHead + `<Relationships xmlns="` + packageSpace + `">`)
	tie := func(id, kind, target string) {
		fmt.Fprintf(&b, `<Relationship Id="%s" Type="%s/%s" Target="%s"/>`, id, relationSpace, kind, target)
	}
	tie("rIdFooter", "footer", "footer1.xml")
	tie("rIdHeader", "header", "header1.xml")
	tie("rIdNumbering", "numbering", "numbering.xml")
	tie("rIdSettings", "settings", "settings.xml")
	tie("rIdStyles", "styles", "styles.xml")
	for i := range d.pictures {
		tie(fmt.Sprintf("rIdPng%d", i+1), "image", fmt.Sprintf("media/figure%d.png", i+1))
		tie(fmt.Sprintf("rIdSvg%d", i+1), "image", fmt.Sprintf("media/figure%d.svg", i+1))
	}
	b.WriteString("</Relationships>")
	return b.Bytes()
}

// coreProperties are the title, the language, the organisation and the reference
// date: never a person or a clock.
func coreProperties(p *disclosure.Published) []byte {
	about := p.About()
	date := issued(about) + "T00:00:00Z"
	var b strings.Builder
	b.WriteString(xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"` +
		` xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	add := func(tag, text string) { fmt.Fprintf(&b, "<%s>%s</%s>", tag, escape(text), tag) }
	add("dc:title", about.Title+": headline statements")
	add("dc:subject", about.Area.Name+", "+about.Period.Name())
	add("dc:creator", publisher(about))
	add("dc:description", sourceLine(about))
	add("cp:lastModifiedBy", publisher(about))
	fmt.Fprintf(&b, `<dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">%s</dcterms:modified>`, date, date)
	add("dc:language", "en-GB")
	if marking := p.Rule().Marking; marking != "" {
		add("cp:contentStatus", marking)
	}
	b.WriteString("</cp:coreProperties>")
	return []byte(b.String())
}

// wordHeader and wordFooter bear the marking on every page; the footer has the
// number of the page too.
func wordHeader(marking string) []byte {
	return []byte(xmlHead + `<w:hdr ` + wordSpaces + `>` + markingParagraph(marking) + `</w:hdr>`)
}

func wordFooter(marking string) []byte {
	field := func(name string) string {
		return `<w:fldSimple w:instr=" ` + name + ` "><w:r><w:t>1</w:t></w:r></w:fldSimple>`
	}
	text := func(t string) string { return `<w:r><w:t xml:space="preserve">` + t + `</w:t></w:r>` }
	page := `<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` + text("Page ") + field("PAGE") + text(" of ") + field("NUMPAGES") + `</w:p>`
	if marking != "" {
		page = markingParagraph(marking) + page
	}
	return []byte(xmlHead + `<w:ftr ` + wordSpaces + `>` + page + `</w:ftr>`)
}

func markingParagraph(marking string) string {
	run := ""
	if marking != "" {
		run = `<w:r><w:t>` + escape(marking) + `</w:t></w:r>`
	}
	return `<w:p><w:pPr><w:pStyle w:val="Marking"/></w:pPr>` + run + `</w:p>`
}
