package analysis

import (
	"cmp"
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "age-sex-ethnicity",
	Title:     "Victims and suspects by age, sex and ethnicity, each group against all others",
	Theme:     Persons,
	Needs:     []string{"pack", "ages", "people.sex", "population"},
	Headlines: []string{"age-sex-ethnicity-victims", "age-sex-ethnicity-suspects"},
	Doc: Doc{
		Counts:   "Victims, and apart from them suspects, of offences of the definition pack in each group of age band and sex, and of ethnic group as well where the population has residents by all three: the rate of the group against that of all other residents. Single periods and, where the extract covers them, three years together.",
		Base:     "Victims or suspects; residents of the group times years. The other side of each ratio is everybody else, so that no part is compared with its whole.",
		LeftOut:  "People whose age, sex or, where it is used, ethnicity is not known: they bound each ratio, and are counted.",
		Method:   "Rate ratio with logarithmic 95% limits, exact conditional limits where either count is below 10 (Breslow and Day 1987); absolute gap per 1,000; bounds that give all people who are not known to the others and then to the group; exact conditional p-value of equal rates, with q-values over the groups of a role and period (Benjamini and Hochberg 1995). With fewer than 6 people on either side there is no ratio, and with fewer than 10 no word. Officers' codes of ethnicity have no Mixed.",
		Misleads: "Disproportionality describes recorded offences; it is not evidence of a cause or of bias either way. Residents are not those at risk, and one person can be counted in several offences, which makes limits too narrow. Single years swing widely: read three years together beside them.",
	},
	Compute: ageSexEthnicity,
})

// demographic is one group of people.
type demographic struct {
	band           datasets.AgeBand
	sex, ethnicity string // ethnicity "": all
}

const allGroups = "All"

// demographics are the groups of a study; by ethnicity too only where residents
// are known by all three.
func (s *Study) demographics() (groups []demographic, byEthnicity bool) {
	bands := s.Bands
	for _, b := range bands {
		for _, sex := range []string{"male", "female"} {
			groups = append(groups, demographic{b, sex, ""})
		}
	}
	if s.EthnicityBasis == "" {
		return groups, false
	}
	var finer []demographic
	for _, basis := range s.ethnicityBases()[:1] {
		for _, ethnicity := range basis.Groups {
			if datasets.Missing(ethnicity) {
				continue
			}
			for _, b := range bands {
				for _, sex := range []string{"male", "female"} {
					if _, ok := s.personYears(s.Period, sex, ethnicity, b.From, b.To); !ok {
						return groups, false
					}
					finer = append(finer, demographic{b, sex, ethnicity})
				}
			}
		}
	}
	return append(groups, finer...), true
}

// demographicCounts are the people of a role and period.
type demographicCounts struct {
	of                     map[string]Selection // by key of the group
	known, knownByEthnic   Selection
	unknown, unknownEthnic Selection
}

func (s *Study) countDemographics(rows Selection) demographicCounts {
	c := demographicCounts{of: map[string]Selection{}}
	sexes := s.Data.People.Category("sex")
	for _, r := range rows {
		band, sex, ethnicity := s.AgeBand.Level(int(r)), sexes.Level(int(r)), ""
		if s.Ethnicity.Codes != nil {
			ethnicity = s.Ethnicity.Level(int(r))
		}
		if band == "" || datasets.Missing(band) || sex != "male" && sex != "female" {
			c.unknown, c.unknownEthnic = append(c.unknown, r), append(c.unknownEthnic, r)
			continue
		}
		c.known = append(c.known, r)
		c.of[band+sex] = append(c.of[band+sex], r)
		if ethnicity == "" || datasets.Missing(ethnicity) {
			c.unknownEthnic = append(c.unknownEthnic, r)
			continue
		}
		c.knownByEthnic = append(c.knownByEthnic, r)
		c.of[band+sex+ethnicity] = append(c.of[band+sex+ethnicity], r)
	}
	return c
}

func ageSexEthnicity(s *Study) (Result, error) {
	windows, pooled := s.ratioWindows()
	groups, byEthnicity := s.demographics()
	by := "age and sex"
	if byEthnicity {
		by = "age, sex and ethnicity"
	}
	t := Table{
		ID: "age-sex-ethnicity", Title: s.ratioTitle("Rate ratio of groups by " + by + ", " + s.packPeople(Victim).Subject + " and suspects"), Unit: MixedUnits,
		Dimensions: []Dimension{{"period", "Period"}, {"role", "Role"}, {"ethnicity", "Ethnic group"}, {"age_band", "Age band"}, {"sex", "Sex"}},
		Columns: append(s.groupRatioColumns("People of the group", "All others"),
			Column{"p", "p of the exact conditional test", AsP}, Column{"q", "p corrected for the groups", AsP}),
		Notes: []string{s.packNote(), suspectsLine, ratiosLine},
	}
	if !byEthnicity {
		t.addNotes("No population by age, sex and ethnicity together in the settings, or no ethnicity in the extract: groups by age and sex alone.")
	}
	if pooled {
		t.addConstants(pooledResidents)
	} else {
		t.addNotes("The extract does not cover three years, so there are no ratios over three years.")
	}
	for _, p := range windows {
		for _, role := range []Unit{Victim, Suspect} {
			if s.hasRole(string(role)) {
				t.Rows = append(t.Rows, s.demographicRows(p, s.packPeople(role), groups)...)
			}
		}
	}
	if len(t.Rows) == 0 {
		return Result{}, skipf("no person in the period, or no residents by age and sex")
	}
	result := Result{Tables: []Table{t}}
	for _, role := range []Unit{Victim, Suspect} {
		result.Statements = append(result.Statements, s.demographicStatement("age-sex-ethnicity-"+role.Plural(), &t, s.packPeople(role)))
	}
	result.Charts = []Chart{{
		ID: "age-sex-ethnicity", Table: t.ID, Mark: Forest, Finding: "age-sex-ethnicity-victims",
		Title: "Victims by age and sex: rate of each group against all others", Subtitle: s.subtitle("Rate ratio to all other residents, with 95% confidence interval", s.Period),
		Category: "age_band", Series: "sex", Measure: "value", Unit: "Rate ratio", Interval: true,
		Only: map[string]string{"period": s.Period.Name(), "role": "Victims", "ethnicity": allGroups}, Reference: number(1), ReferenceLabel: "All others", Note: ratiosLine,
	}}
	return result, nil
}

