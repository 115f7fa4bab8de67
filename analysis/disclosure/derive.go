package disclosure

import (
	"math"

	"svna/analysis"
	"svna/analysis/stats"
	"svna/datasets"
)

// In a public edition every figure is computed from published counts, so that it
// can tell no more than they do. How a figure comes from its counts is found by
// trying: a formula is that of a row if it gives the row's value and limits from
// the true counts. A row that no formula gives is not published.

// formula computes an estimate from a numerator and a denominator.
type formula func(numerator, denominator float64) stats.Estimate

// formulaOf returns the formula of a row, or nil. Extra columns that count
// nothing of the data may enter it.
func formulaOf(r analysis.Row, period datasets.Period, about analysis.About) formula {
	e := r.Estimate
	n, known := e.Numerator.Get()
	if !known {
		return nil
	}
	d := e.Denominator.Or(0)
	if !e.Value.Known() {
		if e.Denominator.Known() && r.Basis.Denominator == nil && !r.Basis.Public {
			return nil
		}
		if math.Min(n, d) == 0 || e.Reason == "" { // a count, or a ratio that the data do not bear
			return func(n, d float64) stats.Estimate {
				counts := stats.Estimate{Numerator: stats.N(n), Status: e.Status, Reason: e.Reason}
				if r.Basis.Denominator != nil || r.Basis.Public && e.Denominator.Known() {
					counts.Denominator = stats.N(d)
				}
				return counts
			}
		}
	}
	for _, f := range candidates(r, period, about) {
		if same(f(n, d), e) {
			return f
		}
	}
	return nil
}

// candidates are the formulas that tables use.
func candidates(r analysis.Row, period datasets.Period, about analysis.About) []formula {
	extra := func(name string) float64 { return r.Extra[name].Or(0) }
	list := []formula{
		func(n, d float64) stats.Estimate { return stats.Share(n, d).Scale(100) },
		func(n, d float64) stats.Estimate { return stats.Rate(n, d, 1000) },
		func(n, d float64) stats.Estimate { return stats.Rate(n, d, 100) },
		func(n, d float64) stats.Estimate { return stats.Rate(n, d, 100000) },
		func(n, d float64) stats.Estimate {
			return stats.CompareCounts(d, float64(about.Previous.Days()), n, float64(about.Period.Days())).Ratio
		},
		func(n, d float64) stats.Estimate { return stats.ShareRatio(n, d, extra("share_residents")/100) },
		func(n, d float64) stats.Estimate {
			e := stats.Rate(n, d*extra("days")/float64(period.Days()), 1)
			e.Denominator = stats.N(d)
			return e
		},
	}
	if r.Basis.Public && extra("rate") > 0 && extra("rate_comparator") > 0 {
		a, b := 1000*r.Estimate.Numerator.Or(0)/extra("rate"), 1000*r.Estimate.Denominator.Or(0)/extra("rate_comparator")
		list = append(list, func(n, d float64) stats.Estimate { return stats.RateRatio(n, a, d, b) })
	}
	if r.Estimate.Method == "reference group" {
		list = append(list, func(n, d float64) stats.Estimate {
			return stats.Estimate{Numerator: stats.N(n), Denominator: stats.N(d), Value: stats.N(1), Method: "reference group"}
		})
	}
	for _, base := range [][2]string{{"residents", "residents_reference"}, {"residents_a", "residents_b"}, {"days_school", "days_other"}} {
		a, b := extra(base[0]), extra(base[1])
		if a > 0 && b > 0 {
			list = append(list, func(n, d float64) stats.Estimate {
				if math.Min(n, d) < 6 {
					return stats.Estimate{Numerator: stats.N(n), Denominator: stats.N(d), Status: stats.NotAvailable, Reason: stats.TooFew}
				}
				return stats.RateRatio(n, a, d, b)
			})
		}
	}
	return list
}

// same reports whether two estimates have the same value and limits.
func same(a, b stats.Estimate) bool {
	return close(a.Value, b.Value) && close(a.Lower, b.Lower) && close(a.Upper, b.Upper) && a.Method == b.Method
}

func close(a, b stats.Number) bool {
	x, okX := a.Get()
	y, okY := b.Get()
	return okX == okY && math.Abs(x-y) <= 1e-9*math.Max(1, math.Abs(y))
}

// derivedExtra computes the extra columns of a row that are functions of its
// published counts, and keeps the constants. counted holds published counts of
// extra columns. Whatever else the row had is gone.
func derivedExtra(r analysis.Row, e stats.Estimate, counted map[string]stats.Number, period datasets.Period, about analysis.About) map[string]stats.Number {
	kept := map[string]stats.Number{}
	for name, v := range r.Extra {
		if constants[name] {
			kept[name] = v
		}
	}
	for name, v := range counted {
		kept[name] = v
	}
	n, okN := e.Numerator.Get()
	d, okD := e.Denominator.Get()
	if !okN {
		return kept
	}
	put := func(name string, v stats.Number) {
		if _, wanted := r.Extra[name]; wanted {
			kept[name] = v
		}
	}
	residents, reference := kept["residents"].Or(0), kept["residents_reference"].Or(0)
	if residents > 0 {
		rate := stats.Rate(n, residents, 1000)
		put("rate", rate.Value)
		put("rate_lower", rate.Lower)
		put("rate_upper", rate.Upper)
	}
	if !okD || d <= 0 {
		return kept
	}
	if expected := kept["expected"].Or(0) / 100; expected > 0 {
		index := stats.ShareRatio(n, d, expected)
		put("index", index.Value)
		put("index_lower", index.Lower)
		put("index_upper", index.Upper)
		put("p", stats.N(stats.PoissonTail(n, d*expected)))
	}
	if days := kept["days"].Or(0); days > 0 {
		put("per_day", stats.N(n/days))
		put("p", stats.N(stats.PoissonTail(n, d*days/float64(period.Days()))))
	}
	if unclear, ok := kept["unclear"].Get(); ok {
		put("upper_bound", stats.N(min(100, 100*(n+unclear)/d)))
	}
	if r.Basis.Denominator != nil && n <= d {
		put("share", stats.N(100*n/d))
	}
	if reference > 0 {
		put("rate_reference", stats.N(1000*d/reference))
		put("gap", stats.N(1000*n/residents-1000*d/reference))
		if unknown, ok := kept["not_known"].Get(); ok {
			low, high := stats.RatioBounds(n, residents, d, reference, unknown)
			put("low_bound", low)
			put("high_bound", high)
			put("complete", stats.N(100*(n+d)/(n+d+unknown)))
		}
	}
	if _, changes := r.Extra["change"]; changes {
		c := stats.CompareCounts(d, float64(about.Previous.Days()), n, float64(about.Period.Days()))
		put("change", stats.N(n-d))
		put("p", c.P)
		if d >= 20 { // whatever the true count is
			kept["percent"] = c.Percent
		}
	}
	return kept
}
