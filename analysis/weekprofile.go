package analysis

import (
	"math"
	"slices"

	"svna/analysis/stats"
	"svna/datasets"
)

const halfHoursOfWeek = 7 * 48

// aoristicUnit turns weights into whole numbers, whose sum does not depend on the
// order of the rows.
const aoristicUnit = 1 << 32

// week counts offences by half hour of the week, Monday 00:00 first.
type week struct {
	halfHours                  [halfHoursOfWeek]int
	known, notKnown, nonRecent int
	aoristic                   [7 * 24]int64 // sum of weights by hour of the week, times aoristicUnit
	spread                     int           // offences that the weights are of
	committedFrom, committedTo []int64
	precision                  datasets.Category
	timed, untimed, old        Selection // offences with a known time, without, non-recent
	halfHourOf                 []int     // of the timed
}

// week counts the profile's offences of a period. Hours are those of offences
// with a known clock time; aoristic weights also spread those with a date alone
// over their day.
func (p offenceProfile) week(period datasets.Period) week {
	offences := p.s.Data.Offences.Table
	w := week{committedFrom: offences.Times("committed_from"), committedTo: offences.Times("committed_to"), precision: offences.Category("committed_precision")}
	for _, i := range p.rows(period) {
		switch {
		case p.s.NonRecent[i]:
			w.nonRecent++
			w.old = append(w.old, i)
			continue
		case p.s.Hour[i] < 0:
			w.notKnown++
			w.untimed = append(w.untimed, i)
		default:
			w.known++
			second := w.committedFrom[i] - floorDiv(w.committedFrom[i], 86400)*86400
			slot := int(p.s.Weekday[i])*48 + int(second/1800)
			w.halfHours[slot]++
			w.timed, w.halfHourOf = append(w.timed, i), append(w.halfHourOf, slot)
		}
		w.spreadOut(i)
	}
	return w
}

// spreadOut adds the aoristic weights of an offence (F14).
func (w *week) spreadOut(i int32) {
	from, to := w.committedFrom[i], w.committedTo[i]
	if from == datasets.NoTime {
		return
	}
	switch w.precision.Level(int(i)) {
	case "minute", "hour":
	case "day":
		// A date alone is its whole day, at the end of the span as at its start.
		if to >= from && to%86400 == 0 {
			to += 86400
		}
		to = max(to, from+86400)
	default:
		return
	}
	w.spread++
	for h, weight := range stats.Aoristic(from, to) {
		w.aoristic[h] += int64(math.Round(weight * aoristicUnit))
	}
}

func (w *week) tally() Tally {
	return Tally{Levels: []string{"known"}, Counts: []int{w.known}, NotRecorded: w.notKnown, NotApplicable: w.nonRecent}
}

// missing are the rows of the offences without a clock time, and the total.
func (w *week) missing(columns int, levels ...string) []Row {
	var rows []Row
	add := func(kind RowKind, of Selection, label string) {
		full := append([]string(nil), levels...)
		for len(full) < columns {
			full = append(full, label)
		}
		rows = append(rows, countRow(kind, len(of), full...).on(Offence, of, nil))
	}
	if w.notKnown > 0 {
		add(NotKnownRow, w.untimed, "Not recorded")
	}
	if w.nonRecent > 0 {
		add(NotKnownRow, w.old, nonRecentLabel)
	}
	add(TotalRow, slices.Sorted(slices.Values(slices.Concat(w.timed, w.untimed, w.old))), "Total")
	return rows
}

// timeBand is a run of hours [From, To) on the weekdays on which it starts. To
// above 24 runs on into the next day.
type timeBand struct {
	Label    string // "3pm to 9pm"
	Words    string // "between 3pm and 9pm"
	From, To int
	Days     []int // 0 is Monday
}

var (
	everyDay      = []int{0, 1, 2, 3, 4, 5, 6}
	mondayFriday  = []int{0, 1, 2, 3, 4}
	weekendDays   = []int{5, 6}
	weekendNights = []int{4, 5}
)

// The bands of methods 4.7, half-open.
var (
	afternoonEvening = timeBand{"3pm to 9pm", "between 3pm and 9pm", 15, 21, everyDay}
	afterSchool      = timeBand{"3pm to 6pm, Monday to Friday", "between 3pm and 6pm from Monday to Friday", 15, 18, mondayFriday}
	timeBands        = []timeBand{
		{"Midnight to 6am", "between midnight and 6am", 0, 6, everyDay},
		{"6am to midday", "between 6am and midday", 6, 12, everyDay},
		{"Midday to 6pm", "between midday and 6pm", 12, 18, everyDay},
		{"6pm to midnight", "between 6pm and midnight", 18, 24, everyDay},
		afternoonEvening,
		afterSchool,
		{"3pm to 10pm, Monday to Friday", "between 3pm and 10pm from Monday to Friday", 15, 22, mondayFriday},
		{"1pm to 10pm, Saturday and Sunday", "between 1pm and 10pm on Saturdays and Sundays", 13, 22, weekendDays},
		{"9pm to 4am, Friday and Saturday nights", "between 9pm and 4am on Friday and Saturday nights", 21, 28, weekendNights},
	}
)

// count is the number of offences in a band that starts so many half hours
// later than it should.
func (w *week) count(b timeBand, later int) int {
	n := 0
	for _, day := range b.Days {
		for h := 2 * b.From; h < 2*b.To; h++ {
			n += w.halfHours[(day*48+h+later+halfHoursOfWeek)%halfHoursOfWeek]
		}
	}
	return n
}

// in returns the offences in a band.
func (w *week) in(b timeBand) Selection {
	inside := map[int]bool{}
	for _, day := range b.Days {
		for h := 2 * b.From; h < 2*b.To; h++ {
			inside[(day*48+h)%halfHoursOfWeek] = true
		}
	}
	var rows Selection
	for k, r := range w.timed {
		if inside[w.halfHourOf[k]] {
			rows = append(rows, r)
		}
	}
	return rows
}

