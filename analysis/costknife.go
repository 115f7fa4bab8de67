package analysis

var _ = register(Breakdown{
	Name:      "cost-knife",
	Title:     "Cost of knife crime",
	Theme:     Cost,
	Needs:     []string{"knife", "costs", "offences.ho_code"},
	Headlines: []string{"cost-knife-recorded", "cost-knife-estimated"},
	Doc: Doc{
		Counts:   "Knife crime offences recorded in the period of costs, by line of the cost book; what they cost as recorded, and estimated with under-reporting.",
		Base:     "Offences; pounds in prices of the chosen financial year.",
		LeftOut:  "Offences of classes without a unit cost in the edition: listed by class, never costed at 0. Possession of a knife.",
		Method:   "As for the cost involving under-25s: each offence has the unit cost of its class.",
		Misleads: "No edition has a unit cost of knife crime: an offence with a knife is costed as the average of its class, with and without knives, and is likely to be worse. Knife crime overlaps with the pack, so the two costs are never added.",
	},
	Compute: func(s *Study) (Result, error) {
		scope := costScope{"Knife crime", "knife crime", "cost-knife", []Mask{s.Knife}, "Knife crime: " + s.KnifeBasis + "."}
		return s.costBreakdown("cost-knife", scope, "cost-knife-recorded", "cost-knife-estimated")
	},
})
