package datasets

import (
	"slices"
	"testing"
)

func TestEthnicityGroup(t *testing.T) {
	// From methods 4.3 and the published code lists.
	for _, c := range []struct {
		scheme, raw, want string
		ok                bool
	}{
		{"sde_16plus1", "B2", "Black", true},
		{"sde_16plus1", " b2 ", "Black", true},
		{"sde_16plus1", "O1", "Asian", true}, // Chinese
		{"sde_16plus1", "NS", Refused, true},
		{"sde_16plus1", "A4", "", false}, // only in 18+1
		{"sde_18plus1", "A4", "Asian", true},
		{"sde_18plus1", "O2", "Other", true},
		{"sde_18plus1", "W3", "White", true},
		{"sde", "A4", "Asian", true},
		{"sde", "O1", "Asian", true},
		{"sde", "M1 - White and Black Caribbean", "Mixed", true},
		{"sde", "", "", true},
		{"ic", "IC1", "White", true},
		{"ic", "ic5", "Asian", true},
		{"ic", "IC4 - Asian", "Asian", true},
		{"ic", "IC9", Unknown, true},
		{"ic", "IC0", Unknown, true},
		{"ic", "1 - White - North European", "White", true},
		{"ic", "3: Black", "Black", true},
		{"ic", "IC3-Black", "Black", true},
		{"ic", "4", "Asian", true},
		{"ic", "0 - Unknown", Unknown, true},
		{"ic", "3 - Asian", "", false}, // a list that numbers otherwise
		{"ic", "34", "", false},
		{"sde", "1", "", false},
		{"ic", "IC7", "", false},
		{"ic", "purple", "", false},
		{"police_uk_self_defined", "Other ethnic group - Not stated", Refused, true},
		{"police_uk_self_defined", "Mixed/Multiple ethnic groups - White and Asian", "Mixed", true},
		{"police_uk_officer_defined", "Asian", "Asian", true},
		{"police_uk_officer_defined", "Mixed", "", false},
		{"mps_homicide_self_classified", "Black ", "Black", true},
		{"mps_homicide_self_classified", "Person declines to define ethnicity", Refused, true},
		{"mps_homicide_self_classified", "SCE Not Recorded", "", true},
		{"mps_custody_4plus1", "Not Recorded", "", true},
		{"census2021_ts021", "Mixed or Multiple ethnic groups: White and Black African  ", "Mixed", true},
		{"census2021_ts021", "White: Roma", "White", true},
		{"census2021_ts021", "Other ethnic group", "Other", true},
		{"no such scheme", "", "", false},
	} {
		got, ok := EthnicityGroup(c.scheme, c.raw)
		if got != c.want || ok != c.ok {
			t.Errorf("EthnicityGroup(%q, %q) = %q, %v, want %q, %v", c.scheme, c.raw, got, ok, c.want, c.ok)
		}
	}
	if got, _ := EthnicityGroup2001("sde", "A4"); got != "Other" {
		t.Errorf("Chinese under the grouping of 2001: got %q, want Other", got)
	}
	if got, _ := EthnicityGroup2001("ic", "IC5"); got != "Other" {
		t.Errorf("IC5 under the grouping of 2001: got %q, want Other", got)
	}
}

// Observed lists have no Mixed, and every group is one of the five.
func TestEthnicityGroupsOfSchemes(t *testing.T) {
	for _, scheme := range EthnicitySchemes() {
		mixed := false
		for raw, e := range ethnicities()[scheme] {
			if e.group != "" && !Missing(e.group) && !slices.Contains(EthnicGroups, e.group) {
				t.Errorf("%s, %s: got group %q", scheme, raw, e.group)
			}
			mixed = mixed || e.group == "Mixed"
		}
		observed := slices.Contains([]string{"ic", "police_uk_officer_defined", "mps_custody_4plus1"}, scheme)
		if mixed == observed {
			t.Errorf("%s: has Mixed %v, observed %v", scheme, mixed, observed)
		}
	}
}

func TestEthnicityAgainstShared(t *testing.T) {
	for _, row := range sharedRows(t, "reference", "ethnicity_codes.csv") {
		want := row["group5"]
		switch row["missing_kind"] {
		case "refused":
			want = Refused
		case "unknown":
			want = Unknown
		}
		if got, ok := EthnicityGroup(row["scheme"], row["code"]); got != want || !ok {
			t.Errorf("%s, %q: got %q, %v, want %q", row["scheme"], row["code"], got, ok, want)
		}
	}
}
