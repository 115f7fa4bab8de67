package reports

import (
	"errors"
	"maps"
	"regexp"
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

// A fault of each kind, put into the finished figure of every mark, is found: in
// print, and in dark where it is one of colour.
func TestFaultsPutIntoFiguresAreFound(t *testing.T) {
	text := regexp.MustCompile(`<text x="[0-9.]+"( y="[0-9.]+"[^>]*>)([^<]*)</text>`)
	last := func(svg, with string) string { // changes the last text, which is not its own first line
		all := text.FindAllStringIndex(svg, -1)
		at := all[len(all)-1]
		return svg[:at[0]] + text.ReplaceAllString(svg[at[0]:at[1]], with) + svg[at[1]:]
	}
	dark := darkPage()
	faults := map[string]struct {
		put  func(svg string) string
		want string
	}{
		"text beyond the frame": {func(svg string) string { return last(svg, `<text x="460"${1}a long name beyond the edge</text>`) }, "leaves the frame"},
		"text upon text": {func(svg string) string {
			all := text.FindAllString(svg, -1)
			return strings.Replace(svg, "</svg>", all[len(all)-1]+"</svg>", 1)
		}, "overlaps"},
		"a character without a glyph": {func(svg string) string { return last(svg, `<text x="40"${1}a🔪</text>`) }, "has no glyph"},
		"faint text": {func(svg string) string {
			return strings.Replace(svg, "</svg>", `<text x="3" y="9" font-size="9" fill="#7A7A7A">x</text></svg>`, 1)
		}, "has a contrast of"},
		"a faint line": {func(svg string) string {
			return strings.Replace(svg, "</svg>", `<path d="M1 1L1 60" fill="none" stroke="#A0A0A0" stroke-width="2"/><path d="M3 1L3 60" fill="none" stroke="#4A4A4A" stroke-width="2"/></svg>`, 1)
		}, "a line"},
		"fills alike": {func(svg string) string {
			return strings.Replace(svg, "</svg>", `<path d="M0 0L8 0L8 8L0 8Z" fill="#0F6B63"/><path d="M0 0L8 0L8 8L0 8Z" fill="#136B5C"/></svg>`, 1)
		}, "to some eyes"},
		"a name that cuts a boundary": {func(svg string) string {
			return strings.Replace(svg, "</svg>", `<path d="M0 6L60 6" fill="none" stroke="var(--svna-text,#0B0C0C)" stroke-width="2"/><path d="M2 0L40 0L40 12L2 12Z" fill="var(--svna-page,#FFFFFF)"/><text x="3" y="9" font-size="9" fill="var(--svna-text,#0B0C0C)">name</text></svg>`, 1)
		}, "cuts a line"},
		"small text": {func(svg string) string {
			return strings.Replace(svg, "</svg>", `<text x="3" y="9" font-size="7" fill="#0B0C0C">x</text></svg>`, 1)
		}, "points"},
	}
	for _, f := range figureCases() {
		figure := drawCase(t, f)
		for name, fault := range faults {
			t.Run(name+" "+f.chart.ID, func(t *testing.T) {
				if got := strings.Join(figurelint.Check([]byte(fault.put(string(figure.SVG))), nil, "#FFFFFF"), "\n"); !strings.Contains(got, fault.want) {
					t.Errorf("in print: got %q, want %q in it", got, fault.want)
				}
				if got := strings.Join(figurelint.Check([]byte(fault.put(string(figure.SVGEmbedded))), dark, dark["--svna-page"]), "\n"); !strings.Contains(got, fault.want) {
					t.Errorf("in dark: got %q, want %q in it", got, fault.want)
				}
			})
		}
	}
}
