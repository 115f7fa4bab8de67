package analysis

import (
	"slices"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "male-ratio-by-type",
	Title:     "Victims: male rate against female rate, by type of offence",
	Theme:     Persons,
	Needs:     []string{"pack", "victims", "people.sex", "population"},
	Headlines: []string{"victims-male-ratio-by-type"},
	Doc: Doc{
		Counts:   "Victims of offences of the definition pack: males against females, each as a rate of residents of the sex, for every offence subgroup and every theme of the pack.",
		Base:     "Victims; residents of each sex, all ages. An offence is in one subgroup and can be in several themes.",
		LeftOut:  "Victims of unknown sex, who are counted and bound the ratio; victims of another sex than male or female.",
		Method:   "Rate ratio with logarithmic 95% limits, exact conditional limits below 10 (Breslow and Day 1987); exact conditional test; q-values by Benjamini and Hochberg (1995) over all subgroups and themes of a period. A type counts as clearly higher or lower if q is below 0.05 and both counts are 10 or more.",
		Misleads: "The whole hides opposite patterns: a statement about all types would need every type to pass. Themes and subgroups overlap. A type that is not clearly different is not shown to be the same.",
	},
	Compute: maleRatioByType,
})

// allTypes is the row of all offences of the pack.
const allTypes = "All types"

func maleRatioByType(s *Study) (Result, error) {
	g := s.packPeople(Victim)
	t := Table{
		ID: "male-ratio-by-type", Title: s.title("Rate of "+g.Subject+", males against females, by type of offence", s.Periods()...), Unit: Victim,
		Dimensions: []Dimension{{"period", "Period"}, {"kind", "Kind of type"}, {"type", "Type"}},
		Columns: append(s.groupRatioColumns("Male victims", "Female victims"),
			Column{"p", "p, exact conditional test", AsP}, Column{"q", "q, corrected for all types of the period", AsP}),
		Notes: append(g.notes(s), "Themes overlap with each other and with subgroups.", s.residentsNote(""), ratiosLine),
	}
	for _, p := range s.Periods() {
		t.Rows = append(t.Rows, s.maleRatioRows(g, p)...)
	}
	overall, found := t.Find(s.Period.Name(), "All", allTypes)
	if !found {
		return Result{}, skipf("no %s in the period", g.Subject)
	}
	types := s.maleRatioSummary(&t)
	result := Result{
		Tables: []Table{t, types},
		Charts: []Chart{{
			ID: "male-ratio-by-type", Table: t.ID, Mark: Forest, Title: "Male rate against female rate of victims, by type of offence",
			Subtitle: s.subtitle("Rate ratio, males to females, with 95% confidence interval", s.Period),
			Category: "type", Series: "kind", Measure: "value", Unit: "Rate ratio", Interval: true,
			Only: map[string]string{"period": s.Period.Name()}, Reference: number(1), ReferenceLabel: "Females", Note: ratiosLine,
		}},
	}
	result.Statements = append(result.Statements, s.maleRatioStatement(&t, overall, &types, g))
	return result, nil
}

// maleRatioRows are the rows of one period: subgroups by name, themes in the
// order of the pack, all.
func (s *Study) maleRatioRows(g personGroup, p datasets.Period) []Row {
	people := g.rows(s, p)
	if len(people) == 0 {
		return nil
	}
	sexes := s.Data.People.Category("sex")
	subgroup, _ := s.subgroups()
	ratio := func(rows Selection, levels ...string) Row {
		t := Count(sexes, rows)
		m := groupRatio{People: float64(t.Of("male")), Reference: float64(t.Of("female")), Unknown: float64(t.Missing()), KnownPart: knownPart(t)}
		m.Residents, _ = s.personYears(p, "male", "", 0, datasets.AllAges)
		m.Base, _ = s.personYears(p, "female", "", 0, datasets.AllAges)
		r := m.row(levels...).onGroups(g.Unit, t.rowsOf("male"), t.rowsOf("female"), t.kindRows(""))
		r.Extra["p"] = stats.ConditionalTest(m.People, m.Residents, m.Reference, m.Base)
		return r
	}
	var rows []Row
	for _, level := range slices.Sorted(slices.Values(subgroup.Levels)) {
		code := subgroup.Code(level)
		of := people.Where(func(r int32) bool { return subgroup.Codes[s.Data.People.Offence[r]] == code })
		if len(of) > 0 && !datasets.Missing(level) {
			rows = append(rows, ratio(of, p.Name(), "Offence subgroup", level))
		}
	}
	if s.Definition != nil {
		for _, theme := range s.Definition.Themes() {
			in := s.ThemeOf[theme]
			of := people.Where(func(r int32) bool { return in != nil && in[s.Data.People.Offence[r]] })
			if len(of) > 0 {
				rows = append(rows, ratio(of, p.Name(), "Theme", themeLabel(theme)))
			}
		}
	}
	var ps []stats.Number
	for _, r := range rows {
		ps = append(ps, r.Extra["p"])
	}
	for i, q := range stats.BenjaminiHochberg(ps) {
		rows[i].Extra["q"] = q
	}
	return append(rows, ratio(people, p.Name(), "All", allTypes))
}

