package disclosure

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"svna/analysis"
	"svna/analysis/stats"
	"svna/datasets"
)

// earlierManifest is what public/manifest.json of an earlier edition says.
type earlierManifest struct {
	Schema    string `json:"schema"`
	Area      string `json:"area"`
	Period    struct{ From, To string }
	Profile   string `json:"profile"`
	Threshold int    `json:"threshold"`
	RoundTo   int    `json:"round_to"`
	Width     int    `json:"width"`
	Zeros     *bool  `json:"zeros"`
	Passed    bool   `json:"audit_passed"`
	Files     []struct {
		Path   string `json:"path"`
		SHA256 string `json:"sha256"`
	} `json:"files"`
	hash string // of the manifest itself
}

// EarlierFolder is the run folder that a setting names: it may name the public
// folder in it as well.
func EarlierFolder(path string) string {
	if filepath.Base(path) == "public" {
		return filepath.Dir(path)
	}
	return filepath.Clean(path)
}

// EarlierArea is the area of an earlier edition.
func EarlierArea(folder string) (string, error) {
	m, err := readEarlierManifest(folder)
	return m.Area, err
}

func readEarlierManifest(folder string) (m earlierManifest, err error) {
	text, err := os.ReadFile(filepath.Join(folder, "public", "manifest.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return m, errors.New("it has no public/manifest.json; name the run folder whose public edition is out, as it was written")
	}
	if err != nil {
		return m, err
	}
	if json.Unmarshal(text, &m) != nil || !strings.HasPrefix(m.Schema, "svna-public/") || m.RoundTo < 1 || m.Threshold < 1 {
		return m, errors.New("its public/manifest.json cannot be read; put back the folder as it was written")
	}
	sum := sha256.Sum256(text)
	m.hash = hex.EncodeToString(sum[:])
	return m, nil
}

// EarlierHash is the SHA-256 of public/manifest.json of a run folder, by which a later
// edition names what it was audited with. It is an error if a table does not have
// the hash of the manifest any more.
func EarlierHash(folder string) (string, error) {
	m, err := readEarlierManifest(folder)
	if err != nil {
		return "", err
	}
	_, err = readTables(folder, m)
	return m.hash, err
}

// ReadEarlier reads a public edition that is out, and binds it to the records of
// today. Without a key, or where the edition was written without one, it comes
// unbound. The error says what to do, and holds nothing of the files.
func ReadEarlier(folder string, key Key, today Records) (*Earlier, error) {
	m, err := readEarlierManifest(folder)
	if err != nil {
		return nil, err
	}
	period, err := datasets.ParsePeriod(m.Period.From + "/" + m.Period.To)
	if err != nil {
		return nil, errors.New("its public/manifest.json cannot be read; put back the folder as it was written")
	}
	e := &Earlier{Name: filepath.Base(folder), Period: period, Shown: map[string][]map[string]seen{}}
	e.Rule = Rule{Name: m.Profile, Edition: "public", Threshold: m.Threshold, RoundTo: m.RoundTo, Width: m.Width, Zeros: m.Profile != "public-10-5"}
	if m.Zeros != nil {
		e.Rule.Zeros = *m.Zeros
	}
	files, err := readTables(folder, m)
	if err != nil {
		return nil, err
	}
	e.Hash = m.hash
	sealed, err := os.ReadFile(filepath.Join(folder, LinkageName))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		e.Unbound = "it was made without linkage_key"
		return e, nil
	case err != nil:
		return nil, err
	case key == nil:
		e.Unbound = "the settings name no linkage_key"
		return e, nil
	}
	l, err := key.open(sealed)
	if err != nil {
		return nil, err
	}
	if l.Area != m.Area {
		return nil, errors.New("its " + LinkageName + " is of another run; put back the folder as it was written")
	}
	return e, e.bind(l, files, today)
}

// readTables reads the finished tables, whose hashes the manifest has.
func readTables(folder string, m earlierManifest) (map[string][][]string, error) {
	tables := map[string][][]string{}
	for _, f := range m.Files {
		id, is := strings.CutPrefix(f.Path, "tables/")
		if !is || !strings.HasSuffix(id, ".csv") || !filepath.IsLocal(f.Path) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, "public", filepath.FromSlash(f.Path)))
		if err != nil {
			return nil, fmt.Errorf("public/%s cannot be read; put back the folder as it was written", f.Path)
		}
		sum := sha256.Sum256(text)
		if hex.EncodeToString(sum[:]) != f.SHA256 {
			return nil, fmt.Errorf("public/%s was changed after it was written; put back the folder as it was published", f.Path)
		}
		records, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
		if err != nil || len(records) == 0 {
			return nil, fmt.Errorf("public/%s is no table", f.Path)
		}
		tables[strings.TrimSuffix(id, ".csv")] = records
	}
	return tables, nil
}

