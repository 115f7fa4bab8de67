package reports

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/datasets"
	"svna/datasets/parallel"
)

// ManifestInputs is what the manifest says of a run beyond its results.
type ManifestInputs struct {
	References []datasets.Reference
	Settings   string
	Parameters analysis.Parameters
	GoVersion  string
}

// Manifest is manifest.json: what went in, what was chosen, what came out. It
// holds no time, host, user or path, so that the same run writes the same bytes.
type Manifest struct {
	Schema     string               `json:"schema"`
	Version    string               `json:"version"`
	GoVersion  string               `json:"go_version"`
	Area       string               `json:"area"`
	Period     Span                 `json:"period"`
	Previous   Span                 `json:"previous_period"`
	Definition string               `json:"definition"`
	Synthetic  bool                 `json:"synthetic"`
	Editions   []string             `json:"editions"`
	Inputs     []ManifestFile       `json:"inputs"`
	InputHash  string               `json:"input_hash"`
	References []datasets.Reference `json:"references"`
	Settings   string               `json:"settings"`
	Parameters analysis.Parameters  `json:"parameters"`
	Defaults   []string             `json:"defaults"`
	Breakdowns []ManifestBreakdown  `json:"breakdowns"`
	Files      []ManifestFile       `json:"files"`
}

// ManifestFile is a file with its hash: an input by its base name, an output by
// its path in the run folder, with slashes.
type ManifestFile struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
	Rows   int    `json:"rows,omitempty"`
}

// ManifestBreakdown says whether a breakdown was made.
type ManifestBreakdown struct {
	Name   string `json:"name"`
	Status string `json:"status"` // "made", "skipped" or "failed"
	Reason string `json:"reason,omitempty"`
}

const (
	manifestSchema = "svna-manifest/1"
	manifestName   = "manifest.json"
	hashesName     = "manifest.sha256" // the same hashes, for sha256sum -c
)

// qualityReport is quality.json.
type qualityReport struct {
	datasets.Quality
	Ledger []analysis.LedgerLine `json:"ledger"`
	// Apostrophes counts the cells of tables/*.csv that got an apostrophe, since
	// a spreadsheet would have taken their text for a formula.
	Apostrophes int `json:"cells_with_apostrophe"`
}

// apostrophes counts the cells that inert changes.
func apostrophes(p *disclosure.Published) int {
	n := 0
	for _, t := range p.Tables() {
		for _, r := range t.Rows {
			for _, level := range r.Levels {
				if inert(level) != level {
					n++
				}
			}
		}
	}
	return n
}

// WriteRunFiles writes quality.json, run.log and the manifest into a run folder
// whose editions are written. The manifest comes last: it has the hash of every
// other file. Then everything is brought to the disk.
func WriteRunFiles(dir string, p *disclosure.Published, in ManifestInputs) error {
	if err := writeJSON(filepath.Join(dir, "quality.json"), qualityReport{p.Quality(), p.Ledger(), apostrophes(p)}); err != nil {
		return err
	}
	if err := writeFile(filepath.Join(dir, "run.log"), func(w io.Writer) error { return writeLog(w, p) }); err != nil {
		return err
	}
	m := newManifest(p, in)
	files, err := hashFiles(dir)
	if err != nil {
		return err
	}
	m.Files = files
	for _, f := range files {
		if edition, _, ok := strings.Cut(f.Path, "/"); ok && !slices.Contains(m.Editions, edition) {
			m.Editions = append(m.Editions, edition)
		}
	}
	if err := writeFile(filepath.Join(dir, hashesName), func(w io.Writer) error {
		_, err := io.WriteString(w, hashLines(files))
		return err
	}); err != nil {
		return err
	}
	if err := writeJSON(filepath.Join(dir, manifestName), m); err != nil {
		return err
	}
	return syncFolder(dir)
}

