package datasets

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBuiltInProfiles(t *testing.T) {
	want := []string{"mps-dashboard", "police-uk-street", "record-level", "record-level-offences", "record-level-suspects", "record-level-victims"}
	if diff := cmp.Diff(want, ProfileNames()); diff != "" {
		t.Errorf("names (-want +got):\n%s", diff)
	}
	for _, name := range ProfileNames() {
		p, err := BuiltInProfile(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if p.Name != name || p.Title == "" {
			t.Errorf("%s: got name %q and title %q", name, p.Name, p.Title)
		}
		// A header that means two fields would bind one column twice.
		taken := map[string]string{}
		for _, m := range p.mappings {
			for _, column := range slices.Concat(m.columns, m.times) {
				if other := taken[headerKey(column)]; other != "" {
					t.Errorf("%s: %q stands for %s and for %s", name, column, other, m.name())
				}
				taken[headerKey(column)] = m.name()
			}
		}
	}
}

// The usual values must be levels of their fields, or kinds of missing.
func TestUsualValuesAreLevels(t *testing.T) {
	for field, values := range usualValues() {
		var allowed []string
		switch f, ok := FieldNamed("offences", field); {
		case field == "missing":
		case field == "flag":
			allowed = []string{"no", "yes"}
		case ok:
			allowed = f.allowed()
		default:
			f, ok := FieldNamed("people", field)
			if !ok {
				t.Errorf("values of %s, which is no field", field)
			}
			allowed = f.allowed()
		}
		for raw, level := range values {
			if _, found := missingWord(raw); field == "missing" && !found {
				t.Errorf("%q is never looked up: it has a figure in it, or is long", raw)
			}
			open := allowed == nil && field != "missing"
			if level != "" && !open && !Missing(level) && !slices.Contains(allowed, level) {
				t.Errorf("%s: %q means %q, which is no level", field, raw, level)
			}
		}
	}
}

func TestNearestProfileIsNamed(t *testing.T) {
	_, err := BuiltInProfile("record-levle")
	if err == nil || !strings.Contains(err.Error(), `did you mean "record-level"?`) || !strings.Contains(err.Error(), "mps-dashboard") {
		t.Errorf("got %v, want the nearest name and all names", err)
	}
}

func TestReadProfile(t *testing.T) {
	p, err := ReadProfile(written(t, "force.toml", "\ufeff"+flatProfile))
	if err != nil || p.Layout != FlatLayout {
		t.Errorf("got %v, %v", p, err)
	}
	if _, err := ReadProfile("no-such-profile.toml"); err == nil {
		t.Errorf("a profile that is not there was read")
	}
}

// Each fault of a profile says the line, the key, and the nearest right name.
func TestProfileFaults(t *testing.T) {
	head := "name = \"x\"\nlayout = \"flat\"\n"
	for _, c := range []struct{ text, says string }{
		{"name = ", "bad.toml:1:"},
		{"layout = \"flat\"", "no name"},
		{"name = \"x\"\nlayout = \"wide\"", `:2: layout "wide" is not one of flat, offences`},
		{head + "layuot = \"flat\"\n", `:3: unknown key "layuot"; the nearest is "layout"`},
		{head + "age_zero = \"keep\"", `:3: age_zero`},
		{head + "rows = \"people\"", `:3: rows`},
		{head + "[columns]\noffence_reff = \"A\"", `:4: "offence_reff" is not a field of offences; the nearest is "offence_ref"`},
		{head + "[columns]\nward = \"A\"", "needs a column for offence_ref"},
		{head + "[columns]\noffence_ref = 3", "write a header"},
		{head + "[columns]\noffence_ref = { column = \"A\", formt = \"x\" }", `unknown key "formt"`},
		{head + "[columns]\noffence_ref = { column = \"A\", format = \"02/01/2006\" }", "only a time has a format"},
		{head + "[columns]\noffence_ref = \"A\"\nrecorded_at = { column = \"B\", format = \"soon\" }", `"soon" is not a date format`},
		{head + "[columns]\noffence_ref = \"A\"\n[columns.victim]\nsexx = \"B\"", `the nearest is "sex"`},
		{head + "[columns]\noffence_ref = \"A\"\n[columns.person]\nsex = \"B\"", "person.role"},
		{head + "[columns]\noffence_ref = \"A\"\n[columns.victim]\nperson_key = \"NHS Number\"", "an NHS number"},
		{head + "[columns]\noffence_ref = \"A\"\nward = \"Home Postcode\"", "a postcode"},
		{head + "[columns]\noffence_ref = \"A\"\n[values.sex]\nM = \"man\"", `"man" is not one of its levels; they are male, female`},
		{head + "[columns]\noffence_ref = \"A\"\n[values.recorded_at]\nM = \"man\"", "only codes and flags"},
		{head + "[columns]\noffence_ref = \"A\"\n[constants]\npoint_kind = \"spot\"", `"spot" is not one of`},
		{head + "mandatory = [\"ward\"]\n[columns]\noffence_ref = \"A\"", "mandatory"},
		{"name = \"x\"\nlayout = \"victims\"\n[columns]\noffence_ref = \"A\"\n[columns.suspect]\nsex = \"B\"", "only a flat profile"},
	} {
		_, err := parseProfile("bad.toml", []byte(c.text))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: got %v, want it to say %s", c.text, err, c.says)
		}
	}
}

