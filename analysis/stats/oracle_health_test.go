package stats

import (
	"math"
	"strings"
	"testing"

	"svna/analysis/internal/oracle"
)

// The oracles of this file are the test data of PHEindicatormethods 2.1.0, in
// sets 01 to 03 of the folder shared.

// Tolerance 1e-12 as the oracle asks.
func TestHealthIntervals(t *testing.T) {
	const set = "01_phe_ci_rates_proportions_means"
	for _, row := range oracle.Rows(t, "oracles", set, "testdata_B_W.csv") {
		confidence := parse(t, strings.TrimSuffix(row.Get("confidence"), "%")) / 100
		x := parse(t, row.Get("x"))
		var lower, upper float64
		if row.Get("method") == "Byars" {
			lower, upper = ByarLower(x, confidence), ByarUpper(x, confidence)
		} else {
			lower, upper = WilsonLimits(x, parse(t, row.Get("n")), confidence)
		}
		if row.Get("lowercl") != "" {
			check(t, row.Get("method"), N(lower), row.Get("lowercl"), 1e-12)
		} else if lower >= 0 { // the bare formula breaks down
			t.Errorf("Byar of %v: got %v, want below 0", x, lower)
		}
		check(t, row.Get("method"), N(upper), row.Get("uppercl"), 1e-12)
	}
	for _, file := range []string{"testdata_Prop.csv", "testdata_Rate.csv", "testdata_Prop_g.csv", "testdata_Rate_g.csv"} {
		for _, row := range oracle.Rows(t, "oracles", set, file) {
			checkHealthRow(t, file, row)
		}
	}
}

func checkHealthRow(t *testing.T, file string, row oracle.Row) {
	t.Helper()
	what := file + " " + row.Get("Area")
	if row.Get("Numerator") == "" || row.Get("Denominator") == "" {
		for _, column := range []string{"Numerator", "Denominator", "value", "multiplier", "method"} {
			if want := row.Get(column); column == "value" && want != "" {
				t.Errorf("%s: an answer for missing counts: %s", what, want)
			}
		}
		return // missing counts never reach this package
	}
	x, n, k := parse(t, row.Get("Numerator")), parse(t, row.Get("Denominator")), parse(t, row.Get("multiplier"))
	limits := func(confidence float64) (lower, upper float64) {
		if strings.Contains(file, "Prop") {
			return WilsonLimits(x, n, confidence)
		}
		lower, upper, _ = PoissonLimits(x, confidence)
		return lower / n, upper / n
	}
	e := Rate(x, n, k)
	if strings.Contains(file, "Prop") {
		e = Share(x, n).Scale(k)
	}
	if want := map[string]string{"Exact": "exact Poisson", "Byars": "Byar", "Wilson": "Wilson"}[row.Get("method")]; e.Method != want {
		t.Errorf("%s: got method %q, want %q", what, e.Method, want)
	}
	check(t, what, e.Value, row.Get("value"), 1e-12)
	if row.Has("lowercl") {
		check(t, what, e.Lower, row.Get("lowercl"), 1e-12)
		check(t, what, e.Upper, row.Get("uppercl"), 1e-12)
		return
	}
	check(t, what, e.Lower, row.Get("lower95_0cl"), 1e-12)
	check(t, what, e.Upper, row.Get("upper95_0cl"), 1e-12)
	lower, upper := limits(0.998)
	check(t, what+" 99.8", N(k*lower), row.Get("lower99_8cl"), 1e-12)
	check(t, what+" 99.8", N(k*upper), row.Get("upper99_8cl"), 1e-12)
}

// The European standard population of 2013, 19 bands; Eurostat.
var esp2013 = []float64{5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000}

// byArea groups a column of numbers by area; a blank is 0.
func byArea(t *testing.T, rows []oracle.Row, column string) map[string][]float64 {
	t.Helper()
	values := map[string][]float64{}
	for _, row := range rows {
		v := 0.0
		if row.Get(column) != "" {
			v = parse(t, row.Get(column))
		}
		values[row.Get("area")] = append(values[row.Get("area")], v)
	}
	return values
}

func total(values []float64) (sum float64) {
	for _, v := range values {
		sum += v
	}
	return sum
}

