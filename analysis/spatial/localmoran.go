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
	for i, x := range values {
		k := float64(len(neighbours[i]))
		if k == 0 {
			continue
		}
		z, lag := x-mean, 0.0
		for _, j := range neighbours[i] {
			lag += values[j] - mean
		}
		m := Moran{Class: classOf(z > 0, lag > 0)}
		m.Expected = -z * z / ((n - 1) * m2)
		m.Variance = z / m2 * (z / m2) * n / (n - 2) * (1/k - 1/(n-1)) * (m2 - z*z/(n-1))
		m.Known, m.Value, m.P = true, z/m2*lag/k, 1
		if m.Variance > 0 {
			m.P = math.Erfc(math.Abs(m.Value-m.Expected) / math.Sqrt(2*m.Variance))
		}
		result[i] = m
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
