package analysis_test

import (
	"context"
	"slices"
	"testing"

	"svna/analysis"
)

// TestEveryRowCountsWhatItPrints: the rows of the data behind a count are there
// once each, and as many as the count says. (Counts that others have published have
// none, and a denominator without rows is of residents.)
func TestEveryRowCountsWhatItPrints(t *testing.T) {
	outcomes, err := analysis.Analyse(context.Background(), sampleStudy(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for _, o := range outcomes {
		for _, table := range o.Result.Tables {
			for _, r := range table.Rows {
				if r.Basis == nil || r.Basis.Public {
					continue
				}
				rows++
				selections := map[string]analysis.Selection{"numerator": r.Basis.Numerator, "denominator": r.Basis.Denominator}
				for name, selection := range r.Basis.Extra {
					selections[name] = selection
				}
				for column, selection := range selections {
					if column == "denominator" && selection == nil {
						continue
					}
					sorted := slices.Sorted(slices.Values(selection))
					if len(slices.Compact(sorted)) != len(selection) {
						t.Errorf("%s, %s: %s counts rows of the data twice", table.ID, r.Key(), column)
					}
					if n, known := r.Number(column).Get(); known && n != float64(len(selection)) {
						t.Errorf("%s, %s: %s prints %v of %d rows", table.ID, r.Key(), column, n, len(selection))
					}
				}
			}
		}
	}
	if rows < 1000 {
		t.Errorf("only %d rows with a basis", rows)
	}
}
