package reports

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"svna/analysis/disclosure"
)

// writePublicRun writes the example as an edition for the public and returns the
// run folder.
func writePublicRun(t *testing.T) string {
	t.Helper()
	run := t.TempDir()
	dir := filepath.Join(run, "public")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	p := disclosure.Protect(unmarkedRule, exampleRun())
	if err := WriteEdition(t.Context(), p, dir, nil); err != nil {
		t.Fatal(err)
	}
	if err := WriteRunFiles(run, p, ManifestInputs{GoVersion: "go0"}); err != nil {
		t.Fatal(err)
	}
	return run
}

// TestODSKeepsTheRules is the linter of the finished ODS file.
func TestODSKeepsTheRules(t *testing.T) {
	path := filepath.Join(writePublicRun(t), "public", "appendix.ods")
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if first := archive.File[0]; first.Name != "mimetype" || first.Method != zip.Store || first.Modified.Year() != 1980 {
		t.Errorf("the first part is %+v, want mimetype, stored, of 1980", first.FileHeader)
	}
	parts := unzipped(t, file)
	content := string(parts["content.xml"])
	for _, never := range []string{"-spanned", "covered-table-cell", `visibility="`, "table:formula", "http://example", "draw:", "annotation", "filter-buttons=\"true"} {
		if strings.Contains(content, never) {
			t.Errorf("the content has %q", never)
		}
	}
	for _, want := range []string{`style:scale-to-X="1" style:scale-to-Y="0"`, `style:print-orientation="landscape"`, `<style:header style:display="false"/>`, `fo:language="en" fo:country="GB"`, `style:display-name="Heading 1"`} {
		if !bytes.Contains(parts["styles.xml"], []byte(want)) {
			t.Errorf("the styles have no %q", want)
		}
	}
	if !bytes.Contains(parts["meta.xml"], []byte("<dc:language>en-GB</dc:language>")) {
		t.Error("the file names no language")
	}
	lintODSTables(t, content, parts["styles.xml"], parsePart(t, parts, "content.xml"))
	for name, text := range parts {
		if bytes.Contains(text, []byte("OFFICIAL")) || bytes.Contains(text, []byte("Restricted edition")) {
			t.Errorf("%s bears a marking", name)
		}
	}
}

var odsStyleNames = regexp.MustCompile(`table-cell table:style-name="([^"]+)"`)

func lintODSTables(t *testing.T, content string, styles []byte, root wordNode) {
	t.Helper()
	for _, used := range odsStyleNames.FindAllStringSubmatch(content, -1) {
		if !bytes.Contains(styles, []byte(`style:name="`+used[1]+`"`)) {
			t.Fatalf("the style %q is not defined", used[1])
		}
	}
	ranges := map[string]int{}
	for _, r := range root.all("database-range") {
		ranges[strings.Trim(strings.Split(r.attr("target-range-address"), ".")[0], "'")]++
	}
	for _, sheet := range root.all("table") {
		name := sheet.attr("name")
		rows := sheet.all("table-row")
		if style := rows[0].all("table-cell")[0].attr("style-name"); !strings.HasPrefix(style, "Heading_20_1") {
			t.Errorf("%s: its title has the style %s", name, style)
		}
		for i, row := range rows {
			if strings.TrimSpace(row.allText()) == "" {
				t.Errorf("%s: row %d is blank", name, i+1)
			}
		}
		if name == "Cover" {
			continue
		}
		headers := sheet.all("table-header-rows")
		if len(headers) != 1 || ranges[name] != 1 {
			t.Errorf("%s has %d header rows and %d ranges", name, len(headers), ranges[name])
		}
	}
}

// allText is every character below a node.
func (n wordNode) allText() string {
	text := n.Text
	for _, child := range n.Children {
		text += child.allText()
	}
	return text
}

