package stats

import (
	"strings"
	"testing"
	"time"

	"svna/analysis/internal/oracle"
)

// Inputs that several worked answers share.
var (
	barkingYear = threeYears[:12]
	wardCounts  = []float64{53, 48, 33, 33, 31, 28, 27, 25, 24, 22, 21, 19, 18, 17, 17, 13, 11, 11, 7}
	wardOther   = []float64{30, 29, 15, 12, 18, 20, 14, 9, 13, 12, 8, 10, 6, 9, 7, 5, 6, 4, 3}
	truncated   = []float64{5000, 5500, 5500, 5500, 6000} // ESP2013 to 24 years
	young       = []float64{16500, 17000, 16200, 14800, 14200}
	hours       = []float64{15.5, 16, 16.25, 17, 15, 18.5, 20, 15.75, 22, 1}
	// The 15 p-values of Benjamini and Hochberg 1995, section 4.1.
	benjamini = numbers(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000)
)

func numbers(values ...float64) []Number {
	var n []Number
	for _, v := range values {
		n = append(n, N(v))
	}
	return n
}

// wall is a time on the wall clock in seconds since 1970.
func wall(text string) int64 {
	at, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		panic(err)
	}
	return at.Unix()
}

// formulaAnswers are our answers to the worked answers of methods.md, by their
// check_id.
func formulaAnswers() map[string]Number {
	answers := map[string]Number{}
	limits := func(id string, e Estimate) {
		answers[id+"_lo"], answers[id+"_hi"] = e.Lower, e.Upper
	}
	limits("F1_238_458", Share(238, 458))
	limits("F1_113_458", Share(113, 458))
	limits("F1_0_20", Share(0, 20))
	limits("F1_20_20", Share(20, 20))
	limits("F1_1_5", Share(1, 5))
	limits("F2_byar_10", Count(10))
	limits("F2_byar_77", Count(77))
	limits("F2_byar_458", Count(458))
	limits("F2_exact_0", Count(0))
	limits("F2_exact_1", Count(1))
	limits("F2_exact_9", Count(9))
	limits("F2_rate", Rate(458, 219992, 1000))
	answers["F2_rate"] = Rate(458, 219992, 1000).Value
	repeats := RateOfRepeats([]float64{30, 8, 3, 0, 1}, 1, 1)
	limits("F2_repeat", repeats)
	answers["F2_repeat_x"] = repeats.Numerator
	limits("F3_a", ShareDifference(56, 70, 48, 80))
	answers["F3_a_d"] = ShareDifference(56, 70, 48, 80).Value
	for id, e := range map[string]Estimate{
		"F4_37_26": RateRatio(37, 1, 26, 1), "F4_232_192": RateRatio(232, 1, 192, 1),
		"F4_rri": RateRatio(120, 22000, 90, 60000), "F4_exact_3_9": RateRatio(3, 1, 9, 1),
		"F4_exact_0_5": RateRatio(0, 1, 5, 1), "F4_exact_5_0": RateRatio(5, 1, 0, 1),
		"F4_risk": RiskRatio(120, 22000, 90, 60000),
	} {
		limits(id, e)
		answers[id+"_rr"] = e.Value
	}
	answers["F5_cond_26_37"] = CompareCounts(26, 365, 37, 365).P
	answers["F5_cond_192_232"] = CompareCounts(192, 365, 232, 365).P
	answers["F5_cond_3_9"] = CompareCounts(3, 1, 9, 1).P
	answers["F5_etest_3_0"] = ETest(3, 1, 0, 1)
	answers["F5_etest_6_2"] = ETest(6, 1, 2, 1)
	answers["F5_etest_26_37"] = ETest(26, 1, 37, 1)
	dsr := DirectlyStandardised([]float64{12, 30, 55, 140, 110}, young, truncated, 1000)
	limits("F6", dsr)
	answers["F6_dsr"] = dsr.Value
	indirect := IndirectlyStandardised(347, young, []float64{0.0006, 0.0015, 0.003, 0.009, 0.0075})
	limits("F7", indirect)
	answers["F7_E"], answers["F7_ratio"] = indirect.Denominator, indirect.Value
	addChartAnswers(answers)
	addAreaAnswers(answers)
	addTimeAnswers(answers)
	return answers
}

func addChartAnswers(answers map[string]Number) {
	low95, _ := FunnelShare(0.25, 200, 0.95, 1)
	_, high998 := FunnelShare(0.25, 200, 0.998, 1)
	answers["F8_prop_lo"], answers["F8_prop_hi3"] = N(low95), N(high998)
	onLower, onUpper := FunnelEvents(1, 0.95, 1)
	answers["F8_rate_E_low_k1"], answers["F8_rate_E_up_k1"] = N(onLower), N(onUpper)
	_, onUpper = FunnelEvents(30, 0.998, 1)
	answers["F8_rate_E_up_k30"] = N(onUpper)
	x := XmR(barkingYear, 0, 0)
	answers["F10_xmr_c"], answers["F10_xmr_lo"], answers["F10_xmr_hi"] = N(x.Centre), x.Lower[0], x.Upper[0]
	answers["F10_c_hi"] = CChart(barkingYear, 0).Upper[0]
	u, up := UChart(barkingYear, aYearsDays, 0), UPrimeChart(barkingYear, aYearsDays, 0)
	answers["F10_u_c"], answers["F10_u_hi_feb"] = N(u.Centre), u.Upper[10]
	answers["F10_up_sz"], answers["F10_up_hi_feb"] = up.SigmaZ, up.Upper[10]
	february := DayIndex(39, 28, 458, 365)
	answers["F11_feb"], answers["F11_feb_lo"], answers["F11_feb_hi"] = february.Value, february.Lower, february.Upper
}

