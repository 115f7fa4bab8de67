package analysis

var _ = register(Breakdown{
	Name:      "knife-victims-age",
	Title:     "Victims of knife crime by age band",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "victims"},
	Headlines: []string{"knife-victims-age-1-17-share"},
	Doc: Doc{
		Counts:   "Victims of knife crime offences, by age band, and each band's share beside its share of residents.",
		Base:     "Victims; shares are of victims whose age is known. Rates are per 1,000 residents of the band.",
		LeftOut:  "Victims of unknown age are counted in rows of their own. Possession of a knife has no victim and is not knife crime.",
		Method:   "As for victims by age band: Wilson limits on shares, Byar or exact Poisson limits on rates, share ratios with the Wilson limits divided by the share of residents.",
		Misleads: "A victim of knife crime need not have been hurt: most are threatened. Bands differ in width, and small bands have wide intervals.",
	},
	Compute: func(s *Study) (Result, error) {
		g := s.knifePeople(Victim)
		result, now, err := s.ageProfile("knife-victims-age", g, "knife-victims-age-1-17-share")
		if err != nil {
			return result, err
		}
		result.Statements = append(result.Statements, s.topAgeBand("knife-victims-age-1-17-share", KnifeCrime, &result.Tables[0], g, now))
		return result, nil
	},
})
