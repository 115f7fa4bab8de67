package analysis

import (
	"testing"

	"svna/analysis/stats"
)

// TestCountLimits: a count at the limit of the funnel has an exact Poisson limit
// at the expected count (Spiegelhalter 2005); with 1 expected no count is low.
func TestCountLimits(t *testing.T) {
	for _, confidence := range []float64{0.95, 0.998} {
		for _, expected := range []float64{5, 20, 100, 3000} {
			lower, upper := stats.CountsReaching(expected, confidence)
			_, high := stats.ExactPoissonLimits(lower, confidence)
			low, _ := stats.ExactPoissonLimits(upper, confidence)
			if lower > 0 {
				near(t, "upper limit of the low count", high, expected)
			}
			near(t, "lower limit of the high count", low, expected)
			if !(lower < expected && expected < upper) {
				t.Errorf("limits %v and %v do not hold %v", lower, upper, expected)
			}
		}
	}
	if lower, _ := stats.CountsReaching(1, 0.95); lower != 0 {
		t.Errorf("1 expected has a lower limit of %v, want 0", lower)
	}
}

// TestSimilarAreas: the areas that the settings list are added up, the own one is
// never among them, and an area that is not compared is no area.
func TestSimilarAreas(t *testing.T) {
	in := syntheticBorough(1, pattern{})
	in.Similar = []string{"E09000012", "E09000013", in.Area.Code, "E09999999"}
	s, err := NewStudy(in)
	if err != nil {
		t.Fatal(err)
	}
	row := rowIn(t, tableIn(t, resultOf(t, s, "comparators"), "comparator-ratio"), "Personal robbery", similarAreas)
	near(t, "offences of two alike areas", row.Estimate.Denominator.Or(-1), 2*yearlyOffences/5)
}
