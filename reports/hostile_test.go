package reports

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/analysis/stats"
)

// hostileRun is a run whose levels and rows are given: a table of areas with a
// map, bars, dots with intervals and an hour's tiles over it, and a statement
// about its first row.
func hostileRun(levels []string, row func(i int) stats.Estimate) analysis.Run {
	layer := gridLayer(10, 10, func(i int) string {
		if i < len(levels) {
			return levels[i]
		}
		return fmt.Sprintf("Elsewhere %d", i)
	})
	t := analysis.Table{
		ID: "hostile", Title: "Offences by area, Exampleborough, 12 months to May 2023", Unit: analysis.Offence,
		Dimensions: []analysis.Dimension{{Name: "area_code", Header: "Area code"}, {Name: "area", Header: "Area"}},
		Columns: []analysis.Column{
			{Name: "numerator", Header: "Offences", Format: analysis.AsCount},
			{Name: "denominator", Header: "Residents", Format: analysis.AsCount},
			{Name: "value", Header: "Rate per 1,000 residents", Format: analysis.AsRate},
			{Name: "lower", Header: "Lower 95% confidence limit", Format: analysis.AsRate},
			{Name: "upper", Header: "Upper 95% confidence limit", Format: analysis.AsRate},
			{Name: "method", Header: "Method", Format: analysis.AsText},
		},
	}
	for i, level := range levels {
		t.Rows = append(t.Rows, analysis.Row{Levels: []string{layer.Areas[i].Code, level}, Estimate: row(i)})
	}
	outcome := analysis.Outcome{
		Breakdown: analysis.Breakdown{
			Name: "hostile", Title: "Areas", Theme: analysis.Where, Headlines: []string{"hostile-top"},
			Doc: analysis.Doc{Counts: "Offences.", Base: "Residents.", LeftOut: "Nothing.", Method: "Byar.", Misleads: "It is invented."},
		},
	}
	outcome.Result.Tables = []analysis.Table{t}
	if len(levels) > 0 {
		chart := analysis.Chart{ID: "hostile", Table: t.ID, Mark: analysis.Bars, Title: "Offences by area", Subtitle: "Offences", Category: "area", Measure: "numerator", Unit: "Offences"}
		dots, areas := chart, chart
		dots.ID, dots.Mark, dots.Measure, dots.Interval = "hostile-dots", analysis.Dots, "value", true
		areas.ID, areas.Mark, areas.Measure, areas.Category, areas.Layer = "hostile-map", analysis.Choropleth, "value", "area_code", layer
		outcome.Result.Charts = []analysis.Chart{chart, dots, areas}
		outcome.Result.Statements = []analysis.Statement{{
			ID: "hostile-top", Theme: analysis.Where, Unit: analysis.Offence, Value: "per 1,000 residents", Period: figureAbout().Period, Filter: levels[0],
			Figures: []analysis.Figure{analysis.FigureOf(&t, t.Rows[0], levels[0])},
			Say: func(f []analysis.Figure) string {
				return f[0].Label + " had " + analysis.Round(f[0].Number().Or(0), 1) + " per 1,000 residents."
			},
		}}
	}
	return analysis.Run{About: figureAbout(), Outcomes: []analysis.Outcome{outcome}}
}

// hostileNames are a hundred names; none is empty, since a value without a
// character is not recorded, and no level.
func hostileNames() []string {
	names := []string{
		"=1+1", "+44 20", "-2+3", "@SUM(A1:A9)", "\t=cmd|' /C calc'!A0", `=HYPERLINK("http://x","y")`,
		"<script>alert(1)</script>", `</script><img src=x onerror="alert(1)">`, "]]>", "&amp; & <b>", `"quoted" 'and' \back`, "{{.Title}}", "%s %d %!v",
		"😀 emoji 🔪", "שלום עולם", "\u202eright to left", "zero\u200bwidth", "e\u0301 combining", "line\nbreak", "bell\x07 and \x00 nul", "  spaces  ", "—", "[c]", "[z]", "1e+06", "NaN", "0123",
	}
	for i := range 100 - len(names) {
		names = append(names, fmt.Sprintf("%-40s", fmt.Sprintf("Llanfairpwllgwyngyllgogerychwyrndrob %02d", i)))
	}
	return names
}

