package reports

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// zipStage stands between the workbook library and the file. It keeps each part
// until the end, repairs what the library's interface cannot say, and writes a
// zip in a fixed order with a fixed time, so that the same workbook is the same
// bytes. Each repair must find its anchor, or the run fails: an update of the
// library must not drop one in silence.
type zipStage struct {
	out      io.Writer
	parts    map[string]*bytes.Buffer
	tables   []sheetTable
	graphics []sheetGraphic
	names    []definedName
}

// sheetTable is the table of a worksheet. The zip stage writes it, not the
// library: that one puts filter buttons and stripes on every table, has no
// alternative text, and reads all earlier tables again for each new one.
type sheetTable struct {
	sheet          int // number of the worksheet, from 1
	name, ref      string
	columns        []string
	title, summary string // alternative text
	bars           string // ranges whose cells have data bars
}

// definedName is a name for a cell or a part of a sheet.
type definedName struct {
	name, refers string
	sheet        int // from 0, if the name is scoped to it
	scoped       bool
}

func newZipStage(w io.Writer, tables []sheetTable, graphics []sheetGraphic, names []definedName) *zipStage {
	return &zipStage{out: w, parts: map[string]*bytes.Buffer{}, tables: tables, graphics: graphics, names: names}
}

// Create starts a part.
func (z *zipStage) Create(name string) (io.Writer, error) {
	part := &bytes.Buffer{}
	z.parts[name] = part
	return part, nil
}

// AddFS is asked for by the interface and never by the writer of workbooks.
func (z *zipStage) AddFS(fs.FS) error {
	return fmt.Errorf("add a folder to the workbook: not done here")
}

// Close adds the tables, repairs the parts and writes them.
func (z *zipStage) Close() error {
	if err := z.addTables(); err != nil {
		return fmt.Errorf("add the tables: %w", err)
	}
	if err := z.addGraphics(); err != nil {
		return fmt.Errorf("add the charts and pictures: %w", err)
	}
	var names []string
	for name := range z.parts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(partOrder(a)-partOrder(b), strings.Compare(a, b))
	})
	var parts []archivePart
	for _, name := range names {
		content, err := z.repair(name, z.parts[name].Bytes())
		if err != nil {
			return fmt.Errorf("repair %s: %w", name, err)
		}
		parts = append(parts, archivePart{name: name, bytes: content, stored: strings.HasPrefix(name, "xl/media/")})
	}
	return writeArchive(z.out, parts)
}

// partOrder puts the two parts that readers look for first at the front.
func partOrder(name string) int {
	switch name {
	case "[Content_Types].xml":
		return 0
	case "_rels/.rels":
		return 1
	}
	return 2
}

func (z *zipStage) repair(name string, content []byte) ([]byte, error) {
	repairs := map[string]func(string) (string, error){
		"xl/workbook.xml": z.addNames, "xl/styles.xml": repairStyles, "[Content_Types].xml": z.repairContentTypes,
	}
	if repair := repairs[name]; repair != nil {
		text, err := repair(string(content))
		return []byte(text), err
	}
	return content, nil
}

const (
	spreadsheetSpace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	relationSpace    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageSpace     = "http://schemas.openxmlformats.org/package/2006/relationships"
	tableType        = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
)

// addTables writes the part of each table and ties it to its worksheet.
func (z *zipStage) addTables() error {
	for i, t := range z.tables {
		sheet := fmt.Sprintf("xl/worksheets/sheet%d.xml", t.sheet)
		relations := fmt.Sprintf("xl/worksheets/_rels/sheet%d.xml.rels", t.sheet)
		part := z.parts[sheet]
		if part == nil || !bytes.HasSuffix(part.Bytes(), []byte(sheetEnd)) || z.parts[relations] != nil {
			return fmt.Errorf("worksheet %d has no place for a table", t.sheet)
		}
		part.Truncate(part.Len() - len(sheetEnd))
		extension := ""
		if t.bars != "" {
			text, bars, err := repairBars(part.String(), t.bars)
			if err != nil {
				return fmt.Errorf("worksheet %d: %w", t.sheet, err)
			}
			part.Reset()
			part.WriteString(text)
			extension = bars
		}
		fmt.Fprintf(part, `<tableParts count="1"><tablePart xmlns:r="%s" r:id="rId1"/></tableParts>%s%s`, relationSpace, extension, sheetEnd)
		z.parts[relations] = bytes.NewBufferString(relationPart("table", fmt.Sprintf("../tables/table%d.xml", i+1)))
		z.parts[fmt.Sprintf("xl/tables/table%d.xml", i+1)] = bytes.NewBufferString(t.part(i + 1))
	}
	return nil
}

