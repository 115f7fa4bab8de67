package analysis

import (
	"strings"

	"svna/analysis/spatial"
	"svna/analysis/stats"
	"svna/datasets"
)

var _ = register(Breakdown{
	Name:      "hotspots",
	Title:     "Hotspots of serious violence",
	Theme:     Where,
	Needs:     []string{"pack", "points", "wards"},
	Headlines: []string{"hotspots-share"},
	Doc:       hotspotDoc("Offences of the definition pack"),
	Compute: func(s *Study) (Result, error) {
		return violenceProfile(s, Where).hotspotResult("hotspots", "hotspots-share")
	},
})

func hotspotDoc(counted string) Doc {
	return Doc{
		Counts:   counted + " in hotspots: groups of touching cells in which, with their neighbours, there are clearly more offences than an even spread over the cells would put there. Each with the places near it, its size, what happens in it and when.",
		Base:     "Offences; shares are of offences whose point lies inside the area.",
		LeftOut:  "Offences without a point, and those whose point lies outside the area: counted in rows of their own. Hours are of offences with a known time.",
		Method:   "Getis and Ord's Gi* on the counts of square cells, or of hexagons where they are set, a cell with the up to eight (six) that touch it (Getis and Ord 1992; Ord and Getis 1995), and the two-sided Poisson probability of the same sum under an even spread (the probabilities of all counts that are no more probable, summed); each with Benjamini and Hochberg (1995) over all cells. A cell is hot if it holds an offence, Gi* is above 0 and both q-values are under 0.05; hot cells that touch form a hotspot, and one alone is listed as isolated. Where there are any, the cells outside them are tested once more by themselves, since the largest hotspot makes the variance of Gi* so large that lesser ones are masked (Barnett and Lewis, Outliers in Statistical Data, 1994); two or more touching cells that are hot then, hold 20 offences or more, touch none of the first and are denser than the cells up to three steps around them, hot ones left out, with a p-value of the exact conditional test under 0.002 (the 99.8% level of funnels), are a hotspot of the rest. A hotspot stands out from its surroundings where it has clearly over 1.5 times as many offences a cell as the cells that touch it, by the same test at the same level. Hotspots are named by the named places within 300 metres of them, nearest to their middle first, or by the nearest place up to 2 km away.",
		Misleads: "Counts find people: town centres and stations are hotspots of most things. A hotspot is denser than an even spread over the area, and nearly every borough that is denser on one side than on the other has one: so it is said of each whether it stands out from its surroundings as well, or is part of a denser area. (Of 500 made-up boroughs each, without a hotspot: an even one had one in 0.4%, one that is smoothly uneven in 79 to 100%, of which it was said to stand out in 0 to 5%.) The edge of a hotspot is an edge of cells, not a line on the ground. The origin and the size of the cells move it, and a hotspot of the second look may pass with one size and not with another. Points moved to shared map points make hotspots of their own, and where they are, a note says so.",
	}
}

// hotShare is the q-value under which a cell is hot.
const hotShare = 0.05

// fewestOnSecondLook is how many offences a hotspot of the second look holds at least:
// figures of fewer are marked as of low reliability.
const fewestOnSecondLook = 20

// hotspot is a group of touching hot cells, with its name.
type hotspot struct {
	spatial.Hotspot
	name     string
	isolated bool         // one cell alone
	second   bool         // found on the second look
	denser   stats.Number // times as many offences a cell as in the cells that touch it
	denserP  stats.Number // of no more than sharplyDenser times as many
}

func (h hotspot) offences() int { return int(h.Sum) }

// standsOut reports whether a hotspot stands out from its surroundings as well. One that
// does not is part of a denser area: it holds clearly more than an even spread over the
// borough would put there, which is what its word bears.
func (h hotspot) standsOut() bool { return standsOut(h.denserP) }

func standsOut(p stats.Number) bool { return p.Or(1) < surroundingsLevel }

func (h hotspot) note() string {
	var notes []string
	if h.isolated {
		notes = append(notes, "one cell alone")
	}
	if h.second {
		notes = append(notes, "found on the second look, with the others set aside")
	}
	if h.standsOut() {
		notes = append(notes, "stands out from its surroundings")
	} else {
		notes = append(notes, "part of a denser area: does not clearly stand out from its surroundings")
	}
	return capital(strings.Join(notes, "; "))
}

// hotGrid is a grid of counts with what was found in it.
type hotGrid struct {
	cellCounts
	neighbours spatial.Neighbours
	gi         []spatial.Local
	q          []stats.Number // the larger of the two q-values of a cell
	hotspots   []hotspot      // most offences first
	cluster    []int          // of each cell: 1 is the first hotspot, 0 none
}

