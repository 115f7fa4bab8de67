package tabulate

import (
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"svna/datasets"
)

// worker counts the blocks of one goroutine. Everything is indexed by the places
// of the plan; codes are the worker's own, and become labels when workers are
// added up.
type worker struct {
	plan    *plan
	block   *datasets.Block
	codes   [][]int32
	related []relation
	pairs   []pairing
	holds   [][]uint8 // 1 for a row that meets a condition, else 0
	tests   [][]uint8 // of a condition for each code: 0 or 1, notKnown
	counts  [][]int64
	texts   []*textPiles
	shared  []*textLevels // of each count of texts
	levels  [][]int32     // for each count of texts, the number of each code among its levels, 0 where it is not known yet
}

// relation is a relabelled dimension: the code of each code of the other, -1 where
// it is not known yet.
type relation struct {
	code   []int32
	labels []string
	index  map[string]int32
}

func newWorker(p *plan, shared []*textLevels) *worker {
	return &worker{
		plan: p, shared: shared, texts: make([]*textPiles, len(p.distincts)),
		codes: make([][]int32, len(p.dimensions)), related: make([]relation, len(p.dimensions)), pairs: make([]pairing, len(p.dimensions)),
		holds: make([][]uint8, len(p.conditions)), tests: make([][]uint8, len(p.conditions)),
		counts: make([][]int64, len(p.counters)),
		levels: make([][]int32, len(p.distincts)),
	}
}

// count takes a block.
func (w *worker) count(b *datasets.Block) error {
	w.block = b
	for _, d := range w.plan.dimensions {
		w.code(d)
	}
	for _, c := range w.plan.conditions {
		w.hold(c)
	}
	for _, c := range w.plan.counters {
		if c.by.kind == everything {
			w.counts[c.place] = longer(w.counts[c.place], 0)
			w.counts[c.place][0] += countAll(b.Rows, w.holding(c.where))
			continue
		}
		w.counts[c.place] = countCodes(w.counts[c.place], w.codes[c.by.place], w.holding(c.where))
	}
	for _, d := range w.plan.distincts {
		w.gather(d)
	}
	return nil
}

// holding returns the rows for which a condition holds, nil for all.
func (w *worker) holding(c *condition) []uint8 {
	if c == nil {
		return nil
	}
	return w.holds[c.place]
}

func countAll(rows int, holds []uint8) (n int64) {
	if holds == nil {
		return int64(rows)
	}
	for _, h := range holds {
		n += int64(h)
	}
	return n
}

func countCodes(counts []int64, codes []int32, holds []uint8) []int64 {
	most := int32(0)
	for _, code := range codes {
		most = max(most, code)
	}
	counts = longer(counts, most)
	if holds == nil {
		for _, code := range codes {
			counts[code]++
		}
		return counts
	}
	for i, code := range codes {
		counts[code] += int64(holds[i])
	}
	return counts
}

// longer makes room for a code.
func longer[T any](values []T, code int32) []T {
	if int(code) < len(values) {
		return values
	}
	return append(values, make([]T, max(int(code)+1, 2*len(values))-len(values))...)
}

// code works out the codes of a dimension for the rows of the block. Code 0 is a
// row without a level, but for pairs.
func (w *worker) code(d *dimension) {
	if d.kind == cells {
		w.codes[d.place] = w.block.Codes(d.column)
		return
	}
	codes := slices.Grow(w.codes[d.place][:0], w.block.Rows)[:w.block.Rows]
	switch d.kind {
	case everything:
		clear(codes)
	case hour:
		for i, m := range w.block.Minutes(d.column) {
			codes[i] = (int32(m) + 60) / 60 // NoMinute gives 0
		}
	case day, month, year, weekday, weekdayNumber:
		of := dayCodes()[d.kind]
		for i, day := range w.block.Days(d.column) {
			codes[i] = 0
			if day != datasets.NoDay {
				codes[i] = of[day-firstDay]
			}
		}
	case gridLine:
		size := int32(d.size)
		for i, n := range w.block.Numbers(d.column) {
			codes[i] = 0
			if n != datasets.NoNumber {
				codes[i] = lineCode(n, size)
			}
		}
	case relabelled:
		w.relabel(d, codes)
	case paired:
		w.pairs[d.place].codes(codes, w.codes[d.of[0].place], w.codes[d.of[1].place])
	}
	w.codes[d.place] = codes
}

// lineCode numbers the lines of a grid: 1, 3, 5 ... from 0 on, and 2, 4 ... below 0.
func lineCode(n, size int32) int32 {
	line := n / size
	if n%size < 0 {
		line--
	}
	if line < 0 {
		return -2 * line
	}
	return 2*line + 1
}

func lineOf(code int32) int {
	if code%2 == 0 {
		return -int(code) / 2
	}
	return int(code) / 2
}

