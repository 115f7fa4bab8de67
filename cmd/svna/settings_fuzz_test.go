package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
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
			_, err = s.sources()
		}
		if usage := (*usageError)(nil); err != nil && (!errors.As(err, &usage) || err.Error() == "") {
			t.Errorf("got %T %v, want a usage error", err, err)
		}
	})
}
