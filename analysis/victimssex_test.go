package analysis

import (
	"slices"
	"testing"

	"svna/datasets"
)

// 56 of 100 victims of known sex: Wilson 46.2 to 65.3. 56 of 1,000 males is 56
// per 1,000. The sex "other" has a row and no residents.
func TestVictimsSex(t *testing.T) {
	var h sheet
	h.add(42, "2022-09", "ho_code=8N", "role=victim sex=female")
	h.add(56, "2022-09", "ho_code=8N", "role=victim sex=male", "role=suspect sex=male")
	h.add(2, "2022-09", "ho_code=8N", "role=victim sex=other")
	h.add(4, "2022-09", "ho_code=8N", "role=victim sex=unknown")
	h.add(3, "2022-09", "ho_code=8N", "role=victim sex=not_applicable")
	r := computed(t, h.study(t, residents(residentsBySex()...)), "victims-sex")
	table := tableNamed(t, r, "victims-sex")
	checkParts(t, table)
	wantCounts(t, table, map[string][2]float64{
		"12 months to May 2023: Male":           {56, 100},
		"12 months to May 2023: Female":         {42, 100},
		"12 months to May 2023: Other":          {2, 100},
		"12 months to May 2023: Not applicable": {3, -1},
		"12 months to May 2023: Total":          {107, -1},
	})
	if got := table.Rows[0].Levels[1]; got != "Male" {
		t.Errorf("first row: got %s, want Male, whatever came first in the file", got)
	}
	row, _ := table.Find("12 months to May 2023", "Male")
	roughly(t, "rate", row.Extra["rate"], 56)
	roughly(t, "share of residents", row.Extra["share_residents"], 50)
	if other, _ := table.Find("12 months to May 2023", "Other"); other.Extra["rate"].Known() {
		t.Error("a rate of a sex without residents")
	}
	wantText(t, r, "victims-sex-male-share", "56% of victims of violence were male (56 of 100; 95% CI 46% to 65%; sex not recorded for 4), 12 months to May 2023.")
	suspects := computed(t, h.study(t), "suspects-sex")
	wantText(t, suspects, "suspects-sex-male-share", "100% of suspects of violence were male (56 of 56; 95% CI 94% to 100%), 12 months to May 2023.")
	if notes := tableNamed(t, suspects, "suspects-sex").Notes; !slices.Contains(notes, suspectsLine) {
		t.Errorf("no line on suspects in %q", notes)
	}
}

// Both bases of ethnicity have a table each; the observed one has no Mixed and a
// base without it: 25 of 50,000 + 50,000 residents. 80 of 100 recorded: Wilson
// 71.1 to 86.7.
func TestVictimsEthnicity(t *testing.T) {
	var h sheet
	h.add(50, "2022-09", "ho_code=8N", "role=victim ethnicity_sde=White ethnicity_ic=White")
	h.add(30, "2022-09", "ho_code=8N", "role=victim ethnicity_sde=Mixed ethnicity_ic=Black")
	h.add(20, "2022-09", "ho_code=8N", "role=victim ethnicity_sde=refused")
	var cells []datasets.PopulationCell
	for _, group := range []string{"Asian", "Black", "Mixed", "White", "Other"} {
		cells = append(cells, datasets.PopulationCell{Ethnicity: group, AgeTo: datasets.AllAges, Persons: 50000})
	}
	r := computed(t, h.study(t, residents(cells...)), "victims-ethnicity")
	own, observed := tableNamed(t, r, "victims-ethnicity"), tableNamed(t, r, "victims-ethnicity-obs")
	checkParts(t, own)
	checkParts(t, observed)
	wantCounts(t, own, map[string][2]float64{
		"12 months to May 2023: Mixed":      {30, 80},
		"12 months to May 2023: Asian":      {0, 80},
		"12 months to May 2023: Not stated": {20, -1},
	})
	wantCounts(t, observed, map[string][2]float64{"12 months to May 2023: Black": {30, 80}})
	if _, found := observed.Find("12 months to May 2023", "Mixed"); found {
		t.Error("Mixed among officers' codes")
	}
	white, _ := own.Find("12 months to May 2023", "White")
	roughly(t, "share of residents, self-defined", white.Extra["share_residents"], 20)
	white, _ = observed.Find("12 months to May 2023", "White")
	roughly(t, "share of residents, observed", white.Extra["share_residents"], 25)
	roughly(t, "rate", white.Extra["rate"], 1)
	wantText(t, r, "victims-ethnicity-recorded", "Self-defined ethnicity was recorded for 80% of victims of violence (80 of 100; 95% CI 71% to 87%), 12 months to May 2023.")
}

