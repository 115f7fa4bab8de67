package sample

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The hash of the default extract. It changes when the composition or the
// generator does, and then every figure of the demo has to be looked at again.
const defaultHash = "c8a526fc7a0dcfcaaa304b1f6cd1197372d0854fcfbc3a4e4ee81e9d7eaffef3"

func TestDefaultExtractIsTheSameBytes(t *testing.T) {
	var first, second bytes.Buffer
	for _, b := range []*bytes.Buffer{&first, &second} {
		if err := WriteExtract(b, Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two default extracts differ")
	}
	sum := sha256.Sum256(first.Bytes())
	if got := hex.EncodeToString(sum[:]); got != defaultHash {
		t.Errorf("got hash %s of the default extract, want %s", got, defaultHash)
	}
}

func TestSeedChangesTheExtract(t *testing.T) {
	var one, two bytes.Buffer
	if err := WriteExtract(&one, Options{Rows: 500, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	if err := WriteExtract(&two, Options{Rows: 500, Seed: 2}); err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("seeds 1 and 2 give the same extract")
	}
}

// encoding/csv is the independent reader.
func TestExtractIsCSV(t *testing.T) {
	var b bytes.Buffer
	if err := WriteExtract(&b, Options{Rows: 3000, Months: 24}); err != nil {
		t.Fatal(err)
	}
	if lines, ends := strings.Count(b.String(), "\n"), strings.Count(b.String(), "\r\n"); lines != ends {
		t.Errorf("got %d lines of which %d end in CRLF", lines, ends)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := len(rows[0]); got != 47 {
		t.Errorf("got %d columns, want 47", got)
	}
	// 3,000 rows were asked for; "about" is taken as 3%.
	if got := len(rows) - 1; math.Abs(float64(got)-3000) > 90 {
		t.Errorf("got %d rows, want about 3,000", got)
	}
	commas := 0
	for _, row := range rows[1:] {
		if strings.Contains(row[14], ",") {
			commas++
		}
	}
	if commas < 2500 {
		t.Errorf("got %d locations with a comma, want nearly all", commas)
	}
}

func TestThreeFilesHoldTheFlatExtract(t *testing.T) {
	dir := t.TempDir()
	if err := Write(dir, Options{Rows: 2000, Layout: ThreeFiles}); err != nil {
		t.Fatal(err)
	}
	var flat bytes.Buffer
	if err := WriteExtract(&flat, Options{Rows: 2000}); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&flat).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]bool{"offences": {}, "victims": {}, "suspects": {}}
	for _, row := range rows[1:] {
		want["offences"][strings.Join(row[:30], "|")] = true
		if row[30] != "" {
			want["victims"][strings.Join(append([]string{row[0]}, row[30:40]...), "|")] = true
		}
		if row[40] != "" {
			want["suspects"][strings.Join(append([]string{row[0]}, row[40:]...), "|")] = true
		}
	}
	for name := range want {
		got := map[string]bool{}
		for _, row := range readCSV(t, filepath.Join(dir, name+".csv"))[1:] {
			got[strings.Join(row, "|")] = true
		}
		if diff := cmp.Diff(want[name], got); diff != "" {
			t.Errorf("%s differ from the flat extract (-flat +three files):\n%s", name, diff)
		}
	}
}

func readCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatalf("read %s: %v", filepath.Base(path), err)
	}
	return rows
}

func TestWriteMakesEveryFile(t *testing.T) {
	dir := t.TempDir()
	if err := Write(dir, Options{Rows: 300, Months: 24}); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	want := []string{
		"README.txt", "bank-holidays.csv", "comparators.csv", "crime-extract.csv", "deprivation.csv", "first-time-entrants.csv", "lsoa.geojson",
		"places.csv", "population-lsoa.csv", "population.csv", "published-counts.csv", "svna.toml", "terms.csv", "wards.geojson", "youth-outcomes.csv",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	for _, name := range []string{"README.txt", "svna.toml", "wards.geojson", "lsoa.geojson", "places.csv", "deprivation.csv", "population-lsoa.csv"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(strings.ToLower(string(text)), "synthetic") {
			t.Errorf("%s does not say that the sample is synthetic", name)
		}
	}
}

func TestOptionsAreRefused(t *testing.T) {
	tests := []struct {
		options Options
		want    string
	}{
		{Options{Rows: -1}, "rows cannot be negative"},
		{Options{Months: -1}, "months must be 1 to 600"},
		{Options{Months: 601}, "months must be 1 to 600"},
		{Options{Layout: "wide"}, `no layout "wide"; there are flat and three-files`},
	}
	for _, test := range tests {
		err := WriteExtract(io.Discard, test.options)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: got error %v, want one with %q", test.options, err, test.want)
		}
	}
}

// fullDisk fails after some bytes.
type fullDisk struct{ left int }

var errFull = errors.New("no space left")

func (d *fullDisk) Write(p []byte) (int, error) {
	if d.left -= len(p); d.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriteErrorIsPassedOn(t *testing.T) {
	for _, room := range []int{0, 1 << 19} {
		if err := WriteExtract(&fullDisk{left: room}, Options{}); !errors.Is(err, errFull) {
			t.Errorf("with room for %d bytes: got error %v, want %v", room, err, errFull)
		}
	}
}
