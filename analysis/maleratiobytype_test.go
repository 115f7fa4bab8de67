package analysis

import (
	"testing"

	"svna/datasets"
)

// residentsBySex are a thousand males and a thousand females, so that rates per
// 1,000 are counts and ratios those of counts.
func residentsBySex() []datasets.PopulationCell {
	return []datasets.PopulationCell{
		{Sex: "male", AgeTo: datasets.AllAges, Persons: 1000},
		{Sex: "female", AgeTo: datasets.AllAges, Persons: 1000},
		{AgeTo: datasets.AllAges, Persons: 2000},
	}
}

// Equal populations, so p is that of a fair coin: 60 of 90, p = 0.0020; 2 of 32,
// p = 2·(1+32+496)/2^32 = 2.5e-7; 20 of 40, p = 1; and all in the one theme of
// the pack, 82 of 162, p = 0.94. With four looks q of the first is
// 4·0.0020/2 = 0.0041. Rape has 2 males: no word. All types: 82 against 80, ratio
// 1.025, over and times exp(1.96·sqrt(1/82+1/80)) = 1.3606.
func TestMaleRatioByType(t *testing.T) {
	var h sheet
	for code, n := range map[string][2]int{"8N": {60, 30}, "19C": {2, 30}, "34B": {20, 20}} {
		h.add(n[0], "2022-09", "ho_code="+code, "role=victim sex=male")
		h.add(n[1], "2022-09", "ho_code="+code, "role=victim sex=female")
	}
	h.add(5, "2022-09", "ho_code=8N", "role=victim sex=unknown")
	h.add(50, "2022-09", "ho_code=8N", "role=suspect sex=male")
	r := computed(t, h.study(t, residents(residentsBySex()...)), "male-ratio-by-type")
	table := tableNamed(t, r, "male-ratio-by-type")
	wantCounts(t, table, map[string][2]float64{
		"12 months to May 2023: Offence subgroup: Violence with injury": {60, 30},
		"12 months to May 2023: Offence subgroup: Rape":                 {2, 30},
		"12 months to May 2023: Offence subgroup: Robbery":              {20, 20},
		"12 months to May 2023: Theme: Violence":                        {82, 80},
		"12 months to May 2023: All: All types":                         {82, 80},
	})
	injury, _ := table.Find("12 months to May 2023", "Offence subgroup", "Violence with injury")
	roughly(t, "q", injury.Extra["q"], 2*injury.Extra["p"].Or(0))
	if p := injury.Extra["p"].Or(0); p < 0.0020 || p > 0.0021 {
		t.Errorf("p of 60 of 90: got %v, want 0.0020", p)
	}
	types := tableNamed(t, r, "male-ratio-types")
	checkParts(t, types)
	wantCounts(t, types, map[string][2]float64{
		"12 months to May 2023: " + maleHigher: {1, -1}, "12 months to May 2023: " + maleLower: {0, -1},
		"12 months to May 2023: " + notClear: {2, -1}, "12 months to May 2023: " + tooFewOf: {1, -1},
	})
	wantText(t, r, "victims-male-ratio-by-type", "The rate of victims of violence per 1,000 residents was similar for males and females (82 and 80 victims; rate ratio 1.03; 95% CI 0.75 to 1.39; 82 and 80 per 1,000 residents; sex not known for 5, so between 0.96 and 1.09); allowing for 4 comparisons, the rate was clearly higher for males in 1 of 4 types of offence, clearly lower in 0 and not clearly different in 2, with too few or too little known in 1, 12 months to May 2023.")
}

// By band and over all: 30 boys against 10 girls of 200 each; people of unknown
// age are in a row of their own and in all ages: 44 against 21.
func TestSexRatio(t *testing.T) {
	var h sheet
	h.add(30, "2022-09", "ho_code=8N", "role=victim sex=male age_at_offence=9")
	h.add(10, "2022-09", "ho_code=8N", "role=victim sex=female age_at_offence=9")
	h.add(12, "2022-09", "ho_code=8N", "role=victim sex=male age_at_offence=40")
	h.add(8, "2022-09", "ho_code=8N", "role=victim sex=female age_at_offence=40")
	h.add(2, "2022-09", "ho_code=8N", "role=victim sex=male")
	h.add(3, "2022-09", "ho_code=8N", "role=victim sex=female")
	cells := residentsBySex()
	for _, sex := range []string{"male", "female"} {
		cells = append(cells, datasets.PopulationCell{Sex: sex, AgeFrom: 1, AgeTo: 17, Persons: 200})
	}
	r := computed(t, h.study(t, residents(cells...)), "sex-ratio")
	table := tableNamed(t, r, "sex-ratio")
	checkParts(t, table)
	wantCounts(t, table, map[string][2]float64{
		"12 months to May 2023: Victims: 1 to 17":       {30, 10},
		"12 months to May 2023: Victims: Age not known": {2, 3},
		"12 months to May 2023: Victims: All ages":      {44, 21},
	})
	boys, _ := table.Find("12 months to May 2023", "Victims", "1 to 17")
	roughly(t, "ratio", boys.Estimate.Value, 3)
	roughly(t, "rate", boys.Extra["rate"], 150)
	if older, _ := table.Find("12 months to May 2023", "Victims", "35 to 44"); older.Estimate.Value.Known() {
		t.Error("a ratio without residents of the band")
	}
	wantText(t, r, "sex-ratio-suspects", "Not produced: there are no suspects of violence in the period.")
}