// 16 of 130 to whom it applies: 12.3%, Wilson 7.7 to 19.1. Known for so few, the
// share with a disability is of low reliability.
func TestVictimsDisability(t *testing.T) {
	var h sheet
	h.add(6, "2022-09", "ho_code=8N", "role=victim disability=yes")
	h.add(10, "2022-09", "ho_code=8N", "role=victim disability=no")
	h.add(110, "2022-09", "ho_code=8N", "role=victim")
	h.add(4, "2022-09", "ho_code=8N", "role=victim disability=refused")
	h.add(5, "2022-09", "ho_code=8N", "role=victim disability=not_applicable")
	r := computed(t, h.study(t), "victims-disability")
	checkParts(t, tableNamed(t, r, "victims-disability"))
	wantCounts(t, tableNamed(t, r, "victims-disability"), map[string][2]float64{"12 months to May 2023: Yes": {6, 16}, "12 months to May 2023: Total": {135, -1}})
	row, _ := tableNamed(t, r, "victims-disability").Find("12 months to May 2023", "Yes")
	if row.Estimate.Status != "u" {
		t.Errorf("status: got %q, want u", row.Estimate.Status)
	}
	wantCounts(t, tableNamed(t, r, "victims-disability-known"), map[string][2]float64{"12 months to May 2023: Disability": {16, 130}})
	wantText(t, r, "victim-disability-completeness", "Disability was recorded for 12% of victims of violence (16 of 130; 95% CI 8% to 19%), 12 months to May 2023.")
}

// 30 of 80 people of known age and sex are males aged 1 to 24: 37.5%, Wilson 27.7
// to 48.5. Males aged 18 to 24: 20 of 100 residents is 200 per 1,000; a quarter
// of 80 over 5% of residents is a ratio of 5; 25% over 7 years is 3.571% a year.
func TestVictimsAgeSex(t *testing.T) {
	var h sheet
	h.add(20, "2022-09", "ho_code=8N", "role=victim sex=male age_at_offence=20")
	h.add(10, "2022-09", "ho_code=8N", "role=victim sex=male age_at_offence=5")
	h.add(44, "2022-09", "ho_code=8N", "role=victim sex=female age_at_offence=70")
	h.add(6, "2022-09", "ho_code=8N", "role=victim sex=other age_at_offence=70")
	h.add(5, "2022-09", "ho_code=8N", "role=victim sex=male")
	h.add(3, "2022-09", "ho_code=8N", "role=victim sex=unknown age_at_offence=20")
	cells := append(residentsBySex(),
		datasets.PopulationCell{Sex: "male", AgeFrom: 18, AgeTo: 24, Persons: 100},
		datasets.PopulationCell{Sex: "male", AgeFrom: 1, AgeTo: 17, Persons: 300})
	r := computed(t, h.study(t, residents(cells...)), "victims-age-sex")
	table := tableNamed(t, r, "victims-age-sex")
	checkParts(t, table)
	checkParts(t, tableNamed(t, r, "victims-age-sex-by-month"))
	wantCounts(t, table, map[string][2]float64{
		"12 months to May 2023: 18 to 24: Male":                             {20, 100},
		"12 months to May 2023: 65 and over: Female":                        {44, -1},
		"12 months to May 2023: Any known age: Other":                       {6, -1},
		"12 months to May 2023: Age or sex not known: Age or sex not known": {8, -1},
		"12 months to May 2023: Total: Total":                               {88, -1},
	})
	row, _ := table.Find("12 months to May 2023", "18 to 24", "Male")
	roughly(t, "rate", row.Estimate.Value, 200)
	roughly(t, "ratio", row.Extra["ratio"], 5)
	roughly(t, "share per year", row.Extra["share_per_year"], 25.0/7)
	roughly(t, "residents per year", row.Extra["residents_per_year"], 5.0/7)
	wantText(t, r, "victims-age-sex-young-males", "38% of victims of violence were males aged 1 to 24 (30 of 80; 95% CI 28% to 48%; age or sex not recorded for 8), 12 months to May 2023.")
}

