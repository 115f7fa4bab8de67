package analysis

import (
	"os"
	"path/filepath"
	"testing"

	"svna/datasets"
)

// Knife crime of the borough: 2 a month from June 2021 to May 2023, but no row for
// December 2022, which is 0: 22 and 24. Its injury victims have one row only. Two
// wards hold 20 of the 22. A series of offence groups begins in June 2022: no
// total for the year before.
func publishedSheet() *sheet {
	var h sheet
	for i := range 24 {
		m := datasets.NewMonth(2021, 6) + datasets.Month(i)
		if m != datasets.NewMonth(2022, 12) {
			h.count(m.String(), "area_code=E09000002 area_name=Barking_and_Dagenham area_type=borough series=Knife_Crime measure=Offences unit=offence", 2)
		}
		if i >= 12 {
			h.count(m.String(), "area_code=E09000002 area_name=Barking_and_Dagenham area_type=borough series=Robbery measure=Offences unit=offence ho_group=Robbery", 10)
		}
	}
	h.count("2022-07", "area_code=E09000002 area_name=Barking_and_Dagenham area_type=borough series=Knife_Injury_Victims measure=Offences unit=victim", 4)
	h.count("2021-06", "area_code=E05014053 area_name=Abbey area_type=ward series=Knife_Crime measure=Offences unit=offence", 1)
	h.count("2022-07", "area_code=E05014053 area_name=Abbey area_type=ward series=Knife_Crime measure=Offences unit=offence", 15)
	h.count("2023-05", "area_code=E05014054 area_name=Alibon area_type=ward series=Knife_Crime measure=Offences unit=offence", 5)
	return &h
}

func TestPublishedCounts(t *testing.T) {
	r := computed(t, publishedSheet().study(t), "mps-counts")
	wantCounts(t, tableNamed(t, r, "mps-counts"), map[string][2]float64{
		"Knife Crime: Offences: offence":         {22, 24},
		"Knife Injury Victims: Offences: victim": {4, 0},
		"Robbery: Offences: offence":             {120, -1},
	})
	wantCounts(t, tableNamed(t, r, "mps-counts-by-month"), map[string][2]float64{
		"December 2022: Knife Crime: Offences: offence": {0, -1}, "January 2023: Knife Crime: Offences: offence": {2, -1}, "June 2022: Robbery: Offences: offence": {10, -1},
	})
	if _, found := tableNamed(t, r, "mps-counts-by-month").Find("May 2022", "Robbery", "Offences", "offence"); found {
		t.Error("a month before the series was published is a row")
	}
	wantCounts(t, tableNamed(t, r, "mps-counts-wards"), map[string][2]float64{
		"E05014053: Abbey: Knife Crime: Offences: offence": {15, 1}, "E05014054: Alibon: Knife Crime: Offences: offence": {5, 0},
	})
	check := tableNamed(t, r, "mps-counts-check")
	wantCounts(t, check, map[string][2]float64{"12 months to May 2023: Knife Crime: Offences: offence": {20, 22}})
	if row, _ := check.Find("12 months to May 2023", "Knife Crime", "Offences", "offence"); row.Extra["shortfall"].Or(-1) != 2 {
		t.Errorf("shortfall: got %v, want 2", row.Extra["shortfall"])
	}
	// Byar limits of 22: 13.79 and 33.31.
	wantText(t, r, "published-knife-crime", "22 knife crime offences were published for Barking and Dagenham (22 a year; 95% CI 14 to 33), 12 months to May 2023.")
}

// With 11,000 residents 22 offences are 2.0 per 1,000 (1.25 to 3.03).
func TestPublishedKnifeRate(t *testing.T) {
	s := publishedSheet().study(t, func(in *Inputs) {
		in.Population = &datasets.Population{Cells: []datasets.PopulationCell{{Area: "E09000002", Year: 2022, AgeTo: datasets.AllAges, Persons: 11000}}}
	})
	r := computed(t, s, "mps-counts")
	wantText(t, r, "published-knife-crime", "22 knife crime offences were published for Barking and Dagenham (2.0 per 1,000 residents; 95% CI 1.3 to 3.0), 12 months to May 2023.")
}

