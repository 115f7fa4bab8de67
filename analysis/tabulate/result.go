package tabulate

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

// Result is a table that has been counted.
type Result struct {
	Name   string
	Header []string
	Rows   [][]Cell
	// Labels is how many of the first columns name levels.
	Labels int
	// Notes say what was assumed, for this table alone.
	Notes []string
}

// Cell is a text, or a number that may be absent.
type Cell struct {
	Text     string
	Number   float64
	IsNumber bool // else it is a text; "" is a level that is not recorded
}

// String writes the cell in full precision, without an exponent.
func (c Cell) String() string {
	if !c.IsNumber {
		return c.Text
	}
	return plain(c.Number)
}

// plain writes a number in full, "" for none.
func plain(n float64) string {
	if math.IsNaN(n) || math.IsInf(n, 0) {
		return ""
	}
	return strconv.FormatFloat(n+0, 'f', -1, 64)
}

func number(n float64) Cell { return Cell{Number: n, IsNumber: true} }

func estimated(n stats.Number) Cell { return number(n.Or(math.NaN())) }

// result works out a table, all its parts one below the other.
func (t *totals) result(parts []*compiled) (Result, error) {
	table := parts[0].table
	r := Result{Name: table.Name}
	for _, c := range parts {
		rows, err := t.rows(c, &r)
		if err != nil {
			return r, err
		}
		if len(table.Parts) > 0 {
			for j := range rows {
				rows[j] = append([]Cell{{Text: c.part}}, rows[j]...)
			}
			r.Header = append([]string{cmp.Or(table.PartName, "part")}, r.Header...)
			r.Labels++
		}
		r.Rows = append(r.Rows, rows...)
	}
	if table.Transpose == "" {
		return r, nil
	}
	if len(r.Rows) != 1 || r.Labels > 0 {
		return r, fmt.Errorf("transpose is for tables of one row; this one has dimensions")
	}
	turned := Result{Name: r.Name, Header: []string{table.Transpose, "n"}, Labels: 1, Notes: r.Notes}
	for i, name := range r.Header {
		turned.Rows = append(turned.Rows, []Cell{{Text: name}, r.Rows[0][i]})
	}
	return turned, nil
}

// level is one row of a table before it is written.
type level struct {
	key    string
	labels []string
	ranks  []int // of labels that are numbers or days
	values []float64
	shown  stats.Estimate
}

func (t *totals) rows(c *compiled, r *Result) ([][]Cell, error) {
	levels := t.levels(c)
	if err := c.refuseIdentifiers(levels); err != nil {
		return nil, err
	}
	for at, column := range c.columns {
		t.prepare(column.figure)
		for i := range levels {
			levels[i].values = append(levels[i].values, t.figure(column.figure, levels, i))
		}
		t.noteMissing(column, levels, at, r)
	}
	if m := c.measure; m != nil {
		t.prepare(m.numerator)
		t.prepare(m.denominator)
		for i := range levels {
			x, n := t.figure(m.numerator, levels, i), t.figure(m.denominator, levels, i)
			levels[i].shown = m.estimate(x, n)
		}
		if !slices.Contains(r.Notes, m.say) {
			r.Notes = append(r.Notes, m.say)
		}
	}
	header := slices.Clone(c.heads)
	if c.measure == nil {
		for _, column := range c.columns {
			header = append(header, column.name)
		}
	} else {
		header = append(header, "numerator", "denominator", "value", "lower", "upper", "method", "status")
	}
	if twice := firstTwice(header); twice != "" {
		return nil, fmt.Errorf("two columns are called %s; name one with as", twice)
	}
	r.Header, r.Labels = header, len(c.heads)
	if err := c.sort(levels, header); err != nil {
		return nil, err
	}
	if top := c.table.Top; top > 0 && len(levels) > top {
		levels = levels[:top]
	}
	var rows [][]Cell
	for _, l := range levels {
		rows = append(rows, l.cells(c))
	}
	return rows, nil
}

// refuseIdentifiers looks at the levels that would be shown. The error repeats none
// of them.
func (c *compiled) refuseIdentifiers(levels []level) error {
	for i, d := range c.by {
		if d.kind != cells {
			continue
		}
		distinct := map[string]bool{}
		for _, l := range levels {
			distinct[l.labels[i]] = true
		}
		if kind := datasets.LookLikeIdentifiers(slices.Collect(maps.Keys(distinct))); kind != "" {
			return fmt.Errorf("column %q: %w: its cells look like %s; leave it out, or have it removed upstream", c.heads[i], datasets.ErrIdentifier, kind)
		}
	}
	return nil
}

func firstTwice(names []string) string {
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return name
		}
	}
	return ""
}

func (l *level) cells(c *compiled) (cells []Cell) {
	for _, label := range l.labels {
		cells = append(cells, Cell{Text: label})
	}
	if c.measure == nil {
		for _, v := range l.values {
			cells = append(cells, number(v))
		}
		return cells
	}
	e := l.shown
	return append(cells, estimated(e.Numerator), estimated(e.Denominator), estimated(e.Value), estimated(e.Lower), estimated(e.Upper), Cell{Text: e.Method}, Cell{Text: string(e.Status)})
}

// levels are the rows of a table, in the order of their dimensions.
func (t *totals) levels(c *compiled) []level {
	var levels []level
	for key := range t.counts[c.base.place] {
		l := level{key: key}
		if len(c.by) > 0 {
			l.labels = strings.Split(key, "\x00")
		}
		levels = append(levels, l)
	}
	if len(c.by) == 0 && len(levels) == 0 {
		levels = []level{{}}
	}
	order := make([]func(a, b *level) int, len(c.by))
	for i := range c.by {
		order[i] = orderOf(levels, i)
	}
	sortBy(levels, order)
	return levels
}

