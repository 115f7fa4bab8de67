package analysis

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"

	"svna/analysis/spatial"
	"svna/analysis/stats"
	"svna/datasets"
)

// Inputs is what a Study is made of: data, reference data and choices. Whatever
// is nil was not supplied, and breakdowns that need it are skipped.
type Inputs struct {
	Data       *datasets.Dataset
	Area       Area
	Period     datasets.Period
	CostPeriod datasets.Period // zero: the period
	Definition *datasets.Definition
	AllAges    *datasets.Definition // the base of under25-involved-share
	Knife      datasets.KnifeDefinition
	Population *datasets.Population
	Wards      *datasets.Boundaries
	LSOAs      *datasets.Boundaries
	Places     []datasets.Place
	Calendar   *datasets.Calendar
	Costs      *datasets.CostBook
	PriceYear  string // financial year of the money, "2022/23"
	Entrants   *datasets.FirstTimeEntrants
	Outcomes   *datasets.YouthOutcomes
	Comparator *datasets.Comparators
	Similar    []string // GSS codes of the areas most similar to the area
	Deprived   *datasets.Deprivation
	GridShift  *spatial.GridShift // OSTN15; nil: the closed formulas
	Source     string             // source line of tables and figures
	Synthetic  bool
	Parameters Parameters
}

// Parameters are the numbers that a user may set. DefaultParameters has those
// that act otherwise; all are printed.
type Parameters struct {
	Cells     spatial.Grid // squares of 250 metres by custom
	Draws     int          // Monte Carlo draws for ranks
	Resamples int          // permutations
	Seed      uint64
	AgeBands  string // band scheme
	NonRecent int    // days from offence to record after which it is non-recent
}

// DefaultParameters returns the defaults of methods: 250 m cells, 2,000 draws,
// 999 permutations, seed 1, the sna age bands, 365 days.
func DefaultParameters() Parameters {
	return Parameters{Cells: spatial.Grid{Size: 250}, Draws: 2000, Resamples: 999, Seed: 1, AgeBands: "sna", NonRecent: 365}
}

// Mask marks rows of Offences. A nil mask is not available; ask Lacks first.
type Mask []bool

// Selection is a list of rows of Offences or of People, in order.
type Selection []int32

// NoMonth is the month of an offence without a date.
const NoMonth datasets.Month = -1

// Study is all that a breakdown may see. Everything derived from the data that
// more than one breakdown needs is computed once, here.
type Study struct {
	Inputs
	Previous datasets.Period

	// Counted marks the offences that are in the area and in recorded status.
	Counted Mask
	// Month is the month of recording (or of committing where the source has
	// no recording date), which decides the period; NoMonth where unknown.
	Month []datasets.Month

	// Pack marks offences of the definition pack, ThemeOf those of each of its
	// themes, AllAgesPack those of the all-ages pack, Knife those that are
	// knife crime. Nil where they cannot be told.
	Pack        Mask
	ThemeOf     map[string]Mask
	AllAgesPack Mask
	Knife       Mask
	KnifeBasis  string
	// ThemeLacks says why themes of the pack have no offences that can be told,
	// ThemeInPart why the offences of others are too few.
	ThemeLacks, ThemeInPart map[string]string
	// UnderTwentyFive marks offences with a victim or suspect aged 1 to 24 on
	// the age basis of the study; AtReport the same by age at report.
	UnderTwentyFive Mask
	AtReport        Mask

	// Class is the most exact name of the offence that the source has.
	Class datasets.Category
	// Age holds, for each row of People, completed years or a kind of missing.
	Age      []int32
	AgeBasis string
	// AgeBand is the band of each row of People, in the scheme's order.
	AgeBand datasets.Category
	Bands   []datasets.AgeBand
	// Ethnicity is the five-group ethnicity of People, on one basis.
	Ethnicity      datasets.Category
	EthnicityBasis string

	// Hour (0 to 23) and Weekday (0 Monday) of committed_from; -1 where the
	// time is not known well enough, or the offence is non-recent. Day is days
	// since 1970 or -1. CommittedMonth is NoMonth where unknown.
	Hour           []int8
	Weekday        []int8
	Day            []int32
	CommittedMonth []datasets.Month
	NonRecent      Mask

	// Points are metres on the National Grid (on a local plane for data outside
	// Great Britain); NaN where there is no point.
	Points []spatial.Point
	Plane  string // how degrees became metres
	// WardLayer and LSOALayer are the boundaries in metres. Ward and LSOA are
	// the area of each offence: as supplied, else by its point. Outside is a
	// level of its own.
	WardLayer *spatial.Layer
	LSOALayer *spatial.Layer
	Ward      datasets.Category
	LSOA      datasets.Category
	PlaceAt   []Marker

	gridOnce sync.Once
	areaGrid areaGrid // see grid

	// Defaults says aloud every choice that acted.
	Defaults []string
	Ledger   []LedgerLine
}

