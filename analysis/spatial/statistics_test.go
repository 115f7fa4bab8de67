package spatial

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"
	"testing"
	"time"

	"svna/analysis/internal/oracle"

	"github.com/google/go-cmp/cmp"
)

// lattice is a three by three grid; nine is its values from the south-west.
func lattice() (cells []Cell) {
	for j := range 3 {
		for i := range 3 {
			cells = append(cells, Cell{i, j})
		}
	}
	return cells
}

var nine = []float64{1, 2, 3, 4, 10, 6, 7, 8, 9}

func ExampleGiStar() {
	for i, s := range GiStar(nine, QueenCells(lattice()))[:2] {
		fmt.Printf("cell %d: z = %.2f, p = %.2f\n", i, s.Value, s.P)
	}
	// Output:
	// cell 0: z = -1.09, p = 0.27
	// cell 1: z = -1.62, p = 0.11
}

// Worked from Ord and Getis 1995 by a second program to 12 digits. The
// neighbourhood of the middle cell is the whole grid: no statistic.
func TestGiStar(t *testing.T) {
	scores := GiStar(nine, QueenCells(lattice()))
	if !near(scores[0].Value, -1.09272780419, 1e-9) || !near(scores[1].Value, -1.61747216861, 1e-9) {
		t.Errorf("got %v and %v", scores[0], scores[1])
	}
	if scores[4] != (Local{}) {
		t.Errorf("middle: got %+v, want none", scores[4])
	}
	level := []float64{.1, .1, .1, .1, .1, .1, .1, .1, .1}
	for _, s := range GiStar(level, QueenCells(lattice())) {
		if s.Known {
			t.Errorf("level values: got %+v, want none", s)
		}
	}
}

// Worked from Anselin 1995 by a second program to 12 digits.
func TestLocalMoran(t *testing.T) {
	result := LocalMoranPermuted(nine, QueenCells(lattice()), 99, 1)
	if !near(result[0].Value, 0.110810810811, 1e-9) || !near(result[1].Value, 0.294054054054, 1e-9) {
		t.Errorf("got %v and %v", result[0], result[1])
	}
	if result[1].Class != "LL" || result[4].Class != "HL" {
		t.Errorf("classes: got %s and %s, want LL and HL", result[1].Class, result[4].Class)
	}
	// All eight others are neighbours of the middle: every draw is the observed.
	if result[4].P != 1 {
		t.Errorf("middle: got p %v, want 1", result[4].P)
	}
	if again := LocalMoranPermuted(nine, QueenCells(lattice()), 99, 1); !cmp.Equal(result, again) {
		t.Error("the same seed gave other answers")
	}
	for _, m := range LocalMoranPermuted([]float64{1, 2}, Neighbours{nil, nil}, 9, 1) {
		if m.Known || m.Class != "" {
			t.Errorf("island: got %+v, want none", m)
		}
	}
}

// neighbourColumn reads row numbers from 1.
func neighbourColumn(t *testing.T, rows []oracle.Row, name string) Neighbours {
	t.Helper()
	neighbours := make(Neighbours, len(rows))
	for i, row := range rows {
		for _, field := range strings.Fields(row.Get(name)) {
			neighbours[i] = append(neighbours[i], int(parse(t, field))-1)
		}
		slices.Sort(neighbours[i])
	}
	return neighbours
}

func valueColumn(t *testing.T, rows []oracle.Row, name string) []float64 {
	t.Helper()
	var values []float64
	for _, row := range rows {
		values = append(values, parse(t, row.Get(name)))
	}
	return values
}

