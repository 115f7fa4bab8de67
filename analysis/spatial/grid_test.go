package spatial

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// Random cells of both grids: the outline covers their surface, holds their middles and
// no others, and the anchor of a cell lies in it.
func TestOutlineOfGridCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		grid := Grid{Size: rapid.Float64Range(50, 500).Draw(t, "size"), Hexagonal: rapid.Bool().Draw(t, "hexagonal")}
		marks := rapid.SliceOfN(rapid.Bool(), 36, 36).Draw(t, "marks")
		var cells []Cell
		for i, m := range marks {
			if m {
				cells = append(cells, Cell{i%6 - 3, i/6 - 3})
			}
		}
		outline := grid.Outline(cells)
		if got, want := outline.SquareMetres(), float64(len(cells))*grid.SquareMetres(); !near(got, want, 1e-6*(1+want)) {
			t.Fatalf("surface: got %v, want %v", got, want)
		}
		layer := NewLayer([]Area{outline})
		for i, m := range marks {
			c := Cell{i%6 - 3, i/6 - 3}
			if (layer.Find(grid.Centre(c)) >= 0) != m {
				t.Fatalf("middle of %v: marked %v", c, m)
			}
			const little = 0.01 // the corner of a square is also that of three others
			if at := grid.Anchor(c); grid.CellOf(Point{at.E + little, at.N + little}) != c {
				t.Fatalf("the anchor of %v lies in another cell", c)
			}
		}
	})
}

// Seven hexagons of 100 metres in a ring and its middle: the outline has 18 corners, 250
// metres from west to east along the middle row and 300 at most; without the middle it
// has a hole. A hexagon in the midst has six neighbours, a square eight.
func TestHexagonsOfAGrid(t *testing.T) {
	grid := Grid{Size: 100, Hexagonal: true}
	cells := []Cell{{0, 0}, {1, 0}, {0, 1}, {-1, 1}, {-1, 0}, {0, -1}, {1, -1}}
	if got := len(grid.Neighbours(cells)[0]); got != 6 {
		t.Errorf("%d neighbours, want 6", got)
	}
	if got := len((Grid{Size: 100}).Neighbours([]Cell{{0, 0}, {1, 0}, {0, 1}, {-1, 1}, {-1, 0}, {0, -1}, {1, -1}, {1, 1}, {-1, -1}})[0]); got != 8 {
		t.Errorf("%d neighbours of a square, want 8", got)
	}
	outline := grid.Outline(cells)
	if len(outline.Polygons) != 1 || len(outline.Polygons[0]) != 1 || len(outline.Polygons[0][0]) != 18 {
		t.Fatalf("got %v", outline.Polygons)
	}
	low, high := NewLayer([]Area{outline}).Bounds()
	if width, height := high.E-low.E, high.N-low.N; !near(width, 300, 1e-9) || !near(height, 500/math.Sqrt(3), 1e-9) {
		t.Errorf("%v by %v metres, want 300 by %v", width, height, 500/math.Sqrt(3))
	}
	if ring := grid.Outline(cells[1:]).Polygons; len(ring) != 1 || len(ring[0]) != 2 || len(ring[0][1]) != 6 {
		t.Errorf("a ring of six hexagons: got %v", ring)
	}
	found := Hotspots(grid, cells, []bool{true, true, true, false, false, false, false}, []float64{9, 3, 3, 1, 1, 1, 1}, []float64{5, 4, 3, 0, 0, 0, 0})
	if len(found) != 1 || found[0].Sum != 15 || !near(found[0].Outline.SquareMetres(), 3*grid.SquareMetres(), 1e-6) {
		t.Errorf("got %+v", found)
	}
}
