package reports

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

// pictures is a folder for PNGs to look at; the golden files are SVG, since the
// bytes of PNG differ between processors.
var pictures = flag.String("pictures", "", "write the PNG of every golden figure into this folder")

func init() {
	if flag.Lookup("update") == nil {
		flag.Bool("update", false, "rewrite golden files")
	}
}

func rewriting() bool { return flag.Lookup("update").Value.String() == "true" }

// The golden files were looked at as pictures when they were written: the test
// shows what a change of the code changes in them.
func TestFiguresMatchTheirGoldenFiles(t *testing.T) {
	for _, f := range figureCases() {
		t.Run(f.chart.ID, func(t *testing.T) {
			got := drawCase(t, f)
			if *pictures != "" {
				if err := os.WriteFile(filepath.Join(*pictures, f.chart.ID+".png"), got.PNG, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			file := filepath.Join("..", "testdata", "figures", f.chart.ID+".svg")
			if rewriting() {
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, got.SVG, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.SVG, bytes.ReplaceAll(want, []byte("\r\n"), []byte("\n"))) {
				t.Errorf("%s differs from the drawing; look at it, and run the test with -update if it is right", file)
			}
		})
	}
}
