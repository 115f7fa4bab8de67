package analysis

import "svna/datasets"

var _ = register(Breakdown{
	Name:      "relationship",
	Title:     "Victims by relationship to the suspect",
	Theme:     Overall,
	Needs:     []string{"pack", "victims", "people.relationship"},
	Headlines: []string{"relationship-top-share"},
	Doc: Doc{
		Counts:   "Victims of offences of the definition pack recorded in the period, by their relationship to the suspect.",
		Base:     "Victims, each once an offence; shares are of victims whose relationship to the suspect is known.",
		LeftOut:  "Offences without a victim who is a person; victims whose relationship is not known, from the shares.",
		Method:   "Share with Wilson 95% limits (Wilson 1927). The first two levels are told apart by the interval of a difference in one multinomial sample.",
		Misleads: "The relationship is known mostly where the suspect is, so strangers are missing more often than partners. The London pack takes in domestic abuse at any age, which raises the part of partners and family. Suspects are alleged.",
	},
	Compute: relationships,
})

// relationPredicate writes a relationship after "52% of victims".
func relationPredicate(label string) string {
	switch label {
	case "Partner", "Stranger":
		return "had a suspect who was a " + lowerFirst(label)
	case "Ex-partner", "Acquaintance":
		return "had a suspect who was an " + lowerFirst(label)
	case "Family":
		return "had a suspect in the family"
	case "Work related":
		return "had a suspect known through work"
	}
	return "had a suspect of " + lowerFirst(label) + " relationship"
}

func relationships(s *Study) (Result, error) {
	spec := levelTable{
		ID: "relationship", Title: "Victims of " + s.packWords() + " by relationship to the suspect", Unit: Victim, Counted: "victims of " + s.packWords(),
		Dimension: Dimension{"relationship", "Relationship to the suspect"}, Ranked: true,
		Rows: func(p datasets.Period) Selection { return s.People("victim", p, s.Pack) },
	}
	if len(spec.Rows(s.Period)) == 0 {
		return Result{}, skipf("no victim of an offence of the definition pack in the period")
	}
	var result Result
	spec, table, lacking := s.describePeople(&result, spec, "relationship")
	result.Tables[0].Notes = append([]string{s.packNote()}, result.Tables[0].Notes...)
	result.Charts = []Chart{{
		ID: "relationship", Table: "relationship", Mark: Bars, Finding: "relationship-top-share",
		Title: spec.Title, Subtitle: s.subtitle("Share of victims whose relationship to the suspect is known", s.Periods()...),
		Category: "relationship", Series: "period", Measure: "value", Unit: "% of victims",
	}}
	result.Statements = []Statement{topLevel{
		ID: "relationship-top-share", Theme: Overall, Spec: spec, Table: table, Lacking: lacking, Field: "relationship",
		Subject: "victims of " + s.packWords(), Predicate: relationPredicate,
		Filter: "victims of offences of the definition pack whose relationship to the suspect is known",
	}.statement(s)}
	return result, nil
}