// orderOf orders rows by a label: as numbers where all are whole numbers, as days of
// the week where all are such, and else byte by byte; blanks come first.
func orderOf(levels []level, column int) func(a, b *level) int {
	areNumbers, areDays := true, true
	for i := range levels {
		label := levels[i].labels[column]
		if label == "" {
			continue
		}
		if areNumbers {
			_, err := strconv.Atoi(label)
			areNumbers = err == nil && (label == "0" || label[0] != '0')
		}
		areDays = areDays && slices.Contains(weekdays, label)
	}
	if !areNumbers && !areDays {
		return func(a, b *level) int { return strings.Compare(a.labels[column], b.labels[column]) }
	}
	for i := range levels {
		l := &levels[i]
		if l.ranks == nil {
			l.ranks = make([]int, len(l.labels))
		}
		switch label := l.labels[column]; {
		case label == "":
			l.ranks[column] = math.MinInt
		case areNumbers:
			l.ranks[column], _ = strconv.Atoi(label)
		default:
			l.ranks[column] = slices.Index(weekdays, label)
		}
	}
	return func(a, b *level) int { return cmp.Compare(a.ranks[column], b.ranks[column]) }
}

// sortBy sorts rows by the first order in which they differ, and leaves equal ones
// as they are.
func sortBy(levels []level, order []func(a, b *level) int) {
	sorted := make([]*level, len(levels))
	for i := range levels {
		sorted[i] = &levels[i]
	}
	slices.SortStableFunc(sorted, func(a, b *level) int {
		for _, by := range order {
			if n := by(a, b); n != 0 {
				return n
			}
		}
		return 0
	})
	moved := make([]level, len(levels))
	for i, l := range sorted {
		moved[i] = *l
	}
	copy(levels, moved)
}

// sort puts the rows into the order that the table asks for.
func (c *compiled) sort(levels []level, header []string) error {
	var keys []func(a, b *level) int
	for _, order := range c.table.Order {
		name, down := strings.CutPrefix(order, "-")
		at := slices.Index(header, name)
		if at < 0 {
			return fmt.Errorf("order: there is no column %q; they are %s", name, strings.Join(header, ", "))
		}
		key := c.orderBy(levels, at)
		if down {
			up := key
			key = func(a, b *level) int { return -up(a, b) }
		}
		keys = append(keys, key)
	}
	if len(keys) > 0 {
		sortBy(levels, keys)
	}
	return nil
}

// orderBy compares rows by one column.
func (c *compiled) orderBy(levels []level, at int) func(a, b *level) int {
	figure := at - len(c.heads)
	if figure < 0 {
		return orderOf(levels, at)
	}
	if c.measure == nil {
		return func(a, b *level) int { return cmp.Compare(a.values[figure], b.values[figure]) }
	}
	return func(a, b *level) int {
		x, y := a.cells(c)[at], b.cells(c)[at]
		return cmp.Or(cmp.Compare(x.Number, y.Number), cmp.Compare(x.Text, y.Text))
	}
}

// figure works out one figure of one row.
func (t *totals) figure(f *figure, levels []level, row int) float64 {
	l := &levels[row]
	switch f.operator {
	case "number":
		return f.number
	case "column":
		return l.values[f.column]
	case "count":
		return float64(t.counts[f.counter.place][l.key])
	case "distinct", "sum":
		return f.found[l.key]
	case "texts":
		if f.inAll {
			return float64(t.inAll[f.texts.place])
		}
		return float64(t.texts[f.texts.place][l.key])
	case "total":
		total := 0.0
		for i := range levels {
			if v := levels[i].values[f.column]; !math.IsNaN(v) {
				total += v
			}
		}
		return total
	case "lookup":
		return f.lookup.of(f.values, l.labels[f.dimension])
	case "round":
		return math.Round(t.figure(f.parts[0], levels, row))
	}
	return calculate(f.operator[0], t.figure(f.parts[0], levels, row), t.figure(f.parts[1], levels, row))
}

// prepare works out, for each level of a table, the figures that are made of the
// finer levels of a counter: how many different ones there are, or the sum of their
// values. It goes through them in one order, so that a sum has the same last digit
// every time.
func (t *totals) prepare(f *figure) {
	for _, part := range f.parts {
		t.prepare(part)
	}
	if f.operator != "distinct" && f.operator != "sum" {
		return
	}
	f.found = map[string]float64{}
	counts := t.counts[f.counter.place]
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		var labels []string
		if f.counter.by.kind != everything {
			labels = strings.Split(key, "\x00")
		}
		level, finer := strings.Join(labels[:f.depth], "\x00"), labels[f.depth:]
		if f.operator == "distinct" {
			if !slices.Contains(finer, "") {
				f.found[level]++
			}
		} else if v := f.value.at(f.levels, finer); !math.IsNaN(v) {
			f.found[level] += v * float64(counts[key])
		}
	}
}

// noteMissing says where a look-up has nothing for levels of the table.
func (t *totals) noteMissing(c column, levels []level, at int, r *Result) {
	if c.figure.operator != "lookup" {
		return
	}
	missing := 0
	for _, l := range levels {
		if math.IsNaN(l.values[at]) {
			missing++
		}
	}
	if missing > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%d of %d rows have no %s in %s: blank", missing, len(levels), c.name, c.figure.lookup.file))
	}
}