func addAreaAnswers(answers map[string]Number) {
	eb := SmoothRates([]float64{53, 48, 28, 7, 33}, []float64{11800, 12400, 9700, 10100, 12900})
	answers["F9_m"], answers["F9_A"], answers["F9_pgt"] = eb.Mean.Scale(1000), eb.Variance, eb.PAbove[0]
	for i, id := range []string{"F9_eb1", "F9_eb2", "F9_eb3", "F9_eb4", "F9_eb5"} {
		answers[id] = eb.Rates[i].Scale(1000)
	}
	answers["F21_bh_4"] = BenjaminiHochberg(benjamini)[3]
	answers["F21_bh_5"] = BenjaminiHochberg(benjamini)[4]
	answers["F21_by_4"] = BenjaminiYekutieli(benjamini)[3]
	answers["F23_gini_toy"] = Concentrate([]float64{1, 2, 1, 6}).Gini
	answers["F23_gini_wards"] = Concentrate(wardCounts).Gini
	answers["F23_k50_wards"] = Concentrate(wardCounts).Half.Numerator
	answers["F23_ggini"] = N(AdjustedGini(0.75, 100, 40))
	// 19 areas; the tops of 3 share two.
	a, b := make([]float64, 19), make([]float64, 19)
	a[0], a[1], a[2], b[1], b[2], b[3] = 5, 5, 5, 5, 5, 5
	o := OverlapTop(a, b, 3, 0, 1)
	answers["F24_jac"], answers["F24_exp"], answers["F24_p"] = o.Jaccard, o.Expected, o.P
	answers["F24_rho"] = OverlapTop(wardCounts, wardOther, 0, 0, 1).Rho
	_, _, answers["F24_nm1"] = ChiSquareN1([][]float64{{53, 458 - 53}, {30, 230 - 30}})
	answers["F27_low"], answers["F27_high"] = RatioBounds(120, 22000, 90, 60000, 40)
	d := Decompose([]float64{50000, 20000}, []float64{0.004, 0.010}, []float64{52000, 22000}, []float64{0.005, 0.009})
	population, rate := d.Population[0]+d.Population[1], d.Rate[0]+d.Rate[1]
	answers["F35_pop"], answers["F35_rate"], answers["F35_total"] = N(population), N(rate), N(population+rate)
	answers["F37_idx"] = ShareRatio(46, 100, 6.0/24).Value
}

func addTimeAnswers(answers map[string]Number) {
	days, calendar := fromApril(36)
	s := SeasonalModel(threeYears, days, calendar, nil)
	august := s.Effects[7]
	answers["F12_trend"], answers["F12_aug"], answers["F12_jun"] = s.Trend, august.Value, s.Effects[5].Value
	answers["F12_phi"], answers["F12_F"], answers["F12_p"] = s.Phi, s.F, s.SeasonP
	answers["F12_aug_lo"], answers["F12_aug_hi"] = august.Lower, august.Upper
	const saturday, sunday = 5 * 24, 6 * 24
	answers["F14_a"] = N(Aoristic(wall("2023-03-04 23:30"), wall("2023-03-05 00:30"))[saturday+23])
	autumn := Aoristic(wall("2023-10-29 00:30"), wall("2023-10-29 02:30"))
	answers["F14_autumn_1"], answers["F14_autumn_0"] = N(autumn[sunday+1]), N(autumn[sunday])
	spring := Aoristic(wall("2024-03-31 00:30"), wall("2024-03-31 02:30"))
	answers["F14_spring_0"], answers["F14_spring_1"] = N(spring[sunday]), N(spring[sunday+1])
	answers["F14_week"] = N(Aoristic(wall("2023-01-01 00:00"), wall("2023-01-08 00:00"))[77])
	answers["F14_rev"] = N(Aoristic(wall("2023-01-02 10:59"), wall("2023-01-02 09:00"))[10])
	c := CircularMean(hours, 24)
	answers["F15_mean"], answers["F15_R"], answers["F15_p"] = c.Mean, c.Resultant, c.P
	answers["F15_uniform"] = CircularMean([]float64{0, 3, 6, 9, 12, 15, 18, 21}, 24).Resultant
}

// Every row of reference/formula_checks.csv whose formula is in this package must
// have an answer here, and agree to the tolerance of the row.
func TestFormulaChecks(t *testing.T) {
	elsewhere := map[string]string{
		"F13": "STL is not used", "F18": "spatial", "F19": "spatial", "F20": "spatial",
		"F25": "spatial", "F28": "cost is a breakdown", "F36": "spatial",
		"F2_repeat_V": "inside RateOfRepeats",
	}
	answers := formulaAnswers()
	checked := 0
	for _, row := range oracle.Rows(t, "reference", "formula_checks.csv") {
		id := row.Get("check_id")
		formula, _, _ := strings.Cut(id, "_")
		if elsewhere[formula] != "" || elsewhere[id] != "" {
			continue
		}
		got, ok := answers[id].Get()
		if !ok {
			t.Errorf("%s: no answer", id)
			continue
		}
		checked++
		want, tolerance := parse(t, row.Get("expected")), parse(t, row.Get("tolerance"))
		if !near(got, want, tolerance) {
			t.Errorf("%s %s: got %v, want %v to %v", id, row.Get("quantity"), got, want, tolerance)
		}
	}
	t.Logf("%d worked answers agree", checked)
}
