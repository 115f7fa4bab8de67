package datasets

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rightMapping is what a person who knows a file makes of its columns: field by
// column. Columns that are not here are rightly not read; "?." stands for a
// person whose role the file does not say.
type rightMapping struct {
	folder, pattern string
	layout          string // profile or layout, and rows
	columns         map[string]string
	unreadable      string // a word of what the message says, where nothing can be proposed
}

var policeStreet = map[string]string{
	"Crime ID": "offence_ref", "Month": "committed_from", "Reported by": "reported_by", "Longitude": "longitude", "Latitude": "latitude",
	"LSOA code": "lsoa", "Crime type": "force_group",
}

var losAngeles = map[string]string{
	"DR_NO": "offence_ref", "Date Rptd": "recorded_at", "DATE OCC": "committed_from", "TIME OCC": "committed_from (clock time)", "Crm Cd Desc": "force_subgroup",
	"Vict Age": "victim.age_at_offence", "Vict Sex": "victim.sex", "Premis Desc": "location_type", "Weapon Desc": "weapon", "LAT": "latitude", "LON": "longitude",
}

// rightMappings were made by reading the descriptions of the files.
var rightMappings = []rightMapping{
	{"police_uk", "street_lbbd_2016-01_2018-06.csv", "police-uk-street", policeStreet, ""},
	{"police_uk/street_4_boroughs_monthly_2018-03_2018-06", "*.csv", "police-uk-street", policeStreet, ""},
	{"police_uk/street_city_of_london_monthly_2014-09_2017-08", "*.csv", "police-uk-street", policeStreet, ""},
	{"police_uk/burglary_only_met_monthly_2023-02_2023-03", "*-street.csv", "police-uk-street", policeStreet, ""},
	{"police_uk/burglary_only_met_monthly_2023-02_2023-03", "*-outcomes.csv", "", nil, "outcomes of offences that stand in other files"},
	{"police_uk/stop_and_search_met_monthly_3_months", "*.csv", "flat offences", map[string]string{
		"Date": "committed_from", "Latitude": "latitude", "Longitude": "longitude", "Gender": "?.sex", "Age range": "?.age_band",
		"Self-defined ethnicity": "?.ethnicity_sde", "Officer-defined ethnicity": "?.ethnicity_ic",
	}, ""},
	{"london_datastore", "mps_knife_dashboard_lbbd_borough_and_wards.csv", "mps-dashboard", map[string]string{
		"month_year": "month", "area_type": "area_type", "area_name": "area_name", "area_code": "area_code", "crime_type": "ho_group",
		"crime_subtype": "series", "measure": "measure", "count": "count",
	}, ""},
	{"london_datastore", "mps_ward_lbbd_long_2010-04_2024-02.csv", "counts", map[string]string{
		"wardcode": "area_code", "wardname": "area_name", "majortext": "ho_group", "minortext": "series", "month": "month", "count": "count",
	}, ""},
	{"london_datastore", "mps_ward_lbbd_long_2024-02_2026-02.csv", "counts", map[string]string{
		"wardcode": "area_code", "wardname": "area_name", "majortext": "ho_group", "minortext": "series", "month": "month", "count": "count",
	}, ""},
	{"london_datastore", "mps_ward_original_wide_2021-12_2023-11.csv", "counts months across", map[string]string{
		"MajorText": "ho_group", "MinorText": "series", "WardName": "area_name", "WardCode": "area_code",
	}, ""},
	{"london_datastore", "mps_borough_original_wide_2024-04_2026-03.csv", "counts months across", map[string]string{
		"MajorText": "ho_group", "MinorText": "series", "BoroughName": "area_name",
	}, ""},
	{"record_level_us", "lapd_crime_sample_original_schema.csv", "flat", losAngeles, ""},
	// DATE OCC stands above two columns here: a person must say which is meant.
	{"record_level_us", "lapd_crime_sample_2020-03_2021-07.csv", "flat", map[string]string{
		"DR_NO": "offence_ref", "Date Rptd": "recorded_at", "Crm Cd Desc": "force_subgroup", "Vict Age": "victim.age_at_offence", "Vict Sex": "victim.sex",
		"Premis Desc": "location_type", "Weapon Desc": "weapon", "LAT": "latitude", "LON": "longitude",
	}, ""},
	{"record_level_us", "chicago_aggravated_assaults.csv.gz", "offences offences", map[string]string{
		"date": "committed_from", "loc_cat": "location_type", "longitude": "longitude", "latitude": "latitude",
	}, ""},
	{"record_level_us", "cincinnati_burglary.csv.gz", "offences", map[string]string{
		"incident_no": "offence_ref", "offense_date": "committed_from", "offense": "force_subgroup", "longitude": "longitude", "latitude": "latitude",
	}, ""},
	{"record_level_us", "crimedata_homicides15.csv", "offences", map[string]string{
		"uid": "offence_ref", "offense_type": "force_subgroup", "date_single": "committed_from", "longitude": "longitude", "latitude": "latitude", "location_type": "location_type",
	}, ""},
	{"record_level_us", "philadelphia_shooting_victims_2021.csv", "flat offences", map[string]string{
		"DATE_": "committed_from", "TIME": "committed_from (clock time)", "SEX": "victim.sex", "AGE": "victim.age_at_offence",
	}, ""},
	{"record_level_us", "aggravated_assaults.xlsx", "offences offences", map[string]string{
		"date": "committed_from", "longitude": "longitude", "latitude": "latitude", "location_category": "location_type",
	}, ""},
	{"knife_admissions", "UK_Knife_Crime_Workbook.xlsx", "", nil, "yearly statistics and reference data are neither"},
	{"record_level_us", "san_francisco_robbery.csv", "offences", map[string]string{
		"uid": "offence_ref", "offense_type": "force_subgroup", "date_time": "committed_from", "longitude": "longitude", "latitude": "latitude",
	}, ""},
}

