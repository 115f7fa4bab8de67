package stats

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func ExampleShare() {
	robbery := Share(240, 460).Scale(100)
	fmt.Printf("%.0f%% (%.0f%% to %.0f%%), %s\n", robbery.Value.Or(0), robbery.Lower.Or(0), robbery.Upper.Or(0), robbery.Method)
	nobody := Share(0, 0)
	fmt.Println(nobody.Value.Known(), nobody.Reason)
	// Output:
	// 52% (48% to 57%), Wilson
	// false no_denominator
}

func ExampleShareDifference() {
	d := ShareDifference(240, 460, 228, 440).Scale(100)
	fmt.Printf("%.1f points (%.1f to %.1f), differs: %v\n", d.Value.Or(0), d.Lower.Or(0), d.Upper.Or(0), d.Excludes(0))
	// Output:
	// 0.4 points (-6.1 to 6.9), differs: false
}

// refusal is what an estimate without a value must look like.
func refusal(t *testing.T, what string, e Estimate, reason string) {
	t.Helper()
	if e.Value.Known() || e.Status != NotAvailable || e.Reason != reason {
		t.Errorf("%s: got %+v, want no value and reason %s", what, e, reason)
	}
}

func TestShareRefuses(t *testing.T) {
	refusal(t, "0 of 0", Share(0, 0), NoDenominator)
	refusal(t, "above", Share(21, 20), NotEstimable)
	refusal(t, "negative", Share(-1, 20), NotEstimable)
	refusal(t, "NaN", Share(math.NaN(), 20), NotEstimable)
	refusal(t, "NaN of", Share(1, math.NaN()), NotEstimable)
	refusal(t, "difference", ShareDifference(1, 2, 0, 0), NoDenominator)
	refusal(t, "difference above", ShareDifference(3, 2, 1, 2), NotEstimable)
	refusal(t, "multinomial", MultinomialDifference(0, 0, 0), NoDenominator)
	refusal(t, "multinomial above", MultinomialDifference(7, 5, 10), NotEstimable)
	refusal(t, "no expectation", ShareRatio(1, 20, 0), NoDenominator)
}

// Fewer than 20 is the rule of words and tables in methods.md, section 6.
func TestReliability(t *testing.T) {
	for _, tt := range []struct {
		what string
		got  Status
		want Status
	}{
		{"share of 19", Share(5, 19).Status, LowReliability},
		{"share of 20", Share(5, 20).Status, Sound},
		{"rate of 19", Rate(19, 1000, 1000).Status, LowReliability},
		{"rate of 20", Rate(20, 1000, 1000).Status, Sound},
		{"ratio of 20 and 19", RateRatio(20, 1, 19, 1).Status, LowReliability},
		{"ratio of 20 and 20", RateRatio(20, 1, 20, 1).Status, Sound},
		{"share ratio of 19", ShareRatio(5, 19, 0.5).Status, LowReliability},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.what, tt.got, tt.want)
		}
	}
}

// By hand: p = 0.5 and 0.3 of 100, z·sqrt((0.8 - 0.04)/100).
func TestMultinomialDifference(t *testing.T) {
	e := MultinomialDifference(50, 30, 100)
	half := Z95 * math.Sqrt(0.76/100)
	for what, pair := range map[string][2]float64{
		"value": {e.Value.Or(9), 0.2}, "lower": {e.Lower.Or(9), 0.2 - half}, "upper": {e.Upper.Or(9), 0.2 + half},
	} {
		if !near(pair[0], pair[1], 1e-12) {
			t.Errorf("%s: got %v, want %v", what, pair[0], pair[1])
		}
	}
	if e := MultinomialDifference(10, 0, 10); e.Upper.Or(9) > 1 {
		t.Errorf("upper limit: got %v, want 1 at most", e.Upper)
	}
}

// Newcombe 1998, table I: 81/263 by the Clopper-Pearson method is 0.2527 to
// 0.3676; none of 20 has 1 - 0.025^(1/20) as its upper limit.
func TestClopperPearson(t *testing.T) {
	lower, upper := ClopperPearson(81, 263, 0.95)
	if math.Abs(lower-0.2527) > 5e-5 || math.Abs(upper-0.3676) > 5e-5 {
		t.Errorf("81/263: got %v to %v, want 0.2527 to 0.3676", lower, upper)
	}
	lower, upper = ClopperPearson(0, 20, 0.95)
	if want := 1 - math.Pow(0.025, 1.0/20); lower != 0 || !near(upper, want, 1e-12) {
		t.Errorf("0/20: got %v to %v, want 0 to %v", lower, upper, want)
	}
	lower, upper = ClopperPearson(20, 20, 0.95)
	if want := math.Pow(0.025, 1.0/20); upper != 1 || !near(lower, want, 1e-12) {
		t.Errorf("20/20: got %v to %v, want %v to 1", lower, upper, want)
	}
}

// Limits hold the value, lie inside 0 to 1, and are those of the complement
// turned round.
func TestShareProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 1e6).Draw(t, "n")
		x := rapid.IntRange(0, n).Draw(t, "x")
		e, other := Share(float64(x), float64(n)), Share(float64(n-x), float64(n))
		p, lower, upper := e.Value.Or(-1), e.Lower.Or(-1), e.Upper.Or(-1)
		if !(0 <= lower && lower <= p && p <= upper && upper <= 1) {
			t.Fatalf("limits: got %v %v %v", lower, p, upper)
		}
		if math.Abs(lower-(1-other.Upper.Or(-1))) > 1e-12 {
			t.Fatalf("complement: got %v and %v", lower, other.Upper)
		}
		cpLower, cpUpper := ClopperPearson(float64(x), float64(n), 0.95)
		if !(cpLower <= p && p <= cpUpper) {
			t.Fatalf("exact limits: got %v %v %v", cpLower, p, cpUpper)
		}
	})
}

func BenchmarkShare(b *testing.B) {
	for b.Loop() {
		Share(240, 460)
	}
}
