package datasets

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
)

// timeLayouts are the spellings of a date that package time can read too, by the
// order that reads them.
var timeLayouts = map[string][]string{
	"day/month/year": {"2/1/2006", "2-1-2006", "2.1.2006", "2/1/2006 15:04", "2/1/2006 15:04:05", "2-Jan-2006", "2 January 2006", "2/1/2006 3:04 PM", "2/1/2006T15:04"},
	"month/day/year": {"1/2/2006", "1-2-2006", "1/2/2006 15:04", "1/2/2006 15:04:05", "1/2/2006 3:04 PM"},
	"year-month-day": {"2006-1-2", "2006/1/2", "20060102", "2006-1-2 15:04", "2006-1-2T15:04:05", "2006-1-2 15:04:05"},
	"year-month":     {"2006-01", "2006/01"},
}

// FuzzReadMoment reads whatever text as a date in each order. What package time
// reads by one of the layouts of that order is the same moment; and a date that
// is read is one that exists: written out, it reads as itself.
func FuzzReadMoment(f *testing.F) {
	for _, text := range []string{
		"15/11/2023", "5/1/2023 9:05", "15-Nov-2023 21:30", "31/12/2023 24:00", "29/02/2023", "2023-11-15T21:30:05.250", "20231115", "2023-11", "45245.90625", "60",
		"15/11/2023 3:45 PM", "1/2/1899", "31.12.2100", "2023-06-15 21:30+01:00", "1 Sept 2021", "01/01/2023 0.5", "2000-1-1 0:00:00,0",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for order, layouts := range timeLayouts {
			formats, err := parseFormats([]string{order})
			if err != nil {
				t.Fatal(err)
			}
			got := readMoment(text, formats)
			checkMoment(t, order, got)
			for _, layout := range layouts {
				want, err := time.Parse(layout, text)
				if err != nil || want.Year() < 1900 || want.Year() > 2100 {
					continue
				}
				if strings.Contains(layout, "PM") && (strings.Contains(text, " 0:") || strings.Contains(text, " 00:")) {
					continue // package time takes 0:15 PM, which no clock shows
				}
				if at := want.Truncate(time.Second).Unix(); got.seconds != at {
					t.Errorf("%q as %s: got %d, package time has %d by %s", text, order, got.seconds, at, layout)
				}
			}
		}
		serial := readMoment(text, []dateFormat{namedFormat("serial")})
		checkMoment(t, "serial", serial)
		if days, err := strconv.ParseFloat(text, 64); err == nil && days >= 61 && days < 73000 {
			want := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Add(time.Duration(days * float64(24*time.Hour)))
			if math.Abs(float64(serial.seconds-want.Unix())) > 31 {
				t.Errorf("serial %q: got %d, want %d", text, serial.seconds, want.Unix())
			}
		}
	})
}

func checkMoment(t *testing.T, order string, m moment) {
	t.Helper()
	if m.seconds == NoTime {
		if m.exact != noPrecision || m.either {
			t.Errorf("%s: no time, and yet %v", order, m)
		}
		return
	}
	at := time.Unix(m.seconds, 0).UTC()
	if at.Year() < 1900 || at.Year() > 2101 || m.exact == noPrecision {
		t.Fatalf("%s: got the year %d to precision %d", order, at.Year(), m.exact)
	}
	text := at.Format("2006-01-02 15:04:05")
	if again := readMoment(text, []dateFormat{namedFormat("year-month-day")}); at.Year() <= 2100 && again.seconds != m.seconds {
		t.Errorf("%s: %s reads as %d, not %d", order, text, again.seconds, m.seconds)
	}
}

// FuzzNumbers reads whatever text as a whole number and as a decimal one.
// What strconv reads of a text of figures alone is the same number.
func FuzzNumbers(f *testing.F) {
	for _, text := range []string{"34", "547,123", "547123.4", "34.0", "5.47E+05", "1,23", "-1", "'42", "<5", "999999999999", "١٢", "0x1p4", "1_000", "+5", "NaN", " 7 "} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, field := range []string{"age_at_offence", "easting", "count"} {
			got, found := readInt(field, text)
			if got >= 0 && found != noFault {
				t.Errorf("%s: %q is %d and at fault (%s)", field, text, got, found)
			}
			want, err := strconv.ParseInt(text, 10, 64)
			if err != nil || field != "count" || want < 0 || want > math.MaxInt32 {
				continue
			}
			if int64(got) != want {
				t.Errorf("%s: got %d from %q", field, got, text)
			}
		}
		if n, ok := wholeNumber(text, false); ok {
			if strings.ContainsAny(text, "eExX_") {
				t.Errorf("got %d from %q", n, text)
			}
			if decimal, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64); err != nil || decimal != float64(n) {
				t.Errorf("got %d from %q, which strconv reads as %v (%v)", n, text, decimal, err)
			}
		}
		v := coerced{field: Field{Name: "longitude", Kind: Number}}
		v.readFloats([]string{text})
		if at := v.floats[0]; math.IsInf(at, 0) || math.Abs(at) > 180 || !math.IsNaN(at) && v.faults[0] != noFault {
			t.Errorf("got %v (%s) from %q", at, v.faults[0], text)
		}
	})
}
