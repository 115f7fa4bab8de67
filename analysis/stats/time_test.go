package stats

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func ExampleAoristic() {
	// Some time between Friday 23:30 and Saturday 01:00.
	weights := Aoristic(wall("2023-03-03 23:30"), wall("2023-03-04 01:00"))
	fmt.Printf("Friday 23: %.2f, Saturday 00: %.2f\n", weights[4*24+23], weights[5*24])
	// Output:
	// Friday 23: 0.33, Saturday 00: 0.67
}

// Expected answers by counting minutes.
func TestAoristic(t *testing.T) {
	const missing = math.MinInt64
	for _, tt := range []struct {
		what     string
		from, to int64
		hour     int
		want     float64
	}{
		{"no end", wall("2023-01-02 10:59"), missing, 10, 1},
		{"one minute", wall("2023-01-02 10:59"), wall("2023-01-02 11:00"), 10, 1},
		{"no span", wall("2023-01-02 10:59"), wall("2023-01-02 10:59"), 10, 1},
		{"seconds are cut", wall("2023-01-02 10:59") + 59, wall("2023-01-02 11:01") + 1, 10, 0.5},
		{"a whole day", wall("2023-01-02 00:00"), wall("2023-01-03 00:00"), 23, 1.0 / 24},
		{"a minute short of a week", wall("2023-01-02 00:00"), wall("2023-01-08 23:59"), 6*24 + 23, 59.0 / 10079},
		{"before 1970", wall("1969-12-31 23:30"), wall("1970-01-01 00:30"), 2*24 + 23, 0.5},
		{"hour that March skips moves on", wall("2024-03-31 01:30"), missing, 6*24 + 2, 1},
		{"hour twice in October is the first", wall("2023-10-29 01:30"), wall("2023-10-29 02:30"), 6*24 + 1, 0.75},
		{"summer is told from winter", wall("2023-07-03 22:30"), wall("2023-07-03 23:30"), 22, 0.5},
	} {
		if got := Aoristic(tt.from, tt.to)[tt.hour]; !near(got, tt.want, 1e-12) {
			t.Errorf("%s: got %v, want %v", tt.what, got, tt.want)
		}
	}
	if got := Aoristic(missing, wall("2023-01-02 10:59")); got != [168]float64{} {
		t.Errorf("no start: got %v, want nothing", got)
	}
}

func TestAoristicSumsToOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.Int64Range(1.2e9, 1.9e9).Draw(t, "from")
		to := from + rapid.Int64Range(-100000, 900000).Draw(t, "span")
		sum := 0.0
		for _, w := range Aoristic(from, to) {
			if w < 0 {
				t.Fatalf("weight %v", w)
			}
			sum += w
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Fatalf("weights sum to %v", sum)
		}
	})
}

// The nights on which the clocks changed, from the Summer Time Orders.
func TestClockChanges(t *testing.T) {
	for _, tt := range []struct{ inside, spring, autumn string }{
		{"2023-06-01 12:00", "2023-03-26 00:00", "2023-10-29 00:00"},
		{"2024-01-01 00:00", "2024-03-31 00:00", "2024-10-27 00:00"},
		{"2019-12-31 23:59", "2019-03-31 00:00", "2019-10-27 00:00"},
	} {
		spring, autumn := clockChanges(wall(tt.inside) / 60)
		got := [2]string{stamp(spring), stamp(autumn)}
		if want := [2]string{tt.spring, tt.autumn}; got != want {
			t.Errorf("%s: got %v, want %v", tt.inside, got, want)
		}
	}
}

func stamp(minute int64) string { return time.Unix(minute*60, 0).UTC().Format("2006-01-02 15:04") }

func TestCircularMean(t *testing.T) {
	c := CircularMean([]float64{0, 6, 12, 18}, 24)
	if c.Mean.Known() || c.Resultant.Or(1) != 0 || c.P.Or(0) != 1 {
		t.Errorf("spread evenly: got %+v, want no mean", c)
	}
	if c := CircularMean(nil, 24); c.Mean.Known() || c.P.Known() {
		t.Errorf("no times: got %+v", c)
	}
	// Half past eleven and half past midnight average to midnight.
	if c := CircularMean([]float64{23.5, 0.5}, 24); math.Min(c.Mean.Or(9), 24-c.Mean.Or(9)) > 1e-9 {
		t.Errorf("about midnight: got %v", c.Mean)
	}
}

