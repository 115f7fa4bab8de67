package stats

import (
	"math"
	"testing"
)

// By hand: 12 shares of 10 in 40, of which one is 25 in 40.
func TestPChart(t *testing.T) {
	x, n := make([]float64, 12), make([]float64, 12)
	for i := range x {
		x[i], n[i] = 10, 40
	}
	x[11] = 25
	c := PChart(x, n, 0)
	centre := 135.0 / 480
	if !near(c.Centre, centre, 1e-12) || !near(c.Upper[3].Or(0), centre+3*math.Sqrt(centre*(1-centre)/40), 1e-12) || c.Signals[11]&AboveLimit == 0 {
		t.Errorf("got centre %v, upper %v, signals %v", c.Centre, c.Upper[3], c.Signals)
	}
	if upper := PChart([]float64{1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}, []float64{2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2}, 0).Upper[0]; upper.Or(0) != 1 {
		t.Errorf("upper limit of shares: got %v, want 1", upper)
	}
	if c := PPrimeChart(x, n, 11); c.SigmaZ.Or(1) != 0 || c.Lower[0].Known() {
		t.Errorf("level baseline of 11: got %v, %v", c.SigmaZ, c.Lower[0])
	}
}

// By hand: twelve times of 3.6-th powers have roots 1 and 2 in turn.
func TestTChart(t *testing.T) {
	times := make([]float64, 12)
	for i := range times {
		times[i] = math.Pow(float64(1+i%2), 3.6)
	}
	c := TChart(times, 0)
	if want := math.Pow(1.5+3/1.128, 3.6); !near(c.Centre, math.Pow(1.5, 3.6), 1e-12) || !near(c.Upper[0].Or(0), want, 1e-12) || c.Lower[0].Or(1) != 0 {
		t.Errorf("got %v, %v to %v", c.Centre, c.Lower[0], c.Upper[0])
	}
	g := GChart([]float64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 77}, 0)
	if !near(g.Centre, 5.5, 1e-12) || !near(g.Upper[0].Or(0), 11+3*math.Sqrt(132), 1e-12) || g.Signals[11]&AboveLimit == 0 {
		t.Errorf("g: got %v, %v, %v", g.Centre, g.Upper[0], g.Signals[11])
	}
}

// Anhøj and Olesen 2014: of 20 useful points a run may be 7 long, and 6 crossings are
// enough.
func TestRunsAboutTheMedian(t *testing.T) {
	r := RunsAbout(nil, 5)
	if r.Signal || r.Useful != 0 {
		t.Errorf("no values: got %+v", r)
	}
	var climb []float64
	for i := range 21 {
		climb = append(climb, float64(i))
	}
	r = RunsAbout(climb, 10)
	if want := (RunTest{Useful: 20, Longest: 10, LongestMost: 7, Crossings: 1, CrossesLeast: 6, Signal: true}); r != want {
		t.Errorf("got %+v, want %+v", r, want)
	}
}

func TestChooseChart(t *testing.T) {
	level, days, ones, wild, rare, drift := make([]float64, 24), make([]float64, 24), make([]float64, 24), make([]float64, 24), make([]float64, 24), make([]float64, 24)
	for i := range level {
		level[i], wild[i] = 40+float64(i*7%9), 40+float64(i*29%71)
		days[i], ones[i], rare[i] = []float64{31, 28, 31, 30}[i%4], 1, float64(i%2)
		drift[i] = days[i] * (9 + 0.15*float64(i)) // no step is large, the whole way is: limits are not narrowed
	}
	for _, tt := range []struct {
		what              string
		counts, exposures []float64
		want              string
	}{
		{"level", level, ones, "c"}, {"level by days", level, days, "u"}, {"wild", wild, days, "u'"}, {"rare", rare, days, "u"}, {"drift", drift, days, "u"},
	} {
		choice := ChooseChart(tt.counts, tt.exposures, 0)
		if choice.Chart.Method != tt.want {
			t.Errorf("%s: got %s (%s), want %s", tt.what, choice.Chart.Method, choice.Reason, tt.want)
		}
		if limits := choice.Chart.Upper[0].Known(); limits == (tt.what == "rare") {
			t.Errorf("%s: limits %v", tt.what, limits)
		}
	}
	// Pearson's chi-square by hand: counts 10 and 20 over equal spans, (5² + 5²)/15 on 1.
	if c := ChooseChart([]float64{10, 20}, []float64{1, 1}, 0); !near(c.Dispersion.Or(0), 50.0/15, 1e-12) || !near(c.P.Or(0), math.Erfc(math.Sqrt(50.0/30)), 1e-10) {
		t.Errorf("dispersion: got %v, p %v", c.Dispersion, c.P)
	}
}
