package analysis

import (
	"testing"

	"svna/analysis/stats"
	"svna/datasets"
)

// Under the London pack an assault on a 16 year old flagged domestic abuse is in
// two themes and once in the pack; an assault on an adult without the flag is in
// none; a rape is in sexual violence at any age, and under 25 too if young.
func TestThemes(t *testing.T) {
	london, err := datasets.ReadDefinition("london")
	if err != nil {
		t.Fatal(err)
	}
	var h sheet
	h.add(10, "2022-09", "ho_code=8N flag_domestic_abuse=yes", "role=victim age_at_offence=16")
	h.add(20, "2022-09", "ho_code=8N flag_domestic_abuse=no", "role=victim age_at_offence=16")
	h.add(30, "2022-09", "ho_code=8N flag_domestic_abuse=no", "role=victim age_at_offence=40")
	h.add(5, "2022-09", "ho_code=19C flag_domestic_abuse=no", "role=victim age_at_offence=40")
	h.add(4, "2021-06", "ho_code=19C flag_domestic_abuse=no", "role=victim age_at_offence=20")
	r := computed(t, h.study(t, func(in *Inputs) { in.Definition = london }), "themes")
	wantCounts(t, tableNamed(t, r, "themes"), map[string][2]float64{
		"12 months to May 2023: Violence and exploitation affecting under-25s": {30, 35},
		"12 months to May 2023: Domestic abuse":                                {10, 35},
		"12 months to May 2023: Sexual violence":                               {5, 35},
		"12 months to May 2023: All of the pack, each offence once":            {35, -1},
		"12 months to May 2022: Violence and exploitation affecting under-25s": {4, 4},
		"12 months to May 2022: Sexual violence":                               {4, 4},
		"12 months to May 2022: All of the pack, each offence once":            {4, -1},
	})
	// The extract has no references of linked offences: damage linked to such an
	// offence has no count, which is not a count of nought.
	for _, levels := range [][]string{{"themes", "12 months to May 2023"}, {"themes", "12 months to May 2022"}, {"themes-by-month", "September 2022"}, {"themes-change"}} {
		row := rowIn(t, tableNamed(t, r, levels[0]), append(levels[1:], "Damage to property linked to such an offence")...)
		if row.Estimate.Status != stats.NotAvailable || row.Estimate.Numerator.Known() || row.Note != "The extract has no references of linked offences." {
			t.Errorf("%v: got %+v", levels, row)
		}
	}
	wantCounts(t, tableNamed(t, r, "themes-by-month"), map[string][2]float64{
		"September 2022: Domestic abuse": {10, -1}, "September 2022: All of the pack, each offence once": {35, -1}, "October 2022: Sexual violence": {0, -1},
	})
	wantCounts(t, tableNamed(t, r, "themes-change"), map[string][2]float64{"Sexual violence": {5, 4}, "All of the pack, each offence once": {35, 4}})
	wantText(t, r, "themes-sexual-violence-change", "Offences of sexual violence went from 4 to 5 (up 1), 12 months to May 2022 and 12 months to May 2023.")
	wantText(t, r, "themes-domestic-abuse-change", "Not produced: there were no offences of domestic abuse in the 12 months to May 2022 to compare with.")
}

// Without ages and without a flag, the themes that rest on them have no count, and
// their headlines say what is lacking.
func TestThemesThatCannotBeTold(t *testing.T) {
	london, err := datasets.ReadDefinition("london")
	if err != nil {
		t.Fatal(err)
	}
	var h sheet
	h.add(30, "2022-09", "ho_code=19C")
	h.add(25, "2021-06", "ho_code=19C")
	r := computed(t, h.study(t, func(in *Inputs) { in.Definition = london }), "themes")
	for theme, why := range map[string]string{
		"Violence and exploitation affecting under-25s": "The extract has no ages of victims or suspects.",
		"Domestic abuse": "The extract has no domestic abuse flag.",
	} {
		if row := rowIn(t, tableNamed(t, r, "themes-change"), theme); row.Estimate.Status != stats.NotAvailable || row.Estimate.Numerator.Known() || row.Note != why {
			t.Errorf("%s: got %+v", theme, row)
		}
	}
	wantText(t, r, "themes-under25-change", "Not produced: the extract has no ages of victims or suspects, so that offences of this theme cannot be counted.")
	wantText(t, r, "themes-domestic-abuse-change", "Not produced: the extract has no domestic abuse flag, so that offences of this theme cannot be counted.")
	wantText(t, r, "themes-sexual-violence-change", "Offences of sexual violence were not clearly different, 25 and 30 (up 5, 20%; ratio of counts a day 1.20; 95% CI 0.71 to 2.04), 12 months to May 2022 and 12 months to May 2023.")
}
