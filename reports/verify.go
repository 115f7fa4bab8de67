package reports

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"svna/analysis/disclosure/check"
	"svna/reports/scan"
)

// Verification is the proof of a run: what was checked, and what did not hold.
type Verification struct {
	Files     int // hashes compared
	Headlines int // statements followed to their cell
	Proven    int // hidden numbers whose two data sets were added up
	Earlier   int // earlier editions that were read again
	Unread    int // earlier editions that the public one was audited with, and that were not
	Faults    []string
}

// Err is nil when everything held.
func (v Verification) Err() error {
	if len(v.Faults) == 0 {
		return nil
	}
	if len(v.Faults) == 1 {
		return errors.New(v.Faults[0])
	}
	return fmt.Errorf("%d faults; the first: %s", len(v.Faults), v.Faults[0])
}

// String is the proof in words.
func (v Verification) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d files have the hash of the manifest; %d headlines followed to their cell in the workbook, the JSON, the CSV, the document and the page.\n", v.Files, v.Headlines)
	if v.Proven > 0 {
		fmt.Fprintf(&b, "%d hidden numbers of the public edition: the two data sets of each give everything that its tables print.\n", v.Proven)
	}
	if v.Earlier > 0 {
		fmt.Fprintf(&b, "%d earlier editions are as they were when this one was audited with them.\n", v.Earlier)
	}
	if v.Unread > 0 {
		fmt.Fprintf(&b, "%d earlier editions that this one was audited with were not read again: name their run folders with --earlier.\n", v.Unread)
	}
	for _, f := range v.Faults {
		fmt.Fprintf(&b, "fault: %s\n", f)
	}
	if len(v.Faults) == 0 {
		b.WriteString("Everything agrees.\n")
	}
	return b.String()
}

func (v *Verification) fault(format string, args ...any) {
	v.Faults = append(v.Faults, fmt.Sprintf(format, args...))
}

// Verify proves a run folder: its files (VerifyFiles), the headlines of each
// edition (VerifyHeadlines), and that a public edition holds nothing else. The
// error is that of a folder without a readable manifest; whatever else is wrong is
// a fault. Earlier are the run folders of the editions that the public one was audited
// with: each must be there as it was then. Without any, that is not looked at.
func Verify(run string, earlier ...string) (Verification, error) {
	v, err := VerifyFiles(run)
	if err != nil {
		return v, err
	}
	m, err := readManifest(run)
	if err != nil {
		return v, err
	}
	for _, edition := range m.Editions {
		if !filepath.IsLocal(edition) {
			v.fault("the manifest names an edition outside the run folder")
			continue
		}
		h := VerifyHeadlines(run, edition)
		v.Headlines += h.Headlines
		v.Faults = append(v.Faults, h.Faults...)
		v.scan(filepath.Join(run, edition), earlier)
	}
	return v, nil
}

// VerifyFiles proves that every file of a run folder has the hash of the manifest
// and that none is missing or new. The error is that of a folder without a
// readable manifest.
func VerifyFiles(run string) (Verification, error) {
	var v Verification
	if whole := filepath.Dir(filepath.Clean(run)); !isRun(run) && isRun(whole) {
		return v, fmt.Errorf("%s is one edition of the run %s: name the run", run, whole)
	}
	m, err := readManifest(run)
	if err != nil {
		return v, err
	}
	files, err := hashFiles(run)
	if err != nil {
		return v, err
	}
	v.compareHashes(m.Files, files)
	if text, err := os.ReadFile(filepath.Join(run, hashesName)); err != nil || string(text) != hashLines(m.Files) {
		v.fault("%s does not have the hashes of the manifest", hashesName)
	}
	return v, nil
}

// isRun reports whether a folder has the list of hashes of a run.
func isRun(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, hashesName))
	return err == nil
}

// scan looks for what should not be in the files of an audited public edition.
func (v *Verification) scan(edition string, earlier []string) {
	if _, err := os.Stat(filepath.Join(edition, manifestName)); err != nil {
		return // no edition that was audited
	}
	faults, err := scan.Public(edition)
	if err != nil {
		v.fault("%s", err)
	}
	for _, fault := range faults {
		v.fault("the public edition: %s", fault)
	}
	v.audit(edition, v.beside(edition, earlier))
}

