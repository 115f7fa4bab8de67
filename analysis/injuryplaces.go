package analysis

var _ = register(Breakdown{
	Name:      "injury-places",
	Title:     "Violence with injury at named places",
	Theme:     Where,
	Needs:     []string{"offences.ho_subgroup", "points", "places"},
	Headlines: []string{"injury-top-places"},
	Doc:       placeDoc("Violence with injury offences"),
	Compute: func(s *Study) (Result, error) {
		return injuryProfile(s, Where).places(3).result("injury-places", "injury-top-places")
	},
})
