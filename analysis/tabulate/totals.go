package tabulate

import "svna/datasets"

// totals is what all workers counted together, in codes that they have in common.
type totals struct {
	levels []*commonLevels  // of each dimension, nil where nothing is counted by it
	counts [][]int64        // of each counter, by code
	texts  []map[string]int // of each count of texts, by the label of the level
	inAll  []int            // of texts
}

// commonLevels are the levels of a dimension that any worker met.
type commonLevels struct {
	of     *dimension
	codes  [][]int32 // for each worker, the common code of each of its codes; nil where they are the same
	labels []string  // of cells and relabelled, by common code
	pairs  pairing   // of pairs, whose parts are common codes
}

// addUp brings the counts of all workers together.
func addUp(p *plan, workers []*worker, texts []*textLevels) *totals {
	t := &totals{levels: make([]*commonLevels, len(p.dimensions)), counts: make([][]int64, len(p.counters))}
	for _, c := range p.counters {
		t.merge(c.by, workers)
	}
	for _, c := range p.counters {
		codes := t.levels[c.by.place].codes
		var sum []int64
		for i, w := range workers {
			for code, n := range w.counts[c.place] {
				if n == 0 {
					continue
				}
				common := int32(code)
				if codes != nil {
					common = codes[i][code]
				}
				sum = longer(sum, common)
				sum[common] += n
			}
		}
		t.counts[c.place] = sum
	}
	for i := range p.distincts {
		var piles []*textPiles
		for _, w := range workers {
			if w.texts[i] != nil {
				piles = append(piles, w.texts[i])
				w.texts[i] = nil // the memory is needed for the results
			}
		}
		counts := countTexts(piles, len(texts[i].labels))
		byLevel := map[string]int{}
		for n, label := range texts[i].labels {
			byLevel[label] = counts.byLevel[n]
		}
		t.texts, t.inAll = append(t.texts, byLevel), append(t.inAll, counts.inAll)
	}
	return t
}

// merge gives the levels of a dimension, and of those it is made of, common codes.
func (t *totals) merge(d *dimension, workers []*worker) {
	if t.levels[d.place] != nil {
		return
	}
	l := &commonLevels{of: d}
	t.levels[d.place] = l
	switch d.kind {
	case cells, relabelled:
		number := map[string]int32{}
		l.codes = make([][]int32, len(workers))
		for i, w := range workers {
			for _, label := range w.labels(d) {
				code, known := number[label]
				if !known {
					code = int32(len(l.labels))
					number[label] = code
					l.labels = append(l.labels, label)
				}
				l.codes[i] = append(l.codes[i], code)
			}
		}
	case paired:
		first, second := d.of[0], d.of[1]
		t.merge(first, workers)
		t.merge(second, workers)
		l.codes = make([][]int32, len(workers))
		for i, w := range workers {
			for _, pair := range w.pairs[d.place].of {
				l.codes[i] = append(l.codes[i], l.pairs.code(t.common(first, i, pair[0]), t.common(second, i, pair[1])))
			}
		}
	}
}

// common is the common code of a code of a worker.
func (t *totals) common(d *dimension, worker int, code int32) int32 {
	if codes := t.levels[d.place].codes; codes != nil {
		return codes[worker][code]
	}
	return code
}

// labels are those of the codes of a worker.
func (w *worker) labels(d *dimension) []string {
	if d.kind == relabelled {
		return w.related[d.place].labels
	}
	if w.block == nil { // it had no rows
		return nil
	}
	var labels []string
	for _, cell := range w.block.Cells(d.column) {
		labels = append(labels, datasets.CellText(cell))
	}
	return labels
}

// label names the level of a common code.
func (t *totals) label(d *dimension, code int32) string {
	l := t.levels[d.place]
	switch d.kind {
	case cells, relabelled:
		return l.labels[code]
	case paired:
		pair := l.pairs.of[code]
		return t.label(d.of[0], pair[0]) + "\x00" + t.label(d.of[1], pair[1])
	}
	return d.label(code)
}

// parts takes a common code of a group of as many dimensions as there is room for
// apart, into their codes.
func (t *totals) parts(d *dimension, code int32, codes []int32) {
	for i := len(codes) - 1; i > 0; i-- {
		pair := t.levels[d.place].pairs.of[code]
		codes[i] = pair[1]
		d, code = d.of[0], pair[0]
	}
	if len(codes) > 0 {
		codes[0] = code
	}
}
