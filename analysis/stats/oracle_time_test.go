package stats

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"svna/analysis/internal/oracle"
)

// Set 14 of the folder shared: R circular 0.4-95 and sums of its own. Tolerance
// 1e-9 absolute.
func TestCircularOracle(t *testing.T) {
	const set = "14_circular_time_of_day"
	for _, row := range oracle.Rows(t, "oracles", set, "circular_expected.csv") {
		var times []float64
		for _, r := range oracle.Rows(t, "oracles", set, row.Get("id")+"_data.csv") {
			times = append(times, parse(t, r.Get("value")))
		}
		c := CircularMean(times, parse(t, row.Get("period")))
		check(t, row.Get("id")+" mean", c.Mean, row.Get("mean_direction_units"), 1e-9)
		check(t, row.Get("id")+" R", c.Resultant, row.Get("resultant_length_Rbar"), 1e-9)
		check(t, row.Get("id")+" Z", c.Z, row.Get("rayleigh_z"), 1e-9)
		if row.Get("rayleigh_p") != "" { // blank where the series turns negative and is cut to 0
			check(t, row.Get("id")+" p", c.P, row.Get("rayleigh_p"), 1e-9)
		}
		period := parse(t, row.Get("period"))
		d := MeanDirection(times, period)
		check(t, row.Get("id")+" n", N(float64(c.N)), row.Get("n"), 0)
		check(t, row.Get("id")+" variance", c.Variance(), row.Get("circ_variance_1_minus_R"), 1e-9)
		check(t, row.Get("id")+" angular deviation", c.AngularDeviation(), row.Get("angular_deviation"), 1e-9)
		approximate := ApproximateConcentration(c.Resultant.Or(-1))
		check(t, row.Get("id")+" approximate kappa", approximate, row.Get("kappa_best_fisher"), 1e-9)
		check(t, row.Get("id")+" approximate kappa, corrected", LessBiasedConcentration(approximate, float64(c.N)), row.Get("kappa_best_fisher_bias_corrected"), 1e-9)
		if !d.Mean.Known() {
			d.Kappa = N(concentrationOf(c.Resultant.Or(-1)))
		}
		check(t, row.Get("id")+" kappa", d.Kappa, row.Get("kappa_exact_mle"), 1e-9)
		if d.Mean.Known() {
			check(t, row.Get("id")+" deviation", d.Deviation.Scale(2*math.Pi/period), row.Get("circ_sd_rad"), 1e-9)
			check(t, row.Get("id")+" median", d.Median, row.Get("median_units"), 1e-9)
		}
		u := UniformityOf(times, period)
		check(t, row.Get("id")+" Watson", u.Watson, row.Get("watson_U2_modified"), 1e-9)
		check(t, row.Get("id")+" Kuiper", u.Kuiper, row.Get("kuiper_V_modified"), 1e-9)
		check(t, row.Get("id")+" Rao", u.Rao, row.Get("rao_spacing_U_deg"), 1e-9)
	}
	for _, row := range oracle.Rows(t, "oracles", set, "fisher_mean_direction_ci.csv") {
		var times []float64
		for _, r := range oracle.Rows(t, "oracles", set, row.Get("id")+"_data.csv") {
			times = append(times, parse(t, r.Get("value")))
		}
		if row.Get("confidence") != "0.95" {
			t.Errorf("limits of %s", row.Get("confidence"))
		}
		check(t, "dispersion", MeanDirection(times, 24).Dispersion, row.Get("circular_dispersion"), 1e-8)
		d, half := MeanDirection(times, 24), parse(t, row.Get("ci_half_width_hours"))
		check(t, "lower", d.Lower.Scale(1), fmt.Sprint(parse(t, row.Get("mean_direction_hours"))-half), 1e-8) // 8 decimals
		check(t, "upper", d.Upper.Scale(1), fmt.Sprint(parse(t, row.Get("mean_direction_hours"))+half), 1e-8)
	}
}

