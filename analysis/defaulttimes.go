package analysis

import (
	"fmt"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "default-times",
	Title:     "Times that look like defaults",
	Theme:     DataQuality,
	Needs:     []string{"records", "clock"},
	Headlines: []string{"default-times-midnight"},
	Doc: Doc{
		Counts:   "Offences whose clock time is one that systems and people enter when they do not know it: exactly midnight, one minute past, midday, 23:59, the whole hour; and those dated the first of a month.",
		Base:     "Offences; shares are of all recorded offences of the area with a clock time (for the first of the month: with a day).",
		LeftOut:  "Offences without a clock time, and non-recent ones.",
		Method:   "Share with Wilson 95% limits (Wilson 1927), against the share of an even spread over the minutes of the day. Any minute of the day that holds more than five times its even share, and at least 20 offences, is a row of a second table.",
		Misleads: "Rows overlap and do not add up. People round times, so whole hours are many in sound data; a peak at midnight or midday in an hour chart may be no more than a default.",
	},
	Compute: defaultTimes,
})

const minutesOfDay = 24 * 60

// defaultTime is a test of a minute of the day, or of a day of the month, with
// its part of an even spread.
type defaultTime struct {
	label    string
	expected float64
	n        int
	ofDays   bool // of offences with a day, not of those with a clock time
}

func defaultTimes(s *Study) (Result, error) {
	t := Table{
		ID: "default-times", Title: s.title("Times that look like defaults", s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"time", "Time entered"}},
		Columns: append(shareColumns("Offences", "Offences with a known time", "Share"),
			Column{"expected", "Share of an even spread (%)", AsShare}, Column{"index", "Index to an even spread", AsRatio}),
		Notes: []string{"All recorded offences of the area. Rows overlap and do not add up.", clockNote},
	}
	heaps := Table{
		ID: "default-times-minutes", Title: s.title("Minutes of the day with more than five times their even share", s.Periods()...), Unit: Offence,
		Dimensions: t.Dimensions, Columns: t.Columns, Notes: []string{"All recorded offences of the area. Minutes with fewer than 20 offences are not listed."},
	}
	missing := stats.Number{}
	for _, period := range s.Periods() {
		minutes, firsts, days, rest := s.minutesEntered(period)
		t.addDefaultTimes(period, minutes, firsts, days, rest)
		heaps.addHeapedMinutes(period.Name(), minutes)
		if period == s.Period {
			missing = number(float64(rest))
		}
	}
	result := Result{
		Tables: []Table{t, heaps},
		Charts: []Chart{{
			ID: "default-times", Table: t.ID, Mark: Dots, Title: "Times that look like defaults", Finding: "default-times-midnight",
			Subtitle: s.subtitle("Share of offences with a known time that were entered so", s.Period),
			Category: "time", Measure: "value", Unit: "% of offences with a known time", Interval: true,
			Only: map[string]string{"period": s.Period.Name()},
		}},
	}
	row, ok := t.Find(s.Period.Name(), midnightLabel)
	if !ok || row.Estimate.Denominator.Or(0) == 0 {
		return Result{}, skipf("no offence of the period has a clock time")
	}
	result.Statements = []Statement{{
		ID: "default-times-midnight", Theme: DataQuality, Unit: Offence, Value: "per cent", Period: s.Period,
		Filter:  "all recorded offences of the area with a clock time; time exactly 00:00",
		Figures: []Figure{FigureOf(&t, row, "midnight")}, NotRecorded: missing, Field: "time",
		Say:   sayShare("offences with a known time", "were entered as exactly midnight, against 0.07% of an even spread", s.Period, "time"),
		Short: shortShare("offences with a known time", "were entered as exactly midnight"),
	}}
	return result, nil
}

// minutesEntered counts the clock times of a period's offences by minute of the
// day, those dated the first of a month and all with a day; rest is the number
// without a clock time or non-recent.
func (s *Study) minutesEntered(period datasets.Period) (minutes [minutesOfDay]int, firsts, days, rest int) {
	from := s.Data.Offences.Times("committed_from")
	for _, i := range s.Offences(period) {
		if s.Day[i] >= 0 {
			days++
			if int64(s.Day[i])*86400 == s.CommittedMonth[i].Start() {
				firsts++
			}
		}
		if s.Hour[i] < 0 {
			rest++
			continue
		}
		minutes[(from[i]-floorDiv(from[i], 86400)*86400)/60]++
	}
	return minutes, firsts, days, rest
}

const midnightLabel = "Midnight (00:00)"

// addDefaultTimes adds the rows of a period.
func (t *Table) addDefaultTimes(of datasets.Period, minutes [minutesOfDay]int, firsts, days, rest int) {
	period := of.Name()
	known, whole, half := 0, 0, 0
	for m, n := range minutes {
		known += n
		if m%60 == 0 {
			whole += n
		}
		if m%60 == 30 {
			half += n
		}
	}
	const minute = 1.0 / minutesOfDay
	tests := []defaultTime{
		{midnightLabel, minute, minutes[0], false},
		{"One minute past midnight (00:01)", minute, minutes[1], false},
		{"Midday (12:00)", minute, minutes[12*60], false},
		{"One minute to midnight (23:59)", minute, minutes[minutesOfDay-1], false},
		{"On the whole hour", 1.0 / 60, whole, false},
		{"On the half hour", 1.0 / 60, half, false},
		{"First of the month", float64(of.Months()) / float64(of.Days()), firsts, true},
	}
	for _, d := range tests {
		if d.ofDays {
			t.Rows = append(t.Rows, d.row(period, days))
			continue
		}
		t.Rows = append(t.Rows, d.row(period, known))
	}
	if minutes[0]*20 > known {
		t.addNotes("More than 5% of the offences with a clock time have midnight, " + period + ": read nothing into a peak at midnight.")
	}
	if rest > 0 {
		t.Rows = append(t.Rows, countRow(NotKnownRow, rest, period, "Not recorded, or non-recent"))
	}
	t.Rows = append(t.Rows, countRow(TotalRow, known+rest, period, "Total"))
}

// row sets the count against the offences with a known time or day.
func (d defaultTime) row(period string, base int) Row {
	index := stats.ShareRatio(float64(d.n), float64(base), d.expected)
	return Row{
		Levels: []string{period, d.label}, Estimate: stats.Share(float64(d.n), float64(base)).Scale(100),
		Extra: map[string]stats.Number{"expected": number(100 * d.expected), "index": index.Value},
	}
}

// addHeapedMinutes adds the minutes of the day that hold more than five times
// their even share, and 20 offences or more; the others are one row.
func (t *Table) addHeapedMinutes(period string, minutes [minutesOfDay]int) {
	known, heaped := 0, 0
	for _, n := range minutes {
		known += n
	}
	for m, n := range minutes {
		if n < 20 || n*minutesOfDay <= 5*known {
			continue
		}
		heaped += n
		d := defaultTime{label: fmt.Sprintf("At %02d:%02d", m/60, m%60), expected: 1.0 / minutesOfDay, n: n}
		t.Rows = append(t.Rows, d.row(period, known))
	}
	rest := Row{Levels: []string{period, "Other minutes"}, Estimate: stats.Share(float64(known-heaped), float64(known)).Scale(100)}
	t.Rows = append(t.Rows, rest, countRow(TotalRow, known, period, "Total with a clock time"))
}
