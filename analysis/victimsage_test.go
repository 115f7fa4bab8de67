package analysis

import (
	"math"
	"testing"

	"svna/analysis/stats"
	"svna/datasets"
)

// residents gives a study the population of the cells, all of mid-2022 in the
// area of the sheet.
func residents(cells ...datasets.PopulationCell) func(*Inputs) {
	for i := range cells {
		cells[i].Area, cells[i].Year = "E09000002", 2022
	}
	return func(in *Inputs) { in.Population = &datasets.Population{Cells: cells} }
}

// residentsByAge are the residents of Barking and Dagenham by the ages of the
// sna bands, mid-2022 (ONS mid-year estimates); 219,992 in all.
func residentsByAge() []datasets.PopulationCell {
	return []datasets.PopulationCell{
		{AgeFrom: 0, AgeTo: 0, Persons: 3401},
		{AgeFrom: 1, AgeTo: 17, Persons: 60570},
		{AgeFrom: 18, AgeTo: 24, Persons: 19019},
		{AgeFrom: 25, AgeTo: 34, Persons: 32461},
		{AgeFrom: 35, AgeTo: 44, Persons: 35710},
		{AgeFrom: 45, AgeTo: 54, Persons: 28895},
		{AgeFrom: 55, AgeTo: 64, Persons: 20507},
		{AgeFrom: 65, AgeTo: datasets.AllAges, Persons: 19429},
	}
}

