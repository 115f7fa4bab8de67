package xlsxscan

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzSheet reads whatever bytes as the rows of a sheet. The short cut changes
// nothing; and a sheet that is read whole has the cells that excelize finds in it.
func FuzzSheet(f *testing.F) {
	for _, rows := range []string{
		smallRows()[:600], `<row r="1"><c r="A1" t="s"><v>0</v></c></row>`, `<row><c><v>1</v></c></row><row r='7'/>`, `<row r="2"><c r="B2" t="inlineStr"><is><r><t>x</t></r></is></c></row>`,
		`<row r="1"><c r="A1" t="str"><v><![CDATA[x]]>&#65;_x0041_</v></c></row>`, `<row r="1"><c r="A1"><f>1</f></c><!-- --><c r="C1" t="b"><v>1</v></c></row>`, `<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells><sheetData>`,
	} {
		f.Add([]byte(rows))
	}
	f.Fuzz(func(t *testing.T, rows []byte) {
		content := workbook(string(rows)).stored(t)
		got, facts, err := read(content, false)
		slowly, _, slowErr := read(content, true)
		if (err == nil) != (slowErr == nil) || err == nil && !cmp.Equal(got, slowly) {
			t.Fatalf("the short cut changes what is read: %v, %v", err, slowErr)
		}
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTooLarge) {
				t.Fatalf("got %v, want one of the reasons", err)
			}
			return
		}
		if facts.OutOfOrder > 0 || facts.Strays > 0 {
			return // excelize runs such rows together
		}
		want, err := excelizeTable(content, "Crimes")
		if err != nil {
			return
		}
		missing(t, got, want)
	})
}

// missing fails where a cell that excelize has is not there.
func missing(t *testing.T, got, want table) {
	t.Helper()
	for place, w := range want {
		if _, there := got[place]; !there {
			t.Fatalf("%s is missing; excelize has %q", place, w)
		}
	}
}

// FuzzBook reads whatever bytes as a workbook. A sheet that is read has every cell
// that excelize finds in it.
func FuzzBook(f *testing.F) {
	f.Add(workbook(smallRows()).zipped(f))
	f.Add([]byte("PK\x05\x06" + string(make([]byte, 18))))
	f.Fuzz(func(t *testing.T, content []byte) {
		b, err := Open(content)
		if err != nil {
			return
		}
		for _, sheet := range b.Sheets {
			if !sheet.Data {
				continue
			}
			got, facts, err := scan(b, sheet, false)
			if err != nil || facts.OutOfOrder > 0 || facts.Strays > 0 {
				continue
			}
			if want, err := excelizeTable(content, sheet.Name); err == nil {
				missing(t, got, want)
			}
		}
	})
}
