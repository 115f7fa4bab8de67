package analysis

import "svna/datasets"

var _ = register(Breakdown{
	Name:      "sex-ratio",
	Title:     "Victims and suspects: male rate against female rate, by age band",
	Theme:     Persons,
	Needs:     []string{"pack", "people.sex", "population"},
	Headlines: []string{"sex-ratio-victims", "sex-ratio-suspects"},
	Doc: Doc{
		Counts:   "Victims, and apart from them suspects, of offences of the definition pack: males against females, each as a rate of residents of the same age band and sex.",
		Base:     "Victims or suspects; residents of the age band of each sex.",
		LeftOut:  "People of unknown sex, who are counted and bound the ratio; people of another sex than male or female. People of unknown age are in the row of all ages and in a row of their own.",
		Method:   "Rate ratio with logarithmic 95% limits, exact conditional limits where either count is below 10 (Breslow and Day 1987). With fewer than 6 on either side there is no ratio.",
		Misleads: "Residents are not those at risk. Suspects are alleged. Many bands are looked at: one interval in twenty excludes 1 by chance.",
	},
	Compute: sexRatio,
})

func sexRatio(s *Study) (Result, error) {
	if reason := s.lacksAgeBands(); reason != "" {
		return Result{}, skipf("%s", reason)
	}
	t := Table{
		ID: "sex-ratio", Title: s.title("Rate of victims and suspects of "+s.packWords()+", males against females, by age band", s.Periods()...), Unit: MixedUnits,
		Dimensions: []Dimension{{"period", "Period"}, {"role", "Role"}, {"age_band", "Age band"}},
		Columns:    s.groupRatioColumns("Males", "Females"),
		Notes:      append(s.packPeople(Suspect).notes(s), s.residentsNote(""), ratiosLine),
	}
	for _, p := range s.Periods() {
		for _, role := range []Unit{Victim, Suspect} {
			t.Rows = append(t.Rows, s.sexRatioRows(p, s.packPeople(role))...)
		}
	}
	if len(t.Rows) == 0 {
		return Result{}, skipf("no victim and no suspect in the period")
	}
	result := Result{Tables: []Table{t}, Charts: []Chart{{
		ID: "sex-ratio", Table: t.ID, Mark: Forest, Title: "Male rate against female rate of victims and suspects, by age band",
		Subtitle: s.subtitle("Rate ratio, males to females, with 95% confidence interval", s.Period),
		Category: "age_band", Series: "role", Measure: "value", Unit: "Rate ratio", Interval: true,
		Only: map[string]string{"period": s.Period.Name()}, Reference: number(1), ReferenceLabel: "Females", Note: ratiosLine,
	}}}
	for _, role := range []Unit{Victim, Suspect} {
		id, g := "sex-ratio-"+role.Plural(), s.packPeople(role)
		row, found := t.Find(s.Period.Name(), capital(role.Plural()), "All ages")
		if !found {
			result.Statements = append(result.Statements, notProduced(id, Persons, "there are no "+g.Subject+" in the period"))
			continue
		}
		result.Statements = append(result.Statements, disproportion{
			ID: id, Theme: Persons, Group: g, A: "males", B: "females", Field: "sex",
			Filter:  g.Subject + "; rate per male resident over that per female resident",
			Figures: []Figure{FigureOf(&t, row, "males")},
		}.statement(s))
	}
	return result, nil
}

// sexRatioRows are the age bands of one period and role, unknown age, all ages.
func (s *Study) sexRatioRows(p datasets.Period, g personGroup) []Row {
	people := g.rows(s, p)
	if len(people) == 0 {
		return nil
	}
	role := capital(g.Unit.Plural())
	sexes := s.Data.People.Category("sex")
	bands, ages := g.ageLevels(s)
	ratio := func(of Selection, from, to int, label string) Row {
		t := Count(sexes, of)
		r := groupRatio{People: float64(t.Of("male")), Reference: float64(t.Of("female")), Unknown: float64(t.Missing()), KnownPart: knownPart(t)}
		r.Residents, _ = s.personYears(p, "male", "", from, to)
		r.Base, _ = s.personYears(p, "female", "", from, to)
		return r.row(p.Name(), role, label).onGroups(g.Unit, t.rowsOf("male"), t.rowsOf("female"), t.kindRows(""))
	}
	var rows []Row
	for _, level := range bands.Levels {
		band, ok := ages[level]
		if !ok {
			continue
		}
		code := bands.Code(level)
		rows = append(rows, ratio(people.Where(func(r int32) bool { return bands.Codes[r] == code }), band.From, band.To, level))
	}
	unknown := people.Where(func(r int32) bool { _, ok := ages[bands.Level(int(r))]; return !ok })
	if t := Count(sexes, unknown); t.Total() > 0 {
		row := countRow(NotKnownRow, t.Of("male"), p.Name(), role, "Age not known")
		row.Estimate.Denominator = number(float64(t.Of("female")))
		row = row.on(g.Unit, t.rowsOf("male"), t.rowsOf("female"))
		rows = append(rows, row)
	}
	all := ratio(people, 0, datasets.AllAges, "All ages")
	all.Kind = TotalRow
	return append(rows, all)
}
