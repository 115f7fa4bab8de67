package datasets

import "fmt"

// orderEvidence counts the distinct dates of a column by the orders in which
// they read.
type orderEvidence struct {
	yearFirst, dayFirst, monthFirst, either, named, other int
}

func weighOrder(values []string) (e orderEvidence) {
	for _, v := range values {
		if v == "" {
			continue
		}
		if parseParts(v, yearFirst).seconds != NoTime {
			e.yearFirst++
			continue
		}
		m := parseParts(v, dayFirst)
		switch {
		case m.swapped:
			e.monthFirst++
		case m.seconds == NoTime:
			e.other++
		case hasLetterMonth(v):
			e.named++
		case m.either && sameDayAndMonth(v):
			e.other++ // 03/03/2023 tells nothing and asks nothing
		case m.either:
			e.either++
		default:
			e.dayFirst++
		}
	}
	return e
}

func hasLetterMonth(s string) bool {
	for i := range len(s) {
		if _, n := monthNamed(s[i:]); n > 0 {
			return true
		}
	}
	return false
}

func sameDayAndMonth(s string) bool {
	a, b, _, _, _, _ := splitDate(s)
	return a == b
}

// decideOrder chooses how to read the dates of a column for which no format was
// stated, and says on what evidence. It refuses to guess: dates that all read
// both ways, or that contradict each other, are an error.
func decideOrder(column string, values []string) (formats []dateFormat, said string, err error) {
	e := weighOrder(values)
	year, day, month := namedFormat("year-month-day"), namedFormat("day/month/year"), namedFormat("month/day/year")
	switch {
	case e.dayFirst > 0 && e.monthFirst > 0:
		return nil, "", fmt.Errorf("column %q: %w: %d different dates read only as day/month/year and %d only as month/day/year; ask the sender for one order, then state format = \"02/01/2006\" or \"01/02/2006\"",
			column, ErrDateOrder, e.dayFirst, e.monthFirst)
	case e.dayFirst > 0:
		return []dateFormat{year, day}, fmt.Sprintf("column %q: dates read as day/month/year, because %s can be nothing else and none reads only as month/day/year", column, differentDates(e.dayFirst)), nil
	case e.monthFirst > 0:
		return []dateFormat{year, month}, fmt.Sprintf("column %q: dates read as month/day/year, because %s can be nothing else and none reads only as day/month/year", column, differentDates(e.monthFirst)), nil
	case e.either > 0:
		return nil, "", fmt.Errorf("column %q: %w: every date reads both ways; state format = \"02/01/2006\" for day/month/year or \"01/02/2006\" for month/day/year", column, ErrDateOrder)
	case e.yearFirst > 0 && e.named == 0:
		return []dateFormat{year, day}, fmt.Sprintf("column %q: dates read as year-month-day", column), nil
	}
	return []dateFormat{year, day}, fmt.Sprintf("column %q: dates read as day/month/year; they have the month in letters, or tell no order apart", column), nil
}

func differentDates(n int) string {
	if n == 1 {
		return "1 date"
	}
	return fmt.Sprintf("%d different dates", n)
}

func namedFormat(name string) dateFormat { return dateFormat{said: name, order: namedOrders[name]} }
