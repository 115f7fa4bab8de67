package sample

import (
	"math/rand/v2"

	"svna/datasets"
)

// clock draws when offences of a profile are committed and recorded.
type clock struct {
	weekday *deck       // Monday first
	peak    *deck       // 1: from 3pm to 9pm; shared by profiles of one pack
	hours   [2][2]*deck // Monday to Friday, Saturday and Sunday; outside the peak, in it
	untimed *deck       // 1: the clock time is not known
	lag     *deck       // bands of days from offence to record
	window  *deck       // kinds of committed_to
	minute  *deck       // rounding of the minute
	random  *rand.Rand
}

// outside are the weights of the hours before 3pm and from 9pm; those between
// are given per profile.
var outside = [24]float64{
	4.4, 3, 2.4, 1.6, 1.1, 0.9, 1.1, 1.8, 2.8, 2.8, 3, 3.2, 4, 3.9, 4.4,
	0, 0, 0, 0, 0, 0, 5, 4.8, 4.2,
}

// peakHours returns weights of the 24 hours with these shares in 3pm to 6pm and
// in 6pm to 9pm.
func peakHours(shares [2]float64) []float64 {
	hours := make([]float64, 24)
	for h, part := range []float64{0.34, 0.35, 0.31} {
		hours[15+h] = shares[0] * part
		hours[18+h] = shares[1] * part
	}
	return hours
}

// The bands of the days from offence to record: lag 0, 1, 2-3, 4-7, 8-30,
// 31-365, and over 365 (non-recent).
var lagBands = [][2]int{{0, 0}, {1, 1}, {2, 3}, {4, 7}, {8, 30}, {31, 365}, {366, 15 * 365}}

// when are the times of one offence: days since 1970, and minutes of the day or
// -1 where the clock time is not known.
type when struct {
	from, to             int
	fromMinute, toMinute int
	blankTo              bool
	reported, recorded   int
}

// draw returns the times of an offence that is recorded in month m.
func (c *clock) draw(m datasets.Month) when {
	band := lagBands[c.lag.deal()]
	lag := band[0] + c.random.IntN(band[1]-band[0]+1)
	first := int(m.Start()/86400) - lag
	weekday := c.weekday.deal()
	w := when{from: c.dayIn(first, m.Days(), weekday), fromMinute: -1, toMinute: -1}
	w.recorded = w.from + lag
	w.reported = max(w.from, w.recorded-[]int{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2}[c.random.IntN(14)])
	if c.untimed.deal() == 1 {
		w.to, w.blankTo = w.from+c.random.IntN(min(lag, 10)+1), c.random.IntN(3) == 0
		w.to = min(w.to, w.reported)
		return w
	}
	weekend := 0
	if weekday >= 5 {
		weekend = 1
	}
	hour := c.hours[weekend][c.peak.deal()].deal()
	w.fromMinute = 60*hour + c.minuteOf(hour)
	c.end(&w)
	return w
}

// dayIn picks a day of a weekday among days from first on. 1 January 1970 was a
// Thursday, day 3 from Monday.
func (c *clock) dayIn(first, days, weekday int) int {
	offset := (weekday - (first+3)%7 + 7) % 7
	weeks := (days - offset + 6) / 7
	return first + offset + 7*c.random.IntN(weeks)
}

// minuteOf heaps minutes on the hour and the half hour, and the first hour of
// the day on midnight, as entered where nobody asked for the time.
func (c *clock) minuteOf(hour int) int {
	kind := c.minute.deal()
	if hour == 0 && c.random.IntN(2) == 0 {
		return 0
	}
	switch kind {
	case 0:
		return 0
	case 1:
		return 30
	case 2:
		return 15 + 30*c.random.IntN(2)
	case 3:
		return 5 * c.random.IntN(12)
	}
	return c.random.IntN(60)
}

// end draws the latest possible time. It never lies after the day of the
// report; one in five hundred lies before the earliest time, as in real data.
func (c *clock) end(w *when) {
	w.to, w.toMinute = w.from, w.fromMinute
	switch c.window.deal() {
	case 0:
		w.blankTo = true
	case 1: // the same minute
	case 2:
		w.toMinute += 1 + c.random.IntN(59)
	case 3:
		w.toMinute += 60 + c.random.IntN(600)
	case 4:
		w.to += c.random.IntN(min(w.reported-w.from, 6) + 1)
		w.toMinute += c.random.IntN(180)
	case 5:
		w.toMinute -= 10 + c.random.IntN(50)
	}
	w.toMinute = min(max(w.toMinute, 0), 1439)
}

// newClock makes the clock of a makeup.
func newClock(random *rand.Rand, peak *deck, m makeup) *clock {
	return &clock{
		weekday: newDeck(random, m.weekdays...),
		peak:    peak,
		hours: [2][2]*deck{
			{newDeck(random, outside[:]...), newDeck(random, peakHours(m.weekday)...)},
			{newDeck(random, outside[:]...), newDeck(random, peakHours(m.weekend)...)},
		},
		untimed: newDeck(random, 1-m.untimed, m.untimed),
		lag:     newDeck(random, m.lags...),
		window:  newDeck(random, 0.22, 0.302, 0.25, 0.17, 0.056, 0.002),
		minute:  newDeck(random, 0.30, 0.14, 0.10, 0.22, 0.24),
		random:  random,
	}
}