// roughly checks a number to the five digits that were worked out by hand.
func roughly(t *testing.T, what string, got stats.Number, want float64) {
	t.Helper()
	v, ok := got.Get()
	if !ok || math.Abs(v-want) > 1e-5*max(1, math.Abs(want)) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// The composed inputs of H18 and H19 in methods: 1,150 of 5,000 victims aged 1
// to 17 (Wilson 21.9 to 24.2) and 60,570 of 219,992 residents, ratio 0.835, 0.794
// to 0.878. The next band has 1,000: the lead of 3.0 points has limits 1.2 and
// 4.8. Rate 1,150 / 60,570 = 18.99 per 1,000, over 17 years 1.117 a year of
// width; 1,150 / 17 = 67.6 people per single year of age.
func TestVictimsAge(t *testing.T) {
	var h sheet
	for age, n := range map[string]int{"9": 1150, "20": 900, "30": 1000, "40": 800, "50": 600, "60": 350, "90": 200} {
		h.add(n, "2022-09", "ho_code=8N", "role=victim age_at_offence="+age)
	}
	h.add(25, "2022-09", "ho_code=8N", "role=victim")
	h.add(15, "2022-09", "ho_code=8N", "role=victim age_at_offence=?")
	h.add(7, "2022-09", "ho_code=28E", "role=victim age_at_offence=9") // burglary: outside the pack
	r := computed(t, h.study(t, residents(residentsByAge()...)), "victims-age")
	ages := tableNamed(t, r, "victims-age")
	checkParts(t, ages)
	checkParts(t, tableNamed(t, r, "victims-age-by-month"))
	wantCounts(t, ages, map[string][2]float64{
		"12 months to May 2023: 1 to 17":             {1150, 5000},
		"12 months to May 2023: 65 and over":         {200, 5000},
		"12 months to May 2023: Not recorded":        {25, -1},
		"12 months to May 2023: Recorded as unknown": {15, -1},
		"12 months to May 2023: Total":               {5040, -1},
	})
	row, _ := ages.Find("12 months to May 2023", "1 to 17")
	roughly(t, "rate", row.Extra["rate"], 18.9863)
	roughly(t, "rate per year of width", row.Extra["rate_per_year"], 1.11684)
	roughly(t, "people per year of age", row.Extra["per_year_of_age"], 67.6471)
	open, _ := ages.Find("12 months to May 2023", "65 and over")
	if open.Extra["rate_per_year"].Known() || !open.Extra["rate"].Known() {
		t.Errorf("65 and over has a rate and no width: got %v", open.Extra)
	}
	wantText(t, r, "victims-top-age-band", "23% of victims of violence were aged 1 to 17, the largest age band (1,150 of 5,000; 95% CI 22% to 24%; age not recorded for 40), 12 months to May 2023.")
	wantText(t, r, "victims-1-17-population-ratio", "The share of victims of violence aged 1 to 17 was below that of residents (23% of victims and 28% of residents; ratio 0.84; 95% CI 0.79 to 0.88; 1,150 of 5,000; age not recorded for 40), 12 months to May 2023.")
}

// Without ages there are the bands of the source, youngest first; without a
// population no ratio; under half known no sentence.
func TestVictimsAgeBandsOfTheSource(t *testing.T) {
	var h sheet
	h.add(3, "2022-09", "ho_code=8N", "role=victim age_band=65+")
	h.add(4, "2022-09", "ho_code=8N", "role=victim age_band=10-17")
	h.add(9, "2022-09", "ho_code=8N", "role=victim")
	r := computed(t, h.study(t), "victims-age")
	ages := tableNamed(t, r, "victims-age")
	checkParts(t, ages)
	if got := ages.Rows[0].Levels[1]; got != "10-17" {
		t.Errorf("first band: got %s, want 10-17", got)
	}
	wantText(t, r, "victims-top-age-band", "Not produced: the age bands in use have no band 1 to 17.")
	wantText(t, r, "victims-1-17-population-ratio", "Not produced: there is no number of residents of the area by age.")
}

// Three people in ten of known age are too few for a sentence, and none is no
// breakdown.
func TestVictimsAgeHardlyKnown(t *testing.T) {
	var h sheet
	h.add(3, "2022-09", "ho_code=8N", "role=victim age_at_offence=12")
	h.add(7, "2022-09", "ho_code=8N", "role=victim")
	wantText(t, computed(t, h.study(t), "victims-age"), "victims-top-age-band", "Not produced: age is known for under half of the victims of violence.")
	var none sheet
	none.add(7, "2022-09", "ho_code=8N", "role=victim age_at_offence=?")
	b, _ := BreakdownNamed("victims-age")
	if got, want := compute(b, none.study(t)).Skipped, "no victims of violence of known age in the period"; got != want {
		t.Errorf("skipped: got %q, want %q", got, want)
	}
}

// The lead of a band over the next has the multinomial interval
// d ± 1.96·sqrt((p1+p2-d²)/n): 40 v 25 of 100 gives 0.15 ± 0.155, 40 v 20 gives
// 0.20 ± 0.147.
func TestStanding(t *testing.T) {
	for _, test := range []struct {
		name      string
		counts    []int
		missing   int
		wantWords string
	}{
		{"not quite clear", []int{40, 20, 15, 25}, 0, ", the largest age band in count, not clearly ahead of d"},
		{"clearly ahead", []int{40, 20, 20, 20}, 0, ", the largest age band"},
		{"hardly ahead", []int{30, 20, 25, 25}, 0, ", the largest age band in count, not clearly ahead of c"},
		{"tied", []int{40, 40, 20}, 0, ", which is not the largest age band"},
		{"behind", []int{10, 40, 50}, 0, ", which is not the largest age band"},
		{"too few", []int{12, 3, 2}, 0, ""},
		{"not known well", []int{40, 20, 20, 20}, 26, ""},
	} {
		tally := Tally{Levels: []string{"a", "b", "c", "d"}[:len(test.counts)], Counts: test.counts, NotRecorded: test.missing}
		if got := standing(tally, "a"); got != test.wantWords {
			t.Errorf("%s: got %q, want %q", test.name, got, test.wantWords)
		}
	}
}

// The words on a share against that of residents: in line within 0.9 to 1.1,
// above or below where the interval leaves 1 out, similar otherwise.
func TestAgainstShare(t *testing.T) {
	for _, test := range []struct {
		lower, upper, numerator float64
		status                  stats.Status
		want                    string
	}{
		{0.794, 0.878, 1150, stats.Sound, "was below that of residents"},
		{1.2, 1.4, 1150, stats.Sound, "was above that of residents"},
		{0.95, 1.05, 1150, stats.Sound, "was in line with that of residents"},
		{0.92, 0.99, 1150, stats.Sound, "was in line with that of residents"},
		{0.7, 1.3, 50, stats.Sound, "was similar to that of residents"},
		{0.4, 2.5, 50, stats.Sound, "was not clearly different from that of residents"},
		{0.1, 0.8, 4, stats.Sound, "is set beside that of residents and not compared"},
		{0.1, 0.8, 400, stats.LowReliability, "is set beside that of residents and not compared"},
	} {
		e := stats.Estimate{Lower: number(test.lower), Upper: number(test.upper), Numerator: number(test.numerator), Status: test.status}
		if got := againstShare(e); got != test.want {
			t.Errorf("%v to %v: got %q, want %q", test.lower, test.upper, got, test.want)
		}
	}
}
