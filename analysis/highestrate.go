package analysis

// fewestForRate is how many offences an area has at least that is named for its rate.
const fewestForRate = 20

// firstByRate is the probability from which on an area "had the highest rate".
const firstByRate = 0.95

// rateStatement names the area with the highest rate; that it had the highest is said only
// if it is first among the draws of the ranks with a probability of 0.95.
func (a areaProfile) rateStatement(id string, t *Table, now areaCounts) Statement {
	switch {
	case !now.rated:
		return notProduced(id, a.Theme, "no population of "+a.Plural+" in the settings")
	case knownShare(now.tally) < comparableShare:
		return notProduced(id, a.Theme, "the "+a.Kind+" is known for fewer than 80% of the "+a.Subject)
	}
	first, second, ok := a.highestRates(t)
	if !ok {
		return notProduced(id, a.Theme, "there are not two "+a.Plural+" whose rate is known")
	}
	if first.Estimate.Numerator.Or(0) < fewestForRate {
		return notProduced(id, a.Theme, "the "+a.Kind+" with the highest rate has fewer than "+commas(fewestForRate)+" "+a.Subject)
	}
	figures := []Figure{FigureOf(t, first, first.Levels[2]), FigureOf(t, second, second.Levels[2])}
	period := a.s.Period.Name()
	if total, found := t.Find(period, a.s.Area.Code, "Total"); found && total.Estimate.Value.Known() {
		figures = append(figures, FigureOf(t, total, a.s.Area.Name))
	}
	return Statement{
		ID: id, Theme: a.Theme, Unit: Offence, Value: "per 1,000 residents", Period: a.s.Period,
		Filter:  a.Subject + " with a known " + a.Kind + "; the " + a.Kind + " with the highest rate per resident",
		Figures: figures, NotRecorded: number(float64(now.tally.Missing())), Field: a.Kind,
		Say: func(f []Figure) string {
			rate := rateText(f[0].Estimate.Value) + " per 1,000 residents"
			evidence := plural(f[0].Estimate.Numerator, Offence) + "; " + ci(f[0].Estimate, rateText)
			if note := notRecordedFor(a.Kind, f[0].NotRecorded); note != "" {
				evidence += "; " + note
			}
			among, next := " among "+commas(len(a.Layer.Areas))+" "+a.Plural, f[1].Label+" ("+rateText(f[1].Estimate.Value)+")"
			text := "The highest rate of " + a.Subject + among + " was that of " + f[0].Label + ", " + rate + " (" + evidence + "), not clearly ahead of " + next
			if hadHighest(f[0]) {
				text = f[0].Label + " had the highest rate of " + a.Subject + among + ", " + rate + " (" + evidence + "), followed by " + next
			}
			if len(f) > 2 {
				text += "; the rate of " + f[2].Label + " was " + rateText(f[2].Estimate.Value)
			}
			return text + ", " + period + "."
		},
		Short: func(f []Figure) string {
			if !hadHighest(f[0]) {
				return ""
			}
			return f[0].Label + " had the highest rate of " + a.Subject + ", " + rateText(f[0].Estimate.Value) + " per 1,000 residents"
		},
	}
}

func hadHighest(f Figure) bool { return f.Extra["p_first"].Or(0) >= firstByRate }

// highestRates are the rows of the two areas with the highest rates of the period.
func (a areaProfile) highestRates(t *Table) (first, second Row, ok bool) {
	highest, next := -1, -1
	value := func(i int) float64 { return t.Rows[i].Estimate.Value.Or(-1) }
	for _, i := range t.levelRows(a.s.Period.Name()) {
		switch {
		case !t.Rows[i].Estimate.Value.Known():
		case highest < 0 || value(i) > value(highest):
			highest, next = i, highest
		case next < 0 || value(i) > value(next):
			next = i
		}
	}
	if next < 0 {
		return first, second, false
	}
	return t.Rows[highest], t.Rows[next], true
}