// peopleBreakdowns are the breakdowns of victims and suspects.
var peopleBreakdowns = []string{
	"victims-age", "suspects-age", "knife-victims-age", "knife-suspects-age", "victims-sex", "suspects-sex", "victims-ethnicity", "suspects-ethnicity",
	"victims-disability", "victims-age-sex", "suspects-age-sex", "knife-young-males", "knife-ethnicity-ratio", "ethnicity-ratio", "male-ratio-by-type",
	"sex-ratio", "repeat-victims", "completeness", "cost-age",
}

// Nothing known of anybody: each breakdown is skipped with a reason, or makes
// tables that add up and no sentence on the unknown. None fails.
func TestPeopleOfWhomNothingIsKnown(t *testing.T) {
	var h sheet
	nobody := " age_at_offence=? sex=unknown ethnicity_sde=refused ethnicity_ic=unknown disability=unknown"
	h.add(30, "2022-09", "ho_code=34B knife_use=threaten", "role=victim"+nobody, "role=suspect"+nobody)
	h.add(1, "2022-09", "ho_code=34B knife_use=threaten", "role=victim person_key=a"+nobody)
	book, err := datasets.BuiltInCostBook("home-office-2019-20")
	if err != nil {
		t.Fatal(err)
	}
	s := h.study(t, residents(residentsBySex()...), func(in *Inputs) { in.Costs, in.PriceYear = book, "2022/23" })
	for _, name := range peopleBreakdowns {
		b, _ := BreakdownNamed(name)
		o := compute(b, s)
		if o.Err != nil {
			t.Errorf("%s: %v", name, o.Err)
		}
		if o.Skipped == "" && len(o.Result.Tables) == 0 {
			t.Errorf("%s: neither skipped nor a table", name)
		}
		for _, statement := range o.Result.Statements {
			if name != "completeness" && name != "victims-disability" && statement.NotProduced == "" {
				t.Errorf("%s: %s", name, statement.Text())
			}
		}
	}
}

// The bands of suspects and of knife crime, with their own headlines: 150 of 400
// suspects aged 1 to 17 (methods H7), Wilson 32.9 to 42.3; next band 100 of 400.
func TestAgeOfSuspectsAndOfKnifeCrime(t *testing.T) {
	var h sheet
	knife := "ho_code=34B knife_use=threaten"
	h.add(150, "2022-09", knife, "role=suspect age_at_offence=15", "role=victim age_at_offence=30")
	h.add(100, "2022-09", knife, "role=suspect age_at_offence=20", "role=victim age_at_offence=15")
	h.add(75, "2022-09", knife, "role=suspect age_at_offence=30")
	h.add(75, "2022-09", knife, "role=suspect age_at_offence=40")
	s := h.study(t)
	wantText(t, computed(t, s, "knife-suspects-age"), "knife-suspects-top-age-band", "38% of knife crime suspects were aged 1 to 17, the largest age band (150 of 400; 95% CI 33% to 42%), 12 months to May 2023.")
	wantText(t, computed(t, s, "suspects-age"), "suspects-age-1-17-share", "38% of suspects of violence were aged 1 to 17, the largest age band (150 of 400; 95% CI 33% to 42%), 12 months to May 2023.")
	wantText(t, computed(t, s, "knife-victims-age"), "knife-victims-age-1-17-share", "40% of knife crime victims were aged 1 to 17, which is not the largest age band (100 of 250; 95% CI 34% to 46%), 12 months to May 2023.")
}
