package datasets

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// dateFormat is one way of writing a date in a column: an order of its parts, or
// a layout of package time.
type dateFormat struct {
	said   string // as it is written in settings and reported
	order  dateOrder
	layout string
	short  string    // layout without its clock time, or ""
	exact  precision // of layout
}

// dateOrder is an order of the parts of a date, whatever stands between them.
type dateOrder byte

const (
	byLayout     dateOrder = iota
	dayFirst               // 31/12/2023, 31-Dec-2023, with or without a clock time
	monthFirst             // 12/31/2023
	yearFirst              // 2023-12-31, 20231231
	monthOnly              // 2023-12
	excelSerials           // 45291.5, days since 30 December 1899
)

var namedOrders = map[string]dateOrder{
	"day/month/year": dayFirst, "month/day/year": monthFirst, "year-month-day": yearFirst,
	"year-month": monthOnly, "serial": excelSerials,
}

// precision is how exactly a time is known.
type precision uint8

const (
	noPrecision precision = iota
	toMonth
	toDay
	toMinute
)

// level is the level of committed_precision.
func (p precision) level() string {
	return [...]string{"", "month", "day", "minute"}[p]
}

// moment is a local time as read from one cell.
type moment struct {
	seconds int64 // since 1970, NoTime where unreadable
	exact   precision
	swapped bool // reads only with day and month the other way round
	either  bool // reads with day and month either way round
	zone    bool // a time zone was written, and not heeded
}

// parseFormats reads formats as settings write them.
func parseFormats(written []string) ([]dateFormat, error) {
	var formats []dateFormat
	for _, w := range written {
		f := dateFormat{said: w, order: namedOrders[strings.ToLower(strings.TrimSpace(w))]}
		if f.order == byLayout {
			f.layout = goLayout(w)
			if err := f.checkLayout(); err != nil {
				return nil, err
			}
		}
		formats = append(formats, f)
	}
	return formats, nil
}

// goLayout turns dd/mm/yyyy hh:mm into the layout of package time.
func goLayout(s string) string {
	lower := strings.ToLower(s)
	if !strings.Contains(lower, "yy") {
		return s
	}
	if at := strings.Index(lower, "hh:mm"); at >= 0 {
		lower = lower[:at] + "15:04" + lower[at+len("hh:mm"):]
	}
	return strings.NewReplacer("yyyy", "2006", "yy", "06", "mmm", "Jan", "mm", "01", "dd", "02", "ss", "05").Replace(lower)
}

func (f *dateFormat) checkLayout() error {
	// Two times that differ in every part tell which parts a layout has.
	a, b := time.Date(2021, 3, 4, 5, 6, 7, 0, time.UTC), time.Date(2022, 11, 25, 18, 49, 58, 0, time.UTC)
	parse := func(t time.Time) time.Time {
		back, err := time.Parse(f.layout, t.Format(f.layout))
		if err != nil {
			return time.Time{}
		}
		return back
	}
	pa, pb := parse(a), parse(b)
	if pa.Year() != 2021 || pb.Year() != 2022 || pa.Month() != 3 || pb.Month() != 11 {
		return fmt.Errorf("%q is not a date format; write it as 02/01/2006 15:04 (the 2nd of January 2006 at 15:04), as dd/mm/yyyy hh:mm, or as day/month/year, month/day/year, year-month-day, year-month or serial", f.said)
	}
	switch {
	case pa.Day() != 4 || pb.Day() != 25:
		f.exact = toMonth
	case pa.Hour() == 5 && pb.Hour() == 18:
		f.exact = toMinute
	default:
		f.exact = toDay
	}
	if f.exact == toMinute {
		for _, clock := range []string{" 15", "T15", " 3:", " 03:"} {
			if at := strings.Index(f.layout, clock); at > 0 {
				f.short = f.layout[:at]
			}
		}
	}
	return nil
}

// readMoment reads a date with or without a clock time, in the first of the
// formats that fits.
func readMoment(s string, formats []dateFormat) moment {
	m := moment{seconds: NoTime}
	for _, f := range formats {
		var got moment
		switch f.order {
		case byLayout:
			got = f.parseLayout(s)
		case excelSerials:
			got = parseSerial(s)
		case monthOnly:
			got = parseMonthOnly(s)
		default:
			got = parseParts(s, f.order)
		}
		if got.seconds != NoTime {
			return got
		}
		m.swapped = m.swapped || got.swapped
	}
	return m
}

