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
	"time"

	"github.com/xuri/excelize/v2"

	"svna/datasets/parallel"
)

// editionFiles are the files of an edition as verify reads them back, by other
// ways than they were written.
type editionFiles struct {
	dir     string
	book    *workbookFile
	page    map[string]string // the sentences of the page, by id
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

// open reads the workbook, the page, the document and headlines.csv, side by side.
func (e *editionFiles) open(h Headlines) error {
	worksheets := map[string]bool{}
	for _, headline := range h.Headlines {
		if headline.Source != nil {
			worksheets[headline.Source.Worksheet] = true
		}
	}
	readers := []func() error{
		func() (err error) {
			e.book, err = readWorkbook(filepath.Join(e.dir, "appendix.xlsx"), worksheets)
			return err
		},
		func() (err error) {
			if filepath.Base(e.dir) == "public" {
				e.ods, err = readODS(filepath.Join(e.dir, "appendix.ods"))
			}
			return err
		},
		func() (err error) {
			e.page, err = readPage(filepath.Join(e.dir, "report.html"))
			return err
		},
		func() (err error) {
			e.word, err = readBookmarks(filepath.Join(e.dir, "headlines.docx"))
			return err
		},
		func() (err error) {
			e.records, err = readRecords(filepath.Join(e.dir, "headlines.csv"))
			return err
		},
	}
	faults := make([]error, len(readers))
	parallel.Each(len(readers), func(i int) { faults[i] = readers[i]() })
	for _, err := range faults {
		if err != nil {
			return err
		}
	}
	e.records = e.records[1:]
	return nil
}

// readPage reads the sentences of the headlines of a page, by id; of two with one id
// the first.
func readPage(path string) (map[string]string, error) {
	page, err := os.ReadFile(path)
	if err != nil {
		return nil, errors.New("report.html cannot be read")
	}
	sentences := map[string]string{}
	for rest, ok := string(page), true; ; {
		if _, rest, ok = strings.Cut(rest, `<li id="`); !ok {
			return sentences, nil
		}
		id, after, _ := strings.Cut(rest, `"`)
		sentence, said := strings.CutPrefix(after, `><p class="statement">`)
		id = html.UnescapeString(id)
		if _, twice := sentences[id]; said && !twice {
			sentence, _, _ = strings.Cut(sentence, "</p>")
			sentences[id] = html.UnescapeString(sentence)
		}
	}
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
	sheet := e.book.sheets[s.Worksheet]
	at, row, err := excelize.CellNameToCoordinates(s.Cell)
	if err != nil || sheet == nil {
		return fmt.Errorf("the workbook has no cell %s of worksheet %s", s.Cell, s.Worksheet)
	}
	value, known := h.Value.Get()
	cell := sheet.cell(at, row)
	number, err := strconv.ParseFloat(cell.text, 64)
	if known != (cell.number && err == nil) || (known && !same(value, number)) {
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
	if sheet.head == 0 || row <= sheet.head {
		return fmt.Errorf("cell %s of worksheet %s is in no table", s.Cell, s.Worksheet)
	}
	var beside []string // the texts to the left
	for i := 1; i < at; i++ {
		beside = append(beside, sheet.cell(i, row).text)
	}
	head, _, _ := strings.Cut(sheet.cell(at, sheet.head).text, " (2)") // of two headers of one name the second is numbered
	want := []string{t.titles[column]}
	levels := t.levels(record)
	if i := slices.IndexFunc(levels, func(level string) bool { return inYear(level, head, beside) }); i >= 0 {
		levels[i] = head // a month of the calendar, in the row of a year
	}
	if absent := slices.DeleteFunc(levels, func(level string) bool { return slices.Contains(beside, level) }); len(absent) > 0 {
		want = absent
	}
	if len(want) != 1 || want[0] != head {
		return fmt.Errorf("cell %s of worksheet %s is not in its row and column", s.Cell, s.Worksheet)
	}
	return nil
}

// definedName checks that the name of a headline points at its cell.
func (e *editionFiles) definedName(h Headline) error {
	column, row, err := excelize.CellNameToCoordinates(h.Source.Cell)
	if err != nil {
		return fmt.Errorf("%s is no cell", h.Source.Cell)
	}
	name := DefinedName(h.ID)
	if got := strings.ReplaceAll(e.book.names[name], "'", ""); got != h.Source.Worksheet+"!"+absolute(column, row) {
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

// inYear reports whether a month stands in a column headed by its name without a
// year, and in the row of the 12 months to another that it is one of.
func inYear(level, head string, beside []string) bool {
	month, err := time.Parse("January 2006", level)
	if err != nil || month.Month().String() != head {
		return false
	}
	return slices.ContainsFunc(beside, func(cell string) bool {
		last, err := time.Parse("January 2006", cell)
		return err == nil && !month.After(last) && month.AddDate(1, 0, 0).After(last)
	})
}
