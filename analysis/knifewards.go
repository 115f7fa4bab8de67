package analysis

var _ = register(Breakdown{
	Name:      "knife-wards",
	Title:     "Knife crime by ward",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "wards"},
	Headlines: []string{"knife-top-wards", "knife-wards-highest-rate"},
	Doc:       areaDoc("Knife crime offences", "wards"),
	Compute: func(s *Study) (Result, error) {
		return knifeProfile(s).wards(3).result("knife-wards", "knife-top-wards", "knife-wards-highest-rate")
	},
})
