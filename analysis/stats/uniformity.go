package stats

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Uniformity holds tests that times on a clock are spread evenly which, unlike
// Rayleigh's, also see two peaks. P is absent where the number of times gives none.
type Uniformity struct {
	Watson  Number // U², as modified by Stephens for any number of times
	WatsonP Number
	Kuiper  Number // V, as modified by Stephens
	KuiperP Number
	Rao     Number // half the sum of the gaps' distances from equal gaps, in degrees
}

// UniformityOf tests times on a clock of a period for an even spread. Times that
// are equal, as hours without minutes are, make the P of both tests too small: use
// WatsonOfCounts for counts by hour. The P are those of the limiting distributions,
// good from about eight times on. Everything is absent for fewer than two times.
//
// Source: Watson, Biometrika 48:109 (1961); Kuiper, Indagationes Mathematicae 22:38
// (1960); Stephens, JRSS B 32:115 (1970); Mardia and Jupp, Directional Statistics
// (2000).
func UniformityOf(times []float64, period float64) Uniformity {
	if len(times) < 2 {
		return Uniformity{}
	}
	n := float64(len(times))
	u := make([]float64, len(times))
	for i, v := range times {
		u[i] = v/period - math.Floor(v/period)
	}
	slices.Sort(u)
	average := mean(u)
	watson, above, below := 1/(12*n), 0.0, 0.0
	gaps := math.Abs(u[0] + 1 - u[len(u)-1] - 1/n)
	for i, v := range u {
		d := v - average - (2*float64(i)+1)/(2*n) + 0.5
		watson += d * d
		above = math.Max(above, (float64(i)+1)/n-v)
		below = math.Max(below, v-float64(i)/n)
		if i > 0 {
			gaps += math.Abs(v - u[i-1] - 1/n)
		}
	}
	modified := (watson - 0.1/n + 0.1/(n*n)) * (1 + 0.8/n)
	kuiper := (above + below) * (math.Sqrt(n) + 0.155 + 0.24/math.Sqrt(n))
	return Uniformity{
		Watson: N(modified), WatsonP: N(watsonTail(modified)),
		Kuiper: N(kuiper), KuiperP: N(kuiperTail(kuiper)),
		Rao: N(180 * gaps),
	}
}

// watsonTail is P(U² >= u) in the limit, 2·Σ (-1)^(m-1)·exp(-2m²π²u).
func watsonTail(u float64) float64 {
	if u < 0.02 {
		return 1
	}
	p, sign := 0.0, 1.0
	for m := 1.0; m <= 100; m++ {
		p += 2 * sign * math.Exp(-2*m*m*math.Pi*math.Pi*u)
		sign = -sign
	}
	return math.Max(0, math.Min(p, 1))
}

// kuiperTail is P(V >= v) in the limit, 2·Σ (4m²v² - 1)·exp(-2m²v²).
func kuiperTail(v float64) float64 {
	if v < 0.4 {
		return 1
	}
	p := 0.0
	for m := 1.0; m <= 100; m++ {
		p += 2 * (4*m*m*v*v - 1) * math.Exp(-2*m*m*v*v)
	}
	return math.Max(0, math.Min(p, 1))
}

// WatsonOfCounts tests counts round a clock, such as offences by hour of the week,
// against expected shares (nil: even), with Watson's U² for grouped times and P from
// simulations of as many events, seeded: (1 + simulations as large)/(simulations +
// 1). It does not matter where the clock starts. Both are absent where there is no
// event or nothing is expected; it panics on slices of unequal length, fewer than
// one simulation, and negative numbers.
//
// Source: Choulakian, Lockhart and Stephens, Canadian Journal of Statistics 22:125
// (1994).
func WatsonOfCounts(counts, expected []float64, simulations int, seed uint64) (u2, p Number) {
	if expected == nil {
		expected = make([]float64, len(counts))
		for i := range expected {
			expected[i] = 1
		}
	}
	if len(expected) != len(counts) || simulations < 1 {
		panic("stats: counts and expected shares of unequal length, or no simulation")
	}
	events, whole := 0.0, 0.0
	cumulative := make([]float64, len(expected))
	for i, e := range expected {
		if !(counts[i] >= 0 && e >= 0) {
			panic("stats: negative count or share")
		}
		events += counts[i]
		whole += e
		cumulative[i] = whole
	}
	if events == 0 || whole == 0 {
		return Number{}, Number{}
	}
	observed := groupedWatson(counts, expected, events, whole)
	random := rand.New(rand.NewPCG(seed, 0))
	drawn, extreme := make([]float64, len(counts)), 1
	for range simulations {
		clear(drawn)
		for range int(events) {
			i, _ := slices.BinarySearchFunc(cumulative, random.Float64()*whole, func(a, b float64) int {
				if a <= b {
					return -1
				}
				return cmp.Compare(a, b)
			})
			drawn[min(i, len(drawn)-1)]++
		}
		if groupedWatson(drawn, expected, events, whole) >= observed*(1-1e-12) {
			extreme++
		}
	}
	return N(observed), N(float64(extreme) / float64(simulations+1))
}

// groupedWatson is Σ (D - mean D)²·p over the cells, by the number of events, with
// D the observed less the expected events up to and with a cell.
func groupedWatson(counts, expected []float64, events, whole float64) float64 {
	running, average := 0.0, 0.0
	gaps := make([]float64, len(counts))
	for i, x := range counts {
		running += x - events*expected[i]/whole
		gaps[i] = running
		average += running * expected[i] / whole
	}
	sum := 0.0
	for i, d := range gaps {
		sum += (d - average) * (d - average) * expected[i] / whole
	}
	return sum / events
}
