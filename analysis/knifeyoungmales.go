package analysis

import (
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "knife-young-males",
	Title:     "Knife crime among males and females aged 1 to 24",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "ages", "people.sex", "population"},
	Headlines: []string{"knife-victims-male-under25-ratio", "knife-suspects-male-under25-ratio"},
	Doc: Doc{
		Counts:   "Victims, and apart from them suspects, of knife crime offences aged 1 to 24: males against females, each as a rate of residents of the same age and sex.",
		Base:     "Victims or suspects; residents aged 1 to 24 of each sex.",
		LeftOut:  "People of unknown age; people aged 1 to 24 of unknown sex, who are counted and bound the ratio; people of another sex than male or female.",
		Method:   "Rate ratio with logarithmic 95% limits, exact conditional limits where either count is below 10 (Breslow and Day 1987; Clopper and Pearson 1934). Bounds give all people of unknown sex to one side and then to the other. With fewer than 6 on either side there is no ratio.",
		Misleads: "One person may be a victim twice, and residents are not the only people present. Suspects are alleged, and many offences have none. A large ratio on a small rate is a small difference: see the difference of the rates.",
	},
	Compute: knifeYoungMales,
})

func knifeYoungMales(s *Study) (Result, error) {
	t := Table{
		ID: "knife-young-males", Title: s.title("Rate of knife crime victims and suspects aged 1 to 24, males against females", s.Periods()...), Unit: MixedUnits,
		Dimensions: []Dimension{{"period", "Period"}, {"role", "Role"}},
		Columns:    append(s.groupRatioColumns("Males aged 1 to 24", "Females aged 1 to 24"), Column{"age_not_known", "People of unknown age, in neither count", AsCount}),
		Notes:      []string{"Knife crime: " + s.KnifeBasis + ".", suspectsLine, s.residentsNote(""), ratiosLine},
	}
	for _, p := range s.Periods() {
		for _, role := range []Unit{Victim, Suspect} {
			if s.hasRole(string(role)) {
				t.Rows = append(t.Rows, s.youngMalesRow(p, s.knifePeople(role)))
			}
		}
	}
	if len(t.Rows) == 0 {
		return Result{}, skipf("the extract has neither victims nor suspects")
	}
	result := Result{Tables: []Table{t}, Charts: []Chart{{
		ID: "knife-young-males", Table: t.ID, Mark: Forest, Title: "Rate of knife crime among males aged 1 to 24 against females", Finding: "knife-victims-male-under25-ratio",
		Subtitle: s.subtitle("Rate ratio, males to females aged 1 to 24, with 95% confidence interval", s.Periods()...),
		Category: "role", Series: "period", Measure: "value", Unit: "Rate ratio", Interval: true,
		Reference: number(1), ReferenceLabel: "Females aged 1 to 24", Note: ratiosLine,
	}}}
	for _, role := range []Unit{Victim, Suspect} {
		id := "knife-" + role.Plural() + "-male-under25-ratio"
		row, found := t.Find(s.Period.Name(), capital(role.Plural()))
		if !found {
			result.Statements = append(result.Statements, notProduced(id, KnifeCrime, "the extract has no "+role.Plural()))
			continue
		}
		g := s.knifePeople(role)
		result.Statements = append(result.Statements, disproportion{
			ID: id, Theme: KnifeCrime, Group: g, A: "males aged 1 to 24", B: "females aged 1 to 24", Field: "sex",
			Filter:  g.Subject + "; aged 1 to 24, rate per resident of males over that of females",
			Figures: []Figure{FigureOf(&t, row, "males aged 1 to 24")},
		}.statement(s))
	}
	return result, nil
}

// youngMalesRow compares males with females aged 1 to 24 in one role.
func (s *Study) youngMalesRow(p datasets.Period, g personGroup) Row {
	rows := g.rows(s, p)
	unknownAge := rows.Where(func(r int32) bool { return s.Age[r] < 0 && s.Age[r] != datasets.IntNotApplicable })
	applicable := rows.Where(func(r int32) bool { return s.Age[r] != datasets.IntNotApplicable })
	young := rows.Where(func(r int32) bool { return s.Age[r] >= 1 && s.Age[r] <= 24 })
	sexes := Count(s.Data.People.Category("sex"), young)
	ratio := groupRatio{
		People: float64(sexes.Of("male")), Reference: float64(sexes.Of("female")),
		Unknown: float64(sexes.Missing()), KnownPart: 1,
	}
	ratio.Residents, _ = s.personYears(p, "male", "", 1, 24)
	ratio.Base, _ = s.personYears(p, "female", "", 1, 24)
	if len(applicable) > 0 {
		ratio.KnownPart = 1 - float64(len(unknownAge)+sexes.Missing())/float64(len(applicable))
	}
	row := ratio.row(p.Name(), capital(g.Unit.Plural())).onGroups(g.Unit, sexes.rowsOf("male"), sexes.rowsOf("female"), sexes.kindRows(""))
	row.Extra["age_not_known"] = number(float64(len(unknownAge)))
	return row
}
