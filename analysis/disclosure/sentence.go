package disclosure

import (
	"maps"
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
	for i, s := range o.Result.Statements {
		if s.Select != nil && len(s.Figures) > 0 && byID[s.Figures[0].Table] != nil {
			choose := s.Select
			s = choose(byID[s.Figures[0].Table])
			s.Select = choose
			if s.NotProduced != "" { // for want of numbers that the run has
				published = append(published, unsaid(s, e.restsOnLost(byID[o.Result.Statements[i].Figures[0].Table])))
				continue
			}
		}
		if s.NotProduced != "" {
			if !e.static(s.NotProduced) {
				s = unsaid(s, e.notMade(o, s))
			}
			published = append(published, s)
			continue
		}
		out, reason := e.statement(s, byID)
		if reason != "" {
			out = unsaid(s, reason)
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
			return s, e.withheldWith(s, f.Table)
		}
		row, found := t.Find(strings.Split(f.Row, ": ")...)
		if !found || row.Estimate.Status == stats.Suppressed || (f.Estimate.Value.Known() && !row.Estimate.Value.Known()) {
			return s, "the number that it names is not shown in the table " + f.Table + ", or is counted together with others there"
		}
		s.Figures[i].Estimate, s.Figures[i].Extra, s.Figures[i].Rounded = row.Estimate, row.Extra, e.rule.RoundTo > 1 || publishedByOthers(*e.given(f.Table))
		names = append(names, f.Label, f.Row, row.Note, strconv.Itoa(levelsOf(t, row)))
	}
	if s.Select != nil { // how many the published table made it name
		names = append(names, strconv.Itoa(len(s.Figures)), strconv.Itoa(s.Period.Months()), strconv.Itoa(valuedLevels(byID[s.Figures[0].Table], s.Figures[0])))
	}
	if restsOnMissing(s, given) {
		return s, e.restsOnLost(byID[s.Figures[0].Table])
	}
	if s.Select == nil && (!ranked(&s, byID[s.Figures[0].Table]) || !bearsPlace(s, byID)) {
		return s, "the counts that are published in the table " + s.Figures[0].Table + " do not tell which comes first"
	}
	if last := s.Figures[len(s.Figures)-1]; s.Select == nil && e.hiddenMay(byID[last.Table], last) {
		s.Say, s.Short = ofThoseShown(s.Say), ofThoseShown(s.Short)
	}
	counted := s.NotRecorded.Known()
	s.NotRecorded = e.notRecorded(s, byID)
	s.NotRecordedUnpublished = counted && !s.NotRecorded.Known()
	allowed := numbersIn(yearOrAge.FindString(s.Text()) + " " + strings.Join(names, " "))
	for _, f := range s.Figures {
		for _, v := range append([]stats.Number{s.NotRecorded, f.Estimate.Numerator, f.Estimate.Denominator, f.Estimate.Value, f.Estimate.Lower, f.Estimate.Upper}, values(f.Extra)...) {
			for _, text := range printed(v) {
				allowed[text] = true
			}
		}
	}
	if !within(yearOrAge.ReplaceAllString(s.Text(), ""), allowed) {
		return s, "it holds a number that is in no table of this edition"
	}
	if !within(yearOrAge.ReplaceAllString(s.Title(), ""), allowed) {
		s.Short = nil
	}
	return s, ""
}

// given is a table of the run, as it was made coarser.
func (e *edition) given(id string) *analysis.Table {
	for _, o := range e.run.Outcomes {
		for i := range o.Result.Tables {
			if o.Result.Tables[i].ID == id {
				return &o.Result.Tables[i]
			}
		}
	}
	return nil
}

// restsOnMissing reports whether the sentence or its title reads a number that the
// run has and the edition has not: a rank, a limit of a funnel, a p-value. Rendered
// with that number missing it would print nothing or nought for it, and its words
// would be chosen without it. What the number is in the run must not decide: it reads
// the number if it says something else for any of several values.
func restsOnMissing(s analysis.Statement, given []analysis.Figure) bool {
	lacking := s
	for _, value := range []float64{0, 0.5, 1, 100} {
		lacking.Figures = make([]analysis.Figure, len(given))
		for i, f := range given {
			lacking.Figures[i] = supposed(f, s.Figures[i], value)
		}
		if lacking.Text() != s.Text() || lacking.Title() != s.Title() {
			return true
		}
	}
	return false
}

