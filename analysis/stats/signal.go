package stats

// Signal is the set of rules of a control chart that fired at a point.
type Signal uint8

// The rules. A point is judged by the points up to it and never by later ones, so
// that the labels of old months stay when new months arrive.
const (
	AboveLimit Signal = 1 << iota // above the upper limit
	BelowLimit                    // below the lower limit
	RunAbove                      // the 7th or later in a row above the centre
	RunBelow                      // the 7th or later in a row below the centre
	Rising                        // the 7th or later in a row, each above the one before
	Falling                       // the 7th or later in a row, each below the one before
	NearUpper                     // the last of three above the centre, two of them beyond two thirds of the way to the upper limit
	NearLower                     // the same below
)

// runLength is the number of successive points that make a signal.
const runLength = 7

// signalNames are the words for the rules, in their order.
var signalNames = []string{
	"above the upper limit", "below the lower limit",
	"7 in a row above the centre", "7 in a row below the centre",
	"7 in a row rising", "7 in a row falling",
	"2 of 3 near the upper limit", "2 of 3 near the lower limit",
}

// Names returns the rules in words; none where no rule fired.
func (s Signal) Names() []string {
	var names []string
	for i, name := range signalNames {
		if s&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// signals judges every point. Where there are no limits, only rules about runs
// can fire.
func (c *ControlChart) signals() []Signal {
	signals := make([]Signal, len(c.Values))
	above, below, rising, falling := 0, 0, 1, 1
	for t, v := range c.Values {
		above, below = run(above, v > c.Centre), run(below, v < c.Centre)
		if t > 0 {
			rising = 1 + run(rising-1, v > c.Values[t-1])
			falling = 1 + run(falling-1, v < c.Values[t-1])
		}
		signals[t] = c.limitSignal(t) |
			when(above >= runLength, RunAbove) | when(below >= runLength, RunBelow) |
			when(rising >= runLength, Rising) | when(falling >= runLength, Falling)
		if above >= 3 && c.near(t, 1)+c.near(t-1, 1)+c.near(t-2, 1) >= 2 {
			signals[t] |= NearUpper
		}
		if below >= 3 && c.near(t, -1)+c.near(t-1, -1)+c.near(t-2, -1) >= 2 {
			signals[t] |= NearLower
		}
	}
	return signals
}

// run is the length of a run after one more point that goes on with it or not.
func run(length int, goesOn bool) int {
	if !goesOn {
		return 0
	}
	return length + 1
}

func when(fired bool, s Signal) Signal {
	if !fired {
		return 0
	}
	return s
}

func (c *ControlChart) limitSignal(t int) Signal {
	lower, ok := c.Lower[t].Get()
	if !ok {
		return 0
	}
	return when(c.Values[t] > c.Upper[t].value, AboveLimit) | when(c.Values[t] < lower, BelowLimit)
}

// near is 1 where a point lies beyond two thirds of the way from the centre to
// the limit on the given side (1 up, -1 down), and not outside that limit.
func (c *ControlChart) near(t int, side float64) int {
	limit := c.Upper[t]
	if side < 0 {
		limit = c.Lower[t]
	}
	far := side * (limit.value - c.Centre)
	if v := side * (c.Values[t] - c.Centre); limit.Known() && v > far*2/3 && v <= far {
		return 1
	}
	return 0
}
