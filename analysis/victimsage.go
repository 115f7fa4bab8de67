package analysis

import (
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "victims-age",
	Title:     "Victims by age band",
	Theme:     Persons,
	Needs:     []string{"pack", "victims"},
	Headlines: []string{"victims-top-age-band", "victims-1-17-population-ratio"},
	Doc: Doc{
		Counts:   "Victims of offences of the definition pack, by age band, and each band's share beside its share of residents.",
		Base:     "Victims; shares are of victims whose age is known. Rates are per 1,000 residents of the band.",
		LeftOut:  "Victims of unknown age are counted in rows of their own. Age 0 counts as unknown, since it is mostly a placeholder, but for victims of homicide. Organisations have no age.",
		Method:   "Share with Wilson 95% limits (Wilson 1927); rate with Byar limits, exact Poisson below 10 (Breslow and Day 1987). A band's share over its share of residents of all ages has the Wilson limits divided by the share of residents. A band is called the largest only if the multinomial interval of its lead over the next excludes 0.",
		Misleads: "Bands differ in width: 1 to 17 spans 17 years and 18 to 24 spans 7, so the larger count may be the wider band; see the number per single year of age, which 65 and over does not have here, since it has no last year. A rate is per resident of the band already: divided by the width of the band it sets shapes of bands side by side, and is no rate of anybody. A person who is a victim twice counts twice. Residents are not the only people present.",
	},
	Compute: func(s *Study) (Result, error) {
		g := s.packPeople(Victim)
		result, now, err := s.ageProfile("victims-age", g, "victims-top-age-band")
		if err != nil {
			return result, err
		}
		result.Statements = append(result.Statements,
			s.topAgeBand("victims-top-age-band", Persons, &result.Tables[0], g, now),
			s.agePopulationRatio("victims-1-17-population-ratio", Persons, result.Tables, g, now))
		return result, nil
	},
})

// childBand is the band that the headlines on children name.
const childBand = "1 to 17"

// ageProfile makes the tables of a group by age band: counts, shares and rates;
// the same by month; shares against residents, where the population has ages.
func (s *Study) ageProfile(id string, g personGroup, finding string) (Result, Tally, error) {
	if reason := s.lacksAgeBands(); reason != "" {
		return Result{}, Tally{}, skipf("%s", reason)
	}
	bands, ages := g.ageLevels(s)
	spec := g.levels(s, id, "age band", Dimension{"age_band", "Age band"}, bands)
	now := Count(bands, spec.Rows(s.Period))
	if now.Known() == 0 {
		return Result{}, now, skipf("no %s of known age in the period", g.Subject)
	}
	tables := spec.describe(s, "age")
	table := &tables[0]
	inBand := func(p datasets.Period, level string) (float64, bool) {
		b, ok := ages[level]
		if !ok {
			return 0, false
		}
		return s.personYears(p, "", "", b.From, b.To)
	}
	all := func(p datasets.Period) (float64, bool) { return s.personYears(p, "", "", 0, datasets.AllAges) }
	rated := s.addRates(table, spec, inBand, all)
	addPerYear(table, spec, ages)
	table.Notes = append(table.Notes, g.notes(s)...)
	if s.AgeBasis != "" {
		table.Notes = append(table.Notes, "Ages: "+s.AgeBasis+".")
	}
	if rated {
		table.Notes = append(table.Notes, s.residentsNote(""))
		tables = append(tables, s.againstResidents(table, id+"-ratio", g, "all ages"))
	}
	return Result{
		Tables: tables,
		Charts: []Chart{{
			ID: id, Table: id, Mark: Dots, Title: capital(g.Subject) + " by age band", Finding: finding,
			Subtitle: s.subtitle("Share of "+g.Subject+" of known age, with 95% confidence interval", s.Period),
			Category: "age_band", Measure: "value", Unit: "% of " + g.Subject + " of known age", Interval: true,
			Only: map[string]string{"period": s.Period.Name()}, Note: "Bands differ in width.",
		}},
	}, now, nil
}

// addPerYear makes bands of different width comparable: people per single year
// of age, and the rate divided by the years in the band. An open band has none.
func addPerYear(t *Table, spec levelTable, ages map[string]datasets.AgeBand) {
	widths := map[string]float64{}
	for level, b := range ages {
		if b.To < datasets.AllAges {
			widths[spec.label(level)] = float64(b.To - b.From + 1)
		}
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		width, ok := widths[r.Levels[1]]
		if r.Kind != LevelRow || !ok {
			continue
		}
		if r.Extra == nil {
			r.Extra = map[string]stats.Number{}
		}
		r.Extra["per_year_of_age"] = r.Estimate.Numerator.Scale(1 / width)
		r.Extra["rate_per_year"] = r.Extra["rate"].Scale(1 / width)
	}
	t.Columns = append(t.Columns, Column{"per_year_of_age", "People per single year of age in the band", AsRate})
	if _, rated := t.Column("rate"); rated {
		t.Columns = append(t.Columns, Column{"rate_per_year", "Rate per 1,000 residents, per year of width of the band", AsRatio})
	}
}

