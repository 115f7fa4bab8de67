package reports

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"svna/analysis/stats"
)

func TestVerifyProvesAGoodRun(t *testing.T) {
	v, err := Verify(writeRun(t))
	if err != nil || v.Err() != nil {
		t.Fatalf("a run that was just written: %v, faults %q", err, v.Faults)
	}
	if v.Headlines != 4 || v.Files < 15 {
		t.Errorf("%d headlines and %d files were checked", v.Headlines, v.Files)
	}
	if !strings.Contains(v.String(), "Everything agrees.") {
		t.Errorf("the proof says %q", v)
	}
}

// Each case breaks one thing in a run folder. Where the fault is not that of a
// hash the manifest is made anew, so that only the check of that thing can find
// it.
func TestVerifyFindsEachFault(t *testing.T) {
	const page, headlines = "restricted/report.html", "restricted/headlines.json"
	cases := []struct {
		name   string
		damage func(t *testing.T, run string)
		hashed bool   // the manifest has the hashes of the damaged files
		want   string // the fault
	}{
		{"a changed file", func(t *testing.T, run string) { replace(t, run, "restricted/figures.json", "{", " {") }, false, "restricted/figures.json was changed after the run"},
		{"a missing file", func(t *testing.T, run string) { remove(t, run, "run.log") }, false, "run.log is missing"},
		{"an extra file", func(t *testing.T, run string) { write(t, run, "restricted/more.csv", "a\n") }, false, "restricted/more.csv is not of this run"},
		{"a changed list of hashes", func(t *testing.T, run string) { write(t, run, hashesName, "") }, false, "manifest.sha256 does not have the hashes of the manifest"},
		{"no workbook", func(t *testing.T, run string) { remove(t, run, "restricted/appendix.xlsx") }, true, "appendix.xlsx cannot be read"},
		{"a damaged workbook", func(t *testing.T, run string) { write(t, run, "restricted/appendix.xlsx", "PK") }, true, "appendix.xlsx cannot be read"},
		{"no headlines", func(t *testing.T, run string) { remove(t, run, headlines) }, true, "has no headlines.json"},
		{"a number of the workbook", func(t *testing.T, run string) {
			inWorkbook(t, run, `<c r="E14" s="34"><v>52.7`, `<c r="E14" s="34"><v>53.7`)
		}, true, "example-top-share: cell E14 of worksheet example-mix does not hold its value"},
		{"a number laid out by month", func(t *testing.T, run string) { inWorkbook(t, run, `<v>2012</v>`, `<v>2013</v>`) }, true, "example-month: cell C22"},
		{"a header of the workbook", func(t *testing.T, run string) { inWorkbook(t, run, `Threats to kill</t>`, `Threats to hurt</t>`) }, true, "example-month: cell C22 of worksheet example-mix-by-month is not in its row and column"},
		{"a defined name", func(t *testing.T, run string) { inWorkbook(t, run, `!$E$14<`, `!$E$15<`) }, true, "the name example_top_share_value points at"},
		{"a cell that holds another number", func(t *testing.T, run string) { replace(t, run, headlines, `"cell": "E14"`, `"cell": "E15"`) }, true, "cell E15 of worksheet example-mix does not hold its value"},
		{"a cell that holds the same number", func(t *testing.T, run string) {
			// The previous period has the same share; its row is another.
			replace(t, run, headlines, `"cell": "E14"`, `"cell": "E25"`)
			replace(t, run, "restricted/headlines.csv", "example-mix,E14", "example-mix,E25")
			inWorkbook(t, run, `!$E$14<`, `!$E$24<`)
		}, true, "cell E25 of worksheet example-mix is not in its row and column"},
		{"a worksheet that is not there", func(t *testing.T, run string) {
			replace(t, run, headlines, `"worksheet": "example-mix",`, `"worksheet": "example-max",`)
		}, true, "the workbook has no cell E14 of worksheet example-max"},
		{"a value of the JSON", func(t *testing.T, run string) { replace(t, run, headlines, `"value": 52.7`, `"value": 53.7`) }, true, "example-top-share: its sentence does not hold its number"},
		{"a number of the table", func(t *testing.T, run string) {
			replace(t, run, "restricted/tables/example-mix.csv", "Robbery of personal property,240,455,52.7", "Robbery of personal property,240,455,53.7")
		}, true, "example-top-share: the table example-mix has another value"},
		{"a row of the table", func(t *testing.T, run string) {
			replace(t, run, "restricted/tables/example-mix.csv", "Robbery of personal property", "Robbery")
		}, true, "example-top-share: its table has no such row"},
		{"no table", func(t *testing.T, run string) { remove(t, run, "restricted/tables/example-mix.csv") }, true, "example-top-share: its table example-mix cannot be read"},
		{"a number of headlines.csv", func(t *testing.T, run string) { replace(t, run, "restricted/headlines.csv", ",240,", ",241,") }, true, "example-top-share: headlines.csv and headlines.json differ"},
		{"a sentence of headlines.csv", func(t *testing.T, run string) {
			replace(t, run, "restricted/headlines.csv", "2,012 threats", "2,013 threats")
		}, true, "example-month: headlines.csv and headlines.json differ"},
		{"a number of the document", func(t *testing.T, run string) { inArchive(t, run, "headlines.docx", "2,012 threats", "2,013 threats") }, true, "example-month: the document does not have its sentence"},
		{"a bookmark of the document", func(t *testing.T, run string) {
			inArchive(t, run, "headlines.docx", `w:name="example_month"`, `w:name="example_mouth"`)
		}, true, "example-month: the document does not have its sentence"},
		{"no document", func(t *testing.T, run string) { remove(t, run, "restricted/headlines.docx") }, true, "headlines.docx cannot be read"},
		{"a damaged document", func(t *testing.T, run string) {
			inArchive(t, run, "headlines.docx", "</w:body>", "</w:bod>")
		}, true, "headlines.docx is damaged"},
		{"a number of the page", func(t *testing.T, run string) { replace(t, run, page, "2,012 threats", "2,013 threats") }, true, "example-month: the page does not have its sentence"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			run := writeRun(t)
			c.damage(t, run)
			if c.hashed {
				hashAgain(t, run)
			}
			v, err := Verify(run)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(v.Faults, func(f string) bool { return strings.Contains(f, c.want) }) {
				t.Errorf("faults are %q, want one with %q", v.Faults, c.want)
			}
			if c.hashed && slices.ContainsFunc(v.Faults, func(f string) bool { return strings.Contains(f, "was changed after the run") }) {
				t.Errorf("the hash found it: %q", v.Faults)
			}
			if v.Err() == nil {
				t.Error("the proof holds")
			}
		})
	}
}

