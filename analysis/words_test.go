package analysis

import (
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"svna/analysis/stats"
)

// TestRound pins half away from zero on the decimal text of a number. The first
// rows are those on which binary half-even rounding (fmt) goes the other way.
func TestRound(t *testing.T) {
	tests := []struct {
		value    float64
		decimals int
		want     string
	}{
		{2.5, 0, "3"},
		{-2.5, 0, "−3"},
		{0.285, 2, "0.29"},
		{1.005, 2, "1.01"},
		{0.5, 0, "1"},
		{999.95, 1, "1,000.0"},
		{0.04, 1, "0.0"},
		{-0.04, 1, "0.0"}, // never -0
		{1234567.5, 0, "1,234,568"},
		{103099754.71, 0, "103,099,755"},
		{1e21, 0, "1,000,000,000,000,000,000,000"}, // never 1e+21
		{0, 0, "0"},
	}
	for _, test := range tests {
		if got := Round(test.value, test.decimals); got != test.want {
			t.Errorf("Round(%v, %d) = %q, want %q", test.value, test.decimals, got, test.want)
		}
	}
}

// TestShareRoundsExactly compares whole per cents of all k of n up to 200 with
// whole-number arithmetic: (200k + n) / 2n, rounded down.
func TestShareRoundsExactly(t *testing.T) {
	for n := 20; n <= 200; n++ {
		for k := range n + 1 {
			want := formatCount(math.Floor(float64(200*k+n) / float64(2*n)))
			if got := Round(stats.Share(float64(k), float64(n)).Scale(100).Value.Or(-1), 0); got != want {
				t.Errorf("%d of %d: got %s%%, want %s%%", k, n, got, want)
			}
		}
	}
}

func TestFormatsOfAbsentNumbers(t *testing.T) {
	for _, f := range []Format{AsCount, AsShare, AsRate, AsRatio, AsPounds, AsP} {
		if got := f.Text(stats.N(math.NaN())); got != "" {
			t.Errorf("format %s of an absent number is %q, want nothing", f, got)
		}
	}
}

func TestList(t *testing.T) {
	for _, test := range []struct {
		words []string
		want  string
	}{
		{nil, ""},
		{[]string{"June"}, "June"},
		{[]string{"June", "August"}, "June and August"},
		{[]string{"Northbury", "Abbey", "Goresbrook"}, "Northbury, Abbey and Goresbrook"},
	} {
		if got := list(test.words); got != test.want {
			t.Errorf("list(%v) = %q, want %q", test.words, got, test.want)
		}
	}
}

// TestSharePhraseBelowTwenty holds the rule that a base under 20 has counts and
// no percentage in words (methods, section 6).
// A share that is not nought is not written as 0%: 69 of 15,328 is 0.45%, Wilson 0.36
// to 0.57; 1 of 3,899 is 0.026%, Wilson 0.0045 to 0.145.
func TestSharePhraseUnderOnePercent(t *testing.T) {
	for _, c := range []struct {
		k, n float64
		want string
	}{
		{69, 15328, "0.5% of offences were entered so (69 of 15,328; 95% CI 0.4% to 0.6%)"},
		{1, 3899, "0.03% of offences were entered so (1 of 3,899; 95% CI 0.00% to 0.15%)"},
		{0, 202, "0% of offences were entered so (0 of 202; 95% CI 0% to 2%)"},
	} {
		if got := sharePhrase(stats.Share(c.k, c.n).Scale(100), "offences", "were entered so", ""); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestSharePhraseBelowTwenty(t *testing.T) {
	got := sharePhrase(stats.Share(7, 12).Scale(100), "knife crime offences", "were personal robbery", "")
	if want := "7 of 12 knife crime offences were personal robbery"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	got = sharePhrase(stats.Share(240, 460).Scale(100), "knife crime offences", "were personal robbery", "class not recorded for 3")
	// Wilson limits of 240/460: 47.6% to 56.7% (methods, H1).
	if want := "52% of knife crime offences were personal robbery (240 of 460; 95% CI 48% to 57%; class not recorded for 3)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestRatioWords holds the gates of the words of a ratio on both sides of each
// edge: the interval must exclude 1 and both counts be 10 or more.
func TestRatioWords(t *testing.T) {
	tests := []struct {
		a, b float64
		want string
	}{
		{120, 40, "the rate of knife crime among men was 3.0 times that among women (120 victims and 40; rate ratio 3.00; 95% CI 2.10 to 4.29)"},
		{40, 120, "the rate of knife crime among men was lower than that among women (40 victims and 120; rate ratio 0.33; 95% CI 0.23 to 0.48)"},
		{50, 45, "the rate of knife crime among men was similar to that among women (50 victims and 45; rate ratio 1.11; 95% CI 0.74 to 1.66)"},
		{30, 5, "the rate of knife crime among men is not compared with that among women: the numbers are too small (30 victims and 5)"},
	}
	for _, test := range tests {
		got := ratioPhrase(stats.RateRatio(test.a, 1000, test.b, 1000), "knife crime", "men", "women", Victim)
		if got != test.want {
			t.Errorf("%v against %v: got %q, want %q", test.a, test.b, got, test.want)
		}
	}
	got := ratioPhrase(stats.RateRatio(40, 1000, 8, 1000), "knife crime", "men", "women", Victim)
	if want := "the rate of knife crime among men is not compared in words with that among women: one count is under 10"; got[:len(want)] != want {
		t.Errorf("40 against 8: got %q, want it to begin %q", got, want)
	}
}

// TestRoundIsExact compares with exact fractions: the 15 digits, times a power of
// ten, plus a half, cut.
func TestRoundIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.OneOf(
			rapid.Float64Range(-1e7, 1e7),
			rapid.Float64Range(-0.01, 0.01),
			rapid.Map(rapid.IntRange(-20000, 20000), func(n int) float64 { return float64(n) / 200 }),
			rapid.Float64(),
		).Draw(t, "v")
		decimals := rapid.IntRange(0, 4).Draw(t, "decimals")
		exact, ok := new(big.Rat).SetString(strconv.FormatFloat(math.Abs(v), 'e', 14, 64))
		if !ok {
			t.Skip("not finite")
		}
		scale := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil))
		exact.Add(exact.Mul(exact, scale), big.NewRat(1, 2))
		units := new(big.Int).Quo(exact.Num(), exact.Denom())
		want := new(big.Rat).Quo(new(big.Rat).SetInt(units), scale).FloatString(decimals)
		if v < 0 && units.Sign() != 0 {
			want = "−" + want
		}
		if got := strings.ReplaceAll(Round(v, decimals), ",", ""); got != want {
			t.Fatalf("Round(%v, %d) = %q, want %q", v, decimals, got, want)
		}
	})
}
