package reports

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"svna/analysis/spatial"
	"svna/analysis/stats"
)

// latticeOf is a surface of n by n cells of 100 metres at a scale of 0.1 points a
// metre, so that a cell is 10 points wide.
func latticeOf(n int, value func(i, j int) float64) *lattice {
	field := map[spatial.Cell]float64{}
	for i := range n {
		for j := range n {
			field[spatial.Cell{I: i, J: j}] = value(i, j)
		}
	}
	to := projection{scale: 0.1, floor: 10 * float64(n)}
	return newLattice(field, spatial.Grid{Size: 100}, to, box{-1e4, -1e4, 2e4, 2e4})
}

// enclosed is the area of rings, holes taken off.
func enclosed(rings [][]pt) float64 {
	sum := 0.0
	for _, ring := range rings {
		sum += ringArea(ring)
	}
	return math.Abs(sum)
}

// A cone falls by 1 a cell: the ground above a level is a circle, whose area is
// known. Where the cone is turned over, it is all but a circle.
func TestGroundAboveALevelOfACone(t *testing.T) {
	const n, top = 41, 30.0
	cone := func(i, j int) float64 { return top - math.Hypot(float64(i-n/2), float64(j-n/2)) }
	for _, radius := range []float64{4, 9.5, 15} {
		circle := math.Pi * 100 * radius * radius
		if got := enclosed(latticeOf(n, cone).above(top - radius)); math.Abs(got-circle) > 0.01*circle {
			t.Errorf("above %v the cone encloses %.0f square points, want a circle of %.0f", top-radius, got, circle)
		}
		pit := latticeOf(n, func(i, j int) float64 { return top - cone(i, j) }) // a pit, and high at the corners
		rings := pit.above(radius)
		if len(rings) != 2 {
			t.Fatalf("the ground around a pit has %d outlines, want the outside and a hole", len(rings))
		}
		if ringArea(rings[0])*ringArea(rings[1]) >= 0 {
			t.Error("the hole runs the same way as the outline, so that back ends would fill it")
		}
	}
}

// The surface passes through the middles of the cells, is never under 0, and goes
// on level beyond the cells.
func TestSurfacePassesThroughCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const n = 6
		values := rapid.SliceOfN(rapid.Float64Range(0, 100), n*n, n*n).Draw(t, "values")
		l := latticeOf(n, func(i, j int) float64 { return values[j*n+i] })
		for _, v := range l.v {
			if v < 0 {
				t.Fatalf("the surface falls to %v", v)
			}
		}
		for i := range n {
			for j := range n {
				at := (j+2)*surfaceFineness*l.wide + (i+2)*surfaceFineness
				if math.Abs(l.v[at]-values[j*n+i]) > 1e-9 {
					t.Fatalf("at the middle of cell %d, %d the surface is %v, want %v", i, j, l.v[at], values[j*n+i])
				}
			}
		}
		for _, ring := range l.above(rapid.Float64Range(1, 99).Draw(t, "level")) {
			if len(ring) < 3 {
				t.Fatal("an outline of fewer than three points")
			}
		}
	})
}

// The limits of the classes of a surface are a round step and two, four and six
// times that, below the peak.
func TestSurfaceClasses(t *testing.T) {
	for _, c := range []struct {
		most float64
		want []float64
	}{
		{706, []float64{100, 200, 400, 600}},
		{1618, []float64{250, 500, 1000, 1500}},
		{7, []float64{1, 2, 4, 6}},
		{0.5, []float64{0.08, 0.16, 0.32, 0.48}},
	} {
		var got []float64
		for _, one := range surfaceClasses(c.most)[1:] {
			got = append(got, one.from)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("of a peak of %v (-want +got):\n%s", c.most, diff)
		}
	}
	if surfaceClasses(0) != nil {
		t.Error("a surface of nought has classes")
	}
}

// Where a cell is hidden no edge between classes runs beside it: cells are drawn.
func TestSurfaceWithAHiddenCellIsCells(t *testing.T) {
	f := surfaceCase()
	whole := string(drawCase(t, f).SVG)
	f.table.Rows[7].Estimate = stats.Estimate{Status: stats.Suppressed}
	hidden := string(drawCase(t, f).SVG)
	if !strings.Contains(whole, "Smoothed from") {
		t.Error("the surface does not say from what it is smoothed")
	}
	if strings.Contains(hidden, "Smoothed from") || !strings.Contains(hidden, "Hatched: [c]") {
		t.Error("a surface with a hidden cell is not drawn as cells with hatching")
	}
}

// Limits of counts about double up to a round number under the largest.
func TestPeakClasses(t *testing.T) {
	for _, c := range []struct {
		largest float64
		want    []float64
	}{
		{81, []float64{5, 10, 20, 40}},
		{229, []float64{20, 30, 50, 100}},
		{30, []float64{2, 5, 10, 20}},
		{11, nil},
	} {
		var got []float64
		for i, one := range peakClasses(c.largest) {
			if i > 0 {
				got = append(got, one.from)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("of a largest of %v (-want +got):\n%s", c.largest, diff)
		}
	}
}

// A title parts at a comma where it can, and never within a name, a date or a
// number and what it counts.
func TestTitlesPartWhereTheyAreRead(t *testing.T) {
	names := []string{"Barking and Dagenham", "Becontree station"}
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Short enough", []string{"Short enough"}},
		{"Serious violence offences by offence subgroup, Barking and Dagenham, 12 months to May 2023", []string{"Serious violence offences by offence subgroup,", "Barking and Dagenham, 12 months to May 2023"}},
		{"The rate of personal robbery in Barking and Dagenham was 1.5 times that of London", []string{"The rate of personal robbery in", "Barking and Dagenham was 1.5 times that of London"}},
		{"Hotspots of knife crime in the 12 months to May 2023 were Becontree station and others", []string{"Hotspots of knife crime in the 12 months to", "May 2023 were Becontree station and others"}},
	} {
		if diff := cmp.Diff(c.want, titleText.balanceWhole(c.text, names, 340)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// Shares of groups of different size say what they are of; shares of one whole do
// not say it in each row.
func TestSharesOfGroupsSayOfHowMany(t *testing.T) {
	with, without := string(drawCase(t, groupSharesCase()).SVG), string(drawCase(t, dotsCase()).SVG)
	for _, text := range []string{">1,240<", ">74<", ">Offences<"} {
		if !strings.Contains(with, text) {
			t.Errorf("the figure lacks %s", text)
		}
	}
	if strings.Contains(without, ">Offences<") {
		t.Error("a figure of shares of one whole has a column of what they are of")
	}
}
