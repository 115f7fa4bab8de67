package reports

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"svna/datasets"
)

// Expected ticks were written down by hand: steps of 1, 2, 2.5 or 5 times a power
// of ten, the last at or above the data.
func TestTicks(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		wanted    int
		whole     bool
		want      []float64
	}{
		{0, 81, 4, true, []float64{0, 25, 50, 75, 100}},
		{0, 3, 4, true, []float64{0, 1, 2, 3}},
		{0, 3, 4, false, []float64{0, 1, 2, 3}},
		{0, 0, 4, true, []float64{0, 1}},
		{-3, 7, 4, false, []float64{-5, -2.5, 0, 2.5, 5, 7.5}},
		{0, 9, 4, true, []float64{0, 5, 10}},
		{0, 1.22, 4, false, []float64{0, 0.5, 1, 1.5}},
	} {
		if diff := cmp.Diff(c.want, ticks(c.low, c.high, c.wanted, c.whole)); diff != "" {
			t.Errorf("ticks of %v to %v: %s", c.low, c.high, diff)
		}
	}
}

func TestTicksHoldTheData(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		low := rapid.Float64Range(-1e6, 0).Draw(t, "low")
		high := rapid.Float64Range(0, 1e9).Draw(t, "high")
		got := ticks(low, high, 4, rapid.Bool().Draw(t, "whole"))
		if len(got) < 2 || len(got) > 40 || !slices.IsSorted(got) {
			t.Fatalf("ticks of %v to %v are %v", low, high, got)
		}
		// A hair over a tick needs no further one.
		hair := 1e-8 * (got[1] - got[0])
		if got[0] > low+hair || got[len(got)-1] < high-hair {
			t.Fatalf("ticks of %v to %v are %v", low, high, got)
		}
	})
}

// Every value falls into one class, no class is empty, there are five at most,
// and the keys name them apart.
func TestClassesPartTheValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.Bool().Draw(t, "whole")
		values := rapid.SliceOfN(rapid.Float64Range(0, 2000), 1, 60).Draw(t, "values")
		resolution := 0.1
		if whole {
			resolution = 1
		}
		for i, v := range values {
			values[i] = math.Round(v/resolution) * resolution
		}
		classes := roundClasses(values, resolution)
		counts := make([]int, len(classes))
		for _, v := range values {
			n := 0
			for i, c := range classes {
				if v >= c.from && v < c.to {
					n++
					counts[i]++
				}
			}
			if n != 1 {
				t.Fatalf("%v lies in %d of the classes %v", v, n, classes)
			}
		}
		if len(classes) > 5 || slices.Contains(counts, 0) {
			t.Fatalf("%v values in classes %v", counts, classes)
		}
		s := &subject{}
		write := s.breakWriter(classes)
		names := map[string]bool{}
		for _, c := range classes {
			names[className(c, whole, write)] = true
		}
		if len(names) != len(classes) {
			t.Fatalf("classes %v are called %v", classes, names)
		}
	})
}

// 17 times 0.1 is a little more than 1.7: an area that is labelled 1.7 is in the
// class from 1.7 on, and not in the one below.
func TestClassesHoldTheirOwnBreaks(t *testing.T) {
	values := []float64{1.0, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.7, 4.6, 6.5, 15.1}
	classes := roundClasses(values, 0.1)
	for _, c := range classes[1:] {
		if text := strconv.FormatFloat(c.from, 'f', -1, 64); len(text) > 4 {
			t.Errorf("a class begins at %s, want a round number", text)
		}
	}
	if c := classes[classOf(classes, 1.7)]; className(c, false, (&subject{decimals: 1}).breakWriter(classes)) == "" || c.to <= 1.7 || c.from > 1.7 {
		t.Errorf("1.7 lies in the class from %v to under %v", c.from, c.to)
	}
}