// TestProposeRealFiles counts, for each real file, the columns that a proposal
// gives the field that a person would, or rightly leaves alone. All together at
// least 97% must be right, and no column may be read as a field it is not.
func TestProposeRealFiles(t *testing.T) {
	right, all := 0, 0
	for _, want := range rightMappings {
		files, err := filepath.Glob(filepath.Join(sharedPath(t, "data", filepath.FromSlash(want.folder)), want.pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: no file", want.pattern)
		}
		p, err := Propose(context.Background(), files)
		if err != nil {
			t.Errorf("%s: %v", want.pattern, err)
			continue
		}
		x := p.Extracts[0]
		if len(p.Extracts) != 1 || (want.unreadable != "") != (x.Unreadable != "") || !strings.Contains(x.Unreadable, want.unreadable) {
			t.Errorf("%s: got %d extracts, unreadable %q; want 1 and %q", want.pattern, len(p.Extracts), x.Unreadable, want.unreadable)
		}
		if want.unreadable != "" {
			continue
		}
		if got := x.shapeOf(); got != want.layout {
			t.Errorf("%s: got %s, want %s", want.pattern, got, want.layout)
		}
		got := x.fieldsByColumn()
		wrong := 0
		for column, field := range got {
			if want.columns[column] != field {
				t.Errorf("%s: column %q: got %s, want %q", want.pattern, column, field, want.columns[column])
				wrong++
			}
		}
		for column, field := range want.columns {
			if got[column] == "" {
				t.Logf("%s: column %q is not read, want %s", want.pattern, column, field)
				wrong++
			}
		}
		t.Logf("%s: %d of %d columns right", want.pattern, x.Columns-wrong, x.Columns)
		right, all = right+x.Columns-wrong, all+x.Columns
	}
	t.Logf("all files: %d of %d columns right, %.1f%%", right, all, 100*float64(right)/float64(all))
	if 100*right < 97*all {
		t.Errorf("got %d of %d columns right, want 97%%", right, all)
	}
}

func (x *ProposedExtract) shapeOf() string {
	if x.Profile != "" {
		return x.Profile
	}
	if x.RowsAreOffences {
		return string(x.Layout) + " offences"
	}
	if x.MonthsAcross {
		return string(x.Layout) + " months across"
	}
	return string(x.Layout)
}

// fieldsByColumn are the fields that a proposal reads, and those of people whose
// role it asks for.
func (x *ProposedExtract) fieldsByColumn() map[string]string {
	fields := map[string]string{}
	for _, m := range x.Mapped {
		fields[m.Column] = m.Field
		if m.Time != "" {
			fields[m.Time] = m.Field + " (clock time)"
		}
	}
	for _, m := range x.Unsure {
		if strings.HasPrefix(m.Field, "?.") {
			fields[m.Column] = m.Field
		}
	}
	return fields
}

// proposeText proposes from one small file.
func proposeText(t *testing.T, name, text string) *Proposal {
	t.Helper()
	p, err := Propose(context.Background(), []string{written(t, name, text)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Made-up extracts, one for each thing that a proposal must tell.
func TestPropose(t *testing.T) {
	rows := func(row func(i int) string) string {
		var b strings.Builder
		for i := range 40 {
			b.WriteString(row(i) + "\n")
		}
		return b.String()
	}
	day := func(i int) string { return []string{"13", "28", "05", "21"}[i%4] }
	number := func(i int) string { return string(rune('A'+i/26)) + string(rune('A'+i%26)) + "1" }
	for _, c := range []struct {
		name, file, text string
		want             map[string]string
		decide           string // a word of what a person must decide
	}{
		{
			"names without roles, and the role in the name of the file", "suspects-2023.csv",
			"Ref,Offence Date,Age,Gender\n" + rows(func(i int) string { return number(i) + "," + day(i) + "/03/2023,17,M" }),
			map[string]string{"Ref": "offence_ref", "Offence Date": "committed_from", "Age": "suspect.age_at_offence", "Gender": "suspect.sex"},
			"area",
		},
		{
			"names without roles, and nothing to tell", "extract.csv",
			"Ref,Offence Date,Age,Gender\n" + rows(func(i int) string { return number(i) + "," + day(i) + "/03/2023,17,M" }),
			map[string]string{"Ref": "offence_ref", "Offence Date": "committed_from", "Age": "?.age_at_offence", "Gender": "?.sex"},
			"say whose these are",
		},
		{
			"a column for the role", "people.csv",
			"Ref,Offence Date,Person Role,Age,Sex\n" + rows(func(i int) string { return number(i/2) + "," + day(i/2) + "/03/2023,Victim,17,M" }),
			map[string]string{"Ref": "offence_ref", "Offence Date": "committed_from", "Person Role": "person.role", "Age": "person.age_at_offence", "Sex": "person.sex"},
			"area",
		},
		{
			"every date reads both ways", "extract.csv",
			"Ref,Offence Date\n" + rows(func(i int) string { return number(i) + ",0" + string(rune('1'+i%9)) + "/04/2023" }),
			map[string]string{"Ref": "offence_ref", "Offence Date": "committed_from"},
			"every date reads both ways",
		},
		{
			"codes of areas under a name of one's own", "extract.csv",
			"Ref,Offence Date,Geo1,Geo2\n" + rows(func(i int) string { return number(i) + "," + day(i) + "/03/2023,E01000010,E05014053" }),
			map[string]string{"Ref": "offence_ref", "Offence Date": "committed_from", "Geo1": "lsoa", "Geo2": "ward"},
			"area",
		},
		{
			"a name whose values are something else", "extract.csv",
			"Ref,Offence Date,Ward Code,Easting\n" + rows(func(i int) string { return number(i) + "," + day(i) + "/03/2023,Abbey,unknown place" }),
			map[string]string{"Ref": "offence_ref", "Offence Date": "committed_from"},
			"area",
		},
		{
			"names as a recording system has them: qualifiers, victims among others, codes and names mixed", "crimes.csv",
			"Crime Ref No,Confirmed Date,Committed On/From Date,Committed On/From Time,MOPAC Offence Group,MOPAC Offence Subgroup,HO Offence Description,Ward,VIW Age,Suspect Ethnic Appearance,Feature Codes\n" +
				rows(func(i int) string {
					return number(i) + "," + day(i) + "/03/2023," + day(i) + "/03/2023,2115,Violence Against the Person,Violence with Injury,Assault of a kind," +
						[]string{"St. Mary's", "Abbey Road"}[i%2] + ",17,3 - Black,\"KN, YC\""
				}),
			map[string]string{
				"Crime Ref No": "offence_ref", "Confirmed Date": "recorded_at", "Committed On/From Date": "committed_from", "Committed On/From Time": "committed_from (clock time)",
				"MOPAC Offence Group": "force_group", "MOPAC Offence Subgroup": "force_subgroup", "Ward": "ward", "VIW Age": "?.age_at_offence", "Suspect Ethnic Appearance": "suspect.ethnicity_ic",
			},
			`say whose these are, the victim's or the suspect's: "VIW Age"`,
		},
		{
			"counts of groups and no finer series", "counts.csv",
			"month,crime_type,crime_count\n" + rows(func(i int) string { return "2023-03,Robbery," + day(i) }),
			map[string]string{"month": "month", "crime_type": "series", "crime_count": "count"},
			"area",
		},
		{
			"dates under a name of one's own", "searches.csv",
			"What,Day of it\n" + rows(func(i int) string { return "A," + day(i) + "/03/2023" }),
			map[string]string{},
			`1 column holds dates ("Day of it"): say which it is`,
		},
		{
			"year and month in two columns", "counts.csv",
			"What,Year,Month\n" + rows(func(i int) string { return "A,2023," + number(i%12+1) }),
			map[string]string{},
			"join them into one",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := proposeText(t, c.file, c.text)
			if diff := cmp.Diff(c.want, p.Extracts[0].fieldsByColumn()); diff != "" {
				t.Errorf("columns (-want +got):\n%s", diff)
			}
			if !slices.ContainsFunc(p.Decide, func(d string) bool { return strings.Contains(d, c.decide) }) {
				t.Errorf("got to decide %q, want %q among it", p.Decide, c.decide)
			}
		})
	}
}

// Identifiers are refused by the name of their column, and by the look of its
// values; no value of either is anywhere in the proposal, and none that is rare.
func TestProposeShowsNobody(t *testing.T) {
	var text strings.Builder
	text.WriteString("Crime Ref,Offence Date,Victim Name,DOB,Contact,Offence,Victim Sex\n")
	for i := range 40 {
		offence, sex := "Assault", "M"
		if i == 7 {
			offence, sex = "Canary offence", "Canary sex"
		}
		text.WriteString("CANARY" + string(rune('A'+i/26)) + string(rune('A'+i%26)) + ",13/03/2023,Canary Person,02/02/1990,07700 900" + string(rune('0'+i/10)) + string(rune('0'+i%10)) + "7," + offence + "," + sex + "\n")
	}
	p := proposeText(t, "extract.csv", text.String())
	var refused []string
	for _, r := range p.Extracts[0].Refused {
		refused = append(refused, r.Column)
	}
	if diff := cmp.Diff([]string{"Victim Name", "DOB", "Contact"}, refused); diff != "" {
		t.Errorf("refused (-want +got):\n%s", diff)
	}
	said := strings.ToLower(strings.Join(allTexts(p), "\n"))
	for _, never := range []string{"canary", "07700", "1990"} {
		if strings.Contains(said, never) {
			t.Errorf("the proposal holds %q", never)
		}
	}
}

// allTexts are all the texts of a proposal.
func allTexts(p *Proposal) (all []string) {
	all = append(all, p.Area, p.AreaName, p.AreaSays, p.PeriodSays, p.DefinitionSays)
	all = append(all, p.Decide...)
	for _, x := range p.Extracts {
		all = append(all, x.LayoutSays, x.Unreadable)
		all = append(all, x.Sniffed...)
		all = append(all, x.Ignored...)
		for _, list := range [][]ProposedColumn{x.Mapped, x.Unsure} {
			for _, m := range list {
				all = append(all, m.Field, m.Column, m.Time, m.Format, m.Says)
			}
		}
		for _, v := range x.Values {
			all = append(all, v.Known...)
			for _, value := range v.Values {
				all = append(all, value.Value)
			}
		}
	}
	return all
}

// TestCoveredMonths: the middle row decides what a usual month is, so that a long
// tail of late records is not taken for the extract.
func TestCoveredMonths(t *testing.T) {
	from := NewMonth(2020, 1)
	for _, tt := range []struct {
		rows        []int
		first, last int
	}{
		{[]int{100, 100, 100}, 0, 2},
		{[]int{3, 100, 90, 110, 12, 6, 5, 4, 4, 3, 2, 1, 1, 1, 1}, 1, 3}, // as in a download by date of report
		{[]int{1, 4, 2, 5, 1}, 0, 4},                                     // few in any month
		{[]int{19, 100, 20}, 1, 2},
		{[]int{7}, 0, 0},
	} {
		months := map[Month]int{}
		for i, n := range tt.rows {
			months[from+Month(i)] = n
		}
		covered := coveredMonths(months)
		if covered[0] != from+Month(tt.first) || covered[len(covered)-1] != from+Month(tt.last) {
			t.Errorf("%v: from %s to %s", tt.rows, covered[0], covered[len(covered)-1])
		}
	}
}
