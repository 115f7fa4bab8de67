package analysis

var _ = register(Breakdown{
	Name:      "suspects-age-sex",
	Title:     "Suspects by age band and sex, against residents",
	Theme:     Persons,
	Needs:     []string{"pack", "suspects", "people.sex", "population"},
	Headlines: []string{"suspects-age-sex-young-males"},
	Doc: Doc{
		Counts:   "Suspects of offences of the definition pack, by age band and sex, beside residents of the same age and sex.",
		Base:     "Suspects; rates are per 1,000 residents of the age band and sex. Shares are of suspects whose age and sex are both known.",
		LeftOut:  "Suspects whose age or sex is not known are counted in a row of their own. Offences without an identified suspect have none here.",
		Method:   "As for victims by age band and sex: Byar or exact Poisson limits on rates; share ratios with the Wilson limits divided by the share of residents; drawn per single year of age, since bands differ in width.",
		Misleads: "Suspects are alleged, and offences without a suspect are not like those with one. Small bands have wide intervals.",
	},
	Compute: func(s *Study) (Result, error) { return s.ageSexProfile("suspects-age-sex", s.packPeople(Suspect)) },
})
