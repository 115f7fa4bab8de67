package stats

import (
	"math"
	"strings"
	"testing"

	"svna/analysis/internal/oracle"
)

// twoGroups is a case of set 12: x1 of n1 (people, or person-years) and x2 of n2.
type twoGroups struct{ x1, n1, x2, n2 float64 }

// Tolerances of set 12: closed forms; Fisher and the exact tests; limits that are
// searched for and methods of one source. R's searches stop early for the likelihood
// ratio and for the odds ratio of Fisher's test (or for one over it): uniroot's default is
// 1.2e-4 absolute, and binom's for the highest density 1.5e-8. Its profile is read off a
// spline through about ten points.
const (
	closedForm   = 1e-9
	exactTest    = 1e-8
	searched     = 1e-6
	uniroot      = 1.3e-4
	densitySlack = 1.5e-8
	interpolated = 0.011 // of the width of the interval
)

// Set 12 of the folder shared: published two-group cases answered by R 4.2.2 (with binom,
// epitools, PropCIs and ratesci) and statsmodels 0.13.5.
func TestTwoGroupOracle(t *testing.T) {
	const set = "12_two_sample_ratios_disproportionality"
	cases := map[string]twoGroups{}
	for _, row := range oracle.Rows(t, "oracles", set, "cases.csv") {
		cases[row.Get("id")] = twoGroups{parse(t, row.Get("x1")), parse(t, row.Get("n1")), parse(t, row.Get("x2")), parse(t, row.Get("n2"))}
	}
	for _, file := range []string{"expected_R.csv", "expected_statsmodels.csv"} {
		for _, row := range oracle.Rows(t, "oracles", set, file) {
			c, ok := cases[row.Get("id")]
			method, statistic := row.Get("method"), row.Get("statistic")
			if !ok {
				t.Fatalf("no case %s", row.Get("id"))
			}
			what := row.Get("id") + " " + method + " " + statistic
			switch statistic {
			case "p1", "rate1":
				compareOneGroup(t, what, method, c.x1, c.n1, row)
			case "p2", "rate2":
				compareOneGroup(t, what, method, c.x2, c.n2, row)
			default:
				compareTwoGroups(t, what, method, statistic, c, row)
			}
		}
	}
}

func limitsOf(value, lower, upper float64) Estimate {
	return Estimate{Value: N(value), Lower: N(lower), Upper: N(upper)}
}

// checkInterval compares an estimate with a row; a value or limit that the row has not is
// not looked at, one that is infinite there is absent here.
func checkInterval(t *testing.T, what string, e Estimate, row oracle.Row, tolerance float64) {
	t.Helper()
	for column, got := range map[string]Number{"estimate": e.Value, "lower": e.Lower, "upper": e.Upper} {
		if want := row.Get(column); want != "" {
			check(t, what+" "+column, got, want, tolerance)
		}
	}
}

func compareOneGroup(t *testing.T, what, method string, x, n float64, row oracle.Row) {
	t.Helper()
	limits := map[string]func(x, n, confidence float64) (lower, upper float64){
		"R binom::wilson": WilsonLimits, "R prop.test wilson nocc": WilsonLimits, "statsmodels wilson": WilsonLimits,
		"R prop.test wilson cc": CorrectedWilsonLimits,
		"R binom::exact":        ClopperPearson, "R binom.test clopper": ClopperPearson, "statsmodels beta": ClopperPearson,
		"R binom::agresti-coull": AgrestiCoullLimits, "statsmodels agresti_coull": within01(AgrestiCoullLimits),
		"R binom::asymptotic": NormalShareLimits, "statsmodels normal": within01(NormalShareLimits),
		"statsmodels jeffreys": JeffreysLimits,
		"R binom::logit":       LogitLimits, "R binom::probit": ProbitLimits, "R binom::cloglog": ComplementaryLogLogLimits,
		"R poisson.test exact (Garwood)": func(x, n, confidence float64) (lower, upper float64) {
			lower, upper = ExactPoissonLimits(x, confidence)
			return lower / n, upper / n
		},
	}[method]
	if limits != nil {
		lower, upper := limits(x, n, 0.95)
		checkInterval(t, what, limitsOf(x/n, lower, upper), row, closedForm)
		return
	}
	switch method {
	case "R binom::bayes":
		mean, lower, upper := HighestDensityLimits(x, n, 0.95)
		checkNear(t, what, mean, lower, upper, row, densitySlack+searched*lower)
	case "R binom::lrt":
		lower, upper := LikelihoodRatioLimits(x, n, 0.95)
		checkNear(t, what, x/n, lower, upper, row, uniroot)
	case "R binom::profile": // with half an event more where there is none or nothing else
		lower, upper := LikelihoodRatioLimits(x, n, 0.95)
		if x == 0 || x == n {
			lower, upper = LikelihoodRatioLimits(x+0.5, n+1, 0.95)
		}
		if x == 0 {
			lower = 0
		}
		if x == n {
			upper = 1
		}
		checkNear(t, what, x/n, lower, upper, row, interpolated*(upper-lower))
	default:
		t.Errorf("%s: no method", what)
	}
}

