package analysis

import "svna/analysis/stats"

var _ = register(Breakdown{
	Name:      "weekday-hour",
	Title:     "Serious violence by day of the week and hour",
	Theme:     When,
	Needs:     []string{"pack", "clock"},
	Headlines: []string{"weekday-hour-busiest"},
	Doc:       weekdayHourDoc("Offences of the definition pack"),
	Compute: func(s *Study) (Result, error) {
		return violenceProfile(s, When).weekdayHours("weekday-hour")
	},
})

func weekdayHourDoc(counted string) Doc {
	return Doc{
		Counts:   counted + " by the day of the week and the hour in which they started: 168 cells.",
		Base:     "Offences; shares are of offences with a known clock time, set against each cell's part of the hours of the period.",
		LeftOut:  timeLeftOut,
		Method:   "Share with Wilson 95% limits (Wilson 1927); index to an even spread over the actual hours; two-sided Poisson p-value of each cell (the sum of the probabilities of all counts that are no more probable than the one found), with Benjamini and Hochberg (1995) over all 168.",
		Misleads: "Most cells of a small set of offences hold fewer than five, and 168 looks find something by chance: go by the q-value. " + timeMisleads,
	}
}

// weekdayHours is the profile by weekday and hour.
func (p offenceProfile) weekdayHours(id string) (Result, error) {
	now := p.week(p.s.Period)
	if now.known == 0 {
		return Result{}, skipf("none of the %s of the period has a known time", p.Subject)
	}
	t := Table{
		ID: id, Title: p.s.title(capital(p.Subject)+" by day of the week and hour", p.s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"weekday", "Day of the week"}, {"hour", "Hour of the start"}},
		Columns:    append(shareColumns(capital(p.Subject), capital(p.Subject)+" with a known time", "Share"), indexColumns("the 168 cells")...),
	}
	t.addNotes(p.Basis, clockNote)
	for _, period := range p.s.Periods() {
		w := p.week(period)
		days, name := weekdayCounts(period), period.Name()
		for slot := range 168 {
			n := w.halfHours[2*slot] + w.halfHours[2*slot+1]
			t.Rows = append(t.Rows, Row{Levels: []string{name, weekdayLabels[slot/24], hourLabels[slot%24]}, Estimate: stats.Share(float64(n), float64(w.known)).Scale(100)}.on(Offence, w.in(timeBand{From: slot % 24, To: slot%24 + 1, Days: []int{slot / 24}}), w.timed))
		}
		t.addIndex(t.levelRows(name), func(i int) float64 { return float64(days[i/24]) / float64(24*period.Days()) })
		t.Rows = append(t.Rows, w.missing(3, name)...)
		t.Rows = append(t.Rows, w.dayAndHourTotals(name)...)
		t.addNotes(missingIn("time of the offence", w.tally(), period))
		markReliability(&t, name, w.tally())
	}
	return Result{
		Tables: []Table{t},
		Charts: []Chart{{
			ID: id, Table: id, Mark: Tiles,
			Title: capital(p.Subject) + " by day of the week and hour", Finding: id + "-busiest",
			Subtitle: p.s.subtitle("Number of offences by day of the week and hour in which they started", p.s.Period) + ", time known for " + Round(100*knownShare(now.tally()), 0) + "%",
			Category: "hour", Series: "weekday", Measure: "numerator", Unit: "Offences",
			CategoryTotal: allHours, SeriesTotal: allDays,
			Only: map[string]string{"period": p.s.Period.Name()},
		}},
		Statements: []Statement{p.busiestCell(id+"-busiest", &t, now)},
	}, nil
}

// The levels of the totals over a day and over an hour of the week.
const (
	allHours = "All hours"
	allDays  = "All days"
)

// dayAndHourTotals are the offences with a known time of each weekday, and of
// each hour of the day: the sums of the rows and columns of the tiles.
func (w *week) dayAndHourTotals(period string) []Row {
	var rows []Row
	total := func(weekday, hour string, band timeBand) {
		of := w.in(band)
		rows = append(rows, Row{Levels: []string{period, weekday, hour}, Kind: TotalRow, Estimate: stats.Share(float64(len(of)), float64(w.known)).Scale(100)}.on(Offence, of, w.timed))
	}
	for day, label := range weekdayLabels {
		total(label, allHours, timeBand{From: 0, To: 24, Days: []int{day}})
	}
	for hour, label := range hourLabels {
		total(allDays, label, timeBand{From: hour, To: hour + 1, Days: everyDay})
	}
	return rows
}

// busiestCell names the hour of the week with most offences.
func (p offenceProfile) busiestCell(id string, t *Table, w week) Statement {
	row, ok := t.busiest(p.s.Period.Name())
	weekday := ""
	if ok {
		weekday = row.Levels[1]
	}
	return p.busiestStatement(id, t, w.tally(), busiestWords{
		field: "time", known: "with a known time", frame: "the week",
		say: func(f Figure) string { return "on " + weekday + "s in the hour from " + f.Label },
	})
}