// Sets 04 and 06 of the folder shared: spdep 1.2-7 and esda 2.4.3; 1e-10 absolute
// for values. Their simulated p is one-sided and folded, half of ours, and agrees
// within 4·sqrt(2p(1-p)/999) + 0.002 on either side.
func TestLocalStatisticsOracle(t *testing.T) {
	for _, tt := range []struct{ set, file, values, neighbours, star, moran, folded string }{
		{"04_local_g_gistar", "afcon_local_g_and_moran.csv", "totcon", "nbrs", "Gstar", "Ii", ""},
		{"04_local_g_gistar", "nc_sids_queen.csv", "rate74", "nbrs", "Gstar_B", "Ii", ""},
		{"06_moran_lisa_pysal", "stl_HR8893.csv", "y", "nbr_rows", "Gstar_z", "Ii_n", "p_sim_999_folded"},
		{"06_moran_lisa_pysal", "sids2_SIDR74.csv", "y", "nbr_rows", "Gstar_z", "Ii_n", "p_sim_999_folded"},
		{"06_moran_lisa_pysal", "desmith_z.csv", "y", "nbr_rows", "Gstar_z", "Ii_n", ""},
		{"06_moran_lisa_pysal", "lattice3x3.csv", "y", "nbr_rows", "Gstar_z", "Ii_n", ""},
	} {
		rows := oracle.Rows(t, "oracles", tt.set, tt.file)
		values, neighbours := valueColumn(t, rows, tt.values), neighbourColumn(t, rows, tt.neighbours)
		stars, morans := GiStar(values, neighbours), LocalMoranPermuted(values, neighbours, 999, 5)
		for i, row := range rows {
			if want := parse(t, row.Get(tt.star)); !near(stars[i].Value, want, 1e-10) {
				t.Errorf("%s %d: Gi* got %v, want %v", tt.file, i+1, stars[i].Value, want)
			}
			if want := parse(t, row.Get(tt.moran)); !near(morans[i].Value, want, 1e-10) {
				t.Errorf("%s %d: I got %v, want %v", tt.file, i+1, morans[i].Value, want)
			}
			if tt.folded == "" {
				continue
			}
			p := parse(t, row.Get(tt.folded))
			if got := morans[i].P / 2; math.Abs(got-p) > 4*math.Sqrt(2*p*(1-p)/999)+0.002 {
				t.Errorf("%s %d: folded p got %v, want about %v", tt.file, i+1, got, p)
			}
		}
	}
}

// The small maps of set 06: their folded p counts draws with as high an I and takes the
// smaller part; which ties count is left to rounding there. Here every draw of so few values is made, and our P is that of
// all draws within what 999 of them stray.
func TestSmallMapsPermutedOracle(t *testing.T) {
	for _, file := range []string{"desmith_z.csv", "lattice3x3.csv", "getis_ord_six_points.csv"} {
		rows := oracle.Rows(t, "oracles", "06_moran_lisa_pysal", file)
		values, neighbours := valueColumn(t, rows, "y"), neighbourColumn(t, rows, "nbr_rows")
		morans := LocalMoranPermuted(values, neighbours, 999, 5)
		for i, row := range rows {
			atLeast, atMost := everyDraw(values, neighbours, i)
			folded := [2]float64{math.Min(atLeast, 1-atLeast), math.Min(1-atMost, atMost)} // with ties, without
			slices.Sort(folded[:])
			stray := func(p float64) float64 { return 4*math.Sqrt(2*p*(1-p)/999) + 0.002 }
			want := parse(t, row.Get("p_sim_999_folded"))
			if want < folded[0]-stray(folded[0]) || want > folded[1]+stray(folded[1]) {
				t.Errorf("%s %d: all draws give %v, want about %v", file, i+1, folded, want)
			}
			if p := math.Min(1, 2*math.Min(atLeast, atMost)); math.Abs(morans[i].P-p) > 2*stray(p/2) {
				t.Errorf("%s %d: got p %v, all draws give %v", file, i+1, morans[i].P, p)
			}
		}
	}
}

// everyDraw returns the parts of all choices of a place's neighbours' values from those of
// all others whose local Moran is as high or higher, and as low or lower.
func everyDraw(values []float64, neighbours Neighbours, i int) (atLeast, atMost float64) {
	_, mean, _ := moments(values, neighbours)
	sign, observed, others := values[i]-mean, 0.0, []float64(nil)
	for j, v := range values {
		if j != i {
			others = append(others, v)
		}
	}
	for _, j := range neighbours[i] {
		observed += values[j]
	}
	k, draws := len(neighbours[i]), 0.0
	for set := range 1 << len(others) {
		if bits.OnesCount(uint(set)) != k {
			continue
		}
		sum := 0.0
		for j, v := range others {
			if set>>j&1 == 1 {
				sum += v
			}
		}
		draws++
		if d := (sum - observed) * sign; d >= -1e-12 {
			atLeast++
			if d <= 1e-12 {
				atMost++
			}
		} else {
			atMost++
		}
	}
	return atLeast / draws, atMost / draws
}

