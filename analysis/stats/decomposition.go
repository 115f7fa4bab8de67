package stats

// Decomposition splits a change of a total over groups into the part of the
// population and the part of the rates; they add up to the change.
type Decomposition struct {
	Population []float64 // by group, in events
	Rate       []float64
}

// Decompose splits the change of Σ P·r between two periods, by group:
//
//	population effect = (P2-P1)(r1+r2)/2,  rate effect = (r2-r1)(P1+P2)/2
//
// A group that is absent in a period has rate 0 there. One dimension at a time:
// the order of several matters. It panics on slices of unequal length.
//
// Source: Kitagawa, JASA 50:1168 (1955).
func Decompose(populations1, rates1, populations2, rates2 []float64) Decomposition {
	n := len(populations1)
	if len(rates1) != n || len(populations2) != n || len(rates2) != n {
		panic("stats: groups of unequal length")
	}
	d := Decomposition{Population: make([]float64, n), Rate: make([]float64, n)}
	for i := range n {
		d.Population[i] = (populations2[i] - populations1[i]) * (rates1[i] + rates2[i]) / 2
		d.Rate[i] = (rates2[i] - rates1[i]) * (populations1[i] + populations2[i]) / 2
	}
	return d
}

// DayIndex returns the day-adjusted index of a month or a weekday (F11):
// 100·(count/days)/(total/totalDays), 100 being the average day, with the limits
// of PoissonLimits for the count. The month's own count is in the total.
// Numerator is the count, Denominator the days. There is no value where days or
// total are not above 0 (NoDenominator).
func DayIndex(count, days, total, totalDays float64) Estimate {
	if !(days > 0 && total > 0 && totalDays > 0) {
		return none(count, days, NoDenominator)
	}
	return Rate(count, days, 100*totalDays/total)
}
