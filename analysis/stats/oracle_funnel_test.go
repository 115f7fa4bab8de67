package stats

import (
	"math"
	"slices"
	"testing"

	"svna/analysis/internal/oracle"
)

// Set 03 of the folder shared: funnels of PHEindicatormethods 2.1.0.
const funnelSet = "03_phe_funnel_sii"

// positionNames are the oracle's words for the positions.
var positionNames = map[Position]string{
	High998: "High (0.001)", High95: "High (0.025)", Within: "Not significant", Low95: "Low (0.025)", Low998: "Low (0.001)",
}

func checkPosition(t *testing.T, what string, got Position, want string) {
	t.Helper()
	oracle.Agree(t, 0, 0)
	if positionNames[got] != want {
		t.Errorf("%s: got %q, want %q", what, positionNames[got], want)
	}
}

// Tolerance 1e-6 absolute for limits in per cent; classes exact.
func TestHealthFunnelOfShares(t *testing.T) {
	inputs := map[string][2]float64{}
	for _, row := range oracle.Rows(t, "oracles", funnelSet, "funnel_prop_inputs.csv") {
		x, n := row.Get("numerator"), row.Get("denominator")
		if x != "" && n != "" {
			inputs[row.Get("row")] = [2]float64{parse(t, x), parse(t, n)}
		}
	}
	all := math.Inf(1)
	for file, below := range map[string]float64{"funnel_prop_limits.csv": all, "funnel_prop_limits_denominator_below_31000.csv": 31000} {
		var x, n float64
		for _, in := range inputs {
			if in[1] < below {
				x, n = x+in[0], n+in[1]
			}
		}
		for _, row := range oracle.Rows(t, "oracles", funnelSet, file) {
			people := parse(t, row.Get("population"))
			l2, u2 := FunnelShare(x/n, people, 0.95, 1)
			l3, u3 := FunnelShare(x/n, people, 0.998, 1)
			for column, got := range map[string]float64{"baseline": x / n, "lower_2s": l2, "upper_2s": u2, "lower_3s": l3, "upper_3s": u3} {
				want := parse(t, row.Get(column))
				oracle.Agree(t, 100*got, want)
				if math.Abs(100*got-want) > 1e-6 {
					t.Errorf("%v %s: got %v, want %v", people, column, 100*got, want)
				}
			}
		}
	}
	var x, n float64
	for _, in := range inputs {
		x, n = x+in[0], n+in[1]
	}
	for _, row := range oracle.Rows(t, "oracles", funnelSet, "funnel_prop_significance.csv") {
		in := inputs[row.Get("row")]
		checkPosition(t, row.Get("row"), SharePosition(in[0], in[1], x/n, 1), row.Get("significance"))
	}
}

// Tolerance 1e-5: the oracle ends a bisection early. Its classes use Byar's
// limits from 10 events on and ours exact ones; on these data they agree.
func TestHealthFunnelOfCounts(t *testing.T) {
	for _, row := range oracle.Rows(t, "oracles", funnelSet, "funnel_ratio_limits.csv") {
		k := parse(t, row.Get("Observed_events"))
		for name, confidence := range map[string]float64{"2s": 0.95, "3s": 0.998} {
			low, high := FunnelEvents(k, confidence, 1)
			for side, expected := range map[string]float64{"lower_" + name: low, "upper_" + name: high} {
				check(t, side, N(expected), row.Get(side+"_exp_events"), 1e-5)
				check(t, side, N(100*k/expected), row.Get(side+"_isr"), 1e-5)
				if want := parse(t, row.Get(side+"_count")); math.Abs(k/expected-1-want) > 1e-5*(1+want) {
					t.Errorf("%s: got %v, want %v", side, k/expected-1, want)
				}
			}
		}
	}
	inputs := map[string][2]float64{}
	for _, row := range oracle.Rows(t, "oracles", funnelSet, "funnel_ratio_inputs.csv") {
		if x, e := row.Get("obs"), row.Get("expected"); x != "" && e != "" {
			inputs[row.Get("row")] = [2]float64{parse(t, x), parse(t, e)}
		}
	}
	for _, row := range oracle.Rows(t, "oracles", funnelSet, "funnel_ratio_significance.csv") {
		in := inputs[row.Get("row")]
		checkPosition(t, row.Get("row"), EventsPosition(in[0], in[1], 1), row.Get("significance"))
	}
}

// ratePoint is an area of a funnel of rates.
type ratePoint struct{ events, rate, people float64 }

// population is that behind the rate per k, over so many years, or the people where
// there is no event; NaN where a directly standardised rate of few events has none.
func (p ratePoint) population(k, years float64, standardised bool) float64 {
	switch {
	case standardised && p.events < fewestForStandardising:
		return math.NaN()
	case p.events == 0:
		return p.people / years
	}
	return PopulationOfRate(p.events, p.rate, k).value / years
}

func largest(points []ratePoint) int {
	most := 0
	for i, p := range points {
		if p.events > points[most].events {
			most = i
		}
	}
	return most
}