func (f *dateFormat) parseLayout(s string) moment {
	exact := f.exact
	t, err := time.Parse(f.layout, s)
	if err != nil && f.short != "" {
		t, err = time.Parse(f.short, s)
		exact = toDay
	}
	if err != nil || t.Year() < 1900 || t.Year() > 2100 {
		return moment{seconds: NoTime}
	}
	_, offset := t.Zone()
	return moment{seconds: t.Unix() + int64(offset), exact: exact, zone: offset != 0}
}

// parseSerial reads a day number of a spreadsheet with the 1900 calendar.
func parseSerial(s string) moment {
	days, err := strconv.ParseFloat(s, 64)
	if err != nil || !(days >= 61 && days < 73416) { // 1 March 1900 to 2100
		return moment{seconds: NoTime}
	}
	whole := math.Floor(days)
	m := moment{seconds: (int64(whole) - 25569) * 86400, exact: toDay}
	if days != whole {
		m.seconds += int64(math.Round((days-whole)*1440)) * 60
		m.exact = toMinute
	}
	return m
}

func parseMonthOnly(s string) moment {
	year, rest := leadingNumber(s)
	if len(s)-len(rest) != 4 || len(rest) < 2 || !isSeparator(rest[0]) {
		return moment{seconds: NoTime}
	}
	month, rest := leadingNumber(rest[1:])
	if rest != "" || month < 1 || month > 12 || year < 1900 || year > 2100 {
		return moment{seconds: NoTime}
	}
	return moment{seconds: dateSeconds(year, month, 1), exact: toMonth}
}

// parseParts reads three parts in an order, and a clock time after them. A
// four-figure first part is a year, which only yearFirst accepts; a two-figure
// year is never accepted, since its century would be a guess.
func parseParts(s string, order dateOrder) moment {
	none := moment{seconds: NoTime}
	a, b, c, figures, rest, ok := splitDate(s)
	if !ok {
		return none
	}
	year, month, day := c, b, a
	switch {
	case (order == yearFirst) != (figures == 4):
		return none
	case order == yearFirst:
		year, month, day = a, b, c
	case order == monthFirst:
		month, day = a, b
	}
	if !validDate(year, month, day) {
		none.swapped = order != yearFirst && validDate(year, day, month)
		return none
	}
	m := moment{seconds: dateSeconds(year, month, day), exact: toDay, either: order != yearFirst && day <= 12}
	if rest == "" {
		return m
	}
	clock, zone, ok := parseClock(rest)
	if !ok {
		return none
	}
	m.seconds += int64(clock)
	m.exact, m.zone = toMinute, zone
	return m
}

// splitDate splits 31/12/2023, 31-Dec-2023, 2023-12-31 or 20231231 and what
// follows into three numbers; figures is the length of the first.
func splitDate(s string) (a, b, c, figures int, rest string, ok bool) {
	a, rest = leadingNumber(s)
	figures = len(s) - len(rest)
	if figures == 8 {
		return a / 10000, a / 100 % 100, a % 100, 4, trimClock(rest), rest == "" || isClockMark(rest[0])
	}
	if figures == 0 || figures > 4 || rest == "" || !isSeparator(rest[0]) {
		return
	}
	separator := rest[0]
	rest = rest[1:]
	var n int
	if b, n = monthNamed(rest); n == 0 {
		before := len(rest)
		b, rest = leadingNumber(rest)
		n = before - len(rest)
		if n == 0 || n > 2 {
			return
		}
	} else {
		rest = rest[n:]
	}
	if rest == "" || rest[0] != separator {
		return
	}
	third := rest[1:]
	c, rest = leadingNumber(third)
	n = len(third) - len(rest)
	wantedFigures := 4
	if figures == 4 {
		wantedFigures = 2
	}
	if n != wantedFigures && !(wantedFigures == 2 && n == 1) {
		return
	}
	return a, b, c, figures, trimClock(rest), rest == "" || isClockMark(rest[0])
}

func isClockMark(b byte) bool { return b == ' ' || b == 'T' || b == 't' }

func trimClock(rest string) string {
	if rest != "" && isClockMark(rest[0]) {
		return strings.TrimSpace(rest[1:])
	}
	return rest
}

func isSeparator(b byte) bool { return b == '/' || b == '-' || b == '.' || b == ' ' }

var monthNames = [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}

