// Package oracle gives tests the independent answers of the folder shared, and keeps
// account of them: which were read, how many were compared and how near they came.
// A package whose tests leave an answer unread fails.
package oracle

import (
	"encoding/csv"
	"encoding/json"
	"flag"
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

// folder is where the independent answers are: the folder that SVNA_SHARED names, or
// shared beside the repository (seen from a package two levels down).
func folder() string {
	if root := os.Getenv("SVNA_SHARED"); root != "" {
		return root
	}
	return filepath.Join("..", "..", "..", "shared")
}

// file is a file of answers, each under the name of its place.
type file struct {
	answers map[string]string
	read    map[string]bool
	rows    []Row
}

// files are those read so far, by their path in the folder.
var files = map[string]*file{}

// Row is a row of a CSV file, or an object of a JSON file.
type Row struct {
	file  *file
	place string
}

// Get returns a value of the row and notes that it was read. A column that the file
// does not have is a mistake of the test: it panics.
func (r Row) Get(column string) string {
	name := r.place + "/" + column
	value, ok := r.file.answers[name]
	if !ok {
		panic("oracle: no " + name)
	}
	r.file.read[name] = true
	return value
}

// Has reports whether the row has a column.
func (r Row) Has(column string) bool {
	_, ok := r.file.answers[r.place+"/"+column]
	return ok
}

// Rows reads a CSV file of the folder, and skips the test where the folder is absent.
func Rows(t *testing.T, path ...string) []Row {
	t.Helper()
	return open(t, path).rows
}

// Object reads a JSON file of the folder: the values in it have the names of the way to
// them, joined by strokes, and elements of lists their numbers from 0. It skips the
// test where the folder is absent.
func Object(t *testing.T, path ...string) Row {
	t.Helper()
	return Row{open(t, path), ""}
}

func open(t *testing.T, path []string) *file {
	t.Helper()
	name := filepath.Join(path...)
	if files[name] != nil {
		return files[name]
	}
	if _, err := os.Stat(folder()); err != nil {
		t.Skip("needs the folder shared beside the repository, or SVNA_SHARED")
	}
	f, err := load(filepath.Join(folder(), name))
	if err != nil {
		t.Fatal(err)
	}
	files[name] = f
	return f
}

func load(path string) (*file, error) {
	f := &file{answers: map[string]string{}, read: map[string]bool{}}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(path, ".json") {
		decoder := json.NewDecoder(strings.NewReader(string(content)))
		decoder.UseNumber()
		var tree any
		if err := decoder.Decode(&tree); err != nil {
			return nil, err
		}
		f.addTree("", tree)
		return f, nil
	}
	records, err := csv.NewReader(strings.NewReader(string(content))).ReadAll()
	if err != nil {
		return nil, err
	}
	for i, record := range records[1:] {
		place := strconv.Itoa(i + 2)
		f.rows = append(f.rows, Row{f, place})
		for k, heading := range records[0] {
			f.answers[place+"/"+heading] = record[k]
		}
	}
	return f, nil
}

func (f *file) addTree(place string, tree any) {
	switch v := tree.(type) {
	case map[string]any:
		for key, value := range v {
			f.addTree(place+"/"+key, value)
		}
	case []any:
		for i, value := range v {
			f.addTree(place+"/"+strconv.Itoa(i), value)
		}
	case nil:
		f.answers[place] = ""
	default:
		f.answers[place] = fmt.Sprint(v)
	}
}

// agreement counts the answers that a test has compared and keeps the largest error.
type agreement struct {
	cases   int
	largest float64
}

var agreements = map[string]agreement{}

// Agree notes that an answer was compared, and its error: relative where the answer is
// above 1, absolute below.
func Agree(t *testing.T, got, want float64) {
	a := agreements[t.Name()]
	a.cases++
	if e := math.Abs(got-want) / math.Max(1, math.Abs(want)); e > a.largest {
		a.largest = e
	}
	agreements[t.Name()] = a
}

// Run runs the tests of a package, which compares all answers of some files of the
// folder oracles (patterns as in path.Match). Where the folder is there and all tests ran,
// it fails if one of these answers was not read, unless its column is listed as one
// that holds no answer: notAnswers has, by file and column, what it holds instead. With -v
// it prints how many answers each test has compared and the largest error.
func Run(m *testing.M, patterns []string, notAnswers map[string]map[string]string) int {
	code := m.Run()
	if testing.Verbose() {
		for _, name := range slices.Sorted(maps.Keys(agreements)) {
			fmt.Printf("%s: %d answers, largest error %.1e\n", name, agreements[name].cases, agreements[name].largest)
		}
	}
	if code != 0 || !wholeRun() {
		return code
	}
	for _, pattern := range patterns {
		paths, err := filepath.Glob(filepath.Join(folder(), "oracles", pattern))
		if err != nil {
			panic(err)
		}
		for _, path := range paths {
			if ext := filepath.Ext(path); ext != ".csv" && ext != ".json" {
				continue // a description
			}
			name, _ := filepath.Rel(folder(), path)
			if left := unread(name, path, notAnswers[strings.TrimPrefix(filepath.ToSlash(name), "oracles/")]); left != "" {
				fmt.Printf("%s: answers that no test reads: %s\n", name, left)
				code = 1
			}
		}
	}
	return code
}

// wholeRun reports whether all tests ran and none was left out by a flag.
func wholeRun() bool {
	for _, name := range []string{"test.run", "test.skip", "test.list", "test.fuzz", "test.bench"} {
		if f := flag.Lookup(name); f != nil && f.Value.String() != "" {
			return false
		}
	}
	return !testing.Short()
}

// unread lists the columns of a file that have unread answers, with their number; it
// is "" if there is none.
func unread(name, path string, notAnswers map[string]string) string {
	f := files[name]
	if f == nil {
		loaded, err := load(path)
		if err != nil {
			return err.Error()
		}
		f = loaded
	}
	left := map[string]int{}
	for place, value := range f.answers {
		column := place
		if f.rows != nil {
			_, column, _ = strings.Cut(place, "/")
		}
		if value != "" && !f.read[place] && notAnswers[column] == "" {
			left[column]++
		}
	}
	var list []string
	for _, column := range slices.Sorted(maps.Keys(left)) {
		list = append(list, fmt.Sprintf("%s (%d)", column, left[column]))
	}
	return strings.Join(list, ", ")
}
