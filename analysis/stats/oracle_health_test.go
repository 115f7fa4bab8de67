package stats

import (
	"strings"
	"testing"
)

// The oracles of this file are the test data of PHEindicatormethods 2.1.0, in
// sets 01 to 03 of the folder shared.

// Tolerance 1e-12 as the oracle asks.
func TestHealthIntervals(t *testing.T) {
	const set = "01_phe_ci_rates_proportions_means"
	for _, row := range sharedRows(t, "oracles", set, "testdata_B_W.csv") {
		confidence := parse(t, strings.TrimSuffix(row["confidence"], "%")) / 100
		x := parse(t, row["x"])
		var lower, upper float64
		if row["method"] == "Byars" {
			lower, upper = ByarLower(x, confidence), ByarUpper(x, confidence)
			if row["lowercl"] == "" { // the bare formula breaks down
				if lower >= 0 {
					t.Errorf("Byar of %v: got %v, want below 0", x, lower)
				}
				row["lowercl"] = "Inf"
			}
		} else {
			lower, upper = WilsonLimits(x, parse(t, row["n"]), confidence)
		}
		if row["lowercl"] != "Inf" {
			check(t, row["method"], N(lower), row["lowercl"], 1e-12)
		}
		check(t, row["method"], N(upper), row["uppercl"], 1e-12)
	}
	for _, file := range []string{"testdata_Prop.csv", "testdata_Rate.csv", "testdata_Prop_g.csv", "testdata_Rate_g.csv"} {
		for _, row := range sharedRows(t, "oracles", set, file) {
			checkHealthRow(t, file, row)
		}
	}
}

func checkHealthRow(t *testing.T, file string, row map[string]string) {
	t.Helper()
	if row["Numerator"] == "" || row["Denominator"] == "" {
		return // missing counts never reach this package
	}
	x, n, k := parse(t, row["Numerator"]), parse(t, row["Denominator"]), parse(t, row["multiplier"])
	var e Estimate
	if strings.Contains(file, "Prop") {
		e = Share(x, n).Scale(k)
	} else {
		e = Rate(x, n, k)
		if want := map[string]string{"Exact": "exact Poisson", "Byars": "Byar"}[row["method"]]; e.Method != want {
			t.Errorf("%s %s: got method %q, want %q", file, row["Area"], e.Method, want)
		}
		if want, ok := row["lower99_8cl"]; ok {
			lower, upper, _ := PoissonLimits(x, 0.998)
			check(t, file+" 99.8", N(lower*k/n), want, 1e-12)
			check(t, file+" 99.8", N(upper*k/n), row["upper99_8cl"], 1e-12)
		}
	}
	check(t, file+" "+row["Area"], e.Value, row["value"], 1e-12)
	lower, upper := row["lower95_0cl"], row["upper95_0cl"]
	if _, ok := row["lowercl"]; ok {
		lower, upper = row["lowercl"], row["uppercl"]
	}
	check(t, file+" "+row["Area"], e.Lower, lower, 1e-12)
	check(t, file+" "+row["Area"], e.Upper, upper, 1e-12)
}

// The European standard population of 2013, 19 bands; Eurostat.
var esp2013 = []float64{5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000}

// byArea groups a column of numbers by area; a blank is 0.
func byArea(t *testing.T, rows []map[string]string, column string) map[string][]float64 {
	t.Helper()
	values := map[string][]float64{}
	for _, row := range rows {
		v := 0.0
		if row[column] != "" {
			v = parse(t, row[column])
		}
		values[row["area"]] = append(values[row["area"]], v)
	}
	return values
}

