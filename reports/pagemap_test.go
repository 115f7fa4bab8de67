package reports

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"svna/analysis"
)

// pageOf writes the page of a figure's edition and parses it.
func pageOf(t *testing.T, f figureCase) (string, *html.Node) {
	t.Helper()
	p := f.published()
	layout := NewLayout(p)
	headlines, err := NewHeadlines(p, layout)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := writePage(&out, p, layout, headlines, exampleFigures(t, p)); err != nil {
		t.Fatal(err)
	}
	page, err := html.Parse(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), page
}

func byID(page *html.Node, id string) *html.Node {
	var found *html.Node
	walk(page, func(n *html.Node) {
		if attribute(n, "id") == id {
			found = n
		}
	})
	return found
}

// Without its script the map is whole: every area is drawn in the class that its
// row says, and the script's data are those of the table.
func TestPageMapIsWholeWithoutItsScript(t *testing.T) {
	f := choroplethCase()
	text, page := pageOf(t, f)
	rows := elements(byID(page, "map-rows"), "tr")
	areas := slices.DeleteFunc(elements(byID(page, "map-drawing"), "path"), func(n *html.Node) bool { return attribute(n, "data-code") == "" })
	if want := len(f.chart.Layer.Areas); len(rows) != want || len(areas) != want {
		t.Fatalf("the map has %d rows and %d areas, want %d", len(rows), len(areas), want)
	}
	var measures []pageMeasure
	if err := json.Unmarshal([]byte(byID(page, "map-data").FirstChild.Data), &measures); err != nil || len(measures) != 1 {
		t.Fatalf("the data of the script: %v, %d measures", err, len(measures))
	}
	classes := map[string]string{}
	for i, r := range measures[0].Rows {
		classes[r.Code] = r.Class
		cells := elements(rows[i], "th", "td")
		got := []string{}
		for _, c := range cells {
			got = append(got, textOf(c))
		}
		if want := append([]string{r.Name}, r.Cells...); !slices.Equal(got, want) {
			t.Errorf("row %d shows %q, the script has %q", i+1, got, want)
		}
	}
	for _, a := range areas {
		if got, want := attribute(a, "class"), classes[attribute(a, "data-code")]; got != want {
			t.Errorf("the area %s has the class %s, its row %s", attribute(a, "data-code"), got, want)
		}
	}
	for _, k := range measures[0].Key {
		if !strings.Contains(text, "."+k.Class+"{") {
			t.Errorf("the class %q has no style", k.Class)
		}
	}
	if control := byID(page, "map-control"); !strings.Contains(text, `id="map-control" hidden`) || control == nil {
		t.Error("the picker shows although it does nothing without the script")
	}
}

// A hidden area is hatched, says so, and stands after all that have a value: its
// place tells nothing of its number.
func TestPageMapHidesWhatIsHidden(t *testing.T) {
	f := choroplethCase() // its sixth area is suppressed
	measure := newPageMap(f.published()).Measures[0]
	last := measure.Rows[len(measure.Rows)-1]
	if last.Code != f.chart.Layer.Areas[5].Code || last.Class != hiddenClass || !slices.Contains(last.Cells, "[c]") || !strings.HasPrefix(last.Says, "[c]") {
		t.Errorf("the last area is %+v, want the hidden one", last)
	}
	if !slices.ContainsFunc(measure.Key, func(k pageClass) bool { return k.Class == hiddenClass }) {
		t.Error("the key does not explain the hatching")
	}
}

// Names of areas are text, in the page and in the data of the script.
func TestNamesOfAreasAreInert(t *testing.T) {
	f := choroplethCase()
	const name = `</script><script>alert(1)</script>`
	for i := range f.chart.Layer.Areas {
		f.chart.Layer.Areas[i].Name = name
	}
	text, page := pageOf(t, f)
	if strings.Contains(text, "<script>alert") || len(elements(page, "script")) != 2 {
		t.Error("the name of an area became a script")
	}
}

func TestPageWithoutMapsHasNone(t *testing.T) {
	p := published([]analysis.Table{barsCase().table}, []analysis.Chart{barsCase().chart})
	if m := newPageMap(p); m != nil {
		t.Errorf("a page without areas has a map of %d", len(m.Areas))
	}
}

// Names stand in their areas, one text for each line, and are words of the table.
func TestPageMapNamesItsAreas(t *testing.T) {
	f := choroplethCase()
	_, page := pageOf(t, f)
	var names []string
	for _, a := range f.chart.Layer.Areas {
		names = append(names, a.Name)
	}
	all := strings.Join(names, " ")
	texts := elements(byID(page, "map-drawing"), "text")
	if len(texts) < len(names)/2 {
		t.Errorf("%d lines of names for %d areas", len(texts), len(names))
	}
	for _, text := range texts {
		if !strings.Contains(all, textOf(text)) {
			t.Errorf("%q is part of no name", textOf(text))
		}
	}
}

// No leader ends upon the start of another, or runs through it.
func TestLeadersKeepOffTheStartsOfOthers(t *testing.T) {
	placed := []mapLabel{{leader: true, from: pt{50, 2}, to: pt{50, -40}, at: box{40, -60, 20, 20}}}
	for _, c := range []struct {
		from, to pt
		want     bool
	}{
		{pt{0, 0}, pt{100, 0}, true},      // through the start
		{pt{0, 20}, pt{100, 20}, false},   // below it
		{pt{52, -20}, pt{120, -20}, true}, // starts on the line
		{pt{0, -20}, pt{100, -20}, true},  // across the line
		{pt{0, 0}, pt{40, 0}, false},
	} {
		if got := leaderMeets(c.from, c.to, placed); got != c.want {
			t.Errorf("from %v to %v: %v, want %v", c.from, c.to, got, c.want)
		}
	}
}
