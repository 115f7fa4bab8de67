package datasets

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPoliceDirtyWorkbooks loads every dirty workbook and compares it with what its
// manifest expects. The counts are facts about the files; says is what the
// account of the file, or the reason for refusing it, must hold.
func TestPoliceDirtyWorkbooks(t *testing.T) {
	says := map[string]string{
		"bad_refs": "a cell reference out of range", "billion_laughs": "document type", "bitflip": "does not unzip", "bomb_rows_4m": "no header row",
		"bomb_spaces_512mb": "200 times its size", "date1904": "counted from 1904", "dates_no_style": "without a date format", "error_cells": "#N/A",
		"far_cell": "to the right of the header", "formula_no_cache": "formulas without a stored value", "html_named_xls": "HTML", "merged_body": "in merged cells",
		"mixed_types_date": "mixed date types", "ole_encrypted": "password", "rows_out_of_order": "before rows above", "sheetxml_bad_xml_mid": "after row 29",
		"sheetxml_trunc_midcell": "after row", "sheetxml_trunc_rowboundary": "after row 29", "sst_out_of_range": "a text that the workbook does not have",
		"serial_edges":    "7 of 11 values", // more than half of the dates are none: refused like a column mapped wrongly
		"two_data_sheets": `sheet = "Q1"`, "xxe": "document type", "zip_dup_entry": "two files in it have one name", "csv_named_xlsx": "delimited text",
	}
	manifest, err := os.ReadFile(sharedPath(t, "oracles", "dirty-csv", "police-dirty", "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		Files []struct {
			File   string
			Expect struct {
				Action   string
				RowsIn   *int `json:"rows_in"`
				RowsUsed *int `json:"rows_used"`
				Crimes   *int
				Victims  *int
				Preamble int    `json:"preamble_lines"`
				SameAs   string `json:"same_as"`
			}
		}
	}
	if err := json.Unmarshal(manifest, &list); err != nil {
		t.Fatal(err)
	}
	p := mustProfile(t, dirtyProfile)
	for _, f := range list.Files {
		name, found := strings.CutPrefix(f.File, "xlsx/")
		if !found {
			continue
		}
		t.Run(name, func(t *testing.T) {
			want := f.Expect
			path := sharedPath(t, "oracles", "dirty-csv", "police-dirty", "xlsx", name)
			d, err := Load(context.Background(), []Source{{Files: []string{path}, Profile: p}}, nil)
			account := ""
			if err != nil {
				account = err.Error()
				if !InputRefused(err) {
					t.Fatalf("got %v, want a reason to refuse among the sentinels", err)
				}
				if !strings.Contains(want.Action, "refuse") && want.Action != "needs_sheet_name" && name != "serial_edges.xlsx" {
					t.Fatalf("got refused (%v), want %s", err, want.Action)
				}
			} else {
				if want.Action == "refuse" || want.Action == "needs_sheet_name" {
					t.Errorf("got loaded, want %s", want.Action)
				}
				written, err := json.Marshal(d.Quality.Files)
				if err != nil {
					t.Fatal(err)
				}
				account = string(written)
				compareCounts(t, d, want.RowsIn, want.RowsUsed, want.Crimes, want.Victims)
				if q := d.Quality.Files[0]; want.Preamble > 0 && q.HeaderLine != want.Preamble+1 {
					t.Errorf("got the header on line %d, want %d", q.HeaderLine, want.Preamble+1)
				}
				if want.SameAs != "" {
					clean, err := Load(context.Background(), []Source{{Files: []string{sharedPath(t, "oracles", "dirty-csv", "police-dirty", "csv", want.SameAs)}, Profile: p}}, nil)
					if err != nil {
						t.Fatal(err)
					}
					if diff := cmp.Diff(tableText(clean), tableText(d)); diff != "" {
						t.Errorf("table differs from that of %s (-want +got):\n%s", want.SameAs, diff)
					}
				}
			}
			if words := says[strings.TrimSuffix(name, ".xlsx")]; !strings.Contains(account, words) {
				t.Errorf("nothing says %q:\n%s", words, account)
			}
		})
	}
}

func compareCounts(t *testing.T, d *Dataset, rowsIn, rowsUsed, offences, victims *int) {
	t.Helper()
	q := d.Quality.Files[0]
	role := d.People.Category("role")
	inRole := 0
	for _, code := range role.Codes {
		if code == int32(slices.Index(role.Levels, "victim")) {
			inRole++
		}
	}
	for _, c := range []struct {
		what string
		got  int
		want *int
	}{{"rows read", q.RowsRead, rowsIn}, {"rows used", q.RowsUsed, rowsUsed}, {"offences", d.Offences.Len(), offences}, {"victims", inRole, victims}} {
		if c.want != nil && c.got != *c.want {
			t.Errorf("got %d %s, want %d", c.got, c.what, *c.want)
		}
	}
}