// supposed is a published figure with a value for each number that the run has and
// the edition has not.
func supposed(given, published analysis.Figure, value float64) analysis.Figure {
	fill := func(n *stats.Number, run stats.Number) {
		if run.Known() && !n.Known() {
			*n = stats.N(value)
		}
	}
	e, g := &published.Estimate, given.Estimate
	fill(&e.Numerator, g.Numerator)
	fill(&e.Denominator, g.Denominator)
	fill(&e.Value, g.Value)
	fill(&e.Lower, g.Lower)
	fill(&e.Upper, g.Upper)
	extra := maps.Clone(published.Extra)
	for name, run := range given.Extra {
		if n := extra[name]; run.Known() && !n.Known() {
			if extra == nil {
				extra = map[string]stats.Number{}
			}
			extra[name] = stats.N(value)
		}
	}
	published.Extra = extra
	return published
}

// notRecorded is the number not recorded as published: that of the figure, or the
// rows of what is not known in its table or, where that has none, in another of its
// breakdown, if they are what was counted. Whether they are is seen from the counts of
// the run, and by more than their size: rows that were merged may hold something else
// as well.
func (e *edition) notRecorded(s analysis.Statement, byID map[string]*analysis.Table) stats.Number {
	f := s.Figures[0]
	if v, ok := f.Extra["not_known"]; ok {
		return v
	}
	counted, known := s.NotRecorded.Get()
	if !known {
		return stats.Number{}
	}
	if v, ok := f.Extra["unclear"]; ok {
		return v
	}
	period := strings.Split(f.Row, ": ")[0]
	of, missing := e.given(f.Table), notKnownIn
	if counted != 0 && len(notKnownIn(of, period)) == 0 {
		for _, t := range e.besides(f.Table) {
			if len(wholeNotKnownIn(t, period)) > 0 && byID[t.ID] != nil {
				of, missing = t, wholeNotKnownIn
				break
			}
		}
	}
	for _, r := range missing(of, period) {
		counted -= r.Estimate.Numerator.Or(0)
	}
	if counted != 0 {
		return stats.Number{} // it counts something else
	}
	rows := missing(byID[of.ID], period)
	if len(rows) == 0 && !e.rule.Zeros {
		return stats.Number{}
	}
	sum := 0.0
	for _, r := range rows {
		v, shown := r.Estimate.Numerator.Get()
		if !shown || r.Levels[len(r.Levels)-1] == notCounted {
			return stats.Number{}
		}
		sum += v
	}
	return stats.N(sum)
}

// leftOut are rows of what is known and not counted, by the beginning of their last
// level.
var leftOut = []string{"Not applicable", "Non-recent", "Recorded in the last "}

// notKnownIn are the rows of a table for what is not known in a period.
func notKnownIn(t *analysis.Table, period string) []analysis.Row {
	var rows []analysis.Row
	for _, r := range t.Rows {
		last := r.Levels[len(r.Levels)-1]
		known := slices.ContainsFunc(leftOut, func(beginning string) bool { return strings.HasPrefix(last, beginning) })
		if r.Kind == analysis.NotKnownRow && r.Levels[0] == period && !known {
			rows = append(rows, r)
		}
	}
	return rows
}

// wholeNotKnownIn are those of notKnownIn that are of all that the table counts, and
// not of a level of it.
func wholeNotKnownIn(t *analysis.Table, period string) []analysis.Row {
	return slices.DeleteFunc(notKnownIn(t, period), func(r analysis.Row) bool {
		last := r.Levels[len(r.Levels)-1]
		return len(r.Levels) < 2 || slices.ContainsFunc(r.Levels[1:], func(level string) bool { return level != last })
	})
}

// besides are the other tables of the run in the breakdown of a table, of the same
// unit.
func (e *edition) besides(id string) (others []*analysis.Table) {
	unit := e.given(id).Unit
	for _, o := range e.run.Outcomes {
		tables := o.Result.Tables
		if !slices.ContainsFunc(tables, func(t analysis.Table) bool { return t.ID == id }) {
			continue
		}
		for i := range tables {
			if tables[i].ID != id && tables[i].Unit == unit {
				others = append(others, &tables[i])
			}
		}
	}
	return others
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

// yearOrAge are numbers that count nothing: years, a confidence, per how many, the
// licence and the table of open data.
var yearOrAge = regexp.MustCompile(`\b(19|20)\d\d(/\d\d)?\b|\b95%|\b1,000\b|\b100,000\b|aged \d+ to \d+|\b(first|last) 12 months\b|p under 0\.001|\bthe 99\.8% (limit|one)\b|\b\d+ months to\b|\bOGL v3\b|\btable TS\d{3}\b`)

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
