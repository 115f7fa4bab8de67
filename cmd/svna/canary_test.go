package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// A canary is a text that stands in one cell of an extract and nowhere else. It
// is a mark and a number, so that finding the mark finds any of them.
const canaryMark = "zQ7xW"

// canaryExtract is an extract of the record-level layout: cells of a column that
// is planted are canaries, the others are sound.
type canaryExtract struct {
	header []string
	rows   [][]string
	count  int
}

var canaryColumns = []struct {
	name  string
	sound func(row int) string
	// label is true for codes whose levels the tables of a run are meant to name.
	label bool
}{
	{"Crime Ref", func(i int) string { return fmt.Sprintf("R%05d", i) }, false},
	{"Record Status", func(int) string { return "Recorded" }, false},
	{"Recorded Date", func(i int) string { return fmt.Sprintf("%02d/%02d/2023", 13+i%15, 1+i%5) }, false},
	{"Committed From", func(i int) string { return fmt.Sprintf("%02d/%02d/2023 %02d:15", 13+i%15, 1+i%5, i%24) }, false},
	{"HO Code", func(i int) string { return []string{"34B", "8N", "5D"}[i%3] }, false},
	{"Offence", func(i int) string { return []string{"Robbery", "Assault"}[i%2] }, true},
	{"Borough Code", func(int) string { return "E09000002" }, false},
	{"Ward Code", func(i int) string { return fmt.Sprintf("E0501405%d", i%9) }, true},
	{"LSOA Code", func(i int) string { return fmt.Sprintf("E0100001%d", i%9) }, true},
	{"Easting", func(i int) string { return fmt.Sprint(547000 + i) }, false},
	{"Northing", func(i int) string { return fmt.Sprint(184000 + i) }, false},
	{"Location Type", func(int) string { return "Street" }, false},
	{"Outcome Code", func(i int) string { return fmt.Sprint(1 + i%20) }, true},
	{"Knife Present", func(int) string { return "seen" }, false},
	{"Knife Use", func(int) string { return "threaten" }, false},
	{"Domestic Abuse", func(int) string { return "N" }, false},
	{"Weapon", func(int) string { return "Knife" }, true},
	{"Victim Ref", func(i int) string { return fmt.Sprintf("V%05d", i) }, false},
	{"Victim Age at Offence", func(i int) string { return fmt.Sprint(16 + i%50) }, false},
	{"Victim Sex", func(i int) string { return []string{"M", "F"}[i%2] }, false},
	{"Victim Ethnicity SDE", func(int) string { return "W1" }, false},
	{"Victim Injury", func(int) string { return "No injury" }, false},
	{"Victim Home Borough", func(int) string { return "E09000002" }, true},
	{"Suspect Ref", func(i int) string { return fmt.Sprintf("S%05d", i) }, false},
	{"Suspect Age at Offence", func(i int) string { return fmt.Sprint(16 + i%50) }, false},
	{"Suspect Sex", func(int) string { return "M" }, false},
	{"Suspect Ethnicity IC", func(int) string { return "IC1" }, false},
	// Off the allow-list: free text, direct identifiers by name and by shape.
	{"Notes", func(i int) string { return "" }, false},
	{"Victim Surname", func(i int) string { return "" }, false},
	{"DOB", func(i int) string { return "" }, false},
	{"Contact", func(i int) string { return "" }, false},
}

// newCanaryExtract makes an extract; planted tells which cells are canaries.
func newCanaryExtract(planted func(row int, column string) bool) *canaryExtract {
	x := &canaryExtract{}
	for _, c := range canaryColumns {
		x.header = append(x.header, c.name)
	}
	for row := range 60 {
		var cells []string
		for _, c := range canaryColumns {
			cell := c.sound(row)
			if planted(row, c.name) || cell == "" {
				x.count++
				cell = fmt.Sprintf("%s%04d", canaryMark, x.count)
			}
			cells = append(cells, cell)
		}
		x.rows = append(x.rows, cells)
	}
	return x
}

// csv writes the extract as delimited text.
func (x *canaryExtract) csv() string {
	var b strings.Builder
	for _, row := range append([][]string{x.header}, x.rows...) {
		b.WriteString(strings.Join(row, ",") + "\n")
	}
	return b.String()
}

// canaryPath is one way to go wrong, or right.
type canaryPath struct {
	name     string
	text     string
	settings string // or "" for the usual
	labels   bool   // canaries stand in codes whose levels tables name
	run      bool   // the whole job, not only check and init
}

