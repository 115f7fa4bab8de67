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
