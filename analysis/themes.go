package analysis

import (
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "themes",
	Title:     "Serious violence by theme of the definition",
	Theme:     Overall,
	Needs:     []string{"pack"},
	Headlines: []string{"themes-under25-change", "themes-domestic-abuse-change", "themes-sexual-violence-change"},
	Doc: Doc{
		Counts:   "Offences of the definition pack by the theme of the clause that takes them in, by month, and their change since the period before.",
		Base:     "Offences; shares are of all offences of the pack. An offence counts once in the pack and once in each theme whose clause holds.",
		LeftOut:  "Offences outside the pack; offences not in recorded status or not in the area.",
		Method:   "Share with Wilson 95% limits (Wilson 1927). Change as the ratio of counts a day with the exact conditional test (Przyborowski and Wilenski 1940).",
		Misleads: "Themes overlap and never add up to the pack. A theme shows its clause: domestic abuse rests on a flag, and under-25s on ages that may not be known.",
	},
	Compute: themes,
})

const themesOverlap = "An offence is in each theme that it belongs to, so that themes can overlap and need not add up to the pack."

// themeLabel writes a theme of a definition pack in words.
func themeLabel(theme string) string { return capital(datasets.ThemeLabel(theme)) }

func themes(s *Study) (Result, error) {
	if len(s.pack(s.Period)) == 0 || s.Definition == nil {
		return Result{}, skipf("no offence of the definition pack in the period")
	}
	t := Table{
		ID: "themes", Title: s.title(capital(s.packOffences())+" by theme", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"theme", "Theme"}},
		Columns:    shareColumns("Offences", "Offences of the pack", "Share of the pack"),
		Notes:      []string{s.packNote(), themesOverlap},
	}
	t.addNotes(s.themeNotes()...)
	for _, p := range s.Periods() {
		all := len(s.pack(p))
		for _, theme := range s.Definition.Themes() {
			if s.ThemeLacks[theme] != "" {
				t.Rows = append(t.Rows, s.unknownTheme(theme, p.Name(), themeLabel(theme)))
				continue
			}
			of := s.Offences(p, s.Pack, s.ThemeOf[theme])
			t.Rows = append(t.Rows, Row{Levels: []string{p.Name(), themeLabel(theme)}, Estimate: stats.Share(float64(len(of)), float64(all)).Scale(100)}.on(Offence, of, s.pack(p)))
		}
		t.Rows = append(t.Rows, countRow(TotalRow, all, p.Name(), "All of the pack, each offence once").on(Offence, s.pack(p), nil))
	}
	result := Result{
		Tables: []Table{t, s.themesByMonth()},
		Charts: []Chart{{
			ID: "themes", Table: "themes", Mark: Bars, Title: capital(s.packOffences()) + " by theme", Subtitle: s.subtitle("Number of offences", s.Periods()...),
			Category: "theme", Series: "period", Measure: "numerator", Unit: "Offences", Note: themesOverlap,
		}},
	}
	var change *Table
	if len(s.Periods()) == 2 {
		c := s.themesChange()
		result.Tables, change = append(result.Tables, c), &c
	}
	for _, headline := range []struct{ id, theme, subject string }{
		{"themes-under25-change", "violence_exploitation_u25", "offences of violence and exploitation affecting under-25s"},
		{"themes-domestic-abuse-change", "domestic_abuse", "offences of domestic abuse"},
		{"themes-sexual-violence-change", "sexual_violence", "offences of sexual violence"},
	} {
		if lacks := s.lacksTheme(headline.theme); lacks != "" {
			result.Statements = append(result.Statements, notProduced(headline.id, Overall, lacks))
			continue
		}
		result.Statements = append(result.Statements, changeStatement{
			ID: headline.id, Theme: Overall, Unit: Offence, Table: change, Row: themeLabel(headline.theme),
			Subject: headline.subject, Filter: "offences of the definition pack; theme " + lowerFirst(themeLabel(headline.theme)),
		}.statement(s))
	}
	return result, nil
}

