package stats

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The groups of R 4.2 classInt 0.4-9, classIntervals(sqrt(x), 5, style = "fisher"),
// whose breaks lie in the middle between two groups.
func TestNaturalBreaks(t *testing.T) {
	for _, c := range []struct {
		what   string
		values []float64
		want   []float64
	}{
		{
			"rates of 19 areas, one far above the others",
			[]float64{15.1, 1, 1, 1.1, 1.1, 1.1, 1.2, 1.3, 1.3, 1.3, 1.4, 1.5, 1.6, 1.6, 1.6, 1.7, 1.7, 4.6, 6.5},
			[]float64{1.4, 4.6, 6.5, 15.1},
		},
		{"rates in whole numbers", []float64{92, 45, 38, 38, 38, 37, 35, 34, 32, 29, 29, 29, 28, 27, 26, 25, 25, 21, 20}, []float64{25, 32, 45, 92}},
		{
			"60 log-normal values",
			[]float64{
				3.9, 8.9, 3.2, 36.4, 10.3, 3.3, 12, 15.5, 13.1, 5.4, 33.5, 10.9, 4, 0.8, 22.8, 7.1, 7.3, 19, 16.8, 13.4,
				18.5, 16.2, 8, 1, 13.7, 7, 6.3, 1.7, 4.6, 11.2, 28.8, 6.7, 10.9, 7, 1.9, 4.9, 5, 7, 22.2, 15.9,
				6.3, 5.7, 14.8, 12.9, 3.7, 3.6, 10.6, 15.9, 6.6, 17.8, 11, 4, 10.4, 2.4, 31, 53.5, 5.1, 2.6, 13.1, 6.5,
			},
			[]float64{4.6, 8.9, 14.8, 28.8},
		},
		{"three values make three groups", []float64{3, 1, 2, 2}, []float64{2, 3}},
		{"one value makes one", []float64{7, 7}, nil},
		{"none", nil, nil},
	} {
		if diff := cmp.Diff(c.want, NaturalBreaks(c.values, 5)); diff != "" {
			t.Errorf("%s: %s", c.what, diff)
		}
	}
}
