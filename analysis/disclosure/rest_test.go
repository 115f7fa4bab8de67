package disclosure

import (
	"strings"
	"testing"

	"svna/analysis"
	"svna/analysis/stats"
)

// sharesOf is a table of the shares of two wards, each of its own base: of base
// offences each, counted are some.
func sharesOf(counted, base [2]int) analysis.Table {
	t := analysis.Table{ID: "shares", Dimensions: []analysis.Dimension{{Name: "ward"}}}
	next := int32(0)
	for i, ward := range []string{"Alibon", "Thames"} {
		basis := &analysis.Basis{Unit: analysis.Offence}
		for range base[i] {
			basis.Denominator = append(basis.Denominator, next)
			next++
		}
		basis.Numerator = basis.Denominator[:counted[i]]
		t.Rows = append(t.Rows, analysis.Row{Levels: []string{ward}, Basis: basis})
	}
	return t
}

// TestRests: where counts are exact, 45 of 48 tells of three who were not, and 8 of 8
// something of each. Where they are rounded it tells neither.
func TestRests(t *testing.T) {
	accepted := []Acceptance{{Table: "shares", Line: "Alibon", Reason: "agreed"}}
	for _, test := range []struct {
		name, profile string
		counted, base int
		accept        []Acceptance
		hidden        bool
	}{
		{"a large rest", "public-suppress-5", 45, 50, nil, false},
		{"a small rest", "public-suppress-5", 45, 49, nil, true},
		{"a small rest, rounded", "public-hes", 45, 49, nil, false},
		{"all of a small group", "public-suppress-5", 8, 8, nil, true},
		{"all of a small group, accepted", "public-suppress-5", 8, 8, accepted, true},
		{"all of a large group", "public-suppress-5", 12, 12, nil, true},
		{"all of a large group, accepted", "public-suppress-5", 12, 12, accepted, false},
		{"all of a group, rounded", "public-hes", 12, 12, nil, false},
	} {
		rule, err := PublicRule(test.profile, Overrides{Accepted: test.accept})
		if err != nil {
			t.Fatal(err)
		}
		table := sharesOf([2]int{test.counted, 30}, [2]int{test.base, 60})
		e := &edition{rule: rule, reasons: map[string]string{}, run: analysis.Run{Outcomes: []analysis.Outcome{{Result: analysis.Result{Tables: []analysis.Table{table}}}}}}
		e.build()
		if hidden := e.figures[table.ID][0].numerator.hidden; hidden != test.hidden {
			t.Errorf("%s: hidden %v, want %v", test.name, hidden, test.hidden)
		}
		if e.figures[table.ID][1].numerator.hidden {
			t.Errorf("%s: 30 of 60 is hidden", test.name)
		}
	}
}

// TestDifferences: two tables that merge their levels in different ways tell the
// difference of the merged numbers, 3; of the two, that of the merged levels is hidden.
func TestDifferences(t *testing.T) {
	rows := func(from, to int32) (s analysis.Selection) {
		for r := from; r < to; r++ {
			s = append(s, r)
		}
		return s
	}
	table := func(id, level string, s analysis.Selection) analysis.Table {
		return analysis.Table{ID: id, Dimensions: []analysis.Dimension{{Name: "ho_class"}}, Rows: []analysis.Row{
			{Levels: []string{level}, Basis: &analysis.Basis{Unit: analysis.Offence, Numerator: s}},
			{Levels: []string{"Robbery"}, Basis: &analysis.Basis{Unit: analysis.Offence, Numerator: rows(1000, 1100)}},
		}}
	}
	for _, test := range []struct {
		name, profile string
		others        analysis.Selection
		hidden        bool
	}{
		{"three more", "public-suppress-5", rows(0, 63), true},
		{"five more", "public-suppress-5", rows(0, 65), false},
		{"three more, rounded", "public-hes", rows(0, 63), false},
		{"three more, of which one is not the same", "public-suppress-5", append(rows(1, 63), 2000), false},
		{"the same", "public-suppress-5", rows(0, 60), false},
	} {
		rule, err := PublicRule(test.profile, Overrides{})
		if err != nil {
			t.Fatal(err)
		}
		tables := []analysis.Table{table("a", "Rape", rows(0, 60)), table("b", coarse, test.others)}
		e := &edition{rule: rule, reasons: map[string]string{}, run: analysis.Run{Outcomes: []analysis.Outcome{{Result: analysis.Result{Tables: tables}}}}}
		e.build()
		if hidden := e.figures["b"][0].numerator.hidden; hidden != test.hidden {
			t.Errorf("%s: the merged number hidden %v, want %v", test.name, hidden, test.hidden)
		}
		if e.figures["a"][0].numerator.hidden || e.figures["b"][1].numerator.hidden {
			t.Errorf("%s: a number is hidden that need not be", test.name)
		}
	}
}

// TestPlaces: "the largest" stands by itself only if no number that is hidden beside
// it can be as large for all that is published.
func TestPlaces(t *testing.T) {
	exact, err := PublicRule("public-suppress-5", Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	rounded, err := PublicRule("public-hes", Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name           string
		rule           Rule
		dimension      string
		counts         []float64 // of the levels; below 0: hidden
		total          float64   // below 0: there is none
		ofShown, borne bool
	}{
		{"all shown", exact, "ward", []float64{40, 30, 20}, 90, false, true},
		{"two equal", exact, "ward", []float64{40, 40, 20}, 100, false, false},
		{"the hidden ones are 12 together", exact, "ward", []float64{40, 30, -1, -1}, 82, false, true},
		{"the hidden ones are 40 together", exact, "ward", []float64{40, 30, -1, -1}, 110, true, true},
		{"no total", exact, "ward", []float64{40, 30, -1}, -1, true, true},
		{"levels that overlap", exact, "place", []float64{40, 30, -1}, 75, true, true},
		{"rounded, at most 26 together", rounded, "ward", []float64{40, 30, -1, -1}, 90, false, true},
		{"rounded, perhaps 39 together", rounded, "ward", []float64{40, 30, -1, -1}, 103, true, true},
	} {
		e := &edition{rule: test.rule}
		table := analysis.Table{ID: "t", Dimensions: []analysis.Dimension{{Name: test.dimension}}}
		for i, n := range test.counts {
			row := analysis.Row{Levels: []string{strings.Repeat("I", i+1)}}
			if n >= 0 {
				row.Estimate.Numerator = stats.N(n)
			}
			table.Rows = append(table.Rows, row)
		}
		if test.total >= 0 {
			table.Rows = append(table.Rows, analysis.Row{Levels: []string{"Total"}, Kind: analysis.TotalRow, Estimate: stats.Estimate{Numerator: stats.N(test.total)}})
		}
		first := analysis.Figure{Table: "t", Row: "I"}
		if got := e.hiddenMay(&table, first); got != test.ofShown {
			t.Errorf("%s: a hidden number may be as large: %v, want %v", test.name, got, test.ofShown)
		}
		if got := place(first, &table) == 1; got != test.borne {
			t.Errorf("%s: the first of those shown: %v, want %v", test.name, got, test.borne)
		}
	}
	say := ofThoseShown(func([]analysis.Figure) string {
		return "Street, the largest type, not the largest by cost; threats were second by count."
	})
	if got, want := say(nil), "Street, of those shown the largest type, not the largest by cost; threats were of those shown second by count."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if ofThoseShown(nil) != nil {
		t.Error("a sentence without a title gets one")
	}
}
