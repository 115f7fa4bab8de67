package disclosure

import (
	"strings"
	"testing"

	"svna/analysis"
	"svna/analysis/stats"
)

// Why a table is not published is said by what it is about. That its numbers are small
// is not told apart from that they could be worked out, from one count that makes up
// most of an amount, or from deaths that it would tell of.
func TestReasonsTellNoCounts(t *testing.T) {
	table := func(id, dimension string) analysis.Table {
		return analysis.Table{ID: id, Dimensions: []analysis.Dimension{{Name: "period"}, {Name: dimension}}}
	}
	loose, monthly := table("near-repeat", "distance"), table("hour-by-month", "hour")
	loose.Rows = []analysis.Row{{Levels: []string{"a", "b"}, Estimate: stats.Estimate{Value: stats.N(1)}}}
	monthly.ByMonth = true
	follows := table("shares", "hour")
	follows.Derivation = &analysis.Derivation{From: []string{"places"}}
	e := &edition{reasons: map[string]string{}}
	for _, tt := range []struct {
		table        analysis.Table
		reason, want string
	}{
		{table("places", "place"), mostlySmall, protectsSmall},
		{table("wards", "ward"), mostlyHidden, protectsSmall},
		{table("hours", "hour"), workedOut, protectsSmall},
		{table("losses", "ho_class"), "one or two of those counted make up most of an amount", protectsSmall},
		{table("injuries", "injury"), homicidesAreKnown, protectsSmall},
		{table("knife-use", "knife_use"), marked, ""},
		{table("homicide", "method"), homicidesAreKnown, homicidesAreKnown},
		{table("lsoas", "lsoa"), mostlySmall, "areas smaller than a ward are not published"},
		{monthly, mostlySmall, "monthly counts are small; the counts of the year are published"},
		{follows, "it follows from a table that is not published", "it follows from the table places, which is restricted too"},
		{loose, untied, "its figures do not follow from published counts, so that what they give away cannot be checked"},
	} {
		e.run.Outcomes = append(e.run.Outcomes, analysis.Outcome{Result: analysis.Result{Tables: []analysis.Table{tt.table}}})
		e.reasons[tt.table.ID] = tt.reason
		if got := e.because(tt.table.ID); got != tt.want {
			t.Errorf("%s, %s: it says %q, want %q", tt.table.ID, tt.reason, got, tt.want)
		}
	}
}

// A statement that was not made says no count, neither where its table is published nor
// where it would not be.
func TestStatementsNotMadeTellNoCounts(t *testing.T) {
	e := &edition{rule: Rule{Zeros: true}, reasons: map[string]string{"rare-events-total": untied}}
	total := analysis.Table{ID: "rare-events-total"}
	o := analysis.Outcome{Result: analysis.Result{Tables: []analysis.Table{total}}}
	e.run.Outcomes = []analysis.Outcome{o}
	for id, want := range map[string]string{
		"gun-crime-days-between": "its table, rare-events-total, is restricted: " + e.because(total.ID),
		"homicide-days-between":  homicidesAreKnown,
	} {
		s := analysis.Statement{ID: id, NotProduced: "it needs 12, and there are 8"}
		if got := e.notMade(o, s); got != want {
			t.Errorf("%s, not made: %q, want %q", id, got, want)
		}
		if got := e.withheldWith(s, total.ID); got != want {
			t.Errorf("%s, made: %q, want %q", id, got, want)
		}
		if text := unsaid(s, want).Text(); !strings.HasPrefix(text, "Not published: ") {
			t.Errorf("%s: %q", id, text)
		}
	}
	skipped := analysis.Outcome{Skipped: "there are not 3 homicides with a known day"}
	if got := e.outcome(skipped, nil).Skipped; got != "the data do not bear it; the restricted edition says why" {
		t.Errorf("a breakdown for want of three: %q", got)
	}
	none := analysis.Outcome{Skipped: "no homicide offence in the extract"}
	if got := e.outcome(none, nil).Skipped; got != none.Skipped {
		t.Errorf("none, where zeros are shown: %q", got)
	}
	if e.rule.Zeros = false; e.outcome(none, nil).Skipped != "the data do not bear it; the restricted edition says why" {
		t.Errorf("none, where zeros are hidden: %q", e.outcome(none, nil).Skipped)
	}
}

// A note whose numbers were chosen beforehand stays; one with a number of the data goes.
func TestNotesOfConstantsStay(t *testing.T) {
	e := &edition{}
	table := analysis.Table{Constants: []string{"Cells of 250 metres."}}
	for note, want := range map[string]bool{"Cells of 250 metres.": true, "12 months to May 2023: 7 of 40 offences.": false, "Themes overlap.": true} {
		if got := e.keeps(table, note); got != want {
			t.Errorf("%q is kept: %v, want %v", note, got, want)
		}
	}
}
