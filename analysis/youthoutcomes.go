package analysis

import "svna/analysis/stats"

var _ = register(Breakdown{
	Name:      "youth-outcomes",
	Title:     "Youth outcomes: records with a named suspect",
	Theme:     OutcomesAndComparators,
	Needs:     []string{"youth-outcomes"},
	Headlines: []string{"youth-outcome-funnel"},
	Doc: Doc{
		Counts:   "Records of a partner's table of youth outcomes, and those of them that had a named suspect.",
		Base:     "Records, in the unit that the table states; the share is of all records of that unit and period.",
		LeftOut:  "Nothing here is joined to the crime extract; records are not children and not first-time entrants unless the unit says so.",
		Method:   "Share with Wilson 95% limits (Wilson 1927).",
		Misleads: "Units differ between sources and are never added: a child can have several records. A share of a known number of records gives the small number away, whatever its rounding.",
	},
	Compute: youthOutcomes,
})

func youthOutcomes(s *Study) (Result, error) {
	t := Table{
		ID: "youth-outcomes", Title: s.title("Youth outcomes: records with a named suspect"), Unit: Record,
		Dimensions: []Dimension{{"period", "Period"}, {"unit", "Unit of the table"}},
		Columns:    shareColumns("Records with a named suspect", "Records", "Share"),
	}
	t.Source = sourceOf(s.Inputs.Outcomes.Reference)
	t.addNotes("Records are not children, and not first-time entrants to the youth justice system, even where their number is that of these.")
	newest := -1
	for i, o := range s.Inputs.Outcomes.Rows {
		if o.Records < 0 || o.NamedSuspect < 0 {
			continue
		}
		t.Rows = append(t.Rows, Row{Levels: []string{o.Period.Name(), o.Unit}, Estimate: stats.Share(float64(o.NamedSuspect), float64(o.Records)).Scale(100)}.published())
		if newest < 0 || o.Period.To > s.Inputs.Outcomes.Rows[newest].Period.To {
			newest = i
		}
	}
	if newest < 0 {
		return Result{}, skipf("the table of youth outcomes has no row with both counts")
	}
	o := s.Inputs.Outcomes.Rows[newest]
	row, _ := t.Find(o.Period.Name(), o.Unit)
	if !row.Estimate.Value.Known() {
		return Result{}, skipf("the table of youth outcomes has no records in its last period")
	}
	subject, predicate := "youth outcome records", "had a named suspect"
	if o.Unit != string(Record) {
		subject += " (unit: " + o.Unit + ")"
	}
	return Result{
		Tables: []Table{t},
		Statements: []Statement{{
			ID: "youth-outcome-funnel", Theme: OutcomesAndComparators, Unit: Record, Value: "per cent", Period: o.Period,
			Filter:  "records of the table of youth outcomes, unit " + o.Unit + "; with a named suspect",
			Figures: []Figure{FigureOf(&t, row, o.Unit)},
			Say:     sayShare(subject, predicate, o.Period, ""),
			Short:   shortShare("youth outcome records", predicate),
		}},
	}, nil
}