// findHotspots looks for hotspots in a period.
func (p offenceProfile) findHotspots(period datasets.Period) hotGrid {
	return p.s.hotspotsOf(p.countCells(period))
}

// hotspotsOf looks twice: at all cells, and, where that found something, once more at
// the others. The largest hotspot of a borough makes the variance of Gi* so large that
// lesser ones are masked.
func (s *Study) hotspotsOf(c cellCounts) hotGrid {
	g := hotGrid{cellCounts: c, cluster: make([]int, len(c.cells))}
	neighbours := s.Parameters.Cells.Neighbours(c.cells)
	g.neighbours = neighbours
	all, rest := make([]bool, len(c.cells)), make([]bool, len(c.cells))
	for i := range all {
		all[i] = true
	}
	var hot []bool
	hot, g.gi, g.q = testCells(c, neighbours, all)
	taken := map[string]int{}
	s.addHotspots(&g, hot, g.gi, false, taken)
	for i := range rest {
		rest[i] = !hot[i]
	}
	if len(g.hotspots) == 0 {
		return g
	}
	second, gi, q := testCells(c, neighbours, rest)
	s.addHotspots(&g, second, gi, true, taken)
	for i, k := range g.cluster {
		if k > 0 && g.hotspots[k-1].second {
			g.gi[i], g.q[i] = gi[i], q[i]
		}
	}
	return g
}

// testCells says which of the cells in question are hot, with Gi* and the larger of the
// two q-values of each; the other cells are as good as outside the area.
func testCells(c cellCounts, neighbours spatial.Neighbours, asked []bool) (hot []bool, gi []spatial.Local, q []stats.Number) {
	var counts []float64
	var of []int // the cells in question
	place := make([]int, len(c.cells))
	offences := 0
	for i, n := range c.counts {
		if place[i] = -1; asked[i] {
			place[i], of = len(of), append(of, i)
			counts, offences = append(counts, float64(n)), offences+n
		}
	}
	among := make(spatial.Neighbours, len(of))
	for k, i := range of {
		for _, j := range neighbours[i] {
			if place[j] >= 0 {
				among[k] = append(among[k], place[j])
			}
		}
	}
	mean := float64(offences) / float64(max(1, len(of)))
	scores := spatial.GiStar(counts, among)
	star, even := make([]stats.Number, len(of)), make([]stats.Number, len(of))
	for k := range of {
		if !scores[k].Known {
			continue
		}
		sum := counts[k]
		for _, j := range among[k] {
			sum += counts[j]
		}
		star[k] = number(scores[k].P)
		even[k] = number(stats.PoissonTail(sum, mean*float64(1+len(among[k]))))
	}
	star, even = stats.BenjaminiHochberg(star), stats.BenjaminiHochberg(even)
	hot, gi, q = make([]bool, len(c.cells)), make([]spatial.Local, len(c.cells)), make([]stats.Number, len(c.cells))
	for k, i := range of {
		gi[i] = scores[k]
		if star[k].Known() {
			q[i] = number(max(star[k].Or(1), even[k].Or(1)))
		}
		hot[i] = q[i].Or(1) < hotShare && gi[i].Value > 0 && counts[k] > 0
	}
	return hot, gi, q
}

// addHotspots groups hot cells and names the groups. On the second look those that touch
// a hotspot of the first are its fringe and no hotspot of their own, and one cell alone or
// few offences are none either, nor what is not denser than its surroundings: the rest of a
// borough is nowhere quite even, and its denser side is no hotspot.
func (s *Study) addHotspots(g *hotGrid, hot []bool, gi []spatial.Local, second bool, taken map[string]int) {
	counts, scores := make([]float64, len(g.cells)), make([]float64, len(g.cells))
	for i, n := range g.counts {
		counts[i], scores[i] = float64(n), gi[i].Value
	}
	for _, found := range spatial.Hotspots(s.Parameters.Cells, g.cells, hot, counts, scores) {
		h := hotspot{Hotspot: found, name: s.nameHotspot(found), isolated: len(found.Cells) == 1, second: second}
		if second {
			offences, cells := g.ground(found, hot, stepsAround)
			if h.isolated || found.Sum < fewestOnSecondLook || g.touches(found) || noDenser(found, 1, offences, cells).Or(1) >= surroundingsLevel {
				continue
			}
		}
		offences, cells := g.ground(found, hot, 1)
		h.denser = stats.RateRatio(found.Sum, float64(len(found.Cells)), offences, cells).Value
		h.denserP = noDenser(found, sharplyDenser, offences, cells)
		if taken[h.name]++; taken[h.name] > 1 {
			h.name += " (" + commas(taken[h.name]) + ")"
		}
		g.hotspots = append(g.hotspots, h)
		for _, i := range h.Cells {
			g.cluster[i] = len(g.hotspots)
		}
	}
}

