package analysis

import (
	"testing"

	"svna/datasets"
)

// Everybody is in the rate or among those not known: an age not recorded, one that the
// source says is unknown, and one that does not apply.
func TestAgeStandardisedLosesNobody(t *testing.T) {
	var h sheet
	h.add(12, "2022-09", "ho_code=8N", "role=victim sex=male age_at_offence=20")
	for _, age := range []string{"?", "-"} {
		h.add(1, "2022-09", "ho_code=8N", "role=victim sex=male age_at_offence="+age)
	}
	h.add(3, "2022-09", "ho_code=8N", "role=victim sex=male")
	h.add(2, "2022-09", "ho_code=8N", "role=victim age_at_offence=30")
	var cells []datasets.PopulationCell
	for _, b := range datasets.AgeBands("esp2013") {
		for _, sex := range []string{"", "male"} {
			cells = append(cells, datasets.PopulationCell{Sex: sex, AgeFrom: b.From, AgeTo: b.To, Persons: 1000})
		}
	}
	table := tableNamed(t, computed(t, h.study(t, residents(cells...)), "age-standardised"), "age-standardised")
	for group, want := range map[string][2]float64{"All": {14, 5}, "Males": {12, 7}} {
		row, ok := table.Find("12 months to May 2023", "Victims", group)
		if !ok {
			t.Fatalf("no row of %s", group)
		}
		if row.Estimate.Numerator.Or(-1) != want[0] || row.Extra["not_known"].Or(-1) != want[1] {
			t.Errorf("%s: %v known and %v not known, want %v", group, row.Estimate.Numerator, row.Extra["not_known"], want)
		}
	}
}
