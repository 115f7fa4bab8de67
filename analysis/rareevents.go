package analysis

import (
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "rare-events",
	Title:     "Homicide and gun crime: days between offences",
	Theme:     Overall,
	Needs:     []string{"records"},
	Headlines: []string{"homicide-days-between", "gun-crime-days-between"},
	Doc: Doc{
		Counts:   "The days from each homicide, and from each offence flagged gun crime, to the next, and how many other offences were recorded in between, with the centre and the limits of a control chart: for offences of which there are fewer than two a month, so that counts by month show nothing.",
		Base:     "Times between offences, by day of recording, in the whole months of the extract up to the end of the period. The first has none before it.",
		LeftOut:  "Offences without a day; offences not in recorded status or not in the area. Offences of which there are two a month or more: a chart by month suits them.",
		Method:   "Days: t chart, the individuals chart of days to the power of 1/3.6, turned back (Nelson 1994); offences on the same day count as half a day apart. Other offences: g chart, for counts of a geometric distribution (Benneyan 2001). Limits three deviations from the centre, from 12 times on; signals as on the charts by month: outside a limit; seven in a row on one side of the centre; seven in a row rising or falling; two of three near one limit. The chart starts anew at a known break of the series.",
		Misleads: "A signal above is a longer quiet, one below offences closer together. The days go by recording, which may be long after the death or the shot. With nothing but chance the rules signal in one chart of 30 days between in five, and the chart of other offences, whose upper limit one time in 55 passes, in two of five. Several offences of one event look like a cluster. The quiet since the last offence is not on the chart.",
	},
	Compute: rareEvents,
})

// rareOffences is a set of offences that may be rare, with the id of its statement.
type rareOffences struct {
	offenceProfile
	headline, chart string
}

// rareSets are the sets of offences of the breakdown that this extract can tell.
func (s *Study) rareSets() []rareOffences {
	offences := s.Data.Offences
	var sets []rareOffences
	if offences.Has("ho_subgroup") {
		sets = append(sets, rareOffences{offenceProfile{s, Overall, "homicide offences", "Homicide: murder, manslaughter and infanticide.", append(offenceSeries("Homicide"), "all"), MaskOf(offences.Category("ho_subgroup"), "Homicide")}, "homicide-days-between", "rare-homicide"})
	}
	if offences.Has("flag_gun") {
		sets = append(sets, rareOffences{offenceProfile{s, Overall, "offences flagged gun crime", "Gun crime: offences flagged gun crime by the force.", []string{"all", "flag_gun"}, MaskOf(offences.Category("flag_gun"), "yes")}, "gun-crime-days-between", "rare-gun-crime"})
	}
	return sets
}

// fewestRare is how many offences are needed for times between them to be listed.
const fewestRare = 3

// tooOften is the number of offences a month from which on a chart by month suits.
const tooOften = 2

func rareEvents(s *Study) (Result, error) {
	t := Table{
		ID: "rare-events", Title: "Days between homicides and between offences flagged gun crime, " + s.Area.Name, Unit: Offence,
		Dimensions: []Dimension{{"offences", "Offences"}, {EventDimension, "Offence, and month of recording"}},
		Columns: []Column{
			{"value", "Days since the one before", AsCount},
			{"centre", "Centre of the chart of days", AsRate},
			{"lower_limit", "Lower control limit", AsRate},
			{"upper_limit", "Upper control limit", AsRate},
			{"signal", "Signal (number of its rule)", AsCount},
			{"others", "Other offences since the one before", AsCount},
			{"others_centre", "Centre of the chart of other offences", AsRate},
			{"others_lower", "Its lower control limit", AsRate},
			{"others_upper", "Its upper control limit", AsRate},
			{"others_signal", "Its signal (number of its rule)", AsCount},
			{"phase", "Part of the series between breaks", AsCount},
		},
	}
	total := Table{
		ID: "rare-events-total", Title: "Homicides and offences flagged gun crime, and days between them, " + s.Area.Name, Unit: Offence,
		Dimensions: []Dimension{{"offences", "Offences"}, {"period", "Period"}},
		Columns: append(rateColumns("Offences", "Years", "year"), Column{"centre", "Typical days between them", AsRate},
			Column{"since", "Days since the last at the end of the period", AsCount}),
	}
	t.addNotes(signalNote)
	result := Result{}
	for _, set := range s.rareSets() {
		result.Statements = append(result.Statements, set.daysBetween(&t, &total, &result))
	}
	if len(t.Rows) == 0 {
		return Result{}, skipf("there are not %s homicides or offences flagged gun crime, fewer than two a month, with a known day", commas(fewestRare))
	}
	result.Tables = []Table{t, total}
	return result, nil
}

