package stats

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"
)

// Set 14 of the folder shared: R circular 0.4-95 and sums of its own. Tolerance
// 1e-9 absolute.
func TestCircularOracle(t *testing.T) {
	const set = "14_circular_time_of_day"
	for _, row := range sharedRows(t, "oracles", set, "circular_expected.csv") {
		var times []float64
		for _, r := range sharedRows(t, "oracles", set, row["id"]+"_data.csv") {
			times = append(times, parse(t, r["value"]))
		}
		c := CircularMean(times, parse(t, row["period"]))
		check(t, row["id"]+" mean", c.Mean, row["mean_direction_units"], 1e-9)
		check(t, row["id"]+" R", c.Resultant, row["resultant_length_Rbar"], 1e-9)
		check(t, row["id"]+" Z", c.Z, row["rayleigh_z"], 1e-9)
		if row["rayleigh_p"] != "" { // blank where the series turns negative and is cut to 0
			check(t, row["id"]+" p", c.P, row["rayleigh_p"], 1e-9)
		}
		period := parse(t, row["period"])
		d := MeanDirection(times, period)
		if d.Mean.Known() {
			check(t, row["id"]+" deviation", d.Deviation.Scale(2*math.Pi/period), row["circ_sd_rad"], 1e-9)
			check(t, row["id"]+" median", d.Median, row["median_units"], 1e-9)
			check(t, row["id"]+" kappa", d.Kappa, row["kappa_exact_mle"], 1e-9)
		}
		u := UniformityOf(times, period)
		check(t, row["id"]+" Watson", u.Watson, row["watson_U2_modified"], 1e-9)
		check(t, row["id"]+" Kuiper", u.Kuiper, row["kuiper_V_modified"], 1e-9)
		check(t, row["id"]+" Rao", u.Rao, row["rao_spacing_U_deg"], 1e-9)
	}
	for _, row := range sharedRows(t, "oracles", set, "fisher_mean_direction_ci.csv") {
		var times []float64
		for _, r := range sharedRows(t, "oracles", set, row["id"]+"_data.csv") {
			times = append(times, parse(t, r["value"]))
		}
		d, half := MeanDirection(times, 24), parse(t, row["ci_half_width_hours"])
		check(t, "lower", d.Lower.Scale(1), fmt.Sprint(parse(t, row["mean_direction_hours"])-half), 1e-8) // 8 decimals
		check(t, "upper", d.Upper.Scale(1), fmt.Sprint(parse(t, row["mean_direction_hours"])+half), 1e-8)
	}
}

// Set 08: weights of the R package aoristic 1.1.1, whose hour 1 is Sunday 00-01;
// tolerance 1e-12. Its times have no zone; rows that span a night on which the
// clocks change in the United Kingdom are not compared.
func TestAoristicOracle(t *testing.T) {
	for _, name := range []string{"dcburglaries", "nyburg_2019"} {
		want := map[string][168]float64{}
		for _, row := range sharedRows(t, "oracles", "08_aoristic", name+"_weights_long.csv") {
			weights := want[row["row"]]
			sundayFirst := int(parse(t, row["hour_of_week"])) - 1
			weights[(sundayFirst+6*24)%168] = parse(t, row["weight"])
			want[row["row"]] = weights
		}
		compared := 0
		for _, row := range sharedRows(t, "oracles", "08_aoristic", name+"_input.csv") {
			weights, ok := want[row["row"]]
			from, to := clock(t, row["from"]), clock(t, row["to"])
			if !ok || universalMinute(to/60)-universalMinute(from/60) != to/60-from/60 && to >= from {
				continue
			}
			compared++
			got := Aoristic(from, to)
			for hour := range got {
				agree(t, got[hour], weights[hour])
				if math.Abs(got[hour]-weights[hour]) > 1e-12 {
					t.Errorf("%s row %s hour %d: got %v, want %v", name, row["row"], hour, got[hour], weights[hour])
				}
			}
		}
		if compared < 800 {
			t.Errorf("%s: compared %d rows, want 800 and more", name, compared)
		}
	}
}

// clock reads a wall-clock time; blank is missing.
func clock(t *testing.T, text string) int64 {
	t.Helper()
	if text == "" {
		return math.MinInt64
	}
	at, err := time.Parse("2006-01-02 15:04:05", text)
	if err != nil {
		t.Fatal(err)
	}
	return at.Unix()
}

