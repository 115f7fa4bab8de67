package datasets

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestStreamFormatsAgree reads columns of one extract from delimited text, Parquet,
// Arrow and a workbook: the cells are the same, row by row.
func TestStreamFormatsAgree(t *testing.T) {
	wanted := []Wanted{{Column: "Crime Ref"}, {Column: "Ward Code"}, {Column: "Easting"}, {Column: "Offence"}, {Column: "No such column"}}
	read := func(path string) [][]string {
		s, err := OpenStream([]string{path}, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		rows, err := s.Rows(context.Background(), wanted)
		if err != nil {
			t.Fatal(err)
		}
		if cells, err := s.Sample("Ward Code"); err != nil || len(cells) < 2 {
			t.Errorf("%s: a sample of %d cells, %v", filepath.Base(path), len(cells), err)
		}
		return rows
	}
	want := read(sampleCSV)
	for _, path := range []string{filepath.Join("..", "testdata", "extracts", "sample.parquet"), sampleAsArrow(t, false), sampleAsArrow(t, true), sampleAsWorkbook(t)} {
		if diff := cmp.Diff(want, read(path)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", filepath.Base(path), diff)
		}
	}
}
