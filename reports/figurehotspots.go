package reports

import (
	"math"
	"slices"

	"svna/analysis"
	"svna/analysis/spatial"
)

// clusterOf is the number of the tested cluster that a row's cell belongs to, 0
// for none.
func clusterOf(r analysis.Row) int { return int(r.Extra["cluster"].Or(0)) }

// peakClasses are five classes of counts whose limits about double up to a round
// number under the largest, so that peaks stand out; none where the largest is too
// small for five.
func peakClasses(largest float64) []class {
	var breaks []float64
	for power := 1.0; power < largest; power *= 10 {
		for _, b := range [][]float64{{2, 3, 5, 10}, {2, 5, 10, 20}, {5, 10, 20, 40}} {
			if top := b[3] * power; top <= 0.8*largest {
				breaks = []float64{b[0] * power, b[1] * power, b[2] * power, top}
			}
		}
	}
	if breaks == nil {
		return nil
	}
	classes := make([]class, 5)
	for i, r := range sequentialRoles {
		classes[i] = class{math.Inf(-1), math.Inf(1), r}
		if i > 0 {
			classes[i].from = breaks[i-1]
		}
		if i < len(breaks) {
			classes[i].to = breaks[i]
		}
	}
	return classes
}

// chosenClasses are the classes that the breakdown chose, 1 to 5 in the extra
// "class", each as wide as the values in it; none where it chose none.
func (s *subject) chosenClasses(values []float64, of []int) []class {
	highest := 0
	for _, k := range of {
		highest = max(highest, k)
	}
	if highest < 1 || highest > 5 || slices.Min(of) < 1 {
		return nil
	}
	var classes []class
	roles := classRoles(highest)
	for k := 1; k <= highest; k++ {
		low, high := math.Inf(1), math.Inf(-1)
		for i, v := range values {
			if of[i] == k {
				low, high = min(low, v), max(high, v)
			}
		}
		if low <= high {
			classes = append(classes, class{low, math.Nextafter(high, math.Inf(1)), roles[k-1]})
		}
	}
	for i := 1; i < len(classes); i++ {
		if classes[i].from < classes[i-1].to {
			return nil // the classes are of something else than the values
		}
	}
	return classes
}

// outlined returns how many clusters are outlined: those of two cells or more, which
// are what statements call hotspots. Cells of the others lose their number.
func outlined(cells []shadedCell, of map[int]int) (hotspots int) {
	for i := range cells {
		if of[cells[i].cluster] < 2 {
			cells[i].cluster = 0
		}
	}
	for _, n := range of {
		if n > 1 {
			hotspots++
		}
	}
	return hotspots
}

// clusterOutlines outline the ground of each cluster.
func clusterOutlines(cells []shadedCell, grid spatial.Grid, to projection) [][]pt {
	var clusters []int
	of := map[int][]spatial.Cell{}
	for _, c := range cells {
		if c.cluster > 0 && of[c.cluster] == nil {
			clusters = append(clusters, c.cluster)
		}
		of[c.cluster] = append(of[c.cluster], c.cell)
	}
	var rings [][]pt
	for _, cluster := range clusters {
		for _, polygon := range grid.Outline(of[cluster]).Polygons {
			for _, outline := range polygon {
				ring := make([]pt, len(outline))
				for i, p := range outline {
					ring[i] = to.at(p)
				}
				rings = append(rings, ring)
			}
		}
	}
	return rings
}
