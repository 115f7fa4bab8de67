package spatial

import (
	"math"
	"math/rand/v2"
	"slices"
)

// Global is a statistic of a whole map. Where Known is false there is none.
type Global struct {
	Known    bool
	Value    float64
	Expected float64 // if the values lay at random
	Variance float64 // if so, over all ways in which they can lie (randomisation)
	Normal   float64 // variance if the values were drawn from a normal distribution
	Z        float64 // above 0 where neighbours are alike (for Geary (1 - C)/sd)
	P        float64 // two-sided, from Z under randomisation or by permutation
}

// GlobalMoran returns Moran's I of a map, n/ΣW·Σ w·z·z/Σ z²: above its expectation
// -1/(n-1) where neighbours are alike. There is none for fewer than four places,
// equal values and no neighbours. It panics on slices of unequal length.
//
// Source: Moran, Biometrika 37:17 (1950); Cliff and Ord, Spatial Processes (1981).
func GlobalMoran(values []float64, neighbours Neighbours, weighting Weighting) Global {
	return neighbours.Weighted(weighting).Moran(values)
}

// Moran is GlobalMoran with these weights.
func (w Weights) Moran(values []float64) Global {
	m := newGlobalMoments(values, w)
	if !m.known {
		return Global{}
	}
	n, s0 := m.n, m.s0
	g := Global{Known: true, Value: w.products(m.z) * n / s0 / (n * m.m2), Expected: -1 / (n - 1)}
	e2 := g.Expected * g.Expected
	g.Normal = (n*n*m.s1-n*m.s2+3*s0*s0)/(s0*s0*(n*n-1)) - e2
	g.Variance = (n*((n*n-3*n+3)*m.s1-n*m.s2+3*s0*s0)-m.b2*((n*n-n)*m.s1-2*n*m.s2+6*s0*s0))/((n-1)*(n-2)*(n-3)*s0*s0) - e2
	return g.test(1)
}

// GlobalMoranPermuted is GlobalMoran with P from permutations of the values over
// the places (by custom 999), seeded: twice the smaller tail, at most 1.
func GlobalMoranPermuted(values []float64, neighbours Neighbours, weighting Weighting, permutations int, seed uint64) Global {
	return neighbours.Weighted(weighting).MoranPermuted(values, permutations, seed)
}

// MoranPermuted is GlobalMoranPermuted with these weights.
func (w Weights) MoranPermuted(values []float64, permutations int, seed uint64) Global {
	g := w.Moran(values)
	if !g.Known || permutations < 1 {
		return g
	}
	m := newGlobalMoments(values, w)
	observed := w.products(m.z)
	sums := make([]float64, permutations)
	each(permutations, func(k int) {
		random, shuffled := rand.New(rand.NewPCG(seed, uint64(k))), slices.Clone(m.z)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		sums[k] = w.products(shuffled)
	})
	high, low, slack := 1, 1, 1e-12*math.Abs(observed)
	for _, sum := range sums {
		if sum >= observed-slack {
			high++
		}
		if sum <= observed+slack {
			low++
		}
	}
	g.P = math.Min(1, 2*float64(min(high, low))/float64(permutations+1))
	return g
}

// products is Σ w·z·z.
func (w Weights) products(z []float64) float64 {
	sum := 0.0
	for i, near := range w.Neighbours {
		lag := 0.0
		for k, j := range near {
			lag += w.Of[i][k] * z[j]
		}
		sum += z[i] * lag
	}
	return sum
}

// Geary returns Geary's C of a map, (n-1)·Σ w·(x - x')²/(2·ΣW·Σ z²): below 1 where
// neighbours are alike. It panics and is absent as GlobalMoran.
//
// Source: Geary, The Incorporated Statistician 5:115 (1954); Cliff and Ord, Spatial
// Processes (1981).
func Geary(values []float64, neighbours Neighbours, weighting Weighting) Global {
	w := neighbours.Weighted(weighting)
	m := newGlobalMoments(values, w)
	if !m.known {
		return Global{}
	}
	sum := 0.0
	for i, near := range w.Neighbours {
		for k, j := range near {
			sum += w.Of[i][k] * (m.z[i] - m.z[j]) * (m.z[i] - m.z[j])
		}
	}
	n, s0, s1, s2, b2 := m.n, m.s0, m.s1, m.s2, m.b2
	g := Global{Known: true, Value: (n - 1) * sum / (2 * s0 * n * m.m2), Expected: 1}
	g.Normal = ((2*s1+s2)*(n-1) - 4*s0*s0) / (2 * (n + 1) * s0 * s0)
	g.Variance = ((n-1)*s1*(n*n-3*n+3-(n-1)*b2) - (n-1)*s2*(n*n+3*n-6-(n*n-n+2)*b2)/4 + s0*s0*(n*n-3-(n-1)*(n-1)*b2)) /
		(n * (n - 2) * (n - 3) * s0 * s0)
	return g.test(-1)
}

