package tabulate

import (
	"testing"
	"time"
)

// TestDayCodes has package time as the oracle of every day that is read.
func TestDayCodes(t *testing.T) {
	first, last := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2100, 12, 31, 0, 0, 0, 0, time.UTC)
	if first.Unix() != firstDay*86400 || last.Unix() != lastDay*86400 {
		t.Fatal("the days that are read are not those from 1900 to 2100")
	}
	codes := dayCodes()
	for at := first; !at.After(last); at = at.AddDate(0, 0, 1) {
		i := at.Unix()/86400 - firstDay
		for kind, want := range map[dimensionKind]string{day: at.Format(time.DateOnly), month: at.Format("2006-01"), year: at.Format("2006"), weekday: at.Weekday().String()} {
			d := dimension{kind: kind}
			if got := d.label(codes[kind][i]); got != want {
				t.Fatalf("%s: got %s, want %s", at.Format(time.DateOnly), got, want)
			}
		}
	}
}
