package xlsxscan

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// parts are the files of a small workbook, by name. Tests change one of them.
type parts map[string]string

const (
	mainNamespace   = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	officeNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
)

// workbook is a workbook of one sheet, whose rows are given as XML.
func workbook(rows string) parts {
	return parts{
		"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + officeNamespace + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml":            `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook xmlns="` + mainNamespace + `" xmlns:r="` + officeNamespace + `"><sheets><sheet name="Crimes" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + officeNamespace + `/worksheet" Target="worksheets/other.xml"/><Relationship Id="rId2" Type="` + officeNamespace + `/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="rId3" Type="` + officeNamespace + `/styles" Target="styles.xml"/></Relationships>`,
		"xl/sharedStrings.xml":       `<sst xmlns="` + mainNamespace + `" count="9" uniqueCount="9"><si><t>ref</t></si><si><r><rPr><b/></rPr><t>rich </t></r><r><t>text</t></r><rPh sb="0" eb="1"><t>spoken</t></rPh></si><si><t xml:space="preserve"> a&amp;b &#x2013; _x000D_</t></si></sst>`,
		"xl/styles.xml":              `<styleSheet xmlns="` + mainNamespace + `"><numFmts count="2"><numFmt numFmtId="164" formatCode="dd/mm/yyyy\ hh:mm"/><numFmt numFmtId="165" formatCode="[Red]0.0&quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
		"xl/worksheets/other.xml":    `<worksheet xmlns="` + mainNamespace + `"><dimension ref="A1:ZZ9"/><sheetData>` + rows + `</sheetData></worksheet>`,
	}
}

// zipped packs the parts.
func (p parts) zipped(t testing.TB) []byte { return p.packed(t, zip.Deflate) }

// stored packs the parts without compressing them, which is faster.
func (p parts) stored(t testing.TB) []byte { return p.packed(t, zip.Store) }

// packed makes the zip file; the sheet comes last, as large parts do.
func (p parts) packed(t testing.TB, method uint16) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range []string{"_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/_rels/other.xml.rels", "xl/tables/table1.xml", "xl/worksheets/other.xml"} {
		if _, there := p[name]; !there {
			continue
		}
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(p[name])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// read opens a workbook and reads its first sheet.
func read(content []byte, slow bool) (table, *Rows, error) {
	b, err := Open(content)
	if err != nil {
		return nil, nil, err
	}
	return scan(b, b.Sheets[0], slow)
}

// bigRows is a sheet as Excel writes it: text by number, dates, whole numbers and
// decimals, a formula; columns in turn.
func bigRows(rows, columns int) string {
	var b bytes.Buffer
	for r := 1; r <= rows; r++ {
		fmt.Fprintf(&b, `<row r="%d" spans="1:%d" x14ac:dyDescent="0.25">`, r, columns)
		for c := 1; c <= columns; c++ {
			at := place(c, r)
			switch c % 5 {
			case 0:
				fmt.Fprintf(&b, `<c r="%s"><v>%d</v></c>`, at, 540000+(r*31+c)%9999)
			case 1:
				fmt.Fprintf(&b, `<c r="%s" t="s"><v>%d</v></c>`, at, r%2)
			case 2:
				fmt.Fprintf(&b, `<c r="%s" s="3"><v>%d.%d</v></c>`, at, 44000+r%700, 1+r%9)
			case 3:
				fmt.Fprintf(&b, `<c r="%s" s="0" t="s"><v>1</v></c>`, at)
			case 4:
				fmt.Fprintf(&b, `<c r="%s" t="inlineStr"><is><t>XD/%07d</t></is></c>`, at, r*17)
			}
		}
		b.WriteString(`</row>`)
	}
	return b.String()
}

// BenchmarkRows reads a sheet of 200,000 rows of 20 columns, unzipping included.
func BenchmarkRows(b *testing.B) {
	content := workbook(bigRows(200_000, 20)).zipped(b)
	b.ReportAllocs()
	for b.Loop() {
		book, err := Open(content)
		if err != nil {
			b.Fatal(err)
		}
		rows, err := book.Rows(book.Sheets[0])
		if err != nil {
			b.Fatal(err)
		}
		cells := 0
		for rows.Next() {
			cells += len(rows.Cells())
		}
		if rows.Err() != nil || cells != 4_000_000 {
			b.Fatalf("got %d cells, %v", cells, rows.Err())
		}
	}
}

// The names of the whole workbook and the tables of a sheet, as excelize and Excel
// write them.
func TestNamesAndTables(t *testing.T) {
	p := workbook(`<row r="1"><c r="A1" t="inlineStr"><is><t>Area</t></is></c></row>`)
	p["xl/workbook.xml"] = strings.Replace(p["xl/workbook.xml"], "</sheets>", `</sheets><definedNames><definedName name="_xlnm.Print_Area" localSheetId="0">'Crimes'!$A$1:$B$9</definedName><definedName name="top_value">'A &amp; B'!$E$13</definedName></definedNames>`, 1)
	p["xl/worksheets/_rels/other.xml.rels"] = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + officeNamespace + `/table" Target="../tables/table1.xml"/><Relationship Id="rId2" Type="` + officeNamespace + `/drawing" Target="../drawings/drawing1.xml"/></Relationships>`
	p["xl/tables/table1.xml"] = `<table xmlns="` + mainNamespace + `" id="1" ref="A1:B9"><tableColumns count="1"><tableColumn id="1" name="Area"/></tableColumns></table>`
	b, err := Open(p.zipped(t))
	if err != nil {
		t.Fatal(err)
	}
	names, err := b.DefinedNames()
	if want := map[string]string{"top_value": "'A & B'!$E$13"}; err != nil || !maps.Equal(names, want) {
		t.Errorf("names are %v (%v), want %v", names, err, want)
	}
	if got, err := b.Tables(b.Sheets[0]); err != nil || !slices.Equal(got, []string{"A1:B9"}) {
		t.Errorf("tables are %v (%v), want A1:B9", got, err)
	}
	p["xl/tables/table1.xml"] = `<table xmlns="` + mainNamespace + `" ref="A1:B9"><tableColumns></table>`
	if b, err = Open(p.zipped(t)); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Tables(b.Sheets[0]); !errors.Is(err, ErrDamaged) {
		t.Errorf("a damaged table: %v, want ErrDamaged", err)
	}
}
