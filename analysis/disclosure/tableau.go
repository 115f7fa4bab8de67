package disclosure

import (
	"errors"
	"math/big"
	"math/bits"
	"slices"
)

// errOverflow says that machine integers do not hold the tableau.
var errOverflow = errors.New("integers too large for 64 bits")

// fraction is an exact number.
type fraction struct{ *big.Rat }

func whole(n int64) fraction         { return fraction{new(big.Rat).SetInt64(n)} }
func (f fraction) sign() int         { return f.Sign() }
func (f fraction) negated() fraction { return fraction{new(big.Rat).Neg(f.Rat)} }

// floor and ceiling return the nearest whole numbers below and above.
func (f fraction) floor() int64 {
	q, _ := new(big.Int).DivMod(f.Num(), f.Denom(), new(big.Int))
	return q.Int64()
}

func (f fraction) ceiling() int64 { return -f.negated().floor() }

// newTableau lays out equations, with a row for the objective.
func newTableau(rows []equation, width int, large bool) tableau {
	if large {
		t := &bigTableau{denominator: big.NewInt(1)}
		for _, r := range rows {
			line := make([]*big.Int, width+1)
			for j := range line {
				line[j] = new(big.Int)
			}
			for _, e := range r.terms {
				line[e.variable].Add(line[e.variable], big.NewInt(e.times))
			}
			line[width].SetInt64(r.right)
			t.rows = append(t.rows, line)
		}
		line := make([]*big.Int, width+1)
		for j := range line {
			line[j] = new(big.Int)
		}
		t.rows = append(t.rows, line)
		return t
	}
	t := &wordTableau{denominator: 1}
	for _, r := range rows {
		line := make([]int64, width+1)
		for _, e := range r.terms {
			line[e.variable] += e.times
		}
		line[width] = r.right
		t.rows = append(t.rows, line)
	}
	t.rows = append(t.rows, make([]int64, width+1))
	return t
}

// wordTableau holds 64-bit numerators over one denominator.
type wordTableau struct {
	rows        [][]int64
	denominator int64 // above 0
}

func (t *wordTableau) height() int           { return len(t.rows) - 1 }
func (t *wordTableau) larger(a, b int) bool  { return t.rows[t.height()][a] > t.rows[t.height()][b] }
func (t *wordTableau) sign(row, col int) int { return signOf(t.rows[row][col]) }
func (t *wordTableau) dropRow(row int)       { t.rows = slices.Delete(t.rows, row, row+1) }

func (t *wordTableau) fraction(row int) fraction {
	line := t.rows[row]
	return fraction{big.NewRat(line[len(line)-1], t.denominator)}
}

// compareRatio multiplies crosswise; entries of the column are above 0 and
// right-hand sides not below.
func (t *wordTableau) compareRatio(column, a, b int) int {
	last := len(t.rows[a]) - 1
	highA, lowA := bits.Mul64(uint64(t.rows[a][last]), uint64(t.rows[b][column]))
	highB, lowB := bits.Mul64(uint64(t.rows[b][last]), uint64(t.rows[a][column]))
	switch {
	case highA < highB || (highA == highB && lowA < lowB):
		return -1
	case highA == highB && lowA == lowB:
		return 0
	}
	return 1
}

func (t *wordTableau) pivot(r, c int) bool {
	p, d := t.rows[r][c], t.denominator
	if p < 0 { // only while artificials leave, where the right-hand side is 0
		for j := range t.rows[r] {
			t.rows[r][j] = -t.rows[r][j]
		}
		p = -p
	}
	pivotRow := t.rows[r]
	for i, line := range t.rows {
		k := line[c]
		if i == r || (k == 0 && p == d) {
			continue
		}
		for j, v := range line {
			w := pivotRow[j]
			if v == 0 && (w == 0 || k == 0) {
				continue
			}
			next, ok := eliminate(v, p, k, w, d)
			if !ok {
				return false
			}
			line[j] = next
		}
	}
	t.denominator = p
	return true
}

