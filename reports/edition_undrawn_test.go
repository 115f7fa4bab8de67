package reports

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"svna/analysis"
)

// A figure that cannot be drawn costs itself: every other file of the edition is
// there, and the error names the figure.
func TestAnEditionWithoutOneFigure(t *testing.T) {
	good, bad := barsCase(), dotsCase()
	bad.chart.Category = "colour"
	dir := t.TempDir()
	err := WriteEdition(t.Context(), published([]analysis.Table{good.table, bad.table}, []analysis.Chart{bad.chart, good.chart}, good.statements...), dir, nil)
	var undrawn *UndrawnError
	if !errors.As(err, &undrawn) || len(undrawn.Reasons) != 1 || undrawn.Figures[0] != "dots" {
		t.Fatalf("got %v, want an error that names the figure dots", err)
	}
	if reason := undrawn.Reasons[0].Error(); !strings.Contains(reason, `"colour"`) {
		t.Errorf("got the reason %q, want it to name the dimension", reason)
	}
	for name, want := range map[string]bool{
		"figures/bars.png": true, "figures/dots.png": false, "figures.json": true, "appendix.xlsx": true,
		"report.html": true, "headlines.json": true, "tables/places.csv": true,
	} {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != want {
			t.Errorf("%s: got %v, want it there: %v", name, err, want)
		}
	}
}
