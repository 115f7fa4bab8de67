package analysis

import (
	"context"
	"regexp"
	"strings"
	"testing"
)

// everyStatement analyses a study and hands on each sentence that was made.
func everyStatement(t *testing.T, s *Study, check func(id, text string)) {
	t.Helper()
	outcomes, err := Analyse(context.Background(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	made := 0
	for _, o := range outcomes {
		if o.Err != nil {
			t.Errorf("%s: %v", o.Breakdown.Name, o.Err)
		}
		for _, statement := range o.Result.Statements {
			if statement.NotProduced == "" {
				made++
				check(statement.ID, statement.Text())
				check(statement.ID, statement.Title())
			}
		}
	}
	if made < 20 {
		t.Errorf("only %d sentences were made: the check checks too little", made)
	}
}

// TestOneYearIsNoSeason: with 12 months, however strong the pattern, no sentence
// says season, trend or which months are low.
func TestOneYearIsNoSeason(t *testing.T) {
	season := regexp.MustCompile(`(?i)season|fewest|rose|fell|low months?`)
	for seed := range uint64(3) {
		s, err := NewStudy(syntheticBorough(seed+1, pattern{OneYear: true, Winter: 3}))
		if err != nil {
			t.Fatal(err)
		}
		if got := len(s.Periods()); got != 1 {
			t.Fatalf("the study has %d periods, want 1", got)
		}
		everyStatement(t, s, func(id, text string) {
			if word := season.FindString(text); word != "" {
				t.Errorf("%s says %q of one year: %s", id, word, text)
			}
		})
	}
}

// TestSmallChangeIsNoRise: 26 and 37 is up 42%, with p = 0.21 (methods, F5): no
// sentence says that anything rose, and those on counts under 20 give no per cent.
func TestSmallChangeIsNoRise(t *testing.T) {
	var h sheet
	h.add(1, "2021-06", "ho_code=58A") // the extract covers the period before; not in the pack
	h.add(26, "2022-01", "ho_code=34B ho_subgroup=Robbery knife_use=threaten flag_gun=yes", "role=victim sex=male age_at_offence=20 injury=none")
	h.add(37, "2023-01", "ho_code=34B ho_subgroup=Robbery knife_use=threaten flag_gun=yes", "role=victim sex=male age_at_offence=20 injury=none")
	s := h.study(t)
	seen := false
	everyStatementOf(t, s, func(id, text string) {
		seen = seen || strings.Contains(text, "26") && strings.Contains(text, "37")
		if regexp.MustCompile(`\b(rose|fell|increased?|decreased?|more than in|higher)\b`).MatchString(text) {
			t.Errorf("%s: %s", id, text)
		}
	})
	if !seen {
		t.Error("no sentence compares 26 with 37")
	}
}

// everyStatementOf is everyStatement for extracts that bear few sentences.
func everyStatementOf(t *testing.T, s *Study, check func(id, text string)) {
	t.Helper()
	outcomes, err := Analyse(context.Background(), s, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range outcomes {
		for _, statement := range o.Result.Statements {
			if statement.NotProduced == "" {
				check(statement.ID, statement.Text())
			}
		}
	}
}

// TestPartAndWholeAreNeverAlone: knife crime against personal robbery is said only
// with the offences in both sets taken out beside it, and the area against London
// only with the words that London includes it.
func TestPartAndWholeAreNeverAlone(t *testing.T) {
	s, err := NewStudy(syntheticBorough(1, pattern{}))
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	everyStatement(t, s, func(id, text string) {
		if text != "" && said[id] == "" {
			said[id] = text
		}
	})
	for id, words := range map[string]string{
		"knife-robbery-hotspot-overlap":          "with no offence in both sets",
		"knife-robbery-hotspot-overlap-disjoint": "other than personal robbery",
		"robbery-comparator-rate-ratio":          "which includes it",
		"sexual-offences-comparator-rate-ratio":  "which includes it",
	} {
		if !strings.Contains(said[id], words) {
			t.Errorf("%s does not say %q: %s", id, words, said[id])
		}
	}
}
