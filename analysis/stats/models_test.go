package stats

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// madeUpMonths are made-up monthly counts; the answers of R 4.2.2 to them are in the
// tests.
var madeUpMonths = []float64{
	41, 38, 35, 44, 29, 36, 30, 33, 42, 47, 39, 44, 52, 40, 37, 49, 33, 41, 35, 30, 46, 55, 43, 48, 58, 47, 40, 52, 38, 42, 37, 39, 50, 61, 49, 53,
}

// R 4.2.2, stl(ts(madeUpMonths, frequency = 12), ...): points 1, 18 and 36. Robust
// fits of different programs differ in the sixth digit.
func TestSTL(t *testing.T) {
	periodic, robust := DecomposeByLoess(madeUpMonths, STLWindows{}), DecomposeByLoess(madeUpMonths, STLWindows{Seasonal: 7, Robust: true})
	for _, tt := range []struct {
		what      string
		got, want float64
	}{
		{"periodic season 1", periodic.Seasonal[0], 9.477674904539},
		{"periodic season 2", periodic.Seasonal[1], 0.4716326936795},
		{"periodic trend 1", periodic.Trend[0], 35.92893540393},
		{"periodic trend 18", periodic.Trend[17], 42.27965108973},
		{"periodic trend 36", periodic.Trend[35], 49.18349064233},
		{"robust season 18", robust.Seasonal[17], -3.13357347205},
		{"robust trend 36", robust.Trend[35], 49.24636079237},
		{"robust weight 18", robust.Weights[17], 0.8560247370934},
		{"parts of 7", periodic.Trend[6] + periodic.Seasonal[6] + periodic.Remainder[6], 30},
	} {
		tolerance := 1e-10
		if strings.HasPrefix(tt.what, "robust") {
			tolerance = 2e-6
		}
		if !near(tt.got, tt.want, tolerance) {
			t.Errorf("%s: got %v, want %v", tt.what, tt.got, tt.want)
		}
	}
	if got := DecomposeByLoess(madeUpMonths[:23], STLWindows{}).Reason; got != "fewer than two years" {
		t.Errorf("23 months: got %q", got)
	}
	if got := DecomposeByLoess(append([]float64{math.NaN()}, madeUpMonths...), STLWindows{}).Reason; got != "a month has no value" {
		t.Errorf("a gap: got %q", got)
	}
}

// R 4.2.2: Box.test(x, 12, "Ljung"), acf(x), kruskal.test(x, rep(1:12, 3)).
func TestSeriesTests(t *testing.T) {
	q, p := LjungBox(madeUpMonths, 12)
	months := make([][]float64, 12)
	for i, v := range madeUpMonths {
		months[i%12] = append(months[i%12], v)
	}
	h, hp := KruskalWallis(months)
	for i, pair := range [][2]float64{
		{q.Or(0), 30.0414076}, {p.Or(0), 0.002752626547}, {Autocorrelation(madeUpMonths, 1).Or(0), 0.3210772410873}, {h.Or(0), 27.13849856}, {hp.Or(0), 0.004378913933},
	} {
		if !near(pair[0], pair[1], 1e-8) {
			t.Errorf("%d: got %v, want %v", i, pair[0], pair[1])
		}
	}
	if q, _ := LjungBox([]float64{1, 1, 1, 1, 1}, 2); q.Known() {
		t.Error("a level series has an autocorrelation")
	}
	if h, _ := KruskalWallis([][]float64{{1, 1}, {1}}); h.Known() {
		t.Error("equal values have a Kruskal-Wallis statistic")
	}
}

