package spatial

// Emergence says how a place was a hotspot over successive periods.
type Emergence string

// The classes of Emerging, from the last period back.
const (
	NeverHot     Emergence = ""             // hot in no period
	NewHot       Emergence = "new"          // hot in the last period, and never before
	Consecutive  Emergence = "consecutive"  // hot in the last periods in a run of two or more, and never before it
	Persistent   Emergence = "persistent"   // hot in nine periods of ten and in the last, without a trend
	Intensifying Emergence = "intensifying" // the same, and its score rises
	Diminishing  Emergence = "diminishing"  // the same, and its score falls
	Oscillating  Emergence = "oscillating"  // hot in the last period and on and off before, and once cold
	Sporadic     Emergence = "sporadic"     // hot in the last period and on and off before, never cold
	Historical   Emergence = "historical"   // hot in nine periods of ten, but not in the last
	Former       Emergence = "former"       // hot in fewer periods, and not in the last
)

// Emerging classes each place by the periods in which it was hot (score above 0 and
// corrected p-value below the level) and cold (score below 0, likewise). hot[t] and
// cold[t] are the marks of period t, oldest first; cold may be nil. trend is above 0
// where the score of a place rises over the periods by a test, below 0 where it
// falls, and may be nil: a test of a trend needs five periods or more. With two
// periods the classes are new, persistent and former. It panics on slices of
// unequal length and on no period.
//
// Source: the categories of Esri's emerging hot spot analysis; the class former is
// its "no pattern detected" of a place that was once hot.
func Emerging(hot, cold [][]bool, trend []int) []Emergence {
	if len(hot) == 0 || (cold != nil && len(cold) != len(hot)) || (trend != nil && len(trend) != len(hot[0])) {
		panic("spatial: periods and trends of unequal length")
	}
	classes := make([]Emergence, len(hot[0]))
	for i := range classes {
		wasHot, wasCold := make([]bool, len(hot)), false
		for t := range hot {
			wasHot[t] = hot[t][i]
			wasCold = wasCold || cold != nil && cold[t][i]
		}
		direction := 0
		if trend != nil {
			direction = trend[i]
		}
		classes[i] = emergence(wasHot, wasCold, direction)
	}
	return classes
}

func emergence(hot []bool, wasCold bool, direction int) Emergence {
	periods, times, run, last := len(hot), 0, 0, hot[len(hot)-1]
	for _, h := range hot {
		run++
		if !h {
			run = 0
			continue
		}
		times++
	}
	mostly := 10*times >= 9*periods
	switch {
	case times == 0:
		return NeverHot
	case !last && mostly:
		return Historical
	case !last:
		return Former
	case times == 1 && periods > 1:
		return NewHot
	case mostly && direction > 0:
		return Intensifying
	case mostly && direction < 0:
		return Diminishing
	case mostly:
		return Persistent
	case run == times:
		return Consecutive
	case wasCold:
		return Oscillating
	}
	return Sporadic
}
