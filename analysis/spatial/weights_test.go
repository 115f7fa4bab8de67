package spatial

import (
	"math"
	"testing"
)

// Moran's I with weights of 1/d and 1/d² to 650 metres, raw and row-standardised, of ten
// places: moran.test of spdep 1.2-7 with nb2listwdist(type = "idw"), and twice the p
// of moran.mc with 99,999 permutations. At one point, a
// weight of 1.
func TestInverseDistance(t *testing.T) {
	points := []Point{{0, 0}, {300, 100}, {700, 0}, {100, 400}, {500, 500}, {900, 300}, {200, 900}, {600, 800}, {1000, 700}, {400, 1200}}
	values := []float64{5, 3, 1, 7, 4, 2, 9, 6, 1, 8}
	for _, tt := range []struct {
		power                                float64
		rows                                 bool
		value, variance, normal, p, permuted float64
	}{
		{1, false, 0.376428230630657, 0.0247222381603827, 0.0224974426451566, 0.00193035743875089, 0.00322},
		{1, true, 0.464192027293027, 0.0333418747737525, 0.029638399391865, 0.00162901211078837, 0.00298},
		{2, false, 0.376231070060995, 0.0313337663576555, 0.0282505460030484, 0.00590273273348482, 0.01108},
		{2, true, 0.476494185639722, 0.0388667854883951, 0.0344712847296435, 0.0028773140058093, 0.00479},
	} {
		w := InverseDistance(points, tt.power, 650)
		if tt.rows {
			w = w.RowStandardised()
		}
		g := w.Moran(values)
		if !near(g.Value, tt.value, 1e-12) || !near(g.Variance, tt.variance, 1e-12) || !near(g.Normal, tt.normal, 1e-12) || !near(g.P, tt.p, 1e-12) {
			t.Errorf("power %v, rows %v: got %+v", tt.power, tt.rows, g)
		}
		if permuted := w.MoranPermuted(values, 9999, 1); !near(permuted.P, tt.permuted, 0.004) {
			t.Errorf("permutation p %v", permuted.P)
		}
	}
	same := InverseDistance([]Point{{0, 0}, {0, 0}, {0, 3}}, 2, 10)
	if same.Of[0][0] != 1 || !near(same.Of[0][1], 1.0/9, 1e-15) {
		t.Errorf("weights at one point and 3 metres apart: %v", same.Of[0])
	}
}

// A square of 4 with a square hole of 2 in its north-east corner, and a triangle: the
// middles by hand. Two sets of points whose means are 3 east and 4 north apart, with
// variances of the means 1 and 2 each way and no covariance: T² = 9/2 + 16/4 by hand.
func TestMiddles(t *testing.T) {
	square := Area{Polygons: [][][]Point{{{{0, 0}, {4, 0}, {4, 4}, {0, 4}}, {{2, 2}, {4, 2}, {4, 4}, {2, 4}}}}}
	if got, want := square.Centroid(), (Point{(16*2 - 4*3) / 12.0, (16*2 - 4*3) / 12.0}); !near(Distance(got, want), 0, 1e-12) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := (Area{Polygons: [][][]Point{{{{500000, 100000}, {500000, 100003}, {500003, 100000}}}}}).Centroid(); !near(Distance(got, Point{500001, 100001}), 0, 1e-9) {
		t.Errorf("triangle: got %v", got)
	}
	if (Area{}).Centroid().Known() {
		t.Error("an area of nothing has a middle")
	}
	// Variances of the means of four points at ±a and ±b: a²/2·4/(4·3) = a²/6.
	cross := func(at Point, a, b float64) []Point {
		return []Point{{at.E - a, at.N}, {at.E + a, at.N}, {at.E, at.N - b}, {at.E, at.N + b}}
	}
	a, b := math.Sqrt(6), math.Sqrt(12)
	m := CentreMoved(cross(Point{10, 10}, a, b), cross(Point{13, 14}, a, b))
	if !near(m.Metres, 5, 1e-12) || !near(m.T2, 9.0/2+16.0/4, 1e-12) || !near(m.P, math.Exp(-8.5/2), 1e-12) || !near(m.Bearing, 36.86989764584402, 1e-9) {
		t.Errorf("got %+v", m)
	}
	if CentreMoved(cross(Point{0, 0}, 1, 0), cross(Point{3, 0}, 1, 0)).Known {
		t.Error("points on one line have a test")
	}
}
