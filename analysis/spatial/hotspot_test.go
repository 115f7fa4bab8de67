package spatial

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// By drawing: a block of two cells, one cell that touches it at a corner, and one
// apart with more offences.
func TestHotspots(t *testing.T) {
	cells := []Cell{{0, 0}, {1, 0}, {2, 0}, {0, 1}, {1, 1}, {2, 1}, {9, 9}}
	hot := []bool{true, true, false, false, false, true, true}
	got := Hotspots(Grid{Size: 100}, cells, hot, []float64{4, 2, 9, 9, 9, 2, 10}, []float64{2, 3, 0, 0, 0, 2.5, 4})
	if len(got) != 2 || got[0].Sum != 10 || got[1].Sum != 8 {
		t.Fatalf("got %+v, want the single cell with 10 and then three with 8", got)
	}
	three := got[1]
	if diff := cmp.Diff([]int{0, 1, 5}, three.Cells); diff != "" {
		t.Error(diff)
	}
	if three.Peak != 1 || three.Centre != (Point{112.5 /* (4·50+2·150+2·250)/8 = 125 */ + 12.5, 75}) {
		t.Errorf("got peak %d, centre %v", three.Peak, three.Centre)
	}
	if surface, width, height := three.Extent(); surface != 30000 || width != 300 || height != 200 {
		t.Errorf("extent: got %v %v %v", surface, width, height)
	}
	want := [][][]Point{{{{0, 0}, {200, 0}, {200, 100}, {0, 100}}}, {{{200, 100}, {300, 100}, {300, 200}, {200, 200}}}}
	if diff := cmp.Diff(want, three.Outline.Polygons); diff != "" {
		t.Error(diff)
	}
	for _, tt := range []struct {
		p    Point
		want float64
	}{{Point{50, 50}, 0}, {Point{200, 0}, 0}, {Point{150, 140}, 40}, {Point{-30, -40}, 50}} {
		if got := three.Outline.DistanceTo(tt.p); got != tt.want {
			t.Errorf("distance to %v: got %v, want %v", tt.p, got, tt.want)
		}
	}
	if got := (Area{}).DistanceTo(Point{}); !math.IsInf(got, 1) {
		t.Errorf("distance to nothing: got %v", got)
	}
	if got := Hotspots(Grid{Size: 100}, cells, make([]bool, 7), make([]float64, 7), make([]float64, 7)); got != nil {
		t.Errorf("no hot cell: got %+v", got)
	}
}

