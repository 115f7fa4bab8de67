package disclosure

import (
	"fmt"
	"testing"

	"svna/analysis"
	"svna/analysis/stats"
)

// countsOf is a table of consecutive offences by level, the first level starting at an
// offence.
func countsOf(id, dimension string, first int32, levels []string, counts []int) analysis.Table {
	t := analysis.Table{ID: id, Dimensions: []analysis.Dimension{{Name: dimension}}, Columns: []analysis.Column{{Name: "numerator"}}}
	for i, level := range levels {
		basis := &analysis.Basis{Unit: analysis.Offence, Numerator: analysis.Selection{}}
		for range counts[i] {
			basis.Numerator = append(basis.Numerator, first)
			first++
		}
		t.Rows = append(t.Rows, analysis.Row{Levels: []string{level}, Basis: basis, Estimate: stats.Estimate{Numerator: stats.N(float64(counts[i]))}})
	}
	return t
}

// TestMergedLevels: a small level is counted with the next larger one, unless another
// table shows that one by itself and the two would be printed alike.
func TestMergedLevels(t *testing.T) {
	for _, test := range []struct {
		name         string
		small, rape  int
		rapeByItself bool
		counted      string // the larger level that stays no level of its own
	}{
		{"the larger one is nowhere else", 1, 165, false, "Rape"},
		{"1 beside 165: 0 to 4", 1, 165, true, "Robbery"},
		{"4 beside 163: 0 to 4", 4, 163, true, "Robbery"},
		{"3 beside 165: printed 170 and 165, 1 to 7", 3, 165, true, "Rape"},
	} {
		rule, err := PublicRule("public-hes", Overrides{})
		if err != nil {
			t.Fatal(err)
		}
		levels := []string{"Violence", "Robbery", "Rape", "Homicide"}
		tables := []analysis.Table{countsOf("mix", "ho_class", 0, levels, []int{600, 300, test.rape, test.small})}
		if test.rapeByItself {
			tables = append(tables, countsOf("rape", "weekday", 900, []string{"All days"}, []int{test.rape}))
		}
		p, err := Publish(rule, analysis.Run{Outcomes: []analysis.Outcome{{Result: analysis.Result{Tables: tables}}}})
		if err != nil {
			t.Fatal(err)
		}
		var without []string
		published := p.Tables()[0]
		for _, level := range levels[:3] {
			if _, there := published.Find(level); !there {
				without = append(without, level)
			}
		}
		if got := fmt.Sprint(without); got != "["+test.counted+"]" {
			t.Errorf("%s: counted with %s, want [%s]", test.name, got, test.counted)
		}
	}
}
