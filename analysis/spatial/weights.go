package spatial

import "math"

// Weighting says how a place's neighbours are weighted.
type Weighting int

// The weightings. For Gi and Gi* they give the same z-score.
const (
	Binary          Weighting = iota // every neighbour 1
	RowStandardised                  // neighbours 1/k, so that a place's add up to 1
)

// Weights are neighbours and the weight of each, above 0: Of[i][k] is that of
// Neighbours[i][k].
type Weights struct {
	Neighbours Neighbours
	Of         [][]float64
}

// Weighted gives neighbours their weights.
func (n Neighbours) Weighted(weighting Weighting) Weights {
	w := Weights{n, make([][]float64, len(n))}
	for i, near := range n {
		each := 1.0
		if weighting == RowStandardised {
			each /= float64(len(near))
		}
		w.Of[i] = make([]float64, len(near))
		for k := range near {
			w.Of[i][k] = each
		}
	}
	return w
}

// leastDistance is how far apart, in metres, places count as at least, so that those at
// one point have a weight.
const leastDistance = 1.0

// InverseDistance weights the points at most so many metres away by 1/d^power of their
// distance, taken to be one metre or more. Power 1 and 2 are usual; with a reach beyond the farthest
// pair every point is a neighbour of every other. It panics on a reach and a power that
// are not above 0.
//
// Source: Cliff and Ord, Spatial Processes (1981).
func InverseDistance(points []Point, power, metres float64) Weights {
	if !(power > 0) {
		panic("spatial: power of a distance that is not above 0")
	}
	w := Weights{WithinDistance(points, metres), make([][]float64, len(points))}
	for i, near := range w.Neighbours {
		w.Of[i] = make([]float64, len(near))
		for k, j := range near {
			w.Of[i][k] = math.Pow(math.Max(leastDistance, Distance(points[i], points[j])), -power)
		}
	}
	return w
}

// RowStandardised are the weights divided by the sum of those of each place.
func (w Weights) RowStandardised() Weights {
	of := make([][]float64, len(w.Of))
	for i, weights := range w.Of {
		sum := 0.0
		for _, v := range weights {
			sum += v
		}
		of[i] = make([]float64, len(weights))
		for k, v := range weights {
			of[i][k] = v / sum
		}
	}
	return Weights{w.Neighbours, of}
}
