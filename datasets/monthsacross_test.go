package datasets

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

const acrossProfile = `
name = "across"
title = "Counts"
layout = "counts"
rows = "months across"
[columns]
area_code = "Code"
series = "Series"
`

const longProfile = `
name = "long"
title = "Counts"
layout = "counts"
[columns]
area_code = "Code"
series = "Series"
month = { column = "Month", format = "year-month" }
count = "Count"
`

// TestMonthsAcross: a table with a column for each month is the table that has a
// row for each month instead. The files have other months; a blank cell is a count
// that is not recorded, and a broken row is one row.
func TestMonthsAcross(t *testing.T) {
	first := written(t, "a.csv", "Code,202311,Series,202312,Note\nW1,1,Robbery,2,x\nW2,,Robbery,*,x\nW3,7\nW1,4,Arson,1,x\n")
	second := written(t, "b.csv", "Series,Code,Jan-24\nRobbery,W1,5\nRobbery,W2,0\n")
	got, err := Load(context.Background(), []Source{{Files: []string{first, second}, Profile: mustProfile(t, acrossProfile)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := mustLoad(t, longProfile, "Code,Series,Month,Count\nW1,Robbery,2023-11,1\nW1,Robbery,2023-12,2\nW2,Robbery,2023-11,\nW2,Robbery,2023-12,*\n"+
		"W1,Arson,2023-11,4\nW1,Arson,2023-12,1\nW1,Robbery,2024-01,5\nW2,Robbery,2024-01,0\n")
	if diff := cmp.Diff(tableText(want), tableText(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	a, b := got.Quality.Files[0], got.Quality.Files[1]
	if a.RowsRead != 7 || a.RowsUsed != 6 || a.LeftOut[0].Rows != 1 || b.RowsRead != 2 || b.RowsUsed != 2 {
		t.Errorf("got %d rows read and %d used, %v; %d and %d", a.RowsRead, a.RowsUsed, a.LeftOut, b.RowsRead, b.RowsUsed)
	}
	if said := strings.Join(a.Assumed, "\n"); !strings.Contains(said, "2 columns are headed by months, from 2023-11 to 2023-12") || strings.Join(a.Dropped, ",") != "Note" {
		t.Errorf("got %s; dropped %v", said, a.Dropped)
	}
}

// TestStreamOfMonthsAcross: a stream has the rows and the ledger that Load has, of
// text and of a workbook.
func TestStreamOfMonthsAcross(t *testing.T) {
	book := saveBook(t, []string{"Wards"}, map[string][][]any{"Wards": {{"Code", "202311", "Series", "202312"}, {"W1", 1, "Robbery", 2}, {"W2", nil, "Rob, bery", 3}}}, nil)
	for path, want := range map[string][][]string{
		written(t, "a.csv", "Code,202311,Series,202312,Note\nW1,1,Robbery,2,x\nW2,,\"Rob, bery\",*,x\nW3,7\n"): {
			{"W1", "Robbery", "2023-11", "1"}, {"W1", "Robbery", "2023-12", "2"}, {"W2", "Rob, bery", "2023-11", ""}, {"W2", "Rob, bery", "2023-12", "*"},
		},
		book: {{"W1", "Robbery", "2023-11", "1"}, {"W1", "Robbery", "2023-12", "2"}, {"W2", "Rob, bery", "2023-11", ""}, {"W2", "Rob, bery", "2023-12", "3"}},
	} {
		p := mustProfile(t, acrossProfile)
		s, err := OpenStream([]string{path}, p)
		if err != nil {
			t.Fatal(err)
		}
		wanted := []Wanted{{Column: "area_code"}, {Column: "series"}, {Column: "month"}, {Column: "count"}}
		got, err := s.Rows(context.Background(), wanted)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
		loaded, err := Load(context.Background(), []Source{{Files: []string{path}, Profile: p}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // a second reading finds the same
			q, err := s.Read(context.Background(), wanted, func() func(*Block) error { return func(*Block) error { return nil } }, nil)
			a, b := q.Files[0], loaded.Quality.Files[0]
			if err != nil || a.RowsRead != b.RowsRead || a.RowsUsed != b.RowsUsed || cmp.Diff(a.LeftOut, b.LeftOut) != "" {
				t.Errorf("got %d rows read, %d used, %v, %v; want %d, %d, %v", a.RowsRead, a.RowsUsed, a.LeftOut, err, b.RowsRead, b.RowsUsed, b.LeftOut)
			}
		}
	}
}

func TestMonthsAcrossRefusals(t *testing.T) {
	for _, c := range []struct {
		header string
		err    error
		says   string
	}{
		{"Code,Series,202311,2023-11", ErrDuplicateColumn, "the month 2023-11"},
		{"Code,Series,Total", ErrMissingColumn, "no column is headed by a month"},
		{"Code,Series,2009-10,2010-11,2011-12", ErrMissingColumn, "are they years?"},
		{"Code,Series,2011-12,2012-13", ErrMissingColumn, "are they years?"},
	} {
		_, err := loadText(t, acrossProfile, c.header+"\nW1,Robbery"+strings.Repeat(",1", strings.Count(c.header, ",")-1)+"\n")
		if !errors.Is(err, c.err) || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: got %v, want %v with %q", c.header, err, c.err, c.says)
		}
	}
	for _, change := range [][2]string{{`layout = "counts"`, `layout = "offences"`}, {"[columns]", "[columns]\nmonth = \"M\""}} {
		if _, err := parseProfile("p.toml", []byte(strings.Replace(acrossProfile, change[0], change[1], 1))); err == nil {
			t.Errorf("%s: no error", change[1])
		}
	}
}

// TestMonthsAcrossOfWorkbook: months kept as dates are months, and svna init
// proposes what reads the table.
func TestMonthsAcrossOfWorkbook(t *testing.T) {
	head := []any{"Ward Code", "Offence Subgroup"}
	row := []any{"E05014053", "Robbery of Personal Property"}
	other := []any{"E05014054", "Robbery of Personal Property"}
	for month := range 12 {
		head, row, other = append(head, day(2023, month+1, 1, 0, 0)), append(row, month), append(other, 2*month)
	}
	path := saveBook(t, []string{"Wards"}, map[string][][]any{"Wards": {head, row, other}}, func(f *excelize.File) {})
	p, err := Propose(context.Background(), []string{path})
	if err != nil {
		t.Fatal(err)
	}
	x := p.Extracts[0]
	want := map[string]string{"Ward Code": "area_code", "Offence Subgroup": "series"}
	if diff := cmp.Diff(want, x.fieldsByColumn()); diff != "" || !x.MonthsAcross || x.Rows != 2 || x.Unreadable != "" || p.Period.String() != "2023-01/2023-12" {
		t.Errorf("got %+v, period %s; (-want +got):\n%s", x, p.Period, diff)
	}
}

// TestMonthsAcrossOfMPS adds up the ward table of the Metropolitan Police as it is
// downloaded, for the wards of one borough, by another reader.
func TestMonthsAcrossOfMPS(t *testing.T) {
	path := sharedPath(t, "data", "london_datastore", "mps_ward_original_wide_2021-12_2023-11.csv")
	p := mustProfile(t, strings.NewReplacer(`"Code"`, `"WardCode"`, `"Series"`, `"MinorText"`).Replace(acrossProfile))
	d, err := Load(context.Background(), []Source{{Files: []string{path}, Profile: p}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := 0
	codes, counts := d.Counts.Category("area_code"), d.Counts.Ints("count")
	for row := range d.Counts.Len() {
		if codes.Levels[codes.Codes[row]] == "E05014053" {
			got += int(counts[row])
		}
	}
	want := 0
	for _, cells := range readAllCSV(t, path) {
		for _, cell := range cells[5:] {
			if cells[3] == "E05014053" {
				n, _ := leadingNumber(cell)
				want += n
			}
		}
	}
	if got != want || want == 0 {
		t.Errorf("got %d offences in Abbey, encoding/csv has %d", got, want)
	}
}

func readAllCSV(t *testing.T, path string) [][]string {
	t.Helper()
	text, err := readText(path, &FileQuality{})
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(strings.NewReader(string(text.bytes))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}
