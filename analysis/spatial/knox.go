package spatial

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"sort"
)

// KnoxCell is one cell of a Knox table: pairs of events in a band of distance and
// a band of days.
type KnoxCell struct {
	Observed int
	Expected float64 // if dates had nothing to do with places
	InSpace  int     // pairs in the band of distance, at any time
	InTime   int     // pairs in the band of days, at any distance
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
// the dates (by custom 999), each with a generator of its own seed; none are made
// for 0. The order of the events does not matter.
//
// Anonymised points sit on shared coordinates and make false repeats. Keep the last
// distance edge finite: pairs up to it are held in memory. It panics on slices of
// unequal length, on points that are not known and on edges that do not ascend.
//
// Source: Knox, Applied Statistics 13:25 (1964); Johnson and others, Journal of
// Quantitative Criminology 23:201 (2007).
func Knox(points []Point, days []int, distanceEdges []float64, dayEdges []int, permutations int, seed uint64) [][]KnoxCell {
	return knoxBy(Distance, points, days, distanceEdges, dayEdges, permutations, seed)
}

func knoxBy(metric func(a, b Point) float64, points []Point, days []int, distanceEdges []float64, dayEdges []int, permutations int, seed uint64) [][]KnoxCell {
	if len(days) != len(points) {
		panic("spatial: points and days of unequal length")
	}
	if !slices.IsSorted(distanceEdges) || !slices.IsSorted(dayEdges) || len(distanceEdges) < 2 || len(dayEdges) < 2 {
		panic("spatial: Knox edges do not ascend")
	}
	events := datedEvents(points, days)
	near := nearPairs(metric, events, distanceEdges)
	bands := newDayBands(events, dayEdges)
	inTime := bands.marginOf(events)
	table := make([][]KnoxCell, len(distanceEdges)-1)
	tallies := bands.tallies()
	unshuffled := bands.offsets(events, nil)
	observed := bands.count(near, tallies, unshuffled, unshuffled)[0]
	for i := range table {
		table[i] = make([]KnoxCell, len(dayEdges)-1)
		for j := range table[i] {
			c := &table[i][j]
			c.Observed = observed[i][j]
			c.InSpace, c.InTime = len(near[i]), int(inTime[j])
			if n := float64(len(events)); n > 1 {
				c.Expected = float64(len(near[i])) * float64(inTime[j]) / (n * (n - 1) / 2)
			}
		}
	}
	permuteKnox(table, near, tallies, bands, events, permutations, seed)
	return table
}

// dated is an event with its day.
type dated struct {
	Point
	day int
}

// datedEvents puts events in an order of their own.
func datedEvents(points []Point, days []int) []dated {
	events := make([]dated, len(points))
	for i, p := range points {
		if !p.Known() {
			panic("spatial: Knox test of a point that is not known")
		}
		events[i] = dated{p, days[i]}
	}
	slices.SortFunc(events, func(a, b dated) int {
		return cmp.Or(comparePoints(a.Point, b.Point), cmp.Compare(a.day, b.day))
	})
	return events
}

// nearPair is a pair of events by their places in the order of events.
type nearPair struct{ a, b int32 }

// nearPairs finds the pairs in each distance band. Events are in the order of N.
func nearPairs(metric func(a, b Point) float64, events []dated, edges []float64) [][]nearPair {
	last := edges[len(edges)-1]
	near := make([][]nearPair, len(edges)-1)
	for a, e := range events {
		for b := a + 1; b < len(events) && events[b].N-e.N < last; b++ {
			d := metric(e.Point, events[b].Point)
			if d >= last || d < edges[0] {
				continue
			}
			i := sort.Search(len(edges), func(i int) bool { return edges[i] > d }) - 1
			near[i] = append(near[i], nearPair{int32(a), int32(b)})
		}
	}
	return near
}

// dayBands looks up the band of two days: band[a - b + span], with days counted from
// the first. The last band is that of pairs in none.
type dayBands struct {
	first, span int
	band        []uint8
	bands       int
}

func newDayBands(events []dated, edges []int) dayBands {
	d := dayBands{bands: len(edges) - 1}
	if len(events) == 0 {
		return d
	}
	first, last := events[0].day, events[0].day
	for _, e := range events {
		first, last = min(first, e.day), max(last, e.day)
	}
	d.first, d.span = first, last-first
	d.band = make([]uint8, 2*d.span+1)
	for k := range d.band {
		days := apart(k, d.span)
		j := sort.Search(len(edges), func(j int) bool { return edges[j] > days }) - 1
		if j < 0 || j >= d.bands {
			j = d.bands
		}
		d.band[k] = uint8(j)
	}
	return d
}

// offsets are the days of the events from the first, shuffled by a generator.
func (d dayBands) offsets(events []dated, random *rand.Rand) []int32 {
	offsets := make([]int32, len(events))
	for i, e := range events {
		offsets[i] = int32(e.day - d.first)
	}
	if random != nil {
		random.Shuffle(len(offsets), func(i, j int) { offsets[i], offsets[j] = offsets[j], offsets[i] })
	}
	return offsets
}

// marginOf counts all pairs by band of days, from the number of events a day.
func (d dayBands) marginOf(events []dated) []int {
	counts := make([]int, d.bands+1)
	if len(events) == 0 {
		return counts[:d.bands]
	}
	onDay := make([]int, d.span+1)
	for _, o := range d.offsets(events, nil) {
		onDay[o]++
	}
	for a, n := range onDay {
		if n == 0 {
			continue
		}
		counts[d.band[d.span]] += n * (n - 1) / 2
		for b := a + 1; b < len(onDay); b++ {
			counts[d.band[b-a+d.span]] += n * onDay[b]
		}
	}
	return counts[:d.bands]
}

// tally counts in eight bands at once, one byte a band: adding the tallies of pairs
// takes a fraction of the time of finding the count that each belongs to.
type tally = uint64

const (
	bandsInTally = 8
	mostInTally  = 255 // pairs that a byte holds
)

// tallies are what to add for two days: tallies[group][a - b + span] has one in the
// band of the pair, if that is among the eight of the group.
func (d dayBands) tallies() [][]tally {
	groups := make([][]tally, (d.bands+bandsInTally-1)/bandsInTally)
	for g := range groups {
		groups[g] = make([]tally, len(d.band))
		for k, band := range d.band {
			if j := int(band) - g*bandsInTally; j >= 0 && j < bandsInTally && int(band) < d.bands {
				groups[g][k] = 1 << (8 * j)
			}
		}
	}
	return groups
}

// count counts the near pairs by distance band and band of days, for two sets of days
// at once, which are looked up together.
func (d dayBands) count(near [][]nearPair, tallies [][]tally, first, second []int32) (counts [2][][]int) {
	both := make([]uint64, len(first)) // of the two sets, in the lower and the upper half
	for i := range both {
		both[i] = uint64(first[i]) | uint64(second[i])<<32
	}
	span := uint64(d.span) | uint64(d.span)<<32
	for i, pairs := range near {
		for set := range counts {
			counts[set] = append(counts[set], make([]int, d.bands))
		}
		for group, ofDays := range tallies {
			for some := range slices.Chunk(pairs, mostInTally) {
				for set, sum := range sumPairs(some, ofDays, both, span) {
					for j := group * bandsInTally; sum > 0; j++ {
						counts[set][i][j] += int(sum & mostInTally)
						sum >>= 8
					}
				}
			}
		}
	}
	return counts
}

// sumPairs adds the tallies of pairs, at most mostInTally, for the two sets of days.
func sumPairs(pairs []nearPair, ofDays []tally, both []uint64, span uint64) [2]tally {
	first, second := tally(0), tally(0)
	for _, pair := range pairs {
		apart := both[pair.a] + span - both[pair.b] // in either half, not below 0
		first += ofDays[uint32(apart)]
		second += ofDays[apart>>32]
	}
	return [2]tally{first, second}
}

// permuteKnox sets P: (1 + permutations with as many pairs or more)/(permutations + 1).
func permuteKnox(table [][]KnoxCell, near [][]nearPair, tallies [][]tally, bands dayBands, events []dated, permutations int, seed uint64) {
	if permutations < 1 {
		return
	}
	simulated := make([][2][][]int, (permutations+1)/2)
	shuffled := func(k int) []int32 { return bands.offsets(events, rand.New(rand.NewPCG(seed, uint64(k)))) }
	each(len(simulated), func(k int) {
		simulated[k] = bands.count(near, tallies, shuffled(2*k), shuffled(2*k+1))
	})
	for i, row := range table {
		for j := range row {
			extreme := 1
			for k := range permutations {
				if simulated[k/2][k%2][i][j] >= row[j].Observed {
					extreme++
				}
			}
			row[j].P = float64(extreme) / float64(permutations+1)
		}
	}
}
