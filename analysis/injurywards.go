package analysis

var _ = register(Breakdown{
	Name:      "injury-wards",
	Title:     "Violence with injury by ward",
	Theme:     Where,
	Needs:     []string{"offences.ho_subgroup", "wards"},
	Headlines: []string{"injury-wards-top", "injury-wards-highest-rate"},
	Doc:       areaDoc("Violence with injury offences", "wards"),
	Compute: func(s *Study) (Result, error) {
		return injuryProfile(s, Where).wards(3).result("injury-wards", "injury-wards-top", "injury-wards-highest-rate")
	},
})
