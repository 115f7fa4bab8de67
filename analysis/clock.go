package analysis

import "svna/datasets"

// deriveClock takes hour, weekday and day from committed_from. Hours count only
// where the clock time is known; non-recent offences are left out of both.
func (s *Study) deriveClock() {
	offences := s.Data.Offences.Table
	n := offences.Len()
	s.Hour, s.Weekday, s.Day = make([]int8, n), make([]int8, n), make([]int32, n)
	s.CommittedMonth, s.NonRecent = make([]datasets.Month, n), make(Mask, n)
	from, to, recorded := offences.Times("committed_from"), offences.Times("committed_to"), offences.Times("recorded_at")
	precision := offences.Category("committed_precision")
	left := 0
	for i := range n {
		s.Hour[i], s.Weekday[i], s.Day[i], s.CommittedMonth[i] = -1, -1, -1, NoMonth
		if from[i] == datasets.NoTime {
			continue
		}
		s.CommittedMonth[i] = datasets.MonthOf(from[i])
		last := to[i]
		if last == datasets.NoTime || last < from[i] {
			last = from[i]
		}
		if recorded[i] != datasets.NoTime && recorded[i]-last > int64(s.Parameters.NonRecent)*86400 {
			s.NonRecent[i] = true
			left++
			continue
		}
		exact := precision.Level(i)
		if exact == "month" {
			continue
		}
		day := floorDiv(from[i], 86400)
		s.Day[i] = int32(day)
		s.Weekday[i] = int8((day%7 + 10) % 7) // 1 January 1970 was a Thursday, day 3 from Monday
		if exact == "minute" || exact == "hour" {
			s.Hour[i] = int8((from[i] - day*86400) / 3600)
		}
	}
	if left > 0 {
		s.say("%s offences recorded more than %d days after they happened are left out of month, weekday and hour profiles.", commas(left), s.Parameters.NonRecent)
	}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
