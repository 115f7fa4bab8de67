package spatial

import (
	"math/rand/v2"
	"testing"
)

// The sizes of a London borough at its largest, and of London at 250 m.

// bigGrid is 180 by 180 cells with counts of which most are 0.
func bigGrid() (cells []Cell, counts []float64) {
	random := rand.New(rand.NewPCG(1, 1))
	for j := range 180 {
		for i := range 180 {
			cells = append(cells, Cell{i, j})
			count := 0.0
			for random.IntN(3) == 0 {
				count++
			}
			counts = append(counts, count)
		}
	}
	return cells, counts
}

func BenchmarkGiStar(b *testing.B) {
	cells, counts := bigGrid()
	neighbours := QueenCells(cells)
	for b.Loop() {
		GiStar(counts, neighbours)
	}
}

func BenchmarkGiStarPermuted(b *testing.B) {
	cells, counts := bigGrid()
	neighbours := QueenCells(cells)
	for b.Loop() {
		GiStarPermuted(counts, neighbours, 999, 1)
	}
}

func BenchmarkLocalMoran(b *testing.B) {
	cells, counts := bigGrid()
	neighbours := QueenCells(cells)
	for b.Loop() {
		LocalMoran(counts, neighbours)
	}
}

func BenchmarkQueenCells(b *testing.B) {
	cells, _ := bigGrid()
	for b.Loop() {
		QueenCells(cells)
	}
}

// manyPoints lie in clusters over 40 by 40 km.
func manyPoints(n int) (points []Point, days []int) {
	random := rand.New(rand.NewPCG(2, 1))
	for range n {
		centre := Point{float64(random.IntN(40)) * 1000, float64(random.IntN(40)) * 1000}
		points = append(points, Point{centre.E + 400*random.NormFloat64(), centre.N + 400*random.NormFloat64()})
		days = append(days, random.IntN(365))
	}
	return points, days
}

// 25,600 cells of 250 m, and a quartic kernel of 1,250 m: five cells.
func BenchmarkDensityOfCells(b *testing.B) {
	points, _ := manyPoints(100000)
	var cells []Cell
	for k := range 25600 {
		cells = append(cells, Cell{k % 160, k / 160})
	}
	for b.Loop() {
		DensityOfCells(points, nil, Quartic(1250), cells, 250)
	}
}

// Events of a borough of 6 by 6 km, in bands up to 400 m.
func BenchmarkKnox(b *testing.B) {
	points, days := manyPoints(5000)
	for i, p := range points {
		points[i] = Point{p.E * 6 / 40, p.N * 6 / 40}
	}
	for b.Loop() {
		Knox(points, days, []float64{0, 0.5, 100, 200, 300, 400}, []int{0, 1, 7, 14, 28}, 999, 1)
	}
}
