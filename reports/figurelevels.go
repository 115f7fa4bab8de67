package reports

import (
	"slices"
	"strconv"
	"strings"

	"svna/datasets"
)

// hourOf reads the hour 0 to 23 of a level: "15", "15:00", "3pm", "3pm to 4pm",
// "midnight", "midday".
func hourOf(level string) (int, bool) {
	word, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(level)), " to ")
	word = strings.ReplaceAll(word, " ", "")
	switch word {
	case "midnight":
		return 0, true
	case "midday", "noon":
		return 12, true
	}
	half := 0
	if rest, ok := strings.CutSuffix(word, "pm"); ok {
		word, half = rest, 12
	} else if rest, ok := strings.CutSuffix(word, "am"); ok {
		word, half = rest, -12
	}
	word, _, _ = strings.Cut(word, ":")
	h, err := strconv.Atoi(word)
	switch {
	case err != nil || h < 0 || h > 23 || (half != 0 && (h < 1 || h > 12)):
		return 0, false
	case half == 12 && h < 12:
		h += 12
	case half == -12 && h == 12:
		h = 0
	}
	return h, true
}

// clockTime writes an hour in words: "midnight", "3am", "midday", "3pm".
func clockTime(hour int) string {
	switch hour % 24 {
	case 0:
		return "midnight"
	case 12:
		return "midday"
	}
	if h := hour % 24; h > 12 {
		return strconv.Itoa(h-12) + "pm"
	}
	return strconv.Itoa(hour%24) + "am"
}

// wholeDay reports whether levels are the 24 hours from midnight on.
func wholeDay(levels []string) bool {
	if len(levels) != 24 {
		return false
	}
	for i, level := range levels {
		if h, ok := hourOf(level); !ok || h != i {
			return false
		}
	}
	return true
}

var weekdays = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// weekdayFirst sorts the days of a week from Monday on; other levels keep the
// order of the table.
func weekdayFirst(levels []string) []string {
	for _, level := range levels {
		if !slices.Contains(weekdays, level) {
			return levels
		}
	}
	sorted := slices.Clone(levels)
	slices.SortFunc(sorted, func(a, b string) int { return slices.Index(weekdays, a) - slices.Index(weekdays, b) })
	return sorted
}

var monthNames = []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}

// monthOf reads "May 2023" or "2023-05".
func monthOf(level string) (datasets.Month, bool) {
	if m, err := datasets.ParseMonth(level); err == nil {
		return m, true
	}
	name, year, ok := strings.Cut(level, " ")
	y, err := strconv.Atoi(year)
	if i := slices.Index(monthNames, name); ok && err == nil && i >= 0 && y > 0 {
		return datasets.NewMonth(y, i+1), true
	}
	return 0, false
}

// shortName is a level as it stands below a narrow column: the first three letters
// of a month or of a weekday.
func shortName(level string) string {
	if slices.Contains(monthNames, level) || slices.Contains(weekdays, level) {
		return level[:3]
	}
	return level
}

// window names highlighted hours by their edges, "3pm to 9pm", or other levels
// one by one.
func window(highlight []string) string {
	var hours []int
	for _, level := range highlight {
		h, ok := hourOf(level)
		if !ok {
			return joinAnd(highlight)
		}
		hours = append(hours, h)
	}
	for i := 1; i < len(hours); i++ {
		if hours[i] != (hours[i-1]+1)%24 {
			return joinAnd(highlight)
		}
	}
	if len(hours) == 0 {
		return ""
	}
	return clockTime(hours[0]) + " to " + clockTime(hours[len(hours)-1]+1)
}
