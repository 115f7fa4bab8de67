package stats

import (
	"fmt"
	"testing"

	"svna/analysis/internal/oracle"
)

// The five-group part of set 12; shares of events over shares of residents, rate
// ratios and the 2 x k chi-square.
func TestManyGroupsOracle(t *testing.T) {
	want := oracle.Object(t, "oracles", "12_two_sample_ratios_disproportionality", "multigroup_disproportionality.json")
	var counts, people []float64
	for want.Has(fmt.Sprintf("groups/%d/events", len(counts))) {
		g := fmt.Sprintf("groups/%d/", len(counts))
		counts, people = append(counts, parse(t, want.Get(g+"events"))), append(people, parse(t, want.Get(g+"population")))
	}
	events, population, table := 0.0, 0.0, [][]float64{nil, nil}
	for i := range counts {
		events, population = events+counts[i], population+people[i]
		table[0], table[1] = append(table[0], counts[i]), append(table[1], people[i]-counts[i])
	}
	residuals := AdjustedResiduals(table)
	fit := GoodnessOfFit(counts, people)
	for i := range counts {
		g := fmt.Sprintf("groups/%d/", i)
		for field, got := range map[string]Number{
			"share_events": N(counts[i] / events), "share_pop": N(people[i] / population),
			"disproportionality_index": ShareRatio(counts[i], events, people[i]/population).Value,
			"rate_per_1000":            Rate(counts[i], people[i], 1000).Value,
			"RRI_vs_White":             RateRatio(counts[i], people[i], counts[0], people[0]).Value,
			"expected":                 N(fit.Expected[i]),
			"pearson_resid_gof":        N(fit.Residuals[i]),
			"adj_resid_2xk":            residuals[0][i],
		} {
			check(t, g+field, got, want.Get(g+field), 1e-9)
		}
	}
	check(t, "fit", N(fit.ChiSquare), want.Get("gof_chisq"), 1e-9)
	check(t, "fit, degrees", N(float64(fit.Degrees)), want.Get("gof_df"), 0)
	check(t, "fit, p", fit.P, want.Get("gof_p"), 1e-9)
	x2, _, _ := ChiSquareN1(table)
	x2 *= population / (population - 1)
	check(t, "chi-square", N(x2), want.Get("contingency_chisq"), 1e-9)
	check(t, "chi-square, p", N(chiSquareTail(x2, 4)), want.Get("contingency_p"), 1e-9)
	g, _, _ := LikelihoodRatioTest(table)
	check(t, "G", N(g), want.Get("G_test"), 1e-9)
	check(t, "V", CramersV(table), want.Get("cramers_v"), 1e-9)
	for method, got := range map[string][][2]float64{"goodman": GoodmanLimits(counts, 0.95), "sison-glaz": SisonGlazLimits(counts, 0.95)} {
		for i, limits := range got {
			for k, limit := range limits {
				check(t, method, N(limit), want.Get(fmt.Sprintf("multinomial_ci_share_events/%s/%d/%d", method, i, k)), 1e-9)
			}
		}
	}
}

// Set 06: two regions, four age groups, crude, direct with Fay-Feuer gamma limits, and
// indirect with logarithmic limits, by esda 2.4.3.
func TestGammaStandardisedOracle(t *testing.T) {
	want := oracle.Object(t, "oracles", "06_moran_lisa_pysal", "age_standardisation_small.json")
	var referenceEvents, reference float64 // of both regions together
	for i := range 8 {
		referenceEvents += parse(t, want.Get(fmt.Sprintf("s_e/%d", i)))
		reference += parse(t, want.Get(fmt.Sprintf("s_b/%d", i)))
	}
	for region := range 2 {
		part := func(name string) (values []float64) {
			for i := region * 4; i < region*4+4; i++ {
				values = append(values, parse(t, want.Get(fmt.Sprintf("%s/%d", name, i))))
			}
			return values
		}
		events, people, bandEvents, bands := part("e"), part("b"), part("s_e"), part("s_b")
		var x, n float64
		rates := make([]float64, 4)
		for i := range events {
			x, n = x+events[i], n+people[i]
			rates[i] = bandEvents[i] / bands[i]
		}
		check(t, "crude", Rate(x, n, 1).Value, want.Get(fmt.Sprintf("crude_age_std/%d", region)), 1e-10)
		for method, e := range map[string]Estimate{
			"direct_age_std_value_lo_hi_(Fay-Feuer gamma)": GammaStandardised(events, people, bands, 1),
			"indirect_age_std_value_lo_hi":                 LogIndirectlyStandardised(x, people, rates).Scale(referenceEvents / reference),
		} {
			for i, got := range []Number{e.Value, e.Lower, e.Upper} {
				check(t, method, got, want.Get(fmt.Sprintf("%s/%d/%d", method, region, i)), 1e-10)
			}
		}
	}
}

// Sets 04 and 06: spdep 1.2-7 EBlocal and EBest, esda 2.4.3; 1e-10 absolute.
func TestSmoothingOracle(t *testing.T) {
	rows := oracle.Rows(t, "oracles", "04_local_g_gistar", "nc_sids_empirical_bayes_probmap.csv")
	counts, people := column(t, rows, "n"), column(t, rows, "x")
	neighbours := make([][]int, len(rows))
	for i, row := range oracle.Rows(t, "oracles", "04_local_g_gistar", "nc_sids_queen.csv") {
		for _, j := range fields(t, row.Get("nbrs")) {
			neighbours[i] = append(neighbours[i], int(j)-1)
		}
	}
	global, local := SmoothRates(counts, people), SmoothRatesLocally(counts, people, neighbours)
	chances := MapProbabilities(counts, people)
	for i, row := range rows {
		for field, got := range map[string]Number{
			"raw": N(counts[i] / people[i]), "eb_global": global.Rates[i], "eb_local": local.Rates[i],
			"probmap_expcount": chances.Expected[i], "probmap_relrisk": chances.Ratio[i].Scale(100),
			"probmap_pmap": chances.AtMost[i], "choynowski_pmap": chances.Choynowski[i],
		} {
			check(t, row.Get("NAME")+" "+field, got, row.Get(field), 1e-10)
		}
	}
}

// Set 06: esda 2.4.3 on the map of its package, whose contiguity differs in 14 pairs.
func TestRatesAroundOracle(t *testing.T) {
	rows := oracle.Rows(t, "oracles", "06_moran_lisa_pysal", "sids2_smoothing.csv")
	counts, people := column(t, rows, "e_SID74"), column(t, rows, "b_BIR74")
	neighbours := make([][]int, len(rows))
	for i, row := range oracle.Rows(t, "oracles", "06_moran_lisa_pysal", "sids2_SIDR74.csv") {
		for _, j := range fields(t, row.Get("nbr_rows")) {
			neighbours[i] = append(neighbours[i], int(j)-1)
		}
	}
	chances, global := MapProbabilities(counts, people), SmoothRates(counts, people)
	around, means, local := RatesAround(counts, people, neighbours), MeanRateOfNeighbours(counts, people, neighbours), SmoothRatesToLocalMean(counts, people, neighbours)
	for i, row := range rows {
		for field, got := range map[string]Number{
			"excess_risk": chances.Ratio[i], "empirical_bayes": global.Rates[i], "spatial_rate": around[i],
			"disk_smoother": means[i], "spatial_empirical_bayes": local[i],
		} {
			check(t, row.Get("name")+" "+field, got, row.Get(field), 1e-10)
		}
	}
}
