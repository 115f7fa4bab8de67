package analysis

var _ = register(Breakdown{
	Name:      "knife-places",
	Title:     "Knife crime at named places",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "points", "places"},
	Headlines: []string{"knife-top-places"},
	Doc:       placeDoc("Knife crime offences"),
	Compute: func(s *Study) (Result, error) {
		return knifeProfile(s).places(1).result("knife-places", "knife-top-places")
	},
})
