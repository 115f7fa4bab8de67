package spatial

import "math"

// Moran is local Moran's I of one place.
type Moran struct {
	Local
	// Class is high or low for the place and then for its neighbours: "HH",
	// "LL", "HL", "LH". It is a finding only where the corrected P allows.
	Class string
	// Expected and Variance are those of the value if the other places' values
	// lay at random (conditional on the place's own).
	Expected, Variance float64
}

// LocalMoran returns I = (z/m2)·mean of the neighbours' z, with z = x - mean and m2
// the mean of z² (over n): above 0 where a place is like its neighbours. With the
// place's own value held,
//
//	E = -z²/((n-1)·m2),  V = (z/m2)²·(n/(n-2))·(1/k - 1/(n-1))·(m2 - z²/(n-1))
//
// for k neighbours, and P is two-sided from the normal distribution, which is rough
// for counts with few neighbours: LocalMoranPermuted asks for none. A place without
// neighbours, and every place where all values are equal, has no statistic. It
// panics on slices of unequal length.
//
// Source: Anselin, Geographical Analysis 27:93 (1995); Sokal, Oden and Thomson,
// Geographical Analysis 30:331 (1998).
func LocalMoran(values []float64, neighbours Neighbours) []Moran {
	n, mean, m2 := moments(values, neighbours)
	result := make([]Moran, len(values))
	if m2 == 0 {
		return result
	}
	deviations := make([]float64, len(values))
	for i, x := range values {
		deviations[i] = x - mean
	}
	perM2, perOthers, factor := 1/m2, 1/(n-1), n/(n-2)/(m2*m2)
	for i, z := range deviations {
		near := neighbours[i]
		if len(near) == 0 {
			continue
		}
		lag, perNeighbour := 0.0, 1/float64(len(near))
		for _, j := range near {
			lag += deviations[j]
		}
		own := z * z * perOthers
		m := &result[i]
		m.Class = classOf(z > 0, lag > 0)
		m.Expected = -own * perM2
		m.Variance = factor * z * z * (perNeighbour - perOthers) * (m2 - own)
		m.Known, m.Value, m.P = true, z*perM2*lag*perNeighbour, 1
		if m.Variance > 0 {
			m.P = math.Erfc(math.Abs(m.Value-m.Expected) / math.Sqrt(2*m.Variance))
		}
	}
	return result
}

func classOf(high, highAround bool) string {
	switch {
	case high && highAround:
		return "HH"
	case high:
		return "HL"
	case highAround:
		return "LH"
	}
	return "LL"
}

// LocalMoranPermuted is LocalMoran with P by permutation, as GiStarPermuted: two-sided,
// twice the smaller tail and at most 1. Folded one-sided values, half as large,
// are common elsewhere.
//
// Source: Anselin, Geographical Analysis 27:93 (1995).
func LocalMoranPermuted(values []float64, neighbours Neighbours, permutations int, seed uint64) []Moran {
	result := LocalMoran(values, neighbours)
	_, mean, _ := moments(values, neighbours)
	for i, p := range conditionalP(values, neighbours, permutations, seed) {
		if result[i].Known {
			result[i].P = p
		}
		if values[i] == mean { // I is 0 wherever the neighbours' values lie
			result[i].P = 1
		}
	}
	return result
}

// OfSample is the value with m2 over n-1 in the place of n, as other programs give it for
// so many places: smaller by (n-1)/n. Expected and Variance are not of it.
func (m Moran) OfSample(n int) float64 { return m.Value * float64(n-1) / float64(n) }

// TotalMoment is the expectation and variance of local Moran's I of a place if all values,
// its own too, lay at random.
type TotalMoment struct{ Expected, Variance float64 }

// Z is how far the value of a place is from its expectation, in standard deviations.
func (m TotalMoment) Z(of Moran) float64 { return (of.Value - m.Expected) / math.Sqrt(m.Variance) }

// TotalMoments returns the moments of LocalMoran under total randomisation, which other
// programs give beside the conditional ones: for k neighbours and b2 = m4/m2²
//
//	E = -1/(n-1),  V = (n-b2)/(k(n-1)) + (1-1/k)(2·b2-n)/((n-1)(n-2)) - E²
//
// They are 0 where LocalMoran has no statistic, and panic as it does.
//
// Source: Anselin, Geographical Analysis 27:93 (1995); Sokal, Oden and Thomson,
// Geographical Analysis 30:331 (1998).
func TotalMoments(values []float64, neighbours Neighbours) []TotalMoment {
	n, mean, m2 := moments(values, neighbours)
	result := make([]TotalMoment, len(values))
	if m2 == 0 {
		return result
	}
	m4 := 0.0
	for _, x := range values {
		z2 := (x - mean) * (x - mean)
		m4 += z2 * z2 / n
	}
	b2 := m4 / (m2 * m2)
	for i, ns := range neighbours {
		if len(ns) == 0 {
			continue
		}
		k := float64(len(ns))
		m := &result[i]
		m.Expected = -1 / (n - 1)
		m.Variance = (n-b2)/(k*(n-1)) + (1-1/k)*(2*b2-n)/((n-1)*(n-2)) - m.Expected*m.Expected
	}
	return result
}
