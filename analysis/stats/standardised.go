package stats

import "math"

// fewestForStandardising is the number of events below which no directly
// standardised rate is given.
const fewestForStandardising = 10

// DirectlyStandardised returns the rate k·Σ(w·x/n)/Σw over age bands with counts
// x, populations n and standard weights w, with Dobson's 95% interval. Numerator
// is Σx, Denominator Σn. Bands must be those of the standard, all of them; a
// standard cut off at 24 years makes a rate that is called truncated. There is no
// value on fewer than 10 events (TooFew) nor where a population is not above 0
// (NoDenominator). It panics on slices of unequal length and on a negative count
// or weight.
//
// Source: Dobson and others, Statistics in Medicine 10:457 (1991); as in
// PHEindicatormethods.
func DirectlyStandardised(counts, populations, standard []float64, k float64) Estimate {
	return directlyStandardised(counts, counts, populations, standard, 0.95, k)
}

// DirectlyStandardisedRepeats is DirectlyStandardised for events that befall the
// same people again: squares[i] is Σ m² over the people of band i with m events
// each, and takes the place of the count in the variance.
func DirectlyStandardisedRepeats(counts, squares, populations, standard []float64, k float64) Estimate {
	e := directlyStandardised(counts, squares, populations, standard, 0.95, k)
	if e.Value.Known() {
		e.Method += ", repeat-adjusted"
	}
	return e
}

func directlyStandardised(counts, squares, populations, standard []float64, confidence, k float64) Estimate {
	if len(counts) != len(populations) || len(counts) != len(standard) || len(counts) != len(squares) {
		panic("stats: age bands of unequal length")
	}
	var events, people, total, sum, variance float64
	bandless := false
	for i, x := range counts {
		w, n := standard[i], populations[i]
		if !(x >= 0 && w >= 0 && squares[i] >= 0) {
			panic("stats: negative count or weight")
		}
		bandless = bandless || !(n > 0)
		events += x
		people += n
		total += w
		sum += w * x / n
		variance += w * w * squares[i] / (n * n)
	}
	switch {
	case bandless || total == 0:
		return none(events, people, NoDenominator)
	case events < fewestForStandardising:
		return none(events, people, TooFew)
	}
	lower, upper := dobsonLimits(sum, variance, events, confidence)
	e := Estimate{
		Numerator: N(events), Denominator: N(people),
		Value: N(sum), Lower: lower, Upper: upper,
		Method: "Dobson", Status: reliability(events),
	}
	return e.Scale(k / total)
}

// IndirectlyStandardised returns the standardised ratio O/E of observed events to
// those expected at the reference rates, E = Σ n·R over age bands, with the
// limits of PoissonLimits for O divided by E. Numerator is O, Denominator is E.
// Times the reference's crude rate it is the indirectly standardised rate. Each
// area is comparable with the reference, not with another area. There is no value
// where E = 0 (NoDenominator). It panics on slices of unequal length.
//
// Source: Breslow and Day, Statistical Methods in Cancer Research II (1987).
func IndirectlyStandardised(observed float64, populations, referenceRates []float64) Estimate {
	return Rate(observed, expectedEvents(populations, referenceRates), 1)
}

// expectedEvents are the events at the reference rates.
func expectedEvents(populations, referenceRates []float64) float64 {
	if len(populations) != len(referenceRates) {
		panic("stats: age bands of unequal length")
	}
	expected := 0.0
	for i, n := range populations {
		expected += n * referenceRates[i]
	}
	return expected
}

// IndirectlyStandardisedRepeats is IndirectlyStandardised for events that befall the
// same people again and again: persons[i] is the number of people with i+1 events,
// and the limits are those of RateOfRepeats.
func IndirectlyStandardisedRepeats(persons, populations, referenceRates []float64) Estimate {
	return RateOfRepeats(persons, expectedEvents(populations, referenceRates), 1)
}

// LogIndirectlyStandardised is IndirectlyStandardised with the limits
// O/E·exp(∓z/sqrt(O)); absent without events.
//
// Source: Breslow and Day, Statistical Methods in Cancer Research II (1987).
func LogIndirectlyStandardised(observed float64, populations, referenceRates []float64) Estimate {
	e := IndirectlyStandardised(observed, populations, referenceRates)
	if !e.Value.Known() || observed == 0 {
		return none(observed, expectedEvents(populations, referenceRates), NotEstimable)
	}
	spread := math.Exp(Z95 / math.Sqrt(observed))
	e.Lower, e.Upper, e.Method = e.Value.Scale(1/spread), e.Value.Scale(spread), "log ratio"
	return e
}

// GammaStandardised is DirectlyStandardised with the gamma limits of Fay and
// Feuer, which hold their level on few events; the next event is taken to have
// the largest weight. There is no lower limit but 0 without events.
//
// Source: Fay and Feuer, Statistics in Medicine 16:791 (1997).
func GammaStandardised(counts, populations, standard []float64, k float64) Estimate {
	if len(counts) != len(populations) || len(counts) != len(standard) {
		panic("stats: age bands of unequal length")
	}
	var events, people, total float64
	for i := range counts {
		if !(populations[i] > 0) {
			return none(events, people, NoDenominator)
		}
		events += counts[i]
		people += populations[i]
		total += standard[i]
	}
	var rate, variance, largest float64
	for i, x := range counts {
		w := standard[i] / total / populations[i]
		rate += w * x
		variance += w * w * x
		largest = math.Max(largest, w)
	}
	e := Estimate{
		Numerator: N(events), Denominator: N(people),
		Value: N(rate), Lower: N(0), Method: "Fay-Feuer", Status: reliability(events),
	}
	if events > 0 {
		e.Lower = N(variance / rate * gammaQuantile(0.025, rate*rate/variance))
	}
	up, spread := rate+largest, variance+largest*largest
	e.Upper = N(spread / up * gammaQuantile(0.975, up*up/spread))
	return e.Scale(k)
}
