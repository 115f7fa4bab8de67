package analysis

import "svna/datasets"

var _ = register(Breakdown{
	Name:      "knife-possession",
	Title:     "Possession of knives and other weapons",
	Theme:     KnifeCrime,
	Needs:     []string{"records", "offences.ho_group"},
	Headlines: []string{"knife-possession-top-share", "knife-possession-change"},
	Doc: Doc{
		Counts:   "Offences of possession of weapons recorded in the period, by offence class: articles with a blade or point, other knives offences, other weapons, firearms.",
		Base:     "Offences; shares are of possession offences whose class is known.",
		LeftOut:  "Knife crime, which is another count: possession is no knife crime under any of its definitions. Offences not in recorded status or not in the area.",
		Method:   "Share with Wilson 95% limits (Wilson 1927). Change as the ratio of counts a day with the exact conditional test (Przyborowski and Wilenski 1940).",
		Misleads: "Possession is found by searching, so these counts follow police activity and not how many people carry weapons. They are never added to knife crime.",
	},
	Compute: knifePossession,
})

const weaponsGroup = "Possession of weapons offences"

func knifePossession(s *Study) (Result, error) {
	const subject = "possession of weapons offences"
	mask := MaskOf(s.Data.Offences.Category("ho_group"), weaponsGroup)
	spec := levelTable{
		ID: "knife-possession", Title: "Possession of weapons offences by offence class", Unit: Offence, Counted: subject,
		Dimension: Dimension{"ho_class", "Offence class"}, Category: s.Class, Ranked: true,
		Rows: func(p datasets.Period) Selection { return s.Offences(p, mask) },
	}
	if len(spec.Rows(s.Period)) == 0 {
		return Result{}, skipf("no possession of weapons offence in the period")
	}
	result := Result{
		Tables: spec.describe(s, "offence class"),
		Charts: []Chart{{
			ID: "knife-possession", Table: "knife-possession", Mark: Bars, Finding: "knife-possession-change",
			Title: spec.Title, Subtitle: s.subtitle("Number of offences of possession", s.Periods()...),
			Category: "ho_class", Series: "period", Measure: "numerator", Unit: "Offences", Note: "Possession is not knife crime.",
		}},
	}
	result.Tables[0].Notes = append([]string{"Possession is not knife crime and is never added to it."}, result.Tables[0].Notes...)
	var change *Table
	if len(s.Periods()) == 2 {
		t := spec.buildChange(s, "possession-change", "Change in possession of weapons offences by offence class", nil, offenceSeries)
		result.Tables, change = append(result.Tables, t), &t
	}
	result.Statements = []Statement{
		topLevel{
			ID: "knife-possession-top-share", Theme: KnifeCrime, Spec: spec, Table: &result.Tables[0], Field: "offence class", Subject: subject,
			Predicate: func(label string) string { return "were " + lowerFirst(label) }, Filter: "possession of weapons offences",
		}.statement(s),
		changeStatement{
			ID: "knife-possession-change", Theme: KnifeCrime, Unit: Offence, Table: change, Row: "Total", Subject: subject, Filter: "possession of weapons offences",
		}.statement(s),
	}
	return result, nil
}
