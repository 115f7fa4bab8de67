package reports

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html"
	"html/template"
	"io"
	"slices"
	"strings"

	"svna/analysis/disclosure"
)

//go:embed page.html
var pageTemplate string

// pageParsed is parsed once; a fault in it stops the program at its start.
var pageParsed = template.Must(template.New("page").Funcs(template.FuncMap{"title": capitalised, "note": func(i int) int { return i + 1 }}).Parse(pageTemplate))

// pageScript is the one script of the page: it works the map and, before printing,
// opens what is folded, for programs that print a closed fold as closed. The page
// is whole without it, and its policy lets no other script run.
//
//go:embed page.js
var pageScript string

// pageData is what the page shows. Everything in it is text from the published
// tables and statements, but the figures, which are drawn as SVG by this program.
type pageData struct {
	Title      string
	Source     string
	Synthetic  string
	Marking    string
	RunLine    string
	Notice     string
	Contact    []string
	Publisher  string
	Dark       template.CSS // the colours of figures on a dark page
	MapStyle   template.CSS
	Map        *pageMap
	Script     template.JS
	ScriptHash string
	Themes     []pageTheme
	About      []section
	NotMade    []notMadeEntry
	Restricted []disclosure.Withheld
	Standard   []string
}

// pageTheme is one chapter of the page.
type pageTheme struct {
	Key, Title, Holds string
	Headlines         []foundStatement
	Unsaid            []Headline
	Figures           []pageFigure
	More              []pageFigure
	Tables            []pageTable
}

// pageFigure is a figure with the table behind it.
type pageFigure struct {
	ID, Title, Subtitle, Caption string
	SVG                          template.HTML
	Table                        pageTable
}

// pageTable is a table as HTML, and its notes.
type pageTable struct {
	Title string
	Short string // without the area and the periods that most tables have
	HTML  template.HTML
	Notes []string
}

// maxPageRows is the longest table that the page prints whole; longer ones are
// in the workbook and in the CSV file.
const maxPageRows = 120

// writePage writes report.html: one file that opens offline and asks for
// nothing.
func writePage(w io.Writer, p *disclosure.Published, l *Layout, h Headlines, figures []Figure) error {
	about := p.About()
	hash := sha256.Sum256([]byte(pageScript))
	data := pageData{
		Title: about.Title + ", " + about.Area.Name + ", " + about.Period.Name(), Source: sourceLine(about),
		Marking: p.Rule().Marking, Notice: p.Rule().Title,
		RunLine: runLine(p),
		Contact: contactLines(about.Publication), Publisher: publisher(about), Dark: template.CSS(DarkVariables()), MapStyle: mapStyle(), Map: newPageMap(p),
		Script: template.JS(pageScript), ScriptHash: "sha256-" + base64.StdEncoding.EncodeToString(hash[:]),
		NotMade: notMade(p), Restricted: p.Withheld(), Standard: l.Notes.texts,
	}
	for _, s := range coverSections(p) {
		if len(s.Lines) > 0 {
			data.About = append(data.About, s)
		}
	}
	if about.Synthetic {
		data.Synthetic = syntheticNotice
	}
	for _, c := range chapters(p, l, h, figures) {
		data.Themes = append(data.Themes, newPageTheme(c, commonTitle(about)))
	}
	return pageParsed.Execute(w, data)
}

// runLine says which run an output is of.
func runLine(p *disclosure.Published) string {
	about := p.About()
	return fmt.Sprintf("%s edition. Area %s. Period %s. %s", capitalised(p.Rule().Edition), about.Area.Code, about.Period, madeFrom(about))
}

// newPageTheme makes HTML of a chapter. Its list of further tables leaves out what
// their titles have in common.
func newPageTheme(c chapter, common string) pageTheme {
	t := pageTheme{Key: c.Theme.Key, Title: c.Theme.Title, Holds: c.Holds(), Headlines: c.Statements, Unsaid: c.Unsaid}
	for _, f := range c.Figures {
		t.Figures = append(t.Figures, newPageFigure(f))
	}
	for _, f := range c.More {
		t.More = append(t.More, newPageFigure(f))
	}
	for _, s := range c.Sheets {
		table := tableOf(s)
		table.Short = strings.TrimSuffix(s.Table.Title, common)
		t.Tables = append(t.Tables, table)
	}
	return t
}

func newPageFigure(f foundFigure) pageFigure {
	return pageFigure{f.ID, f.Title, f.Subtitle, f.Caption, svgInline(f.Figure), tableOf(f.Sheet)}
}

// svgInline is the SVG of a figure for the page. It is drawn by this program and
// holds text only where the canvas has escaped it.
func svgInline(f Figure) template.HTML { return template.HTML(f.SVGEmbedded) }

// tableOf writes a table as HTML, laid out as on its worksheet. The last column
// of text before the numbers heads the row. It is written here and not by the
// template, which takes ten times as long over the cells.
func tableOf(s Sheet) pageTable {
	t := pageTable{Title: s.Title, Notes: s.Table.Notes}
	head := max(0, slices.IndexFunc(s.Columns, func(c SheetColumn) bool { return c.Number })-1)
	var b strings.Builder
	b.WriteString("<table>\n<caption>" + html.EscapeString(t.Title) + "</caption>\n<thead><tr>")
	for _, c := range s.Columns {
		b.WriteString(`<th scope="col"` + numberClass(c.Number) + ">" + html.EscapeString(c.Header) + "</th>")
	}
	b.WriteString("</tr></thead>\n<tbody>\n")
	for i, row := range s.Rows {
		if i == maxPageRows {
			t.Notes = append(slices.Clip(t.Notes), fmt.Sprintf("The first %d of %d rows; all are in worksheet %s and in tables/%s.csv.", maxPageRows, len(s.Rows), s.Name, s.Table.ID))
			break
		}
		b.WriteString("<tr>")
		for k, c := range row {
			text := html.EscapeString(c.String())
			if k == head {
				b.WriteString(`<th scope="row">` + text + "</th>")
			} else {
				b.WriteString("<td" + numberClass(s.Columns[k].Number) + ">" + text + "</td>")
			}
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody>\n</table>")
	t.HTML = template.HTML(b.String())
	return t
}

// numberClass is the class of a cell that stands right.
func numberClass(number bool) string {
	if number {
		return ` class="n"`
	}
	return ""
}

// Trace says where a headline stands.
func (h Headline) Trace() string {
	parts := []string{h.ID}
	if s := h.Source; s != nil {
		parts = append(parts, "worksheet "+s.Worksheet+", cell "+s.Cell)
	}
	return strings.Join(parts, " · ")
}
