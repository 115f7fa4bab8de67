package datasets

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// dirtyProfile maps the columns of the police-dirty extracts.
const dirtyProfile = `
name = "police-dirty"
title = "One row a person in a role"
layout = "flat"
mandatory = ["committed_from", "recorded_at", "person.age_at_offence", "person.role"]

[columns]
offence_ref = ["crime_ref", "crime ref"]
committed_from = { column = ["date_from", "date from"], time = ["time_from", "time from"], formats = ["day/month/year", "02/01/06"] }
recorded_at = { column = ["date_recorded", "date recorded"], format = "day/month/year" }
force_subgroup = "offence"
ho_code = ["ho_code", "HO Code"]
ward = "ward"
lsoa = "lsoa"
easting = "easting"
northing = "northing"
weapon = "weapon"
flag_domestic_abuse = ["da_flag", "DA Flag"]

[columns.person]
role = ["person_role", "person role"]
age_at_offence = "age"
sex = "sex"
ethnicity_sde = "ethnicity"
injury = "injury"
`

func mustProfile(t testing.TB, text string) *Profile {
	t.Helper()
	p, err := parseProfile("inline.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// dirtySays are, for each dirty extract, what its account must hold: kinds of
// findings with their count, reasons for rows left out with theirs, words of what
// was assumed, or words of the refusal. The counts are those of the manifest.
var dirtySays = map[string][]string{
	"age_dob_instead.csv": {"dates of birth"}, "bom_only.csv": {"the file is empty"}, "column_missing.csv": {`"age"`}, "coords_bad.csv": {"point_out_of_range 30", "point_out_of_range 40", "half_a_point 10"},
	"cp1252.csv": {"Windows-1252"}, "dates_2digit.csv": {"years of two figures"}, "dates_first_of_month_heap.csv": {"first_of_month_heap 30"},
	"dates_impossible.csv": {"impossible_date 8"}, "dates_mixed_dmy_mdy.csv": {"date_in_another_order 4", "dates_read_both_ways 35"}, "dates_recorded_before.csv": {"recorded_before_committed 4"},
	"double_encoded.csv": {"decoded_twice 3"}, "dup_person_rows.csv": {"an exact copy of an earlier row 7"}, "dup_ref_conflict.csv": {"conflicting_references 20"}, // one more than in the clean file
	"empty.csv": {"the file is empty"}, "eol_cr.csv": {"carriage returns alone"}, "footer_rowcount.csv": {"line 63 says how many rows"}, "footer_rowcount_wrong.csv": {"footer_count 60"},
	"footer_totals.csv": {"a total or a source, not a record 2"}, "formula_cells.csv": {"starts_like_a_formula 52"}, "header_dup.csv": {"there twice", `"age"`}, "header_missing.csv": {"no header row"},
	"header_twice.csv": {"the header again 1", "an exact copy of an earlier row 10"}, "header_two_rows.csv": {"the header is on line 2"}, "html_table.xls.csv": {"HTML"}, "huge_cell.csv": {"a row over 1 MB 1"},
	"json_lines.csv": {"JSON"}, "million_quotes.csv": {"no header row"}, "mixed_encoding.csv": {"bytes that are neither UTF-8 nor of one other encoding 1"},
	"numbers_comma_decimal.csv": {"not a whole number"}, "numbers_sci.csv": {"not a whole number"}, "ragged_short.csv": {"not 17 cells 2"}, "refs_excel_mangled.csv": {"reference_damaged 24"},
	"sex_codes.csv": {"unmapped_value 20"}, "times_midnight_heap.csv": {"midnight_heap 42"}, "times_text.csv": {"impossible_clock_time 6"}, "title_rows.csv": {"the header is on line 4"},
	"truncated_in_quote.csv": {"cut off"}, "two_tables.csv": {"not 17 cells 3"}, "unclosed_quote_row10.csv": {"a quote that is never closed 1"}, "unicode_nasty.csv": {"hidden_or_wide_characters 50"},
	"unquoted_comma_in_ward.csv": {"not 17 cells 4"}, "utf16le_bom.csv": {"UTF-16"}, "utf16le_nobom.csv": {"UTF-16"}, "utf8_bom.csv": {"byte order mark"}, "xlsx_named_csv.csv": {"the file is damaged"},
}

// accountOf writes the account of a load, for looking up words.
func accountOf(d *Dataset, err error) string {
	if err != nil {
		return err.Error()
	}
	var lines []string
	for _, f := range d.Quality.Files {
		lines = append(lines, f.Format, f.Encoding)
		lines = append(lines, f.Assumed...)
		for _, r := range f.LeftOut {
			lines = append(lines, fmt.Sprintf("%s %d", r.Reason, r.Rows))
		}
		for _, found := range slices.Concat(f.Findings, d.Quality.Findings) {
			lines = append(lines, fmt.Sprintf("%s %d", found.Kind, found.Count))
		}
	}
	return strings.Join(lines, "\n")
}

// The ten ways of writing 15:45 that times_text.csv has, and two that are no
// time, read one by one; and single cells of other files.
func TestPoliceDirtyCells(t *testing.T) {
	for text, want := range map[string]string{"15:45": "15:45", "1545": "15:45", "15.45": "15:45", "3:45 PM": "15:45", "0.65625": "15:45", "24:00": "24:00", "25:99": "none"} {
		got := "none"
		if seconds, _, ok := parseClock(text); ok {
			got = fmt.Sprintf("%02d:%02d", seconds/3600, seconds/60%60)
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
	path := sharedPath(t, "oracles", "dirty-csv", "police-dirty", "csv", "cp1252.csv")
	d, err := Load(context.Background(), []Source{{Files: []string{path}, Profile: mustProfile(t, dirtyProfile)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(d.Offences.Category("force_subgroup").Levels, "|")
	for _, want := range []string{"Robbery £50+", "“GBH”"} {
		if !strings.Contains(text, want) {
			t.Errorf("got levels %s, want %q among them", text, want)
		}
	}
}

// TestPoliceDirty loads every dirty extract and compares it with what its
// manifest expects: refused, or the counts of rows, offences and victims, and
// what was said. The counts are facts about the files.
func TestPoliceDirty(t *testing.T) {
	manifest, err := os.ReadFile(sharedPath(t, "oracles", "dirty-csv", "police-dirty", "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		Files []struct {
			File   string
			Expect struct {
				Action    string
				RowsIn    *int `json:"rows_in"`
				RowsUsed  *int `json:"rows_used"`
				Rejected  *int
				Crimes    *int
				Victims   *int
				BlankRows int    `json:"blank_rows"`
				Preamble  int    `json:"preamble_lines"`
				SameAs    string `json:"same_as"`
			}
		}
	}
	if err := json.Unmarshal(manifest, &list); err != nil {
		t.Fatal(err)
	}
	p := mustProfile(t, dirtyProfile)
	load := func(t *testing.T, file string) (*Dataset, error) {
		path := sharedPath(t, "oracles", "dirty-csv", "police-dirty", "csv", file)
		return Load(context.Background(), []Source{{Files: []string{path}, Profile: p}}, nil)
	}
	for _, f := range list.Files {
		if !strings.HasPrefix(f.File, "csv/") {
			continue
		}
		t.Run(f.File, func(t *testing.T) {
			want := f.Expect
			d, err := load(t, strings.TrimPrefix(f.File, "csv/"))
			for _, says := range dirtySays[strings.TrimPrefix(f.File, "csv/")] {
				if account := accountOf(d, err); !strings.Contains(account, says) {
					t.Errorf("got %s\nwant %q in it", account, says)
				}
			}
			if err != nil {
				if !InputRefused(err) {
					t.Fatalf("got %v, want a reason to refuse among the sentinels", err)
				}
				if strings.HasPrefix(want.Action, "accept") && want.Action != "accept_or_refuse_with_reason" {
					t.Errorf("got refused (%v), want %s", err, want.Action)
				}
				return
			}
			if want.Action == "refuse" {
				t.Errorf("got loaded, want refused")
			}
			q := d.Quality.Files[0]
			equal := func(what string, got int, want *int) {
				if want != nil && got != *want {
					t.Errorf("got %d %s, want %d", got, what, *want)
				}
			}
			if want.RowsIn != nil {
				blankless := *want.RowsIn - want.BlankRows
				equal("rows read", q.RowsRead, &blankless)
			}
			equal("rows used", q.RowsUsed, want.RowsUsed)
			equal("offences", d.Offences.Len(), want.Crimes)
			victims := 0
			role := d.People.Category("role")
			for _, code := range role.Codes {
				if code == role.Code("victim") {
					victims++
				}
			}
			equal("victims", victims, want.Victims)
			if want.Preamble > 0 && q.HeaderLine != want.Preamble+1 {
				t.Errorf("got the header on line %d, want %d", q.HeaderLine, want.Preamble+1)
			}
			said := len(q.Findings) + len(d.Quality.Findings) + len(q.LeftOut) + len(q.Assumed)
			if strings.Contains(want.Action, "warn") && said == 0 {
				t.Errorf("nothing was said")
			}
			if want.SameAs != "" {
				clean, err := load(t, want.SameAs)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(tableText(clean), tableText(d)); diff != "" {
					t.Errorf("table differs from that of %s (-want +got):\n%s", want.SameAs, diff)
				}
			}
		})
	}
}
