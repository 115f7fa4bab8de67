package reports

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"svna/analysis"
	"svna/analysis/stats"
)

func TestPNGHasSizeAndResolution(t *testing.T) {
	f := drawCase(t, dotsCase())
	image, err := png.Decode(bytes.NewReader(f.PNG))
	if err != nil {
		t.Fatal(err)
	}
	// 17.0 cm at 192 dots an inch are 1,285 pixels.
	if got := image.Bounds().Dx(); got != 1285 {
		t.Errorf("got %d pixels across, want 1285", got)
	}
	// The chunk comes right after the header: length, name, x, y, unit.
	chunk := f.PNG[33:]
	if got := string(chunk[4:8]); got != "pHYs" {
		t.Fatalf("the second chunk is %q, want pHYs", got)
	}
	if x, y := binary.BigEndian.Uint32(chunk[8:]), binary.BigEndian.Uint32(chunk[12:]); x != 7559 || y != 7559 || chunk[16] != 1 {
		t.Errorf("got %d by %d dots in unit %d, want 7559 by 7559 a metre", x, y, chunk[16])
	}
}

// The image keeps the colours of the roles exactly, though it has a palette.
func TestPNGKeepsTheColoursOfRoles(t *testing.T) {
	image, err := png.Decode(bytes.NewReader(drawCase(t, barsCase()).PNG))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[[3]uint32]bool{}
	for y := range image.Bounds().Dy() {
		for x := range image.Bounds().Dx() {
			r, g, b, _ := image.At(x, y).RGBA()
			seen[[3]uint32{r >> 8, g >> 8, b >> 8}] = true
		}
	}
	for _, r := range []role{rolePage, roleMain, roleContext, roleText} {
		c := lightPalette[r]
		if !seen[[3]uint32{uint32(c.R), uint32(c.G), uint32(c.B)}] {
			t.Errorf("no pixel has the colour of role %d", r)
		}
	}
}

// Every SVG is well-formed, has its title and description first, no style
// attribute, no prolog, no number that is none, and ids of its own.
func TestSVGIsAccessible(t *testing.T) {
	badNumber := regexp.MustCompile(`NaN|Inf|[0-9]e[+-]?[0-9]`)
	ids := map[string]bool{}
	id := regexp.MustCompile(` id="([^"]+)"`)
	for _, f := range figureCases() {
		figure := drawCase(t, f)
		for _, svg := range [][]byte{figure.SVG, figure.SVGEmbedded} {
			text := string(svg)
			decoder := xml.NewDecoder(bytes.NewReader(svg))
			for {
				if _, err := decoder.Token(); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatalf("%s: %v", f.chart.ID, err)
				}
			}
			if !strings.HasPrefix(text, `<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0 0 `) || !strings.Contains(text[:400], `role="img"`) {
				t.Errorf("%s begins with %q", f.chart.ID, text[:120])
			}
			if strings.Contains(text, "style=") || strings.Contains(text, "<?xml") || strings.Contains(text, "pt\"") {
				t.Errorf("%s has a style attribute, a prolog or a fixed size", f.chart.ID)
			}
			if bad := badNumber.FindString(strings.Join(regexp.MustCompile(` (d|x|y|viewBox)="[^"]*"`).FindAllString(text, -1), " ")); bad != "" {
				t.Errorf("%s has the number %q", f.chart.ID, bad)
			}
			for _, m := range id.FindAllStringSubmatch(text, -1) {
				if ids[m[1]] {
					t.Errorf("%s: the id %s is used twice", f.chart.ID, m[1])
				}
				ids[m[1]] = true
			}
		}
		if strings.Contains(string(figure.SVGEmbedded), "OFFICIAL") || !strings.Contains(string(figure.SVG), ">OFFICIAL-SENSITIVE<") {
			t.Errorf("%s: the marking stands in the figure that is alone, and not in the embedded one", f.chart.ID)
		}
		if strings.Contains(string(figure.SVGEmbedded), "Source:") {
			t.Errorf("%s: the source stands in the embedded figure", f.chart.ID)
		}
	}
}

func allCases() (tables []analysis.Table, charts []analysis.Chart, statements []analysis.Statement) {
	for _, f := range figureCases() {
		tables, charts, statements = append(tables, f.table), append(charts, f.chart), append(statements, f.statements...)
	}
	return tables, charts, statements
}

