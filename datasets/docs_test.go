package datasets

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The worked example of docs/profiles.md does what the page says.
func TestProfilesPage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "profiles.md"))
	if err != nil {
		t.Fatal(err)
	}
	block := func(language string) string {
		_, rest, _ := strings.Cut(strings.ReplaceAll(string(page), "\r\n", "\n"), "```"+language+"\n")
		text, _, found := strings.Cut(rest, "```")
		if !found {
			t.Fatalf("the page has no %s", language)
		}
		return text
	}
	d := mustLoad(t, block("toml"), block("csv"))
	got := tableText(d)
	for column, want := range map[string][]string{
		"offences.offence_ref":         {"K1", "K2", "K3"},
		"offences.committed_precision": {"minute", "day", ""},
		"offences.ho_group":            {"Robbery", "Violence against the person", Unknown},
		"offences.location_type":       {"bus", "own_home", "bus"},
		"offences.flag_knife":          {"yes", "no", Unknown},
		"offences.borough_incident":    {"E09000002", "E09000002", "E09000002"},
		"people.role":                  {"victim", "suspect", "victim", "victim"},
		"people.age_at_offence":        {"16", "19", "-2", "34"},
		"people.sex":                   {"male", "male", "female", "female"},
	} {
		if diff := cmp.Diff(want, got[column]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", column, diff)
		}
	}
}

// The list of fields at the end of docs/profiles.md is the data standard.
func TestFieldsPage(t *testing.T) {
	var list strings.Builder
	list.WriteString("## Fields\n")
	for _, table := range []string{"offences", "people", "counts"} {
		list.WriteString("\n| field of " + table + " | kind | levels | what it is |\n|---|---|---|---|\n")
		for _, f := range Fields {
			if f.Table == table {
				list.WriteString("| `" + f.Name + "` | " + string(f.Kind) + " | " + strings.Join(f.Levels, ", ") + " | " + f.Doc + " |\n")
			}
		}
	}
	checkList(t, "profiles.md", "## Fields\n", list.String())
}

// The page of limits is the limits.
func TestLimitsPage(t *testing.T) {
	list := "## Of extracts\n\n| of | limit | beyond it |\n|---|---|---|\n"
	for _, l := range Limits() {
		list += "| " + l.Of + " | " + l.Is + " | " + l.Beyond + " |\n"
	}
	checkList(t, "limits.md", "## Of extracts\n", list)
}

// checkList compares the end of a page, from a heading on.
func checkList(t *testing.T, name, heading, list string) {
	t.Helper()
	path := filepath.Join("..", "docs", name)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := strings.ReplaceAll(string(content), "\r\n", "\n")
	before, _, _ := strings.Cut(page, heading)
	if os.Getenv("SVNA_UPDATE") != "" {
		if err := os.WriteFile(path, []byte(before+list), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(before+list, page); diff != "" {
		t.Errorf("%s (-want +got; SVNA_UPDATE=1 rewrites):\n%s", name, diff)
	}
}
