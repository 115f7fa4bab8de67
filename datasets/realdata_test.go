package datasets

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func loadBuiltIn(t *testing.T, name string, files ...string) *Dataset {
	t.Helper()
	p, err := BuiltInProfile(name)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Load(context.Background(), []Source{{Files: files, Profile: p}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func countLevels(c Category) map[string]int {
	n := map[string]int{}
	for row := range c.Codes {
		n[c.Level(row)]++
	}
	return n
}

// Expected numbers are the cross-checks 13 and 14 that come with the data:
// 53,171 rows, by type, and by year; 40,733 rows with an ID hold 38,554 IDs.
func TestPoliceUKStreet(t *testing.T) {
	d := loadBuiltIn(t, "police-uk-street", sharedPath(t, "data", "police_uk", "street_lbbd_2016-01_2018-06.csv"))
	q := d.Quality.Files[0]
	if d.Offences.Len() != 53171 || q.RowsRead != 53171 || q.RowsUsed != 53171 {
		t.Errorf("got %d offences of %d rows, %d used; want 53,171", d.Offences.Len(), q.RowsRead, q.RowsUsed)
	}
	types := countLevels(d.Offences.Category("force_group"))
	for label, want := range map[string]int{"Violence and sexual offences": 13365, "Anti-social behaviour": 11953, "Vehicle crime": 5910, "Robbery": 1664, "Possession of weapons": 308} {
		if types[label] != want {
			t.Errorf("%s: got %d, want %d", label, types[label], want)
		}
	}
	// One type of police.uk may be two Home Office groups, and is then none.
	groups := countLevels(d.Offences.Category("ho_group"))
	if groups["Robbery"] != 1664 || groups["Possession of weapons offences"] != 308 || groups[Unknown] != 13365+11953+types["Other crime"] {
		t.Errorf("got Home Office groups %v", groups)
	}
	years := map[string]int{}
	from := d.Offences.Times("committed_from")
	for i, precision := range d.Offences.Category("committed_precision").Codes {
		if level := d.Offences.Category("committed_precision").Levels[precision]; level != "month" {
			t.Fatalf("row %d: got precision %s, want month", i, level)
		}
		switch m := MonthOf(from[i]); {
		case m >= NewMonth(2017, 7):
			years["2017/18"]++
		case m >= NewMonth(2016, 7):
			years["2016/17"]++
		}
	}
	if years["2016/17"] != 22006 || years["2017/18"] != 22087 {
		t.Errorf("got %v, want 22,006 and 22,087", years)
	}
	found := map[string]int{}
	for _, f := range q.Findings {
		found[f.Kind] = f.Count
	}
	if found["no_reference"] != 53171-40733 || found["repeated_reference"] != 40733-38554 {
		t.Errorf("got %d rows without and %d with a repeated reference, want 12,438 and 2,179", found["no_reference"], found["repeated_reference"])
	}
	refs := map[string]bool{}
	for i := range d.Offences.Len() {
		refs[d.Offences.Texts("offence_ref").Value(i)] = true
	}
	if len(refs) != d.Offences.Len() {
		t.Errorf("got %d references of %d offences, want one each", len(refs), d.Offences.Len())
	}
}

// Four monthly files of four boroughs: 39,267 rows, as their description says.
func TestPoliceUKMonthlyFiles(t *testing.T) {
	var files []string
	for month := 3; month <= 6; month++ {
		files = append(files, sharedPath(t, "data", "police_uk", "street_4_boroughs_monthly_2018-03_2018-06", fmt.Sprintf("2018-%02d-metropolitan-street.csv", month)))
	}
	if d := loadBuiltIn(t, "police-uk-street", files...); d.Offences.Len() != 39267 || len(d.Quality.Files) != 4 {
		t.Errorf("got %d offences of %d files, want 39,267 of 4", d.Offences.Len(), len(d.Quality.Files))
	}
}

// Expected numbers are the cross-checks 1, 2, 4 and 5 that come with the data:
// knife crime in the borough, June 2022 to May 2023.
func TestMPSDashboard(t *testing.T) {
	d := loadBuiltIn(t, "mps-dashboard", sharedPath(t, "data", "london_datastore", "mps_knife_dashboard_lbbd_borough_and_wards.csv"))
	c := d.Counts
	areaType, area, series, measure, unit := c.Category("area_type"), c.Category("area_code"), c.Category("series"), c.Category("measure"), c.Category("unit")
	months, counts := c.Times("month"), c.Ints("count")
	period := Period{NewMonth(2022, 6), NewMonth(2023, 5)}
	byMonth := make([]int32, 12)
	wards := map[string]int32{}
	sums, all := map[string]int32{}, map[string]int32{}
	for i := range c.Len() {
		if measure.Level(i) != "Offences" {
			continue
		}
		knife := series.Level(i) == "Knife Crime"
		if knife {
			all[areaType.Level(i)] += counts[i]
		}
		month := MonthOf(months[i])
		if !period.Contains(month) {
			continue
		}
		switch {
		case knife && areaType.Level(i) == "ward":
			wards[area.Level(i)] += counts[i]
		case knife:
			byMonth[month-period.From] += counts[i]
		}
		if areaType.Level(i) == "borough" {
			sums[series.Level(i)+"/"+unit.Level(i)] += counts[i]
		}
	}
	if diff := cmp.Diff([]int32{31, 28, 22, 27, 49, 40, 45, 42, 42, 45, 31, 56}, byMonth); diff != "" {
		t.Errorf("by month (-want +got):\n%s", diff)
	}
	want := map[string]int32{
		"Knife Crime/offence": 458, "Knife Crime with Injury/offence": 113, "Knife Crime with Injury (Personal Robbery)/offence": 12,
		"Knife Injury Victims (1-24)/victim": 50, "Knife Injury Victims (non DA 1-24)/victim": 43,
	}
	if diff := cmp.Diff(want, sums); diff != "" {
		t.Errorf("series (-want +got):\n%s", diff)
	}
	counted := slices.Sorted(maps.Values(wards))
	if diff := cmp.Diff([]int32{7, 11, 11, 13, 17, 17, 18, 19, 21, 22, 24, 25, 27, 28, 31, 33, 33, 48, 53}, counted); diff != "" {
		t.Errorf("wards (-want +got):\n%s", diff)
	}
	if all["borough"] != 1948 || all["ward"] != 1937 {
		t.Errorf("got %v over 48 months, want 1,948 and 1,937", all)
	}
	if names := strings.Join(c.Category("area_name").Levels, "|"); strings.Contains(names, "KG") {
		t.Errorf("got areas %s, want none marked (KG)", names)
	}
}

// The headers, marks and repeats of the dashboard as published. The newest
// refresh of a count is kept, and the label of a group that the Home Office has
// is brought to it.
func TestMPSDashboardAsPublished(t *testing.T) {
	text := "Month_Year ,Area Type,Borough_SNT,Area name,Area code,Offence Group,Offence Subgroup,Measure,Financial Year,FY_FYIndex,Count,Refresh Date\n" +
		"01/03/2024,Safer Neighbourhood Teams,Barking and Dagenham ,Abbey (KG) ,E05014053 ,ROBBERY,ROBBERY OF PERSONAL PROPERTY,Offences,fy23-24,23-24_12,7,05/04/2024\n" +
		"01/03/2024,Safer Neighbourhood Teams,Barking and Dagenham ,Abbey (KG) ,E05014053 ,ROBBERY,ROBBERY OF PERSONAL PROPERTY,Offences,fy23-24,23-24_12,9,05/05/2024\n" +
		"01/03/2024,Safer Neighbourhood Teams,Barking and Dagenham ,Abbey,E05014053,ROBBERY,ROBBERY OF PERSONAL PROPERTY,Offences,fy23-24,23-24_12,2,05/05/2024\n" +
		"01/03/2024,Borough,N/K,N/K (Legacy Only),,Other Accepted Crime,Other Accepted Crime,Outcomes,fy23-24,23-24_12,3,05/05/2024\n" +
		"01/03/2024,Borough,N/K,N/K (Legacy Only),,Other Accepted Crime,Other Accepted Crime,Outcomes,fy23-24,23-24_12,3,05/05/2024\n"
	d := loadBuiltIn(t, "mps-dashboard", written(t, "dashboard.csv", text))
	got := tableText(d)
	for column, want := range map[string][]string{
		"counts.count":     {"9", "2", "3"},
		"counts.area_code": {"E05014053", "E05014053", ""},
		"counts.area_name": {"Abbey", "Abbey", "N/K (Legacy Only)"},
		"counts.area_type": {"ward", "ward", "borough"},
		"counts.ho_group":  {"Robbery", "Robbery", NotApplicable},
		"counts.measure":   {"Offences", "Offences", "Positive Outcomes"},
		"counts.unit":      {"offence", "offence", "outcome"},
	} {
		if diff := cmp.Diff(want, got[column]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", column, diff)
		}
	}
	want := []Reason{{reasonOlder, 1, []int{2}}, {reasonSameCount, 1, []int{6}}}
	if diff := cmp.Diff(want, d.Quality.Files[0].LeftOut); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
}

const losAngelesProfile = `
name = "los-angeles"
title = "Crime Data from 2020 to Present, City of Los Angeles"
layout = "flat"
mandatory = ["committed_from", "victim.age_at_offence"]
[columns]
offence_ref = "DR_NO"
recorded_at = { column = "Date Rptd", formats = ["01/02/2006 15:04", "01/02/2006 03:04:05 PM"] }
committed_from = { column = "DATE OCC", time = "TIME OCC", formats = ["01/02/2006 15:04", "01/02/2006 03:04:05 PM"] }
force_subgroup = "Crm Cd Desc"
longitude = "LON"
latitude = "LAT"
[columns.victim]
age_at_offence = "Vict Age"
sex = "Vict Sex"
[values.sex]
X = "unknown"
H = "unknown"
`

// Expected numbers are facts about the file, counted cell by cell: 10,000 rows and
// references; 1,912 ages of 0 and 2 negative ones; 13 points at 0, 0. Every
// date is at midnight, so only the separate time makes minutes.
func TestLosAngeles(t *testing.T) {
	path := sharedPath(t, "data", "record_level_us", "lapd_crime_sample_original_schema.csv")
	d, err := Load(context.Background(), []Source{{Files: []string{path}, Profile: mustProfile(t, losAngelesProfile)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d.Offences.Len() != 10000 || !strings.HasPrefix(d.Offences.Texts("offence_ref").Value(0), "0") {
		t.Errorf("got %d offences, the first %q; want 10,000, with leading zeros", d.Offences.Len(), d.Offences.Texts("offence_ref").Value(0))
	}
	if got := clockText(d.Offences.Times("committed_from")[0]); got != "2020-01-08 22:30:00" {
		t.Errorf("got the first committed at %s, want 8 January 2020 at 22:30", got)
	}
	if got := countLevels(d.Offences.Category("committed_precision")); got["minute"] != 10000 {
		t.Errorf("got precisions %v, want minutes", got)
	}
	var kinds FieldQuality
	points := 0
	for _, q := range d.Quality.Fields {
		switch q.Table + "." + q.Field {
		case "victims.age_at_offence":
			kinds = q
		case "offences.longitude":
			points = q.Known
		}
	}
	if kinds.Rows != 10000 || kinds.Unknown != 1914 || kinds.Known != 8086 {
		t.Errorf("got ages %+v, want 8,086 known and 1,914 unknown of 10,000", kinds)
	}
	if points != 10000-13 {
		t.Errorf("got %d points, want all but 13", points)
	}
	// DATE OCC is there twice in the other sample: nothing says which is meant.
	other := sharedPath(t, "data", "record_level_us", "lapd_crime_sample_2020-03_2021-07.csv")
	_, err = Load(context.Background(), []Source{{Files: []string{other}, Profile: mustProfile(t, losAngelesProfile)}}, nil)
	if err == nil || !strings.Contains(err.Error(), `"DATE OCC"`) {
		t.Errorf("got %v, want a refusal that names DATE OCC", err)
	}
}

const chicagoProfile = `
name = "chicago"
title = "Aggravated assaults, City of Chicago"
layout = "offences"
rows = "offences"
[columns]
committed_from = { column = "date", format = "year-month-day" }
longitude = "longitude"
latitude = "latitude"
location_type = "loc_cat"
[values.location_type]
residence = "own_home"
street = "street"
`

// 148,636 rows, 26,393 of them exactly on the hour, as their description says.
func TestChicago(t *testing.T) {
	path := sharedPath(t, "data", "record_level_us", "chicago_aggravated_assaults.csv.gz")
	d, err := Load(context.Background(), []Source{{Files: []string{path}, Profile: mustProfile(t, chicagoProfile)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	hours := 0
	for _, at := range d.Offences.Times("committed_from") {
		if at%3600 == 0 {
			hours++
		}
	}
	if d.Offences.Len() != 148636 || hours != 26393 {
		t.Errorf("got %d offences, %d on the hour; want 148,636 and 26,393", d.Offences.Len(), hours)
	}
}
