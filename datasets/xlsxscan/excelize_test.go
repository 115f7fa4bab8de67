package xlsxscan

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"
)

// excelizeTable reads a sheet with excelize, values as they are stored.
func excelizeTable(content []byte, sheet string) (table, error) {
	f, err := excelize.OpenReader(bytes.NewReader(content), excelize.Options{RawCellValue: true})
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := f.Rows(sheet)
	if err != nil {
		return nil, err
	}
	want := table{}
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns(excelize.Options{RawCellValue: true})
		if err != nil {
			return nil, err
		}
		for i, c := range cells {
			if c != "" {
				want[place(i+1, number)] = c
			}
		}
	}
	return want, rows.Error()
}

// TestSharedWorkbooks compares every cell of every sheet that we read without an
// error with excelize. What we refuse is listed with the reason.
func TestSharedWorkbooks(t *testing.T) {
	for _, path := range sharedWorkbooks(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			content, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			b, err := Open(content)
			if err != nil {
				t.Logf("refused: %v", err)
				return
			}
			for _, sheet := range b.Sheets {
				if !sheet.Data {
					continue
				}
				got, rows, err := scan(b, sheet, false)
				if err != nil {
					t.Logf("sheet %q refused: %v", sheet.Name, err)
					continue
				}
				slowly, _, err := scan(b, sheet, true)
				if err != nil {
					t.Errorf("sheet %q without the short cut: %v", sheet.Name, err)
				}
				compare(t, sheet.Name+" without the short cut", slowly, got)
				if rows.OutOfOrder > 0 {
					t.Logf("sheet %q has rows out of order, which excelize runs together", sheet.Name)
					continue
				}
				want, err := excelizeTable(content, sheet.Name)
				if err != nil {
					t.Logf("sheet %q: excelize cannot read it: %v", sheet.Name, err)
					continue
				}
				compare(t, sheet.Name, want, got)
			}
		})
	}
}

// compare lists the first few cells in which two tables differ.
func compare(t *testing.T, name string, want, got table) {
	t.Helper()
	shown := 0
	for place, w := range want {
		if g := got[place]; g != w && shown < 5 {
			shown++
			t.Errorf("%s!%s: got %q, want %q", name, place, g, w)
		}
	}
	for place, g := range got {
		if _, there := want[place]; !there && shown < 5 {
			shown++
			t.Errorf("%s!%s: got %q, want nothing", name, place, g)
		}
	}
}
