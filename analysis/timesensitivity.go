package analysis

import (
	"math"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "time-sensitivity",
	Title:     "Hours of serious violence by start, middle and end of the possible time",
	Theme:     When,
	Needs:     []string{"pack", "clock", "offences.committed_to"},
	Headlines: []string{"time-sensitivity-busiest"},
	Doc: Doc{
		Counts:   "Offences of the definition pack by hour of the day, four times over: by the earliest time at which they can have happened, by the middle of the possible span, by its end, and spread over all of it (aoristic).",
		Base:     "Offences with a known clock time; the spread also has offences with a date alone, over their day.",
		LeftOut:  "Offences whose time is not known, and non-recent ones: counted in rows of their own. A span that ends before it starts, or does not end, is its start.",
		Method:   "Share by start with Wilson 95% limits (Wilson 1927); index to an even spread over the day and two-sided Poisson p-value (the sum of the probabilities of all counts that are no more probable than the one found) with Benjamini and Hochberg (1995) over the 24 hours, for start, middle and end in turn. Aoristic weights by elapsed minutes (Ratcliffe 2000). An hour is a peak only if it is one by start, by middle and by end.",
		Misleads: "Aoristic weights are not counts and bear no test. Offences found later, such as criminal damage overnight, start when the victim last looked. An end at 23:59 is often that of the day on which it was found. Long spans flatten peaks: the share of offences with a span over six hours is given. " + timeMisleads,
	},
	Compute: timeSensitivity,
})

// longSpan is a possible time in seconds above which an offence tells little of
// its hour.
const longSpan = 6 * 3600

// clocks counts offences by hour on four readings of their possible time.
type clocks struct {
	start, middle, end [24]int
	aoristic           [24]float64
	long, known        int
	rows               [3][24]Selection // by start, middle and end
	all                Selection
	tally              Tally
}

func (p offenceProfile) clocks(period datasets.Period) clocks {
	offences := p.s.Data.Offences.Table
	from, to := offences.Times("committed_from"), offences.Times("committed_to")
	var c clocks
	for _, r := range p.rows(period) {
		if p.s.Hour[r] < 0 || p.s.NonRecent[r] {
			continue
		}
		first, last := from[r], to[r]
		if last == datasets.NoTime || last < first {
			last = first
		}
		c.known++
		if last-first > longSpan {
			c.long++
		}
		c.all = append(c.all, r)
		for k, reading := range []struct {
			at     int64
			counts *[24]int
		}{{first, &c.start}, {first + (last-first)/2, &c.middle}, {last, &c.end}} {
			hour := (reading.at - floorDiv(reading.at, 86400)*86400) / 3600
			reading.counts[hour]++
			c.rows[k][hour] = append(c.rows[k][hour], r)
		}
	}
	w := p.week(period)
	c.tally = w.tally()
	for h, weight := range w.aoristic {
		c.aoristic[h%24] += float64(weight) / aoristicUnit / math.Max(1, float64(w.spread))
	}
	return c
}

func timeSensitivity(s *Study) (Result, error) {
	p := violenceProfile(s, When)
	now := p.clocks(s.Period)
	if now.known == 0 {
		return Result{}, skipf("none of the %s of the period has a known time", p.Subject)
	}
	t := Table{
		ID: "time-sensitivity", Title: s.title(capital(p.Subject)+" by hour: start, middle, end and spread of the possible time", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"hour", "Hour"}},
		Columns: append(shareColumns(capital(p.Subject)+" by start", capital(p.Subject)+" with a known time", "Share by start"),
			Column{"middle", "By middle", AsCount}, Column{"end", "By end", AsCount}, Column{"aoristic", "Share, each offence spread over its possible time (aoristic, %)", AsShare},
			Column{"index", "Index to an even spread, by start", AsRatio}, Column{"index_middle", "Index, by middle", AsRatio}, Column{"index_end", "Index, by end", AsRatio},
			Column{"q", "p by start, corrected for the 24 hours (q-value)", AsP}, Column{"q_middle", "p by middle, corrected (q-value)", AsP}, Column{"q_end", "p by end, corrected (q-value)", AsP}),
		Notes: []string{p.Basis, "By local time; the period goes by the date of recording."},
	}
	for _, period := range s.Periods() {
		c := p.clocks(period)
		c.addTo(&t, period.Name())
		t.Rows = append(t.Rows, missingRows(Tally{NotRecorded: c.tally.NotRecorded}, period.Name())...)
		if n := c.tally.NotApplicable; n > 0 {
			t.Rows = append(t.Rows, countRow(NotKnownRow, n, period.Name(), nonRecentLabel))
		}
		t.Rows = append(t.Rows, countRow(TotalRow, c.tally.Total(), period.Name(), "Total"))
		if c.known > 0 {
			t.addNotes(capital(period.Name()) + ": the possible time spans more than six hours for " + commas(c.long) + " of " + commas(c.known) + " offences (" + partOf(c.long, c.known) + ").")
		}
		t.addNotes(missingIn("time of the offence", c.tally, period))
		markReliability(&t, period.Name(), c.tally)
	}
	return Result{
		Tables: []Table{t},
		Charts: []Chart{{
			ID: "time-sensitivity", Table: t.ID, Mark: Clock, Finding: "time-sensitivity-busiest",
			Title: capital(p.Subject) + " round the clock", Subtitle: s.subtitle(capital(p.Subject)+" by hour in which they can have started", s.Period),
			Category: "hour", Measure: "numerator", Unit: "Offences", Only: map[string]string{"period": s.Period.Name()}, Highlight: hourLabels[afternoonEvening.From:afternoonEvening.To],
		}},
		Statements: []Statement{p.sensitivityStatement("time-sensitivity-busiest", &t, now)},
	}, nil
}