// monthNamed returns the month that a text starts with, by its whole name or
// its first three letters, and the length of the name; 0, 0 if none.
func monthNamed(s string) (month, length int) {
	for length < len(s) && (s[length]|0x20 >= 'a' && s[length]|0x20 <= 'z') {
		length++
	}
	word := strings.ToLower(s[:length])
	for i, name := range monthNames {
		if len(word) >= 3 && (word == name || word == name[:3] || word == "sept" && i == 8) {
			return i + 1, length
		}
	}
	return 0, 0
}

// leadingNumber reads up to nine figures.
func leadingNumber(s string) (n int, rest string) {
	i := 0
	for i < len(s) && i < 9 && s[i] >= '0' && s[i] <= '9' {
		n = 10*n + int(s[i]-'0')
		i++
	}
	return n, s[i:]
}

func validDate(year, month, day int) bool {
	if year < 1900 || year > 2100 || month < 1 || month > 12 || day < 1 {
		return false
	}
	return day <= NewMonth(year, month).Days()
}

// dateSeconds counts from 1970 without the cost of package time; the day count
// is that of the Gregorian calendar shifted to years that start in March.
func dateSeconds(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	days := 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 719469
	return int64(days) * 86400
}

// parseClock reads a clock time as seconds since midnight: 15:45, 15:45:10, 15.45, 1545,
// 100 (01:00 with its leading zero lost), 3:45 PM, 0.65625 of a day, and
// 24:00, which is the next midnight. zone is true where a time zone follows.
func parseClock(s string) (seconds int, zone, ok bool) {
	s = strings.TrimSpace(s)
	if fraction, isFraction := strings.CutPrefix(s, "0."); isFraction && len(fraction) != 2 || s == "0.0" {
		day, err := strconv.ParseFloat(s, 64)
		if err != nil || strings.ContainsAny(s, "eExX_+-") {
			return 0, false, false
		}
		return int(math.Round(day*1440)) * 60, false, true
	}
	s, zone = trimZone(s)
	s, half := trimHalf(s)
	hour, rest := leadingNumber(s)
	figures, minute, second := len(s)-len(rest), 0, 0
	switch {
	case figures == 0:
		return 0, false, false
	case rest == "" && half == "" && figures <= 4: // hhmm, leading zeros lost or not
		hour, minute = hour/100, hour%100
	case rest == "" && half != "" && figures <= 2: // 3 PM
	case figures <= 2 && rest != "" && (rest[0] == ':' || rest[0] == '.'):
		var found bool
		if minute, second, found = minuteAndSecond(rest); !found {
			return 0, false, false
		}
	default:
		return 0, false, false
	}
	if half != "" {
		if hour < 1 || hour > 12 {
			return 0, false, false
		}
		hour %= 12
		if half == "pm" {
			hour += 12
		}
	}
	if minute > 59 || second > 59 || hour > 24 || hour == 24 && minute+second > 0 {
		return 0, false, false
	}
	return hour*3600 + minute*60 + second, zone, true
}

// minuteAndSecond reads ":45", ":45:10" or ":45:10.250"; parts of a second, after
// a point or a comma (ISO 8601 has both), are dropped.
func minuteAndSecond(s string) (minute, second int, ok bool) {
	mark := s[0]
	minute, rest := leadingNumber(s[1:])
	if len(s)-1-len(rest) != 2 {
		return 0, 0, false
	}
	if rest == "" {
		return minute, 0, true
	}
	if rest[0] != mark {
		return 0, 0, false
	}
	second, tail := leadingNumber(rest[1:])
	if len(rest)-1-len(tail) != 2 {
		return 0, 0, false
	}
	if len(tail) > 1 && (tail[0] == '.' || tail[0] == ',') {
		_, tail = leadingNumber(tail[1:])
	}
	return minute, second, tail == ""
}

// trimHalf takes AM or PM off the end.
func trimHalf(s string) (rest, half string) {
	if n := len(s); n > 2 {
		if end := strings.ToLower(s[n-2:]); end == "am" || end == "pm" {
			return strings.TrimSpace(s[:n-2]), end
		}
	}
	return s, ""
}

// trimZone takes Z or +01:00 off the end. Extract times are local wall-clock
// times, and a mark of a zone is often wrong: it is said, and not heeded.
func trimZone(s string) (rest string, zone bool) {
	n := len(s)
	if n > 1 && (s[n-1] == 'Z' || s[n-1] == 'z') {
		return s[:n-1], true
	}
	if n > 6 && (s[n-6] == '+' || s[n-6] == '-') && s[n-3] == ':' {
		return s[:n-6], true
	}
	return s, false
}