// Tolerance 1e-10; 1e-7 for the repeat events, which carry 8 decimals.
func TestHealthDirectStandardisation(t *testing.T) {
	const set = "02_phe_dsr_isr"
	plain := oracle.Rows(t, "oracles", set, "testdata_multiarea.csv")
	repeats := oracle.Rows(t, "oracles", set, "testdata_nonindepe.csv")
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
	for _, row := range oracle.Rows(t, "oracles", set, "testdata_multiarea_lookup.csv") {
		check(t, row.Get("area"), N(total(counts[row.Get("area")])), row.Get("total_count"), 0)
	}
	for _, row := range oracle.Rows(t, "oracles", set, "testresults_DSR.csv") {
		area, k, tolerance := row.Get("area"), 10000.0, 1e-10
		if strings.Contains(row.Get("statistic"), "100000") {
			k = 100000
		}
		x, squared, n := counts[area], counts[area], people[area]
		if strings.Contains(row.Get("method"), "non-independent") {
			x, squared, n, tolerance = repeatCounts[area], squares[area], repeatPeople[area], 1e-7
		}
		e, outer := directlyStandardised(x, squared, n, esp2013, 0.95, k), directlyStandardised(x, squared, n, esp2013, 0.998, k)
		check(t, area, e.Numerator, row.Get("total_count"), 0)
		check(t, area, e.Denominator, row.Get("total_pop"), 0)
		check(t, area, e.Value, row.Get("value"), tolerance)
		check(t, area, e.Lower, row.Get("lower95_0cl"), tolerance)
		check(t, area, e.Upper, row.Get("upper95_0cl"), tolerance)
		check(t, area, outer.Lower, row.Get("lower99_8cl"), tolerance)
		check(t, area, outer.Upper, row.Get("upper99_8cl"), tolerance)
		if row.Get("value") == "" && e.Reason != TooFew {
			t.Errorf("%s: got reason %q, want %q", area, e.Reason, TooFew)
		}
	}
}

// Bad bands have no rate: negative counts and weights are a mistake of the caller.
func TestHealthDirectStandardisationRefuses(t *testing.T) {
	const set = "02_phe_dsr_isr"
	numbers := func(rows []oracle.Row, column string) (values []float64) {
		for _, row := range rows[:19] {
			values = append(values, parse(t, row.Get(column)))
		}
		return values
	}
	for _, file := range []string{"testdata_err1.csv", "testdata_err2.csv", "testdata_err3.csv", "testdata_err4.csv"} {
		rows, standard := oracle.Rows(t, "oracles", set, file), esp2013
		if rows[0].Has("stdpop") {
			standard = numbers(rows, "stdpop")
		}
		refused := false
		func() {
			defer func() { refused = refused || recover() != nil }()
			refused = !DirectlyStandardised(numbers(rows, "count"), numbers(rows, "pop"), standard, 1).Value.Known()
		}()
		if !refused {
			t.Errorf("%s has a rate", file)
		}
	}
}

func TestHealthIndirectStandardisation(t *testing.T) {
	const set = "02_phe_dsr_isr"
	rows := oracle.Rows(t, "oracles", set, "testdata_multiarea_isr.csv")
	people, counts := byArea(t, rows, "pop"), byArea(t, rows, "count")
	references, referencePeople := byArea(t, rows, "refcount"), byArea(t, rows, "refpop")
	other := oracle.Rows(t, "oracles", set, "testdata_err2.csv")
	reference := oracle.Rows(t, "oracles", set, "refdata.csv")
	for area, n := range byArea(t, other, "pop") {
		people[area], counts[area] = n, byArea(t, other, "count")[area]
		references[area], referencePeople[area] = column(t, reference, "refcount"), column(t, reference, "refpop")
	}
	for _, row := range oracle.Rows(t, "oracles", set, "testresults_ISR.csv") {
		area, k := row.Get("area"), 1.0
		rates := make([]float64, len(people[area]))
		for i := range rates {
			rates[i] = references[area][i] / referencePeople[area][i]
		}
		switch statistic := row.Get("statistic"); {
		case strings.Contains(statistic, "rate per 100000"):
			k = 1e5 * total(references[area]) / total(referencePeople[area])
			check(t, area, N(k), row.Get("ref_rate"), 1e-10)
		case strings.HasSuffix(statistic, "ratio x 100"):
			k = 100
		}
		e := IndirectlyStandardised(total(counts[area]), people[area], rates).Scale(k)
		check(t, area, e.Numerator, row.Get("observed"), 0)
		check(t, area, e.Denominator, row.Get("expected"), 1e-10)
		check(t, area, e.Value, row.Get("value"), 1e-10)
		check(t, area, e.Lower, row.Get("lower95_0cl"), 1e-10)
		check(t, area, e.Upper, row.Get("upper95_0cl"), 1e-10)
		if want := map[string]string{"Exact": "exact Poisson", "Byars": "Byar"}[row.Get("method")]; e.Method != want {
			t.Errorf("%s: got method %q, want %q", area, e.Method, want)
		}
		if row.Get("lower99_8cl") != "" {
			lower, upper, _ := PoissonLimits(e.Numerator.value, 0.998)
			check(t, area, N(k*lower/e.Denominator.value), row.Get("lower99_8cl"), 1e-10)
			check(t, area, N(k*upper/e.Denominator.value), row.Get("upper99_8cl"), 1e-10)
		}
	}
}