// Most cells hold 1 or 2 offences, and a few hold many: breaks double.
func TestClassesOfSkewedCounts(t *testing.T) {
	values := append(slices.Repeat([]float64{1}, 160), slices.Repeat([]float64{2, 3}, 30)...)
	values = append(values, 4, 5, 6, 7, 9, 17, 21)
	var got []string
	classes := roundClasses(values, 1)
	for _, c := range classes {
		got = append(got, className(c, true, (&subject{}).breakWriter(classes)))
	}
	want := []string{"Under 2", "2 to 3", "4 to 7", "8 to 15", "16 or more"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Whole counts of tiles: as few steps as five classes need, from 1.
func TestEqualClasses(t *testing.T) {
	for _, c := range []struct {
		largest float64
		want    []string
	}{
		{1, []string{"1 or more"}},
		{3, []string{"1", "2", "3 or more"}},
		{25, []string{"1 to 5", "6 to 10", "11 to 15", "16 to 20", "21 or more"}},
		{612, []string{"1 to 200", "201 to 400", "401 to 600", "601 or more"}},
	} {
		var got []string
		classes := equalClasses(c.largest)
		for _, class := range classes {
			got = append(got, className(class, true, (&subject{}).breakWriter(classes)))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%v: %s", c.largest, diff)
		}
	}
}

func TestHourOf(t *testing.T) {
	for level, want := range map[string]int{"0": 0, "00:00": 0, "15": 15, "15:00": 15, "3pm": 15, "3 pm": 15, "12am": 0, "12pm": 12, "midnight": 0, "midday": 12, "3pm to 4pm": 15, "Midday to 1pm": 12} {
		if got, ok := hourOf(level); !ok || got != want {
			t.Errorf("hour of %q is %d %v, want %d", level, got, ok, want)
		}
	}
	for _, level := range []string{"", "24", "13pm", "evening", "-1"} {
		if got, ok := hourOf(level); ok {
			t.Errorf("hour of %q is %d, want none", level, got)
		}
	}
}

func TestWindow(t *testing.T) {
	for _, c := range []struct {
		levels []string
		want   string
	}{
		{[]string{"15", "16", "17", "18", "19", "20"}, "3pm to 9pm"},
		{[]string{"22", "23", "0", "1"}, "10pm to 2am"},
		{[]string{"23"}, "11pm to midnight"},
		{[]string{"Friday"}, "Friday"},
		{[]string{"3", "9"}, "3 and 9"},
	} {
		if got := window(c.levels); got != c.want {
			t.Errorf("window of %v is %q, want %q", c.levels, got, c.want)
		}
	}
}

func TestMonthOf(t *testing.T) {
	for _, level := range []string{"May 2023", "2023-05"} {
		if got, ok := monthOf(level); !ok || got != datasets.NewMonth(2023, 5) {
			t.Errorf("month of %q is %v %v", level, got, ok)
		}
	}
	if _, ok := monthOf("Total"); ok {
		t.Error("Total is a month")
	}
}

func TestBandOf(t *testing.T) {
	for level, want := range map[string][2]int{"1 to 17": {1, 18}, "18–24": {18, 25}, "65 and over": {65, 90}, "85+": {85, 95}, "Under 1": {0, 1}, "7": {7, 8}} {
		if got, ok := bandOf(level); !ok || got.from != want[0] || got.to != want[1] {
			t.Errorf("band of %q is %d to %d %v, want %v", level, got.from, got.to, ok, want)
		}
	}
	for _, level := range []string{"", "Not recorded", "17 to 1", "old and over"} {
		if _, ok := bandOf(level); ok {
			t.Errorf("%q is a band", level)
		}
	}
}

// The bars of a pyramid are areas: per year of age, a band of twice the years is
// half as long. 131 victims of 17 years and 120 of 7 are 7.7 and 17.1 a year.
func TestPyramidIsPerYearOfAge(t *testing.T) {
	f := pyramidCase()
	p := f.published()
	s, err := newSubject(p, f.chart, p.Tables()[0])
	if err != nil {
		t.Fatal(err)
	}
	chart := &pyramidChart{subject: s, divided: true}
	for _, c := range s.categories {
		band, _ := bandOf(c)
		chart.bands = append(chart.bands, band)
	}
	if err := chart.fillSides(); err != nil {
		t.Fatal(err)
	}
	chart.addResidents()
	if got, want := chart.sides[0].perYear[:2], []float64{131.0 / 17, 120.0 / 7}; !cmp.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	// The step line spreads all 774 victims of known age over the residents.
	total := 0.0
	for _, side := range chart.sides {
		for j, v := range side.residents {
			total += v * chart.bands[j].width()
		}
	}
	if math.Abs(total-774) > 1e-6 {
		t.Errorf("the step line holds %v victims, want 774", total)
	}
}

func TestSpread(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.SliceOfN(rapid.Float64Range(0, 100), 1, 8).Draw(t, "at")
		slices.Sort(at)
		got := spread(at, 12, 0, 100)
		for i := range got {
			if got[i] < -1e-9 || got[i] > 100+1e-9 || (i > 0 && got[i]-got[i-1] < 12-1e-9) {
				t.Fatalf("%v is spread to %v", at, got)
			}
		}
	})
}

func TestWrapKeepsWordsAndWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[A-Za-z0-9%£−]{1,40}`), 0, 12).Draw(t, "words")
		text, width := strings.Join(words, " "), rapid.Float64Range(40, 460).Draw(t, "width")
		for _, lines := range [][]string{titleText.wrap(text, width), titleText.balance(text, width)} {
			for _, line := range lines {
				if titleText.width(line) > width+1e-9 && len([]rune(line)) > 2 {
					t.Fatalf("%q is wider than %v", line, width)
				}
			}
			letters := strings.NewReplacer(" ", "", "-", "")
			if got, want := letters.Replace(strings.Join(lines, "")), letters.Replace(text); got != want {
				t.Fatalf("got %q, want %q", got, want)
			}
		}
	})
}

func TestLegible(t *testing.T) {
	for in, want := range map[string]string{"a  b\n\tc": "a b c", "Café − £3": "Café − £3", "x🔪y": "x?y", "18–24": "18–24", "": ""} {
		if got := legible(in); got != want {
			t.Errorf("legible %q is %q, want %q", in, got, want)
		}
	}
}
