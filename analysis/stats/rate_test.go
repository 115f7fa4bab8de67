package stats

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"
	"pgregory.net/rapid"
)

func ExampleRate() {
	for _, x := range []float64{458, 9} {
		r := Rate(x, 219992, 1000)
		fmt.Printf("%.2f per 1,000 (%.2f to %.2f), %s %q\n", r.Value.Or(0), r.Lower.Or(0), r.Upper.Or(0), r.Method, r.Status)
	}
	// Output:
	// 2.08 per 1,000 (1.90 to 2.28), Byar ""
	// 0.04 per 1,000 (0.02 to 0.08), exact Poisson "u"
}

func TestRateRefuses(t *testing.T) {
	refusal(t, "no people", Rate(5, 0, 1000), NoDenominator)
	refusal(t, "negative people", Rate(5, -1, 1000), NoDenominator)
	refusal(t, "NaN people", Rate(5, math.NaN(), 1000), NoDenominator)
	refusal(t, "negative count", Rate(-5, 10, 1000), NotEstimable)
	refusal(t, "NaN count", Rate(math.NaN(), 10, 1000), NotEstimable)
	refusal(t, "no days", DayIndex(3, 0, 10, 365), NoDenominator)
	refusal(t, "no events at all", DayIndex(0, 31, 0, 365), NoDenominator)
	if e := Rate(30, 10, 1); e.Value.Or(0) != 3 {
		t.Errorf("more events than people: got %+v, want 3", e)
	}
}

func TestRateOfRepeats(t *testing.T) {
	// Everybody has one event: no stretch, whatever the count.
	plain, once := Rate(25, 1000, 1), RateOfRepeats([]float64{25}, 1000, 1)
	if !near(once.Lower.Or(0), plain.Lower.Or(1), 1e-12) || once.Method != "Byar, repeat-adjusted" {
		t.Errorf("got %+v, want the limits of %+v", once, plain)
	}
	if e := RateOfRepeats(nil, 1000, 1); e.Value.Or(1) != 0 || !e.Upper.Known() {
		t.Errorf("no events: got %+v", e)
	}
	// One person with nine events: the stretched lower limit would be negative.
	if e := RateOfRepeats([]float64{0, 0, 0, 0, 0, 0, 0, 0, 1}, 1, 1); e.Lower.Or(-1) != 0 {
		t.Errorf("one person: got %+v, want lower limit 0", e)
	}
}

func TestCount(t *testing.T) {
	if e := Count(12); e.Value.Or(0) != 12 || e.Denominator.Known() || e.Method != "Byar" {
		t.Errorf("got %+v", e)
	}
}

// The exact limits are where the tail probabilities are 2.5%.
func TestExactPoissonLimitsAreTails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := float64(rapid.IntRange(1, 5000).Draw(t, "x"))
		lower, upper := ExactPoissonLimits(x, 0.95)
		if p := mathext.GammaIncReg(x, lower); !near(p, 0.025, 1e-10) {
			t.Fatalf("P(X >= x) at the lower limit: got %v, want 0.025", p)
		}
		if p := mathext.GammaIncRegComp(x+1, upper); !near(p, 0.025, 1e-10) {
			t.Fatalf("P(X <= x) at the upper limit: got %v, want 0.025", p)
		}
	})
}

// Byar's limits are close to the exact ones from 10 events on: within half a
// per cent of the count's own limits, and wider with more confidence.
func TestByarIsNearExact(t *testing.T) {
	for x := 10.0; x < 1e5; x *= 1.7 {
		x := math.Floor(x)
		lower, upper := ExactPoissonLimits(x, 0.95)
		if l, u := ByarLower(x, 0.95), ByarUpper(x, 0.95); !near(l, lower, 0.005) || !near(u, upper, 0.005) {
			t.Errorf("%v: got %v to %v, exact %v to %v", x, l, u, lower, upper)
		}
		if ByarLower(x, 0.998) >= ByarLower(x, 0.95) || ByarUpper(x, 0.998) <= ByarUpper(x, 0.95) {
			t.Errorf("%v: 99.8%% limits are not outside the 95%% ones", x)
		}
	}
}

func BenchmarkRate(b *testing.B) {
	for b.Loop() {
		Rate(7, 219992, 1000)
	}
}