// Set 08: weights of the R package aoristic 1.1.1, whose hour 1 is Sunday 00-01;
// tolerance 1e-12, 1e-9 for the sums by hour and weekday. Its clock is never changed, and
// so is that of the comparison; where no clock change is near, Aoristic says the same.
func TestAoristicOracle(t *testing.T) {
	same := func(minute int64) int64 { return minute }
	for _, name := range []string{"dcburglaries", "nyburg_2019"} {
		want := map[string][168]float64{}
		for _, row := range oracle.Rows(t, "oracles", "08_aoristic", name+"_weights_long.csv") {
			weights := want[row.Get("row")]
			sundayFirst := int(parse(t, row.Get("hour_of_week"))) - 1
			weights[(sundayFirst+6*24)%168] = parse(t, row.Get("weight"))
			want[row.Get("row")] = weights
		}
		compared, sums := 0, [168]float64{}
		for _, row := range oracle.Rows(t, "oracles", "08_aoristic", name+"_input.csv") {
			from, to := clock(t, row.Get("from")), clock(t, row.Get("to"))
			got := aoristic(from, to, same, hourOfWeekOn)
			if minutes := row.Get("duration_min"); to >= from && to != math.MinInt64 {
				check(t, name+" duration", N(float64(to/60-from/60)), minutes, 0)
			}
			for hour, weight := range got {
				sums[hour] += weight
			}
			weights, ok := want[row.Get("row")]
			if !ok {
				continue
			}
			compared++
			changed := to >= from && universalMinute(to/60)-universalMinute(from/60) != to/60-from/60
			if !changed && Aoristic(from, to) != got {
				t.Errorf("%s row %s: the clock of the United Kingdom says something else", name, row.Get("row"))
			}
			for hour := range got {
				oracle.Agree(t, got[hour], weights[hour])
				if math.Abs(got[hour]-weights[hour]) > 1e-12 {
					t.Errorf("%s row %s hour %d: got %v, want %v", name, row.Get("row"), hour, got[hour], weights[hour])
				}
			}
		}
		if compared != len(want) {
			t.Errorf("%s: compared %d rows of %d", name, compared, len(want))
		}
		checkWeek(t, name+"_summary_24x7.csv", sums, 1e-9)
		if name == "dcburglaries" {
			checkWeek(t, "dcburgsum_shipped.csv", sums, 5.1e-4) // three decimals
		}
	}
}

