package spatial

import (
	"fmt"
	"math"
	"testing"

	"svna/analysis/internal/oracle"

	"pgregory.net/rapid"
)

func ExampleToNationalGrid() {
	p, ok := ToNationalGrid(0.079502, 51.536330) // Barking
	fmt.Printf("%.0f %.0f %v\n", p.E, p.N, ok)
	_, ok = ToNationalGrid(51.536330, 0.079502)
	fmt.Println(ok, Swapped(51.536330, 0.079502))
	// Output:
	// 544323 183986 true
	// false true
}

// Angles of the worked example of Ordnance Survey, A guide to coordinate systems
// in Great Britain, annexe C: 52°39'27.2531"N 1°43'4.5177"E on Airy 1830.
func TestProjectionWorkedExample(t *testing.T) {
	phi := (52 + 39.0/60 + 27.2531/3600) * radian
	lam := (1 + 43.0/60 + 4.5177/3600) * radian
	p := nationalGrid.project(phi, lam)
	if !near(p.E, 651409.903, 0.001) || !near(p.N, 313177.270, 0.001) {
		t.Errorf("got %.4f %.4f, want 651409.903 313177.270", p.E, p.N)
	}
	gotPhi, gotLam := nationalGrid.unproject(p)
	if !near(gotPhi, phi, 1e-10) || !near(gotLam, lam, 1e-10) {
		t.Errorf("back: got %v %v, want %v %v", gotPhi, gotLam, phi, lam)
	}
}

// The answers are the Ordnance Survey seven-parameter transformation at height
// 0 as PROJ computes it, to 20 mm; the points are three places in Barking and
// Dagenham.
func TestToNationalGrid(t *testing.T) {
	for _, tt := range []struct{ longitude, latitude, e, n float64 }{
		{0.079502, 51.536330, 544322.88, 183985.51},
		{0.127300, 51.540300, 547624.79, 184522.29},
		{0.147700, 51.541700, 549034.81, 184719.30},
	} {
		p, ok := ToNationalGrid(tt.longitude, tt.latitude)
		if !ok || !near(p.E, tt.e, 0.02) || !near(p.N, tt.n, 0.02) {
			t.Errorf("%v: got %.3f %.3f %v, want %.2f %.2f", tt, p.E, p.N, ok, tt.e, tt.n)
		}
	}
}

func TestToNationalGridRefuses(t *testing.T) {
	for _, tt := range []struct{ longitude, latitude float64 }{
		{0.1, 49.4}, {0.1, 61.1}, {-9.1, 55}, {2.6, 51}, {math.NaN(), 51}, {0, math.NaN()}, {51.5, 0.1},
	} {
		if p, ok := ToNationalGrid(tt.longitude, tt.latitude); ok || p.Known() {
			t.Errorf("%v: got %v %v, want a point that is not known", tt, p, ok)
		}
	}
}

func TestToDegreesIsTheInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		longitude := rapid.Float64Range(-8, 2).Draw(t, "longitude")
		latitude := rapid.Float64Range(50, 60.5).Draw(t, "latitude")
		p, ok := ToNationalGrid(longitude, latitude)
		if !ok {
			t.Fatal("refused")
		}
		backLongitude, backLatitude := ToDegrees(p)
		q, _ := ToNationalGrid(backLongitude, backLatitude)
		if d := Distance(p, q); d > 0.02 {
			t.Fatalf("%v metres off after going there and back", d)
		}
	})
}

