package analysis

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"svna/analysis/spatial"
	"svna/analysis/stats"
	"svna/datasets"
)

// areaProfile is a set of offences by ward or by LSOA.
type areaProfile struct {
	offenceProfile
	Kind     string // "ward", "LSOA"
	Plural   string
	Layer    *spatial.Layer
	Category datasets.Category // the area of each offence; outside is not applicable
	Top      int               // how many areas a statement names
}

func (p offenceProfile) wards(top int) areaProfile {
	return areaProfile{p, "ward", "wards", p.s.WardLayer, insideOnly(p.s.Ward), top}
}

func (p offenceProfile) lsoas(top int) areaProfile {
	return areaProfile{p, "LSOA", "LSOAs", p.s.LSOALayer, insideOnly(p.s.LSOA), top}
}

// insideOnly turns the level of offences outside every area into one that is not
// applicable; the codes are shared.
func insideOnly(c datasets.Category) datasets.Category {
	levels := slices.Clone(c.Levels)
	for i, level := range levels {
		if level == Outside {
			levels[i] = datasets.NotApplicable
		}
	}
	return datasets.Category{Levels: levels, Codes: c.Codes}
}

func (a areaProfile) outsideLabel() string { return "Outside the " + a.Plural }
func (a areaProfile) dimension() string    { return strings.ToLower(a.Kind) }

// residentsOf is the number of residents of an area summed over the years of a
// period: the mid-year estimate of the year in which each 12 months start, or
// the nearest that there is. years are those used.
func (s *Study) residentsOf(code string, period datasets.Period) (persons float64, years []int, ok bool) {
	for from := period.From; from <= period.To; from += 12 {
		n, year, found := s.Population.Persons(datasets.Residents{Area: code, Year: from.Year(), AgeTo: datasets.AllAges})
		if !found {
			return 0, nil, false
		}
		months := min(12, int(period.To-from)+1)
		persons += n * float64(months) / 12
		years = append(years, year)
	}
	return persons, years, true
}

// areaCounts is what is known of each area of the layer in a period.
type areaCounts struct {
	tally      Tally
	counts     []float64
	residents  []float64 // 0 where not known
	rated      bool      // any residents known
	population float64   // of the whole
	wholeYears string    // "Residents of 2022."
}

func (a areaProfile) count(period datasets.Period) areaCounts {
	s := a.s
	c := areaCounts{tally: Count(a.Category, a.rows(period))}
	for _, area := range a.Layer.Areas {
		c.counts = append(c.counts, float64(c.tally.Of(area.Code)))
		persons, _, ok := s.residentsOf(area.Code, period)
		c.residents = append(c.residents, persons)
		c.rated = c.rated || ok && persons > 0
	}
	var whole []int
	if c.population, whole, _ = s.residentsOf(s.Area.Code, period); len(whole) > 0 {
		c.wholeYears = "Residents of " + list(yearsText(whole)) + "."
	}
	return c
}

// order lists the areas by count, ties by code.
func (a areaProfile) order(c areaCounts) []int {
	order := make([]int, len(a.Layer.Areas))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(c.counts[j], c.counts[i]), cmp.Compare(a.Layer.Areas[i].Code, a.Layer.Areas[j].Code))
	})
	return order
}

// table is the table of areas: rates per 1,000 residents where there is a
// population, shares of the offences with a known area otherwise.
func (a areaProfile) table(id string, now areaCounts) Table {
	s := a.s
	t := Table{
		ID: id, Title: s.title(capital(a.Subject)+" by "+a.Kind, s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {a.dimension() + "_code", capital(a.Kind) + " code"}, {a.dimension(), capital(a.Kind)}},
	}
	order := a.order(now)
	if now.rated {
		t.Columns = rateColumns(capital(a.Subject), s.residentsHeader("residents"), "1,000 residents")
	} else {
		t.Columns = shareColumns(capital(a.Subject), capital(a.Subject)+" with a known "+a.Kind, "Share")
	}
	t.Columns = append(t.Columns, a.rankColumns(now.rated)...)
	t.addNotes(a.Basis)
	for _, period := range s.Periods() {
		c := now
		if period != s.Period {
			c = a.count(period)
		}
		a.addPeriod(&t, period.Name(), order, c, now.rated)
		t.addNotes(missingIn(a.Kind, c.tally, period))
		markReliability(&t, period.Name(), c.tally)
		a.notePopulation(&t, period, c)
	}
	t.deriveExtra(func(t *Table) {
		for _, period := range s.Periods() {
			a.rank(t, period, now.rated)
		}
	})
	return t
}

