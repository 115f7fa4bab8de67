package stats

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// Simulate returns the interval of a quantity that is not certain in several parts at
// once, such as a cost with its counts and multipliers: draw is called so many
// times with a generator seeded for each draw, and the limits are the 2.5 and 97.5
// centiles (type 7) of what it returns. value is the quantity at the central parts,
// which is reported as it is. The same seed gives the same interval whatever the
// machine. It panics on fewer than one draw; limits are absent where a draw is not
// a number.
func Simulate(value float64, draws int, seed uint64, draw func(*rand.Rand) float64) Estimate {
	if draws < 1 {
		panic("stats: simulation without a draw")
	}
	outcomes := make([]float64, draws)
	for d := range outcomes {
		outcomes[d] = draw(rand.New(rand.NewPCG(seed, uint64(d))))
	}
	return Estimate{
		Value: N(value), Lower: Quantile(outcomes, 0.025), Upper: Quantile(outcomes, 0.975),
		Method: "Monte Carlo",
	}
}

// Triangular draws from the triangular distribution between low and high with the
// mode central: a multiplier of which a range is known.
func Triangular(random *rand.Rand, low, central, high float64) float64 {
	if !(low <= central && central <= high) {
		panic("stats: triangular distribution out of order")
	}
	u := random.Float64()
	if high == low {
		return central
	}
	if rise := (central - low) / (high - low); u < rise {
		return low + math.Sqrt(u*(high-low)*(central-low))
	}
	return high - math.Sqrt((1-u)*(high-low)*(high-central))
}

// PoissonMean draws the mean behind a count of events from Gamma(x + 1/2, 1), the
// posterior under Jeffreys' prior: the chance in a count.
func PoissonMean(random *rand.Rand, x float64) float64 {
	return distuv.Gamma{Alpha: x + 0.5, Beta: 1, Src: random}.Rand()
}
