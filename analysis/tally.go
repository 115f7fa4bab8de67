package analysis

import (
	"cmp"
	"slices"
	"strings"

	"svna/analysis/stats"
	"svna/datasets"
)

// Tally is the count of each level of a category over a selection, and of each
// kind of missing. It is the one way to count.
type Tally struct {
	Levels        []string // without the reserved ones
	Counts        []int
	Unknown       int
	Refused       int
	NotRecorded   int
	NotApplicable int
	Suppressed    int

	category datasets.Category // what was counted, over which rows
	rows     Selection
}

// Count tallies a category over the rows of a selection.
func Count(c datasets.Category, rows Selection) Tally {
	n := make([]int, len(c.Levels)+1)
	for _, r := range rows {
		n[c.Codes[r]+1]++
	}
	t := Tally{NotRecorded: n[0], category: c, rows: rows}
	for i, level := range c.Levels {
		switch level {
		case datasets.Unknown:
			t.Unknown = n[i+1]
		case datasets.Refused:
			t.Refused = n[i+1]
		case datasets.NotApplicable:
			t.NotApplicable = n[i+1]
		case datasets.Suppressed:
			t.Suppressed = n[i+1]
		default:
			t.Levels = append(t.Levels, level)
			t.Counts = append(t.Counts, n[i+1])
		}
	}
	return t
}

// Known is the number of rows with a known value: the denominator of shares.
func (t Tally) Known() int {
	known := 0
	for _, n := range t.Counts {
		known += n
	}
	return known
}

// Missing is the number of rows that could have a value and have none known.
func (t Tally) Missing() int { return t.Unknown + t.Refused + t.NotRecorded + t.Suppressed }

// Total is the number of rows.
func (t Tally) Total() int { return t.Known() + t.Missing() + t.NotApplicable }

// Of returns the count of a level, 0 if there is no such level.
func (t Tally) Of(level string) int {
	if i := slices.Index(t.Levels, level); i >= 0 {
		return t.Counts[i]
	}
	return 0
}

// levelTable is a table of one category: counts and shares of the known, for
// the period and the one before; kinds of missing in rows of their own, total
// last.
type levelTable struct {
	ID        string
	Title     string // without area and period, which are added
	Unit      Unit
	Counted   string // what is counted, for the headers: "knife crime offences"
	Dimension Dimension
	Category  datasets.Category
	Rows      func(datasets.Period) Selection
	Ranked    bool              // by count in the period; otherwise in the order of the levels
	Labels    map[string]string // label of a level; otherwise levelLabel
	Top       int               // ranked: the rest are summed as "Other"; 0 is all
}

// build makes the table.
func (l levelTable) build(s *Study) Table {
	periods := s.Periods()
	t := Table{
		ID:         l.ID,
		Title:      s.title(l.Title, periods...),
		Unit:       l.Unit,
		Dimensions: []Dimension{{"period", "Period"}, l.Dimension},
		Columns:    shareColumns(capital(l.Counted), capital(l.Counted)+" with a known "+l.Dimension.known(), "Share"),
	}
	order := l.order(Count(l.Category, l.Rows(periods[0])), periods, s)
	for _, p := range periods {
		tally := Count(l.Category, l.Rows(p))
		known := float64(tally.Known())
		all, rest := tally.knownRows(), tally.knownRows()
		for _, level := range order {
			rows := tally.rowsOf(level)
			rest = rest.without(rows)
			t.Rows = append(t.Rows, Row{Levels: []string{p.Name(), l.label(level)}, Estimate: stats.Share(float64(len(rows)), known).Scale(100)}.on(l.Unit, rows, all))
		}
		if len(rest) > 0 {
			t.Rows = append(t.Rows, Row{Levels: []string{p.Name(), "All others"}, Estimate: stats.Share(float64(len(rest)), known).Scale(100)}.on(l.Unit, rest, all))
		}
		for _, row := range missingRows(tally, p.Name()) {
			t.Rows = append(t.Rows, row.on(l.Unit, tally.kindRows(row.Levels[1]), nil))
		}
		t.Rows = append(t.Rows, countRow(TotalRow, tally.Total(), p.Name(), "Total").on(l.Unit, tally.rows, nil))
	}
	return t
}

// known is the name of a dimension in "with a known …": "age band" of "Age band".
func (d Dimension) known() string {
	name, _, _ := strings.Cut(d.Header, " (")
	return lowerFirst(name)
}

// byMonth is the title of the monthly companion of a table.
func byMonth(title string) string {
	_, by, found := strings.Cut(title, " by ")
	if !found || strings.Contains(by, " and ") || len(strings.Fields(by)) > 4 {
		return title + ", by month"
	}
	return title + " and month"
}

