package reports

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"svna/analysis/disclosure"
)

// auditReport is restricted/audit.json: what the audit of the public edition
// tried and found. It stays with the restricted edition, since two data sets for
// a hidden number tell more than the public edition does.
type auditReport struct {
	Schema string `json:"schema"`
	disclosure.Audit
	Withheld []disclosure.Withheld `json:"withheld"`
}

// publicManifest is public/manifest.json: what a reader of the public edition
// may know of its audit, and the hashes of its files. It holds no count and no
// hash of a restricted file, which would let a guess at hidden numbers be
// checked.
type publicManifest struct {
	Schema    string            `json:"schema"`
	Area      string            `json:"area"`
	Period    Span              `json:"period"`
	Profile   string            `json:"profile"`
	Threshold int               `json:"threshold"`
	RoundTo   int               `json:"round_to"`
	Zeros     bool              `json:"zeros"`
	Width     int               `json:"width"`
	Hidden    int               `json:"hidden_numbers"`
	Narrowest int64             `json:"narrowest_range"`
	Passed    bool              `json:"audit_passed"`
	Earlier   []string          `json:"earlier_editions"`            // audited with it
	Hashes    []string          `json:"earlier_manifests,omitempty"` // SHA-256 of theirs
	Notes     []string          `json:"notes"`
	Withheld  []restrictedTable `json:"restricted_tables"`
	Files     []ManifestFile    `json:"files"`
}

// restrictedTable is all that a public edition says of a table that is not in it.
type restrictedTable struct {
	Table  string `json:"table"`
	Title  string `json:"title"`
	Status string `json:"status"`
}

// restricted is the status of a table that is not in the public edition.
const restricted = "restricted"

func restrictedTables(p *disclosure.Published) []restrictedTable {
	tables := []restrictedTable{}
	for _, w := range p.Withheld() {
		tables = append(tables, restrictedTable{w.ID, w.Title, restricted})
	}
	return tables
}

// WriteAudit writes the audit of a public edition into a run folder in which the
// edition is written.
func WriteAudit(run string, p *disclosure.Published) error {
	audit := p.Audit()
	folder := filepath.Join(run, disclosure.Restricted.Edition)
	if _, err := os.Stat(folder); err == nil {
		if err := writeJSON(filepath.Join(folder, "audit.json"), auditReport{"svna-audit/1", audit, p.Withheld()}); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	public := filepath.Join(run, p.Rule().Edition)
	files, err := hashFiles(public)
	if err != nil {
		return err
	}
	about := p.About()
	return writeJSON(filepath.Join(public, manifestName), publicManifest{
		Schema: "svna-public/1", Area: about.Area.Code, Period: Span{about.Period.From.String(), about.Period.To.String()},
		Profile: audit.Profile, Threshold: audit.Threshold, RoundTo: audit.RoundTo, Zeros: p.Rule().Zeros, Width: audit.Width,
		Hidden: audit.Hidden, Narrowest: audit.Narrowest, Passed: audit.Passed, Earlier: audit.Earlier, Hashes: audit.EarlierHashes,
		Notes: disclosure.Notes(p.Rule(), audit), Withheld: restrictedTables(p), Files: files,
	})
}
