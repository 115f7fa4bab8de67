package datasets

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestNormaliseCode(t *testing.T) {
	// The spellings of methods 3.1; 008/62 is a statutory code of class 10D and
	// must not become 8.
	for in, want := range map[string]string{
		"34B": "34B", "034B": "34B", "34/B": "34B", "34b": "34B", " 034/b ": "34B", "34 B": "34B",
		"4.10": "4.10", "4.1": "4.1", "004.10": "4.10", "8N": "8N", "104": "104", "1": "1", "001": "1",
		"008/62": "008/62", "8/62": "8/62", "": "", "0": "0", "00": "00", "0X": "0X", "N/A": "NA",
	} {
		if got := NormaliseCode(in); got != want {
			t.Errorf("NormaliseCode(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNormaliseCodeTwiceIsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.StringMatching(`[0-9./A-Za-z ]{0,8}`).Draw(t, "code")
		once := NormaliseCode(code)
		if twice := NormaliseCode(once); twice != once {
			t.Fatalf("NormaliseCode(%q) = %q, and again %q", code, once, twice)
		}
	})
}

func TestOffenceCodes(t *testing.T) {
	codes := OffenceCodes()
	if got, want := len(codes), 136; got != want { // methods 4.1
		t.Errorf("got %d codes, want %d", got, want)
	}
	members := map[string]int{}
	for code, o := range codes {
		if NormaliseCode(code) != code {
			t.Errorf("code %q is not in its normal form", code)
		}
		for set := range o.Sets {
			members[set]++
			if o.Unsettled[set] != "" {
				t.Errorf("code %s is settled and unsettled in %s", code, set)
			}
		}
	}
	// Counted in the published table of codes by "yes".
	want := map[string]int{"london_core": 26, "exploitation_set": 3, "sexual_set": 24, "mps_serious_violence_set": 20, "knife_ho_set": 22, "knife_mps_set": 22}
	if diff := cmp.Diff(want, members); diff != "" {
		t.Errorf("members of sets (-want +got):\n%s", diff)
	}
	robbery := codes["34B"]
	if robbery.Label != "Robbery of personal property" || robbery.Group != "Robbery" || !robbery.Sets["london_core"] || codes["34A"].Sets["london_core"] {
		t.Errorf("got %+v for 34B", robbery)
	}
	if got := codes["58A"].Unsettled["london_core"]; got != "linked" {
		t.Errorf("got membership %q of 58A, want linked", got)
	}
}

func TestOffenceCodesAgainstShared(t *testing.T) {
	rows := sharedRows(t, "reference", "offence_codes.csv")
	if got, want := len(OffenceCodes()), len(rows); got != want {
		t.Errorf("got %d codes, want %d", got, want)
	}
	for _, row := range rows {
		o := OffenceCodes()[row["ho_code"]]
		if o.Label != row["label"] || o.Group != row["ho_group"] || o.Subgroup != row["ho_subgroup"] || o.Status != row["status"] {
			t.Errorf("code %s: got %+v", row["ho_code"], o)
		}
		for _, set := range []string{"london_core", "exploitation_set", "sexual_set", "mps_serious_violence_set", "knife_ho_set", "knife_mps_set"} {
			want := row[set]
			got := o.Unsettled[set]
			if o.Sets[set] {
				got = "yes"
			} else if got == "" {
				got = "no"
			}
			if got != want {
				t.Errorf("code %s: got %s = %q, want %q", row["ho_code"], set, got, want)
			}
		}
	}
}

func TestLookupOffenceLabel(t *testing.T) {
	// Labels as they stand in the published files of the MPS and police.uk.
	for _, c := range []struct {
		group, subgroup string
		want            OffenceLabel
		ok              bool
	}{
		{"VIOLENCE AGAINST THE PERSON", "VIOLENCE WITH INJURY", OffenceLabel{"Violence against the person", "Violence with injury", ""}, true},
		{"Violence Against the Person", "Homicide", OffenceLabel{"Violence against the person", "Homicide", ""}, true},
		{"ROBBERY", "ROBBERY OF PERSONAL PROPERTY", OffenceLabel{"Robbery", "Robbery", "34B"}, true},
		{"Robbery", "", OffenceLabel{"Robbery", "", ""}, true},
		{"Theft", "Theft from Person", OffenceLabel{"Theft offences", "Theft from the person", "39"}, true},
		{"BURGLARY", "", OffenceLabel{"Theft offences", "", ""}, true},
		{"Miscellaneous Crimes Against Society", "Threat or Possession With Intent to Commit Crimina", OffenceLabel{"Miscellaneous crimes against society", "Miscellaneous crimes against society", "59"}, true},
		{"Public Order Offences", "Racially or Religiously Aggravated Public Fear, Al", OffenceLabel{"Public order offences", "Public order offences", "9B"}, true},
		{"", "Threats to kill", OffenceLabel{"Violence against the person", "Violence without injury", "3B"}, true},
		{"", "Assault with injury", OffenceLabel{"Violence against the person", "Violence with injury", "8N"}, true},
		{"", "Rape (later code; label not confirmed)", OffenceLabel{"Sexual offences", "Rape", ""}, true},
		{"Arson & Criminal Damage", "Arson", OffenceLabel{"Criminal damage and arson", "Arson", ""}, true},
		{"Drugs", "", OffenceLabel{"Drug offences", "", ""}, true},
		{"Violence and sexual offences", "", OffenceLabel{}, false},
		{"Anti-social behaviour", "", OffenceLabel{}, false},
		{"Robbery", "Rape", OffenceLabel{}, false}, // the two contradict each other
		{"FRAUD AND FORGERY", "FRAUD AND FORGERY", OffenceLabel{}, false},
		{"", "Violence with injurie", OffenceLabel{}, false},
		{"", "", OffenceLabel{}, false},
	} {
		got, ok := LookupOffenceLabel(c.group, c.subgroup)
		if got != c.want || ok != c.ok {
			t.Errorf("LookupOffenceLabel(%q, %q) = %+v, %v, want %+v, %v", c.group, c.subgroup, got, ok, c.want, c.ok)
		}
	}
}

func TestNearestOffenceLabel(t *testing.T) {
	if got, want := NearestOffenceLabel("Violence with injurie"), "Violence with injury"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Every label of the published MPS tables must be known, but for fraud, which
// has no group in the code list.
func TestOffenceLabelsOfPublishedTables(t *testing.T) {
	for _, file := range []string{"mps_borough_original_wide_2024-04_2026-03.csv", "mps_ward_original_wide_2021-12_2023-11.csv"} {
		for _, row := range sharedRows(t, "data", "london_datastore", file) {
			group, subgroup := row["MajorText"], row["MinorText"]
			if strings.Contains(strings.ToLower(group), "fraud") {
				continue
			}
			if got, ok := LookupOffenceLabel(group, subgroup); !ok || got.Subgroup == "" {
				t.Fatalf("%s: %q / %q is not known", file, group, subgroup)
			}
		}
	}
}
