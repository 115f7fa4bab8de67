package disclosure

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// knownCase is a case of ../shared/oracles/sdc: bounds by HiGHS (linear and
// integer programs), recomputed with a second formulation.
type knownCase struct {
	ID    string  `json:"id"`
	Inner []int64 `json:"inner"`
	Cells []struct {
		Members []int  `json:"members"`
		Value   int64  `json:"value"`
		Status  string `json:"status"`
		Expect  *struct {
			LPLo  *float64 `json:"lp_lo"`
			LPHi  *float64 `json:"lp_hi"`
			IntLo *int64   `json:"int_lo"`
			IntHi *int64   `json:"int_hi"`
		} `json:"expect"`
	} `json:"cells"`
}

func knownCases(t *testing.T, file string) []knownCase {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "oracles", "sdc", file))
	if os.IsNotExist(err) {
		t.Skipf("no %s: the oracles are not here", file)
	}
	var cases struct {
		Cases []knownCase `json:"cases"`
	}
	if err == nil {
		err = json.Unmarshal(text, &cases)
	}
	if err != nil {
		t.Fatal(err)
	}
	return cases.Cases
}

// sums are the numbers of a case as an attacker sees them: shown ones exact,
// hidden ones not below 0.
func (c knownCase) sums() []Sum {
	var sums []Sum
	for _, cell := range c.Cells {
		s := Sum{Members: cell.Members, Least: cell.Value, Most: cell.Value, Hidden: cell.Expect != nil}
		if cell.Status != "s" {
			s.Least, s.Most = 0, Unbounded
		}
		sums = append(sums, s)
	}
	return sums
}

// TestBoundsOfKnownCases: every attacker's bound equals the known one.
func TestBoundsOfKnownCases(t *testing.T) {
	checked := 0
	for _, file := range []string{"handmade_cases.json", "attacker_bounds_random.json", "gauss_suppression_cases.json"} {
		for _, c := range knownCases(t, file) {
			bounds, err := Bounds(len(c.Inner), c.sums())
			if err != nil {
				t.Fatalf("%s: %v", c.ID, err)
			}
			next := 0
			for _, cell := range c.Cells {
				if cell.Expect == nil {
					continue
				}
				got := bounds[next]
				next++
				checked++
				low, _ := got.Low.Float64()
				high := math.Inf(1)
				if got.Most != Unbounded {
					high, _ = got.High.Float64()
				}
				wantHigh := math.Inf(1)
				if cell.Expect.LPHi != nil {
					wantHigh = *cell.Expect.LPHi
				}
				if math.Abs(low-*cell.Expect.LPLo) > 1e-6 || (high != wantHigh && math.Abs(high-wantHigh) > 1e-6) {
					t.Errorf("%s, cell of %v: bounds %g to %g, want %g to %g", c.ID, cell.Members, low, high, *cell.Expect.LPLo, wantHigh)
				}
				if cell.Expect.IntLo != nil && (got.Least != *cell.Expect.IntLo || (cell.Expect.IntHi != nil && got.Most != *cell.Expect.IntHi)) {
					t.Errorf("%s, cell of %v: whole bounds %d to %d, want %d to %v", c.ID, cell.Members, got.Least, got.Most, *cell.Expect.IntLo, *cell.Expect.IntHi)
				}
			}
		}
	}
	t.Logf("%d bounds", checked)
	if checked < 2700 {
		t.Errorf("only %d bounds were compared", checked)
	}
}

// smallProblem is a random table of at most 7 leaf cells of counts up to 3, with
// random sums shown exactly, within an interval, or not at all.
func smallProblem(r *rand.Rand) (leaves []int64, sums []Sum) {
	leaves = make([]int64, 2+r.IntN(6))
	for i := range leaves {
		leaves[i] = int64(r.IntN(4))
	}
	all := Sum{Hidden: true, Most: 8}
	for i, v := range leaves {
		all.Members = append(all.Members, i)
		all.Least += v
	}
	all.Least = max(0, all.Least-int64(r.IntN(3)))
	all.Most = min(all.Least+int64(r.IntN(5)), 10)
	sums = append(sums, all)
	for range 2 + r.IntN(6) {
		s := Sum{Hidden: r.IntN(2) == 0, Most: Unbounded}
		value := int64(0)
		for i, v := range leaves {
			if r.IntN(5) < 2 {
				s.Members = append(s.Members, i)
				value += v
			}
		}
		switch r.IntN(4) {
		case 0:
			s.Least, s.Most = value, value
		case 1:
			s.Least, s.Most = max(0, value-int64(r.IntN(3))), value+int64(r.IntN(3))
		case 2:
			s.Least = min(value, 1)
		}
		sums = append(sums, s)
	}
	return leaves, sums
}

