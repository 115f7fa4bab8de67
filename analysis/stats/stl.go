package stats

import (
	"math"
	"slices"
)

// STL is a series taken apart into a trend, a season and what remains (F13).
type STL struct {
	Trend, Seasonal, Remainder []float64
	Weights                    []float64 // robustness weights: 1 in a fit that is not robust
	Reason                     string    // not estimable: why
}

// STLWindows are the settings of Decompose by loess. The zero value of each asks for
// the default.
type STLWindows struct {
	Period   int  // points in a year; 12
	Seasonal int  // odd, 7 or more; 0: periodic, one season for the whole series
	Trend    int  // odd; 0: the next odd number from 1.5·period/(1 - 1.5/seasonal)
	Robust   bool // one inner and 15 outer passes, so that single odd months do not bend the fit
}

// DecomposeByLoess takes a series apart by STL: two inner passes of seasonal loess
// (degree 0) over the months of each name, a low-pass filter and trend loess
// (degree 1), with local fits at every tenth of a window and straight lines
// between. There is no interval, and the ends of the trend move as data arrive. It
// is for counts per day, or their logarithm. Not estimable for fewer than two
// years or a value that is not a number: nothing is filled in. It panics on an even
// window or one below 7.
//
// Source: Cleveland and others, Journal of Official Statistics 6:3 (1990), with
// the defaults of R's stl.
func DecomposeByLoess(values []float64, w STLWindows) STL {
	if w.Period == 0 {
		w.Period = monthsOfYear
	}
	if w.Seasonal != 0 && (w.Seasonal < 7 || w.Seasonal%2 == 0) || w.Trend != 0 && (w.Trend < 3 || w.Trend%2 == 0) {
		panic("stats: STL window is even or too small")
	}
	if len(values) < 2*w.Period {
		return STL{Reason: "fewer than two years"}
	}
	if slices.ContainsFunc(values, func(v float64) bool { return math.IsNaN(v) || math.IsInf(v, 0) }) {
		return STL{Reason: "a month has no value"}
	}
	f := stlFit{y: values, period: w.Period, seasonal: w.Seasonal, trend: w.Trend}
	periodic := w.Seasonal == 0
	if periodic {
		f.seasonal = 10*len(values) + 1
	}
	if f.trend == 0 {
		f.trend = nextOdd(math.Ceil(1.5 * float64(w.Period) / (1 - 1.5/float64(f.seasonal))))
	}
	f.lowPass = nextOdd(float64(w.Period))
	result := STL{Seasonal: make([]float64, len(values)), Trend: make([]float64, len(values))}
	inner, outer := 2, 0
	if w.Robust {
		inner, outer = 1, 15
	}
	for pass := 0; pass <= outer; pass++ {
		for range inner {
			f.pass(&result)
		}
		if outer > 0 && pass < outer {
			f.weights = bisquareWeights(values, result)
		}
	}
	if result.Weights = f.weights; result.Weights == nil {
		result.Weights = make([]float64, len(values))
		for i := range result.Weights {
			result.Weights[i] = 1
		}
	}
	if periodic {
		averageSeason(result.Seasonal, w.Period)
	}
	for i, y := range values {
		result.Remainder = append(result.Remainder, y-result.Seasonal[i]-result.Trend[i])
	}
	return result
}

func nextOdd(v float64) int {
	n := int(math.Round(v))
	return n + 1 - n%2
}

// averageSeason puts in each month the mean of all months of its name.
func averageSeason(seasonal []float64, period int) {
	for c := range period {
		var ofName []float64
		for i := c; i < len(seasonal); i += period {
			ofName = append(ofName, seasonal[i])
		}
		average := mean(ofName)
		for i := c; i < len(seasonal); i += period {
			seasonal[i] = average
		}
	}
}

// stlFit holds the windows and the robustness weights (nil: 1).
type stlFit struct {
	y                                []float64
	period, seasonal, trend, lowPass int
	weights                          []float64
}

// pass is one inner loop: season, then trend.
func (f stlFit) pass(r *STL) {
	n := len(f.y)
	detrended := make([]float64, n)
	for i, y := range f.y {
		detrended[i] = y - r.Trend[i]
	}
	cycle := f.smoothMonths(detrended) // a year longer at both ends
	low := movingAverage(movingAverage(movingAverage(cycle, f.period), f.period), 3)
	low = loess(low, f.lowPass, 1, nil)
	deseasoned := make([]float64, n)
	for i := range n {
		r.Seasonal[i] = cycle[i+f.period] - low[i]
		deseasoned[i] = f.y[i] - r.Seasonal[i]
	}
	r.Trend = loess(deseasoned, f.trend, 1, f.weights)
}