// The same bytes come out on one core and on eight.
func TestFiguresAreTheSameOnAnyNumberOfCores(t *testing.T) {
	tables, charts, statements := allCases()
	p := published(tables, charts, statements...)
	draw := func(cores int) []Figure {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
		figures, failed, err := DrawFigures(t.Context(), p, nil)
		if err != nil || len(failed) > 0 {
			t.Fatal(err, failed)
		}
		return figures
	}
	one, eight := draw(1), draw(8)
	if diff := cmp.Diff(one, eight); diff != "" {
		t.Errorf("one core and eight differ (%d bytes of difference)", len(diff))
	}
	for i, f := range one {
		if f.ID != charts[i].ID {
			t.Errorf("figure %d is %s, want %s", i, f.ID, charts[i].ID)
		}
	}
}

// A chart that cannot be drawn, or that panics, costs itself.
func TestAFailureCostsItself(t *testing.T) {
	good, noTable, noDimension, panics := barsCase(), dotsCase(), lineCase(), stackCase()
	noTable.chart.Table = "nowhere"
	noDimension.chart.Category = "colour"
	panics.chart.Finding = "boom"
	boom := analysis.Statement{ID: "boom", Short: func([]analysis.Figure) string { panic("a name") }}
	tables := []analysis.Table{good.table, noTable.table, noDimension.table, panics.table}
	charts := []analysis.Chart{noTable.chart, good.chart, noDimension.chart, panics.chart}
	done := make(chan string, 10)
	figures, failed, err := DrawFigures(t.Context(), published(tables, charts, append(good.statements, boom)...), func(id string) { done <- id })
	if err != nil {
		t.Fatal(err)
	}
	if len(figures) != 1 || figures[0].ID != "bars" {
		t.Errorf("got %d figures, want the bars alone", len(figures))
	}
	if len(failed) != 3 || failed["dots"] == nil || failed["line"] == nil || failed["stack"] == nil {
		t.Errorf("failed are %v, want dots, line and stack", failed)
	}
	if strings.Contains(failed["stack"].Error(), "a name") {
		t.Error("the message holds the value of the panic")
	}
	if len(done) != 4 {
		t.Errorf("done was called %d times, want 4", len(done))
	}
}

func TestTwoChartsOfOneName(t *testing.T) {
	f := barsCase()
	if _, _, err := DrawFigures(t.Context(), published([]analysis.Table{f.table}, []analysis.Chart{f.chart, f.chart}), nil); err == nil {
		t.Error("two charts of one name were drawn")
	}
}

func TestDrawingStopsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := DrawFigures(ctx, barsCase().published(), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

// Two rows that fall on one mark would hide one another.
func TestTwoRowsOnOneMark(t *testing.T) {
	f := linesCase()
	f.chart.Series = ""
	_, failed, err := DrawFigures(t.Context(), f.published(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if reason := failed["lines"]; reason == nil || !strings.Contains(reason.Error(), "Only") {
		t.Errorf("got %v, want an error that names Only", reason)
	}
}

// A hidden part of a stack or of a waterfall would show as the gap, so bars are
// drawn.
func TestHiddenPartsAreNotGaps(t *testing.T) {
	f := stackCase()
	f.table.Rows[1].Estimate = stats.Estimate{Status: stats.Suppressed}
	text := string(drawCase(t, f).SVG)
	if !strings.Contains(text, ">[c]<") || strings.Contains(text, "n = 420") {
		t.Error("a stack with a hidden part was drawn as a stack")
	}
	w := waterfallCase()
	w.table.Rows[1].Estimate = stats.Estimate{Status: stats.Suppressed}
	if caption := drawCase(t, w).Caption; !strings.Contains(caption, "Separate bars, since a part is not shown.") {
		t.Errorf("got the caption %q, want it to say why there are bars", caption)
	}
	w = waterfallCase()
	w.table.Rows[1].Estimate.Value = stats.N(5e6)
	if caption := drawCase(t, w).Caption; !strings.Contains(caption, "Separate bars, since the parts do not add up to the total.") {
		t.Errorf("got the caption %q, want it to say why there are bars", caption)
	}
}
