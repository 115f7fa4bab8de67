package spatial

import (
	"math"
	"testing"
)

// sixtyPoints are points on a square kilometre, a third of them close together, by a rule
// that R follows as well.
func sixtyPoints() (points []Point, east, north []float64, ground *Layer) {
	for k := range 60 {
		x, y := float64((37*k*k+101*k)%997), float64((53*k*k+29*k)%991)
		if k%3 == 0 {
			x, y = 300+math.Mod(x, 120), 600+math.Mod(y, 90)
		}
		points, east, north = append(points, Point{x, y}), append(east, x), append(north, y)
	}
	return points, east, north, NewLayer([]Area{{Polygons: [][][]Point{{{{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}}}}}})
}

// Searched bandwidths: R 4.2, bw.SJ(nb = 20000) to one per cent, since its pilots have rounded
// constants, the sum of Rudemo and Bowman written out
// with dnorm, spatstat.explore 3.0-6 (bw.ppl, bw.CvL and bw.diggle, whose optimum is 24.66)
// and ks 1.14 (Hns).
func TestSearchedBandwidths(t *testing.T) {
	points, east, north, ground := sixtyPoints()
	for i, values := range [][]float64{east, north} {
		want := []float64{52.27619535, 35.81726709}[i]
		if got, ok := SheatherJones(values); !ok || math.Abs(got/want-1) > 0.01 {
			t.Errorf("Sheather and Jones: got %v, want %v", got, want)
		}
		if got := UnbiasedBandwidth(values, []float64{20, 30, 45, 67, 100, 150, 225}); got != 30 {
			t.Errorf("unbiased: got %v, want 30", got)
		}
	}
	if got := LikeliestBandwidth(points, ground, []float64{20, 30, 45, 67, 100, 150, 225}); got != 100 {
		t.Errorf("likeliest: got %v, want 100", got)
	}
	if got := BandwidthOfGround(points, ground, []float64{20, 30, 45, 67, 100, 150, 225}); got != 100 {
		t.Errorf("of the ground: got %v, want 100", got)
	}
	if got := LeastErrorBandwidth(points, ground, []float64{10, 15, 25, 40, 60, 100}); got != 25 {
		t.Errorf("least error: got %v, want 25", got)
	}
	h, ok := NormalScaleMatrix(points)
	if !ok || !near(h.EE, 15554.775721, 1e-5) || !near(h.EN, 40.9174601444, 1e-8) || !near(h.NN, 14291.5955099, 1e-5) {
		t.Errorf("normal scale: got %+v", h)
	}
	if _, ok := NormalScaleMatrix([]Point{{0, 0}, {1, 1}, {2, 2}}); ok {
		t.Error("points on a line have a matrix")
	}
	// Turned by a quarter, the plug-in matrix turns with its points.
	turned := make([]Point, len(points))
	for i, p := range points {
		turned[i] = Point{-p.N, p.E}
	}
	first, ok1 := PlugInMatrix(points)
	second, ok2 := PlugInMatrix(turned)
	if !ok1 || !ok2 || math.Abs(second.NN/first.EE-1) > 1e-3 || math.Abs(second.EE/first.NN-1) > 1e-3 || first.EE >= h.EE {
		t.Errorf("plug-in: got %+v and, turned, %+v", first, second)
	}
}

// Nine cells of three by three: localmoran of spdep 1.2-7, conditional = FALSE. Distances
// and days of ten events: cor(dist(xy), dist(days)) of R 4.2.
func TestTotalMomentsAndMantel(t *testing.T) {
	var cells []Cell
	for k := range 9 {
		cells = append(cells, Cell{k % 3, k / 3})
	}
	values := []float64{5, 3, 1, 7, 4, 2, 9, 6, 1}
	neighbours := QueenCells(cells)
	morans := LocalMoran(values, neighbours)
	for i, m := range TotalMoments(values, neighbours) {
		want := map[int]float64{3: 0.216892203404188771, 5: 0.087871559319162296, 8: 0.015297447021334828}[len(neighbours[i])]
		if !near(m.Expected, -0.125, 1e-15) || !near(m.Variance, want, 1e-14) {
			t.Errorf("place %d: got %+v, want variance %v", i, m, want)
		}
		if z := (morans[i].Value + 0.125) / math.Sqrt(want); !near(m.Z(morans[i]), z, 1e-12) {
			t.Errorf("place %d: z %v, want %v", i, m.Z(morans[i]), z)
		}
	}
	points := []Point{{0, 0}, {300, 100}, {700, 0}, {100, 400}, {500, 500}, {900, 300}, {200, 900}, {600, 800}, {1000, 700}, {400, 1200}}
	if got := MantelCorrelation(points, []int{1, 4, 30, 2, 11, 20, 9, 15, 40, 8}); !near(got, 0.361018416476269, 1e-13) {
		t.Errorf("Mantel: got %v", got)
	}
	if got := MantelCorrelation(points[:3], []int{1, 1, 1}); got != 0 {
		t.Errorf("equal days: got %v", got)
	}
}