// rank fills in the ranks of the areas of a period by count and by rate, and their
// smoothed rates, if the count of each is there.
func (a areaProfile) rank(t *Table, period datasets.Period, rated bool) {
	s := a.s
	var rows []*Row
	var counts, residents []float64
	for _, area := range a.Layer.Areas {
		r := t.row(period.Name(), area.Code, areaName(area))
		if r == nil || !r.Estimate.Numerator.Known() {
			return
		}
		persons, _, _ := s.residentsOf(area.Code, period)
		rows, counts, residents = append(rows, r), append(counts, r.Estimate.Numerator.Or(0)), append(residents, persons)
	}
	for i, rank := range stats.Ranks(counts, nil, a.Top, s.Parameters.Draws, s.Parameters.Seed) {
		rows[i].putRank(rank)
	}
	if !rated || !slices.ContainsFunc(residents, func(n float64) bool { return n > 0 }) {
		return
	}
	byRate, smoothed := stats.Ranks(counts, residents, 1, s.Parameters.Draws, s.Parameters.Seed), stats.SmoothRates(counts, residents)
	for i, r := range rows {
		if len(byRate) > 0 && byRate[i].Rank > 0 {
			r.put("rate_rank", number(float64(byRate[i].Rank)))
			r.put("p_first", number(byRate[i].TopK))
			r.put("smoothed", smoothed.Rates[i].Scale(1000))
			r.put("p_above", smoothed.PAbove[i])
		}
	}
}

// putRank sets the rank of a row, its range and the probability of the top.
func (r *Row) putRank(rank stats.Rank) {
	r.put("rank", number(float64(rank.Rank)))
	r.put("rank_lower", number(float64(rank.Lower)))
	r.put("rank_upper", number(float64(rank.Upper)))
	r.put("p_top", number(rank.TopK))
}

func (a areaProfile) rankColumns(rated bool) []Column {
	columns := []Column{
		{"rank", "Rank by count", AsCount},
		{"rank_lower", "Best rank, 95% range", AsCount},
		{"rank_upper", "Worst rank, 95% range", AsCount},
		{"p_top", topProbability(a.Top), AsP},
	}
	if !rated {
		return columns
	}
	return append(columns, []Column{
		{"share", "Share of offences with a known " + a.Kind + " (%)", AsShare},
		{"rate_rank", "Rank by rate", AsCount},
		{"p_first", "Probability of having the highest rate", AsP},
		{"smoothed", "Smoothed rate per 1,000 residents (empirical Bayes)", AsRate},
		{"p_above", "Probability that the rate is above that of all " + a.Plural, AsP},
	}...)
}

// addPeriod adds the areas of a period in an order, then those outside and
// without an area, then the total with the rate of the whole area.
func (a areaProfile) addPeriod(t *Table, period string, order []int, c areaCounts, rated bool) {
	known := float64(c.tally.Known())
	for _, i := range order {
		area := a.Layer.Areas[i]
		share := stats.Share(c.counts[i], known).Scale(100)
		in := c.tally.rowsOf(area.Code)
		r := Row{Levels: []string{period, area.Code, areaName(area)}, Estimate: share, Extra: map[string]stats.Number{}}.on(Offence, in, c.tally.knownRows())
		if rated {
			r.Estimate = stats.Rate(c.counts[i], c.residents[i], 1000)
			r = r.on(Offence, in, nil)
			r.Extra["share"] = share.Value
		}
		t.Rows = append(t.Rows, r)
	}
	outside, missing := c.tally.NotApplicable, c.tally.Missing()
	if outside > 0 {
		t.Rows = append(t.Rows, countRow(NotKnownRow, outside, period, a.outsideLabel(), a.outsideLabel()).on(Offence, c.tally.kindRows("Not applicable"), nil))
	}
	if missing > 0 {
		t.Rows = append(t.Rows, countRow(NotKnownRow, missing, period, "Not recorded", "Not recorded").on(Offence, c.tally.kindRows(""), nil))
	}
	total := countRow(TotalRow, c.tally.Total(), period, a.s.Area.Code, "Total").on(Offence, c.tally.rows, nil)
	if rated && c.population > 0 {
		total.Estimate = stats.Rate(float64(c.tally.Total()), c.population, 1000)
		total.Note = c.wholeYears
	}
	t.Rows = append(t.Rows, total)
}

func areaName(a spatial.Area) string {
	if a.Name == "" {
		return a.Code
	}
	return a.Name
}

func (a areaProfile) notePopulation(t *Table, period datasets.Period, c areaCounts) {
	if !c.rated {
		t.addNotes("No population of " + a.Plural + " in the settings: counts and shares, no rates.")
		return
	}
	a.s.noteResidents(t, a.Plural, a.Layer, period)
}