// expectNothingKnown wants a row without an event to say nothing: any ratio from 0 up, at
// a p of 1. The engine has no estimate there. Methods that add half an event differ.
func expectNothingKnown(t *testing.T, what string, row oracle.Row) {
	t.Helper()
	for _, e := range []Estimate{
		KoopmanRatio(0, 10, 0, 10), RiskRatio(0, 10, 0, 10), OddsRatio(0, 10, 0, 10), ExactRateRatio(0, 1, 0, 1),
		LogRateRatio(0, 1, 0, 1), ScoreRateRatio(0, 1, 0, 1), MoverRatio(0, 10, 0, 10),
	} {
		if e.Value.Known() {
			t.Errorf("%s: a ratio without an event", what)
		}
	}
	for column, trivial := range map[string]string{"estimate": "0", "lower": "-0", "upper": "Inf", "p_value": "1", "test_stat": ""} {
		if want := row.Get(column); want != "" && want != trivial && want != "0" {
			t.Errorf("%s %s: got none, want %s", what, column, want)
		}
	}
}

func within01(limits func(x, n, confidence float64) (lower, upper float64)) func(x, n, confidence float64) (lower, upper float64) {
	return func(x, n, confidence float64) (lower, upper float64) {
		lower, upper = limits(x, n, confidence)
		return math.Max(lower, 0), math.Min(upper, 1)
	}
}

// checkNear compares to an absolute tolerance.
func checkNear(t *testing.T, what string, value, lower, upper float64, row oracle.Row, tolerance float64) {
	t.Helper()
	for column, got := range map[string]float64{"estimate": value, "lower": lower, "upper": upper} {
		want := parse(t, row.Get(column))
		oracle.Agree(t, got, want)
		if math.Abs(got-want) > tolerance {
			t.Errorf("%s %s: got %v, want %v to %v", what, column, got, want, tolerance)
		}
	}
}