// againstResidents sets each level's share beside its share of residents (F27).
func (s *Study) againstResidents(shares *Table, id string, g personGroup, base string) Table {
	t := Table{
		ID: id, Title: s.title(capital(g.Subject)+" against residents", s.Periods()...), Unit: g.Unit, Dimensions: shares.Dimensions,
		Columns: append(ratioColumns(capital(g.Subject), capital(g.Subject)+" with a known age band", "Share of "+g.Unit.Plural()+" over share of residents"),
			Column{"share", "Share of " + g.Unit.Plural() + " (%)", AsShare}, Column{"share_residents", "Share of residents (%)", AsShare}, Column{"residents", s.residentsHeader("residents"), AsCount}),
		Notes: []string{"The base is residents of " + base + ". Limits are those of the share, divided by the share of residents.", ratiosLine},
	}
	for _, r := range shares.Rows {
		share, ok := r.Extra["share_residents"].Get()
		if r.Kind != LevelRow || !ok {
			continue
		}
		e := stats.ShareRatio(r.Estimate.Numerator.Or(0), r.Estimate.Denominator.Or(0), share/100)
		if r.Estimate.Status == stats.LowReliability && e.Value.Known() {
			e.Status = stats.LowReliability
		}
		t.Rows = append(t.Rows, Row{Levels: r.Levels, Estimate: e, Note: r.Note, Basis: r.Basis, Extra: map[string]stats.Number{
			"share": r.Estimate.Value, "share_residents": r.Extra["share_residents"], "residents": r.Extra["residents"],
		}})
	}
	t.Notes = append(t.Notes, g.notes(s)...)
	return t
}

// topAgeBand says the share aged 1 to 17, and where it stands among the bands.
func (s *Study) topAgeBand(id string, theme Theme, t *Table, g personGroup, now Tally) Statement {
	row, ok := t.Find(s.Period.Name(), childBand)
	if !ok {
		return notProduced(id, theme, "the age bands in use have no band "+childBand)
	}
	if reason := unsayable(now, "age", g.Subject); reason != "" {
		return notProduced(id, theme, reason)
	}
	predicate := "were aged " + childBand
	missing := number(float64(now.Missing()))
	return Statement{
		ID: id, Theme: theme, Unit: g.Unit, Value: "per cent", Period: s.Period,
		Filter:  g.Subject + "; age " + childBand,
		Figures: []Figure{FigureOf(t, row, childBand)}, NotRecorded: missing, Field: "age",
		Say:   sayShare(g.Subject, predicate+standing(now, childBand), s.Period, "age"),
		Short: shortShare(g.Subject, predicate),
	}
}

// standing says where a band stands: ", the largest age band" if its lead over
// the next is clear (multinomial difference), and plain facts otherwise.
func standing(t Tally, band string) string {
	other := ""
	for _, level := range t.Levels {
		if level != band && (other == "" || t.Of(level) > t.Of(other)) {
			other = level
		}
	}
	if other == "" || t.Known() < 20 || knownPart(t) < completeForWords {
		return ""
	}
	gap := stats.MultinomialDifference(float64(t.Of(band)), float64(t.Of(other)), float64(t.Known()))
	switch {
	case t.Of(band) <= t.Of(other):
		return ", which is not the largest age band"
	case gap.Excludes(0):
		return ", the largest age band"
	}
	return ", the largest age band in count, not clearly ahead of " + other
}

// alike is the range of a ratio within which two shares may be said to be in
// line.
var alike = [2]float64{0.9, 1.1}

// agePopulationRatio says whether the share aged 1 to 17 is in line with that
// of residents of all ages.
func (s *Study) agePopulationRatio(id string, theme Theme, tables []Table, g personGroup, now Tally) Statement {
	if len(tables) < 3 {
		return notProduced(id, theme, "there is no number of residents of the area by age")
	}
	t := &tables[2]
	row, ok := t.Find(s.Period.Name(), childBand)
	if !ok || !row.Estimate.Value.Known() {
		return notProduced(id, theme, "there is no number of residents aged "+childBand)
	}
	if reason := unsayable(now, "age", g.Subject); reason != "" {
		return notProduced(id, theme, reason)
	}
	missing := number(float64(now.Missing()))
	return Statement{
		ID: id, Theme: theme, Unit: g.Unit, Value: "ratio", Period: s.Period,
		Filter:  g.Subject + "; share aged " + childBand + " over the share of residents aged " + childBand + ", of all ages",
		Figures: []Figure{FigureOf(t, row, childBand)}, NotRecorded: missing, Field: "age",
		Say: func(f []Figure) string {
			e := f[0].Estimate
			evidence := percent(f[0].Extra["share"]) + " of " + g.Unit.Plural() + " and " + percent(f[0].Extra["share_residents"]) + " of residents; ratio " + ratio2(e.Value) + "; " + ci(e, ratio2) +
				"; " + count(e.Numerator) + " of " + count(e.Denominator)
			if note := notRecordedFor("age", f[0].NotRecorded); note != "" {
				evidence += "; " + note
			}
			return "The share of " + g.Subject + " aged " + childBand + " " + againstShare(e) + " (" + evidence + "), " + s.Period.Name() + "."
		},
	}
}

// againstShare compares a share with that of residents, in the words that its
// interval allows.
func againstShare(e stats.Estimate) string {
	lower, upper := e.Lower.Or(0), e.Upper.Or(0)
	switch {
	case e.Status == stats.LowReliability, e.Excludes(1) && e.Numerator.Or(0) < 10:
		return "is set beside that of residents and not compared"
	case lower > alike[0] && upper < alike[1]:
		return "was in line with that of residents"
	case !e.Excludes(1):
		return "was " + similarTo(e) + " that of residents"
	case lower > 1:
		return "was above that of residents"
	}
	return "was below that of residents"
}
