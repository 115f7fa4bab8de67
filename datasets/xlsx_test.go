package datasets

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

// crimeHeader is the header of a sheet of offences that the tests load.
var crimeHeader = []any{"Crime Ref", "Recorded Date", "From Date", "From Time", "HO Code", "Ward", "Note"}

// crimeProfile maps it.
const crimeProfile = `
name = "crimes"
title = "Offences"
layout = "offences"
mandatory = ["offence_ref", "recorded_at"]
[columns]
offence_ref = "Crime Ref"
recorded_at = "Recorded Date"
committed_from = { column = "From Date", time = "From Time" }
ho_code = "HO Code"
ward = "Ward"
`

// day is a date as Excel keeps one.
func day(year, month, day, hour, minute int) time.Time {
	return time.Date(year, time.Month(month), day, hour, minute, 0, 0, time.UTC)
}

// saveBook writes a workbook with excelize: sheets in order, each with rows of
// cells.
func saveBook(t testing.TB, sheets []string, rows map[string][][]any, change func(f *excelize.File)) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	check(f.SetSheetName("Sheet1", sheets[0]))
	for _, name := range sheets[1:] {
		_, err := f.NewSheet(name)
		check(err)
	}
	for name, rows := range rows {
		for i, cells := range rows {
			check(f.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &cells))
		}
	}
	if change != nil {
		change(f)
	}
	path := filepath.Join(t.TempDir(), "crimes.xlsx")
	check(f.SaveAs(path))
	return path
}

func crimeRows(refs ...string) [][]any {
	rows := [][]any{crimeHeader}
	for i, ref := range refs {
		rows = append(rows, []any{ref, day(2023, 5, 3+i, 0, 0), day(2023, 5, 1+i, 0, 0), "21:30", "8N", "E05014053", "free text"})
	}
	return rows
}

func loadBook(t testing.TB, path string, sheets ...string) (*Dataset, error) {
	t.Helper()
	return Load(context.Background(), []Source{{Files: []string{path}, Sheets: sheets, Profile: mustProfile(t, crimeProfile)}}, nil)
}