// The findings on a type.
const (
	maleHigher = "Male rate clearly higher"
	maleLower  = "Male rate clearly lower"
	notClear   = "Not clearly different"
	tooFewOf   = "Fewer than 10 on one side, or not known well enough"
)

// maleFinding says what a row of a type amounts to after correction.
func maleFinding(r Row) string {
	e := r.Estimate
	switch q := r.Extra["q"].Or(1); {
	case min(e.Numerator.Or(0), e.Denominator.Or(0)) < fewestForWords || !e.Value.Known() || r.Extra["complete"].Or(0) < 100*completeForWords:
		return tooFewOf
	case q < 0.05 && e.Value.Or(1) > 1:
		return maleHigher
	case q < 0.05:
		return maleLower
	}
	return notClear
}

// maleRatioSummary counts the types by finding.
func (s *Study) maleRatioSummary(t *Table) Table {
	summary := Table{
		ID: "male-ratio-types", Title: s.title("Types of offence by the finding on males against females", s.Periods()...), Unit: TypeUnit,
		Dimensions: []Dimension{{"period", "Period"}, {"finding", "Finding"}}, Columns: countColumns("Types of offence"),
		Notes: []string{"Types are offence subgroups and themes of the pack; they overlap."},
	}
	for _, p := range s.Periods() {
		n, all := map[string]int{}, 0
		for _, r := range t.Rows {
			if r.Levels[0] == p.Name() && r.Levels[2] != allTypes {
				n[maleFinding(r)]++
				all++
			}
		}
		for _, finding := range []string{maleHigher, maleLower, notClear, tooFewOf} {
			summary.Rows = append(summary.Rows, countRow(LevelRow, n[finding], p.Name(), finding))
		}
		summary.Rows = append(summary.Rows, countRow(TotalRow, all, p.Name(), "Total"))
	}
	return summary
}

// maleRatioStatement says the overall ratio, and in how many types the male
// rate is clearly higher and clearly lower.
func (s *Study) maleRatioStatement(t *Table, overall Row, types *Table, g personGroup) Statement {
	figures := []Figure{FigureOf(t, overall, "males")}
	for _, finding := range []string{maleHigher, maleLower, notClear, tooFewOf, "Total"} {
		row, _ := types.Find(s.Period.Name(), finding)
		f := FigureOf(types, row, finding)
		f.Column = "numerator"
		figures = append(figures, f)
	}
	d := disproportion{
		ID: "victims-male-ratio-by-type", Theme: Persons, Group: g, A: "males", B: "females", Field: "sex",
		Filter: g.Subject + "; rate per male resident over that per female resident", Figures: figures,
	}
	statement := d.statement(s)
	if statement.NotProduced != "" {
		return statement
	}
	statement.Say = func(f []Figure) string {
		of := func(i int) string { return count(f[i].Number()) }
		text := d.sentence(f[0]) + "; allowing for " + of(5) + " comparisons, the rate was clearly higher for males in " + of(1) + " of " + of(5) + " types of offence, clearly lower in " + of(2) + " and not clearly different in " + of(3)
		if f[4].Number().Or(0) > 0 {
			text += ", with too few or too little known in " + of(4)
		}
		return text + ", " + s.Period.Name() + "."
	}
	return statement
}
