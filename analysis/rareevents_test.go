package analysis

import (
	"math"
	"math/rand/v2"
	"testing"

	"svna/analysis/stats"
	"svna/datasets"
)

// TestTimesBetweenSignalByChance: of charts of 30 whole days between offences that come by
// chance alone, the part with a signal anywhere, and among the last ten, is what the
// documentation says.
func TestTimesBetweenSignalByChance(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	const charts, times = 4000, 30
	anywhere, recent := 0, 0
	for range charts {
		days := make([]float64, times)
		at, before := 0.0, 0.0
		for i := range days {
			at += 36 * random.ExpFloat64()
			days[i], before = apart(int64(before), int64(at)), math.Floor(at)
		}
		chart, signals := stats.TChart(days, 0), [2]bool{}
		for i, s := range chart.Signals {
			signals[0] = signals[0] || s != 0
			signals[1] = signals[1] || s != 0 && i >= times-10
		}
		if signals[0] {
			anywhere++
		}
		if signals[1] {
			recent++
		}
	}
	// One chart in five; the limits are what 4,000 charts pass once in 20,000 times.
	if anywhere > binomialLimit(charts, 0.2, 1.0/20000) || recent > binomialLimit(charts, 0.1, 1.0/20000) {
		t.Errorf("a signal anywhere in %s, among the last ten in %s", shareOf(anywhere, charts), shareOf(recent, charts))
	}
	t.Logf("a signal anywhere in %s, among the last ten in %s", shareOf(anywhere, charts), shareOf(recent, charts))
}

// TestRareEvents: months that the sheet does not cover to their edges are left out, which
// leaves July 2020 to April 2023. Gun crime every other month for two years and each month from June 2022
// on signals as closer together; three homicides, one of them on the day of another, are
// listed without a chart; gun crime twice a month is left to charts by month.
func TestRareEvents(t *testing.T) {
	var h sheet
	for m := datasets.NewMonth(2020, 6); m <= datasets.NewMonth(2023, 5); m++ {
		if m >= datasets.NewMonth(2022, 6) || m.Calendar()%2 == 0 {
			h.add(1, m.String(), "ho_code=34B flag_gun=yes")
		}
		h.add(10, m.String(), "ho_code=34B flag_gun=no")
	}
	h.add(1, "2021-02", "ho_code=1 flag_gun=no")
	h.add(2, "2022-02", "ho_code=1 flag_gun=no")
	r := computed(t, h.study(t), "rare-events")
	wantText(t, r, "homicide-days-between", "Not produced: a control chart of days between needs 12 times between offences since the last break of the series, and there are 2.")
	wantText(t, r, "gun-crime-days-between", "22 offences flagged gun crime were recorded in the 34 months to April 2023 (7.8 a year; 95% CI 4.9 to 12), typically 44 days apart; 11 of the times that ended in the 12 months to May 2023 signal on the control chart: the one to June 2022 (61 days; above the upper limit; 7 in a row above the centre), the one to July 2022 (30 days; below the lower limit), the one to August 2022 (31 days; below the lower limit), the one to September 2022 (31 days; below the lower limit) and 7 more; at the end of April 2023, 15 days had passed since the last.")
	table := tableNamed(t, r, "rare-events")
	if same, _ := table.Find("Homicide offences", "3, February 2022"); same.Estimate.Value.Or(-1) != 0 || same.Extra["others"].Or(-1) != 0 {
		t.Errorf("two on one day are %v days and %v others apart", same.Estimate.Value, same.Extra["others"])
	}
	if year, _ := table.Find("Homicide offences", "2, February 2022"); year.Estimate.Value.Or(-1) != 365 {
		t.Errorf("15 February 2021 to 15 February 2022 are %v days", year.Estimate.Value)
	}
	// Typically: the mean of 365 and half a day, each to the power of 1/3.6, turned back.
	if len(r.Charts) != 1 || r.Charts[0].ID != "rare-gun-crime" {
		t.Errorf("charts: %v", r.Charts)
	}

	h.add(80, "2022-09", "ho_code=34B flag_gun=yes")
	wantText(t, computed(t, h.study(t), "rare-events"), "gun-crime-days-between", "Not produced: two or more offences flagged gun crime a month: a chart by month suits them.")
}
