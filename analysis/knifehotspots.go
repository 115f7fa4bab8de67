package analysis

var _ = register(Breakdown{
	Name:      "knife-hotspots",
	Title:     "Hotspots of knife crime",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "points", "wards"},
	Headlines: []string{"knife-hotspots-share"},
	Doc:       hotspotDoc("Knife crime offences"),
	Compute: func(s *Study) (Result, error) {
		return knifeProfile(s).hotspotResult("knife-hotspots", "knife-hotspots-share")
	},
})
