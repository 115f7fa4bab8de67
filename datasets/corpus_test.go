package datasets

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Limits on one file of the corpora: seconds, and megabytes of the process.
const (
	corpusSeconds   = 10
	corpusMegabytes = 500
)

// corpusFiles are the files of a folder of dirty files; without SVNA_CORPORA every
// fifth, so that the suite stays quick.
func corpusFiles(t *testing.T, folder string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in %s: %v", folder, err)
	}
	if os.Getenv("SVNA_CORPORA") != "" {
		return files
	}
	var some []string
	for i := 0; i < len(files); i += 5 {
		some = append(some, files[i])
	}
	return some
}

// TestDirtyCorpora looks at every file of the dirty corpora as svna init does, and
// loads it under the columns that it was found to have: it must be read, or
// refused for a stated reason, within 10 seconds; and the process must stay under
// 500 MB. SVNA_CORPORA=1 takes all files and not every fifth.
func TestDirtyCorpora(t *testing.T) {
	root := sharedPath(t, "oracles", "dirty-csv")
	folders, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	try := func(folder string) {
		read, refused, slowest := 0, map[string]int{}, time.Duration(0)
		for _, path := range corpusFiles(t, folder) {
			start := time.Now()
			_, err := Propose(context.Background(), []string{path})
			if _, loose := readLoose(path, nil); loose != nil && !InputRefused(loose) {
				err = loose // as delimited text, whatever it is
			}
			slowest = max(slowest, time.Since(start))
			switch {
			case err == nil:
				read++
			case InputRefused(err):
				refused[refusalOf(err)]++
			default:
				t.Errorf("%s: got %v, want a reason to refuse among the sentinels", path, err)
			}
			if since := time.Since(start); since > corpusSeconds*time.Second {
				t.Errorf("%s: took %v", path, since)
			}
		}
		t.Logf("%s: %d read, refused %v; slowest %v", filepath.Base(folder), read, refused, slowest.Round(time.Millisecond))
	}
	for _, f := range folders {
		if f.IsDir() && f.Name() != "pollock" {
			try(filepath.Join(root, f.Name()))
		}
	}
	if os.Getenv("SVNA_CORPORA") != "" { // TestPollock reads the polluted files anyway
		try(pollock(t, "polluted_files.tar.gz"))
		try(pollock(t, "survey_sample.tar.gz"))
	}
	if peak := peakMegabytes(); peak > corpusMegabytes {
		t.Errorf("the process came to %d MB, want at most %d", peak, corpusMegabytes)
	} else if peak > 0 {
		t.Logf("the process came to %d MB", peak)
	}
}

// refusalOf is the sentinel of a refusal.
func refusalOf(err error) string {
	for _, reason := range refusals {
		if errors.Is(err, reason) {
			return reason.Error()
		}
	}
	return "another"
}

