package analysis

import (
	"svna/analysis/stats"
	"svna/datasets"
)

// markedShares is a table of the offences of each level of a category that are
// marked (flagged domestic abuse, say), as shares of all the level's offences.
type markedShares struct {
	levelTable // Counted names the offences of the denominator
	Marked     Mask
	MarkedAs   string // for the headers: "Flagged domestic abuse"
	// Unclear, if not nil, marks offences that are not marked and could be, for
	// want of a value; they stay in the denominator, as a bound.
	Unclear Mask
}

// build makes the table. Offences whose level is not known are in rows of their
// own and in the total.
func (m markedShares) build(s *Study) Table {
	periods := s.Periods()
	t := Table{
		ID: m.ID, Title: s.title(m.Title, periods...), Unit: m.Unit,
		Dimensions: []Dimension{{"period", "Period"}, m.Dimension},
		Columns:    shareColumns(m.MarkedAs, capital(m.Counted), "Share"),
	}
	if m.Unclear != nil {
		t.Columns = append(t.Columns,
			Column{"unclear", "Not known, but possible", AsCount},
			Column{"upper_bound", "Share if all of these were (%)", AsShare})
	}
	order := m.order(Count(m.Category, m.Rows(periods[0])), periods, s)
	for _, p := range periods {
		rows := m.Rows(p)
		of, marked := Count(m.Category, rows), Count(m.Category, rows.Where(func(r int32) bool { return m.Marked[r] }))
		unclear := Count(m.Category, rows.Where(func(r int32) bool { return m.Unclear != nil && m.Unclear[r] }))
		for _, level := range order {
			t.Rows = append(t.Rows, m.row(LevelRow, marked.Of(level), of.Of(level), unclear.Of(level), p.Name(), m.label(level)).on(m.Unit, marked.rowsOf(level), of.rowsOf(level)))
		}
		for i, kind := range kindsOfMissing(of) {
			if kind.n > 0 {
				t.Rows = append(t.Rows, m.row(NotKnownRow, kindsOfMissing(marked)[i].n, kind.n, kindsOfMissing(unclear)[i].n, p.Name(), kind.label).on(m.Unit, marked.kindRows(kind.label), of.kindRows(kind.label)))
			}
		}
		total := m.row(TotalRow, marked.Total(), of.Total(), unclear.Total(), p.Name(), "Total").on(m.Unit, marked.rows, of.rows)
		if m.Unclear != nil {
			total.Basis.Extra = map[string]Selection{"unclear": unclear.rows}
		}
		t.Rows = append(t.Rows, total)
		if float64(unclear.Total()) > (1-completeForWords)*float64(of.Total()) {
			markUnreliable(&t, p.Name())
			t.Notes = append(t.Notes, p.Name()+": the shares are of low reliability, since they are not settled for over 20% of "+m.Unit.Plural()+".")
		}
	}
	return t
}

func (m markedShares) row(kind RowKind, marked, of, unclear int, levels ...string) Row {
	r := Row{Levels: levels, Kind: kind, Estimate: stats.Share(float64(marked), float64(of)).Scale(100)}
	if m.Unclear != nil {
		r.Extra = map[string]stats.Number{
			"unclear":     number(float64(unclear)),
			"upper_bound": stats.Share(float64(marked+unclear), float64(of)).Scale(100).Value,
		}
	}
	return r
}

// kindOfMissing is a number of rows without a value, and why they have none.
type kindOfMissing struct {
	label string
	n     int
}

func kindsOfMissing(t Tally) []kindOfMissing {
	return []kindOfMissing{
		{"Not recorded", t.NotRecorded},
		{"Recorded as unknown", t.Unknown},
		{"Not stated", t.Refused},
		{"Suppressed at source", t.Suppressed},
		{"Not applicable", t.NotApplicable},
	}
}

// dots is the chart of the period's shares with their intervals.
func (m markedShares) dots(s *Study, finding string) Chart {
	return Chart{
		ID: m.ID, Table: m.ID, Mark: Dots, Finding: finding, Title: m.Title,
		Subtitle: s.subtitle(m.MarkedAs+": share of "+m.Counted+", by "+lowerFirst(m.Dimension.Header), s.Period),
		Category: m.Dimension.Name, Measure: "value", Unit: "% of " + m.Counted, Interval: true,
		Only: map[string]string{"period": s.Period.Name()},
	}
}

// subgroups is the offence subgroup or, where the source has none, the nearest
// coarser or local name of the offence.
func (s *Study) subgroups() (datasets.Category, Dimension) {
	d := s.mostComplete([]Dimension{
		{"ho_subgroup", "Offence subgroup"},
		{"force_subgroup", "Offence subgroup of the force"},
		{"ho_group", "Offence group"},
		{"force_group", "Offence group of the force"},
	})
	if d.Name != "" {
		return s.Data.Offences.Category(d.Name), d
	}
	return s.Class, Dimension{"ho_class", "Offence class"}
}
