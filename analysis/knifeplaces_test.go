package analysis

import (
	"testing"

	"svna/datasets"
)

// A station and a square 300 m east of it, of 200 m radius each: 30 offences at
// the station's edge, 20 between the two and in both, 5 at the square alone, 45
// elsewhere, 3 without a point.
func TestKnifePlaces(t *testing.T) {
	in := profileInputs(t, knifeIn(30, "", 300, 500), knifeIn(20, "", 650, 500), knifeIn(5, "", 900, 500), knifeIn(45, "", 1900, 1900), knifeIn(3, "", 0, 0))
	in.Places = []datasets.Place{{Name: "Old station", Category: "station", X: 545500, Y: 184500}, {Name: "Square", X: 545800, Y: 184500, Radius: 200}}
	r := resultOf(t, profileStudy(t, in), "knife-places")
	table := tableIn(t, r, "knife-places")
	for name, want := range map[string][2]float64{"Old station": {50, 20}, "Square": {25, 20}} {
		row := rowIn(t, table, yearToMay, name)
		if row.Estimate.Numerator.Or(-1) != want[0] || row.Estimate.Denominator.Or(-1) != 100 || row.Extra["shared"].Or(-1) != want[1] {
			t.Errorf("%s: got %+v, want %v of 100", name, row, want)
		}
	}
	// A circle of 200 m has 0.12566 square kilometres.
	near(t, "per square kilometre", rowIn(t, table, yearToMay, "Old station").Extra["per_km2"].Or(0), 50/0.12566370614359174)
	if got := rowIn(t, table, yearToMay, "Total").Estimate.Numerator.Or(0); got != 103 {
		t.Errorf("total: got %v, want 103", got)
	}
	months := tableIn(t, r, "knife-places-by-month")
	if got := rowIn(t, months, "March 2023", "Square").Estimate.Numerator.Or(-1); got != 25 {
		t.Errorf("March: got %v, want 25", got)
	}
	// Byar limits of 50: 37.1 and 65.9; 50 against 25 is clearly first.
	says(t, r, "knife-top-places", "Old station (50 offences within 200 metres; 50%, 95% CI 37% to 66%) was clearly the first of 2 named places by the number of knife crime offences (100 offences with a known point; point not recorded for 3), 12 months to May 2023.")
}

func TestPlacesOfLikeCounts(t *testing.T) {
	in := profileInputs(t, knifeIn(21, "", 500, 500), knifeIn(20, "", 1500, 500))
	in.Places = []datasets.Place{{Name: "East corner", X: 546500, Y: 184500}, {Name: "West corner", X: 545500, Y: 184500}}
	says(t, resultOf(t, profileStudy(t, in), "knife-places"), "knife-top-places",
		"West corner (21 offences within 150 metres; 51%, 95% CI 32% to 78%) had the highest count of knife crime offences among 2 named places (41 offences with a known point), 12 months to May 2023.")
}

func TestRadiusOfPlaces(t *testing.T) {
	for _, c := range []struct {
		place datasets.Place
		want  float64
	}{
		{datasets.Place{Category: "station"}, 200}, {datasets.Place{Category: "town_centre"}, 300}, {datasets.Place{Category: "Town centre", Radius: 250}, 250}, {datasets.Place{Category: "park"}, 150},
	} {
		if got := radiusOf(c.place); got != c.want {
			t.Errorf("%+v: got %v, want %v", c.place, got, c.want)
		}
	}
}

// Four wards of a square kilometre have 64 cells of 250 m; the fifth with most is
// 13. 30 offences in one cell, 10 in another, one outside, two without a point.
func TestKnifeCells(t *testing.T) {
	in := profileInputs(t, knifeIn(30, "", 100, 100), knifeIn(10, "", 250, 100), knifeIn(1, "", 5000, 5000), knifeIn(2, "", 0, 0))
	in.Wards = fourWards()
	in.Places = []datasets.Place{{Name: "Old station", X: 545100, Y: 184100}}
	r := resultOf(t, profileStudy(t, in), "knife-cells")
	table := tableIn(t, r, "knife-cells")
	addsUp(t, table)
	first := rowIn(t, table, yearToMay, "E545000 N184000")
	if first.Estimate.Numerator.Or(0) != 30 || first.Estimate.Denominator.Or(0) != 40 || first.Note != "Near Old station" {
		t.Errorf("got %+v", first)
	}
	near(t, "cumulative", rowIn(t, table, yearToMay, "E545250 N184000").Extra["cumulative"].Or(0), 100)
	fifth := rowIn(t, tableIn(t, r, "knife-cells-top-fifth"), yearToMay)
	if got := [3]float64{fifth.Extra["cells"].Or(0), fifth.Extra["cells_top"].Or(0), fifth.Extra["half"].Or(0)}; got != [3]float64{64, 13, 1} {
		t.Errorf("cells, top fifth, fewest with half: got %v, want 64, 13, 1", got)
	}
	if p := fifth.Extra["p"].Or(1); p != 0.001 {
		t.Errorf("p: got %v, want 1 of 1,000: no random throw puts 40 offences in 13 of 64 cells", p)
	}
}

func TestSumOfTop(t *testing.T) {
	if got := sumOfTop([]int{3, 9, 1, 9, 0}, 2); got != 18 {
		t.Errorf("got %d, want 18", got)
	}
}

// One offence on two cells always lies in the fuller one.
func TestThrowAtRandom(t *testing.T) {
	if mean, p := throwAtRandom(2, 1, 1, 1, 99, 1); mean != 1 || p != 1 {
		t.Errorf("got mean %v, p %v, want 1 and 1", mean, p)
	}
	// Two offences on two cells: both in one with probability a half, so the mean
	// is 0.75; 9,999 throws come within 4 standard errors of 0.0025.
	mean, p := throwAtRandom(2, 2, 1, 3, 9999, 1)
	if mean < 0.74 || mean > 0.76 || p != 0.0001 {
		t.Errorf("got mean %v, p %v, want about 0.75 and 0.0001", mean, p)
	}
}

func TestSnapNote(t *testing.T) {
	s := profileStudy(t, profileInputs(t, knifeIn(6, "", 100, 100), knifeIn(1, "", 200, 100), knifeIn(1, "", 300, 100), knifeIn(1, "", 0, 0)))
	want := "75% of offences with a point share it exactly with another (6 of 8): points may have been moved to shared map points, so that counts near a place or in a cell can be those of its neighbours."
	if got := s.snapNote(knifeProfile(s).rows(s.Period)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestViolenceAndInjuryPlaces(t *testing.T) {
	injured := profiledOffence{from: "2023-03-08 12:00", code: "8N", at: [2]int{545500, 184500}}
	in := profileInputs(t, knifeIn(30, "", 500, 500), times(7, injured))
	in.Places = []datasets.Place{{Name: "Old station", X: 545500, Y: 184500}}
	s := profileStudy(t, in)
	for name, want := range map[string]float64{"violence-places": 37, "injury-places": 7} {
		if got := rowIn(t, tableIn(t, resultOf(t, s, name), name), yearToMay, "Old station").Estimate.Numerator.Or(0); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}
