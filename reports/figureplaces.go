package reports

import (
	"cmp"
	"slices"

	"svna/analysis"
	"svna/analysis/spatial"
)

// mostLeaders is the most places that are named with a leader; more would cover
// the map with lines.
const mostLeaders = 6

// drawPlaces names points of a map: beside the point where nothing is covered,
// else in free space with a leader, so that no name hides the data that it is
// about, or cuts the boundary or the outline of a cluster. The weightiest places have leaders, those with the most offences around
// them; a place that finds no room is left out. avoid is what holds data; placed
// are the labels that stand already; weight may be nil.
func drawPlaces(c *canvas, places []analysis.Marker, to projection, panel box, areas []mapArea, outlines [][]pt, avoid []box, placed []mapLabel, weight func(spatial.Point) float64) {
	g := newGround(panel)
	for _, a := range areas {
		g.takeArea(a)
	}
	var taken []box
	edge := append(outerBoxes(areas), lineBoxes(outlines)...)
	for _, l := range placed {
		g.take(l.at.grow(1))
		taken = append(taken, l.at)
	}
	var within []analysis.Marker
	for _, p := range places {
		if at := to.at(p.At); p.At.Known() && (box{at.x, at.y, 0, 0}).grow(2).within(panel) {
			within = append(within, p)
		}
	}
	if weight != nil {
		slices.SortStableFunc(within, func(a, b analysis.Marker) int { return cmp.Compare(weight(b.At), weight(a.At)) })
	}
	// The points of the weightiest stand whatever comes, so no label covers them.
	for _, p := range within[:min(mostLeaders, len(within))] {
		point := box{to.at(p.At).x, to.at(p.At).y, 0, 0}.grow(3.5)
		taken = append(taken, point)
		g.take(point)
	}
	var labels []mapLabel
	for i, p := range within {
		l := mapLabel{name: []string{p.Name}, from: to.at(p.At)}
		beside := func(blocked []box) bool {
			at, ok := labelBeside(mapName, p.Name, l.from, 5.5, panel, blocked)
			if ok && !slices.ContainsFunc(placed, func(o mapLabel) bool { return o.leader && crosses(o.from, o.to, at.grow(1)) }) {
				l.name, l.at = []string{p.Name}, at
				return true
			}
			return false
		}
		point := box{l.from.x, l.from.y, 0, 0}.grow(3.5)
		if i >= mostLeaders && slices.ContainsFunc(taken, point.meets) {
			continue
		}
		if !beside(slices.Concat(taken, avoid, edge)) && !(i < mostLeaders && (l.placeOutside(l.from, p.Name, longestNamed, g, placed) || beside(slices.Concat(taken, edge)))) {
			continue
		}
		labels, placed = append(labels, l), append(placed, l)
		g.take(l.at.grow(1))
		taken = append(taken, l.at.grow(1), point)
	}
	drawLeaders(c, labels)
	for _, l := range labels {
		c.disc(rolePage, l.from, 3.2)
		c.disc(roleText, l.from, 2.2)
	}
	for _, l := range labels {
		c.plate(l.at.grow(0.5))
		c.below(mapName, pt{l.at.x + l.at.w/2, l.at.y}, centred, l.name)
	}
}
