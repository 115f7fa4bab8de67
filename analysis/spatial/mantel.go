package spatial

import "math"

// MantelCorrelation is the correlation of distance and days apart over all pairs of
// events: above 0 where near events are near in time too. The few near pairs that Knox
// looks at drown in the many far ones. It is 0 where all distances or all days are equal,
// and panics on slices of unequal length.
//
// Source: Mantel, Cancer Research 27:209 (1967).
func MantelCorrelation(points []Point, days []int) float64 {
	if len(points) != len(days) {
		panic("spatial: points and days of unequal length")
	}
	var n, sd, st, sdd, stt, sdt float64
	for i, p := range points {
		for j := range points[:i] {
			d, t := Distance(p, points[j]), math.Abs(float64(days[i]-days[j]))
			n, sd, st, sdd, stt, sdt = n+1, sd+d, st+t, sdd+d*d, stt+t*t, sdt+d*t
		}
	}
	if both := (sdd - sd*sd/n) * (stt - st*st/n); both > 0 {
		return (sdt - sd*st/n) / math.Sqrt(both)
	}
	return 0
}
