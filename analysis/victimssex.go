package analysis

import "svna/datasets"

var _ = register(Breakdown{
	Name:      "victims-sex",
	Title:     "Victims by sex",
	Theme:     Persons,
	Needs:     []string{"pack", "victims", "people.sex"},
	Headlines: []string{"victims-sex-male-share"},
	Doc: Doc{
		Counts:   "Victims of offences of the definition pack, by sex.",
		Base:     "Victims; shares are of victims whose sex is known. Rates are per 1,000 residents of the sex.",
		LeftOut:  "Victims of unknown sex are counted in rows of their own. Organisations have no sex.",
		Method:   "Share with Wilson 95% limits (Wilson 1927); rate with Byar limits, exact Poisson below 10 (Breslow and Day 1987).",
		Misleads: "The whole hides opposite patterns by type: see the male rate by offence type. One person may be a victim several times.",
	},
	Compute: func(s *Study) (Result, error) { return s.sexProfile("victims-sex", s.packPeople(Victim)) },
})

// sexProfile makes the tables of a group by sex, and the share that was male.
func (s *Study) sexProfile(id string, g personGroup) (Result, error) {
	spec := g.levels(s, id, "sex", Dimension{"sex", "Sex"}, g.sexes(s))
	now := Count(spec.Category, spec.Rows(s.Period))
	if now.Known() == 0 {
		return Result{}, skipf("no %s of known sex in the period", g.Subject)
	}
	tables := spec.describe(s, "sex")
	table := &tables[0]
	residents := func(p datasets.Period, level string) (float64, bool) {
		if level != "male" && level != "female" {
			return 0, false
		}
		return s.personYears(p, level, "", 0, datasets.AllAges)
	}
	all := func(p datasets.Period) (float64, bool) { return s.personYears(p, "", "", 0, datasets.AllAges) }
	table.Notes = append(table.Notes, g.notes(s)...)
	if s.addRates(table, spec, residents, all) {
		table.Notes = append(table.Notes, s.residentsNote(""))
	}
	finding := levelShare{
		ID: id + "-male-share", Theme: Persons, Spec: spec, Table: table, Level: "male", Field: "sex",
		Subject: g.Subject, Predicate: "were male", Filter: g.Subject + "; sex male",
	}
	return Result{
		Tables: tables,
		Charts: []Chart{{
			ID: id, Table: id, Mark: Dots, Title: capital(g.Subject) + " by sex", Finding: finding.ID,
			Subtitle: s.subtitle("Share of "+g.Subject+" of known sex, with 95% confidence interval", s.Periods()...),
			Category: "sex", Series: "period", Measure: "value", Unit: "% of " + g.Subject + " of known sex", Interval: true,
		}},
		Statements: []Statement{finding.statement(s)},
	}, nil
}
