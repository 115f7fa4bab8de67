package stats

import (
	"math"
	"testing"
)

// The limits and tests that readers meet elsewhere: 9 of 45 against 4 of 40, and 30 over
// 1,000 against 18 over 1,200. The answers are those of R 4.2.2 (prop.test, glm, qbeta,
// poisson.test) where it has the method, otherwise of a search by uniroot for what the
// cited source defines, with the nuisance parameter by optimize; 1e-7 relative.
func TestOtherLimits(t *testing.T) {
	type limits = func(x, n, confidence float64) (lower, upper float64)
	highest := func(x, n, confidence float64) (lower, upper float64) {
		_, lower, upper = HighestDensityLimits(x, n, confidence)
		return lower, upper
	}
	for _, tt := range []struct {
		name         string
		of           limits
		lower, upper float64
	}{
		{"Wilson corrected", CorrectedWilsonLimits, 0.100890712743, 0.350516700092},
		{"Agresti-Coull", AgrestiCoullLimits, 0.106745318732, 0.340445640507},
		{"Wald", NormalShareLimits, 0.0831303279231, 0.316869672077},
		{"Jeffreys", JeffreysLimits, 0.103837141456, 0.333311695645},
		{"highest density", highest, 0.096646274974, 0.32362400131},
		{"logit", LogitLimits, 0.107481375798, 0.341670459061},
		{"probit", ProbitLimits, 0.104002580708, 0.335719906089},
		{"log-log", ComplementaryLogLogLimits, 0.0988687934221, 0.326469730964},
		{"likelihood ratio", LikelihoodRatioLimits, 0.101571205247, 0.331642676224},
	} {
		lower, upper := tt.of(9, 45, 0.95)
		if !near(lower, tt.lower, 1e-7) || !near(upper, tt.upper, 1e-7) {
			t.Errorf("%s: got %v to %v, want %v to %v", tt.name, lower, upper, tt.lower, tt.upper)
		}
		// Limits of none are those of all, turned over; log-log is Clopper and Pearson there.
		none, all := [2]float64{}, [2]float64{}
		none[0], none[1] = tt.of(0, 20, 0.95)
		all[0], all[1] = tt.of(20, 20, 0.95)
		if !near(none[0], 1-all[1], 1e-9) || !near(none[1], 1-all[0], 1e-9) {
			t.Errorf("%s: of none %v, of all %v", tt.name, none, all)
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s of 3 of 2: no panic", tt.name)
				}
			}()
			tt.of(3, 2, 0.95)
		}()
	}
	midP, _ := MidPRateRatio(30, 1000, 18, 1200)
	for _, tt := range []struct {
		got                 Estimate
		value, lower, upper float64
	}{
		{NormalDifference(9, 45, 4, 40), 0.1, -0.049337880653, 0.249337880653},
		{CorrectedNormalDifference(9, 45, 4, 40), 0.1, -0.0729489917641, 0.272948991764},
		{AgrestiCaffoDifference(9, 45, 4, 40), 0.1, -0.0588669424591, 0.246303619257},
		{MeeDifference(9, 45, 4, 40), 0.1, -0.0585738176127, 0.255723229262},
		{MiettinenNurminenDifference(9, 45, 4, 40), 0.1, -0.0596159294898, 0.256694515537},
		{KoopmanRatio(9, 45, 4, 40), 2, 0.71272828331, 5.79890608701},
		{ScoreOddsRatio(9, 45, 4, 40), 2.25, 0.661595840309, 7.56744531237},
		{MoverRatio(9, 45, 4, 40), 2, 0.705309211109, 5.72509135392},
		{ConditionalOddsRatio(9, 45, 4, 40), 2.22928676616, 0.558858743004, 10.8266328771},
		{ExactRateRatio(30, 1000, 18, 1200), 2, 1.07922721714, 3.80996976768},
		{midP, 2, 1.11894248739, 3.65429208316},
		{ScoreRateRatio(30, 1000, 18, 1200), 2, 1.12390437944, 3.55902163313},
		{ScoreRateDifference(30, 1000, 18, 1200), 0.015, 0.00264197183847, 0.0290598961922},
		{MoverRateRatio(30, 1000, 18, 1200), 1.99258440986, 1.12473979092, 3.61860951685},
	} {
		for i, pair := range [][2]float64{{tt.got.Value.Or(-1), tt.value}, {tt.got.Lower.Or(-9), tt.lower}, {tt.got.Upper.Or(-9), tt.upper}} {
			if !near(pair[0], pair[1], 1e-7) {
				t.Errorf("%s, %d: got %v, want %v", tt.got.Method, i, pair[0], pair[1])
			}
		}
	}
	// Nothing to compare has no estimate.
	for _, e := range []Estimate{
		NormalDifference(1, 0, 1, 2), MeeDifference(3, 2, 1, 2), AgrestiCaffoDifference(1, 0, 1, 1), KoopmanRatio(0, 5, 0, 5), ScoreOddsRatio(5, 5, 5, 5), MoverRatio(1, 0, 1, 1),
		ConditionalOddsRatio(1, 0, 1, 1), ExactRateRatio(1, 0, 1, 1), LogRateRatio(0, 1, 1, 1), ScoreRateRatio(0, 1, 0, 1), ScoreRateDifference(1, 0, 1, 1), MoverRateRatio(1, 1, 1, 0), AdjustedRiskRatio(1, -1, 1, 1),
	} {
		if e.Value.Known() || e.Lower.Known() || e.Reason == "" {
			t.Errorf("%s: got %+v, want none", e.Method, e)
		}
	}
}

