package analysis

import "testing"

// TestPatternSimilarity: a set is similar to itself everywhere; two sets in
// different areas are similar only where both are empty; an empty set has no S.
func TestPatternSimilarity(t *testing.T) {
	a := []float64{40, 30, 20, 10, 0}
	s, robust := patternSimilarity(a, a, 999, 1)
	near(t, "S of a set with itself", s.Or(-1), 1)
	near(t, "robust S of a set with itself", robust.Or(-1), 1)
	s, robust = patternSimilarity([]float64{50, 50, 0, 0, 0}, []float64{0, 0, 50, 50, 0}, 999, 1)
	near(t, "S of sets apart", s.Or(-1), 0.2)
	near(t, "robust S of sets apart", robust.Or(-1), 0)
	if s, _ := patternSimilarity(a, []float64{0, 0, 0, 0, 0}, 999, 1); s.Known() {
		t.Error("S with an empty set is known")
	}
	// Twice the offences in the same shares are alike.
	if s, _ := patternSimilarity([]float64{80, 60, 40, 20, 0}, a, 999, 1); s.Or(0) != 1 {
		t.Errorf("S of equal shares is %v, want 1", s.Or(0))
	}
}
