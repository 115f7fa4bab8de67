package datasets

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAgeBands(t *testing.T) {
	want := []AgeBand{ // methods 4.4
		{"1-17", "1 to 17", 1, 17, 0},
		{"18-24", "18 to 24", 18, 24, 0},
		{"25-34", "25 to 34", 25, 34, 0},
		{"35-44", "35 to 44", 35, 44, 0},
		{"45-54", "45 to 54", 45, 54, 0},
		{"55-64", "55 to 64", 55, 64, 0},
		{"65+", "65 and over", 65, AllAges, 0},
	}
	if diff := cmp.Diff(want, AgeBands("sna")); diff != "" {
		t.Errorf("sna (-want +got):\n%s", diff)
	}
	if AgeBands("no such scheme") != nil {
		t.Error("got bands of a scheme that is not there")
	}
	if got, want := len(AgeBandSchemes()), 12; got != want { // "twelve schemes", methods 4.4
		t.Errorf("got %d schemes %q, want %d", got, AgeBandSchemes(), want)
	}
	for _, scheme := range AgeBandSchemes() {
		for i, b := range AgeBands(scheme) {
			from, to, ok := ParseAges(b.Label)
			if !ok || from != b.From || to != b.To {
				t.Errorf("%s: label %q reads as %d to %d, %v; want %d to %d", scheme, b.Label, from, to, ok, b.From, b.To)
			}
			if i > 0 && b.From <= AgeBands(scheme)[i-1].To {
				t.Errorf("%s: band %q overlaps the one before", scheme, b.Label)
			}
		}
	}
}

// The European Standard Population 2013 has 100,000 people in 19 bands, of
// whom 5,000 are 0 to 4 and 1,000 are 90 and over (Eurostat 2013).
func TestEuropeanStandardPopulation(t *testing.T) {
	bands := AgeBands("esp2013")
	sum := 0
	for _, b := range bands {
		sum += b.Weight
	}
	if len(bands) != 19 || sum != 100000 || bands[0].Weight != 5000 || bands[18].Weight != 1000 {
		t.Errorf("got %d bands that sum to %d, from %d to %d", len(bands), sum, bands[0].Weight, bands[18].Weight)
	}
}

func TestParseAges(t *testing.T) {
	for s, want := range map[string][2]int{
		"7": {7, 7}, "0": {0, 0}, "90+": {90, AllAges}, "10-17": {10, 17}, "10 – 17": {10, 17}, "10 to 17": {10, 17},
		"under 16": {0, 15}, "over 34": {35, AllAges}, "65 and over": {65, AllAges}, "All-Ages": {0, AllAges}, "All": {0, AllAges},
		"Aged 16 to 24 years": {16, 24}, "Aged 15 years and under": {0, 15}, "Aged 65 years and over": {65, AllAges},
	} {
		from, to, ok := ParseAges(s)
		if !ok || from != want[0] || to != want[1] {
			t.Errorf("ParseAges(%q) = %d, %d, %v, want %v", s, from, to, ok, want)
		}
	}
	for _, s := range []string{"", "Oct-17", "17-Oct", "17-10", "-1", "1000", "x", "10-", "under 0", "10 17"} {
		if from, to, ok := ParseAges(s); ok {
			t.Errorf("ParseAges(%q) = %d, %d, want none", s, from, to)
		}
	}
}