// bruteBounds tries all whole leaf cells.
func bruteBounds(leaves int, sums []Sum) (least, most []int64, found bool) {
	x, n := make([]int64, leaves), len(sums)
	least, most = make([]int64, n), make([]int64, n)
	in := make([][]int, leaves)
	for i, s := range sums {
		least[i] = math.MaxInt64
		for _, m := range s.Members {
			in[m] = append(in[m], i)
		}
	}
	totals := make([]int64, n)
	var fill func(leaf int)
	fill = func(leaf int) {
		if leaf == leaves {
			for i, s := range sums {
				if totals[i] < s.Least {
					return
				}
			}
			found = true
			for i := range sums {
				least[i], most[i] = min(least[i], totals[i]), max(most[i], totals[i])
			}
			return
		}
		for v := int64(0); ; v++ {
			fits := true
			for _, i := range in[leaf] {
				totals[i] += v
				fits = fits && totals[i] <= sums[i].Most
			}
			if fits {
				x[leaf] = v
				fill(leaf + 1)
			}
			for _, i := range in[leaf] {
				totals[i] -= v
			}
			if !fits {
				return
			}
		}
	}
	fill(0)
	return least, most, found
}

// TestBoundsAgainstBruteForce: on small random problems the bounds over real
// numbers hold all whole solutions, and a whole vertex is one of them. Where
// the vertex is not whole the bound may be wider, never narrower.
func TestBoundsAgainstBruteForce(t *testing.T) {
	problems := 2000
	if os.Getenv("SVNA_NIGHTLY") != "" {
		problems = 20000
	}
	r := rand.New(rand.NewPCG(6, 2023))
	compared, fractional, infeasible := 0, 0, 0
	for n := range problems {
		leaves, sums := smallProblem(r)
		least, most, found := bruteBounds(len(leaves), sums)
		bounds, err := Bounds(len(leaves), sums)
		if !found {
			infeasible++
			continue // the intervals may hold real solutions and no whole one
		}
		if err != nil {
			t.Fatalf("problem %d: %v", n, err)
		}
		next := 0
		for i, s := range sums {
			if !s.Hidden {
				continue
			}
			got := bounds[next]
			next++
			if len(s.Members) == 0 {
				continue
			}
			compared++
			if got.Least > least[i] || got.Most < most[i] {
				t.Fatalf("problem %d, sum %d: bounds %d to %d leave out a solution of %d to %d", n, i, got.Least, got.Most, least[i], most[i])
			}
			if got.AtLeast == nil || got.AtMost == nil {
				fractional++
				continue
			}
			if got.Least != least[i] || got.Most != most[i] {
				t.Fatalf("problem %d, sum %d: bounds %d to %d, brute force %d to %d", n, i, got.Least, got.Most, least[i], most[i])
			}
		}
	}
	t.Logf("%d bounds compared, %d at a vertex that is not whole, %d problems without a solution", compared, fractional, infeasible)
	if compared < problems {
		t.Errorf("only %d bounds compared", compared)
	}
}

// TestBigIntegersGiveTheSameBounds: the arithmetic for overflow is the same.
func TestBigIntegersGiveTheSameBounds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		leaves, sums := smallProblem(r)
		var constraints []constraint
		for _, s := range sums {
			c := constraint{least: s.Least, most: s.Most}
			for _, m := range s.Members {
				c.terms = append(c.terms, term{m, int64(1 + r.IntN(3))})
			}
			constraints = append(constraints, c)
		}
		one, errOne := newSimplex(len(leaves), constraints, false)
		two, errTwo := newSimplex(len(leaves), constraints, true)
		if (errOne == nil) != (errTwo == nil) {
			t.Fatalf("phase 1: %v with 64 bits, %v with big integers", errOne, errTwo)
		}
		if errOne != nil {
			continue
		}
		for leaf := range leaves {
			a, boundedA, _ := one.maximise([]term{{leaf, 1}})
			b, boundedB, _ := two.maximise([]term{{leaf, 1}})
			if boundedA != boundedB || (boundedA && a.Cmp(b.Rat) != 0) {
				t.Fatalf("leaf %d: %v with 64 bits, %v with big integers", leaf, a, b)
			}
		}
	}
}