// canarySettings are usual settings, and extra lines of the extract.
func canarySettings(extra string) string {
	return "[assessment]\narea = \"E09000002\"\nperiod = \"2023-01/2023-05\"\neditions = [\"restricted\", \"public\"]\n[[extract]]\nfiles = \"extract.csv\"\nprofile = \"record-level\"\n" + extra
}

// canaryPaths are some 200 paths through the program: every column planted whole
// and in one cell, a file broken in every way that a reader tells, and settings
// that do not go with it.
func canaryPaths() (paths []canaryPath) {
	add := func(p canaryPath) { paths = append(paths, p) }
	nowhere := func(int, string) bool { return false }
	everywhere := func(int, string) bool { return true }
	for _, c := range canaryColumns {
		whole := func(_ int, column string) bool { return column == c.name }
		one := func(row int, column string) bool { return row == 17 && column == c.name }
		half := func(row int, column string) bool { return row%3 == 0 && column == c.name }
		add(canaryPath{name: c.name + ", every cell", text: newCanaryExtract(whole).csv(), labels: c.label})
		add(canaryPath{name: c.name + ", one cell", text: newCanaryExtract(one).csv(), labels: c.label, run: !c.label && strings.Contains("Victim Sex Crime Ref Victim Ref Easting", c.name)})
		add(canaryPath{name: c.name + ", a third of the cells", text: newCanaryExtract(half).csv(), labels: c.label})
		twice := strings.Replace(newCanaryExtract(nowhere).csv(), "Notes", c.name, 1)
		add(canaryPath{name: c.name + ", there twice", text: twice})
		add(canaryPath{name: c.name + ", missing", text: strings.Replace(newCanaryExtract(nowhere).csv(), c.name, "Another", 1)})
	}
	for i, c := range canaryColumns {
		one := func(row int, column string) bool { return (i%2 == 0 || row == 17) && column == c.name }
		book := newCanaryExtract(one).workbook()
		add(canaryPath{name: "workbook: " + c.name, text: book, labels: c.label})
		if i%6 == 0 {
			add(canaryPath{name: "cut workbook: " + c.name, text: book[:len(book)*(i+2)/40]})
		}
	}
	sound, planted := newCanaryExtract(nowhere).csv(), newCanaryExtract(everywhere).csv()
	head, body, _ := strings.Cut(planted, "\n")
	lines := strings.SplitAfter(sound, "\n")
	add(canaryPath{name: "sound", text: sound, run: true})
	add(canaryPath{name: "every cell", text: planted, labels: true})
	add(canaryPath{name: "no header", text: body})
	add(canaryPath{name: "canaries above the header", text: canaryMark + "0001\n" + canaryMark + "0002,x\n" + sound})
	add(canaryPath{name: "header again, and the rows", text: sound + sound})
	add(canaryPath{name: "a second table", text: sound + "\nWard,Total\n" + strings.Repeat(canaryMark+"0001,5\n", 20)})
	add(canaryPath{name: "totals with canaries", text: sound + "Total," + canaryMark + "0001\nSource: " + canaryMark + "0002\n"})
	add(canaryPath{name: "a wrong row count", text: sound + "\n(7 rows affected)\n"})
	add(canaryPath{name: "tabs", text: strings.ReplaceAll(sound, ",", "\t")})
	add(canaryPath{name: "semicolons", text: strings.ReplaceAll(sound, ",", ";")})
	add(canaryPath{name: "carriage returns", text: strings.ReplaceAll(planted, "\n", "\r")})
	add(canaryPath{name: "NUL", text: sound[:2000] + "\x00" + sound[2000:]})
	cafe := 0
	numbered := regexp.MustCompile("Street").ReplaceAllStringFunc(sound, func(string) string { cafe++; return fmt.Sprintf("Caf\xe9 %s%04d", canaryMark, cafe) })
	add(canaryPath{name: "Windows-1252", text: numbered})
	add(canaryPath{name: "two encodings", text: strings.Replace(strings.ReplaceAll(sound, "Street", "Café"), "Café", "Caf\xe9 "+canaryMark+"9", 1)})
	add(canaryPath{name: "UTF-16", text: utf16Text(planted), labels: true})
	add(canaryPath{name: "dates that read both ways", text: strings.NewReplacer("13/0", "03/0", "14/0", "04/0").Replace(planted), settings: canarySettings("columns = { recorded_at = \"Recorded Date\" }\n")})
	for i, magic := range []string{"PK\x03\x04", "PAR1", "ARROW1\x00\x00", "%PDF", "<html>", "{", "[{", "\x1f\x8b\x08", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "SQLite format 3", "\x28\xb5\x2f\xfd"} {
		add(canaryPath{name: fmt.Sprintf("magic bytes %d", i), text: magic + planted})
	}
	for i, breakage := range []string{"\"", "\"\"", "\"x\"y,", "\"" + strings.Repeat("\n", 120), strings.Repeat("x", 70_000), strings.Repeat("y,", 40_000), "\x01\x02", "\u202e", "=HYPERLINK(1)"} {
		for _, at := range []int{1, 30, len(lines) - 2} {
			broken := slices.Clone(lines)
			broken[at] = breakage + canaryMark + "0001," + broken[at]
			add(canaryPath{name: fmt.Sprintf("breakage %d in line %d", i, at+1), text: strings.Join(broken, "")})
		}
	}
	for _, share := range []int{3, 10, 33, 50, 66, 90, 99} {
		cut := len(head) + 1 + share*len(body)/100
		add(canaryPath{name: fmt.Sprintf("cut at %d%%", share), text: planted[:cut], labels: true})
		add(canaryPath{name: fmt.Sprintf("cut inside quotes at %d%%", share), text: planted[:cut] + ",\"" + canaryMark})
	}
	for i, extra := range []string{
		"columns = { recorded_at = \"Notes\" }\n", "columns = { offence_ref = \"Notes\" }\n", "columns = { \"victim.person_key\" = \"DOB\" }\n", "columns = { ward = \"Victim Surname\" }\n",
		"columns = { ho_code = \"Notes\" }\n", "columns = { force_group = \"Notes\" }\n", "columns = { easting = \"Notes\", northing = \"Contact\" }\n", "columns = { flag_gun = \"Notes\" }\n",
		"columns = { reported_at = { column = \"Contact\", format = \"02/01/2006\" } }\n", "columns = { committed_from = { column = \"Recorded Date\", time = \"Notes\" } }\n",
		"columns = { outcome_date = \"Notes\" }\n", "columns = { location_type = \"Notes\" }\n", "columns = { weapon = \"Contact\" }\n", "columns = { linked_ref = \"Notes\" }\n", "sheet = \"Data\"\n",
	} {
		add(canaryPath{name: fmt.Sprintf("settings %d", i), text: planted, settings: canarySettings(extra), labels: true})
		add(canaryPath{name: fmt.Sprintf("settings %d, the rest sound", i), text: sound, settings: canarySettings(extra), labels: true})
	}
	return append(paths, canaryColumnPaths()...)
}