// audit adds up the two data sets of every hidden number of a public edition, from
// the proof kept with the restricted one, and compares them with the finished
// tables: with those of earlier editions too, where these are at hand.
func (v *Verification) audit(edition string, beside []string) {
	text, err := os.ReadFile(filepath.Join(filepath.Dir(edition), "restricted", "audit.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return // a public edition alone: its proof was not kept
	}
	var report auditReport
	if err != nil || json.Unmarshal(text, &report) != nil {
		v.fault("restricted/audit.json cannot be read")
		return
	}
	finished, err := check.Read(edition)
	if err != nil {
		v.fault("the public edition: %s", err)
		return
	}
	proof, editions := report.Proof, []check.Edition{finished}
	if len(beside) == 0 {
		proof = proof.Alone()
	}
	for _, folder := range beside {
		out, err := check.Read(filepath.Join(folder, "public"))
		if err != nil {
			v.fault("an earlier edition: %s", err)
			return
		}
		editions = append(editions, out)
	}
	v.Proven += len(proof.Witnesses)
	for _, fault := range check.Check(proof, editions) {
		v.fault("the public edition: %s", fault)
	}
}

func (v *Verification) compareHashes(want, got []ManifestFile) {
	sums := map[string]string{}
	for _, f := range got {
		sums[f.Path] = f.SHA256
	}
	for _, f := range want {
		v.Files++
		switch sum, ok := sums[f.Path]; {
		case !ok:
			v.fault("%s is missing", f.Path)
		case sum != f.SHA256:
			v.fault("%s was changed after the run", f.Path)
		}
		delete(sums, f.Path)
	}
	for _, f := range got {
		if _, extra := sums[f.Path]; extra {
			v.fault("%s is not of this run", f.Path)
		}
	}
}

// VerifyHeadlines proves the headlines of one edition: each agrees with its cell
// in the workbook (reopened, raw values), which stands under its column and beside
// its levels, with its row in the table's CSV, with headlines.csv, with its bookmark
// in the document and with the page; and the sentence holds the number. A file that
// cannot be read is a fault.
func VerifyHeadlines(run, edition string) (v Verification) {
	defer func() {
		if recover() != nil { // the library can panic on a damaged file
			v.fault("the workbook of the %s edition is damaged", edition)
		}
	}()
	h, err := ReadHeadlines(run, edition)
	if err != nil {
		v.fault("%s", err)
		return v
	}
	e := &editionFiles{dir: filepath.Join(run, edition), tables: map[string]*writtenTable{}}
	if err := e.open(h); err != nil {
		v.fault("the %s edition: %s", edition, err)
		return v
	}
	if len(e.records) != len(h.Headlines) {
		v.fault("headlines.csv has %d statements, headlines.json %d", len(e.records), len(h.Headlines))
	}
	for i, headline := range h.Headlines {
		v.Headlines++
		if i < len(e.records) && !slices.Equal(e.records[i], headline.record()) {
			v.fault("%s: headlines.csv and headlines.json differ", headline.ID)
		}
		if e.page[headline.ID] != headline.Statement {
			v.fault("%s: the page does not have its sentence", headline.ID)
		}
		if e.word[BookmarkName(headline.ID)] != headline.Statement {
			v.fault("%s: the document does not have its sentence", headline.ID)
		}
		if headline.Source == nil {
			continue
		}
		if headline.Value.Known() && !sentenceHas(headline) {
			v.fault("%s: its sentence does not hold its number", headline.ID)
		}
		checks := []func(Headline) error{e.tableCell, e.workbookCell, e.definedName}
		if e.ods != nil {
			checks = append(checks, e.ods.headline)
		}
		for _, check := range checks {
			if err := check(headline); err != nil {
				v.fault("%s: %s", headline.ID, err)
			}
		}
	}
	return v
}

var numerals = regexp.MustCompile(`[0-9][0-9,]*(\.[0-9]+)?`)

// sentenceHas reports whether the sentence holds the headline's number, rounded
// to as many decimals as the sentence gives (in millions for money). A sentence
// with percentages must hold a headline in per cent as one of them; in others the
// numerator will do, as in lists and on bases under 20, which are said in counts.
func sentenceHas(h Headline) bool {
	numbers := []float64{h.Value.Or(math.NaN()), h.Value.Or(math.NaN()) / 1e6, h.Numerator.Or(math.NaN())}
	// Under a base of 20 a sentence gives counts; a % in it is then another number.
	percent := h.Unit == "per cent" && strings.Contains(h.Statement, "%") && h.Value.Known() && h.Denominator.Or(0) >= 20
	if percent {
		numbers = numbers[:1]
	}
	for _, at := range numerals.FindAllStringIndex(h.Statement, -1) {
		numeral, rest := h.Statement[at[0]:at[1]], h.Statement[at[1]:]
		said, err := strconv.ParseFloat(strings.ReplaceAll(numeral, ",", ""), 64)
		if err != nil || (percent && !strings.HasPrefix(rest, "%")) {
			continue
		}
		decimals := 0
		if _, fraction, ok := strings.Cut(numeral, "."); ok {
			decimals = len(fraction)
		}
		half := 0.5*math.Pow10(-decimals) + 1e-9
		for _, n := range numbers {
			if math.Abs(math.Abs(n)-said) <= half {
				return true
			}
		}
	}
	return false
}

// same compares a number with its text form in a file.
func same(a, b float64) bool {
	return a == b || math.Abs(a-b) <= 1e-12*math.Max(math.Abs(a), math.Abs(b))
}