// R 4.2.2: glm(..., poisson) and MASS 7.3 glm.nb of counts on an intercept and a
// trend with the offset log(days).
func TestRegressions(t *testing.T) {
	counts := []float64{12, 3, 25, 7, 0, 14, 9, 31, 2, 5, 18, 11, 22, 6, 40, 13, 1, 19, 8, 27, 4, 10, 15, 9, 33, 2, 21, 17, 6, 12, 29, 3, 7, 24, 10, 16}
	days, one, trend := make([]float64, 36), make([]float64, 36), make([]float64, 36)
	for i := range days {
		days[i] = []float64{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}[i%12]
		one[i], trend[i] = 1, float64(i+1)
	}
	p := PoissonRegression(counts, days, [][]float64{one, trend})
	se := func(e Estimate) float64 { return (e.Upper.Or(0) - e.Value.Or(0)) / Z95 }
	nb := NegativeBinomialRegression(counts, days, [][]float64{one, trend})
	for _, tt := range []struct {
		what      string
		got, want float64
	}{
		{"intercept", p.Coefficients[0].Value.Or(0), -0.921022006610075},
		{"trend", p.Coefficients[1].Value.Or(0), 0.006305333091669},
		{"standard error", se(p.Coefficients[1]), 0.004350490453203 * math.Sqrt(7.380210009931)},
		{"deviance", p.Deviance.Or(0), 256.7930909289},
		{"dispersion", p.Phi.Or(0), 7.380210009931},
		{"likelihood", p.LogLike.Or(0), -201.8338879634},
		{"nb intercept", nb.Coefficients[0].Value.Or(0), -0.936990565762845},
		{"nb trend", nb.Coefficients[1].Value.Or(0), 0.006821215125243},
		{"nb standard error", se(nb.Coefficients[0]), 0.26498218624123},
		{"nb p", nb.P[1].Or(0), 0.5835072260737335},
		{"theta", nb.Theta.Or(0), 1.897609718414},
		{"standard error of theta", nb.ThetaSE.Or(0), 0.5146740920995},
		{"nb deviance", nb.Deviance.Or(0), 40.19976221974},
		{"nb likelihood", nb.LogLike.Or(0), -128.3591555116},
	} {
		if !near(tt.got, tt.want, 2e-6) { // glm.nb stops its search early
			t.Errorf("%s: got %v, want %v", tt.what, tt.got, tt.want)
		}
	}
	if r := NegativeBinomialRegression([]float64{5, 6, 5, 6, 5}, one[:5], [][]float64{one[:5]}); r.Reason != "counts vary no more than Poisson counts" {
		t.Errorf("level counts: got %+v", r)
	}
	if r := PoissonRegression(counts[:2], days[:2], [][]float64{one[:2], trend[:2]}); r.Reason == "" {
		t.Error("two points and two terms have a model")
	}
	if r := PoissonRegression(counts, days, [][]float64{one, one}); r.Reason == "" {
		t.Error("the same term twice has a model")
	}
}

// R 4.2.2: chisq.test(...)$stdres.
func TestAdjustedResiduals(t *testing.T) {
	got := AdjustedResiduals([][]float64{{10, 20, 30}, {20, 25, 5}, {0, 0, 0}})
	for j, want := range []float64{-2.736075859897, -1.770283348479, 4.484895284651} {
		if !near(got[0][j].Or(0), want, 1e-12) || !near(got[1][j].Or(0), -want, 1e-12) {
			t.Errorf("column %d: got %v and %v, want %v", j, got[0][j], got[1][j], want)
		}
	}
	if got[2][0].Known() {
		t.Error("an empty row has a residual")
	}
}

// Critical values of Mardia and Jupp, Directional Statistics (2000), 6.3: U² 0.187 and
// 0.268, V 1.747 and 2.001 at 5% and 1%.
func TestUniformityTails(t *testing.T) {
	for _, tt := range []struct{ got, want float64 }{
		{watsonTail(0.187), 0.05},
		{watsonTail(0.268), 0.01},
		{kuiperTail(1.747), 0.05},
		{kuiperTail(2.001), 0.01},
		{watsonTail(0.001), 1},
		{kuiperTail(0.2), 1},
	} {
		if math.Abs(tt.got-tt.want) > 0.0005 {
			t.Errorf("got %v, want %v", tt.got, tt.want)
		}
	}
}

// Watson's tests see two opposite peaks, whose mean Rayleigh's does not.
func TestUniformitySeesTwoPeaks(t *testing.T) {
	var times []float64
	counts := make([]float64, 24)
	for i := range 60 {
		v := 3 + 12*float64(i%2) + float64(i%5)/10
		times = append(times, v)
		counts[int(v)]++
	}
	if p := CircularMean(times, 24).P.Or(0); p < 0.9 {
		t.Errorf("Rayleigh: got p %v, want near 1", p)
	}
	u := UniformityOf(times, 24)
	_, grouped := WatsonOfCounts(counts, nil, 999, 1)
	if u.WatsonP.Or(1) > 0.001 || u.KuiperP.Or(1) > 0.001 || grouped.Or(1) != 0.001 {
		t.Errorf("got %+v and %v, want small p", u, grouped)
	}
	if u := UniformityOf([]float64{1}, 24); u.Watson.Known() {
		t.Error("one time has a test")
	}
	if u2, _ := WatsonOfCounts(make([]float64, 24), nil, 9, 1); u2.Known() {
		t.Error("no events have a test")
	}
}

