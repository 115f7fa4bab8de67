package reports

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// wordNode is an element of a part, with its children in order.
type wordNode struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []wordNode `xml:",any"`
}

func (n wordNode) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// all lists the elements of a name below a node.
func (n wordNode) all(name string) []wordNode {
	var found []wordNode
	for _, child := range n.Children {
		if child.XMLName.Local == name {
			found = append(found, child)
		}
		found = append(found, child.all(name)...)
	}
	return found
}

func (n wordNode) text() string {
	var b strings.Builder
	for _, t := range n.all("t") {
		b.WriteString(t.Text)
	}
	return b.String()
}

// style is the style of a paragraph.
func (n wordNode) style() string {
	for _, s := range n.all("pStyle") {
		return s.attr("val")
	}
	return ""
}

// unzipped are the parts of an archive.
func unzipped(t *testing.T, file []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string][]byte{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if parts[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return parts
}

func parsePart(t *testing.T, parts map[string][]byte, name string) wordNode {
	t.Helper()
	var n wordNode
	if err := xml.Unmarshal(parts[name], &n); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

func exampleDocument(t *testing.T) []byte {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(writeRun(t), "restricted", "headlines.docx"))
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// TestDocumentKeepsTheRules is the linter of the finished Word file.
func TestDocumentKeepsTheRules(t *testing.T) {
	parts := unzipped(t, exampleDocument(t))
	lintDocument(t, parts)
	for _, part := range []string{"word/header1.xml", "word/footer1.xml"} {
		if n := parsePart(t, parts, part); !strings.Contains(n.text(), "OFFICIAL-SENSITIVE") {
			t.Errorf("%s has no marking", part)
		}
	}
	core := string(parts["docProps/core.xml"])
	for _, want := range []string{"<dc:language>en-GB</dc:language>", "<dc:creator>Community safety partnership, Exampleborough</dc:creator>", "2023-05-31T00:00:00Z</dcterms:created>", "<cp:contentStatus>OFFICIAL-SENSITIVE</cp:contentStatus>"} {
		if !strings.Contains(core, want) {
			t.Errorf("the properties have no %q", want)
		}
	}
	if !strings.Contains(string(parts["word/settings.xml"]), `w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"`) {
		t.Error("the compatibility mode is not 15")
	}
}

var bookmarkLegal = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,39}$`)

func lintDocument(t *testing.T, parts map[string][]byte) {
	t.Helper()
	body := parsePart(t, parts, "word/document.xml")
	styles := map[string]bool{}
	for _, s := range parsePart(t, parts, "word/styles.xml").all("style") {
		styles[s.attr("styleId")] = true
	}
	level := 0
	for _, p := range body.all("p") {
		style := p.style()
		if !styles[style] {
			t.Errorf("the style %q is not defined", style)
		}
		if style == "Title" {
			level = 0
		}
		if len(style) == 8 && strings.HasPrefix(style, "Heading") {
			if to := int(style[7] - '0'); to > level+1 {
				t.Errorf("heading %q has level %d after level %d", p.text(), to, level)
			} else {
				level = to
			}
		}
	}
	names, ids := map[string]bool{}, map[string]bool{}
	for _, b := range body.all("bookmarkStart") {
		name, id := b.attr("name"), b.attr("id")
		if !bookmarkLegal.MatchString(name) || names[strings.ToLower(name)] || ids[id] {
			t.Errorf("the bookmark %q (%s) is not legal, or there twice", name, id)
		}
		names[strings.ToLower(name)], ids[id] = true, true
	}
	if got := len(body.all("bookmarkEnd")); got != len(ids) {
		t.Errorf("%d bookmarks start, %d end", len(ids), got)
	}
	for _, link := range body.all("hyperlink") {
		if !names[strings.ToLower(link.attr("anchor"))] {
			t.Errorf("%q links to a bookmark that is not there", link.text())
		}
	}
	lintPictures(t, body, parts)
	for _, table := range body.all("tbl") {
		rows := table.all("tr")
		if len(rows) < 2 || len(rows[0].all("tblHeader")) != 1 || len(table.all("tblHeader")) != 1 {
			t.Error("a table has not one header row")
		}
		for _, part := range []string{"tblCaption", "tblDescription"} {
			if d := table.all(part); len(d) != 1 || d[0].attr("val") == "" {
				t.Errorf("a table has no %s", part)
			}
		}
		columns := len(table.all("gridCol"))
		for _, row := range rows {
			if len(row.all("tc")) != columns || len(row.all("cantSplit")) != 1 {
				t.Errorf("a row has %d cells in %d columns, or may be torn", len(row.all("tc")), columns)
			}
			for _, c := range row.all("tc") {
				if strings.TrimSpace(c.text()) == "" {
					t.Errorf("a cell of the table %q is blank", table.all("tblCaption")[0].attr("val"))
				}
			}
		}
	}
}

// lintPictures checks that each picture has its two forms and its words.
func lintPictures(t *testing.T, body wordNode, parts map[string][]byte) {
	t.Helper()
	targets := map[string]string{}
	for _, r := range parsePart(t, parts, "word/_rels/document.xml.rels").Children {
		targets[r.attr("Id")] = "word/" + r.attr("Target")
		if r.attr("TargetMode") != "" || parts["word/"+r.attr("Target")] == nil {
			t.Errorf("%s leads to %q, which is not in the file", r.attr("Id"), r.attr("Target"))
		}
	}
	ids := map[string]bool{}
	drawings := body.all("drawing")
	for _, d := range drawings {
		for _, name := range []string{"docPr", "cNvPr"} {
			if descr := d.all(name)[0].attr("descr"); len(descr) < 20 {
				t.Errorf("a picture has the words %q", descr)
			}
		}
		if id := d.all("docPr")[0].attr("id"); ids[id] {
			t.Errorf("two pictures have the id %s", id)
		} else {
			ids[id] = true
		}
		raster, vector := parts[targets[d.all("blip")[0].attr("embed")]], parts[targets[d.all("svgBlip")[0].attr("embed")]]
		if !bytes.HasPrefix(raster, []byte("\x89PNG")) || !bytes.HasPrefix(vector, []byte("<svg")) || !bytes.Contains(vector[:200], []byte("pt\" viewBox=\"-2 -2")) {
			t.Error("a picture lacks its PNG or its SVG, or has no size")
		}
		if bytes.Contains(vector, []byte("var(")) {
			t.Error("a picture has colours that Word does not know")
		}
		if bytes.Contains(vector, []byte("OFFICIAL-SENSITIVE")) {
			t.Error("a picture repeats the marking of the page")
		}
	}
	captions := 0
	for _, p := range body.all("p") {
		if p.style() == "Caption" && strings.HasPrefix(p.text(), "Figure ") {
			captions++
		}
	}
	if captions != len(drawings) {
		t.Errorf("%d pictures have %d captions", len(drawings), captions)
	}
}

// Every statement is a bookmark that holds the sentence and nothing else.
func TestEachStatementIsABookmark(t *testing.T) {
	run := writeRun(t)
	h, err := ReadHeadlines(run, "restricted")
	if err != nil {
		t.Fatal(err)
	}
	sentences, err := readBookmarks(filepath.Join(run, "restricted", "headlines.docx"))
	if err != nil {
		t.Fatal(err)
	}
	for _, headline := range h.Headlines {
		if got := sentences[BookmarkName(headline.ID)]; got != headline.Statement {
			t.Errorf("the bookmark of %s holds %q, want %q", headline.ID, got, headline.Statement)
		}
	}
}

func TestBookmarkNames(t *testing.T) {
	const long = "violence-against-women-and-girls-outcome-share"
	for id, want := range map[string]string{"knife-top-wards": "knife_top_wards", "a": "a"} {
		if got := BookmarkName(id); got != want {
			t.Errorf("the bookmark of %s is %s, want %s", id, got, want)
		}
	}
	a, b := BookmarkName(long), BookmarkName(long+"s")
	if !bookmarkLegal.MatchString(a) || a == b {
		t.Errorf("long ids have the bookmarks %q and %q", a, b)
	}
}

func TestDocumentTablesFitThePage(t *testing.T) {
	rows := [][]SheetCell{textCells("knife-robbery-hotspot-overlap-disjoint", "per 100,000 residents", "12,345,678", "1.25")}
	table := documentTable{columns: []SheetColumn{{Header: "Statement"}, {Header: "Unit"}, {Header: "Value", Number: true}, {Header: "Upper 95% limit", Number: true}}, rows: rows}
	total := 0
	for i, w := range table.widths() {
		if w < 400 {
			t.Errorf("column %d is %d twips wide", i, w)
		}
		total += w
	}
	if total > textTwips || total < textTwips-10 {
		t.Errorf("the columns are %d twips together, want %d", total, textTwips)
	}
	table.columns = slices.Repeat([]SheetColumn{{Header: strings.Repeat("W", 30)}}, 9)
	table.rows = nil
	total = 0
	for _, w := range table.widths() {
		total += w
	}
	if total > textTwips {
		t.Errorf("nine wide columns are %d twips together, more than %d", total, textTwips)
	}
}

// A figure of many rows is made smaller, so that its title and its source stand on
// its page: at its full width it was cut off at the foot.
func TestTallFiguresFitThePage(t *testing.T) {
	for rows, want := range map[int]string{10: `cx="6120000" cy="6120000"`, 20: `cx="3960000" cy="7920000"`} {
		var picture bytes.Buffer
		if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 10, rows))); err != nil {
			t.Fatal(err)
		}
		var d document
		d.picture(foundFigure{Figure: Figure{PNGEmbedded: picture.Bytes()}}, 1)
		if got := d.body.String(); strings.Count(got, want) != 2 {
			t.Errorf("a figure of 10 by %d: want %s twice in %s", rows, want, got)
		}
	}
}
