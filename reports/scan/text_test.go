package scan

import (
	"slices"
	"testing"
)

// TestNumerals: a comma is part of a number only before three figures, so that a
// year in front of a comma stays a year.
func TestNumerals(t *testing.T) {
	for words, want := range map[string][]string{
		"14% in the 12 months to May 2023, then 11%":  {"14", "12", "2023", "11"},
		"1,245 of 12,345,678; 4.75 times, 2022/23":    {"1,245", "12,345,678", "4.75", "2022", "23"},
		"wards 1, 2 and 3,45":                         {"1", "2", "3", "45"},
		"£34.6 million (95% CI £33.2m to £1,036.10m)": {"34.6", "95", "33.2", "1,036.10"},
	} {
		if got := numeral.FindAllString(words, -1); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", words, got, want)
		}
	}
}

// TestCountsOfTheRule: what may stand as a count, by the rule that the manifest
// names.
func TestCountsOfTheRule(t *testing.T) {
	for _, test := range []struct {
		rule rule
		n    float64
		want bool
	}{
		{rule{8, 5}, 0, true},
		{rule{8, 5}, 5, false},
		{rule{8, 5}, 10, true},
		{rule{8, 5}, 12, false},
		{rule{5, 1}, 0, true},
		{rule{5, 1}, 4, false},
		{rule{5, 1}, 5, true},
		{rule{5, 1}, 12, true},
		{rule{5, 1}, 12.5, false},
	} {
		if got := (&scanner{rule: test.rule}).rounded(test.n); got != test.want {
			t.Errorf("threshold %d, rounded to %d: %v is a count %v, want %v", test.rule.Threshold, test.rule.RoundTo, test.n, got, test.want)
		}
	}
}

// TestWords: which numbers in words need a table that publishes them.
func TestWords(t *testing.T) {
	for words, want := range map[string]int{
		"18 to 24 is largest, 25%, in E09000002": 0, // an area without a name
		"12 months to May 2023":                  0,
		"437 offences":                           0, // published below
		"438 offences":                           1,
		"1,234,567 offences in E09000002":        1,
		"record E0900000212":                     1, // no code of an area
		"Ward 112 is largest, then Ward 438":     1, // a ward with a number, and none
		"Ward 1124 is largest":                   1,
		"112":                                    0, // on a map of wards
		"113":                                    1,
	} {
		s := &scanner{rule: rule{8, 5}}
		s.numbers, s.sizes = map[float64]bool{}, map[float64]bool{}
		s.publish(437)
		s.level([]string{"ward", "numerator"}, 0, "Ward 112")
		if s.words("words", words); len(s.faults) != want {
			t.Errorf("%q: got %q, want %d faults", words, s.faults, want)
		}
	}
}
