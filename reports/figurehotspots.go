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

// clusterOutlines outline each cluster: the sides of its cells towards cells that
// are not of it, joined into rings.
func clusterOutlines(cells []shadedCell, size float64, to projection) [][]pt {
	cluster := map[spatial.Cell]int{}
	for _, c := range cells {
		cluster[c.cell] = c.cluster
	}
	// Sides run with the cluster on their left: each ends where another begins.
	next := map[spatial.Cell][]spatial.Cell{}
	var starts []spatial.Cell
	for _, c := range cells {
		if c.cluster == 0 {
			continue
		}
		i, j := c.cell.I, c.cell.J
		for _, side := range []struct{ beyond, from, to spatial.Cell }{
			{spatial.Cell{I: i, J: j - 1}, spatial.Cell{I: i, J: j}, spatial.Cell{I: i + 1, J: j}},
			{spatial.Cell{I: i + 1, J: j}, spatial.Cell{I: i + 1, J: j}, spatial.Cell{I: i + 1, J: j + 1}},
			{spatial.Cell{I: i, J: j + 1}, spatial.Cell{I: i + 1, J: j + 1}, spatial.Cell{I: i, J: j + 1}},
			{spatial.Cell{I: i - 1, J: j}, spatial.Cell{I: i, J: j + 1}, spatial.Cell{I: i, J: j}},
		} {
			if cluster[side.beyond] != c.cluster {
				next[side.from] = append(next[side.from], side.to)
				starts = append(starts, side.from)
			}
		}
	}
	var rings [][]pt
	for _, start := range starts {
		var ring []pt
		for at := start; len(next[at]) > 0; {
			ring = append(ring, to.at(at.Corner(size)))
			following := next[at][0]
			next[at] = next[at][1:]
			at = following
		}
		if len(ring) > 3 {
			rings = append(rings, ring)
		}
	}
	return rings
}
