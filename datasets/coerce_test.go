package datasets

import (
	"context"
	"strings"
	"testing"
)

// What each spelling stands for is from methods 3.2, 3.3 and 4.3, and from the
// published code lists behind EthnicityGroup.
func TestLevels(t *testing.T) {
	p := mustProfile(t, flatProfile)
	for _, c := range []struct{ table, field, cell, want string }{
		{"people", "sex", " m ", "male"},
		{"people", "sex", "Female", "female"},
		{"people", "sex", "U", Unknown},
		{"people", "sex", "Not recorded", ""},
		{"people", "sex", "X", unmappedLevel},
		{"people", "sex", "ｍale", "male"}, // a full-width m
		{"people", "sex", "*", Suppressed},
		{"people", "sex", "<5", Suppressed},
		{"people", "sex", "NULL", ""},
		{"people", "ethnicity_sde", "A1", "Asian"},
		{"people", "ethnicity_sde", "O1", "Asian"},
		{"people", "ethnicity_sde", "m2", "Mixed"},
		{"people", "ethnicity_sde", "NS", Refused},
		{"people", "ethnicity_sde", "Not stated", Refused},
		{"people", "ethnicity_sde", "Black", "Black"},
		{"people", "ethnicity_ic", "IC1", "White"},
		{"people", "ethnicity_ic", "IC9", Unknown},
		{"people", "ethnicity_ic", "IC3", "Black"},
		{"people", "ethnicity_ic", "Mixed", unmappedLevel}, // there is no Mixed among the observed codes
		{"people", "disability", "Refused", Refused},
		{"people", "disability", "Y", "yes"},
		{"people", "injury", "Threats only", "threats_only"},
		{"people", "injury", "No injury", "none"},
		{"people", "injury", "Unknown", Unknown},
		{"people", "relationship", "Ex-partner", "ex_partner"},
		{"people", "relationship", "Work related", "work_related"},
		{"people", "home_borough", "e09000002", "E09000002"},
		{"people", "home_borough", "No fixed abode", NotApplicable},
		{"offences", "flag_gun", "Y", "yes"},
		{"offences", "flag_gun", "", blankFlag},
		{"offences", "flag_gun", "0", "no"},
		{"offences", "flag_gun", "perhaps", unmappedLevel},
		{"offences", "flag_gun", "Unknown", Unknown},
		{"offences", "knife_present", "Seen", "seen"},
		{"offences", "knife_use", "Injured", "injure"},
		{"offences", "knife_use", "Intimated", "intimate"},
		{"offences", "location_type", "Licensed premises", "licensed"},
		{"offences", "location_type", "Town centre", "town_centre"},
		{"offences", "record_status", "Cancelled", "cancelled"},
		{"offences", "ho_code", "034b", "34B"},
		{"offences", "ho_code", "34/B", "34B"},
		{"offences", "ho_code", "008/62", "008/62"},
		{"offences", "outcome_code", "01", "1"},
		{"offences", "outcome_code", "16 - Evidential difficulties", "16"},
		{"offences", "outcome_code", "1A", "1A"},
		{"offences", "outcome_code", "18th floor", "18th floor"},
		{"offences", "force_group", "  Some \u00a0 words\u200b ", "Some words"},
		{"offences", "force_group", "n/a", NotApplicable},
	} {
		f, ok := FieldNamed(c.table, c.field)
		if !ok {
			t.Fatalf("no field %s", c.field)
		}
		if got, _ := p.level(f, c.cell); got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.field, c.cell, got, c.want)
		}
	}
}

func TestReadInt(t *testing.T) {
	for _, c := range []struct {
		field, cell string
		want        int32
		fault       fault
	}{
		{"age_at_offence", "17", 17, noFault},
		{"age_at_offence", " 34.0", 34, noFault},
		{"age_at_offence", "'34", 34, noFault},
		{"age_at_offence", "110", 110, noFault},
		{"age_at_offence", "111", IntUnknown, faultAge},
		{"age_at_offence", "-1", IntUnknown, faultAge},
		{"age_at_offence", "18-24", intUnreadable, faultNumber},
		{"age_at_offence", "20s", intUnreadable, faultNumber},
		{"age_at_offence", "34.5", intUnreadable, faultNumber},
		{"age_at_offence", "*", IntSuppressed, noFault},
		{"age_at_offence", "[c]", IntSuppressed, noFault},
		{"age_at_offence", "<5", IntSuppressed, noFault},
		{"age_at_offence", "", IntNotRecorded, noFault},
		{"age_at_offence", "null", IntNotRecorded, noFault},
		{"age_at_offence", "Not known", IntUnknown, noFault},
		{"age_at_offence", "refused", IntRefused, noFault},
		{"age_at_offence", "n/a", IntNotApplicable, noFault},
		{"easting", "547,123", 547123, noFault},
		{"easting", "547123.5", 547124, noFault},
		{"easting", "547123.49", 547123, noFault},
		{"easting", "5.47E+05", intUnreadable, faultNumber},
		{"easting", "547123,5", intUnreadable, faultNumber},
		{"easting", "54,7123", intUnreadable, faultNumber},
		{"easting", "0", IntNotRecorded, faultPoint},
		{"easting", "5470000", IntNotRecorded, faultPoint},
		{"northing", "1184000", 1184000, noFault},
		{"count", "1,234", 1234, noFault},
		{"count", "-3", intUnreadable, faultNumber},
		{"count", "99999999999", intUnreadable, faultNumber},
	} {
		if got, found := readInt(c.field, c.cell); got != c.want || found != c.fault {
			t.Errorf("%s %q: got %d %s, want %d %s", c.field, c.cell, got, found, c.want, c.fault)
		}
	}
}

