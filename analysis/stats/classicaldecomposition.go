package stats

import "math"

// ClassicalDecomposition splits a series into a trend, a part that repeats with the
// period, and the rest.
type ClassicalDecomposition struct {
	Trend    []Number  // by point; absent in the first and the last half period
	Seasonal []float64 // by place in the period
	Rest     []Number  // by point, absent where the trend is
}

// DecomposeByAverages splits values into the moving average over one period, the mean by
// place in the period of what is left, centred, and the rest, which all add up
// (multiply, where multiplicative is asked for). DecomposeByLoess follows a season that
// changes and reaches the ends. There is none for fewer than two periods. It panics on
// a period below 2.
//
// Source: Kendall and Stuart, The Advanced Theory of Statistics 3 (1983), 46 and 47.
func DecomposeByAverages(values []float64, period int, multiplicative bool) (ClassicalDecomposition, bool) {
	if period < 2 {
		panic("stats: period below 2")
	}
	n := len(values)
	if n < 2*period {
		return ClassicalDecomposition{}, false
	}
	without := func(a, b float64) float64 {
		if multiplicative {
			return a / b
		}
		return a - b
	}
	d := ClassicalDecomposition{Trend: make([]Number, n), Seasonal: make([]float64, period), Rest: make([]Number, n)}
	half := period / 2
	seasons := make([][]float64, period)
	for t := half; t < n-half; t++ {
		sum := 0.0
		for k := -half; k <= half; k++ {
			weight := 1.0
			if period%2 == 0 && (k == -half || k == half) {
				weight = 0.5
			}
			sum += weight * values[t+k]
		}
		d.Trend[t] = N(sum / float64(period))
		if left := without(values[t], sum/float64(period)); !math.IsNaN(left) {
			seasons[t%period] = append(seasons[t%period], left)
		}
	}
	for k, left := range seasons {
		d.Seasonal[k] = mean(left)
	}
	centre := mean(d.Seasonal)
	for k := range d.Seasonal {
		d.Seasonal[k] = without(d.Seasonal[k], centre)
	}
	for t, trend := range d.Trend {
		if trend.Known() {
			d.Rest[t] = N(without(without(values[t], d.Seasonal[t%period]), trend.value))
		}
	}
	return d, true
}
