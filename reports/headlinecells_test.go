package reports

import (
	"testing"

	"svna/analysis/stats"
)

// How many were not recorded is a number, [z] where the statement has no use for it,
// and [x] where it is not published or the statement was not made.
func TestNotRecordedOfAStatement(t *testing.T) {
	made := Headline{ID: "a", Statement: "s", Source: &Source{Worksheet: "t", Cell: "A1"}}
	counted, unpublished := made, made
	counted.NotRecorded = stats.N(7)
	unpublished.notRecordedUnpublished = true
	for _, tt := range []struct {
		what     string
		headline Headline
		want     string
	}{
		{"counted", counted, "7"}, {"no use for it", made, "[z]"}, {"unpublished", unpublished, "[x]"}, {"not made", Headline{ID: "a"}, "[x]"},
	} {
		if got := headlineCells(tt.headline)[6].String(); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.what, got, tt.want)
		}
	}
}
