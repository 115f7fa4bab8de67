package disclosure

import (
	"math/rand/v2"
	"slices"
	"testing"

	"svna/analysis"
	"svna/analysis/stats"
)

// A table that is nothing without a column is in no edition that does not show that
// column; one that has a plain title stays, under it.
func TestTablesWithoutTheirPointAreWithheld(t *testing.T) {
	run := newTown(rand.New(rand.NewPCG(1, 2)), 3000).run()
	promise := func(id, plain string) {
		for _, o := range run.Outcomes {
			table := &o.Result.Tables[0]
			if table.ID != id {
				continue
			}
			table.Columns = append(table.Columns, analysis.Column{Name: "harm", Header: "Harm", Format: analysis.AsCount})
			for i := range table.Rows {
				table.Rows[i].Extra = map[string]stats.Number{"harm": stats.N(7 * table.Rows[i].Estimate.Numerator.Or(0))}
			}
			table.Promise = &analysis.Promise{Column: "harm", Plain: plain}
		}
	}
	promise("wards", "")
	promise("hours", "Offences by hour")
	rule, err := PublicRule(DefaultProfile, Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := Publish(rule, run)
	if err != nil {
		t.Fatal(err)
	}
	titles := map[string]string{}
	for _, table := range p.Tables() {
		titles[table.ID] = table.Title
	}
	if _, there := titles["wards"]; there || titles["hours"] != "Offences by hour" {
		t.Errorf("the edition has %q", titles)
	}
	if !slices.ContainsFunc(p.Withheld(), func(w Withheld) bool { return w.ID == "wards" && w.Reason == pointless }) {
		t.Errorf("withheld: %+v", p.Withheld())
	}
}