// Outside is the level of offences whose point lies in no area.
const Outside = "outside"

// NewStudy derives what breakdowns share. It fails when the period holds no
// offence at all.
func NewStudy(in Inputs) (*Study, error) {
	s := &Study{Inputs: in, Previous: in.Period.Previous()}
	if s.CostPeriod == (datasets.Period{}) {
		s.CostPeriod = in.Period
	}
	s.deriveAges()
	s.deriveEthnicity()
	s.deriveMonths()
	s.derivePoints()
	s.deriveAreas()
	if err := s.deriveCounted(); err != nil {
		return nil, err
	}
	s.sayHoles()
	s.deriveClass()
	s.deriveScope()
	s.deriveClock()
	s.deriveLedger()
	if s.Data.Offences.Len() > 0 && len(s.Offences(in.Period)) == 0 {
		return nil, &NoDataError{Period: in.Period, From: s.firstMonth(), To: s.lastMonth()}
	}
	return s, nil
}

// NoDataError says that the period of the assessment holds no offence, and which
// months the extracts do cover.
type NoDataError struct {
	Period   datasets.Period
	From, To datasets.Month
}

func (e *NoDataError) Error() string {
	if e.To == NoMonth {
		return fmt.Sprintf("no offence lies in the period %s: no row has a date that counts", e.Period)
	}
	return fmt.Sprintf("no offence lies in the period %s: the extracts cover %s to %s", e.Period, e.From, e.To)
}

func (s *Study) say(format string, args ...any) {
	s.Defaults = append(s.Defaults, fmt.Sprintf(format, args...))
}

// Offences returns the counted offences of a period for which every mask holds.
func (s *Study) Offences(p datasets.Period, masks ...Mask) Selection {
	rows := Selection{}
	for i, m := range s.Month {
		if s.Counted[i] && p.Contains(m) && all(masks, i) {
			rows = append(rows, int32(i))
		}
	}
	return rows
}

// People returns the people in a role whose offence is counted, lies in the
// period and has every mask.
func (s *Study) People(role string, p datasets.Period, masks ...Mask) Selection {
	roles := s.Data.People.Category("role")
	code := roles.Code(role)
	rows := Selection{}
	for i, o := range s.Data.People.Offence {
		if code >= 0 && roles.Codes[i] == code && s.Counted[o] && p.Contains(s.Month[o]) && all(masks, int(o)) {
			rows = append(rows, int32(i))
		}
	}
	return rows
}

func all(masks []Mask, i int) bool {
	for _, m := range masks {
		if !m[i] {
			return false
		}
	}
	return true
}

// Where returns the rows of a selection for which keep holds.
func (rows Selection) Where(keep func(row int32) bool) Selection {
	kept := Selection{} // of nothing is not the same as no selection
	for _, r := range rows {
		if keep(r) {
			kept = append(kept, r)
		}
	}
	return kept
}

// Not returns the complement of a mask.
func (m Mask) Not() Mask {
	n := make(Mask, len(m))
	for i, v := range m {
		n[i] = !v
	}
	return n
}

// MaskOf marks offences whose category has one of the levels.
func MaskOf(c datasets.Category, levels ...string) Mask {
	m := make(Mask, len(c.Codes))
	for i, code := range c.Codes {
		m[i] = code >= 0 && slices.Contains(levels, c.Levels[code])
	}
	return m
}

// Periods returns the period of the assessment and, if it holds any offence,
// the one before.
func (s *Study) Periods() []datasets.Period {
	if s.firstMonth() > s.Previous.From || !s.hasOffences(s.Previous) {
		return []datasets.Period{s.Period}
	}
	return []datasets.Period{s.Period, s.Previous}
}

func (s *Study) hasOffences(p datasets.Period) bool {
	for i, m := range s.Month {
		if s.Counted[i] && p.Contains(m) {
			return true
		}
	}
	return false
}

// Months returns the months of the monthly tables: from the start of the
// previous period, if it has data, to the end of the period.
func (s *Study) Months() []datasets.Month {
	from := s.Period.From
	if len(s.Periods()) == 2 {
		from = s.Previous.From
	}
	var months []datasets.Month
	for m := from; m <= s.Period.To; m++ {
		months = append(months, m)
	}
	return months
}

// Residents returns the number of residents of the study's area in the
// mid-year of a period (the calendar year in which it starts).
func (s *Study) Residents(p datasets.Period, sex, ethnicity string, ageFrom, ageTo int) (persons float64, ok bool) {
	persons, _, ok = s.Population.Persons(datasets.Residents{Area: s.Area.Code, Year: p.From.Year(), Sex: sex, Ethnicity: ethnicity, AgeFrom: ageFrom, AgeTo: ageTo})
	return persons, ok
}

func (s *Study) firstMonth() datasets.Month {
	first := datasets.Month(math.MaxInt32)
	for i, m := range s.Month {
		if m != NoMonth && s.Counted[i] && m < first {
			first = m
		}
	}
	return first
}

