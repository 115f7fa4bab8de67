package spatial

import (
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Whatever draws random numbers or adds up over points gives the same bits on one
// core and on many, and in any order of the events.
func TestCoresAndOrderDoNotMatter(t *testing.T) {
	points, days := manyPoints(300)
	for i, p := range points {
		points[i] = Point{p.E / 20, p.N / 20}
	}
	answers := func(points []Point, days []int) []any {
		ground := NewLayer([]Area{{Code: "A", Polygons: [][][]Point{{square(-200, -200, 2400)}}}})
		cells := ground.Cells(100)
		counts := make([]float64, len(cells))
		for _, p := range points {
			for i, c := range cells {
				if c == CellOf(p, 100) {
					counts[i]++
				}
			}
		}
		neighbours, boundary := QueenCells(cells), NewBoundary(ground)
		curve, p := KFunction(points, ground, []float64{50, 150}, 19, 7)
		return []any{
			GiStarPermuted(counts, neighbours, 99, 7), LocalMoranPermuted(counts, neighbours, 99, 7), GlobalMoranPermuted(counts, neighbours, Binary, 99, 7),
			Knox(points, days, []float64{0, 100, 200}, []int{0, 7, 14}, 99, 7), DensityOfCells(points, nil, Quartic(300), cells, 100),
			boundary.Masses(Quartic(300), []Point{{0, 0}, {500, 500}}), NearestNeighbourIndex(points, ground, 19, 7), curve, p,
			CompareDensities(points[:0:0], points, Quartic(300), []Point{{500, 500}}, 0, 7), DeviationEllipse(points, nil),
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	alone := answers(points, days)
	runtime.GOMAXPROCS(8)
	if diff := cmp.Diff(alone, answers(points, days)); diff != "" {
		t.Errorf("eight cores: %s", diff)
	}
	rand.New(rand.NewPCG(3, 3)).Shuffle(len(points), func(i, j int) {
		points[i], points[j] = points[j], points[i]
		days[i], days[j] = days[j], days[i]
	})
	if diff := cmp.Diff(alone, answers(points, days)); diff != "" {
		t.Errorf("another order: %s", diff)
	}
}
