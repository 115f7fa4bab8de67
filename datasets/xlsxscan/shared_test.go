package xlsxscan

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// sharedWorkbooks are the workbooks of the shared folder, by path; the test is
// skipped where it is absent.
func sharedWorkbooks(t *testing.T) []string {
	t.Helper()
	root := filepath.Join("..", "..", "..", "..", "shared")
	if _, err := os.Stat(root); err != nil {
		t.Skip("the shared folder is absent")
	}
	var paths []string
	for _, folder := range []string{"oracles", "data"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".xlsx" {
				return err
			}
			info, err := d.Info()
			if err == nil && info.Size() < 1<<20 { // excelize needs half a minute for larger ones
				paths = append(paths, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return paths
}

// table is all cells of a sheet by their reference, "B7", blank ones left out.
type table map[string]string

// scan reads a sheet whole; the short cut is not taken where slow.
func scan(b *Book, sheet Sheet, slow bool) (table, *Rows, error) {
	rows, err := b.Rows(sheet)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	rows.slow = slow
	got := table{}
	for rows.Next() {
		for i, c := range rows.Cells() {
			text := string(c.Content)
			if c.Kind == Boolean { // excelize gives them as they are stored
				text = map[string]string{"TRUE": "1", "FALSE": "0"}[text]
			}
			if text != "" {
				got[place(i+1, rows.Number())] = text
			}
		}
	}
	return got, rows, rows.Err()
}

// place writes a column and a row as AB12.
func place(column, row int) string {
	letters := ""
	for ; column > 0; column = (column - 1) / 26 {
		letters = string(rune('A'+(column-1)%26)) + letters
	}
	return fmt.Sprint(letters, row)
}
