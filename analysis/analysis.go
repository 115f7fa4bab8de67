// Package analysis turns a Dataset into Results. Each breakdown is one file: a
// struct of facts (name, title, theme, what it needs, its documentation) and one
// function from a Study to a Result. The themes follow the London template of
// the serious violence needs assessment; see Themes.
package analysis

import (
	"fmt"

	"svna/analysis/spatial"
	"svna/analysis/stats"
	"svna/datasets"
)

// Theme is a chapter of the assessment.
type Theme struct {
	Key   string
	Title string
}

// Themes lists the chapters in the order of the assessment.
var Themes = []Theme{
	{"place", "Place and population"},
	{"overall", "Serious violence overall"},
	{"under25", "Violence and exploitation affecting under-25s"},
	{"domestic", "Domestic abuse"},
	{"sexual", "Sexual violence"},
	{"knife", "Knife crime"},
	{"when", "When violence happens"},
	{"where", "Where violence happens"},
	{"people", "Victims and suspects"},
	{"outcomes", "Outcomes and comparators"},
	{"cost", "Cost"},
	{"quality", "Data quality"},
}

// The themes, by name.
var (
	Place, Overall, UnderTwentyFives, DomesticAbuse, SexualViolence, KnifeCrime = Themes[0], Themes[1], Themes[2], Themes[3], Themes[4], Themes[5]
	When, Where, Persons, OutcomesAndComparators, Cost, DataQuality             = Themes[6], Themes[7], Themes[8], Themes[9], Themes[10], Themes[11]
)

// Unit is what is counted. Counts of different units are never added.
type Unit string

// The counting units.
const (
	Offence    Unit = "offence"
	Victim     Unit = "victim"
	Suspect    Unit = "suspect"
	Child      Unit = "child"
	Record     Unit = "record"
	AreaUnit   Unit = "area"
	TypeUnit   Unit = "type of offence"
	Pound      Unit = "pound"
	MixedUnits Unit = "" // each row names its own
)

// Plural returns the unit in the plural: "offences", "children".
func (u Unit) Plural() string {
	switch u {
	case Child:
		return "children"
	case TypeUnit:
		return "types of offence"
	case MixedUnits:
		return "rows"
	}
	return string(u) + "s"
}

// Events reports whether the unit happened or is somebody: a small number of areas or
// of types of offence gives nobody away and is no matter of chance.
func (u Unit) Events() bool { return u != AreaUnit && u != TypeUnit }

// Doc is the documentation of a breakdown, in the order in which it is printed.
type Doc struct {
	Counts   string // what is counted
	Base     string // unit and denominator
	LeftOut  string // who or what is left out
	Method   string // method and its source
	Misleads string // how the figure can mislead
}

// Breakdown is one analysis: facts, and one function.
type Breakdown struct {
	// Name is the id of the main table, its worksheet and its figure: kebab
	// case, at most 22 characters.
	Name  string
	Title string
	Theme Theme
	// Needs lists what must be there; see Study.Lacks.
	Needs []string
	// Headlines lists the ids of the statements that it makes.
	Headlines []string
	Doc       Doc
	Compute   func(*Study) (Result, error)
}

// Skip is the error of a breakdown that cannot be computed from this input.
type Skip struct{ Reason string }

func (s *Skip) Error() string { return s.Reason }

// skipf returns a Skip with a reason, which is printed in the contents sheet.
func skipf(format string, args ...any) error { return &Skip{fmt.Sprintf(format, args...)} }

// Result is what a breakdown found.
type Result struct {
	Tables     []Table
	Charts     []Chart
	Statements []Statement
}

// Outcome is a breakdown with its result, or with the reason why there is none.
type Outcome struct {
	Breakdown Breakdown
	Result    Result
	Skipped   string // reason; the input does not bear the breakdown
	Err       error  // the breakdown failed
}

// Mark is the kind of picture that a chart is.
type Mark string

// The marks.
const (
	Bars       Mark = "bars"       // ranked horizontal bars; two series: previous period grey, current blue
	Dots       Mark = "dots"       // dot and interval, one row a level
	Columns    Mark = "columns"    // upright bars in the order of the table: hours, weekdays
	Line       Mark = "line"       // months from left to right
	Tiles      Mark = "tiles"      // Series down (weekday) by Category across (hour)
	Pyramid    Mark = "pyramid"    // age bands, males left and females right, per year of age
	Forest     Mark = "forest"     // ratios with intervals on a log axis, reference at 1
	Stack      Mark = "stack"      // 100% bars of at most four parts
	Choropleth Mark = "choropleth" // areas coloured by class
	CellMap    Mark = "cells"      // square cells coloured by class over area outlines
	Waterfall  Mark = "waterfall"  // parts that add up to totals, which carry their range

	// Clock is Columns of 24 hours as a dial: wedges whose areas compare, from
	// midnight at the top, clockwise. It stands beside Columns, never alone.
	Clock Mark = "clock"
	// ControlChart is months from left to right with the extras centre,
	// lower_limit and upper_limit (an absent limit is not drawn) and signal: 0
	// none, 1 outside a limit, 2 rises or falls in a row, 3 two of three near a
	// limit, 4 seven on one side. Its breaks are Chart.Breaks. Where the category is
	// EventDimension, its points are events in their order, such as "3, May 2023".
	ControlChart Mark = "control-chart"
	// Funnel is a rate against its denominator, one point an area, with the
	// extras lower95, upper95, lower998 and upper998: the limits at the
	// denominator of the row. Highlight is the own area, Reference the rate that
	// the limits are about.
	Funnel Mark = "funnel"
	// HotspotMap is CellMap with the extras cluster, 0 for none, whose cells are
	// outlined together, and class, 1 to 5, where the breakdown chose the classes.
	HotspotMap Mark = "hotspots"
	// Surface is CellMap of a smoothed measure: bands of class with smooth edges
	// instead of squares.
	Surface Mark = "surface"
	// Multiples is one small line chart a level of Series on one scale, Category
	// being time; the extra reference is drawn in grey behind each.
	Multiples Mark = "multiples"
	// Tornado is one bar an assumption, from lower to upper around Reference, the
	// widest first.
	Tornado Mark = "tornado"
	// Lorenz is the curve of the extras cumulative_places against
	// cumulative_offences, both from 0 to 100, with the diagonal; the row in
	// Highlight is marked.
	Lorenz Mark = "lorenz"
)

