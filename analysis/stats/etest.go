package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// ETest returns the two-sided p-value of the E-test that counts n1 over t1 days
// and n2 over t2 days have one daily rate L = (n1+n2)/(t1+t2): the sum of
// Pois(i; L·t1)·Pois(j; L·t2) over all i, j at which
//
//	T(i, j) = (i/t1 - j/t2)/sqrt(i/t1² + j/t2²)
//
// is as far from 0 as observed or further; sums end 10 standard deviations from
// the mean. It finds more than ConditionalTest on small counts. The time it takes
// grows with the counts, to about a second at 100,000 each. It is absent under
// the conditions of ConditionalTest.
//
// Source: Krishnamoorthy and Thomson, Journal of Statistical Planning and
// Inference 119:23 (2004).
func ETest(n1, t1, n2, t2 float64) Number {
	return eTest(n1, t1, n2, t2, func(i, j float64) float64 { return i/(t1*t1) + j/(t2*t2) })
}

// PooledETest is ETest with the variance (i+j)/(t1·t2) under T, as of one rate.
//
// Source: Gu and others, Biometrical Journal 50:283 (2008).
func PooledETest(n1, t1, n2, t2 float64) Number {
	return eTest(n1, t1, n2, t2, func(i, j float64) float64 { return (i + j) / (t1 * t2) })
}

func eTest(n1, t1, n2, t2 float64, variance func(i, j float64) float64) Number {
	if !(t1 > 0 && t2 > 0) || !wholeCount(n1) || !wholeCount(n2) || n1+n2 == 0 {
		return Number{}
	}
	distance := func(i, j float64) float64 {
		if i == 0 && j == 0 {
			return 0
		}
		return math.Abs(i/t1-j/t2) / math.Sqrt(variance(i, j))
	}
	observed := distance(n1, n2) * (1 - 1e-12) // equal but for rounding counts as equal
	daily := (n1 + n2) / (t1 + t2)
	first, second := poissonBody(daily*t1), poissonBody(daily*t2)
	p := 0.0
	for i, weight := range first.probability {
		beyond := 0.0
		for j, probability := range second.probability {
			if distance(first.from+float64(i), second.from+float64(j)) >= observed {
				beyond += probability
			}
		}
		p += weight * beyond
	}
	return N(math.Min(p, 1))
}

// body is the part of a Poisson distribution that counts: the probabilities of
// from, from+1, ...
type body struct {
	from        float64
	probability []float64
}

func poissonBody(mean float64) body {
	reach := 10*math.Sqrt(mean) + 10
	b := body{from: math.Max(0, math.Floor(mean-reach))}
	poisson := distuv.Poisson{Lambda: mean}
	for x := b.from; x <= mean+reach; x++ {
		b.probability = append(b.probability, poisson.Prob(x))
	}
	return b
}