func (c clocks) addTo(t *Table, period string) {
	first := len(t.Rows)
	for h := range 24 {
		t.Rows = append(t.Rows, Row{Levels: []string{period, hourLabels[h]}, Estimate: stats.Share(float64(c.start[h]), float64(c.known)).Scale(100), Extra: map[string]stats.Number{
			"middle": number(float64(c.middle[h])), "end": number(float64(c.end[h])), "aoristic": number(100 * c.aoristic[h]),
		}, Basis: &Basis{Unit: Offence, Numerator: c.rows[0][h], Denominator: c.all, Extra: map[string]Selection{"middle": c.rows[1][h], "end": c.rows[2][h]}}})
	}
	if c.known == 0 {
		return
	}
	even := float64(c.known) / 24
	for _, reading := range []struct {
		counts [24]int
		suffix string
	}{{c.start, ""}, {c.middle, "_middle"}, {c.end, "_end"}} {
		p := make([]stats.Number, 24)
		for h, n := range reading.counts {
			p[h] = number(stats.PoissonTail(float64(n), even))
			t.Rows[first+h].Extra["index"+reading.suffix] = number(float64(n) / even)
		}
		for h, q := range stats.BenjaminiHochberg(p) {
			t.Rows[first+h].Extra["q"+reading.suffix] = q
		}
	}
}

// steadyPeak reports whether an hour is a peak whichever way its time is read.
func steadyPeak(f Figure) bool {
	for _, suffix := range []string{"", "_middle", "_end"} {
		if f.Extra["q"+suffix].Or(1) >= 0.05 || f.Extra["index"+suffix].Or(0) <= 1 {
			return false
		}
	}
	return min(f.Estimate.Numerator.Or(0), f.Extra["middle"].Or(0), f.Extra["end"].Or(0)) >= 20
}

func (p offenceProfile) sensitivityStatement(id string, t *Table, now clocks) Statement {
	row, ok := t.busiest(p.s.Period.Name())
	if !ok || knownShare(now.tally) < sayableShare {
		return notProduced(id, p.Theme, "the time of day is known for fewer than half of the "+p.Subject)
	}
	busiestOf := func(counts [24]int) string {
		best := 0
		for h, n := range counts {
			if n > counts[best] {
				best = h
			}
		}
		return hourLabels[best]
	}
	middle, end := busiestOf(now.middle), busiestOf(now.end)
	comparable := knownShare(now.tally) >= comparableShare
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "per cent", Period: p.s.Period,
		Filter:  p.Subject + " with a known time; the hour in which most started, and whether middle and end of the possible time agree",
		Figures: []Figure{FigureOf(t, row, row.Levels[1])}, NotRecorded: number(float64(now.tally.Missing())), Field: "time",
		Say: func(f []Figure) string {
			text := sharePhrase(f[0].Estimate, p.Subject+" with a known time", "can have started in the hour from "+f[0].Label, notRecordedFor("time", f[0].NotRecorded))
			text += "; by the middle of the possible time most fall in the hour from " + middle + ", by its end in that from " + end
			switch {
			case !comparable:
			case steadyPeak(f[0]):
				text += "; the hour from " + f[0].Label + " is a peak by all three"
			default:
				text += "; no hour is shown to be busiest by all three"
			}
			return text + ", " + p.s.Period.Name() + "."
		},
	}
}
