package stats

import (
	"fmt"
	"math"
	"testing"

	"svna/analysis/internal/oracle"

	"github.com/google/go-cmp/cmp"
	"gonum.org/v1/gonum/mathext"
	"pgregory.net/rapid"
)

func ExampleRanks() {
	ranks := Ranks([]float64{53, 48, 33, 33, 7}, nil, 2, 2000, 1)
	for _, r := range ranks {
		fmt.Printf("rank %d (%d to %d), among the top two: %.1f\n", r.Rank, r.Lower, r.Upper, r.TopK)
	}
	// Output:
	// rank 1 (1 to 2), among the top two: 1.0
	// rank 2 (1 to 3), among the top two: 0.9
	// rank 3 (2 to 4), among the top two: 0.0
	// rank 3 (2 to 4), among the top two: 0.1
	// rank 5 (5 to 5), among the top two: 0.0
}

func TestRanks(t *testing.T) {
	// By rate: 30/1000, 30/500, none, 6/100; the second and the last share rank 1.
	ranks := Ranks([]float64{30, 30, 9, 6}, []float64{1000, 500, 0, 100}, 1, 500, 7)
	var got []int
	for _, r := range ranks {
		got = append(got, r.Rank)
	}
	if diff := cmp.Diff([]int{3, 1, 0, 1}, got); diff != "" {
		t.Error(diff)
	}
	if ranks[2] != (Rank{}) {
		t.Errorf("no people: got %+v, want nothing", ranks[2])
	}
	if again := Ranks([]float64{30, 30, 9, 6}, []float64{1000, 500, 0, 100}, 1, 500, 7); !cmp.Equal(ranks, again) {
		t.Error("the same seed gave other ranks")
	}
	if len(Ranks(nil, nil, 3, 10, 1)) != 0 {
		t.Error("ranks of nothing")
	}
}

// The probability that the first of two areas with 20 and 12 is ahead, from the
// beta distribution: P(Gamma(20.5) > Gamma(12.5)) = P(Beta(12.5, 20.5) < 1/2).
// Tolerance 4·sqrt(p(1-p)/R).
func TestRanksProbability(t *testing.T) {
	const draws = 20000
	want := mathext.RegIncBeta(12.5, 20.5, 0.5)
	got := Ranks([]float64{20, 12}, nil, 1, draws, 3)[0].TopK
	if math.Abs(got-want) > 4*math.Sqrt(want*(1-want)/draws) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func ExampleOverlapTop() {
	knife := []float64{53, 48, 33, 7, 5, 4}
	robbery := []float64{30, 9, 31, 8, 2, 1}
	o := OverlapTop(knife, robbery, 3, 999, 1)
	e := JaccardInterval(o)
	fmt.Printf("%d of %d areas, expected %.1f, p = %.2f, %s\n", o.Both, len(o.TopA)+len(o.TopB)-o.Both, o.Expected.Or(0), o.P.Or(0), e.Method)
	// Output:
	// 3 of 3 areas, expected 1.5, p = 0.05, Wilson
}

func TestOverlapTop(t *testing.T) {
	// Ties at the cut are in, areas without an offence never.
	o := OverlapTop([]float64{9, 5, 5, 5, 0, 0}, []float64{0, 0, 0, 0, 0, 2}, 2, 99, 1)
	if diff := cmp.Diff([]int{0, 1, 2, 3}, o.TopA); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int{5}, o.TopB); diff != "" {
		t.Error(diff)
	}
	if o.Both != 0 || o.Jaccard.Or(1) != 0 || o.P.Or(0) != 1 {
		t.Errorf("got %+v", o)
	}
	// A tenth of 19 areas is 2: the default is 3. Of 45 areas it is 5.
	if got := OverlapTop(wardCounts, wardOther, 0, 0, 1); got.K != 3 || got.RhoP.Known() {
		t.Errorf("got %+v, want k 3 and no p without permutations", got)
	}
	many := make([]float64, 45)
	for i := range many {
		many[i] = float64(i + 1)
	}
	if got := OverlapTop(many, many, 0, 99, 1); got.K != 5 || got.Jaccard.Or(0) != 1 || got.Rho.Or(0) < 1-1e-12 || got.RhoP.Or(0) != 0.01 {
		t.Errorf("with itself: got %+v", got)
	}
	if got := OverlapTop(nil, nil, 0, 99, 1); got.Jaccard.Known() || got.Rho.Known() || JaccardInterval(got).Reason != NoDenominator {
		t.Errorf("no areas: got %+v", got)
	}
	if got := OverlapTop(make([]float64, 5), []float64{1, 2, 3, 4, 5}, 0, 99, 1); got.Jaccard.Known() || got.Rho.Known() {
		t.Errorf("no offences: got %+v", got)
	}
}