// lacksTheme says why the offences of a theme cannot be counted, or "".
func (s *Study) lacksTheme(theme string) string {
	switch {
	case s.ThemeLacks[theme] != "":
		return s.ThemeLacks[theme] + ", so that offences of this theme cannot be counted"
	case s.ThemeOf[theme] == nil:
		return "the definition pack has no theme of " + lowerFirst(themeLabel(theme))
	}
	return ""
}

// unknownTheme is the row of a theme that the extract cannot tell: no count, which is
// not a count of nought.
func (s *Study) unknownTheme(theme string, levels ...string) Row {
	return Row{Levels: levels, Estimate: stats.Estimate{Status: stats.NotAvailable}, Extra: map[string]stats.Number{}, Note: capital(s.ThemeLacks[theme]) + "."}
}

// themeNotes say which themes have no count, or too low a one, and that the pack lacks
// their offences too.
func (s *Study) themeNotes() []string {
	var notes []string
	for _, theme := range s.Definition.Themes() {
		if why := s.ThemeLacks[theme]; why != "" {
			notes = append(notes, themeLabel(theme)+": not available, since "+why+". This is no count of nought, and all of the pack is without such offences too, unless they belong by another theme.")
		}
		if why := s.ThemeInPart[theme]; why != "" {
			notes = append(notes, themeLabel(theme)+": counted in part, since "+why+".")
		}
	}
	return notes
}

func (s *Study) themesByMonth() Table {
	t := Table{
		ID: "themes-by-month", Title: s.title(capital(s.packOffences())+" by theme and month", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"month", "Month"}, {"theme", "Theme"}}, Columns: countColumns("Offences"), Notes: []string{themesOverlap}, ByMonth: true,
	}
	t.addNotes(s.themeNotes()...)
	byTheme := map[string]map[datasets.Month]Selection{}
	for _, theme := range s.Definition.Themes() {
		if s.ThemeLacks[theme] != "" {
			continue
		}
		byTheme[theme] = s.splitByMonth(s.Offences(s.bothPeriods(), s.Pack, s.ThemeOf[theme]), Offence)
	}
	all := s.splitByMonth(s.pack(s.bothPeriods()), Offence)
	for _, m := range s.Months() {
		for _, theme := range s.Definition.Themes() {
			if s.ThemeLacks[theme] != "" {
				t.Rows = append(t.Rows, s.unknownTheme(theme, m.Name(), themeLabel(theme)))
				continue
			}
			t.Rows = append(t.Rows, countRow(LevelRow, len(byTheme[theme][m]), m.Name(), themeLabel(theme)))
		}
		t.Rows = append(t.Rows, countRow(TotalRow, len(all[m]), m.Name(), "All of the pack, each offence once"))
	}
	return t
}

func (s *Study) themesChange() Table {
	t := Table{
		ID: "themes-change", Title: s.title("Change in "+s.packOffences()+" by theme", s.Period, s.Previous), Unit: Offence,
		Dimensions: []Dimension{{"theme", "Theme"}}, Columns: s.changeColumns("Offences"),
		Notes: append([]string{themesOverlap}, s.breakNotes(s.packSeries()...)...),
	}
	t.addNotes(s.themeNotes()...)
	for _, theme := range s.Definition.Themes() {
		if s.ThemeLacks[theme] != "" {
			t.Rows = append(t.Rows, s.unknownTheme(theme, themeLabel(theme)))
			continue
		}
		now, before := s.Offences(s.Period, s.Pack, s.ThemeOf[theme]), s.Offences(s.Previous, s.Pack, s.ThemeOf[theme])
		t.Rows = append(t.Rows, s.changeRow(LevelRow, len(now), len(before), s.themeSeries(theme), themeLabel(theme)).on(Offence, now, before))
	}
	t.Rows = append(t.Rows, s.changeRow(TotalRow, len(s.pack(s.Period)), len(s.pack(s.Previous)), s.packSeries(), "All of the pack, each offence once").on(Offence, s.pack(s.Period), s.pack(s.Previous)))
	correctChanges(&t)
	return t
}

// themeSeries are the fields that decide what is in a theme.
func (s *Study) themeSeries(theme string) []string {
	var clauses []datasets.Clause
	for _, c := range s.Definition.Clauses {
		if c.Theme == theme {
			clauses = append(clauses, c)
		}
	}
	return clauseSeries(clauses)
}
