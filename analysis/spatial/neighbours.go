package spatial

import (
	"math"
	"slices"
)

// Neighbours holds, for each place, the indices of its neighbours in ascending
// order, without the place itself.
type Neighbours [][]int

// QueenCells returns the neighbours of cells that touch along a side or at a
// corner. Cells that are not in the list are no neighbours: give every cell of the
// area, those without an offence too.
func QueenCells(cells []Cell) Neighbours {
	index := make(map[Cell]int, len(cells))
	for i, c := range cells {
		index[c] = i
	}
	neighbours := make(Neighbours, len(cells))
	for i, c := range cells {
		for dj := -1; dj <= 1; dj++ {
			for di := -1; di <= 1; di++ {
				if j, ok := index[Cell{c.I + di, c.J + dj}]; ok && j != i {
					neighbours[i] = append(neighbours[i], j)
				}
			}
		}
		slices.Sort(neighbours[i])
	}
	return neighbours
}

// QueenAreas returns the neighbours of areas that have a vertex in common, to the
// millimetre. Outlines that were made simpler one by one may have lost them.
func QueenAreas(areas []Area) Neighbours {
	holders := map[[2]int64][]int{}
	var order [][2]int64
	for i, a := range areas {
		for _, polygon := range a.Polygons {
			for _, ring := range polygon {
				for _, p := range ring {
					vertex := [2]int64{int64(math.Round(p.E * 1000)), int64(math.Round(p.N * 1000))}
					if holders[vertex] == nil {
						order = append(order, vertex)
					}
					holders[vertex] = append(holders[vertex], i)
				}
			}
		}
	}
	neighbours := make(Neighbours, len(areas))
	for _, vertex := range order {
		for _, i := range holders[vertex] {
			for _, j := range holders[vertex] {
				if i != j {
					neighbours[i] = append(neighbours[i], j)
				}
			}
		}
	}
	for i := range neighbours {
		slices.Sort(neighbours[i])
		neighbours[i] = slices.Compact(neighbours[i])
	}
	return neighbours
}

// WithinDistance returns the neighbours of points that lie at most so many metres
// away. It panics on a distance that is not above 0.
func WithinDistance(points []Point, metres float64) Neighbours {
	neighbours := make(Neighbours, len(points))
	for _, p := range closePairs(points, math.Nextafter(metres, math.Inf(1)), func(a, b int) bool { return true }) {
		neighbours[p.a] = append(neighbours[p.a], p.b)
		neighbours[p.b] = append(neighbours[p.b], p.a)
	}
	for _, ns := range neighbours {
		slices.Sort(ns)
	}
	return neighbours
}

// Clusters numbers the connected groups of the places that are marked, from 0 in
// the order of their first place; other places have -1. It panics on slices of
// unequal length.
func Clusters(neighbours Neighbours, marked []bool) []int {
	if len(marked) != len(neighbours) {
		panic("spatial: marks and neighbours of unequal length")
	}
	cluster := make([]int, len(marked))
	for i := range cluster {
		cluster[i] = -1
	}
	found := 0
	for i := range marked {
		if !marked[i] || cluster[i] >= 0 {
			continue
		}
		cluster[i] = found
		for queue := []int{i}; len(queue) > 0; queue = queue[1:] {
			for _, j := range neighbours[queue[0]] {
				if marked[j] && cluster[j] < 0 {
					cluster[j] = found
					queue = append(queue, j)
				}
			}
		}
		found++
	}
	return cluster
}
