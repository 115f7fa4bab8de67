package analysis

import (
	"testing"

	"svna/datasets"
)

// The composed input of H8 in methods, in each of three years: 120 Black and 90
// White victims and 40 of unknown ethnicity, over 22,000 and 60,000 residents:
// ratio 3.64 (2.77 to 4.78), bounds 2.52 to 4.85. Three years together: 360 and
// 270, the same ratio, over and times exp(1.96·sqrt(1/360+1/270)) = 1.1709:
// 3.11 to 4.26.
func TestKnifeEthnicityRatio(t *testing.T) {
	var h sheet
	knife := "ho_code=34B knife_use=threaten"
	for _, month := range []string{"2020-06", "2021-06", "2022-06"} {
		h.add(120, month, knife, "role=victim ethnicity_sde=Black")
		h.add(90, month, knife, "role=victim ethnicity_sde=White")
		h.add(30, month, knife, "role=victim")
		h.add(10, month, knife, "role=victim ethnicity_sde=refused")
		h.add(3, month, knife, "role=victim ethnicity_sde=Mixed")
	}
	population := residents(
		datasets.PopulationCell{Ethnicity: "Black", AgeTo: datasets.AllAges, Persons: 22000},
		datasets.PopulationCell{Ethnicity: "White", AgeTo: datasets.AllAges, Persons: 60000},
		datasets.PopulationCell{Ethnicity: "Mixed", AgeTo: datasets.AllAges, Persons: 5000},
	)
	r := computed(t, h.study(t, population), "knife-ethnicity-ratio")
	table := tableNamed(t, r, "knife-ethnicity-ratio")
	checkParts(t, table)
	wantCounts(t, table, map[string][2]float64{
		"12 months to May 2023: Victims: Black":        {120, 90},
		"12 months to May 2021: Victims: Black":        {120, 90},
		"36 months to May 2023: Victims: Black":        {360, 270},
		"36 months to May 2023: Victims: Mixed":        {9, 270},
		"36 months to May 2023: Victims: White":        {270, 270},
		"12 months to May 2023: Victims: Not recorded": {30, -1},
		"12 months to May 2023: Victims: Not stated":   {10, -1},
		"12 months to May 2023: Victims: Total":        {253, -1},
	})
	row, _ := table.Find("36 months to May 2023", "Victims", "Black")
	if got := row.Extra["residents"].Or(0); got != 66000 {
		t.Errorf("residents times years: got %v, want 66000", got)
	}
	// Three of Mixed in one year are too few for a ratio.
	if row, _ := table.Find("12 months to May 2023", "Victims", "Mixed"); row.Estimate.Value.Known() {
		t.Errorf("ratio of 3 people: got %v, want none", row.Estimate.Value)
	}
	wantText(t, r, "knife-victims-black-rate-ratio", "Black people were over-represented among knife crime victims against the resident population, at 3.6 times the rate of White people (120 and 90 victims; rate ratio 3.64; 95% CI 2.77 to 4.78; 5.5 and 1.5 per 1,000 residents; ethnicity not known for 40, so between 2.52 and 4.85), 12 months to May 2023; over the 36 months to May 2023 the rate ratio was 3.64 (95% CI 3.11 to 4.26).")
	wantText(t, r, "knife-suspects-black-rate-ratio", "Not produced: there are no knife crime suspects in the period.")
}

// Officers' codes have no Mixed: there is no such row, a warning stands on the
// table, and one year of data gives no three-year ratio. 60 against 40 over
// equal residents: 1.50, over and times exp(1.96·sqrt(1/60+1/40)) = 1.4919.
func TestEthnicityRatioObserved(t *testing.T) {
	var h sheet
	h.add(60, "2022-06", "ho_code=8N", "role=suspect ethnicity_ic=Black")
	h.add(40, "2022-06", "ho_code=8N", "role=suspect ethnicity_ic=White")
	r := computed(t, h.study(t, residents(
		datasets.PopulationCell{Ethnicity: "Black", AgeTo: datasets.AllAges, Persons: 50000},
		datasets.PopulationCell{Ethnicity: "White", AgeTo: datasets.AllAges, Persons: 50000},
	)), "ethnicity-ratio")
	table := tableNamed(t, r, "ethnicity-ratio")
	checkParts(t, table)
	if _, found := table.Find("12 months to May 2023", "Suspects", "Mixed"); found {
		t.Error("a row of Mixed on officers' codes")
	}
	warned := false
	for _, note := range table.Notes {
		warned = warned || note == observedLine
	}
	if !warned {
		t.Errorf("no warning of officers' codes in %q", table.Notes)
	}
	wantText(t, r, "ethnicity-ratio-suspects-black", "Black people were over-represented among suspects of violence against the resident population, at 1.5 times the rate of White people (60 and 40 suspects; rate ratio 1.50; 95% CI 1.01 to 2.24; 1.2 and 0.80 per 1,000 residents), 12 months to May 2023.")
}
