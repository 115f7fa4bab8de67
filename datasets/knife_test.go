package datasets

import (
	"slices"
	"testing"
)

func TestKnifeDefinitions(t *testing.T) {
	codes := categoryOf("34B", "34B", "34B", "34B", "10D", "4.10", "8P", "", "3B")
	use := categoryOf("injure", "intimate", "possess", "", "threaten", "threaten", "injure", "injure", "threaten")
	flag := categoryOf("no", "yes", "", "no", "yes", "no", "no", "no", "no")
	// From methods 4.2: intimated counts for the MPS only; possession (10D) for
	// neither; 8P is uncertain and out; 4.10 is in the Home Office set only.
	for name, want := range map[string][]bool{
		"knife_mps": {true, true, false, false, false, false, false, false, true},
		"knife_ho":  {true, false, false, false, false, true, false, false, true},
	} {
		got, basis := KnifeDefinitions()[name].Apply(codes, use, flag)
		if !slices.Equal(got, want) || basis != "offence code and knife use" {
			t.Errorf("%s: got %v (%s), want %v", name, got, basis, want)
		}
	}
	mps := KnifeDefinitions()["knife_mps"]
	got, basis := mps.Apply(codes, Category{Codes: make([]int32, 9)}, flag)
	if want := []bool{false, true, false, false, true, false, false, false, false}; !slices.Equal(got, want) || basis != "the source's own knife flag" {
		t.Errorf("flag alone: got %v (%s), want %v", got, basis, want)
	}
	if got, basis := mps.Apply(codes, Category{}, Category{}); got != nil || basis == "" {
		t.Errorf("neither: got %v (%s), want nil and a reason", got, basis)
	}
	if got, _ := KnifeDefinitions()["dashboard"].Apply(codes, use, flag); got != nil {
		t.Errorf("dashboard: got %v, want nil", got)
	}
}

// The codes of the definitions, as published by name and mapped in the table.
func TestKnifeDefinitionCodesAgainstShared(t *testing.T) {
	want := map[string]map[string]bool{"knife_mps": {}, "knife_ho": {}}
	for _, row := range sharedRows(t, "reference", "knife_definitions.csv") {
		if of := want[row["definition_id"]]; of != nil && row["element"] == "offence_codes" && row["verified"] == "yes" {
			for _, code := range splitList(row["value"]) {
				of[code] = true
			}
		}
	}
	for name, codes := range want {
		got := KnifeDefinitions()[name].Codes
		for code := range OffenceCodes() {
			if got[code] != codes[code] {
				t.Errorf("%s: code %s: got %v, want %v", name, code, got[code], codes[code])
			}
		}
	}
}
