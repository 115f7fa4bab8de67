package analysis

var _ = register(Breakdown{
	Name:      "knife-cells",
	Title:     "Knife crime by grid cell",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "points"},
	Headlines: []string{"knife-cells-top-fifth"},
	Doc:       cellDoc("Knife crime offences"),
	Compute: func(s *Study) (Result, error) {
		return knifeProfile(s).cells("knife-cells", "knife-cells-top-fifth")
	},
})