// GeneralG returns Getis and Ord's general G of values not below 0, Σ w·x·x'/Σ x·x'
// over all pairs: above its expectation where high values lie together, below it
// where low ones do. It panics and is absent as GlobalMoran, and absent where a
// value is negative.
//
// Source: Getis and Ord, Geographical Analysis 24:189 (1992).
func GeneralG(values []float64, neighbours Neighbours, weighting Weighting) Global {
	w := neighbours.Weighted(weighting)
	m := newGlobalMoments(values, w)
	if !m.known || slices.Min(values) < 0 {
		return Global{}
	}
	var x1, x2, x3, x4 float64
	for _, x := range values {
		x1, x2, x3, x4 = x1+x, x2+x*x, x3+x*x*x, x4+x*x*x*x
	}
	pairs := x1*x1 - x2
	if !(pairs > 0) {
		return Global{}
	}
	n, s0, s1, s2 := m.n, m.s0, m.s1, m.s2
	g := Global{Known: true, Value: w.products(values) / pairs, Expected: s0 / (n * (n - 1))}
	b0 := (n*n-3*n+3)*s1 - n*s2 + 3*s0*s0
	b1 := -((n*n-n)*s1 - 2*n*s2 + 6*s0*s0)
	b2 := -(2*n*s1 - (n+3)*s2 + 6*s0*s0)
	b3 := 4*(n-1)*s1 - 2*(n+1)*s2 + 8*s0*s0
	b4 := s1 - s2 + s0*s0
	g.Variance = (b0*x2*x2+b1*x4+b2*x1*x1*x2+b3*x1*x3+b4*x1*x1*x1*x1)/(pairs*pairs*n*(n-1)*(n-2)*(n-3)) - g.Expected*g.Expected
	return g.test(1)
}

// test sets Z and P; sign -1 turns Z so that above 0 is alike.
func (g Global) test(sign float64) Global {
	if g.Variance > 0 {
		g.Z = sign * (g.Value - g.Expected) / math.Sqrt(g.Variance)
		g.P = math.Erfc(math.Abs(g.Z) / math.Sqrt2)
	} else {
		g.P = 1
	}
	return g
}

// globalMoments are the sums that the moments of global statistics are made of, by
// the symbols of Cliff and Ord.
type globalMoments struct {
	known      bool
	n, m2, b2  float64
	s0, s1, s2 float64
	z          []float64
}

func newGlobalMoments(values []float64, w Weights) globalMoments {
	n, mean, m2 := moments(values, w.Neighbours)
	m := globalMoments{n: n, m2: m2, z: make([]float64, len(values))}
	m4 := 0.0
	for i, x := range values {
		m.z[i] = x - mean
		m4 += m.z[i] * m.z[i] * m.z[i] * m.z[i] / n
	}
	into := make([]float64, len(values))
	for i, near := range w.Neighbours {
		for k, j := range near {
			into[j] += w.Of[i][k]
		}
	}
	for i, near := range w.Neighbours {
		out := 0.0
		for k, j := range near {
			back := 0.0
			if at, mutual := slices.BinarySearch(w.Neighbours[j], i); mutual {
				back = w.Of[j][at]
			}
			way := w.Of[i][k]
			out += way
			// Each of the two directions of a pair brings half of (way + back)²; one
			// without a way back brings the whole.
			if both := (way + back) * (way + back); back > 0 {
				m.s1 += both / 2
			} else {
				m.s1 += both
			}
		}
		m.s0 += out
		m.s2 += (out + into[i]) * (out + into[i])
	}
	m.b2 = m4 / (m2 * m2)
	m.known = m2 > 0 && m.s0 > 0 && n >= 4
	return m
}

// StandardisedRates are rates counts[i]/populations[i] less the rate of all places,
// in standard deviations that know the populations: for GlobalMoran and LocalMoran of
// rates, since raw rates of small populations are extreme by chance. Where the
// estimate of a variance is not above 0 the chance part alone is taken; a place
// without people has 0. It panics on slices of unequal length.
//
// Source: Assunção and Reis, Statistics in Medicine 18:2147 (1999).
func StandardisedRates(counts, populations []float64) []float64 {
	if len(counts) != len(populations) {
		panic("spatial: counts and populations of unequal length")
	}
	var events, people, places float64
	for i, p := range populations {
		if p > 0 {
			events, people, places = events+counts[i], people+p, places+1
		}
	}
	b, s2 := events/people, 0.0
	for i, p := range populations {
		if p > 0 {
			s2 += p * (counts[i]/p - b) * (counts[i]/p - b) / people
		}
	}
	a := s2 - b*places/people
	standardised := make([]float64, len(counts))
	for i, p := range populations {
		if !(p > 0) || b == 0 {
			continue
		}
		variance := a + b/p
		if variance <= 0 {
			variance = b / p
		}
		standardised[i] = (counts[i]/p - b) / math.Sqrt(variance)
	}
	return standardised
}
