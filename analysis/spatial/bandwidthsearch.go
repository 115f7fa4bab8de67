package spatial

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// Beside the closed rules of Bandwidth, here are those that search for a bandwidth. They
// look at single clusters, find smaller bandwidths than the rules, and disagree with each
// other: a map that only one of them shows is no finding. All are standard deviations of a
// Gaussian kernel in metres.

// LogSteps are n bandwidths from the smallest distance above 0 between two points to half
// of the diagonal of the ground, in equal ratios: candidates to search among.
func LogSteps(points []Point, ground *Layer, n int) []float64 {
	least := math.Inf(1)
	for i, p := range points {
		for _, q := range points[:i] {
			if d := Distance(p, q); d > 0 {
				least = math.Min(least, d)
			}
		}
	}
	low, high := ground.Bounds()
	most := Distance(low, high) / 2
	steps := make([]float64, n)
	for k := range steps {
		steps[k] = least * math.Pow(most/least, float64(k)/float64(n-1))
	}
	return steps
}

// LikeliestBandwidth is the candidate under which the points are likeliest, each by the
// density of the others there, corrected for the edge. It panics without candidates.
//
// Source: Loader, Local Regression and Likelihood (1999), 5.3.
func LikeliestBandwidth(points []Point, ground *Layer, candidates []float64) float64 {
	boundary := NewBoundary(ground)
	return best(candidates, func(sd float64) float64 {
		kernel := Gaussian{sd}
		density, mass, sum := Density(points, nil, kernel, points), boundary.Masses(kernel, points), 0.0
		for i := range points {
			sum -= math.Log(math.Max(density[i]-kernel.At(0), 1e-300) / mass[i])
		}
		return sum
	})
}

// BandwidthOfGround is the candidate whose densities at the points are most like those
// that would add up to the ground: Σ 1/density against its surface. It panics without
// candidates.
//
// Source: Cronie and van Lieshout, Biometrika 105:455 (2018).
func BandwidthOfGround(points []Point, ground *Layer, candidates []float64) float64 {
	surface := ground.SquareMetres()
	return best(candidates, func(sd float64) float64 {
		sum := 0.0
		for _, density := range Density(points, nil, Gaussian{sd}, points) {
			sum += 1 / density
		}
		return (sum - surface) * (sum - surface)
	})
}

// LeastErrorBandwidth is the candidate with the least expected square error of the
// density of a Cox process with the K function of the points, corrected for the edge by
// the part of each circle that is on the ground (Ripley). It panics without candidates.
//
// Source: Berman and Diggle, Journal of the Royal Statistical Society B 51:81 (1989);
// Diggle, Applied Statistics 34:138 (1985).
func LeastErrorBandwidth(points []Point, ground *Layer, candidates []float64) float64 {
	type pair struct{ distance, weight float64 }
	n, surface := float64(len(points)), ground.SquareMetres()
	var pairs []pair
	reach := 4 * slices.Max(candidates)
	boundary := NewBoundary(ground)
	for i, p := range points {
		for j, q := range points {
			if d := Distance(p, q); i != j && d <= reach {
				pairs = append(pairs, pair{d, surface / (n * (n - 1)) / boundary.circleInside(ground, p, d)})
			}
		}
	}
	return best(candidates, func(sd float64) float64 {
		r := 2 * sd
		k, j := 0.0, 0.0
		for _, p := range pairs {
			if p.distance <= r {
				k += p.weight
			}
			if y := p.distance / (2 * r); y < 1 {
				j += p.weight * 2 * r * r * (math.Acos(y) - y*math.Sqrt(1-y*y))
			}
		}
		disc := math.Pi * r * r
		return (surface/n-2*k)/disc + j/(disc*disc)
	})
}

