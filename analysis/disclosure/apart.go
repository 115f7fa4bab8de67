package disclosure

// pair is a hidden number that someone would know exactly who knows another, since
// she or he is counted there alone or with one other.
type pair struct{ number, known int }

// mostKnown is up to which count someone who is counted knows a number.
const mostKnown = 2

// exposed lists the pairs for which no two data sets are known that differ in the
// one number and agree in the other.
func (p *pattern) exposed() (pairs []pair) {
	if !p.apart {
		return nil
	}
	var known []int
	for n, hidden := range p.hidden {
		if hidden && p.values[n] <= mostKnown {
			known = append(known, n)
		}
	}
	moved := p.alwaysMoved(known)
	for n, hidden := range p.hidden {
		if !hidden || p.proofs[n] == nil {
			continue
		}
		for _, k := range moved[n] {
			if k != n {
				pairs = append(pairs, pair{n, k})
			}
		}
	}
	return pairs
}

// alwaysMoved lists, for each hidden number, which of some known ones move in
// every data set that moves it.
func (p *pattern) alwaysMoved(known []int) map[int][]int {
	moved, seen := map[int][]int{}, map[*proof]bool{}
	take := func(f *proof, of func(shift) int64) {
		var with []int
		for _, k := range known {
			if of(f.changes[k]) != 0 {
				with = append(with, k)
			}
		}
		for n, c := range f.changes {
			if of(c) == 0 || !p.hidden[n] {
				continue
			}
			before, found := moved[n]
			if !found {
				moved[n] = with
				continue
			}
			moved[n] = both(before, with)
		}
	}
	for _, list := range [][]*proof{p.proofs, p.between} {
		for _, f := range list {
			if f != nil && !seen[f] {
				seen[f] = true
				take(f, func(c shift) int64 { return c.low })
				take(f, func(c shift) int64 { return c.high })
			}
		}
	}
	return moved
}

// both are the elements of two ordered lists that are in both.
func both(a, b []int) []int {
	var common []int
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case b[0] < a[0]:
			b = b[1:]
		default:
			common = append(common, a[0])
			a, b = a[1:], b[1:]
		}
	}
	return common
}

// separate finds two data sets for a pair, hiding more if that is allowed.
func (p *pattern) separate(e pair, hiding bool) bool {
	price := p.prices[e.known]
	p.hidden[e.known], p.prices[e.known] = false, never
	f := p.find(e.number, 1, hiding)
	p.hidden[e.known], p.prices[e.known] = true, price
	if f != nil {
		p.between = append(p.between, f)
	}
	return f != nil
}

// separateAll separates what it can without hiding more, and returns how many pairs
// stay exposed.
func (p *pattern) separateAll() int {
	left, failed := 0, map[pair]bool{}
	for {
		next := -1
		pairs := p.exposed()
		for i, e := range pairs {
			if !failed[e] {
				next = i
				break
			}
		}
		if next < 0 {
			return left
		}
		if !p.separate(pairs[next], false) {
			failed[pairs[next]] = true
			left++
		}
	}
}
