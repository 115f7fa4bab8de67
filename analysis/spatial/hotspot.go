package spatial

import (
	"cmp"
	"math"
	"slices"
)

// Hotspot is a connected group of hot cells.
type Hotspot struct {
	Cells   []int   // indices of its cells, ascending
	Sum     float64 // of the values
	Peak    int     // index of the cell with the highest score
	Centre  Point   // mean of the cell centres, weighted by the values
	Outline Area    // the ground that the cells cover, without a code or name
}

// Hotspots groups the cells that are marked as hot and are Neighbours on the grid
// into hotspots, that of the largest sum first and then by first cell. Mark
// cells whose score is above 0 and whose corrected p-value is below the level:
// single cells are hotspots of one cell, which are better named isolated. values
// are what is counted (offences), scores what decides the peak (Gi*). The edge of a hotspot is no line on the ground. It panics on
// slices of unequal length.
//
// Source: Ord and Getis, Geographical Analysis 27:286 (1995).
func Hotspots(grid Grid, cells []Cell, hot []bool, values, scores []float64) []Hotspot {
	if len(hot) != len(cells) || len(values) != len(cells) || len(scores) != len(cells) {
		panic("spatial: cells, marks, values and scores of unequal length")
	}
	var found []Hotspot
	for i, number := range Clusters(grid.Neighbours(cells), hot) {
		if number < 0 {
			continue
		}
		if number == len(found) {
			found = append(found, Hotspot{Peak: i})
		}
		h := &found[number]
		h.Cells = append(h.Cells, i)
		h.Sum += values[i]
		if scores[i] > scores[h.Peak] {
			h.Peak = i
		}
	}
	for n := range found {
		h := &found[n]
		covered := make([]Cell, len(h.Cells))
		weights := 0.0
		for k, i := range h.Cells {
			covered[k] = cells[i]
			centre, weight := grid.Centre(cells[i]), values[i]
			if h.Sum == 0 {
				weight = 1
			}
			weights += weight
			h.Centre.E += weight * centre.E
			h.Centre.N += weight * centre.N
		}
		h.Centre = Point{h.Centre.E / weights, h.Centre.N / weights}
		h.Outline = grid.Outline(covered)
	}
	slices.SortStableFunc(found, func(a, b Hotspot) int { return cmp.Compare(b.Sum, a.Sum) })
	return found
}

// Extent is the surface of the hotspot in square metres, and its reach from west to
// east and from south to north in metres.
func (h Hotspot) Extent() (squareMetres, width, height float64) {
	low, high := Point{math.Inf(1), math.Inf(1)}, Point{math.Inf(-1), math.Inf(-1)}
	for _, polygon := range h.Outline.Polygons {
		for _, p := range polygon[0] {
			low = Point{math.Min(low.E, p.E), math.Min(low.N, p.N)}
			high = Point{math.Max(high.E, p.E), math.Max(high.N, p.N)}
		}
	}
	return h.Outline.SquareMetres(), high.E - low.E, high.N - low.N
}

// DistanceTo is the distance in metres from a point to the area, 0 inside it and
// infinite for an area without polygons: to name a hotspot by the places in it or
// nearest to it.
func (a Area) DistanceTo(p Point) float64 {
	if newOutline(a).contains(p) {
		return 0
	}
	nearest := math.Inf(1)
	for _, polygon := range a.Polygons {
		for _, ring := range polygon {
			for i, q := range ring {
				if next := ring[(i+1)%len(ring)]; q != next {
					nearest = math.Min(nearest, distanceToSide(p, directed{q, next}))
				}
			}
		}
	}
	return nearest
}
