package datasets

import (
	"fmt"
	"time"
)

// Month counts whole months: 12 * year + month - 1, so that the next month is
// the next number.
type Month int

// MonthOf returns the month of a local time (seconds since 1970).
func MonthOf(seconds int64) Month {
	t := time.Unix(seconds, 0).UTC()
	return Month(12*t.Year() + int(t.Month()) - 1)
}

// NewMonth returns the month of a year and a calendar month 1 to 12.
func NewMonth(year, month int) Month { return Month(12*year + month - 1) }

// Year and Calendar take a month apart; Calendar is 1 to 12.
func (m Month) Year() int     { return int(m) / 12 }
func (m Month) Calendar() int { return int(m)%12 + 1 }

// Start returns the first moment of the month as local seconds since 1970.
func (m Month) Start() int64 {
	return time.Date(m.Year(), time.Month(m.Calendar()), 1, 0, 0, 0, 0, time.UTC).Unix()
}

// Days returns the number of days in the month.
func (m Month) Days() int { return int(((m + 1).Start() - m.Start()) / 86400) }

// String returns "2023-05".
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year(), m.Calendar()) }

// Name returns "May 2023".
func (m Month) Name() string { return time.Month(m.Calendar()).String() + fmt.Sprintf(" %d", m.Year()) }

// ParseMonth reads "2023-05".
func ParseMonth(s string) (Month, error) {
	t, err := time.Parse("2006-01", s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a month; write it as 2023-05", s)
	}
	return NewMonth(t.Year(), int(t.Month())), nil
}

// Period is a run of whole months, From to To, both included.
type Period struct{ From, To Month }

// ParsePeriod reads "2022-06/2023-05".
func ParsePeriod(s string) (Period, error) {
	if len(s) != 15 || s[7] != '/' {
		return Period{}, fmt.Errorf("%q is not a period; write the first and the last month, as in 2022-06/2023-05", s)
	}
	from, err := ParseMonth(s[:7])
	if err != nil {
		return Period{}, err
	}
	to, err := ParseMonth(s[8:])
	if err != nil {
		return Period{}, err
	}
	if to < from {
		return Period{}, fmt.Errorf("period %q ends before it starts", s)
	}
	return Period{from, to}, nil
}

// Contains reports whether the month lies in the period.
func (p Period) Contains(m Month) bool { return p.From <= m && m <= p.To }

// Months returns the number of months, Days the number of days, and Years the
// number of years (months / 12).
func (p Period) Months() int    { return int(p.To-p.From) + 1 }
func (p Period) Days() int      { return int(((p.To + 1).Start() - p.From.Start()) / 86400) }
func (p Period) Years() float64 { return float64(p.Months()) / 12 }

// Previous returns the same months one year earlier: the comparison period. For
// a period of more than a year it is the run of equal length just before.
func (p Period) Previous() Period {
	back := Month(12 * ((p.Months() + 11) / 12))
	return Period{p.From - back, p.To - back}
}

// String returns "2022-06/2023-05", as in the settings.
func (p Period) String() string { return p.From.String() + "/" + p.To.String() }

// Name returns the period in words: "12 months to May 2023", or "May 2023" for
// a single month.
func (p Period) Name() string {
	if p.Months() == 1 {
		return p.To.Name()
	}
	return fmt.Sprintf("%d months to %s", p.Months(), p.To.Name())
}
