package datasets

import (
	"fmt"
	"strconv"
	"strings"
)

// Lookup says to which ward and borough an LSOA belongs, or what became of LSOAs
// of 2011 in 2021. A best-fit look-up gives each LSOA to one ward: it misplaces
// residents, most of all in small wards.
type Lookup struct {
	Reference
	LSOAVintage string // "2011" or "2021": of the keys of Areas
	WardVintage string // "2024", or "" where the table has no wards
	Areas       map[string]LookupArea
	// Changes pairs LSOAs of 2011 with those of 2021; many to many.
	Changes []LSOAChange
	// Weights are shares of the residents of LSOAs of 2011 in wards, by year.
	Weights []WardWeight
}

// LookupArea is where an LSOA lies. Ward is "" where the table has none.
type LookupArea struct {
	Ward, WardName       string
	Borough, BoroughName string
}

// LSOAChange is one pair of an LSOA of 2011 and one of 2021. Change is "U"
// unchanged, "S" split, "M" merged, "X" otherwise.
type LSOAChange struct{ From, To, Change string }

// WardWeight is the share of an LSOA's residents who live in a ward.
type WardWeight struct {
	LSOA, Ward string
	Year       int
	Share      float64
}

// ReadLookup reads a look-up table as downloaded and tells by its header which
// one it is: LSOA to ward and borough (best fit), LSOA 2011 to LSOA 2021 to
// borough (exact), or the GLA's weights of LSOAs of 2011 in wards.
func ReadLookup(path string) (*Lookup, error) {
	t, err := readTable("look-up", path)
	if err != nil {
		return nil, err
	}
	l := &Lookup{Reference: t.Reference, Areas: map[string]LookupArea{}}
	l.Source = "Office for National Statistics, Open Geography look-up, OGL v3"
	lsoa11, lsoa21 := t.geography("lsoa", "11"), t.geography("lsoa", "21")
	ward, wardYear := t.newest("wd", "ward")
	borough, _ := t.newest("lad", "ltla")
	switch {
	case t.has("lsoa11cd", "gss_code", "year", "weight"):
		l.LSOAVintage = "2011"
		l.Source = "Greater London Authority, LSOA 2011 to ward 2022 weights"
		err = l.readWeights(t)
	case lsoa11 != "" && lsoa21 != "":
		l.LSOAVintage = "2011"
		err = l.readChanges(t, lsoa11, lsoa21, borough)
	case lsoa11+lsoa21 != "" && ward+borough != "":
		l.LSOAVintage, l.WardVintage = "2011", wardYear
		if lsoa21 != "" {
			l.LSOAVintage = "2021"
		}
		err = l.readWards(t, lsoa11+lsoa21, ward, borough)
	default:
		err = fmt.Errorf("it is not a look-up of LSOAs: it needs an LSOA code (lsoa21_code or LSOA21CD) and a ward or borough code (ward24_code, WD24CD, ltla24_code, LAD24CD)")
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", t.Path, err)
	}
	return l, nil
}

// geography returns the column of codes of a geography of a two-digit year.
func (t *referenceTable) geography(name, year string) string {
	for _, column := range []string{name + year + "_code", name + year + "cd"} {
		if t.has(column) {
			return column
		}
	}
	return ""
}

// newest returns the code column of the newest year of a geography, under
// either of two names, and the year.
func (t *referenceTable) newest(names ...string) (column, year string) {
	for y := 11; y < 100; y++ {
		for _, name := range names {
			if c := t.geography(name, strconv.Itoa(y)); c != "" {
				column, year = c, "20"+strconv.Itoa(y)
			}
		}
	}
	return column, year
}

// nameOf returns the value of the name column beside a code column.
func (t *referenceTable) nameOf(row []string, code string) string {
	if stem, ok := strings.CutSuffix(code, "_code"); ok {
		return t.text(row, stem+"_name")
	}
	stem, _ := strings.CutSuffix(code, "cd")
	return t.text(row, stem+"nm")
}

func (l *Lookup) readWards(t *referenceTable, lsoa, ward, borough string) error {
	for i, row := range t.rows {
		code := t.text(row, lsoa)
		a := LookupArea{Ward: t.text(row, ward), Borough: t.text(row, borough), WardName: t.nameOf(row, ward), BoroughName: t.nameOf(row, borough)}
		if old, twice := l.Areas[code]; code == "" || twice && old != a {
			return t.fault(i, lsoa, "it is blank, or in two areas; a best-fit look-up has each LSOA once")
		}
		l.Areas[code] = a
	}
	return t.needRows()
}

func (l *Lookup) readChanges(t *referenceTable, from, to, borough string) error {
	change := "change_code"
	if !t.has(change) {
		change = "chgind"
	}
	for i, row := range t.rows {
		c := LSOAChange{t.text(row, from), t.text(row, to), strings.ToUpper(t.text(row, change))}
		if c.From == "" || c.To == "" {
			return t.fault(i, from, "a code is blank")
		}
		l.Changes = append(l.Changes, c)
		a := LookupArea{Borough: t.text(row, borough), BoroughName: t.nameOf(row, borough)}
		if _, there := l.Areas[c.From]; !there {
			l.Areas[c.From] = a
		}
	}
	return t.needRows()
}

func (l *Lookup) readWeights(t *referenceTable) error {
	for i, row := range t.rows {
		share, err := t.number(i, "weight")
		if err != nil {
			return err
		}
		year, err := t.count(i, "year")
		if err != nil {
			return err
		}
		if share < 0 || share > 1.001 { // published to six decimals, some a little over 1
			return t.fault(i, "weight", "a share lies between 0 and 1")
		}
		l.Weights = append(l.Weights, WardWeight{t.text(row, "lsoa11cd"), t.text(row, "gss_code"), year, share})
	}
	return t.needRows()
}
