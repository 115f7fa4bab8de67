package tabulate

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"svna/datasets"
)

// figure is a number of each row of a table.
type figure struct {
	operator  string // "number", "column", "count", "distinct", "texts", "sum", "total", "round", "lookup", or a sign
	number    float64
	column    int // of the table, of "column" and "total"
	counter   *counter
	depth     int // of "distinct" and "sum": labels of the row in front of those of the counter
	texts     *distinctTexts
	inAll     bool // of "texts": not by level
	value     *rowValue
	levels    []*dimension      // of "sum": those that its value depends on
	finer     []*dimension      // of "distinct" and "sum": those of the counter that the table has not
	found     map[int32]float64 // of "distinct" and "sum", once counted: for each level of the table
	lookup    *lookup
	values    string // column of the look-up
	dimension int    // of the table, whose level is looked up
	parts     []*figure
}

const figureFunctions = "count, distinct, sum, total, round"

// figureOf understands a figure.
func (p *plan) figureOf(c *compiled, e *expression, where *condition) (*figure, error) {
	switch e.operator {
	case "number":
		return &figure{operator: "number", number: e.number}, nil
	case "+", "-", "*", "/":
		return p.calculated(c, e.operator, e.parts, where)
	case "name":
		return p.namedFigure(c, e)
	case "call":
	default:
		return nil, fmt.Errorf("%s is no figure: give count(), count(condition), distinct(column), sum(column), a column of the table or a calculation", e)
	}
	switch e.name {
	case "count":
		return p.countFigure(c, e, where)
	case "distinct":
		return p.distinctFigure(c, e, where)
	case "sum":
		return p.sumFigure(c, e, where)
	case "round":
		if len(e.parts) != 1 {
			return nil, errors.New("round is written round(calculation)")
		}
		return p.calculated(c, "round", e.parts, where)
	case "total":
		if len(e.parts) == 1 && e.parts[0].operator == "name" {
			if at := c.columnNamed(e.parts[0].name); at >= 0 {
				return &figure{operator: "total", column: at}, nil
			}
		}
		return nil, errors.New("total is written total(n), of a column that stands before it")
	}
	return nil, fmt.Errorf("there is no figure %s(...); the nearest is %s", e.name, datasets.Nearest(e.name, strings.Split(figureFunctions, ", ")))
}

func (p *plan) calculated(c *compiled, operator string, parts []*expression, where *condition) (*figure, error) {
	f := &figure{operator: operator}
	for _, part := range parts {
		made, err := p.figureOf(c, part, where)
		if err != nil {
			return nil, err
		}
		f.parts = append(f.parts, made)
	}
	return f, nil
}

func (c *compiled) columnNamed(name string) int {
	return slices.IndexFunc(c.columns, func(column column) bool { return column.name == name })
}

// namedFigure is an earlier column of the table, or a value looked up for the
// level of a dimension.
func (p *plan) namedFigure(c *compiled, e *expression) (*figure, error) {
	if at := c.columnNamed(e.name); at >= 0 {
		return &figure{operator: "column", column: at}, nil
	}
	l, values, ok, err := p.lookupOf(e.name)
	if err != nil {
		return nil, err
	}
	if !ok {
		var names []string
		for _, column := range c.columns {
			names = append(names, column.name)
		}
		for name := range p.lookups {
			names = append(names, name+".column")
		}
		slices.Sort(names)
		return nil, fmt.Errorf("there is no figure %q; there are the columns before it and those of look-ups: %s", e.name, strings.Join(names, ", "))
	}
	dimensions, err := p.lookedUp(l)
	if err != nil {
		return nil, err
	}
	at := slices.Index(c.by, dimensions)
	if at < 0 {
		return nil, fmt.Errorf("%s is looked up by %s, which is not among the dimensions of the table", e.name, l.on)
	}
	return &figure{operator: "lookup", lookup: l, values: values, dimension: at}, nil
}

func (p *plan) lookedUp(l *lookup) (*dimension, error) {
	e, err := parse(l.on)
	if err != nil {
		e = &expression{operator: "name", name: l.on}
	}
	return p.one(e)
}

// narrowed is the condition of a figure: that of the table, and its own.
func (p *plan) narrowed(e *expression, own int, where *condition) (*condition, error) {
	if len(e.parts) <= own {
		return where, nil
	}
	c, err := p.conditionOf(e.parts[own])
	return p.both(where, c), err
}

func (p *plan) countFigure(c *compiled, e *expression, where *condition) (*figure, error) {
	where, err := p.narrowed(e, 0, where)
	if err != nil {
		return nil, err
	}
	return &figure{operator: "count", counter: p.counter(p.group(c.by), where)}, nil
}