// aoristicShare is the band's share of the aoristic weights, per cent.
func (w *week) aoristicShare(b timeBand) stats.Number {
	sum := int64(0)
	for _, day := range b.Days {
		for h := b.From; h < b.To; h++ {
			sum += w.aoristic[(day*24+h)%168]
		}
	}
	return number(100 * float64(sum) / aoristicUnit / float64(w.spread))
}

// expected is the part of the period's hours that lies in the band, from the
// actual number of each weekday.
func (b timeBand) expected(period datasets.Period) float64 {
	days := weekdayCounts(period)
	hours := 0
	for _, day := range b.Days {
		hours += days[day] * (b.To - b.From)
	}
	return float64(hours) / float64(24*period.Days())
}

// windowColumns are the columns of a table of time bands.
func windowColumns(subject string) []Column {
	columns := shareColumns(capital(subject)+" in the band", capital(subject)+" with a known time", "Share")
	return append(columns, append(indexColumns("the bands")[:4],
		Column{"earlier", "Share with the band half an hour earlier (%)", AsShare},
		Column{"later", "Share with the band half an hour later (%)", AsShare},
		Column{"aoristic", "Share, each offence spread over its possible time (aoristic, %)", AsShare})...)
}

// windowRow is the share of a time band (F37), with what it would be for a band
// half an hour earlier or later, and with offences spread over their possible
// times.
func (w *week) windowRow(b timeBand, period datasets.Period, levels ...string) Row {
	known := float64(w.known)
	x := float64(w.count(b, 0))
	index := stats.ShareRatio(x, known, b.expected(period))
	return Row{Levels: levels, Estimate: stats.Share(x, known).Scale(100), Extra: map[string]stats.Number{
		"expected": number(100 * b.expected(period)),
		"index":    index.Value, "index_lower": index.Lower, "index_upper": index.Upper,
		"earlier":  number(100 * float64(w.count(b, -1)) / known),
		"later":    number(100 * float64(w.count(b, 1)) / known),
		"aoristic": w.aoristicShare(b),
	}}.on(Offence, w.in(b), w.timed)
}

// windowTable is one band against the other hours, in each period.
func (p offenceProfile) windowTable(id string, b timeBand) Table {
	t := Table{
		ID: id, Title: p.s.title(capital(p.Subject)+" that started "+b.Words, p.s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"period", "Period"}, {"window", "Time"}}, Columns: windowColumns(p.Subject),
	}
	t.addNotes(p.Basis, clockNote)
	for _, period := range p.s.Periods() {
		w := p.week(period)
		in := w.windowRow(b, period, period.Name(), b.Label)
		out := Row{Levels: []string{period.Name(), "Other times"}, Estimate: stats.Share(float64(w.known-w.count(b, 0)), float64(w.known)).Scale(100)}.on(Offence, w.timed.without(w.in(b)), w.timed)
		t.Rows = append(t.Rows, in, out)
		t.Rows = append(t.Rows, w.missing(2, period.Name())...)
		t.addNotes(missingIn("time of the offence", w.tally(), period))
		markReliability(&t, period.Name(), w.tally())
	}
	return t
}

// windowStatement says the share of a band in the period, and how it compares
// with an even spread: frame is "the day" or "the week".
func (p offenceProfile) windowStatement(id string, t *Table, b timeBand, frame string, w week, levels ...string) Statement {
	row, ok := t.Find(levels...)
	tally := w.tally()
	switch {
	case !ok || tally.Known() == 0:
		return notProduced(id, p.Theme, "no "+p.Subject+" with a known time in the period")
	case knownShare(tally) < sayableShare:
		return notProduced(id, p.Theme, "the time of day is known for fewer than half of the "+p.Subject)
	}
	missing, comparable := number(float64(w.notKnown)), knownShare(tally) >= comparableShare
	subject := p.Subject + " with a known time"
	return Statement{
		ID: id, Theme: p.Theme, Unit: Offence, Value: "per cent", Period: p.s.Period,
		Filter:  p.Subject + "; started " + b.Words,
		Figures: []Figure{FigureOf(t, row, b.Label)}, NotRecorded: missing, Field: "time",
		Say: func(f []Figure) string {
			text := sharePhrase(f[0].Estimate, subject, "started "+b.Words, notRecordedFor("time", f[0].NotRecorded))
			if comparable {
				text += windowIndexPhrase(f[0], frame)
			}
			return text + ", " + p.s.Period.Name() + "."
		},
		Short: shortShare(subject, "started "+b.Words),
	}
}

// windowIndexPhrase writes ", 1.8 times an even spread over the day", and "a
// peak" where that is earned.
func windowIndexPhrase(f Figure, frame string) string {
	lower, upper := f.Extra["index_lower"].Or(0), f.Extra["index_upper"].Or(0)
	switch {
	case f.Estimate.Denominator.Or(0) < 20:
		return ""
	case lower <= 1 && upper >= 1:
		return ", " + similarTo(stats.Estimate{Lower: f.Extra["index_lower"], Upper: f.Extra["index_upper"]}) + " an even spread over " + frame + " (index " + ratio2(f.Extra["index"]) + ")"
	case f.Estimate.Numerator.Or(0) < 10:
		return ""
	case lower > 1 && f.Extra["index"].Or(0) >= 1.5 && f.Estimate.Numerator.Or(0) >= 20:
		return ", a peak at " + ratio1(f.Extra["index"]) + " times an even spread over " + frame
	}
	return ", " + ratio1(f.Extra["index"]) + " times an even spread over " + frame
}
