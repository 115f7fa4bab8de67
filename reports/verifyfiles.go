package reports

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// editionFiles are the files of an edition as verify reads them back, by other
// ways than they were written.
type editionFiles struct {
	dir     string
	book    *excelize.File
	names   map[string]string // what each defined name refers to
	page    string
	ods     *odsBook          // nil where the edition has none
	word    map[string]string // the sentences of the document, by bookmark
	records [][]string        // of headlines.csv, without its header
	tables  map[string]*writtenTable
}

// writtenTable is a table as its CSV file and its metadata have it.
type writtenTable struct {
	records    [][]string
	dimensions int
	titles     []string // of the columns, as on the worksheet
}

// open reads the workbook, the page, the document and headlines.csv.
func (e *editionFiles) open() (err error) {
	page, err := os.ReadFile(filepath.Join(e.dir, "report.html"))
	if err != nil {
		return errors.New("report.html cannot be read")
	}
	e.page = string(page)
	if path := filepath.Join(e.dir, "appendix.ods"); filepath.Base(e.dir) == "public" {
		if e.ods, err = readODS(path); err != nil {
			return err
		}
	}
	if e.word, err = readBookmarks(filepath.Join(e.dir, "headlines.docx")); err != nil {
		return err
	}
	if e.records, err = readRecords(filepath.Join(e.dir, "headlines.csv")); err != nil {
		return err
	}
	e.records = e.records[1:]
	if e.book, err = excelize.OpenFile(filepath.Join(e.dir, "appendix.xlsx"), excelize.Options{RawCellValue: true}); err != nil {
		return errors.New("appendix.xlsx cannot be read")
	}
	e.names = map[string]string{}
	for _, name := range e.book.GetDefinedName() {
		if name.Scope == "Workbook" {
			e.names[name.Name] = name.RefersTo
		}
	}
	return nil
}

// said is the sentence of a headline in the page, or "".
func (e *editionFiles) said(id string) string {
	_, rest, ok := strings.Cut(e.page, `<li id="`+html.EscapeString(id)+`"><p class="statement">`)
	if !ok {
		return ""
	}
	sentence, _, _ := strings.Cut(rest, "</p>")
	return html.UnescapeString(sentence)
}

// table reads a table, once.
func (e *editionFiles) table(id string) (*writtenTable, error) {
	if t, ok := e.tables[id]; ok {
		return t, nil
	}
	path := filepath.Join("tables", id+".csv")
	if !filepath.IsLocal(path) {
		return nil, errors.New("its table has no legal name")
	}
	t := &writtenTable{}
	var err error
	if t.records, err = readRecords(filepath.Join(e.dir, path)); err != nil {
		return nil, fmt.Errorf("its table %s cannot be read", id)
	}
	var metadata struct {
		Schema struct {
			Columns []struct {
				Titles string `json:"titles"`
			} `json:"columns"`
			Key []string `json:"primaryKey"`
		} `json:"tableSchema"`
	}
	text, err := os.ReadFile(filepath.Join(e.dir, path+"-metadata.json"))
	if err == nil {
		err = json.Unmarshal(text, &metadata)
	}
	if err != nil || len(metadata.Schema.Columns) != len(t.records[0]) || len(metadata.Schema.Key) > len(t.records[0]) {
		return nil, fmt.Errorf("the metadata of its table %s do not describe it", id)
	}
	t.dimensions = len(metadata.Schema.Key)
	for _, c := range metadata.Schema.Columns {
		t.titles = append(t.titles, c.Titles)
	}
	e.tables[id] = t
	return t, nil
}

// levels of a record, without the apostrophes of the file.
func (t *writtenTable) levels(record []string) []string {
	var levels []string
	for _, level := range record[:t.dimensions] {
		levels = append(levels, active(level))
	}
	return levels
}

