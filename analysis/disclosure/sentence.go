package disclosure

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"svna/analysis"
	"svna/analysis/stats"
)

// statements renders the sentences of a breakdown from published figures. One
// that names a hidden figure, or holds a number that is not of its published
// figures, is withheld.
func (e *edition) statements(o analysis.Outcome, byID map[string]*analysis.Table) []analysis.Statement {
	var published []analysis.Statement
	for _, s := range o.Result.Statements {
		if s.Select != nil && len(s.Figures) > 0 && byID[s.Figures[0].Table] != nil {
			choose := s.Select
			s = choose(byID[s.Figures[0].Table])
			s.Select = choose
			if s.NotProduced != "" { // for want of numbers that the run has
				s.NotProduced = "restricted: its words rest on numbers that are not published"
			}
		}
		if s.NotProduced != "" {
			if !e.static(s.NotProduced) {
				s.NotProduced = "restricted"
			}
			published = append(published, s)
			continue
		}
		out, reason := e.statement(s, byID)
		if reason != "" {
			out = analysis.Statement{ID: s.ID, Theme: s.Theme, NotProduced: "restricted: " + reason}
		}
		published = append(published, out)
	}
	return published
}

// statement is a statement with published figures, or why it has none.
func (e *edition) statement(s analysis.Statement, byID map[string]*analysis.Table) (analysis.Statement, string) {
	given := s.Figures
	s.Figures = slices.Clone(s.Figures)
	names := []string{s.Filter, s.Period.Name(), e.run.About.Previous.Name(), s.Value}
	for i, f := range s.Figures {
		t := byID[f.Table]
		if t == nil {
			return s, "its table is not published"
		}
		row, found := t.Find(strings.Split(f.Row, ": ")...)
		if !found || row.Estimate.Status == stats.Suppressed || (f.Estimate.Value.Known() && !row.Estimate.Value.Known()) {
			return s, "it names a number that is not shown"
		}
		s.Figures[i].Estimate, s.Figures[i].Extra, s.Figures[i].Rounded = row.Estimate, row.Extra, e.rule.RoundTo > 1
		names = append(names, f.Label, f.Row, row.Note, strconv.Itoa(levelsOf(t, row)))
	}
	if s.Select != nil { // how many the published table made it name
		names = append(names, strconv.Itoa(len(s.Figures)), strconv.Itoa(s.Period.Months()), strconv.Itoa(shownLevels(byID[s.Figures[0].Table], s.Figures[0])))
	}
	if restsOnMissing(s, given) {
		return s, "its words rest on numbers that are not published"
	}
	if s.Select == nil && (!ranked(&s, byID[s.Figures[0].Table]) || !bearsPlace(s, byID)) {
		return s, "the counts that are published do not bear its order"
	}
	if last := s.Figures[len(s.Figures)-1]; s.Select == nil && e.hiddenMay(byID[last.Table], last) {
		s.Say, s.Short = ofThoseShown(s.Say), ofThoseShown(s.Short)
	}
	s.NotRecorded = e.notRecorded(s, byID[s.Figures[0].Table])
	allowed := numbersIn(yearOrAge.FindString(s.Text()) + " " + strings.Join(names, " "))
	for _, f := range s.Figures {
		for _, v := range append([]stats.Number{s.NotRecorded, f.Estimate.Numerator, f.Estimate.Denominator, f.Estimate.Value, f.Estimate.Lower, f.Estimate.Upper}, values(f.Extra)...) {
			for _, text := range printed(v) {
				allowed[text] = true
			}
		}
	}
	if !within(yearOrAge.ReplaceAllString(s.Text(), ""), allowed) {
		return s, "it holds a number that is not published"
	}
	if !within(yearOrAge.ReplaceAllString(s.Title(), ""), allowed) {
		s.Short = nil
	}
	return s, ""
}

// restsOnMissing reports whether the sentence or its title reads a number that the
// run has and the edition has not: a rank, a limit of a funnel, a p-value. Rendered
// with that number missing it would print nothing or nought for it, and its words
// would be chosen without it.
func restsOnMissing(s analysis.Statement, given []analysis.Figure) bool {
	whole, lacking := s, s
	whole.Figures, lacking.Figures = given, make([]analysis.Figure, len(given))
	for i, f := range given {
		lacking.Figures[i] = lackingFigure(f, s.Figures[i])
	}
	return whole.Text() != lacking.Text() || whole.Title() != lacking.Title()
}

