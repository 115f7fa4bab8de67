package stats

import (
	"math"
	"testing"
)

// groupRows splits rows into runs that share the values of the given columns.
func groupRows(rows []map[string]string, columns ...string) [][]map[string]string {
	var groups [][]map[string]string
	for i, row := range rows {
		same := i > 0
		for _, column := range columns {
			same = same && row[column] == rows[i-1][column]
		}
		if !same {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], row)
	}
	return groups
}

func column(t *testing.T, rows []map[string]string, name string) []float64 {
	t.Helper()
	var values []float64
	for _, row := range rows {
		values = append(values, parse(t, row[name]))
	}
	return values
}

// lookingAhead labels the points as the oracle does, from signals that look back:
// every point of a run is labelled, and the first rule in its order wins.
func lookingAhead(c ControlChart) []string {
	labels := make([]string, len(c.Values))
	for t := range labels {
		labels[t] = "Common Cause"
	}
	mark := func(from, to int, label string, applies func(t int) bool) {
		for t := from; t <= to; t++ {
			if labels[t] == "Common Cause" && applies(t) {
				labels[t] = label
			}
		}
	}
	every := func(int) bool { return true }
	for _, rule := range []struct {
		signal  Signal
		back    int
		label   string
		applies func(t int) bool
	}{
		{AboveLimit, 0, "Above UCL", every},
		{BelowLimit, 0, "Below LCL", every},
		{Rising, 6, "7 Point Trend (Increasing)", every},
		{Falling, 6, "7 Point Trend (Decreasing)", every},
		{NearUpper, 2, "2 in 3 Above CL", func(t int) bool { return c.near(t, 1) == 1 }},
		{NearLower, 2, "2 in 3 Below CL", func(t int) bool { return c.near(t, -1) == 1 }},
		{RunAbove, 6, "7 Points Above CL", every},
		{RunBelow, 6, "7 Points Below CL", every},
	} {
		for t, s := range c.Signals {
			if s&rule.signal != 0 {
				mark(t-rule.back, t, rule.label, rule.applies)
			}
		}
	}
	return labels
}

// Set 09: NHSRplotthedots 0.2.2, which screens as we do in the series marked so;
// tolerance 1e-9 for limits, labels exact.
func TestXmROracle(t *testing.T) {
	rows := sharedRows(t, "oracles", "09_spc_xmr", "xmr_ptd_expected.csv")
	compared := 0
	for _, group := range groupRows(rows, "series", "rebase_group") {
		first := group[0]
		if first["screen_outliers"] != "TRUE" || first["series"] == "short_five" {
			continue // five points have no limits here
		}
		baseline := 0
		if first["fix_after_n"] != "" {
			baseline = int(parse(t, first["fix_after_n"]))
		}
		c := XmR(column(t, group, "y"), baseline, math.Inf(-1))
		labels := lookingAhead(c)
		for i, row := range group {
			what := row["series"] + " " + row["idx"]
			check(t, what+" centre", N(c.Centre), row["mean"], 1e-9)
			if row["lpl"] != "" { // blank for the level series, where ours are at the mean
				check(t, what+" lower", c.Lower[i], row["lpl"], 1e-9)
				check(t, what+" upper", c.Upper[i], row["upl"], 1e-9)
			}
			if labels[i] != row["special_cause"] {
				t.Errorf("%s: got %q, want %q", what, labels[i], row["special_cause"])
			}
			compared++
		}
	}
	if compared < 300 {
		t.Errorf("compared %d points, want 300 and more", compared)
	}
}