// Tolerance 1e-10; 1e-7 for the repeat events, which carry 8 decimals.
func TestHealthDirectStandardisation(t *testing.T) {
	const set = "02_phe_dsr_isr"
	plain := sharedRows(t, "oracles", set, "testdata_multiarea.csv")
	repeats := sharedRows(t, "oracles", set, "testdata_nonindepe.csv")
	counts, people := byArea(t, plain, "count"), byArea(t, plain, "pop")
	repeatCounts, repeatPeople := byArea(t, repeats, "count"), byArea(t, repeats, "pop")
	squares := map[string][]float64{}
	for m, column := range []string{"f1", "f2", "f3", "f4"} {
		for area, persons := range byArea(t, repeats, column) {
			if squares[area] == nil {
				squares[area] = make([]float64, len(persons))
			}
			for i, n := range persons {
				squares[area][i] += float64((m+1)*(m+1)) * n
			}
		}
	}
	for _, row := range sharedRows(t, "oracles", set, "testresults_DSR.csv") {
		area, k, tolerance := row["area"], 10000.0, 1e-10
		if strings.Contains(row["statistic"], "100000") {
			k = 100000
		}
		var e Estimate
		if strings.Contains(row["method"], "non-independent") {
			e, tolerance = DirectlyStandardisedRepeats(repeatCounts[area], squares[area], repeatPeople[area], esp2013, k), 1e-7
		} else {
			e = DirectlyStandardised(counts[area], people[area], esp2013, k)
		}
		check(t, area, e.Value, row["value"], tolerance)
		check(t, area, e.Lower, row["lower95_0cl"], tolerance)
		check(t, area, e.Upper, row["upper95_0cl"], tolerance)
		if row["value"] == "" && e.Reason != TooFew {
			t.Errorf("%s: got reason %q, want %q", area, e.Reason, TooFew)
		}
	}
}

func TestHealthIndirectStandardisation(t *testing.T) {
	const set = "02_phe_dsr_isr"
	rows := sharedRows(t, "oracles", set, "testdata_multiarea_isr.csv")
	people, counts := byArea(t, rows, "pop"), byArea(t, rows, "count")
	references, referencePeople := byArea(t, rows, "refcount"), byArea(t, rows, "refpop")
	observed := map[string]float64{}
	for area, values := range counts {
		for _, x := range values {
			observed[area] += x
		}
	}
	for _, row := range sharedRows(t, "oracles", set, "testresults_ISR.csv") {
		area := row["area"]
		if people[area] == nil || !strings.Contains(row["statistic"], "ratio x 1") {
			continue // rates are ratios times a constant
		}
		k := 1.0
		if strings.HasSuffix(row["statistic"], "100") {
			k = 100
		}
		rates := make([]float64, len(people[area]))
		for i := range rates {
			rates[i] = references[area][i] / referencePeople[area][i]
		}
		e := IndirectlyStandardised(parse(t, row["observed"]), people[area], rates).Scale(k)
		check(t, area, e.Denominator, row["expected"], 1e-10)
		check(t, area, e.Value, row["value"], 1e-10)
		check(t, area, e.Lower, row["lower95_0cl"], 1e-10)
		check(t, area, e.Upper, row["upper95_0cl"], 1e-10)
	}
}

// positionNames are the oracle's words for the positions.
var positionNames = map[Position]string{
	High998: "High (0.001)", High95: "High (0.025)", Within: "Not significant", Low95: "Low (0.025)", Low998: "Low (0.001)",
}

// Tolerance 1e-6 absolute for limits in per cent; classes exact.
func TestHealthFunnelOfShares(t *testing.T) {
	const set = "03_phe_funnel_sii"
	inputs := map[string][2]float64{}
	var x, n float64
	for _, row := range sharedRows(t, "oracles", set, "funnel_prop_inputs.csv") {
		if row["numerator"] == "" || row["denominator"] == "" {
			continue
		}
		a, b := parse(t, row["numerator"]), parse(t, row["denominator"])
		inputs[row["row"]] = [2]float64{a, b}
		x, n = x+a, n+b
	}
	for _, row := range sharedRows(t, "oracles", set, "funnel_prop_limits.csv") {
		people := parse(t, row["population"])
		l2, u2 := FunnelShare(x/n, people, 0.95, 1)
		l3, u3 := FunnelShare(x/n, people, 0.998, 1)
		for column, got := range map[string]float64{"baseline": x / n, "lower_2s": l2, "upper_2s": u2, "lower_3s": l3, "upper_3s": u3} {
			if d := 100*got - parse(t, row[column]); d > 1e-6 || d < -1e-6 {
				t.Errorf("%v %s: got %v, want %s", people, column, 100*got, row[column])
			}
		}
	}
	for _, row := range sharedRows(t, "oracles", set, "funnel_prop_significance.csv") {
		in := inputs[row["row"]]
		if got := positionNames[SharePosition(in[0], in[1], x/n, 1)]; got != row["significance"] {
			t.Errorf("row %s: got %q, want %q", row["row"], got, row["significance"])
		}
	}
}

