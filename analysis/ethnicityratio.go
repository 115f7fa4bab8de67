package analysis

import (
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "ethnicity-ratio",
	Title:     "Victims and suspects: rate of each ethnic group against White residents",
	Theme:     Persons,
	Needs:     []string{"pack", "ethnicity", "population"},
	Headlines: []string{"ethnicity-ratio-victims-black", "ethnicity-ratio-suspects-black"},
	Doc: Doc{
		Counts:   "Victims, and apart from them suspects, of offences of the definition pack: each ethnic group as a rate of its residents, against the rate of White people. Single periods and, where the extract covers them, three years together.",
		Base:     "Victims or suspects; residents of the group, all ages, times years.",
		LeftOut:  "People whose ethnicity is not known are counted and bound the ratio. One basis of ethnicity is used, self-defined if there is one; officers' codes have no Mixed, and then there is no such row.",
		Method:   "Rate ratio with logarithmic 95% limits, exact conditional limits where either count is below 10 (Breslow and Day 1987). Bounds give all people of unknown ethnicity to White and then to the group, as in the relative rate index of the Ministry of Justice and the Youth Justice Board. Three years: sums of counts over sums of residents times years. With fewer than 6 on either side there is no ratio.",
		Misleads: "Disproportionality describes recorded offences; it is not evidence of a cause or of bias either way. Residents are not those at risk, and rates are not adjusted for age. Single years swing widely.",
	},
	Compute: func(s *Study) (Result, error) {
		return s.ethnicityRatios("ethnicity-ratio", Persons, s.packPeople, func(u Unit) string { return "ethnicity-ratio-" + u.Plural() + "-black" })
	},
})

// referenceGroup is the group that ratios of ethnic groups are against.
const referenceGroup = "White"

// ratioWindows are the periods of the study and, where the offences of the
// extract go back three years, the third year and the three years together.
func (s *Study) ratioWindows() (windows []datasets.Period, pooled bool) {
	windows = s.Periods()
	threeYears := datasets.Period{From: s.Period.To - 35, To: s.Period.To}
	if s.firstMonth() > threeYears.From || len(windows) < 2 || s.Period.Months() > 12 {
		return windows, false
	}
	if s.Period.Months() == 12 {
		windows = append(windows, datasets.Period{From: threeYears.From, To: threeYears.From + 11})
	}
	return append(windows, threeYears), true
}

// ratioTitle is the title of a table over the windows of ratios: its rows name theirs.
func (s *Study) ratioTitle(what string) string {
	if windows, pooled := s.ratioWindows(); pooled {
		return s.title(what, windows[len(windows)-1])
	}
	return s.title(what, s.Periods()...)
}

// pooledResidents says what stands for residents in rows of three years.
const pooledResidents = "In rows of 36 months residents are counted once a year."

// ethnicityRatios makes the table, chart and statements of each group's rate
// against that of White people, for victims and for suspects.
func (s *Study) ethnicityRatios(id string, theme Theme, people func(Unit) personGroup, headline func(Unit) string) (Result, error) {
	basis := s.ethnicityBases()[0]
	windows, pooled := s.ratioWindows()
	t := Table{
		ID: id, Title: s.ratioTitle("Rate of each ethnic group against White residents, " + people(Victim).Subject + " and suspects"), Unit: MixedUnits,
		Dimensions: []Dimension{{"period", "Period"}, {"role", "Role"}, {"ethnicity", "Ethnic group (" + basis.Words + ")"}},
		Columns:    s.groupRatioColumns("People of the group", "White people"),
		Notes:      []string{"Ethnicity is " + basis.Words + ".", s.residentsNote(referenceGroup), suspectsLine, ratiosLine},
	}
	if basis.Field == "ethnicity_ic" {
		t.Notes = append(t.Notes, observedLine)
	}
	if pooled {
		t.addConstants(pooledResidents)
	} else {
		t.Notes = append(t.Notes, "The extract does not cover three years, so there are no ratios over three years.")
	}
	for _, p := range windows {
		for _, role := range []Unit{Victim, Suspect} {
			if s.hasRole(string(role)) {
				t.Rows = append(t.Rows, s.ethnicityRatioRows(p, people(role), basis)...)
			}
		}
	}
	if len(t.Rows) == 0 {
		return Result{}, skipf("no person in the period")
	}
	about := capital(s.packWords())
	if theme == KnifeCrime {
		about = "Knife crime"
	}
	result := Result{Tables: []Table{t}, Charts: []Chart{{
		ID: id, Table: id, Mark: Forest, Title: about + ": rate of each ethnic group against White residents",
		Subtitle: s.subtitle("Rate ratio to White people, with 95% confidence interval", s.Period),
		Category: "ethnicity", Series: "role", Measure: "value", Unit: "Rate ratio", Interval: true,
		Only: map[string]string{"period": s.Period.Name()}, Reference: number(1), ReferenceLabel: "White", Note: ratiosLine,
	}}}
	for _, role := range []Unit{Victim, Suspect} {
		result.Statements = append(result.Statements, s.blackWhiteRatio(headline(role), theme, &t, people(role), pooled, windows))
	}
	return result, nil
}

