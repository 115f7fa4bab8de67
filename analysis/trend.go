package analysis

import (
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "trend",
	Title:     "Serious violence month by month: control chart and trend",
	Theme:     Overall,
	Needs:     []string{"pack"},
	Headlines: []string{"trend-signals", "trend-direction"},
	Doc:       trendDoc("Offences of the definition pack"),
	Compute: func(s *Study) (Result, error) {
		return violenceProfile(s, Overall).trend("trend")
	},
})

func trendDoc(counted string) Doc {
	return Doc{
		Counts:   counted + " recorded a day in each whole month of the extract up to the end of the period, with the centre and the limits of a control chart, the months that signal, and the trend since the last known break of the series.",
		Base:     "Offences a day of the month, by month of recording.",
		LeftOut:  "Months that the extract covers in part. The chart starts anew at each known break of the series (new recording system, counting rule, wards); nothing is rebased by itself. A break of one subgroup does not cut the series of all offences, since what it moves stays inside for the most part; it is named in the notes and beside the trend.",
		Method:   "u chart where the months vary as Poisson counts do, and u' chart, whose limits are widened, where they vary more, from month to month too (Laney 2002); none where there are fewer than two offences a month; limits three deviations from the centre, not below 0, from 12 months on. Signals: a month outside a limit; seven in a row on one side of the centre; seven in a row rising or falling; two of three near one limit, all three on its side (NHS England, Making Data Count). Trend: Mann-Kendall test over whole years with Sen's slope (Mann 1945; Sen 1968), beside the ratio of the last 12 months to the first.",
		Misleads: "With nothing but chance the rules signal in one chart of 12 months in ten and in one of 36 months in three. A season makes signals and does not make a trend, since whole years are taken; months that resemble their neighbours make the trend's p-value too small. Recorded offences follow what is reported and how it is recorded.",
	}
}

// phase is a run of months without a break.
type phase struct {
	months datasets.Period
	cause  string      // description of the break that it starts with
	rows   []Selection // of each month
}

// phases are the whole months up to the end of the period, cut at the breaks.
func (p offenceProfile) phases() []phase {
	span := p.wholeMonths()
	span.To = min(span.To, p.s.Period.To)
	if span.From > span.To {
		return nil
	}
	phases := []phase{{months: span}}
	for _, b := range p.breaks(span) {
		last := &phases[len(phases)-1]
		if b.From == last.months.From {
			last.cause += " " + b.Description
			continue
		}
		if b.From > last.months.From {
			last.months.To = b.From - 1
			phases = append(phases, phase{months: datasets.Period{From: b.From, To: span.To}, cause: b.Description})
		}
	}
	byMonth := p.s.splitByMonth(p.rows(span), Offence)
	for i := range phases {
		for m := phases[i].months.From; m <= phases[i].months.To; m++ {
			phases[i].rows = append(phases[i].rows, byMonth[m])
		}
	}
	return phases
}

// monthCounted is "month of recording", or "month" where the extract has no dates of it.
func (s *Study) monthCounted() string {
	if s.Data.Offences.Has("recorded_at") {
		return "month of recording"
	}
	return "month"
}

// signalNote says what the numbers of signals stand for.
const signalNote = "Signals by number: none is zero; one is a point outside a limit, two is rises or falls in a row, three is two of three points near a limit, four is seven points in a row on one side of the centre."

