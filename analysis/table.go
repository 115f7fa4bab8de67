package analysis

import (
	"cmp"
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

// Table is rows of estimates under dimensions.
type Table struct {
	ID         string // also the worksheet and the CSV file: at most 31 characters
	Title      string // what, by what, area, period
	Unit       Unit
	Dimensions []Dimension
	Columns    []Column
	Rows       []Row
	Notes      []string // annotations, one a line above the table
	// Constants are those of the notes whose numbers were chosen before the data were
	// seen, or are of reference data: every edition has them.
	Constants []string
	// Source is the publisher of what is not of the extract, and names no number of
	// the data; "" for a table of the extract.
	Source string
	// ByMonth marks the monthly companion of another table.
	ByMonth bool
	// LeftOut names the levels that an edition counts among what is not counted
	// apart, as their numbers are small.
	LeftOut []string
	// Rounded marks a table of an edition that rounds its counts.
	Rounded bool
	// Derivation says how what is no count follows from the counts; nil where each
	// row follows from its own.
	Derivation *Derivation
	// Promise is what the title promises; nil where any column will do.
	Promise *Promise
}

// Promise is a column that a title promises. An edition that does not show it takes
// the plain title, and drops the notes on it. A table that tells nothing without the
// column which no other tells has no plain title, and is not in such an edition.
type Promise struct {
	Column string
	Plain  string   // title of the table without the column, or ""
	Notes  []string // that speak of the column
}

// Kept reports whether the table has what its title promises.
func (t *Table) Kept() bool {
	if t.Promise == nil {
		return true
	}
	_, there := t.Column(t.Promise.Column)
	return there
}

// KeepPromise takes the plain title where the table has not what its title promises.
func (t *Table) KeepPromise() {
	if t.Kept() || t.Promise.Plain == "" {
		return
	}
	t.Title = t.Promise.Plain
	t.Notes = slices.DeleteFunc(slices.Clone(t.Notes), func(note string) bool { return slices.Contains(t.Promise.Notes, note) })
}

// sourceOf is the source of a reference table, or its name where it says none.
func sourceOf(r datasets.Reference) string {
	return cmp.Or(r.Source, "the table of "+r.Name+" "+r.Path+", which names no source")
}

// addConstants adds notes whose numbers are none of the data.
func (t *Table) addConstants(notes ...string) {
	t.addNotes(notes...)
	t.Constants = append(t.Constants, notes...)
}

// Dimension is one key of the rows.
type Dimension struct {
	Name   string // snake case: "period", "ho_class"
	Header string // "Offence class"
}

// Column is one measure of a table. The names numerator, denominator, value,
// lower, upper, method and status are those of the row's estimate; any other
// name is looked up in Row.Extra.
type Column struct {
	Name   string
	Header string // with its unit: "Share of knife crime offences (%)"
	Format Format
}

// Format is how a number is shown to people.
type Format string

// The formats.
const (
	AsCount  Format = "count"  // #,##0
	AsShare  Format = "share"  // per cent, one decimal
	AsRate   Format = "rate"   // one decimal
	AsRatio  Format = "ratio"  // two decimals
	AsPounds Format = "pounds" // #,##0
	AsP      Format = "p"      // three decimals
	AsText   Format = "text"
)

// RowKind tells a level from the rows that end a block.
type RowKind int

// The kinds of row.
const (
	LevelRow RowKind = iota
	NotKnownRow
	TotalRow
)

// Row is one estimate.
type Row struct {
	Levels   []string // one a dimension
	Kind     RowKind
	Estimate stats.Estimate
	Extra    map[string]stats.Number
	Note     string
	Basis    *Basis // what is counted; nil where that is not told
	// Small marks a numerator from 1 to 4 in the restricted edition; set by
	// disclosure.
	Small bool
}

// Key names the row in its table.
func (r Row) Key() string { return strings.Join(r.Levels, ": ") }

// Number returns the value of a numeric column.
func (r Row) Number(column string) stats.Number {
	switch column {
	case "numerator":
		return r.Estimate.Numerator
	case "denominator":
		return r.Estimate.Denominator
	case "value":
		return r.Estimate.Value
	case "lower":
		return r.Estimate.Lower
	case "upper":
		return r.Estimate.Upper
	}
	return r.Extra[column]
}

// Empty reports whether a row has no number: it says that there is none.
func (r Row) Empty() bool {
	e := r.Estimate
	for _, n := range []stats.Number{e.Numerator, e.Denominator, e.Value} {
		if n.Known() {
			return false
		}
	}
	for _, n := range r.Extra {
		if n.Known() {
			return false
		}
	}
	return true
}

// Level returns the row's level of a dimension.
func (t *Table) Level(r Row, dimension string) string {
	for i, d := range t.Dimensions {
		if d.Name == dimension {
			return r.Levels[i]
		}
	}
	return ""
}

// Find returns the row with these levels, or false.
func (t *Table) Find(levels ...string) (Row, bool) {
	key := strings.Join(levels, ": ")
	for _, r := range t.Rows {
		if r.Key() == key {
			return r, true
		}
	}
	return Row{}, false
}

// row returns the row with these levels for writing, or nil.
func (t *Table) row(levels ...string) *Row {
	key := strings.Join(levels, ": ")
	for i := range t.Rows {
		if t.Rows[i].Key() == key {
			return &t.Rows[i]
		}
	}
	return nil
}

// Column returns the column of a name, or false.
func (t *Table) Column(name string) (Column, bool) {
	for _, c := range t.Columns {
		if c.Name == name {
			return c, true
		}
	}
	return Column{}, false
}

// countColumns are the columns of a table of counts.
func countColumns(counted string) []Column {
	return []Column{{"numerator", counted, AsCount}}
}

// shareColumns are the columns of a table of shares with Wilson limits.
func shareColumns(counted, of, share string) []Column {
	return []Column{
		{"numerator", counted, AsCount},
		{"denominator", of, AsCount},
		{"value", share + " (%)", AsShare},
		{"lower", "Lower 95% confidence limit (%)", AsShare},
		{"upper", "Upper 95% confidence limit (%)", AsShare},
		{"method", "Method", AsText},
	}
}

// rateColumns are the columns of a table of rates; per is "1,000 residents".
func rateColumns(counted, population, per string) []Column {
	return []Column{
		{"numerator", counted, AsCount},
		{"denominator", population, AsCount},
		{"value", "Rate per " + per, AsRate},
		{"lower", "Lower 95% confidence limit", AsRate},
		{"upper", "Upper 95% confidence limit", AsRate},
		{"method", "Method", AsText},
	}
}

// dailyColumns are the columns of a table of offences a day.
func dailyColumns(counted, days string) []Column {
	return []Column{
		{"numerator", counted, AsCount},
		{"denominator", days, AsCount},
		{"value", "Offences a day", AsRatio},
		{"lower", "Lower 95% confidence limit", AsRatio},
		{"upper", "Upper 95% confidence limit", AsRatio},
		{"method", "Method", AsText},
	}
}

// ratioColumns are the columns of a table of ratios of a to b.
func ratioColumns(a, b, ratio string) []Column {
	return []Column{
		{"numerator", a, AsCount},
		{"denominator", b, AsCount},
		{"value", ratio, AsRatio},
		{"lower", "Lower 95% confidence limit", AsRatio},
		{"upper", "Upper 95% confidence limit", AsRatio},
		{"method", "Method", AsText},
	}
}
