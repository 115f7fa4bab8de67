package analysis

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"
)

// drawCounts draws the mean of each count again and again from a gamma
// distribution of shape count + 0.5, with a seeded generator, and hands each draw
// on; the slice is used again.
func drawCounts(classes []harmed, draws int, seed uint64, use func(counts []float64)) {
	source := rand.New(rand.NewPCG(seed, 0))
	counts := make([]float64, len(classes))
	for range draws {
		for i, c := range classes {
			counts[i] = distuv.Gamma{Alpha: c.count + 0.5, Beta: 1, Src: source}.Rand()
		}
		use(counts)
	}
}