// trend is the whole of a breakdown of the series by month.
func (p offenceProfile) trend(id string) (Result, error) {
	s := p.s
	phases := p.phases()
	if len(phases) == 0 {
		return Result{}, skipf("the extract has no whole month up to the end of the period")
	}
	t := Table{
		ID: id, Title: capital(p.Subject) + " by " + s.monthCounted() + ", with control limits, " + s.Area.Name, Unit: Offence,
		Dimensions: []Dimension{{"month", "Month"}},
		Columns: append(dailyColumns(capital(p.Subject), "Days"),
			Column{"centre", "Centre of the chart", AsRatio},
			Column{"lower_limit", "Lower control limit", AsRatio},
			Column{"upper_limit", "Upper control limit", AsRatio},
			Column{"signal", "Signal (number of its rule)", AsCount},
			Column{"phase", "Part of the series between breaks", AsCount},
		),
		Notes: []string{p.Basis, signalNote},
	}
	p.noteBrokenParts(&t, datasets.Period{From: phases[0].months.From, To: phases[len(phases)-1].months.To})
	for _, ph := range phases {
		for i, rows := range ph.rows {
			t.Rows = append(t.Rows, countRow(LevelRow, len(rows), (ph.months.From+datasets.Month(i)).Name()).on(Offence, rows, nil))
		}
	}
	t.derive(Derivation{Compute: func(t *Table, _ map[string]*Table) {
		for i, ph := range phases {
			ph.chartOn(t, i+1)
		}
	}})
	direction := p.direction(id+"-direction", phases[len(phases)-1], &t)
	return Result{
		Tables: []Table{t, direction},
		Charts: []Chart{{
			ID: id, Table: id, Mark: ControlChart, Breaks: breaksAt(phases), Finding: id + "-direction",
			Title: capital(p.Subject) + " a day, by month, with limits of chance variation", Subtitle: s.title("Number of offences a day by "+s.monthCounted()) + ", " + phases[0].months.From.Name() + " to " + s.Period.To.Name(),
			Category: "month", Measure: "value", Unit: "Offences a day",
		}},
		Statements: []Statement{
			selected(func(t *Table) Statement { return p.signalStatement(id+"-signals", t) }, &t),
			p.directionStatement(id+"-direction", &direction, phases[len(phases)-1]),
		},
	}, nil
}

// breaksAt are the months in which a phase starts, but for the first.
func breaksAt(phases []phase) []Break {
	var breaks []Break
	for _, ph := range phases[1:] {
		breaks = append(breaks, Break{At: ph.months.From.Name(), Reason: "recording changed"})
	}
	return breaks
}

// chartOn fills in the months of a phase: offences a day, and the control chart of
// all months if the count of each is there.
func (ph phase) chartOn(t *Table, n int) {
	if ph.cause != "" {
		t.addNotes("The chart starts anew in " + ph.months.From.Name() + ": " + ph.cause)
	}
	counts, whole := ph.countsIn(t)
	var choice stats.ChartChoice
	if whole {
		choice = stats.ChooseChart(counts, ph.days(), 0)
		t.addNotes(ph.months.From.Name() + " to " + ph.months.To.Name() + ": " + choice.Chart.Method + " chart, since " + choice.Reason + limitsNote(len(counts), choice.Chart) + ".")
	}
	for i := range counts {
		m := ph.months.From + datasets.Month(i)
		r := t.row(m.Name())
		r.Extra = map[string]stats.Number{"phase": number(float64(n))}
		if !r.Estimate.Numerator.Known() {
			continue
		}
		r.Estimate = stats.Rate(counts[i], float64(m.Days()), 1)
		if whole {
			chart := choice.Chart
			r.Extra["centre"], r.Extra["lower_limit"], r.Extra["upper_limit"] = number(chart.Centre), chart.Lower[i], chart.Upper[i]
			r.Extra["signal"] = number(signalCode(chart.Signals[i]))
			r.Note = capital(strings.Join(chart.Signals[i].Names(), "; "))
		}
	}
}

// countsIn reads the counts of the months of a phase from a table by month, and
// whether all are there.
func (ph phase) countsIn(t *Table) (counts []float64, whole bool) {
	whole = true
	for m := ph.months.From; m <= ph.months.To; m++ {
		r, _ := t.Find(m.Name())
		counts = append(counts, r.Estimate.Numerator.Or(0))
		whole = whole && r.Estimate.Numerator.Known()
	}
	return counts, whole
}

func (ph phase) days() []float64 {
	var days []float64
	for m := ph.months.From; m <= ph.months.To; m++ {
		days = append(days, float64(m.Days()))
	}
	return days
}

func limitsNote(months int, chart stats.ControlChart) string {
	switch {
	case months < 12:
		return "; without limits, which need 12 months"
	case chart.SigmaZ.Known():
		return "; limits widened " + ratio2(chart.SigmaZ) + " times"
	}
	return ""
}

// signalCode is the number under which charts mark a signal.
func signalCode(s stats.Signal) float64 {
	for i, rules := range []stats.Signal{
		stats.AboveLimit | stats.BelowLimit, stats.Rising | stats.Falling, stats.NearUpper | stats.NearLower, stats.RunAbove | stats.RunBelow,
	} {
		if s&rules != 0 {
			return float64(i + 1)
		}
	}
	return 0
}

