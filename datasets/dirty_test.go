package datasets

import (
	"context"
	"encoding/json"
	"os"
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

// TestPoliceDirty loads every dirty extract and compares it with what its
// manifest expects: refused, or the counts of rows, offences and victims, and a
// word of what was wrong. The counts are facts about the files.
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