// ethnicityRatioRows are the rows of one period and role: the groups against
// White, White itself, the kinds of not known, the total.
func (s *Study) ethnicityRatioRows(p datasets.Period, g personGroup, basis ethnicityBasis) []Row {
	tally := g.peopleOf(s, p, s.Ethnicity)
	if tally.Total() == 0 {
		return nil
	}
	role := capital(g.Unit.Plural())
	base, _ := s.personYears(p, "", referenceGroup, 0, datasets.AllAges)
	var rows []Row
	for _, level := range basis.Groups {
		if level == referenceGroup {
			continue
		}
		ratio := groupRatio{
			People: float64(tally.Of(level)), Reference: float64(tally.Of(referenceGroup)),
			Base: base, Unknown: float64(tally.Missing()), KnownPart: knownPart(tally),
		}
		ratio.Residents, _ = s.personYears(p, "", level, 0, datasets.AllAges)
		rows = append(rows, ratio.row(p.Name(), role, level).onGroups(g.Unit, tally.rowsOf(level), tally.rowsOf(referenceGroup), tally.kindRows("")))
	}
	reference := countRow(LevelRow, tally.Of(referenceGroup), p.Name(), role, referenceGroup)
	reference.Estimate.Denominator, reference.Estimate.Value, reference.Estimate.Method = reference.Estimate.Numerator, number(1), "reference group"
	rows = append(rows, reference.on(g.Unit, tally.rowsOf(referenceGroup), tally.rowsOf(referenceGroup)))
	for _, row := range missingRows(tally, p.Name(), role) {
		rows = append(rows, row.on(g.Unit, tally.kindRows(row.Levels[2]), nil))
	}
	return append(rows, countRow(TotalRow, tally.Total(), p.Name(), role, "Total").on(g.Unit, tally.rows, nil))
}

// blackWhiteRatio is the statement on Black and White people in one role.
func (s *Study) blackWhiteRatio(id string, theme Theme, t *Table, g personGroup, pooled bool, windows []datasets.Period) Statement {
	role := capital(g.Unit.Plural())
	row, found := t.Find(s.Period.Name(), role, "Black")
	if !found {
		return notProduced(id, theme, "there are no "+g.Subject+" in the period")
	}
	d := disproportion{
		ID: id, Theme: theme, Group: g, A: "Black people", B: "White people", Field: "ethnicity",
		Filter:  g.Subject + "; rate per resident of Black people over that of White people",
		Figures: []Figure{FigureOf(t, row, "Black people")},
	}
	if pooled {
		longer := windows[len(windows)-1]
		if row, found := t.Find(longer.Name(), role, "Black"); found && row.Estimate.Value.Known() {
			d.Figures, d.LongerFor = append(d.Figures, FigureOf(t, row, "Black people")), "the "+longer.Name()
		}
	}
	return d.statement(s)
}
