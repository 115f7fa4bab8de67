package columnfile

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestTimesAsText has package time as the oracle of all days and seconds that are
// written.
func TestTimesAsText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seconds := rapid.OneOf(rapid.Int64Range(firstSecond, lastSecond), rapid.Int64Range(-5e9, 5e9)).Draw(t, "seconds")
		at := time.Unix(seconds, 0).UTC()
		if got, ok := writeTime(1000)(nil, seconds*1000+rapid.Int64Range(0, 999).Draw(t, "thousandths")); !ok || string(got) != at.Format(time.DateTime) {
			t.Fatalf("%d seconds: got %s, want %s", seconds, got, at.Format(time.DateTime))
		}
		if got, ok := writeDay(nil, floor(seconds, 86400)); !ok || string(got) != at.Format(time.DateOnly) {
			t.Fatalf("%d seconds: got day %s, want %s", seconds, got, at.Format(time.DateOnly))
		}
	})
	for _, outside := range []int64{firstSecond - 1, lastSecond + 1} {
		if _, ok := writeTime(1)(nil, outside); ok {
			t.Errorf("second %d is written", outside)
		}
	}
}