// lackingFigure is a figure of the run without the numbers that its published
// counterpart has not.
func lackingFigure(given, published analysis.Figure) analysis.Figure {
	keep := func(n, other stats.Number) stats.Number {
		if other.Known() {
			return n
		}
		return stats.Number{}
	}
	e, p := &given.Estimate, published.Estimate
	e.Numerator, e.Denominator = keep(e.Numerator, p.Numerator), keep(e.Denominator, p.Denominator)
	e.Value, e.Lower, e.Upper = keep(e.Value, p.Value), keep(e.Lower, p.Lower), keep(e.Upper, p.Upper)
	extra := map[string]stats.Number{}
	for name, n := range given.Extra {
		extra[name] = keep(n, published.Extra[name])
	}
	given.Extra = extra
	return given
}

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
	if s.Figures[0].Label != first.Label && strings.Contains(s.Filter, first.Label) {
		return false
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

// shownLevels is the number of levels beside a figure that are shown by themselves.
func shownLevels(t *analysis.Table, f analysis.Figure) int {
	n := 0
	for _, r := range t.Rows {
		if r.Kind == analysis.LevelRow && r.Levels[0] == strings.Split(f.Row, ": ")[0] && r.Levels[len(r.Levels)-1] != coarse && r.Estimate.Status != stats.Suppressed {
			n++
		}
	}
	return n
}

// notRecorded is the number not recorded as published: that of the figure, or
// the rows of what is not known beside it if they are what was counted.
func (e *edition) notRecorded(s analysis.Statement, t *analysis.Table) stats.Number {
	if v, ok := s.Figures[0].Extra["not_known"]; ok {
		return v
	}
	sum := 0.0
	for _, r := range t.Rows {
		if r.Kind != analysis.NotKnownRow || r.Levels[0] != strings.Split(s.Figures[0].Row, ": ")[0] || strings.HasPrefix(r.Levels[len(r.Levels)-1], "Not applicable") {
			continue
		}
		v, known := r.Estimate.Numerator.Get()
		if !known {
			return stats.Number{}
		}
		sum += v
	}
	if math.Abs(sum-s.NotRecorded.Or(0)) > 2*float64(e.rule.RoundTo) {
		return stats.Number{} // it counts something else
	}
	return stats.N(sum)
}

func values(extra map[string]stats.Number) []stats.Number {
	var list []stats.Number
	for _, v := range extra {
		list = append(list, v)
	}
	return list
}

// printed lists the ways in which a number may be written.
func printed(n stats.Number) []string {
	v, known := n.Get()
	if !known {
		return nil
	}
	var ways []string
	for _, v := range []float64{v, v / 1e6} {
		for decimals := range 4 {
			ways = append(ways, analysis.Round(math.Abs(v), decimals))
		}
	}
	return ways
}

var numeral = regexp.MustCompile(`\d[\d,]*(\.\d+)?`)

// numbersIn lists the numbers in words.
func numbersIn(words string) map[string]bool {
	found := map[string]bool{"95": true}
	for _, n := range numeral.FindAllString(words, -1) {
		found[strings.TrimSuffix(n, ",")] = true
	}
	return found
}

// within reports whether every number in a text is one of those allowed.
func within(text string, allowed map[string]bool) bool {
	for n := range numbersIn(text) {
		if !allowed[n] {
			return false
		}
	}
	return true
}

// yearOrAge are numbers that count nothing: years, a confidence, per how many.
var yearOrAge = regexp.MustCompile(`\b(19|20)\d\d(/\d\d)?\b|\b95%|\b1,000\b|\b100,000\b|aged \d+ to \d+|\b(first|last) 12 months\b|p under 0\.001|\bthe 99\.8% (limit|one)\b|\b\d+ months to\b`)

// static reports whether a text holds no number but years, ages and the like.
func (e *edition) static(text string) bool {
	return !numeral.MatchString(yearOrAge.ReplaceAllString(text, ""))
}

// chosenBeforehand are numbers in the words of a chart that were chosen before
// the data were seen: ages, radii, spans of time, limits of reliability, and the
// ranges that a sensitivity assumes.
var chosenBeforehand = regexp.MustCompile(`\bunder[- ]\d+s?\b|\b\d+( to \d+)? metres\b|\b\d+ days or more\b|^Below \d+% figures|\bover 1 from 50% to 150%|\bunit costs 20% up or down`)

// staticParts is a text between commas without the parts that hold a number of
// the data, or instead where its first part does.
func (e *edition) staticParts(text, instead string) string {
	var kept []string
	for i, part := range strings.Split(text, ", ") {
		switch {
		case e.static(chosenBeforehand.ReplaceAllString(part, "")):
			kept = append(kept, part)
		case i == 0:
			return instead
		}
	}
	return strings.Join(kept, ", ")
}

// charts keeps the charts of published tables whose column is published. A chart
// holds no numbers of its own but a reference line, which is read from the published
// table or stays only at 1.
func (e *edition) charts(charts []analysis.Chart, byID map[string]*analysis.Table) []analysis.Chart {
	var kept []analysis.Chart
	for _, c := range charts {
		t := byID[c.Table]
		if t == nil || c.Mark == analysis.CellMap || c.Mark == analysis.HotspotMap || c.Mark == analysis.Surface {
			continue
		}
		if _, there := t.Column(c.Measure); !there || !e.drawable(c, t) || !hasColumns(t, drawnBeside[c.Mark]) {
			continue
		}
		switch {
		case c.Refer != nil:
			c.Reference = c.Refer(t)
		case c.Reference.Known() && c.Reference.Or(0) != 1:
			c.Reference, c.ReferenceLabel = stats.Number{}, ""
		}
		c.Subtitle = e.staticParts(c.Subtitle, t.Title)
		if !e.static(chosenBeforehand.ReplaceAllString(c.Note, "")) {
			c.Note = ""
		}
		kept = append(kept, c)
	}
	return kept
}

// drawnBeside names the columns without which a mark would say something else: a
// funnel without its limits calls every area ordinary.
var drawnBeside = map[analysis.Mark][]string{
	analysis.Funnel:       {"lower95", "upper95", "lower998", "upper998"},
	analysis.ControlChart: {"centre", "signal"},
	analysis.Lorenz:       {"cumulative_places", "cumulative_offences"},
	analysis.Tornado:      {"lower", "upper"},
}

func hasColumns(t *analysis.Table, names []string) bool {
	for _, name := range names {
		if _, there := t.Column(name); !there {
			return false
		}
	}
	return true
}

// drawable reports whether at least half of the marks of a chart are published.
func (e *edition) drawable(c analysis.Chart, t *analysis.Table) bool {
	marks, shown := 0, 0
	for _, r := range t.Rows {
		drawn := r.Kind == analysis.LevelRow
		for dimension, level := range c.Only {
			drawn = drawn && t.Level(r, dimension) == level
		}
		if drawn {
			marks++
			if r.Number(c.Measure).Known() {
				shown++
			}
		}
	}
	return marks > 0 && 2*shown >= marks
}
