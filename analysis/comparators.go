package analysis

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "comparators",
	Title:     "The area against London: personal robbery and sexual offences",
	Theme:     OutcomesAndComparators,
	Needs:     []string{"comparators", "records"},
	Headlines: []string{"robbery-comparator-rate-ratio", "sexual-offences-comparator-rate-ratio"},
	Doc: Doc{
		Counts:   "Offences of personal robbery (34B) and sexual offences recorded in the area beside the published counts of London and of the other boroughs in the same months. The area's own count is that of the extract where it is within a tenth of the published one, else the published one, so that like is set beside like.",
		Base:     "Offences; rates are per 1,000 residents, all ages.",
		LeftOut:  "The City of London, which is policed apart and has few residents. Boroughs whose count is withheld have no rank and no place in the funnel.",
		Method:   "Rate with Byar limits, exact Poisson below 10; rate ratio to London with logarithmic 95% limits (Breslow and Day 1987). London includes the area; the ratio to the rest of London takes the area's own published count out. Ranks are 1 for the highest rate; their 95% range is from gamma draws, seeded (Marshall and Spiegelhalter 1998). Funnel: exact Poisson limits about the rate of London at 95% and 99.8%, widened where boroughs differ more than chance (Spiegelhalter 2005). Most similar areas are those that the settings list, the area itself never among them.",
		Misleads: "The extract and the published counts can differ in date, definition and basis of the borough: both counts of the area are shown. A ratio to a whole that includes the area is drawn towards 1. A rank says nothing without its range, and of 32 boroughs one or two lie outside 95% limits by chance. Residents are not the people present.",
	},
	Compute: comparators,
})

// Codes of areas that comparators treat apart.
const (
	londonCode       = "E12000007"
	cityOfLondonCode = "E09000001"
)

// compared is a series that is compared with London.
type compared struct {
	ID      string // of the statement
	Label   string
	Matches func(series string) bool
	Field   string // of the extract
	Level   string
}

var comparedSeries = []compared{
	{"robbery-comparator-rate-ratio", "Personal robbery", func(s string) bool { return strings.Contains(s, "personal") && strings.Contains(s, "robbery") }, "ho_code", "34B"},
	{"sexual-offences-comparator-rate-ratio", "Sexual offences", func(s string) bool { return strings.HasPrefix(s, "sexual offences") }, "ho_group", "Sexual offences"},
}

