package analysis

import (
	"slices"
	"time"

	"svna/analysis/stats"
	"svna/datasets"
)

// edgeDays is how many days without any offence at the start or the end of the
// data make the first or the last month incomplete.
const edgeDays = 7

// wholeMonths is the run of months that the extract covers in full: from the
// first to the last counted month, less an edge month in which the records begin
// late or end early, if a whole month is left, and less edge months that hold next
// to nothing. Other months of records that have months alone are taken as whole.
func (p offenceProfile) wholeMonths() datasets.Period {
	s := p.s
	span := s.withoutStrayMonths(datasets.Period{From: s.firstMonth(), To: s.lastMonth()})
	field := "recorded_at"
	if !s.Data.Offences.Has(field) {
		field = "committed_from"
	}
	first, last := int64(datasets.NoTime), int64(datasets.NoTime)
	for i, t := range s.Data.Offences.Times(field) {
		if !s.Counted[i] || t == datasets.NoTime {
			continue
		}
		if first == datasets.NoTime || t < first {
			first = t
		}
		last = max(last, t)
	}
	// Months alone: dates on the first of a month, at the start of the data (which may lie
	// before a hole) as at the end.
	if first == datasets.NoTime || (first-datasets.MonthOf(first).Start())/86400 == 0 && (last-span.To.Start())/86400 == 0 {
		return span
	}
	whole := span
	if (first-span.From.Start())/86400 >= edgeDays {
		whole.From++
	}
	if ((span.To+1).Start()-1-last)/86400 >= edgeDays {
		whole.To--
	}
	if whole.From > whole.To {
		return span
	}
	return whole
}

// strayShare is the part of the median month under which a month at either end of
// the data is a stray: a few rows that came along, and no month of records.
const strayShare = 0.25

// A month inside the data is a hole where it has under a twentieth of the records
// of the median month, and that has twenty at least, so that chance makes none:
// its records are missing, and absent is not nought.
const (
	holeShare = 0.05
	holeLeast = 20
)

// recordsByMonth counts the records of each month of a span, and their median.
func (s *Study) recordsByMonth(span datasets.Period) (counts []int, median int) {
	counts = make([]int, span.Months())
	for i, m := range s.Month {
		if s.Counted[i] && span.Contains(m) {
			counts[m-span.From]++
		}
	}
	return counts, slices.Sorted(slices.Values(counts))[len(counts)/2]
}

func isHole(count, median int) bool {
	return median >= holeLeast && float64(count) < holeShare*float64(median)
}

// sayHoles says which months of the data lack their records.
func (s *Study) sayHoles() {
	span := datasets.Period{From: s.firstMonth(), To: s.lastMonth()}
	if span.From == NoMonth || span.To == NoMonth || span.From > span.To {
		return
	}
	counts, median := s.recordsByMonth(span)
	for i, n := range counts {
		if isHole(n, median) {
			s.say("%s has next to no records (%s, and the median month %s): they are missing, and charts by month begin after it.", (span.From + datasets.Month(i)).Name(), commas(n), commas(median))
		}
	}
}

// withoutStrayMonths trims strays, and the empty months behind them, from both
// ends of a run of months, and all that lies before its last hole.
func (s *Study) withoutStrayMonths(span datasets.Period) datasets.Period {
	counts, median := s.recordsByMonth(span)
	least := strayShare * float64(median)
	whole := span
	for whole.From < span.To && float64(counts[whole.From-span.From]) < least {
		whole.From++
	}
	for whole.To > whole.From && float64(counts[whole.To-span.From]) < least {
		whole.To--
	}
	for m := whole.To; m > whole.From; m-- {
		if isHole(counts[m-span.From], median) {
			whole.From = m + 1
			break
		}
	}
	return whole
}

// The completeness at which a month on the clock of committing is mature, and the
// fewest older offences from which it can be told (methods F33).
const (
	matureShare  = 0.95
	fewestForLag = 200
)

// seasonMonths is the run of whole months less the newest ones that still lack
// offences yet to be recorded, if 24 remain; and a note that says so.
func (p offenceProfile) seasonMonths() (span datasets.Period, note string) {
	span = p.wholeMonths()
	complete, ok := p.completenessOfMonths(span)
	if !ok {
		return span, "How complete the newest months are cannot be told: there are fewer than 200 offences committed 13 to 24 months before the end of the data, or no date of recording."
	}
	to := span.To
	for to > span.From && complete(to) < matureShare {
		to--
	}
	switch {
	case to == span.To:
		return span, ""
	case (datasets.Period{From: span.From, To: to}).Months() < 24:
		return span, "The newest months lack offences that are yet to be recorded: " + span.To.Name() + " is " + Round(100*complete(span.To), 0) + "% complete."
	}
	note = "Left out as still lacking offences that are yet to be recorded: the months after " + to.Name() + "."
	span.To = to
	return span, note
}

