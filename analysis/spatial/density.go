package spatial

import (
	"cmp"
	"math"
	"slices"
)

// LeastForDensity is the number of points below which no density surface should
// be drawn.
const LeastForDensity = 20

// Density returns the events per square metre at each of the places: the sum over
// the points of weight times the kernel. nil weights are 1. Points that are not
// known must be left out first. Divide by Boundary.Mass against the loss over the
// boundary (EdgeCorrected), or give each event the weight one over the mass at its
// own place (Diggle's correction). It shows smooth hills in any data and is no test.
// The order of the points does not matter. It panics on weights of another length
// than the points.
func Density(points []Point, weights []float64, kernel Kernel, at []Point) []float64 {
	reach := kernel.Reach()
	near := map[Cell][]event{}
	for _, e := range eventsOf(points, weights) {
		c := CellOf(e.Point, reach)
		near[c] = append(near[c], e)
	}
	density := make([]float64, len(at))
	each(len(at), func(s int) {
		place := at[s]
		c := CellOf(place, reach)
		for dj := -1; dj <= 1; dj++ {
			for di := -1; di <= 1; di++ {
				for _, e := range near[Cell{c.I + di, c.J + dj}] {
					density[s] += e.weight * kernel.At(distance2(place, e.Point))
				}
			}
		}
	})
	return density
}

// distance2 is the square of Distance.
func distance2(a, b Point) float64 { return (a.E-b.E)*(a.E-b.E) + (a.N-b.N)*(a.N-b.N) }

// event is a point and the weight of all events there.
type event struct {
	Point
	weight float64
}

// eventsOf puts points in an order of their own, with those at one place added up,
// so that sums do not depend on the order in which they came.
func eventsOf(points []Point, weights []float64) []event {
	if weights != nil && len(weights) != len(points) {
		panic("spatial: points and weights of unequal length")
	}
	events := make([]event, len(points))
	for i, p := range points {
		events[i] = event{p, 1}
		if weights != nil {
			events[i].weight = weights[i]
		}
	}
	slices.SortFunc(events, func(a, b event) int {
		if a.Point != b.Point {
			return comparePoints(a.Point, b.Point)
		}
		return cmp.Compare(a.weight, b.weight)
	})
	distinct := events[:0]
	for _, e := range events {
		if last := len(distinct) - 1; last >= 0 && distinct[last].Point == e.Point {
			distinct[last].weight += e.weight
			continue
		}
		distinct = append(distinct, e)
	}
	return distinct
}

// DensityOfCells is Density at the centres of cells of a size in metres, for many
// points and cells. It panics on a size that is not above 0.
func DensityOfCells(points []Point, weights []float64, kernel Kernel, cells []Cell, size float64) []float64 {
	events := eventsOf(points, weights)
	density := make([]float64, len(cells))
	if len(cells) == 0 {
		return density
	}
	low, high := cells[0], cells[0]
	for _, c := range cells {
		low = Cell{min(low.I, c.I), min(low.J, c.J)}
		high = Cell{max(high.I, c.I), max(high.J, c.J)}
	}
	width := high.I - low.I + 1
	rows := make([][]float64, high.J-low.J+1)
	for _, c := range cells {
		if rows[c.J-low.J] == nil {
			rows[c.J-low.J] = make([]float64, width)
		}
	}
	// A row of cells needs the events within reach north and south, which lie
	// together since events are in the order of N.
	each(len(rows), func(j int) {
		row := rows[j]
		if row == nil {
			return
		}
		first := Cell{low.I, low.J + j}.Centre(size)
		from, _ := slices.BinarySearchFunc(events, first.N-kernel.Reach(), func(e event, n float64) int { return cmp.Compare(e.N, n) })
		for _, e := range events[from:] {
			dn := first.N - e.N
			if dn <= -kernel.Reach() {
				break
			}
			spread(row, kernel, e, first.E, size, dn)
		}
	})
	for i, c := range cells {
		density[i] = rows[c.J-low.J][c.I-low.I]
	}
	return density
}

// spread adds an event to a row of cells whose first centre lies at east, and which
// lies dn metres from the event.
func spread(row []float64, kernel Kernel, e event, east, size, dn float64) {
	reach := kernel.Reach()
	half := math.Sqrt(math.Max(0, reach*reach-dn*dn))
	from := max(0, int(math.Ceil((e.E-half-east)/size)))
	to := min(len(row)-1, int(math.Floor((e.E+half-east)/size)))
	quartic, ok := kernel.(Polynomial)
	if !ok || quartic.Power != 2 {
		for i := from; i <= to; i++ {
			de := east + float64(i)*size - e.E
			row[i] += e.weight * kernel.At(de*de+dn*dn)
		}
		return
	}
	// The quartic kernel in line, since this loop is the whole of the time.
	top, perSquare := e.weight*quartic.At(0), 1/(reach*reach)
	for i := from; i <= to; i++ {
		de := east + float64(i)*size - e.E
		if u := 1 - (de*de+dn*dn)*perSquare; u > 0 {
			row[i] += top * u * u
		}
	}
}

// EdgeCorrected returns densities divided by the mass of the kernel inside the
// boundary at the same places: the uniform correction. Where the mass is 0 the
// density stays. It panics on slices of unequal length.
//
// Source: Diggle, Applied Statistics 34:138 (1985).
func EdgeCorrected(density, mass []float64) []float64 {
	if len(density) != len(mass) {
		panic("spatial: densities and masses of unequal length")
	}
	corrected := slices.Clone(density)
	for i, m := range mass {
		if m > 0 {
			corrected[i] /= m
		}
	}
	return corrected
}
