package stats

import (
	"math"
	"time"
)

// Minutes and hours of a week.
const (
	hoursOfWeek   = 168
	minutesOfWeek = hoursOfWeek * 60
)

// Aoristic spreads one offence over the 168 hours of the week, Monday 00 first,
// by the share of its possible time [from, to) that falls in each (F14). Times
// are seconds since 1970 on the local wall clock of the United Kingdom, with no
// zone; they are cut to whole minutes. A date without a clock time is passed as
// its whole local day.
//
// The weights sum to 1. Where to is missing (below from, as datasets.NoTime is)
// or the span is one minute or less, the start hour has it all; a span of seven
// days or more gives every hour 1/168. Where from is missing (math.MinInt64)
// every weight is 0, and the offence is to be counted as left out.
//
// Minutes are those that passed. Over a night on which the clocks change, each
// is put in the hour that the clock showed, so that 01 in October can take 120
// minutes and 01 in March none. A time in the hour that occurs twice in October
// is the first, in summer time; a time in the hour that March skips is moved on by
// one hour. The rule of the change is that in force since 1996: last Sundays of
// March and October, 01:00 UTC.
//
// Weights are not counts: no Poisson or Wilson interval is true of them.
//
// Source: Ratcliffe, International Journal of GIS 14:669 (2000).
func Aoristic(from, to int64) [hoursOfWeek]float64 {
	return aoristic(from, to, universalMinute, hourOfWeek)
}

// aoristic is Aoristic on a clock: passed turns minutes that it shows into minutes that
// have passed, and shown says the hour of the week that it shows then.
func aoristic(from, to int64, passed func(local int64) int64, shown func(minute int64) int) [hoursOfWeek]float64 {
	var weights [hoursOfWeek]float64
	if from == math.MinInt64 {
		return weights
	}
	start := passed(floorDiv(from, 60))
	if to < from || passed(floorDiv(to, 60))-start <= 1 {
		weights[shown(start)] = 1
		return weights
	}
	end := passed(floorDiv(to, 60))
	span := end - start
	if span >= minutesOfWeek {
		for i := range weights {
			weights[i] = 1.0 / hoursOfWeek
		}
		return weights
	}
	for minute := start; minute < end; {
		next := min(end, (floorDiv(minute, 60)+1)*60)
		weights[shown(minute)] += float64(next-minute) / float64(span)
		minute = next
	}
	return weights
}

// universalMinute converts minutes on the wall clock to minutes that passed
// since 1970 in UTC.
func universalMinute(local int64) int64 {
	spring, autumn := clockChanges(local)
	if local >= spring+120 && local < autumn+120 {
		return local - 60
	}
	return local
}

// hourOfWeek is the hour of the week, Monday 00 first, that the wall clock shows
// at a minute in UTC.
func hourOfWeek(universal int64) int {
	spring, autumn := clockChanges(universal)
	if universal >= spring+60 && universal < autumn+60 {
		universal += 60
	}
	return hourOfWeekOn(universal)
}

// hourOfWeekOn is the hour of the week, Monday 00 first, of a minute since 1970 on a
// clock that is never changed.
func hourOfWeekOn(minute int64) int {
	hours := floorDiv(minute, 60) + 3*24 // 1 January 1970 was a Thursday
	return int(hours - floorDiv(hours, hoursOfWeek)*hoursOfWeek)
}

// clockChanges are midnight of the last Sundays of March and October, in minutes
// since 1970, of the year that a minute lies in.
func clockChanges(minute int64) (spring, autumn int64) {
	year := time.Unix(minute*60, 0).UTC().Year()
	return lastSunday(year, time.March), lastSunday(year, time.October)
}

func lastSunday(year int, month time.Month) int64 {
	day := time.Date(year, month, 31, 0, 0, 0, 0, time.UTC) // both months have 31 days
	return day.Unix()/60 - int64(day.Weekday())*24*60
}

// floorDiv is a/b rounded down, for b above 0.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