func compareTwoGroups(t *testing.T, what, method, statistic string, c twoGroups, row oracle.Row) {
	t.Helper()
	adds := strings.Contains(method, "adjusted") || strings.Contains(method, "jeff")
	if c.x1+c.x2 == 0 && strings.Contains(statistic, "ratio") && !adds {
		expectNothingKnown(t, what, row)
		return
	}
	table := [][]float64{{c.x1, c.n1 - c.x1}, {c.x2, c.n2 - c.x2}}
	interval := func(e Estimate, tolerance float64) { checkInterval(t, what, e, row, tolerance) }
	test := func(statistic, p Number, tolerance float64) {
		for column, got := range map[string]Number{"test_stat": statistic, "p_value": p} {
			if want := row.Get(column); want != "" {
				check(t, what+" "+column, got, want, tolerance)
			}
		}
	}
	pearson := func() (Number, Number) {
		x2, df, p := PearsonChiSquare(table)
		if df == 0 {
			return Number{}, p
		}
		return N(x2), p
	}
	// Wald's ratios have no limits where a cell is empty; R then gives 0 or Inf for the
	// ratio, where the engine says that there is none.
	ratio := func(e Estimate) {
		if e.Value.Known() {
			interval(e, closedForm)
			return
		}
		for _, column := range []string{"estimate", "lower", "upper"} {
			if want := row.Get(column); want != "" && want != "Inf" && parse(t, want) != 0 {
				t.Errorf("%s: got no %s, want %s", what, column, want)
			}
		}
	}
	switch method + ": " + statistic {
	case "R prop.test 2 nocc: diff p1-p2":
		interval(NormalDifference(c.x1, c.n1, c.x2, c.n2), closedForm)
		x2, p := pearson()
		test(x2, p, closedForm)
	case "R prop.test 2 cc: diff p1-p2":
		interval(CorrectedNormalDifference(c.x1, c.n1, c.x2, c.n2), closedForm)
		x2, p := YatesChiSquare(c.x1, c.n1, c.x2, c.n2)
		test(x2, p, closedForm)
	case "statsmodels wald: diff":
		interval(NormalDifference(c.x1, c.n1, c.x2, c.n2), closedForm)
	case "statsmodels agresti-caffo: diff":
		interval(AgrestiCaffoDifference(c.x1, c.n1, c.x2, c.n2), closedForm)
	case "ratesci moverci wilson (Newcombe hybrid): diff p1-p2", "statsmodels newcomb: diff":
		interval(ShareDifference(c.x1, c.n1, c.x2, c.n2), closedForm)
	case "ratesci scoreci RD Miettinen-Nurminen: diff p1-p2":
		interval(MiettinenNurminenDifference(c.x1, c.n1, c.x2, c.n2), searched)
	case "ratesci scoreci RD Mee: diff p1-p2":
		interval(MeeDifference(c.x1, c.n1, c.x2, c.n2), searched)
	case "R chisq.test nocc: chisq":
		x2, p := pearson()
		test(x2, p, closedForm)
	case "R chisq.test Yates: chisq":
		x2, p := YatesChiSquare(c.x1, c.n1, c.x2, c.n2)
		test(x2, p, closedForm)
	case "R chisq.test adjusted std residual: cell_row1_col1":
		test(AdjustedResiduals(table)[0][0], Number{}, closedForm)
	case "R fisher.test: odds ratio (cond MLE)":
		test(Number{}, FisherExact(c.x1, c.n1, c.x2, c.n2), exactTest)
		e := ConditionalOddsRatio(c.x1, c.n1, c.x2, c.n2)
		for column, got := range map[string]Number{"estimate": e.Value, "lower": e.Lower, "upper": e.Upper} {
			want := row.Get(column)
			if want == "Inf" || want == "" {
				check(t, what+" "+column, got, want, 0)
				continue
			}
			// On the side of 1 where R searches.
			g, w := got.Or(-1), parse(t, want)
			if w > 1 {
				g, w = 1/g, 1/w
			}
			oracle.Agree(t, g, w)
			if math.Abs(g-w) > uniroot {
				t.Errorf("%s %s: got %v, want %s", what, column, got, want)
			}
		}
	case "epitools riskratio.wald (Katz log): risk ratio p1/p2":
		ratio(RiskRatio(c.x1, c.n1, c.x2, c.n2))
		_, p := pearson()
		test(Number{}, p, closedForm)
	case "statsmodels log: ratio":
		ratio(RiskRatio(c.x1, c.n1, c.x2, c.n2))
	case "statsmodels log-adjusted: ratio":
		interval(AdjustedRiskRatio(c.x1, c.n1, c.x2, c.n2), closedForm)
	case "ratesci scoreci RR Koopman: risk ratio p1/p2", "PropCIs riskscoreci (Koopman): risk ratio p1/p2", "statsmodels score: ratio":
		interval(KoopmanRatio(c.x1, c.n1, c.x2, c.n2), searched)
	case "ratesci moverci wilson: risk ratio p1/p2":
		interval(MoverRatio(c.x1, c.n1, c.x2, c.n2), closedForm)
	case "epitools oddsratio.wald (Woolf): odds ratio", "statsmodels logit: odds-ratio":
		ratio(OddsRatio(c.x1, c.n1, c.x2, c.n2))
	case "statsmodels logit-adjusted: odds-ratio":
		interval(AdjustedOddsRatio(c.x1, c.n1, c.x2, c.n2), closedForm)
	case "statsmodels score: odds-ratio":
		interval(ScoreOddsRatio(c.x1, c.n1, c.x2, c.n2), searched)
	case "R poisson.test (exact conditional; CP): rate ratio":
		interval(ExactRateRatio(c.x1, c.n1, c.x2, c.n2), closedForm)
		test(Number{}, ConditionalTest(c.x1, c.n1, c.x2, c.n2), exactTest)
	case "epitools rateratio.wald (log): rate ratio":
		ratio(LogRateRatio(c.x1, c.n1, c.x2, c.n2))
		_, p := ScoreTest(c.x1, c.n1, c.x2, c.n2)
		test(Number{}, p, closedForm)
	case "conditional mid-p: rate ratio":
		e, p := MidPRateRatio(c.x1, c.n1, c.x2, c.n2)
		interval(e, closedForm)
		test(Number{}, p, closedForm)
	case "ratesci moverci jeff Poisson: rate ratio":
		interval(MoverRateRatio(c.x1, c.n1, c.x2, c.n2), closedForm)
	case "ratesci scoreci Poisson RR score: rate ratio":
		interval(ScoreRateRatio(c.x1, c.n1, c.x2, c.n2), searched)
	case "ratesci scoreci Poisson RD score: rate diff":
		interval(ScoreRateDifference(c.x1, c.n1, c.x2, c.n2), searched)
	case "statsmodels poisson_2indep score: rate ratio=1":
		z, p := ScoreTest(c.x1, c.n1, c.x2, c.n2)
		test(z, p, closedForm)
	case "statsmodels poisson_2indep wald: rate ratio=1":
		z, p := WaldTest(c.x1, c.n1, c.x2, c.n2)
		test(z, p, closedForm)
	case "statsmodels poisson_2indep sqrt: rate ratio=1":
		z, p := RootTest(c.x1, c.n1, c.x2, c.n2)
		test(z, p, closedForm)
	case "statsmodels poisson_2indep exact-cond: rate ratio=1":
		test(Number{}, ConditionalTest(c.x1, c.n1, c.x2, c.n2), exactTest)
	case "statsmodels poisson_2indep cond-midp: rate ratio=1":
		test(Number{}, MidPTest(c.x1, c.n1, c.x2, c.n2), exactTest)
	case "statsmodels poisson_2indep etest: rate ratio=1":
		z, _ := ScoreTest(c.x1, c.n1, c.x2, c.n2)
		test(z, PooledETest(c.x1, c.n1, c.x2, c.n2), searched)
	case "statsmodels poisson_2indep etest-wald: rate ratio=1":
		z, _ := WaldTest(c.x1, c.n1, c.x2, c.n2)
		test(z, ETest(c.x1, c.n1, c.x2, c.n2), searched)
	default:
		t.Errorf("%s: no method", what)
	}
}