// smoothMonths smooths the months of each name, with one value more at either end.
func (f stlFit) smoothMonths(values []float64) []float64 {
	n := len(values)
	smooth := make([]float64, n+2*f.period)
	for c := range f.period {
		var series, weights []float64
		for i := c; i < n; i += f.period {
			series = append(series, values[i])
			if f.weights != nil {
				weights = append(weights, f.weights[i])
			}
		}
		k := len(series)
		fitted := loess(series, f.seasonal, 0, weights)
		for i, v := range fitted {
			smooth[c+(i+1)*f.period] = v
		}
		right := min(f.seasonal, k)
		smooth[c] = localFit(series, f.seasonal, 0, 0, 1, right, weights).Or(fitted[0])
		smooth[c+(k+1)*f.period] = localFit(series, f.seasonal, 0, float64(k+1), max(1, k-f.seasonal+1), k, weights).Or(fitted[k-1])
	}
	return smooth
}

// movingAverage has length - window + 1 fewer values.
func movingAverage(values []float64, window int) []float64 {
	sum := 0.0
	for _, v := range values[:window] {
		sum += v
	}
	averages := []float64{sum / float64(window)}
	for i := window; i < len(values); i++ {
		sum += values[i] - values[i-window]
		averages = append(averages, sum/float64(window))
	}
	return averages
}

// loess fits every tenth of a window and draws straight lines between.
func loess(y []float64, window, degree int, weights []float64) []float64 {
	n := len(y)
	smooth := make([]float64, n)
	if n < 2 {
		copy(smooth, y)
		return smooth
	}
	jump := min(int(math.Ceil(float64(window)/10)), n-1)
	at := func(i int) (left, right int) { // points of the window about point i, from 1
		if window >= n {
			return 1, n
		}
		half := (window + 1) / 2
		left = max(1, min(i-half+1, n-window+1))
		return left, left + window - 1
	}
	fit := func(i int) {
		left, right := at(i)
		smooth[i-1] = localFit(y, window, degree, float64(i), left, right, weights).Or(y[i-1])
	}
	between := func(from, to int) {
		slope := (smooth[to-1] - smooth[from-1]) / float64(to-from)
		for i := from + 1; i < to; i++ {
			smooth[i-1] = smooth[from-1] + slope*float64(i-from)
		}
	}
	last := 1
	for i := 1; i <= n; i += jump {
		fit(i)
		if i > last {
			between(last, i)
		}
		last = i
	}
	if last < n {
		fit(n)
		between(last, n)
	}
	return smooth
}

// localFit is the weighted fit at position x of the points from left to right,
// counted from 1; absent where they have no weight.
func localFit(y []float64, window, degree int, x float64, left, right int, weights []float64) Number {
	n := float64(len(y))
	reach := math.Max(x-float64(left), float64(right)-x)
	if window > len(y) {
		reach += math.Floor((float64(window) - n) / 2)
	}
	tricube := make([]float64, right+1)
	total := 0.0
	for j := left; j <= right; j++ {
		distance := math.Abs(float64(j) - x)
		if distance > 0.999*reach {
			continue
		}
		tricube[j] = 1
		if distance > 0.001*reach {
			u := distance / reach
			tricube[j] = (1 - u*u*u) * (1 - u*u*u) * (1 - u*u*u)
		}
		if weights != nil {
			tricube[j] *= weights[j-1]
		}
		total += tricube[j]
	}
	if total <= 0 {
		return Number{}
	}
	centre := 0.0
	for j := left; j <= right; j++ {
		tricube[j] /= total
		centre += tricube[j] * float64(j)
	}
	if reach > 0 && degree > 0 {
		spread := 0.0
		for j := left; j <= right; j++ {
			spread += tricube[j] * (float64(j) - centre) * (float64(j) - centre)
		}
		if math.Sqrt(spread) > 0.001*(n-1) {
			for j := left; j <= right; j++ {
				tricube[j] *= 1 + (x-centre)/spread*(float64(j)-centre)
			}
		}
	}
	fitted := 0.0
	for j := left; j <= right; j++ {
		fitted += tricube[j] * y[j-1]
	}
	return N(fitted)
}

// bisquareWeights are small for points far from the fit.
func bisquareWeights(y []float64, r STL) []float64 {
	residuals := make([]float64, len(y))
	for i, v := range y {
		residuals[i] = math.Abs(v - r.Trend[i] - r.Seasonal[i])
	}
	cut := 6 * Quantile(residuals, 0.5).Or(0)
	weights := make([]float64, len(y))
	for i, residual := range residuals {
		switch {
		case residual <= 0.001*cut:
			weights[i] = 1
		case residual <= 0.999*cut:
			u := residual / cut
			weights[i] = (1 - u*u) * (1 - u*u)
		}
	}
	return weights
}
