package reports

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"svna/analysis"
	"svna/analysis/disclosure"
	"svna/analysis/stats"
)

// subject is what one figure shows: a chart specification, its table, and the
// rows of the table that the chart draws.
type subject struct {
	chart analysis.Chart
	table analysis.Table
	about analysis.About
	rule  disclosure.Rule
	title string
	named []string // levels of the category that the title names

	rows       []analysis.Row // levels, and totals where the mark draws them
	notKnown   []analysis.Row
	totals     []analysis.Row
	edges      []analysis.Row // totals of one row or one column of tiles
	categories []string       // in the order of the table, periods in that of time
	series     []string       // the same
	column     analysis.Column
	decimals   int
}

// newSubject gathers the rows of a chart. Chart.Only keeps rows by level; of a
// table of several periods, a chart that names no period shows the current one.
// Totals are rows of a picture only for a waterfall, which ends in them, and
// where Only asks for them by name.
func newSubject(p *disclosure.Published, chart analysis.Chart, table analysis.Table) (*subject, error) {
	s := &subject{chart: chart, table: table, about: p.About(), rule: p.Rule()}
	for _, name := range append([]string{chart.Category, chart.Series}, keysOf(chart.Only)...) {
		if name != "" && !hasDimension(&table, name) {
			return nil, fmt.Errorf("the chart names the dimension %q, which table %s does not have", name, table.ID)
		}
	}
	if chart.Category == "" {
		return nil, fmt.Errorf("the chart names no category")
	}
	s.column = measureColumn(&table, chart.Measure)
	var levels, totals []analysis.Row
	for _, r := range table.Rows {
		if !s.wanted(r) {
			continue
		}
		switch {
		case r.Kind == analysis.NotKnownRow:
			s.notKnown = append(s.notKnown, r)
		case r.Kind == analysis.TotalRow && s.atEdge(r):
			s.edges = append(s.edges, r)
		case r.Kind == analysis.TotalRow && chart.Mark != analysis.Waterfall:
			totals = append(totals, r)
		default:
			levels = append(levels, r)
		}
	}
	s.rows, s.totals = levels, totals
	if len(levels) == 0 && len(chart.Only) > 0 {
		s.rows = totals
	}
	if err := s.index(); err != nil {
		return nil, err
	}
	s.decimals = s.decimalsOf()
	return s, nil
}

// atEdge reports whether a total is of one row or of one column of tiles.
func (s *subject) atEdge(r analysis.Row) bool {
	return s.chart.CategoryTotal != "" && s.category(r) == s.chart.CategoryTotal || s.chart.SeriesTotal != "" && s.seriesOf(r) == s.chart.SeriesTotal
}

// edge returns the total at the edge of a row or a column of tiles, or false.
func (s *subject) edge(category, series string) (analysis.Row, bool) {
	for _, r := range s.edges {
		if s.category(r) == category && s.seriesOf(r) == series {
			return r, true
		}
	}
	return analysis.Row{}, false
}

