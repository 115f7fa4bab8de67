package analysis

import (
	"slices"
	"testing"

	"svna/datasets"
)

func TestOrdered(t *testing.T) {
	c := datasets.Category{Levels: []string{"b", "unknown", "c", "a"}, Codes: []int32{0, 1, 3, -1, 2}}
	got := ordered(c, Selection{0, 1, 2, 3}, "a", "x", "b")
	if want := []string{"a", "x", "b", "unknown"}; !slices.Equal(got.Levels, want) {
		t.Errorf("levels %v, want %v (c occurs in no row of the selection)", got.Levels, want)
	}
	if want := []int32{2, 3, 0, -1, -1}; !slices.Equal(got.Codes, want) {
		t.Errorf("codes %v, want %v", got.Codes, want)
	}
}

func TestRegroupKeepsWhatIsMissing(t *testing.T) {
	c := datasets.Category{Levels: []string{"minor", "unknown", "none", "refused"}, Codes: []int32{0, 1, 2, 3, -1}}
	tally := Count(injuredOrNot(c), Selection{0, 1, 2, 3, 4})
	if tally.Of("injured") != 1 || tally.Of("not_injured") != 1 || tally.Unknown != 1 || tally.Refused != 1 || tally.NotRecorded != 1 {
		t.Errorf("got %+v, want one of each", tally)
	}
}

// A blank flag is not set; unknown stays unknown.
func TestFlagOf(t *testing.T) {
	flag := flagOf(datasets.Category{Levels: []string{"yes", "unknown"}, Codes: []int32{0, -1, 1}})
	if got := []string{flag.Level(0), flag.Level(1), flag.Level(2)}; !slices.Equal(got, []string{"yes", "no", "unknown"}) {
		t.Errorf("got %v, want yes, no, unknown", got)
	}
}