// relabel gives each code of another dimension the code of its new label.
func (w *worker) relabel(d *dimension, codes []int32) {
	of, r := d.of[0], &w.related[d.place]
	if r.index == nil {
		r.index, r.labels = map[string]int32{"": 0}, []string{""}
	}
	for i, code := range w.codes[of.place] {
		if int(code) >= len(r.code) || r.code[code] < 0 {
			r.add(code, d.relate(w.label(of, code)))
		}
		codes[i] = r.code[code]
	}
}

// add gives a code its new label.
func (r *relation) add(code int32, label string) {
	for int(code) >= len(r.code) {
		r.code = append(r.code, -1)
	}
	new, known := r.index[label]
	if !known {
		new = int32(len(r.labels))
		r.index[label] = new
		r.labels = append(r.labels, label)
	}
	r.code[code] = new
}

// notKnown marks a code that a condition has not been asked about.
const notKnown = 2

// hold works out for which rows of the block a condition holds.
func (w *worker) hold(c *condition) {
	holds := slices.Grow(w.holds[c.place][:0], w.block.Rows)[:w.block.Rows]
	switch c.operator {
	case "test":
		tests := w.tests[c.place]
		for i, code := range w.codes[c.dimension.place] {
			if int(code) >= len(tests) || tests[code] == notKnown {
				tests = c.ask(tests, code, w.label(c.dimension, code))
			}
			holds[i] = tests[code]
		}
		w.tests[c.place] = tests
	case "and":
		b := w.holds[c.parts[1].place]
		for i, a := range w.holds[c.parts[0].place] {
			holds[i] = a & b[i]
		}
	case "or":
		b := w.holds[c.parts[1].place]
		for i, a := range w.holds[c.parts[0].place] {
			holds[i] = a | b[i]
		}
	case "not":
		for i, a := range w.holds[c.parts[0].place] {
			holds[i] = 1 - a
		}
	}
	w.holds[c.place] = holds
}

// ask finds out whether a condition holds for a code.
func (c *condition) ask(tests []uint8, code int32, label string) []uint8 {
	for int(code) >= len(tests) {
		tests = append(tests, notKnown)
	}
	tests[code] = 0
	if c.test(label) {
		tests[code] = 1
	}
	return tests
}

// gather puts the texts of the rows on their piles.
func (w *worker) gather(d *distinctTexts) {
	if w.texts[d.place] == nil {
		w.texts[d.place] = &textPiles{}
	}
	holds, codes, texts, levels := w.holding(d.where), w.codes[d.by.place], w.texts[d.place], w.levels[d.place]
	for i, key := range w.block.Keys(d.column) {
		if key == (datasets.Key{}) || holds != nil && holds[i] == 0 {
			continue
		}
		code := codes[i]
		if int(code) >= len(levels) {
			levels = longer(levels, code)
		}
		if levels[code] == 0 {
			levels[code] = w.shared[d.place].levelNumber(w.label(d.by, code))
		}
		texts.add(key, levels[code])
	}
	w.levels[d.place] = levels
}

// label names the level of a code; the levels of a pair are kept apart by a byte
// that no label holds.
func (w *worker) label(d *dimension, code int32) string {
	switch d.kind {
	case cells:
		return datasets.CellText(w.block.Cells(d.column)[code])
	case relabelled:
		return w.related[d.place].labels[code]
	case paired:
		pair := w.pairs[d.place].of[code]
		return w.label(d.of[0], pair[0]) + "\x00" + w.label(d.of[1], pair[1])
	}
	return d.label(code)
}

// label names the level of a code that means the same to all workers.
func (d *dimension) label(code int32) string {
	if code == 0 || d.kind == everything {
		return ""
	}
	switch d.kind {
	case day:
		return time.Unix(int64(code-1+firstDay)*86400, 0).UTC().Format(time.DateOnly)
	case month:
		return fmt.Sprintf("%04d-%02d", (code-1)/12+firstYear, (code-1)%12+1)
	case weekday:
		return weekdays[code-1]
	case hour:
		return strconv.Itoa(int(code - 1))
	case gridLine:
		return strconv.Itoa(lineOf(code) * d.size)
	}
	return strconv.Itoa(int(code)) // year, weekdayNumber
}

var weekdays = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// firstDay is 1 January 1900, and lastDay 31 December 2100, counted from 1970: the
// days that datasets reads.
const (
	firstYear = 1900
	firstDay  = -25567
	lastDay   = 47846
)

// dayCodes are the codes of all days, worked out when they are first asked for.
var dayCodes = sync.OnceValue(func() (codes [weekdayNumber + 1][]int32) {
	for _, kind := range []dimensionKind{day, month, year, weekday} {
		codes[kind] = make([]int32, lastDay-firstDay+1)
	}
	at := int32(0)
	for m := datasets.NewMonth(firstYear, 1); at <= lastDay-firstDay; m++ {
		for range m.Days() {
			codes[day][at] = at + 1
			codes[month][at] = int32((m.Year()-firstYear)*12 + m.Calendar())
			codes[year][at] = int32(m.Year())
			codes[weekday][at] = at%7 + 1 // 1 January 1900 was a Monday
			at++
		}
	}
	codes[weekdayNumber] = codes[weekday]
	return codes
})