// signalStatement names the months of the period that signal.
func (p offenceProfile) signalStatement(id string, t *Table) Statement {
	s := p.s
	var figures []Figure
	notes := map[string]string{}
	months, limited := 0, false
	var last Row
	for m := s.Period.From; m <= s.Period.To; m++ {
		row, ok := t.Find(m.Name())
		if !ok {
			continue
		}
		months, last = months+1, row
		limited = limited || row.Extra["upper_limit"].Known()
		if row.Extra["signal"].Or(0) > 0 {
			figures, notes[m.Name()] = append(figures, FigureOf(t, row, m.Name())), row.Note
		}
	}
	switch {
	case months == 0:
		return notProduced(id, p.Theme, "no month of the period is covered in whole")
	case !limited:
		return notProduced(id, p.Theme, "a control chart needs 12 whole months since the last break of the series, and two offences a month")
	}
	signals := len(figures)
	if signals == 0 {
		figures = []Figure{FigureOf(t, last, last.Levels[0])}
	}
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "offences a day", Period: s.Period,
		Filter:  p.Subject + " a day by " + s.monthCounted() + "; months that signal on the control chart",
		Figures: figures,
		Say: func(f []Figure) string {
			if signals == 0 {
				return noSignal(t, p.Subject) + " (" + commas(months) + " months; last: " + f[0].Label + ", " + dailyText(f[0].Estimate.Value) + " a day, between limits of " + dailyText(f[0].Extra["lower_limit"]) + " and " + dailyText(f[0].Extra["upper_limit"]) + "), " + s.Period.Name() + "."
			}
			var parts []string
			for _, figure := range f[:min(len(f), mostNamed)] {
				parts = append(parts, figure.Label+" ("+dailyText(figure.Estimate.Value)+" a day; "+lowerFirst(notes[figure.Label])+")")
			}
			signal := "signal"
			if signals == 1 {
				signal = "signals"
			}
			return commas(signals) + " of " + commas(months) + " months " + signal + " on the control chart of " + p.Subject + drawnFrom(t) + ", whose centre is " + dailyText(f[0].Extra["centre"]) + " a day: " + andMore(parts, len(f)) + ", " + s.Period.Name() + "."
		},
	}
}

// dailyText tells a month from the centre of its chart: 11.2 and 10.1, 1.45 and 1.19.
func dailyText(n stats.Number) string {
	if n.Or(0) >= 10 {
		return Round(n.Or(0), 1)
	}
	return Round(n.Or(0), 2)
}

// noSignal says that a chart finds nothing. In rounded counts that is no finding: the
// runs of its rules are broken by a count that is rounded to the other side of the
// centre.
func noSignal(t *Table, subject string) string {
	if t.Rounded {
		return "Whether a month signals cannot be told from the control chart of " + subject + drawnFrom(t) + ": these show no signal, and rounding can hide one"
	}
	return "No month signals on the control chart of " + subject
}

// drawnFrom tells a chart of rounded counts from one of exact counts.
func drawnFrom(t *Table) string {
	if t.Rounded {
		return " as drawn from rounded counts"
	}
	return ""
}

// andMore lists the first of some things and says how many more there are.
func andMore(parts []string, all int) string {
	if all > len(parts) {
		parts = append(parts, commas(all-len(parts))+" more")
	}
	return list(parts)
}

// direction sets the last 12 months of a phase against its first 12, with the
// trend over its whole years, from the table by month.
func (p offenceProfile) direction(id string, ph phase, monthly *Table) Table {
	t := Table{
		ID: id, Title: capital(p.Subject) + ": last 12 months against first, and trend, " + p.s.Area.Name, Unit: Offence,
		Dimensions: []Dimension{{"months", "Months"}},
		Columns: append(ratioColumns(capital(p.Subject)+", last 12 months", capital(p.Subject)+", first 12 months", "Ratio of counts a day"),
			Column{"p", "p of the Mann-Kendall test", AsP}, Column{"slope", "Sen's slope: offences a day, a year", AsRatio}, Column{"years", "Whole years", AsCount}),
		Notes: []string{p.Basis},
	}
	years := len(ph.rows) / 12
	if years < 2 {
		t.addNotes("A trend needs two whole years since the last break of the series; there are " + commas(len(ph.rows)) + " months.")
		return t
	}
	months := ph.rows[len(ph.rows)-12*years:]
	last, first := slices.Concat(months[len(months)-12:]...), slices.Concat(months[:12]...)
	row := countRow(LevelRow, len(last), ph.wholeYears().Name()).on(Offence, last, first)
	row.Estimate.Denominator = number(float64(len(first)))
	t.Rows = []Row{row}
	t.derive(Derivation{Compute: func(t *Table, from map[string]*Table) { ph.trendOn(&t.Rows[0], from[monthly.ID]) }}, monthly)
	return t
}

