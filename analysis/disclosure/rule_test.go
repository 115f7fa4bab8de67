package disclosure

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestRoundingRules: what two published rules make of a count: NHS Digital, HES
// and ECDS since September 2018; ONS, Integrated Data Service ("10-5").
func TestRoundingRules(t *testing.T) {
	hes, err := PublicRule("public-hes", Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	ten, err := PublicRule("public-10-5", Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	shown := func(r Rule, count int, hidden string) string {
		if !r.shows(count) {
			return hidden
		}
		return strconv.Itoa(r.Round(count))
	}
	for count, want := range map[int][2]string{
		0: {"0", "suppressed"}, 1: {"*", "suppressed"}, 7: {"*", "suppressed"}, 8: {"10", "suppressed"}, 9: {"10", "suppressed"},
		10: {"10", "10"}, 12: {"10", "10"}, 13: {"15", "15"}, 17: {"15", "15"}, 18: {"20", "20"}, 97: {"95", "95"}, 102: {"100", "100"}, 1002: {"1000", "1000"},
	} {
		if got := [2]string{shown(hes, count, "*"), shown(ten, count, "suppressed")}; got != want {
			t.Errorf("%d is shown as %v, want %v", count, got, want)
		}
	}
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "oracles", "sdc", "handmade_cases.json"))
	if os.IsNotExist(err) {
		t.Skip("the oracles are not here: the rules were compared with the table above alone")
	}
	var known struct {
		Rules []struct {
			Count int    `json:"count"`
			HES   string `json:"subnational_shown"`
			Ten   string `json:"ten_five_rule"`
		} `json:"rounding_rules"`
	}
	if err := json.Unmarshal(text, &known); err != nil {
		t.Fatal(err)
	}
	for _, k := range known.Rules {
		if got := shown(hes, k.Count, "*"); got != k.HES {
			t.Errorf("public-hes shows %d as %s, want %s", k.Count, got, k.HES)
		}
		if got := shown(ten, k.Count, "suppressed"); got != k.Ten {
			t.Errorf("public-10-5 shows %d as %s, want %s", k.Count, got, k.Ten)
		}
	}
	if len(known.Rules) != 14 {
		t.Errorf("%d rules were compared, want 14", len(known.Rules))
	}
}

// TestBoundsHoldTheCount: every count lies within the bounds of what is shown.
func TestBoundsHoldTheCount(t *testing.T) {
	for _, profile := range profiles {
		rule, err := PublicRule(profile.Name, Overrides{})
		if err != nil {
			t.Fatal(err)
		}
		for count := range 3000 {
			if !rule.shows(count) {
				if a, b := rule.smallBounds(); count < a || count > b || b-a < rule.Width {
					t.Errorf("%s: %d is hidden within %d to %d", rule.Name, count, a, b)
				}
				continue
			}
			if a, b := rule.Bounds(rule.Round(count)); count < a || count > b {
				t.Errorf("%s: %d is shown as %d, which stands for %d to %d", rule.Name, count, rule.Round(count), a, b)
			}
		}
	}
}

// TestOverridesThatCannotBe: refused, with the largest value that can.
func TestOverridesThatCannotBe(t *testing.T) {
	for _, test := range []struct {
		o    Overrides
		want string
	}{
		{Overrides{Width: 7}, "the largest width is 6"},
		{Overrides{Threshold: 5, Width: 5}, "the largest width is 3"},
		{Overrides{Threshold: 2, RoundTo: 5}, "the least threshold that goes with round_to 5 is 3"},
		{Overrides{RoundTo: 3}, "round_to 3"},
	} {
		if _, err := PublicRule("public-hes", test.o); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v gives %v, want an error with %q", test.o, err, test.want)
		}
	}
	for _, test := range []struct {
		o    Overrides
		want string
	}{
		{Overrides{RoundTo: 5}, "round_to 5"},
		{Overrides{Threshold: 2}, "the least threshold is 3"},
		{Overrides{Width: 2}, "the least width is 3"},
	} {
		if _, err := PublicRule("public-suppress", test.o); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v gives %v, want an error with %q", test.o, err, test.want)
		}
	}
	if rule, err := PublicRule("public-suppress", Overrides{Threshold: 10}); err != nil || rule.Name != "public-suppress-5" || rule.Width != 8 {
		t.Errorf("threshold 10 of exact counts gives %+v, %v; the width must be 8, so that hidden parts of a sum total 10", rule, err)
	}
	if rule, err := PublicRule("public-hes", Overrides{Threshold: 5}); err != nil || rule.Width != 3 {
		t.Errorf("threshold 5 has width %d (%v), want 3: the most that numbers from 1 to 4 allow", rule.Width, err)
	}
	if _, err := PublicRule("public-nhs", Overrides{}); err == nil || !strings.Contains(err.Error(), "public-hes") {
		t.Errorf("an unknown profile gives %v, want the names of those there are", err)
	}
}

// What a rule hides is said as the counts it hides: 0 is shown, or is not.
func TestRulesSayWhatTheyHide(t *testing.T) {
	no := false
	for _, test := range []struct {
		profile   string
		overrides Overrides
		want      string
	}{
		{"public-hes", Overrides{}, "ounts from 1 to 7 are not shown"},
		{"public-hes", Overrides{Zeros: &no}, "ounts from 0 to 7 are not shown"},
		{"public-10-5", Overrides{}, "ounts from 0 to 9 are not shown"},
		{"public-suppress", Overrides{}, "ounts from 1 to 4 are not shown"},
	} {
		rule, err := PublicRule(test.profile, test.overrides)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{rule.Title, Notes(rule, Audit{})[0]} {
			if !strings.Contains(text, test.want) {
				t.Errorf("%s: %q does not say %q", test.profile, text, test.want)
			}
		}
	}
}
