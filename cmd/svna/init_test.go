package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestProposalsRun has svna check read, unedited, what svna init proposes for real
// files of each shape.
func TestProposalsRun(t *testing.T) {
	shared := os.Getenv("SVNA_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "..", "shared")
	}
	for _, file := range []string{
		"police_uk/street_lbbd_2016-01_2018-06.csv", "police_uk/stop_and_search_met_monthly_3_months/2023-05-metropolitan-stop-and-search.csv",
		"london_datastore/mps_knife_dashboard_lbbd_borough_and_wards.csv", "london_datastore/mps_ward_lbbd_long_2024-02_2026-02.csv",
		"london_datastore/mps_ward_original_wide_2021-12_2023-11.csv", "london_datastore/mps_borough_original_wide_2024-04_2026-03.csv", "london_datastore/recorded-crime-ward.parquet",
		"record_level_us/lapd_crime_sample_original_schema.csv", "record_level_us/lapd_crime_sample_2020-03_2021-07.csv", "record_level_us/chicago_aggravated_assaults.csv.gz",
		"record_level_us/cincinnati_burglary.csv.gz", "record_level_us/crimedata_homicides15.csv", "record_level_us/philadelphia_shooting_victims_2021.csv",
		"record_level_us/san_francisco_robbery.csv", "record_level_us/aggravated_assaults.xlsx",
	} {
		path, err := filepath.Abs(filepath.Join(shared, "data", filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(path); err != nil {
			t.Skipf("needs the folder shared with %s; set SVNA_SHARED to where it is", file)
		}
		folder := t.TempDir()
		if printed, status := program(t, folder, "init", "--quiet", path); status != 0 {
			t.Errorf("%s: init ended with status %d:\n%s", file, status, printed)
			continue
		}
		printed, status := program(t, folder, "check", "--quiet")
		if status != 0 || !strings.Contains(printed, "rows used") {
			t.Errorf("%s: check of the proposal ended with status %d:\n%s", file, status, printed)
		}
	}
}
