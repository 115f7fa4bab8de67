package main

import (
	"archive/zip"
	"bytes"
	"context"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// seed is a fault that gets into the finished files of a public edition before they
// are scanned: a file, and how it is changed, from "" where there is none.
type seed struct {
	name, file string
	edit       func(string) string
}

// in replaces the first text that a pattern finds.
func in(pattern, by string) func(string) string {
	p := regexp.MustCompile(pattern)
	return func(s string) string {
		if at := p.FindStringSubmatchIndex(s); at != nil {
			return s[:at[0]] + string(p.ExpandString(nil, by, s, at)) + s[at[1]:]
		}
		return s
	}
}

func after(text string) func(string) string { return func(s string) string { return s + text } }

// part adds a part to a zip file.
func part(name, text string) func(string) string {
	return func(s string) string {
		old, err := zip.NewReader(strings.NewReader(s), int64(len(s)))
		if err != nil {
			return s
		}
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, f := range old.File {
			if err := w.Copy(f); err != nil {
				return s
			}
		}
		if out, err := w.Create(name); err == nil {
			_, _ = out.Write([]byte(text))
		}
		_ = w.Close()
		return b.String()
	}
}

// seeds are faults of each kind of file. The first ones are of counts, and are what
// the checker of the two data sets is for; TestScannerFindsLeaks has the whole list
// of leaks.
var seeds = []seed{
	{"a shown count that is another", "tables/suspects-age.csv", in(`(?m)^(.*45 to 54),\d+`, "$1,20")},
	{"a hidden count that is shown", "tables/suspects-age.csv", in(`(?m)^(.*1 to 17),,`, "$1,10,")},
	{"a total that is another", "tables/suspects-age.csv", in(`(?m)^(.*Total),\d+`, "$1,65")},
	{"a base that is another", "tables/suspects-age.csv", in(`(?m)^(.*45 to 54,\d+),\d+`, "$1,75")},
	{"a small count", "tables/suspects-age.csv", in(`(?m)^(.*1 to 17),,`, "$1,3,")},
	{"a row that no table has", "tables/suspects-age.csv", in(`(?m)^(.*)1 to 17,`, "${1}100 and over,15,,,,,,c\n${1}1 to 17,")},
	{"a column that no table has", "tables/suspects-age.csv", in(`(?m)$`, ",exact")},
	{"a table without its metadata", "tables/suspects-age.csv-metadata.json", nil},
	{"metadata of other columns", "tables/suspects-age.csv-metadata.json", in(`"name": "numerator"`, `"name": "offences"`)},
	{"a table that was not published", "tables/homicide.csv", after("period,numerator\n2023,15\n")},
	{"a count in a drawing", "figures/suspects-age.svg", in(`</desc>`, " There were 1,234.</desc>")},
	{"a comment in a drawing", "figures/suspects-age.svg", in(`</svg>`, "<!-- 3 --></svg>")},
	{"words behind a picture", "figures/suspects-age.png", after("3")},
	{"a comment in the page", "report.html", in(`</body>`, "<!-- 3 --></body>")},
	{"a hidden element of the page", "report.html", in(`</body>`, `<p style="display: none">3</p></body>`)},
	{"another number of a headline", "headlines.json", in(`"value": null`, `"value": 1234`)},
	{"another field of a headline", "headlines.json", in(`"id":`, `"exact": 3, "id":`)},
	{"another field of a figure", "figures.json", in(`"id":`, `"exact": 3, "id":`)},
	{"custom XML in the workbook", "appendix.xlsx", part("customXml/item1.xml", "<c/>")},
	{"a thumbnail in the ODS file", "appendix.ods", part("Thumbnails/thumbnail.png", "x")},
	{"comments in the Word file", "headlines.docx", part("word/comments.xml", "<c/>")},
	{"a file left over", "tables/.~lock.suspects-age.csv#", after("x")},
}

// seeding is a terminal that puts a seed into the finished files when the step is
// printed that comes before the scan.
type seeding struct {
	bytes.Buffer
	out     string
	seed    seed
	changed bool
	err     error
}

func (s *seeding) Write(b []byte) (int, error) {
	if strings.HasPrefix(string(b), "public: scan and audit") {
		s.plant()
	}
	return s.Buffer.Write(b)
}

func (s *seeding) plant() {
	folders, _ := filepath.Glob(filepath.Join(s.out, newPrefix+"*", "public"))
	if len(folders) != 1 {
		return
	}
	path := filepath.Join(folders[0], filepath.FromSlash(s.seed.file))
	content, _ := os.ReadFile(path) // none for a file that is to be new
	if s.seed.edit == nil {
		s.err = os.Remove(path)
		s.changed = s.err == nil
		return
	}
	now := s.seed.edit(string(content))
	s.changed = now != string(content)
	s.err = os.WriteFile(path, []byte(now), 0o600)
}

// Whatever gets into the finished files, the run ends with status 5: the restricted
// edition is there and the public one is not. Without a seed it is. SVNA_CORPORA=1
// takes all seeds; without, every seventh.
func TestAuditFailures(t *testing.T) {
	tried := 0
	for _, profile := range []string{"public-hes", "public-suppress-5"} {
		folder, _ := crashFolder(t)
		write(t, filepath.Join(folder, "in", "svna.toml"), canarySettings("")+"[disclosure]\nprofile = \""+profile+"\"\n")
		for i, s := range append([]seed{{name: "no fault"}}, seeds...) {
			if os.Getenv("SVNA_CORPORA") == "" && i%7 > 0 {
				continue
			}
			out := filepath.Join(folder, "out")
			if err := os.RemoveAll(out); err != nil {
				t.Fatal(err)
			}
			terminal := &seeding{out: out, seed: s}
			var printed bytes.Buffer
			err := run(context.Background(), []string{"run", filepath.Join(folder, "in", "svna.toml"), "--out", out}, &printed, terminal)
			want, editions := exitAudit, []string{"restricted"}
			if s.file == "" {
				want, editions = exitPartial, []string{"public", "restricted"}
			} else {
				tried++
				if !terminal.changed || terminal.err != nil {
					t.Errorf("%s, %s: not planted: %v", profile, s.name, terminal.err)
				}
			}
			if statusOf(err) != want {
				t.Errorf("%s, %s: status %d (%v), want %d", profile, s.name, statusOf(err), err, want)
			}
			got := slices.DeleteFunc(namesIn(filepath.Join(out, smallRun)), func(name string) bool { return strings.Contains(name, ".") })
			if !slices.Equal(got, editions) {
				t.Errorf("%s, %s: there are the editions %q, want %q", profile, s.name, got, editions)
			}
		}
	}
	if os.Getenv("SVNA_CORPORA") != "" && tried < 40 {
		t.Errorf("%d failures were seeded, want 40", tried)
	}
}

// A run whose audit fails does not take the last public edition with it: the run that
// has it is kept beside, until a run has one again. Where the public edition was to
// be the only one, nothing is written at all.
func TestLastPublicEditionIsKept(t *testing.T) {
	folder, _ := crashFolder(t)
	out := filepath.Join(folder, "out")
	settings := filepath.Join(folder, "in", "svna.toml")
	try := func(s seed, want int, text string) string {
		t.Helper()
		write(t, settings, text)
		var printed bytes.Buffer
		terminal := &seeding{out: out, seed: s}
		err := run(context.Background(), []string{"run", settings, "--out", out}, &printed, terminal)
		if statusOf(err) != want {
			t.Fatalf("%q: status %d (%v), want %d", s.name, statusOf(err), err, want)
		}
		return terminal.String()
	}
	final, kept := filepath.Join(out, smallRun), filepath.Join(out, smallRun+keptSuffix)
	fault, text := seeds[0], canarySettings("")
	try(seed{}, exitPartial, text)
	published := folderContent(final)

	const line = "kept: "
	for range 2 { // the second time, it is not the restricted run of the first that is kept
		if printed := try(fault, exitAudit, text); !strings.Contains(printed, line+kept) {
			t.Errorf("the run does not say that it keeps %s; it printed\n%s", kept, printed)
		}
		if got := namesIn(out); !slices.Equal(got, []string{smallRun, smallRun + keptSuffix}) || hasPublic(final) {
			t.Errorf("after a failed audit there are %q", got)
		}
		if !sameFiles(folderContent(kept), published) {
			t.Error("the run that is kept is not the one that has the last public edition")
		}
	}
	// A run of which only the public edition is wanted, and fails, changes nothing.
	before := folderContent(out)
	only := strings.Replace(text, `["restricted", "public"]`, `["public"]`, 1)
	if only == text {
		t.Fatal("the settings do not name the editions")
	}
	try(fault, exitAudit, only)
	if !sameFiles(folderContent(out), before) {
		t.Errorf("after a failed audit of the only edition there are %q", namesIn(out))
	}
	if printed := try(seed{}, exitPartial, text); strings.Contains(printed, line) {
		t.Errorf("the run keeps what is not needed; it printed\n%s", printed)
	}
	if got := namesIn(out); !slices.Equal(got, []string{smallRun}) || !hasPublic(final) {
		t.Errorf("after a run with a public edition there are %q", got)
	}
}

func sameFiles(a, b map[string][]byte) bool { return maps.EqualFunc(a, b, bytes.Equal) }
