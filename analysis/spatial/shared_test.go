package spatial

import (
	"encoding/csv"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// sharedFile returns the path of a file of the folder shared, which holds answers
// of other programs, and skips the test where the folder is absent: it is the
// one that SVNA_SHARED names, or beside the repository.
func sharedFile(t *testing.T, path ...string) string {
	t.Helper()
	root := os.Getenv("SVNA_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	name := filepath.Join(append([]string{root}, path...)...)
	if _, err := os.Stat(name); err != nil {
		t.Skip("needs the folder shared beside the repository, or SVNA_SHARED")
	}
	return name
}

// sharedRows reads a CSV file of the folder shared: one map a row, by heading.
func sharedRows(t *testing.T, path ...string) []map[string]string {
	t.Helper()
	f, err := os.Open(sharedFile(t, path...))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, heading := range records[0] {
			row[heading] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// agreement counts the answers compared in a test and keeps the largest error,
// relative where the answer is above 1 and absolute below.
type agreement struct {
	cases   int
	largest float64
}

var agreements = map[string]agreement{}

// TestMain prints the agreement of each test that reads the folder shared, with -v.
func TestMain(m *testing.M) {
	code := m.Run()
	if testing.Verbose() {
		for _, name := range slices.Sorted(maps.Keys(agreements)) {
			fmt.Printf("%s: %d answers, largest error %.1e\n", name, agreements[name].cases, agreements[name].largest)
		}
	}
	os.Exit(code)
}

func agree(t *testing.T, got, want float64) {
	a := agreements[t.Name()]
	a.cases++
	a.largest = math.Max(a.largest, math.Abs(got-want)/math.Max(1, math.Abs(want)))
	agreements[t.Name()] = a
}

// parse reads a number of an oracle.
func parse(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// near reports whether got is within an absolute tolerance of want.
func near(got, want, tolerance float64) bool { return math.Abs(got-want) <= tolerance }
