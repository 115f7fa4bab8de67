package datasets

import (
	"strconv"
	"strings"
	"sync"
)

// AgeBand is a range of completed years of age, both ends included. Bands of a
// scheme differ in width, so their counts do not compare without a rate per
// year of width.
type AgeBand struct {
	ID     string // "1-17"
	Label  string // "1 to 17"; safe from spreadsheets that make dates of "1-17"
	From   int
	To     int // AllAges for "and over"
	Weight int // of the European Standard Population 2013, in scheme esp2013; else 0
}

// AgeBands returns the bands of a scheme, youngest first, or nil for a scheme
// that is not known. The default of assessments is "sna": 1 to 17, 18 to 24, then
// tens, 65 and over; it has no band for age 0, which is mostly a placeholder.
func AgeBands(scheme string) []AgeBand { return ageBands()[scheme] }

// AgeBandSchemes returns the names of the schemes, in the order of the table.
func AgeBandSchemes() []string {
	t := embeddedTable("age_bands")
	var names []string
	for _, row := range t.rows {
		names = append(names, t.cell(row, "scheme"))
	}
	return distinct(names...)
}

var ageBands = sync.OnceValue(func() map[string][]AgeBand {
	t := embeddedTable("age_bands")
	schemes := map[string][]AgeBand{}
	for _, row := range t.rows {
		b := AgeBand{ID: t.cell(row, "id"), Label: t.cell(row, "label"), To: AllAges}
		b.From, _ = strconv.Atoi(t.cell(row, "from"))
		if to := t.cell(row, "to"); to != "" {
			b.To, _ = strconv.Atoi(to)
		}
		b.Weight, _ = strconv.Atoi(t.cell(row, "weight"))
		scheme := t.cell(row, "scheme")
		schemes[scheme] = append(schemes[scheme], b)
	}
	return schemes
})

var ageSigns = strings.NewReplacer("–", " to ", "-", " to ", "+", " and over")

// ParseAges reads an age or a range of ages as statistical tables write them:
// "7", "90+", "10-17", "10 to 17", "under 16", "over 34", "65 and over", "Aged
// 16 to 24 years", "All-Ages". It is false for anything else, such as "Oct-17".
func ParseAges(s string) (from, to int, ok bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	s = strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(s, "aged"), "years"))
	s = strings.ReplaceAll(s, "years and", "and")
	switch s {
	case "all", "all ages", "all-ages", "total", "":
		return 0, AllAges, s != ""
	}
	words := strings.Fields(ageSigns.Replace(s))
	number := func(i int) (int, bool) {
		if i >= len(words) || len(words[i]) > 3 {
			return 0, false
		}
		n, err := strconv.ParseUint(words[i], 10, 8)
		return int(n), err == nil
	}
	first, isNumber := number(0)
	second, secondIs := number(1)
	third, thirdIs := number(2)
	switch {
	case len(words) == 1 && isNumber:
		return first, first, true
	case len(words) == 3 && isNumber && words[1] == "to" && thirdIs && first <= third:
		return first, third, true
	case len(words) == 3 && isNumber && words[1] == "and" && words[2] == "over":
		return first, AllAges, true
	case len(words) == 3 && isNumber && words[1] == "and" && words[2] == "under":
		return 0, first, true
	case len(words) == 2 && words[0] == "under" && secondIs && second > 0:
		return 0, second - 1, true
	case len(words) == 2 && words[0] == "over" && secondIs:
		return second + 1, AllAges, true
	}
	return 0, 0, false
}