// Set 03, slope index of inequality: sii, rii and intercept to 1e-10; limits, which are
// from a simulation there, to 5%. Bad input has no slope; limits are no input here, so
// that bad ones cannot be given.
func TestHealthSlope(t *testing.T) {
	const set = "03_phe_funnel_sii"
	type key struct{ id, area string }
	inputs := map[key][]oracle.Row{}
	for _, row := range oracle.Rows(t, "oracles", set, "sii_input.csv") {
		k := key{row.Get("case"), row.Get("area")}
		inputs[k] = append(inputs[k], row)
	}
	optional := func(text string) float64 {
		if text == "" {
			return math.NaN()
		}
		return parse(t, text)
	}
	for _, row := range oracle.Rows(t, "oracles", set, "sii_expected.csv") {
		what := row.Get("case") + " " + row.Get("test") + " " + row.Get("area")
		group := inputs[key{row.Get("case"), row.Get("area")}]
		k, scale := parse(t, group[0].Get("multiplier")), AsTheyAre
		if group[0].Get("transform") == "TRUE" {
			scale = map[string]Scale{"0": AsTheyAre, "1": Logarithm, "2": Logit}[group[0].Get("value_type")]
		}
		var people, values, errors []float64
		for i, r := range group {
			if want := i + 1; parse(t, r.Get("quantile")) != float64(want) {
				t.Errorf("%s: quantile %s, want %d", what, r.Get("quantile"), want)
			}
			n, value := parse(t, r.Get("population")), optional(r.Get("value"))
			if math.IsNaN(value) && r.Get("value_type") == "2" {
				value = parse(t, r.Get("count")) / n
			}
			people, values = append(people, n), append(values, value)
			errors = append(errors, standardErrorOf(t, r, scale, value))
		}
		switch {
		case strings.Contains(row.Get("test"), "invalid proportion in CLs"):
			continue
		case row.Get("expect") == "error":
			if s := InequalitySlope(people, values, errors, scale, 0.95, 10, 1); s.SII.Value.Known() {
				t.Errorf("%s: a slope of bad input", what)
			}
			continue
		case row.Get("expect") == "warning":
			if s := InequalitySlope(people, values, nil, scale, 0.95, 0, 1); !s.SII.Value.Known() {
				t.Errorf("%s: no slope", what)
			}
			continue
		}
		signed := func(s Slope) (sii, rii Estimate) {
			sii, rii = s.SII.Scale(k), s.RII
			if k < 0 {
				sii.Lower, sii.Upper = sii.Upper, sii.Lower
				rii.Value, rii.Lower, rii.Upper = N(1/rii.Value.value), N(1/rii.Upper.value), N(1/rii.Lower.value)
			}
			return sii, rii
		}
		s := InequalitySlope(people, values, nil, scale, 0.95, 0, 1)
		sii, rii := signed(s)
		check(t, what+" sii", sii.Value, row.Get("sii"), 1e-10)
		if row.Get("rii") != "" {
			check(t, what+" rii", rii.Value, row.Get("rii"), 1e-10)
		}
		if row.Get("intercept") != "" {
			check(t, what+" intercept", s.Intercept, row.Get("intercept"), 1e-10)
		}
		for i, confidence := range strings.Fields(row.Get("confidence_percent")) {
			draws := 20000
			if confidence != "95" {
				draws = int(parse(t, row.Get("repetitions")))
			}
			sii, rii := signed(InequalitySlope(people, values, errors, scale, parse(t, confidence)/100, draws, 1))
			n := string(rune('1' + i))
			for column, got := range map[string]Number{"sii_lower_": sii.Lower, "sii_upper_": sii.Upper, "rii_lower_": rii.Lower, "rii_upper_": rii.Upper} {
				if want := row.Get(column + n); want != "" && !near(got.Or(0), parse(t, want), 0.05) {
					t.Errorf("%s %s%s: got %v, want about %s", what, column, n, got, want)
				}
			}
		}
	}
}

