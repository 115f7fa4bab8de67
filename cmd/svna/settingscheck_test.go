package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Settings that must not be followed: what police-dirty has as YAML, in TOML; and
// a title like a template, which is only text.
func TestDirtySettings(t *testing.T) {
	good := "[assessment]\narea = \"E09000002\"\nperiod = \"2022-06/2023-05\"\n[[extract]]\nfiles = \"extract.csv\"\nprofile = \"record-level\"\n"
	for _, c := range []struct{ name, text, says string }{
		{"a title like a template", strings.Replace(good, "[assessment]", "[assessment]\ntitle = \"{{.Secret}} =1+1 %n\"", 1), ""},
		{"a key twice", strings.Replace(good, "period", "area = \"E09000003\"\nperiod", 1), "line 3"},
		{"an unknown key", strings.Replace(good, "period", "threshhold = 3\nperiod", 1), "there is no setting assessment.threshhold"},
		{"a device", strings.Replace(good, "extract.csv", "CON", 1), "name of a device"},
		{"a device with an ending", strings.Replace(good, "extract.csv", "in/nul.csv", 1), "name of a device"},
		{"a long path", strings.Replace(good, "extract.csv", strings.Repeat("a/", 200)+"x.csv", 1), "too long"},
		{"a reference that is a device", good + "[reference]\nplaces = \"LPT1.csv\"\n", "name of a device"},
		{"deep nesting", "x = " + strings.Repeat("[", 50_000), "line"},
		{"ten megabytes", good + "# " + strings.Repeat("x", 10<<20), "over 100 KB"},
		{"no file there", strings.Replace(good, "extract.csv", "../../../../etc/no-such-file", 1), "no file matches"},
	} {
		folder := t.TempDir()
		write(t, filepath.Join(folder, "extract.csv"), "Crime Ref,Recorded Date\nA,13/01/2023\n")
		path := filepath.Join(folder, "svna.toml")
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		s, err := readSettings(path)
		if err == nil {
			_, err = s.sources()
		}
		switch {
		case c.says == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says) || statusOf(err) != exitUsage):
			t.Errorf("%s: got %v, want a usage error that says %q", c.name, err, c.says)
		}
		if since := time.Since(start); since > 20*time.Second {
			t.Errorf("%s: took %v", c.name, since)
		}
	}
}