// Grouped U² does not depend on where the clock starts, is 0 for counts as expected,
// and with many cells is Watson's own: 0.0833 = 1/12 for one event (Watson 1961).
func TestWatsonOfCountsTurns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOfN(rapid.Map(rapid.IntRange(0, 20), func(n int) float64 { return float64(n) }), 24, 24).Draw(t, "counts")
		counts[0]++
		by := rapid.IntRange(1, 23).Draw(t, "by")
		a, _ := WatsonOfCounts(counts, nil, 1, 1)
		b, _ := WatsonOfCounts(append(append([]float64{}, counts[by:]...), counts[:by]...), nil, 1, 1)
		if !near(a.Or(-1), b.Or(-2), 1e-9) {
			t.Fatalf("got %v, turned %v", a, b)
		}
	})
	if u2, _ := WatsonOfCounts([]float64{5, 10, 5}, []float64{1, 2, 1}, 1, 1); u2.Or(1) != 0 {
		t.Errorf("as expected: got %v", u2)
	}
	one := make([]float64, 10000)
	one[1234] = 1
	if u2, _ := WatsonOfCounts(one, nil, 1, 1); !near(u2.Or(0), 1.0/12, 1e-3) {
		t.Errorf("one event: got %v, want 1/12", u2)
	}
}

// By hand: times at 1, 3 and 5 o'clock.
func TestMeanDirection(t *testing.T) {
	d := MeanDirection([]float64{1, 3, 5}, 24)
	r := (1 + 2*math.Cos(math.Pi/6)) / 3
	if !near(d.Mean.Or(0), 3, 1e-12) || !near(d.Median.Or(0), 3, 1e-12) || !near(d.Resultant.Or(0), r, 1e-12) ||
		!near(d.Deviation.Or(0), math.Sqrt(-2*math.Log(r))*12/math.Pi, 1e-12) || d.Lower.Known() {
		t.Errorf("got %+v", d)
	}
	// Abramowitz and Stegun 9.8: I0(1) = 1.266065878, I1(1) = 0.565159104.
	if got := concentrationOf(0.565159103992485 / 1.266065877752008); !near(got, 1, 1e-10) {
		t.Errorf("kappa: got %v, want 1", got)
	}
	if d := MeanDirection([]float64{0, 12}, 24); d.Mean.Known() || d.Median.Known() {
		t.Errorf("opposite times: got %+v", d)
	}
}

// By hand: two groups of equal size stand at 1/4 and 3/4, so that the line runs from
// 1.5 times the first value less half the second. On the logarithmic scale the ends
// are multiples.
func TestInequalitySlope(t *testing.T) {
	s := InequalitySlope([]float64{50, 50}, []float64{20, 10}, []float64{1, 1}, AsTheyAre, 0.95, 4000, 3)
	if !near(s.SII.Value.Or(0), -20, 1e-12) || !near(s.RII.Value.Or(0), 5.0/25, 1e-12) || !near(s.Intercept.Or(0), 25, 1e-12) {
		t.Errorf("linear: got %+v", s)
	}
	// The slope is 2·(second - first): standard error 2·sqrt(2).
	if !near(s.SII.Lower.Or(0), -20-1.96*2*math.Sqrt2, 0.03) || !near(s.SII.Upper.Or(0), -20+1.96*2*math.Sqrt2, 0.03) {
		t.Errorf("limits: got %+v", s.SII)
	}
	s = InequalitySlope([]float64{50, 50}, []float64{20, 10}, nil, Logarithm, 0.95, 0, 1)
	if !near(s.RII.Value.Or(0), 0.25, 1e-12) || !near(s.Intercept.Or(0), 20*math.Sqrt2, 1e-12) || s.SII.Lower.Known() {
		t.Errorf("logarithm: got %+v", s)
	}
	if s := InequalitySlope([]float64{50}, []float64{20}, nil, AsTheyAre, 0.95, 0, 1); s.SII.Reason != NotEstimable {
		t.Errorf("one group: got %+v", s)
	}
	if s := InequalitySlope([]float64{50, 50}, []float64{0, 1}, nil, Logarithm, 0.95, 0, 1); s.SII.Value.Known() {
		t.Errorf("logarithm of 0: got %+v", s)
	}
}

// A sum of a triangular and a uniform part: mean and spread known in closed form.
func TestSimulate(t *testing.T) {
	e := Simulate(10, 20000, 5, func(r *rand.Rand) float64 { return Triangular(r, 0, 3, 9) })
	// 2.5% at sqrt(0.025·27), 97.5% at 9 - sqrt(0.025·54).
	if !near(e.Lower.Or(0), math.Sqrt(0.675), 0.03) || !near(e.Upper.Or(0), 9-math.Sqrt(1.35), 0.02) || e.Value.Or(0) != 10 {
		t.Errorf("got %+v", e)
	}
	if again := Simulate(10, 20000, 5, func(r *rand.Rand) float64 { return Triangular(r, 0, 3, 9) }); again != e {
		t.Error("the same seed gave another interval")
	}
	lower, upper, _ := PoissonLimits(40, 0.95)
	e = Simulate(40, 20000, 5, func(r *rand.Rand) float64 { return PoissonMean(r, 40) })
	if !near(e.Lower.Or(0), lower, 0.03) || !near(e.Upper.Or(0), upper, 0.03) {
		t.Errorf("count: got %+v, want about %v to %v", e, lower, upper)
	}
}

