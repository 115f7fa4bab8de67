package main

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/analysis/stats"
	"svna/datasets"
	"svna/datasets/sample"
	"svna/reports"
)

// A public edition is a function of the counts that it prints: two extracts whose
// true counts differ, and are printed alike, give the same edition, file by file and
// byte by byte. So no choice that shows (a percentage or none, a word, an order, the
// limit of a class, a row, a figure) tells more of a count than its rounding does.
//
// The second extract is the first with some offences left out and others there
// twice, chosen so that no count leaves its rounding cell. Where the pattern of what
// is hidden differs all the same, the two are not alike and their whole
// editions are not compared. Of the others the tables that do print the same are compared,
// with their figures and sentences.
func TestAlikeInPrintAlikeInAll(t *testing.T) {
	seeds, rows := []uint64{5}, []int{12000}
	if list := os.Getenv("SVNA_ALIKE_SEEDS"); list != "" {
		seeds = nil
		for _, s := range strings.Split(list, ",") {
			n, err := strconv.ParseUint(s, 10, 64)
			if err != nil {
				t.Fatal(err)
			}
			seeds = append(seeds, n)
		}
		rows = []int{0, 12000, 4000}
	}
	alike, all := 0, 0
	for _, size := range rows {
		for _, seed := range seeds {
			all++
			if comparedAlike(t, size, seed) {
				alike++
			}
		}
	}
	t.Logf("%d of %d pairs of extracts print the same counts in all tables", alike, all)
}

// comparedAlike makes a pair of extracts that print alike and compares their
// editions; it reports false where they do not print alike.
func comparedAlike(t *testing.T, size int, seed uint64) bool {
	t.Helper()
	folder := t.TempDir()
	if err := writeSample(folder, sample.Options{Rows: size, Seed: seed}); err != nil {
		t.Fatal(err)
	}
	extract := filepath.Join(folder, "crime-extract.csv")
	first := assessedEdition(t, folder)
	weights := newExchange(first, seed).weights()
	reweigh(t, extract, weights)
	second := assessedEdition(t, folder)
	a, b := writtenFiles(t, first.published), writtenFiles(t, second.published)
	different := differentTables(first.published, second.published)
	if len(different) > 0 {
		a, b = about(a, first.published, second.published, different), about(b, second.published, first.published, different)
	}
	names := slices.Sorted(maps.Keys(a))
	if others := slices.Sorted(maps.Keys(b)); !slices.Equal(names, others) {
		t.Errorf("%d rows, seed %d: the editions have other files", size, seed)
		for _, name := range append(names, others...) {
			if a[name] == nil || b[name] == nil {
				t.Log(name)
			}
		}
	}
	for _, name := range names {
		if b[name] != nil && !bytes.Equal(a[name], b[name]) {
			difference := "a picture"
			if !strings.HasSuffix(name, ".png") {
				difference = firstDifference(a[name], b[name])
			}
			t.Errorf("%d rows, seed %d: %s differs: %s", size, seed, name, difference)
		}
	}
	t.Logf("%d rows, seed %d: %d offences exchanged, %d files compared; tables that print other counts: %v", size, seed, len(weights), len(names), slices.Sorted(maps.Keys(different)))
	return len(different) == 0
}

// assessed is an extract with its public edition.
type assessed struct {
	data      *datasets.Dataset
	run       analysis.Run
	rule      disclosure.Rule
	published *disclosure.Published
}

