package analysis

var _ = register(Breakdown{
	Name:      "lsoas",
	Title:     "Serious violence by LSOA",
	Theme:     Where,
	Needs:     []string{"pack", "lsoas"},
	Headlines: []string{"lsoas-top"},
	Doc:       areaDoc("Offences of the definition pack", "LSOAs"),
	Compute: func(s *Study) (Result, error) {
		return violenceProfile(s, Where).lsoas(3).result("lsoas", "lsoas-top", "")
	},
})
