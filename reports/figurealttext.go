package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"svna/analysis"
	"svna/analysis/stats"
)

// kindNames says in words what kind of chart a mark is, for alternative text.
var kindNames = map[analysis.Mark]string{
	analysis.Bars:       "Bar chart",
	analysis.Dots:       "Dot chart",
	analysis.Columns:    "Column chart",
	analysis.Line:       "Line chart",
	analysis.Tiles:      "Table of shaded tiles",
	analysis.Pyramid:    "Age pyramid",
	analysis.Forest:     "Forest plot",
	analysis.Stack:      "Stacked bar chart",
	analysis.Choropleth: "Map of areas",
	analysis.CellMap:    "Map of square cells",
	analysis.Waterfall:  "Waterfall chart",

	analysis.Clock:        "Clock of 24 wedges",
	analysis.ControlChart: "Control chart",
	analysis.Funnel:       "Funnel plot",
	analysis.HotspotMap:   "Map",
	analysis.Surface:      "Map of a smoothed surface",
	analysis.Multiples:    "Small line charts",
	analysis.Tornado:      "Tornado chart",
	analysis.Lorenz:       "Curve",
}

// altTextLength is the longest alternative text, in characters: what a screen
// reader says in one breath.
const altTextLength = 250

// altText says in one or two sentences what kind of chart it is, of what, the
// largest one or two with their figures, and where the figures are.
func (s *subject) altText() string {
	kind := kindNames[s.chart.Mark] + " of " + lowerFirstLetter(strings.TrimSuffix(s.chart.Title, "."))
	if s.chart.Interval && s.chart.Mark != analysis.Forest && s.chart.Mark != analysis.Waterfall && s.chart.Mark != analysis.Tornado {
		kind += ", with 95% confidence intervals"
	}
	tail := "The figures are in worksheet " + s.table.ID + "."
	if s.chart.Mark == analysis.ControlChart {
		return kind + ". " + s.controlWords() + tail
	}
	if s.chart.Mark == analysis.Tornado {
		return kind + ". " + s.widestRange() + tail
	}
	switch s.chart.Mark {
	case analysis.Lorenz:
		return kind + ". " + s.firstAreas() + tail
	case analysis.CellMap, analysis.Surface, analysis.HotspotMap:
		return kind + ". " + s.largestCell() + tail
	}
	for _, named := range []int{2, 1} {
		text := kind + ". " + s.largest(named) + tail
		if utf8.RuneCountInString(text) <= altTextLength {
			return text
		}
	}
	return kind + ". " + tail
}

// firstAreas says what the areas that a curve of concentration points out hold.
func (s *subject) firstAreas() string {
	for _, r := range s.rows {
		_, err := strconv.Atoi(s.category(r))
		if v, ok := s.value(r); ok && err == nil && slices.Contains(s.chart.Highlight, s.category(r)) {
			return fmt.Sprintf("The first %s of %s areas hold %s. ", s.category(r), s.category(s.rows[len(s.rows)-1]), s.write(v))
		}
	}
	return ""
}

// largestCell says the largest value of a map of cells, whose names are coordinates.
func (s *subject) largestCell() string {
	cells, most := 0, 0.0
	for _, r := range s.rows {
		if v, ok := s.value(r); ok {
			cells, most = cells+1, max(most, v)
		}
	}
	if cells == 0 {
		return "No value can be shown. "
	}
	return fmt.Sprintf("The largest value of %s cells is %s. ", analysis.Round(float64(cells), 0), s.write(most))
}

// whole reports whether a row is the whole of which a chart of shares shows parts.
func (s *subject) whole(r analysis.Row) bool {
	n, known := r.Estimate.Numerator.Get()
	return s.chart.Mark == analysis.Dots && s.column.Format == analysis.AsShare && len(s.categories) > 1 &&
		known && n > 0 && r.Estimate.Numerator == r.Estimate.Denominator && s.category(r) == s.categories[0]
}

// largest names the largest one or two rows with their figures, of the current
// period where there are two; a total is no row of that kind. Beside rows that are
// hidden, which may be larger, it speaks of those shown.
func (s *subject) largest(named int) string {
	var first, second analysis.Row
	found, equal, shown := 0, 1, ""
	for _, r := range s.rows {
		v, ok := s.value(r)
		if s.previous(s.seriesOf(r)) || r.Kind == analysis.TotalRow || s.whole(r) {
			continue
		}
		if !ok {
			if r.Estimate.Status == stats.Suppressed {
				shown = "Of those shown, "
			}
			continue
		}
		best, _ := s.value(first)
		next, _ := s.value(second)
		switch {
		case found == 0 || v > best:
			first, second, equal = r, first, 1
		case v == best:
			equal++
			if equal == 2 {
				second = r
			}
		case found == 1 || v > next:
			second = r
		}
		found++
	}
	most, _ := s.value(first)
	switch {
	case found == 0:
		return "No value can be shown. "
	case most == 0 && equal == found && found > 1:
		return capitalised(shown + "all are 0. ")
	case found == 1:
		return fmt.Sprintf("%s: %s. ", s.nameOf(first), s.label(first))
	case equal > 2:
		return shown + fmt.Sprintf("%d are equally the largest, at %s. ", equal, s.label(first))
	case equal == 2:
		return shown + fmt.Sprintf("%s and %s are equally the largest, at %s. ", s.nameOf(first), s.nameOf(second), s.label(first))
	case named == 1:
		return shown + fmt.Sprintf("%s is largest, %s. ", s.nameOf(first), s.label(first))
	}
	return shown + fmt.Sprintf("%s is largest, %s; then %s, %s. ", s.nameOf(first), s.label(first), s.nameOf(second), s.label(second))
}

// nameOf names a row: its category, with its series where that is not a period.
func (s *subject) nameOf(r analysis.Row) string {
	name := s.areaName(s.category(r))
	if series := s.seriesOf(r); series != "" && s.chart.Series != "period" {
		name = series + ", " + name
	}
	return name
}

// properNames are the names that no line of a title may tear: those of the area and
// of what the figure shows, longest first.
func (s *subject) properNames() []string {
	names := []string{s.about.Area.Name, s.about.Period.Name(), s.about.Previous.Name()}
	for _, level := range s.categories {
		names = append(names, s.areaName(level))
	}
	for _, place := range s.chart.Places {
		names = append(names, place.Name)
	}
	slices.SortStableFunc(names, func(a, b string) int { return len(b) - len(a) })
	return names
}

// areaName is the name of an area of the map, or the level itself.
func (s *subject) areaName(level string) string {
	if s.chart.Layer != nil {
		for _, a := range s.chart.Layer.Areas {
			if a.Code == level && a.Name != "" {
				return a.Name
			}
		}
	}
	return level
}
