package disclosure

import (
	"errors"
	"testing"

	"svna/analysis"
	"svna/analysis/stats"
	"svna/datasets"
)

func run() analysis.Run {
	row := func(level string, n float64) analysis.Row {
		return analysis.Row{Levels: []string{level}, Estimate: stats.Share(n, 100).Scale(100)}
	}
	table := analysis.Table{ID: "mix", Dimensions: []analysis.Dimension{{Name: "class", Header: "Class"}}, Rows: []analysis.Row{row("none", 0), row("one", 1), row("four", 4), row("five", 5)}}
	return analysis.Run{Outcomes: []analysis.Outcome{
		{Breakdown: analysis.Breakdown{Name: "mix"}, Result: analysis.Result{Tables: []analysis.Table{table}}},
		{Breakdown: analysis.Breakdown{Name: "age", Headlines: []string{"top-age"}}, Skipped: "the extract has no ages"},
		{Breakdown: analysis.Breakdown{Name: "sex", Headlines: []string{"male-share"}}, Err: errors.New("stopped")},
	}, Quality: datasets.Quality{}}
}

// TestRestrictedFlagsSmallNumbers: everything is shown, counts from 1 to 4 are
// flagged, and the results given stay as they were.
func TestRestrictedFlagsSmallNumbers(t *testing.T) {
	given := run()
	p := Protect(Restricted, given)
	want := map[string]bool{"none": false, "one": true, "four": true, "five": false}
	for _, r := range p.Tables()[0].Rows {
		if r.Small != want[r.Key()] {
			t.Errorf("row %s is flagged %v, want %v", r.Key(), r.Small, want[r.Key()])
		}
		if !r.Estimate.Value.Known() {
			t.Errorf("row %s is hidden in the restricted edition", r.Key())
		}
	}
	for _, r := range given.Outcomes[0].Result.Tables[0].Rows {
		if r.Small {
			t.Errorf("Protect changed row %s of the results that it was given", r.Key())
		}
	}
}

// TestHeadlinesOfSkippedBreakdowns: each says why it was not produced.
func TestHeadlinesOfSkippedBreakdowns(t *testing.T) {
	statements := Protect(Restricted, run()).Statements()
	got := map[string]string{}
	for _, s := range statements {
		got[s.ID] = s.Text()
	}
	if got["top-age"] != "Not produced: the extract has no ages." {
		t.Errorf("top-age says %q", got["top-age"])
	}
	if got["male-share"] != "Not produced: the breakdown sex failed." {
		t.Errorf("male-share says %q", got["male-share"])
	}
}

func TestRuleOfAnEdition(t *testing.T) {
	if _, err := RuleFor("secret"); err == nil {
		t.Error("RuleFor(secret) gives no error")
	}
	if rule, err := RuleFor("restricted"); err != nil || rule.Marking != "OFFICIAL-SENSITIVE" {
		t.Errorf("RuleFor(restricted) = %+v, %v", rule, err)
	}
	if rule, err := RuleFor("public"); err != nil || rule.Name != "public-hes" || rule.Width != 5 || !rule.Public() {
		t.Errorf("RuleFor(public) = %+v, %v", rule, err)
	}
}

// TestProtectMakesNoPublicEdition: only Publish does, which audits.
func TestProtectMakesNoPublicEdition(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("Protect took a public rule")
		}
	}()
	rule, _ := RuleFor("public")
	Protect(rule, run())
}
