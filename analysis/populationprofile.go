package analysis

import (
	"cmp"
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "population-profile",
	Title:     "Residents by age, sex and ethnic group",
	Theme:     Place,
	Needs:     []string{"population"},
	Headlines: []string{"population-profile-children"},
	Doc: Doc{
		Counts:   "Residents of the area by age band, by sex and by ethnic group: the base of the rates of this assessment.",
		Base:     "Residents; shares are of all residents of the same source and year.",
		LeftOut:  "Visitors, commuters and people not counted by the census or the estimates.",
		Method:   "As published; no interval, since these are estimates of the whole population and not counts of events.",
		Misleads: "Estimates of different years and sources do not add up with one another: ethnic groups are of the census, ages and sexes of a mid-year. Town centres have many people and few residents.",
	},
	Compute: populationProfile,
})

// Resident is the unit of population tables.
const Resident Unit = "resident"

func populationProfile(s *Study) (Result, error) {
	t := Table{
		ID: "population-profile", Unit: Resident,
		Dimensions: []Dimension{{"characteristic", "Characteristic"}, {"group", "Group"}},
		Columns: []Column{
			{"numerator", "Residents", AsCount},
			{"denominator", "All residents", AsCount},
			{"value", "Share of residents (%)", AsShare},
			{"method", "Method", AsText},
		},
	}
	var notes, sources, characteristics []string
	block := func(characteristic string, groups []residentGroup) {
		rows, year := s.residentRows(characteristic, groups)
		t.Rows = append(t.Rows, rows...)
		if len(rows) > 0 {
			sources = append(sources, s.Population.SourceOf(s.Area.Code, year))
			notes = append(notes, characteristic+": residents of "+datasets.NewMonth(year, 1).String()[:4]+".")
			characteristics = append(characteristics, lowerFirst(characteristic))
		}
	}
	block("Age band", ageGroups(datasets.AgeBands(s.Parameters.AgeBands)))
	block("Sex", []residentGroup{{"Male", datasets.Residents{Sex: "male", AgeTo: datasets.AllAges}}, {"Female", datasets.Residents{Sex: "female", AgeTo: datasets.AllAges}}})
	var ethnic []residentGroup
	for _, group := range standardLevels("people", "ethnicity_sde") {
		ethnic = append(ethnic, residentGroup{group, datasets.Residents{Ethnicity: group, AgeTo: datasets.AllAges}})
	}
	block("Ethnic group", ethnic)
	if len(t.Rows) == 0 {
		return Result{}, skipf("the population has no residents of %s", s.Area.Name)
	}
	t.Title = s.title("Residents by " + list(characteristics))
	t.Notes = notes
	t.Source = cmp.Or(strings.Join(slices.Compact(sources), "; "), "the population of the settings, which names no source")
	t.Notes = append(t.Notes, "Ages under the first band are in a row of their own, so that the bands add up.")
	if s.Population.Note != "" {
		t.Notes = append(t.Notes, s.Population.Note)
	}
	return Result{Tables: []Table{t}, Charts: []Chart{{
		ID: "population-profile", Table: t.ID, Mark: Bars, Title: "Residents by age band",
		Subtitle: s.subtitle("Share of residents by age band"), Category: "group", Measure: "value", Unit: "% of residents",
		Only: map[string]string{"characteristic": "Age band"}, Note: "Bands differ in width. " + notes[0],
	}}, Statements: []Statement{s.childrenStatement("population-profile-children", &t)}}, nil
}

// childrenStatement is the share of residents aged 1 to 17, as published: a number
// of residents has no interval.
func (s *Study) childrenStatement(id string, t *Table) Statement {
	row, ok := t.Find("Age band", childBand)
	if !ok || !row.Estimate.Value.Known() {
		return notProduced(id, Place, "there is no number of residents aged "+childBand)
	}
	return Statement{
		ID: id, Theme: Place, Unit: Resident, Value: "per cent", Period: s.Period,
		Filter:  "residents aged " + childBand + ", of residents of all ages",
		Figures: []Figure{FigureOf(t, row, childBand)},
		Say: func(f []Figure) string {
			e := f[0].Estimate
			return percent(e.Value) + " of residents were aged " + childBand + " (" + count(e.Numerator) + " of " + count(e.Denominator) + ", as published), the base of rates for the " + s.Period.Name() + "."
		},
	}
}

// residentGroup is a group of residents and how to ask for it.
type residentGroup struct {
	label string
	ask   datasets.Residents
}

// ageGroups are the age bands, and the ages under the first of them.
func ageGroups(bands []datasets.AgeBand) []residentGroup {
	var groups []residentGroup
	if len(bands) > 0 && bands[0].From == 1 {
		groups = append(groups, residentGroup{"Under 1", datasets.Residents{}})
	} else if len(bands) > 0 && bands[0].From > 1 {
		groups = append(groups, residentGroup{"Under " + commas(bands[0].From), datasets.Residents{AgeTo: bands[0].From - 1}})
	}
	for _, b := range bands {
		groups = append(groups, residentGroup{b.Label, datasets.Residents{AgeFrom: b.From, AgeTo: b.To}})
	}
	return groups
}

// residentRows are the groups of one characteristic and their total, or nothing
// where the population does not answer for one of them.
func (s *Study) residentRows(characteristic string, groups []residentGroup) (rows []Row, year int) {
	total := 0.0
	for _, g := range groups {
		g.ask.Area, g.ask.Year = s.Area.Code, s.Period.From.Year()
		n, of, ok := s.Population.Persons(g.ask)
		if !ok {
			return nil, 0
		}
		year = of
		total += n
		rows = append(rows, Row{Levels: []string{characteristic, g.label}, Estimate: stats.Estimate{Numerator: number(n), Method: "as published"}}.published())
	}
	for i := range rows {
		e := &rows[i].Estimate
		e.Denominator, e.Value = number(total), number(100*e.Numerator.Or(0)/total)
	}
	return append(rows, Row{Levels: []string{characteristic, "All residents"}, Kind: TotalRow, Estimate: stats.Estimate{Numerator: number(total), Method: "as published"}}.published()), year
}