// Set 15: R's glm of monthly deaths on a trend and one harmonic, offset log(days).
// Tolerance 1e-9. The model is not ours but the fit is.
func TestPoissonFitOracle(t *testing.T) {
	const set = "15_time_series_seasonality"
	var counts, days []float64
	columns := make([][]float64, 4)
	for _, row := range sharedRows(t, "oracles", set, "UKDriverDeaths_input.csv") {
		counts, days = append(counts, parse(t, row["deaths"])), append(days, parse(t, row["days"]))
		sin, cos := math.Sincos(2 * math.Pi * parse(t, row["month"]) / 12)
		for j, v := range []float64{1, parse(t, row["idx"]), cos, sin} {
			columns[j] = append(columns[j], v)
		}
	}
	fit, err := fitPoisson(counts, days, columns)
	if err != nil {
		t.Fatal(err)
	}
	phi := fit.pearson / float64(len(counts)-4)
	for j, row := range sharedRows(t, "oracles", set, "poisson_harmonic_glm_UKDriverDeaths.csv") {
		check(t, "coefficient", N(fit.coefficients.AtVec(j)), row["coef"], 1e-9)
		se := math.Sqrt(fit.covariance.At(j, j))
		check(t, "standard error", N(se), row["se_poisson"], 1e-9)
		check(t, "quasi standard error", N(se*math.Sqrt(phi)), row["se_quasi"], 1e-9)
		check(t, "dispersion", N(phi), row["dispersion"], 1e-9)
		check(t, "deviance", N(fit.deviance), row["deviance"], 1e-9)
	}
}

// Set 20: R 4.2.2 and statsmodels; tolerance 1e-12.
func TestAdjustedPOracle(t *testing.T) {
	for _, file := range []string{"p_adjust_bh1995.csv", "p_adjust_with_NA_and_ties.csv"} {
		rows := sharedRows(t, "oracles", "20_multiple_testing_trend_concentration", file)
		p := make([]Number, len(rows))
		for i, row := range rows {
			if row["p"] != "" {
				p[i] = N(parse(t, row["p"]))
			}
		}
		bh, by, holm := BenjaminiHochberg(p), BenjaminiYekutieli(p), Holm(p)
		for i, row := range rows {
			check(t, file+" BH", bh[i], row["BH"], 1e-12)
			check(t, file+" BY", by[i], row["BY"], 1e-12)
			check(t, file+" Holm", holm[i], row["holm"], 1e-12)
		}
	}
}

func fields(t *testing.T, text string) []float64 {
	t.Helper()
	var values []float64
	for _, field := range strings.Fields(text) {
		values = append(values, parse(t, field))
	}
	return values
}

func TestMannKendallOracle(t *testing.T) {
	for _, row := range sharedRows(t, "oracles", "20_multiple_testing_trend_concentration", "mann_kendall_sen.csv") {
		trend := MannKendall(fields(t, row["values"]))
		check(t, row["series"]+" S", N(trend.S), row["S"], 1e-12)
		check(t, row["series"]+" variance", N(trend.Variance), row["varS"], 1e-11) // printed to 12 digits
		check(t, row["series"]+" Z", trend.Z, row["Z"], 1e-12)
		check(t, row["series"]+" p", trend.P, row["p"], 1e-12)
		check(t, row["series"]+" slope", trend.Slope, row["sen_slope"], 1e-12)
	}
}

func TestConcentrationOracle(t *testing.T) {
	for _, row := range sharedRows(t, "oracles", "20_multiple_testing_trend_concentration", "concentration_gini_lorenz.csv") {
		counts := fields(t, row["counts"])
		c := Concentrate(counts)
		check(t, row["set"]+" units", N(float64(c.Units)), row["n_units"], 0)
		check(t, row["set"]+" empty", N(float64(c.Empty)), row["zero_units"], 0)
		check(t, row["set"]+" gini", c.Gini, row["gini"], 1e-12)
		check(t, row["set"]+" adjusted", c.Adjusted, row["generalised_gini"], 1e-12)
		check(t, row["set"]+" half", c.Half.Numerator, row["units_for_50pct"], 0)
		check(t, row["set"]+" top share", TopShare(counts, 0.05).Value, row["top5pct_units_share"], 1e-12)
	}
}
