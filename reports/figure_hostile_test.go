package reports

import (
	"fmt"
	"math"

	"svna/analysis"
	"svna/analysis/stats"
)

// hostileChanges spoil a case; each works on a copy of the rows.
func hostileChanges() map[string]func(*figureCase) {
	rows := func(change func(i int, r analysis.Row) analysis.Row) func(*figureCase) {
		return func(f *figureCase) {
			var changed []analysis.Row
			for i, r := range f.table.Rows {
				r.Levels = append([]string(nil), r.Levels...)
				changed = append(changed, change(i, r))
			}
			f.table.Rows = changed
		}
	}
	scale := func(k float64) func(*figureCase) {
		return rows(func(_ int, r analysis.Row) analysis.Row {
			e := r.Estimate.Scale(k)
			e.Numerator = stats.N(math.Round(e.Numerator.Or(0) * k))
			r.Estimate = e
			return r
		})
	}
	return map[string]func(*figureCase){
		"no rows": func(f *figureCase) { f.table.Rows = nil },
		"one row": func(f *figureCase) { f.table.Rows = f.table.Rows[:1] },
		"all missing": rows(func(_ int, r analysis.Row) analysis.Row {
			r.Estimate = stats.Estimate{Status: stats.NotAvailable}
			return r
		}),
		"some suppressed": rows(func(i int, r analysis.Row) analysis.Row {
			if i%3 == 1 {
				r.Estimate = stats.Estimate{Status: stats.Suppressed}
				r.Extra = placesOnly(r.Extra)
			}
			return r
		}),
		"one value": rows(func(i int, r analysis.Row) analysis.Row {
			if i > 0 {
				r.Estimate = stats.Estimate{Status: stats.NotAvailable}
				r.Extra = placesOnly(r.Extra)
			}
			return r
		}),
		"all suppressed": rows(func(_ int, r analysis.Row) analysis.Row {
			r.Estimate = stats.Estimate{Status: stats.Suppressed}
			return r
		}),
		"all nought": rows(func(_ int, r analysis.Row) analysis.Row {
			r.Estimate = stats.Estimate{Numerator: stats.N(0), Denominator: stats.N(0), Value: stats.N(0), Lower: stats.N(0), Upper: stats.N(0)}
			return r
		}),
		"large numbers": scale(1234567),
		"tiny numbers":  scale(1e-6),
		"negative": rows(func(i int, r analysis.Row) analysis.Row {
			if i%2 == 0 {
				e := r.Estimate.Scale(-1)
				e.Lower, e.Upper = e.Upper, e.Lower
				r.Estimate = e
			}
			return r
		}),
		"long names": rows(func(i int, r analysis.Row) analysis.Row {
			for j := range r.Levels {
				if r.Levels[j] != currentPeriod && r.Levels[j] != previousPeriod && r.Levels[j] != "Total" {
					r.Levels[j] = fmt.Sprintf("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, %s", r.Levels[j])
				}
			}
			return r
		}),
		"strange names": rows(func(i int, r analysis.Row) analysis.Row {
			for j := range r.Levels {
				if r.Kind == analysis.LevelRow && r.Levels[j] != currentPeriod {
					r.Levels[j] += []string{" 🔪", " <script>alert(1)</script>", " =1+1", " السلام", " & Co\n\t", "  "}[i%6]
				}
			}
			return r
		}),
		"many rows": func(f *figureCase) {
			first := f.table.Rows[0]
			for i := range 120 {
				r := first
				r.Levels = append([]string(nil), first.Levels...)
				for j, d := range f.table.Dimensions {
					if d.Name == f.chart.Category {
						r.Levels[j] = fmt.Sprintf("Level %d", i)
					}
				}
				f.table.Rows = append(f.table.Rows, r)
			}
		},
	}
}

// placesOnly are the extras that say where a cell is: what is left of a row that
// is suppressed.
func placesOnly(extra map[string]stats.Number) map[string]stats.Number {
	kept := map[string]stats.Number{}
	for _, name := range []string{"easting", "northing"} {
		if n, ok := extra[name]; ok {
			kept[name] = n
		}
	}
	return kept
}
