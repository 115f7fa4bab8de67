package analysis

var _ = register(Breakdown{
	Name:      "knife-suspects-age",
	Title:     "Suspects of knife crime by age band",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "suspects"},
	Headlines: []string{"knife-suspects-top-age-band"},
	Doc: Doc{
		Counts:   "Suspects of knife crime offences, by age band, and each band's share beside its share of residents.",
		Base:     "Suspects; shares are of suspects whose age is known. Rates are per 1,000 residents of the band.",
		LeftOut:  "Suspects of unknown age are counted in rows of their own. Offences without an identified suspect have none here.",
		Method:   "As for victims by age band. The band 1 to 17 is called the largest only if the multinomial interval of its lead over the next band excludes 0.",
		Misleads: "Suspects are alleged, not offenders, and many offences have none. 1 to 17 spans 17 years and 18 to 24 spans 7: per single year of age the order can differ.",
	},
	Compute: func(s *Study) (Result, error) {
		g := s.knifePeople(Suspect)
		result, now, err := s.ageProfile("knife-suspects-age", g, "knife-suspects-top-age-band")
		if err != nil {
			return result, err
		}
		result.Statements = append(result.Statements, s.topAgeBand("knife-suspects-top-age-band", KnifeCrime, &result.Tables[0], g, now))
		return result, nil
	},
})
