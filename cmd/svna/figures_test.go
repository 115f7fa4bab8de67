package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"svna/reports"
	"svna/reports/figurelint"
)

// Every figure that the demonstration writes can be read: nothing is cut, too
// small, too faint or written twice over, and nothing lacks its words.
func TestFiguresOfTheDemonstration(t *testing.T) {
	out := t.TempDir()
	if printed, status := program(t, out, "demo", "--quiet", "--out", out); status != 0 && status != exitPartial {
		t.Fatalf("status %d: %s", status, printed)
	}
	lintFigures(t, out, 40)
}

// The same on real open data, where there is a copy: every example of docs.
func TestFiguresOfRealData(t *testing.T) {
	if _, err := os.Stat(filepath.Join("..", "..", "..", "shared", "data", "police_uk")); err != nil {
		t.Skip("there is no copy of the open data in ../shared")
	}
	for name, least := range map[string]int{"barking-and-dagenham-street": 15, "barking-and-dagenham-knife-dashboard": 2, "chicago": 10, "los-angeles": 15} {
		settings, err := filepath.Abs(filepath.Join("..", "..", "docs", "examples", name+".toml"))
		if err != nil {
			t.Fatal(err)
		}
		out := t.TempDir()
		if printed, status := program(t, out, "run", settings, "--quiet", "--out", out); status != exitPartial {
			t.Fatalf("%s: status %d: %s", name, status, printed)
		}
		lintFigures(t, out, least)
	}
}

// lintFigures opens every figure of the editions in an output folder.
func lintFigures(t *testing.T, out string, least int) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(out, "*", "*", "figures", "*.svg"))
	if err != nil || len(files) < least {
		t.Fatalf("got %d figures (%v), want %d at least", len(files), err, least)
	}
	for _, file := range files {
		svg, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, fault := range figurelint.Check(svg, nil, "#FFFFFF") {
			t.Errorf("%s: %s", filepath.Base(file), fault)
		}
	}
	lintPages(t, out, len(files))
}

// drawn is a figure of a page.
var drawn = regexp.MustCompile(`(?s)<svg [^>]*aria-labelledby="[a-z0-9-]+-page-title[^>]*>.*?</svg>`)

// lintPages opens the figures within the pages, in light and in dark.
func lintPages(t *testing.T, out string, want int) {
	t.Helper()
	dark := map[string]string{}
	for declaration := range strings.SplitSeq(strings.TrimSuffix(reports.DarkVariables(), ";"), ";") {
		name, value, _ := strings.Cut(declaration, ":")
		dark[name] = value
	}
	pages, err := filepath.Glob(filepath.Join(out, "*", "*", "report.html"))
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range pages {
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, svg := range drawn.FindAll(page, -1) {
			found++
			for name, faults := range map[string][]string{
				"light": figurelint.Check(svg, nil, "#FFFFFF"), "dark": figurelint.Check(svg, dark, dark["--svna-page"]),
			} {
				for _, fault := range faults {
					t.Errorf("%s, %s: %.200s: %s", file, name, svg, fault)
				}
			}
		}
	}
	if found != want {
		t.Errorf("the pages hold %d figures, want the %d of the folders", found, want)
	}
}
