package stats

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"
)

func ExampleCompareCounts() {
	c := CompareCounts(26, 365, 37, 365)
	fmt.Printf("%+.0f%%, p = %.2f, %s\n", c.Percent.Or(0), c.P.Or(0), c.Test)
	// Output:
	// +42%, p = 0.21, exact conditional
}

func TestCompareCounts(t *testing.T) {
	c := CompareCounts(0, 365, 12, 365)
	if c.Percent.Known() || c.Ratio.Value.Known() || !c.Ratio.Lower.Known() || !c.P.Known() {
		t.Errorf("from none: got %+v", c)
	}
	c = CompareCounts(12, 365, 0, 365)
	if c.Percent.Or(0) != -100 || c.Ratio.Value.Or(1) != 0 {
		t.Errorf("to none: got %+v", c)
	}
	if c := CompareCounts(0, 365, 0, 365); c.Percent.Known() || c.P.Known() || c.Ratio.Reason != NotEstimable {
		t.Errorf("none at all: got %+v", c)
	}
	if c := CompareCounts(5, 0, 5, 365); c.P.Known() || c.Ratio.Reason != NoDenominator {
		t.Errorf("no days: got %+v", c)
	}
	if c := CompareCounts(5.5, 365, 5, 365); c.P.Known() {
		t.Errorf("a weight is no count: got p %v", c.P)
	}
	// A leap year: equal daily counts have ratio 1.
	if c := CompareCounts(365, 365, 366, 366); !near(c.Ratio.Value.Or(0), 1, 1e-12) || c.P.Or(0) < 0.97 {
		t.Errorf("leap year: got %+v", c)
	}
}

// Against the sum that defines the test, term by term.
func TestConditionalTestIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 300).Draw(t, "N")
		x := rapid.IntRange(0, n).Draw(t, "x")
		t1, t2 := float64(rapid.IntRange(28, 731).Draw(t, "t1")), float64(rapid.IntRange(28, 731).Draw(t, "t2"))
		b := distuv.Binomial{N: float64(n), P: t1 / (t1 + t2)}
		want := 0.0
		for i := 0.0; i <= float64(n); i++ {
			if b.Prob(i) <= b.Prob(float64(x))*likelihoodSlack {
				want += b.Prob(i)
			}
		}
		got := ConditionalTest(float64(x), t1, float64(n-x), t2).Or(-1)
		if math.Abs(got-want) > 1e-9 {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

func TestConditionalTestOfManyEvents(t *testing.T) {
	// Against the normal approximation with continuity correction, at 100,000.
	p := ConditionalTest(100000, 1, 101000, 1).Or(-1)
	want := math.Erfc((1000 - 1) / math.Sqrt(201000) / math.Sqrt2)
	if math.Abs(p-want) > 1e-5 {
		t.Errorf("got %v, want about %v", p, want)
	}
	if p := ConditionalTest(100000, 1, 300000, 1).Or(-1); p < 0 || p > 1e-300 {
		t.Errorf("far apart: got %v, want about 0", p)
	}
}

// By hand with mean 3: all counts are as improbable as the mode, 3, or more so; as
// improbable as 0 (e^-3 = 0.0498) are 7 and more (P(6) is 0.0504, P(7) 0.0216).
func TestPoissonTail(t *testing.T) {
	upTo6 := math.Exp(-3) * (1 + 3 + 9.0/2 + 27.0/6 + 81.0/24 + 243.0/120 + 729.0/720)
	for _, tt := range []struct{ x, mean, want float64 }{
		{0, 0, 1},
		{2, 0, 0},
		{3, 3, 1},
		{0, 3, math.Exp(-3) + 1 - upTo6},
		{7, 3, 1 - upTo6},
	} {
		if got := PoissonTail(tt.x, tt.mean); !near(got, tt.want, 1e-10) {
			t.Errorf("%v of %v: got %v, want %v", tt.x, tt.mean, got, tt.want)
		}
	}
}

func TestPoissonTailIsItsDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mean := rapid.Float64Range(0.01, 60).Draw(t, "mean")
		x := float64(rapid.IntRange(0, 150).Draw(t, "x"))
		poisson := distuv.Poisson{Lambda: mean}
		want := 0.0
		for i := 0.0; i < 400; i++ {
			if poisson.Prob(i) <= poisson.Prob(x)*likelihoodSlack {
				want += poisson.Prob(i)
			}
		}
		if got := PoissonTail(x, mean); math.Abs(got-want) > 1e-9 {
			t.Fatalf("got %v, want %v", got, want)
		}
	})
}

func TestPoissonTailPanics(t *testing.T) {
	for _, tt := range [][2]float64{{-1, 3}, {0.5, 3}, {3, -1}, {3, math.NaN()}, {math.NaN(), 3}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%v: no panic", tt)
				}
			}()
			PoissonTail(tt[0], tt[1])
		}()
	}
}

func TestETest(t *testing.T) {
	if ETest(0, 1, 0, 1).Known() || ETest(1, 0, 2, 1).Known() || ETest(1.5, 1, 2, 1).Known() {
		t.Error("a test of nothing has a p-value")
	}
	// It is no less powerful than the conditional test on these small counts.
	for _, n := range []float64{3, 6, 9, 15} {
		if e, c := ETest(n, 1, 1, 1).Or(2), ConditionalTest(n, 1, 1, 1).Or(2); e > c {
			t.Errorf("%v v 1: got %v, conditional %v", n, e, c)
		}
	}
}

// The lady tasting tea: 3 of 4 and 1 of 4 give 34/70 (Fisher 1935).
func TestFisherExact(t *testing.T) {
	if got := FisherExact(3, 4, 1, 4).Or(-1); !near(got, 34.0/70, 1e-12) {
		t.Errorf("got %v, want %v", got, 34.0/70)
	}
	if FisherExact(1, 0, 1, 4).Known() || FisherExact(5, 4, 1, 4).Known() || FisherExact(1.5, 4, 1, 4).Known() {
		t.Error("a test of nothing has a p-value")
	}
	if got := FisherExact(0, 4, 0, 4).Or(-1); got != 1 {
		t.Errorf("none at all: got %v, want 1", got)
	}
}

func BenchmarkCompareCounts(b *testing.B) {
	for b.Loop() {
		CompareCounts(1920, 365, 2320, 365)
	}
}