// peakMegabytes is the largest size that this process has had, 0 where the
// system does not say.
func peakMegabytes() int {
	if runtime.GOOS != "linux" {
		return 0
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kilobytes, _ := strconv.Atoi(fields[0])
	return kilobytes / 1024
}

// TestCSVSpectrum compares the twelve files of csv-spectrum with their answers,
// cell by cell. Two answers are not those of their files as they are there: one
// has another phone number, and one has CRLF where the file has LF.
func TestCSVSpectrum(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sharedPath(t, "oracles", "dirty-csv", "csv-spectrum", "csvs"), "*.csv"))
	if err != nil || len(files) != 12 {
		t.Fatalf("got %d files, want 12", len(files))
	}
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".csv")
		content, err := os.ReadFile(filepath.Join(filepath.Dir(path), "..", "json", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var want []map[string]string
		if err := json.Unmarshal(content, &want); err != nil { // one row stands alone
			want = []map[string]string{nil}
			if err := json.Unmarshal(content, &want[0]); err != nil {
				t.Fatal(err)
			}
		}
		got, err := readLoose(path, nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var rows []map[string]string
		for _, cells := range got.rows {
			row := map[string]string{}
			for i, cell := range cells {
				row[got.names[i]] = cell
			}
			rows = append(rows, row)
		}
		for i := range want {
			for column, cell := range want[i] {
				want[i][column] = strings.ReplaceAll(cell, "\r\n", "\n")
				if name == "location_coordinates" && column == "Contact Phone Number" {
					delete(want[i], column)
					delete(rows[i], column)
				}
			}
		}
		if diff := cmp.Diff(want, rows); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestJSONSuite runs JSON's own test files: what must parse does, but for names
// that stand twice, which are refused on purpose, and what must not is refused.
func TestJSONSuite(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(sharedPath(t, "oracles", "dirty-csv", "json-test-suite", "test_parsing"), "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatal("no files")
	}
	refusedOnPurpose := []string{"y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"}
	for _, path := range files {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		err = checkJSON(content)
		name := filepath.Base(path)
		switch want := name[0] == 'y' && !slices.Contains(refusedOnPurpose, name); {
		case name[0] == 'i': // free
		case want && err != nil:
			t.Errorf("%s: got %v, want it to parse", name, err)
		case !want && err == nil:
			t.Errorf("%s: got it parsed, want it refused", name)
		}
	}
}

// TestDirtyBoundaries reads the GeoJSON files of police-dirty as their manifest
// says.
func TestDirtyBoundaries(t *testing.T) {
	for file, want := range map[string]string{
		"ok.geojson": "", "million_vertices.geojson": "", "bng_not_wgs.geojson": "",
		"bowtie.geojson": "crosses itself", "dup_code.geojson": "is also that of feature", "empty_features.geojson": "with features",
		"hole_outside.geojson": "hole outside the outline", "huge_coord.geojson": "no place on Earth", "nan.geojson": "not JSON",
		"null_geometry.geojson": "no property holds the code", "zero_area.geojson": "encloses no area",
	} {
		start := time.Now()
		b, err := ReadBoundaries(sharedPath(t, "oracles", "dirty-csv", "police-dirty", "geo", file), "ward")
		if since := time.Since(start); os.Getenv("SVNA_CORPORA") != "" && since > 2*time.Second {
			t.Errorf("%s: took %v, want under 2 s", file, since)
		}
		switch {
		case want == "" && err != nil:
			t.Errorf("%s: %v", file, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s: got %v, want %q in the reason", file, err, want)
		case want == "" && !strings.Contains(strings.Join(b.Notes, " "), "coordinates are"):
			t.Errorf("%s: got notes %q, want the coordinates said", file, b.Notes)
		}
	}
}

// TestGeoJSONHint reads the good and bad files of geojsonhint: whatever is in
// them, the reader ends with boundaries or a reason.
func TestGeoJSONHint(t *testing.T) {
	read, refused := 0, 0
	for _, path := range corpusFiles(t, sharedPath(t, "oracles", "dirty-csv", "geojsonhint", "test")) {
		if _, err := ReadBoundaries(path, "ward"); err == nil {
			read++
		} else {
			refused++
		}
	}
	t.Logf("%d read, %d refused", read, refused)
}

// TestRealBoundaries reads every real boundary file: none may be refused.
func TestRealBoundaries(t *testing.T) {
	folder := sharedPath(t, "data", "boundaries")
	for _, pattern := range []string{"lbbd/*.geojson", "neighbours/*.geojson", "*.geojson"} {
		files, err := filepath.Glob(filepath.Join(folder, filepath.FromSlash(pattern)))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files %s", pattern)
		}
		for _, path := range files {
			name := filepath.Base(path)
			geography := "borough"
			for _, g := range []string{"ward", "lsoa", "msoa"} {
				if strings.Contains(name, g) {
					geography = g
				}
			}
			if _, err := ReadBoundaries(path, geography); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
