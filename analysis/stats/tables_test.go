package stats

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func ExampleBenjaminiHochberg() {
	for _, q := range BenjaminiHochberg([]Number{N(0.01), {}, N(0.04), N(0.03)}) {
		v, ok := q.Get()
		fmt.Printf("%.2f %v\n", v, ok)
	}
	// Output:
	// 0.03 true
	// 0.00 false
	// 0.04 true
	// 0.04 true
}

// By hand: p·4 of the smallest, then the larger of it and p·3, and so on.
func TestHolm(t *testing.T) {
	got := Holm([]Number{N(0.01), N(0.04), {}, N(0.03), N(0.005)})
	for i, want := range map[int]float64{0: 0.03, 1: 0.06, 3: 0.06, 4: 0.02} {
		if !near(got[i].Or(-1), want, 1e-12) {
			t.Errorf("p %d: got %v, want %v", i, got[i], want)
		}
	}
	if got[2].Known() {
		t.Error("an absent p was adjusted")
	}
}

// q is never below p, keeps the order of p, and is not changed by absent ones.
func TestFalseDiscoveryProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p, gaps []Number
		for _, v := range rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 40).Draw(t, "p") {
			p, gaps = append(p, N(v)), append(gaps, N(v), Number{})
		}
		q, withGaps := BenjaminiHochberg(p), BenjaminiHochberg(gaps)
		for i := range p {
			if q[i].value < p[i].value || q[i].value > 1 || withGaps[2*i] != q[i] || withGaps[2*i+1].Known() {
				t.Fatalf("p %v: got q %v, with gaps %v", p[i], q[i], withGaps[2*i])
			}
			for j := range p {
				if p[i].value < p[j].value && q[i].value > q[j].value {
					t.Fatalf("order of %v and %v turned round", p[i], p[j])
				}
			}
		}
	})
}

// Pearson's chi-square by hand: 10, 20 / 20, 10 has 20/3; times 59/60.
func TestChiSquareN1(t *testing.T) {
	x2, df, p := ChiSquareN1([][]float64{{10, 20, 0}, {20, 10, 0}, {0, 0, 0}})
	if want := 20.0 / 3 * 59 / 60; !near(x2, want, 1e-12) || df != 1 || !near(p.Or(0), math.Erfc(math.Sqrt(want/2)), 1e-10) {
		t.Errorf("got %v on %d, p %v; want %v on 1", x2, df, p, want)
	}
	for _, table := range [][][]float64{nil, {{1, 2}}, {{1}, {2}}, {{0, 0}, {1, 2}}, {{0, 0}, {0, 0}}} {
		if _, _, p := ChiSquareN1(table); p.Known() {
			t.Errorf("%v: got p %v, want none", table, p)
		}
	}
}