func comparators(s *Study) (Result, error) {
	areas := Table{
		ID: "comparators", Title: s.title("Rate of personal robbery and of sexual offences, boroughs and London", s.Period), Unit: Offence,
		Dimensions: []Dimension{{"series", "Offence series"}, {"area", "Area"}},
		Columns: append(rateColumns("Offences", s.residentsHeader("residents"), "1,000 residents"),
			Column{"rank", "Rank, 1 is the highest rate", AsCount},
			Column{"rank_lower", "Rank: lower end of its 95% range", AsCount},
			Column{"rank_upper", "Rank: upper end of its 95% range", AsCount},
			Column{"lower95", "Funnel: lower 95% limit", AsRatio}, Column{"upper95", "Funnel: upper 95% limit", AsRatio},
			Column{"lower998", "Funnel: lower 99.8% limit", AsRatio}, Column{"upper998", "Funnel: upper 99.8% limit", AsRatio}),
		Source: s.comparatorSource(),
		Notes:  []string{ownCounts(s.Area.Name) + " London includes " + s.Area.Name + "."},
	}
	ratios := Table{
		ID: "comparator-ratio", Title: s.title("Rate of personal robbery and of sexual offences against London", s.Period), Unit: Offence,
		Dimensions: []Dimension{{"series", "Offence series"}, {"against", "Compared with"}},
		Columns: append(ratioColumns("Offences, "+s.Area.Name, "Offences of the comparator", "Rate ratio"),
			Column{"rate", "Rate of the area per 1,000 residents", AsRatio},
			Column{"rate_comparator", "Rate of the comparator per 1,000 residents", AsRatio},
			Column{"rank", "Rank of the area, 1 is the highest rate", AsCount},
			Column{"rank_lower", "Rank: lower end of its 95% range", AsCount},
			Column{"rank_upper", "Rank: upper end of its 95% range", AsCount},
			Column{"areas", "Areas ranked", AsCount},
			Column{"position", "Place in the funnel (number)", AsCount},
			Column{"published", "Published count of the area", AsCount},
			Column{"extract", "Count of the area by the extract, where it is not the one compared", AsCount}),
		Source: s.comparatorSource(),
		Notes:  []string{"London includes " + s.Area.Name + "; the rest of London does not.", "Places in the funnel by number: zero is within the 95% limits, one is above these and within the outer ones, two is above the outer ones; minus one and minus two are below them."},
	}
	var statements []Statement
	var charts []Chart
	var comparisons []comparison
	for _, series := range comparedSeries {
		c, reason := s.comparison(series)
		if reason != "" {
			statements = append(statements, notProduced(series.ID, OutcomesAndComparators, reason))
			continue
		}
		comparisons = append(comparisons, c)
		areas.Rows = append(areas.Rows, c.areaRows()...)
		areas.Notes = append(areas.Notes, c.notes...)
		charts = append(charts, c.chart(), c.funnelChart())
	}
	if len(areas.Rows) == 0 {
		return Result{}, skipf("%s", statements[0].NotProduced)
	}
	areas.derive(Derivation{Compute: func(t *Table, _ map[string]*Table) {
		counts := *t
		t.Rows = nil
		for _, c := range comparisons {
			c = c.in(&counts)
			t.Rows = append(t.Rows, c.areaRows()...)
			t.addNotes(c.wideningNote())
		}
	}})
	ratios.derive(Derivation{Compute: func(t *Table, from map[string]*Table) {
		t.Rows = nil
		for _, c := range comparisons {
			if c := c.in(from[areas.ID]); !c.london.withheld && !c.area.withheld {
				t.Rows = append(t.Rows, c.ratioRows()...)
			}
		}
	}}, &areas)
	for _, c := range comparisons {
		statements = append(statements, selected(c.statement, &ratios))
	}
	return Result{Tables: []Table{areas, ratios}, Charts: charts, Statements: statements}, nil
}

// in returns the comparison with the counts of a table of areas. An area whose
// count is not shown there has no rank.
func (c comparison) in(t *Table) comparison {
	read := func(a comparedArea, name string) (comparedArea, Row) {
		row, _ := t.Find(c.series.Label, name)
		n, shown := row.Estimate.Numerator.Get()
		a.count, a.hidden, a.withheld = n, !a.withheld && !shown, a.withheld || !shown
		return a, row
	}
	c.areas = slices.Clone(c.areas)
	for i, a := range c.areas {
		if a.code != c.own.code {
			c.areas[i], _ = read(a, a.name)
		}
	}
	own := c.own.name
	if _, apart := t.Find(c.series.Label, byExtract(own)); apart {
		own = byExtract(own)
	}
	c.own, _ = read(c.own, own)
	london, row := read(c.london, "London")
	c.london, c.published = london, row.Extra["published"].Or(-1)
	c.chooseOwnCount()
	c.rankAreas()
	return c
}

// comparedArea is one area of a comparison.
type comparedArea struct {
	code, name string
	count      float64
	withheld   bool // by the publisher, or hidden
	hidden     bool // by the edition
	residents  float64
	counted    bool       // from the extract
	rows       Selection  // where it is
	rank       stats.Rank // zero: not ranked
}

func (a comparedArea) rate() float64 { return a.count / a.residents }

// comparison is one series of the area, of London and of the other areas, by
// rate.
type comparison struct {
	s            *Study
	series       compared
	own          comparedArea // the area, counted from the extract
	published    float64      // the area's own published count; -1 where there is none
	area, london comparedArea // the area, with the count that is compared
	areas        []comparedArea
	notes        []string
}

// chooseOwnCount sets the area's own count that is compared: that of the extract
// where it is like the published one or there is no other.
func (c *comparison) chooseOwnCount() {
	c.area = c.own
	if c.published >= 0 && (c.own.withheld || !countsAlike(c.own.count, c.published)) {
		c.area = comparedArea{code: c.own.code, name: c.own.name, residents: c.own.residents, count: c.published}
	}
	at := slices.IndexFunc(c.areas, func(a comparedArea) bool { return a.code == c.own.code })
	c.areas[at] = c.area
}

