package analysis

import "testing"

// TestCellAgainstRest: Fisher's lady tasting tea has p 0.4857, and R's fisher.test of
// 8, 2 against 1, 5 says 0.03497; a third row and column are counted together with the
// second.
func TestCellAgainstRest(t *testing.T) {
	for _, test := range []struct {
		counts [][]float64
		want   float64
	}{
		{[][]float64{{3, 1}, {1, 3}}, 34.0 / 70},
		{[][]float64{{8, 2}, {1, 5}}, 0.034965034965},
		{[][]float64{{8, 1, 1}, {1, 2, 0}, {0, 1, 2}}, 0.034965034965},
	} {
		near(t, "p", cellAgainstRest(test.counts, 0, 0).Or(-1), test.want)
	}
}
