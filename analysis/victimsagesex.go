package analysis

import (
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "victims-age-sex",
	Title:     "Victims by age band and sex, against residents",
	Theme:     Persons,
	Needs:     []string{"pack", "victims", "people.sex", "population"},
	Headlines: []string{"victims-age-sex-young-males"},
	Doc: Doc{
		Counts:   "Victims of offences of the definition pack, by age band and sex, beside residents of the same age and sex.",
		Base:     "Victims; rates are per 1,000 residents of the age band and sex. Shares are of victims whose age and sex are both known.",
		LeftOut:  "Victims whose age or sex is not known are counted in a row of their own.",
		Method:   "Rate with Byar limits, exact Poisson below 10 (Breslow and Day 1987). Share of victims over share of residents with the Wilson limits divided by the share of residents. Shares per single year of age take 65 and over to span the 25 years from 65 to 89, so that it can be drawn; the tables by age band alone have none for it.",
		Misleads: "Unequal bands drawn as if equal make the wide ones bulge. Small bands have wide intervals. Residents are not the only people present.",
	},
	Compute: func(s *Study) (Result, error) { return s.ageSexProfile("victims-age-sex", s.packPeople(Victim)) },
})

// openBandTo is the last year of age that an open band is taken to have where
// it is drawn to a width.
const openBandTo = 89

// ageSexProfile makes the table of a group by age band and sex, its monthly
// companion, and that of males and females aged 1 to 24.
func (s *Study) ageSexProfile(id string, g personGroup) (Result, error) {
	if reason := s.lacksAgeBands(); reason != "" {
		return Result{}, skipf("%s", reason)
	}
	a := s.ageBySex(g)
	if a.known(s.Period) == 0 {
		return Result{}, skipf("no %s of known age and sex in the period", g.Subject)
	}
	table := a.table(id)
	result := Result{
		Tables: []Table{table, a.byMonth(id)},
		Charts: []Chart{{
			ID: id, Table: id, Mark: Pyramid, Title: capital(g.Subject) + " by age and sex", Finding: id + "-young-males",
			Subtitle: s.subtitle(capital(g.Subject)+" per single year of age", s.Period),
			Category: "age_band", Series: "sex", Measure: "numerator", Unit: capital(g.Unit.Plural()),
			Only: map[string]string{"period": s.Period.Name()},
		}},
	}
	if s.AgeBasis == "" {
		result.Statements = append(result.Statements, notProduced(id+"-young-males", Persons, "the extract has no single years of age"))
		return result, nil
	}
	young := a.young(id + "-young")
	result.Tables = append(result.Tables, young)
	result.Statements = append(result.Statements, a.youngMales(id+"-young-males", &young))
	return result, nil
}

// ageBySex counts a group by age band and sex.
type ageBySex struct {
	s     *Study
	group personGroup
	bands datasets.Category
	ages  map[string]datasets.AgeBand
	sexes datasets.Category
	both  datasets.Category // "1 to 17: male"; otherSex; -1 where either is not known
}

// otherSex is the level of people of another sex than male or female, of any
// known age: there are no residents to set them against, so they stand apart.
const otherSex = "other"

func (s *Study) ageBySex(g personGroup) ageBySex {
	a := ageBySex{s: s, group: g, sexes: g.sexes(s)}
	a.bands, a.ages = g.ageLevels(s)
	a.both.Codes = make([]int32, len(a.bands.Codes))
	for _, band := range a.bandLabels() {
		a.both.Levels = append(a.both.Levels, band+": male", band+": female")
	}
	other := int32(len(a.both.Levels))
	a.both.Levels = append(a.both.Levels, otherSex)
	for i := range a.both.Codes {
		a.both.Codes[i] = -1
		band, sex := a.bands.Level(i), a.sexes.Level(i)
		if _, ok := a.ages[band]; !ok || sex == "" || datasets.Missing(sex) {
			continue
		}
		a.both.Codes[i] = other
		if sex == "male" || sex == "female" {
			a.both.Codes[i] = a.both.Code(band + ": " + sex)
		}
	}
	return a
}

// bandLabels are the bands in order of age.
func (a ageBySex) bandLabels() []string {
	var labels []string
	for _, level := range a.bands.Levels {
		if _, ok := a.ages[level]; ok {
			labels = append(labels, level)
		}
	}
	return labels
}

func (a ageBySex) known(p datasets.Period) int { return Count(a.both, a.group.rows(a.s, p)).Known() }