// EventDimension is the dimension of tables with a row an event: its number in the series
// and its month.
const EventDimension = "event"

// Chart is the specification of a figure: which column of which table against
// which dimension, and the kind of mark. It holds no numbers of its own.
type Chart struct {
	ID    string // file name without its ending; unique in a run
	Table string // id of the table behind it
	Mark  Mark
	// Finding is the id of the statement whose short form is the title, if the
	// statement was made; Title names the measure and is used otherwise.
	Finding  string
	Title    string
	Subtitle string // measure, unit, area, period
	Category string // dimension along the axis
	Series   string // dimension told apart by colour; may be ""
	Measure  string // column: "value", "numerator", or an extra one
	Unit     string // of the axis: "Offences", "% of knife crime offences", "Rate per 1,000 residents"
	Interval bool   // draw lower and upper
	// Only keeps rows with these levels, by dimension name.
	Only map[string]string
	// Highlight names levels of Category to bring out (hours of a window).
	Highlight []string
	// CategoryTotal and SeriesTotal are the levels of the rows that add up over
	// Category and over Series; Tiles shows them at its edges. "" for none.
	CategoryTotal, SeriesTotal string
	// Breaks are drawn where a series is not comparable with what went before.
	Breaks []Break
	// Reference draws a line at a value.
	Reference      stats.Number
	ReferenceLabel string
	// Refer reads the reference from the table as an edition has it; nil where it
	// is a constant.
	Refer func(*Table) stats.Number `json:"-"`
	// Layer holds the areas of a map by the code in dimension Category; Places
	// are named on it. Cells is the grid of a CellMap.
	Layer  *spatial.Layer
	Places []Marker
	Cells  spatial.Grid
	Note   string // below the figure, before the source
}

// Break is a place on the axis of time where recording changed: at the start of
// the level At of the chart's category.
type Break struct {
	At     string
	Reason string // two words: "new system"
}

// Marker is a named point on a map.
type Marker struct {
	Name string
	At   spatial.Point
}

// About is what every output says of its run.
type About struct {
	Title       string
	Area        Area
	Period      datasets.Period
	Previous    datasets.Period
	Definition  string   // title of the definition pack
	Source      string   // the source line of tables and figures
	Synthetic   bool     // all figures are synthetic
	Defaults    []string // every default that acted, one sentence each
	InputHash   string   // names what was loaded, whatever the order of its rows
	Settings    string   // hash of the settings
	Version     string
	Attribution []string // of reference data, with licences
	Schematic   bool     // the boundaries are schematic
	Publication Publication
}

// Publication is what the partnership says of the publication of a run, each part
// "" where it says nothing.
type Publication struct {
	Date    string // "20 July 2023"
	Next    string // of the next edition: "20 October 2023", "October 2023"
	Contact string // whom to ask: a team, rather than a person
	Email   string
}

// Area is the area of the assessment.
type Area struct{ Code, Name string }

// Run is everything that one assessment computed.
type Run struct {
	About    About
	Outcomes []Outcome
	Quality  datasets.Quality
	Ledger   []LedgerLine
}

// LedgerLine is one line of the account of rows: rows in = rows used + rows
// left out, stage by stage.
type LedgerLine struct {
	Stage string `json:"stage"`
	Label string `json:"label"`
	Rows  int    `json:"rows"`
}

// catalogue holds every breakdown; each file adds its own.
var catalogue []Breakdown

// register adds a breakdown to the catalogue; it is called once a file, when
// the program starts, and panics on a name that is taken or malformed.
func register(b Breakdown) Breakdown {
	if b.Name == "" || len(b.Name) > 22 || b.Compute == nil || b.Title == "" || b.Doc.Counts == "" || b.Doc.Base == "" || b.Doc.LeftOut == "" || b.Doc.Method == "" || b.Doc.Misleads == "" {
		panic("analysis: breakdown " + b.Name + " lacks a name of at most 22 characters, a title, its documentation or its function")
	}
	for _, other := range catalogue {
		if other.Name == b.Name {
			panic("analysis: two breakdowns are called " + b.Name)
		}
	}
	catalogue = append(catalogue, b)
	return b
}
