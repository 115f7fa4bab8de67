package datasets

import (
	"strings"
)

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