// Whatever the data say, every file is whole and keeps its rules: nothing is a
// formula, a script or an element, nothing is NaN or in exponents, and verify
// finds every statement again.
func TestHostileInputs(t *testing.T) {
	rate := func(i int) stats.Estimate { return stats.Rate(float64(i*i%37), 10000, 1000) }
	cases := []struct {
		name   string
		levels []string
		row    func(i int) stats.Estimate
	}{
		{"empty", nil, nil},
		{"one row", []string{"Abbey"}, rate},
		{"all missing", []string{"Abbey", "Alibon"}, func(int) stats.Estimate { return stats.Estimate{Status: stats.NotAvailable} }},
		{"all zero", []string{"Abbey", "Alibon", "Beam"}, func(int) stats.Estimate { return stats.Rate(0, 10000, 1000) }},
		{"all suppressed", []string{"Abbey", "Alibon"}, func(int) stats.Estimate { return stats.Estimate{Status: stats.Suppressed} }},
		{"hundred hostile names", hostileNames(), rate},
	}
	for _, c := range cases {
		for _, rule := range []disclosure.Rule{disclosure.Restricted, unmarkedRule} {
			t.Run(c.name+", "+rule.Edition, func(t *testing.T) { checkHostile(t, hostileRun(c.levels, c.row), rule) })
		}
	}
}

var nonsense = regexp.MustCompile(`NaN|[+-]?Inf\b|[0-9]e[+-][0-9]|%!|-0\b`)

func checkHostile(t *testing.T, run analysis.Run, rule disclosure.Rule) {
	t.Helper()
	folder := t.TempDir()
	dir := filepath.Join(folder, rule.Edition)
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	p := disclosure.Protect(rule, run)
	if err := WriteEdition(t.Context(), p, dir, nil); err != nil {
		t.Fatal(err)
	}
	if err := WriteRunFiles(folder, p, ManifestInputs{GoVersion: "go0"}); err != nil {
		t.Fatal(err)
	}
	v, err := Verify(folder)
	if err != nil || v.Err() != nil {
		t.Errorf("verify: %v, faults %q", err, v.Faults)
	}
	read := func(name string) []byte {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	book := readBook(t, read("appendix.xlsx")) // finds formulas
	book.lintGraphics(t)
	for _, s := range book.sheets {
		if s.table != nil && rule.Marking != "" {
			book.lintPrint(t, s)
		}
		for ref, cell := range s.cells {
			if !cell.isText && nonsense.MatchString(fmt.Sprint(cell.number)) {
				t.Errorf("%s!%s holds %v", s.name, ref, cell.number)
			}
		}
	}
	lintDocument(t, unzipped(t, read("headlines.docx")))
	if rule.Edition == "public" {
		parsePart(t, unzipped(t, read("appendix.ods")), "content.xml")
	}
	page, err := html.Parse(bytes.NewReader(read("report.html")))
	if err != nil {
		t.Fatal(err)
	}
	walk(page, func(n *html.Node) {
		if n.Type == html.ElementNode && n.Data == "img" {
			t.Error("a name became an element of the page")
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s> has the attribute %s", n.Data, a.Key)
			}
		}
	})
	scripts := 1
	if byID(page, "map-data") != nil {
		scripts = 2
	}
	if got := len(elements(page, "script")); got != scripts {
		t.Errorf("the page has %d scripts, want %d", got, scripts)
	}
	lintCSV(t, dir)
}

// lintCSV checks that no cell of a CSV file begins a formula.
func lintCSV(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".csv" {
			return err
		}
		records, err := readRecords(path)
		for _, record := range records {
			for _, cell := range record {
				if startsFormula(cell) && !isNumber(cell) {
					t.Errorf("%s has the cell %q", d.Name(), cell)
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
