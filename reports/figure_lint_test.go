package reports

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"svna/analysis"
	"svna/datasets/parallel"
	"svna/reports/figurelint"
)

// darkPage is the page that DarkVariables belong to, read back from them.
func darkPage() map[string]string {
	variables := map[string]string{}
	for declaration := range strings.SplitSeq(strings.TrimSuffix(DarkVariables(), ";"), ";") {
		name, value, _ := strings.Cut(declaration, ":")
		variables[name] = value
	}
	return variables
}

// lintFigure opens the files of a figure: the one that stands alone as printed,
// and the one of the page in light and in dark.
func lintFigure(t *testing.T, f Figure) {
	t.Helper()
	dark := darkPage()
	for _, c := range []struct {
		name      string
		svg       []byte
		variables map[string]string
		page      string
	}{
		{"alone", f.SVG, nil, "#FFFFFF"}, {"on a light page", f.SVGEmbedded, nil, "#FFFFFF"}, {"on a dark page", f.SVGEmbedded, dark, dark["--svna-page"]},
	} {
		for _, fault := range figurelint.Check(c.svg, c.variables, c.page) {
			t.Errorf("%s, %s: %s", f.ID, c.name, fault)
		}
	}
}

func TestFiguresHaveNoFault(t *testing.T) {
	for _, f := range figureCases() {
		t.Run(f.chart.ID, func(t *testing.T) { lintFigure(t, drawCase(t, f)) })
	}
}

// The same for inputs that no one would wish for: what cannot be drawn is an
// error that names the chart, and what is drawn can be read.
func TestHostileFiguresHaveNoFault(t *testing.T) {
	changes := hostileChanges()
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		for _, f := range figureCases() {
			t.Run(name+" "+f.chart.ID, func(t *testing.T) {
				t.Parallel()
				changes[name](&f)
				figures, failed, err := DrawFigures(t.Context(), f.published(), nil)
				if err != nil {
					t.Fatal(err)
				}
				for _, reason := range failed {
					if errors.As(reason, new(*parallel.Fault)) || mustBeDrawn(name, f.chart.Mark) {
						t.Error(reason)
					}
				}
				for _, figure := range figures {
					lintFigure(t, figure)
				}
			})
		}
	}
}

// mustBeDrawn reports whether a change leaves a chart what its mark needs: long
// names are no ages, months, hours or codes of areas.
func mustBeDrawn(change string, m analysis.Mark) bool {
	switch m {
	case analysis.Pyramid, analysis.Line, analysis.ControlChart, analysis.Clock, analysis.CellMap, analysis.HotspotMap, analysis.Choropleth:
		return change == "large numbers" || change == "some suppressed"
	}
	return change == "large numbers" || change == "some suppressed" || change == "long names"
}