// The ODS file and the workbook of an edition have the same cells: the same
// texts, and the same numbers in full.
func TestODSIsTheTwinOfTheWorkbook(t *testing.T) {
	dir := filepath.Join(writePublicRun(t), "public")
	ods, err := readODS(filepath.Join(dir, "appendix.ods"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(dir, "appendix.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	book := readBook(t, file)
	var sheets []string
	for _, s := range book.sheets {
		sheets = append(sheets, s.name)
		have, want := map[string]string{}, map[string]string{}
		for name, c := range ods.cells[s.name] {
			switch {
			case c.number:
				have[name] = fmt.Sprint(c.value)
			case c.text != "":
				have[name] = c.text
			}
		}
		for name, c := range s.cells {
			if want[name] = c.text; !c.isText {
				want[name] = fmt.Sprint(c.number)
			}
		}
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("%s (-workbook +ODS):\n%s", s.name, diff)
		}
	}
	if diff := cmp.Diff(sheets, ods.sheets); diff != "" {
		t.Errorf("sheets (-workbook +ODS):\n%s", diff)
	}
}

// An edition for the public has no marking in any part of any file, no picture or
// chart in its workbook, and no link back on its sheets.
func TestPublicFilesBearNoMarking(t *testing.T) {
	run := writePublicRun(t)
	v, err := Verify(run)
	if err != nil || v.Err() != nil {
		t.Fatalf("verify: %v, faults %q", err, v.Faults)
	}
	files, err := filepath.Glob(filepath.Join(run, "public", "*"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, path := range files {
		names = append(names, filepath.Base(path))
		text, err := os.ReadFile(path)
		if err != nil {
			continue // a folder
		}
		parts := map[string][]byte{"": text}
		if slices.Contains([]string{".xlsx", ".ods", ".docx"}, filepath.Ext(path)) {
			parts = unzipped(t, text)
		}
		for part, text := range parts {
			if bytes.Contains(text, []byte("OFFICIAL")) || bytes.Contains(text, []byte("Restricted edition")) {
				t.Errorf("%s %s bears a marking", filepath.Base(path), part)
			}
			if filepath.Ext(path) == ".xlsx" && (strings.Contains(part, "drawing") || strings.Contains(part, "media") || strings.Contains(part, "chart") || bytes.Contains(text, []byte(returnLine))) {
				t.Errorf("the workbook has a picture, a chart or a link back: %s", part)
			}
		}
	}
	if want := []string{"appendix.ods", "appendix.xlsx", "figures", "figures.json", "headlines.csv", "headlines.docx", "headlines.json", "report.html", "tables"}; !slices.Equal(names, want) {
		t.Errorf("the edition has %v, want %v", names, want)
	}
}

// A run that names no hash of its input does not leave a hole where it would be.
func TestRunWithoutAHashOfItsInput(t *testing.T) {
	about := figureAbout()
	about.Version = "0.1.0"
	if got, want := madeFrom(about), "Made by svna 0.1.0."; got != want {
		t.Errorf("an edition without hashes says %q, want %q", got, want)
	}
	about.InputHash, about.Settings = strings.Repeat("ab", 32), strings.Repeat("cd", 32)
	if got, want := madeFrom(about), "Input abababababab, settings cdcdcdcdcdcd, svna 0.1.0."; got != want {
		t.Errorf("an edition with hashes says %q, want %q", got, want)
	}
}

func TestVerifyFindsFaultsOfTheODS(t *testing.T) {
	cases := map[string]struct{ old, new, want string }{
		"a number": {`office:value="2012"`, `office:value="2013"`, "of appendix.ods does not hold its value"},
		"a name":   {`table:name="example_month_value"`, `table:name="example_moon_value"`, "the name example_month_value of appendix.ods points elsewhere"},
		"damage":   {"</office:body>", "</office:bod>", "appendix.ods is damaged"},
	}
	for name, c := range cases {
		run := writePublicRun(t)
		inArchive(t, run, "appendix.ods", c.old, c.new)
		hashAgain(t, run)
		v, err := Verify(run)
		if err != nil || !slices.ContainsFunc(v.Faults, func(f string) bool { return strings.Contains(f, c.want) }) {
			t.Errorf("%s: %v, faults %q, want one with %q", name, err, v.Faults, c.want)
		}
	}
}