func TestOtherTests(t *testing.T) {
	_, midP := MidPRateRatio(30, 1000, 18, 1200)
	yates, yatesP := YatesChiSquare(9, 45, 4, 40)
	table := [][]float64{{9, 36}, {4, 36}}
	pearson, _, pearsonP := PearsonChiSquare(table)
	g, _, gP := LikelihoodRatioTest(table)
	score, scoreP := ScoreTest(30, 1000, 18, 1200)
	wald, waldP := WaldTest(30, 1000, 18, 1200)
	root, rootP := RootTest(30, 1000, 18, 1200)
	fit := GoodnessOfFit([]float64{20, 30, 50}, []float64{3, 3, 4})
	for name, tt := range map[string]struct {
		got  Number
		want float64
	}{
		"mid-p, twice the smaller tail": {midP, 0.0189763785985}, "mid-p, exact less half": {MidPTest(30, 1000, 18, 1200), 0.01651918671},
		"Yates": {yates, 0.953840960351}, "Yates p": {yatesP, 0.328743537165}, "Pearson": {N(pearson), 1.63461538462}, "Pearson p": {pearsonP, 0.201065862646},
		"G": {N(g), 1.67925318129}, "G p": {gP, 0.195023716706}, "V": {CramersV(table), 0.138675049056},
		"score": {score, 2.37170824513}, "score p": {scoreP, 0.0177060658074}, "Wald": {wald, 2.30089496654}, "Wald p": {waldP, 0.0213975686969}, "root": {root, 2.36074653669}, "root p": {rootP, 0.0182381911499},
		"pooled E-test": {PooledETest(6, 1, 2, 1), 0.174874820944},
		"fit":           {N(fit.ChiSquare), 5.83333333333}, "fit p": {fit.P, 0.0541137662228}, "residual": {N(fit.Residuals[0]), -1.82574185835},
	} {
		if got, ok := tt.got.Get(); !ok || !near(got, tt.want, 1e-8) {
			t.Errorf("%s: got %v, want %v", name, got, tt.want)
		}
	}
	for i, want := range [][2]float64{{0.121724639059, 0.310798263773}, {0.203600384948, 0.418081550273}, {0.383590337543, 0.616409662457}} {
		for k, got := range GoodmanLimits([]float64{20, 30, 50}, 0.95)[i] {
			if !near(got, want[k], 1e-9) {
				t.Errorf("Goodman %d: got %v, want %v", i, got, want[k])
			}
		}
	}
	// Sison and Glaz 1995: one width for all classes, narrower than Goodman's for the
	// smallest class of many; the limits hold the shares.
	for i, limits := range SisonGlazLimits([]float64{20, 30, 50}, 0.95) {
		share := []float64{0.2, 0.3, 0.5}[i]
		if !(limits[0] < share && share < limits[1]) || !near(share-limits[0], 0.1, 1e-9) {
			t.Errorf("class %d: got %v", i, limits)
		}
	}
	if _, df, p := PearsonChiSquare([][]float64{{1, 2}}); df != 0 || p.Known() {
		t.Error("one row has a chi-square")
	}
	if x2, _ := YatesChiSquare(5, 5, 5, 5); x2.Known() || CramersV([][]float64{{1}}).Known() || GoodnessOfFit([]float64{3}, []float64{1}).P.Known() {
		t.Error("one class has a test")
	}
}

