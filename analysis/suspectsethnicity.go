package analysis

var _ = register(Breakdown{
	Name:      "suspects-ethnicity",
	Title:     "Suspects by ethnic group",
	Theme:     Persons,
	Needs:     []string{"pack", "suspects", "ethnicity"},
	Headlines: []string{"suspects-ethnicity-recorded"},
	Doc: Doc{
		Counts:   "Suspects of offences of the definition pack, by ethnic group in five groups: self-defined where the extract has it, and as observed by officers in a table apart.",
		Base:     "Suspects; shares are of suspects whose ethnicity is known on that basis. Rates are per 1,000 residents of the group, all ages.",
		LeftOut:  "Not stated, not recorded and unknown are in rows of their own and are never Other. Offences without an identified suspect have none here.",
		Method:   "Share with Wilson 95% limits (Wilson 1927); rate with Byar limits, exact Poisson below 10. The two bases are never mixed in one rate.",
		Misleads: "Suspects are alleged, and whom police suspect and record is part of what is counted. Officers' observation over a base of how residents describe themselves overstates the groups that it can name. Residents are not those at risk.",
	},
	Compute: func(s *Study) (Result, error) { return s.ethnicityProfile("suspects-ethnicity", s.packPeople(Suspect)) },
})
