package tabulate

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"svna/datasets"
)

// plan is what one pass over the rows has to work out for all tables: columns to
// read, dimensions of them, conditions, and what is counted. Equal parts of
// different tables are there once.
type plan struct {
	stream     *datasets.Stream
	lookups    map[string]*lookup
	wanted     []datasets.Wanted
	dimensions []*dimension
	conditions []*condition
	counters   []*counter
	distincts  []*distinctTexts
	coded      map[string]bool // columns that some dimension is made of
	notes      []string
}

// dimension gives each row a code. Those that others are made of come before them.
type dimension struct {
	place  int // among the dimensions of the plan
	key    string
	kind   dimensionKind
	column int // among the wanted columns
	size   int // of a cell, in metres
	of     []*dimension
	relate func(string) string // of relabelled
}

type dimensionKind uint8

const (
	everything dimensionKind = iota // one code for all rows
	cells                           // the cells of a column as they are
	day
	month
	year
	hour
	weekday
	weekdayNumber
	gridLine   // the number rounded down to a multiple of size
	relabelled // another name for each code of one dimension
	paired     // the pairs of codes of two dimensions
)

// condition is true or false of each row.
type condition struct {
	place     int
	key       string
	operator  string // "test", "and", "or", "not"
	dimension *dimension
	test      func(label string) bool
	parts     []*condition
}

// counter counts the rows of each code of a dimension for which a condition holds;
// no condition is every row.
type counter struct {
	place int
	by    *dimension
	where *condition
}

// rowValue is a number of each row: one that the level of a dimension has, a fixed
// one, or two combined.
type rowValue struct {
	operator  byte // 'd', 'n', or a sign
	dimension *dimension
	of        func(label string) float64 // NaN for none
	number    float64
	parts     []*rowValue
}

// distinctTexts counts the different cells of a column that no dimension uses, in
// all and for each code of a dimension.
type distinctTexts struct {
	place  int
	by     *dimension
	where  *condition
	column int
}

func (p *plan) note(format string, args ...any) {
	if note := fmt.Sprintf(format, args...); !slices.Contains(p.notes, note) {
		p.notes = append(p.notes, note)
	}
}

// want finds the place of a column read in one way.
func (p *plan) want(w datasets.Wanted) int {
	for i, have := range p.wanted {
		if have.Column == w.Column && have.As == w.As {
			return i
		}
	}
	p.wanted = append(p.wanted, w)
	return len(p.wanted) - 1
}

// column checks the name of a column; its case need not be right.
func (p *plan) column(name string) (string, error) {
	columns := p.stream.Columns()
	if slices.Contains(columns, name) {
		return name, nil
	}
	for _, c := range columns {
		if strings.EqualFold(c, name) {
			return c, nil
		}
	}
	return "", fmt.Errorf("there is no column %q; %s", name, nearest(name, columns))
}

// nearest says which columns a wrong name may stand for: those that it is part of,
// or the one that is spelt most like it.
func nearest(name string, columns []string) string {
	var like []string
	for _, c := range columns {
		if len(name) > 2 && strings.Contains(spaced(c), spaced(name)) {
			like = append(like, strconv.Quote(c))
		}
	}
	if len(like) > 0 {
		return "there is " + strings.Join(like, ", ")
	}
	return fmt.Sprintf("the nearest is %q", datasets.Nearest(name, columns))
}

// spaced is a name in small letters, with blanks between its words.
func spaced(name string) string {
	return strings.ToLower(strings.NewReplacer("_", " ", ".", " ").Replace(name))
}

func (p *plan) addDimension(d dimension) *dimension {
	d.key = fmt.Sprintf("%d %d %d %s", d.kind, d.column, d.size, d.key)
	for _, of := range d.of {
		d.key += fmt.Sprintf(" %d", of.place)
	}
	for _, have := range p.dimensions {
		if have.key == d.key {
			return have
		}
	}
	d.place = len(p.dimensions)
	p.dimensions = append(p.dimensions, &d)
	return &d
}

