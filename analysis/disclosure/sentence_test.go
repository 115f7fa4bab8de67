package disclosure

import (
	"fmt"
	"testing"

	"svna/analysis"
	"svna/analysis/stats"
)

// TestSentenceRestsOnMissing: a sentence is in a public edition only if it reads
// nothing that the edition has not. Each sentence below is of a share of which the
// edition publishes the count, the base and the value, but neither rank nor p.
func TestSentenceRestsOnMissing(t *testing.T) {
	given := []analysis.Figure{{
		Label: "Abbey", Estimate: stats.Share(40, 100).Scale(100),
		Extra: map[string]stats.Number{"rank": stats.N(1), "p": stats.N(0.2), "offences_before": stats.N(30)},
	}}
	published := []analysis.Figure{{
		Label: "Abbey", Estimate: stats.Share(40, 100).Scale(100),
		Extra: map[string]stats.Number{"offences_before": stats.N(30)},
	}}
	published[0].Estimate.Upper = stats.Number{}
	say := func(say func(f analysis.Figure) string) func([]analysis.Figure) string {
		return func(f []analysis.Figure) string { return say(f[0]) }
	}
	numerator := say(func(f analysis.Figure) string {
		return fmt.Sprint(f.Estimate.Numerator.Or(0), f.Extra["offences_before"].Or(0))
	})
	for _, tt := range []struct {
		what       string
		say, short func([]analysis.Figure) string
		want       bool
	}{
		{"its count and the one before", numerator, nil, false},
		{"its rank", say(func(f analysis.Figure) string { return fmt.Sprint(f.Extra["rank"].Or(0)) }), nil, true},
		{"a word chosen by p", say(func(f analysis.Figure) string {
			if f.Extra["p"].Or(0) < 0.05 {
				return "it rose"
			}
			return "it was similar"
		}), nil, true},
		{"its upper limit", say(func(f analysis.Figure) string { return fmt.Sprint(f.Estimate.Upper.Or(0)) }), nil, true},
		{"a title with its rank", numerator, say(func(f analysis.Figure) string { return fmt.Sprint(f.Extra["rank"].Or(0)) }), true},
	} {
		s := analysis.Statement{ID: "top", Figures: published, Say: tt.say, Short: tt.short}
		if got := restsOnMissing(s, given); got != tt.want {
			t.Errorf("a sentence that reads %s: rests on missing numbers %v, want %v", tt.what, got, tt.want)
		}
	}
	if _, there := given[0].Extra["rank"]; !there {
		t.Error("the figures of the run were changed")
	}
}

