package stats

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func ExampleRateRatio() {
	r := RateRatio(120, 40850, 40, 38739)
	fmt.Printf("%.1f times (%.1f to %.1f), %s\n", r.Value.Or(0), r.Lower.Or(0), r.Upper.Or(0), r.Method)
	// Output:
	// 2.8 times (2.0 to 4.1), log rate ratio
}

func TestRateRatioOfZeros(t *testing.T) {
	refusal(t, "no people", RateRatio(1, 0, 1, 10), NoDenominator)
	refusal(t, "no other people", RateRatio(1, 10, 1, 0), NoDenominator)
	refusal(t, "no events", RateRatio(0, 10, 0, 10), NotEstimable)
	refusal(t, "negative", RateRatio(-1, 10, 5, 10), NotEstimable)
	refusal(t, "NaN", RateRatio(1, math.NaN(), 5, 10), NoDenominator)
	none := RateRatio(5, 1, 0, 1)
	refusal(t, "none in the second", none, NotEstimable)
	if !none.Lower.Known() || none.Upper.Known() || none.Method != "exact conditional" {
		t.Errorf("none in the second: got %+v, want a lower limit alone", none)
	}
	zero := RateRatio(0, 1, 5, 1)
	if zero.Value.Or(1) != 0 || zero.Lower.Or(1) != 0 || !zero.Upper.Known() {
		t.Errorf("none in the first: got %+v, want 0 with an upper limit", zero)
	}
}

func TestRatioMethods(t *testing.T) {
	for _, tt := range []struct {
		a, b float64
		want string
	}{{10, 10, "log rate ratio"}, {9, 1000, "exact conditional"}, {1000, 9, "exact conditional"}} {
		if got := RateRatio(tt.a, 1, tt.b, 1).Method; got != tt.want {
			t.Errorf("%v v %v: got %q, want %q", tt.a, tt.b, got, tt.want)
		}
	}
	refusal(t, "Katz above its people", RiskRatio(30, 20, 1, 20), NotEstimable)
	refusal(t, "Katz of nobody", RiskRatio(1, 0, 1, 20), NoDenominator)
	refusal(t, "Katz of zero", RiskRatio(0, 20, 1, 20), NotEstimable)
	refusal(t, "odds of all", OddsRatio(20, 20, 1, 20), NotEstimable)
	refusal(t, "odds of nobody", OddsRatio(1, 20, 0, 0), NoDenominator)
}

// Bland and Altman, BMJ 320:1468 (2000), hay fever in children with eczema and
// without: 141, 420, 928 and 13,525 children, odds ratio 4.89, limits 4.00 to 5.99.
func TestOddsRatio(t *testing.T) {
	e := OddsRatio(141, 141+420, 928, 928+13525)
	got := fmt.Sprintf("%.2f %.2f %.2f", e.Value.Or(0), e.Lower.Or(0), e.Upper.Or(0))
	if want := "4.89 4.00 5.99"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestDispersedRateRatio(t *testing.T) {
	plain, same, wide := RateRatio(40, 1, 20, 1), DispersedRateRatio(40, 1, 20, 1, 0.5), DispersedRateRatio(40, 1, 20, 1, 4)
	if same != plain {
		t.Errorf("phi below 1: got %+v, want %+v", same, plain)
	}
	// Twice the logarithmic half-width, by hand.
	want := 2 * math.Exp(-2*Z95*math.Sqrt(1.0/40+1.0/20))
	if !near(wide.Lower.Or(0), want, 1e-12) || wide.Method != "log rate ratio, widened for dispersion" {
		t.Errorf("phi 4: got %+v, want lower %v", wide, want)
	}
}

// The inverse of a ratio is the ratio of the exchanged groups, and limits hold
// the value.
func TestRateRatioInverse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := float64(rapid.IntRange(1, 2000).Draw(t, "a")), float64(rapid.IntRange(1, 2000).Draw(t, "b"))
		popA, popB := rapid.Float64Range(1, 1e6).Draw(t, "A"), rapid.Float64Range(1, 1e6).Draw(t, "B")
		e, inverse := RateRatio(a, popA, b, popB), RateRatio(b, popB, a, popA)
		v, lower, upper := e.Value.Or(-1), e.Lower.Or(-1), e.Upper.Or(-1)
		if !(lower < v && v < upper) {
			t.Fatalf("limits: got %v %v %v", lower, v, upper)
		}
		if !near(lower*inverse.Upper.Or(-1), 1, 1e-8) || !near(v*inverse.Value.Or(-1), 1, 1e-9) {
			t.Fatalf("inverse: got %+v and %+v", e, inverse)
		}
	})
}

func TestRatioBounds(t *testing.T) {
	low, high := RatioBounds(5, 100, 0, 100, 0)
	if low.Known() || high.Known() {
		t.Errorf("no events to compare with: got %v %v, want none", low, high)
	}
}
