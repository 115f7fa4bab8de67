package stats

import (
	"math"
	"slices"
)

// Direction adds to the mean of times on a clock how closely they lie about it.
type Direction struct {
	Circular
	Lower, Upper Number // 95% limits of the mean time, on the clock: Lower may be above Upper
	Dispersion   Number // δ = (1 - ρ2)/(2R²)
	Deviation    Number // circular standard deviation sqrt(-2·ln R), in the unit of the times
	Median       Number // the time with the least mean distance; absent where several tie
	Kappa        Number // concentration of the von Mises distribution, maximum likelihood
}

// MeanDirection returns CircularMean with the large-sample limits of the mean,
// mean ∓ arcsin(1.96·sqrt(δ/n)), for 25 times
// and more; absent where the arcsine has no value.
//
// Source: Fisher, Statistical Analysis of Circular Data (1993), 4.4.4.
func MeanDirection(times []float64, period float64) Direction {
	d := Direction{Circular: CircularMean(times, period)}
	r := d.Resultant.Or(0)
	if !d.Mean.Known() {
		return d
	}
	turn := 2 * math.Pi / period
	second := 0.0
	for _, v := range times {
		second += math.Cos(2 * turn * (v - d.Mean.value))
	}
	n := float64(len(times))
	d.Dispersion = N((1 - second/n) / (2 * r * r))
	half := math.Asin(Z95*math.Sqrt(d.Dispersion.Or(math.Inf(1))/n)) / turn
	if len(times) >= 25 && !math.IsNaN(half) {
		d.Lower = N(math.Mod(d.Mean.value-half+period, period))
		d.Upper = N(math.Mod(d.Mean.value+half, period))
	}
	d.Deviation = N(math.Sqrt(-2*math.Log(r)) / turn)
	d.Median = circularMedian(times, period)
	d.Kappa = N(concentrationOf(r))
	return d
}

// circularMedian is the time with the least sum of distances round the clock.
func circularMedian(times []float64, period float64) Number {
	distinct := slices.Clone(times)
	slices.Sort(distinct)
	distinct = slices.Compact(distinct)
	least, median := math.Inf(1), Number{}
	for _, centre := range distinct {
		sum := 0.0
		for _, v := range times {
			sum += math.Abs(math.Remainder(v-centre, period))
		}
		switch {
		case sum < least-1e-9*period:
			least, median = sum, N(math.Mod(centre+period, period))
		case sum <= least+1e-9*period:
			median = Number{}
		}
	}
	return median
}

// concentrationOf solves I1(k)/I0(k) = r by Newton steps.
func concentrationOf(r float64) float64 {
	if r > 1-1e-15 {
		return math.Inf(1)
	}
	if r > 0.999 {
		return concentrated(1 - r)
	}
	k := r * (2 - r*r) / (1 - r*r) // Banerjee and others 2005
	for range 100 {
		a := besselRatio(k)
		slope := 1 - a*a
		if k > 0 {
			slope -= a / k
		}
		step := (a - r) / slope
		k -= step
		if !(k > 0) {
			return 0
		}
		if math.Abs(step) < 1e-14*k {
			break
		}
	}
	return k
}

// concentrated solves the same for 1 - r far below 1 by the series of I1(k)/I0(k) for
// large k, in which Newton steps lose their digits: 1 - 1/(2k) - 1/(8k²) - 1/(8k³) -
// 25/(128k⁴).
func concentrated(rest float64) float64 {
	k := 1 / (2 * rest)
	for range 10 {
		k = (1.0/2 + 1/(8*k) + 1/(8*k*k) + 25/(128*k*k*k)) / rest
	}
	return k
}

// besselRatio is I1(k)/I0(k) by its continued fraction, 1/(2/k + 1/(4/k + ...)).
func besselRatio(k float64) float64 {
	if k == 0 {
		return 0
	}
	ratio := 0.0
	for m := 30 + int(k); m >= 1; m-- {
		ratio = 1 / (2*float64(m)/k + ratio)
	}
	return ratio
}
