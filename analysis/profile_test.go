package analysis

import (
	"math"
	"slices"
	"testing"
	"time"

	"svna/datasets"
)

// profiledOffence is one offence of a hand-made extract of times and places.
type profiledOffence struct {
	recorded string // "2022-06-15"; "" is that of from
	from, to string // "2022-06-15 14:30", "2022-06-15" for a day, "" for none
	code     string
	knife    string // knife_use
	ward     string
	lsoa     string
	at       [2]int // easting, northing; 0, 0 is none
}

// times n offences of the same kind.
func times(n int, o profiledOffence) []profiledOffence {
	return slices.Repeat([]profiledOffence{o}, n)
}

// profileInputs are inputs of the 12 months to May 2023 for a hand-made extract;
// every offence is in the definition pack.
func profileInputs(t *testing.T, offences ...[]profiledOffence) Inputs {
	t.Helper()
	all := slices.Concat(offences...)
	n := len(all)
	recorded, from, to := make([]int64, n), make([]int64, n), make([]int64, n)
	precision, code, subgroup, knife, ward, lsoa := make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]string, n)
	e, north := make([]int32, n), make([]int32, n)
	for i, o := range all {
		recorded[i], _ = clock(t, o.recorded)
		from[i], precision[i] = clock(t, o.from)
		to[i], _ = clock(t, o.to)
		if o.recorded == "" {
			recorded[i] = from[i]
		}
		code[i], knife[i], ward[i], lsoa[i] = o.code, o.knife, o.ward, o.lsoa
		subgroup[i] = datasets.OffenceCodes()[o.code].Subgroup
		e[i], north[i] = int32(o.at[0]), int32(o.at[1])
		if o.at == [2]int{} {
			e[i], north[i] = datasets.IntNotRecorded, datasets.IntNotRecorded
		}
	}
	var b datasets.Builder
	b.Times("recorded_at", recorded)
	b.Times("committed_from", from)
	b.Times("committed_to", to)
	b.Category("committed_precision", levelsOf(precision))
	b.Category("ho_code", levelsOf(code))
	b.Category("ho_subgroup", levelsOf(subgroup))
	b.Category("knife_use", levelsOf(knife))
	b.Category("ward", levelsOf(ward))
	b.Category("lsoa", levelsOf(lsoa))
	b.Ints("easting", e)
	b.Ints("northing", north)
	period, err := datasets.ParsePeriod("2022-06/2023-05")
	if err != nil {
		t.Fatal(err)
	}
	return Inputs{
		Data:       &datasets.Dataset{Offences: datasets.Offences{Table: b.Table()}},
		Area:       Area{"E09000002", "Barking and Dagenham"},
		Period:     period,
		Definition: &datasets.Definition{Title: "every offence", Clauses: []datasets.Clause{{Theme: "all"}}},
		Knife:      datasets.KnifeDefinitions()["knife_mps"],
		Parameters: DefaultParameters(),
	}
}

