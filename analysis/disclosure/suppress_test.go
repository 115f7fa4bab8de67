package disclosure

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// readKnown reads a file of ../shared/oracles/sdc.
func readKnown(t *testing.T, file string, into any) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "oracles", "sdc", file))
	if os.IsNotExist(err) {
		t.Skipf("no %s: the oracles are not here", file)
	}
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// twoWay are the numbers of a table with its margins: cells row by row, then
// totals of rows, of columns, of all. Margins and zeros stay shown.
func twoWay(rows [][]int64, small func(row, column int) bool) (leaves []int64, numbers []Suppressible) {
	columns := len(rows[0])
	for i, row := range rows {
		for j, v := range row {
			numbers = append(numbers, Suppressible{Members: []int{i*columns + j}, Hidden: small(i, j), Fixed: v == 0})
			leaves = append(leaves, v)
		}
	}
	margin := func(of func(i, j int) bool) {
		m := Suppressible{Fixed: true}
		for leaf := range leaves {
			if of(leaf/columns, leaf%columns) {
				m.Members = append(m.Members, leaf)
			}
		}
		numbers = append(numbers, m)
	}
	for i := range rows {
		margin(func(row, _ int) bool { return row == i })
	}
	for j := range columns {
		margin(func(_, column int) bool { return column == j })
	}
	margin(func(int, int) bool { return true })
	return leaves, numbers
}

// widths are the exact attacker's bounds of every hidden number.
func widths(t *testing.T, leaves []int64, numbers []Suppressible, hidden []bool, floor int64) map[int]int64 {
	t.Helper()
	var sums []Sum
	var at []int
	for i, n := range numbers {
		s := Sum{Members: n.Members, Hidden: hidden[i], Least: floor, Most: Unbounded}
		if hidden[i] {
			at = append(at, i)
		} else {
			s.Least = 0
			for _, leaf := range n.Members {
				s.Least += leaves[leaf]
			}
			s.Most = s.Least
		}
		sums = append(sums, s)
	}
	bounds, err := Bounds(len(leaves), sums)
	if err != nil {
		t.Fatal(err)
	}
	wide := map[int]int64{}
	for k, b := range bounds {
		wide[at[k]] = b.Width()
	}
	return wide
}

// TestSuppressAgainstOptimum: 30 tables of which the least number of cells to hide
// is known (exhaustive search, bounds by HiGHS).
func TestSuppressAgainstOptimum(t *testing.T) {
	var known struct {
		Cases []struct {
			ID       string    `json:"id"`
			Rows     [][]int64 `json:"rows"`
			Primary  [][2]int  `json:"primary"`
			Width    int64     `json:"min_width"`
			Feasible bool      `json:"feasible_with_inner_cells"`
			Extra    int       `json:"min_extra"`
		} `json:"cases"`
	}
	readKnown(t, "optimal_suppression_2d.json", &known)
	optimum, got := 0, 0
	for _, c := range known.Cases {
		small := map[[2]int]bool{}
		for _, cell := range c.Primary {
			small[cell] = true
		}
		leaves, numbers := twoWay(c.Rows, func(i, j int) bool { return small[[2]int{i, j}] })
		s := Suppress(leaves, numbers, c.Width, 0)
		if solved := len(s.Open) == 0; solved != c.Feasible {
			t.Errorf("%s: solved %v, want %v", c.ID, solved, c.Feasible)
			continue
		}
		if !c.Feasible {
			continue
		}
		for n, w := range widths(t, leaves, numbers, s.Hidden, 0) {
			if w < c.Width {
				t.Errorf("%s: hidden number %d has width %d", c.ID, n, w)
			}
		}
		extra := -len(c.Primary)
		for _, hidden := range s.Hidden {
			if hidden {
				extra++
			}
		}
		optimum += c.Extra
		got += extra
		t.Logf("%s: %d hidden, optimum %d", c.ID, extra, c.Extra)
	}
	t.Logf("%d extra cells hidden, optimum %d", got, optimum)
	if 100*got > 105*optimum {
		t.Errorf("%d extra cells hidden, over 1.05 times the optimum of %d", got, optimum)
	}
}

