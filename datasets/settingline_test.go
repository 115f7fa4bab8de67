package datasets

import "testing"

// The lines were counted by hand.
func TestLineOfKey(t *testing.T) {
	text := `# a comment with area = in it
[assessment]
area   = "E1" # period = "no"
period = "2022-06/2023-05"
[[extract]]
files = [
  "a.csv",
]
[extract.values.sex]
"M" = "male"
'x.y' = "other"
[[extract]]
profile = "record-level"
columns.victim.sex = "Sex"
values.sex = { "M" = "male" }
[costs]
period = "2022-04/2023-03"
`
	for _, test := range []struct {
		entry int
		key   []string
		want  int
	}{
		{0, []string{"assessment", "area"}, 3},
		{0, []string{"assessment", "period"}, 4},
		{0, []string{"costs", "period"}, 17},
		{0, []string{"costs", "edition"}, 16},   // not there: its table
		{0, []string{"nothing"}, 1},             // not there at all
		{1, []string{"extract"}, 5},             // the first of two
		{2, []string{"extract"}, 12},            // the second
		{1, []string{"extract", "profile"}, 5},  // only the second has one
		{2, []string{"extract", "profile"}, 13}, // there it is
		{1, []string{"extract", "files"}, 6},
		{1, []string{"extract", "values", "sex", "M"}, 10},
		{1, []string{"extract", "values", "sex", "x.y"}, 11}, // quoted, with a point
		{2, []string{"extract", "values", "sex", "M"}, 15},   // in an inline table
		{2, []string{"extract", "columns", "victim", "sex"}, 14},
	} {
		if got := LineOfKey(text, test.entry, test.key...); got != test.want {
			t.Errorf("LineOfKey(%d, %q) = %d, want %d", test.entry, test.key, got, test.want)
		}
	}
}