// completenessOfMonths returns the expected completeness of a month on the clock
// of committing (F33): the mean over its days of the part of offences that are
// recorded by the end of the data, as among those committed 13 to 24 months
// before. It is false where it cannot be estimated.
func (p offenceProfile) completenessOfMonths(span datasets.Period) (complete func(datasets.Month) float64, ok bool) {
	s := p.s
	if !s.Data.Offences.Has("recorded_at") {
		return nil, false
	}
	end := floorDiv((span.To + 1).Start(), 86400)
	recorded := s.Data.Offences.Times("recorded_at")
	var lags []int64
	for _, i := range p.rows(span) {
		if m := s.CommittedMonth[i]; m == NoMonth || m <= span.To-24 || m > span.To-12 || s.Day[i] < 0 {
			continue
		}
		lags = append(lags, floorDiv(recorded[i], 86400)-int64(s.Day[i]))
	}
	if len(lags) < fewestForLag {
		return nil, false
	}
	slices.Sort(lags)
	return func(m datasets.Month) float64 {
		sum, first := 0.0, floorDiv(m.Start(), 86400)
		for d := range int64(m.Days()) {
			within, _ := slices.BinarySearch(lags, end-first-d)
			sum += float64(within) / float64(len(lags))
		}
		return sum / float64(m.Days())
	}, true
}

// breaks are the known breaks of the profile's series inside a run of months.
func (p offenceProfile) breaks(span datasets.Period) []datasets.SeriesBreak {
	return p.s.breaksIn(span, p.Series)
}

// noteBrokenParts says in the notes of a table which parts have a break of their own.
func (p offenceProfile) noteBrokenParts(t *Table, span datasets.Period) {
	if parts := p.s.brokenParts(span, p.Series, p.rows(span)); parts != "" {
		t.addNotes("The series of all offences is not cut where that of a part is: " + parts + ".")
	}
}

// monthEffects is the table of calendar months over all whole months in the data
// (F11, F12), with the model behind it.
func (p offenceProfile) monthEffects(id string) (Table, stats.Seasonal) {
	s := p.s
	span, maturity := p.seasonMonths()
	by := " by calendar month"
	if s.Data.Offences.Has("recorded_at") { // else the extract does not say what its months are of
		by += " in which they were committed"
	}
	t := Table{
		ID: id, Title: capital(p.Subject) + by + ", " + s.Area.Name + ", " + span.Name(), Unit: Offence,
		Dimensions: []Dimension{{"month", "Calendar month"}},
		Columns: []Column{
			{"numerator", capital(p.Subject), AsCount},
			{"denominator", capital(p.Subject) + ", all months", AsCount},
			{"days", "Days", AsCount},
			{"per_day", "Offences a day", AsRatio},
			{"index", "Index, mean day = 100", AsRate},
			{"index_lower", "Lower 95% confidence limit of the index", AsRate},
			{"index_upper", "Upper 95% confidence limit of the index", AsRate},
			{"value", "Offences a day relative to the average month", AsRatio},
			{"lower", "Lower 95% confidence limit", AsRatio},
			{"upper", "Upper 95% confidence limit", AsRatio},
			{"method", "Method", AsText},
			{"p", "p-value", AsP},
			{"q", "p corrected for the 12 months (q-value)", AsP},
		},
	}
	t.addNotes(p.Basis, "Whole months in the data: "+span.From.Name()+" to "+span.To.Name()+".", maturity)
	if span.Months() < 24 {
		t.addNotes("One or two years only: this cannot show what recurs from year to year.")
	}
	rows, missing := p.committedIn(span)
	var days []float64
	var calendar []int
	for m := span.From; m <= span.To; m++ {
		days, calendar = append(days, float64(m.Days())), append(calendar, m.Calendar())
	}
	var steps [][]float64
	for _, b := range p.breaks(span) {
		step := make([]float64, len(rows))
		for i := int(b.From - span.From); i < len(step); i++ {
			step[i] = 1
		}
		steps = append(steps, step)
		t.addNotes("The model allows for a step in " + b.From.Name() + ": " + b.Description)
	}
	p.noteBrokenParts(&t, span)
	t.addCalendarMonths(span, rows)
	t.Rows = append(t.Rows, missing...)
	var model stats.Seasonal
	t.derive(Derivation{Compute: func(t *Table, _ map[string]*Table) {
		counts, whole := t.monthCounts(span)
		if !whole {
			return
		}
		model = stats.SeasonalModel(counts, days, calendar, steps)
		switch {
		case model.Reason != "":
			t.addNotes(noMonthEffects + model.Reason + ".")
		default:
			t.addNotes("Dispersion " + ratio2(model.Phi) + "; test of any season: p " + AsP.Text(model.SeasonP) + ".")
		}
		t.fillCalendarMonths(counts, days, calendar, model)
	}})
	return t, model
}

