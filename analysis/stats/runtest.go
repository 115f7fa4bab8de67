package stats

import (
	"math"

	"gonum.org/v1/gonum/stat/combin"
)

// RunTest asks whether a series wanders about its centre: too long a run on one
// side of it, or too few crossings. It needs no limits and no distribution, and so
// serves series too short for a control chart.
type RunTest struct {
	Useful       int // points that are not on the centre
	Longest      int // points in a row on one side
	LongestMost  int // that chance allows: round(log2 Useful) + 3
	Crossings    int
	CrossesLeast int // that chance allows: 5% quantile of Binomial(Useful-1, 0.5)
	Signal       bool
}

// RunsAbout counts runs about a centre, by custom the median. Points on the centre
// are passed over. A chart without a change gives a signal about once in twenty.
//
// Source: Anhøj and Olesen, PLoS ONE 9:e113825 (2014).
func RunsAbout(values []float64, centre float64) RunTest {
	var r RunTest
	side, length := 0.0, 0
	for _, v := range values {
		if v == centre {
			continue
		}
		r.Useful++
		if now := math.Copysign(1, v-centre); now != side {
			if side != 0 {
				r.Crossings++
			}
			side, length = now, 0
		}
		length++
		r.Longest = max(r.Longest, length)
	}
	if r.Useful < 2 {
		return r
	}
	r.LongestMost = int(math.Round(math.Log2(float64(r.Useful)))) + 3
	r.CrossesLeast = medianCrossings(r.Useful - 1)
	r.Signal = r.Longest > r.LongestMost || r.Crossings < r.CrossesLeast
	return r
}

// medianCrossings is the smallest k with P(Binomial(n, 1/2) <= k) >= 5%.
func medianCrossings(n int) int {
	cumulative := 0.0
	for k := range n {
		cumulative += math.Exp(combin.LogGeneralizedBinomial(float64(n), float64(k)) - float64(n)*math.Ln2)
		if cumulative >= 0.05 {
			return k
		}
	}
	return n
}
