package analysis

import (
	"strconv"
	"strings"
	"testing"

	"svna/datasets"
)

// fourWards are four square wards, two by two kilometres in all.
func fourWards() *datasets.Boundaries {
	return &datasets.Boundaries{Geography: "ward", Areas: []datasets.BoundaryArea{
		square("W1", "Northfield", 0, 0), square("W2", "Southfield", 1, 0), square("W3", "Eastfield", 0, 1), square("W4", "Westfield", 1, 1),
	}}
}

func knifeIn(n int, ward string, east, north int) []profiledOffence {
	o := knifeAt("2023-03-08 12:00", "")
	o.ward = ward
	if east > 0 {
		o.at = [2]int{545000 + east, 184000 + north}
	}
	return times(n, o)
}

// 40, 30, 12 and 2 knife offences in the wards, some by code and some by point;
// 3 outside, 2 with neither.
func wardInputs(t *testing.T) Inputs {
	in := profileInputs(t, knifeIn(25, "W1", 0, 0), knifeIn(15, "", 500, 500), knifeIn(30, "W2", 0, 0), knifeIn(12, "W3", 0, 0),
		knifeIn(2, "", 1500, 1500), knifeIn(3, "", 9000, 9000), knifeIn(2, "", 0, 0))
	in.Wards = fourWards()
	return in
}

func everybodyIn(area string, persons float64) datasets.PopulationCell {
	return datasets.PopulationCell{Area: area, Year: 2020, AgeTo: datasets.AllAges, Persons: persons}
}

func TestKnifeWards(t *testing.T) {
	in := wardInputs(t)
	in.Population = &datasets.Population{Note: "derived", Cells: []datasets.PopulationCell{
		everybodyIn("W1", 10000), everybodyIn("W2", 5000), everybodyIn("W3", 2000), everybodyIn("W4", 1000), everybodyIn("E09000002", 18000),
	}}
	r := resultOf(t, profileStudy(t, in), "knife-wards")
	table := tableIn(t, r, "knife-wards")
	addsUp(t, table)
	addsUp(t, tableIn(t, r, "knife-wards-by-month"))
	for _, want := range []struct {
		code, name            string
		n, people, rate, rank float64
	}{{"W1", "Northfield", 40, 10000, 4, 1}, {"W2", "Southfield", 30, 5000, 6, 2}, {"W3", "Eastfield", 12, 2000, 6, 3}, {"W4", "Westfield", 2, 1000, 2, 4}} {
		row := rowIn(t, table, yearToMay, want.code, want.name)
		e := row.Estimate
		if e.Numerator.Or(-1) != want.n || e.Denominator.Or(-1) != want.people || row.Extra["rank"].Or(-1) != want.rank {
			t.Errorf("%s: got %+v, want %+v", want.code, row, want)
		}
		near(t, "rate of "+want.code, e.Value.Or(0), want.rate)
	}
	if got := rowIn(t, table, yearToMay, "Outside the wards", "Outside the wards").Estimate.Numerator.Or(-1); got != 3 {
		t.Errorf("outside: got %v, want 3", got)
	}
	// 89 offences and 18,000 residents: the total is the rate of the borough.
	near(t, "rate of the borough", rowIn(t, table, yearToMay, "E09000002", "Total").Estimate.Value.Or(0), 1000*89.0/18000)
	// Byar limits of 40: 28.57 to 54.47, over 10,000; of 30: 20.24 to 42.83, over 5,000.
	says(t, r, "knife-top-wards", "Northfield (40 offences; 4.0 per 1,000 residents, 95% CI 2.9 to 5.4), Southfield (30 offences; 6.0 per 1,000 residents, 95% CI 4.0 to 8.6) and Eastfield (12 offences) were clearly the top 3 of 4 wards by the number of knife crime offences (ward not recorded for 2), 12 months to May 2023.")
	// Eastfield has the same rate from 12 offences.
	says(t, r, "knife-wards-highest-rate", "The highest rate of knife crime offences among 4 wards was that of Southfield, 6.0 per 1,000 residents (30 offences; 95% CI 4.0 to 8.6; ward not recorded for 2), not clearly ahead of Eastfield (6.0); the rate of Barking and Dagenham was 4.9, 12 months to May 2023.")
	// With 8,000 residents in Eastfield and 20,000 in Northfield, 6.0 is far ahead of 2.0:
	// 30 offences on 5,000 against 40 on 20,000 have a ratio of 3, 95% CI 1.9 to 4.8.
	in.Population = &datasets.Population{Cells: []datasets.PopulationCell{
		everybodyIn("W1", 20000), everybodyIn("W2", 5000), everybodyIn("W3", 8000), everybodyIn("W4", 4000), everybodyIn("E09000002", 37000),
	}}
	says(t, resultOf(t, profileStudy(t, in), "knife-wards"), "knife-wards-highest-rate", "Southfield had the highest rate of knife crime offences among 4 wards, 6.0 per 1,000 residents (30 offences; 95% CI 4.0 to 8.6; ward not recorded for 2), followed by Northfield (2.0); the rate of Barking and Dagenham was 2.4, 12 months to May 2023.")
}