func checkWeek(t *testing.T, file string, sums [168]float64, tolerance float64) {
	t.Helper()
	for hour, row := range oracle.Rows(t, "oracles", "08_aoristic", file) {
		check(t, file, N(float64(hour)), row.Get("hour"), 0)
		for day, name := range []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"} {
			got, want := sums[24*day+hour], parse(t, row.Get(name))
			oracle.Agree(t, got, want)
			if math.Abs(got-want) > tolerance {
				t.Errorf("%s %s %d: got %v, want %v", file, name, hour, got, want)
			}
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
	for _, row := range oracle.Rows(t, "oracles", set, "UKDriverDeaths_input.csv") {
		counts, days = append(counts, parse(t, row.Get("deaths"))), append(days, parse(t, row.Get("days")))
		sin, cos := math.Sincos(2 * math.Pi * parse(t, row.Get("month")) / 12)
		for j, v := range []float64{1, parse(t, row.Get("idx")), cos, sin} {
			columns[j] = append(columns[j], v)
		}
	}
	fit, err := fitPoisson(counts, days, columns)
	if err != nil {
		t.Fatal(err)
	}
	phi := fit.pearson / float64(len(counts)-4)
	for j, row := range oracle.Rows(t, "oracles", set, "poisson_harmonic_glm_UKDriverDeaths.csv") {
		check(t, "coefficient", N(fit.coefficients.AtVec(j)), row.Get("coef"), 1e-9)
		se := math.Sqrt(fit.covariance.At(j, j))
		check(t, "standard error", N(se), row.Get("se_poisson"), 1e-9)
		check(t, "quasi standard error", N(se*math.Sqrt(phi)), row.Get("se_quasi"), 1e-9)
		check(t, "dispersion", N(phi), row.Get("dispersion"), 1e-9)
		check(t, "deviance", N(fit.deviance), row.Get("deviance"), 1e-9)
	}
}

// Set 20: R 4.2.2 and statsmodels; tolerance 1e-12.
func TestAdjustedPOracle(t *testing.T) {
	for _, file := range []string{"p_adjust_bh1995.csv", "p_adjust_with_NA_and_ties.csv"} {
		rows := oracle.Rows(t, "oracles", "20_multiple_testing_trend_concentration", file)
		p := make([]Number, len(rows))
		for i, row := range rows {
			if row.Get("p") != "" {
				p[i] = N(parse(t, row.Get("p")))
			}
		}
		for name, adjusted := range map[string][]Number{
			"BH": BenjaminiHochberg(p), "BY": BenjaminiYekutieli(p), "bonferroni": Bonferroni(p), "holm": Holm(p), "hochberg": Hochberg(p), "hommel": Hommel(p),
		} {
			for i, row := range rows {
				if row.Has(name) {
					check(t, file+" "+name, adjusted[i], row.Get(name), 1e-12)
				}
				if name == "BH" && row.Has("reject_BH_0.05") && (adjusted[i].Or(1) <= 0.05) != (row.Get("reject_BH_0.05") == "TRUE") {
					t.Errorf("%s: q %v, rejected %s", file, adjusted[i], row.Get("reject_BH_0.05"))
				}
			}
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
	for _, row := range oracle.Rows(t, "oracles", "20_multiple_testing_trend_concentration", "mann_kendall_sen.csv") {
		trend := MannKendall(fields(t, row.Get("values")))
		check(t, row.Get("series")+" n", N(float64(len(fields(t, row.Get("values"))))), row.Get("n"), 0)
		check(t, row.Get("series")+" S", N(trend.S), row.Get("S"), 1e-12)
		check(t, row.Get("series")+" variance", N(trend.Variance), row.Get("varS"), 1e-11) // printed to 12 digits
		check(t, row.Get("series")+" Z", trend.Z, row.Get("Z"), 1e-12)
		check(t, row.Get("series")+" p", trend.P, row.Get("p"), 1e-12)
		check(t, row.Get("series")+" slope", trend.Slope, row.Get("sen_slope"), 1e-12)
	}
}

func TestConcentrationOracle(t *testing.T) {
	for _, row := range oracle.Rows(t, "oracles", "20_multiple_testing_trend_concentration", "concentration_gini_lorenz.csv") {
		counts := fields(t, row.Get("counts"))
		c := Concentrate(counts)
		check(t, row.Get("set")+" units", N(float64(c.Units)), row.Get("n_units"), 0)
		check(t, row.Get("set")+" empty", N(float64(c.Empty)), row.Get("zero_units"), 0)
		check(t, row.Get("set")+" gini", c.Gini, row.Get("gini"), 1e-12)
		check(t, row.Get("set")+" adjusted", c.Adjusted, row.Get("generalised_gini"), 1e-12)
		check(t, row.Get("set")+" total", N(c.Events), row.Get("total"), 0)
		slices.Sort(counts)
		check(t, row.Get("set")+" quarter", N(float64(unitsHolding(counts, c.Events/4))), row.Get("units_for_25pct"), 0)
		check(t, row.Get("set")+" top units", N(math.Ceil(0.05*float64(len(counts)))), row.Get("top5pct_units"), 0)
		check(t, row.Get("set")+" half", c.Half.Numerator, row.Get("units_for_50pct"), 0)
		check(t, row.Get("set")+" top share", TopShare(counts, 0.05).Value, row.Get("top5pct_units_share"), 1e-12)
	}
}
