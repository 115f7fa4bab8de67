package analysis

import (
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "location-type",
	Title:     "Serious violence by location type",
	Theme:     Where,
	Needs:     []string{"pack", "offences.location_type"},
	Headlines: []string{"location-type-top-share"},
	Doc: Doc{
		Counts:   "Offences of the definition pack recorded in the period by kind of place: home, street, town centre, licensed premises, station, school and so on; for the pack and for each of its themes.",
		Base:     "Offences; shares are of offences whose location type is known. Themes overlap: an offence is in each theme that it belongs to, so the themes do not add up to the pack.",
		LeftOut:  "Offences whose location type is not known, from the shares; offences not in recorded status or not in the area.",
		Method:   "Share with Wilson 95% limits (Wilson 1927). The first two levels are told apart by the interval of a difference in one multinomial sample.",
		Misleads: "Types are as the force records them and shade into each other: a street may lie in a town centre. Offences on the railway are recorded by British Transport Police and are missing from a force's extract.",
	},
	Compute: locationType,
})

var locationLabels = map[string]string{
	"own_home": "Own home", "other_home": "Another's home", "licensed": "Licensed premises", "work": "Workplace", "online": "Online", "other": "Other place",
}

// locationPredicate writes a location type after "31% of offences".
func locationPredicate(label string) string {
	switch label {
	case "Own home":
		return "were at the victim's own home"
	case "Another's home":
		return "were at another's home"
	case "Street":
		return "were in the street"
	case "Online":
		return "were online"
	case "Licensed premises":
		return "were at licensed premises"
	}
	return "were at a location of type " + lowerFirst(label)
}

func locationType(s *Study) (Result, error) {
	spec := levelTable{
		ID: "location-type", Title: capital(s.packOffences()) + " by location type", Unit: Offence, Counted: s.packOffences(),
		Dimension: Dimension{"location_type", "Location type"}, Category: s.Data.Offences.Category("location_type"), Labels: locationLabels,
		Ranked: true, Rows: s.pack,
	}
	if len(s.pack(s.Period)) == 0 {
		return Result{}, skipf("no offence of the definition pack in the period")
	}
	result := Result{
		Tables: spec.describe(s, "location type"),
		Charts: []Chart{{
			ID: "location-type", Table: "location-type", Mark: Bars, Finding: "location-type-top-share",
			Title: spec.Title, Subtitle: s.subtitle("Share of "+s.packOffences()+" with a known location type", s.Periods()...),
			Category: "location_type", Series: "period", Measure: "value", Unit: "% of offences",
		}},
	}
	result.Tables[0].Notes = append([]string{s.packNote()}, result.Tables[0].Notes...)
	result.Statements = []Statement{topLevel{
		ID: "location-type-top-share", Theme: Where, Spec: spec, Table: &result.Tables[0], Field: "location type", Subject: s.packOffences(),
		Predicate: locationPredicate, Filter: "offences of the definition pack whose location type is known",
	}.statement(s)}
	if s.Definition != nil {
		result.Tables = append(result.Tables, s.locationByTheme(spec))
	}
	return result, nil
}

// locationByTheme sets the location types of the pack's themes side by side.
func (s *Study) locationByTheme(spec levelTable) Table {
	t := Table{
		ID: "location-type-by-theme", Title: s.title(capital(s.packOffences())+" by theme and location type", s.Period), Unit: Offence,
		Dimensions: []Dimension{{"theme", "Theme"}, spec.Dimension},
		Columns:    shareColumns("Offences", "Offences of the theme with a known location type", "Share"),
		Notes:      []string{themesOverlap},
	}
	order := spec.order(Count(spec.Category, spec.Rows(s.Period)), []datasets.Period{s.Period}, s)
	t.addNotes(s.themeNotes()...)
	for _, theme := range s.Definition.Themes() {
		if s.ThemeLacks[theme] != "" {
			t.Rows = append(t.Rows, s.unknownTheme(theme, themeLabel(theme), "Total"))
			continue
		}
		tally := Count(spec.Category, s.Offences(s.Period, s.Pack, s.ThemeOf[theme]))
		for _, level := range order {
			e := stats.Share(float64(tally.Of(level)), float64(tally.Known())).Scale(100)
			if knownPart(tally) < completeForWords && e.Value.Known() {
				e.Status = stats.LowReliability
			}
			t.Rows = append(t.Rows, Row{Levels: []string{themeLabel(theme), spec.label(level)}, Estimate: e})
		}
		t.Rows = append(t.Rows, missingRows(tally, themeLabel(theme))...)
		t.Rows = append(t.Rows, countRow(TotalRow, tally.Total(), themeLabel(theme), "Total"))
	}
	return t
}