// All areas neighbours of each other: the local means are the mean of all, and so is
// the smoothing.
func TestSmoothRatesLocally(t *testing.T) {
	counts, people := []float64{3, 20, 9, 0}, []float64{1000, 2000, 1500, 500}
	everyone := [][]int{{1, 2, 3}, {0, 2, 3}, {0, 1, 3}, {0, 1, 2}}
	global, local := SmoothRates(counts, people), SmoothRatesLocally(counts, people, everyone)
	for i := range counts {
		if !near(local.Rates[i].Or(0), global.Rates[i].Or(1), 1e-12) {
			t.Errorf("area %d: got %v, want %v", i, local.Rates[i], global.Rates[i])
		}
	}
	alone := SmoothRatesLocally(counts, []float64{1000, 2000, 1500, 0}, [][]int{nil, nil, nil, nil})
	if !near(alone.Rates[1].Or(0), 0.01, 1e-12) || alone.Rates[3].Known() {
		t.Errorf("without neighbours: got %v", alone.Rates)
	}
}

func TestMean(t *testing.T) {
	// R 4.2.2: t.test(c(12, 15, 11, 19, 14, 22))$conf.int.
	e := Mean([]float64{12, 15, 11, 19, 14, 22})
	if !near(e.Value.Or(0), 15.5, 1e-12) || !near(e.Lower.Or(0), 11.06000659855, 1e-11) || !near(e.Upper.Or(0), 19.93999340145, 1e-11) {
		t.Errorf("got %+v", e)
	}
	if e := Mean([]float64{3}); e.Lower.Known() || e.Value.Or(0) != 3 {
		t.Errorf("one value: got %+v", e)
	}
	refusal(t, "no values", Mean(nil), NoDenominator)
}

// Ten values in fifths, two a band, the highest first; by hand. Two equal values that
// lie across a border share the higher band.
func TestQuantileBands(t *testing.T) {
	var values []Number
	for i := range 10 {
		values = append(values, N(float64(i)))
	}
	if got, want := QuantileBands(values, 5), []int{5, 5, 4, 4, 3, 3, 2, 2, 1, 1}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	values[7], values[2] = N(8), Number{}
	if got := QuantileBands(values, 5); got[7] != got[8] || got[2] != 0 {
		t.Errorf("got %v", got)
	}
	if got := QuantileBands(values[:4], 5); !slices.Equal(got, []int{0, 0, 0, 0}) {
		t.Errorf("fewer values than bands: got %v", got)
	}
}

// Two people with one event and one with three: five events, variance 2 + 9.
func TestIndirectRepeats(t *testing.T) {
	e := IndirectlyStandardisedRepeats([]float64{2, 0, 1}, []float64{100, 50}, []float64{0.02, 0.01})
	lower, upper := ExactPoissonLimits(5, 0.95)
	stretch := math.Sqrt(11.0 / 5)
	if !near(e.Value.Or(0), 2, 1e-12) || !near(e.Lower.Or(-1), math.Max(0, 5+stretch*(lower-5))/2.5, 1e-12) || !near(e.Upper.Or(0), (5+stretch*(upper-5))/2.5, 1e-12) {
		t.Errorf("got %+v", e)
	}
}

// The lines of the widened funnel are where EventsPosition changes its mind.
func TestFunnelLinesWidened(t *testing.T) {
	for _, phi := range []float64{1, 2.5} {
		for _, k := range []float64{3, 20, 90} {
			low, high := FunnelEvents(k, 0.95, phi)
			if a, b := EventsPosition(k, low*0.999, phi), EventsPosition(k, low*1.001, phi); a != Within || b != Low95 {
				t.Errorf("phi %v, %v events: lower line between %q and %q", phi, k, a, b)
			}
			if high == 0 {
				continue // no upper line
			}
			if a, b := EventsPosition(k, high*1.001, phi), EventsPosition(k, high*0.999, phi); a != Within || b != High95 {
				t.Errorf("phi %v, %v events: upper line between %q and %q", phi, k, a, b)
			}
		}
	}
}