// R's p.adjust.
func TestOtherAdjustments(t *testing.T) {
	p := numbers(0.01, 0.02, 0.022, 0.09, 0.04)
	for name, tt := range map[string]struct {
		got  []Number
		want []float64
	}{
		"Bonferroni": {Bonferroni(p), []float64{0.05, 0.1, 0.11, 0.45, 0.2}},
		"Holm":       {Holm(p), []float64{0.05, 0.08, 0.08, 0.09, 0.08}},
		"Hochberg":   {Hochberg(p), []float64{0.05, 0.066, 0.066, 0.09, 0.08}},
		"Hommel":     {Hommel(p), []float64{0.04, 0.06, 0.06, 0.09, 0.08}},
	} {
		for i, got := range tt.got {
			if !near(got.Or(-1), tt.want[i], 1e-12) {
				t.Errorf("%s: got %v, want %v", name, tt.got, tt.want)
				break
			}
		}
	}
	if got := Hommel([]Number{{}, N(0.03)}); got[0].Known() || got[1].Or(0) != 0.03 {
		t.Errorf("with a missing p: got %v", got)
	}
}

// R's decompose, of periods 3 and 4.
func TestDecomposeByAverages(t *testing.T) {
	values := []float64{10, 20, 30, 14, 22, 36, 15, 28, 33, 18, 30, 41}
	d, _ := DecomposeByAverages(values, 3, false)
	m, _ := DecomposeByAverages(values, 3, true)
	four, _ := DecomposeByAverages(values, 4, false)
	for name, pair := range map[string][2][]float64{
		"additive":       {d.Seasonal, {-9.37962962963, 0.314814814815, 9.06481481481}},
		"multiplicative": {m.Seasonal, {0.621702995817, 1.00423083722, 1.37406616697}},
		"even period":    {four.Seasonal, {3.15625, 0.96875, -0.65625, -3.46875}},
		"trend and rest": {{d.Trend[1].Or(0), d.Rest[4].Or(0), four.Trend[3].Or(0)}, {20, 24 * 0, 23.5}},
	} {
		for i, want := range pair[1] {
			if name == "trend and rest" && i == 1 {
				want = -2.31481481481
			}
			if !near(pair[0][i], want, 1e-10) {
				t.Errorf("%s: got %v, want %v", name, pair[0], pair[1])
				break
			}
		}
	}
	if d.Trend[0].Known() || d.Rest[11].Known() || four.Trend[1].Known() || !four.Trend[2].Known() {
		t.Error("the ends have a trend, or the middle none")
	}
	if _, ok := DecomposeByAverages(values[:5], 3, false); ok {
		t.Error("less than two periods are decomposed")
	}
}

