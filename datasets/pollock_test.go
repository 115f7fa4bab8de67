package datasets

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// looseTable is a table read without a profile: its names, its rows in use, and
// whether anything was said of what was left out or assumed.
type looseTable struct {
	names []string
	rows  [][]string
	said  bool
}

// readLoose reads the named columns of a file as they are, exact copies of rows
// left out. Without names it takes the header that it finds.
func readLoose(path string, names []string) (*looseTable, error) {
	if names == nil {
		q := &FileQuality{}
		text, err := readText(path, q)
		if err != nil {
			return nil, err
		}
		h, err := sniffHeader(text.bytes, nil)
		if err != nil {
			return nil, &ParseError{File: q.Name, Err: err}
		}
		names = h.names
	}
	t := newRawTable(everyColumn(names))
	if err := t.readCSV(context.Background(), path, 1, nil); err != nil {
		return nil, err
	}
	every := make([]int32, t.rows())
	t.leaveOutCopies(every, func(int32) bool { return true })
	q := t.files[0].quality
	loose := &looseTable{said: len(q.Assumed)+len(q.Findings)+len(t.files[0].leftOut.order) > 0}
	for _, c := range t.columns {
		loose.names = append(loose.names, c.header)
	}
	for row := range t.rows() {
		if t.status[row] != rowUsed {
			continue
		}
		var cells []string
		for _, c := range t.columns {
			cell := ""
			if c.codes[row] >= 0 {
				cell = c.cells.values[c.codes[row]]
			}
			cells = append(cells, cell)
		}
		loose.rows = append(loose.rows, cells)
	}
	return loose, nil
}

// pollock unpacks an archive of the benchmark into a folder of the test.
func pollock(t *testing.T, archive string) (folder string) {
	f, err := os.Open(sharedPath(t, "oracles", "dirty-csv", "pollock", archive))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	folder = t.TempDir()
	for r := tar.NewReader(z); ; {
		entry, err := r.Next()
		if errors.Is(err, io.EOF) {
			return folder
		}
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, filepath.FromSlash(entry.Name))
		if entry.Typeflag != tar.TypeReg {
			continue
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// agreement is the precision, recall and F1 that the benchmark computes of two
// multisets: common over wanted, common over got. With nothing wanted all are 1.
func agreement(wanted, got []string) (sum float64) {
	if len(wanted) == 0 {
		return 3
	}
	count := map[string]int{}
	for _, w := range wanted {
		count[w]++
	}
	common := 0
	for _, g := range got {
		if count[g] > 0 {
			count[g]--
			common++
		}
	}
	if common == 0 {
		return 0
	}
	precision, recall := float64(common)/float64(len(wanted)), float64(common)/float64(len(got))
	return precision + recall + 2*precision*recall/(precision+recall)
}

// pollockScore is the ten numbers of the benchmark, added: success, and
// precision, recall and F1 of the header cells, of the records and of all cells
// (Vitagliano and others, Pollock: A Data Loading Benchmark, PVLDB 2023).
func pollockScore(clean [][]string, got *looseTable) float64 {
	header, rows := []string(nil), [][]string(nil)
	if len(clean) > 0 {
		header, rows = clean[0], clean[1:]
	}
	record := func(cells []string) string {
		var b strings.Builder
		for _, c := range cells {
			if c == "" {
				c = "null"
			}
			b.WriteString(c)
		}
		return b.String()
	}
	records := func(rows [][]string) (all []string) {
		for _, r := range rows {
			all = append(all, record(r))
		}
		return all
	}
	return 1 + agreement(header, got.names) + agreement(records(rows), records(got.rows)) + agreement(slices.Concat(rows...), slices.Concat(got.rows...))
}

// pollockNames are the column names that the benchmark tells every system.
func pollockNames(t *testing.T, folder, file string) []string {
	content, err := os.ReadFile(filepath.Join(folder, "parameters", file+"_parameters.json"))
	if err != nil {
		t.Fatal(err)
	}
	var told struct {
		Names []string `json:"column_names"`
	}
	if err := json.Unmarshal(content, &told); err != nil {
		t.Fatal(err)
	}
	for i, name := range told.Names {
		told.Names[i] = strings.ReplaceAll(name, `"`, "") // a stray quote in a name is not heeded
	}
	return told.Names
}

func readClean(t *testing.T, path string) (rows [][]string) {
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(content))
	r.FieldsPerRecord = -1
	if rows, err = r.ReadAll(); err != nil {
		t.Fatal(err)
	}
	// The engine takes blanks off the ends of cells, and blank ends say nothing.
	for _, row := range rows {
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
	}
	return rows
}

// TestPollock loads the 1,145 polluted files of the Pollock benchmark and
// computes its score, simple and weighted by how common each pollution is. A
// file that is refused scores 0. Damage is silent where the table differs from
// the clean one and nothing was said.
func TestPollock(t *testing.T) {
	weights := map[string]float64{}
	content, err := os.ReadFile(sharedPath(t, "oracles", "dirty-csv", "pollock", "pollock_weights.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &weights); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(pollock(t, "polluted_files.tar.gz"), "polluted_files")
	files, err := os.ReadDir(filepath.Join(folder, "csv"))
	if err != nil {
		t.Fatal(err)
	}
	var simple, weighted, weight float64
	empty := 0
	for _, f := range files {
		score := 0.0
		path := filepath.Join(folder, "csv", f.Name())
		got, err := readLoose(path, pollockNames(t, folder, f.Name()))
		switch {
		case err != nil && !InputRefused(err):
			t.Errorf("%s: got %v, want a reason to refuse among the sentinels", f.Name(), err)
		case err != nil:
			t.Logf("%s: refused: %v", f.Name(), err)
			if len(readClean(t, filepath.Join(folder, "clean", f.Name()))) == 0 {
				empty++ // "the file is empty" is right, and no success to the benchmark
			}
		default:
			clean := readClean(t, filepath.Join(folder, "clean", f.Name()))
			score = pollockScore(clean, got)
			if score < 9.999 && !got.said {
				t.Errorf("%s: got score %.3f and nothing said, want no silent damage", f.Name(), score)
			}
			if score < 9.9 {
				t.Logf("%s: score %.3f", f.Name(), score)
			}
		}
		simple += score
		weighted += weights[f.Name()] * score
		weight += weights[f.Name()]
	}
	simple /= float64(len(files))
	weighted /= weight
	t.Logf("%d files: simple %.4f, weighted %.4f; %d empty and refused, which scores 0", len(files), simple, weighted, empty)
	if len(files) != 1145 || simple < 9.96 || weighted < 9.65 {
		t.Errorf("got %d files, simple %.4f, weighted %.4f; want 1,145 files, at least 9.96 and 9.65", len(files), simple, weighted)
	}
}