// demographicRows are the ratios of the groups of one role and period.
func (s *Study) demographicRows(p datasets.Period, g personGroup, groups []demographic) []Row {
	all := g.rows(s, p)
	c := s.countDemographics(all)
	role := capital(g.Unit.Plural())
	residents := 0.0
	for _, d := range groups {
		if persons, ok := s.personYears(p, d.sex, "", d.band.From, d.band.To); ok && d.ethnicity == "" {
			residents += persons
		}
	}
	var rows []Row
	var chance []stats.Number
	for _, d := range groups {
		known, unknown, label := c.known, c.unknown, allGroups
		if d.ethnicity != "" {
			known, unknown, label = c.knownByEthnic, c.unknownEthnic, d.ethnicity
		}
		persons, ok := s.personYears(p, d.sex, d.ethnicity, d.band.From, d.band.To)
		if !ok || len(all) == 0 || residents <= persons {
			continue
		}
		in := c.of[d.band.Label+d.sex+d.ethnicity]
		ratio := groupRatio{
			People: float64(len(in)), Reference: float64(len(known) - len(in)), Residents: persons, Base: residents - persons,
			Unknown: float64(len(unknown)), KnownPart: float64(len(known)) / float64(len(all)),
		}
		row := ratio.row(p.Name(), role, label, d.band.Label, capital(d.sex)).onGroups(g.Unit, in, known.without(in), unknown)
		row.Extra["p"] = stats.ConditionalTest(ratio.People, ratio.Residents, ratio.Reference, ratio.Base)
		rows, chance = append(rows, row), append(chance, row.Extra["p"])
	}
	for i, q := range stats.BenjaminiHochberg(chance) {
		rows[i].Extra["q"] = q
	}
	return rows
}

// demographicStatement names the groups by age and sex whose rate is clearly above
// that of all others after all the looks, and could not be turned round by the
// people who are not known. Ethnic groups are never ranked in prose.
func (s *Study) demographicStatement(id string, t *Table, g personGroup) Statement {
	role := capital(g.Unit.Plural())
	var clear, others []Figure
	looks := 0
	for _, r := range t.Rows {
		if r.Levels[0] != s.Period.Name() || r.Levels[1] != role || r.Levels[2] != allGroups {
			continue
		}
		looks++
		f := FigureOf(t, r, lowerFirst(r.Levels[4])+"s aged "+lowerFirst(r.Levels[3]))
		switch {
		case !r.Estimate.Value.Known() || !r.Estimate.Upper.Known():
		case overRepresented(f) && f.Extra["q"].Or(1) < 0.05 && r.Estimate.Value.Or(0) > 1:
			clear = append(clear, f)
		default:
			others = append(others, f)
		}
	}
	if len(clear)+len(others) == 0 {
		return notProduced(id, Persons, "the numbers are too small for a ratio in every group, or there are no "+g.Subject)
	}
	highest := func(a, b Figure) int {
		return cmp.Or(cmp.Compare(b.Estimate.Value.Or(0), a.Estimate.Value.Or(0)), strings.Compare(a.Label, b.Label))
	}
	slices.SortFunc(clear, highest)
	slices.SortFunc(others, highest)
	if complete := append(clear, others...)[0].Extra["complete"].Or(0); complete < 100*completeForSentence {
		return notProduced(id, Persons, "age or sex is known for under half of the "+g.Subject)
	}
	found := len(clear) > 0
	figures := clear[:min(len(clear), mostNamed)]
	if !found {
		figures = others[:1]
	}
	return Statement{
		ID: id, Theme: Persons, Unit: g.Unit, Value: "ratio", Period: s.Period,
		Filter:  g.Subject + " by age band and sex; rate per resident of the group over that of all other residents",
		Figures: figures, NotRecorded: figures[0].Extra["not_known"], Field: "age or sex",
		Say: func(f []Figure) string {
			var parts []string
			for _, figure := range f {
				e := figure.Estimate
				parts = append(parts, figure.Label+" ("+count(e.Numerator)+" and "+plural(e.Denominator, g.Unit)+"; rate ratio "+ratio2(e.Value)+"; "+ci(e, ratio2)+"; "+rateText(figure.Extra["rate"])+" and "+rateText(figure.Extra["rate_reference"])+" per 1,000 residents)")
			}
			note := notRecordedFor("age or sex", f[0].NotRecorded)
			if note != "" {
				note = "; " + note
			}
			if !found {
				return "None of " + commas(looks) + " groups by age and sex is clearly over-represented among " + g.Subject + ", allowing for the number of comparisons; the highest rate ratio: " + parts[0] + note + ", " + s.Period.Name() + "."
			}
			return "Over-represented among " + g.Subject + " against all other residents, of " + commas(looks) + " groups by age and sex and allowing for the number of comparisons: " + list(parts) + note + ", " + s.Period.Name() + "."
		},
	}
}