// cellsOf is the dimension of the cells of a column.
func (p *plan) cellsOf(name string) (*dimension, error) {
	column, err := p.column(name)
	if err != nil {
		return nil, err
	}
	if kind := p.stream.Identifier(column); kind != "" {
		return nil, fmt.Errorf("column %q: %w: its name says %s; leave it out", column, datasets.ErrIdentifier, kind)
	}
	p.coded[column] = true
	d := p.addDimension(dimension{kind: cells, column: p.want(datasets.Wanted{Column: column, As: datasets.AsCodes})})
	if level := p.stream.Level(column); level != nil {
		d = p.addDimension(dimension{kind: relabelled, key: "level", of: []*dimension{d}, relate: level})
	}
	return d, nil
}

// group is the dimension of all combinations of several.
func (p *plan) group(by []*dimension) *dimension {
	if len(by) == 0 {
		return p.addDimension(dimension{kind: everything})
	}
	d := by[0]
	for _, next := range by[1:] {
		d = p.addDimension(dimension{kind: paired, of: []*dimension{d, next}})
	}
	return d
}

var timeParts = map[string]dimensionKind{"day": day, "month": month, "year": year, "hour": hour, "weekday": weekday, "weekday_number": weekdayNumber}

// dimensionOf understands an expression that gives each row a level. It may be
// several dimensions: a cell is its easting and its northing.
func (p *plan) dimensionOf(e *expression) ([]*dimension, error) {
	if e.operator == "name" {
		if _, err := p.column(e.name); err == nil {
			d, err := p.cellsOf(e.name)
			return []*dimension{d}, err
		}
		if call, ok, err := p.readyMade(e.name); ok || err != nil {
			if err != nil {
				return nil, err
			}
			return p.dimensionOf(call)
		}
		_, err := p.cellsOf(e.name)
		return nil, err
	}
	if e.operator != "call" {
		return nil, fmt.Errorf("%s is no dimension: give a column, or one of %s", e, dimensionFunctions)
	}
	kind, isTime := timeParts[e.name]
	switch {
	case isTime:
		return p.timeDimension(kind, e)
	case e.name == "age_band":
		return p.ageBands(e)
	case e.name == "cell" || e.name == "cell_easting" || e.name == "cell_northing":
		return p.gridLines(e)
	case e.name == "coalesce":
		return p.coalesced(e)
	}
	return nil, fmt.Errorf("there is no dimension %s(...); the nearest is %s", e.name, datasets.Nearest(e.name, strings.Split(dimensionFunctions, ", ")))
}

const dimensionFunctions = "month, hour, weekday, weekday_number, day, year, age_band, cell, cell_easting, cell_northing, coalesce"