// Tolerance 1e-5: the oracle ends a bisection early. Its classes use Byar's
// limits from 10 events on and ours exact ones; on these data they agree.
func TestHealthFunnelOfCounts(t *testing.T) {
	const set = "03_phe_funnel_sii"
	for _, row := range sharedRows(t, "oracles", set, "funnel_ratio_limits.csv") {
		k := parse(t, row["Observed_events"])
		l2, u2 := FunnelEvents(k, 0.95, 1)
		l3, u3 := FunnelEvents(k, 0.998, 1)
		check(t, "lower 95", N(l2), row["lower_2s_exp_events"], 1e-5)
		check(t, "upper 95", N(u2), row["upper_2s_exp_events"], 1e-5)
		check(t, "lower 99.8", N(l3), row["lower_3s_exp_events"], 1e-5)
		check(t, "upper 99.8", N(u3), row["upper_3s_exp_events"], 1e-5)
	}
	inputs := map[string][2]float64{}
	for _, row := range sharedRows(t, "oracles", set, "funnel_ratio_inputs.csv") {
		if row["obs"] != "" && row["expected"] != "" {
			inputs[row["row"]] = [2]float64{parse(t, row["obs"]), parse(t, row["expected"])}
		}
	}
	for _, row := range sharedRows(t, "oracles", set, "funnel_ratio_significance.csv") {
		in := inputs[row["row"]]
		if got := positionNames[EventsPosition(in[0], in[1], 1)]; got != row["significance"] {
			t.Errorf("row %s (%v): got %q, want %q", row["row"], in, got, row["significance"])
		}
	}
}

// Set 03, funnel of rates: lines and classes. Populations on the lines are expected
// counts over the baseline; 1e-5 as the oracle's search ends early.
func TestHealthFunnelOfRates(t *testing.T) {
	const set = "03_phe_funnel_sii"
	for _, file := range []string{"funnel_rate_limits_1_dsr.csv", "funnel_rate_limits_2_crude_max_set_to_5.csv", "funnel_rate_limits_3_crude_max_set_to_0.csv"} {
		for _, row := range sharedRows(t, "oracles", set, file) {
			k, baseline := parse(t, row["Events"]), parse(t, row["baseline"])
			for confidence, line := range map[float64]string{0.95: "2s", 0.998: "3s"} {
				low, high := FunnelEvents(k, confidence, 1)
				check(t, file, N(low/baseline/3*1e5), row["lower_"+line+"_population_1_year"], 1e-5)
				check(t, file, N(k/low*baseline), row["lower_"+line+"_limit"], 1e-5)
				check(t, file, N(high/baseline/3*1e5), row["upper_"+line+"_population_1_year"], 1e-5)
				check(t, file, N(k/high*baseline), row["upper_"+line+"_limit"], 1e-5)
			}
		}
	}
	type area struct{ events, population float64 }
	areas := map[string]area{}
	var withZero, without area
	for _, row := range sharedRows(t, "oracles", set, "funnel_rate_inputs.csv") {
		if row["count"] == "" || row["rate_crude_per_100000"] == "" {
			continue
		}
		a := area{events: parse(t, row["count"])}
		if a.events == 0 {
			if row["pop"] == "" {
				continue
			}
			a.population = parse(t, row["pop"])
		} else {
			a.population = 1e5 * a.events / parse(t, row["rate_crude_per_100000"])
			without.events, without.population = without.events+a.events, without.population+a.population
		}
		withZero.events, withZero.population = withZero.events+a.events, withZero.population+a.population
		areas[row["row"]] = a
	}
	compared := 0
	for _, row := range sharedRows(t, "oracles", set, "funnel_rate_significance.csv") {
		a := areas[row["row"]]
		for name, base := range map[string]area{"crude_per_100000_with_0": withZero, "crude_per_100000_without_0": without} {
			if row[name] == "" || a.population == 0 {
				continue
			}
			compared++
			if got := positionNames[EventsPosition(a.events, a.population*base.events/base.population, 1)]; got != row[name] {
				t.Errorf("row %s %s: got %q, want %q", row["row"], name, got, row[name])
			}
		}
	}
	if compared < 50 {
		t.Errorf("compared %d classes, want 50 and more", compared)
	}
}

