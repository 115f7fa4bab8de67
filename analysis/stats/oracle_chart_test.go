package stats

import (
	"cmp"
	"math"
	"strconv"
	"strings"
	"testing"

	"svna/analysis/internal/oracle"
)

// groupRows splits rows into runs that share the values of the given columns.
func groupRows(rows []oracle.Row, columns ...string) [][]oracle.Row {
	var groups [][]oracle.Row
	for i, row := range rows {
		same := i > 0
		for _, column := range columns {
			same = same && row.Get(column) == rows[i-1].Get(column)
		}
		if !same {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], row)
	}
	return groups
}

func column(t *testing.T, rows []oracle.Row, name string) []float64 {
	t.Helper()
	var values []float64
	for _, row := range rows {
		values = append(values, parse(t, row.Get(name)))
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
// tolerance 1e-9 for limits, labels exact. The engine has no limits for fewer than 12
// points; those of the series of five are made all the same.
func TestXmROracle(t *testing.T) {
	rows := oracle.Rows(t, "oracles", "09_spc_xmr", "xmr_ptd_expected.csv")
	for _, group := range groupRows(rows, "series", "rebase_group") {
		first := group[0]
		baseline := 0
		if first.Get("fix_after_n") != "" {
			baseline = int(parse(t, first.Get("fix_after_n")))
		}
		values := column(t, group, "y")
		c := XmR(values, baseline, math.Inf(-1))
		if first.Get("series") == "short_five" {
			if c.Lower[0].Known() {
				t.Error("five points have limits")
			}
			width := rangesToLimit * screenedRange(values)
			c.limits(leastBaseline, math.Inf(-1), func(int) float64 { return width })
		}
		if first.Get("screen_outliers") == "FALSE" {
			base := baselineOf(values, baseline)
			width := rangesToLimit * mean(movingRanges(base))
			c.limits(leastBaseline, math.Inf(-1), func(int) float64 { return width })
		}
		labels := lookingAhead(c)
		for i, row := range group {
			what := row.Get("series") + " " + row.Get("idx")
			if row.Get("improvement_direction") != "increase" || row.Get("fix_after_n") != first.Get("fix_after_n") || row.Get("screen_outliers") != first.Get("screen_outliers") {
				t.Fatalf("%s: another chart", what)
			}
			check(t, what+" centre", N(c.Centre), row.Get("mean"), 1e-9)
			if row.Get("lpl") != "" { // blank for the level series, where ours are at the mean
				check(t, what+" lower", c.Lower[i], row.Get("lpl"), 1e-9)
				check(t, what+" upper", c.Upper[i], row.Get("upl"), 1e-9)
			}
			check(t, what+" side", N(float64(cmp.Compare(values[i], c.Centre))), row.Get("relative_to_mean"), 0)
			outside := c.Signals[i]&(AboveLimit|BelowLimit) != 0
			near := !outside && (c.near(i, 1) == 1 || c.near(i, -1) == 1)
			for column, got := range map[string]bool{"outside_limits": outside, "close_to_limits": near} {
				if want := row.Get(column); want != "" && got != (want == "TRUE") {
					t.Errorf("%s %s: got %v, want %s", what, column, got, want)
				}
			}
			if labels[i] != row.Get("special_cause") {
				t.Errorf("%s: got %q, want %q", what, labels[i], row.Get("special_cause"))
			}
			if got := pointType(labels[i]); got != row.Get("point_type") {
				t.Errorf("%s: got %q, want %q", what, got, row.Get("point_type"))
			}
		}
	}
}

// pointType is the oracle's word for a label where high values are an improvement.
func pointType(label string) string {
	switch {
	case label == "Common Cause":
		return "common_cause"
	case strings.Contains(label, "Above") || strings.Contains(label, "Increasing"):
		return "special_cause_improvement"
	}
	return "special_cause_concern"
}

// Set 10: qicharts2 0.8.1, every chart and run test; tolerance 1e-9.
func TestControlChartOracle(t *testing.T) {
	per := map[string]float64{"u_cdi": 1e4, "u_cdi_freeze24": 1e4, "u_cdi_part24": 1e4, "u_gtt": 1e3}
	for _, group := range groupRows(oracle.Rows(t, "oracles", "10_spc_qicharts2", "control_chart_expected.csv"), "chart", "part") {
		name, k := group[0].Get("chart"), 1.0
		if per[name] > 0 {
			k = per[name]
		}
		sums := column(t, group, "y_sum")
		sizes := func() []float64 { return column(t, group, "n") }
		var c ControlChart
		first := 0 // the row of the first point
		switch name {
		case "c_cdi_n":
			c = CChart(sums, 0)
		case "u_cdi", "u_cdi_part24", "u_gtt":
			c = UChart(sums, sizes(), 0)
		case "u_cdi_freeze24":
			c = UChart(sums, sizes(), 24)
		case "p_nhs_accidents":
			c = PChart(sums, sizes(), 0)
		case "pp_prime_nhs_accidents":
			c = PPrimeChart(sums, sizes(), 0)
		case "t_20":
			c = TChart(sums, 0)
		case "g_20":
			c = GChart(sums, 0)
		case "i_cdi", "i_memphis_weekly":
			c = IChart(sums, 0, math.Inf(-1))
		case "ip_prime_cdi":
			c = IPrimeChart(sums, sizes(), 0)
		case "mr_cdi":
			c, first = MovingRangeChart(sums, 0), 1
		case "run_memphis_weekly":
			c = ControlChart{Values: sums, Centre: Quantile(sums, 0.5).Or(-1), Lower: make([]Number, len(sums)), Upper: make([]Number, len(sums)), Signals: make([]Signal, len(sums))}
		default:
			t.Fatalf("no chart %s", name)
		}
		r := RunsAbout(c.Values, c.Centre)
		for i, row := range group {
			what := name + " " + row.Get("idx")
			check(t, what+" row", N(parse(t, group[0].Get("idx"))+float64(i)), row.Get("idx"), 0)
			check(t, what+" centre", N(c.Centre*k), row.Get("cl"), 1e-9)
			for column, got := range map[string]int{"longest_run": r.Longest, "longest_run_max": r.LongestMost, "n_crossings": r.Crossings, "n_crossings_min": r.CrossesLeast, "n_useful": r.Useful, "n_obs": len(group)} {
				check(t, what+" "+column, N(float64(got)), row.Get(column), 0)
			}
			if r.Signal != (row.Get("runs_signal") == "TRUE") {
				t.Errorf("%s: run signal %v, want %s", what, r.Signal, row.Get("runs_signal"))
			}
			point := max(i-first, 0)
			outside := c.Signals[point]&(AboveLimit|BelowLimit) != 0 && i >= first
			if outside != (row.Get("sigma_signal") == "TRUE") {
				t.Errorf("%s: outside %v, want %s", what, outside, row.Get("sigma_signal"))
			}
			check(t, what+" lower", c.Lower[point], scaled(t, row.Get("lcl"), 1/k), 1e-9)
			check(t, what+" upper", c.Upper[point], scaled(t, row.Get("ucl"), 1/k), 1e-9)
			if row.Get("y") != "" {
				check(t, what+" value", N(c.Values[point]), scaled(t, row.Get("y"), 1/k), 1e-9)
			} else if i >= first {
				t.Errorf("%s: no value", what)
			}
		}
	}
}

// scaled is a number of an oracle in another unit; blank stays blank.
func scaled(t *testing.T, text string, k float64) string {
	t.Helper()
	if text == "" {
		return ""
	}
	return strconv.FormatFloat(parse(t, text)*k, 'g', 17, 64)
}

// The raw series of set 10 are those of the charts.
func TestControlChartOracleData(t *testing.T) {
	const set = "10_spc_qicharts2"
	charts := map[string][]oracle.Row{}
	for _, group := range groupRows(oracle.Rows(t, "oracles", set, "control_chart_expected.csv"), "chart") {
		charts[group[0].Get("chart")] = group
	}
	for _, tt := range []struct{ file, sum, size, chart string }{
		{"data_cdi.csv", "n", "days", "u_cdi"}, {"data_nhs_accidents.csv", "r", "n", "p_nhs_accidents"},
	} {
		for i, row := range oracle.Rows(t, "oracles", set, tt.file) {
			check(t, tt.file, N(parse(t, row.Get(tt.sum))), charts[tt.chart][i].Get("y_sum"), 1e-9)
			check(t, tt.file, N(parse(t, row.Get(tt.size))), charts[tt.chart][i].Get("n"), 1e-9)
		}
	}
}
