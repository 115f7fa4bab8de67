package analysis

import (
	"svna/analysis/stats"
	"svna/datasets"
)

// recordedField is a field whose completeness is counted (F34).
type recordedField struct {
	Label    string // of the row: "Age of victims"
	Field    string // in sentences: "age"
	Unit     Unit
	Rows     func(datasets.Period) Selection
	Category datasets.Category
}

// recordedRow is known / (rows - not applicable), with what the rest is.
func recordedRow(t Tally, levels ...string) Row {
	r := Row{Levels: levels, Estimate: stats.Share(float64(t.Known()), float64(t.Total()-t.NotApplicable)).Scale(100), Extra: map[string]stats.Number{
		"unknown": number(float64(t.Unknown)), "refused": number(float64(t.Refused)), "not_recorded": number(float64(t.NotRecorded)),
		"suppressed": number(float64(t.Suppressed)), "not_applicable": number(float64(t.NotApplicable)),
	}}
	if knownPart(t) < completeForWords {
		r.Note = "below 80%: figures by this field are of low reliability"
	}
	return r
}

// onRecorded gives a row its basis: the rows with a value, of those that can have
// one.
func (r Row) onRecorded(f recordedField, p datasets.Period) Row {
	t := Count(f.Category, f.Rows(p))
	return r.on(f.Unit, t.knownRows(), t.rows.without(t.kindRows("Not applicable")))
}

// recordedColumns are the columns of tables of completeness.
func recordedColumns() []Column {
	return append(shareColumns("Rows with a known value", "Rows that can have a value", "Recorded"),
		Column{"unknown", "Recorded as unknown", AsCount},
		Column{"refused", "Not stated", AsCount},
		Column{"not_recorded", "Not recorded", AsCount},
		Column{"suppressed", "Suppressed at source", AsCount},
		Column{"not_applicable", "Not applicable", AsCount})
}

// recordedTable makes the table of the completeness of fields, in the order
// given, in the period and the one before.
func (s *Study) recordedTable(id, title string, fields []recordedField) Table {
	t := Table{
		ID: id, Title: s.title(title, s.Periods()...), Unit: MixedUnits,
		Dimensions: []Dimension{{"period", "Period"}, {"field", "Field"}}, Columns: recordedColumns(),
		Notes: []string{"Recorded is not the same as right."},
	}
	for _, p := range s.Periods() {
		for _, f := range fields {
			t.Rows = append(t.Rows, recordedRow(Count(f.Category, f.Rows(p)), p.Name(), f.Label).onRecorded(f, p))
		}
	}
	return t
}

// recordedStatement says how often a field was recorded.
func (s *Study) recordedStatement(id string, theme Theme, t *Table, f recordedField, subject string) Statement {
	row, found := t.Find(s.Period.Name(), f.Label)
	tally := Count(f.Category, f.Rows(s.Period))
	if !found || !row.Estimate.Value.Known() {
		return notProduced(id, theme, "there are no "+subject+" in the period")
	}
	phrase := func(e stats.Estimate) string {
		if e.Numerator.Or(1) == 0 {
			return capital(f.Field) + " was recorded for 0 of " + count(e.Denominator) + " " + subject
		}
		if e.Denominator.Or(0) < 20 {
			return capital(f.Field) + " was recorded for " + count(e.Numerator) + " of " + count(e.Denominator) + " " + subject
		}
		return capital(f.Field) + " was recorded for " + percent(e.Value) + " of " + subject
	}
	return Statement{
		ID: id, Theme: theme, Unit: f.Unit, Value: "per cent", Period: s.Period,
		Filter:  subject + "; " + f.Field + " known, of those to whom it applies",
		Figures: []Figure{FigureOf(t, row, f.Label)}, NotRecorded: number(float64(tally.Missing())), Field: f.Field,
		Say: func(f []Figure) string {
			e := f[0].Estimate
			text := phrase(e)
			if e.Denominator.Or(0) >= 20 && e.Numerator.Or(1) > 0 {
				text += " (" + count(e.Numerator) + " of " + count(e.Denominator) + "; " + ci(e, percent) + ")"
			}
			return text + ", " + s.Period.Name() + "."
		},
		Short: func(f []Figure) string { return phrase(f[0].Estimate) },
	}
}