// apart reports whether the count of the extract is not the one compared.
func (c comparison) apart() bool { return !c.area.counted }

// comparison gathers a series, or says why it cannot be compared.
func (s *Study) comparison(series compared) (c comparison, reason string) {
	c = comparison{s: s, series: series, published: -1}
	if !s.Data.Offences.Has(series.Field) {
		return c, s.Lacks("offences." + series.Field)
	}
	counts, names := s.comparatorCounts(series)
	if len(counts) == 0 {
		return c, "the comparator counts have no series on " + lowerFirst(series.Label) + " that covers the " + s.Period.Name()
	}
	own := s.Offences(s.Period, MaskOf(s.Data.Offences.Category(series.Field), series.Level))
	for _, code := range slices.Sorted(maps.Keys(counts)) {
		a := comparedArea{code: code, name: names[code], count: float64(counts[code]), withheld: counts[code] < 0}
		a.residents = s.comparatorResidents(code)
		switch {
		case a.residents <= 0:
			if code == londonCode {
				return c, "there is no number of residents of London"
			}
			c.notes = append(c.notes, series.Label+": no number of residents of "+a.name+", which is left out.")
		case code == cityOfLondonCode:
		case code == londonCode:
			c.london = a
		case code == s.Area.Code:
			c.published = a.count
		default:
			c.areas = append(c.areas, a)
		}
	}
	c.own = comparedArea{code: s.Area.Code, name: s.Area.Name, count: float64(len(own)), counted: true, rows: own, residents: s.comparatorResidents(s.Area.Code)}
	switch {
	case c.london.residents <= 0 || c.london.withheld:
		return c, "the comparator counts have no row of London (" + londonCode + ")"
	case c.own.residents <= 0:
		return c, "there is no number of residents of " + s.Area.Name
	}
	c.areas = append(c.areas, c.own)
	c.chooseOwnCount()
	c.rankAreas()
	return c, ""
}

// wideningNote says how much the funnel is widened, or "".
func (c comparison) wideningNote() string {
	if phi := c.dispersion(); phi > 1 {
		return c.series.Label + ": boroughs differ more than chance, so the funnel is widened " + ratio2(number(math.Sqrt(phi))) + " times."
	}
	return ""
}

// comparatorCounts sums a series by area over the period: from rows of exactly
// the period, else from rows that together cover it without overlap. An area
// that is not covered has no count; a withheld part makes the count -1.
func (s *Study) comparatorCounts(series compared) (counts map[string]int, names map[string]string) {
	whole, wholeNames := map[string]int{}, map[string]string{}
	parts, covered := map[string]int{}, map[string]int{}
	for _, r := range s.Comparator.Rows {
		if !series.Matches(strings.ToLower(strings.TrimSpace(r.Series))) || !strings.HasPrefix(strings.ToLower(r.Unit), "offence") {
			continue
		}
		wholeNames[r.AreaCode] = r.AreaName
		if r.Period == s.Period {
			whole[r.AreaCode] = max(r.Count, -1)
			continue
		}
		if r.Period.From < s.Period.From || r.Period.To > s.Period.To || r.Period.Months() != 1 {
			continue
		}
		covered[r.AreaCode]++
		if r.Count < 0 || parts[r.AreaCode] < 0 {
			parts[r.AreaCode] = -1
		} else {
			parts[r.AreaCode] += r.Count
		}
	}
	for code, months := range covered {
		if _, ok := whole[code]; !ok && months == s.Period.Months() {
			whole[code] = parts[code]
		}
	}
	return whole, wholeNames
}

// comparatorResidents is the number of residents of an area times years: as in
// the comparator table or, where that has none, as in the population.
func (s *Study) comparatorResidents(code string) float64 {
	for _, r := range s.Comparator.Rows {
		if r.AreaCode == code && r.Population > 0 {
			return float64(r.Population) * s.Period.Years()
		}
	}
	persons, _, ok := s.Population.Persons(datasets.Residents{Area: code, Year: s.Period.From.Year(), AgeTo: datasets.AllAges})
	if !ok {
		return 0
	}
	return persons * s.Period.Years()
}

