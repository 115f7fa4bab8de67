package analysis

import (
	"strconv"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "first-time-entrants",
	Title:     "First-time entrants to the youth justice system",
	Theme:     OutcomesAndComparators,
	Needs:     []string{"entrants"},
	Headlines: []string{"first-time-entrants-rate"},
	Doc: Doc{
		Counts:   "Children aged 10 to 17 of the area who received a first caution or conviction, as supplied by the youth justice service.",
		Base:     "Children; residents of the area aged 10 to 17.",
		LeftOut:  "Children whose home area is not known, if the supplier left them out. Nothing here is joined to the crime extract.",
		Method:   "Rate per 100,000 with Byar 95% limits, exact Poisson below 10 (Breslow and Day 1987; Ministry of Justice, first time entrants statistics).",
		Misleads: "Counts of youth justice services run below those of the Police National Computer: never mix them. On fewer than a hundred children, changes of 15 can be chance.",
	},
	Compute: firstTimeEntrants,
})

func firstTimeEntrants(s *Study) (Result, error) {
	t := Table{
		ID: "first-time-entrants", Title: s.title("First-time entrants to the youth justice system aged 10 to 17"), Unit: Child,
		Dimensions: []Dimension{{"year", "Year"}},
		Columns:    rateColumns("Children", "Residents aged 10 to 17", "100,000 residents aged 10 to 17"),
	}
	t.Source = sourceOf(s.Entrants.Reference)
	latest, newest := datasets.Period{}, Row{}
	for _, e := range s.Entrants.Rows {
		period, ok := yearPeriod(e.Year)
		if e.AreaCode != s.Area.Code || e.Children < 0 || !ok {
			continue
		}
		residents := float64(e.Population)
		if e.Population <= 0 {
			residents, _, _ = s.Population.Persons(datasets.Residents{Area: s.Area.Code, Year: period.From.Year(), AgeFrom: 10, AgeTo: 17})
		}
		row := Row{Levels: []string{e.Year}, Estimate: stats.Rate(float64(e.Children), residents*period.Years(), 100000)}.published()
		t.Rows = append(t.Rows, row)
		if period.To > latest.To {
			latest, newest = period, row
		}
	}
	if len(t.Rows) == 0 {
		return Result{}, skipf("the table of first-time entrants has no year of %s", s.Area.Name)
	}
	result := Result{Tables: []Table{t}}
	if !newest.Estimate.Value.Known() {
		result.Statements = append(result.Statements, notProduced("first-time-entrants-rate", OutcomesAndComparators, "there is no number of residents aged 10 to 17"))
		return result, nil
	}
	if len(t.Rows) > 1 { // one point is no picture
		result.Charts = []Chart{{
			ID: "first-time-entrants", Table: t.ID, Mark: Dots, Title: "First-time entrants per 100,000 residents aged 10 to 17", Finding: "first-time-entrants-rate",
			Subtitle: s.subtitle("Children aged 10 to 17 with a first caution or conviction per 100,000 residents, with 95% confidence interval"),
			Category: "year", Measure: "value", Unit: "Rate per 100,000 residents aged 10 to 17", Interval: true,
		}}
	}
	year := newest.Levels[0]
	phrase := func(f Figure) string {
		return about(f) + plural(f.Estimate.Numerator, Child) + " aged 10 to 17 entered the youth justice system for the first time"
	}
	result.Statements = append(result.Statements, Statement{
		ID: "first-time-entrants-rate", Theme: OutcomesAndComparators, Unit: Child, Value: "per 100,000 residents aged 10 to 17", Period: latest,
		Filter:  "children of the area aged 10 to 17 with a first caution or conviction, " + year,
		Figures: []Figure{FigureOf(&t, newest, year)},
		Say: func(f []Figure) string {
			e := f[0].Estimate
			if e.Numerator.Or(0) < 20 {
				return phrase(f[0]) + ", " + year + "."
			}
			return phrase(f[0]) + ", " + rateText(e.Value) + " per 100,000 residents of that age (" + count(e.Numerator) + " of " + count(e.Denominator) + "; " + ci(e, rateText) + "), " + year + "."
		},
		Short: func(f []Figure) string { return phrase(f[0]) },
	})
	return result, nil
}

// yearPeriod reads a year as supplied: "2022" (calendar), "2022/23" (April to
// March) or "2022-04/2023-03".
func yearPeriod(year string) (datasets.Period, bool) {
	if p, err := datasets.ParsePeriod(year); err == nil {
		return p, true
	}
	first, second, financial := strings.Cut(year, "/")
	y, err := strconv.Atoi(first)
	if err != nil || len(first) != 4 {
		return datasets.Period{}, false
	}
	if !financial {
		return datasets.Period{From: datasets.NewMonth(y, 1), To: datasets.NewMonth(y, 12)}, true
	}
	if next, err := strconv.Atoi(second); err != nil || len(second) != 2 || next != (y+1)%100 {
		return datasets.Period{}, false
	}
	return datasets.Period{From: datasets.NewMonth(y, 4), To: datasets.NewMonth(y+1, 3)}, true
}
