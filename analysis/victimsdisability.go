package analysis

var _ = register(Breakdown{
	Name:      "victims-disability",
	Title:     "Disability of victims, and how often it is recorded",
	Theme:     Persons,
	Needs:     []string{"pack", "victims", "people.disability"},
	Headlines: []string{"victim-disability-completeness"},
	Doc: Doc{
		Counts:   "Victims of offences of the definition pack for whom disability was recorded as yes or no, and those for whom it was not recorded.",
		Base:     "Victims; completeness is of victims to whom the question applies, the share with a disability of those for whom it is known.",
		LeftOut:  "Nobody; not recorded, unknown and declined are in rows of their own.",
		Method:   "Completeness is known / (rows - not applicable), a share with Wilson 95% limits (Wilson 1927).",
		Misleads: "Recorded as no and left blank are different things, and a default value looks like an answer. Where few are recorded, the share with a disability describes those few.",
	},
	Compute: victimsDisability,
})

func victimsDisability(s *Study) (Result, error) {
	g := s.packPeople(Victim)
	category := ordered(s.Data.People.Category("disability"), g.everybody(s), "yes", "no")
	spec := g.levels(s, "victims-disability", "disability", Dimension{"disability", "Disability"}, category)
	field := recordedField{"Disability", "disability", Victim, spec.Rows, category}
	if len(spec.Rows(s.Period)) == 0 {
		return Result{}, skipf("no %s in the period", g.Subject)
	}
	tables := spec.describe(s, "disability")
	tables[0].Notes = append(tables[0].Notes, g.notes(s)...)
	known := s.recordedTable("victims-disability-known", "Recording of disability of "+g.Subject, []recordedField{field})
	known.Unit = Victim
	statement := s.recordedStatement("victim-disability-completeness", Persons, &known, field, g.Subject)
	return Result{
		Tables: append(tables, known),
		Charts: []Chart{{
			ID: "victims-disability-known", Table: known.ID, Mark: Dots, Title: "Recording of disability of victims", Finding: statement.ID,
			Subtitle: s.subtitle("Share of "+g.Subject+" with disability recorded, with 95% confidence interval", s.Periods()...),
			Category: "period", Measure: "value", Unit: "% of " + g.Subject, Interval: true,
		}},
		Statements: []Statement{statement},
	}, nil
}
