package reports

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"svna/analysis/disclosure"
)

// writtenBook is a finished workbook, taken apart without the library that wrote
// it.
type writtenBook struct {
	parts  map[string]string
	order  []string
	sheets []writtenSheet
	styles bookStyles
	names  []bookName
}

type writtenSheet struct {
	name   string
	number int
	XML    sheetXML
	cells  map[string]writtenCell
	table  *tableXML // nil on the cover
}

type writtenCell struct {
	text   string
	number float64
	isText bool
	style  int
}

type sheetXML struct {
	Dimension struct {
		Ref string `xml:"ref,attr"`
	} `xml:"dimension"`
	View struct {
		Grid string `xml:"showGridLines,attr"`
		Zoom string `xml:"zoomScale,attr"`
	} `xml:"sheetViews>sheetView"`
	Columns []struct {
		Min   int     `xml:"min,attr"`
		Max   int     `xml:"max,attr"`
		Width float64 `xml:"width,attr"`
	} `xml:"cols>col"`
	Rows []struct {
		Row    int     `xml:"r,attr"`
		Height float64 `xml:"ht,attr"`
		Cells  []struct {
			Ref    string `xml:"r,attr"`
			Style  int    `xml:"s,attr"`
			Type   string `xml:"t,attr"`
			Value  string `xml:"v"`
			Inline string `xml:"is>t"`
			F      string `xml:"f"`
		} `xml:"c"`
	} `xml:"sheetData>row"`
	Links []struct {
		Ref      string `xml:"ref,attr"`
		Location string `xml:"location,attr"`
	} `xml:"hyperlinks>hyperlink"`
	Page struct {
		Orientation string `xml:"orientation,attr"`
		Paper       string `xml:"paperSize,attr"`
		Scale       string `xml:"scale,attr"`
		Wide        string `xml:"fitToWidth,attr"`
		High        string `xml:"fitToHeight,attr"`
	} `xml:"pageSetup"`
	Breaks []struct{} `xml:"colBreaks>brk"`
	Header string     `xml:"headerFooter>oddHeader"`
	Footer string     `xml:"headerFooter>oddFooter"`
	Tables []struct{} `xml:"tableParts>tablePart"`
}

type tableXML struct {
	Name    string `xml:"name,attr"`
	Ref     string `xml:"ref,attr"`
	Columns []struct {
		Name string `xml:"name,attr"`
	} `xml:"tableColumns>tableColumn"`
	Alt struct {
		Title   string `xml:"altText,attr"`
		Summary string `xml:"altTextSummary,attr"`
	} `xml:"extLst>ext>table"`
}

type bookStyles struct {
	Fonts []struct {
		Size struct {
			Val string `xml:"val,attr"`
		} `xml:"sz"`
		Name struct {
			Val string `xml:"val,attr"`
		} `xml:"name"`
	} `xml:"fonts>font"`
	Formats []struct {
		Base      int `xml:"xfId,attr"`
		Alignment struct {
			Horizontal string `xml:"horizontal,attr"`
		} `xml:"alignment"`
	} `xml:"cellXfs>xf"`
	Named []struct {
		Name string `xml:"name,attr"`
		Base int    `xml:"xfId,attr"`
	} `xml:"cellStyles>cellStyle"`
}

type bookName struct {
	Name  string `xml:"name,attr"`
	Sheet *int   `xml:"localSheetId,attr"`
	Ref   string `xml:",chardata"`
}

// exampleBook writes the workbook of the example.
func exampleBook(t *testing.T) []byte {
	t.Helper()
	p := exampleEdition()
	layout := NewLayout(p)
	headlines, err := NewHeadlines(p, layout)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := writeWorkbook(&out, p, layout, headlines, exampleFigures(t, p)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// readBook takes a workbook apart.
func readBook(t *testing.T, file []byte) *writtenBook {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	b := &writtenBook{parts: map[string]string{}}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		b.parts[f.Name] = string(text)
		b.order = append(b.order, f.Name)
	}
	var book struct {
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
		} `xml:"sheets>sheet"`
		Names []bookName `xml:"definedNames>definedName"`
	}
	b.decode(t, "xl/workbook.xml", &book)
	b.decode(t, "xl/styles.xml", &b.styles)
	b.names = book.Names
	for i, s := range book.Sheets {
		if s.State != "" && s.State != "visible" {
			t.Errorf("worksheet %s is %s", s.Name, s.State)
		}
		b.sheets = append(b.sheets, b.sheet(t, s.Name, i+1))
	}
	return b
}

func (b *writtenBook) decode(t *testing.T, part string, v any) {
	t.Helper()
	if err := xml.Unmarshal([]byte(b.parts[part]), v); err != nil {
		t.Fatalf("%s: %v", part, err)
	}
}

var tableTarget = regexp.MustCompile(`tables/(table\d+\.xml)`)

func (b *writtenBook) sheet(t *testing.T, name string, number int) writtenSheet {
	t.Helper()
	s := writtenSheet{name: name, number: number, cells: map[string]writtenCell{}}
	b.decode(t, fmt.Sprintf("xl/worksheets/sheet%d.xml", number), &s.XML)
	for _, row := range s.XML.Rows {
		for _, c := range row.Cells {
			if c.F != "" {
				t.Errorf("%s!%s holds a formula", name, c.Ref)
			}
			if c.Type == "" && c.Value == "" {
				continue // a cell with a look alone, as of an empty note of a total
			}
			cell := writtenCell{style: c.Style, isText: c.Type == "inlineStr", text: c.Inline}
			if !cell.isText {
				v, err := strconv.ParseFloat(c.Value, 64)
				if err != nil {
					t.Errorf("%s!%s of type %q is no number", name, c.Ref, c.Type)
				}
				cell.number = v
			}
			s.cells[c.Ref] = cell
		}
	}
	if target := tableTarget.FindStringSubmatch(b.parts[fmt.Sprintf("xl/worksheets/_rels/sheet%d.xml.rels", number)]); target != nil {
		s.table = &tableXML{}
		b.decode(t, "xl/tables/"+target[1], s.table)
	}
	return s
}

// style names the cell style that a cell's format is based on.
func (b *writtenBook) style(c writtenCell) string {
	for _, n := range b.styles.Named {
		if n.Base == b.styles.Formats[c.style].Base {
			return n.Name
		}
	}
	return ""
}

// graphic reports whether a sheet is one of a chart or a picture.
func (s writtenSheet) graphic() bool {
	return strings.HasPrefix(s.name, "Chart ") || strings.HasPrefix(s.name, "Figure ")
}

func (s writtenSheet) width(column int) float64 {
	for _, c := range s.XML.Columns {
		if c.Min <= column && column <= c.Max {
			return c.Width
		}
	}
	return 8.43
}

// corners are the four coordinates of a reference.
func corners(t *testing.T, ref string) (left, top, right, bottom int) {
	t.Helper()
	from, to, _ := strings.Cut(ref, ":")
	if to == "" {
		to = from
	}
	left, top, err := excelize.CellNameToCoordinates(from)
	if err == nil {
		right, bottom, err = excelize.CellNameToCoordinates(to)
	}
	if err != nil {
		t.Fatalf("%q is no range: %v", ref, err)
	}
	return left, top, right, bottom
}

// writeWorkbook writes appendix.xlsx of figures that are drawn.
func writeWorkbook(w io.Writer, p *disclosure.Published, l *Layout, h Headlines, figures []Figure) error {
	return startWorkbook(p, l, h).finish(w, p, l, figures)
}