func profileStudy(t *testing.T, in Inputs) *Study {
	t.Helper()
	s, err := NewStudy(in)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// clock reads "2022-06-15 14:30" or "2022-06-15", with its precision.
func clock(t *testing.T, text string) (seconds int64, precision string) {
	t.Helper()
	layout, precision := "2006-01-02 15:04", "minute"
	switch len(text) {
	case 0:
		return datasets.NoTime, ""
	case 10:
		layout, precision = "2006-01-02", "day"
	}
	at, err := time.Parse(layout, text)
	if err != nil {
		t.Fatal(err)
	}
	return at.Unix(), precision
}

func levelsOf(values []string) datasets.Category {
	c := datasets.Category{Codes: make([]int32, len(values))}
	for i, v := range values {
		if v != "" && c.Code(v) < 0 {
			c.Levels = append(c.Levels, v)
		}
		c.Codes[i] = c.Code(v)
	}
	return c
}

// square is an area of one square kilometre with its south-west corner so many
// kilometres east and north of 545000, 184000.
func square(code, name string, east, north float64) datasets.BoundaryArea {
	x, y := 545000+1000*east, 184000+1000*north
	ring := []datasets.Coordinate{{X: x, Y: y}, {X: x + 1000, Y: y}, {X: x + 1000, Y: y + 1000}, {X: x, Y: y + 1000}, {X: x, Y: y}}
	return datasets.BoundaryArea{Code: code, Name: name, Polygons: [][][]datasets.Coordinate{{ring}}}
}

// resultOf runs a breakdown as Analyse does and checks what holds for all of
// this part: complete headline figures, and rows that add up.
func resultOf(t *testing.T, s *Study, name string) Result {
	t.Helper()
	b, ok := BreakdownNamed(name)
	if !ok {
		t.Fatalf("no breakdown %s", name)
	}
	o := compute(b, s)
	if o.Err != nil || o.Skipped != "" {
		t.Fatalf("%s: error %v, skipped %q", name, o.Err, o.Skipped)
	}
	var ids []string
	for _, statement := range o.Result.Statements {
		ids = append(ids, statement.ID)
		if statement.NotProduced != "" {
			continue
		}
		for _, f := range statement.Figures {
			e := f.Estimate
			if !e.Numerator.Known() || !e.Denominator.Known() || !e.Value.Known() || !e.Lower.Known() || !e.Upper.Known() || e.Method == "" {
				t.Errorf("%s: figure %s is not complete: %+v", statement.ID, f.Label, e)
			}
			if row, ok := tableIn(t, o.Result, f.Table).Find(f.Row); !ok || row.Estimate != e {
				t.Errorf("%s: figure %s is not row %q of %s", statement.ID, f.Label, f.Row, f.Table)
			}
		}
		if statement.Text() == "" {
			t.Errorf("%s says nothing", statement.ID)
		}
	}
	slices.Sort(ids)
	if want := slices.Sorted(slices.Values(b.Headlines)); !slices.Equal(ids, want) {
		t.Errorf("%s makes the statements %v, want %v", name, ids, want)
	}
	for _, chart := range o.Result.Charts {
		table := tableIn(t, o.Result, chart.Table)
		if _, ok := table.Column(chart.Measure); !ok {
			t.Errorf("chart %s: table %s has no column %s", chart.ID, table.ID, chart.Measure)
		}
	}
	return o.Result
}

func tableIn(t *testing.T, r Result, id string) *Table {
	t.Helper()
	for i := range r.Tables {
		if r.Tables[i].ID == id {
			return &r.Tables[i]
		}
	}
	t.Fatalf("no table %s", id)
	return nil
}

// rowIn returns a row of a table.
func rowIn(t *testing.T, table *Table, levels ...string) Row {
	t.Helper()
	row, ok := table.Find(levels...)
	if !ok {
		t.Fatalf("table %s has no row %v", table.ID, levels)
	}
	return row
}

// addsUp checks that levels and missing rows add up to the totals, block by block.
func addsUp(t *testing.T, table *Table) {
	t.Helper()
	sum := 0.0
	for _, r := range table.Rows {
		n := r.Estimate.Numerator.Or(0)
		if r.Kind != TotalRow {
			sum += n
			continue
		}
		if sum != n {
			t.Errorf("%s: rows before %q add up to %v, want %v", table.ID, r.Key(), sum, n)
		}
		sum = 0
	}
	if sum != 0 {
		t.Errorf("%s: %v offences after the last total", table.ID, sum)
	}
}

// near checks a number to nine digits.
func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.IsNaN(got) || math.Abs(got-want) > 1e-9*max(1, math.Abs(want)) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// says checks the sentence of a statement.
func says(t *testing.T, r Result, id, want string) {
	t.Helper()
	for _, s := range r.Statements {
		if s.ID == id {
			if got := s.Text(); got != want {
				t.Errorf("%s:\n got %s\nwant %s", id, got, want)
			}
			return
		}
	}
	t.Errorf("no statement %s", id)
}

// profileBreakdowns are the breakdowns of time and place.
var profileBreakdowns = []string{
	"month", "knife-months", "weekday", "knife-weekday", "hour", "knife-hour", "violence-hour", "weekday-hour", "knife-weekday-hour", "injury-weekday-hour",
	"time-windows", "term-holiday", "default-times", "wards", "knife-wards", "injury-wards", "lsoas", "knife-lsoas", "cells", "knife-cells",
	"violence-places", "knife-places", "injury-places", "knife-robbery-overlap", "deprivation",
}

// With nothing known of time or place, in one month or in none, a breakdown is
// skipped or computed: it never fails.
func TestProfilesOfNothing(t *testing.T) {
	reference := func(in Inputs) Inputs {
		in.Wards, in.LSOAs = fourWards(), fourWards()
		in.Places = []datasets.Place{{Name: "Old station", X: 545500, Y: 184500}}
		in.Calendar = termCalendar(t)
		in.Deprived = &datasets.Deprivation{LSOAs: map[string]datasets.DeprivationRank{"W1": {Decile: 1, Rank: 1}}}
		return in
	}
	nothing := profileInputs(t)
	unknown := profileInputs(t, times(5, profiledOffence{recorded: "2023-03-15", code: "34B", knife: "threaten"}))
	one := profileInputs(t, times(1, profiledOffence{recorded: "2023-03-15", from: "2023-03-15 12:00", code: "34B", knife: "threaten", ward: "W1", lsoa: "W1", at: [2]int{545500, 184500}}))
	for label, in := range map[string]Inputs{"no offence": nothing, "nothing known": unknown, "one offence": one} {
		s := profileStudy(t, reference(in))
		for _, name := range profileBreakdowns {
			b, ok := BreakdownNamed(name)
			if !ok {
				t.Fatalf("no breakdown %s", name)
			}
			o := compute(b, s)
			if o.Err != nil {
				t.Errorf("%s: %s: %v", label, name, o.Err)
			}
			for _, statement := range o.Result.Statements {
				if statement.Text() == "" {
					t.Errorf("%s: %s says nothing", label, statement.ID)
				}
				statement.Title()
			}
		}
	}
}