// find returns the record and the column of a headline's cell.
func (t *writtenTable) find(s *Source) (record []string, column int, err error) {
	column = slices.Index(t.records[0][t.dimensions:], s.Column) + t.dimensions
	if column < t.dimensions {
		return nil, 0, fmt.Errorf("its table has no column %s", s.Column)
	}
	for _, record := range t.records[1:] {
		if strings.Join(t.levels(record), ": ") == s.Row {
			return record, column, nil
		}
	}
	return nil, 0, errors.New("its table has no such row")
}

// tableCell compares a headline with its row in the table's CSV file.
func (e *editionFiles) tableCell(h Headline) error {
	t, err := e.table(h.Source.Table)
	if err != nil {
		return err
	}
	record, column, err := t.find(h.Source)
	if err == nil && record[column] != plain(h.Value) {
		err = fmt.Errorf("the table %s has another value", h.Source.Table)
	}
	return err
}

// workbookCell compares a headline with its cell: the number, and what stands
// beside and above it. Of the levels of its row those that are not in the cell's
// row must head its column; if all are, the column's title must.
func (e *editionFiles) workbookCell(h Headline) error {
	s := h.Source
	raw, err := e.book.GetCellValue(s.Worksheet, s.Cell)
	if err != nil {
		return fmt.Errorf("the workbook has no cell %s of worksheet %s", s.Cell, s.Worksheet)
	}
	value, known := h.Value.Get()
	number, err := strconv.ParseFloat(raw, 64)
	if known != (err == nil) || (known && !same(value, number)) {
		return fmt.Errorf("cell %s of worksheet %s does not hold its value", s.Cell, s.Worksheet)
	}
	t, err := e.table(s.Table)
	if err != nil {
		return nil // tableCell says so
	}
	record, column, err := t.find(s)
	if err != nil {
		return nil // tableCell says so
	}
	head, beside, err := e.around(s)
	if err != nil {
		return err
	}
	want := []string{t.titles[column]}
	if absent := slices.DeleteFunc(t.levels(record), func(level string) bool { return slices.Contains(beside, level) }); len(absent) > 0 {
		want = absent
	}
	head, _, _ = strings.Cut(head, " (2)") // of two headers of one name the second is numbered
	if len(want) != 1 || want[0] != head {
		return fmt.Errorf("cell %s of worksheet %s is not in its row and column", s.Cell, s.Worksheet)
	}
	return nil
}

// around returns the header over a cell and the texts to its left.
func (e *editionFiles) around(s *Source) (head string, beside []string, err error) {
	none := fmt.Errorf("cell %s of worksheet %s is in no table", s.Cell, s.Worksheet)
	column, row, err := excelize.CellNameToCoordinates(s.Cell)
	tables, tablesErr := e.book.GetTables(s.Worksheet)
	if err != nil || tablesErr != nil || len(tables) != 1 {
		return "", nil, none
	}
	corner, _, _ := strings.Cut(tables[0].Range, ":")
	_, top, err := excelize.CellNameToCoordinates(corner)
	if err != nil || row <= top {
		return "", nil, none
	}
	if head, err = e.book.GetCellValue(s.Worksheet, cellName(column, top)); err != nil {
		return "", nil, none
	}
	for i := 1; i < column; i++ {
		text, err := e.book.GetCellValue(s.Worksheet, cellName(i, row))
		if err != nil {
			return "", nil, none
		}
		beside = append(beside, text)
	}
	return head, beside, nil
}

// definedName checks that the name of a headline points at its cell.
func (e *editionFiles) definedName(h Headline) error {
	column, row, err := excelize.CellNameToCoordinates(h.Source.Cell)
	if err != nil {
		return fmt.Errorf("%s is no cell", h.Source.Cell)
	}
	name := DefinedName(h.ID)
	if got := strings.ReplaceAll(e.names[name], "'", ""); got != h.Source.Worksheet+"!"+absolute(column, row) {
		return fmt.Errorf("the name %s points at %q", name, got)
	}
	return nil
}

func readRecords(path string) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read", filepath.Base(path))
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err == nil && len(records) == 0 {
		err = errors.New("it has no header")
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", filepath.Base(path), err)
	}
	return records, nil
}
