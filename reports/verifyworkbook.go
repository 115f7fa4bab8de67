package reports

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/xuri/excelize/v2"

	"svna/datasets/xlsxscan"
)

// workbookFile is the workbook as verify reads it back: by the reader of extracts, for
// which a sheet that is damaged anywhere is an error, and by nothing that wrote it.
type workbookFile struct {
	names  map[string]string         // what each defined name refers to
	sheets map[string]*worksheetFile // that hold a headline, by name
}

// worksheetFile is a worksheet with one table.
type worksheetFile struct {
	rows [][]xlsxCell // by number, from 0; the first is empty
	head int          // number of the row that heads the table, 0 if there is no one table
}

// xlsxCell is a cell as it is stored: raw, whatever its format.
type xlsxCell struct {
	text   string
	number bool
}

// readWorkbook reads the worksheets that are named. One that is not there, or is
// damaged, is missing from the result.
func readWorkbook(path string, worksheets map[string]bool) (*workbookFile, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, errors.New("appendix.xlsx cannot be read")
	}
	book, err := xlsxscan.Open(content)
	if err != nil {
		return nil, fmt.Errorf("appendix.xlsx cannot be read: %w", err)
	}
	b := &workbookFile{sheets: map[string]*worksheetFile{}}
	if b.names, err = book.DefinedNames(); err != nil {
		return nil, fmt.Errorf("appendix.xlsx cannot be read: %w", err)
	}
	for _, s := range book.Sheets {
		if !worksheets[s.Name] {
			continue
		}
		if sheet, err := readWorksheet(book, s); err == nil {
			b.sheets[s.Name] = sheet
		}
	}
	return b, nil
}

func readWorksheet(book *xlsxscan.Book, s xlsxscan.Sheet) (*worksheetFile, error) {
	w := &worksheetFile{}
	tables, err := book.Tables(s)
	if err != nil {
		return nil, err
	}
	if len(tables) == 1 {
		corner, _, _ := strings.Cut(tables[0], ":")
		if _, w.head, err = excelize.CellNameToCoordinates(corner); err != nil {
			return nil, err
		}
	}
	rows, err := book.Rows(s)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		for len(w.rows) <= rows.Number() {
			w.rows = append(w.rows, nil)
		}
		cells := make([]xlsxCell, 0, len(rows.Cells()))
		for _, c := range rows.Cells() {
			cells = append(cells, xlsxCell{text: string(c.Content), number: c.Kind == xlsxscan.Number})
		}
		w.rows[rows.Number()] = cells
	}
	return w, rows.Err()
}

// cell is the cell in a column and a row, both from 1; blank where the sheet has none.
func (w *worksheetFile) cell(column, row int) xlsxCell {
	if row >= len(w.rows) || column > len(w.rows[row]) {
		return xlsxCell{}
	}
	return w.rows[row][column-1]
}