// numbersOf are the numbers of a known case, those of the same leaf cells once:
// hidden are the small ones, fixed are totals of all and zeros that it shows.
func numbersOf(c knownCase) (numbers []Suppressible, theirs int, width int64) {
	seen := map[string]bool{}
	width = Unbounded
	for _, cell := range c.Cells {
		members := slices.Sorted(slices.Values(cell.Members))
		if key := fmt.Sprint(members); seen[key] {
			continue
		} else {
			seen[key] = true
		}
		if cell.Status != "s" {
			theirs++
			if w := *cell.Expect.LPHi - *cell.Expect.LPLo; int64(w) < width {
				width = int64(w)
			}
		}
		numbers = append(numbers, Suppressible{Members: members, Hidden: cell.Status == "u", Fixed: len(members) == len(c.Inner) || (cell.Value == 0 && cell.Status != "u")})
	}
	return numbers, theirs, width
}

// TestSuppressAgainstGauss: the tables of GaussSuppression 1.2.3: as wide as its
// patterns or wider, with at most a tenth more hidden. Its linked tables: nothing
// can be told exactly, where protecting one table after the other (its method
// "local") gives away 14 of 14.
func TestSuppressAgainstGauss(t *testing.T) {
	for _, c := range knownCases(t, "gauss_suppression_cases.json") {
		numbers, theirs, width := numbersOf(c)
		if strings.HasPrefix(c.ID, "linked") {
			width = 3 // that of its method "super-consistent"
		}
		s := Suppress(c.Inner, numbers, width, 0)
		hidden, narrowest := 0, int64(Unbounded)
		for _, w := range widths(t, c.Inner, numbers, s.Hidden, 0) {
			hidden++
			narrowest = min(narrowest, w)
		}
		t.Logf("%s: %d hidden, theirs %d; narrowest %d, theirs %d; %d open", c.ID, hidden, theirs, narrowest, width, len(s.Open))
		if len(s.Open) > 0 || narrowest < width {
			t.Errorf("%s: the narrowest hidden number has width %d, want %d", c.ID, narrowest, width)
		}
		if 10*hidden > 11*theirs && c.ID != "linked_example_local" { // which hides nothing from anybody
			t.Errorf("%s: %d hidden, theirs %d", c.ID, hidden, theirs)
		}
	}
}

// randomTables are random counts over three attributes with every table of one or
// two of them, linked: numbers from 1 to 4 are small, zeros and the grand total
// stay shown.
func randomTables(r *rand.Rand) (leaves []int64, numbers []Suppressible) {
	levels := [3]int{2 + r.IntN(3), 2 + r.IntN(3), 1 + r.IntN(3)}
	for range levels[0] * levels[1] * levels[2] {
		leaves = append(leaves, int64(r.IntN(3)*r.IntN(12)))
	}
	at := func(leaf int) [3]int {
		return [3]int{leaf % levels[0], leaf / levels[0] % levels[1], leaf / levels[0] / levels[1]}
	}
	seen := map[string]bool{}
	for by := range 7 { // attributes that are summed over, never all three shown
		sums := map[[3]int]*Suppressible{}
		var order [][3]int
		for leaf := range leaves {
			key := at(leaf)
			for k := range key {
				if (by+1)>>k&1 == 1 {
					key[k] = -1
				}
			}
			if sums[key] == nil {
				sums[key] = &Suppressible{}
				order = append(order, key)
			}
			sums[key].Members = append(sums[key].Members, leaf)
		}
		for _, key := range order {
			s := *sums[key]
			if seen[fmt.Sprint(s.Members)] {
				continue
			}
			seen[fmt.Sprint(s.Members)] = true
			value := int64(0)
			for _, leaf := range s.Members {
				value += leaves[leaf]
			}
			s.Hidden = value >= 1 && value <= 4
			s.Fixed = value == 0 || len(s.Members) == len(leaves)
			numbers = append(numbers, s)
		}
	}
	return leaves, numbers
}