func TestSignals(t *testing.T) {
	// Twelve quiet points make the limits: mean 10, moving ranges of 2, so the
	// limits are 10 ∓ 5.32, and two thirds of the way 10 ∓ 3.547.
	quiet := []float64{9, 11, 9, 11, 9, 11, 9, 11, 9, 11, 9, 11}
	for _, tt := range []struct {
		what string
		then []float64
		want []Signal // of the points after the quiet ones
	}{
		{"outside", []float64{15.4, 4.6}, []Signal{AboveLimit, BelowLimit}},
		{"on the limit", []float64{15.32}, []Signal{0}},
		{"seven above", []float64{9, 11, 11, 11, 11, 11, 11, 11, 11, 9}, []Signal{0, 0, 0, 0, 0, 0, 0, RunAbove, RunAbove, 0}},
		{"the centre ends a run", []float64{9, 11, 11, 11, 10, 11, 11, 11, 11}, make([]Signal, 9)},
		{"seven rising", []float64{8, 8.5, 9, 9.5, 10, 10.5, 11, 10}, []Signal{0, 0, 0, 0, 0, 0, Rising, 0}},
		{"level ends a rise", []float64{8, 8.5, 9, 9.5, 9.5, 10.5, 11}, make([]Signal, 7)},
		{"seven falling", []float64{11.5, 11, 10.5, 10.2, 9.5, 9, 8.5}, []Signal{0, 0, 0, 0, 0, 0, Falling}},
		{"two of three", []float64{9, 14, 11, 14}, []Signal{0, 0, 0, NearUpper}},
		{"not on one side", []float64{14, 9, 14}, []Signal{0, 0, 0}},
		{"two of three below", []float64{6, 6, 9}, []Signal{0, 0, NearLower}},
	} {
		c := XmR(append(append([]float64(nil), quiet...), tt.then...), len(quiet), 0)
		if diff := cmp.Diff(tt.want, c.Signals[len(quiet):]); diff != "" {
			t.Errorf("%s: %s", tt.what, diff)
		}
	}
	if diff := cmp.Diff([]string{"above the upper limit", "7 in a row rising"}, (AboveLimit | Rising).Names()); diff != "" {
		t.Error(diff)
	}
}

// A signal is decided by the points up to it: later points change nothing.
func TestSignalsLookBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(0, 20), 14, 40).Draw(t, "values")
		all := XmR(values, 12, 0).Signals
		cut := rapid.IntRange(12, len(values)).Draw(t, "cut")
		if diff := cmp.Diff(all[:cut], XmR(values[:cut], 12, 0).Signals); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestChartsWithoutLimits(t *testing.T) {
	eleven := make([]float64, 11)
	for i := range eleven {
		eleven[i] = float64(i)
	}
	for _, c := range []ControlChart{XmR(eleven, 0, 0), CChart(eleven, 0), XmR(nil, 0, 0)} {
		for i := range c.Values {
			if c.Lower[i].Known() || c.Upper[i].Known() {
				t.Errorf("%s: 11 points have limits", c.Method)
			}
		}
	}
	level := XmR([]float64{7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7}, 0, 0)
	if level.Lower[0].Or(0) != 7 || level.Upper[0].Or(0) != 7 || level.Signals[11] != 0 {
		t.Errorf("level series: got %+v", level)
	}
	zero := UPrimeChart(make([]float64, 12), aYearsDays, 0)
	if zero.Lower[0].Or(1) != 0 || zero.Upper[0].Or(1) != 0 {
		t.Errorf("no offences: got %+v", zero)
	}
}

func TestMannKendall(t *testing.T) {
	if trend := MannKendall([]float64{1, 2}); trend.P.Known() || trend.Slope.Known() {
		t.Errorf("two points: got %+v", trend)
	}
	// By hand: 1, 2, 3, 4 rise in all 6 pairs, variance 4·3·13/18.
	trend := MannKendall([]float64{1, 2, 3, 4})
	if trend.S != 6 || !near(trend.Variance, 4*3*13/18.0, 1e-12) || trend.Slope.Or(0) != 1 || !near(trend.Z.Or(0), 5/math.Sqrt(4*3*13/18.0), 1e-12) {
		t.Errorf("got %+v", trend)
	}
}

// The concentration of times that are nearly or wholly alike: there the series for large
// k takes over, which agrees with the continued fraction where both hold; times all at
// one hour have no bound.
func TestConcentrationOfAlikeTimes(t *testing.T) {
	for _, k := range []float64{501, 1000, 5000, 20000} {
		r := besselRatio(k)
		if got := concentrationOf(r); math.Abs(got/k-1) > 1e-8 {
			t.Errorf("k %v: got %v", k, got)
		}
	}
	d := MeanDirection([]float64{17.5, 17.5, 17.5, 17.5, 17.5, 17.5, 17.5}, 24)
	if !near(d.Mean.Or(0), 17.5, 1e-9) || d.Kappa.Known() {
		t.Errorf("times at one hour: %+v", d)
	}
}
