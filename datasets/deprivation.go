package datasets

import (
	"fmt"
	"strings"
)

// Deprivation is the Index of Multiple Deprivation of LSOAs in England. Decile
// 1 and rank 1 are the most deprived. Editions are on different LSOAs and are
// not comparable LSOA by LSOA.
type Deprivation struct {
	Reference
	Edition string // "2019" or "2025"
	Vintage string // of the LSOAs: "2011" or "2021"
	LSOAs   map[string]DeprivationRank
}

// DeprivationRank is the place of one LSOA in England.
type DeprivationRank struct{ Decile, Rank int }

// deprivationEditions says which edition goes with LSOAs of which census.
var deprivationEditions = map[string]string{"2011": "2019", "2021": "2025"}

// ReadDeprivation reads a table of the Indices of Deprivation 2019 or 2025 with
// one row an LSOA: a code column (lsoa11_code, lsoa21_code, or the publisher's
// "LSOA code (2011)"), the rank and the decile of the whole index.
func ReadDeprivation(path string) (*Deprivation, error) {
	t, err := readTable("deprivation", path)
	if err != nil {
		return nil, err
	}
	d, err := parseDeprivation(t)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", t.Path, err)
	}
	return d, nil
}

func parseDeprivation(t *referenceTable) (*Deprivation, error) {
	code, vintage := "", ""
	for _, v := range []string{"2011", "2021"} {
		for _, name := range []string{"lsoa" + v[2:] + "_code", "lsoa" + v[2:] + "cd", "lsoa code (" + v + ")"} {
			if t.has(name) {
				code, vintage = name, v
			}
		}
	}
	rank := t.firstColumn(func(c string) bool {
		return c == "imd_rank" || strings.HasPrefix(c, "index of multiple deprivation (imd) rank")
	})
	decile := t.firstColumn(func(c string) bool {
		return c == "imd_decile" || strings.HasPrefix(c, "index of multiple deprivation (imd) decile")
	})
	if code == "" || rank == "" || decile == "" {
		return nil, fmt.Errorf("it needs a column lsoa11_code or lsoa21_code, IMD_rank and IMD_decile")
	}
	d := &Deprivation{Reference: t.Reference, Edition: deprivationEditions[vintage], Vintage: vintage, LSOAs: make(map[string]DeprivationRank, len(t.rows))}
	d.Source = "Indices of Deprivation " + d.Edition + ", Ministry of Housing, Communities and Local Government, OGL v3"
	if t.has("source") && len(t.rows) > 0 {
		d.Source = t.text(t.rows[0], "source")
	}
	for i, row := range t.rows {
		lsoa := t.text(row, code)
		if _, twice := d.LSOAs[lsoa]; twice || lsoa == "" {
			return nil, t.fault(i, code, "it is blank or there twice")
		}
		var r DeprivationRank
		var err error
		if r.Rank, err = t.count(i, rank); err != nil {
			return nil, err
		}
		if r.Decile, err = t.count(i, decile); err != nil {
			return nil, err
		}
		if r.Decile < 1 || r.Decile > 10 || r.Rank < 1 {
			return nil, t.fault(i, decile, "deciles go from 1 to 10 and ranks from 1")
		}
		d.LSOAs[lsoa] = r
	}
	return d, t.needRows()
}