// rankAreas sorts the areas by rate and ranks those with a count.
func (c *comparison) rankAreas() {
	slices.SortStableFunc(c.areas, func(a, b comparedArea) int {
		switch {
		case a.withheld != b.withheld && a.withheld:
			return 1
		case a.withheld != b.withheld:
			return -1
		}
		return cmp.Or(cmp.Compare(b.rate(), a.rate()), strings.Compare(a.code, b.code))
	})
	var counts, residents []float64
	for _, a := range c.areas {
		if !a.withheld {
			counts, residents = append(counts, a.count), append(residents, a.residents)
		}
	}
	ranks := stats.Ranks(counts, residents, 3, c.s.Parameters.Draws, c.s.Parameters.Seed)
	for i := range ranks {
		c.areas[i].rank = ranks[i]
		if c.areas[i].code == c.area.code {
			c.area.rank = ranks[i]
		}
	}
}

// ranked is the number of areas that have a rank.
func (c comparison) ranked() int {
	n := 0
	for _, a := range c.areas {
		if !a.withheld {
			n++
		}
	}
	return n
}

func (c comparison) areaRows() []Row {
	var rows []Row
	phi := c.dispersion()
	for _, a := range c.areas {
		row := c.areaRow(a, a.name)
		if !a.withheld {
			row.Extra = map[string]stats.Number{"rank": number(float64(a.rank.Rank)), "rank_lower": number(float64(a.rank.Lower)), "rank_upper": number(float64(a.rank.Upper))}
			maps.Copy(row.Extra, c.funnelLimits(a, phi))
		}
		if a.code == c.own.code && c.apart() {
			row.Note = "as published"
		}
		rows = append(rows, row)
	}
	if c.apart() {
		own := c.areaRow(c.own, byExtract(c.own.name))
		own.Kind, own.Note = TotalRow, "not ranked"
		rows = append(rows, own)
	}
	london := Row{Levels: []string{c.series.Label, "London"}, Kind: TotalRow, Estimate: stats.Rate(c.london.count, c.london.residents, 1000), Note: "includes " + c.area.name}.published()
	if c.published >= 0 {
		london.put("published", number(c.published))
	}
	return append(rows, london)
}

// areaRow is the rate of an area, or says why it has none.
func (c comparison) areaRow(a comparedArea, name string) Row {
	row := Row{Levels: []string{c.series.Label, name}, Estimate: stats.Rate(a.count, a.residents, 1000)}.published()
	if a.counted {
		row = row.on(Offence, a.rows, nil)
	}
	if a.withheld {
		row.Estimate = stats.Estimate{Denominator: number(a.residents), Status: stats.NotAvailable}
		row.Note = "count withheld by the publisher"
	}
	if a.hidden {
		row.Estimate.Status, row.Note = stats.Suppressed, ""
	}
	return row
}

// ratioRows compare the area with London and with the rest of London.
func (c comparison) ratioRows() []Row {
	published := c.published
	if published < 0 {
		published = c.area.count
	}
	rest := comparedArea{count: c.london.count - published, residents: c.london.residents - c.area.residents}
	row := func(against string, of comparedArea) Row {
		r := Row{Levels: []string{c.series.Label, against}, Estimate: stats.RateRatio(c.area.count, c.area.residents, of.count, of.residents), Extra: map[string]stats.Number{
			"rate": number(1000 * c.area.rate()), "rate_comparator": number(1000 * of.rate()),
			"rank": number(float64(c.area.rank.Rank)), "rank_lower": number(float64(c.area.rank.Lower)), "rank_upper": number(float64(c.area.rank.Upper)),
			"areas": number(float64(c.ranked())), "position": number(c.position()),
		}}
		if c.published >= 0 {
			r.Extra["published"] = number(c.published)
		}
		if c.apart() && !c.own.withheld {
			r.Extra["extract"] = number(c.own.count)
		}
		return r.published()
	}
	rows := []Row{row("London", c.london), row("Rest of London", rest)}
	if similar, ok := c.similar(); ok {
		rows = append(rows, row(similarAreas, similar))
	}
	return rows
}
