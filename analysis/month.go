package analysis

import (
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "month",
	Title:     "Serious violence by month",
	Theme:     When,
	Needs:     []string{"pack", "offences.committed_from"},
	Headlines: []string{"month-low-months"},
	Doc:       monthDoc("Offences of the definition pack"),
	Compute: func(s *Study) (Result, error) {
		p := violenceProfile(s, When)
		if len(p.rows(s.Period)) == 0 {
			return Result{}, skipf("no %s in the period", p.Subject)
		}
		return p.months("month", "month-effects", "month-low-months", "month"), nil
	},
})

func monthDoc(counted string) Doc {
	return Doc{
		Counts:   counted + " by month, on the clock of recording and on that of committing; and by calendar month over all whole months in the data.",
		Base:     "Offences a day of the month; calendar months are relative to the average month.",
		LeftOut:  "From the clock of committing: offences without a date and non-recent ones (recorded more than 365 days after, unless set otherwise), counted in rows of their own. By month of committing, those recorded in the months shown but committed before them have a row of their own too. By calendar month an offence counts in the month in which it was committed, whenever it was recorded in the whole months of the data; one committed before or after the months shown is not counted.",
		Method:   "Offences a day with Byar's 95% limits, exact Poisson below 10 (Breslow and Day 1987); index = 100 at the mean of the months. Month effects: quasi-Poisson model with the days of the month, a trend, a step at each known break of the series (by month of committing; one of a subgroup alone is named in the notes), and effects that sum to nought (McCullagh and Nelder 1989); q-values over the 12 months (Benjamini and Hochberg 1995). Fewer than 24 whole months: not estimable.",
		Misleads: "The newest months on the clock of committing lack offences that are yet to be recorded. Half-terms and Easter move between months. A month's own count is in the base of its index. A low month describes these data and not the years to come.",
	}
}

// months is the profile by month: the series of the last months, and the effect
// of each calendar month. The chart is drawn from the table mainID.
func (p offenceProfile) months(seriesID, effectsID, statement, mainID string) Result {
	series := p.monthSeries(seriesID)
	effects, model := p.monthEffects(effectsID)
	span, _ := p.seasonMonths()
	charts := []Chart{{
		ID: seriesID, Table: seriesID, Mark: Line,
		Title: capital(p.Subject) + " a day, by month", Subtitle: p.s.subtitle("Mean number of offences a day by "+p.s.monthCounted(), p.s.Periods()...),
		Category: "month", Measure: "value", Unit: "Offences a day", Interval: true,
		Only: map[string]string{"clock": p.s.monthClocks()[0]},
	}}
	if model.Reason == "" {
		charts = append(charts, Chart{
			ID: effectsID, Table: effectsID, Mark: Dots, Finding: statement,
			Title: capital(p.Subject) + " a day by calendar month, against the average month", Subtitle: p.s.subtitle(capital(p.Subject)+" a day, relative to the average month") + ", " + span.Name(),
			Category: "month", Measure: "value", Unit: "Relative to the average month", Interval: true,
			Reference: number(1), ReferenceLabel: "Average month",
		})
	}
	result := Result{Tables: []Table{series, effects}, Charts: charts, Statements: []Statement{selected(func(t *Table) Statement { return p.lowMonths(statement, t) }, &effects)}}
	if mainID == effectsID {
		result.Tables[0], result.Tables[1] = result.Tables[1], result.Tables[0]
	}
	return result
}

const (
	recordedClock  = "Recorded"
	committedClock = "Committed"
	extractClock   = "In the extract" // which has one date, and does not say of what
)

// monthClocks are the dates that the months of the extract are those of.
func (s *Study) monthClocks() []string {
	if s.Data.Offences.Has("recorded_at") {
		return []string{recordedClock, committedClock}
	}
	return []string{extractClock}
}

// monthSeries counts the offences recorded in the months of the monthly tables,
// by month of recording and by month of committing, which add up to the same, or by the
// one month that the extract has.
func (p offenceProfile) monthSeries(id string) Table {
	s := p.s
	months := s.Months()
	span := datasets.Period{From: months[0], To: months[len(months)-1]}
	clocks, title := s.monthClocks(), " by month"
	if len(clocks) > 1 {
		title = " by month recorded and month committed"
	}
	t := Table{
		ID: id, Title: s.title(capital(p.Subject)+title, s.Periods()...), Unit: Offence,
		Dimensions: []Dimension{{"clock", "By date"}, {"month", "Month"}},
		Columns: append(dailyColumns(capital(p.Subject), "Days"),
			Column{"index", "Index, mean of the months = 100", AsRate},
			Column{"index_lower", "Lower 95% confidence limit of the index", AsRate},
			Column{"index_upper", "Upper 95% confidence limit of the index", AsRate},
		),
	}
	t.addNotes(p.Basis)
	rows := p.rows(span)
	recorded, committed := make([]Selection, len(months)), make([]Selection, len(months))
	var undated, nonRecent, outside Selection
	for _, i := range rows {
		recorded[s.Month[i]-span.From] = append(recorded[s.Month[i]-span.From], i)
		switch m := s.CommittedMonth[i]; {
		case s.NonRecent[i]:
			nonRecent = append(nonRecent, i)
		case m == NoMonth:
			undated = append(undated, i)
		case !span.Contains(m):
			outside = append(outside, i)
		default:
			committed[m-span.From] = append(committed[m-span.From], i)
		}
	}
	add := func(kind RowKind, clock, label string, of Selection) {
		t.Rows = append(t.Rows, countRow(kind, len(of), clock, label).on(Offence, of, nil))
	}
	for at, clock := range clocks {
		for i, of := range [][]Selection{recorded, committed}[at] {
			add(LevelRow, clock, months[i].Name(), of)
		}
		if clock == committedClock {
			for _, missing := range []struct {
				label string
				of    Selection
			}{{"Not recorded", undated}, {nonRecentLabel, nonRecent}, {"Outside these months", outside}} {
				if len(missing.of) > 0 {
					add(NotKnownRow, clock, missing.label, missing.of)
				}
			}
		}
		add(TotalRow, clock, "Total", rows)
	}
	t.derive(Derivation{Compute: func(t *Table, _ map[string]*Table) {
		for _, clock := range clocks {
			t.fillMonths(clock, span)
		}
	}})
	return t
}

// fillMonths fills in the months of one clock: offences a day, and the index to
// their mean (F11).
func (t *Table) fillMonths(clock string, span datasets.Period) {
	all, whole := 0.0, true
	for m := span.From; m <= span.To; m++ {
		n, known := t.row(clock, m.Name()).Estimate.Numerator.Get()
		all, whole = all+n, whole && known
	}
	for m := span.From; m <= span.To; m++ {
		r := t.row(clock, m.Name())
		n, known := r.Estimate.Numerator.Get()
		if !known {
			continue
		}
		days := float64(m.Days())
		r.Estimate = stats.Rate(n, days, 1)
		if whole {
			index := stats.Rate(n, days*all/float64(span.Days()), 100)
			r.Extra = map[string]stats.Number{"index": index.Value, "index_lower": index.Lower, "index_upper": index.Upper}
		}
	}
}
