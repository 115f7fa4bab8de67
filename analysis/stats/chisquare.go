package stats

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// ChiSquareN1 is the N-1 chi-square test that the rows of a table of counts
// (groups) are spread over its columns (classes) alike: Pearson's sum of
// (O-E)²/E times (N-1)/N, on (rows-1)(columns-1) degrees of freedom. Rows and
// columns without a count are left out. p is absent where fewer than two rows or
// columns are left. It wants expected counts of 5 and more: see
// PoolSmallClasses. It panics on rows of unequal length and on negative counts.
//
// Source: Campbell, Statistics in Medicine 26:3661 (2007).
func ChiSquareN1(table [][]float64) (x2 float64, df int, p Number) {
	rows, columns, total := margins(table)
	if total == 0 {
		return 0, 0, Number{}
	}
	df = (positive(rows) - 1) * (positive(columns) - 1)
	if df < 1 {
		return 0, 0, Number{}
	}
	for i, row := range table {
		for j, observed := range row {
			if expected := rows[i] * columns[j] / total; expected > 0 {
				x2 += (observed - expected) * (observed - expected) / expected
			}
		}
	}
	x2 *= (total - 1) / total
	return x2, df, N(mathext.GammaIncRegComp(float64(df)/2, x2/2))
}

// PoolSmallClasses returns the table with every column in which some expected
// count is below least (by custom 5) added into one last column. Where there is
// no such column the table is returned as it is.
func PoolSmallClasses(table [][]float64, least float64) [][]float64 {
	rows, columns, total := margins(table)
	small := make([]bool, len(columns))
	any := false
	for j := range columns {
		for i := range rows {
			if rows[i] > 0 && rows[i]*columns[j] < least*total {
				small[j], any = true, true
			}
		}
	}
	if !any {
		return table
	}
	pooled := make([][]float64, len(table))
	for i, row := range table {
		rest := 0.0
		for j, x := range row {
			if small[j] {
				rest += x
			} else {
				pooled[i] = append(pooled[i], x)
			}
		}
		pooled[i] = append(pooled[i], rest)
	}
	return pooled
}

func margins(table [][]float64) (rows, columns []float64, total float64) {
	rows = make([]float64, len(table))
	if len(table) > 0 {
		columns = make([]float64, len(table[0]))
	}
	for i, row := range table {
		if len(row) != len(columns) {
			panic("stats: table with rows of unequal length")
		}
		for j, x := range row {
			if !(x >= 0) {
				panic("stats: table with a negative count")
			}
			rows[i] += x
			columns[j] += x
			total += x
		}
	}
	return rows, columns, total
}

func positive(values []float64) int {
	n := 0
	for _, v := range values {
		if v > 0 {
			n++
		}
	}
	return n
}

// FisherExact returns the two-sided p-value that a of n1 and b of n2 are equal
// shares, given their sum: the sum of the hypergeometric probabilities not above
// that of a. It is absent where n1 or n2 is 0 or a number is not whole, negative
// or above its n.
//
// Source: Fisher, Statistical Methods for Research Workers (1934); two-sided as
// in R's fisher.test.
func FisherExact(a, n1, b, n2 float64) Number {
	if !wholeCount(a) || !wholeCount(b) || !wholeCount(n1) || !wholeCount(n2) || a > n1 || b > n2 || n1 == 0 || n2 == 0 {
		return Number{}
	}
	drawn := a + b
	low, high := int(math.Max(0, drawn-n2)), int(math.Min(drawn, n1))
	mode := int((drawn + 1) * (n1 + 1) / (n1 + n2 + 2))
	mode = max(low, min(mode, high))
	p := twoSided(int(a), low, high, mode, func(i int) float64 {
		x := float64(i)
		return (n1 - x) * (drawn - x) / ((x + 1) * (n2 - drawn + x + 1))
	})
	return N(p)
}

// AdjustedResiduals returns for each cell of a table (observed - expected)/
// sqrt(expected·(1 - row share)·(1 - column share)): standard normal where rows and
// columns have nothing to do with each other, so that it says which cells make a
// chi-square test small. Look at them only after that test, and at all of them:
// Holm or BenjaminiHochberg over the cells. It is absent in rows or columns without
// a count and where one row or column has everything.
//
// Source: Haberman, Biometrics 29:205 (1973).
func AdjustedResiduals(table [][]float64) [][]Number {
	rows, columns, total := margins(table)
	residuals := make([][]Number, len(table))
	for i, row := range table {
		residuals[i] = make([]Number, len(row))
		for j, observed := range row {
			expected := rows[i] * columns[j] / total
			if variance := expected * (1 - rows[i]/total) * (1 - columns[j]/total); variance > 0 {
				residuals[i][j] = N((observed - expected) / math.Sqrt(variance))
			}
		}
	}
	return residuals
}