// Without a population the values are shares of the 84 with a known ward.
func TestKnifeWardsWithoutPopulation(t *testing.T) {
	r := resultOf(t, profileStudy(t, wardInputs(t)), "knife-wards")
	row := rowIn(t, tableIn(t, r, "knife-wards"), yearToMay, "W1", "Northfield")
	near(t, "share", row.Estimate.Value.Or(0), 100*40.0/84)
	says(t, r, "knife-wards-highest-rate", "Not produced: no population of wards in the settings.")
	if got := r.Charts[0].Measure; got != "numerator" {
		t.Errorf("the map shows %q, want counts", got)
	}
}

// Counts that cannot be told apart are no hotspots.
func TestWardsOfLikeCounts(t *testing.T) {
	in := profileInputs(t, knifeIn(13, "W1", 0, 0), knifeIn(12, "W2", 0, 0), knifeIn(12, "W3", 0, 0), knifeIn(11, "W4", 0, 0))
	in.Wards = fourWards()
	says(t, resultOf(t, profileStudy(t, in), "wards"), "wards-top",
		"Northfield (13 offences), Southfield (12 offences) and Eastfield (12 offences) had the highest counts of serious violence offences among 4 wards, 12 months to May 2023.")
}

// Wards known for fewer than half: no sentence, and every level of low reliability.
func TestWardsHardlyKnown(t *testing.T) {
	in := profileInputs(t, knifeIn(13, "W1", 0, 0), knifeIn(20, "", 0, 0))
	in.Wards = fourWards()
	r := resultOf(t, profileStudy(t, in), "knife-wards")
	says(t, r, "knife-top-wards", "Not produced: the ward is known for fewer than half of the knife crime offences.")
	if got := rowIn(t, tableIn(t, r, "knife-wards"), yearToMay, "W1", "Northfield").Estimate.Status; got != "u" {
		t.Errorf("status: got %q, want u", got)
	}
}

func TestLSOAs(t *testing.T) {
	lsoa := func(n int, code string) []profiledOffence {
		return times(n, profiledOffence{from: "2023-03-08 12:00", lsoa: code, code: "34B", knife: "threaten"})
	}
	in := profileInputs(t, lsoa(30, "L1"), lsoa(20, "L2"), lsoa(10, "L3"), lsoa(5, "L4"), lsoa(2, ""))
	in.LSOAs = &datasets.Boundaries{Geography: "lsoa", Areas: []datasets.BoundaryArea{
		square("L1", "001A", 0, 0), square("L2", "001B", 1, 0), square("L3", "001C", 0, 1), square("L4", "001D", 1, 1),
	}}
	in.Deprived = &datasets.Deprivation{Edition: "2025", Vintage: "2021", LSOAs: map[string]datasets.DeprivationRank{
		"L1": {Decile: 1, Rank: 10}, "L2": {Decile: 2, Rank: 4000}, "L3": {Decile: 9, Rank: 28000},
	}}
	in.Population = &datasets.Population{Cells: []datasets.PopulationCell{everybodyIn("L1", 1000), everybodyIn("L2", 1000), everybodyIn("L3", 1000), everybodyIn("L4", 1000)}}
	s := profileStudy(t, in)
	for _, name := range []string{"lsoas", "knife-lsoas"} {
		table := tableIn(t, resultOf(t, s, name), name)
		addsUp(t, table)
		near(t, name, rowIn(t, table, yearToMay, "L1", "001A").Estimate.Value.Or(0), 30)
	}
	r := resultOf(t, s, "deprivation")
	table := tableIn(t, r, "deprivation")
	addsUp(t, table)
	near(t, "most deprived fifth", rowIn(t, table, yearToMay, "Fifth", fifthLabels[0]).Estimate.Value.Or(0), 1000*50.0/2000)
	near(t, "decile 2", rowIn(t, table, yearToMay, "Decile", "Decile 2").Estimate.Value.Or(0), 20)
	if got := rowIn(t, table, yearToMay, "Decile", "Without an index").Estimate.Numerator.Or(0); got != 5 {
		t.Errorf("without an index: got %v, want 5", got)
	}
	// (50/2,000)/(10/1,000) = 2.5, limits 2.5·exp(∓1.96·sqrt(1/50 + 1/10)).
	ratio := tableIn(t, r, "deprivation-ratio").Rows[0].Estimate
	near(t, "ratio", ratio.Value.Or(0), 2.5)
	near(t, "lower", ratio.Lower.Or(0), 1.267871222643934)
	says(t, r, "deprivation-most-deprived-ratio", "The rate of serious violence offences per resident among LSOAs in the most deprived fifth of England was 2.5 times that among the other LSOAs (50 offences and 10; rate ratio 2.50; 95% CI 1.27 to 4.93), 12 months to May 2023.")
}

