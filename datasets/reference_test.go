package datasets

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// sharedPath returns the path of a file of the folder `shared`, which holds
// published data and is not part of the repository; the test is skipped where
// the folder or the file is not there.
func sharedPath(t *testing.T, elements ...string) string {
	t.Helper()
	shared := os.Getenv("SVNA_SHARED")
	for dir := "."; shared == "" && len(dir) < 40; dir = filepath.Join(dir, "..") {
		candidate := filepath.Join(dir, "..", "shared")
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			shared = candidate
		}
	}
	path := filepath.Join(append([]string{shared}, elements...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs the folder shared with %s; set SVNA_SHARED to where it is", filepath.Join(elements...))
	}
	return path
}

// sharedRows reads a CSV file of shared as maps by column.
func sharedRows(t *testing.T, elements ...string) []map[string]string {
	t.Helper()
	f, err := os.Open(sharedPath(t, elements...))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var maps []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, column := range rows[0] {
			m[column] = row[i]
		}
		maps = append(maps, m)
	}
	return maps
}

// written puts text into a file of a test's own folder.
func written(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// wantError checks that a message has all of its parts.
func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("got no error, want one with %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("got error %q, want it to say %q", err, part)
		}
	}
}

// Every row of an embedded table must say where it comes from, and whether that
// was verified.
func TestEmbeddedTablesHaveSources(t *testing.T) {
	files, err := embedded.ReadDir("reference")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		table := embeddedTable(strings.TrimSuffix(f.Name(), ".csv"))
		if len(table.rows) == 0 || !table.has("source", "verified") {
			t.Errorf("%s: got no rows or no columns source and verified", f.Name())
		}
		for i, row := range table.rows {
			if table.cell(row, "source") == "" || table.cell(row, "verified") == "" {
				t.Errorf("%s: line %d has no source or no word on whether it is verified", f.Name(), table.line(i))
			}
		}
	}
}

// Figures that are not from a published source are not part of the program.
func TestEmbeddedFiguresAreVerified(t *testing.T) {
	for _, name := range []string{"unit_costs", "multipliers", "gdp_deflators", "harm_weights"} {
		table := embeddedTable(name)
		for i, row := range table.rows {
			if got := table.cell(row, "verified"); got != "yes" {
				t.Errorf("%s: line %d: got verified %q, want yes", name, table.line(i), got)
			}
		}
	}
}

func copyFile(from, to string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o600)
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func trimmed(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
