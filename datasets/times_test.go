package datasets

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Expected times are by time.Date; what each text means was decided by hand.
func TestReadMoment(t *testing.T) {
	at := func(year, month, day, hour, minute int) int64 {
		return time.Date(year, time.Month(month), day, hour, minute, 0, 0, time.UTC).Unix()
	}
	dmy, mdy, iso := []string{"day/month/year"}, []string{"month/day/year"}, []string{"year-month-day"}
	none := int64(NoTime)
	for _, c := range []struct {
		text    string
		formats []string
		want    int64
		exact   precision
	}{
		{"15/11/2023", dmy, at(2023, 11, 15, 0, 0), toDay},
		{"5/1/2023 9:05", dmy, at(2023, 1, 5, 9, 5), toMinute},
		{"15-Nov-2023 21:30", dmy, at(2023, 11, 15, 21, 30), toMinute},
		{"15 November 2023", dmy, at(2023, 11, 15, 0, 0), toDay},
		{"15.11.2023 00:00", dmy, at(2023, 11, 15, 0, 0), toMinute},
		{"31/12/2023 24:00", dmy, at(2024, 1, 1, 0, 0), toMinute},
		{"11/15/2023", dmy, none, noPrecision},
		{"31/02/2023", dmy, none, noPrecision},
		{"29/02/2024", dmy, at(2024, 2, 29, 0, 0), toDay},
		{"29/02/2023", dmy, none, noPrecision},
		{"01/02/23", dmy, none, noPrecision}, // the century would be a guess
		{"2023-11-15", dmy, none, noPrecision},
		{"15/11/2023 25:99", dmy, none, noPrecision},
		{"11/15/2023 3:45 PM", mdy, at(2023, 11, 15, 15, 45), toMinute},
		{"15/11/2023", mdy, none, noPrecision},
		{"2023-11-15T21:30:05.250", iso, at(2023, 11, 15, 21, 30) + 5, toMinute},
		{"2023-11-15 21:30:05,250", iso, at(2023, 11, 15, 21, 30) + 5, toMinute}, // ISO 8601 allows a comma or a point
		{"2023-11-15 21:30:05,", iso, none, noPrecision},
		{"2023-11-15 21:30Z", iso, at(2023, 11, 15, 21, 30), toMinute},
		{"2023-06-15 21:30+01:00", iso, at(2023, 6, 15, 21, 30), toMinute}, // the wall clock
		{"20231115", iso, at(2023, 11, 15, 0, 0), toDay},
		{"2023-11", []string{"year-month"}, at(2023, 11, 1, 0, 0), toMonth},
		{"2023-13", []string{"year-month"}, none, noPrecision},
		{"45245.90625", []string{"serial"}, at(2023, 11, 15, 21, 45), toMinute}, // Excel: 15/11/2023 21:45
		{"45245", []string{"serial"}, at(2023, 11, 15, 0, 0), toDay},
		{"60", []string{"serial"}, none, noPrecision}, // Excel's 29 February 1900
		{"15/11/2023 21:30", []string{"02/01/2006 15:04"}, at(2023, 11, 15, 21, 30), toMinute},
		{"15/11/2023", []string{"02/01/2006 15:04"}, at(2023, 11, 15, 0, 0), toDay},
		{"15/11/2023 21:30", []string{"dd/mm/yyyy hh:mm"}, at(2023, 11, 15, 21, 30), toMinute},
		{"15/11/23", []string{"02/01/06"}, at(2023, 11, 15, 0, 0), toDay},
		{"Nov 2023", []string{"Jan 2006"}, at(2023, 11, 1, 0, 0), toMonth},
		// Two formats in one column, as in the open data of Los Angeles.
		{"01/08/2020 00:00", []string{"01/02/2006 15:04", "01/02/2006 03:04:05 PM"}, at(2020, 1, 8, 0, 0), toMinute},
		{"01/13/2020 12:00:00 AM", []string{"01/02/2006 15:04", "01/02/2006 03:04:05 PM"}, at(2020, 1, 13, 0, 0), toMinute},
		{"01/01/1850", dmy, none, noPrecision},
		{"99/99/9999", dmy, none, noPrecision},
		{"1/1/2023 x", dmy, none, noPrecision},
		{"", dmy, none, noPrecision},
	} {
		formats, err := parseFormats(c.formats)
		if err != nil {
			t.Fatal(err)
		}
		got := readMoment(c.text, formats)
		if got.seconds != c.want || got.exact != c.exact {
			t.Errorf("%q as %v: got %s to the %s, want %s to the %s", c.text, c.formats,
				clockText(got.seconds), got.exact.level(), clockText(c.want), c.exact.level())
		}
	}
}

func clockText(seconds int64) string {
	if seconds == NoTime {
		return "no time"
	}
	return time.Unix(seconds, 0).UTC().Format("2006-01-02 15:04:05")
}

// Package time is the oracle: it parses what it has written.
func TestReadMomentLikePackageTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := time.Unix(rapid.Int64Range(-2_200_000_000, 4_000_000_000).Draw(t, "seconds")/60*60, 0).UTC()
		for layout, order := range map[string]string{
			"02/01/2006 15:04": "day/month/year", "2/1/2006 3:04 PM": "day/month/year", "02-Jan-2006 15:04:05": "day/month/year",
			"01/02/2006 15:04": "month/day/year", "2006-01-02T15:04:05": "year-month-day",
		} {
			formats := []dateFormat{namedFormat(order)}
			if got := readMoment(want.Format(layout), formats); got.seconds != want.Unix() || got.exact != toMinute {
				t.Errorf("%s as %s: got %s, want %s", want.Format(layout), order, clockText(got.seconds), clockText(want.Unix()))
			}
		}
	})
}