// Set 03, slope index of inequality; sii, rii and intercept to 1e-10; limits to
// 5% where the standard errors are those of the values.
func TestHealthSlope(t *testing.T) {
	const set = "03_phe_funnel_sii"
	inputs := map[string][]map[string]string{}
	for _, group := range groupRows(sharedRows(t, "oracles", set, "sii_input.csv"), "case") {
		inputs[group[0]["case"]] = group
	}
	for _, row := range sharedRows(t, "oracles", set, "sii_expected.csv") {
		group := inputs[row["case"]]
		if row["expect"] != "value" || group == nil {
			continue // bad input is refused on loading
		}
		k, transform := parse(t, group[0]["multiplier"]), group[0]["transform"] == "TRUE"
		scale := AsTheyAre
		if transform {
			scale = map[string]Scale{"0": AsTheyAre, "1": Logarithm, "2": Logit}[group[0]["value_type"]]
		}
		var people, values []float64
		for _, r := range group {
			people = append(people, parse(t, r["population"]))
			if r["value"] == "" {
				values = append(values, parse(t, r["count"])/parse(t, r["population"]))
			} else {
				values = append(values, parse(t, r["value"]))
			}
		}
		s := InequalitySlope(people, values, nil, scale, 0, 1)
		check(t, row["case"]+" sii", s.SII.Value.Scale(k), row["sii"], 1e-10)
		if rii := s.RII.Value; row["rii"] != "" {
			if k < 0 {
				rii = N(1 / rii.value)
			}
			check(t, row["case"]+" rii", rii, row["rii"], 1e-10)
		}
		if row["intercept"] != "" {
			check(t, row["case"]+" intercept", s.Intercept, row["intercept"], 1e-10)
		}
		if group[0]["value_type"] != "0" || k < 0 || group[0]["standard_error"] == "" || row["sii_lower_1"] == "" || row["confidence_percent"] != "95" {
			continue
		}
		s = InequalitySlope(people, values, column(t, group, "standard_error"), scale, 20000, 1)
		for _, pair := range [][2]float64{{s.SII.Lower.Scale(k).Or(0), parse(t, row["sii_lower_1"])}, {s.SII.Upper.Scale(k).Or(0), parse(t, row["sii_upper_1"])}, {s.RII.Lower.Or(0), parse(t, row["rii_lower_1"])}} {
			if !near(pair[0], pair[1], 0.05) {
				t.Errorf("case %s: limit got %v, want about %v", row["case"], pair[0], pair[1])
			}
		}
	}
}

// Set 01: Student's limits of a mean, 1e-9.
func TestHealthMeans(t *testing.T) {
	const set = "01_phe_ci_rates_proportions_means"
	values := map[string][]float64{}
	for _, row := range sharedRows(t, "oracles", set, "testdata_Mean.csv") {
		v := parse(t, row["values"])
		values[row["area"]] = append(values[row["area"]], v)
		values[""] = append(values[""], v)
	}
	for _, row := range sharedRows(t, "oracles", set, "testdata_Mean_results.csv") {
		group, ok := values[row["area"]]
		if !ok {
			group = values[""]
		}
		e := Mean(group)
		check(t, row["area"], e.Value, row["value"], 1e-9)
		check(t, row["area"]+" lower", e.Lower, row["lower95_0cl"], 1e-9)
		check(t, row["area"]+" upper", e.Upper, row["upper95_0cl"], 1e-9)
	}
}

// Set 01, bands: within groups, from the end that is worse; exact.
func TestHealthBands(t *testing.T) {
	compared := 0
	groups, order := map[string][]map[string]string{}, []string{}
	for _, row := range sharedRows(t, "oracles", "01_phe_ci_rates_proportions_means", "testdata_Quantiles.csv") {
		key := row["GroupSet"]
		switch key {
		case "IndSexReg":
			key += row["IndSexRef"] + row["ParentCode"]
		case "IndSex":
			key += row["IndSexRef"]
		}
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], row)
	}
	for _, key := range order {
		rows := groups[key]
		bands := map[string]int{"IndSexReg": 10, "IndSex": 7, "None": 4}[rows[0]["GroupSet"]]
		fromBelow := rows[0]["Polarity"] == "RAG - High is good" || rows[0]["Polarity"] == "False"
		if rows[0]["GroupSet"] == "None" {
			fromBelow = false
		}
		values := make([]Number, len(rows))
		for i, row := range rows {
			if row["Value"] != "" {
				values[i] = N(parse(t, row["Value"]))
				if fromBelow {
					values[i] = values[i].Scale(-1)
				}
			}
		}
		for i, got := range QuantileBands(values, bands) {
			want := 0
			if rows[i]["QuantileInGrp"] != "" && rows[i]["QuantileInGrp"] != "NA" {
				want = int(parse(t, rows[i]["QuantileInGrp"]))
			}
			compared++
			agree(t, float64(got), float64(want))
			if got != want {
				t.Errorf("%s row %d: got band %d, want %d", key, i, got, want)
			}
		}
	}
	if compared != 965 {
		t.Errorf("compared %d bands, want 965", compared)
	}
}
