package analysis

var _ = register(Breakdown{
	Name:      "cost-pack",
	Title:     "Cost of all offences of the definition pack",
	Theme:     Cost,
	Needs:     []string{"pack", "costs", "offences.ho_code"},
	Headlines: []string{"cost-pack-recorded", "cost-pack-estimated"},
	Doc: Doc{
		Counts:   "All offences of the definition pack, each once, recorded in the period of costs, by line of the cost book; what they cost as recorded, and estimated with under-reporting.",
		Base:     "Offences; pounds in prices of the chosen financial year.",
		LeftOut:  "Offences of classes without a unit cost in the edition: listed by class, never costed at 0.",
		Method:   "As for the cost involving under-25s.",
		Misleads: "As for the cost involving under-25s. Sexual offences have the highest multiplier, so their share of the estimated cost rests most on it.",
	},
	Compute: func(s *Study) (Result, error) {
		return s.costBreakdown("cost-pack", s.wholePack(), "cost-pack-recorded", "cost-pack-estimated")
	},
})