func assessedEdition(t *testing.T, folder string) assessed {
	t.Helper()
	data, run := assessedRun(t, folder)
	rule, err := disclosure.PublicRule(disclosure.DefaultProfile, disclosure.Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	published, err := disclosure.Publish(rule, run)
	if err != nil {
		t.Fatal(err)
	}
	return assessed{data, run, rule, published}
}

// exchange looks for offences that can be left out, and others that can be there
// twice, without any printed count leaving its rounding cell.
type exchange struct {
	random      *rand.Rand
	refs        []string
	count       []int
	least, most []int
	in          []map[int]int // of each offence: how often each count counts it
	offences    []int         // those that some count counts
}

func newExchange(a assessed, seed uint64) *exchange {
	x := &exchange{random: rand.New(rand.NewPCG(seed, 7)), in: make([]map[int]int, a.data.Offences.Len())}
	refs := a.data.Offences.Texts("offence_ref")
	for i := range x.in {
		x.refs = append(x.refs, refs.Value(i))
	}
	printed := map[string]analysis.Table{}
	for _, t := range a.published.Tables() {
		printed[t.ID] = t
	}
	for _, o := range a.run.Outcomes {
		for _, t := range o.Result.Tables {
			if published, there := printed[t.ID]; there {
				x.addTable(a, t, published)
			}
		}
	}
	for i, in := range x.in {
		if in != nil && x.refs[i] != "" {
			x.offences = append(x.offences, i)
		}
	}
	return x
}

// addTable takes all counts of a table into account, and those of its levels that
// are counted together in print.
func (x *exchange) addTable(a assessed, given, printed analysis.Table) {
	together := map[string]analysis.Basis{}
	for _, r := range given.Rows {
		if r.Basis == nil || r.Basis.Public {
			continue
		}
		x.add(a, *r.Basis)
		if _, there := printed.Find(r.Levels...); !there {
			key := fmt.Sprint(r.Levels[:len(r.Levels)-1], r.Kind)
			all := together[key]
			all.Unit = r.Basis.Unit
			all.Numerator = united(all.Numerator, r.Basis.Numerator)
			all.Denominator = united(all.Denominator, r.Basis.Denominator)
			together[key] = all
		}
	}
	for _, all := range together {
		x.add(a, all)
	}
}

func united(a, b analysis.Selection) analysis.Selection {
	both := slices.Concat(a, b)
	slices.Sort(both)
	return slices.Compact(both)
}

func (x *exchange) add(a assessed, b analysis.Basis) {
	selections := []analysis.Selection{b.Numerator, b.Denominator}
	for _, name := range slices.Sorted(maps.Keys(b.Extra)) {
		selections = append(selections, b.Extra[name])
	}
	for _, rows := range selections {
		if len(rows) == 0 {
			continue
		}
		count := len(rows)
		least, most := 1, a.rule.Threshold-1
		if count >= a.rule.Threshold {
			least, most = a.rule.Bounds(a.rule.Round(count))
		}
		at := len(x.count)
		x.count, x.least, x.most = append(x.count, count), append(x.least, least), append(x.most, most)
		for _, r := range rows {
			if b.Unit != analysis.Offence {
				r = a.data.People.Offence[r]
			}
			if x.in[r] == nil {
				x.in[r] = map[int]int{}
			}
			x.in[r][at]++
		}
	}
}

// weights are how often each offence is in the second extract, where not once.
func (x *exchange) weights() map[string]int {
	weights := map[string]int{}
	for range 300_000 {
		out, twice := x.offences[x.random.IntN(len(x.offences))], x.offences[x.random.IntN(len(x.offences))]
		if _, done := weights[x.refs[out]]; done || out == twice {
			continue
		}
		if _, done := weights[x.refs[twice]]; done || !x.fits(out, twice) {
			continue
		}
		for at, n := range x.in[out] {
			x.count[at] -= n
		}
		for at, n := range x.in[twice] {
			x.count[at] += n
		}
		weights[x.refs[out]], weights[x.refs[twice]] = 0, 2
	}
	return weights
}

func (x *exchange) fits(out, twice int) bool {
	for at, n := range x.in[out] {
		if count := x.count[at] - n + x.in[twice][at]; count < x.least[at] || count > x.most[at] {
			return false
		}
	}
	for at, n := range x.in[twice] {
		if count := x.count[at] + n - x.in[out][at]; count < x.least[at] || count > x.most[at] {
			return false
		}
	}
	return true
}

// reweigh writes an extract again with some offences left out and others twice, the
// second time under a reference of their own.
func reweigh(t *testing.T, path string, weights map[string]int) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	var again [][]string
	for i, r := range records {
		weight, named := weights[r[0]]
		if !named || i == 0 || weight == 2 {
			_ = w.Write(r)
		}
		if weight == 2 {
			twin := slices.Clone(r)
			twin[0] += "A"
			for c, name := range records[0] {
				if (name == "Victim Ref" || name == "Suspect Ref") && twin[c] != "" {
					twin[c] += "A"
				}
			}
			again = append(again, twin)
		}
	}
	_ = w.WriteAll(again)
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// differentTables are the tables that only one of two editions has, or that print
// other counts in one, or follow from such.
func differentTables(a, b *disclosure.Published) map[string]bool {
	one, other := printedCounts(a), printedCounts(b)
	different := map[string]bool{}
	for _, counts := range []map[string]string{one, other} {
		for key := range counts {
			if one[key] != other[key] {
				table, _, _ := strings.Cut(key, " ")
				different[table] = true
			}
		}
	}
	for _, t := range a.Tables() {
		if t.Derivation != nil && slices.ContainsFunc(t.Derivation.From, func(id string) bool { return different[id] }) {
			different[t.ID] = true
		}
	}
	return different
}

// about are the files of an edition that are about tables which are not different:
// the tables, their figures, and each sentence as a file of its own.
func about(files map[string][]byte, p, other *disclosure.Published, different map[string]bool) map[string][]byte {
	kept := map[string][]byte{}
	for _, t := range p.Tables() {
		if name := "tables/" + t.ID + ".csv"; !different[t.ID] {
			kept[name] = files[name]
		}
	}
	for _, c := range p.Charts() {
		if name := "figures/" + c.ID + ".svg"; !different[c.Table] && c.Finding == "" {
			kept[name] = files[name]
		}
	}
	tables := map[string][]string{} // that a sentence is about
	for _, s := range append(p.Statements(), other.Statements()...) {
		for _, f := range s.Figures {
			tables[s.ID] = append(tables[s.ID], f.Table)
		}
	}
	for _, s := range p.Statements() {
		if of := tables[s.ID]; of != nil && !slices.ContainsFunc(of, func(id string) bool { return different[id] }) {
			kept["headline "+s.ID] = []byte(s.Text() + "\n" + s.Title() + "\n" + s.Filter + fmt.Sprint(s.NotRecorded))
		}
	}
	return kept
}

// printedCounts are the numerators and denominators of an edition.
func printedCounts(p *disclosure.Published) map[string]string {
	counts := map[string]string{}
	say := func(n stats.Number) string {
		if v, known := n.Get(); known {
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
		return "c"
	}
	for _, t := range p.Tables() {
		for _, r := range t.Rows {
			counts[t.ID+" "+r.Key()] = say(r.Estimate.Numerator) + " of " + say(r.Estimate.Denominator)
		}
	}
	return counts
}

// writtenFiles are the files of an edition by their paths, workbooks and documents part
// by part.
func writtenFiles(t *testing.T, p *disclosure.Published) map[string][]byte {
	t.Helper()
	folder := t.TempDir()
	if err := reports.WriteEdition(t.Context(), p, folder, nil); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, _ := filepath.Rel(folder, path)
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		files[name] = content
		if parts, err := zip.NewReader(bytes.NewReader(content), int64(len(content))); err == nil {
			delete(files, name)
			for _, part := range parts.File {
				if files[name+"/"+part.Name], err = fs.ReadFile(parts, part.Name); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// firstDifference is the first line in which two texts differ.
func firstDifference(a, b []byte) string {
	one, other := strings.Split(string(a), "\n"), strings.Split(string(b), "\n")
	for i := range one {
		if i >= len(other) || one[i] != other[i] {
			from := 0
			for i < len(other) && from < min(len(one[i]), len(other[i])) && one[i][from] == other[i][from] {
				from++
			}
			cut := func(s string) string { return fmt.Sprintf("%q", s[max(0, min(from, len(s))-60):min(len(s), from+100)]) }
			if i >= len(other) {
				return cut(one[i]) + ", and none"
			}
			return cut(one[i]) + " and " + cut(other[i])
		}
	}
	return "the second is longer"
}