// circleInside is the part of a circle that lies on the ground, at least a hundredth.
func (b *Boundary) circleInside(ground *Layer, centre Point, radius float64) float64 {
	if radius == 0 || b.DistanceTo(centre) >= radius {
		return 1
	}
	var crossings []float64
	for _, s := range b.sides {
		dx, dy := s.b.E-s.a.E, s.b.N-s.a.N
		x, y := s.a.E-centre.E, s.a.N-centre.N
		length2, along, beyond := dx*dx+dy*dy, x*dx+y*dy, x*x+y*y-radius*radius
		root := along*along - length2*beyond
		if root <= 0 {
			continue
		}
		for _, sign := range []float64{-1, 1} {
			if at := (-along + sign*math.Sqrt(root)) / length2; at >= 0 && at <= 1 {
				crossings = append(crossings, math.Atan2(y+at*dy, x+at*dx))
			}
		}
	}
	if len(crossings) == 0 {
		return 1
	}
	slices.Sort(crossings)
	inside := 0.0
	for i, angle := range crossings {
		next := crossings[(i+1)%len(crossings)]
		if i+1 == len(crossings) {
			next += 2 * math.Pi
		}
		sin, cos := math.Sincos((angle + next) / 2)
		if ground.Find(Point{centre.E + radius*cos, centre.N + radius*sin}) >= 0 {
			inside += next - angle
		}
	}
	return math.Max(inside/(2*math.Pi), 0.01)
}

// best is the candidate with the least loss.
func best(candidates []float64, loss func(sd float64) float64) float64 {
	found, least := candidates[0], math.Inf(1)
	for _, sd := range candidates {
		if l := loss(sd); l < least {
			found, least = sd, l
		}
	}
	return found
}

// BandwidthMatrix is the covariance of a Gaussian kernel that need not be round.
type BandwidthMatrix struct{ EE, EN, NN float64 } // square metres

// NormalScaleMatrix is the covariance of the points times n^(-1/3). ok is false for fewer
// than two points or points on a line.
//
// Source: Chacón, Duong and Wand, Statistica Sinica 21:807 (2011).
func NormalScaleMatrix(points []Point) (h BandwidthMatrix, ok bool) {
	n := float64(len(points))
	if n < 2 {
		return h, false
	}
	var middle Point
	for _, p := range points {
		middle.E, middle.N = middle.E+p.E/n, middle.N+p.N/n
	}
	factor := math.Pow(n, -1.0/3) / (n - 1)
	for _, p := range points {
		e, north := p.E-middle.E, p.N-middle.N
		h.EE, h.EN, h.NN = h.EE+factor*e*e, h.EN+factor*e*north, h.NN+factor*north*north
	}
	return h, h.EE*h.NN-h.EN*h.EN > 0
}

// PlugInMatrix is the matrix with the least asymptotic error, with the derivatives of the
// density that it takes estimated in two stages, on the points made round beforehand. ok
// is false as for NormalScaleMatrix, or where no least error is found. Time grows with the
// square of the points.
//
// Source: Duong and Hazelton, Journal of Nonparametric Statistics 15:17 (2003).
func PlugInMatrix(points []Point) (h BandwidthMatrix, ok bool) {
	return plugInMatrix(points, meanDerivative)
}

