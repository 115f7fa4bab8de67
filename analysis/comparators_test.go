package analysis

import (
	"testing"

	"svna/datasets"
)

// comparatorRows are one series of London, of three boroughs (one of them the
// City) and of the area, as published for the period.
func comparatorRows(series string, counts map[string]int) []datasets.Comparator {
	period, _ := datasets.ParsePeriod("2022-06/2023-05")
	residents := map[string]int{"E12000007": 1000000, "E09000001": 10000, "E09000002": 200000, "E09000016": 300000, "E09000025": 100000}
	var rows []datasets.Comparator
	for _, code := range []string{"E12000007", "E09000001", "E09000002", "E09000016", "E09000025"} {
		if n, ok := counts[code]; ok {
			rows = append(rows, datasets.Comparator{AreaCode: code, AreaName: code, Series: series, Period: period, Unit: "offences", Count: n, Population: residents[code]})
		}
	}
	return rows
}

// 400 of 200,000 residents (2.0 per 1,000) against 1,000 of 1,000,000 (1.0):
// ratio 2.00, over and times exp(1.96·sqrt(1/400+1/1000)) = 1.1229, so 1.78 to
// 2.25. The rest of London takes out the area's own published 380: 620 of
// 800,000, 0.775. Of three boroughs without the City, 900 of 300,000 (3.0) is
// higher and 50 of 100,000 lower: rank 2. Sexual offences are withheld for London.
func TestComparators(t *testing.T) {
	var h sheet
	h.add(400, "2022-09", "ho_code=34B")
	h.add(20, "2022-09", "ho_code=34A") // business robbery
	h.add(30, "2022-09", "ho_code=19C")
	s := h.study(t, func(in *Inputs) {
		in.Comparator = &datasets.Comparators{Rows: append(
			comparatorRows("Personal Robbery", map[string]int{"E12000007": 1000, "E09000001": 90, "E09000002": 380, "E09000016": 900, "E09000025": 50}),
			comparatorRows("Sexual Offences", map[string]int{"E12000007": int(datasets.IntSuppressed), "E09000016": 20})...)}
	})
	r := computed(t, s, "comparators")
	ratios := tableNamed(t, r, "comparator-ratio")
	wantCounts(t, ratios, map[string][2]float64{"Personal robbery: London": {400, 1000}, "Personal robbery: Rest of London": {400, 620}})
	row, _ := ratios.Find("Personal robbery", "London")
	roughly(t, "ratio", row.Estimate.Value, 2)
	roughly(t, "rate", row.Extra["rate"], 2)
	roughly(t, "areas", row.Extra["areas"], 3)
	rest, _ := ratios.Find("Personal robbery", "Rest of London")
	roughly(t, "rate of the rest", rest.Extra["rate_comparator"], 0.775)
	areas := tableNamed(t, r, "comparators")
	if got := areas.Rows[0].Levels[1]; got != "E09000016" {
		t.Errorf("highest rate: got %s, want E09000016", got)
	}
	if _, found := areas.Find("Personal robbery", "E09000001"); found {
		t.Error("the City of London is ranked")
	}
	wantText(t, r, "robbery-comparator-rate-ratio", "The rate of personal robbery in Barking and Dagenham was 2.0 times that of London, which includes it (400 and 1,000 offences; 2.0 and 1.0 per 1,000 residents; rate ratio 2.00; 95% CI 1.78 to 2.25; above the 99.8% limit of the funnel; rank 2 of 3 boroughs, 95% range 2 to 2; the published count of the area is 380), 12 months to May 2023.")
	wantText(t, r, "sexual-offences-comparator-rate-ratio", "Not produced: the comparator counts have no row of London (E12000007).")
}

// Monthly rows count only where they cover the whole period: eleven months of
// twelve are no count.
func TestComparatorsByMonth(t *testing.T) {
	var h sheet
	h.add(38, "2022-09", "ho_code=34B")
	monthly := func(months int) []datasets.Comparator {
		var rows []datasets.Comparator
		for i := range months {
			m := datasets.NewMonth(2022, 6) + datasets.Month(i)
			rows = append(rows, datasets.Comparator{AreaCode: "E12000007", AreaName: "London", Series: "Personal robbery", Period: datasets.Period{From: m, To: m}, Unit: "offence", Count: 100, Population: 1000000},
				datasets.Comparator{AreaCode: "E09000002", AreaName: "Barking and Dagenham", Series: "Personal robbery", Period: datasets.Period{From: m, To: m}, Unit: "offence", Count: 3, Population: 200000})
		}
		return rows
	}
	s := h.study(t, func(in *Inputs) { in.Comparator = &datasets.Comparators{Rows: monthly(12)} })
	wantCounts(t, tableNamed(t, computed(t, s, "comparators"), "comparator-ratio"), map[string][2]float64{"Personal robbery: London": {38, 1200}, "Personal robbery: Rest of London": {38, 1164}})
	s = h.study(t, func(in *Inputs) { in.Comparator = &datasets.Comparators{Rows: monthly(11)} })
	b, _ := BreakdownNamed("comparators")
	if got, want := compute(b, s).Skipped, "the comparator counts have no series on personal robbery that covers the 12 months to May 2023"; got != want {
		t.Errorf("skipped: got %q, want %q", got, want)
	}
}