// buildMonthly makes the monthly companion: counts by month and level.
func (l levelTable) buildMonthly(s *Study) Table {
	t := Table{
		ID:         l.ID + "-by-month",
		Title:      s.title(byMonth(l.Title), s.Periods()...),
		Unit:       l.Unit,
		Dimensions: []Dimension{{"month", "Month"}, l.Dimension},
		Columns:    countColumns(capital(l.Counted)),
		ByMonth:    true,
	}
	order := l.order(Count(l.Category, l.Rows(s.Period)), s.Periods(), s)
	whole := l.Rows(datasets.Period{From: s.Months()[0], To: s.Period.To})
	byMonth := s.splitByMonth(whole, l.Unit)
	for _, m := range s.Months() {
		tally := Count(l.Category, byMonth[m])
		shown := 0
		for _, level := range order {
			shown += tally.Of(level)
			t.Rows = append(t.Rows, countRow(LevelRow, tally.Of(level), m.Name(), l.label(level)))
		}
		if rest := tally.Known() - shown; rest > 0 {
			t.Rows = append(t.Rows, countRow(LevelRow, rest, m.Name(), "All others"))
		}
		if tally.Missing()+tally.NotApplicable > 0 {
			t.Rows = append(t.Rows, countRow(NotKnownRow, tally.Missing()+tally.NotApplicable, m.Name(), "Not known or not applicable"))
		}
		t.Rows = append(t.Rows, countRow(TotalRow, tally.Total(), m.Name(), "Total"))
	}
	return t
}

// splitByMonth splits rows of Offences (unit offence) or People by month.
func (s *Study) splitByMonth(rows Selection, unit Unit) map[datasets.Month]Selection {
	byMonth := map[datasets.Month]Selection{}
	for _, r := range rows {
		offence := r
		if unit != Offence {
			offence = s.Data.People.Offence[r]
		}
		byMonth[s.Month[offence]] = append(byMonth[s.Month[offence]], r)
	}
	return byMonth
}

// order lists the levels shown. Levels that occur in no period are left out of
// ranked tables and kept in ordered ones.
func (l levelTable) order(now Tally, periods []datasets.Period, s *Study) []string {
	if !l.Ranked {
		return now.Levels
	}
	before := make(map[string]int)
	if len(periods) > 1 {
		earlier := Count(l.Category, l.Rows(periods[1]))
		for i, level := range earlier.Levels {
			before[level] = earlier.Counts[i]
		}
	}
	var order []string
	for i, level := range now.Levels {
		if now.Counts[i] > 0 || before[level] > 0 {
			order = append(order, level)
		}
	}
	slices.SortFunc(order, func(a, b string) int {
		return cmp.Or(now.Of(b)-now.Of(a), before[b]-before[a], strings.Compare(l.label(a), l.label(b)))
	})
	if l.Top > 0 && len(order) > l.Top {
		order = order[:l.Top]
	}
	return order
}

func (l levelTable) label(level string) string {
	if label, ok := l.Labels[level]; ok {
		return label
	}
	return levelLabel(level)
}

// levelLabel writes a level of the data standard in words.
func levelLabel(level string) string {
	switch level {
	case "ex_partner":
		return "Ex-partner"
	case "neet":
		return "Not in education, employment or training"
	case "nte":
		return "Night-time economy"
	case "none":
		return "None"
	}
	if strings.Contains(level, "_") || level == strings.ToLower(level) {
		return capital(strings.ReplaceAll(level, "_", " "))
	}
	return level
}

// missingRows are the rows of the kinds of missing that occur.
func missingRows(t Tally, levels ...string) []Row {
	var rows []Row
	for _, kind := range []struct {
		label string
		n     int
	}{
		{"Not recorded", t.NotRecorded},
		{"Recorded as unknown", t.Unknown},
		{"Not stated", t.Refused},
		{"Suppressed at source", t.Suppressed},
		{"Not applicable", t.NotApplicable},
	} {
		if kind.n > 0 {
			rows = append(rows, countRow(NotKnownRow, kind.n, append(slices.Clone(levels), kind.label)...))
		}
	}
	return rows
}

// countRow is a row that holds a count and no more.
func countRow(kind RowKind, n int, levels ...string) Row {
	return Row{Levels: levels, Kind: kind, Estimate: stats.Estimate{Numerator: stats.N(float64(n))}}
}

// title completes a title: what, by what, area, period or periods.
func (s *Study) title(what string, periods ...datasets.Period) string {
	switch len(periods) {
	case 0:
		return what + ", " + s.Area.Name
	case 1:
		return what + ", " + s.Area.Name + ", " + periods[0].Name()
	}
	return what + ", " + s.Area.Name + ", " + periods[0].Name() + " and " + periods[1].Name()
}

// subtitle is the line under the title of a figure.
func (s *Study) subtitle(measure string, periods ...datasets.Period) string {
	return s.title(measure, periods...)
}

// partOf writes a part as a per cent; one that is there and would be rounded to 0%
// is "under 1%".
func partOf(part, whole int) string {
	share := Round(100*float64(part)/float64(whole), 0)
	if part > 0 && share == "0" {
		return "under 1%"
	}
	return share + "%"
}

// missingNote writes "Age not recorded for 41 of 501 victims (8%)."
func missingNote(field string, t Tally, unit Unit) string {
	if t.Missing() == 0 {
		return ""
	}
	return capital(field) + " not known for " + commas(t.Missing()) + " of " + commas(t.Total()-t.NotApplicable) + " " + unit.Plural() + " (" + partOf(t.Missing(), t.Total()-t.NotApplicable) + ")."
}
