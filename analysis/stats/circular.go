package stats

import "math"

// Circular is the mean of times on a clock (F15).
type Circular struct {
	N         int
	Mean      Number // in the unit of the times, from 0 up to the period
	Resultant Number // R: 0 spread all round, 1 all at one time
	Z         Number // Rayleigh's n·R²
	P         Number // of an even spread
}

// leastResultant is the length of the resultant below which it has no direction.
const leastResultant = 1e-12

// CircularMean returns the mean time on a clock of a period, 24 for hours of the
// day, and Rayleigh's test that the times are spread evenly. The mean is absent
// where the times cancel out; where P is 0.05 or more it must not be printed, and
// two peaks average to an hour at which little happens. Only exact times belong
// in it. Everything is absent for no times. The series for P is used below 50
// times, exp(-Z) from there on.
//
// Source: Fisher, Statistical Analysis of Circular Data (1993); Mardia and Jupp,
// Directional Statistics (2000).
func CircularMean(times []float64, period float64) Circular {
	c := Circular{N: len(times)}
	if len(times) == 0 {
		return c
	}
	var cosines, sines float64
	for _, v := range times {
		sin, cos := math.Sincos(2 * math.Pi * v / period)
		cosines, sines = cosines+cos, sines+sin
	}
	n := float64(len(times))
	r := math.Hypot(cosines, sines) / n
	if r < leastResultant {
		r = 0
	} else {
		mean := math.Mod(math.Atan2(sines, cosines)*period/(2*math.Pi)+period, period)
		c.Mean = N(mean)
	}
	z := n * r * r
	c.Resultant, c.Z, c.P = N(r), N(z), N(rayleigh(z, n))
	return c
}

func rayleigh(z, n float64) float64 {
	p := math.Exp(-z)
	if n < 50 {
		p *= 1 + (2*z-z*z)/(4*n) - (24*z-132*z*z+76*z*z*z-9*z*z*z*z)/(288*n*n)
	}
	return math.Min(math.Max(p, 0), 1)
}

// Variance is 1 - R: 0 for all at one time, 1 for spread all round.
func (c Circular) Variance() Number {
	if !c.Resultant.Known() {
		return Number{}
	}
	return N(1 - c.Resultant.value)
}

// AngularDeviation is sqrt(2(1 - R)) in radians, at most 1.41; the circular standard
// deviation of MeanDirection has no such bound.
//
// Source: Batschelet, Circular Statistics in Biology (1981).
func (c Circular) AngularDeviation() Number {
	if !c.Resultant.Known() {
		return Number{}
	}
	return N(math.Sqrt(2 * (1 - c.Resultant.value)))
}