// Getis and Ord's 16 by 16 grid, neighbours by distance.
func TestGiStarByDistanceOracle(t *testing.T) {
	rows := oracle.Rows(t, "oracles", "04_local_g_gistar", "getisord_16x16.csv")
	var points []Point
	for _, row := range rows {
		points = append(points, Point{parse(t, row.Get("x")), parse(t, row.Get("y"))})
	}
	values := valueColumn(t, rows, "val")
	for _, d := range []float64{30, 60, 90, 150} {
		for i, s := range GiStar(values, WithinDistance(points, d)) {
			if want := parse(t, rows[i].Get(fmt.Sprintf("Gstar_%v", d))); !near(s.Value, want, 1e-10) {
				t.Errorf("%v m, row %d: got %v, want %v", d, i+1, s.Value, want)
			}
		}
	}
}

func TestQueen(t *testing.T) {
	got := QueenCells([]Cell{{0, 0}, {1, 1}, {3, 0}, {1, 0}})
	if diff := cmp.Diff(Neighbours{{1, 3}, {0, 3}, nil, {0, 1}}, got); diff != "" {
		t.Error(diff)
	}
	// Two squares side by side, one that touches a corner, one apart.
	areas := []Area{
		{Polygons: [][][]Point{{square(0, 0, 10)}}},
		{Polygons: [][][]Point{{square(10, 0, 10)}}},
		{Polygons: [][][]Point{{square(20, 10, 10)}}},
		{Polygons: [][][]Point{{square(50, 50, 10)}}},
	}
	if diff := cmp.Diff(Neighbours{{1}, {0, 2}, {1}, nil}, QueenAreas(areas)); diff != "" {
		t.Error(diff)
	}
}

func TestClusters(t *testing.T) {
	// Cells in a row, 0 to 5: 0 and 1 are one group, 3 is alone, 5 and 2 unmarked.
	var cells []Cell
	for i := range 6 {
		cells = append(cells, Cell{i, 0})
	}
	got := Clusters(QueenCells(cells), []bool{true, true, false, true, false, false})
	if diff := cmp.Diff([]int{0, 0, -1, 1, -1, -1}, got); diff != "" {
		t.Error(diff)
	}
}

// 3/(π·300²) at the point itself, 9/16 of it at half the radius; Silverman 1986.
func TestQuartic(t *testing.T) {
	for _, tt := range []struct{ distance, want float64 }{
		{0, 3 / (math.Pi * 90000)}, {150, 3 / (math.Pi * 90000) * 9 / 16}, {300, 0}, {301, 0},
	} {
		if got := Quartic(300).At(tt.distance * tt.distance); !near(got, tt.want, 1e-18) {
			t.Errorf("%v m: got %v, want %v", tt.distance, got, tt.want)
		}
	}
	integral, step := 0.0, 0.01
	for r := step / 2; r < 300; r += step {
		integral += 2 * math.Pi * r * Quartic(300).At(r*r) * step
	}
	if !near(integral, 1, 1e-6) {
		t.Errorf("integral: got %v, want 1", integral)
	}
}

func TestDensity(t *testing.T) {
	points, weights := []Point{{0, 0}, {1000, 0}}, []float64{2, 5}
	at := []Point{{0, 0}, {850, 0}, {500, 500}}
	got := Density(points, weights, Quartic(300), at)
	want := []float64{2 * Quartic(300).At(0), 5 * Quartic(300).At(150*150), 0}
	for i := range want {
		if !near(got[i], want[i], 1e-18) {
			t.Errorf("place %d: got %v, want %v", i, got[i], want[i])
		}
	}
}

