package disclosure

import (
	"cmp"
	"slices"
)

// Suppressible is a published number for Suppress.
type Suppressible struct {
	Members []int // indices of leaf cells, each once
	Hidden  bool  // small, or hidden in the previous edition
	Fixed   bool  // must stay shown if it is not hidden: a zero, a grand total
}

// Suppression is a pattern of hidden numbers.
type Suppression struct {
	Hidden []bool // of each number
	// Open are hidden numbers of which no two data sets were found that give
	// everything shown and lie far enough apart: their tables have to be coarser,
	// or withheld.
	Open []int
}

// Suppress hides numbers of a set of tables that shows all others exactly, until
// for each hidden number there are two data sets that give everything shown and
// differ in it by the width. Leaf cells hold whole numbers not below 0, hidden
// numbers are at least floor. It hides few numbers, and of equally many small
// ones; a number that is small is protected first.
//
// Each hidden number is protected by its smallest move: records that change
// their leaf cell so that the number changes, and as little else as can be that
// would have to be hidden with it (in a two-way table the corners of a rectangle,
// as in the hypercube method of Repsilber 1994; in general the smallest
// controlled rounding of Fischetti and Salazar 2001, found by search and, where
// that fails, as a linear program). Then numbers are shown again, the largest
// first, as long as all proofs hold. For few numbers the best pattern is found by
// branch and bound.
func Suppress(leaves []int64, numbers []Suppressible, width, floor int64) Suppression {
	p := suppressible(leaves, numbers, width, floor)
	primary := slices.Clone(p.hidden)
	p.suppress(primary)
	return Suppression{Hidden: p.hidden, Open: p.open()}
}

// suppressible is the pattern of the numbers, with a leaf cell for all records
// that no number counts, so that a total that is not shown is not fixed.
func suppressible(leaves []int64, numbers []Suppressible, width, floor int64) *pattern {
	outside := int64(0)
	for _, n := range leaves {
		outside += n
	}
	var members [][]int
	for _, n := range numbers {
		members = append(members, slices.Clone(n.Members))
	}
	p := newPattern(append(slices.Clone(leaves), outside+width), make([]int, len(leaves)+1), members)
	p.width, p.floor = width, floor
	for i, n := range numbers {
		p.hidden[i] = n.Hidden
		if n.Fixed {
			p.prices[i] = never
		}
	}
	return p
}

// suppress hides more until every hidden number has its proof, where it can, and
// then as little as it can.
func (p *pattern) suppress(primary []bool) {
	p.protectAll()
	p.cleanUp(primary)
	p.improve(primary)
	p.optimise(primary)
}

// protectAll protects hidden numbers, the smallest first, and those that are
// hidden for them.
func (p *pattern) protectAll() {
	failed := map[int]bool{}
	for {
		next := -1
		for _, n := range p.open() {
			if !failed[n] {
				next = n
				break
			}
		}
		if next < 0 {
			return
		}
		failed[next] = !p.protect(next, true)
	}
}

// protect finds the two data sets of a number, hiding more if that is allowed; it
// reports whether it could.
func (p *pattern) protect(target int, hiding bool) bool {
	low, high := newMover(p, target, -1), newMover(p, target, 1)
	var more []int
	for {
		need := p.width - (high.deltas[target] - low.deltas[target])
		if need <= 0 {
			break
		}
		down := low.best(need)
		if down.times > 0 && down.price == 0 {
			low.repeat(down)
			continue
		}
		up := high.best(need)
		t, m := down, low
		if up.betterThan(down) {
			t, m = up, high
		}
		if t.times == 0 || (t.price > 0 && !hiding) {
			for _, n := range more {
				p.hidden[n] = false
			}
			return false
		}
		for _, n := range t.hide {
			p.hidden[n] = true
		}
		more = append(more, t.hide...)
		m.repeat(t)
	}
	p.keep(proofOf(low, high))
	return true
}

// cleanUp shows numbers again that were hidden to protect others, the dearest
// first, where everything else can still be proven.
func (p *pattern) cleanUp(primary []bool) {
	var secondary []int
	for n, hidden := range p.hidden {
		if hidden && !primary[n] {
			secondary = append(secondary, n)
		}
	}
	slices.SortStableFunc(secondary, func(a, b int) int { return cmp.Compare(p.prices[b], p.prices[a]) })
	for _, n := range secondary {
		p.showAgain(n)
	}
}

// showAgain shows a number if all that is hidden can be proven without it, or
// leaves everything as it was.
func (p *pattern) showAgain(n int) bool {
	before := slices.Clone(p.proofs)
	unproven := p.show(n)
	unproven = slices.DeleteFunc(unproven, func(i int) bool { return before[i] == nil })
	if p.reprove(unproven) {
		return true
	}
	p.hidden[n], p.proofs = true, before
	return false
}

// show shows a number, and lists those whose proof goes with it.
func (p *pattern) show(n int) (unproven []int) {
	p.hidden[n], p.proofs[n] = false, nil
	for i, f := range p.proofs {
		if f == nil {
			continue
		}
		if _, moved := f.changes[n]; moved {
			p.proofs[i] = nil
			unproven = append(unproven, i)
		}
	}
	return unproven
}

// fewCells is up to how many entries the linear program of a pattern is small
// enough to be solved for each number that is shown again.
const fewCells = 20000

// reprove looks for proofs of some numbers without hiding more.
func (p *pattern) reprove(numbers []int) bool {
	var exact *program
	if len(p.leaves)*len(p.values) <= fewCells && len(numbers) > 0 {
		exact, _ = p.program(p.hidden) // nil on overflow
	}
	for _, n := range numbers {
		if p.proofs[n] != nil {
			continue
		}
		if exact != nil {
			found, _, err := exact.extremes(n)
			if err == nil && found.changes[n].width() < p.width {
				return false
			}
			if err == nil {
				p.keep(found)
				continue
			}
			exact = nil
		}
		if !p.protect(n, false) {
			return false
		}
	}
	return true
}

// improve tries, for each number that was hidden to protect others, what comes of
// keeping it shown: what it protected is protected otherwise, and all is cleaned
// up. The cheaper pattern stays. It ends when nothing is gained.
func (p *pattern) improve(primary []bool) {
	for gained := true; gained; {
		gained = false
		for n := range p.hidden {
			if p.hidden[n] && !primary[n] && p.without(n, primary) {
				gained = true
			}
		}
	}
}

// without looks for a cheaper pattern in which a number is shown.
func (p *pattern) without(n int, primary []bool) bool {
	q := p.copy()
	q.prices[n] = never
	q.show(n)
	q.protectAll()
	if len(q.open()) > len(p.open()) {
		return false
	}
	q.cleanUp(primary)
	if q.cost() >= p.cost() {
		return false
	}
	p.hidden, p.proofs = q.hidden, q.proofs
	return true
}

// copy is a pattern to try things on.
func (p *pattern) copy() *pattern {
	q := *p
	q.hidden, q.proofs, q.prices = slices.Clone(p.hidden), slices.Clone(p.proofs), slices.Clone(p.prices)
	return &q
}
