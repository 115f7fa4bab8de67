package analysis

import (
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "homicide",
	Title:     "Homicide",
	Theme:     Overall,
	Needs:     []string{"records", "offences.ho_subgroup"},
	Headlines: []string{"homicide-count"},
	Doc: Doc{
		Counts:   "Homicide offences recorded in the period (murder, manslaughter, infanticide), by offence class.",
		Base:     "Offences, one a victim under the counting rules. The rate is per 100,000 residents of all ages and year or, without a population, the count a year.",
		LeftOut:  "Attempted murder, which is violence with injury; deaths by driving; offences not in recorded status or not in the area.",
		Method:   "Exact Poisson limits below 10 offences, Byar's approximation from 10 on (Breslow and Day 1987).",
		Misleads: "Numbers are small: a change of a few is chance. An offence may be reclassified after the extract, and counts in the period of recording, not of death.",
	},
	Compute: homicide,
})

// allHomicides says why there can be more homicides here than in the definition pack.
const allHomicides = "All homicides recorded in the area. Tables of the definition pack count those that it holds, which can be fewer."

func homicide(s *Study) (Result, error) {
	mask := MaskOf(s.Data.Offences.Category("ho_subgroup"), "Homicide")
	spec := levelTable{
		ID: "homicide", Title: "Homicide offences by offence class", Unit: Offence, Counted: "homicide offences",
		Dimension: Dimension{"ho_class", "Offence class"}, Category: s.Class, Ranked: true,
		Rows: func(p datasets.Period) Selection { return s.Offences(p, mask) },
	}
	if len(spec.Rows(s.bothPeriods())) == 0 {
		return Result{}, skipf("no homicide offence in the extract")
	}
	rate, value := s.countedRates("homicide-count", "Homicide offences", 100000, s.Periods(), func(p datasets.Period) (int, bool) { return len(spec.Rows(p)), true })
	rate.Notes = append(rate.Notes, allHomicides)
	figures := make([]Figure, len(rate.Rows))
	for i, r := range rate.Rows {
		figures[i] = FigureOf(&rate, r, r.Key())
	}
	say := func(f []Figure) string {
		text := plural(f[0].Estimate.Numerator, "homicide offence") + " " + wasWere(f[0].Estimate.Numerator) + " recorded in the " + f[0].Label
		if len(f) > 1 {
			text += ", and " + count(f[1].Estimate.Numerator) + " in the " + f[1].Label
		}
		return text
	}
	tables := append(spec.describe(s, "offence class"), rate)
	tables[0].Notes = append(tables[0].Notes, allHomicides)
	return Result{
		Tables: tables,
		Statements: []Statement{{
			ID: "homicide-count", Theme: Overall, Unit: Offence, Value: value, Period: s.Period,
			Filter: "counted offences of the subgroup homicide", Figures: figures,
			Say:   func(f []Figure) string { return say(f) + "." },
			Short: say,
		}},
	}, nil
}

// countedRates is a table of one count a period with Poisson limits: per so many
// residents where there is a population, else a year. n is the count of a
// period, absent where it is not known; value names what the figure is.
func (s *Study) countedRates(id, counted string, per float64, periods []datasets.Period, n func(datasets.Period) (int, bool)) (t Table, value string) {
	words := count(number(per)) + " residents"
	t = Table{
		ID: id, Title: s.title(counted, periods...), Unit: Offence, Dimensions: []Dimension{{"period", "Period"}},
		Columns: rateColumns(counted, s.residentsHeader("residents"), words),
	}
	value = "per " + words
	populated := true
	for _, p := range periods {
		_, ok := s.personYears(p, "", "", 0, datasets.AllAges)
		populated = populated && ok
	}
	if !populated {
		value = "a year"
		t.Columns[1].Header, t.Columns[2].Header = "Years", "Count a year"
	}
	for _, p := range periods {
		events, known := n(p)
		if !known {
			continue
		}
		exposure, per := p.Years(), per
		if populated {
			exposure, _ = s.personYears(p, "", "", 0, datasets.AllAges)
		} else {
			per = 1
		}
		t.Rows = append(t.Rows, Row{Levels: []string{p.Name()}, Estimate: stats.Rate(float64(events), exposure, per)})
	}
	return t, value
}

// wasWere agrees a verb with a count.
func wasWere(n stats.Number) string {
	if n.Or(0) == 1 {
		return "was"
	}
	return "were"
}
