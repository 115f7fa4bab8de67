package disclosure

// singletons lists hidden numbers that someone could work out exactly who is
// counted alone in another hidden number, or with one other, and so knows it. For
// every other hidden number there must be two data sets that give everything
// shown, differ in it, and agree in what that person knows. Numbers of other
// aspects need no look: their data sets move nothing of this one.
func (e *edition) singletons() (exact []*number) {
	for _, kind := range e.kinds() {
		byView := map[*view][]*number{}
		var views []*view
		for _, n := range e.lattice.universes[kind].numbers {
			if w, found := e.found[n]; found {
				if byView[w.view] == nil {
					views = append(views, w.view)
				}
				byView[w.view] = append(byView[w.view], n)
			}
		}
		for _, v := range views {
			exact = append(exact, e.singletonsOf(v, byView[v])...)
		}
	}
	return exact
}

// singletonsOf are those of one view, with its hidden numbers.
func (e *edition) singletonsOf(v *view, hidden []*number) (exact []*number) {
	at := map[*number]int{}
	for i, n := range v.own {
		at[n] = i
	}
	leafOf := v.leafOf
	for _, n := range hidden {
		w := e.found[n]
		low, high := v.shifts(w.all(w.lowMoves), leafOf), v.shifts(w.all(w.highMoves), leafOf)
		for _, known := range hidden {
			if known == n || known.count > mostKnown {
				continue
			}
			i, k := at[n], at[known]
			if (low[i] != 0 && low[k] == 0) || (high[i] != 0 && high[k] == 0) || (low[k] == high[k] && low[i] != high[i] && low[k] == 0) {
				continue
			}
			if !v.variesWithout(e.rule, i, k) {
				exact = append(exact, n)
				break
			}
		}
	}
	return exact
}

// shifts is by how much moves change each own number.
func (v *view) shifts(moves []Move, leafOf map[int32]int) []int64 {
	by := make([]int64, len(v.own))
	for _, m := range moves {
		changed(v.leaves[leafOf[m.Record]].in, v.leaves[leafOf[m.As]].in, func(n int, d int64) { by[n] += d })
	}
	return by
}

// variesWithout reports whether an own number can be one less or more while
// another, known one stays.
func (v *view) variesWithout(rule Rule, number, known int) bool {
	for _, direction := range []int{-1, 1} {
		s := newSearching(rule, v, number)
		s.least[known], s.most[known] = s.counts[known], s.counts[known]
		if s.step(direction) {
			return true
		}
	}
	return false
}