// noteResidents says of which years the residents of the areas of a layer are, and of
// which those of the whole where they differ: then the areas do not add up to it, and
// their rates are not those that the residents of the whole would give.
func (s *Study) noteResidents(t *Table, plural string, layer *spatial.Layer, period datasets.Period) {
	var years []string
	for _, area := range layer.Areas {
		_, used, _ := s.residentsOf(area.Code, period)
		years = append(years, yearsText(used)...)
	}
	slices.Sort(years)
	years = slices.Compact(years)
	if len(years) == 0 {
		return
	}
	note := "Residents of " + plural + " for the " + period.Name() + ": mid-year estimate of " + list(years)
	_, used, _ := s.residentsOf(s.Area.Code, period)
	if whole := yearsText(used); len(whole) > 0 && !slices.Equal(whole, years) {
		note += ", and of " + list(whole) + " for " + s.Area.Name + ", so that they do not add up to it and its rate is not the mean of theirs"
	}
	t.addNotes(note+".", s.Population.Note)
}

func yearsText(years []int) []string {
	var texts []string
	for _, y := range years {
		texts = append(texts, strconv.Itoa(y))
	}
	return texts
}

// result is the whole of a breakdown by area; rate is the id of the statement by rate, ""
// for none: an LSOA is so small that its rate says more about who lives there than about
// what happens. Its map has the title of what it shows, since counts are not what it shows.
func (a areaProfile) result(id, headline, rate string) (Result, error) {
	s := a.s
	now := a.count(s.Period)
	if now.tally.Known() == 0 {
		return Result{}, skipf("none of the %s of the period has a known %s", a.Subject, a.Kind)
	}
	t := a.table(id, now)
	monthly := levelTable{
		ID: id, Title: capital(a.Subject) + " by " + a.Kind, Unit: Offence, Counted: a.Subject,
		Dimension: Dimension{a.dimension(), capital(a.Kind)}, Category: a.Category, Rows: a.rows, Labels: a.labels(),
	}.buildMonthly(s)
	chart := Chart{
		ID: id, Table: id, Mark: Choropleth, Finding: rate,
		Title: capital(a.Subject) + " by " + a.Kind, Subtitle: s.subtitle(capital(a.Subject)+" per 1,000 residents by "+a.Kind, s.Period),
		Category: a.dimension() + "_code", Measure: "value", Unit: "Rate per 1,000 residents",
		Only: map[string]string{"period": s.Period.Name()}, Layer: a.Layer,
		Note: "Rates are by residents: where few live and many come, as in a town centre, they are high.",
	}
	if !now.rated {
		chart.Subtitle = s.subtitle(capital(a.Subject)+" by "+a.Kind, s.Period)
		chart.Measure, chart.Unit, chart.Finding, chart.Note = "numerator", "Offences", headline, ""
	}
	statements := []Statement{a.topStatement(headline, &t, now)}
	if rate != "" {
		statements = append(statements, selected(func(t *Table) Statement { return a.rateStatement(rate, t, now) }, &t))
	}
	return Result{
		Tables: []Table{t, monthly}, Charts: []Chart{chart},
		Statements: statements,
	}, nil
}

func (a areaProfile) labels() map[string]string {
	labels := map[string]string{}
	for _, area := range a.Layer.Areas {
		labels[area.Code] = areaName(area)
	}
	return labels
}

// topStatement names the areas with most offences; they are clearly the top only if
// each is among them with a probability of 0.9.
func (a areaProfile) topStatement(id string, t *Table, now areaCounts) Statement {
	if knownShare(now.tally) < sayableShare {
		return notProduced(id, a.Theme, "the "+a.Kind+" is known for fewer than half of the "+a.Subject)
	}
	var figures []Figure
	for _, i := range t.levelRows(a.s.Period.Name()) {
		if r := t.Rows[i]; len(figures) < a.Top && r.Estimate.Numerator.Or(0) > 0 {
			figures = append(figures, FigureOf(t, r, r.Levels[2]))
		}
	}
	value := "per cent"
	if now.rated {
		value = "per 1,000 residents"
	}
	missing, comparable := number(float64(now.tally.Missing())), knownShare(now.tally) >= comparableShare
	words := topWords{subject: a.Subject, places: commas(len(a.Layer.Areas)) + " " + a.Plural, kind: a.Kind, kinds: a.Plural, rated: now.rated, comparable: comparable}
	return Statement{
		ID: id, Theme: a.Theme, Unit: Offence, Value: value, Period: a.s.Period,
		Filter:  a.Subject + " with a known " + a.Kind + "; the " + a.Plural + " with most of them",
		Figures: figures, NotRecorded: missing, Field: a.Kind,
		Say: func(f []Figure) string {
			text := words.say(f)
			if note := notRecordedFor(a.Kind, f[0].NotRecorded); note != "" {
				text += " (" + note + ")"
			}
			return text + ", " + a.s.Period.Name() + "."
		},
		Short: words.title,
	}
}
