package reports

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// bookOf writes the workbook of a figure's edition and takes it apart.
func bookOf(t *testing.T, f figureCase) *writtenBook {
	t.Helper()
	p := f.published()
	layout := NewLayout(p)
	headlines, err := NewHeadlines(p, layout)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := writeWorkbook(&out, p, layout, headlines, exampleFigures(t, p)); err != nil {
		t.Fatal(err)
	}
	return readBook(t, out.Bytes())
}

// Each kind of figure comes as what Excel can show of it without saying less: its
// own chart, cells with a colour scale, or the picture.
func TestEachFigureHasASheet(t *testing.T) {
	want := map[string]string{
		"bars": "Chart", "hours": "Chart", "lines": "Chart", "tiles": "Heat map",
		// Intervals, a reference line, missing values, or no such chart in Excel.
		"dots": "Figure", "weekdays": "Figure", "line": "Figure", "pyramid": "Figure", "forest": "Figure", "stack": "Figure",
		"choropleth": "Figure", "cells": "Figure", "waterfall": "Figure",
	}
	seen := map[string]bool{}
	for _, f := range figureCases() {
		b := bookOf(t, f)
		last := b.sheets[len(b.sheets)-1]
		b.lintGraphics(t)
		if last.table != nil {
			b.lintSheet(t, last)
		}
		id := f.chart.ID
		if kind, ok := want[id]; ok {
			seen[id] = true
			if last.name != kind+" "+id {
				t.Errorf("the figure %s is on the sheet %q, want a %s", id, last.name, kind)
			}
		}
	}
	if len(seen) != len(want) {
		t.Errorf("%d of the figures are in the fixture, want %d", len(seen), len(want))
	}
}

var (
	drawingTarget = regexp.MustCompile(`drawings/(drawing\d+\.xml)`)
	graphicTarget = regexp.MustCompile(`Target="\.\./((?:charts|media)/[a-z0-9.]+)"`)
)

// lintGraphics checks that each chart and picture has words for those who cannot
// see it, says where its data are, and that each chart shows its cells.
func (b *writtenBook) lintGraphics(t *testing.T) {
	t.Helper()
	for _, s := range b.sheets {
		target := drawingTarget.FindStringSubmatch(b.parts[fmt.Sprintf("xl/worksheets/_rels/sheet%d.xml.rels", s.number)])
		if target == nil {
			continue
		}
		var drawing wordNode
		b.decode(t, "xl/drawings/"+target[1], &drawing)
		for _, named := range drawing.all("cNvPr") {
			if len(named.attr("descr")) < 20 || named.attr("name") != s.name {
				t.Errorf("%s: its graphic is called %q and has the words %q", s.name, named.attr("name"), named.attr("descr"))
			}
		}
		part := graphicTarget.FindStringSubmatch(b.parts["xl/drawings/_rels/"+target[1]+".rels"])
		if part == nil || b.parts["xl/"+part[1]] == "" {
			t.Errorf("%s: its graphic is not in the file", s.name)
			continue
		}
		says := s.cells["A3"].text
		_, data, _ := strings.Cut(strings.TrimSuffix(says, "."), "The data are in worksheet ")
		if !b.has(data) {
			t.Errorf("%s says %q: there is no such worksheet", s.name, says)
		}
		if strings.HasPrefix(part[1], "charts/") {
			b.lintChart(t, s, "xl/"+part[1])
		} else if !strings.HasPrefix(b.parts["xl/"+part[1]], "\x89PNG") || !strings.HasPrefix(says, "This worksheet contains one image.") {
			t.Errorf("%s says %q of its picture", s.name, says)
		}
	}
}

func (b *writtenBook) has(sheet string) bool {
	for _, s := range b.sheets {
		if s.name == sheet {
			return true
		}
	}
	return false
}

