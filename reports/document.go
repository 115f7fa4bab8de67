package reports

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/datasets"
)

// writeDocument writes headlines.docx: the statements by theme, each in a
// bookmark that another document can pull in, with the figures whose title is a
// finding and with the tables that are short enough for a page.
func writeDocument(w io.Writer, p *disclosure.Published, l *Layout, h Headlines, figures []Figure) error {
	d := &document{common: commonTitle(p.About()), source: p.Tables()}
	all := chapters(p, l, h, figures)
	d.front(p, all)
	for _, c := range all {
		d.chapter(c)
	}
	d.about(p, l.Notes.texts)
	return d.write(w, p)
}

// document is the Word file while it is made.
type document struct {
	body      strings.Builder
	bookmarks int
	tables    int
	pictures  []picture
	common    string // area and periods at the end of the titles of tables
	source    []analysis.Table
	flow      flow
	anchors   []string              // bookmarks that the contents name
	rooms     map[string]figureRoom // of figures, by id
}

// picture is a figure in the document: a PNG, and the same drawing as SVG for
// readers that can show it.
type picture struct{ png, svg []byte }

// front writes the title, what the document is, and the contents.
func (d *document) front(p *disclosure.Published, all []chapter) {
	about := p.About()
	d.paragraph("Title", about.Title+", "+about.Area.Name+", "+about.Period.Name())
	d.paragraph("Normal", p.Rule().Title)
	for _, line := range publishedLines(about.Publication) {
		d.paragraph("Normal", line)
	}
	if about.Synthetic {
		d.paragraph("Normal", syntheticNotice)
	}
	d.paragraph("Trace", runLine(p))
	d.heading(1, "Contents", "contents")
	for _, c := range all {
		d.contents(c.Theme.Title, c.written().Holds(), "theme_"+c.Theme.Key)
	}
	d.contents("About this document", "", "about")
}

// written is a chapter without what the document only names.
func (c chapter) written() chapter {
	if len(c.Statements)+len(c.Figures)+len(c.Unsaid) > 0 {
		c.More, c.Sheets = nil, nil
	}
	return c
}

// chapter writes a theme: statements with their traces, figures and the numbers behind
// the statements, what else there is, and what could not be said.
func (d *document) chapter(c chapter) {
	d.heading(1, c.Theme.Title, "theme_"+c.Theme.Key)
	d.findings(c)
	var titles []string
	for _, f := range c.More {
		titles = append(titles, f.Title)
	}
	for _, s := range c.Sheets {
		titles = append(titles, strings.TrimSuffix(s.Table.Title, d.common))
	}
	if len(titles) > 0 {
		d.heading(2, "Also in the report and the workbook", "")
		d.bullets(titles)
	}
	if len(c.Unsaid) > 0 {
		d.heading(2, "Not in this edition", "")
		for _, alike := range reasons(c.Unsaid) {
			d.unsaid(alike)
		}
	}
}

// findings writes the statements, the figures and the tables of evidence of a chapter. A
// figure stands as soon after its statement as it fits on the page; where it does not,
// the next figure that does, the next statements and then a table go before it, since
// they may go on overleaf and a figure may not.
func (d *document) findings(c chapter) {
	statements, figures, tables := c.Statements, slices.Clone(c.Figures), d.evidence(c)
	for len(statements)+len(figures) > 0 {
		at := slices.IndexFunc(figures, func(f foundFigure) bool {
			return !f.awaits(statements) && d.flow.fits(d.room(f).at(d.pictureScale(f)))
		})
		switch {
		case at >= 0:
		case len(statements) > 0:
			d.statement(statements[0].Headline)
			statements = statements[1:]
			continue
		case len(tables) > 0 && d.flow.fits(tables[0].started()):
			d.table(tables[0])
			tables = tables[1:]
			continue
		default:
			at = 0
		}
		d.figure(figures[at])
		figures = slices.Delete(figures, at, at+1)
	}
	for _, t := range tables {
		d.table(t)
	}
}

// awaits reports whether a figure must come after one of some statements: its own, or
// all where it shows no finding.
func (f foundFigure) awaits(statements []foundStatement) bool {
	if f.Chart.Finding == "" || f.Title == f.Chart.Title {
		return len(statements) > 0
	}
	return slices.ContainsFunc(statements, func(s foundStatement) bool { return s.ID == f.Chart.Finding })
}

// bullets writes a list. Its first two and its last two lines stay together.
func (d *document) bullets(lines []string) {
	for i, line := range lines {
		if i == 0 && len(lines) > 1 || i == len(lines)-2 {
			d.openKept("ListBullet")
			d.flow.paragraph("ListBullet", line, true)
			d.run(line)
			d.close()
			continue
		}
		d.paragraph("ListBullet", line)
	}
}

