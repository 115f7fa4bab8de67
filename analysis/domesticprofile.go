package analysis

import "svna/datasets"

var _ = register(Breakdown{
	Name:      "domestic-profile",
	Title:     "Domestic abuse: offences and victims",
	Theme:     DomesticAbuse,
	Needs:     []string{"pack", "offences.flag_domestic_abuse"},
	Headlines: []string{"domestic-profile-injury-share", "domestic-profile-female-share", "domestic-profile-relationship-share", "domestic-profile-change"},
	Doc: Doc{
		Counts:   "The part of each offence subgroup that is flagged domestic abuse; offences of the definition pack with and without the flag; victims of the flagged ones by age band, sex and relationship to the suspect.",
		Base:     "Shares of subgroups are of all counted offences of the subgroup in the extract, since the London pack takes in domestic abuse at any age but other violence only where a person under 25 is involved. Victims are counted once an offence; their shares are of victims with a known value.",
		LeftOut:  "From the tables of victims: flagged offences outside the definition pack, and values that are not known. An extract without the flag gives no figure, not 0%.",
		Method:   "Share with Wilson 95% limits (Wilson 1927). Change as the ratio of counts a day with the exact conditional test (Przyborowski and Wilenski 1940).",
		Misleads: "The flag depends on what was known and recorded; a flag that is not set is no proof of absence. Metropolitan Police flags before and after March 2024 are not comparable, and national recording rules changed in June 2023. Domestic abuse is a flag across offences, never a slice of offences.",
	},
	Compute: domesticProfile,
})

func domesticProfile(s *Study) (Result, error) {
	flag := flagOf(s.Data.Offences.Category("flag_domestic_abuse"))
	abuse := MaskOf(flag, "yes")
	if len(s.Offences(s.Period, abuse)) == 0 {
		return Result{}, skipf("no offence flagged domestic abuse in the period")
	}
	category, dimension := s.subgroups()
	shares := markedShares{
		levelTable: levelTable{
			ID: "domestic-profile", Title: "Offences flagged domestic abuse, by " + lowerFirst(dimension.Header), Unit: Offence, Counted: "offences",
			Dimension: dimension, Category: category, Ranked: true,
			Rows: func(p datasets.Period) Selection {
				return s.Offences(p).Where(func(r int32) bool { return !datasets.Missing(flag.Level(int(r))) })
			},
		},
		Marked: abuse, MarkedAs: "Flagged domestic abuse",
	}
	split := levelTable{
		ID: "domestic-split", Title: capital(s.packOffences()) + " with and without the domestic abuse flag", Unit: Offence, Counted: s.packOffences(),
		Dimension: Dimension{"flag_domestic_abuse", "Domestic abuse flag"}, Category: flag, Labels: abuseLabels, Rows: s.pack,
	}
	result := Result{Tables: append([]Table{shares.build(s)}, split.describe(s, "domestic abuse flag")...), Charts: []Chart{shares.dots(s, "")}}
	result.Tables[0].Notes = append(result.Tables[0].Notes, s.breakNotes("flag_domestic_abuse")...)
	result.Statements = append(result.Statements, s.sayAbuseShare(&result.Tables[0]))
	var change *Table
	if len(s.Periods()) == 2 {
		t := split.buildChange(s, "domestic-change", "Change in "+s.packOffences()+" with and without the domestic abuse flag", []string{"flag_domestic_abuse"}, func(string) []string { return []string{"flag_domestic_abuse"} })
		result.Tables, change = append(result.Tables, t), &t
	}
	result.Statements = append(result.Statements, changeStatement{
		ID: "domestic-profile-change", Theme: DomesticAbuse, Unit: Offence, Table: change, Row: abuseLabels["yes"],
		Subject: s.packOffences() + " flagged domestic abuse", Filter: "offences of the definition pack; flagged domestic abuse",
	}.statement(s))
	s.abuseVictims(&result, abuse)
	return result, nil
}

// sayAbuseShare is the flagged share of violence with injury.
func (s *Study) sayAbuseShare(t *Table) Statement {
	const id, subgroup = "domestic-profile-injury-share", "Violence with injury"
	row, found := t.Find(s.Period.Name(), subgroup)
	if !found || !row.Estimate.Value.Known() {
		return notProduced(id, DomesticAbuse, "there are no violence with injury offences in the period")
	}
	const subject, predicate = "violence with injury offences", "were flagged domestic abuse"
	return Statement{
		ID: id, Theme: DomesticAbuse, Unit: Offence, Value: "per cent", Period: s.Period,
		Filter:  "all counted offences of the subgroup violence with injury; flagged domestic abuse",
		Figures: []Figure{FigureOf(t, row, subgroup)},
		Say:     sayShare(subject, predicate, s.Period, ""),
		Short:   shortShare(subject, predicate),
	}
}

// abuseVictims adds the tables and statements of the victims of flagged offences
// of the pack.
func (s *Study) abuseVictims(result *Result, abuse Mask) {
	const subject = "victims of domestic abuse"
	const filter = "victims of offences of the definition pack flagged domestic abuse"
	spec := levelTable{
		ID: "domestic-victims-sex", Title: "Victims of domestic abuse by sex", Dimension: Dimension{"sex", "Sex"}, Unit: Victim, Counted: subject,
		Rows: func(p datasets.Period) Selection { return s.People("victim", p, s.Pack, abuse) },
	}
	sexes, table, lacking := s.describePeople(result, spec, "sex")
	result.Statements = append(result.Statements, levelShare{
		ID: "domestic-profile-female-share", Theme: DomesticAbuse, Spec: sexes, Table: table, Lacking: lacking, Level: "female",
		Field: "sex", Subject: subject, Predicate: "were female", Filter: filter + ", of known sex; female",
	}.statement(s))
	if len(s.AgeBand.Levels) > 0 && s.Lacks("victims") == "" {
		ages := spec
		ages.ID, ages.Title, ages.Dimension, ages.Category = "domestic-victims-age", "Victims of domestic abuse by age band", Dimension{"age_band", "Age band"}, s.AgeBand
		result.Tables = append(result.Tables, ages.describe(s, "age")...)
	}
	spec.ID, spec.Title, spec.Ranked = "domestic-relationship", "Victims of domestic abuse by relationship to the suspect", true
	spec.Dimension = Dimension{"relationship", "Relationship to the suspect"}
	relations, table, lacking := s.describePeople(result, spec, "relationship")
	result.Statements = append(result.Statements, topLevel{
		ID: "domestic-profile-relationship-share", Theme: DomesticAbuse, Spec: relations, Table: table, Lacking: lacking,
		Field: "relationship", Subject: subject, Predicate: relationPredicate, Filter: filter + ", of known relationship to the suspect",
	}.statement(s))
}

// describePeople adds the tables of a field of victims to a result, its levels in
// the order of the data standard; lacking is why there are none.
func (s *Study) describePeople(result *Result, spec levelTable, field string) (described levelTable, table *Table, lacking string) {
	if lacking = s.lacksAny("victims", "people."+field); lacking != "" {
		return spec, nil, lacking
	}
	spec.Category = ordered(s.Data.People.Category(field), spec.Rows(s.bothPeriods()), standardLevels("people", field)...)
	tables := spec.describe(s, field)
	result.Tables = append(result.Tables, tables...)
	return spec, &tables[0], ""
}