func TestOverride(t *testing.T) {
	base := mustProfile(t, flatProfile)
	p, err := base.Override(
		map[string]ColumnMap{
			"committed_from": {Column: "Start", Time: "Clock", Format: "month/day/year"},
			"victim.sex":     {Column: "Gender of victim"},
		},
		map[string]map[string]string{"sex": {"Man": "male", "nothing": ""}})
	if err != nil {
		t.Fatal(err)
	}
	text := "Ref,Code,Start,Clock,Recorded,Gender of victim,Victim Sex\nA1,8N,02/03/2023,2115,05/03/2023,man,F\nB2,8N,02/03/2023,,05/03/2023,Nothing,F\nB2,8N,02/03/2023,,05/03/2023,F,F\n"
	path := written(t, "a.csv", text)
	d, err := Load(context.Background(), []Source{{Files: []string{path}, Profile: p}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	got := tableText(d)
	if diff := cmp.Diff([]string{"male", "female"}, got["people.sex"]); diff != "" {
		t.Errorf("sex (-want +got):\n%s", diff)
	}
	if got := clockText(d.Offences.Times("committed_from")[0]); got != "2023-02-03 21:15:00" {
		t.Errorf("got committed from %s, want 3 February 2023 at 21:15", got)
	}
	// The profile itself is as it was: its own columns are found.
	d, err = Load(context.Background(), []Source{{Files: []string{path}, Profile: base}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"female", "female"}, tableText(d)["people.sex"]); diff != "" {
		t.Errorf("sex by the base profile (-want +got):\n%s", diff)
	}
	// A column that a user states must be there.
	_, err = Load(context.Background(), []Source{{Files: []string{written(t, "b.csv", strings.Replace(text, "Start", "Begin", 1))}, Profile: p}}, nil)
	if !errors.Is(err, ErrMissingColumn) || !strings.Contains(err.Error(), `"Start"`) {
		t.Errorf("got %v, want ErrMissingColumn that names the column", err)
	}
	for _, c := range []struct {
		columns map[string]ColumnMap
		values  map[string]map[string]string
		says    string
	}{
		{map[string]ColumnMap{"victm.sex": {Column: "A"}}, nil, "victm.sex"},
		{map[string]ColumnMap{"recorded_on": {Column: "A"}}, nil, `the nearest is "recorded_at"`},
		{map[string]ColumnMap{"ward": {Column: "A", Format: "02/01/2006"}}, nil, "not a time"},
		{map[string]ColumnMap{"ward": {}}, nil, "no column is named"},
		{map[string]ColumnMap{"victim.person_key": {Column: "Surname"}}, nil, "a name"},
		{nil, map[string]map[string]string{"sexx": {"M": "male"}}, `the nearest is "sex"`},
	} {
		if _, err := base.Override(c.columns, c.values); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("got %v, want it to say %s", err, c.says)
		}
	}
}

// Names of columns that are identifiers, and near ones that are not.
func TestIdentifierName(t *testing.T) {
	for _, name := range []string{"Victim Surname", "DOB", "Date of Birth", "NHS_No", "E-mail", "Email Address", "Suspect Post Code", "name", "Mobile No.", "HOME ADDRESS", "VictimSurname", "SuspDOB", "victimname", "Officer Name", "Names of Victim", "PNC ID", "VRM", "NI Number", "HomePostcode", "DateOfBirth"} {
		if identifierName(name) == "" {
			t.Errorf("%q passes", name)
		}
	}
	for _, name := range []string{"Ward Name", "Area Name", "Crime Ref", "Victim Age at Offence", "Recorded Date", "Offence", "LSOA name", "Location", "Borough Name", "Offence Name", "Telling", "Alienation", "Station Name"} {
		if kind := identifierName(name); kind != "" {
			t.Errorf("%q is taken for %s", name, kind)
		}
	}
}

// Numbers are of reserved ranges: 999 000 0018 passes modulus 11 by hand:
// 9*(10+9+8) + 1*2 = 245, 245 mod 11 = 3, 11 - 3 = 8.
func TestDetectors(t *testing.T) {
	for _, c := range []struct {
		looks func(string) bool
		yes   []string
		no    []string
	}{
		{looksNHS, []string{"9990000018", "999 000 0018"}, []string{"9990000019", "240012345", "999000001X"}},
		{looksPhone, []string{"07700 900123", "+44 7700 900123", "020 7946 0000", "(01632) 960001"}, []string{"1234567890", "0123456", "07700/900123", "240012345/22"}},
		{looksPostcode, []string{"ZZ99 3VZ", "e1 6an", "W1A 1AA"}, []string{"E05014053", "ZZ993VZ", "IC1 9", "A1 B2"}},
		{looksEmail, []string{"zz@example.org"}, []string{"@home", "a@b", "8N"}},
		{looksNationalInsurance, []string{"QQ123456C", "QQ 12 34 56 C"}, []string{"E01000027", "QQ12345"}},
		{looksTitledName, []string{"Mr Example", "Ms. Example", "seen by Mrs Example"}, []string{"Mr", "Road", "Dr example"}},
		{looksRegistration, []string{"ZZ99 ZZZ", "A123 ZZZ"}, []string{"ZZ99ZZZ", "E05 ABC9", "IC1 AB"}},
		{looksClosedRegistration, []string{"ZZ99ZZZ"}, []string{"ZZ99 ZZZ", "E01000027"}},
		{looksPNC, []string{"2001/0123456X", "01/0123456X", "2001/ 0123456X"}, []string{"2001/012345", "9901/0123456X", "240012345/22"}},
		{looksCRO, []string{"123456/01A", "1234/99Z"}, []string{"123456/01", "2400123/22A", "12/34B"}},
		{looksAddress, []string{"12 Example Road", "Flat 3, 12a Great Example Street, Barking", "1 EXAMPLE CLOSE"}, []string{"Example Road", "Section 5 Road Traffic Act", "12 months in a court", "24 HOUR PARKING LOT", "On or near Vicarage Drive", "1st Example Avenue"}},
		{looksBirth, []string{"DOB 01/02/2003", "knife, born: 2003-02-01"}, []string{"born abroad", "01/02/2003"}},
		{looksSpacedNHS, []string{"999 000 0018"}, []string{"9990000018", "999 000 0019"}},
		{
			looksLikeIdentifier,
			[]string{"knife; call 07700 900123", "lives at ZZ99 3VZ, upstairs", "car ZZ99 ZZZ seen", "id 2001/0123456X", "mail zz@example.org now", "nhs 999 000 0018 given"},
			[]string{"Knife or sharp instrument", "Violence with injury", "34B", "E05014053", "Robbery of personal property", "On or near Supermarket", "Barking and Dagenham 015C", "8 to 17", "B3 - Any other Black background", "Misuse of Drugs Act 1971 (section 23)"},
		},
		{looksDate, []string{"01/02/2003", "31-12-1999", "2003-02-01"}, []string{"34", "18-24", "12-Mar"}},
	} {
		for _, s := range c.yes {
			if !c.looks(s) {
				t.Errorf("%q passes as no identifier", s)
			}
		}
		for _, s := range c.no {
			if c.looks(s) {
				t.Errorf("%q is taken for an identifier", s)
			}
		}
	}
}
