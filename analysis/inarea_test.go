package analysis

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"svna/datasets"
)

// Wards by name: 4 offences whose spelling differs, 3 by code, 2 of a name that is no
// ward's, 1 of a name that two wards share, 1 that is not recorded in words; the last
// two have a point.
func TestWardsByName(t *testing.T) {
	in := profileInputs(t, knifeIn(2, "NORTHFIELD WARD", 0, 0), knifeIn(2, "Northfield", 0, 0), knifeIn(3, "W2", 0, 0),
		knifeIn(2, "Elsewhere", 0, 0), knifeIn(1, "Twin", 0, 0), knifeIn(1, datasets.Unknown, 0, 0), knifeIn(1, "Twin", 500, 1500), knifeIn(1, datasets.Unknown, 1500, 500))
	in.Wards = fourWards()
	in.Wards.Areas = append(in.Wards.Areas, square("W5", "Twin", 2, 0), square("W6", "TWIN", 3, 0))
	s := profileStudy(t, in)
	got := map[string]int{}
	for i := range s.Ward.Codes {
		got[s.Ward.Level(i)]++
	}
	want := map[string]int{"W1": 4, "W2": 4, "W3": 1, Outside: 2, "": 2}
	for level, n := range want {
		if got[level] != n {
			t.Errorf("ward %q: got %d offences, want %d", level, got[level], n)
		}
	}
	said := strings.Join(s.Defaults, "\n")
	for _, want := range []string{"The ward of an offence is the code or name in the extract (7 offences)", "2 offences with a ward code or name that is not among the boundaries."} {
		if !strings.Contains(said, want) {
			t.Errorf("got %q, want it to say %q", said, want)
		}
	}
}

// boroughStudy has an offence for each borough; "" is not recorded.
func boroughStudy(t *testing.T, boroughs ...string) (*Study, error) {
	t.Helper()
	in := profileInputs(t, times(len(boroughs), knifeAt("2023-03-08 12:00", "")))
	var b datasets.Builder
	b.Times("recorded_at", slices.Clone(in.Data.Offences.Times("recorded_at")))
	b.Category("borough_incident", levelsOf(boroughs))
	in.Data = &datasets.Dataset{Offences: datasets.Offences{Table: b.Table()}}
	return NewStudy(in)
}

// The offences of the area are those of its code or of its name; an extract that
// has boroughs, and not this one, is refused instead of being taken whole.
func TestOffencesOfTheArea(t *testing.T) {
	for _, c := range []struct {
		name     string
		boroughs []string
		counted  int
		says     string
	}{
		{"by code", []string{"E09000002", "E09000002", "E09000016", ""}, 2, "chosen by borough of the incident"},
		{"by name", []string{"BARKING & DAGENHAM", "London Borough of Barking and Dagenham", "Havering"}, 2, "chosen by borough of the incident"},
		{"no borough in any row", []string{"", ""}, 2, "every row is taken to belong to the area"},
		{"missing in every row", []string{datasets.Unknown, datasets.Unknown}, 2, "every row is taken to belong to the area"},
	} {
		s, err := boroughStudy(t, c.boroughs...)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		n := 0
		for _, counted := range s.Counted {
			if counted {
				n++
			}
		}
		if n != c.counted || !strings.Contains(strings.Join(s.Defaults, "\n"), c.says) {
			t.Errorf("%s: got %d counted and %q, want %d and %q", c.name, n, s.Defaults, c.counted, c.says)
		}
	}
	_, err := boroughStudy(t, "E09000016", "E09000025", "E09000016")
	if !errors.As(err, new(*NoAreaError)) || !strings.Contains(err.Error(), "no offence is of the area E09000002 (Barking and Dagenham): as the borough of the incident the extracts have 2 other values (E09000016; E09000025)") {
		t.Errorf("got %v, want a NoAreaError that names what is there", err)
	}
}
