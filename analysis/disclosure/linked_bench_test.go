package disclosure

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"svna/analysis"
	"svna/analysis/stats"
)

// linkedRun is a run of all tables of one and of two of so many attributes of four
// levels each, all of one aspect, over 3,000 offences: what they tell is one
// problem.
func linkedRun(dimensions int) analysis.Run {
	const offences, levels = 3000, 4
	r := rand.New(rand.NewPCG(6, uint64(dimensions)))
	attributes := make([][]int, dimensions)
	for d := range attributes {
		for range offences {
			attributes[d] = append(attributes[d], min(r.IntN(levels), r.IntN(levels), r.IntN(levels)))
		}
	}
	those := func(keep func(i int) bool) analysis.Selection {
		rows := analysis.Selection{}
		for i := range offences {
			if keep(i) {
				rows = append(rows, int32(i))
			}
		}
		return rows
	}
	all := those(func(int) bool { return true })
	run := analysis.Run{About: analysis.About{Period: thisYear, Previous: lastYear}}
	add := func(by ...int) {
		t := analysis.Table{ID: "by", Title: "Offences", Unit: analysis.Offence, Columns: []analysis.Column{{Name: "numerator", Header: "Offences", Format: analysis.AsCount}}}
		cells := 1
		for _, d := range by {
			t.ID += fmt.Sprint("-", d)
			t.Dimensions = append(t.Dimensions, analysis.Dimension{Name: fmt.Sprint("flag", d), Header: fmt.Sprint("Flag ", d)})
			cells *= levels
		}
		for cell := range cells {
			row := analysis.Row{}
			for k := range by {
				row.Levels = append(row.Levels, letters[cell/[]int{1, levels}[k]%levels])
			}
			rows := those(func(i int) bool {
				for k, d := range by {
					if attributes[d][i] != cell/[]int{1, levels}[k]%levels {
						return false
					}
				}
				return true
			})
			row.Estimate = stats.Estimate{Numerator: stats.N(float64(len(rows)))}
			row.Basis = &analysis.Basis{Unit: analysis.Offence, Numerator: rows, Denominator: all}
			t.Rows = append(t.Rows, row)
		}
		run.Outcomes = append(run.Outcomes, analysis.Outcome{Breakdown: analysis.Breakdown{Name: t.ID}, Result: analysis.Result{Tables: []analysis.Table{t}}})
	}
	for a := range dimensions {
		add(a)
		for b := range a {
			add(b, a)
		}
	}
	return run
}

// BenchmarkLinkedDimensions makes public editions of all tables of two of 2 to 6
// attributes under both kinds of rule.
func BenchmarkLinkedDimensions(b *testing.B) {
	for dimensions := 2; dimensions <= 6; dimensions++ {
		run := linkedRun(dimensions)
		for _, profile := range []string{"public-hes", "public-suppress-5"} {
			rule, err := PublicRule(profile, Overrides{})
			if err != nil {
				b.Fatal(err)
			}
			b.Run(fmt.Sprintf("%d/%s", dimensions, profile), func(b *testing.B) {
				var p *Published
				for b.Loop() {
					if p, err = Publish(rule, run); err != nil {
						b.Fatal(err)
					}
				}
				e := &edition{rule: rule, run: run, reasons: map[string]string{}}
				e.build()
				b.ReportMetric(float64(len(e.view("offences", e.lattice.root("offence")).leaves)), "leaves")
				b.ReportMetric(float64(p.Audit().Numbers), "numbers")
				b.ReportMetric(float64(p.Audit().Hidden), "hidden")
				b.ReportMetric(float64(len(p.Withheld())), "withheld")
			})
		}
	}
}
