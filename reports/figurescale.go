package reports

import (
	"math"
	"slices"
	"strconv"

	"svna/analysis"
)

// niceStep is the smallest of 1, 2, 2.5 and 5 times a power of ten that is not
// under a number; whole numbers only where counts are shown.
func niceStep(least float64, whole bool) float64 {
	if !(least > 0) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(least)))
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		step := m * power
		if step >= least*(1-1e-9) && (!whole || step == math.Trunc(step)) {
			return step
		}
	}
	return max(1, math.Ceil(least))
}

// ticks are round numbers from low to high, about as many as wanted; the last is
// at or above high, and there are two at least.
func ticks(low, high float64, wanted int, whole bool) []float64 {
	if !(high > low) {
		high = low + 1
	}
	step := niceStep((high-low)/float64(wanted), whole)
	var values []float64
	for i := math.Floor(low/step + 1e-9); ; i++ {
		v := i*step + 0 // + 0 turns -0 into 0
		values = append(values, v)
		if len(values) > 1 && v >= high-1e-9*step {
			return values
		}
	}
}

// tickDecimals is how many decimals it takes to tell ticks apart.
func tickDecimals(values []float64) int {
	for d := range 4 {
		exact := true
		for _, v := range values {
			scaled := v * math.Pow(10, float64(d))
			exact = exact && math.Abs(scaled-math.Round(scaled)) < 1e-6
		}
		if exact {
			return d
		}
	}
	return 4
}

// class is one class of a map or of tiles: values from From up to, but not
// including, To.
type class struct {
	from, to float64 // to is +Inf in the highest, from is -Inf in the lowest
	role     role
}

// classOf returns the index of the class of a value, or -1.
func classOf(classes []class, v float64) int {
	return slices.IndexFunc(classes, func(c class) bool { return v >= c.from && v < c.to })
}

// equalClasses are at most five classes of whole counts, one step wide, from 1.
func equalClasses(largest float64) []class {
	if largest < 1 {
		return nil
	}
	step := 1.0
	for _, s := range []float64{1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100} {
		step = s
		if 5*s >= largest {
			break
		}
	}
	if 5*step < largest {
		step = niceStep(largest/5, true)
	}
	count := int(min(5, math.Ceil(largest/step)))
	roles := classRoles(count)
	classes := make([]class, count)
	for i := range classes {
		classes[i] = class{1 + float64(i)*step, 1 + float64(i+1)*step, roles[i]}
	}
	classes[count-1].to = math.Inf(1)
	return classes
}

// ratioClasses are five classes around 1, alike in both directions on a log
// scale, so that what is about as expected is pale and the two sides differ in
// colour.
func ratioClasses() []class {
	breaks := []float64{math.Inf(-1), 0.67, 0.9, 1.1, 1.5, math.Inf(1)}
	classes := make([]class, len(divergingRoles))
	for i, r := range divergingRoles {
		classes[i] = class{breaks[i], breaks[i+1], r}
	}
	return classes
}

// roundClasses are at most five classes with round breaks near the fifths of the
// values, so that a few large values do not leave the rest in one class. Where
// the fifths fall together, as they do when most counts are 1 or 2, breaks double
// from the highest on. The values are as they are shown, and resolution is their
// last place, 1 for whole numbers: no break is finer. No class is empty.
func roundClasses(values []float64, resolution float64) []class {
	if len(values) == 0 {
		return nil
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	low, high := sorted[0], sorted[len(sorted)-1]
	fifth := func(k int) float64 { return sorted[min(len(sorted)-1, k*len(sorted)/5)] }
	step := max(resolution, niceStep(max(fifth(4)-fifth(1), (high-low)/100)/8, resolution >= 1))
	last := low
	var breaks []float64
	add := func(b float64) {
		// Something must lie from the last break up to this one.
		i, _ := slices.BinarySearch(sorted, last)
		if b > last && b <= high && len(breaks) < 4 && sorted[i] < b {
			breaks, last = append(breaks, b), b
		}
	}
	for k := 1; k < 5; k++ {
		add(decimal(math.Round(fifth(k)/step) * step))
	}
	if resolution >= 1 && len(breaks) < 3 {
		if len(breaks) == 0 {
			add(math.Floor(low) + 1)
		}
		for b := 2 * last; b > 0 && b <= high && len(breaks) < 4; b *= 2 {
			add(b)
		}
	}
	return partedAt(breaks)
}

// partedAt are the classes between breaks, below the first and from the last on.
func partedAt(breaks []float64) []class {
	breaks = append([]float64{math.Inf(-1)}, breaks...)
	roles := classRoles(len(breaks))
	classes := make([]class, len(breaks))
	for i, from := range breaks {
		classes[i] = class{from, math.Inf(1), roles[i]}
		if i+1 < len(breaks) {
			classes[i].to = breaks[i+1]
		}
	}
	return classes
}

// decimal is a number without the noise of binary multiples: 17 times 0.1 is 1.7,
// as the label of an area says, and not the next number above.
func decimal(v float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 12, 64), 64)
	if err != nil {
		return v
	}
	return rounded
}

// className writes a class: "4 to 7" for counts, "10 to under 15" for rates,
// "Under 10", "25 or more", or the value of all where there is one class.
func className(c class, whole bool, write func(float64) string) string {
	below, above := !math.IsInf(c.from, -1), !math.IsInf(c.to, 1)
	switch {
	case !below && !above:
		return "All areas alike"
	case !below && whole && c.to == 1:
		return write(0)
	case !below:
		return "Under " + write(c.to)
	case !above:
		return write(c.from) + " or more"
	case whole && c.to-c.from == 1:
		return write(c.from)
	case whole:
		return write(c.from) + " to " + write(c.to-1)
	}
	return write(c.from) + " to under " + write(c.to)
}

// breakWriter writes breaks, each with as many decimals as it needs; money, and what is
// written in millions, all alike.
func (s *subject) breakWriter(classes []class) func(float64) string {
	var breaks []float64
	for _, c := range classes {
		if !math.IsInf(c.from, -1) {
			breaks = append(breaks, c.from)
		}
	}
	if s.column.Format == analysis.AsPounds {
		return s.tickWriter(breaks)
	}
	return func(v float64) string { return s.tickWriter([]float64{v})(v) }
}

// tickWriter writes round numbers in the measure's own form.
func (s *subject) tickWriter(values []float64) func(float64) string {
	sized := *s
	sized.decimals = tickDecimals(values)
	if s.column.Format == analysis.AsPounds {
		largest := 0.0
		for _, v := range values {
			largest = max(largest, math.Abs(v))
		}
		return func(v float64) string {
			if largest >= 1e6 {
				return pounds(v/1e6, tickDecimals(scaled(values, 1e-6))) + "m"
			}
			return pounds(v, 0)
		}
	}
	return sized.write
}

func scaled(values []float64, by float64) []float64 {
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = v * by
	}
	return out
}

// spread moves positions along a line so that neighbours are at least gap apart
// and all lie between low and high, as near to where they were as that allows.
// The positions must be sorted.
func spread(at []float64, gap, low, high float64) []float64 {
	out := slices.Clone(at)
	for i := range out {
		out[i] = max(out[i], low+float64(i)*gap)
		if i > 0 {
			out[i] = max(out[i], out[i-1]+gap)
		}
	}
	for i := len(out) - 1; i >= 0; i-- {
		out[i] = min(out[i], high-float64(len(out)-1-i)*gap)
		if i+1 < len(out) {
			out[i] = min(out[i], out[i+1]-gap)
		}
	}
	return out
}
