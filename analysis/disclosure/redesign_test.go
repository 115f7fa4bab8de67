package disclosure

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"svna/analysis"
	"svna/datasets"
)

// TestProposals: two offences in each hour of each day of the week are all small. By
// 4 hours they are 8, by day 48, by hour 14; over four years 8. By the days of the week
// alone all 24 hours of 2 days would be needed, and are 4: no proposal.
func TestProposals(t *testing.T) {
	rule, err := PublicRule("public-hes", Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	table := analysis.Table{ID: "weekday-hour", Dimensions: []analysis.Dimension{{Name: "weekday", Header: "Day of the week"}, {Name: "hour", Header: "Hour"}}}
	next := int32(0)
	for day := range 7 {
		for hour := range 24 {
			table.Rows = append(table.Rows, analysis.Row{
				Levels: []string{fmt.Sprint("day ", day), fmt.Sprint("hour ", hour)},
				Basis:  &analysis.Basis{Unit: analysis.Offence, Numerator: analysis.Selection{next, next + 1}},
			})
			next += 2
		}
	}
	e := &edition{rule: rule}
	e.run.About.Period, _ = datasets.ParsePeriod("2022-06/2023-05")
	got := e.proposals(table, mostlySmall)
	want := []Proposal{
		{"lengthen the period to 48 months", 0, 168},
		{"merge the levels of hour by 4 neighbours each", 0, 42},
		{"leave out day of the week", 0, 24},
		{"leave out hour", 0, 7},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := e.proposals(table, "monthly counts are small; the counts of the year are published"); got != nil {
		t.Errorf("a table that policy keeps out has proposals: %v", got)
	}
}
