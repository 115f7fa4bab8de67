package datasets

import (
	"fmt"
	"path/filepath"
	"strings"
)

// Partner is one partner table: exactly one of the three is there. None of
// them joins to people.
type Partner struct {
	Entrants    *FirstTimeEntrants
	Outcomes    *YouthOutcomes
	Comparators *Comparators
}

// FirstTimeEntrants are children aged 10 to 17 who received a first caution or
// conviction, by home area. Unit: child.
type FirstTimeEntrants struct {
	Reference
	Rows []FirstTimeEntrant
}

// FirstTimeEntrant is one year of one area.
type FirstTimeEntrant struct {
	Year       string // as supplied: "2022", "2022/23" or "2022-04/2023-03"
	AreaCode   string
	Children   int
	Population int // residents aged 10 to 17, or int(IntNotRecorded)
}

// YouthOutcomes are records of a youth outcome and those of them that had a
// named suspect. What a record is differs between sources, so each row says.
type YouthOutcomes struct {
	Reference
	Rows []YouthOutcome
}

// YouthOutcome is one period of one unit.
type YouthOutcome struct {
	Unit         string // what a record is, in the source's words
	Period       Period
	Records      int
	NamedSuspect int
}

// Comparators are published counts of other areas, to compare an area with.
type Comparators struct {
	Reference
	Rows []Comparator
}

// Comparator is the count of one series in one area and period.
type Comparator struct {
	AreaCode, AreaName string
	Series             string // what is counted, in the publisher's words
	Period             Period
	Unit               string // "offence", "victim", ...
	Count              int    // int(IntSuppressed) where the source withholds it
	Population         int    // residents, or int(IntNotRecorded)
}

// ReadPartner reads a partner table and tells by its header which it is:
// first-time entrants (year, area_code, children and, optionally,
// population_10_17), youth outcomes (unit, period, records, named_suspect), or
// comparators (area_code, area_name, series, period or month, unit, count and,
// optionally, population). Columns beyond these are not read, but for "source",
// which becomes the source line.
func ReadPartner(path string) (*Partner, error) {
	t, err := readTable("partner table", path)
	if err != nil {
		return nil, err
	}
	t.Source = t.sources()
	p := &Partner{}
	switch {
	case t.has("year", "area_code", "children"):
		t.Name = "first-time entrants"
		p.Entrants, err = readEntrants(t)
	case t.has("unit", "period", "records", "named_suspect"):
		t.Name = "youth outcomes"
		p.Outcomes, err = readYouthOutcomes(t)
	case t.has("area_code", "area_name", "series", "unit", "count") && (t.has("period") || t.has("month")):
		t.Name = "comparators"
		p.Comparators, err = readComparators(t)
	default:
		err = fmt.Errorf("not a partner table: its columns must be year, area_code, children; or unit, period, records, named_suspect; or area_code, area_name, series, period (or month), unit, count")
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", t.Path, err)
	}
	return p, nil
}

// ReadFirstTimeEntrants reads a partner table that must be one of first-time
// entrants; see ReadPartner.
func ReadFirstTimeEntrants(path string) (*FirstTimeEntrants, error) {
	p, err := ReadPartner(path)
	if err == nil && p.Entrants == nil {
		err = fmt.Errorf("read %s: not a table of first-time entrants: its columns must be year, area_code, children", filepath.Base(path))
	}
	if err != nil {
		return nil, err
	}
	return p.Entrants, nil
}

// ReadYouthOutcomes reads a partner table that must be one of youth outcomes;
// see ReadPartner.
func ReadYouthOutcomes(path string) (*YouthOutcomes, error) {
	p, err := ReadPartner(path)
	if err == nil && p.Outcomes == nil {
		err = fmt.Errorf("read %s: not a table of youth outcomes: its columns must be unit, period, records, named_suspect", filepath.Base(path))
	}
	if err != nil {
		return nil, err
	}
	return p.Outcomes, nil
}

// ReadComparators reads a partner table that must be one of comparators; see
// ReadPartner.
func ReadComparators(path string) (*Comparators, error) {
	p, err := ReadPartner(path)
	if err == nil && p.Comparators == nil {
		err = fmt.Errorf("read %s: not a table of comparators: its columns must be area_code, area_name, series, period (or month), unit, count", filepath.Base(path))
	}
	if err != nil {
		return nil, err
	}
	return p.Comparators, nil
}

func readEntrants(t *referenceTable) (*FirstTimeEntrants, error) {
	e := &FirstTimeEntrants{Reference: t.Reference}
	for i, row := range t.rows {
		r := FirstTimeEntrant{Year: t.text(row, "year"), AreaCode: t.text(row, "area_code")}
		var err error
		if r.Children, err = t.count(i, "children"); err != nil {
			return nil, err
		}
		if r.Population, err = t.countOrNone(i, "population_10_17"); err != nil {
			return nil, err
		}
		if r.Year == "" || r.AreaCode == "" {
			return nil, t.fault(i, "area_code", "year and area_code must both be there")
		}
		e.Rows = append(e.Rows, r)
	}
	return e, t.needRows()
}

func readYouthOutcomes(t *referenceTable) (*YouthOutcomes, error) {
	y := &YouthOutcomes{Reference: t.Reference}
	for i, row := range t.rows {
		r := YouthOutcome{Unit: t.text(row, "unit")}
		if r.Unit == "" {
			return nil, t.fault(i, "unit", "it must say what a record is, such as \"outcome\" or \"child\"; without it the figure means nothing")
		}
		var err error
		if r.Period, err = t.period(i, "period"); err != nil {
			return nil, err
		}
		if r.Records, err = t.count(i, "records"); err != nil {
			return nil, err
		}
		if r.NamedSuspect, err = t.count(i, "named_suspect"); err != nil {
			return nil, err
		}
		if r.Records >= 0 && r.NamedSuspect > r.Records {
			return nil, t.fault(i, "named_suspect", "more records with a named suspect than records")
		}
		y.Rows = append(y.Rows, r)
	}
	return y, t.needRows()
}

func readComparators(t *referenceTable) (*Comparators, error) {
	c := &Comparators{Reference: t.Reference}
	when := "period"
	if !t.has("period") {
		when = "month"
	}
	seen := map[string]int{}
	for i, row := range t.rows {
		r := Comparator{AreaCode: t.text(row, "area_code"), AreaName: t.text(row, "area_name"), Series: t.text(row, "series"), Unit: t.text(row, "unit")}
		for _, column := range []string{"area_code", "series", "unit"} {
			if t.text(row, column) == "" {
				return nil, t.fault(i, column, "it is blank")
			}
		}
		var err error
		if r.Period, err = t.period(i, when); err != nil {
			return nil, err
		}
		if r.Count, err = t.count(i, "count"); err != nil {
			return nil, err
		}
		if r.Population, err = t.countOrNone(i, "population"); err != nil {
			return nil, err
		}
		key := strings.Join([]string{r.AreaCode, r.Series, r.Unit, r.Period.String()}, "\x00")
		if first, twice := seen[key]; twice {
			return nil, t.fault(i, "count", fmt.Sprintf("the same area, series, unit and %s as line %d; keep one", when, first))
		}
		seen[key] = t.line(i)
		c.Rows = append(c.Rows, r)
	}
	return c, t.needRows()
}
