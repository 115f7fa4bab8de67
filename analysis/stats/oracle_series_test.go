package stats

import (
	"math"
	"testing"

	"svna/analysis/internal/oracle"
)

// Set 15: R's stl and statsmodels; tolerance 1e-8 absolute.
func TestSTLOracle(t *testing.T) {
	for _, group := range groupRows(oracle.Rows(t, "oracles", "15_time_series_seasonality", "decompositions_monthly.csv"), "id") {
		values := column(t, group, "y")
		for prefix, windows := range map[string]STLWindows{
			"stl_periodic_": {}, "stl_s13_": {Seasonal: 13}, "stl_s7_robust_": {Seasonal: 7, Robust: true},
		} {
			r := DecomposeByLoess(values, windows)
			for i, row := range group {
				for name, got := range map[string]float64{"seasonal": r.Seasonal[i], "trend": r.Trend[i], "remainder": r.Remainder[i], "weights": r.Weights[i]} {
					if row.Get(prefix+name) == "" {
						continue
					}
					want := parse(t, row.Get(prefix+name))
					oracle.Agree(t, got, want)
					if !near(got, want, 1e-8) {
						t.Fatalf("%s %s%s %d: got %v, want %v", row.Get("id"), prefix, name, i+1, got, want)
					}
				}
			}
		}
	}
}

// Set 15: R's decompose; tolerance 1e-8 absolute.
func TestClassicalDecompositionOracle(t *testing.T) {
	for _, group := range groupRows(oracle.Rows(t, "oracles", "15_time_series_seasonality", "decompositions_monthly.csv"), "id") {
		values := column(t, group, "y")
		for prefix, multiplicative := range map[string]bool{"dec_": false, "mul_": true} {
			d, ok := DecomposeByAverages(values, 12, multiplicative)
			if !ok {
				t.Fatal("no decomposition")
			}
			for i, row := range group {
				month := int(parse(t, row.Get("cycle"))) - 1
				if month != i%12 || parse(t, row.Get("idx")) != float64(i+1) {
					t.Fatalf("row %d is not of month %d", i, month)
				}
				check(t, prefix+"seasonal", N(d.Seasonal[month]), row.Get(prefix+"seasonal"), 1e-8)
				check(t, prefix+"random", d.Rest[i], row.Get(prefix+"random"), 1e-8)
				if !multiplicative {
					check(t, prefix+"trend", d.Trend[i], row.Get("dec_trend"), 1e-8)
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
	for _, group := range groupRows(oracle.Rows(t, "oracles", set, "decompositions_monthly.csv"), "id") {
		series[group[0].Get("id")] = column(t, group, "y")
	}
	series["Nile"] = column(t, oracle.Rows(t, "oracles", set, "Nile_input.csv"), "flow")
	for id, values := range series {
		months[id] = make([][]float64, 12)
		for i, v := range values {
			months[id][i%12] = append(months[id][i%12], v)
		}
	}
	for _, row := range oracle.Rows(t, "oracles", set, "seasonality_trend_tests.csv") {
		values := series[row.Get("series")]
		n := float64(len(values))
		check(t, row.Get("series")+" n", N(n), row.Get("n"), 0)
		trend := MannKendall(values)
		z := trend.S / math.Sqrt(trend.Variance)
		check(t, row.Get("series")+" z", N(z), row.Get("kendall_z"), 1e-9)
		check(t, row.Get("series")+" p", N(math.Erfc(math.Abs(z)/math.Sqrt2)), row.Get("kendall_p"), 1e-9)
		pairs := n * (n - 1) / 2
		check(t, row.Get("series")+" tau", N(trend.S/math.Sqrt(pairs*(pairs-tiedPairs(values)))), row.Get("kendall_tau_vs_time"), 1e-9)
		q, p := LjungBox(values, 12)
		check(t, row.Get("series")+" Q", q, row.Get("ljung_box_12"), 1e-9)
		if row.Get("ljung_p") != "0" {
			check(t, row.Get("series")+" Q p", p, row.Get("ljung_p"), 1e-9)
		}
		check(t, row.Get("series")+" r1", Autocorrelation(values, 1), row.Get("acf1"), 1e-9)
		if row.Get("kruskal_H") != "" {
			h, p := KruskalWallis(months[row.Get("series")])
			check(t, row.Get("series")+" H", h, row.Get("kruskal_H"), 1e-9)
			check(t, row.Get("series")+" H p", p, row.Get("kruskal_p"), 1e-9)
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
