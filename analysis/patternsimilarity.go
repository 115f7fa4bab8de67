package analysis

import (
	"math/rand/v2"
	"slices"

	"svna/analysis/stats"
)

// resampledPart is the part of the test offences that each resample of
// Andresen's test keeps.
const resampledPart = 0.85

// patternSimilarity is Andresen's S of two sets of offences by area (F24): the
// offences of the test set are resampled, 85% each time without replacement, and
// an area is similar if its share of the base set lies between the 2.5 and the
// 97.5 centile of its shares of the resamples. similarity is the part of the areas
// that are similar, robust the same over areas that have an offence of either set.
// Both are absent where either set is empty.
//
// Source: Andresen, Applied Geography 29:333 (2009); Andresen and Malleson,
// Applied Spatial Analysis and Policy 9:1 (2016), for the robust S.
func patternSimilarity(base, test []float64, resamples int, seed uint64) (similarity, robust stats.Number) {
	var points []int // the area of each test offence, in the order of the areas
	baseAll := 0.0
	for i := range base {
		baseAll += base[i]
		points = append(points, slices.Repeat([]int{i}, int(test[i]))...)
	}
	keep := int(resampledPart*float64(len(points)) + 0.5)
	if baseAll == 0 || keep == 0 || resamples < 1 {
		return stats.Number{}, stats.Number{}
	}
	random := rand.New(rand.NewPCG(seed, 0))
	shares := make([][]float64, len(base))
	for i := range shares {
		shares[i] = make([]float64, 0, resamples)
	}
	counts := make([]int, len(base))
	for range resamples {
		clear(counts)
		for k := range keep { // the first so many of a shuffle
			j := k + random.IntN(len(points)-k)
			points[k], points[j] = points[j], points[k]
			counts[points[k]]++
		}
		for i, n := range counts {
			shares[i] = append(shares[i], float64(n)/float64(keep))
		}
	}
	similar, used, similarUsed := 0, 0, 0
	for i := range base {
		slices.Sort(shares[i]) // once, and not for each quantile
		inside := base[i]/baseAll >= stats.Quantile(shares[i], 0.025).Or(0) && base[i]/baseAll <= stats.Quantile(shares[i], 0.975).Or(0)
		if inside {
			similar++
		}
		if base[i]+test[i] > 0 {
			used++
			if inside {
				similarUsed++
			}
		}
	}
	return number(float64(similar) / float64(len(base))), number(float64(similarUsed) / float64(used))
}