// Best and Fisher's pieces meet the exact kappa to two digits, and the correction is by
// hand: 0.6 - 2/(10·0.6), and 9³·5/(1000 + 10).
func TestApproximateConcentration(t *testing.T) {
	for _, r := range []float64{0.1, 0.4, 0.6, 0.8, 0.9, 0.97} {
		if got, exact := ApproximateConcentration(r).Or(-1), concentrationOf(r); math.Abs(got/exact-1) > 0.02 {
			t.Errorf("R %v: got %v, exact %v", r, got, exact)
		}
	}
	for kappa, want := range map[float64]float64{0.6: 0.6 - 2.0/6, 5: 729.0 * 5 / 1010, 0.1: 0, 0: 0} {
		if got := LessBiasedConcentration(N(kappa), 10); !near(got.Or(-1), want, 1e-12) {
			t.Errorf("kappa %v: got %v, want %v", kappa, got, want)
		}
	}
	if ApproximateConcentration(1).Known() || LessBiasedConcentration(Number{}, 10).Known() {
		t.Error("no spread has a kappa")
	}
}

// By hand: three areas in a row with 1, 2 and 3 events among 10, 10 and 20 people; rate 0.15.
func TestRateMaps(t *testing.T) {
	counts, people, row := []float64{1, 2, 3}, []float64{10, 10, 20}, [][]int{{1}, {0, 2}, {1}}
	m := MapProbabilities(counts, people)
	for name, pair := range map[string][2]float64{
		"expected":     {m.Expected[2].Or(0), 3},
		"ratio":        {m.Ratio[1].Or(0), 2 / 1.5},
		"at most":      {m.AtMost[0].Or(0), math.Exp(-1.5) * 2.5},
		"at least":     {m.Choynowski[1].Or(0), 1 - math.Exp(-1.5)*2.5},
		"around":       {RatesAround(counts, people, row)[1].Or(0), 6.0 / 40},
		"of the sides": {MeanRateOfNeighbours(counts, people, row)[1].Or(0), (0.1 + 0.15) / 2},
		"to the local": {SmoothRatesToLocalMean(counts, people, row)[0].Or(0), 0.15}, // less spread than chance
	} {
		if !near(pair[0], pair[1], 1e-12) {
			t.Errorf("%s: got %v, want %v", name, pair[0], pair[1])
		}
	}
	if empty := MapProbabilities([]float64{0, 1}, []float64{0, 5}); empty.Expected[0].Known() || RatesAround([]float64{0}, []float64{0}, [][]int{nil})[0].Known() {
		t.Error("nobody has a rate")
	}
}

// By hand: ranges of 10, 12, 11 and so on; centre and three deviations of range/1.128.
func TestRangeCharts(t *testing.T) {
	values := []float64{10, 12, 11, 13, 12, 14, 11, 12, 10, 13, 12, 11}
	c, r := IChart(values, 0, 0), MovingRangeChart(values, 0)
	ranges := 2.0 + 1 + 2 + 1 + 2 + 3 + 1 + 2 + 3 + 1 + 1
	if !near(r.Centre, ranges/11, 1e-12) || !near(r.Upper[0].Or(0), 3.267*ranges/11, 1e-12) || len(r.Values) != 11 || r.Signals[5] != 0 {
		t.Errorf("ranges: got %+v", r)
	}
	if want := c.Centre + 3*ranges/11/1.128; !near(c.Upper[3].Or(0), want, 1e-12) {
		t.Errorf("individuals: got %v, want %v", c.Upper[3], want)
	}
	ones := make([]float64, len(values))
	for i := range ones {
		ones[i] = 1
	}
	// With one subject each the deviation is the mean range times sqrt(π)/2.
	if p := IPrimeChart(values, ones, 0); !near(p.Upper[0].Or(0), c.Centre+3*ranges/11*math.Sqrt(math.Pi)/2, 1e-12) {
		t.Errorf("I': got %v", p.Upper[0])
	}
}
