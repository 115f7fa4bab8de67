package analysis

import (
	"strings"

	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "offence-mix",
	Title:     "Serious violence by offence",
	Theme:     Overall,
	Needs:     []string{"pack"},
	Headlines: []string{"offence-mix-top-share", "offence-mix-change"},
	Doc: Doc{
		Counts:   "Offences of the definition pack by offence subgroup and by class, their change since the period before, and all counted offences of the extract by offence group.",
		Base:     "Offences. Shares are of the offences whose subgroup, class or group is known.",
		LeftOut:  "Offences that are not in recorded status or not in the area. The tables of the pack leave out offences outside the definition pack; the table of offence groups has them.",
		Method:   "Share with Wilson 95% limits (Wilson 1927). Change as the ratio of counts a day, with the exact conditional test (Przyborowski and Wilenski 1940) and p-values corrected for the number of rows (Benjamini and Hochberg 1995).",
		Misleads: "Under the London definition an offence may be in the pack for the age of one person in it or for a flag, so the mix shows the definition as much as the violence. Two periods are not a trend, and late recording lowers the newest months. Counts vary more than the test assumes.",
	},
	Compute: offenceMix,
})

// packOffences names the offences of the definition pack: "serious violence
// offences".
func (s *Study) packOffences() string {
	if words := s.packWords(); strings.HasSuffix(words, "offences") {
		return words
	}
	return s.packWords() + " offences"
}

// pack selects the offences of the definition pack.
func (s *Study) pack(p datasets.Period) Selection { return s.Offences(p, s.Pack) }

// packNote says which definition acts.
func (s *Study) packNote() string {
	if s.Definition == nil {
		return capital(s.packWords()) + ": the definition pack."
	}
	return capital(s.packWords()) + `: offences in the definition pack "` + s.Definition.Title + `".`
}

func offenceMix(s *Study) (Result, error) {
	if len(s.pack(s.Period)) == 0 {
		return Result{}, skipf("no offence of the definition pack in the period")
	}
	category, dimension := s.subgroups()
	spec := levelTable{
		ID: "offence-mix", Title: capital(s.packOffences()) + " by " + lowerFirst(dimension.Header), Unit: Offence, Counted: s.packOffences(),
		Dimension: dimension, Category: category, Ranked: true, Rows: s.pack,
	}
	result := Result{Tables: spec.describe(s, lowerFirst(dimension.Header))}
	result.Tables[0].Notes = append([]string{s.packNote()}, result.Tables[0].Notes...)
	if dimension.Name == "ho_subgroup" && s.Data.Offences.Has("ho_class") {
		classes := spec
		classes.ID, classes.Title = "offence-class", capital(s.packOffences())+" by offence class"
		classes.Dimension, classes.Category = Dimension{"ho_class", "Offence class"}, s.Class
		result.Tables = append(result.Tables, classes.describe(s, "offence class")...)
	}
	if group := s.mostComplete([]Dimension{{"ho_group", "Offence group"}, {"force_group", "Offence group of the force"}}); group.Name != "" {
		groups := levelTable{
			ID: "offence-groups", Title: "All offences of the extract by offence group", Unit: Offence, Counted: "offences",
			Dimension: group, Category: s.Data.Offences.Category(group.Name), Ranked: true,
			Rows: func(p datasets.Period) Selection { return s.Offences(p) },
		}
		result.Tables = append(result.Tables, groups.describe(s, "offence group")...)
	}
	var change *Table
	if len(s.Periods()) == 2 {
		t := spec.buildChange(s, "offence-change", "Change in "+s.packOffences()+" by "+lowerFirst(dimension.Header), s.packSeries(), offenceSeries)
		result.Tables = append(result.Tables, t)
		change = &t
	}
	result.Charts = []Chart{{
		ID: "offence-mix", Table: "offence-mix", Mark: Bars, Finding: "offence-mix-top-share",
		Title: spec.Title, Subtitle: s.subtitle(spec.Title, s.Periods()...),
		Category: dimension.Name, Series: "period", Measure: "numerator", Unit: "Offences",
	}, {
		ID: "offence-mix-months", Table: "offence-mix-by-month", Mark: Multiples,
		Title: spec.Title + ", month by month", Subtitle: s.subtitle(capital(s.packOffences())+" by "+s.monthCounted()+", on one scale", s.bothPeriods()),
		Category: "month", Series: dimension.Name, Measure: "numerator", Unit: "Offences",
	}}
	result.Statements = []Statement{
		topLevel{
			ID: "offence-mix-top-share", Theme: Overall, Spec: spec, Table: &result.Tables[0],
			Field: lowerFirst(dimension.Header), Subject: s.packOffences(), Filter: "offences of the definition pack",
			Predicate: func(label string) string { return "were " + lowerFirst(label) },
		}.statement(s),
		changeStatement{
			ID: "offence-mix-change", Theme: Overall, Unit: Offence, Table: change, Row: "Total",
			Subject: s.packOffences(), Filter: "offences of the definition pack",
		}.statement(s),
	}
	return result, nil
}