// A suppressed month leaves the period without a total, and a period that is not
// wholly published has none.
func TestPublishedCountsWithoutATotal(t *testing.T) {
	suppressed := publishedSheet()
	suppressed.counts[3]["count"] = "*"
	later := publishedSheet()
	for _, test := range []struct {
		name  string
		study *Study
	}{
		{"suppressed", suppressed.study(t, func(in *Inputs) { in.Period = in.Period.Previous() })},
		{"not yet published", later.study(t, func(in *Inputs) { in.Period.From, in.Period.To = in.Period.From+6, in.Period.To+6 })},
	} {
		r := computed(t, test.study, "mps-counts")
		wantText(t, r, "published-knife-crime", "Not produced: not every month of the period is published.")
	}
}

// Rows of several boroughs: without ward boundaries nobody knows whose the wards
// are, so there is no ward table.
func TestPublishedCountsOfSeveralBoroughs(t *testing.T) {
	h := publishedSheet()
	h.count("2022-07", "area_code=E09000003 area_name=Barnet area_type=borough series=Knife_Crime measure=Offences unit=offence", 9)
	r := computed(t, h.study(t), "mps-counts")
	wantCounts(t, tableNamed(t, r, "mps-counts"), map[string][2]float64{"Knife Crime: Offences: offence": {22, 24}})
	for _, table := range r.Tables {
		if table.ID == "mps-counts-wards" || table.ID == "mps-counts-check" {
			t.Errorf("there is a table %s", table.ID)
		}
	}
}

// The published dashboard file of the borough, counted by the London Datastore's
// own cross-check: 12 months to May 2023, 458 knife crime offences, 113 with
// injury, 50 injury victims aged 1 to 24; Goresbrook 53; wards add up to 458; 12
// months to May 2024, 515. The file begins in March 2022, so the 12 months to May
// 2022 have no total; and February 2024 breaks every series of the MPS.
func TestPublishedKnifeCrimeOfTheBorough(t *testing.T) {
	file := filepath.Join(sharedFolder(t), "data", "london_datastore", "mps_knife_dashboard_lbbd_borough_and_wards.csv")
	profile, err := datasets.BuiltInProfile("mps-dashboard")
	if err != nil {
		t.Fatal(err)
	}
	data, err := datasets.Load(t.Context(), []datasets.Source{{Files: []string{file}, Profile: profile}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := (&sheet{}).study(t, func(in *Inputs) { in.Data = data })
	r := computed(t, s, "mps-counts")
	if want := "MPS Monthly Crime Dashboard, long tables (mps_knife_dashboard_lbbd_borough_and_wards.csv)"; data.Counts.Source != want {
		t.Errorf("got the source %q, want %q", data.Counts.Source, want)
	}
	wantCounts(t, tableNamed(t, r, "mps-counts"), map[string][2]float64{
		"Knife Crime: Offences: offence":                {458, -1},
		"Knife Crime with Injury: Offences: offence":    {113, -1},
		"Knife Injury Victims (1-24): Offences: victim": {50, -1},
	})
	wantCounts(t, tableNamed(t, r, "mps-counts-wards"), map[string][2]float64{"E05014062: Goresbrook: Knife Crime: Offences: offence": {53, -1}})
	wantCounts(t, tableNamed(t, r, "mps-counts-check"), map[string][2]float64{"12 months to May 2023: Knife Crime: Offences: offence": {458, 458}})
	later := (&sheet{}).study(t, func(in *Inputs) { in.Data, in.Period.From, in.Period.To = data, in.Period.From+12, in.Period.To+12 })
	change := tableNamed(t, computed(t, later, "mps-counts"), "mps-counts")
	wantCounts(t, change, map[string][2]float64{"Knife Crime: Offences: offence": {515, 458}})
	if row, _ := change.Find("Knife Crime", "Offences", "offence"); row.Note == "" {
		t.Error("the change across February 2024 has no note of the break")
	}
}

// sharedFolder finds the folder of shared data, or skips the test.
func sharedFolder(t *testing.T) string {
	t.Helper()
	folders := []string{os.Getenv("SVNA_SHARED"), filepath.Join("..", "..", "shared")}
	for _, folder := range folders {
		if _, err := os.Stat(filepath.Join(folder, "reference")); folder != "" && err == nil {
			return folder
		}
	}
	t.Skip("no folder shared beside the repository, nor in SVNA_SHARED")
	return ""
}