// plugInMatrix is PlugInMatrix with the derivatives of the first stage by a function.
func plugInMatrix(points []Point, sixth func(points []Point, sd float64, a, b int) float64) (h BandwidthMatrix, ok bool) {
	scale, ok := NormalScaleMatrix(points)
	if !ok {
		return h, false
	}
	n := float64(len(points))
	undo := math.Pow(n, 1.0/3)
	root := rootOf(mat.NewSymDense(2, []float64{scale.EE * undo, scale.EN * undo, scale.EN * undo, scale.NN * undo}))
	var inverse mat.Dense
	if inverse.Inverse(root) != nil {
		return h, false
	}
	round := make([]Point, len(points))
	for i, p := range points {
		e, north := p.E-points[0].E, p.N-points[0].N
		round[i] = Point{inverse.At(0, 0)*e + inverse.At(0, 1)*north, inverse.At(1, 0)*e + inverse.At(1, 1)*north}
	}
	six := pilot(n, 6, normalScaleDerivative)
	four := pilot(n, 4, func(a, b int) float64 { return sixth(round, six, a, b) })
	var psi [5]float64 // by the number of derivatives to the north
	for b := range psi {
		psi[b] = meanDerivative(round, four, 4-b, b)
	}
	at := func(x []float64) (a, b, c float64) { // H = L·Lᵀ
		l, m, k := math.Exp(x[0]), x[1], math.Exp(x[2])
		return l * l, l * m, m*m + k*k
	}
	result, err := optimize.Minimize(optimize.Problem{Func: func(x []float64) float64 {
		a, b, c := at(x)
		bias := a*a*psi[0] + 4*a*b*psi[1] + (2*a*c+4*b*b)*psi[2] + 4*b*c*psi[3] + c*c*psi[4]
		return 1/(4*math.Pi*n*math.Sqrt(a*c-b*b)) + bias/4
	}}, []float64{math.Log(math.Pow(n, -1.0/6)), 0, math.Log(math.Pow(n, -1.0/6))}, nil, &optimize.NelderMead{})
	if err != nil {
		return h, false
	}
	a, b, c := at(result.X)
	var back, out mat.Dense
	back.Mul(root, mat.NewDense(2, 2, []float64{a, b, b, c}))
	out.Mul(&back, root)
	return BandwidthMatrix{out.At(0, 0), out.At(0, 1), out.At(1, 1)}, true
}

// rootOf is the symmetric square root of a covariance.
func rootOf(s *mat.SymDense) *mat.Dense {
	var eigen mat.EigenSym
	eigen.Factorize(s, true)
	var vectors, scaled, root mat.Dense
	eigen.VectorsTo(&vectors)
	values := eigen.Values(nil)
	scaled.Apply(func(_, j int, v float64) float64 { return v * math.Sqrt(values[j]) }, &vectors)
	root.Mul(&scaled, vectors.T())
	return &root
}

// pilot is the one bandwidth for all derivatives of an order of a round density with the
// least sum of asymptotic mean square errors, with those two orders higher given.
func pilot(n float64, order int, higher func(a, b int) float64) float64 {
	var a1, a2, a3 float64
	for b := 0; b <= order; b += 2 {
		kernel := hermiteAtZero(order-b) * hermiteAtZero(b) / (2 * math.Pi)
		psi := higher(order-b+2, b) + higher(order-b, b+2)
		a1, a2, a3 = a1+kernel*kernel, a2+kernel*psi, a3+psi*psi
	}
	d, r := 2.0, float64(order)
	b1, b2 := (2*r+2*d)*a1, (r+d-2)*a2
	gamma := (-b2 + math.Sqrt(b2*b2+4*b1*a3)) / (2 * b1)
	return math.Pow(gamma*n, -1/(r+d+2))
}

// normalScaleDerivative is the mean of a derivative of the standard normal density.
func normalScaleDerivative(a, b int) float64 {
	return math.Pow(2, -1-float64(a+b)/2) * hermiteAtZero(a) * hermiteAtZero(b) / (2 * math.Pi)
}

// hermiteAtZero is the Hermite polynomial of an order at 0.
func hermiteAtZero(order int) float64 { return hermite(order, 0) }

func hermite(order int, x float64) float64 {
	before, now := 0.0, 1.0
	for k := range order {
		before, now = now, x*now-float64(k)*before
	}
	return now
}

// meanDerivative is the mean over all pairs of points, each with itself too, of a
// derivative of the Gaussian kernel.
func meanDerivative(points []Point, sd float64, a, b int) float64 {
	sum := 0.0
	for i, p := range points {
		for _, q := range points[:i] {
			x, y := (p.E-q.E)/sd, (p.N-q.N)/sd
			sum += 2 * hermite(a, x) * hermite(b, y) * math.Exp(-(x*x+y*y)/2)
		}
	}
	n := float64(len(points))
	sum += n * hermiteAtZero(a) * hermiteAtZero(b)
	return sum / (n * n * 2 * math.Pi) * math.Pow(sd, -2-float64(a+b))
}
