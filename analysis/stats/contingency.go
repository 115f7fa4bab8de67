package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// chiSquareTail is the probability of chi-square on so many degrees of freedom to be as
// large or larger.
func chiSquareTail(x2, degrees float64) float64 { return mathext.GammaIncRegComp(degrees/2, x2/2) }

// Fit compares counts with what weights would have them.
type Fit struct {
	Expected  []float64
	Residuals []float64 // (observed - expected)/sqrt(expected)
	ChiSquare float64
	Degrees   int
	P         Number
}

// GoodnessOfFit is Pearson's chi-square that counts are spread as the weights are, on
// one degree of freedom less than there are weights above 0. P is absent where there
// are fewer than two or no counts. It panics on slices of unequal length.
//
// Source: Pearson, Philosophical Magazine 50:157 (1900).
func GoodnessOfFit(counts, weights []float64) Fit {
	if len(counts) != len(weights) {
		panic("stats: counts and weights of unequal length")
	}
	var total, weight float64
	for i, w := range weights {
		total, weight = total+counts[i], weight+w
	}
	f := Fit{Expected: make([]float64, len(counts)), Residuals: make([]float64, len(counts)), Degrees: positive(weights) - 1}
	for i, w := range weights {
		f.Expected[i] = total * w / weight
		if f.Expected[i] > 0 {
			f.Residuals[i] = (counts[i] - f.Expected[i]) / math.Sqrt(f.Expected[i])
			f.ChiSquare += f.Residuals[i] * f.Residuals[i]
		}
	}
	if f.Degrees > 0 && total > 0 {
		f.P = N(chiSquareTail(f.ChiSquare, float64(f.Degrees)))
	}
	return f
}

// PearsonChiSquare is ChiSquareN1 without the factor (N-1)/N.
func PearsonChiSquare(table [][]float64) (x2 float64, df int, p Number) {
	_, _, total := margins(table)
	x2, df, _ = ChiSquareN1(table)
	if df < 1 {
		return 0, 0, Number{}
	}
	x2 *= total / (total - 1)
	return x2, df, N(chiSquareTail(x2, float64(df)))
}

// YatesChiSquare is the chi-square of a of n1 against b of n2 corrected for continuity:
// each difference from the expectation is less by a half, but not below 0. It is absent
// where all or none have the event.
//
// Source: Yates, Journal of the Royal Statistical Society Supplement 1:217 (1934).
func YatesChiSquare(a, n1, b, n2 float64) (x2, p Number) {
	n := n1 + n2
	share := (a + b) / n
	if !(n1 > 0 && n2 > 0 && share > 0 && share < 1) {
		return Number{}, Number{}
	}
	d := math.Max(math.Abs(a-n1*share)-0.5, 0)
	x2 = N(d * d * (1/(n1*share) + 1/(n1*(1-share)) + 1/(n2*share) + 1/(n2*(1-share))))
	return x2, N(chiSquareTail(x2.value, 1))
}

// LikelihoodRatioTest is G = 2·Σ O·log(O/E) of a table, with its degrees of freedom and
// P; absent as ChiSquareN1 is.
//
// Source: Wilks, Annals of Mathematical Statistics 6:190 (1935).
func LikelihoodRatioTest(table [][]float64) (g float64, df int, p Number) {
	rows, columns, total := margins(table)
	_, df, _ = ChiSquareN1(table)
	if df < 1 {
		return 0, 0, Number{}
	}
	for i, row := range table {
		for j, observed := range row {
			if observed > 0 {
				g += 2 * observed * math.Log(observed*total/(rows[i]*columns[j]))
			}
		}
	}
	return g, df, N(chiSquareTail(g, float64(df)))
}

// CramersV says how strongly rows and columns of a table go together, from 0 to 1:
// sqrt(chi-square/(N·(smaller of rows and columns - 1))), of rows and columns with counts.
//
// Source: Cramér, Mathematical Methods of Statistics (1946).
func CramersV(table [][]float64) Number {
	rows, columns, total := margins(table)
	x2, df, _ := PearsonChiSquare(table)
	if df < 1 {
		return Number{}
	}
	return N(math.Sqrt(x2 / (total * float64(min(positive(rows), positive(columns))-1))))
}