func newManifest(p *disclosure.Published, in ManifestInputs) Manifest {
	about := p.About()
	m := Manifest{
		Schema: manifestSchema, Version: about.Version, GoVersion: in.GoVersion, Area: about.Area.Code,
		Period:     Span{about.Period.From.String(), about.Period.To.String()},
		Previous:   Span{about.Previous.From.String(), about.Previous.To.String()},
		Definition: about.Definition, Synthetic: about.Synthetic, InputHash: about.InputHash,
		References: in.References, Settings: in.Settings, Parameters: in.Parameters, Defaults: about.Defaults,
	}
	for _, f := range p.Quality().Files {
		m.Inputs = append(m.Inputs, ManifestFile{Path: f.Name, SHA256: f.SHA256, Bytes: f.Bytes, Rows: f.RowsRead})
	}
	for _, o := range p.Outcomes() {
		b := ManifestBreakdown{Name: o.Breakdown.Name, Status: "made"}
		switch {
		case o.Err != nil:
			b.Status, b.Reason = "failed", o.Err.Error()
		case o.Skipped != "":
			b.Status, b.Reason = "skipped", o.Skipped
		}
		m.Breakdowns = append(m.Breakdowns, b)
	}
	return m
}

// writeLog writes run.log: JSON lines of steps and counts, without times and
// without anybody's data.
func writeLog(w io.Writer, p *disclosure.Published) error {
	encoder := json.NewEncoder(w)
	var err error
	line := func(v map[string]any) { err = errors.Join(err, encoder.Encode(v)) }
	for _, f := range p.Quality().Files {
		line(map[string]any{"step": "load", "file": f.Name, "rows_read": f.RowsRead, "rows_used": f.RowsUsed})
	}
	for _, l := range p.Ledger() {
		line(map[string]any{"step": "select", "what": l.Label, "rows": l.Rows})
	}
	for _, o := range p.Outcomes() {
		entry := map[string]any{"step": "analyse", "breakdown": o.Breakdown.Name, "tables": len(o.Result.Tables), "statements": len(o.Result.Statements)}
		if o.Skipped != "" {
			entry["skipped"] = o.Skipped
		}
		if o.Err != nil {
			entry["failed"] = o.Err.Error()
		}
		line(entry)
	}
	return err
}

// hashLines is manifest.sha256: one line a file, as sha256sum reads it.
func hashLines(files []ManifestFile) string {
	var b strings.Builder
	for _, f := range files {
		fmt.Fprintf(&b, "%s  %s\n", f.SHA256, f.Path)
	}
	return b.String()
}

// hashFiles lists every file below a run folder but its manifest, sorted by
// path.
func hashFiles(dir string) ([]ManifestFile, error) {
	var files []ManifestFile
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		relative, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if name := filepath.ToSlash(relative); name != manifestName && name != hashesName {
			files = append(files, ManifestFile{Path: name})
		}
		return nil
	})
	faults := make([]error, len(files))
	parallel.Each(len(files), func(i int) {
		files[i].SHA256, files[i].Bytes, faults[i] = hashFile(filepath.Join(dir, filepath.FromSlash(files[i].Path)))
	})
	if err = errors.Join(append(faults, err)...); err != nil {
		return nil, fmt.Errorf("hash the run folder: %w", err)
	}
	slices.SortFunc(files, func(a, b ManifestFile) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

func hashFile(path string) (sum string, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h, buffer := sha256.New(), chunks.borrow(1<<16)
	defer chunks.giveBack(buffer)
	size, err = io.CopyBuffer(h, struct{ io.Reader }{f}, buffer) // a file would take a buffer of its own
	return fmt.Sprintf("%x", h.Sum(nil)), size, err
}

var chunks lender

// readManifest reads the manifest of a run folder.
func readManifest(run string) (Manifest, error) {
	var m Manifest
	text, err := os.ReadFile(filepath.Join(run, manifestName))
	if err != nil {
		return m, fmt.Errorf("%s is not a run folder: it has no %s", run, manifestName)
	}
	decoder := json.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(&m); err != nil {
		return m, fmt.Errorf("read %s: it is damaged; run again", manifestName)
	}
	return m, nil
}