// Each ward's counts of knife crime without robbery, of robbery without a knife
// and of both. Lists of three: A = knife, B = robbery.
func TestKnifeRobberyOverlap(t *testing.T) {
	add := func(knifeOnly, robberyOnly, both int, ward string) []profiledOffence {
		o := profiledOffence{from: "2023-03-08 12:00", ward: ward}
		knife, robbery, shared := o, o, o
		knife.code, knife.knife = "3B", "threaten"
		robbery.code = "34B"
		shared.code, shared.knife = "34B", "threaten"
		return append(append(times(knifeOnly, knife), times(robberyOnly, robbery)...), times(both, shared)...)
	}
	in := profileInputs(t, add(9, 1, 20, "W1"), add(8, 9, 15, "W2"), add(7, 8, 10, "W3"), add(1, 7, 1, "W4"))
	in.Wards = fourWards()
	r := resultOf(t, profileStudy(t, in), "knife-robbery-overlap")
	table := tableIn(t, r, "knife-robbery-overlap")
	all, disjoint := rowIn(t, table, yearToMay, "Wards", allOffences), rowIn(t, table, yearToMay, "Wards", noneInBoth)
	// Knife 29, 23, 17, 2 and robbery 21, 24, 18, 8: the same three. Knife without
	// robbery 9, 8, 7, 1 and robbery without a knife 1, 9, 8, 7: two of four.
	if all.Estimate.Numerator.Or(0) != 3 || all.Estimate.Denominator.Or(0) != 3 || disjoint.Estimate.Numerator.Or(0) != 2 || disjoint.Estimate.Denominator.Or(0) != 4 {
		t.Errorf("got %+v and %+v", all.Estimate, disjoint.Estimate)
	}
	near(t, "shared offences", all.Extra["shared"].Or(0), 100*46.0/71)
	near(t, "expected", disjoint.Extra["expected"].Or(0), 9.0/4)
	areas := tableIn(t, r, "knife-robbery-areas")
	addsUp(t, areas)
	if got := rowIn(t, areas, yearToMay, robberyOnlySet, "W1", "Northfield").Extra["listed"].Or(-1); got != 0 {
		t.Errorf("Northfield is in the list of robbery without a knife")
	}
	// Two lists of three of four wards share two at least: p is 1.
	says(t, r, "knife-robbery-hotspot-overlap", "3 of the 3 wards with most knife crime were among the 3 with most personal robbery (3 wards in either list); with no offence in both sets, 2 of 3, not clearly more than expected if the two lists had nothing to do with each other (2.3 expected; p 1.000), 12 months to May 2023.")
	says(t, r, "knife-robbery-hotspot-overlap-disjoint", "2 of the 3 wards with most knife crime other than personal robbery were among the 3 with most personal robbery without a knife (4 wards in either list), not clearly more than expected if the two lists had nothing to do with each other (2.3 expected; p 1.000), 12 months to May 2023.")
	for _, s := range r.Statements {
		if s.ID == "knife-robbery-hotspot-overlap" && len(s.Figures) != 2 {
			t.Errorf("the first statement has %d figures, want the one without shared offences too", len(s.Figures))
		}
	}
}

// 95 offences in decile 1 against 35 in each of deciles 5 and 9 are no chance by their
// counts, but two LSOAs of one decile differ as much: no gradient is claimed.
func TestGradientOfUnlikeLSOAs(t *testing.T) {
	var groups [][]profiledOffence
	ranks := map[string]datasets.DeprivationRank{}
	var areas []datasets.BoundaryArea
	var cells []datasets.PopulationCell
	for i, n := range []int{90, 5, 30, 5, 30, 5} {
		code := "L" + strconv.Itoa(i+1)
		groups = append(groups, times(n, profiledOffence{from: "2023-03-08 12:00", lsoa: code, code: "34B"}))
		areas = append(areas, square(code, code, float64(i), 0))
		ranks[code] = datasets.DeprivationRank{Decile: []int{1, 5, 9}[i/2], Rank: i + 1}
		cells = append(cells, everybodyIn(code, 1000))
	}
	in := profileInputs(t, groups...)
	in.LSOAs = &datasets.Boundaries{Geography: "lsoa", Areas: areas}
	in.Deprived = &datasets.Deprivation{Edition: "2025", Vintage: "2021", LSOAs: ranks}
	in.Population = &datasets.Population{Cells: cells}
	r := resultOf(t, profileStudy(t, in), "deprivation")
	for _, id := range []string{"deprivation-most-deprived-ratio", "deprivation-relative-index"} {
		if text := statementText(t, r, id); !strings.Contains(text, " is not shown to differ ") {
			t.Errorf("%s: %s", id, text)
		}
	}
}