// Expected counts of the last two classes in the first row are 30·8/100 = 2.4 and
// 30·6/100 = 1.8.
func TestPoolSmallClasses(t *testing.T) {
	table := [][]float64{{20, 6, 3, 1}, {40, 20, 5, 5}}
	want := [][]float64{{20, 6, 4}, {40, 20, 10}}
	if diff := cmp.Diff(want, PoolSmallClasses(table, 5)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(table, PoolSmallClasses(table, 1)); diff != "" {
		t.Error(diff)
	}
}

func TestWeightedSum(t *testing.T) {
	// Equal weights: a multiple of the count's own limits.
	e, count := WeightedSum([]float64{10, 15}, []float64{4, 4}), Count(25)
	if !near(e.Value.Or(0), 100, 1e-12) || !near(e.Lower.Or(0), 4*count.Lower.Or(0), 1e-12) || !near(e.Upper.Or(0), 4*count.Upper.Or(0), 1e-12) || e.Method != "Dobson" {
		t.Errorf("got %+v, want 4 times %+v", e, count)
	}
	if e := WeightedSum([]float64{0, 0}, []float64{4, 9}); e.Value.Or(1) != 0 || e.Lower.Or(1) != 0 || e.Upper.Known() {
		t.Errorf("no events: got %+v, want 0 without an upper limit", e)
	}
	if e := WeightedSum([]float64{12}, []float64{0}); e.Value.Or(1) != 0 || e.Upper.Or(1) != 0 {
		t.Errorf("no weight: got %+v, want 0", e)
	}
	if e := WeightedSum([]float64{10, 15}, []float64{4, 4}).Scale(0.5); !near(e.Value.Or(0), 50, 1e-12) {
		t.Errorf("half: got %+v, want 50", e)
	}
	if e := WeightedSum(nil, nil); e.Value.Or(1) != 0 || e.Numerator.Or(1) != 0 {
		t.Errorf("nothing: got %+v", e)
	}
}

func TestStandardisedRefuses(t *testing.T) {
	band := []float64{5}
	refusal(t, "nine events", DirectlyStandardised([]float64{9}, []float64{100}, band, 1000), TooFew)
	refusal(t, "band without people", DirectlyStandardised([]float64{9, 9}, []float64{100, 0}, []float64{1, 1}, 1000), NoDenominator)
	refusal(t, "no standard", DirectlyStandardised([]float64{10}, []float64{100}, []float64{0}, 1000), NoDenominator)
	refusal(t, "nothing expected", IndirectlyStandardised(3, []float64{100}, []float64{0}), NoDenominator)
	refusal(t, "gamma without people", GammaStandardised([]float64{9}, []float64{0}, band, 1000), NoDenominator)
	// One band: the standard makes no difference, and the gamma limits are exact.
	crude, dsr := Rate(30, 1000, 1000), DirectlyStandardised([]float64{30}, []float64{1000}, band, 1000)
	if !near(dsr.Value.Or(0), 30, 1e-12) || !near(dsr.Lower.Or(0), crude.Lower.Or(0), 1e-12) {
		t.Errorf("one band: got %+v, want %+v", dsr, crude)
	}
	lower, upper := ExactPoissonLimits(5, 0.95)
	if g := GammaStandardised([]float64{5}, []float64{1000}, band, 1000); !near(g.Lower.Or(0), lower, 1e-9) || !near(g.Upper.Or(0), upper, 1e-9) {
		t.Errorf("gamma, one band: got %+v, want %v to %v", g, lower, upper)
	}
}

// One band in which 60 events fell on 42 people, variance 114: the limits of a
// repeat-adjusted crude rate.
func TestDirectlyStandardisedRepeats(t *testing.T) {
	e := DirectlyStandardisedRepeats([]float64{60}, []float64{114}, []float64{1000}, []float64{5}, 1000)
	want := RateOfRepeats([]float64{30, 8, 3, 0, 1}, 1000, 1000)
	if !near(e.Lower.Or(0), want.Lower.Or(1), 1e-12) || !near(e.Upper.Or(0), want.Upper.Or(1), 1e-12) || e.Method != "Dobson, repeat-adjusted" {
		t.Errorf("got %+v, want the limits of %+v", e, want)
	}
	refusal(t, "too few", DirectlyStandardisedRepeats([]float64{6}, []float64{14}, []float64{1000}, []float64{5}, 1000), TooFew)
}

func TestUnequalLengthsPanic(t *testing.T) {
	one, two := []float64{1}, []float64{1, 2}
	for name, call := range map[string]func(){
		"WeightedSum":            func() { WeightedSum(one, two) },
		"DirectlyStandardised":   func() { DirectlyStandardised(one, two, one, 1) },
		"IndirectlyStandardised": func() { IndirectlyStandardised(1, one, two) },
		"GammaStandardised":      func() { GammaStandardised(one, two, one, 1) },
		"SmoothRates":            func() { SmoothRates(one, two) },
		"Ranks":                  func() { Ranks(one, two, 1, 1, 1) },
		"OverlapTop":             func() { OverlapTop(one, two, 1, 1, 1) },
		"UChart":                 func() { UChart(one, two, 0) },
		"ChiSquareN1":            func() { ChiSquareN1([][]float64{one, two}) },
		"SeasonalModel":          func() { SeasonalModel(one, two, []int{1}, nil) },
		"Decompose":              func() { Decompose(one, two, one, one) },
		"Spearman":               func() { Spearman(one, two, 1, 1) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			call()
		}()
	}
}

// R's quantile, type 7, of 1, 2, 4, 8.
func TestQuantile(t *testing.T) {
	values := []float64{8, 1, 4, 2}
	for p, want := range map[float64]float64{0: 1, 0.25: 1.75, 0.5: 3, 0.9: 6.8, 1: 8} {
		if got := Quantile(values, p); !near(got.Or(-1), want, 1e-12) {
			t.Errorf("%v: got %v, want %v", p, got, want)
		}
	}
	if diff := cmp.Diff([]float64{8, 1, 4, 2}, values); diff != "" {
		t.Error(diff)
	}
	if Quantile(nil, 0.5).Known() || Quantile([]float64{1, math.NaN()}, 0.5).Known() {
		t.Error("a quantile of nothing")
	}
}

func TestDispersion(t *testing.T) {
	if Dispersion(make([]float64, 7)).Known() {
		t.Error("seven areas have a dispersion")
	}
	// By hand: 11 values -5 to 5; the centiles are -4 and 4, so the ends come in:
	// (16·4 + 9·2 + 4·2 + 1·2)/11.
	z := []float64{-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5}
	if got, want := Dispersion(z).Or(-1), 92.0/11; !near(got, want, 1e-12) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestFunnelPositions(t *testing.T) {
	// Exact limits of 20 events: 12.22 to 30.89 (95%), 9.1 to 37.7 (99.8%).
	for _, tt := range []struct {
		expected, phi float64
		want          Position
	}{{20, 1, Within}, {12, 1, High95}, {8, 1, High998}, {31, 1, Low95}, {40, 1, Low998}, {12, 2, Within}} {
		if got := EventsPosition(20, tt.expected, tt.phi); got != tt.want {
			t.Errorf("20 of %v, phi %v: got %s, want %s", tt.expected, tt.phi, got, tt.want)
		}
	}
	// Limits of 25% of 200: 19.0% to 31.0%, and 15.5% to 34.5%.
	for x, want := range map[float64]Position{50: Within, 63: High95, 70: High998, 37: Low95, 30: Low998} {
		if got := SharePosition(x, 200, 0.25, 1); got != want {
			t.Errorf("%v of 200: got %s, want %s", x, got, want)
		}
	}
	if onLower, onUpper := FunnelEvents(0, 0.95, 1); onUpper != 0 || !near(onLower, -math.Log(0.025), 1e-12) {
		t.Errorf("no events: got %v and %v", onLower, onUpper)
	}
}

// No function of counts may let NaN or an infinity out.
func TestEstimatesAreFinite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.SampledFrom([]float64{0, 1, 9, 10, 19, 20, 1e6, -1, 0.5, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, 5e-324})
		a, b, c, d := value.Draw(t, "a"), value.Draw(t, "b"), value.Draw(t, "c"), value.Draw(t, "d")
		for _, e := range []Estimate{Share(a, b), Rate(a, b, 1000), RateRatio(a, b, c, d), RiskRatio(a, b, c, d), OddsRatio(a, b, c, d), ShareRatio(a, b, c), ShareDifference(a, b, c, d), MultinomialDifference(a, b, c), DayIndex(a, b, c, d), CompareCounts(a, b, c, d).Ratio} {
			if _, err := json.Marshal(e); err != nil { // fails on NaN and infinities
				t.Fatal(err)
			}
			if !e.Value.Known() && e.Reason == "" {
				t.Fatalf("no value and no reason: %+v", e)
			}
		}
	})
}

func TestNumber(t *testing.T) {
	if N(math.NaN()).Known() || N(math.Inf(-1)).Known() || (Number{}).Or(7) != 7 || N(3).Or(7) != 3 {
		t.Error("an absent number has a value")
	}
	if got := math.Signbit(N(math.Copysign(0, -1)).value); got {
		t.Error("zero has a sign")
	}
	if N(1e308).Scale(10).Known() || N(2).Scale(3).Or(0) != 6 {
		t.Error("scaling past the largest number has a value")
	}
	data, err := json.Marshal([]Number{N(1.5), {}})
	if err != nil || string(data) != "[1.5,null]" {
		t.Errorf("got %s, %v", data, err)
	}
	var back []Number
	if err := json.Unmarshal(data, &back); err != nil || !cmp.Equal(back, []Number{N(1.5), {}}, cmp.AllowUnexported(Number{})) {
		t.Errorf("got %v, %v", back, err)
	}
	e := Estimate{Lower: N(1.2), Upper: N(2)}
	if !e.Excludes(1) || !e.Excludes(2.1) || e.Excludes(1.5) || (Estimate{}).Excludes(1) {
		t.Error("Excludes is wrong")
	}
}