// By hand: the four corners of a square of side 2 have variance
// 4/3 on each axis.
func TestNormalScaleRadius(t *testing.T) {
	radius, ok := NormalScale.QuarticRadius([]Point{{0, 0}, {2, 0}, {2, 2}, {0, 2}})
	if want := math.Sqrt(8*4.0/3) * math.Pow(4, -1.0/6); !ok || !near(radius, want, 1e-12) {
		t.Errorf("got %v %v, want %v", radius, ok, want)
	}
	if _, ok := NormalScale.QuarticRadius([]Point{{1, 1}, {1, 1}}); ok {
		t.Error("points at one place have a radius")
	}
	if _, ok := NormalScale.QuarticRadius(nil); ok {
		t.Error("no points have a radius")
	}
}

func ExampleKnox() {
	points := []Point{{0, 0}, {50, 0}, {60, 0}, {1000, 0}}
	table := Knox(points, []int{0, 3, 5, 21}, []float64{0, 100}, []int{0, 7}, 0, 1)
	ratio, _ := table[0][0].Ratio()
	fmt.Println(table[0][0].Observed, table[0][0].Expected, ratio)
	// Output:
	// 3 1.5 2
}

func TestKnoxEdges(t *testing.T) {
	// A pair 100 m and 3 days apart is in [100, 200) and [3, 6).
	table := Knox([]Point{{0, 0}, {0, 100}}, []int{10, 7}, []float64{0, 100, 200}, []int{0, 3, 6}, 9, 1)
	want := [][]KnoxCell{{{P: 1}, {P: 1}}, {{P: 1}, {Observed: 1, Expected: 1, P: 1}}}
	for i := range want {
		for j := range want[i] {
			got := table[i][j]
			if got.Observed != want[i][j].Observed || got.Expected != want[i][j].Expected || !near(got.P, 1, 1e-12) {
				t.Errorf("band %d, %d: got %+v, want %+v", i, j, got, want[i][j])
			}
		}
	}
	if got := Knox(nil, nil, []float64{0, 1}, []int{0, 1}, 9, 1); got[0][0].Observed != 0 || got[0][0].Expected != 0 {
		t.Errorf("no events: got %+v", got)
	}
	if _, ok := (KnoxCell{}).Ratio(); ok {
		t.Error("a ratio to nothing")
	}
}

// Set 07 of the folder shared: settings with Manhattan and Euclidean distances.
// Counts are exact, expectations to 1e-12, p within 4·sqrt(2p(1-p)/999) + 0.002.
func TestKnoxOracle(t *testing.T) {
	const set = "07_knox_near_repeat"
	compared := 0
	all := oracle.Rows(t, "oracles", set, "knox_tables.csv")
	for _, setting := range []string{"1", "2", "3", "4", "6"} {
		var rows []oracle.Row
		for _, row := range all {
			if row.Get("setting") == setting {
				rows = append(rows, row)
			}
		}
		metric := Distance
		if rows[0].Get("metric") == "manhattan" {
			metric = func(a, b Point) float64 { return math.Abs(a.E-b.E) + math.Abs(a.N-b.N) }
		}
		points, days := datedPoints(t, set, rows[0].Get("dataset")+".csv")
		distances, times := knoxEdges(t, rows)
		table := knoxBy(metric, points, days, distances, times, 999, 11)
		for _, row := range rows {
			i := slices.Index(distances, parse(t, row.Get("s_lo")))
			j := slices.Index(times, int(parse(t, row.Get("t_lo"))))
			got, p := table[i][j], parse(t, row.Get("mc_p_999"))
			oracle.Agree(t, float64(got.Observed), parse(t, row.Get("observed")))
			oracle.Agree(t, got.Expected, parse(t, row.Get("expected_exact")))
			if want := parse(t, row.Get("expected_exact")); !near(got.Expected, want, 1e-12*(1+want)) || float64(got.Observed) != parse(t, row.Get("observed")) {
				t.Errorf("setting %s, %d %d: got %+v, want %s and %v", setting, i, j, got, row.Get("observed"), want)
			}
			ratio, _ := got.Ratio()
			pairs := float64(len(points)*(len(points)-1)) / 2
			for column, value := range map[string]float64{
				"knox_ratio_exact": ratio, "pairs": pairs,
				"s_margin": float64(got.InSpace), "t_margin": float64(got.InTime),
			} {
				if want := parse(t, row.Get(column)); !near(value, want, 1e-12*(1+want)) {
					t.Errorf("setting %s, %d %d %s: got %v, want %v", setting, i, j, column, value, want)
				}
				oracle.Agree(t, value, parse(t, row.Get(column)))
			}
			// The mean of the source's permutations strays from the exact expectation by chance.
			if mean, sd := parse(t, row.Get("mc_mean_999")), parse(t, row.Get("mc_sd_999")); math.Abs(mean-got.Expected) > 4.5*sd/math.Sqrt(999)+1e-9 {
				t.Errorf("setting %s, %d %d: expected %v, permutations %v", setting, i, j, got.Expected, mean)
			}
			if math.Abs(got.P-p) > 4*math.Sqrt(2*p*(1-p)/999)+0.002+1e-12 {
				t.Errorf("setting %s, %d %d: got p %v, want about %v", setting, i, j, got.P, p)
			}
			compared++
		}
	}
	if compared != 84 {
		t.Errorf("compared %d cells, want 84", compared)
	}
}