// TestSuppressLeavesNothingNarrow: the exact attacker over random linked tables
// finds every hidden number at least 5 wide, unless it is reported as open.
func TestSuppressLeavesNothingNarrow(t *testing.T) {
	problems := 20
	if os.Getenv("SVNA_NIGHTLY") != "" {
		problems = 2000
	}
	r := rand.New(rand.NewPCG(5, 14))
	hidden, open, hopeless := 0, 0, 0
	for n := range problems {
		leaves, numbers := randomTables(r)
		s := Suppress(leaves, numbers, 5, 1)
		wide := widths(t, leaves, numbers, s.Hidden, 1)
		for at, w := range wide {
			hidden++
			if w < 5 && !slices.Contains(s.Open, at) {
				t.Errorf("problem %d: hidden number %d has width %d", n, at, w)
			}
		}
		all := make([]bool, len(numbers))
		for i, number := range numbers {
			all[i] = number.Hidden || !number.Fixed
		}
		if len(s.Open) > 0 {
			best := widths(t, leaves, numbers, all, 1)
			for _, at := range s.Open {
				open++
				if best[at] < 5 {
					hopeless++
				}
			}
		}
		for i, number := range numbers {
			if s.Hidden[i] && number.Fixed && !number.Hidden {
				t.Errorf("problem %d: number %d must stay shown", n, i)
			}
		}
	}
	t.Logf("%d hidden numbers in %d problems; %d open, of which %d cannot be protected", hidden, problems, open, hopeless)
	if hidden < 4*problems || open-hopeless > hidden/50 {
		t.Errorf("%d numbers hidden, %d left open that could be protected", hidden, open-hopeless)
	}
}

// fitting lists the whole numerators that a printed figure per so many of a base
// fits, by closed intervals since the rule for halves is not known.
func fitting(shown float64, decimals int, per, base int) (numerators []int) {
	half := 0.5 * math.Pow10(-decimals)
	for n := range base + 1 {
		if v := float64(per) * float64(n) / float64(base); v >= shown-half-1e-9 && v <= shown+half+1e-9 {
			numerators = append(numerators, n)
		}
	}
	return numerators
}

// TestFiguresGiveCountsAway: what percentages and rates tell of their numerators, by
// the known rows; so a figure of a hidden count is never shown with it, whatever
// its rounding.
func TestFiguresGiveCountsAway(t *testing.T) {
	rule, err := PublicRule("public-suppress-5", Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := Publish(rule, newTown(rand.New(rand.NewPCG(5, 4)), 600).run())
	if err != nil {
		t.Fatal(err)
	}
	shown, hidden := 0, 0
	for _, table := range p.Tables() {
		for _, row := range table.Rows {
			e := row.Estimate
			value, is := e.Value.Get()
			switch {
			case !e.Numerator.Known() && (is || e.Lower.Known() || e.Upper.Known()):
				t.Errorf("%s, %s: a figure of a hidden count is shown", table.ID, row.Key())
			case !e.Numerator.Known():
				hidden++
			case is && !slices.Contains(fitting(value, 6, 100, int(e.Denominator.Or(0))), int(e.Numerator.Or(0))):
				t.Errorf("%s, %s: %v is no per cent of the counts beside it", table.ID, row.Key(), value)
			case is:
				shown++
			}
		}
	}
	if shown < 20 || hidden < 3 {
		t.Errorf("%d figures shown and %d hidden: the test shows little", shown, hidden)
	}
	var known struct {
		Percent []struct {
			Base       int     `json:"base"`
			Shown      float64 `json:"shown_percent"`
			Decimals   int     `json:"dp"`
			Candidates []int   `json:"candidates"`
		} `json:"percent_recovery"`
		Rate []struct {
			Population int     `json:"population"`
			Per        int     `json:"per"`
			Shown      float64 `json:"shown_rate"`
			Decimals   int     `json:"dp"`
			Candidates []int   `json:"candidates"`
		} `json:"rate_recovery"`
	}
	readKnown(t, "handmade_cases.json", &known)
	for _, k := range known.Percent {
		if got := fitting(k.Shown, k.Decimals, 100, k.Base); !slices.Equal(got, k.Candidates) {
			t.Errorf("%v%% of %d fits %v, want %v", k.Shown, k.Base, got, k.Candidates)
		}
	}
	for _, k := range known.Rate {
		if got := fitting(k.Shown, k.Decimals, k.Per, k.Population); !slices.Equal(got, k.Candidates) {
			t.Errorf("%v per %d of %d fits %v, want %v", k.Shown, k.Per, k.Population, got, k.Candidates)
		}
	}
	if len(known.Percent) != 7 || len(known.Rate) != 3 {
		t.Errorf("%d and %d rows were compared, want 7 and 3", len(known.Percent), len(known.Rate))
	}
}
