package analysis

import (
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "deprivation",
	Title:     "Serious violence by deprivation of the neighbourhood",
	Theme:     Where,
	Needs:     []string{"pack", "deprivation", "lsoas"},
	Headlines: []string{"deprivation-most-deprived-ratio", "deprivation-relative-index"},
	Doc: Doc{
		Counts:   "Offences of the definition pack by the decile and the fifth of the Index of Multiple Deprivation that the LSOA of the offence is in.",
		Base:     "Offences; rates are per 1,000 residents of the LSOAs of that decile or fifth; without a population, shares of the offences with a known LSOA that has an index.",
		LeftOut:  "Offences without a known LSOA, those outside every LSOA, and those in an LSOA that the index does not have: counted in rows of their own.",
		Method:   "Deciles of all LSOAs in England, 1 the most deprived; fifths are pairs of deciles. Rate with Byar's 95% limits, exact Poisson below 10 (Breslow and Day 1987); most deprived fifth against all others by the rate ratio. Gradient: slope index and relative index of inequality over the deciles that the area has, log-linear, with limits from seeded draws (Mackenbach and Kunst 1997). Model: negative binomial regression of the offences of each LSOA on its decile, with its residents as exposure, since LSOAs of one decile differ by more than chance (Lawless 1987). A rate is called higher or lower only where its interval and this model both say so.",
		Misleads: "The index describes the people who live in an LSOA, not those who are harmed there, and says nothing of cause. Editions are on different LSOAs. Town centres have few residents and many visitors. A small area may have no LSOA in most deciles.",
	},
	Compute: deprivation,
})

var fifthLabels = []string{"Most deprived fifth of England", "Second fifth", "Third fifth", "Fourth fifth", "Least deprived fifth of England"}

// deprivedCounts are offences and residents by decile, 1 first.
type deprivedCounts struct {
	offences, residents, areas [10]float64
	tally                      Tally
	noIndex                    int  // offences in an LSOA without an index
	rated                      bool // residents known for every LSOA
}

func (s *Study) countDeprived(p offenceProfile, period datasets.Period) deprivedCounts {
	c := deprivedCounts{tally: Count(insideOnly(s.LSOA), p.rows(period)), rated: true}
	for _, area := range s.LSOALayer.Areas {
		rank, ok := s.Deprived.LSOAs[area.Code]
		n := c.tally.Of(area.Code)
		if !ok {
			c.noIndex += n
			continue
		}
		persons, _, known := s.residentsOf(area.Code, period)
		c.rated = c.rated && known && persons > 0
		c.offences[rank.Decile-1] += float64(n)
		c.residents[rank.Decile-1] += persons
		c.areas[rank.Decile-1]++
	}
	return c
}

func deprivation(s *Study) (Result, error) {
	p := violenceProfile(s, Where)
	now := s.countDeprived(p, s.Period)
	if now.tally.Known() == now.noIndex {
		return Result{}, skipf("none of the %s is in an LSOA that the indices of deprivation have: their LSOAs are those of the %s census", p.Subject, s.Deprived.Vintage)
	}
	t := Table{
		ID: "deprivation", Title: s.title(capital(p.Subject)+" by deprivation of the LSOA", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"scale", "Scale"}, {"deprivation", "Deprivation of the LSOA"}},
		Notes:      []string{p.Basis, "Index of Multiple Deprivation " + s.Deprived.Edition + ", LSOAs of " + s.Deprived.Vintage + ". Fifths and deciles are those of England."},
	}
	if now.rated {
		t.Columns = rateColumns(capital(p.Subject), s.residentsHeader("residents"), "1,000 residents")
		for _, period := range s.Periods() {
			s.noteResidents(&t, "LSOAs", s.LSOALayer, period)
		}
	} else {
		t.Columns = shareColumns(capital(p.Subject), capital(p.Subject)+" in an LSOA with an index", "Share")
		t.addNotes("No population of every LSOA in the settings: counts and shares, no rates.")
	}
	t.Columns = append(t.Columns, Column{"areas", "LSOAs of the area", AsCount})
	for _, period := range s.Periods() {
		c := s.countDeprived(p, period)
		c.rated = now.rated
		t.addDeprived(period.Name(), c)
		t.addNotes(missingIn("LSOA", c.tally, period))
		markReliability(&t, period.Name(), c.tally)
	}
	chart := Chart{
		ID: "deprivation", Table: t.ID, Mark: Dots, Finding: "deprivation-most-deprived-ratio",
		Title: capital(p.Subject) + " by deprivation of the neighbourhood", Subtitle: s.subtitle(capital(p.Subject)+" per 1,000 residents", s.Period),
		Category: "deprivation", Measure: "value", Unit: "Rate per 1,000 residents", Interval: true,
		Only: map[string]string{"period": s.Period.Name(), "scale": "Fifth"},
	}
	if !now.rated {
		chart.Subtitle, chart.Unit = s.subtitle("Share of "+p.Subject, s.Period), "% of offences in an LSOA with an index"
	}
	result := Result{Tables: []Table{t}, Charts: []Chart{chart}}
	ratio := p.deprivedRatio(now)
	if now.rated {
		result.Tables = append(result.Tables, ratio)
	}
	slope := p.deprivedSlope(now)
	if len(slope.Rows) > 0 && now.rated {
		result.Tables = append(result.Tables, slope)
	}
	model := p.deprivationModel()
	if len(model.Rows) > 0 {
		result.Tables = append(result.Tables, model)
	}
	result.Statements = []Statement{p.deprivedStatement(&ratio, now, &model), p.slopeStatement(&slope, now, &model)}
	return result, nil
}

