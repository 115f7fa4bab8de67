package attack

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	days   = 7
	hours  = 24
	noHour = -1
)

var (
	dayNames = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}
	window   = regexp.MustCompile(`^(Midnight|Midday|\d+am|midday|\d+pm) to (midday|\d+am|\d+pm|midnight)(?:, (.+))?$`)
)

// clockLeaf is an hour of a day of the week, or a day whose hour is not known.
func clockLeaf(day, hour int) leaf {
	if hour == noHour {
		return leaf(strconv.Itoa(day) + " ?")
	}
	return leaf(strconv.Itoa(day) + " " + strconv.Itoa(hour))
}

// clock are the hours of the week that levels name.
func clock(levels []string, dimension string) (leaves []leaf) {
	on, at := allDays(), []int(nil)
	for _, level := range levels {
		if i := slices.Index(dayNames, level); i >= 0 {
			on = []int{i}
			continue
		}
		if hour, is := hourNamed(level); is {
			at = []int{hour}
			continue
		}
		switch level {
		case "Not recorded":
			if dimension == "clock" {
				for day := range days {
					leaves = append(leaves, clockLeaf(day, noHour))
				}
			}
			return append(leaves, "Not recorded")
		case "Non-recent, left out":
			return []leaf{leaf(level)}
		case "All days", "All hours":
			continue
		}
		m := window.FindStringSubmatch(level)
		if m == nil {
			return nil
		}
		return windowLeaves(m)
	}
	if at == nil {
		for hour := range hours {
			at = append(at, hour)
		}
		if dimension == "day" {
			at = append(at, noHour)
		}
	}
	for _, day := range on {
		for _, hour := range at {
			leaves = append(leaves, clockLeaf(day, hour))
		}
	}
	return leaves
}

// windowLeaves are the hours of a band, of all days or of those that are named; a
// night belongs to the day on which it begins.
func windowLeaves(m []string) (leaves []leaf) {
	from, _ := hourNamed(strings.ToLower(m[1]))
	to, _ := hourNamed(m[2])
	if to <= from {
		to += hours
	}
	on := allDays()
	if m[3] != "" {
		named := strings.TrimSuffix(m[3], " nights")
		if first, last, run := strings.Cut(named, " to "); run {
			on = nil
			for i := slices.Index(dayNames, first); i >= 0 && i <= slices.Index(dayNames, last); i++ {
				on = append(on, i)
			}
		} else {
			first, last, _ := strings.Cut(named, " and ")
			on = []int{slices.Index(dayNames, first), slices.Index(dayNames, last)}
		}
		if len(on) == 0 || slices.Contains(on, -1) {
			return nil
		}
	}
	for _, day := range on {
		for hour := from; hour < to; hour++ {
			leaves = append(leaves, clockLeaf((day+hour/hours)%days, hour%hours))
		}
	}
	return leaves
}

func allDays() (all []int) {
	for day := range days {
		all = append(all, day)
	}
	return all
}

// hourNamed is the hour that a name says: "midnight", "1am", "midday", "3pm".
func hourNamed(name string) (hour int, is bool) {
	switch name {
	case "midnight":
		return 0, true
	case "midday":
		return 12, true
	}
	for suffix, add := range map[string]int{"am": 0, "pm": 12} {
		if digits, found := strings.CutSuffix(name, suffix); found {
			n, err := strconv.Atoi(digits)
			return n + add, err == nil && n >= 1 && n <= 11
		}
	}
	return 0, false
}
