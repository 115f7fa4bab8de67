package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// EmpiricalBayes is Marshall's global smoothing (F9), by area.
type EmpiricalBayes struct {
	Rates     []Number // events per person
	Shrinkage []Number // C: 1 keeps the area's own rate, 0 takes the mean
	PAbove    []Number // probability that the area's rate is above the mean
	Mean      Number   // m: rate of all areas together
	Variance  Number   // A: variance of the rates between areas
}

// SmoothRates draws the rates counts[i]/populations[i] towards the rate m of all
// areas, the more so the fewer the people:
//
//	m = Σx/Σn,  s² = Σ n(r-m)²/Σn,  A = max(0, s² - m/mean(n))
//	C = A/(A + m/n),  rate = m + C(r-m)
//
// PAbove is from the gamma posterior with shape m²/A + x and rate m/A + n; it is
// absent where A = 0, when all areas have the mean. An area without people has
// the mean and is outside all sums; where no area has people everything is
// absent. Smoothed rates are not to be added up or standardised. It panics on
// slices of unequal length.
//
// Source: Marshall, Applied Statistics 40:283 (1991).
func SmoothRates(counts, populations []float64) EmpiricalBayes {
	if len(counts) != len(populations) {
		panic("stats: counts and populations of unequal length")
	}
	eb := EmpiricalBayes{
		Rates:     make([]Number, len(counts)),
		Shrinkage: make([]Number, len(counts)),
		PAbove:    make([]Number, len(counts)),
	}
	var events, people, areas float64
	for i, n := range populations {
		if n > 0 {
			events, people, areas = events+counts[i], people+n, areas+1
		}
	}
	if people == 0 {
		return eb
	}
	m := events / people
	spread := 0.0
	for i, n := range populations {
		if n > 0 {
			r := counts[i] / n
			spread += n * (r - m) * (r - m)
		}
	}
	variance := math.Max(0, spread/people-m*areas/people)
	eb.Mean, eb.Variance = N(m), N(variance)
	for i, n := range populations {
		eb.drawTowards(i, counts[i], n, m, variance)
	}
	return eb
}

// drawTowards sets the rate of an area with the mean and variance of the rates.
func (eb *EmpiricalBayes) drawTowards(i int, x, n, m, variance float64) {
	if !(n > 0) || variance == 0 {
		eb.Rates[i], eb.Shrinkage[i] = N(m), N(0)
		return
	}
	c := variance / (variance + m/n)
	eb.Rates[i], eb.Shrinkage[i] = N(m+c*(x/n-m)), N(c)
	eb.PAbove[i] = N(mathext.GammaIncRegComp(m*m/variance+x, (m/variance+n)*m))
}
