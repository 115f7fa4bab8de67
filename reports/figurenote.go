package reports

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"svna/analysis"
	"svna/analysis/stats"
)

// note is the line below the figure: the chart's own note, and how many the
// picture leaves out because they are not known.
func (s *subject) note(more []string) string {
	var parts []string
	if s.chart.Note != "" {
		parts = append(parts, s.chart.Note)
	}
	if s.drawsIntervals() && !strings.Contains(s.chart.Subtitle, "95%") && !strings.Contains(s.chart.Note, "95%") {
		parts = append(parts, "Lines are 95% confidence intervals.")
	}
	if slices.ContainsFunc(s.rows, suppressed) {
		parts = append(parts, s.hiddenNote()...)
	}
	parts = append(parts, s.notKnownNote()...)
	return strings.Join(append(parts, more...), " ")
}

// hiddenNote says how what is suppressed looks. Maps and tiles say so in their
// keys.
func (s *subject) hiddenNote() []string {
	const reason = "[c], suppressed to protect confidentiality."
	switch s.chart.Mark {
	case analysis.Line, analysis.ControlChart, analysis.Multiples:
		return []string{"Gaps: " + reason}
	case analysis.Tiles, analysis.Choropleth, analysis.CellMap, analysis.HotspotMap, analysis.Surface, analysis.Funnel, analysis.Lorenz:
		return nil
	}
	return []string{strings.Replace(reason, "[c],", "[c]:", 1)}
}

// drawsIntervals reports whether lines of the picture are intervals, which its
// words must then say. A forest plot says so at the head of its column, small
// multiples in their key.
func (s *subject) drawsIntervals() bool {
	switch s.chart.Mark {
	case analysis.Bars, analysis.Dots, analysis.Columns, analysis.Line:
		return slices.ContainsFunc(s.rows, func(r analysis.Row) bool {
			_, _, limits := s.interval(r)
			_, known := s.value(r)
			return limits && known
		})
	}
	return false
}

// missingKinds are the levels that say why a value is not known; other rows of
// that kind, such as "outside" on a map, are named as they are.
var missingKinds = []string{"not recorded", "recorded as unknown", "not stated", "suppressed at source", "not applicable", "not known", "unknown", "not known or not applicable"}

// notKnownNote writes "Offence class not recorded for 12 of 456 offences." with
// each series in turn. Where there are many, the worksheet is named.
func (s *subject) notKnownNote() []string {
	var groups []string
	var kinds []string
	for _, r := range s.notKnown {
		if r.Estimate.Numerator.Or(0) == 0 {
			continue
		}
		if group := s.notKnownGroup(r); !slices.Contains(groups, group) {
			groups = append(groups, group)
		}
		if kind := s.notKnownKind(r); !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	if len(groups) > 3 || len(groups)*len(kinds) > 6 {
		return []string{"Numbers not known are in worksheet " + s.table.ID + "."}
	}
	var notes []string
	for _, kind := range kinds {
		what := s.header(s.notKnownDimension())
		if s.chart.Mark == analysis.CellMap || s.chart.Mark == analysis.Surface {
			what = "Map point"
		}
		lead := what + " " + lowerFirstLetter(kind) + " for "
		if !slices.Contains(missingKinds, strings.ToLower(kind)) {
			lead = upperFirstLetter(kind) + ": "
		}
		var counts []string
		for _, group := range groups {
			counts = append(counts, s.notKnownCount(kind, group, len(groups) > 1, len(counts) == 0)...)
		}
		notes = append(notes, lead+joinAnd(counts)+".")
	}
	return notes
}

// notKnownCount writes "12 of 456 offences", with the series in brackets where
// there are several; the first names the unit.
func (s *subject) notKnownCount(kind, group string, several, first bool) []string {
	for _, r := range s.notKnown {
		n, ok := r.Estimate.Numerator.Get()
		if !ok || n == 0 || s.notKnownKind(r) != kind || s.notKnownGroup(r) != group {
			continue
		}
		text := analysis.Round(n, 0)
		if total, ok := s.totalOf(group, several); ok {
			text += " of " + analysis.Round(total, 0)
			if first && s.table.Unit != analysis.MixedUnits {
				text += " " + s.table.Unit.Plural()
			}
		}
		if several {
			text += " (" + group + ")"
		}
		return []string{text}
	}
	return nil
}

// notKnownDimension is the dimension whose levels are not known: the category,
// or the series of a stack, whose categories are whole rows.
func (s *subject) notKnownDimension() string {
	if s.chart.Mark == analysis.Stack && s.chart.Series != "" {
		return s.chart.Series
	}
	return s.chart.Category
}

func (s *subject) notKnownKind(r analysis.Row) string { return s.table.Level(r, s.notKnownDimension()) }

// notKnownGroup is the level of the other dimension.
func (s *subject) notKnownGroup(r analysis.Row) string {
	if s.notKnownDimension() != s.chart.Category {
		return s.category(r)
	}
	if series := s.seriesOf(r); slices.Contains(s.series, series) {
		return series
	}
	return ""
}

// totalOf is the total of a series, or that of a table which has one alone.
func (s *subject) totalOf(group string, several bool) (float64, bool) {
	for _, r := range s.totals {
		if s.notKnownGroup(r) == group {
			return r.Estimate.Numerator.Get()
		}
	}
	if len(s.totals) == 1 && !several {
		return s.totals[0].Estimate.Numerator.Get()
	}
	return 0, false
}

// source is the source line with the licences that a map needs.
func (s *subject) source() string {
	text := strings.TrimSpace(s.about.Source)
	if text != "" && !strings.HasPrefix(text, "Source:") {
		text = "Source: " + text
	}
	parts := []string{fullStop(text)}
	if s.about.Synthetic && !strings.Contains(text, "Synthetic figures.") {
		parts = append(parts, "Synthetic figures.")
	}
	if s.chart.Layer != nil {
		for _, a := range s.about.Attribution {
			if isBoundaryAttribution(a) {
				parts = append(parts, fullStop(a))
			}
		}
		if s.about.Schematic {
			parts = append(parts, "Schematic boundaries: not the real outlines.")
		}
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

// isBoundaryAttribution tells the licences of outlines from those of other
// reference data.
func isBoundaryAttribution(text string) bool {
	low := strings.ToLower(text)
	for _, word := range []string{"boundar", "os data", "crown copyright", "outline", "schematic"} {
		if strings.Contains(low, word) {
			return true
		}
	}
	return false
}

func fullStop(text string) string {
	if text == "" || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

// joinAnd writes "a", "a and b", "a, b and c".
func joinAnd(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// lowerFirstLetter writes the first letter small, unless the word is written in
// capitals, as LSOA is, or is a name of one letter.
func lowerFirstLetter(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	second, _ := utf8.DecodeRuneInString(text[size:])
	if size == len(text) || unicode.IsUpper(second) || unicode.IsDigit(second) {
		return text
	}
	return string(unicode.ToLower(first)) + text[size:]
}

// upperFirstLetter writes the first letter large.
func upperFirstLetter(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + text[size:]
}

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
