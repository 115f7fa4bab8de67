package datasets

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// listedFlags is a profile whose flags all come from one column of codes.
func listedFlags(t *testing.T) *Profile {
	t.Helper()
	bare, err := LayoutProfile("flat", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	p, err := bare.Override(map[string]ColumnMap{
		"offence_ref":         {Column: "Ref"},
		"recorded_at":         {Column: "Recorded", Format: "day/month/year"},
		"flag_knife":          {Column: "Features", Contains: []string{"KN", "Bl-1"}},
		"flag_gun":            {Column: "Features", Contains: []string{"GN"}},
		"flag_domestic_abuse": {Column: "Features", Contains: []string{"DA"}},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestFlagsFromListsOfCodes: codes are whole, in any case and parted by any mark;
// "KNX" is not "KN". What is not recorded as a list stays what it is.
func TestFlagsFromListsOfCodes(t *testing.T) {
	cases := []struct{ cell, knife, gun string }{
		{"KN", "yes", "no"},
		{"kn, GN", "yes", "yes"},
		{"GN;YC/KN", "yes", "yes"},
		{"DA BL-1", "yes", "no"},
		{"KNX|XKN", "no", "no"},
		{"", "no", "no"},
		{"unknown", "unknown", "unknown"},
		{"not recorded", "no", "no"},
		{"ＫＮ", "yes", "no"}, // full-width letters
	}
	text := "Ref,Recorded,Features\n"
	rows := [][]any{{"Ref", "Recorded", "Features"}}
	var knife, gun []string
	for i, c := range cases {
		ref := string(rune('A' + i))
		text += ref + `,02/05/2023,"` + c.cell + "\"\n"
		rows = append(rows, []any{ref, day(2023, 5, 2, 0, 0), c.cell})
		knife, gun = append(knife, c.knife), append(gun, c.gun)
	}
	book := saveBook(t, []string{"Crimes"}, map[string][][]any{"Crimes": rows}, nil)
	for _, path := range []string{written(t, "a.csv", text), book} {
		d, err := Load(context.Background(), []Source{{Files: []string{path}, Profile: listedFlags(t)}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := tableText(d)
		if diff := cmp.Diff(knife, got["offences.flag_knife"]); diff != "" {
			t.Errorf("%s: knife (-want +got):\n%s", filepath.Ext(path), diff)
		}
		if diff := cmp.Diff(gun, got["offences.flag_gun"]); diff != "" {
			t.Errorf("%s: gun (-want +got):\n%s", filepath.Ext(path), diff)
		}
		// The same when counted without loading.
		s, err := OpenStream([]string{path}, listedFlags(t))
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		read, err := s.Rows(context.Background(), []Wanted{{Column: "flag_gun"}, {Column: "flag_knife"}})
		if err != nil {
			t.Fatal(err)
		}
		levels := [][]string{nil, nil}
		for _, row := range read {
			levels[0] = append(levels[0], s.Level("flag_gun")(row[0]))
			levels[1] = append(levels[1], s.Level("flag_knife")(row[1]))
		}
		if diff := cmp.Diff([][]string{gun, knife}, levels); diff != "" {
			t.Errorf("%s: streamed (-want +got):\n%s", filepath.Ext(path), diff)
		}
	}
}

// TestFlagListFaults are mappings that are refused with words.
func TestFlagListFaults(t *testing.T) {
	for _, c := range []struct{ column, says string }{
		{`flag_knife = { column = "A", contains = ["KN, BL"] }`, `"KN, BL" is not one code`},
		{`ward = { column = "A", contains = ["KN"] }`, "ward is not a flag"},
		{`flag_knife = { column = "A", contains = [] }`, "contains: write the codes that mean yes"},
		{`flag_knife = { column = "A", containing = ["KN"] }`, `unknown key "containing"`},
	} {
		path := filepath.Join(t.TempDir(), "p.toml")
		text := "name = \"p\"\nlayout = \"offences\"\n[columns]\noffence_ref = \"Ref\"\n" + c.column + "\n"
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := ReadProfile(path); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: got %v, want it to say %s", c.column, err, c.says)
		}
	}
}

// TestCodeListsAreProposed: codes of ten rows or more are shown; words are no codes,
// and a column of one's own name is left alone.
func TestCodeListsAreProposed(t *testing.T) {
	text := "Ref,Date Recorded,Feature Codes,Flagged by,Notes flag\n"
	for i := range 40 {
		text += fmt.Sprintf("A%d,13/05/2023,\"%s\",somebody else,KN\n", i, []string{"KN, YC", "kn", "", "YC;DA"}[i%4]) // DA in 10 rows
	}
	text += "A99,13/05/2023,XX,somebody else,KN\n"
	x := proposeText(t, "crimes.csv", text).Extracts[0]
	want := []ProposedCodeList{
		{"Feature Codes", []ValueCount{{"KN", 20}, {"YC", 20}, {"DA", 10}}},
		{"Notes flag", []ValueCount{{"KN", 41}}},
	}
	if diff := cmp.Diff(want, x.CodeLists); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
