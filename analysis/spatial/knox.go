package spatial

import (
	"math/rand/v2"
	"slices"
	"sort"
)

// KnoxCell is one cell of a Knox table: pairs of events in a band of distance and
// a band of days.
type KnoxCell struct {
	Observed int
	Expected float64 // if dates had nothing to do with places
	P        float64 // of as many pairs or more; 0 where none was asked for
}

// Ratio is observed over expected; ok is false where nothing is expected. It is
// not for words where Expected is below 5.
func (c KnoxCell) Ratio() (ratio float64, ok bool) {
	if c.Expected == 0 {
		return 0, false
	}
	return float64(c.Observed) / c.Expected, true
}

// Knox counts pairs of events by distance and days apart, each pair once. Bands
// are half-open between successive edges, [edge, next): distance edges in metres,
// such as 0, 0.5, 100, 200, of which the first band is the same place; day edges
// in whole days, such as 0, 1, 7, 14. The result has a row a distance band and a
// column a band of days. Expected is (pairs in the distance band)·(pairs in the
// band of days)/(all pairs), exact under permutation. P is from permutations of
// the dates (by custom 999) with a seeded generator; none are made for 0.
//
// Anonymised points sit on shared coordinates and make false repeats. Keep the last
// distance edge finite: pairs up to it are held in memory. It panics on slices of
// unequal length and on edges that do not ascend.
//
// Source: Knox, Applied Statistics 13:25 (1964); Johnson and others, Journal of
// Quantitative Criminology 23:201 (2007).
func Knox(points []Point, days []int, distanceEdges []float64, dayEdges []int, permutations int, seed uint64) [][]KnoxCell {
	n := len(points)
	if len(days) != n {
		panic("spatial: points and days of unequal length")
	}
	if !slices.IsSorted(distanceEdges) || !slices.IsSorted(dayEdges) || len(distanceEdges) < 2 || len(dayEdges) < 2 {
		panic("spatial: Knox edges do not ascend")
	}
	pairs, inTime := knoxPairs(points, days, distanceEdges, dayEdges)
	table := make([][]KnoxCell, len(distanceEdges)-1)
	for i, band := range pairs {
		table[i] = make([]KnoxCell, len(dayEdges)-1)
		for j := range table[i] {
			if n > 1 {
				table[i][j].Expected = float64(len(band)) * float64(inTime[j]) / (float64(n) * float64(n-1) / 2)
			}
		}
		for j, count := range countByDays(band, days, dayEdges) {
			table[i][j].Observed = count
		}
	}
	permuteKnox(table, pairs, days, dayEdges, permutations, seed)
	return table
}

type pair struct{ a, b int32 }

// knoxPairs are the pairs in each distance band, and the number of pairs of all
// distances in each band of days.
func knoxPairs(points []Point, days []int, distanceEdges []float64, dayEdges []int) (pairs [][]pair, inTime []int) {
	pairs, inTime = make([][]pair, len(distanceEdges)-1), make([]int, len(dayEdges)-1)
	for a := range points {
		for b := a + 1; b < len(points); b++ {
			d := Distance(points[a], points[b])
			if i := sort.Search(len(distanceEdges), func(i int) bool { return distanceEdges[i] > d }) - 1; i >= 0 && i < len(pairs) {
				pairs[i] = append(pairs[i], pair{int32(a), int32(b)})
			}
			if j := dayBand(days[a]-days[b], dayEdges); j >= 0 {
				inTime[j]++
			}
		}
	}
	return pairs, inTime
}

// dayBand is the band of a number of days apart, or -1.
func dayBand(apart int, edges []int) int {
	if apart < 0 {
		apart = -apart
	}
	for j := len(edges) - 2; j >= 0; j-- {
		if apart >= edges[j] {
			if apart < edges[j+1] {
				return j
			}
			return -1
		}
	}
	return -1
}

func countByDays(pairs []pair, days, edges []int) []int {
	counts := make([]int, len(edges)-1)
	for _, p := range pairs {
		if j := dayBand(days[p.a]-days[p.b], edges); j >= 0 {
			counts[j]++
		}
	}
	return counts
}

func permuteKnox(table [][]KnoxCell, pairs [][]pair, days, edges []int, permutations int, seed uint64) {
	if permutations < 1 {
		return
	}
	source := rand.New(rand.NewPCG(seed, 0))
	shuffled := slices.Clone(days)
	for i := range table {
		for j := range table[i] {
			table[i][j].P = 1 / float64(permutations+1)
		}
	}
	for range permutations {
		source.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for i, band := range pairs {
			for j, count := range countByDays(band, shuffled, edges) {
				if count >= table[i][j].Observed {
					table[i][j].P += 1 / float64(permutations+1)
				}
			}
		}
	}
}