// daysBetween adds the times between the offences of a set to the tables, and the chart
// where there are limits, and makes the statement.
func (r rareOffences) daysBetween(t, total *Table, result *Result) Statement {
	phases := r.phases()
	if len(phases) == 0 {
		return notProduced(r.headline, r.Theme, "the extract has no whole month up to the end of the period")
	}
	last := phases[len(phases)-1]
	days := r.days(last.months)
	switch {
	case len(days) < fewestRare:
		return notProduced(r.headline, r.Theme, "fewer than "+commas(fewestRare)+" "+r.Subject+" since the last break of the series")
	case len(days) >= tooOften*last.months.Months():
		return notProduced(r.headline, r.Theme, "two or more "+r.Subject+" a month: a chart by month suits them")
	case onlyMonths(days):
		return notProduced(r.headline, r.Theme, "the extract has the month of an offence and no day")
	}
	t.addNotes(r.Basis)
	for i, ph := range phases {
		r.addTimes(t, ph, i+1)
	}
	rows := t.Rows[len(t.Rows)-len(days):]
	total.Rows = append(total.Rows, Row{
		Levels: []string{capital(r.Subject), last.months.Name()}, Estimate: stats.Rate(float64(len(days)), last.months.Years(), 1),
		Extra: map[string]stats.Number{"centre": rows[1].Extra["centre"], "since": number(float64((last.months.To+1).Start()/86400 - 1 - days[len(days)-1]))},
	})
	if rows[1].Extra["upper_limit"].Known() {
		result.Charts = append(result.Charts, Chart{
			ID: r.chart, Table: t.ID, Mark: ControlChart, Finding: r.headline,
			Title: "Days between " + r.Subject, Subtitle: "Days from each to the next, by month of recording of the later one, " + r.s.Area.Name + ", " + last.months.Name(),
			Category: EventDimension, Measure: "value", Unit: "Days since the one before",
			Only: map[string]string{"offences": capital(r.Subject)},
		})
	}
	return r.daysStatement(t, rows, FigureOf(total, total.Rows[len(total.Rows)-1], r.Subject), last.months)
}

// days are the days of recording of the offences of a span, in order.
func (r rareOffences) days(span datasets.Period) []int64 {
	days := r.s.daysOf(r.rows(span))
	slices.Sort(days)
	return days
}

// daysOf are the days, since 1970, that decide the periods of offences.
func (s *Study) daysOf(offences Selection) []int64 {
	field := "recorded_at"
	if !s.Data.Offences.Has(field) {
		field = "committed_from"
	}
	times := s.Data.Offences.Times(field)
	days := make([]int64, len(offences))
	for i, o := range offences {
		days[i] = floorDiv(times[o], 86400)
	}
	return days
}

// onlyMonths reports whether every day is the first of a month.
func onlyMonths(days []int64) bool {
	return !slices.ContainsFunc(days, func(day int64) bool { return datasets.MonthOf(day*86400).Start() != day*86400 })
}