func (s *Study) lastMonth() datasets.Month {
	last := NoMonth
	for i, m := range s.Month {
		if s.Counted[i] && m > last {
			last = m
		}
	}
	return last
}

// Lacks says why a need is not met, in words for the contents sheet, or "".
// A need is a field ("offences.knife_use", "people.sex"), or one of: pack,
// all-ages, knife, clock, points, wards, lsoas, places, population, terms,
// calendar, costs, comparators, entrants, youth-outcomes, counts, victims,
// suspects, ages, ethnicity, previous, months24, deprivation.
func (s *Study) Lacks(need string) string {
	if table, field, ok := strings.Cut(need, "."); ok {
		t := s.Data.Offences.Table
		if table == "people" {
			t = s.Data.People.Table
		}
		if t.Has(field) {
			return ""
		}
		if s.Data.Offences.Len() == 0 {
			return "no extract of offence records"
		}
		f, _ := datasets.FieldNamed(table, field)
		doc := strings.TrimSuffix(lowerFirst(f.Doc), ".")
		if doc == field {
			return "the extract has no field " + field
		}
		return fmt.Sprintf("the extract has no field %s (%s)", field, doc)
	}
	if s.Data.Offences.Len() == 0 && aboutRecords[need] {
		return "no extract of offence records"
	}
	missing := map[string]struct {
		lacking bool
		reason  string
	}{
		"pack":           {s.Pack == nil, "the definition pack cannot be applied: the extract has none of the fields that its clauses need"},
		"all-ages":       {s.AllAgesPack == nil, "the all-ages definition pack cannot be applied: the extract has no Home Office codes"},
		"knife":          {s.Knife == nil, "knife crime cannot be told: the extract has neither knife use with Home Office codes nor a knife flag"},
		"clock":          {!slices.ContainsFunc(s.Hour, func(h int8) bool { return h >= 0 }), "the extract has no clock time of the offence (committed_from)"},
		"points":         {!slices.ContainsFunc(s.Points, func(p spatial.Point) bool { return !math.IsNaN(p.E) }), "the extract has no coordinates"},
		"wards":          {s.WardLayer == nil || s.Ward.Codes == nil, "no ward boundaries in the settings, or no ward or coordinates in the extract"},
		"lsoas":          {s.LSOALayer == nil || s.LSOA.Codes == nil, "no LSOA boundaries in the settings, or no LSOA or coordinates in the extract"},
		"places":         {len(s.PlaceAt) == 0, "no named places in the settings"},
		"population":     {s.Population == nil, "no population in the settings"},
		"calendar":       {s.Calendar == nil, "no calendar of bank holidays or terms in the settings"},
		"terms":          {!s.Calendar.HasTerms(), "no school term dates in the settings"},
		"costs":          {s.Costs == nil, "no cost book in the settings"},
		"comparators":    {s.Comparator == nil, "no comparator counts in the settings"},
		"entrants":       {s.Entrants == nil, "no table of first-time entrants in the settings"},
		"youth-outcomes": {s.Inputs.Outcomes == nil, "no table of youth outcomes in the settings"},
		"counts":         {s.Data.Counts.Len() == 0, "no table of published counts among the extracts"},
		"records":        {s.Data.Offences.Len() == 0, "no extract of offence records"},
		"victims":        {!s.hasRole("victim"), "the extract has no victims"},
		"suspects":       {!s.hasRole("suspect"), "the extract has no suspects"},
		"ages":           {s.AgeBasis == "", "the extract has no ages of people"},
		"ethnicity":      {s.EthnicityBasis == "", "the extract has no ethnicity of people"},
		"previous":       {len(s.Periods()) < 2, "the extract does not cover the period before, " + s.Previous.Name()},
		"deprivation":    {s.Deprived == nil, "no indices of deprivation in the settings"},
	}
	m, ok := missing[need]
	if !ok {
		panic("analysis: unknown need " + need)
	}
	if m.lacking {
		return m.reason
	}
	return ""
}

// aboutRecords are the needs that only offence records can meet.
var aboutRecords = map[string]bool{"pack": true, "all-ages": true, "knife": true, "clock": true, "points": true, "victims": true, "suspects": true, "ages": true, "ethnicity": true, "records": true}

func (s *Study) hasRole(role string) bool {
	roles := s.Data.People.Category("role")
	code := roles.Code(role)
	return code >= 0 && slices.Contains(roles.Codes, code)
}

func lowerFirst(s string) string {
	if s == "" || (len(s) > 1 && s[1] >= 'A' && s[1] <= 'Z') || strings.HasPrefix(s, "Home Office") {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// AllMask marks every offence.
func (s *Study) AllMask() Mask {
	m := make(Mask, s.Data.Offences.Len())
	for i := range m {
		m[i] = true
	}
	return m
}

// number is a shorthand for breakdowns.
func number(v float64) stats.Number { return stats.N(v) }
