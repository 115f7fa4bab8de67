package analysis

import "svna/datasets"

var _ = register(Breakdown{
	Name:      "knife-location-type",
	Title:     "Knife crime by location type",
	Theme:     KnifeCrime,
	Needs:     []string{"knife", "offences.location_type"},
	Headlines: []string{"knife-location-type-share"},
	Doc: Doc{
		Counts:   "Knife crime offences recorded in the period by kind of place: street, home, town centre, station, school and so on.",
		Base:     "Offences; shares are of knife crime offences whose location type is known.",
		LeftOut:  "Possession of a knife, which is not knife crime; offences whose location type is not known, from the shares; offences not in recorded status or not in the area.",
		Method:   "Share with Wilson 95% limits (Wilson 1927). The first two levels are told apart by the interval of a difference in one multinomial sample.",
		Misleads: "Types are as the force records them and shade into each other: a street may lie in a town centre. Offences on the railway are recorded by British Transport Police and are missing from a force's extract.",
	},
	Compute: knifeLocationType,
})

func knifeLocationType(s *Study) (Result, error) {
	spec := levelTable{
		ID: "knife-location-type", Title: "Knife crime offences by location type", Unit: Offence, Counted: "knife crime offences",
		Dimension: Dimension{"location_type", "Location type"}, Category: s.Data.Offences.Category("location_type"), Labels: locationLabels,
		Ranked: true, Rows: func(p datasets.Period) Selection { return s.Offences(p, s.Knife) },
	}
	if len(spec.Rows(s.Period)) == 0 {
		return Result{}, skipf("no knife crime offence in the period")
	}
	tables := spec.describe(s, "location type")
	return Result{
		Tables: tables,
		Charts: []Chart{{
			ID: "knife-location-type", Table: "knife-location-type", Mark: Bars, Finding: "knife-location-type-share",
			Title: spec.Title, Subtitle: s.subtitle("Share of knife crime offences with a known location type", s.Periods()...),
			Category: "location_type", Series: "period", Measure: "value", Unit: "% of offences",
		}},
		Statements: []Statement{topLevel{
			ID: "knife-location-type-share", Theme: KnifeCrime, Spec: spec, Table: &tables[0], Field: "location type", Subject: "knife crime offences",
			Predicate: locationPredicate, Filter: "knife crime offences whose location type is known",
		}.statement(s)},
	}, nil
}