// one understands an expression that is a single dimension.
func (p *plan) one(e *expression) (*dimension, error) {
	all, err := p.dimensionOf(e)
	if err == nil && len(all) > 1 {
		return p.group(all), nil
	}
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

func (p *plan) timeDimension(kind dimensionKind, e *expression) ([]*dimension, error) {
	if len(e.parts) != 1 || e.parts[0].operator != "name" {
		return nil, fmt.Errorf("%s is written %s(column)", e.name, e.name)
	}
	column, err := p.timeColumn(e.parts[0].name)
	if err != nil {
		return nil, err
	}
	return []*dimension{p.addDimension(dimension{kind: kind, column: column})}, nil
}

func (p *plan) timeColumn(name string) (int, error) {
	column, err := p.column(name)
	if err != nil {
		return 0, err
	}
	for i, w := range p.wanted {
		if w.Column == column && w.As == datasets.AsTimes {
			return i, nil
		}
	}
	reading, err := p.stream.DateReading(column)
	if err != nil {
		return 0, err
	}
	p.note("%s", reading.Said)
	return p.want(datasets.Wanted{Column: column, As: datasets.AsTimes, Dates: reading}), nil
}

// ageBands makes bands of completed years; an age of 0, over 110 or that is no
// number is missing, and a band stays what it is.
func (p *plan) ageBands(e *expression) ([]*dimension, error) {
	scheme := "sna"
	if len(e.parts) == 2 && e.parts[1].operator == "text" {
		scheme = e.parts[1].text
	} else if len(e.parts) != 1 {
		return nil, fmt.Errorf("age_band is written age_band(column) or age_band(column, 'scheme')")
	}
	bands := datasets.AgeBands(scheme)
	if bands == nil {
		return nil, fmt.Errorf("there is no scheme of age bands %q; they are %s", scheme, strings.Join(datasets.AgeBandSchemes(), ", "))
	}
	d, err := p.one(e.parts[0])
	if err != nil {
		return nil, err
	}
	p.note("age bands: %s, of completed years; 0 and over 110 are taken as not known", scheme)
	return []*dimension{p.addDimension(dimension{kind: relabelled, key: "band " + scheme, of: []*dimension{d}, relate: func(label string) string {
		from, to, ok := datasets.ParseAges(label)
		for _, b := range bands {
			if ok && from >= b.From && (to <= b.To || b.To == datasets.AllAges) && from > 0 && from <= 110 {
				return b.ID
			}
		}
		return ""
	}})}, nil
}

func (p *plan) gridLines(e *expression) ([]*dimension, error) {
	size, columns := 250.0, e.parts
	if n := len(columns); n > 0 && columns[n-1].operator == "number" {
		size, columns = columns[n-1].number, columns[:n-1]
	}
	wanted := 1
	if e.name == "cell" {
		wanted = 2
	}
	if len(columns) != wanted || size < 1 || size != math.Floor(size) || size > 1e6 {
		return nil, fmt.Errorf("%s is written cell(easting, northing), or with whole metres cell(easting, northing, 250); cell_easting and cell_northing take one column", e.name)
	}
	p.note("cells are squares of %.0f m on the National Grid, named by their south-west corner", size)
	var lines []*dimension
	for _, c := range columns {
		if c.operator != "name" {
			return nil, fmt.Errorf("%s takes columns of metres", e.name)
		}
		column, err := p.column(c.name)
		if err != nil {
			return nil, err
		}
		place := p.want(datasets.Wanted{Column: column, As: datasets.AsNumbers})
		lines = append(lines, p.addDimension(dimension{kind: gridLine, column: place, size: int(size)}))
	}
	return lines, nil
}

// coalesced gives rows without a level another one.
func (p *plan) coalesced(e *expression) ([]*dimension, error) {
	if len(e.parts) != 2 || e.parts[1].operator != "text" {
		return nil, fmt.Errorf("coalesce is written coalesce(dimension, 'level for the blank')")
	}
	d, err := p.one(e.parts[0])
	if err != nil {
		return nil, err
	}
	other := e.parts[1].text
	return []*dimension{p.addDimension(dimension{kind: relabelled, key: "blank " + strconv.Quote(other), of: []*dimension{d}, relate: func(label string) string {
		if label == "" {
			return other
		}
		return label
	}})}, nil
}

// readyMade finds the columns for a dimension that is named alone, such as month.
func (p *plan) readyMade(name string) (call *expression, ok bool, err error) {
	name = strings.ToLower(name)
	if _, isTime := timeParts[name]; isTime {
		column, err := p.usualColumn(name, []string{"committed from", "committed date", "committed", "occurred from", "offence date", "date", "month"})
		return &expression{operator: "call", name: name, parts: []*expression{{operator: "name", name: column}}}, true, err
	}
	switch name {
	case "age_band":
		column, err := p.usualColumn(name, []string{"victim age at offence", "victim age", "age at offence", "age"})
		return &expression{operator: "call", name: name, parts: []*expression{{operator: "name", name: column}}}, true, err
	case "cell":
		easting, err := p.usualColumn(name, []string{"easting", "eastings", "x"})
		if err != nil {
			return nil, true, err
		}
		northing, err := p.usualColumn(name, []string{"northing", "northings", "y"})
		return &expression{operator: "call", name: name, parts: []*expression{{operator: "name", name: easting}, {operator: "name", name: northing}}}, true, err
	}
	return nil, false, nil
}

// usualColumn is the first of the usual columns that is there.
func (p *plan) usualColumn(dimension string, usual []string) (string, error) {
	columns := p.stream.Columns()
	for _, name := range usual {
		if at := slices.IndexFunc(columns, func(c string) bool { return spaced(c) == name }); at >= 0 {
			p.note("%s is that of column %q; to take another, write %s(column)", dimension, columns[at], dimension)
			return columns[at], nil
		}
	}
	return "", fmt.Errorf("%s of which column? write %s(column); the columns are %s", dimension, dimension, strings.Join(p.stream.Columns(), ", "))
}
