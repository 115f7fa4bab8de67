package analysis

import (
	"slices"

	"svna/analysis/spatial"
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "near-repeat",
	Title:     "Near repeats: serious violence soon after, and near to, other serious violence",
	Theme:     Where,
	Needs:     []string{"pack", "points", "offences.committed_from"},
	Headlines: []string{"near-repeat-ratio"},
	Doc: Doc{
		Counts:   "Pairs of offences of the definition pack by how far apart and how many days apart they happened, against the number to be expected if dates had nothing to do with places; and the series of offences that such pairs make.",
		Base:     "Pairs of offences with a point in the area and a known day, each pair once.",
		LeftOut:  "Offences without a point or a day, outside the area, and non-recent ones: counted in the notes. Nothing at all where points were moved to shared map points or rounded, since those make repeats of their own.",
		Method:   "Knox test with exact expected numbers and p-values from 999 permutations of the dates, from a fixed seed (Knox 1964; Johnson and others 2007); limits of the ratio are exact Poisson limits of the pairs, which are too narrow since pairs share offences: words go by the p-value, corrected over the cells of the table (Benjamini and Hochberg 1995). Series: pairs under 200 metres and 14 days apart, chained (Townsley and others 2003).",
		Misleads: "A near repeat is no sign of the same offender. A new street fight or a closed pub makes pairs as well as revenge does. Offences against one victim at one address are repeats of place; domestic abuse makes many. Few offences make few pairs, and few pairs no finding.",
	},
	Compute: nearRepeat,
})

// The bands of the Knox table, half-open, and what makes a series.
var (
	nearMetres     = []float64{0, 0.5, 100, 200, 400}
	nearDays       = []int{0, 1, 7, 14, 28}
	nearMetreNames = []string{"Same point", "Up to 100 metres", "100 to 200 metres", "200 to 400 metres"}
	nearDayNames   = []string{"Same day", "1 to 6 days", "7 to 13 days", "14 to 27 days"}
)

const (
	seriesMetres  = 200
	seriesDays    = 14
	mostForKnox   = 6000 // offences of which all pairs are looked at
	leastExpected = 5    // pairs below which a ratio is not for words
)

// placedOffences are the offences of a period with a point in the area and a day.
func (p offenceProfile) placedOffences(period datasets.Period) (points []spatial.Point, days []int, rows Selection, left int) {
	s := p.s
	for _, i := range p.rows(period) {
		at := s.Points[i]
		if !at.Known() || s.Day[i] < 0 || s.NonRecent[i] || !s.grid().inside[i] {
			left++
			continue
		}
		points, days, rows = append(points, at), append(days, int(s.Day[i])), append(rows, i)
	}
	return points, days, rows, left
}

func nearRepeat(s *Study) (Result, error) {
	p := violenceProfile(s, Where)
	points, days, rows, left := p.placedOffences(s.Period)
	switch {
	case len(points) < 20:
		return Result{}, skipf("fewer than 20 %s of the period have a point and a day", p.Subject)
	case len(points) > mostForKnox:
		return Result{}, skipf("there are more than %s %s with a point and a day: too many pairs; choose a shorter period", commas(mostForKnox), p.Subject)
	case s.snapped(rows) || s.snapping(rows).Suspected():
		return Result{}, skipf("the points look moved to shared map points or rounded, which makes false repeats")
	case Count(s.Data.Offences.Category("committed_precision"), rows).Of("month") > len(rows)/2:
		return Result{}, skipf("most offences are dated by month alone")
	}
	t := Table{
		ID: "near-repeat", Title: s.title("Pairs of "+p.Subject+" by distance and days apart", s.Period), Unit: MixedUnits,
		Dimensions: []Dimension{{"distance", "Distance apart"}, {"days", "Days apart"}},
		Columns: append(ratioColumns("Pairs", "Expected pairs, rounded", "Pairs over expected pairs"),
			Column{"expected", "Expected pairs", AsRatio}, Column{"p", "p of as many pairs or more", AsP}, Column{"q", "p corrected for the cells of the table", AsP}),
		Notes: []string{p.Basis, commas(len(points)) + " offences with a point and a day; " + commas(left) + " left out. Expected if dates had nothing to do with places.", s.snapNote(rows)},
	}
	knox := spatial.Knox(points, days, nearMetres, nearDays, s.Parameters.Resamples, s.Parameters.Seed)
	var p0 []stats.Number
	for i, band := range knox {
		if !slices.ContainsFunc(band, func(c spatial.KnoxCell) bool { return c.Observed > 0 || c.Expected > 0 }) {
			t.addNotes("There are no pairs, and none are expected, at this distance: " + lowerFirst(nearMetreNames[i]) + ".")
			continue
		}
		for j, cell := range band {
			e := stats.Rate(float64(cell.Observed), max(cell.Expected, 1e-9), 1)
			e.Denominator = number(cell.Expected)
			switch {
			case cell.Expected == 0:
				e = stats.Estimate{Numerator: number(float64(cell.Observed)), Denominator: number(0), Status: stats.NotAvailable, Reason: stats.NotEstimable}
			case cell.Expected < leastExpected:
				e.Status = stats.LowReliability
			}
			t.Rows = append(t.Rows, Row{Levels: []string{nearMetreNames[i], nearDayNames[j]}, Estimate: e, Extra: map[string]stats.Number{"expected": number(cell.Expected), "p": number(cell.P)}})
			p0 = append(p0, number(cell.P))
		}
	}
	for i, q := range stats.BenjaminiHochberg(p0) {
		t.Rows[i].Extra["q"] = q
	}
	return Result{
		Tables: []Table{t, p.nearSeries("near-repeat-series", points, days)},
		Charts: []Chart{{
			ID: "near-repeat", Table: t.ID, Mark: Tiles, Finding: "near-repeat-ratio",
			Title: "Pairs of " + p.Subject + " close in place and time, against chance", Subtitle: s.subtitle("Pairs found over pairs expected by chance, by distance and days apart", s.Period),
			Category: "days", Series: "distance", Measure: "value", Unit: "Pairs over expected",
		}},
		Statements: []Statement{p.nearRepeatStatement("near-repeat-ratio", &t)},
	}, nil
}

