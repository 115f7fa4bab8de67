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
	if whole := int64(n); float64(whole) == n && whole < 1<<53 && whole > -1<<53 {
		return strconv.FormatInt(whole, 10)
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
	code   int32 // of the dimensions together
	labels []string
	ranks  []uint64 // of the labels in their order
	values []float64
	shown  stats.Estimate
}

func (t *totals) rows(c *compiled, r *Result) ([][]Cell, error) {
	levels, err := t.tableLevels(c), error(nil)
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
	if levels, err = c.sort(levels, header); err != nil {
		return nil, err
	}
	if top := c.table.Top; top > 0 && len(levels) > top {
		levels = levels[:top]
	}
	rows := make([][]Cell, len(levels))
	for i := range levels {
		rows[i] = levels[i].cells(c)
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

// figures is how many figures a row has: the columns, or the estimate of a measure.
func (c *compiled) figures() int {
	if c.measure == nil {
		return len(c.columns)
	}
	return 7
}

func (l *level) cells(c *compiled) []Cell {
	cells := make([]Cell, 0, len(l.labels)+c.figures())
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

// figure works out one figure of one row.
func (t *totals) figure(f *figure, levels []level, row int) float64 {
	l := &levels[row]
	switch f.operator {
	case "number":
		return f.number
	case "column":
		return l.values[f.column]
	case "count":
		return t.count(f.counter, l.code)
	case "distinct", "sum":
		return f.found[l.code]
	case "texts":
		if f.inAll {
			return float64(t.inAll[f.texts.place])
		}
		return float64(t.texts[f.texts.place][strings.Join(l.labels, "\x00")])
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

func (t *totals) count(c *counter, code int32) float64 {
	if counts := t.counts[c.place]; int(code) < len(counts) {
		return float64(counts[code])
	}
	return 0
}

// finerLevel is a level of a counter that a figure is made of.
type finerLevel struct {
	of     int32    // level of the table
	labels []string // of the dimensions that the table has not
	rows   int64
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
	f.found = map[int32]float64{}
	finer := t.finerLevels(f)
	if f.operator == "distinct" {
		for _, l := range finer {
			if !slices.ContainsFunc(l.labels, isBlank) {
				f.found[l.of]++
			}
		}
		return
	}
	slices.SortFunc(finer, func(a, b finerLevel) int { return slices.Compare(a.labels, b.labels) })
	for _, l := range finer {
		if v := f.value.at(f.levels, l.labels); !math.IsNaN(v) {
			f.found[l.of] += v * float64(l.rows)
		}
	}
}

// finerLevels takes the levels of the counter of a figure apart, into that of the
// table and what is left.
func (t *totals) finerLevels(f *figure) (all []finerLevel) {
	counts, d := t.counts[f.counter.place], f.counter.by
	names := make([]*levelNames, len(f.finer))
	for i, part := range f.finer {
		names[i] = t.namesOf(part)
	}
	inTable := min(f.depth, 1) // all dimensions of the table together are one code
	codes := make([]int32, inTable+len(f.finer))
	labels := make([]string, len(f.finer)*len(counts))
	for code, n := range counts {
		if n == 0 {
			continue
		}
		t.parts(d, int32(code), codes)
		l := finerLevel{rows: n, labels: labels[:len(f.finer):len(f.finer)]}
		labels = labels[len(f.finer):]
		if inTable > 0 {
			l.of = codes[0]
		}
		for i, code := range codes[inTable:] {
			l.labels[i] = names[i].of(code)
		}
		all = append(all, l)
	}
	return all
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
