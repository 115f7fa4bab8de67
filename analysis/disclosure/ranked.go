package disclosure

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"

	"svna/analysis"
	"svna/analysis/stats"
)

// ranked puts figures of one table that stand in order of size in order of what
// is published, equal ones by name. It reports false where the rounded counts do
// not bear out the order: the first named in the filter is not the first, or a
// level that is not named has as many as the last one named.
func ranked(s *analysis.Statement, t *analysis.Table) bool {
	first := s.Figures[0]
	for i := range s.Figures {
		if s.Figures[i].Table != first.Table || s.Figures[i].Label == "" || strings.Split(s.Figures[i].Row, ": ")[0] != strings.Split(first.Row, ": ")[0] {
			return true
		}
		if i > 0 && s.Figures[i].Estimate.Numerator.Or(0) > s.Figures[i-1].Estimate.Numerator.Or(0) {
			return true // not in order of size
		}
	}
	if len(s.Figures) < 2 {
		return true
	}
	slices.SortStableFunc(s.Figures, func(a, b analysis.Figure) int {
		return cmp.Or(cmp.Compare(b.Estimate.Numerator.Or(0), a.Estimate.Numerator.Or(0)), strings.Compare(a.Label, b.Label))
	})
	if s.Figures[1].Estimate.Numerator == s.Figures[0].Estimate.Numerator && strings.Contains(s.Filter, first.Label) {
		return false // which of the two is larger does not show
	}
	named := map[string]bool{}
	for _, f := range s.Figures {
		named[f.Row] = true
	}
	last := s.Figures[len(s.Figures)-1]
	for _, r := range t.Rows {
		if r.Kind == analysis.LevelRow && !named[r.Key()] && r.Levels[0] == strings.Split(last.Row, ": ")[0] && r.Levels[len(r.Levels)-1] != coarse && r.Estimate.Numerator.Or(0) >= last.Estimate.Numerator.Or(0) {
			return false
		}
	}
	return true
}

var (
	most   = regexp.MustCompile(`\bthe (most|largest|highest)\b`)
	second = regexp.MustCompile(`\bsecond by count\b`)
)

// ofThoseShown has a sentence claim a place only among the numbers that are shown.
func ofThoseShown(say func([]analysis.Figure) string) func([]analysis.Figure) string {
	if say == nil {
		return nil
	}
	return func(f []analysis.Figure) string {
		text := strings.ReplaceAll(say(f), "not the largest", "\x00")
		text = most.ReplaceAllString(text, "of those shown the $1")
		text = second.ReplaceAllString(text, "of those shown $0")
		return strings.ReplaceAll(text, "\x00", "not the largest")
	}
}

// bearsPlace reports whether a sentence that says of its figure that it is the
// largest, or the second, is borne by the numbers that are shown.
func bearsPlace(s analysis.Statement, byID map[string]*analysis.Table) bool {
	text := strings.ReplaceAll(s.Text(), "not the largest", "")
	switch {
	case most.MatchString(text):
		return place(s.Figures[0], byID[s.Figures[0].Table]) == 1
	case second.MatchString(text):
		return place(s.Figures[0], byID[s.Figures[0].Table]) == 2
	}
	return true
}

// place is the place of a level among those of its block that are shown, 1 for the
// one that has more than any other. A row that is no level has the first.
func place(f analysis.Figure, t *analysis.Table) int {
	row, found := t.Find(strings.Split(f.Row, ": ")...)
	if !found || row.Kind != analysis.LevelRow {
		return 1
	}
	place := 1
	for _, r := range t.Rows {
		if r.Kind == analysis.LevelRow && r.Key() != row.Key() && slices.Equal(r.Levels[:firstFree(t)], row.Levels[:firstFree(t)]) && r.Estimate.Numerator.Or(0) >= row.Estimate.Numerator.Or(0) {
			place++
		}
	}
	return place
}

// hiddenMay reports whether a number that is hidden beside a level may be as large,
// for all that is published.
func (e *edition) hiddenMay(t *analysis.Table, f analysis.Figure) bool {
	row, found := t.Find(strings.Split(f.Row, ": ")...)
	return found && row.Kind == analysis.LevelRow && e.hiddenMost(t, row) >= e.least(row)
}

// least is the least count for which a row's is printed.
func (e *edition) least(r analysis.Row) float64 {
	return r.Estimate.Numerator.Or(0) - float64(e.rule.RoundTo/2)
}

// hiddenMost is the most that any hidden level beside a row can be, for who subtracts
// what is shown from the total, or from the base that all levels have: less than
// nothing where none is hidden, and without bound where there is neither, or where
// levels overlap.
func (e *edition) hiddenMost(t *analysis.Table, of analysis.Row) float64 {
	rest, hidden := 0.0, false
	total, base := stats.Number{}, of.Estimate.Denominator
	for _, r := range t.Rows {
		if !slices.Equal(r.Levels[:firstFree(t)], of.Levels[:firstFree(t)]) {
			continue
		}
		known := r.Estimate.Numerator.Known()
		switch {
		case r.Kind == analysis.TotalRow:
			total = r.Estimate.Numerator
		case known:
			rest += e.least(r)
		case r.Kind == analysis.LevelRow:
			hidden = true
		}
		if r.Kind == analysis.LevelRow && known && r.Estimate.Denominator != base {
			base = stats.Number{}
		}
	}
	if !total.Known() {
		total = base
	}
	switch all, known := total.Get(); {
	case !hidden:
		return math.Inf(-1)
	case !known || overlapping(t):
		return math.Inf(1)
	default:
		return all + float64(e.rule.RoundTo/2) - rest
	}
}

// overlapping reports whether levels of a table may count the same offence.
func overlapping(t *analysis.Table) bool {
	return slices.ContainsFunc(t.Dimensions, func(d analysis.Dimension) bool {
		return d.Name == "place" || d.Name == "hotspot" || d.Name == "theme"
	})
}

// levelsOf is the number of levels beside a row.
func levelsOf(t *analysis.Table, row analysis.Row) int {
	n := 0
	for _, r := range t.Rows {
		if r.Kind == analysis.LevelRow && r.Levels[0] == row.Levels[0] {
			n++
		}
	}
	return n
}

// valuedLevels is the number of levels beside a figure that have a value of their own.
func valuedLevels(t *analysis.Table, f analysis.Figure) int {
	n := 0
	for _, r := range t.Rows {
		if r.Kind == analysis.LevelRow && r.Levels[0] == strings.Split(f.Row, ": ")[0] && r.Levels[len(r.Levels)-1] != coarse && r.Estimate.Value.Known() {
			n++
		}
	}
	return n
}
