package reports

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"svna/analysis"
	"svna/analysis/stats"
)

// Three wards have several times the rate of the others: by fifths 1.7, 4.6 and 15.1
// would be one colour. Gaps read off the sorted values by eye.
func TestMapsOfSkewedRatesShowTheirPeaks(t *testing.T) {
	values := []float64{1.0, 1.0, 1.1, 1.1, 1.1, 1.2, 1.3, 1.3, 1.3, 1.4, 1.5, 1.6, 1.6, 1.6, 1.7, 1.7, 4.6, 6.5, 15.1}
	var got []float64
	for _, c := range mapClasses(values, 0.1)[1:] {
		got = append(got, c.from)
	}
	if diff := cmp.Diff([]float64{1.4, 4, 5, 10}, got); diff != "" {
		t.Error(diff)
	}
	got = nil // the highest class is even and the one below is not: 3 and 7 of 3 to under 10
	for _, c := range mapClasses([]float64{1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 4, 7, 10, 15, 16, 17}, 1)[1:] {
		got = append(got, c.from)
	}
	if diff := cmp.Diff([]float64{2, 3, 5, 15}, got); diff != "" {
		t.Error(diff)
	}
	even := []float64{10, 11, 12, 13, 14, 15, 16, 17, 18, 19}
	if diff := cmp.Diff(roundClasses(even, 1), mapClasses(even, 1), cmp.AllowUnexported(class{})); diff != "" {
		t.Errorf("values that are not skewed: %s", diff)
	}
}

// The parts have the least spread of all ways to part the values, which are tried one
// by one, and each break parts the values where the part does.
func TestNaturalClassesSpreadLeast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(0, 300), 5, 12).Draw(t, "values")
		for i, v := range values {
			values[i] = math.Round(v*10) / 10
		}
		slices.Sort(values)
		different := slices.Compact(slices.Clone(values))
		classes := naturalClasses(values, 0.1)
		if len(different) < 3 {
			if classes != nil {
				t.Fatal("classes of fewer than three values")
			}
			return
		}
		if len(classes) != min(5, len(different)) {
			t.Fatalf("%d classes of %d values", len(classes), len(different))
		}
		parts := make([][]float64, len(classes))
		for _, v := range values {
			k := classOf(classes, v)
			parts[k] = append(parts[k], v)
		}
		if got, want := spreadOf(parts), leastSpread(values, len(classes)); math.Abs(got-want) > 1e-9*(1+want) {
			t.Fatalf("a spread of %v, and the least is %v", got, want)
		}
	})
}

// spreadOf is the sum of squares of roots about the mean of each part.
func spreadOf(parts [][]float64) float64 {
	sum := 0.0
	for _, part := range parts {
		mean := 0.0
		for _, v := range part {
			mean += math.Sqrt(v) / float64(len(part))
		}
		for _, v := range part {
			sum += (math.Sqrt(v) - mean) * (math.Sqrt(v) - mean)
		}
	}
	return sum
}

// leastSpread tries every way to part sorted values into so many runs.
func leastSpread(values []float64, count int) float64 {
	if count == 1 {
		return spreadOf([][]float64{values})
	}
	least := math.Inf(1)
	for first := 1; first+count-1 <= len(values); first++ {
		if values[first] != values[first-1] {
			least = min(least, spreadOf([][]float64{values[:first]})+leastSpread(values[first:], count-1))
		}
	}
	return least
}

// A ratio is coloured by its class only where it is told from 1: by its corrected
// p-value, or by its limits where it was not tested.
func TestRatiosThatAreNotClearHaveNoColour(t *testing.T) {
	ratio := func(value, lower, upper float64, q stats.Number) analysis.Row {
		return analysis.Row{Estimate: stats.Estimate{Value: stats.N(value), Lower: stats.N(lower), Upper: stats.N(upper)}, Extra: map[string]stats.Number{"q": q}}
	}
	s := &subject{chart: analysis.Chart{Measure: "value"}, column: analysis.Column{Format: analysis.AsRatio}, decimals: 2}
	tiles := &tileChart{subject: s, classes: ratioClasses()}
	for _, c := range []struct {
		name string
		row  analysis.Row
		want role
	}{
		{"limits that leave 1 out", ratio(1.6, 1.2, 2.1, stats.Number{}), tiles.classes[4].role},
		{"limits that hold 1", ratio(1.6, 0.9, 2.6, stats.Number{}), rolePage},
		{"below 1 and clear", ratio(0.5, 0.4, 0.7, stats.Number{}), tiles.classes[0].role},
		{"tested and clear", ratio(1.6, 1.2, 2.1, stats.N(0.01)), tiles.classes[4].role},
		{"tested and not clear, whatever the limits", ratio(1.6, 1.2, 2.1, stats.N(0.2)), rolePage},
	} {
		if got := tiles.fill(c.row, c.row.Estimate.Value.Or(0)); got != c.want {
			t.Errorf("%s: role %v, want %v", c.name, got, c.want)
		}
	}
}

// Figures of every kind show periods in the order of time, though tables have the
// current one first.
func TestPeriodsAreInTheOrderOfTime(t *testing.T) {
	stacked := stackCase()
	stacked.table.Dimensions[0].Name, stacked.chart.Category = "period", "period"
	stacked.table.Rows = nil
	for _, period := range []string{currentPeriod, previousPeriod} {
		stacked.table.Rows = append(stacked.table.Rows, shareOf(300, 400, period, "Used to threaten"), shareOf(100, 400, period, "Caused injury"))
	}
	for _, f := range []figureCase{stacked, barsCase()} {
		text := string(drawCase(t, f).SVGEmbedded)
		before, after := strings.Index(text, ">"+previousPeriod), strings.Index(text, ">"+currentPeriod)
		if before < 0 || after < before {
			t.Errorf("%s: the previous period stands at %d, the current one at %d", f.chart.ID, before, after)
		}
	}
}

// One of 3,594 is not 0.0%.
func TestASmallShareIsNotWrittenAsNought(t *testing.T) {
	s := &subject{chart: analysis.Chart{Measure: "value", Mark: analysis.Bars}, column: analysis.Column{Format: analysis.AsShare}, decimals: 1}
	for _, c := range []struct {
		k    float64
		want string
	}{{1, "under 0.1%"}, {0, "0.0%"}, {2, "0.1%"}} {
		if got := s.label(shareRow(c.k, 3594, "Fatal")); got != c.want {
			t.Errorf("%v of 3,594: got %q, want %q", c.k, got, c.want)
		}
	}
}

// Breaks are written with no more decimals than each needs.
func TestBreaksHaveNoNeedlessDecimals(t *testing.T) {
	s := &subject{column: analysis.Column{Format: analysis.AsRate}, decimals: 1}
	classes := partedAt([]float64{9.5, 17, 100})
	write := s.breakWriter(classes)
	var got []string
	for _, c := range classes {
		got = append(got, className(c, false, write))
	}
	if diff := cmp.Diff([]string{"Under 9.5", "9.5 to under 17", "17 to under 100", "100 or more"}, got); diff != "" {
		t.Error(diff)
	}
}
