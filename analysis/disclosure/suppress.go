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
// as in the hypercube method of Repsilber 1994), found by a search that mends what
// a first move breaks, or where that finds none by a linear program. A number without
// either is reported as open, and so is what is left when the effort (mostSpent) is
// spent. Then numbers are shown again, the largest first, as long as all proofs hold.
// For few numbers the best pattern is found by branch and bound.
func Suppress(leaves []int64, numbers []Suppressible, width, floor int64) Suppression {
	p := suppressible(leaves, numbers, width, floor)
	primary := slices.Clone(p.hidden)
	p.protectAll()
	p.spare(primary)
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

// spare hides as little as it can of what was hidden to protect others.
func (p *pattern) spare(primary []bool) {
	p.cleanUp(primary)
	if p.size() <= mostImproved {
		p.improve(primary)
		if !p.apart { // which is no part of the covering problem
			p.optimise(primary)
		}
	}
}

// protectAll protects hidden numbers, the smallest first, and those that are
// hidden for them.
func (p *pattern) protectAll() {
	failed, close := map[int]bool{}, map[pair]bool{}
	for {
		open := slices.DeleteFunc(p.open(), func(n int) bool { return failed[n] })
		if len(open) > 0 {
			failed[open[0]] = !p.protect(open[0], true)
			continue
		}
		exposed := slices.DeleteFunc(p.exposed(), func(e pair) bool { return close[e] })
		if len(exposed) == 0 {
			return
		}
		close[exposed[0]] = !p.separate(exposed[0], true)
	}
}

// protect finds the two data sets of a number, hiding more if that is allowed; it
// reports whether it could.
func (p *pattern) protect(target int, hiding bool) bool {
	f := p.find(target, p.width, hiding)
	if f != nil {
		p.keep(f)
	}
	return f != nil
}

// find looks for two data sets that differ in a number by the width; nil if it
// finds none.
func (p *pattern) find(target int, width int64, hiding bool) *proof {
	limit := mostWeighed
	if !hiding {
		limit = mostChecked
	}
	low, high := newMover(p, target, -1, limit), newMover(p, target, 1, limit)
	var more []int
	for {
		need := width - (high.deltas[target] - low.deltas[target])
		if need <= 0 {
			return proofOf(low, high)
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
		if t.times == 0 || (t.price > 0 && !hiding) || !p.spend(0) {
			for _, n := range more {
				p.hidden[n] = false
			}
			if !hiding {
				return nil
			}
			return p.smallest(target, width)
		}
		for _, n := range t.hide {
			p.hidden[n] = true
			low.reprice(n)
			high.reprice(n)
		}
		more = append(more, t.hide...)
		m.repeat(t)
	}
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
	before, between := slices.Clone(p.proofs), p.between
	exposed := len(p.exposed())
	if p.reprove(p.show(n)) && p.separateAll() <= exposed {
		return true
	}
	p.hidden[n], p.proofs, p.between = true, before, between
	return false
}

// show shows a number, and lists those whose proof goes with it.
func (p *pattern) show(n int) (unproven []int) {
	p.hidden[n], p.proofs[n] = false, nil
	p.between = slices.DeleteFunc(slices.Clone(p.between), func(f *proof) bool { return f.changes[n] != shift{} })
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

// A pattern of at most mostSolved entries has a linear program that is small enough
// to be solved again and again, one of at most mostImproved is improved.
const mostSolved, mostImproved = 20000, 5000

// size is the number of entries of the linear program.
func (p *pattern) size() int { return len(p.leaves) * len(p.values) }

// reprove looks for proofs of some numbers without hiding more.
func (p *pattern) reprove(numbers []int) bool {
	var exact *program
	if p.size() <= mostSolved && len(numbers) > 0 {
		exact, _ = p.program(p.hidden) // nil on overflow
	}
	for _, n := range numbers {
		if p.proofs[n] != nil {
			continue
		}
		if exact != nil {
			if !p.spend(p.size()) {
				return false
			}
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
	if len(q.open()) > len(p.open()) || len(q.exposed()) > len(p.exposed()) {
		return false
	}
	q.cleanUp(primary)
	if q.cost() >= p.cost() {
		return false
	}
	p.hidden, p.proofs, p.between = q.hidden, q.proofs, q.between
	return true
}

// copy is a pattern to try things on.
func (p *pattern) copy() *pattern {
	q := *p
	q.hidden, q.proofs, q.prices = slices.Clone(p.hidden), slices.Clone(p.proofs), slices.Clone(p.prices)
	return &q
}