// nearSeries counts the series of near repeats by their length.
func (p offenceProfile) nearSeries(id string, points []spatial.Point, days []int) Table {
	t := Table{
		ID: id, Title: p.s.title(capital(p.Subject)+" in series of near repeats, by length of the series", p.s.Period), Unit: Offence,
		Dimensions: []Dimension{{"length", "Offences in the series"}},
		Columns:    append(shareColumns(capital(p.Subject), capital(p.Subject)+" with a point and a day", "Share"), Column{"series", "Series", AsCount}),
		Notes:      []string{p.Basis, "Offences under 200 metres and 14 days apart, chained. Series appear by chance as well."},
	}
	var offences, series [5]int
	for _, one := range spatial.NearRepeats(points, days, seriesMetres, seriesDays) {
		n := min(len(one.Events), 5) - 1
		offences[n], series[n] = offences[n]+len(one.Events), series[n]+1
	}
	offences[0] = len(points) - offences[1] - offences[2] - offences[3] - offences[4]
	for n, label := range []string{"In no series", "2", "3", "4", "5 or more"} {
		r := Row{Levels: []string{label}, Estimate: stats.Share(float64(offences[n]), float64(len(points))).Scale(100)}
		if n > 0 {
			r.Extra = map[string]stats.Number{"series": number(float64(series[n]))}
		}
		t.Rows = append(t.Rows, r)
	}
	t.Rows = append(t.Rows, countRow(TotalRow, len(points), "Total"))
	return t
}

// nearRepeatStatement is about pairs up to 100 metres and 1 to 6 days apart.
func (p offenceProfile) nearRepeatStatement(id string, t *Table) Statement {
	row, _ := t.Find(nearMetreNames[1], nearDayNames[1])
	if row.Extra["expected"].Or(0) < leastExpected {
		return notProduced(id, p.Theme, "fewer than 5 pairs up to 100 metres and 1 to 6 days apart are to be expected")
	}
	return Statement{
		ID: id, Theme: p.Theme, Unit: MixedUnits, Value: "ratio", Period: p.s.Period,
		Filter:  "pairs of " + p.Subject + " up to 100 metres and 1 to 6 days apart, over those expected if dates had nothing to do with places",
		Figures: []Figure{FigureOf(t, row, "pairs")},
		Say: func(f []Figure) string {
			e := f[0].Estimate
			evidence := count(e.Numerator) + " pairs, " + Round(f[0].Extra["expected"].Or(0), 0) + " expected; " + ratio2(e.Value) + " times; permutation p " + AsP.Text(f[0].Extra["p"])
			if f[0].Extra["q"].Or(1) < 0.05 && e.Value.Or(0) > 1 && e.Numerator.Or(0) >= fewestForWords {
				return capital(p.Subject) + " repeated nearby within a week more often than expected if dates had nothing to do with places (up to 100 metres, 1 to 6 days; " + evidence + "), " + p.s.Period.Name() + "."
			}
			return capital(p.Subject) + " are not shown to repeat nearby within a week (up to 100 metres, 1 to 6 days; " + evidence + "), " + p.s.Period.Name() + "."
		},
	}
}