// A ring of eight cells around an empty one, and a cell beside it.
func TestOutlineWithHole(t *testing.T) {
	cells := []Cell{{5, 0}}
	for i := range 9 {
		if i != 4 {
			cells = append(cells, Cell{i % 3, i / 3})
		}
	}
	got := OutlineOfCells(cells, 10).Polygons
	want := [][][]Point{
		{{{0, 0}, {30, 0}, {30, 30}, {0, 30}}, {{10, 10}, {10, 20}, {20, 20}, {20, 10}}},
		{{{50, 0}, {60, 0}, {60, 10}, {50, 10}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Random cells: the outline covers their surface, holds their centres and no
// others, and does not depend on their order.
func TestOutlineCoversItsCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		marks := rapid.SliceOfN(rapid.Bool(), 36, 36).Draw(t, "marks")
		var cells []Cell
		for i, m := range marks {
			if m {
				cells = append(cells, Cell{i%6 - 3, i/6 - 3})
			}
		}
		outline := OutlineOfCells(cells, 250)
		if got, want := outline.SquareMetres(), float64(len(cells))*62500; !near(got, want, 1e-6) {
			t.Fatalf("surface: got %v, want %v", got, want)
		}
		layer := NewLayer([]Area{outline})
		for i, m := range marks {
			if c := (Cell{i%6 - 3, i/6 - 3}); (layer.Find(c.Centre(250)) >= 0) != m {
				t.Fatalf("centre of %v: marked %v", c, m)
			}
		}
		shuffled := rapid.Permutation(cells).Draw(t, "order")
		if diff := cmp.Diff(outline, OutlineOfCells(shuffled, 250)); diff != "" {
			t.Fatal(diff)
		}
	})
}

// The categories of Esri's emerging hot spot analysis, by its definitions.
func TestEmerging(t *testing.T) {
	const ten = "1111111111"
	for _, tt := range []struct {
		hot, cold string
		trend     int
		want      Emergence
	}{
		{"0000000000", "", 0, NeverHot},
		{"0000000001", "", 0, NewHot},
		{"0000000111", "", 1, Consecutive},
		{ten, "", 0, Persistent},
		{ten, "", 1, Intensifying},
		{ten, "", -1, Diminishing},
		{"1101111111", "", 0, Persistent}, // nine in ten
		{"0101000011", "", 0, Sporadic},
		{"0101000011", "1000000000", 0, Oscillating},
		{"1111111110", "", 0, Historical},
		{"0111000000", "", 0, Former},
		{"01", "", 0, NewHot},
		{"11", "", 0, Persistent},
		{"10", "", 0, Former},
		{"1", "", 0, Persistent},
	} {
		marks := func(text string) (periods [][]bool) {
			for _, c := range text {
				periods = append(periods, []bool{c == '1'})
			}
			return periods
		}
		if got := Emerging(marks(tt.hot), marks(tt.cold), []int{tt.trend})[0]; got != tt.want {
			t.Errorf("%s, cold %q, trend %d: got %q, want %q", tt.hot, tt.cold, tt.trend, got, tt.want)
		}
	}
}

// Of six points two share a place and one is not known; all are rounded to 100 m
// but one.
func TestSnapping(t *testing.T) {
	got := SnappingOf([]Point{{500, 300}, {500, 300}, {1300, 200}, {1305, 210}, {900, 800}, Nowhere})
	want := Snapping{Points: 5, Places: 4, Repeated: 2, Most: 2}
	if got != want || got.Share() != 0.4 || got.Suspected() || !got.Bears(100) {
		t.Errorf("got %+v, share %v", got, got.Share())
	}
	got = SnappingOf([]Point{{500, 300}, {500, 300}, {1300, 200}})
	if got.Rounded != 100 || !got.Suspected() || got.Bears(250) {
		t.Errorf("rounded: got %+v", got)
	}
	if got := (Snapping{}); got.Share() != 0 || got.Suspected() {
		t.Errorf("no points: got %+v", got)
	}
}

// By hand: 0, 1 and 2 form a chain; 3 is near 0 in place and late; 4 and 5 are a
// pair; 6 is not known.
func TestNearRepeats(t *testing.T) {
	points := []Point{{0, 0}, {150, 0}, {300, 0}, {0, 10}, {5000, 5000}, {5000, 5000}, Nowhere}
	days := []int{10, 12, 9, 60, 40, 33, 10}
	got := NearRepeats(points, days, 200, 14)
	want := []Series{
		{Events: []int{2, 0, 1}, Links: 2, From: 9, To: 12, Centre: Point{150, 0}, Longest: 150},
		{Events: []int{5, 4}, Links: 1, From: 33, To: 40, Centre: Point{5000, 5000}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := NearRepeats(points, days, 150, 14); len(got) != 1 {
		t.Errorf("a pair as far apart as the limit is near: got %+v", got)
	}
}

// The permutation p-value against the exact one of all draws: a row of eight places.
func TestPermutedAgainstAllDraws(t *testing.T) {
	values := []float64{3, 1, 4, 1, 5, 9, 2, 6}
	neighbours := make(Neighbours, len(values))
	for i := range values {
		for _, j := range []int{i - 1, i + 1} {
			if j >= 0 && j < len(values) {
				neighbours[i] = append(neighbours[i], j)
			}
		}
	}
	const permutations = 99999
	stars := GiStarPermuted(values, neighbours, permutations, 3)
	around := GiPermuted(values, neighbours, permutations, 4)
	for i, ns := range neighbours {
		others := slices.Delete(slices.Clone(values), i, i+1)
		observed, high, low, all := 0.0, 0.0, 0.0, 0.0
		for _, j := range ns {
			observed += values[j]
		}
		for a := range others {
			for b := range others {
				sum := others[a]
				switch {
				case len(ns) == 2 && a == b, len(ns) == 1 && b > 0:
					continue
				case len(ns) == 2:
					sum += others[b]
				}
				all++
				if sum >= observed {
					high++
				}
				if sum <= observed {
					low++
				}
			}
		}
		want := math.Min(1, 2*math.Min(high, low)/all)
		for _, got := range []float64{stars[i].P, around[i].P} {
			if !near(got, want, 0.01) {
				t.Errorf("place %d: got %v, want %v", i, got, want)
			}
		}
	}
}