// addDeprived adds the fifths of a period, then its deciles; both add up to the
// same.
func (t *Table) addDeprived(period string, c deprivedCounts) {
	known := 0.0
	for _, n := range c.offences {
		known += n
	}
	add := func(scale, label string, n, residents, areas float64) {
		if areas == 0 {
			return
		}
		e := stats.Share(n, known).Scale(100)
		if c.rated {
			e = stats.Rate(n, residents, 1000)
		}
		t.Rows = append(t.Rows, Row{Levels: []string{period, scale, label}, Estimate: e, Extra: map[string]stats.Number{"areas": number(areas)}})
	}
	for i, label := range fifthLabels {
		add("Fifth", label, c.offences[2*i]+c.offences[2*i+1], c.residents[2*i]+c.residents[2*i+1], c.areas[2*i]+c.areas[2*i+1])
	}
	t.endDeprived(period, "Fifth", c)
	for i := range 10 {
		label := "Decile " + commas(i+1)
		if i == 0 {
			label += ", most deprived"
		}
		if i == 9 {
			label += ", least deprived"
		}
		add("Decile", label, c.offences[i], c.residents[i], c.areas[i])
	}
	t.endDeprived(period, "Decile", c)
}

func (t *Table) endDeprived(period, scale string, c deprivedCounts) {
	for _, missing := range []struct {
		label string
		n     int
	}{{"Without an index", c.noIndex}, {"Outside the LSOAs", c.tally.NotApplicable}, {"Not recorded", c.tally.Missing()}} {
		if missing.n > 0 {
			t.Rows = append(t.Rows, countRow(NotKnownRow, missing.n, period, scale, missing.label))
		}
	}
	t.Rows = append(t.Rows, countRow(TotalRow, c.tally.Total(), period, scale, "Total"))
}

// deprivedRatio compares the most deprived fifth with all other LSOAs.
func (p offenceProfile) deprivedRatio(c deprivedCounts) Table {
	t := Table{
		ID: "deprivation-ratio", Title: p.s.title(capital(p.Subject)+": most deprived fifth against all other LSOAs", p.s.Period), Unit: Offence,
		Dimensions: []Dimension{{"comparison", "Comparison"}},
		Columns: append(ratioColumns("Offences, most deprived fifth", "Offences, all other LSOAs", "Rate ratio"),
			Column{"residents_a", "Residents, most deprived fifth", AsCount}, Column{"residents_b", "Residents, all other LSOAs", AsCount}),
		Notes: []string{p.Basis},
	}
	a, popA := c.offences[0]+c.offences[1], c.residents[0]+c.residents[1]
	b, popB := 0.0, 0.0
	for i := 2; i < 10; i++ {
		b, popB = b+c.offences[i], popB+c.residents[i]
	}
	t.Rows = []Row{{
		Levels: []string{"Most deprived fifth against all other LSOAs"}, Estimate: stats.RateRatio(a, popA, b, popB),
		Extra: map[string]stats.Number{"residents_a": number(popA), "residents_b": number(popB)},
	}}
	return t
}

// deprivedStatement compares the most deprived fifth with the rest; higher or lower only
// where the model of single LSOAs says so too, since they differ by more than chance.
func (p offenceProfile) deprivedStatement(t *Table, c deprivedCounts, model *Table) Statement {
	id := "deprivation-most-deprived-ratio"
	e := t.Rows[0].Estimate
	switch {
	case !c.rated:
		return notProduced(id, p.Theme, "there is no population of every LSOA")
	case !e.Value.Known():
		return notProduced(id, p.Theme, "the area does not have LSOAs both in the most deprived fifth of England and outside it, with offences in each")
	case knownShare(c.tally) < comparableShare:
		return notProduced(id, p.Theme, "the LSOA is known for fewer than 80% of the "+p.Subject)
	}
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "ratio", Period: p.s.Period,
		Filter:  p.Subject + " with a known LSOA; rate of the LSOAs in the most deprived fifth of England over that of all others",
		Figures: []Figure{FigureOf(t, t.Rows[0], "most deprived fifth")}, NotRecorded: number(float64(c.tally.Missing())), Field: "LSOA",
		Say: func(f []Figure) string {
			e := f[0].Estimate
			if e.Excludes(1) && !bearsGradient(model, e.Value.Or(1) > 1) {
				return "The rate of " + p.Subject + " per resident among LSOAs in the most deprived fifth of England is not shown to differ from that among the other LSOAs: single LSOAs differ by more than this (" +
					count(e.Numerator) + " offences and " + count(e.Denominator) + "; rate ratio " + ratio2(e.Value) + "; " + ci(e, ratio2) + " for chance alone), " + p.s.Period.Name() + "."
			}
			return sayRatio(p.Subject+" per resident", "LSOAs in the most deprived fifth of England", "the other LSOAs", Offence, p.s.Period)(f)
		},
	}
}
