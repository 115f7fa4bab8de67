package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A table that is marked restricted appears in the public edition as its name, its
// title and "restricted": in the contents of the workbook, on the page and in the
// manifest. Nothing else of it is there: no table, no figure, no sentence.
func TestRestrictedTables(t *testing.T) {
	folder, _ := crashFolder(t)
	write(t, filepath.Join(folder, "in", "svna.toml"), canarySettings("")+"[disclosure]\nrestricted = [\"suspects-age\", \"knife-use\"]\n")
	if printed, status := program(t, folder, "run", "-q", filepath.Join("in", "svna.toml")); status != exitPartial {
		t.Fatalf("status %d, want %d\n%s", status, exitPartial, printed)
	}
	public := filepath.Join(folder, "out", smallRun, "public")
	title := func(what string) string {
		return what + ", E09000002, 5 months to May 2023: restricted"
	}
	want := []string{ // the tables of the breakdown knife-use, and one table of another
		"knife-use-by-month: " + title("Knife crime offences by use of the knife and month"),
		"knife-use: " + title("Knife crime offences by use of the knife"),
		"suspects-age: " + title("Suspects of serious violence by age band"),
	}
	marked := regexp.MustCompile(`^(knife-use|suspects-age)(-|:|$)`)
	ours := func(lines []string) []string {
		lines = slices.DeleteFunc(lines, func(s string) bool {
			return !strings.HasPrefix(s, "knife-use") && !strings.HasPrefix(s, "suspects-age:")
		})
		slices.Sort(lines)
		return lines
	}
	for place, lines := range map[string][]string{
		"manifest": restrictedInManifest(t, public), "contents": restrictedInContents(t, public), "page": restrictedOnPage(t, public),
	} {
		if got := ours(lines); !slices.Equal(got, want) {
			t.Errorf("%s: got\n%s\nwant\n%s", place, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	_ = filepath.WalkDir(public, func(path string, entry fs.DirEntry, err error) error {
		name := strings.TrimSuffix(entry.Name(), filepath.Ext(entry.Name()))
		if marked.MatchString(name) && !strings.HasPrefix(name, "suspects-age-") {
			t.Errorf("the public edition has %s", entry.Name())
		}
		return err
	})
}

func restrictedInManifest(t *testing.T, public string) (lines []string) {
	t.Helper()
	var manifest struct {
		Tables []map[string]string `json:"restricted_tables"`
	}
	text, err := os.ReadFile(filepath.Join(public, "manifest.json"))
	if err != nil || json.Unmarshal(text, &manifest) != nil {
		t.Fatalf("manifest: %v", err)
	}
	for _, table := range manifest.Tables {
		if len(table) != 3 {
			t.Errorf("the manifest says %d things of a restricted table, want 3", len(table))
		}
		lines = append(lines, table["table"]+": "+table["title"]+": "+table["status"])
	}
	return lines
}

func restrictedInContents(t *testing.T, public string) (lines []string) {
	t.Helper()
	book, err := excelize.OpenFile(filepath.Join(public, "appendix.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows("Contents")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if len(row) == 4 && row[3] == "restricted" {
			lines = append(lines, row[0]+": "+row[2]+": "+row[3])
		}
	}
	return lines
}

var restrictedRow = regexp.MustCompile(`<tr><th scope="row">([^<]*)</th><td>([^<]*)</td><td>(restricted)</td></tr>`)

func restrictedOnPage(t *testing.T, public string) (lines []string) {
	t.Helper()
	page, err := os.ReadFile(filepath.Join(public, "report.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range restrictedRow.FindAllStringSubmatch(string(page), -1) {
		lines = append(lines, strings.Join(m[1:], ": "))
	}
	return lines
}

// A mark that meets no table is refused: mistyped, it would let the table out.
func TestMarksThatMeetNothing(t *testing.T) {
	folder, _ := crashFolder(t)
	write(t, filepath.Join(folder, "in", "svna.toml"), canarySettings("")+"[disclosure]\nrestricted = [\"suspect-age\"]\n")
	printed, status := program(t, folder, "run", "-q", filepath.Join("in", "svna.toml"))
	if status != exitUsage || !strings.Contains(printed, `line 9: there is no table and no breakdown "suspect-age"`) {
		t.Errorf("status %d, want %d; it printed\n%s", status, exitUsage, printed)
	}
}
