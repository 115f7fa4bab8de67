package reports

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"svna/analysis"
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

// subtitle is the measure, its unit, the area and the period. Where the title earned no
// finding and says the measure itself, the subtitle does not say it again.
func (s *subject) subtitle() string {
	rest, repeats := strings.CutPrefix(s.chart.Subtitle, s.title+", ")
	if !repeats || s.column.Format != analysis.AsCount || s.table.Unit == analysis.MixedUnits {
		return s.chart.Subtitle
	}
	return "Number of " + s.table.Unit.Plural() + ", " + rest
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
		return []string{s.header(s.notKnownDimension()) + " not known: numbers are in worksheet " + s.table.ID + "."}
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
	text := strings.TrimSpace(cmp.Or(s.table.Source, s.about.Source))
	if text != "" && !strings.HasPrefix(text, "Source:") {
		text = "Source: " + text
	}
	parts := []string{fullStop(text)}
	if s.about.Synthetic && !strings.Contains(text, "Synthetic figures.") {
		parts = append(parts, "Synthetic figures.")
	}
	if s.chart.Layer != nil {
		for _, a := range s.about.Attribution {
			if points := strings.HasPrefix(a, "Places: "); isBoundaryAttribution(a) && (!points || len(s.chart.Places) > 0) {
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