func TestVerifyNeedsAManifest(t *testing.T) {
	if _, err := Verify(t.TempDir()); err == nil {
		t.Error("an empty folder was verified")
	}
}

func TestSentenceHoldsItsNumber(t *testing.T) {
	h, err := ReadHeadlines(writeRun(t), "restricted")
	if err != nil {
		t.Fatal(err)
	}
	month := h.Headlines[1]
	for sentence, want := range map[string]bool{"2,012 threats": true, "about 2,013": false, "no number": false, "£2,012.0 here": true, "2,012.1": false} {
		month.Statement = sentence
		if got := sentenceHas(month); got != want {
			t.Errorf("%q holds 2012: %v, want %v", sentence, got, want)
		}
	}
	share := h.Headlines[0] // 52.7%, 240 of 455
	for sentence, want := range map[string]bool{"53% (240 of 455)": true, "54% (240 of 455)": false, "53 of them, 9%": false, "240 of 455": true} {
		share.Statement = sentence
		if got := sentenceHas(share); got != want {
			t.Errorf("%q holds 52.7%%: %v, want %v", sentence, got, want)
		}
	}
	small := share
	small.Numerator, small.Denominator, small.Value, small.Statement = stats.N(3), stats.N(12), stats.N(25), "3 of 12, against 0.07% of an even spread"
	if !sentenceHas(small) {
		t.Error("a share of fewer than 20, said in counts, is not found")
	}
}

func write(t *testing.T, run, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(run, filepath.FromSlash(name)), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, run, name string) {
	t.Helper()
	if err := os.Remove(filepath.Join(run, filepath.FromSlash(name))); err != nil {
		t.Fatal(err)
	}
}

