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
