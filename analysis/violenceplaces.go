package analysis

var _ = register(Breakdown{
	Name:      "violence-places",
	Title:     "Serious violence at named places",
	Theme:     Where,
	Needs:     []string{"pack", "points", "places"},
	Headlines: []string{"violence-top-places"},
	Doc:       placeDoc("Offences of the definition pack"),
	Compute: func(s *Study) (Result, error) {
		return violenceProfile(s, Where).places(4).result("violence-places", "violence-top-places")
	},
})

// placeDoc is the documentation of the breakdowns by named place.
func placeDoc(counted string) Doc {
	return Doc{
		Counts:   counted + " within the radius of each named place, ranked by count, with the number per square kilometre of the circle.",
		Base:     "Offences; the part is of all offences with a known point.",
		LeftOut:  "Offences without a point: counted in a row of their own before the total.",
		Method:   "Count over offences with a point, with Byar's 95% limits of the count, exact Poisson below 10 (Breslow and Day 1987); 95% range of ranks and probability of being among the top from seeded gamma draws (Marshall and Spiegelhalter 1998). A place without a radius of its own has 300 m for a town centre, 200 m for a station and 150 m otherwise.",
		Misleads: "A bigger circle catches more: compare the number per square kilometre. Circles overlap, so places share offences and do not add up. Railway offences are recorded by the British Transport Police and are most likely missing at stations. Points moved to shared map points count for the wrong place. Only places named in the settings are looked at.",
	}
}