// 77 children of 28,797 residents aged 10 to 17 are 267 per 100,000, Byar 211 to
// 334 (methods H22); the latest year is the headline.
func TestFirstTimeEntrants(t *testing.T) {
	var h sheet
	h.add(1, "2022-09", "ho_code=8N")
	s := h.study(t, func(in *Inputs) {
		in.Entrants = &datasets.FirstTimeEntrants{Rows: []datasets.FirstTimeEntrant{
			{Year: "2022/23", AreaCode: "E09000002", Children: 77, Population: 28797},
			{Year: "2021/22", AreaCode: "E09000002", Children: 90, Population: 28000},
			{Year: "2022/23", AreaCode: "E09000003", Children: 5, Population: 30000},
		}}
	})
	r := computed(t, s, "first-time-entrants")
	wantCounts(t, tableNamed(t, r, "first-time-entrants"), map[string][2]float64{"2022/23": {77, 28797}, "2021/22": {90, 28000}})
	wantText(t, r, "first-time-entrants-rate", "77 children aged 10 to 17 entered the youth justice system for the first time, 267 per 100,000 residents of that age (77 of 28,797; 95% CI 211 to 334), 2022/23.")
	if got, want := r.Statements[0].Period.String(), "2022-04/2023-03"; got != want {
		t.Errorf("period: got %s, want %s", got, want)
	}
}

func TestYearPeriod(t *testing.T) {
	for year, want := range map[string]string{
		"2022": "2022-01/2022-12", "2022/23": "2022-04/2023-03", "2099/00": "2099-04/2100-03", "2021-07/2022-06": "2021-07/2022-06",
		"2022/24": "", "22": "", "": "", "2022/2023": "", "year": "",
	} {
		p, ok := yearPeriod(year)
		if got := p.String(); ok != (want != "") || ok && got != want {
			t.Errorf("%q: got %s, %v, want %q", year, got, ok, want)
		}
	}
}

// 77 of 1,427 records: 5.4%, Wilson 4.3 to 6.7 (methods H22). The unit is said.
func TestYouthOutcomes(t *testing.T) {
	var h sheet
	h.add(1, "2022-09", "ho_code=8N")
	period, _ := datasets.ParsePeriod("2022-04/2023-03")
	s := h.study(t, func(in *Inputs) {
		in.Outcomes = &datasets.YouthOutcomes{Rows: []datasets.YouthOutcome{
			{Unit: "offence", Period: period, Records: 1427, NamedSuspect: 77},
			{Unit: "offence", Period: period.Previous(), Records: 1000, NamedSuspect: int(datasets.IntSuppressed)},
		}}
	})
	r := computed(t, s, "youth-outcomes")
	if got := len(tableNamed(t, r, "youth-outcomes").Rows); got != 1 {
		t.Errorf("rows: got %d, want 1 (the other is withheld)", got)
	}
	wantText(t, r, "youth-outcome-funnel", "5% of youth outcome records (unit: offence) had a named suspect (77 of 1,427; 95% CI 4% to 7%), 12 months to March 2023.")
}

// Shares of all residents: 60,570 of 219,992 aged 1 to 17 are 27.5%. Bands add up
// to the total; a characteristic that the population does not answer for in full
// is left out.
func TestPopulationProfile(t *testing.T) {
	var h sheet
	h.add(1, "2022-09", "ho_code=8N")
	cells := append(residentsByAge(), datasets.PopulationCell{Sex: "male", AgeTo: datasets.AllAges, Persons: 107205})
	r := computed(t, h.study(t, residents(cells...)), "population-profile")
	table := tableNamed(t, r, "population-profile")
	checkParts(t, table)
	wantCounts(t, table, map[string][2]float64{"Age band: 1 to 17": {60570, 219992}, "Age band: Under 1": {3401, 219992}, "Age band: All residents": {219992, -1}})
	row, _ := table.Find("Age band", "1 to 17")
	roughly(t, "share", row.Estimate.Value, 100*60570.0/219992)
	if _, found := table.Find("Sex", "Male"); found {
		t.Error("males without females")
	}
}

// TestUnlikeCountsAreAsPublished: 400 by the extract against 380 published are alike and
// the extract is compared; against 200 published they are not, and 200 of 200,000
// residents are set beside London's 1.0 per 1,000: ratio 1, times and over
// exp(1.96·sqrt(1/200+1/1000)) = 1.164. The count of the extract is said and not ranked.
func TestUnlikeCountsAreAsPublished(t *testing.T) {
	for published, want := range map[float64]bool{380: true, 364: true, 300: false, 500: false} {
		if countsAlike(400, published) != want {
			t.Errorf("400 and %v published: alike %v, want %v", published, !want, want)
		}
	}
	var h sheet
	h.add(400, "2022-09", "ho_code=34B")
	s := h.study(t, func(in *Inputs) {
		in.Comparator = &datasets.Comparators{Rows: comparatorRows("Personal Robbery", map[string]int{"E12000007": 1000, "E09000002": 200, "E09000016": 900, "E09000025": 50})}
	})
	r := computed(t, s, "comparators")
	wantCounts(t, tableNamed(t, r, "comparator-ratio"), map[string][2]float64{"Personal robbery: London": {200, 1000}, "Personal robbery: Rest of London": {200, 800}})
	areas := tableNamed(t, r, "comparators")
	ranked, _ := areas.Find("Personal robbery", "Barking and Dagenham")
	roughly(t, "published count", ranked.Estimate.Numerator, 200)
	roughly(t, "rank", ranked.Extra["rank"], 2)
	apart, _ := areas.Find("Personal robbery", "Barking and Dagenham, by the extract")
	roughly(t, "count of the extract", apart.Estimate.Numerator, 400)
	if apart.Extra["rank"].Known() {
		t.Error("the count of the extract is ranked among published ones")
	}
	wantText(t, r, "robbery-comparator-rate-ratio", "The published rate of personal robbery in Barking and Dagenham was similar to that of London, which includes it (200 and 1,000 offences; 1.0 and 1.0 per 1,000 residents; rate ratio 1.00; 95% CI 0.86 to 1.16; within the 95% limits of the funnel; rank 2 of 3 boroughs, 95% range 2 to 2; the extract has 400), 12 months to May 2023.")
}