// workbook writes the extract as an Excel workbook, with a second sheet.
func (x *canaryExtract) workbook() string {
	f := excelize.NewFile()
	for i, row := range append([][]string{x.header}, x.rows...) {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			panic(err)
		}
	}
	if _, err := f.NewSheet("Notes"); err != nil {
		panic(err)
	}
	if err := f.SetCellStr("Notes", "A1", canaryMark+"9999"); err != nil {
		panic(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		panic(err)
	}
	return b.String()
}

func utf16Text(s string) string {
	b := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

// TestCanary drives the program over every path and looks for canaries in what it
// prints and writes, temporary files and names of files among it, in zip files,
// and as UTF-16, base64, hex and URL-escaped text. SVNA_CORPORA=1 takes all
// paths; without, every third, so that the suite stays quick.
func TestCanary(t *testing.T) {
	paths := canaryPaths()
	if len(paths) < 200 {
		t.Errorf("got %d paths, want at least 200", len(paths))
	}
	statuses := map[int]int{}
	for i, p := range paths {
		if os.Getenv("SVNA_CORPORA") == "" && i%3 > 0 && !p.run {
			continue
		}
		folder, temporary := t.TempDir(), t.TempDir()
		t.Setenv("TMPDIR", temporary)
		write(t, filepath.Join(folder, "in", "extract.csv"), p.text)
		settings := p.settings
		if settings == "" {
			settings = canarySettings("")
		}
		write(t, filepath.Join(folder, "in", "svna.toml"), settings)
		commands := [][]string{
			{"check", filepath.Join(folder, "in", "svna.toml")},
			{"init", filepath.Join(folder, "in", "extract.csv"), "--out", filepath.Join(folder, "proposed.toml")},
			{"tabulate", filepath.Join(folder, "in", "extract.csv"), "--by", `age_band("Victim Age at Offence")`, "--by", `month("Recorded Date"), hour("Committed From")`},
			{"check", filepath.Join(folder, "proposed.toml")},
		}
		if p.run {
			commands = append(commands, []string{"run", filepath.Join(folder, "in", "svna.toml"), "--out", filepath.Join(folder, "out")})
		}
		for _, args := range commands {
			var out, errOut bytes.Buffer
			err := run(context.Background(), append(args, "--quiet"), &out, &errOut)
			status := 0
			if err != nil {
				status = statusOf(err)
				fmt.Fprintln(&errOut, messageOf(err))
				fmt.Fprintln(&errOut, adviceFor(err))
			}
			statuses[status]++
			if status == exitFailed {
				t.Errorf("%s: svna %s: got %v, want a status that says whose fault it is", p.name, args[0], err)
			}
			for stream, text := range map[string][]byte{"stdout": out.Bytes(), "stderr": errOut.Bytes()} {
				if found := canaryIn(text); found != "" {
					t.Errorf("%s: svna %s: a canary on %s, %s: %s", p.name, args[0], stream, found, around(text))
				}
			}
		}
		for _, root := range []string{folder, temporary} {
			if err := searchFolder(root, filepath.Join(folder, "in")); err != nil {
				t.Errorf("%s: %v", p.name, err)
			}
		}
	}
	t.Logf("%d paths, exit statuses %v", len(paths), statuses)
}

// around is where a canary was found, for a failing test.
func around(text []byte) string {
	at := bytes.Index(text, []byte(canaryMark))
	if at < 0 {
		return ""
	}
	return string(text[max(0, at-150):min(len(text), at+40)])
}

// searchFolder looks for canaries in the names and the contents of the files
// below a folder, but for the inputs.
func searchFolder(root, inputs string) error {
	return filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path == inputs:
			return fs.SkipDir
		case canaryIn([]byte(entry.Name())) != "":
			return errors.New("a canary in the name of a file")
		case entry.IsDir():
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return searchContent(entry.Name(), content)
	})
}

