package stats

import (
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"svna/analysis/internal/oracle"
)

// parse reads a number of an oracle.
func parse(t *testing.T, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// near reports whether got is within a relative tolerance of want, with a floor
// of 1e-12 below which differences do not matter.
func near(got, want, tolerance float64) bool {
	return math.Abs(got-want) <= 1e-12+tolerance*math.Abs(want)
}

// answered are the files of the folder oracles whose answers are all compared here;
// those of maps are in package spatial.
var answered = []string{
	"0[1-3]_*/*", "04_*/nc_sids_empirical_bayes_probmap.csv", "06_*/age_standardisation_small.json", "06_*/sids2_smoothing.csv",
	"08_*/*", "09_*/*", "1[0-5]_*/*", "20_*/*",
}

func TestMain(m *testing.M) { os.Exit(oracle.Run(m, answered, notAnswers)) }

// check compares a Number with what an oracle says: blank or infinite means that
// there is none.
func check(t *testing.T, what string, got Number, want string, tolerance float64) {
	t.Helper()
	value, known := got.Get()
	if want == "" || want == "Inf" || want == "NA" {
		if known {
			t.Errorf("%s: got %v, want none", what, value)
		}
		return
	}
	oracle.Agree(t, value, parse(t, want))
	if w := parse(t, want); !known || !near(value, w, tolerance) {
		t.Errorf("%s: got %v (known %v), want %v", what, value, known, w)
	}
}

// notAnswers are columns of the oracles that hold no answer: what they hold instead.
var notAnswers = map[string]map[string]string{
	"01_phe_ci_rates_proportions_means/testdata_Mean_results.csv": {"method": label, "statistic": label},
	"01_phe_ci_rates_proportions_means/testdata_Prop.csv":         {"statistic": label},
	"01_phe_ci_rates_proportions_means/testdata_Prop_g.csv":       {"statistic": label, "confidence": "95% throughout"},
	"01_phe_ci_rates_proportions_means/testdata_Rate.csv":         {"statistic": label},
	"01_phe_ci_rates_proportions_means/testdata_Rate_g.csv":       {"statistic": label, "confidence": "95% throughout"},
	"01_phe_ci_rates_proportions_means/testdata_Quantiles.csv": {
		"AreaCode": label, "AreaName": label, "IndSexRef": label, "IndicatorID": label, "IndicatorName": label, "ParentCode": label, "ParentName": label,
		"Polarity": "read once a group", "QuantileNm": label, "Rank": stepOfSource, "RankinGrp": stepOfSource, "RevValue": stepOfSource, "RowsInGrp": stepOfSource, "Sex": label, "Test": label,
	},
	"02_phe_dsr_isr/refdata.csv":                                    {"Age Band": label},
	"02_phe_dsr_isr/testdata_err1.csv":                              {"Age Band": label},
	"02_phe_dsr_isr/testdata_err3.csv":                              {"Age Band": label},
	"02_phe_dsr_isr/testdata_err4.csv":                              {"Age Band": label},
	"02_phe_dsr_isr/testdata_multiarea.csv":                         {"ageband": label},
	"02_phe_dsr_isr/testdata_multiarea_isr.csv":                     {"ageband": label},
	"02_phe_dsr_isr/testdata_nonindepe.csv":                         {"ageband": label},
	"03_phe_funnel_sii/funnel_prop_inputs.csv":                      {"Area": label},
	"03_phe_funnel_sii/funnel_rate_limits_1_dsr.csv":                {"method": label, "statistic": label},
	"03_phe_funnel_sii/funnel_rate_limits_2_crude_max_set_to_5.csv": {"method": label, "statistic": label},
	"03_phe_funnel_sii/funnel_rate_limits_3_crude_max_set_to_0.csv": {"method": label, "statistic": label},
	"03_phe_funnel_sii/sii_expected.csv":                            {"confidence_percent": input, "expect": "of the case whose limits are bad: the engine takes none", "repetitions": "draws of the source"},
	"03_phe_funnel_sii/sii_input.csv":                               {"count": input, "multiplier": input, "test": label, "transform": input, "lowercl": input, "uppercl": input, "standard_error": input},
	"04_local_g_gistar/nc_sids_empirical_bayes_probmap.csv":         {"row": label},
	"06_moran_lisa_pysal/age_standardisation_small.json":            {"/n": "number of regions"},
	"08_aoristic/dcburglaries_input.csv":                            {"duration_min": "of spans with a missing or earlier end", "x": "a place", "y": "a place"},
	"08_aoristic/nyburg_2019_input.csv":                             {"duration_min": "of spans with a missing or earlier end", "x": "a place", "y": "a place"},
	"09_spc_xmr/xmr_ptd_expected.csv":                               {"x": label},
	"10_spc_qicharts2/control_chart_expected.csv":                   {"x": label, "n": "1 where the chart has no sizes"},
	"10_spc_qicharts2/data_cdi.csv":                                 {"month": label, "period": label, "notes": label},
	"10_spc_qicharts2/data_nhs_accidents.csv":                       {"i": label},
	"12_two_sample_ratios_disproportionality/cases.csv":             {"source": "a citation"},
	"12_two_sample_ratios_disproportionality/multigroup_disproportionality.json": {
		"/groups/0/group": label, "/groups/1/group": label, "/groups/2/group": label, "/groups/3/group": label, "/groups/4/group": label,
	},
	"14_circular_time_of_day/fisherB1_ICU_arrivals_24h_data.csv":         {"idx": label},
	"14_circular_time_of_day/memphis_robbery_dayofweek_hours_data.csv":   {"idx": label},
	"14_circular_time_of_day/memphis_robbery_hour_2019_data.csv":         {"idx": label},
	"14_circular_time_of_day/tight_around_midnight_data.csv":             {"idx": label},
	"14_circular_time_of_day/two_modes_data.csv":                         {"idx": label},
	"14_circular_time_of_day/uniform8_data.csv":                          {"idx": label},
	"15_time_series_seasonality/Nile_input.csv":                          {"year": label},
	"15_time_series_seasonality/UKDriverDeaths_input.csv":                {"year": label},
	"15_time_series_seasonality/poisson_harmonic_glm_UKDriverDeaths.csv": {"term": label},
}

// What columns hold that are no answer.
const (
	label        = "a name, a number of the row or a date"
	input        = "an input that some cases do not use"
	stepOfSource = "a step on the way of the source"
)