// table sets each band and sex beside its residents.
func (a ageBySex) table(id string) Table {
	s, g := a.s, a.group
	t := Table{
		ID: id, Title: s.title(capital(g.Subject)+" by age band and sex", s.Periods()...), Unit: g.Unit,
		Dimensions: []Dimension{{"period", "Period"}, {"age_band", "Age band"}, {"sex", "Sex"}},
		Columns: append(rateColumns(capital(g.Subject), s.residentsHeader("residents"), "1,000 residents"),
			Column{"share", "Share of " + g.Unit.Plural() + " of known age and sex (%)", AsShare},
			Column{"share_residents", "Share of residents (%)", AsShare},
			Column{"ratio", "Share of " + g.Unit.Plural() + " over share of residents", AsRatio},
			Column{"ratio_lower", "Lower 95% confidence limit of the ratio", AsRatio},
			Column{"ratio_upper", "Upper 95% confidence limit of the ratio", AsRatio},
			Column{"share_per_year", "Share of " + g.Unit.Plural() + " per single year of age (%)", AsRatio},
			Column{"residents_per_year", "Share of residents per single year of age (%)", AsRatio}),
	}
	for _, p := range s.Periods() {
		tally := Count(a.both, g.rows(s, p))
		for _, band := range a.bandLabels() {
			for _, sex := range []string{"male", "female"} {
				t.Rows = append(t.Rows, a.row(p, tally, band, sex))
			}
		}
		if n := tally.Of(otherSex); n > 0 {
			t.Rows = append(t.Rows, countRow(NotKnownRow, n, p.Name(), "Any known age", "Other").on(g.Unit, tally.rowsOf(otherSex), nil))
		}
		if tally.Missing() > 0 {
			t.Rows = append(t.Rows, countRow(NotKnownRow, tally.Missing(), p.Name(), "Age or sex not known", "Age or sex not known").on(g.Unit, tally.kindRows(""), nil))
		}
		t.Rows = append(t.Rows, countRow(TotalRow, tally.Total(), p.Name(), "Total", "Total").on(g.Unit, tally.rows, nil))
		if note := missingNote("age or sex", tally, g.Unit); note != "" {
			t.Notes = append(t.Notes, p.Name()+": "+note)
		}
		if knownPart(tally) < completeForWords {
			markUnreliable(&t, p.Name())
		}
	}
	t.Notes = append(t.Notes, g.notes(s)...)
	t.Notes = append(t.Notes, s.residentsNote(""), ratiosLine)
	return t
}

func (a ageBySex) row(p datasets.Period, tally Tally, band, sex string) Row {
	ages := a.ages[band]
	n, known := float64(tally.Of(band+": "+sex)), float64(tally.Known())
	residents, ok := a.s.personYears(p, sex, "", ages.From, ages.To)
	everybody, _ := a.s.personYears(p, "", "", 0, datasets.AllAges)
	if !ok {
		return countRow(LevelRow, int(n), p.Name(), band, capital(sex)).on(a.group.Unit, tally.rowsOf(band+": "+sex), nil)
	}
	width := float64(min(ages.To, openBandTo) - ages.From + 1)
	share := stats.Share(n, known).Scale(100)
	of := residents / everybody
	ratio := stats.ShareRatio(n, known, of)
	return Row{Levels: []string{p.Name(), band, capital(sex)}, Estimate: stats.Rate(n, residents, 1000), Extra: map[string]stats.Number{
		"share": share.Value, "share_residents": number(100 * of),
		"ratio": ratio.Value, "ratio_lower": ratio.Lower, "ratio_upper": ratio.Upper,
		"share_per_year": share.Value.Scale(1 / width), "residents_per_year": number(100 * of / width),
	}}.on(a.group.Unit, tally.rowsOf(band+": "+sex), nil)
}

// byMonth is the monthly companion.
func (a ageBySex) byMonth(id string) Table {
	spec := a.group.levels(a.s, id, "age band and sex", Dimension{"age_band_sex", "Age band and sex"}, a.both)
	return spec.buildMonthly(a.s)
}

// young is the table of males and of females aged 1 to 24 among people of known
// age and sex, against residents of all ages.
func (a ageBySex) young(id string) Table {
	s, g := a.s, a.group
	t := Table{
		ID: id, Title: s.title("Males and females aged 1 to 24 among "+g.Subject, s.Periods()...), Unit: g.Unit,
		Dimensions: []Dimension{{"period", "Period"}, {"sex", "Sex"}},
		Columns: append(shareColumns(capital(g.Subject)+" aged 1 to 24", capital(g.Subject)+" of known age and sex", "Share"),
			Column{"share_residents", "Share of residents (%)", AsShare},
			Column{"ratio", "Share of " + g.Unit.Plural() + " over share of residents", AsRatio}),
		Notes: g.notes(s),
	}
	for _, p := range s.Periods() {
		rows := g.rows(s, p)
		known := float64(Count(a.both, rows).Known())
		everybody, _ := s.personYears(p, "", "", 0, datasets.AllAges)
		for _, sex := range []string{"male", "female"} {
			young := rows.Where(func(r int32) bool {
				return a.both.Codes[r] >= 0 && a.sexes.Level(int(r)) == sex && s.Age[r] >= 1 && s.Age[r] <= 24
			})
			row := Row{Levels: []string{p.Name(), capital(sex)}, Estimate: stats.Share(float64(len(young)), known).Scale(100)}.on(g.Unit, young, Count(a.both, rows).knownRows())
			if residents, ok := s.personYears(p, sex, "", 1, 24); ok {
				row.Extra = map[string]stats.Number{"share_residents": number(100 * residents / everybody), "ratio": stats.ShareRatio(float64(len(young)), known, residents/everybody).Value}
			}
			t.Rows = append(t.Rows, row)
		}
		if knownPart(Count(a.both, rows)) < completeForWords {
			markUnreliable(&t, p.Name())
		}
	}
	return t
}

// youngMales says the share that was male and aged 1 to 24.
func (a ageBySex) youngMales(id string, t *Table) Statement {
	g := a.group
	tally := Count(a.both, g.rows(a.s, a.s.Period))
	if reason := unsayable(tally, "age or sex", g.Subject); reason != "" {
		return notProduced(id, Persons, reason)
	}
	row, _ := t.Find(a.s.Period.Name(), "Male")
	missing := number(float64(tally.Missing()))
	predicate := "were males aged 1 to 24"
	return Statement{
		ID: id, Theme: Persons, Unit: g.Unit, Value: "per cent", Period: a.s.Period,
		Filter:  g.Subject + "; male and aged 1 to 24, of those whose age and sex are known",
		Figures: []Figure{FigureOf(t, row, "Male")}, NotRecorded: missing, Field: "age or sex",
		Say:   sayShare(g.Subject, predicate, a.s.Period, "age or sex"),
		Short: shortShare(g.Subject, predicate),
	}
}
