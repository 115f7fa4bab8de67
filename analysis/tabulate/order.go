package tabulate

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// tableLevels are the rows of a table, in the order of their dimensions.
func (t *totals) tableLevels(c *compiled) []level {
	counts := t.counts[c.base.place]
	rows := 0
	for _, n := range counts {
		rows += int(min(n, 1))
	}
	if len(c.by) == 0 {
		rows = 1 // also where nothing was counted
	}
	wide := len(c.by)
	codes := make([]int32, 0, rows*wide)
	levels := make([]level, 0, rows)
	values := make([]float64, rows*len(c.columns))
	for code := range max(len(counts), 1-min(wide, 1)) {
		if wide > 0 && counts[code] == 0 {
			continue
		}
		codes = codes[:len(codes)+wide]
		t.parts(c.base.by, int32(code), codes[len(codes)-wide:])
		levels = append(levels, level{code: int32(code), values: values[:0:len(c.columns)]})
		values = values[len(c.columns):]
	}
	labels, ranks := make([]string, rows*wide), make([]uint64, rows*wide)
	for column, d := range c.by {
		names := t.namesOf(d)
		for at := column; at < len(codes); at += wide {
			labels[at] = names.of(codes[at])
		}
		order := rankLabels(names.met)
		for at := column; at < len(codes); at += wide {
			ranks[at] = order[names.place(codes[at])]
		}
	}
	for i := range levels {
		levels[i].labels, levels[i].ranks = labels[i*wide:(i+1)*wide:(i+1)*wide], ranks[i*wide:(i+1)*wide]
	}
	keys := make([][]uint64, wide)
	for column := range keys {
		keys[column] = rankKeys(levels, column)
	}
	return sortBy(levels, keys)
}

// levelNames are the labels of a dimension that are asked for, each made once.
type levelNames struct {
	totals *totals
	from   *dimension
	places []int32 // + 1, of each code; 0 for one that has not been asked for
	met    []string
}

func (t *totals) namesOf(d *dimension) *levelNames { return &levelNames{totals: t, from: d} }

// of returns the label of a code.
func (n *levelNames) of(code int32) string {
	n.places = longer(n.places, code)
	if n.places[code] == 0 {
		n.met = append(n.met, n.totals.label(n.from, code))
		n.places[code] = int32(len(n.met))
	}
	return n.met[n.places[code]-1]
}

// place is where the label of a code that was asked for is among those met.
func (n *levelNames) place(code int32) int32 { return n.places[code] - 1 }

// rankLabels ranks labels: as numbers where all are whole numbers, as days of the
// week where all are such, and else byte by byte; blanks come first.
func rankLabels(labels []string) []uint64 {
	areNumbers, areDays := true, true
	for _, label := range labels {
		if label == "" {
			continue
		}
		if areNumbers {
			_, err := strconv.Atoi(label)
			areNumbers = err == nil && (label == "0" || label[0] != '0')
		}
		areDays = areDays && slices.Contains(weekdays, label)
	}
	ranks := make([]uint64, len(labels))
	if !areNumbers && !areDays {
		return rankTexts(labels)
	}
	for i, label := range labels {
		switch {
		case label == "":
		case areNumbers:
			n, _ := strconv.Atoi(label)
			ranks[i] = uint64(n) ^ 1<<63
		default:
			ranks[i] = uint64(slices.Index(weekdays, label)) + 1
		}
	}
	return ranks
}

// rankTexts ranks texts byte by byte.
func rankTexts(texts []string) []uint64 {
	order := make([]int32, len(texts))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(texts[a], texts[b]) })
	ranks := make([]uint64, len(texts))
	for i, at := range order {
		if i > 0 && texts[at] == texts[order[i-1]] {
			ranks[at] = ranks[order[i-1]]
			continue
		}
		ranks[at] = uint64(i)
	}
	return ranks
}

func rankKeys(levels []level, column int) []uint64 {
	keys := make([]uint64, len(levels))
	for i := range levels {
		keys[i] = levels[i].ranks[column]
	}
	return keys
}

// numberKey orders numbers as cmp.Compare does: what is no number comes first.
func numberKey(n float64) uint64 {
	if math.IsNaN(n) {
		return 0
	}
	n += 0 // there is one zero
	key := math.Float64bits(n)
	if key>>63 == 1 {
		return ^key
	}
	return key | 1<<63
}

// sortBy sorts rows by the first of the keys in which they differ, and leaves equal
// ones as they are: a radix sort that starts from the last byte of the last key.
func sortBy(levels []level, keys [][]uint64) []level {
	order, next := make([]int32, len(levels)), make([]int32, len(levels))
	for i := range order {
		order[i] = int32(i)
	}
	for i := len(keys) - 1; i >= 0; i-- {
		key := keys[i]
		differ := uint64(0)
		for _, k := range key {
			differ |= k ^ key[0]
		}
		for shift := 0; shift < 64; shift += 8 {
			if differ>>shift&0xff == 0 {
				continue
			}
			var places [257]int32
			for _, k := range key {
				places[k>>shift&0xff+1]++
			}
			for b := range 256 {
				places[b+1] += places[b]
			}
			for _, at := range order {
				b := key[at] >> shift & 0xff
				next[places[b]] = at
				places[b]++
			}
			order, next = next, order
		}
	}
	sorted := make([]level, len(levels))
	for i, at := range order {
		sorted[i] = levels[at]
	}
	return sorted
}

// sort puts the rows into the order that the table asks for.
func (c *compiled) sort(levels []level, header []string) ([]level, error) {
	var keys [][]uint64
	for _, order := range c.table.Order {
		name, down := strings.CutPrefix(order, "-")
		at := slices.Index(header, name)
		if at < 0 {
			return nil, fmt.Errorf("order: there is no column %q; they are %s", name, strings.Join(header, ", "))
		}
		key := c.orderBy(levels, at)
		if down {
			for i := range key {
				key[i] = ^key[i]
			}
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return levels, nil
	}
	return sortBy(levels, keys), nil
}

// orderBy gives each row its key in the order of one column.
func (c *compiled) orderBy(levels []level, at int) []uint64 {
	figure := at - len(c.heads)
	if figure < 0 {
		return rankKeys(levels, at)
	}
	keys := make([]uint64, len(levels))
	if c.measure == nil {
		for i := range levels {
			keys[i] = numberKey(levels[i].values[figure])
		}
		return keys
	}
	texts := make([]string, len(levels))
	for i := range levels {
		cell := levels[i].cells(c)[at]
		keys[i], texts[i] = numberKey(cell.Number), cell.Text
	}
	if ranks := rankTexts(texts); slices.Max(append(ranks, 0)) > 0 { // the column is of texts
		return ranks
	}
	return keys
}