// addTimes adds the offences of a phase with the time since the one before.
func (r rareOffences) addTimes(t *Table, ph phase, part int) {
	days := r.days(ph.months)
	if ph.cause != "" {
		t.addNotes(capital(r.Subject) + ": the chart starts anew in " + ph.months.From.Name() + ": " + ph.cause)
	}
	others := r.s.otherDays(ph.months, r.mask)
	var between, other []float64
	for i := 1; i < len(days); i++ {
		between = append(between, apart(days[i-1], days[i]))
		first, _ := slices.BinarySearch(others, days[i-1]+1)
		after, _ := slices.BinarySearch(others, days[i]+1)
		other = append(other, float64(after-first))
	}
	var chart, otherChart stats.ControlChart
	if len(between) > 0 {
		chart, otherChart = stats.TChart(between, 0), stats.GChart(other, 0)
	}
	before := len(t.levelRows(capital(r.Subject)))
	for i, day := range days {
		row := Row{
			Levels: []string{capital(r.Subject), commas(before+i+1) + ", " + datasets.MonthOf(day*86400).Name()},
			Extra:  map[string]stats.Number{"phase": number(float64(part))},
		}
		if k := i - 1; k >= 0 {
			row.Estimate.Value = number(float64(day - days[k]))
			row.Extra["centre"], row.Extra["lower_limit"], row.Extra["upper_limit"] = number(chart.Centre), chart.Lower[k], chart.Upper[k]
			row.Extra["signal"] = number(signalCode(chart.Signals[k]))
			row.Extra["others"], row.Extra["others_centre"] = number(other[k]), number(otherChart.Centre)
			row.Extra["others_lower"], row.Extra["others_upper"] = otherChart.Lower[k], otherChart.Upper[k]
			row.Extra["others_signal"] = number(signalCode(otherChart.Signals[k]))
			row.Note = capital(strings.Join(chart.Signals[k].Names(), "; "))
		}
		t.Rows = append(t.Rows, row)
	}
}

// apart is the number of days from one day to another, and half a day for the same: in
// the chart a time of nothing is below every limit.
func apart(from, to int64) float64 { return max(0.5, float64(to-from)) }

// otherDays are the days of the counted offences of a span outside a set, in order.
func (s *Study) otherDays(span datasets.Period, set Mask) []int64 {
	days := s.daysOf(slices.DeleteFunc(s.Offences(span), func(i int32) bool { return set[i] }))
	slices.Sort(days)
	return days
}

// daysStatement says how far apart the offences were, and which times of the period signal.
func (r rareOffences) daysStatement(t *Table, rows []Row, whole Figure, span datasets.Period) Statement {
	figures := []Figure{whole}
	notes := map[string]string{}
	if !rows[1].Extra["upper_limit"].Known() {
		return notProduced(r.headline, r.Theme, "a control chart of days between needs 12 times between offences since the last break of the series, and there are "+commas(len(rows)-1))
	}
	latest := rows[len(rows)-1]
	for _, row := range rows[1:] {
		if _, month, _ := strings.Cut(row.Levels[1], ", "); row.Extra["signal"].Or(0) > 0 && r.inPeriod(month) {
			figures, notes[row.Levels[1]] = append(figures, FigureOf(t, row, row.Levels[1])), row.Note
		}
	}
	signals := len(figures) - 1
	if signals == 0 {
		figures = append(figures, FigureOf(t, latest, latest.Levels[1]))
	}
	return Statement{
		ID: r.headline, Theme: r.Theme, Unit: Offence, Value: "offences a year", Period: span,
		Filter:  r.Subject + " by day of recording; days since the one before",
		Figures: figures,
		Say: func(f []Figure) string {
			all, f := f[0], f[1:]
			e := all.Estimate
			text := count(e.Numerator) + " " + r.Subject + " were recorded in the " + span.Name() + " (" + rateText(e.Value) + " a year; " + ci(e, rateText) + "), typically " + Round(all.Extra["centre"].Or(0), 0) + " days apart"
			switch {
			case signals == 0:
				text += ", and none of the times that ended in the " + r.s.Period.Name() + " signals on the control chart (limits " + Round(f[0].Extra["lower_limit"].Or(0), 1) + " and " + Round(f[0].Extra["upper_limit"].Or(0), 0) + " days)"
			default:
				var parts []string
				for _, figure := range f[:min(len(f), mostNamed)] {
					_, month, _ := strings.Cut(figure.Label, ", ")
					parts = append(parts, "the one to "+month+" ("+Round(figure.Estimate.Value.Or(0), 0)+" days; "+lowerFirst(notes[figure.Label])+")")
				}
				text += "; " + commas(signals) + " of the times that ended in the " + r.s.Period.Name() + " signal on the control chart: " + andMore(parts, len(f))
			}
			return text + "; at the end of " + span.To.Name() + ", " + Round(all.Extra["since"].Or(0), 0) + " days had passed since the last."
		},
	}
}

// inPeriod reports whether a month, by its name, is one of the period.
func (r rareOffences) inPeriod(month string) bool {
	for m := r.s.Period.From; m <= r.s.Period.To; m++ {
		if m.Name() == month {
			return true
		}
	}
	return false
}