// The points of the chart and the three files of lines; 1e-5 as the oracle's search ends
// early.
func TestHealthFunnelOfRates(t *testing.T) {
	rows := oracle.Rows(t, "oracles", funnelSet, "funnel_rate_points.csv")
	var plain []ratePoint
	for _, row := range rows {
		plain = append(plain, ratePoint{parse(t, row.Get("ev")), parse(t, row.Get("rate")), parse(t, row.Get("pop"))})
	}
	with := func(events float64) []ratePoint {
		points := slices.Clone(plain)
		points[largest(plain)].events = events
		return points
	}
	for _, tt := range []struct {
		suffix       string
		points       []ratePoint
		years        float64
		standardised bool
	}{
		{"", with(5), 3, true}, {"_crude", plain, 3, false}, {"_crude_with_denom", with(0), 5, false},
	} {
		for i, row := range rows {
			p := tt.points[i]
			population := p.population(1e5, tt.years, tt.standardised)
			rate := N(p.rate)
			if math.IsNaN(population) {
				rate = Number{}
			}
			check(t, row.Get("row")+" rate"+tt.suffix, rate, row.Get("rate_chart"+tt.suffix), 1e-5)
			check(t, row.Get("row")+" population"+tt.suffix, N(population), row.Get("denominator_derived"+tt.suffix), 1e-5)
		}
	}
	var few []ratePoint // of file 3
	most := largest(plain)
	highest := 0.0
	for i, p := range plain {
		p.people = 1e5 * p.events / p.rate
		if i == most {
			p.events, p.rate = 0, 0
		}
		few = append(few, p)
		highest = math.Max(highest, p.people)
	}
	few = slices.DeleteFunc(few, func(p ratePoint) bool { return p.people <= highest/2 })
	for file, points := range map[string][]ratePoint{
		"funnel_rate_limits_1_dsr.csv": plain, "funnel_rate_limits_2_crude_max_set_to_5.csv": with(5), "funnel_rate_limits_3_crude_max_set_to_0.csv": few,
	} {
		var events, people float64
		for _, p := range points {
			events, people = events+p.events, people+p.population(1e5, 1, false)
		}
		baseline := 1e5 * events / people
		for _, row := range oracle.Rows(t, "oracles", funnelSet, file) {
			k := parse(t, row.Get("Events"))
			check(t, file+" baseline", N(baseline), row.Get("baseline"), 1e-5)
			for line, confidence := range map[string]float64{"2s": 0.95, "3s": 0.998} {
				low, high := FunnelEvents(k, confidence, 1)
				for side, expected := range map[string]float64{"lower_" + line: low, "upper_" + line: high} {
					check(t, file, N(expected/baseline/3*1e5), row.Get(side+"_population_1_year"), 1e-5)
					check(t, file, N(k/expected*baseline), row.Get(side+"_limit"), 1e-5)
				}
			}
		}
	}
}

// The classes of the areas: rates per 100,000 and per 100, crude and standardised, with
// and without the area that has no event.
func TestHealthFunnelClassesOfRates(t *testing.T) {
	inputs := oracle.Rows(t, "oracles", funnelSet, "funnel_rate_inputs.csv")
	for _, tt := range []struct {
		column, rate string
		k            float64
		zero, dsr    bool
	}{
		{"dsr_per_100000_with_0", "rate_dsr", 1e5, true, true},
		{"dsr_per_100_with_0", "rate_dsr", 100, true, true},
		{"dsr_per_100000_without_0", "rate_dsr", 1e5, false, true},
		{"dsr_per_100_without_0", "rate_dsr", 100, false, true},
		{"crude_per_100000_with_0", "rate_crude_per_100000", 1e5, true, false},
		{"crude_per_100_with_0", "rate_crude_per_100", 100, true, false},
		{"crude_per_100000_without_0", "rate_crude_per_100000", 1e5, false, false},
		{"crude_per_100_without_0", "rate_crude_per_100", 100, false, false},
	} {
		points, populations := map[string]ratePoint{}, map[string]float64{}
		var events, people float64
		for _, row := range inputs {
			x, rate := row.Get("count"), row.Get(tt.rate)
			if x == "" || x == "0" && !tt.zero {
				continue
			}
			if rate == "" {
				rate = "0"
			}
			p := ratePoint{events: parse(t, x), rate: parse(t, rate)}
			if row.Get("pop") != "" {
				p.people = parse(t, row.Get("pop"))
			}
			population := p.population(tt.k, 1, tt.dsr)
			points[row.Get("row")], populations[row.Get("row")] = p, population
			if !math.IsNaN(population) {
				events, people = events+p.events, people+population
			}
		}
		for _, row := range oracle.Rows(t, "oracles", funnelSet, "funnel_rate_significance.csv") {
			want := row.Get(tt.column)
			p, ok := points[row.Get("row")]
			if want == "" || !ok {
				continue
			}
			if population := populations[row.Get("row")]; !math.IsNaN(population) {
				checkPosition(t, tt.column+" row "+row.Get("row"), EventsPosition(p.events, population*events/people, 1), want)
			} else if want != "Not applicable for events less than 10 for dsrs" {
				t.Errorf("%s row %s: no class, want %q", tt.column, row.Get("row"), want)
			}
		}
	}
}
