package datasets

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Calendar holds school terms and bank holidays.
type Calendar struct {
	Source     string
	Terms      []DayRange // school terms, without half-terms
	Bank       []DayRange // bank holidays, one day each
	References []Reference
}

// DayRange is a run of days, From to To, both included; days since 1970.
type DayRange struct {
	From, To int
	Name     string
}

// HasTerms reports whether term dates were supplied. Without them, tables that
// need them are skipped.
func (c *Calendar) HasTerms() bool { return c != nil && len(c.Terms) > 0 }

// SchoolDay reports whether a day (days since 1970) is a weekday inside a term
// and no bank holiday.
func (c *Calendar) SchoolDay(day int) bool {
	weekday := (day%7 + 10) % 7 // 0 is Monday: 1 January 1970 was a Thursday
	return c != nil && weekday < 5 && within(c.Terms, day) && !within(c.Bank, day)
}

// BankHoliday reports whether a day is a bank holiday.
func (c *Calendar) BankHoliday(day int) bool { return c != nil && within(c.Bank, day) }

func within(ranges []DayRange, day int) bool {
	for _, r := range ranges {
		if r.From <= day && day <= r.To {
			return true
		}
	}
	return false
}

// ReadCalendar reads bank holidays and term dates and puts them together:
// bank-holidays.json as on gov.uk (of which the division england-and-wales is
// taken), CSV files of date and title, and CSV files of date_from, date_to, kind
// and name, where kind is term, holiday, inset or bank_holiday and date_to is
// the first day after; a date_to that is blank or the same as date_from means
// that one day. Dates are written 2023-05-31 or 31/05/2023. Terms,
// holidays and inset days may not overlap.
func ReadCalendar(paths []string) (*Calendar, error) {
	c := &Calendar{}
	var others []DayRange // holidays and inset days
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read calendar: %w", err)
		}
		name := filepath.Base(path)
		r := Reference{Name: "calendar", Path: name, SHA256: hashOf(content)}
		if strings.HasPrefix(strings.TrimSpace(strings.TrimPrefix(string(content), "\ufeff")), "{") {
			r.Source = "gov.uk, bank holidays in England and Wales, OGL v3"
			err = c.readJSON(content)
		} else {
			err = c.readCSV(&r, content, &others)
		}
		if err != nil {
			return nil, fmt.Errorf("read calendar %s: %w", name, err)
		}
		c.References = append(c.References, r)
	}
	if err := c.settle(others); err != nil {
		return nil, fmt.Errorf("read calendar: %w", err)
	}
	var sources []string
	for _, r := range c.References {
		sources = append(sources, r.Source)
	}
	c.Source = strings.Join(distinct(sources...), "; ")
	return c, nil
}

type bankHoliday struct {
	Date  string `json:"date"`
	Title string `json:"title"`
}

// readJSON takes the division england-and-wales, which holds its days itself
// or in "events".
func (c *Calendar) readJSON(content []byte) error {
	divisions := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(strings.TrimPrefix(string(content), "\ufeff")), &divisions); err != nil {
		return fmt.Errorf("it is not JSON as on gov.uk: %w", err)
	}
	var days []bankHoliday
	if err := json.Unmarshal(divisions["england-and-wales"], &days); err != nil {
		var division struct {
			Events []bankHoliday `json:"events"`
		}
		if err := json.Unmarshal(divisions["england-and-wales"], &division); err != nil {
			return fmt.Errorf("it has no division england-and-wales with dates")
		}
		days = division.Events
	}
	if len(days) == 0 {
		return fmt.Errorf("the division england-and-wales has no dates")
	}
	for i, d := range days {
		day, err := parseDay(d.Date)
		if err != nil {
			return fmt.Errorf("england-and-wales, entry %d: %w", i+1, err)
		}
		c.Bank = append(c.Bank, DayRange{day, day, d.Title})
	}
	return nil
}

func (c *Calendar) readCSV(r *Reference, content []byte, others *[]DayRange) error {
	t, err := parseTable(r.Name, r.Path, content)
	if err != nil {
		return err
	}
	r.Source = t.sources()
	switch {
	case t.has("date_from", "kind"):
		r.Notes = []string{"Ranges of days are read half-open: date_to is the first day after."}
		err = c.readKinds(t, others)
	case t.has("date"):
		err = c.readDays(t)
	default:
		err = fmt.Errorf("its columns must be date and title, or date_from, date_to, kind and name")
	}
	if err == nil {
		err = t.needRows()
	}
	return err
}

func (c *Calendar) readDays(t *referenceTable) error {
	for i, row := range t.rows {
		division := t.text(row, "division")
		if division != "" && !strings.EqualFold(division, "england-and-wales") {
			continue
		}
		day, err := parseDay(t.text(row, "date"))
		if err != nil {
			return t.fault(i, "date", err.Error())
		}
		c.Bank = append(c.Bank, DayRange{day, day, t.text(row, "title")})
	}
	return nil
}

func (c *Calendar) readKinds(t *referenceTable, others *[]DayRange) error {
	for i, row := range t.rows {
		from, err := parseDay(t.text(row, "date_from"))
		if err != nil {
			return t.fault(i, "date_from", err.Error())
		}
		end := from + 1
		if until := t.text(row, "date_to"); until != "" {
			if end, err = parseDay(until); err != nil {
				return t.fault(i, "date_to", err.Error())
			}
		}
		if end < from {
			return t.fault(i, "date_to", "it is before date_from")
		}
		r := DayRange{from, max(end-1, from), t.text(row, "name")}
		switch kind := strings.ToLower(t.text(row, "kind")); kind {
		case "term":
			c.Terms = append(c.Terms, r)
		case "bank_holiday", "bank holiday":
			for day := r.From; day <= r.To; day++ {
				c.Bank = append(c.Bank, DayRange{day, day, r.Name})
			}
		case "holiday", "inset":
			*others = append(*others, r)
		default:
			return t.fault(i, "kind", "it is none of term, holiday, inset, bank_holiday")
		}
		if r.To-r.From > 366 {
			return t.fault(i, "date_to", "more than a year after date_from")
		}
	}
	return nil
}

// settle sorts the days, keeps each bank holiday once, and refuses terms,
// holidays and inset days that overlap.
func (c *Calendar) settle(others []DayRange) error {
	byDay := func(a, b DayRange) int { return a.From - b.From }
	slices.SortStableFunc(c.Bank, byDay)
	c.Bank = slices.CompactFunc(c.Bank, func(a, b DayRange) bool { return a.From == b.From })
	slices.SortStableFunc(c.Terms, byDay)
	all := append(slices.Clone(c.Terms), others...)
	slices.SortStableFunc(all, byDay)
	for i := 1; i < len(all); i++ {
		if all[i].From <= all[i-1].To {
			return fmt.Errorf("the range from %s overlaps the one from %s; a holiday or inset day goes between two terms, not inside one", dayName(all[i].From), dayName(all[i-1].From))
		}
	}
	return nil
}

func dayName(day int) string { return time.Unix(int64(day)*86400, 0).UTC().Format("2006-01-02") }

// parseDay reads a date and returns days since 1970.
func parseDay(s string) (int, error) {
	for _, layout := range []string{"2006-01-02", "02/01/2006"} {
		if t, err := time.Parse(layout, s); err == nil {
			return int(t.Unix() / 86400), nil
		}
	}
	return 0, fmt.Errorf("it is not a date; write it as 2023-05-31")
}