func TestOrdnanceSurveyPoints(t *testing.T) {
	total, worst, n := 0.0, 0.0, 0
	for _, row := range oracle.Rows(t, "oracles", "18_osgb36_wgs84", "ostn15_TP01_TP40.csv") {
		p, ok := ToNationalGrid(parse(t, row.Get("etrs89_lon")), parse(t, row.Get("etrs89_lat")))
		if !ok {
			t.Errorf("%s: refused", row.Get("point"))
			continue
		}
		helmert := Point{parse(t, row.Get("helmert7_easting_proj")), parse(t, row.Get("helmert7_northing_proj"))}
		if d := Distance(p, helmert); d > 0.005 {
			t.Errorf("%s: %.4f m from the seven-parameter answer", row.Get("point"), d)
		}
		official := Point{parse(t, row.Get("osgb36_easting_ostn15")), parse(t, row.Get("osgb36_northing_ostn15"))}
		d := Distance(p, official)
		// How far PROJ's seven parameters are from it; three decimals.
		if want := parse(t, row.Get("helmert_minus_ostn15_m")); math.Abs(Distance(helmert, official)-want) > 0.001 || math.Abs(d-want) > 0.006 {
			t.Errorf("%s: %.4f m from OSTN15, want %v", row.Get("point"), d, want)
		}
		total, worst, n = total+d, math.Max(worst, d), n+1
		if d > 5 {
			t.Errorf("%s: %.2f m from OSTN15", row.Get("point"), d)
		}
	}
	t.Logf("%d points: mean %.2f m, worst %.2f m from OSTN15", n, total/float64(n), worst)
}

func TestTransverseMercatorOracle(t *testing.T) {
	for _, row := range oracle.Rows(t, "oracles", "18_osgb36_wgs84", "osgb36_transverse_mercator_only.csv") {
		want := Point{parse(t, row.Get("proj_easting")), parse(t, row.Get("proj_northing"))}
		phi, lam := parse(t, row.Get("osgb36_lat"))*radian, parse(t, row.Get("osgb36_lon"))*radian
		got := nationalGrid.project(phi, lam)
		oracle.Agree(t, got.E, want.E)
		oracle.Agree(t, got.N, want.N)
		if Distance(got, want) > 0.001 {
			t.Errorf("%s: got %.4f, want %.4f", row.Get("case"), got, want)
		}
		published := Point{parse(t, row.Get("published_easting")), parse(t, row.Get("published_northing"))}
		tolerance := 0.001
		if row.Get("case") == "Kirkwall" {
			tolerance = math.Sqrt2 // cut to whole metres
		}
		if Distance(got, published) > tolerance {
			t.Errorf("%s: got %.4f, published %.4f", row.Get("case"), got, published)
		}
	}
}

func TestGridReferenceOracle(t *testing.T) {
	for _, row := range oracle.Rows(t, "oracles", "18_osgb36_wgs84", "grid_reference_strings.csv") {
		p := Point{parse(t, row.Get("easting")), parse(t, row.Get("northing"))}
		if got := GridReference(p); got != row.Get("grid_ref") {
			t.Errorf("got %q, want %q", got, row.Get("grid_ref"))
		}
	}
}

// Letters of the 100 km squares from the Ordnance Survey's sheet index.
func TestGridReference(t *testing.T) {
	for _, tt := range []struct {
		p    Point
		want string
	}{
		{Point{538805, 179845}, "TQ 38805 79845"},
		{Point{0, 0}, "SV 00000 00000"},
		{Point{342554.9, 1012927.2}, "HY 42554 12927"},
		{Point{-1, 0}, ""},
		{Nowhere, ""},
	} {
		if got := GridReference(tt.p); got != tt.want {
			t.Errorf("%v: got %q, want %q", tt.p, got, tt.want)
		}
	}
}

// A degree of latitude at 35 N is 110,941 m on WGS84, a degree of longitude
// 91,288 m (NGA tables of the length of a degree).
func TestLocalPlane(t *testing.T) {
	plane := LocalPlane{Longitude: -90, Latitude: 35}
	if got := plane.Project(-90, 35); got != (Point{}) {
		t.Errorf("centre: got %v, want the origin", got)
	}
	north := Distance(plane.Project(-90, 34.5), plane.Project(-90, 35.5))
	if !near(north, 110941, 5) {
		t.Errorf("degree of latitude: got %.1f, want 110941", north)
	}
	east := Distance(plane.Project(-90.5, 35), plane.Project(-89.5, 35))
	if !near(east, 91288, 5) {
		t.Errorf("degree of longitude: got %.1f, want 91288", east)
	}
	longitude, latitude := plane.Degrees(plane.Project(-89.3, 34.4))
	if !near(longitude, -89.3, 1e-8) || !near(latitude, 34.4, 1e-8) {
		t.Errorf("back: got %v %v", longitude, latitude)
	}
}

func BenchmarkToNationalGrid(b *testing.B) {
	for b.Loop() {
		ToNationalGrid(0.1, 51.5)
	}
}