const pointsProfile = `
name = "points"
title = "Test"
layout = "offences"
rows = "offences"
[columns]
longitude = "Lon"
latitude = "Lat"
easting = "E"
northing = "N"
`

// A point stands or falls whole: methods 3.1 and safety 3.3.
func TestPoints(t *testing.T) {
	d := mustLoad(t, pointsProfile, "Lon,Lat,E,N\n0.13,51.5,547123,184000\n0,0,0,0\n0.13,,,184000\n0.13,91,547123,9999999\n0,51.5,1,1\n")
	got := tableText(d)
	for column, want := range map[string]string{
		"offences.longitude": "0.13 NaN NaN NaN 0",
		"offences.latitude":  "51.5 NaN NaN NaN 51.5",
		"offences.easting":   "547123 -1 -1 -1 1",
		"offences.northing":  "184000 -1 -1 -1 1",
	} {
		if text := strings.Join(got[column], " "); text != want {
			t.Errorf("%s: got %s, want %s", column, text, want)
		}
	}
	counts := map[string]int{}
	for _, f := range d.Quality.Files[0].Findings {
		counts[f.Field+" "+f.Kind] = f.Count
	}
	for kind, want := range map[string]int{"longitude point_out_of_range": 1, "latitude point_out_of_range": 2, "longitude half_a_point": 2, "easting point_out_of_range": 1, "northing half_a_point": 1} {
		if counts[kind] != want {
			t.Errorf("%s: got %d, want %d (of %v)", kind, counts[kind], want, counts)
		}
	}
}

// Spellings that differ in case or in hidden characters are one level, and
// values kept in a fixed order whatever the order of the rows.
func TestLookAlikesAreOneLevel(t *testing.T) {
	text := "Ref,Code,Ward,From,Recorded\nA1,,ABBEY,,\nA2,,Abbey,,\nA3,,Ab\u00adbey,,\nA4,,Zoo,,\nA5,,Beam,,\n"
	d := mustLoad(t, flatProfile, text)
	// Wards are codes and are in capitals.
	if got := strings.Join(d.Offences.Category("ward").Levels, " "); got != "ABBEY BEAM ZOO" {
		t.Errorf("got levels %s, want ABBEY BEAM ZOO", got)
	}
	d = mustLoad(t, strings.Replace(flatProfile, "ward =", "weapon =", 1), text)
	if got := strings.Join(d.Offences.Category("weapon").Levels, " "); got != "Abbey Beam Zoo" {
		t.Errorf("got levels %s, want Abbey Beam Zoo", got)
	}
}

// References differ in hidden characters only: one offence.
func TestReferencesAreClean(t *testing.T) {
	d := mustLoad(t, flatProfile, flatHeader+"A1,8N,,01/02/2023,,,V1,20,M,,,\n\u200bA1\u00a0,8N,,01/02/2023,,,V2,30,F,,,\nNULL,8N,,,,,V3,,,,,\n")
	if d.Offences.Len() != 1 || d.People.Len() != 2 {
		t.Errorf("got %d offences and %d people, want 1 and 2", d.Offences.Len(), d.People.Len())
	}
}

// A fault of the program ends the load with a place and no value.
func TestFaultIsAnError(t *testing.T) {
	path := written(t, "a.csv", flatText)
	d, err := Load(context.Background(), []Source{{Files: []string{path}, Profile: mustProfile(t, flatProfile)}}, func(string, int64) { panic("a secret") })
	if d != nil || err == nil || strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "svna/datasets.") {
		t.Errorf("got %v, want an error that names a function and not what it panicked with", err)
	}
}

// TestAnyOtherValue: a flag made from a column of weapons names the knives, and
// says what every other weapon is; blanks and unknowns keep their own meaning.
func TestAnyOtherValue(t *testing.T) {
	p, err := BuiltInProfile("record-level")
	if err != nil {
		t.Fatal(err)
	}
	p, err = p.Override(nil, map[string]map[string]string{"flag_knife": {"KITCHEN KNIFE": "yes", "any other": "no"}})
	if err != nil {
		t.Fatal(err)
	}
	flag, _ := FieldNamed("offences", "flag_knife")
	for _, test := range []struct{ cell, want string }{
		{"kitchen knife", "yes"},
		{"HAND GUN", "no"},
		{"Unknown", Unknown},
		{"", blankFlag}, // not flagged, unless another row of the offence says so
	} {
		if got, found := p.level(flag, test.cell); got != test.want || found != noFault {
			t.Errorf("%q: got %q, fault %v; want %q", test.cell, got, found, test.want)
		}
	}
}