// Forms of 15:45 are those of safety 3.3.
func TestParseClock(t *testing.T) {
	for text, want := range map[string]int{
		"15:45": 945, "15:45:00": 945, "1545": 945, "15.45": 945, "3:45 PM": 945, "3:45pm": 945, "0.65625": 945,
		"100": 60, "1": 1, "0": 0, "0000": 0, "2000": 1200, "24:00": 1440, "12:00 AM": 0, "12:30 pm": 750, "0.5": 720, "9:05": 545,
		"25:99": -1, "2460": -1, "24:01": -1, "13:00 PM": -1, "noon": -1, "15:4": -1, "15h45": -1, "": -1, "-1": -1, "0.1e1": -1, "12345": -1,
	} {
		seconds, _, ok := parseClock(text)
		got := seconds / 60
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("%q: got minute %d, want %d", text, got, want)
		}
	}
}

func TestDecideOrder(t *testing.T) {
	for _, c := range []struct {
		dates string
		order string // the second format chosen, or what the error says
	}{
		{"01/02/2023 25/02/2023", "day/month/year"},
		{"01/02/2023 02/25/2023", "month/day/year"},
		{"2023-02-25 2023-01-02", "day/month/year"}, // ISO is always read as well
		{"25/02/2023 02/25/2023", "ask the sender"},
		{"01/02/2023 03/04/2023", "every date reads both ways"},
		{"03/03/2023", "day/month/year"},
		{"01-Feb-2023", "day/month/year"},
	} {
		formats, said, err := decideOrder("From", strings.Fields(c.dates))
		if err != nil {
			if !errors.Is(err, ErrDateOrder) || !strings.Contains(err.Error(), c.order) || !strings.Contains(err.Error(), `"From"`) {
				t.Errorf("%s: got %v, want %s", c.dates, err, c.order)
			}
			continue
		}
		if formats[0].order != yearFirst || formats[1].said != c.order || !strings.Contains(said, `"From"`) {
			t.Errorf("%s: got %s (%s), want %s", c.dates, formats[1].said, said, c.order)
		}
	}
}

func TestFormatsAreRefused(t *testing.T) {
	for _, wrong := range []string{"", "sometimes", "15:04", "02/01", "dd/mm", "2006", "day-month"} {
		if _, err := parseFormats([]string{wrong}); err == nil {
			t.Errorf("%q is taken as a format of dates", wrong)
		}
	}
}

const timesProfile = `
name = "times"
title = "Test"
layout = "offences"
rows = "offences"
[columns]
committed_from = { column = "Date", time = "Time" }
recorded_at = "Recorded"
`

// Midnights only are dates only; a clock time makes minutes; ISO needs no
// format. The expected precisions follow methods 3.1.
func TestPrecision(t *testing.T) {
	for _, c := range []struct{ text, want, first string }{
		{"Date,Recorded\n2023-01-02 00:00,\n2023-01-03 00:00,\n", "day day", "2023-01-02 00:00:00"},
		{"Date,Recorded\n2023-01-02 00:00,\n2023-01-03 10:00,\n", "minute minute", "2023-01-02 00:00:00"},
		{"Date,Recorded\n2023-01-02,\n2023-01-03 10:00,\n", "day minute", "2023-01-02 00:00:00"},
		{"Date,Recorded,Time\n2023-01-02,,1545\n2023-01-03,,\n2023-01-04,,25:99\n,,1200\n", "minute day day ", "2023-01-02 15:45:00"},
		{"Date,Recorded,Time\n2023-01-02 00:00,,1545\n2023-01-03 00:00,,0\n", "minute minute", "2023-01-02 15:45:00"},
		{"Date,Recorded,Time\n2023-01-02,,24:00\n2023-01-03,,0.65625\n", "minute minute", "2023-01-03 00:00:00"},
	} {
		d := mustLoad(t, timesProfile, c.text)
		var got []string
		precision := d.Offences.Category("committed_precision")
		for i := range precision.Codes {
			got = append(got, precision.Level(i))
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: got precision %q, want %q", c.text, got, c.want)
		}
		if first := clockText(d.Offences.Times("committed_from")[0]); first != c.first {
			t.Errorf("%q: got first %s, want %s", c.text, first, c.first)
		}
	}
}

// Two columns of one extract may have two orders, and each is said.
func TestOrderIsDecidedByColumnOverAllFiles(t *testing.T) {
	text := "Date,Recorded\n25/01/2023,01/25/2023\n01/02/2023,01/02/2023\n"
	d := mustLoad(t, timesProfile, text)
	got := fmt.Sprint(clockText(d.Offences.Times("committed_from")[1]), " ", clockText(d.Offences.Times("recorded_at")[1]))
	if want := "2023-02-01 00:00:00 2023-01-02 00:00:00"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	said := strings.Join(d.Quality.Files[0].Assumed, "; ")
	for _, want := range []string{`column "Date": dates read as day/month/year`, `column "Recorded": dates read as month/day/year`} {
		if !strings.Contains(said, want) {
			t.Errorf("got %q, want it to say %s", said, want)
		}
	}
	_, err := loadText(t, timesProfile, "Date,Recorded\n01/02/2023,\n03/04/2023,\n")
	if !errors.Is(err, ErrDateOrder) || !strings.Contains(err.Error(), "committed_from") {
		t.Errorf("got %v, want ErrDateOrder that names committed_from", err)
	}
}
