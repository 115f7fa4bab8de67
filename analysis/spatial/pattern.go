package spatial

import (
	"math"
	"math/rand/v2"
	"slices"
)

// NearestNeighbour says whether points lie closer together than points thrown at
// random on the same ground.
type NearestNeighbour struct {
	Known    bool
	Mean     float64 // metres to the nearest other point
	Expected float64 // 0.5·sqrt(surface/points), of a pattern without an edge
	Index    float64 // Mean over Expected: below 1 clustered, above 1 spread out
	Z        float64 // from the normal approximation, which knows no edge
	P        float64 // two-sided, from simulations on the ground, which do
}

// NearestNeighbourIndex compares points with as many thrown on a layer at random,
// simulations times, each with a generator of its own seed: P is twice the smaller
// tail, at most 1, and 1 where no simulations are made. Points outside the layer are
// to be left out first. Points on shared coordinates are 0 apart and make any
// pattern look clustered: see Snapping. It is not known for fewer than three points.
//
// Source: Clark and Evans, Ecology 35:445 (1954).
func NearestNeighbourIndex(points []Point, ground *Layer, simulations int, seed uint64) NearestNeighbour {
	surface := ground.SquareMetres()
	n := float64(len(points))
	if len(points) < 3 || !(surface > 0) {
		return NearestNeighbour{}
	}
	nn := NearestNeighbour{Known: true, Mean: meanNearest(points), Expected: math.Sqrt(surface/n) / 2, P: 1}
	nn.Index = nn.Mean / nn.Expected
	nn.Z = (nn.Mean - nn.Expected) / (math.Sqrt((4-math.Pi)/math.Pi) / 2 * math.Sqrt(surface) / n)
	if simulations < 1 {
		return nn
	}
	means := make([]float64, simulations)
	each(simulations, func(k int) {
		means[k] = meanNearest(ground.Scatter(len(points), rand.New(rand.NewPCG(seed, uint64(k)))))
	})
	high, low := 1, 1
	for _, m := range means {
		if m >= nn.Mean {
			high++
		}
		if m <= nn.Mean {
			low++
		}
	}
	nn.P = math.Min(1, 2*float64(min(high, low))/float64(simulations+1))
	return nn
}

// meanNearest is the mean distance to the nearest other point: a sweep from south to
// north.
func meanNearest(points []Point) float64 {
	sorted := InOrder(points)
	sum := 0.0
	for i, p := range sorted {
		least := math.Inf(1)
		for j := i - 1; j >= 0 && p.N-sorted[j].N < least; j-- {
			least = math.Min(least, Distance(p, sorted[j]))
		}
		for j := i + 1; j < len(sorted) && sorted[j].N-p.N < least; j++ {
			least = math.Min(least, Distance(p, sorted[j]))
		}
		sum += least
	}
	return sum / float64(len(points))
}

// SquareMetres returns the surface of all areas of the layer together.
func (l *Layer) SquareMetres() float64 {
	total := 0.0
	for _, a := range l.Areas {
		total += a.SquareMetres()
	}
	return total
}

// Scatter throws n points on the ground of the layer, every square metre alike. It
// panics where the layer has no surface.
func (l *Layer) Scatter(n int, random *rand.Rand) []Point {
	if n > 0 && !(l.SquareMetres() > 0) {
		panic("spatial: points thrown on no ground")
	}
	low, high := l.Bounds()
	points := make([]Point, 0, n)
	for len(points) < n {
		p := Point{low.E + random.Float64()*(high.E-low.E), low.N + random.Float64()*(high.N-low.N)}
		if l.Find(p) >= 0 {
			points = append(points, p)
		}
	}
	return points
}

// KPoint is Ripley's K at one distance.
type KPoint struct {
	Known bool
	K     float64 // square metres: π·d² for points at random
	L     float64 // sqrt(K/π) - d: above 0 clustered
	Lower float64 // of L at random: the 2.5 and 97.5 centiles of the simulations
	Upper float64
}

// KFunction returns Ripley's K at distances in metres, with the border correction:
// only points farther from the boundary than the distance are asked how many
// others lie within it. Not known where there is none. Lower and Upper are for one
// distance looked at, not for the whole curve; they are from simulations on the
// ground, each with a generator of its own seed, and 0 where none are made. P is the
// share of simulations, (1 + s)/(simulations + 1), whose curve strays from 0 as far
// somewhere, which is a test of the whole curve; 1 where none are made.
//
// Source: Ripley, Journal of Applied Probability 13:255 (1976), and Statistical
// Inference for Spatial Processes (1988), for the correction.
func KFunction(points []Point, ground *Layer, distances []float64, simulations int, seed uint64) (curve []KPoint, p float64) {
	boundary, surface := NewBoundary(ground), ground.SquareMetres()
	curve = kOf(points, boundary, surface, distances)
	if simulations < 1 {
		return curve, 1
	}
	simulated := make([][]KPoint, simulations)
	each(simulations, func(k int) {
		random := ground.Scatter(len(points), rand.New(rand.NewPCG(seed, uint64(k))))
		simulated[k] = kOf(random, boundary, surface, distances)
	})
	for d := range curve {
		var at []float64
		for _, s := range simulated {
			if s[d].Known {
				at = append(at, s[d].L)
			}
		}
		if slices.Sort(at); len(at) > 0 {
			curve[d].Lower, curve[d].Upper = at[int(0.025*float64(len(at)))], at[len(at)-1-int(0.025*float64(len(at)))]
		}
	}
	extreme := 1
	for _, s := range simulated {
		if strays(s) >= strays(curve) {
			extreme++
		}
	}
	return curve, float64(extreme) / float64(simulations+1)
}

// strays is how far L is from 0 at most.
func strays(curve []KPoint) float64 {
	most := 0.0
	for _, k := range curve {
		if k.Known {
			most = math.Max(most, math.Abs(k.L))
		}
	}
	return most
}

func kOf(points []Point, boundary *Boundary, surface float64, distances []float64) []KPoint {
	curve := make([]KPoint, len(distances))
	if len(points) < 2 || len(distances) == 0 {
		return curve
	}
	reach := math.Nextafter(slices.Max(distances), math.Inf(1))
	toEdge := make([]float64, len(points))
	within, asked := make([]float64, len(distances)), make([]float64, len(distances))
	for i, p := range points {
		toEdge[i] = boundary.DistanceTo(p)
		for d, distance := range distances {
			if !(toEdge[i] <= distance) {
				asked[d]++
			}
		}
	}
	for _, pair := range closePairs(points, reach, func(a, b int) bool { return true }) {
		for d, distance := range distances {
			for _, i := range [2]int{pair.a, pair.b} {
				if pair.metres <= distance && !(toEdge[i] <= distance) {
					within[d]++
				}
			}
		}
	}
	for d, distance := range distances {
		if asked[d] > 0 {
			k := within[d] / asked[d] * surface / float64(len(points))
			curve[d] = KPoint{Known: true, K: k, L: math.Sqrt(k/math.Pi) - distance}
		}
	}
	return curve
}

// DistanceTo is the distance in metres from a place to the boundary, from either
// side; infinite for a boundary without sides.
func (b *Boundary) DistanceTo(place Point) float64 {
	least := math.Inf(1)
	for _, s := range b.sides {
		least = math.Min(least, distanceToSide(place, s))
	}
	return least
}