// Ties share the mean of their ranks.
func TestMidranks(t *testing.T) {
	if diff := cmp.Diff([]float64{4.5, 1, 2.5, 2.5, 4.5}, Midranks([]float64{9, 1, 3, 3, 9})); diff != "" {
		t.Error(diff)
	}
}

func TestSmoothRates(t *testing.T) {
	// Equal rates: no variance between areas, all have the mean.
	eb := SmoothRates([]float64{10, 20, 0}, []float64{1000, 2000, 0})
	for i := range eb.Rates {
		if eb.Rates[i].Or(0) != 0.01 || eb.Shrinkage[i].Or(1) != 0 || eb.PAbove[i].Known() {
			t.Errorf("area %d: got %v %v %v", i, eb.Rates[i], eb.Shrinkage[i], eb.PAbove[i])
		}
	}
	if eb := SmoothRates([]float64{1, 2}, []float64{0, 0}); eb.Rates[0].Known() || eb.Mean.Known() {
		t.Errorf("nobody: got %+v", eb)
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 30).Draw(t, "areas")
		counts, people := make([]float64, n), make([]float64, n)
		for i := range n {
			counts[i], people[i] = float64(rapid.IntRange(0, 100).Draw(t, "x")), float64(rapid.IntRange(1, 5000).Draw(t, "n"))
		}
		eb := SmoothRates(counts, people)
		m := eb.Mean.Or(-1)
		for i := range n {
			low, high := math.Min(m, counts[i]/people[i]), math.Max(m, counts[i]/people[i])
			if r := eb.Rates[i].Or(-1); r < low-1e-12 || r > high+1e-12 {
				t.Fatalf("area %d: got %v, want between %v and %v", i, r, low, high)
			}
		}
	})
}

// Set 04 of the folder shared: spdep 1.2-7 on North Carolina; 1e-10 absolute.
func TestSmoothRatesOracle(t *testing.T) {
	rows := oracle.Rows(t, "oracles", "04_local_g_gistar", "nc_sids_empirical_bayes_probmap.csv")
	eb := SmoothRates(column(t, rows, "n"), column(t, rows, "x"))
	for i, row := range rows {
		if got, want := eb.Rates[i].Or(-1), parse(t, row.Get("eb_global")); math.Abs(got-want) > 1e-10 {
			t.Errorf("%s: got %v, want %v", row.Get("NAME"), got, want)
		}
	}
}

func TestConcentrate(t *testing.T) {
	c := Concentrate([]float64{0, 0})
	if c.Gini.Known() || c.Adjusted.Known() || c.HalfOfUsed.Known() || c.Half.Reason != NotEstimable || c.Empty != 2 {
		t.Errorf("no events: got %+v", c)
	}
	c = Concentrate([]float64{6, 1, 2, 1})
	want := []LorenzPoint{{0, 0}, {0.25, 0.1}, {0.5, 0.2}, {0.75, 0.4}, {1, 1}}
	if diff := cmp.Diff(want, c.Lorenz); diff != "" {
		t.Error(diff)
	}
	if c := Concentrate(nil); c.Units != 0 || c.Gini.Known() {
		t.Errorf("no units: got %+v", c)
	}
	refusal(t, "no events", TopShare([]float64{0, 0}, 0.05), NoDenominator)
}

func TestDecomposeAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) []float64 { return rapid.SliceOfN(rapid.Float64Range(0, 1000), 3, 3).Draw(t, name) }
		p1, r1, p2, r2 := draw("p1"), draw("r1"), draw("p2"), draw("r2")
		d := Decompose(p1, r1, p2, r2)
		for i := range p1 {
			change := p2[i]*r2[i] - p1[i]*r1[i]
			if got := d.Population[i] + d.Rate[i]; math.Abs(got-change) > 1e-8 {
				t.Fatalf("group %d: got %v, want %v", i, got, change)
			}
		}
	})
}

func BenchmarkRanks(b *testing.B) {
	for b.Loop() {
		Ranks(wardCounts, nil, 3, 2000, 1)
	}
}