// distinctFigure counts different levels; blanks are not counted. The texts of a
// column that no dimension uses are told apart by keys, anything else by codes.
func (p *plan) distinctFigure(c *compiled, e *expression, where *condition) (*figure, error) {
	if len(e.parts) < 1 || len(e.parts) > 2 {
		return nil, errors.New("distinct is written distinct(column), or distinct(column, condition)")
	}
	where, err := p.narrowed(e, 1, where)
	if err != nil {
		return nil, err
	}
	of := e.parts[0]
	if of.operator == "name" {
		if column, err := p.column(of.name); err == nil && !p.coded[column] {
			d, inAll := p.texts(c, column, where)
			return &figure{operator: "texts", texts: d, inAll: inAll}, nil
		}
	}
	dimensions, err := p.dimensionOf(of)
	if err != nil {
		return nil, err
	}
	return &figure{operator: "distinct", counter: p.counter(p.group(slices.Concat(c.by, dimensions)), where), depth: len(c.by), finer: dimensions}, nil
}

// texts finds or adds the count of different texts of a column. Without dimension
// it is the total of one that has a dimension, if there is such a one.
func (p *plan) texts(c *compiled, column string, where *condition) (d *distinctTexts, inAll bool) {
	place, by, inAll := p.want(datasets.Wanted{Column: column, As: datasets.AsKeys}), p.group(c.by), len(c.by) == 0
	for _, have := range p.distincts {
		if have.column != place || have.where != where {
			continue
		}
		if inAll || have.by == by {
			return have, inAll
		}
		if have.by.kind == everything {
			have.by = by
			return have, false
		}
	}
	d = &distinctTexts{place: len(p.distincts), by: by, where: where, column: place}
	p.distincts = append(p.distincts, d)
	return d, inAll
}

func (p *plan) sumFigure(c *compiled, e *expression, where *condition) (*figure, error) {
	if len(e.parts) < 1 || len(e.parts) > 2 {
		return nil, errors.New("sum is written sum(column), or sum(column, condition)")
	}
	where, err := p.narrowed(e, 1, where)
	if err != nil {
		return nil, err
	}
	value, err := p.rowValueOf(e.parts[0])
	if err != nil {
		return nil, err
	}
	f := &figure{operator: "sum", value: value, levels: value.dimensions(nil), depth: len(c.by)}
	f.finer = f.levels
	f.counter = p.counter(p.group(slices.Concat(c.by, f.levels)), where)
	return f, nil
}

// dimensions adds the dimensions that a value depends on, each once.
func (v *rowValue) dimensions(all []*dimension) []*dimension {
	if v.operator == 'd' && !slices.Contains(all, v.dimension) {
		all = append(all, v.dimension)
	}
	for _, part := range v.parts {
		all = part.dimensions(all)
	}
	return all
}

// at is the value of a row with these labels of dimensions, NaN for none.
func (v *rowValue) at(dimensions []*dimension, labels []string) float64 {
	switch v.operator {
	case 'n':
		return v.number
	case 'd':
		return v.of(labels[slices.Index(dimensions, v.dimension)])
	}
	return calculate(v.operator, v.parts[0].at(dimensions, labels), v.parts[1].at(dimensions, labels))
}

// rowValueOf understands a number of each row: of a column, looked up, or
// calculated from such.
func (p *plan) rowValueOf(e *expression) (*rowValue, error) {
	switch e.operator {
	case "number":
		return &rowValue{operator: 'n', number: e.number}, nil
	case "+", "-", "*", "/":
		v := &rowValue{operator: e.operator[0]}
		for _, part := range e.parts {
			made, err := p.rowValueOf(part)
			if err != nil {
				return nil, err
			}
			v.parts = append(v.parts, made)
		}
		return v, nil
	case "name":
		l, values, ok, err := p.lookupOf(e.name)
		if err != nil {
			return nil, err
		}
		if ok {
			d, err := p.lookedUp(l)
			return &rowValue{operator: 'd', dimension: d, of: func(label string) float64 { return l.of(values, label) }}, err
		}
		d, err := p.cellsOf(e.name)
		return &rowValue{operator: 'd', dimension: d, of: numberOf}, err
	}
	return nil, fmt.Errorf("%s cannot be added up: give a column of numbers, one of a look-up, or a calculation of such", e)
}

// calculate does one step of a calculation. What has no value, such as a division
// by 0, is NaN.
func calculate(operator byte, a, b float64) float64 {
	switch operator {
	case '+':
		return a + b
	case '-':
		return a - b
	case '*':
		return a * b
	}
	if b == 0 {
		return math.NaN()
	}
	return a / b
}
