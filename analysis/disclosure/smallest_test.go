package disclosure

import (
	"slices"
	"testing"
)

// TestSmallestMove: in tables of two of four attributes, where a rectangle is never
// enough, the linear program leads to two data sets for a small number that add up: no
// leaf cell is below 0, no group gains or loses, the number differs by the width, what
// is not hidden with it stays, and nothing that is hidden falls below the floor.
func TestSmallestMove(t *testing.T) {
	rule, err := PublicRule("public-suppress-5", Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	e := &edition{rule: rule, run: linkedRun(4), reasons: map[string]string{}}
	e.build()
	prices := map[*number]int64{}
	e.lattice.price("offences", prices)
	p := e.view("offences", e.lattice.hiddenAspects("offences")[0]).pattern(rule, prices)
	tried, solved := 0, 0
	small := slices.Clone(p.hidden)
	for target := range small {
		if !small[target] {
			continue
		}
		tried++
		q := p.copy()
		found := q.smallest(target, p.width)
		if found == nil {
			if !slices.Equal(q.hidden, small) {
				t.Errorf("number %d: hides others and finds nothing", target)
			}
			continue
		}
		solved++
		low, high := addUp(t, p, found.low), addUp(t, p, found.high)
		for n := range p.members {
			kept := q.hidden[n]
			switch {
			case n == target && max(low[n], high[n], p.values[n])-min(low[n], high[n], p.values[n]) < p.width:
				t.Errorf("number %d: %d and %d, want a difference of %d", n, low[n], high[n], p.width)
			case !kept && (low[n] != p.values[n] || high[n] != p.values[n]):
				t.Errorf("number %d: the shown number %d is %d and %d, want %d", target, n, low[n], high[n], p.values[n])
			case kept && min(low[n], high[n]) < p.floor:
				t.Errorf("number %d: the hidden number %d falls below the floor", target, n)
			case kept && !small[n] && p.prices[n] >= never:
				t.Errorf("number %d: hides number %d, which must stay", target, n)
			}
		}
	}
	t.Logf("%d of %d small numbers solved", solved, tried)
	if tried < 5 || solved < leastSolved {
		t.Errorf("%d of %d small numbers solved, want %d", solved, tried, leastSolved)
	}
}

// leastSolved is how many of the seven small numbers the linear program leads to by
// itself, with nothing hidden before; most of its vertices are not whole.
const leastSolved = 3

// addUp is every number after some moves.
func addUp(t *testing.T, p *pattern, steps []step) []int64 {
	t.Helper()
	leaves := slices.Clone(p.leaves)
	for _, s := range steps {
		if p.group[s.from] != p.group[s.to] {
			t.Error("a record leaves its group")
		}
		leaves[s.from]--
		leaves[s.to]++
	}
	if slices.Min(leaves) < 0 {
		t.Error("a leaf cell is below 0")
	}
	sums := make([]int64, len(p.members))
	for n, members := range p.members {
		for _, leaf := range members {
			sums[n] += leaves[leaf]
		}
	}
	return sums
}

// TestEffortEnds: when the effort of a pattern is spent nothing more is hidden, and
// what is not proven is open.
func TestEffortEnds(t *testing.T) {
	leaves := []int64{2, 20, 20, 20}
	numbers := []Suppressible{{Members: []int{0}, Hidden: true}, {Members: []int{1}}, {Members: []int{2}}, {Members: []int{3}}, {Members: []int{0, 1}, Fixed: true}, {Members: []int{2, 3}, Fixed: true}, {Members: []int{0, 2}, Fixed: true}, {Members: []int{1, 3}, Fixed: true}}
	p := suppressible(leaves, numbers, 5, 1)
	*p.spent = mostSpent + 1
	p.protectAll()
	if hidden := []bool{true, false, false, false, false, false, false, false}; !slices.Equal(p.hidden, hidden) || len(p.open()) != 1 {
		t.Errorf("hidden %v, open %v; want the small number alone, and open", p.hidden, p.open())
	}
	if whole := suppressible(leaves, numbers, 5, 1); true {
		whole.protectAll()
		if len(whole.open()) > 0 {
			t.Errorf("open %v, want none where there is effort", whole.open())
		}
	}
}
