// Package scan opens the finished files of a public edition with code of its own,
// not the writers', and says what should not be in them. It works by positive
// lists: parts, elements, attributes and chunks that are not on a list are
// faults, and so is a number in a cell of a workbook that no table of the edition
// publishes. It reads files alone, so it can be run on any edition, at any time.
package scan

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"svna/datasets/parallel"
)

// Public scans the folder of a public edition. It returns what is wrong with it,
// file by file; a fault never holds a value of the file. The error is that of a
// folder that cannot be read.
func Public(dir string) ([]string, error) {
	s := &scanner{dir: dir, numbers: map[float64]bool{}, sizes: map[float64]bool{}}
	if err := s.readManifest(); err != nil {
		return nil, err
	}
	var names []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if !d.Type().IsRegular() {
			s.fault(name, "is not a plain file")
			return err
		}
		names = append(names, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("scan the public edition: %w", err)
	}
	// Tables first, then headlines: they hold the published numbers.
	var rest []string
	for _, name := range names {
		if !strings.HasPrefix(name, "tables/") {
			rest = append(rest, name)
		} else if err := s.file(name); err != nil {
			return nil, err
		}
	}
	if !slices.Contains(names, "headlines.json") {
		return nil, fmt.Errorf("scan the public edition: it has no headlines.json")
	}
	if err := s.file("headlines.json"); err != nil {
		return nil, err
	}
	var group parallel.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, name := range rest {
		if name != "headlines.json" {
			group.Go(func() error { return s.file(name) })
		}
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for name := range s.listed {
		if !slices.Contains(names, name) {
			s.fault(name, "is in the manifest and not in the folder")
		}
	}
	slices.Sort(s.faults)
	return s.faults, nil
}

// scanner is one scan.
type scanner struct {
	dir     string
	faults  []string
	listed  map[string]bool
	rule    rule
	names   []string         // of rows of the tables, with a number in them, such as "Ward 112"
	numbers map[float64]bool // of the tables
	sizes   map[float64]bool // the same without their sign
	sort    sync.Once
	sorted  []float64 // sizes
	mutex   sync.Mutex
}

func (s *scanner) publish(n float64) { s.numbers[n], s.sizes[math.Abs(n)] = true, true }

// rule is what the manifest says of the counts shown.
type rule struct {
	Threshold int `json:"threshold"`
	RoundTo   int `json:"round_to"`
}

func (s *scanner) fault(file, format string, args ...any) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if text := file + ": " + fmt.Sprintf(format, args...); !slices.Contains(s.faults, text) {
		s.faults = append(s.faults, text)
	}
}

// manifestKeys are what public/manifest.json may say.
var manifestKeys = []string{"schema", "area", "period", "profile", "threshold", "round_to", "zeros", "width", "hidden_numbers", "narrowest_range", "audit_passed", "earlier_editions", "earlier_manifests", "notes", "restricted_tables", "files"}

func (s *scanner) readManifest() error {
	text, err := os.ReadFile(filepath.Join(s.dir, "manifest.json"))
	if err != nil {
		return fmt.Errorf("scan the public edition: it has no manifest.json")
	}
	var files struct {
		Files []struct {
			Path string `json:"path"`
		} `json:"files"`
		Restricted []map[string]string `json:"restricted_tables"`
	}
	keys := map[string]json.RawMessage{}
	if json.Unmarshal(text, &keys) != nil || json.Unmarshal(text, &s.rule) != nil || json.Unmarshal(text, &files) != nil || s.rule.RoundTo == 0 {
		return fmt.Errorf("scan the public edition: manifest.json cannot be read")
	}
	for key := range keys {
		if !slices.Contains(manifestKeys, key) {
			s.fault("manifest.json", "has a field that is not expected")
		}
	}
	s.listed = map[string]bool{}
	for _, f := range files.Files {
		s.listed[f.Path] = true
	}
	for _, t := range files.Restricted {
		if len(t) != 3 || t["table"] == "" || t["title"] == "" || t["status"] != "restricted" {
			s.fault("manifest.json", "says more of a restricted table than its name, title and status")
		}
		if s.listed["tables/"+t["table"]+".csv"] {
			s.fault("tables/"+t["table"]+".csv", "is a restricted table")
		}
	}
	return nil
}

// names are the files that a public edition may have.
var names = regexp.MustCompile(`^(manifest\.json|report\.html|appendix\.(xlsx|ods)|headlines\.(docx|json|csv)|figures\.json|figures/[a-z0-9-]+\.(png|svg)|tables/[a-z0-9-]+\.csv(-metadata\.json)?)$`)

func (s *scanner) file(name string) error {
	if !names.MatchString(name) {
		s.fault(name, "is a file that a public edition does not have")
		return nil
	}
	if name != "manifest.json" && !s.listed[name] {
		s.fault(name, "is not in the manifest")
	}
	text, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(name)))
	if err != nil {
		return fmt.Errorf("scan the public edition: %w", err)
	}
	switch ending := filepath.Ext(name); {
	case strings.HasPrefix(name, "tables/") && ending == ".csv":
		s.table(name, text)
	case name == "headlines.csv":
		s.csv(name, text, headlineColumns)
	case name == "headlines.json":
		s.headlines(name, text)
	case name == "figures.json":
		s.figures(name, text)
	case ending == ".json":
		if !json.Valid(text) {
			s.fault(name, "is no JSON")
		}
	case ending == ".png":
		s.png(name, text)
	case ending == ".svg":
		s.svg(name, text)
	case ending == ".html":
		s.page(name, text)
	default:
		s.archive(name, text)
	}
	return nil
}

// png allows the chunks that hold the picture, and nothing after its end.
func (s *scanner) png(name string, b []byte) {
	if !bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")) {
		s.fault(name, "is no PNG")
		return
	}
	for at := 8; at < len(b); {
		if at+12 > len(b) {
			s.fault(name, "has bytes after its end")
			return
		}
		length, kind := int(binary.BigEndian.Uint32(b[at:])), string(b[at+4:at+8])
		if !slices.Contains([]string{"IHDR", "PLTE", "tRNS", "pHYs", "IDAT", "IEND"}, kind) {
			s.fault(name, "has a chunk that is no picture")
		}
		at += 12 + length
		if length < 0 || (kind == "IEND" && at != len(b)) || at > len(b) {
			s.fault(name, "has bytes after its end")
			return
		}
	}
}