// unsaid says once why statements were not made, in light type, since it is no
// finding. The sentence is the bookmark of each of them.
func (d *document) unsaid(alike unsaidAlike) {
	d.open("NotMade")
	d.flow.paragraph("NotMade", alike.Statement, false)
	write := func() { d.run(alike.Statement) }
	var ids []string
	for _, h := range alike.Headlines {
		inner := write
		write = func() { d.bookmark(BookmarkName(h.ID), inner) }
		ids = append(ids, h.ID)
	}
	write()
	d.close()
	d.paragraph("Trace", strings.Join(ids, " · "))
}

// statement writes a headline in its bookmark, and its trace.
func (d *document) statement(h Headline) {
	d.open("Statement")
	d.flow.paragraph("Statement", h.Statement, false)
	d.bookmark(BookmarkName(h.ID), func() { d.run(h.Statement) })
	d.close()
	d.paragraph("Trace", strings.Join(append([]string{h.Trace()}, h.period()...), " · "))
}

// period is the headline's period in words, if it has a figure.
func (h Headline) period() []string {
	p, err := datasets.ParsePeriod(h.Period.From + "/" + h.Period.To)
	if err != nil || h.Source == nil {
		return nil
	}
	return []string{p.Name()}
}

// The longest table that is written under a figure; others are named.
const (
	documentRows    = 16
	documentColumns = 6
)

// figure writes a caption, the picture, its source, and the table behind it
// where that is short.
func (d *document) figure(f foundFigure) {
	scale := d.pictureScale(f)
	d.caption("Figure", len(d.pictures)+1, f.Title)
	d.paragraph("Subtitle", f.Subtitle)
	d.picture(f, scale)
	table, shown := figureTable(f)
	note := figureNote(f, shown)
	if !shown {
		d.paragraph("Trace", note)
		return
	}
	if note != "" {
		d.openKept("Trace")
		d.flow.paragraph("Trace", note, true)
		d.run(note)
		d.close()
	}
	d.table(table)
}

// figureTable is the table behind a figure, and whether it is short enough to stand
// below it.
func figureTable(f foundFigure) (documentTable, bool) {
	t := documentTable{title: f.Sheet.Title, summary: f.Sheet.Shape, columns: f.Sheet.Columns, rows: f.Sheet.Rows}
	t.drop("Method")
	t.drop(notesHeader)
	return t, len(t.rows) <= documentRows && len(t.columns) <= documentColumns
}

// figureNote is the note and source of a figure, and where its table is if not below it.
func figureNote(f foundFigure, shown bool) string {
	if shown {
		return f.Caption
	}
	return strings.TrimSpace(f.Caption + " The figures are in worksheet " + f.Sheet.Name + " of appendix.xlsx.")
}

// about writes how the document is used and how its numbers are read.
func (d *document) about(p *disclosure.Published, notes []string) {
	d.heading(1, "About this document", "about")
	d.heading(2, "Using a statement in another document", "")
	d.paragraph("Normal", "Each statement is a bookmark. Its name is the identifier below the statement with underscores for hyphens. In the other document choose Insert, Quick Parts, Field, IncludeText, and name this file and the bookmark; the field code is")
	d.paragraph("Code", `{ INCLUDETEXT "headlines.docx" knife_top_offence_share }`)
	d.paragraph("Normal", "After the next run put the new headlines.docx in the place of the old one, select all (Ctrl+A) and press F9: every statement is brought up to date.")
	for _, s := range coverSections(p) {
		if len(s.Lines) == 0 {
			continue
		}
		d.heading(2, strings.Replace(s.Head, "this workbook", "the workbook", 1), "")
		for _, line := range s.Lines {
			d.paragraph("Normal", line)
		}
	}
	d.heading(2, "Notes", "")
	var lines []string
	for i, note := range notes {
		lines = append(lines, fmt.Sprintf("note %d: %s", i+1, note))
	}
	d.bullets(lines)
}

// longestBookmark is the most characters that Word gives a bookmark's name.
const longestBookmark = 40

// BookmarkName is the bookmark of a headline: its id with underscores. An id that
// Word would cut has a name that ends in a number of its own.
func BookmarkName(id string) string {
	name := strings.ReplaceAll(id, "-", "_")
	if len(name) <= longestBookmark {
		return name
	}
	sum := uint32(2166136261) // FNV-1a: short, and the same everywhere
	for _, b := range []byte(id) {
		sum = (sum ^ uint32(b)) * 16777619
	}
	return fmt.Sprintf("%s_%08x", name[:longestBookmark-9], sum)
}
