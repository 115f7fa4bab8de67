package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// FuzzSettings reads whatever bytes as a settings file: it is read, or refused as
// a usage error that has words.
func FuzzSettings(f *testing.F) {
	for _, text := range []string{
		"[assessment]\narea = \"E09000002\"\nperiod = \"2022-06/2023-05\"\n[[extract]]\nfiles = \"a.csv\"\nprofile = \"record-level\"\n",
		"[assessment]\narea = [\"E09000002\", \"E09000003\"]\nperiod = \"2022-06/2023-05\"\n[[extract]]\nfiles = [\"a.csv\"]\nprofile = \"record-level\"\n[extract.columns]\noffence_ref = \"Crime Ref\"\ncommitted_from = { column = \"From\", format = \"02/01/2006 15:04\" }\n[extract.values.sex]\n\"M\" = \"male\"\n",
		"[parameters]\ncell_size = -1\n", "[assessment]\nperiod = 3\n", "a = {", "[reference]\nboundaries = { ward = \"w.geojson\" }\n", "\xef\xbb\xbf[assessment]\n", "[[extract]]\n[[extract]]\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		path := filepath.Join(t.TempDir(), "svna.toml")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := readSettings(path)
		if err == nil {
			checkExtracts(t, text, len(s.Extract))
			_, err = s.sources()
		}
		if usage := (*usageError)(nil); err != nil && (!errors.As(err, &usage) || err.Error() == "") {
			t.Errorf("got %T %v, want a usage error", err, err)
		}
	})
}

// checkExtracts asks the decoder for the tables alone: what was read is TOML with
// as many extracts.
func checkExtracts(t *testing.T, text []byte, got int) {
	var tables map[string]any
	if _, err := toml.Decode(strings.TrimPrefix(string(text), "\ufeff"), &tables); err != nil {
		t.Fatalf("it is read, and is no TOML: %v", err)
	}
	want := 0
	for name, table := range tables {
		if list, ok := table.([]map[string]any); ok && strings.EqualFold(name, "extract") {
			want += len(list)
		}
	}
	if got != want {
		t.Errorf("got %d extracts of %d", got, want)
	}
}