// Bailey and Gatrell's Burkitt cases: at most 20 apart and at most 5 days.
func TestKnoxBurkittOracle(t *testing.T) {
	const set = "07_knox_near_repeat"
	want := oracle.Object(t, "oracles", set, "burkitt_expected.json")
	number := func(path string) float64 { return parse(t, want.Get(path)) }
	var points []Point
	var days []int
	for _, row := range oracle.Rows(t, "oracles", set, "burkitt_uganda_188.csv") {
		points = append(points, Point{parse(t, row.Get("x")), parse(t, row.Get("y"))})
		days = append(days, int(parse(t, row.Get("t_days"))))
	}
	const far, late = 1e9, 1e9
	space, time := number("space_threshold"), int(number("time_threshold_days"))
	table := Knox(points, days, []float64{0, math.Nextafter(space, far), far}, []int{0, time + 1, late}, 999, 1)
	near9 := table[0][0]
	mean := near9.Expected
	tail := 1.0 // Poisson, 13 or more
	for k, term := 0, math.Exp(-mean); k < near9.Observed; k++ {
		tail -= term
		term *= mean / float64(k+1)
	}
	margin := float64(len(points) * (len(points) - 1) / 2)
	const cells = "table_close_close__close_space_far_time__far_space_close_time__far_far/"
	for path, got := range map[string]float64{
		"n": float64(len(points)), "pairs": margin, "observed_close_close": float64(near9.Observed), "expected_close_close": mean,
		cells + "0": float64(table[0][0].Observed), cells + "1": float64(table[0][1].Observed), cells + "2": float64(table[1][0].Observed), cells + "3": float64(table[1][1].Observed),
		"space_margin": float64(near9.InSpace), "time_margin": float64(near9.InTime), "poisson_p_at_least_13": tail,
		"mantel_r_distance_and_time_difference": MantelCorrelation(points, days),
	} {
		w := number(path)
		oracle.Agree(t, got, w)
		if !near(got, w, 1e-12*(1+w)) {
			t.Errorf("%s: got %v, want %v", path, got, w)
		}
	}
	if p := number("monte_carlo_p_999_surveillance"); math.Abs(near9.P-p) > 4*math.Sqrt(2*p*(1-p)/999)+0.002 {
		t.Errorf("got p %v, want about %v", near9.P, p)
	}
	// Two events just on an edge are beyond it.
	edge := []Point{{number("boundary_example/points/0/0"), number("boundary_example/points/0/1")}, {number("boundary_example/points/1/0"), number("boundary_example/points/1/1")}}
	apart := int(number("boundary_example/days"))
	if want.Get("boundary_example/half_open_cell") != "[100,200) x [3,6)" || Distance(edge[0], edge[1]) != number("boundary_example/distance") ||
		Knox(edge, []int{0, apart}, []float64{0, 100, 200}, []int{0, 3, 6}, 0, 1)[1][1].Observed != 1 {
		t.Error("a pair on the edge is in another cell")
	}
}