func keysOf(only map[string]string) []string {
	var keys []string
	for k := range only {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func hasDimension(t *analysis.Table, name string) bool {
	return slices.ContainsFunc(t.Dimensions, func(d analysis.Dimension) bool { return d.Name == name })
}

// measureColumn is the column of a measure; a numerator without a column of its
// own is a count.
func measureColumn(t *analysis.Table, measure string) analysis.Column {
	if c, ok := t.Column(measure); ok {
		return c
	}
	if measure == "numerator" || measure == "denominator" {
		return analysis.Column{Name: measure, Format: analysis.AsCount}
	}
	return analysis.Column{Name: measure, Format: analysis.AsRate}
}

// wanted reports whether a row is within what the chart keeps.
func (s *subject) wanted(r analysis.Row) bool {
	for i, d := range s.table.Dimensions {
		if only, ok := s.chart.Only[d.Name]; ok {
			if r.Levels[i] != only {
				return false
			}
			continue
		}
		if d.Name == "period" && s.chart.Series != "period" && s.chart.Category != "period" && s.hasCurrent(i) && r.Levels[i] != s.about.Period.Name() {
			return false
		}
	}
	return true
}

// hasCurrent reports whether a dimension has the current period as a level.
func (s *subject) hasCurrent(dimension int) bool {
	name := s.about.Period.Name()
	return slices.ContainsFunc(s.table.Rows, func(r analysis.Row) bool { return r.Levels[dimension] == name })
}

// index lists categories and series in the order of the table, and makes sure
// that every row has a mark of its own.
func (s *subject) index() error {
	seen := map[[2]string]bool{}
	for _, r := range s.rows {
		category, series := s.category(r), s.seriesOf(r)
		if !slices.Contains(s.categories, category) {
			s.categories = append(s.categories, category)
		}
		if !slices.Contains(s.series, series) {
			s.series = append(s.series, series)
		}
		if seen[[2]string{category, series}] && r.Kind == analysis.LevelRow {
			return fmt.Errorf("two rows of table %s fall on the same mark: the chart must say in Only which to keep", s.table.ID)
		}
		seen[[2]string{category, series}] = true
	}
	s.series = s.previousFirst(s.chart.Series, s.series)
	s.categories = s.previousFirst(s.chart.Category, s.categories)
	return nil
}

// previousFirst puts the period before the current one: figures of every kind show
// periods in the order of time, and so do their keys.
func (s *subject) previousFirst(dimension string, levels []string) []string {
	i := slices.Index(levels, s.about.Previous.Name())
	if dimension != "period" || i < 1 {
		return levels
	}
	return slices.Concat(levels[i:i+1], levels[:i], levels[i+1:])
}

// nameFound takes the levels that the title names, where the figure shows the
// table of its finding: what the title names must be found in the picture. The
// first figure of a finding is what it is about; the others may be what it is
// compared with.
func (s *subject) nameFound(finding analysis.Statement) {
	title := strings.ToLower(s.title)
	for i, f := range finding.Figures {
		for _, r := range s.rows {
			if f.Table != s.table.ID || f.Row != r.Key() || slices.Contains(s.named, s.category(r)) {
				continue
			}
			if i == 0 || strings.Contains(title, strings.ToLower(s.areaName(s.category(r)))) || (f.Label != "" && strings.Contains(title, strings.ToLower(f.Label))) {
				s.named = append(s.named, s.category(r))
			}
		}
	}
}

func (s *subject) category(r analysis.Row) string { return s.table.Level(r, s.chart.Category) }

func (s *subject) seriesOf(r analysis.Row) string {
	if s.chart.Series == "" {
		return ""
	}
	return s.table.Level(r, s.chart.Series)
}

// find returns the row of a mark, or false.
func (s *subject) find(category, series string) (analysis.Row, bool) {
	for _, r := range s.rows {
		if s.category(r) == category && s.seriesOf(r) == series {
			return r, true
		}
	}
	return analysis.Row{}, false
}

// header is the name of a dimension in words.
func (s *subject) header(dimension string) string {
	for _, d := range s.table.Dimensions {
		if d.Name == dimension {
			return d.Header
		}
	}
	return dimension
}

// heading is the name of the category in words. Where the table has several kinds
// of group one below another, it is the kind that the chart keeps.
func (s *subject) heading() string {
	for _, kind := range []string{"by", "characteristic"} {
		if level, ok := s.chart.Only[kind]; ok && kind != s.chart.Category {
			return level
		}
	}
	return s.header(s.chart.Category)
}

// value is the number that a row draws.
func (s *subject) value(r analysis.Row) (float64, bool) {
	if s.ofFew(r) {
		return 0, false
	}
	return r.Number(s.chart.Measure).Get()
}

// fewest is what a share must be of to be a percentage in a figure, as in a sentence.
const fewest = 20

// ofFew reports whether a row's share is of fewer than that: bars and dots give its
// counts instead ("1 of 2").
func (s *subject) ofFew(r analysis.Row) bool {
	if s.chart.Mark != analysis.Bars && s.chart.Mark != analysis.Dots || s.chart.Measure != "value" || s.column.Format != analysis.AsShare {
		return false
	}
	n, ok := r.Estimate.Denominator.Get()
	return ok && n < fewest && r.Estimate.Value.Known() && r.Estimate.Numerator.Known()
}

// interval is a row's limits, where the chart shows them and the row has both.
func (s *subject) interval(r analysis.Row) (lower, upper float64, ok bool) {
	if !s.chart.Interval || (s.chart.Measure != "value" && s.chart.Mark != analysis.Waterfall) {
		return 0, 0, false
	}
	lower, ok1 := r.Estimate.Lower.Get()
	upper, ok2 := r.Estimate.Upper.Get()
	return lower, upper, ok1 && ok2 && lower <= upper
}

// empty reports whether no row has a value.
func (s *subject) empty() bool {
	return !slices.ContainsFunc(s.rows, func(r analysis.Row) bool { _, ok := s.value(r); return ok || s.ofFew(r) })
}

// suppressed reports whether a row's value is hidden by disclosure control.
func suppressed(r analysis.Row) bool { return r.Estimate.Status == stats.Suppressed }

// previous reports whether a series is the period before.
func (s *subject) previous(series string) bool {
	return s.chart.Series == "period" && series == s.about.Previous.Name()
}

// decimalsOf chooses one number of decimals for all labels of the figure.
func (s *subject) decimalsOf() int {
	smallest, largest := math.Inf(1), 0.0
	for _, r := range s.rows {
		if v, ok := s.value(r); ok && v != 0 {
			smallest, largest = min(smallest, math.Abs(v)), max(largest, math.Abs(v))
		}
	}
	switch s.column.Format {
	case analysis.AsCount:
		return 0
	case analysis.AsRatio:
		return 2
	case analysis.AsP:
		return 3
	case analysis.AsPounds:
		if largest >= 1e6 && s.chart.Layer == nil {
			return 1 // of a million
		}
		return 0
	case analysis.AsShare:
		if largest == 0 || (largest >= 10 && smallest >= 0.5) {
			return 0
		}
		return 1
	}
	if smallest >= 10 {
		return 0
	}
	return 1
}

// write writes a number with its sign of money or per cent.
func (s *subject) write(v float64) string {
	switch s.column.Format {
	case analysis.AsShare:
		if strings.Contains(s.column.Header, "percentage points") {
			return analysis.Round(v, s.decimals)
		}
		return analysis.Round(v, s.decimals) + "%"
	case analysis.AsPounds:
		if s.decimals == 1 {
			return pounds(v/1e6, 1) + "m"
		}
		return pounds(v, 0)
	}
	return analysis.Round(v, s.decimals)
}

// shown is a value as it is written, so that an area is never in another class
// than its own label says; resolution is the last place that is written.
func (s *subject) shown(v float64) float64 {
	text := strings.NewReplacer(",", "", "−", "-").Replace(analysis.Round(v, s.decimals))
	rounded, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return v
	}
	return rounded
}

func (s *subject) resolution() float64 { return math.Pow(10, -float64(s.decimals)) }

// pounds writes money with the sign before the pound.
func pounds(v float64, decimals int) string {
	if v < 0 {
		if text := analysis.Round(-v, decimals); strings.Trim(text, "0.,") != "" {
			return "−£" + text
		}
		v = 0
	}
	return "£" + analysis.Round(v, decimals)
}

// label is the value of a row with its interval, or why there is none.
func (s *subject) label(r analysis.Row) string {
	v, ok := s.value(r)
	switch {
	case s.ofFew(r):
		return analysis.AsCount.Text(r.Estimate.Numerator) + " of " + analysis.AsCount.Text(r.Estimate.Denominator)
	case !ok:
		return absence(r)
	}
	text := s.writeShare(r, v)
	if lower, upper, ok := s.interval(r); ok && !(s.whole(r) && s.shown(lower) == s.shown(v)) {
		text += " (" + s.write(lower) + " to " + s.write(upper) + ")"
	}
	return text
}

// writeShare writes the value of a row; a share that is not 0 is not written as 0.
func (s *subject) writeShare(r analysis.Row, v float64) string {
	if n, counted := r.Estimate.Numerator.Get(); counted && n > 0 && s.column.Format == analysis.AsShare && v > 0 && s.shown(v) == 0 {
		return "under " + s.write(s.resolution())
	}
	return s.write(v)
}

// absence says why a row has no value.
func absence(r analysis.Row) string {
	switch r.Estimate.Status {
	case stats.Suppressed:
		return "[c]"
	case stats.NotApplicable:
		return "not applicable"
	}
	return "not available"
}