// errBinding says that the linkage and the finished tables are not of one run.
func errBinding(table string) error {
	return fmt.Errorf("public/tables/%s.csv does not print what its %s counts; put back both as they were written", table, LinkageName)
}

// bind turns the finished tables into tables over the records of today and of then.
func (e *Earlier) bind(l linkage, files map[string][][]string, today Records) error {
	sets := map[string][]analysis.Selection{}
	for kind, tokens := range l.Records {
		place := map[token]int32{}
		for i, t := range today[kind] {
			place[t] = int32(i)
		}
		joint := make([]int32, len(tokens))
		gone := int32(len(today[kind]))
		for i, t := range tokens {
			at, still := place[t]
			if !still {
				at = gone
				gone++
			}
			joint[i] = at
		}
		for _, set := range l.Sets[kind] {
			rows := make(analysis.Selection, len(set))
			for i, r := range set {
				if int(r) >= len(joint) || r < 0 {
					return errSealed
				}
				rows[i] = joint[r]
			}
			slices.Sort(rows)
			sets[kind] = append(sets[kind], rows)
		}
	}
	if len(l.Tables) != len(files) {
		return errors.New("its public/tables are not those of its " + LinkageName + "; put back both as they were written")
	}
	for _, lt := range l.Tables {
		records, found := files[lt.ID]
		if !found {
			return errBinding(lt.ID)
		}
		table, shown, err := e.table(lt, records, sets, l.Hidden)
		if err != nil {
			return err
		}
		e.Tables = append(e.Tables, table)
		e.Shown[lt.ID] = shown
	}
	return nil
}

// table is one finished table with the records that its rows count. Rows are found
// by their levels, since a finished table has an order of its own.
func (e *Earlier) table(lt linkedTable, records [][]string, sets map[string][]analysis.Selection, hidden map[string][]bool) (t analysis.Table, shown []map[string]seen, err error) {
	t = analysis.Table{ID: lt.ID}
	if lt.Derived {
		t.Derivation = &analysis.Derivation{}
	}
	if len(lt.Rows) == 0 {
		return t, nil, nil
	}
	dimensions := len(lt.Rows[0].Levels)
	for _, name := range records[0][:min(dimensions, len(records[0]))] {
		t.Dimensions = append(t.Dimensions, analysis.Dimension{Name: name})
	}
	written := map[string][]string{}
	for _, record := range records[1:] {
		var levels []string
		for _, cell := range record[:min(dimensions, len(record))] {
			levels = append(levels, strings.TrimPrefix(cell, "'"))
		}
		written[strings.Join(levels, ": ")] = record
	}
	for _, lr := range lt.Rows {
		row := analysis.Row{Levels: lr.Levels, Basis: &analysis.Basis{Public: lr.Public}}
		if lr.Total {
			row.Kind = analysis.TotalRow
		}
		shows := map[string]seen{}
		t.Rows, shown = append(t.Rows, row), append(shown, shows)
		if lr.Public {
			continue
		}
		record := written[strings.TrimPrefix(row.Key(), "'")]
		if record == nil {
			return t, nil, errBinding(lt.ID)
		}
		read := func(column string, place int) (analysis.Selection, error) {
			of := sets[kindOf(lr.Unit)]
			if place < 0 || place >= len(of) {
				return nil, errBinding(lt.ID)
			}
			if at := slices.Index(records[0], column); at >= 0 && record[at] != "" {
				n, err := strconv.Atoi(record[at])
				if err != nil || n != e.Rule.Round(len(of[place])) || !e.Rule.shows(len(of[place])) {
					return nil, errBinding(lt.ID)
				}
				shows[column] = seenShown
			} else if place < len(hidden[kindOf(lr.Unit)]) && (hidden[kindOf(lr.Unit)][place] || !e.Rule.shows(len(of[place]))) {
				shows[column] = seenHidden
			}
			return of[place], nil
		}
		b := row.Basis
		b.Unit = lr.Unit
		if b.Numerator, err = read("numerator", lr.Numerator); err != nil {
			return t, nil, err
		}
		if lr.Denominator != nil {
			if b.Denominator, err = read("denominator", *lr.Denominator); err != nil {
				return t, nil, err
			}
		}
		for name, place := range lr.Extra {
			if b.Extra == nil {
				b.Extra = map[string]analysis.Selection{}
			}
			if b.Extra[name], err = read(name, place); err != nil {
				return t, nil, err
			}
		}
		t.Rows[len(t.Rows)-1].Estimate.Numerator = stats.N(float64(len(b.Numerator)))
	}
	return t, shown, nil
}
