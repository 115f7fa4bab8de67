package analysis

var _ = register(Breakdown{
	Name:      "suspects-age",
	Title:     "Suspects by age band",
	Theme:     Persons,
	Needs:     []string{"pack", "suspects"},
	Headlines: []string{"suspects-age-1-17-share"},
	Doc: Doc{
		Counts:   "Suspects of offences of the definition pack, by age band, and each band's share beside its share of residents.",
		Base:     "Suspects; shares are of suspects whose age is known. Rates are per 1,000 residents of the band.",
		LeftOut:  "Suspects of unknown age are counted in rows of their own. Offences without an identified suspect have none here.",
		Method:   "As for victims by age band: Wilson limits on shares, Byar or exact Poisson limits on rates, share ratios with the Wilson limits divided by the share of residents.",
		Misleads: "Suspects are alleged, and many offences have none, so the known ones need not be like the unknown. Unknown age is common. Bands differ in width.",
	},
	Compute: func(s *Study) (Result, error) {
		g := s.packPeople(Suspect)
		result, now, err := s.ageProfile("suspects-age", g, "suspects-age-1-17-share")
		if err != nil {
			return result, err
		}
		result.Statements = append(result.Statements, s.topAgeBand("suspects-age-1-17-share", Persons, &result.Tables[0], g, now))
		return result, nil
	},
})