// wholeYears are the last whole years of a phase.
func (ph phase) wholeYears() datasets.Period {
	return datasets.Period{From: ph.months.To - datasets.Month(12*(len(ph.rows)/12)) + 1, To: ph.months.To}
}

// trendOn fills in the ratio of the last 12 months to the first, and the trend of
// offences a day in the months between.
func (ph phase) trendOn(r *Row, monthly *Table) {
	counts, whole := ph.countsIn(monthly)
	e := r.Estimate
	if !whole || !e.Numerator.Known() || !e.Denominator.Known() {
		return
	}
	days, years := ph.days(), len(counts)/12
	counts, days = counts[len(counts)-12*years:], days[len(days)-12*years:]
	var daily []float64
	firstDays, lastDays := 0.0, 0.0
	for i, n := range counts {
		daily = append(daily, n/days[i])
		if i < 12 {
			firstDays += days[i]
		}
		if i >= len(counts)-12 {
			lastDays += days[i]
		}
	}
	trend := stats.MannKendall(daily)
	r.Estimate = stats.RateRatio(e.Numerator.Or(0), lastDays, e.Denominator.Or(0), firstDays)
	r.Extra = map[string]stats.Number{"p": trend.P, "slope": trend.Slope.Scale(12), "years": number(float64(years))}
}

// directionStatement says whether offences rose or fell since the last break.
func (p offenceProfile) directionStatement(id string, t *Table, ph phase) Statement {
	if len(t.Rows) == 0 {
		return notProduced(id, p.Theme, "a trend needs two whole years since the last break of the series, and there are "+commas(len(ph.rows))+" months")
	}
	row := t.Rows[0]
	if !row.Estimate.Value.Known() || !row.Estimate.Upper.Known() {
		return notProduced(id, p.Theme, "there were no "+p.Subject+" in the first 12 months")
	}
	years := ph.wholeYears()
	parts := p.s.brokenParts(years, p.Series, slices.Concat(ph.rows...))
	recorded := p.s.Data.Offences.Has("recorded_at")
	monotone := func(f Figure) bool { return f.Extra["p"].Or(1) < 0.05 }
	word := func(f Figure) string {
		e := f.Estimate
		clear := recorded && monotone(f) && e.Excludes(1) && min(e.Numerator.Or(0), e.Denominator.Or(0)) >= leastForPercent
		switch {
		case clear && e.Value.Or(1) > 1 && f.Extra["slope"].Or(0) > 0:
			return " rose over the "
		case clear && e.Value.Or(1) < 1 && f.Extra["slope"].Or(0) < 0:
			return " fell over the "
		}
		return " show no clear trend over the "
	}
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "ratio", Period: years,
		Filter:  p.Subject + " a day by " + p.s.monthCounted() + ", over whole years since the last break of the series; last 12 months over first 12",
		Figures: []Figure{FigureOf(t, row, p.Subject)},
		Say: func(f []Figure) string {
			e, but := f[0].Estimate, ""
			if e.Excludes(1) != monotone(f[0]) {
				but = "; a trend needs both"
			}
			evidence := "ratio of counts a day " + ratio2(e.Value) + "; " + ci(e, ratio2) + "; Mann-Kendall p " + AsP.Text(f[0].Extra["p"])
			if !recorded {
				return "There were " + count(e.Denominator) + " " + p.Subject + " in the first 12 and " + count(e.Numerator) + " in the last 12 of the " + years.Name() + " (" + evidence + "; no trend is named, since the months are not those of recording)."
			}
			return withCaveat(capital(p.Subject)+word(f[0])+years.Name()+" (first 12 months "+count(e.Denominator)+", last 12 months "+count(e.Numerator)+"; "+evidence+but+")", parts) + "."
		},
		Short: func(f []Figure) string {
			if !recorded {
				return ""
			}
			return capital(p.Subject) + word(f[0]) + years.Name()
		},
	}
}
