package stats

import (
	"math"
	"slices"
)

// QuantileBands puts values into bands of as nearly as possible the same number, such
// as fifths of wards for a map: band 1 has the highest values. Equal values share a
// band, that of the first of them. The band of a value with so many above it, of n
// values in k bands, is
//
//	floor(k + 1 - ceil((n - above)/(n/k))), at least 1
//
// Absent values have band 0 and are not counted; with fewer values than bands all
// have band 0. It panics on fewer than one band.
//
// Source: PHEindicatormethods, phe_quantile.
func QuantileBands(values []Number, bands int) []int {
	if bands < 1 {
		panic("stats: no bands")
	}
	var known []float64
	for _, v := range values {
		if v.present {
			known = append(known, v.value)
		}
	}
	slices.Sort(known)
	assigned, n := make([]int, len(values)), float64(len(known))
	if len(known) < bands {
		return assigned
	}
	for i, v := range values {
		if !v.present {
			continue
		}
		notAbove, _ := slices.BinarySearchFunc(known, v.value, func(a, b float64) int {
			if a <= b {
				return -1
			}
			return 1
		})
		assigned[i] = max(1, int(math.Floor(float64(bands)+1-math.Ceil(float64(notAbove)/(n/float64(bands))))))
	}
	return assigned
}