// lintChart follows each range of a chart to its cells.
func (b *writtenBook) lintChart(t *testing.T, s writtenSheet, part string) {
	t.Helper()
	var chart wordNode
	b.decode(t, part, &chart)
	if lang := chart.all("lang"); len(lang) != 1 || lang[0].attr("val") != "en-GB" {
		t.Errorf("%s: the language of its chart is not en-GB", s.name)
	}
	for _, face := range chart.all("latin") {
		if face.attr("typeface") != "Arial" {
			t.Errorf("%s: a text of its chart is set in %s", s.name, face.attr("typeface"))
		}
	}
	series := chart.all("ser")
	if len(series) == 0 || (len(series) > 1) != (len(chart.all("legend")) == 1) {
		t.Errorf("%s: %d series and %d legends", s.name, len(series), len(chart.all("legend")))
	}
	for _, kind := range []string{"strRef", "numRef"} {
		for _, ref := range chart.all(kind) {
			cells := b.run(t, ref.all("f")[0].Text)
			points := ref.all("pt")
			if len(points) != len(cells) {
				t.Fatalf("%s: %s has %d points of %d cells", s.name, ref.all("f")[0].Text, len(points), len(cells))
			}
			for i, point := range points {
				text := point.all("v")[0].Text
				number, _ := strconv.ParseFloat(text, 64)
				if c := cells[i]; (c.isText && c.text != text) || (!c.isText && c.number != number) || c.isText != (kind == "strRef") {
					t.Errorf("%s: point %d is %q, its cell holds %q %v", s.name, i+1, text, c.text, c.number)
				}
			}
		}
	}
}

// run are the cells of a reference such as 'sheet'!$A$1:$A$3.
func (b *writtenBook) run(t *testing.T, ref string) []writtenCell {
	t.Helper()
	name, cells, _ := strings.Cut(strings.NewReplacer("'", "", "$", "").Replace(ref), "!")
	left, top, right, bottom := corners(t, cells)
	var found []writtenCell
	for _, s := range b.sheets {
		if s.name != name {
			continue
		}
		for row := top; row <= bottom; row++ {
			for column := left; column <= right; column++ {
				found = append(found, s.cells[cellName(column, row)])
			}
		}
	}
	return found
}

func TestSheetNamesAreFreeAndShort(t *testing.T) {
	taken := map[string]bool{}
	for _, want := range []string{"Chart comparators-sexual", "Chart comparators-sexual 2", "Chart comparators-sexual 3"} {
		if got := freeName("Chart comparators-sexual-offences", taken); got != want {
			t.Errorf("the name is %q, want %q", got, want)
		}
	}
	if got := freeName("chart knife", taken); got != "chart knife" {
		t.Errorf("a short name became %q", got)
	}
}

// Bars and colour scales cover levels alone: what is not known and a total would
// swamp them.
func TestShadingLeavesTotalsOut(t *testing.T) {
	l := NewLayout(exampleEdition())
	for id, want := range map[string]string{
		"example-mix":            "C14:C22 C25:C33 / ", // two runs of nine levels; two rows each of not recorded and total
		"example-mix-by-month":   " / B10:D33",         // three levels by 24 months
		"example-wards-by-month": " / C10:N37",         // 14 wards and two years by 12 months
		"example-change":         " / ",                // a total alone
	} {
		s := layoutSheet(t, l, id)
		if got := strings.Join(s.Bars, " ") + " / " + strings.Join(s.Scales, " "); got != want {
			t.Errorf("%s is shaded %q, want %q (header in row %d)", id, got, want, s.Head)
		}
	}
}

// A data bar of 0 has no length: the first kind of bar, which the library writes,
// has a tenth of the column. Both kinds are there, under one identifier.
func TestDataBarsBeginAtNothing(t *testing.T) {
	bars := 0
	for name, text := range readBook(t, exampleBook(t)).parts {
		if !strings.Contains(text, `type="dataBar"`) {
			continue
		}
		bars++
		id := barID.FindStringSubmatch(text)
		if strings.Count(text, `minLength="0" maxLength="100"`) != 2 || len(id) != 2 || strings.Count(text, id[1]) != 2 {
			t.Errorf("%s: the data bars are not repaired", name)
		}
		if !strings.HasSuffix(text, "</extLst></worksheet>") {
			t.Errorf("%s: the extension is not at the end", name)
		}
	}
	if bars == 0 {
		t.Error("no sheet with data bars")
	}
	if _, _, err := repairBars("<worksheet>", "B2:B9"); err == nil {
		t.Error("a sheet was left without its data bars")
	}
}
