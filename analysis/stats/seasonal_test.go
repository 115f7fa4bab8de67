package stats

import (
	"fmt"
	"math"
	"testing"
)

// threeYears are monthly counts from April 2021, made up; the days of the months
// include a leap day.
var (
	threeYears = []float64{41, 38, 35, 44, 29, 36, 30, 33, 42, 47, 39, 44, 45, 36, 33, 41, 27, 38, 34, 35, 40, 45, 37, 46, 47, 41, 32, 40, 31, 39, 36, 37, 44, 49, 38, 50}
	aYearsDays = []float64{30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31}
)

func fromApril(n int) (days []float64, calendar []int) {
	for t := range n {
		days = append(days, aYearsDays[t%12])
		calendar = append(calendar, (t+3)%12+1)
	}
	if n > 34 {
		days[34] = 29 // February 2024
	}
	return days, calendar
}

func ExampleSeasonalModel() {
	days, calendar := fromApril(36)
	season := SeasonalModel(threeYears, days, calendar, nil)
	august := season.Effects[7]
	fmt.Printf("August: %.2f times the average month (%.2f to %.2f), q = %.2f\n",
		august.Value.Or(0), august.Lower.Or(0), august.Upper.Or(0), season.Q[7].Or(0))
	// Output:
	// August: 0.74 times the average month (0.61 to 0.91), q = 0.04
}

// Answers of R's glm with quasi-Poisson errors and sum-to-zero contrasts;
// tolerance 1e-7 as they are printed to 12 digits after R's own convergence.
func TestSeasonalModel(t *testing.T) {
	days, calendar := fromApril(36)
	season := SeasonalModel(threeYears, days, calendar, nil)
	if season.Residual != 23 {
		t.Errorf("residual degrees of freedom: got %d, want 23", season.Residual)
	}
	for _, tt := range []struct {
		what string
		got  Number
		want float64
	}{
		{"trend", season.Trend, 0.0022025350134},
		{"August", season.Effects[7].Value, 0.742404863059},
		{"August lower", season.Effects[7].Lower, 0.608343589632},
		{"August upper", season.Effects[7].Upper, 0.906009350779},
		{"June", season.Effects[5].Value, 0.885676440051},
		{"phi", season.Phi, 0.107958670071},
		{"F", season.F, 2.33897540522},
		{"p", season.SeasonP, 0.0413634850594},
	} {
		if !near(tt.got.Or(math.NaN()), tt.want, 1e-7) {
			t.Errorf("%s: got %v, want %v", tt.what, tt.got, tt.want)
		}
	}
}

// The twelve effects multiply to 1, a level series has effects of 1, and a step
// that explains the only change leaves no trend.
func TestSeasonalModelInvariants(t *testing.T) {
	days, calendar := fromApril(36)
	product := 1.0
	for _, e := range SeasonalModel(threeYears, days, calendar, nil).Effects {
		product *= e.Value.Or(math.NaN())
	}
	if !near(product, 1, 1e-10) {
		t.Errorf("product of the effects: got %v, want 1", product)
	}
	level, step := make([]float64, 36), make([]float64, 36)
	for i := range level {
		level[i] = 2 * days[i]
		if i >= 18 {
			step[i], level[i] = 1, 6*days[i]
		}
	}
	season := SeasonalModel(level, days, calendar, [][]float64{step, make([]float64, 36)})
	if season.Reason != "" || math.Abs(season.Trend.Or(1)) > 1e-9 {
		t.Errorf("step: got trend %v, reason %q", season.Trend, season.Reason)
	}
	for month, e := range season.Effects {
		if !near(e.Value.Or(0), 1, 1e-9) {
			t.Errorf("step: month %d: got %v, want 1", month+1, e.Value)
		}
	}
}

func TestSeasonalModelNotEstimable(t *testing.T) {
	days, calendar := fromApril(36)
	noAugust := append([]float64(nil), threeYears...)
	for i, month := range calendar {
		if month == 8 {
			noAugust[i] = 0
		}
	}
	steps := make([][]float64, 11) // as many terms as months
	for i := range steps {
		steps[i] = make([]float64, 24)
		steps[i][i+1] = 1
	}
	twin := [][]float64{make([]float64, 36), make([]float64, 36)}
	for i := 20; i < 36; i++ {
		twin[0][i], twin[1][i] = 1, 1
	}
	for name, season := range map[string]Seasonal{
		"23 months":      SeasonalModel(threeYears[:23], days[:23], calendar[:23], nil),
		"no August":      SeasonalModel(noAugust, days, calendar, nil),
		"too many terms": SeasonalModel(threeYears[:24], days[:24], calendar[:24], steps),
		"equal steps":    SeasonalModel(threeYears, days, calendar, twin),
		"no months":      SeasonalModel(nil, nil, nil, nil),
	} {
		if season.Reason == "" || season.Phi.Known() || season.SeasonP.Known() || len(season.Effects) != 12 || len(season.P) != 12 || len(season.Q) != 12 {
			t.Errorf("%s: got %+v, want no answer", name, season)
			continue
		}
		if e := season.Effects[0]; e.Value.Known() || e.Reason != NotEstimable {
			t.Errorf("%s: got %+v", name, e)
		}
	}
}

func BenchmarkSeasonalModel(b *testing.B) {
	days, calendar := fromApril(36)
	for b.Loop() {
		SeasonalModel(threeYears, days, calendar, nil)
	}
}