// replace changes the first place in a file where a text stands.
func replace(t *testing.T, run, name, old, new string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(run, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), old) {
		t.Fatalf("%s has no %q to damage", name, old)
	}
	write(t, run, name, strings.Replace(string(text), old, new, 1))
}

// inWorkbook changes a text in the parts of the workbook.
func inWorkbook(t *testing.T, run, old, new string) {
	t.Helper()
	inArchive(t, run, "appendix.xlsx", old, new)
}

// inArchive changes a text in the parts of a file that is a zip archive.
func inArchive(t *testing.T, run, name, old, new string) {
	t.Helper()
	edition := "restricted"
	if _, err := os.Stat(filepath.Join(run, edition)); err != nil {
		edition = "public"
	}
	file, err := os.ReadFile(filepath.Join(run, edition, name))
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	changed := false
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		changed = changed || bytes.Contains(text, []byte(old))
		w, err := writer.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, strings.ReplaceAll(string(text), old, new)); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil || !changed {
		t.Fatalf("%s has no %q to damage (%v)", name, old, err)
	}
	write(t, run, edition+"/"+name, out.String())
}

// hashAgain makes the manifest agree with the files, as one who tampers would.
func hashAgain(t *testing.T, run string) {
	t.Helper()
	m, err := readManifest(run)
	if err != nil {
		t.Fatal(err)
	}
	if m.Files, err = hashFiles(run); err != nil {
		t.Fatal(err)
	}
	remove(t, run, manifestName)
	if err := writeJSON(filepath.Join(run, manifestName), m); err != nil {
		t.Fatal(err)
	}
	write(t, run, hashesName, hashLines(m.Files))
}

// One edition of a run is no run: the message names the folder to give.
func TestVerifyOfOneEdition(t *testing.T) {
	run := writeRun(t)
	if _, err := Verify(filepath.Join(run, "restricted")); err == nil || !strings.HasSuffix(err.Error(), "is one edition of the run "+run+": name the run") {
		t.Errorf("got %v, want it to name the run", err)
	}
}

// Numbers are written to ten figures: a sum of tenths is read as what it is.
func TestReadable(t *testing.T) {
	for v, want := range map[float64]string{3904.6999999999994: "3904.7", 240: "240", 1234567: "1234567", 52.747252747252745: "52.74725275", 0.0000123456789012: "0.0000123456789"} {
		if got := readable(stats.N(v)); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestExplainLeadsFromSentenceToRows(t *testing.T) {
	run := writeRun(t)
	var b strings.Builder
	if err := Explain(&b, run, "example-top-share"); err != nil {
		t.Fatal(err)
	}
	at := 0
	for _, want := range []string{
		"Restricted values: do not publish.", "53% of knife crime offences were robbery of personal property",
		"counted         offences", "filter          knife crime offences", "period          2022-06 to 2023-05",
		"numerator       240", "denominator     455", "not recorded    5", "95% interval    48.1", "method          Wilson",
		"table           example-mix (tables/example-mix.csv)", "row             " + currentPeriod + ": Robbery of personal property",
		"column          value", "cell            E14 of worksheet example-mix in appendix.xlsx",
		"1,000  extract.csv: rows read", "2  extract.csv: left out, an exact copy of an earlier row", "998  extract.csv: rows used",
		"460  counted, in the period", "Definition pack: Invented definition", "Ages are age at the offence.",
		"Input extract.csv, 1000 rows, SHA-256 efef",
	} {
		i := strings.Index(b.String()[at:], want)
		if i < 0 {
			t.Fatalf("after %q there is no %q in:\n%s", b.String()[:at], want, b.String())
		}
		at += i
	}
	if err := Explain(&b, run, "example-top-shar"); err == nil || !strings.Contains(err.Error(), "did you mean example-top-share?") {
		t.Errorf("a wrong id gives %v, want the nearest", err)
	}
	b.Reset()
	if err := Explain(&b, run, "example-not-made"); err != nil || !strings.Contains(b.String(), "Not produced: no indices of deprivation in the settings.") || strings.Contains(b.String(), "95% interval") {
		t.Errorf("a headline that was not made: %v\n%s", err, b.String())
	}
}