// Set 10: qicharts2 0.8.1; tolerance 1e-9.
func TestControlChartOracle(t *testing.T) {
	rows := sharedRows(t, "oracles", "10_spc_qicharts2", "control_chart_expected.csv")
	per := map[string]float64{"u_cdi": 1e4, "u_cdi_freeze24": 1e4, "u_cdi_part24": 1e4, "u_gtt": 1e3, "c_cdi_n": 1}
	compared := 0
	for _, group := range groupRows(rows, "chart", "part") {
		name := group[0]["chart"]
		k, ok := per[name]
		if !ok {
			continue // TestOtherChartsOracle
		}
		baseline := 0
		if name == "u_cdi_freeze24" {
			baseline = 24
		}
		var c ControlChart
		if name == "c_cdi_n" {
			c = CChart(column(t, group, "y_sum"), baseline)
		} else {
			c = UChart(column(t, group, "y_sum"), column(t, group, "n"), baseline)
		}
		for i, row := range group {
			what := name + " " + row["idx"]
			check(t, what+" centre", N(c.Centre*k), row["cl"], 1e-9)
			check(t, what+" lower", c.Lower[i].Scale(k), row["lcl"], 1e-9)
			check(t, what+" upper", c.Upper[i].Scale(k), row["ucl"], 1e-9)
			if outside := c.Signals[i]&(AboveLimit|BelowLimit) != 0; outside != (row["sigma_signal"] == "TRUE") {
				t.Errorf("%s: outside %v, want %s", what, outside, row["sigma_signal"])
			}
			compared++
		}
	}
	if compared < 300 {
		t.Errorf("compared %d points, want 300 and more", compared)
	}
}

// Set 10: p, p', t and g charts, the individuals chart with 3/1.128 for 2.66 as in
// the t chart, and the run tests of all charts; tolerance 1e-9.
func TestOtherChartsOracle(t *testing.T) {
	for _, group := range groupRows(sharedRows(t, "oracles", "10_spc_qicharts2", "control_chart_expected.csv"), "chart", "part") {
		name, centre := group[0]["chart"], Number{}
		var c ControlChart
		switch name {
		case "p_nhs_accidents":
			c = PChart(column(t, group, "y_sum"), column(t, group, "n"), 0)
		case "pp_prime_nhs_accidents":
			c = PPrimeChart(column(t, group, "y_sum"), column(t, group, "n"), 0)
		case "t_20":
			c = TChart(column(t, group, "y_sum"), 0)
		case "g_20":
			c = GChart(column(t, group, "y_sum"), 0)
		case "i_cdi", "i_memphis_weekly":
			values := column(t, group, "y")
			c = XmR(values, 0, math.Inf(-1))
			width := 3 / rangesToSigma / rangesToLimit * (c.Upper[0].value - c.Centre)
			c.limits(len(values), 0, func(int) float64 { return width })
		case "run_memphis_weekly":
			centre = Quantile(column(t, group, "y"), 0.5)
			check(t, name, centre, group[0]["cl"], 1e-9)
		}
		for i, row := range group {
			if c.Values == nil {
				break
			}
			what := name + " " + row["idx"]
			check(t, what+" centre", N(c.Centre), row["cl"], 1e-9)
			check(t, what+" lower", c.Lower[i], row["lcl"], 1e-9)
			check(t, what+" upper", c.Upper[i], row["ucl"], 1e-9)
			if outside := c.Signals[i]&(AboveLimit|BelowLimit) != 0; outside != (row["sigma_signal"] == "TRUE") {
				t.Errorf("%s: outside %v, want %s", what, outside, row["sigma_signal"])
			}
		}
		if name == "mr_cdi" || name == "u_cdi_freeze24" {
			continue // about another centre
		}
		values := column(t, group, "y")
		centre = N(parse(t, group[0]["cl"]))
		r := RunsAbout(values, centre.value)
		for column, got := range map[string]int{"longest_run": r.Longest, "longest_run_max": r.LongestMost, "n_crossings": r.Crossings, "n_crossings_min": r.CrossesLeast, "n_useful": r.Useful} {
			check(t, name+" "+column, N(float64(got)), group[0][column], 0)
		}
		if r.Signal != (group[0]["runs_signal"] == "TRUE") {
			t.Errorf("%s: run signal %v, want %s", name, r.Signal, group[0]["runs_signal"])
		}
	}
}
