package spatial

import "math"

// LeastForDensity is the number of points below which no density surface should
// be drawn.
const LeastForDensity = 20

// Quartic is the quartic kernel of a radius in metres, 3/(π·h²)·(1 - d²/h²)² at a
// distance d below the radius and 0 beyond. It integrates to 1 over the plane. The
// radius is not a standard deviation: that of the kernel is h/sqrt(8).
//
// Source: Silverman, Density Estimation (1986).
func Quartic(distance, radius float64) float64 {
	u2 := distance * distance / (radius * radius)
	if u2 >= 1 {
		return 0
	}
	return 3 / (math.Pi * radius * radius) * (1 - u2) * (1 - u2)
}

// Density returns the events per square metre at each of the places: the sum over
// the points of weight times Quartic. nil weights are 1. Points that are not known
// must be left out first. Divide by KernelMass against the loss over the boundary.
// It shows smooth hills in any data and is no test. It panics on weights of
// another length than the points and on a radius that is not above 0.
func Density(points []Point, weights []float64, radius float64, at []Point) []float64 {
	if weights != nil && len(weights) != len(points) {
		panic("spatial: points and weights of unequal length")
	}
	near := map[Cell][]int{}
	for i, p := range points {
		c := CellOf(p, radius)
		near[c] = append(near[c], i)
	}
	density := make([]float64, len(at))
	for s, place := range at {
		c := CellOf(place, radius)
		for dj := -1; dj <= 1; dj++ {
			for di := -1; di <= 1; di++ {
				for _, i := range near[Cell{c.I + di, c.J + dj}] {
					k := Quartic(Distance(place, points[i]), radius)
					if weights != nil {
						k *= weights[i]
					}
					density[s] += k
				}
			}
		}
	}
	return density
}

// stepsOfMass is how many squares a side the kernel's disc is cut into for its
// mass inside a boundary.
const stepsOfMass = 50

// KernelMass returns the part of the quartic kernel about a place that lies inside
// the layer, 0 to 1, to about one per cent, by the squares of a grid whose centres
// lie inside. Below 0.5 a corrected density is hardly supported by data.
//
// Source: Diggle, Applied Statistics 34:138 (1985).
func KernelMass(l *Layer, place Point, radius float64) float64 {
	step := 2 * radius / stepsOfMass
	inside, all := 0.0, 0.0
	for j := range stepsOfMass {
		for i := range stepsOfMass {
			p := Point{place.E - radius + (float64(i)+0.5)*step, place.N - radius + (float64(j)+0.5)*step}
			k := Quartic(Distance(place, p), radius)
			all += k
			if k > 0 && l.Find(p) >= 0 {
				inside += k
			}
		}
	}
	return inside / all
}

// NormalScaleRadius returns the quartic radius that fits points from a normal
// distribution: sqrt(8)·s·n^(-1/6), with s² the mean of the variances (n-1) east
// and north. ok is false for fewer than two points or points at one place.
//
// Source: Silverman, Density Estimation (1986); Bailey and Gatrell, Interactive
// Spatial Data Analysis (1995).
func NormalScaleRadius(points []Point) (radius float64, ok bool) {
	n := float64(len(points))
	if n < 2 {
		return 0, false
	}
	var mean Point
	for _, p := range points {
		mean.E += p.E / n
		mean.N += p.N / n
	}
	sum, apart := 0.0, false
	for _, p := range points {
		sum += (p.E-mean.E)*(p.E-mean.E) + (p.N-mean.N)*(p.N-mean.N)
		apart = apart || p != points[0]
	}
	if !apart {
		return 0, false
	}
	return math.Sqrt(8*sum/(n-1)/2) * math.Pow(n, -1.0/6), true
}
