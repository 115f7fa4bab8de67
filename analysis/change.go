package analysis

import (
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

// leastForPercent is the count below which a change is given as two counts and
// no percentage.
const leastForPercent = 20

// betweenBreaks is why a change across a break is not said to be one.
const betweenBreaks = "a break in the series lies between"

// changeColumns are the columns of a table that sets the counts of the period
// beside those of the period before.
func (s *Study) changeColumns(counted string) []Column {
	return []Column{
		{"numerator", counted + ", " + s.Period.Name(), AsCount},
		{"denominator", counted + ", " + s.Previous.Name(), AsCount},
		{"change", "Change", AsCount},
		{"percent", "Change (%)", AsShare},
		{"value", "Ratio of counts a day", AsRatio},
		{"lower", "Lower 95% confidence limit", AsRatio},
		{"upper", "Upper 95% confidence limit", AsRatio},
		{"p", "p of the exact conditional test", AsP},
		{"q", "p corrected for the number of rows", AsP},
		{"method", "Method", AsText},
	}
}

// changeRow is the change of a count from the period before to the period: the
// ratio of the counts a day and the exact conditional test (Przyborowski and
// Wilenski 1940). The percentage is absent where the earlier count is under 20.
// series are the names under which breaks of this count are listed.
func (s *Study) changeRow(kind RowKind, now, before int, series []string, levels ...string) Row {
	c := stats.CompareCounts(float64(before), float64(s.Previous.Days()), float64(now), float64(s.Period.Days()))
	r := Row{Levels: levels, Kind: kind, Estimate: c.Ratio, Extra: map[string]stats.Number{
		"change": number(float64(now - before)), "p": c.P,
	}}
	if before >= leastForPercent {
		r.Extra["percent"] = c.Percent
	}
	if s.broken(series) {
		r.Note = "Break in the series: the ratio is of counts as recorded, not of like with like."
	}
	return r
}

// correctChanges fills in q: p-values corrected over the levels of the table
// (Benjamini and Hochberg 1995). Totals and missing kinds are no part of it.
func correctChanges(t *Table) {
	var p []stats.Number
	for _, r := range t.Rows {
		if r.Kind == LevelRow {
			p = append(p, r.Extra["p"])
		}
	}
	q := stats.BenjaminiHochberg(p)
	for _, r := range t.Rows {
		if r.Kind == LevelRow {
			r.Extra["q"], q = q[0], q[1:]
		}
	}
}

// buildChange makes the table of changes of a level table. total and series
// name what breaks of the series are looked for under: series those of a level,
// total those of the whole.
func (l levelTable) buildChange(s *Study, id, title string, total []string, series func(level string) []string) Table {
	t := Table{
		ID: id, Title: s.title(title, s.Period, s.Previous), Unit: l.Unit,
		Dimensions: []Dimension{l.Dimension}, Columns: s.changeColumns(capital(l.Counted)),
	}
	now, before := Count(l.Category, l.Rows(s.Period)), Count(l.Category, l.Rows(s.Previous))
	add := func(kind RowKind, now, before Selection, series []string, label string) {
		t.Rows = append(t.Rows, s.changeRow(kind, len(now), len(before), series, label).on(l.Unit, now, before))
	}
	rest, restBefore := now.knownRows(), before.knownRows()
	for _, level := range l.order(now, s.Periods(), s) {
		rest, restBefore = rest.without(now.rowsOf(level)), restBefore.without(before.rowsOf(level))
		add(LevelRow, now.rowsOf(level), before.rowsOf(level), series(level), l.label(level))
	}
	if len(rest)+len(restBefore) > 0 {
		add(LevelRow, rest, restBefore, total, "All others")
	}
	earlier := kindsOfMissing(before)
	for i, kind := range kindsOfMissing(now) {
		if kind.n+earlier[i].n > 0 {
			add(NotKnownRow, now.kindRows(kind.label), before.kindRows(kind.label), total, kind.label)
		}
	}
	add(TotalRow, now.rows, before.rows, total, "Total")
	correctChanges(&t)
	looked := slices.Clone(total)
	for _, level := range l.order(now, s.Periods(), s) {
		looked = append(looked, series(level)...)
	}
	t.Notes = append(t.Notes, s.breakNotes(looked...)...)
	t.addNotes("A change of offences recorded by the police is not a change of crime.")
	t.addConstants("No percentage where the earlier count is under 20.")
	return t
}

// broken reports whether a break of one of the series, or of all series, lies
// between the start of the period before and the end of the period.
func (s *Study) broken(series []string) bool { return len(s.breaksOf(series)) > 0 }

// breaksOf lists the breaks of the series between the start of the period before
// and the end of the period. Breaks of published files ("files", "borough") are
// no breaks of an extract, and not looked for unless named.
func (s *Study) breaksOf(series []string) []datasets.SeriesBreak {
	return s.breaksIn(datasets.Period{From: s.Previous.From, To: s.Period.To}, series)
}

// breaksIn lists the breaks of the series after the first month of a run of months
// and up to its last. One rule for all: changes are called not comparable by it,
// control charts and trends start anew, and the model of calendar months has a step.
func (s *Study) breaksIn(span datasets.Period, series []string) []datasets.SeriesBreak {
	var found []datasets.SeriesBreak
	for _, b := range datasets.SeriesBreaks() {
		hit := slices.Contains(b.Series, "all") || slices.ContainsFunc(series, func(name string) bool { return slices.Contains(b.Series, name) })
		if hit && span.From < b.From && b.From <= span.To && breakApplies(b, s.Area.Code) {
			found = append(found, b)
		}
	}
	return found
}

// brokenParts says which subgroups of offences have a break in their own series
// inside a run of months, or "". Their break is none of the whole, since offences move
// from one class to another, most of them inside it: the whole is not cut there, and
// what is said of it names the part.
func (s *Study) brokenParts(span datasets.Period, series []string, rows Selection) string {
	whole := s.breaksIn(span, series)
	category, _ := s.subgroups()
	tally := Count(category, rows)
	var parts []string
	for i, level := range tally.Levels {
		if tally.Counts[i] == 0 {
			continue
		}
		for _, b := range s.breaksIn(span, offenceSeries(level)) {
			if !slices.ContainsFunc(whole, func(w datasets.SeriesBreak) bool { return w.ID == b.ID }) {
				parts = append(parts, "the series of "+lowerFirst(levelLabel(level))+" has a break in "+b.From.Name())
			}
		}
	}
	return list(slices.Compact(parts))
}

// breakApplies reports whether a break concerns an area. London boroughs but the
// City are policed by the MPS.
func breakApplies(b datasets.SeriesBreak, area string) bool {
	switch b.AppliesTo {
	case "UK":
		return true
	case "England and Wales":
		return strings.HasPrefix(area, "E") || strings.HasPrefix(area, "W")
	case "England":
		return strings.HasPrefix(area, "E")
	case "MPS":
		return strings.HasPrefix(area, "E09") && area != "E09000001"
	}
	return b.AppliesTo == area
}

// breakNotes says each break in a sentence.
func (s *Study) breakNotes(series ...string) []string {
	var notes []string
	for _, b := range s.breaksOf(series) {
		notes = append(notes, "Break in the series, "+b.From.Name()+": "+b.Description)
	}
	return notes
}

// packSeries are the names of the fields that decide what is in the definition
// pack: a break of one of them is a break of the pack.
func (s *Study) packSeries() []string {
	if s.Definition == nil {
		return nil
	}
	return clauseSeries(s.Definition.Clauses)
}

func clauseSeries(clauses []datasets.Clause) []string {
	var series []string
	for _, clause := range clauses {
		for _, name := range []string{"flag_domestic_abuse", "flag_gun", "knife_mps"} {
			if strings.Contains(strings.Join(clause.Conditions, " "), name) {
				series = append(series, name)
			}
		}
	}
	return series
}

// offenceSeries are the names under which breaks of an offence class or subgroup
// are listed: itself, its code, its subgroup and its group.
func offenceSeries(level string) []string {
	series := []string{level}
	for _, o := range datasets.OffenceCodes() {
		if o.Label == level {
			series = append(series, o.Code, o.Subgroup, o.Group)
		} else if o.Subgroup == level {
			series = append(series, o.Group)
		}
	}
	return series
}

// changeStatement is the statement of a row of a table of changes.
type changeStatement struct {
	ID      string
	Theme   Theme
	Unit    Unit
	Table   *Table
	Row     string // key of the row
	Subject string // "serious violence offences"
	Filter  string
}

// statement makes the statement, or says why there is none.
func (c changeStatement) statement(s *Study) Statement {
	if c.Table == nil {
		return notProduced(c.ID, c.Theme, "it compares two periods, and the extract covers one")
	}
	row, found := c.Table.Find(c.Row)
	if !found || !row.Estimate.Value.Known() || !row.Estimate.Upper.Known() {
		return notProduced(c.ID, c.Theme, "there were no "+c.Subject+" in the "+s.Previous.Name()+" to compare with")
	}
	blocked := ""
	switch {
	case row.Note != "":
		blocked = betweenBreaks
	case !s.Data.Offences.Has("recorded_at"):
		blocked = "the newest months may be incomplete, since the extract has no recording dates"
	}
	parts := ""
	if blocked == "" && c.Unit == Offence && row.Basis != nil {
		parts = s.brokenParts(datasets.Period{From: s.Previous.From, To: s.Period.To}, nil, slices.Concat(row.Basis.Numerator, row.Basis.Denominator))
	}
	return Statement{
		ID: c.ID, Theme: c.Theme, Unit: c.Unit, Value: "ratio", Period: s.Period,
		Filter:  c.Filter + "; count a day of the period over that of the " + s.Previous.Name(),
		Figures: []Figure{FigureOf(c.Table, row, c.Subject)},
		Say: func(f []Figure) string {
			return capital(withCaveat(changePhrase(f[0], c.Subject, blocked), parts)) + ", " + s.Previous.Name() + " and " + s.Period.Name() + "."
		},
		Short: func(f []Figure) string {
			if word := changeWord(f[0], blocked); word == "rose" || word == "fell" {
				return capital(c.Subject) + " " + word + " from " + count(f[0].Estimate.Denominator) + " to " + count(f[0].Estimate.Numerator)
			}
			return ""
		},
	}
}

// withCaveat sets a caveat in the brackets that end a phrase, or in new ones.
func withCaveat(phrase, caveat string) string {
	switch {
	case caveat == "":
		return phrase
	case strings.HasSuffix(phrase, ")"):
		return strings.TrimSuffix(phrase, ")") + "; " + caveat + ")"
	}
	return phrase + " (" + caveat + ")"
}

// changeWord is "rose" or "fell" where both counts are at least 20, the exact
// test gives p under 0.05, the interval agrees and nothing blocks the comparison;
// "were similar" or, with a wide interval, "were not clearly different" where the
// interval covers no change; otherwise "went".
func changeWord(f Figure, blocked string) string {
	e := f.Estimate
	now, before := e.Numerator.Or(0), e.Denominator.Or(0)
	switch {
	case blocked != "" || now < leastForPercent || before < leastForPercent:
		return "went"
	case f.Extra["p"].Or(1) < 0.05 && e.Excludes(1) && e.Value.Or(1) > 1:
		return "rose"
	case f.Extra["p"].Or(1) < 0.05 && e.Excludes(1):
		return "fell"
	case !e.Excludes(1):
		return "were " + similar(e)
	}
	return "went"
}

// changePhrase writes "serious violence offences rose from 192 to 251 (up 59,
// 31%; ratio of counts a day 1.31; 95% CI 1.08 to 1.58)".
func changePhrase(f Figure, subject, blocked string) string {
	e := f.Estimate
	text := subject + " "
	switch word := changeWord(f, blocked); {
	case strings.HasPrefix(word, "were "):
		text += word + ", " + count(e.Denominator) + " and " + count(e.Numerator)
	case e.Numerator == e.Denominator && f.Rounded:
		text += "numbered about " + count(e.Numerator) + " in both periods"
	case e.Numerator == e.Denominator:
		text += "numbered " + count(e.Numerator) + " in both periods"
	default:
		text += word + " from " + count(e.Denominator) + " to " + count(e.Numerator)
	}
	return text + changeEvidence(f, blocked)
}

// changeEvidence writes " (up 59, 31%; ratio of counts a day 1.31; 95% CI 1.08 to
// 1.58)", " (up 59; not comparable: ...)" where like is not set beside like, or nothing
// where there is none.
func changeEvidence(f Figure, blocked string) string {
	e := f.Estimate
	var evidence []string
	if v := f.Extra["change"].Or(0); v != 0 {
		direction, size := "up ", f.Extra["change"]
		percentage := f.Extra["percent"]
		if v < 0 {
			direction, size, percentage = "down ", size.Scale(-1), percentage.Scale(-1)
		}
		text := direction + count(size)
		if percentage.Known() && blocked != betweenBreaks {
			text += ", " + percent(percentage)
		}
		evidence = append(evidence, text)
	}
	if blocked != betweenBreaks && e.Numerator.Or(0) >= leastForPercent && e.Denominator.Or(0) >= leastForPercent {
		evidence = append(evidence, "ratio of counts a day "+ratio2(e.Value), ci(e, ratio2))
	}
	switch {
	case blocked == betweenBreaks:
		evidence = append(evidence, "not comparable: "+blocked)
	case blocked != "":
		evidence = append(evidence, "no change is named: "+blocked)
	}
	if len(evidence) == 0 {
		return ""
	}
	return " (" + strings.Join(evidence, "; ") + ")"
}