// What is asked of the ground around a group of cells, each with the p-value that must
// show it: the 99.8% level of funnels. A hotspot of the second look must be denser than
// the cells up to stepsAround steps away; a hotspot of either look stands out from its
// surroundings if it has over sharplyDenser times as many offences a cell as those that
// touch it. Both were set by what they let pass in boroughs that are smoothly uneven; see
// TestHotspotWords.
const (
	stepsAround       = 3
	sharplyDenser     = 1.5
	surroundingsLevel = 0.002
)

// ground counts the offences and the cells up to so many steps around a group of cells,
// hot ones left out.
func (g hotGrid) ground(h spatial.Hotspot, hot []bool, steps int) (offences, cells float64) {
	reached := make(map[int]bool)
	edge := h.Cells
	for _, i := range h.Cells {
		reached[i] = true
	}
	for range steps {
		var next []int
		for _, i := range edge {
			for _, j := range g.neighbours[i] {
				if reached[j] {
					continue
				}
				reached[j] = true
				next = append(next, j)
				if g.cluster[j] == 0 && !hot[j] {
					offences, cells = offences+float64(g.counts[j]), cells+1
				}
			}
		}
		edge = next
	}
	return offences, cells
}

// noDenser is the p-value of the exact conditional test that a group of cells has no more
// than so many times the offences a cell of the ground around it, 1 where it has not more,
// and absent where there is no ground.
func noDenser(h spatial.Hotspot, times, offences, cells float64) stats.Number {
	own := times * float64(len(h.Cells))
	if cells > 0 && h.Sum*cells <= offences*own {
		return number(1)
	}
	return stats.ConditionalTest(h.Sum, own, offences, cells)
}

// touches reports whether a cell of a group touches a hotspot found before.
func (g hotGrid) touches(h spatial.Hotspot) bool {
	for _, i := range h.Cells {
		for _, j := range g.neighbours[i] {
			if g.cluster[j] > 0 {
				return true
			}
		}
	}
	return false
}

// placed splits the offences of a period: those in each cluster of the grid (0 is
// none), those outside the area and those without a point.
func (p offenceProfile) placed(period datasets.Period, g hotGrid) (in map[int]Selection, inside, outside, unknown Selection) {
	of := map[spatial.Cell]int{}
	for i, k := range g.cluster {
		of[g.cells[i]] = k
	}
	in = map[int]Selection{}
	for _, r := range p.rows(period) {
		switch at := p.s.Points[r]; {
		case !at.Known():
			unknown = append(unknown, r)
		case !p.s.grid().inside[r]:
			outside = append(outside, r)
		default:
			k := of[p.s.Parameters.Cells.CellOf(at)]
			in[k], inside = append(in[k], r), append(inside, r)
		}
	}
	return in, inside, outside, unknown
}

// hotspotResult is the whole of a breakdown of hotspots.
func (p offenceProfile) hotspotResult(id, headline string) (Result, error) {
	s := p.s
	now := p.findHotspots(s.Period)
	if now.inside == 0 {
		return Result{}, skipf("none of the %s of the period has a point in the area", p.Subject)
	}
	t, total := p.hotspotTable(id), p.hotspotTotal(id+"-total")
	cells := p.hotCellTable(id+"-cells", now)
	result := Result{
		Tables: []Table{t, total, cells},
		Charts: []Chart{{
			ID: id, Table: cells.ID, Mark: HotspotMap, Finding: headline,
			Title: "Hotspots of " + p.Subject, Subtitle: s.subtitle(capital(p.Subject)+" by "+s.cellWord(1)+"; hotspots are touching cells that pass the test", s.Period),
			Category: "cell", Measure: "numerator", Unit: "Offences",
			Layer: s.WardLayer, Places: s.PlaceAt, Cells: s.Parameters.Cells,
			Note: "Outlined cells hold clearly more than an even spread over the area would put there; a hotspot that stood out from its surroundings also has clearly over 1.5 times as many offences a cell as the cells that touch it.",
		}},
		Statements: []Statement{p.hotspotStatement(headline, &t, &total, now)},
	}
	if len(now.named()) > 0 {
		result.Tables = append(result.Tables, p.hotspotMix(id+"-mix", now))
	}
	return result, nil
}