// TestNotRecordedAsPublished: how many were not recorded is read from the published
// rows of what is not known, never from the run. The run has 349 without a time and 73
// that are left out as non-recent; the edition prints 350 and 75. Half-known tables, whose
// rows were merged, and rows of another number say nothing.
func TestNotRecordedAsPublished(t *testing.T) {
	const period = "12 months to May 2023"
	row := func(kind analysis.RowKind, n float64, levels ...string) analysis.Row {
		return analysis.Row{Levels: append([]string{period}, levels...), Kind: kind, Estimate: stats.Estimate{Numerator: stats.N(n)}}
	}
	table := func(id string, rows ...analysis.Row) analysis.Table {
		return analysis.Table{ID: id, Unit: analysis.Offence, Rows: append([]analysis.Row{row(analysis.LevelRow, 285, "7pm")}, rows...)}
	}
	const kind = analysis.NotKnownRow
	bare := table("own")
	hidden := row(kind, 0, "Not recorded")
	hidden.Estimate.Numerator = stats.Number{}
	for _, tt := range []struct {
		what             string
		given, published []analysis.Table // of one breakdown; the figure is of the first
		counted          float64
		extra            map[string]stats.Number
		want             string
	}{
		{
			"beside rows that are left out",
			[]analysis.Table{table("own", row(kind, 349, "Not recorded"), row(kind, 73, "Non-recent, left out"))},
			[]analysis.Table{table("own", row(kind, 350, "Not recorded"), row(kind, 75, "Non-recent, left out"))},
			349, nil, "350",
		},
		{
			"in another table of the breakdown",
			[]analysis.Table{bare, table("whole", row(kind, 349, "Not recorded", "Not recorded"))},
			[]analysis.Table{bare, table("whole", row(kind, 350, "Not recorded", "Not recorded"))},
			349, nil, "350",
		},
		{
			"of a level of another table",
			[]analysis.Table{bare, table("whole", row(kind, 349, "Knife crime", "Not recorded"))},
			[]analysis.Table{bare, table("whole", row(kind, 350, "Knife crime", "Not recorded"))},
			349, nil, "",
		},
		{
			"of another number",
			[]analysis.Table{bare, table("whole", row(kind, 348, "Not recorded"))},
			[]analysis.Table{bare, table("whole", row(kind, 350, "Not recorded"))},
			349, nil, "",
		},
		{
			"in a table that is not published",
			[]analysis.Table{bare, table("whole", row(kind, 349, "Not recorded"))},
			[]analysis.Table{bare},
			349, nil, "",
		},
		{
			"in rows that were merged",
			[]analysis.Table{table("own", row(kind, 349, notCounted))},
			[]analysis.Table{table("own", row(kind, 350, notCounted))},
			349, nil, "",
		},
		{
			"hidden",
			[]analysis.Table{table("own", row(kind, 3, "Not recorded"))},
			[]analysis.Table{table("own", hidden)},
			3, nil, "",
		},
		{"none", []analysis.Table{bare}, []analysis.Table{bare}, 0, nil, "0"},
		{"none, beside a table that has some of another field", []analysis.Table{bare, table("whole", row(kind, 9, "Not recorded"))}, []analysis.Table{bare, table("whole", row(kind, 10, "Not recorded"))}, 0, nil, "0"},
		{"in a column of its row", []analysis.Table{bare}, []analysis.Table{bare}, 509, map[string]stats.Number{"unclear": stats.N(510)}, "510"},
		{"in a hidden column of its row", []analysis.Table{bare}, []analysis.Table{bare}, 5, map[string]stats.Number{"unclear": {}}, ""},
	} {
		e := &edition{rule: profiles[0], run: analysis.Run{Outcomes: []analysis.Outcome{{Result: analysis.Result{Tables: tt.given}}}}}
		byID := map[string]*analysis.Table{}
		for i := range tt.published {
			byID[tt.published[i].ID] = &tt.published[i]
		}
		s := analysis.Statement{NotRecorded: stats.N(tt.counted), Figures: []analysis.Figure{{Table: "own", Row: period + ": 7pm", Extra: tt.extra}}}
		got := ""
		if v, known := e.notRecorded(s, byID).Get(); known {
			got = fmt.Sprint(v)
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.what, got, tt.want)
		}
	}
}

// TestRoundingIsSaidOfRoundedCounts: a table says how its counts are rounded by the
// rule in force, before its other notes; one of published residents, or of exact
// counts, does not.
func TestRoundingIsSaidOfRoundedCounts(t *testing.T) {
	counted := analysis.Table{Notes: []string{"Counting unit: offence."}, Rows: []analysis.Row{{Estimate: stats.Estimate{Numerator: stats.N(240)}}}}
	residents := analysis.Table{Rows: []analysis.Row{{Estimate: stats.Estimate{Numerator: stats.N(60570), Method: population}}}}
	for _, tt := range []struct {
		profile string
		table   analysis.Table
		want    string
	}{
		{"public-hes", counted, "[Counts are rounded to the nearest 5; those from 1 to 7 are not shown. Counting unit: offence.]"},
		{"public-10-5", counted, "[Counts are rounded to the nearest 5; those from 0 to 9 are not shown. Counting unit: offence.]"},
		{"public-suppress-5", counted, "[Counting unit: offence.]"},
		{"public-hes", residents, "[]"},
	} {
		rule, err := PublicRule(tt.profile, Overrides{})
		if err != nil {
			t.Fatal(err)
		}
		e := &edition{rule: rule}
		if got := fmt.Sprint(e.noteRounded(tt.table).Notes); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.profile, got, tt.want)
		}
	}
}
