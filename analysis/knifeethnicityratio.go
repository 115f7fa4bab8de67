package analysis

var _ = register(Breakdown{
	Name:      "knife-ethnicity-ratio",
	Title:     "Knife crime: rate of each ethnic group against White residents",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "ethnicity", "population"},
	Headlines: []string{"knife-victims-black-rate-ratio", "knife-suspects-black-rate-ratio"},
	Doc: Doc{
		Counts:   "Victims, and apart from them suspects, of knife crime offences: each ethnic group as a rate of its residents, against the rate of White people. Single periods and, where the extract covers them, three years together.",
		Base:     "Victims or suspects; residents of the group, all ages, times years.",
		LeftOut:  "People whose ethnicity is not known are counted and bound the ratio. One basis of ethnicity is used, self-defined if there is one; officers' codes have no Mixed, and then there is no such row.",
		Method:   "As for all serious violence: rate ratios with logarithmic or exact conditional 95% limits, bounds for the people of unknown ethnicity, three years together as sums of counts over sums of residents times years. With fewer than 6 on either side there is no ratio.",
		Misleads: "Disproportionality describes recorded offences; it is not evidence of a cause or of bias either way. Residents are not those at risk, and rates are not adjusted for age, which matters for knife crime. Single years swing widely.",
	},
	Compute: func(s *Study) (Result, error) {
		return s.ethnicityRatios("knife-ethnicity-ratio", KnifeCrime, s.knifePeople, func(u Unit) string { return "knife-" + u.Plural() + "-black-rate-ratio" })
	},
})
