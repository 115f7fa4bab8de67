package stats

import "gonum.org/v1/gonum/mathext"

// Autocorrelation is the correlation of a series with itself so many steps later,
// about the mean of the whole series. It is absent for fewer values than steps + 2
// and where all are equal.
//
// Source: Box and Jenkins, Time Series Analysis (1970).
func Autocorrelation(values []float64, steps int) Number {
	if len(values) < steps+2 || steps < 0 {
		return Number{}
	}
	average, products, squares := mean(values), 0.0, 0.0
	for t, v := range values {
		squares += (v - average) * (v - average)
		if t >= steps {
			products += (v - average) * (values[t-steps] - average)
		}
	}
	return N(products / squares)
}

// LjungBox tests the first so many autocorrelations together: a small p says that
// months resemble the months before, so that control limits are too narrow and
// trend tests too ready. Both are absent for fewer values than steps + 2 and where
// all are equal.
//
// Source: Ljung and Box, Biometrika 65:297 (1978).
func LjungBox(values []float64, steps int) (q, p Number) {
	n, sum := float64(len(values)), 0.0
	for k := 1; k <= steps; k++ {
		r := Autocorrelation(values, k)
		if !r.Known() {
			return Number{}, Number{}
		}
		sum += r.value * r.value / (n - float64(k))
	}
	if steps < 1 {
		return Number{}, Number{}
	}
	sum *= n * (n + 2)
	return N(sum), N(mathext.GammaIncRegComp(float64(steps)/2, sum/2))
}

// KruskalWallis tests whether groups of values, such as the months of each name,
// lie at one level, by midranks corrected for ties and chi-square with groups - 1
// degrees of freedom. It is absent for fewer than two groups with a value and where
// all values are equal.
//
// Source: Kruskal and Wallis, JASA 47:583 (1952).
func KruskalWallis(groups [][]float64) (h, p Number) {
	var all []float64
	used := 0
	for _, g := range groups {
		all = append(all, g...)
		if len(g) > 0 {
			used++
		}
	}
	n, ties, tied := float64(len(all)), map[float64]float64{}, 0.0
	for _, v := range all {
		ties[v]++
	}
	for _, v := range all { // Σ t³ - t over ties is Σ t² - 1 over values
		tied += ties[v]*ties[v] - 1
	}
	correction := 1 - tied/(n*n*n-n)
	if used < 2 || !(correction > 0) {
		return Number{}, Number{}
	}
	ranks, sum := Midranks(all), 0.0
	for _, g := range groups {
		if len(g) == 0 {
			continue
		}
		of := 0.0
		for _, r := range ranks[:len(g)] {
			of += r
		}
		ranks = ranks[len(g):]
		sum += of * of / float64(len(g))
	}
	statistic := (12/(n*(n+1))*sum - 3*(n+1)) / correction
	return N(statistic), N(mathext.GammaIncRegComp(float64(used-1)/2, statistic/2))
}
