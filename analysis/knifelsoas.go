package analysis

var _ = register(Breakdown{
	Name:      "knife-lsoas",
	Title:     "Knife crime by LSOA",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "lsoas"},
	Headlines: []string{"knife-lsoas-top"},
	Doc:       areaDoc("Knife crime offences", "LSOAs"),
	Compute: func(s *Study) (Result, error) {
		return knifeProfile(s).lsoas(3).result("knife-lsoas", "knife-lsoas-top", "")
	},
})