var barID = regexp.MustCompile(`<x14:id>(\{[0-9A-F-]+\})</x14:id>`)

// repairBars makes the data bars of a worksheet begin at nothing: a bar of the first
// kind has a tenth of the column where the number is 0. The second kind, of one
// colour and without that, is asked for by its identifier and stands in an
// extension, which the library leaves out of a sheet that it writes in a stream.
func repairBars(text, ranges string) (repaired, extension string, err error) {
	const bar = `<dataBar showValue="true">`
	id := barID.FindStringSubmatch(text)
	if id == nil || strings.Count(text, bar) != 1 || strings.Contains(text, "<x14:conditionalFormattings") {
		return "", "", fmt.Errorf("no place for data bars")
	}
	extension = fmt.Sprintf(`<extLst><ext xmlns:x14="%s" uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings><x14:conditionalFormatting xmlns:xm="%s"><x14:cfRule type="dataBar" id="%s"><x14:dataBar minLength="0" maxLength="100" gradient="0" axisPosition="none"><x14:cfvo type="num"><xm:f>0</xm:f></x14:cfvo><x14:cfvo type="max"/></x14:dataBar></x14:cfRule><xm:sqref>%s</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>`,
		"http://schemas.microsoft.com/office/spreadsheetml/2009/9/main", "http://schemas.microsoft.com/office/excel/2006/main", id[1], ranges)
	return strings.Replace(text, bar, `<dataBar minLength="0" maxLength="100" showValue="1">`, 1), extension, nil
}

// part is the XML of a table: no filter, no style, and alternative text.
func (t sheetTable) part(id int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `%s<table xmlns="%s" id="%d" name="%s" displayName="%s" ref="%s" totalsRowShown="0"><tableColumns count="%d">`, xml.Header, spreadsheetSpace, id, t.name, t.name, t.ref, len(t.columns))
	for i, c := range t.columns {
		fmt.Fprintf(&b, `<tableColumn id="%d" name="%s"/>`, i+1, escape(c))
	}
	b.WriteString(`</tableColumns><tableStyleInfo showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"/>`)
	fmt.Fprintf(&b, `<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" uri="{504A1905-F514-4f6f-8877-14C23A59335A}"><x14:table altText="%s" altTextSummary="%s"/></ext></extLst></table>`, escape(t.title), escape(t.summary))
	return b.String()
}

// addNames writes the defined names: print areas, header rows and headlines. The
// library compares each new name with all that there are.
func (z *zipStage) addNames(text string) (string, error) {
	const anchor = "</sheets>"
	if strings.Count(text, anchor) != 1 || strings.Contains(text, "<definedNames") {
		return "", fmt.Errorf("no place for defined names")
	}
	names := slices.Clone(z.names)
	slices.SortStableFunc(names, func(a, b definedName) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name)), a.sheet-b.sheet)
	})
	var b strings.Builder
	b.WriteString(anchor + "<definedNames>")
	for _, n := range names {
		scope := ""
		if n.scoped {
			scope = fmt.Sprintf(` localSheetId="%d"`, n.sheet)
		}
		fmt.Fprintf(&b, `<definedName name="%s"%s>%s</definedName>`, n.name, scope, escape(n.refers))
	}
	b.WriteString("</definedNames>")
	return strings.Replace(text, anchor, b.String(), 1), nil
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder does not fail
	return b.String()
}

var (
	firstSize    = regexp.MustCompile(`(<fonts[^>]*><font>.*?<sz val=")[^"]*(")`)
	cellXfs      = regexp.MustCompile(`(?s)<cellXfs[^>]*>(.*?)</cellXfs>`)
	xfElement    = regexp.MustCompile(`(?s)<xf [^>]*/>|<xf [^>]*>.*?</xf>`)
	styleXfs     = regexp.MustCompile(`(?s)<cellStyleXfs[^>]*>(.*?)</cellStyleXfs>`)
	cellStyles   = regexp.MustCompile(`(?s)<cellStyles[^>]*>(.*?)</cellStyles>`)
	xfIDAttr     = regexp.MustCompile(`xfId="\d+"`)
	cellStyleTag = regexp.MustCompile(`<cellStyle [^>]*/>|<cellStyle [^>]*></cellStyle>`)
)

