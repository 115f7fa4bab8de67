package analysis

var _ = register(Breakdown{
	Name:      "knife-trend",
	Title:     "Knife crime month by month: control chart and trend",
	Theme:     KnifeCrime,
	Needs:     []string{"knife"},
	Headlines: []string{"knife-trend-signals", "knife-trend-direction"},
	Doc:       trendDoc("Knife crime offences"),
	Compute: func(s *Study) (Result, error) {
		return knifeProfile(s).trend("knife-trend")
	},
})
