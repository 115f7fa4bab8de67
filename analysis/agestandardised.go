package analysis

import (
	"strconv"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:  "age-standardised",
	Title: "Age-standardised rates of victims and suspects",
	Theme: Persons,
	Needs: []string{"pack", "ages", "people.sex", "population"},
	Doc: Doc{
		Counts:   "Victims, and apart from them suspects, of offences of the definition pack per 1,000 residents, as the rate would be with the ages of the European Standard Population: all, males and females, and each ethnic group where residents are known by age and ethnicity.",
		Base:     "Victims or suspects of known age and, where it is used, sex and ethnicity; residents of each five years of age, times years.",
		LeftOut:  "People whose age, sex or ethnicity is not known, and those whose age does not count (0, but for victims of homicide): the column beside says how many.",
		Method:   "Direct standardisation to the European Standard Population 2013 in 19 bands with Dobson's 95% limits (Dobson and others 1991). Where people have a stable key, the variance counts those linked to several offences as often as they are, squared. No rate on fewer than 10 people. The crude rate has Byar's limits in other breakdowns and stands beside without.",
		Misleads: "A standardised rate is for comparing areas, years or groups of unlike ages: nobody lives at it. Compare it only with rates standardised to the same population. People linked to an offence need not live in the area, and a standard with as many people over 64 as this one weights their few offences up.",
	},
	Compute: ageStandardised,
})

func ageStandardised(s *Study) (Result, error) {
	if s.AgeBasis == "" {
		return Result{}, skipf("the extract has no single years of age")
	}
	t := Table{
		ID: "age-standardised", Title: s.title("Age-standardised rates of "+s.packPeople(Victim).Subject+" and suspects", s.Periods()...), Unit: MixedUnits,
		Dimensions: []Dimension{{"period", "Period"}, {"role", "Role"}, {"group", "Group"}},
		Columns: append(rateColumns("People of known age", s.residentsHeader("residents"), "1,000 residents, age-standardised"),
			Column{"crude", "Crude rate per 1,000 residents", AsRate}, Column{"not_known", "People whose age or group is not known", AsCount}),
		Notes: append([]string{s.packNote(), suspectsLine, "European Standard Population 2013, 19 bands from 0 to 4 to 90 and over."}, s.residentsNote("")),
	}
	for _, p := range s.Periods() {
		for _, role := range []Unit{Victim, Suspect} {
			if s.hasRole(string(role)) {
				t.Rows = append(t.Rows, s.standardisedRows(p, s.packPeople(role))...)
			}
		}
	}
	if len(t.Rows) == 0 {
		return Result{}, skipf("there are no residents by five years of age in the settings, or no people of known age")
	}
	return Result{Tables: []Table{t}}, nil
}

// standardisedRows are the rates of one role and period: all, each sex, each ethnic group.
func (s *Study) standardisedRows(p datasets.Period, g personGroup) []Row {
	rows, role := g.rows(s, p), capital(g.Unit.Plural())
	sexes := s.Data.People.Category("sex")
	var result []Row
	add := func(label, sex, ethnicity string, of Selection, unknown int) {
		if row, ok := s.standardisedRow(p, of, sex, ethnicity, unknown); ok {
			row.Levels = []string{p.Name(), role, label}
			result = append(result, row)
		}
	}
	add("All", "", "", rows, 0)
	bySex := Count(sexes, rows)
	for _, sex := range []string{"male", "female"} {
		add(capital(sex)+"s", sex, "", bySex.rowsOf(sex), bySex.Missing())
	}
	if s.EthnicityBasis == "" {
		return result
	}
	byGroup := Count(s.Ethnicity, rows)
	for _, ethnicity := range s.ethnicityBases()[0].Groups {
		if !datasets.Missing(ethnicity) {
			add(ethnicity, "", ethnicity, byGroup.rowsOf(ethnicity), byGroup.Missing())
		}
	}
	return result
}

// standardisedRow is the rate of a selection of people; ok is false where residents are
// not known by age. unknown are people who may belong to the group.
func (s *Study) standardisedRow(p datasets.Period, of Selection, sex, ethnicity string, unknown int) (Row, bool) {
	bands := datasets.AgeBands("esp2013")
	counts, squares := make([]float64, len(bands)), make([]float64, len(bands))
	residents, standard := make([]float64, len(bands)), make([]float64, len(bands))
	keys, all := s.Data.People.Texts("person_key"), 0.0
	times := make([]map[string]float64, len(bands))
	for i, b := range bands {
		persons, ok := s.personYears(p, sex, ethnicity, b.From, b.To)
		if !ok {
			return Row{}, false
		}
		residents[i], standard[i], times[i] = persons, float64(b.Weight), map[string]float64{}
		all += persons
	}
	for _, r := range of {
		age := s.Age[r]
		if age < 0 { // an age of 0 that does not count is unknown already
			unknown++
			continue
		}
		for i, b := range bands {
			if int(age) < b.From || int(age) > b.To {
				continue
			}
			counts[i]++
			key := "row " + strconv.Itoa(int(r))
			if keys != nil && keys.IsValid(int(r)) {
				key = "key " + keys.Value(int(r))
			}
			times[i][key]++
		}
	}
	known := 0.0
	for i, persons := range times {
		known += counts[i]
		for _, n := range persons {
			squares[i] += n * n
		}
	}
	e := stats.DirectlyStandardised(counts, residents, standard, 1000)
	if keys != nil {
		e = stats.DirectlyStandardisedRepeats(counts, squares, residents, standard, 1000)
	}
	return Row{Estimate: e, Extra: map[string]stats.Number{"crude": number(1000 * known / all), "not_known": number(float64(unknown))}}, true
}
