package datasets

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// sampleAsWorkbook writes the sample as a workbook whose table starts on row 3.
func sampleAsWorkbook(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile(sampleCSV)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := [][]any{{"Extract of the sample"}, nil}
	for _, line := range lines {
		var cells []any
		for _, cell := range line {
			cells = append(cells, cell)
		}
		rows = append(rows, cells)
	}
	return saveBook(t, []string{"Crimes"}, map[string][][]any{"Crimes": rows}, nil)
}

// TestStreamOfWorkbook: without a profile the style of a number says that it is a
// date;
// texts are as they are but for line ends.
func TestStreamOfWorkbook(t *testing.T) {
	head := []any{"Date Recorded", "Offence", "Count", "Note"}
	path := saveBook(t, []string{"About", "Q1", "Q2"}, map[string][][]any{
		"About": {{"Extract", "of", "offences"}},
		"Q1":    {head, {day(2023, 11, 15, 20, 45), "Robbery", 12.5, "a, \"b\"\nc"}, nil, {"16/11/2023", "Assault", "#N/A", nil}},
		"Q2":    {head, {day(2023, 12, 1, 0, 0), "Theft", 1, "d"}},
	}, nil)
	s, err := OpenStream([]string{path}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var wanted []Wanted
	for _, c := range s.Columns() {
		wanted = append(wanted, Wanted{Column: c})
	}
	got, err := s.Rows(context.Background(), wanted)
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"2023-11-15 20:45", "Robbery", "12.5", "a, \"b\" c"}, {"16/11/2023", "Assault", "#N/A", ""}, {"2023-12-01", "Theft", "1", "d"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	q, err := s.Read(context.Background(), wanted, func() func(*Block) error { return func(*Block) error { return nil } }, nil)
	if err != nil || len(q.Files) != 2 || q.Files[0].Sheet != "Q1" || q.Files[0].RowsRead != 2 || q.Files[0].Lines != 4 || q.Files[1].RowsRead != 1 {
		t.Errorf("got %+v, %v", q.Files, err)
	}
	if said := strings.Join(q.Files[0].Assumed, "\n"); !strings.Contains(said, `"Q1" is read`) || !strings.Contains(said, `"About" is not read`) {
		t.Errorf("got %s", said)
	}
	if len(q.Files[0].Findings) == 0 || q.Files[0].Findings[0].Kind != "mixed_date_types" {
		t.Errorf("got %+v", q.Files[0].Findings)
	}
	for sheet, reason := range map[string]error{"Q3": ErrSheet, "Q2": nil} {
		if _, err := OpenStream([]string{path}, nil, sheet); !errors.Is(err, reason) {
			t.Errorf("sheet %s: got %v, want %v", sheet, err, reason)
		}
	}
	if _, err := OpenStream([]string{sampleCSV}, nil, "Q1"); !errors.Is(err, ErrSheet) {
		t.Errorf("got %v, want ErrSheet", err)
	}
}

// TestRowsOfNothing: a row with nothing but an error or a formula without a value is
// a row to Load and to a stream, and one without anything is none.
func TestRowsOfNothing(t *testing.T) {
	rows := [][]any{{"Ref", "Code", "Ward", "From", "Recorded", "Gun", "Victim", "Victim Age", "Victim Sex", "Suspect Age", "Suspect Sex"}}
	for i := range 5 {
		rows = append(rows, []any{fmt.Sprintf("A%d", i), "8N", "Abbey", "01/02/2023", "02/02/2023", "N", "V1", "17", "M", "", ""})
	}
	path := saveBook(t, []string{"Crimes"}, map[string][][]any{"Crimes": append(rows, nil, []any{""})}, func(f *excelize.File) {
		if err := f.SetCellFormula("Crimes", "C9", "NA()"); err != nil {
			t.Fatal(err)
		}
	})
	p := mustProfile(t, flatProfile)
	d, err := Load(context.Background(), []Source{{Files: []string{path}, Profile: p}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := OpenStream([]string{path}, p)
	if err != nil {
		t.Fatal(err)
	}
	q, err := s.Read(context.Background(), []Wanted{{Column: "ward"}}, func() func(*Block) error { return func(*Block) error { return nil } }, nil)
	if loaded := d.Quality.Files[0]; err != nil || loaded.RowsRead != 6 || q.Files[0].RowsRead != 6 {
		t.Errorf("got %d rows loaded and %d streamed, %v; want 6 and 6", loaded.RowsRead, q.Files[0].RowsRead, err)
	}
}

// TestStreamOfDirtyWorkbooks: a workbook that Load reads is streamed with the same
// rows, and what is damaged is refused by both.
func TestStreamOfDirtyWorkbooks(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(sharedPath(t, "oracles", "dirty-csv", "police-dirty", "xlsx"), "*.xlsx"))
	if err != nil || len(paths) == 0 {
		t.Fatal(err)
	}
	p := mustProfile(t, dirtyProfile)
	wanted := []Wanted{{Column: "offence_ref"}}
	for _, path := range paths {
		d, loadErr := Load(context.Background(), []Source{{Files: []string{path}, Profile: p}}, nil)
		s, err := OpenStream([]string{path}, p)
		var q Quality
		if err == nil {
			q, err = s.Read(context.Background(), wanted, func() func(*Block) error { return func(*Block) error { return nil } }, nil)
		}
		switch {
		case loadErr != nil && err == nil && !errors.Is(loadErr, ErrTooManyUnusable): // of a column that is not wanted
			t.Errorf("%s: got no error; Load says %v", filepath.Base(path), loadErr)
		case loadErr == nil && err != nil:
			t.Errorf("%s: got %v; Load reads it", filepath.Base(path), err)
		case loadErr == nil && (len(q.Files) != len(d.Quality.Files) || q.Files[0].RowsRead != d.Quality.Files[0].RowsRead):
			t.Errorf("%s: got %d rows, Load has %d", filepath.Base(path), q.Files[0].RowsRead, d.Quality.Files[0].RowsRead)
		}
	}
}