// eliminate returns (v*p - k*w) / d, which has no remainder.
func eliminate(v, p, k, w, d int64) (int64, bool) {
	const small = 1 << 31
	if inside(v, small) && inside(p, small) && inside(k, small) && inside(w, small) {
		return (v*p - k*w) / d, true
	}
	high1, low1 := multiply(v, p)
	high2, low2 := multiply(k, w)
	low, borrow := bits.Sub64(low1, low2, 0)
	high, _ := bits.Sub64(high1, high2, borrow)
	// The difference of two products of 63 bits fits into 127 bits and a sign.
	negative := int64(high) < 0
	if negative {
		var carry uint64
		low, carry = bits.Add64(^low, 1, 0)
		high, _ = bits.Add64(^high, 0, carry)
	}
	if high >= uint64(d) {
		return 0, false
	}
	quotient, _ := bits.Div64(high, low, uint64(d))
	if quotient > 1<<62 {
		return 0, false
	}
	if negative {
		return -int64(quotient), true
	}
	return int64(quotient), true
}

func inside(v, limit int64) bool { return v < limit && v > -limit }

// multiply returns a signed 128-bit product in two words.
func multiply(a, b int64) (high, low uint64) {
	high, low = bits.Mul64(uint64(a), uint64(b))
	if a < 0 {
		high -= uint64(b)
	}
	if b < 0 {
		high -= uint64(a)
	}
	return high, low
}

func (t *wordTableau) objective(terms []term, basis []int) bool {
	line := t.rows[t.height()]
	clear(line)
	weight := map[int]int64{}
	for _, e := range terms {
		weight[e.variable] += e.times
		line[e.variable] += e.times * t.denominator
	}
	for i, v := range basis {
		k := weight[v]
		if k == 0 {
			continue
		}
		for j, w := range t.rows[i] {
			high, low := multiply(k, w)
			if high != uint64(int64(low)>>63) {
				return false
			}
			line[j] -= int64(low)
			if !inside(line[j], 1<<62) {
				return false
			}
		}
	}
	return true
}

func signOf(v int64) int {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// bigTableau is the same on integers of any size.
type bigTableau struct {
	rows        [][]*big.Int
	denominator *big.Int
}

func (t *bigTableau) height() int { return len(t.rows) - 1 }
func (t *bigTableau) larger(a, b int) bool {
	return t.rows[t.height()][a].Cmp(t.rows[t.height()][b]) > 0
}
func (t *bigTableau) sign(row, col int) int { return t.rows[row][col].Sign() }
func (t *bigTableau) dropRow(row int)       { t.rows = slices.Delete(t.rows, row, row+1) }

func (t *bigTableau) fraction(row int) fraction {
	line := t.rows[row]
	return fraction{new(big.Rat).SetFrac(line[len(line)-1], t.denominator)}
}

func (t *bigTableau) compareRatio(column, a, b int) int {
	last := len(t.rows[a]) - 1
	first := new(big.Int).Mul(t.rows[a][last], t.rows[b][column])
	return first.Cmp(new(big.Int).Mul(t.rows[b][last], t.rows[a][column]))
}

func (t *bigTableau) pivot(r, c int) bool {
	if t.rows[r][c].Sign() < 0 {
		for _, v := range t.rows[r] {
			v.Neg(v)
		}
	}
	p := new(big.Int).Set(t.rows[r][c])
	product := new(big.Int)
	for i, line := range t.rows {
		if i == r {
			continue
		}
		k := new(big.Int).Set(line[c])
		for j, v := range line {
			v.Mul(v, p)
			v.Sub(v, product.Mul(k, t.rows[r][j]))
			v.Quo(v, t.denominator)
		}
	}
	t.denominator = p
	return true
}

func (t *bigTableau) objective(terms []term, basis []int) bool {
	line := t.rows[t.height()]
	for _, v := range line {
		v.SetInt64(0)
	}
	weight := map[int]int64{}
	for _, e := range terms {
		weight[e.variable] += e.times
		line[e.variable].Add(line[e.variable], new(big.Int).Mul(big.NewInt(e.times), t.denominator))
	}
	product := new(big.Int)
	for i, v := range basis {
		if k := weight[v]; k != 0 {
			for j, w := range t.rows[i] {
				line[j].Sub(line[j], product.Mul(big.NewInt(k), w))
			}
		}
	}
	return true
}