const noMonthEffects = "Month effects are not estimable: "

// committedIn are the offences committed in each month of a run, whenever they were
// recorded in the whole months of the data; offences of the run's months of recording
// that cannot be dated are the rows at the end of the table.
func (p offenceProfile) committedIn(span datasets.Period) (months []Selection, missing []Row) {
	months = make([]Selection, span.Months())
	var undated, nonRecent, all Selection
	for _, i := range p.rows(datasets.Period{From: span.From, To: p.wholeMonths().To}) {
		switch m := p.s.CommittedMonth[i]; {
		case m != NoMonth && !p.s.NonRecent[i] && !span.Contains(m):
			continue
		case p.s.NonRecent[i]:
			nonRecent = append(nonRecent, i)
		case m == NoMonth:
			undated = append(undated, i)
		default:
			months[m-span.From] = append(months[m-span.From], i)
		}
		all = append(all, i)
	}
	for _, row := range []struct {
		label string
		of    Selection
	}{{"Not recorded", undated}, {nonRecentLabel, nonRecent}} {
		if len(row.of) > 0 {
			missing = append(missing, countRow(NotKnownRow, len(row.of), row.label).on(Offence, row.of, nil))
		}
	}
	return months, append(missing, countRow(TotalRow, len(all), "Total").on(Offence, all, nil))
}

// addCalendarMonths adds the rows of the calendar months; the count of each month
// of the series is an extra number of its calendar month.
func (t *Table) addCalendarMonths(span datasets.Period, months []Selection) {
	all := slices.Concat(months...)
	slices.Sort(all)
	for calendar := time.January; calendar <= time.December; calendar++ {
		var of Selection
		row := Row{Levels: []string{calendar.String()}, Extra: map[string]stats.Number{}}
		extra := map[string]Selection{}
		for i, rows := range months {
			if m := span.From + datasets.Month(i); m.Calendar() == int(calendar) {
				of = append(of, rows...)
				extra[m.Name()], row.Extra[m.Name()] = rows, number(float64(len(rows)))
			}
		}
		if len(extra) == 0 {
			continue
		}
		slices.Sort(of)
		row.Estimate.Numerator, row.Estimate.Denominator = number(float64(len(of))), number(float64(len(all)))
		row = row.on(Offence, of, all)
		row.Basis.Extra = extra
		t.Rows = append(t.Rows, row)
	}
}

// monthCounts reads the counts of the months of a series from its calendar months,
// and whether all are there. Where counts are rounded, those of a calendar month are
// brought to its own count, which is rounded once and not each year: else a calendar
// month with the lower count could have the higher effect.
func (t *Table) monthCounts(span datasets.Period) (counts []float64, whole bool) {
	whole = true
	var sums [12]float64
	for m := span.From; m <= span.To; m++ {
		n, known := t.row(time.Month(m.Calendar()).String()).Extra[m.Name()].Get()
		counts, whole = append(counts, n), whole && known
		sums[m.Calendar()-1] += n
	}
	for i := range counts {
		calendar := (span.From + datasets.Month(i)).Calendar()
		if n, known := t.row(time.Month(calendar).String()).Estimate.Numerator.Get(); known && sums[calendar-1] > 0 && n != sums[calendar-1] {
			counts[i] *= n / sums[calendar-1]
		}
	}
	return counts, whole
}

// fillCalendarMonths sums the series by calendar month and sets the model's effects
// beside.
func (t *Table) fillCalendarMonths(counts, days []float64, calendar []int, model stats.Seasonal) {
	var d [12]float64
	allDays := 0.0
	for i, m := range calendar {
		d[m-1] += days[i]
		allDays += days[i]
	}
	for m := range 12 {
		r := t.row(time.Month(m + 1).String())
		if d[m] == 0 || r == nil {
			continue
		}
		n, all := r.Estimate.Numerator, r.Estimate.Denominator
		e := stats.Estimate{Status: stats.NotAvailable, Reason: stats.NotEstimable}
		extra := map[string]stats.Number{"days": number(d[m]), "per_day": n.Scale(1 / d[m])}
		index := stats.Rate(n.Or(0), d[m]*all.Or(0)/allDays, 100)
		extra["index"], extra["index_lower"], extra["index_upper"] = index.Value, index.Lower, index.Upper
		if model.Reason == "" {
			e = model.Effects[m]
			extra["p"], extra["q"] = model.P[m], model.Q[m]
		}
		e.Numerator, e.Denominator = n, all
		r.Estimate, r.Extra = e, extra
	}
}
