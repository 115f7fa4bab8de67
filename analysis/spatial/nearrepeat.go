package spatial

import (
	"cmp"
	"slices"
)

// Series is a chain of events each of which lies near another in place and time.
type Series struct {
	Events  []int   // indices, in the order of days and then of places
	Links   int     // pairs of the series that are near repeats of each other
	From    int     // day of the first event
	To      int     // day of the last
	Centre  Point   // mean of the events
	Longest float64 // greatest distance of a linked pair, in metres
}

// NearRepeats lists the series of near repeats: pairs of events less than metres
// apart and less than so many days apart belong to one series, and so do pairs that
// share an event. The largest series comes first, then the earliest. The first
// event of a series is its originator. Series appear by chance as well, the more
// events lie together the more of them: only the Knox test says whether there are
// more than that. Points that are not known are in none.
// It panics on slices of unequal length.
//
// Source: Townsley, Homel and Chaseling, British Journal of Criminology 43:615
// (2003); Johnson and others, Journal of Quantitative Criminology 23:201 (2007).
func NearRepeats(points []Point, days []int, metres float64, withinDays int) []Series {
	if len(points) != len(days) {
		panic("spatial: points and days of unequal length")
	}
	parent := make([]int, len(points))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	links := closePairs(points, metres, func(a, b int) bool { return apart(days[a], days[b]) < withinDays })
	for _, l := range links {
		a, b := root(l.a), root(l.b)
		parent[max(a, b)] = min(a, b)
	}
	byRoot := map[int]*Series{}
	for i := range points {
		if r := root(i); r != i && byRoot[r] == nil {
			byRoot[r] = &Series{}
		}
	}
	for i := range points {
		if s := byRoot[root(i)]; s != nil {
			s.Events = append(s.Events, i)
		}
	}
	for _, l := range links {
		s := byRoot[root(l.a)]
		s.Links++
		s.Longest = max(s.Longest, l.metres)
	}
	var series []Series
	for _, s := range byRoot {
		s.settle(points, days)
		series = append(series, *s)
	}
	slices.SortFunc(series, func(a, b Series) int {
		return cmp.Or(cmp.Compare(len(b.Events), len(a.Events)), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To),
			comparePoints(a.Centre, b.Centre), cmp.Compare(a.Events[0], b.Events[0]))
	})
	return series
}

// settle puts the events in order and describes the series.
func (s *Series) settle(points []Point, days []int) {
	slices.SortFunc(s.Events, func(a, b int) int {
		return cmp.Or(cmp.Compare(days[a], days[b]), comparePoints(points[a], points[b]), cmp.Compare(a, b))
	})
	s.From, s.To = days[s.Events[0]], days[s.Events[len(s.Events)-1]]
	for _, i := range s.Events {
		s.Centre.E += points[i].E / float64(len(s.Events))
		s.Centre.N += points[i].N / float64(len(s.Events))
	}
}

func apart(a, b int) int { return max(a-b, b-a) }

// closePair is a pair of events, a before b, and the metres between them.
type closePair struct {
	a, b   int
	metres float64
}

// closePairs lists the pairs of known points less than metres apart for which keep
// holds, in the order of their indices.
func closePairs(points []Point, metres float64, keep func(a, b int) bool) []closePair {
	if !(metres > 0) {
		panic("spatial: a distance that is not above 0")
	}
	near := map[Cell][]int{}
	for i, p := range points {
		if p.Known() {
			c := CellOf(p, metres)
			near[c] = append(near[c], i)
		}
	}
	var pairs []closePair
	for a, p := range points {
		if !p.Known() {
			continue
		}
		c, from := CellOf(p, metres), len(pairs)
		for dj := -1; dj <= 1; dj++ {
			for di := -1; di <= 1; di++ {
				for _, b := range near[Cell{c.I + di, c.J + dj}] {
					if b <= a || !keep(a, b) {
						continue
					}
					if d := Distance(p, points[b]); d < metres {
						pairs = append(pairs, closePair{a, b, d})
					}
				}
			}
		}
		slices.SortFunc(pairs[from:], func(x, y closePair) int { return x.b - y.b })
	}
	return pairs
}
