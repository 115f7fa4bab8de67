package stats

import (
	"math"
	"testing"
)

// Set 15: R's stl and statsmodels; tolerance 1e-8 absolute.
func TestSTLOracle(t *testing.T) {
	for _, group := range groupRows(sharedRows(t, "oracles", "15_time_series_seasonality", "decompositions_monthly.csv"), "id") {
		values := column(t, group, "y")
		for prefix, windows := range map[string]STLWindows{
			"stl_periodic_": {}, "stl_s13_": {Seasonal: 13}, "stl_s7_robust_": {Seasonal: 7, Robust: true},
		} {
			r := DecomposeByLoess(values, windows)
			for i, row := range group {
				for name, got := range map[string]float64{"seasonal": r.Seasonal[i], "trend": r.Trend[i], "remainder": r.Remainder[i], "weights": r.Weights[i]} {
					if row[prefix+name] == "" {
						continue
					}
					want := parse(t, row[prefix+name])
					agree(t, got, want)
					if !near(got, want, 1e-8) {
						t.Fatalf("%s %s%s %d: got %v, want %v", row["id"], prefix, name, i+1, got, want)
					}
				}
			}
		}
	}
}

// Set 15: Kendall's z is without the continuity correction there, and tau-b
// follows from S and the ties; 1e-9. Kruskal-Wallis by month and Ljung-Box of R.
func TestTrendTestsOracle(t *testing.T) {
	const set = "15_time_series_seasonality"
	series, months := map[string][]float64{}, map[string][][]float64{}
	for _, group := range groupRows(sharedRows(t, "oracles", set, "decompositions_monthly.csv"), "id") {
		series[group[0]["id"]] = column(t, group, "y")
	}
	series["Nile"] = column(t, sharedRows(t, "oracles", set, "Nile_input.csv"), "flow")
	for id, values := range series {
		months[id] = make([][]float64, 12)
		for i, v := range values {
			months[id][i%12] = append(months[id][i%12], v)
		}
	}
	for _, row := range sharedRows(t, "oracles", set, "seasonality_trend_tests.csv") {
		values := series[row["series"]]
		n := float64(len(values))
		trend := MannKendall(values)
		z := trend.S / math.Sqrt(trend.Variance)
		check(t, row["series"]+" z", N(z), row["kendall_z"], 1e-9)
		check(t, row["series"]+" p", N(math.Erfc(math.Abs(z)/math.Sqrt2)), row["kendall_p"], 1e-9)
		pairs := n * (n - 1) / 2
		check(t, row["series"]+" tau", N(trend.S/math.Sqrt(pairs*(pairs-tiedPairs(values)))), row["kendall_tau_vs_time"], 1e-9)
		q, p := LjungBox(values, 12)
		check(t, row["series"]+" Q", q, row["ljung_box_12"], 1e-9)
		if row["ljung_p"] != "0" {
			check(t, row["series"]+" Q p", p, row["ljung_p"], 1e-9)
		}
		check(t, row["series"]+" r1", Autocorrelation(values, 1), row["acf1"], 1e-9)
		if row["kruskal_H"] != "" {
			h, p := KruskalWallis(months[row["series"]])
			check(t, row["series"]+" H", h, row["kruskal_H"], 1e-9)
			check(t, row["series"]+" H p", p, row["kruskal_p"], 1e-9)
		}
	}
}

func tiedPairs(values []float64) float64 {
	count, pairs := map[float64]float64{}, 0.0
	for _, v := range values {
		pairs += count[v]
		count[v]++
	}
	return pairs
}
