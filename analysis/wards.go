package analysis

var _ = register(Breakdown{
	Name:      "wards",
	Title:     "Serious violence by ward",
	Theme:     Where,
	Needs:     []string{"pack", "wards"},
	Headlines: []string{"wards-top", "wards-highest-rate"},
	Doc:       areaDoc("Offences of the definition pack", "wards"),
	Compute: func(s *Study) (Result, error) {
		return violenceProfile(s, Where).wards(3).result("wards", "wards-top", "wards-highest-rate")
	},
})

// areaDoc is the documentation of the breakdowns by ward and by LSOA.
func areaDoc(counted, areas string) Doc {
	return Doc{
		Counts:   counted + " by " + areas + " in which they happened: counts, ranks with their range, and rates.",
		Base:     "Offences; rates are per 1,000 residents of the mid-year in which the period starts, or of the nearest year that there is; without a population, shares of the offences with a known area.",
		LeftOut:  "Offences with neither a known code nor a point, and those whose point lies in none of the areas: counted in rows of their own before the total.",
		Method:   "Rate with Byar's 95% limits, exact Poisson below 10 (Breslow and Day 1987); 95% range of ranks, probability of being among the top by count and of having the highest rate, from seeded gamma draws (Marshall and Spiegelhalter 1998); smoothed rates by Marshall's empirical Bayes (1991).",
		Misleads: "There is always a top three: only areas that are in it with a probability of 0.9 are called clearly the top, and an area is said to have had the highest rate only with a probability of 0.95. Residents are the wrong base for town centres and stations, where few live and many come. A ward of May 2022 is not the ward of the same name before. Smoothed rates can hide a small hotspot.",
	}
}
