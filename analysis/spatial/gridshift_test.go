package spatial

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"svna/analysis/internal/oracle"
)

const shiftHeading = "Point_ID,ETRS89_Easting,ETRS89_Northing,ETRS89_OSGB36_EShift,ETRS89_OSGB36_NShift,ETRS89_ODN_HeightShift,Height_Datum_Flag\n"

// A shift that is a plane over four squares is found anywhere in them, and the way
// back leads to the start; outside them there is no answer.
func TestGridShift(t *testing.T) {
	text := shiftHeading + "1,0,0,0,0,0,0\n"
	for row := range 3 {
		for column := range 3 {
			text += fmt.Sprintf("%d,%d,%d,%.3f,%.3f,46.5,1\n", row*701+column+1, 530000+1000*column, 178000+1000*row, 100+0.02*float64(column), -80+0.03*float64(row))
		}
	}
	g, err := ReadGridShift(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []Point{{530020, 178030}, {530500, 179250}, {531990, 179990}} {
		shift, ok := g.shiftAt(p)
		if want := (Point{100 + 0.02*(p.E-530000)/1000, -80 + 0.03*(p.N-178000)/1000}); !ok || Distance(shift, want) > 1e-9 {
			t.Errorf("%v: got %v %v, want %v", p, shift, ok, want)
		}
		moved := Point{p.E + shift.E, p.N + shift.N}
		longitude, latitude, ok := g.ToDegrees(moved)
		if back, _ := g.ToNationalGrid(longitude, latitude); !ok || Distance(back, moved) > 0.001 {
			t.Errorf("%v: there and back got %v %v", moved, back, ok)
		}
	}
	for _, p := range []Point{{529999, 178500}, {400000, 400000}, {-1, 0}, Nowhere, {700000, 10}} {
		if _, ok := g.shiftAt(p); ok {
			t.Errorf("%v has a shift", p)
		}
	}
	if _, ok := g.ToNationalGrid(51.5, 0.1); ok {
		t.Error("swapped degrees are on the grid")
	}
	if _, _, ok := g.ToDegrees(Point{100, 100}); ok {
		t.Error("a point without a shift has degrees")
	}
}

func TestReadGridShiftRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"":                                      "no shift",
		shiftHeading:                            "no shift",
		shiftHeading + "1,0,0\n":                "line 2: want a point number",
		shiftHeading + "1,0,x,1,1\n":            "line 2: a coordinate or shift is not a number",
		shiftHeading + "1,500,0,1,1\n":          "line 2: not a point of the grid",
		shiftHeading + "1,0,0,1,1\n2,1e9,0,1,1": "line 3: not a point of the grid",
		shiftHeading + "1,NaN,0,1,1\n":          "line 2: not a point of the grid",
	} {
		if _, err := ReadGridShift(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

// Ordnance Survey's own test points, with the shifts at the four corners of the
// square of each, of which the file here is made: 1 mm.
func TestGridShiftOracle(t *testing.T) {
	const set = "18_osgb36_wgs84"
	text, known := shiftHeading, map[string]bool{}
	rows := oracle.Rows(t, "oracles", set, "ostn15_official_OSGB36_to_ETRS.csv")
	for i, row := range rows {
		if i+1 == len(rows) || rows[i+1].Get("Iteration No. or RESULT") != "RESULT" {
			continue // the last iteration of each point has its square
		}
		e, n := parse(t, row.Get("ETRSEast or Lat")), parse(t, row.Get("ETRSNorth or Long"))
		for corner, step := range []Point{{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}} {
			at := fmt.Sprintf("%.0f,%.0f", 1000*math.Floor(e/1000)+step.E, 1000*math.Floor(n/1000)+step.N)
			if !known[at] {
				known[at] = true
				text += fmt.Sprintf("0,%s,%s,%s,0,1\n", at, row.Get(fmt.Sprintf("Se%d", corner)), row.Get(fmt.Sprintf("Sn%d", corner)))
			}
		}
	}
	g, err := ReadGridShift(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	results := map[string]oracle.Row{}
	for _, row := range rows {
		if row.Get("Iteration No. or RESULT") == "RESULT" {
			results[row.Get("PointID")] = row
		}
	}
	compared := 0
	for _, row := range oracle.Rows(t, "oracles", set, "ostn15_TP01_TP40.csv") {
		longitude, latitude := parse(t, row.Get("etrs89_lon")), parse(t, row.Get("etrs89_lat"))
		want := Point{parse(t, row.Get("osgb36_easting_ostn15")), parse(t, row.Get("osgb36_northing_ostn15"))}
		got, ok := g.ToNationalGrid(longitude, latitude)
		if !ok {
			t.Errorf("%s: no shift", row.Get("point"))
			continue
		}
		compared++
		oracle.Agree(t, got.E, want.E)
		oracle.Agree(t, got.N, want.N)
		if Distance(got, want) > 0.001 {
			t.Errorf("%s: %.4f m off", row.Get("point"), Distance(got, want))
		}
		if backLongitude, backLatitude, ok := g.ToDegrees(want); !ok || !near(backLongitude, longitude, 2e-8) || !near(backLatitude, latitude, 2e-8) {
			t.Errorf("%s: back got %v %v, want %v %v", row.Get("point"), backLongitude, backLatitude, longitude, latitude)
		}
		// The way back as published, to eight decimals of a degree (1 mm), with its shift.
		if result, ok := results[row.Get("point")]; ok {
			backLongitude, backLatitude, _ := g.ToDegrees(want)
			wantLatitude, wantLongitude := parse(t, result.Get("ETRSEast or Lat")), parse(t, result.Get("ETRSNorth or Long"))
			if !near(backLongitude, wantLongitude, 2e-8) || !near(backLatitude, wantLatitude, 2e-8) {
				t.Errorf("%s: back got %v %v, published %v %v", row.Get("point"), backLongitude, backLatitude, wantLongitude, wantLatitude)
			}
			shift := Point{parse(t, result.Get("Se")), parse(t, result.Get("Sn"))}
			onPlane := Point{want.E - shift.E, want.N - shift.N}
			if gotShift, ok := g.shiftAt(onPlane); !ok || Distance(gotShift, shift) > 0.001 {
				t.Errorf("%s: got a shift of %v, published %v", row.Get("point"), gotShift, shift)
			}
			for k := range 4 { // the corners are those of the last iteration
				result.Get(fmt.Sprintf("Se%d", k))
				result.Get(fmt.Sprintf("Sn%d", k))
			}
		}
	}
	if compared < 30 {
		t.Errorf("compared %d points, want 30 and more", compared)
	}
}