// TestSheetOfWorkbook looks for the one sheet that has the table.
func TestSheetOfWorkbook(t *testing.T) {
	cover := [][]any{{"Crime extract"}, {"Produced for the partnership"}}
	hide := func(name string) func(f *excelize.File) {
		return func(f *excelize.File) {
			if err := f.SetSheetVisible(name, false); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		name   string
		sheets []string
		rows   map[string][][]any
		change func(f *excelize.File)
		named  []string
		want   int // offences
		says   string
		err    error
	}{
		{name: "a cover first", sheets: []string{"Cover", "Crimes"}, rows: map[string][][]any{"Cover": cover, "Crimes": crimeRows("A1", "A2")}, want: 2, says: `sheet "Cover" is not read`},
		{name: "a hidden sheet", sheets: []string{"Crimes", "Old"}, rows: map[string][][]any{"Old": crimeRows("B1"), "Crimes": crimeRows("A1", "A2")}, change: hide("Old"), want: 2, says: `sheet "Old" is hidden, and not read`},
		{name: "two sheets", sheets: []string{"Q1", "Q2"}, rows: map[string][][]any{"Q1": crimeRows("A1"), "Q2": crimeRows("B1")}, err: ErrSheet, says: `sheet = "Q1"`},
		{name: "two sheets, one named", sheets: []string{"Q1", "Q2"}, rows: map[string][][]any{"Q1": crimeRows("A1"), "Q2": crimeRows("B1", "B2")}, named: []string{"q2"}, want: 2, says: `sheet "Q1" is not read`},
		{name: "two sheets, both named", sheets: []string{"Q1", "Q2"}, rows: map[string][][]any{"Q1": crimeRows("A1"), "Q2": crimeRows("B1", "B2")}, named: []string{"Q1", "Q2"}, want: 3},
		{name: "a sheet that is not there", sheets: []string{"Q1"}, rows: map[string][][]any{"Q1": crimeRows("A1")}, named: []string{"Q3"}, err: ErrSheet, says: `there is no sheet "Q3"; there are "Q1"`},
		{name: "the same sheet twice", sheets: []string{"Q1"}, rows: map[string][][]any{"Q1": crimeRows("A1")}, named: []string{"Q1", "Q1"}, err: ErrSameFile},
		{name: "no table", sheets: []string{"Cover"}, rows: map[string][][]any{"Cover": cover}, err: ErrNoHeader, says: `sheets looked at: "Cover"`},
		{name: "a header and no rows", sheets: []string{"Q1"}, rows: map[string][][]any{"Q1": crimeRows()}, err: ErrEmpty},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := loadBook(t, saveBook(t, c.sheets, c.rows, c.change), c.named...)
			if c.err != nil {
				if !errors.Is(err, c.err) || !InputRefused(err) || !strings.Contains(err.Error(), c.says) {
					t.Fatalf("got %v, want %v with %q", err, c.err, c.says)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := d.Offences.Len(); got != c.want {
				t.Errorf("got %d offences, want %d", got, c.want)
			}
			if assumed := strings.Join(d.Quality.Files[0].Assumed, "\n"); !strings.Contains(assumed, c.says) {
				t.Errorf("nothing says %q:\n%s", c.says, assumed)
			}
		})
	}
}

// TestDatesOfWorkbook reads dates and times as Excel keeps them, as text, and half
// and half. Times by time.Date.
func TestDatesOfWorkbook(t *testing.T) {
	rows := [][]any{
		crimeHeader,
		{"A1", day(2023, 5, 3, 0, 0), day(2023, 5, 1, 21, 30), nil, "8N", "E05014053"},
		{"A2", day(2023, 5, 13, 0, 0), day(2023, 5, 2, 0, 0), 0.75, "8N", "E05014053"},
		{"A3", "14/05/2023", day(2023, 5, 3, 0, 0), "1545", "8N", "E05014053"},
		{"A4", 45061, day(2023, 5, 4, 0, 0), 0.4479166667, "8N", "E05014053"},
		{"A5", day(2023, 5, 16, 0, 0), nil, nil, "8N", day(2023, 5, 4, 0, 0)},
	}
	d, err := loadBook(t, saveBook(t, []string{"Crimes"}, map[string][][]any{"Crimes": rows}, func(f *excelize.File) {
		// excelize gave A4 and the times a date style where it saw a date; 45061 has none.
		if err := f.SetCellInt("Crimes", "B5", 45061); err != nil {
			t.Fatal(err)
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	wantRecorded := []int64{day(2023, 5, 3, 0, 0).Unix(), day(2023, 5, 13, 0, 0).Unix(), day(2023, 5, 14, 0, 0).Unix(), day(2023, 5, 15, 0, 0).Unix(), day(2023, 5, 16, 0, 0).Unix()}
	if got := d.Offences.Times("recorded_at"); !slices.Equal(got, wantRecorded) {
		t.Errorf("recorded_at: got %v, want %v", got, wantRecorded)
	}
	wantCommitted := []int64{day(2023, 5, 1, 21, 30).Unix(), day(2023, 5, 2, 18, 0).Unix(), day(2023, 5, 3, 15, 45).Unix(), day(2023, 5, 4, 10, 45).Unix(), NoTime}
	if got := d.Offences.Times("committed_from"); !slices.Equal(got, wantCommitted) {
		t.Errorf("committed_from: got %v, want %v", got, wantCommitted)
	}
	found := map[string]int{}
	for _, f := range d.Quality.Files[0].Findings {
		found[f.Kind] = f.Count
	}
	for kind, want := range map[string]int{"mixed_date_types": 1, "dates_without_style": 1, "date_for_text": 1} {
		if found[kind] != want {
			t.Errorf("got %d of %s, want %d", found[kind], kind, want)
		}
	}
}

// TestFormatByFirstBytes reads a workbook and a text under each other's name.
func TestFormatByFirstBytes(t *testing.T) {
	book := saveBook(t, []string{"Crimes"}, map[string][][]any{"Crimes": crimeRows("A1")}, nil)
	renamed := strings.TrimSuffix(book, ".xlsx") + ".csv"
	if err := os.Rename(book, renamed); err != nil {
		t.Fatal(err)
	}
	d, err := loadBook(t, renamed)
	if err != nil {
		t.Fatal(err)
	}
	if q := d.Quality.Files[0]; q.Format != "Excel workbook" || !strings.Contains(strings.Join(q.Assumed, "\n"), "not as its name .csv says") {
		t.Errorf("got %s, %q", q.Format, q.Assumed)
	}
	text := filepath.Join(t.TempDir(), "crimes.xlsx")
	if err := os.WriteFile(text, []byte("Crime Ref,Recorded Date\nA1,2023-05-03\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if d, err := loadBook(t, text); err != nil || d.Offences.Len() != 1 {
		t.Errorf("a text under the name of a workbook: got %v", err)
	}
	if _, err := loadBook(t, text, "Crimes"); !errors.Is(err, ErrSheet) {
		t.Errorf("a sheet of a text: got %v", err)
	}
}

// BenchmarkLoadWorkbook loads a sheet of 200,000 rows of 20 columns, six mapped.
func BenchmarkLoadWorkbook(b *testing.B) {
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	style, err := f.NewStyle(&excelize.Style{NumFmt: 22})
	if err != nil {
		b.Fatal(err)
	}
	header := slices.Clone(crimeHeader)
	for len(header) < 20 {
		header = append(header, fmt.Sprint("Column ", len(header)))
	}
	for i := range 200_001 {
		row := header
		if i > 0 {
			row = []any{fmt.Sprint("XD/", 1000000+i), excelize.Cell{StyleID: style, Value: 44000 + float64(i%700)}, excelize.Cell{StyleID: style, Value: 44000 + float64(i%1440)/1440}, "21:30", "8N", fmt.Sprint("E0501", 4053+i%20), "free text"}
			for len(row) < 20 {
				row = append(row, 540000+i*len(row)%9973)
			}
		}
		if err := w.SetRow(fmt.Sprintf("A%d", i+1), row); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "crimes.xlsx")
	if err := f.SaveAs(path); err != nil {
		b.Fatal(err)
	}
	f.Close()
	b.ReportAllocs()
	for b.Loop() {
		if d, err := loadBook(b, path); err != nil || d.Offences.Len() != 200_000 {
			b.Fatal(err)
		}
	}
}