func searchContent(name string, content []byte) error {
	if found := canaryIn(content); found != "" {
		return fmt.Errorf("%s holds a canary, %s: %s", name, found, around(content))
	}
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil // no zip
	}
	for _, part := range archive.File {
		r, err := part.Open()
		if err != nil {
			return err
		}
		var inside bytes.Buffer
		if _, err := inside.ReadFrom(r); err != nil {
			return err
		}
		if err := searchContent(name+"/"+part.Name, inside.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// canaryForms are the mark as it is, and as other texts may hold it.
var canaryForms = func() map[string][]byte {
	forms := map[string][]byte{"as it is": []byte(canaryMark)}
	little := []byte(utf16Text(canaryMark)[2:])
	big := slices.Clone(little)
	for i := 0; i < len(big); i += 2 {
		big[i], big[i+1] = big[i+1], big[i]
	}
	forms["as UTF-16"], forms["as big-endian UTF-16"] = little, big
	for shift := range 3 { // base64 in its three alignments, without the ends that depend on neighbours
		coded := base64.StdEncoding.EncodeToString(append(bytes.Repeat([]byte{'x'}, shift), canaryMark...))
		forms[fmt.Sprintf("as base64, %d", shift)] = []byte(coded[[]int{0, 2, 3}[shift] : (shift+len(canaryMark))*8/6])
	}
	coded := hex.EncodeToString([]byte(canaryMark))
	forms["as hex"], forms["as HEX"] = []byte(coded), []byte(strings.ToUpper(coded))
	escaped := ""
	for _, b := range []byte(canaryMark) {
		escaped += fmt.Sprintf("%%%02X", b)
	}
	forms["URL-escaped"] = []byte(escaped)
	return forms
}()

// canaryIn says in what form a canary is in a text, or "".
func canaryIn(text []byte) string {
	for name, form := range canaryForms {
		if bytes.Contains(text, form) {
			return name
		}
	}
	return ""
}

// TestCanaryForms: the search finds what it is meant to find.
func TestCanaryForms(t *testing.T) {
	for _, text := range []string{
		"a " + canaryMark + "0001", utf16Text("a" + canaryMark), hex.EncodeToString([]byte("ab" + canaryMark)), base64.StdEncoding.EncodeToString([]byte(canaryMark + "0001")),
		base64.StdEncoding.EncodeToString([]byte("a" + canaryMark + "0001")), base64.StdEncoding.EncodeToString([]byte("ab" + canaryMark + "0001")), base64.StdEncoding.EncodeToString([]byte("abc" + canaryMark + "x")),
		"%7A%51%37%78%57",
	} {
		if canaryIn([]byte(text)) == "" {
			t.Errorf("nothing found in %q", text)
		}
	}
	if canaryIn([]byte("nothing here")) != "" {
		t.Error("found a canary where there is none")
	}
	var z bytes.Buffer
	w := zip.NewWriter(&z)
	part, err := w.Create("a.xml")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(part, canaryMark)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if searchContent("a.zip", z.Bytes()) == nil {
		t.Error("nothing found in a zip file")
	}
}
