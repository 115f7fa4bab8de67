package spatial

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// square is a ring from a corner, closed or not.
func square(e, n, side float64) []Point {
	return []Point{{e, n}, {e + side, n}, {e + side, n + side}, {e, n + side}, {e, n}}
}

func ExampleLayer_Find() {
	layer := NewLayer([]Area{
		{Code: "E05014060", Name: "North", Polygons: [][][]Point{{square(0, 100, 100)}}},
		{Code: "E05014053", Name: "South", Polygons: [][][]Point{{square(0, 0, 100)}}},
	})
	for _, p := range []Point{{50, 150}, {50, 100}, {500, 500}} {
		if i := layer.Find(p); i >= 0 {
			fmt.Println(layer.Areas[i].Name)
		} else {
			fmt.Println("outside")
		}
	}
	// Output:
	// North
	// South
	// outside
}

// Expected answers by drawing: B lies in the hole of A; C touches A along E=100
// and is of two parts.
func TestFind(t *testing.T) {
	layer := NewLayer([]Area{
		{Code: "C", Polygons: [][][]Point{{square(100, 0, 50)}, {square(300, 0, 50)}}},
		{Code: "A", Polygons: [][][]Point{{square(0, 0, 100), square(40, 40, 20)}}},
		{Code: "B", Polygons: [][][]Point{{square(40, 40, 20)}}},
		{Code: "D", Polygons: nil},
		{Code: "E", Polygons: [][][]Point{{{{500, 0}, {600, 100}, {500, 100}}}}}, // not closed
	})
	for _, tt := range []struct {
		p    Point
		want string
	}{
		{Point{10, 10}, "A"},
		{Point{50, 50}, "B"},
		{Point{40, 50}, "A"},      // edge of the hole: the smaller code
		{Point{60, 60}, "A"},      // its corner
		{Point{100, 25}, "A"},     // edge shared by A and C
		{Point{100.001, 25}, "C"}, // just past it
		{Point{100, 75}, "A"},     // edge of A alone
		{Point{320, 20}, "C"},     // second part
		{Point{200, 20}, ""},      // between the parts
		{Point{0, 0}, "A"},        // corner of everything
		{Point{-0.001, 0}, ""},
		{Point{50, 100}, "A"}, // level edge at the top
		{Point{550, 50}, "E"}, // slanting edge
		{Point{550, 49}, ""},
		{Point{501, 99}, "E"},
		{Nowhere, ""},
		{Point{math.Inf(1), 0}, ""},
	} {
		got := ""
		if i := layer.Find(tt.p); i >= 0 {
			got = layer.Areas[i].Code
		}
		if got != tt.want {
			t.Errorf("%v: got %q, want %q", tt.p, got, tt.want)
		}
	}
	low, high := layer.Bounds()
	if low != (Point{0, 0}) || high != (Point{600, 100}) {
		t.Errorf("bounds: got %v %v", low, high)
	}
}

// A ring of random rays about the origin, cut into sectors by its rays, must give
// each point of the plane to at most one sector, and to one exactly when the
// ring as a whole holds it; independent of the direction of the rings.
func TestSectorsShareThePlane(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 40).Draw(t, "n")
		ring := make([]Point, n)
		for i := range ring {
			angle := 2 * math.Pi * float64(i) / float64(n)
			radius := rapid.Float64Range(100, 900).Draw(t, "radius")
			ring[i] = Point{math.Round(radius * math.Cos(angle)), math.Round(radius * math.Sin(angle))}
		}
		whole := NewLayer([]Area{{Code: "W", Polygons: [][][]Point{{ring}}}})
		var sectors []Area
		for i := range ring {
			a, b := ring[i], ring[(i+1)%n]
			if i%2 == 1 {
				a, b = b, a
			}
			sectors = append(sectors, Area{Code: fmt.Sprintf("%02d", i), Polygons: [][][]Point{{{{0, 0}, a, b}}}})
		}
		layer := NewLayer(sectors)
		for range 50 {
			p := Point{float64(rapid.IntRange(-1000, 1000).Draw(t, "e")), float64(rapid.IntRange(-1000, 1000).Draw(t, "n"))}
			holders, onEdge := 0, false
			for _, o := range layer.outlines {
				if o.contains(p) {
					holders++
				}
				for _, band := range o.bands {
					for _, e := range band {
						onEdge = onEdge || e.side(p) == 0 && e.holds(p)
					}
				}
			}
			in := whole.Find(p) >= 0
			if got := layer.Find(p) >= 0; got != in {
				t.Fatalf("%v: sectors hold it %v, the ring %v", p, got, in)
			}
			if holders > 1 && !onEdge {
				t.Fatalf("%v: in %d sectors and on no edge", p, holders)
			}
		}
	})
}

func TestSquareMetres(t *testing.T) {
	a := Area{Polygons: [][][]Point{{square(500000, 180000, 100), square(500040, 180040, 20)}, {square(0, 0, 10)}}}
	if got, want := a.SquareMetres(), 10000.0-400+100; got != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestBoundsOfNothing(t *testing.T) {
	low, high := NewLayer(nil).Bounds()
	if low != (Point{}) || high != (Point{}) || NewLayer(nil).Find(Point{}) != -1 {
		t.Errorf("got %v %v", low, high)
	}
}

func TestCellOf(t *testing.T) {
	for _, tt := range []struct {
		p    Point
		size float64
		want Cell
	}{
		{Point{544322.88, 183985.51}, 250, Cell{2177, 735}}, // by division
		{Point{500, 250}, 250, Cell{2, 1}},                  // a corner belongs to the north-east
		{Point{-0.5, -250.5}, 250, Cell{-1, -2}},            // floor, not truncation
	} {
		if got := CellOf(tt.p, tt.size); got != tt.want {
			t.Errorf("%v: got %v, want %v", tt.p, got, tt.want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a point that is not known has a cell")
		}
	}()
	CellOf(Nowhere, 250)
}

func TestCellsOfLayer(t *testing.T) {
	// A triangle under the diagonal: of four cells, the centre of the north-west
	// one lies outside, and the centres on the diagonal lie in.
	layer := NewLayer([]Area{{Code: "A", Polygons: [][][]Point{{{{0, 0}, {200, 0}, {200, 200}}}}}})
	got := layer.Cells(100)
	if diff := cmp.Diff([]Cell{{0, 0}, {1, 0}, {1, 1}}, got); diff != "" {
		t.Error(diff)
	}
	if c := got[1].Centre(100); c != (Point{150, 50}) {
		t.Errorf("centre: got %v", c)
	}
	if c := got[1].Corner(100); c != (Point{100, 0}) {
		t.Errorf("corner: got %v", c)
	}
}

func BenchmarkFind(b *testing.B) {
	var areas []Area
	for i := range 400 { // 20 by 20 wards of 400 vertices each
		ring := make([]Point, 400)
		for k := range ring {
			sin, cos := math.Sincos(2 * math.Pi * float64(k) / float64(len(ring)))
			ring[k] = Point{float64(i%20)*1000 + 500 + 490*cos, float64(i/20)*1000 + 500 + 490*sin}
		}
		areas = append(areas, Area{Code: fmt.Sprint(i), Polygons: [][][]Point{{ring}}})
	}
	layer := NewLayer(areas)
	i := 0
	for b.Loop() {
		i++
		layer.Find(Point{float64(i * 7919 % 20000), float64(i * 104729 % 20000)})
	}
}