// The Near Repeat Calculator 1.3 on the burglaries: counts exact; its ratio rests on 20
// permutations, and so does its p.
func TestNearRepeatCalculatorOracle(t *testing.T) {
	const set = "07_knox_near_repeat"
	edges := map[string]int{"[0": 0, "[1": 1, "[100": 2, "[200": 3, "[300": 4, "[7": 1, "[14": 2, "[21": 3}
	manhattan := func(a, b Point) float64 { return math.Abs(a.E-b.E) + math.Abs(a.N-b.N) }
	points, days := datedPoints(t, set, "chicago_be_month1.csv")
	table := knoxBy(manhattan, points, days, []float64{0, 1, 100, 200, 300, 1e9}, []int{0, 7, 14, 21, 1e9}, 999, 1)
	for _, row := range oracle.Rows(t, "oracles", set, "nrc13_reported_tables.csv") {
		if row.Get("dataset") != "chicago_be_month1" || row.Get("iterations") != "20" {
			t.Fatal("another table")
		}
		from := func(column string) int {
			start, _, _ := strings.Cut(row.Get(column), ",")
			return edges[start]
		}
		i, j := from("true_space_interval"), from("true_time_interval")
		got := table[i][j]
		ratio, _ := got.Ratio()
		oracle.Agree(t, float64(got.Observed), parse(t, row.Get("observed")))
		if float64(got.Observed) != parse(t, row.Get("observed")) {
			t.Errorf("%s, %s: got %d, want %s", row.Get("label_space"), row.Get("label_time"), got.Observed, row.Get("observed"))
		}
		// The mean of 20 permutations of a count of about E has a relative error of 1/sqrt(20·E).
		if want := parse(t, row.Get("obs_over_mean_exp")); math.Abs(ratio/want-1) > 4.5/math.Sqrt(20*got.Expected)+0.001 {
			t.Errorf("%s, %s: got a ratio of %v, want about %v", row.Get("label_space"), row.Get("label_time"), ratio, want)
		}
		if p := parse(t, row.Get("p_value")); math.Abs(got.P-p) > 4*math.Sqrt(got.P*(1-got.P)/20)+0.06 {
			t.Errorf("%s, %s: got p %v, want about %v", row.Get("label_space"), row.Get("label_time"), got.P, p)
		}
	}
}

func datedPoints(t *testing.T, set, file string) (points []Point, days []int) {
	t.Helper()
	for _, row := range oracle.Rows(t, "oracles", set, file) {
		day, err := time.Parse("2006-01-02", row.Get("date"))
		if err != nil {
			t.Fatal(err)
		}
		points = append(points, Point{parse(t, row.Get("x")), parse(t, row.Get("y"))})
		days = append(days, int(day.Unix()/86400))
	}
	return points, days
}

// knoxEdges are the edges of the bands in the rows; an open last band ends at a
// number that nothing reaches.
func knoxEdges(t *testing.T, rows []oracle.Row) (distances []float64, days []int) {
	t.Helper()
	for _, row := range rows {
		for _, name := range []string{"s_lo", "s_hi"} {
			distances = append(distances, parse(t, row.Get(name)))
		}
		for _, name := range []string{"t_lo", "t_hi"} {
			days = append(days, int(math.Min(parse(t, row.Get(name)), 1e9)))
		}
	}
	slices.Sort(distances)
	slices.Sort(days)
	return slices.Compact(distances), slices.Compact(days)
}

func TestUnequalLengthsPanic(t *testing.T) {
	for name, call := range map[string]func(){
		"GiStar":     func() { GiStar([]float64{1}, nil) },
		"LocalMoran": func() { LocalMoran([]float64{1}, nil) },
		"Clusters":   func() { Clusters(nil, []bool{true}) },
		"Density":    func() { Density([]Point{{}}, []float64{1, 2}, Quartic(300), nil) },
		"Knox":       func() { Knox([]Point{{}}, nil, []float64{0, 1}, []int{0, 1}, 0, 1) },
		"Knox edges": func() { Knox(nil, nil, []float64{1, 0}, []int{0, 1}, 0, 1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			call()
		}()
	}
}
