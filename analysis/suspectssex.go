package analysis

var _ = register(Breakdown{
	Name:      "suspects-sex",
	Title:     "Suspects by sex",
	Theme:     Persons,
	Needs:     []string{"pack", "suspects", "people.sex"},
	Headlines: []string{"suspects-sex-male-share"},
	Doc: Doc{
		Counts:   "Suspects of offences of the definition pack, by sex.",
		Base:     "Suspects; shares are of suspects whose sex is known. Rates are per 1,000 residents of the sex.",
		LeftOut:  "Suspects of unknown sex are counted in rows of their own. Offences without an identified suspect have none here.",
		Method:   "Share with Wilson 95% limits (Wilson 1927); rate with Byar limits, exact Poisson below 10 (Breslow and Day 1987).",
		Misleads: "Suspects are alleged, and offences without a suspect are not like those with one. One person may be a suspect several times.",
	},
	Compute: func(s *Study) (Result, error) { return s.sexProfile("suspects-sex", s.packPeople(Suspect)) },
})