// headingFormats maps a cell format (its place in cellXfs: the default format is
// 0, then the styles in the order in which they were made) to its heading.
var headingFormats = []struct {
	format int
	name   string
	id     int
}{{int(titleStyle) + 1, "Heading 1", 16}, {int(coverTitleStyle) + 1, "Heading 1", 16}, {int(headStyle) + 1, "Heading 2", 17}}

// repairStyles sets the default size and makes headings of the title formats.
func repairStyles(text string) (string, error) {
	for _, anchor := range []*regexp.Regexp{firstSize, cellXfs, styleXfs, cellStyles} {
		if !anchor.MatchString(text) {
			return "", fmt.Errorf("no anchor %s", anchor)
		}
	}
	text = firstSize.ReplaceAllString(text, "${1}12${2}")
	formats := xfElement.FindAllString(cellXfs.FindStringSubmatch(text)[1], -1)
	bases := xfElement.FindAllString(styleXfs.FindStringSubmatch(text)[1], -1)
	named := cellStyleTag.FindAllString(cellStyles.FindStringSubmatch(text)[1], -1)
	place := map[string]int{}
	for _, h := range headingFormats {
		if h.format >= len(formats) || !xfIDAttr.MatchString(formats[h.format]) {
			return "", fmt.Errorf("no format %d to make a heading of", h.format)
		}
		at, made := place[h.name]
		if !made {
			at = len(bases)
			place[h.name] = at
			bases = append(bases, strings.TrimSpace(xfIDAttr.ReplaceAllString(formats[h.format], "")))
			named = append(named, fmt.Sprintf(`<cellStyle name="%s" xfId="%d" builtinId="%d"/>`, h.name, at, h.id))
		}
		formats[h.format] = xfIDAttr.ReplaceAllString(formats[h.format], fmt.Sprintf(`xfId="%d"`, at))
	}
	block := func(name string, items []string) string {
		return fmt.Sprintf(`<%s count="%d">%s</%s>`, name, len(items), strings.Join(items, ""), name)
	}
	text = styleXfs.ReplaceAllLiteralString(text, block("cellStyleXfs", bases))
	text = cellXfs.ReplaceAllLiteralString(text, block("cellXfs", formats))
	return cellStyles.ReplaceAllLiteralString(text, block("cellStyles", named)), nil
}

var contentType = regexp.MustCompile(`<(Default|Override) [^>]*?(/>|></(Default|Override)>)`)

// repairContentTypes adds the tables, charts and pictures and puts the entries in order: the library
// writes them in the order of a map.
func (z *zipStage) repairContentTypes(text string) (string, error) {
	entries := contentType.FindAllString(text, -1)
	if len(entries) == 0 {
		return "", fmt.Errorf("no entries to sort")
	}
	start := strings.Index(text, entries[0])
	end := strings.LastIndex(text, "</Types>")
	if start < 0 || end < start {
		return "", fmt.Errorf("no end of the entries")
	}
	for i := range z.tables {
		entries = append(entries, fmt.Sprintf(`<Override PartName="/xl/tables/table%d.xml" ContentType="%s"/>`, i+1, tableType))
	}
	charts, pictures := 0, false
	for i, g := range z.graphics {
		entries = append(entries, fmt.Sprintf(`<Override PartName="/xl/drawings/drawing%d.xml" ContentType="%s"/>`, i+1, drawingType))
		if g.chart != nil {
			charts++
			entries = append(entries, fmt.Sprintf(`<Override PartName="/xl/charts/chart%d.xml" ContentType="%s"/>`, charts, chartType))
		}
		pictures = pictures || g.chart == nil
	}
	if pictures {
		entries = append(entries, `<Default Extension="png" ContentType="image/png"/>`)
	}
	slices.Sort(entries)
	return text[:start] + strings.Join(entries, "") + text[end:], nil
}