// standardErrorOf is the error of a value: that of a rate is given on the scale of its
// logarithm, that of a share on that of its logit, by itself or as 95% limits, or comes
// from the count; it is turned to the scale of the slope by the derivative.
func standardErrorOf(t *testing.T, r oracle.Row, scale Scale, value float64) float64 {
	t.Helper()
	own, derivative := AsTheyAre, 1.0
	switch r.Get("value_type") {
	case "1":
		own, derivative = Logarithm, value
	case "2":
		own, derivative = Logit, value*(1-value)
	}
	if scale == own {
		derivative = 1
	}
	switch given, lower, upper := r.Get("standard_error"), r.Get("lowercl"), r.Get("uppercl"); {
	case given != "":
		return derivative * parse(t, given)
	case lower != "":
		return derivative * (own.from(parse(t, upper)) - own.from(parse(t, lower))) / (2 * Z95)
	case own == Logit:
		return derivative / math.Sqrt(value*(1-value)*parse(t, r.Get("population")))
	}
	return math.NaN()
}

// Set 01: Student's limits of a mean, 1e-9.
func TestHealthMeans(t *testing.T) {
	const set = "01_phe_ci_rates_proportions_means"
	values := map[string][]float64{}
	for _, row := range oracle.Rows(t, "oracles", set, "testdata_Mean.csv") {
		v := parse(t, row.Get("values"))
		values[row.Get("area")] = append(values[row.Get("area")], v)
		values["No grouping"] = append(values["No grouping"], v)
	}
	for _, row := range oracle.Rows(t, "oracles", set, "testdata_Mean_results.csv") {
		area := row.Get("area")
		e, outer := meanAt(values[area], 0.95), meanAt(values[area], 0.998)
		n := e.Denominator.value
		deviation := (e.Upper.value - e.Value.value) / studentQuantile(n-1, 0.95) * math.Sqrt(n)
		check(t, area, e.Numerator, row.Get("value_sum"), 1e-9)
		check(t, area, e.Denominator, row.Get("value_count"), 0)
		check(t, area, N(deviation), row.Get("stdev"), 1e-9)
		check(t, area, e.Value, row.Get("value"), 1e-9)
		check(t, area+" lower", e.Lower, row.Get("lower95_0cl"), 1e-9)
		check(t, area+" upper", e.Upper, row.Get("upper95_0cl"), 1e-9)
		check(t, area+" lower", outer.Lower, row.Get("lower99_8cl"), 1e-9)
		check(t, area+" upper", outer.Upper, row.Get("upper99_8cl"), 1e-9)
	}
}

// Set 01, bands: within groups, from the end that is worse; exact.
func TestHealthBands(t *testing.T) {
	groups, order := map[string][]oracle.Row{}, []string{}
	for _, row := range oracle.Rows(t, "oracles", "01_phe_ci_rates_proportions_means", "testdata_Quantiles.csv") {
		key := row.Get("GroupSet")
		switch key {
		case "IndSexReg":
			key += row.Get("IndSexRef") + row.Get("ParentCode")
		case "IndSex":
			key += row.Get("IndSexRef")
		}
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], row)
	}
	for _, key := range order {
		rows := groups[key]
		bands := map[string]int{"IndSexReg": 10, "IndSex": 7, "None": 4}[rows[0].Get("GroupSet")]
		highIsGood := rows[0].Get("Polarity") == "RAG - High is good" || rows[0].Get("Polarity") == "False"
		values := make([]Number, len(rows))
		for i, row := range rows {
			if row.Get("Value") != "" {
				values[i] = N(parse(t, row.Get("Value")))
				if highIsGood && row.Get("GroupSet") != "None" {
					values[i] = values[i].Scale(-1)
				}
			}
		}
		for i, got := range QuantileBands(values, bands) {
			want := 0
			if text := rows[i].Get("QuantileInGrp"); text != "" && text != "NA" {
				want = int(parse(t, text))
			}
			oracle.Agree(t, float64(got), float64(want))
			if got != want {
				t.Errorf("%s row %d: got band %d, want %d", key, i, got, want)
			}
		}
	}
}
