package reports

import (
	"slices"

	"svna/analysis"
)

// drawPlaces names points of a map: beside the point where nothing is covered,
// else in free space with a leader, so that no name hides the data that it is
// about. Where there is no free space the name covers what lies beside the point.
// avoid is what holds data; placed are the labels that stand already.
func drawPlaces(c *canvas, places []analysis.Marker, to projection, panel box, areas []mapArea, avoid []box, placed []mapLabel) {
	g := newGround(panel)
	for _, a := range areas {
		g.takeArea(a)
	}
	var taken []box
	for _, l := range placed {
		g.take(l.at.grow(1))
		taken = append(taken, l.at)
	}
	var points []pt
	var names []string
	for _, p := range places {
		if at := to.at(p.At); p.At.Known() && (box{at.x, at.y, 0, 0}).grow(2).within(panel) {
			points, names = append(points, at), append(names, p.Name)
			taken = append(taken, box{at.x, at.y, 0, 0}.grow(3.5))
			g.take(box{at.x, at.y, 0, 0}.grow(3.5))
		}
	}
	var labels []mapLabel
	put := func(l mapLabel) {
		labels, placed = append(labels, l), append(placed, l)
		g.take(l.at.grow(1))
		taken = append(taken, l.at.grow(1))
	}
	for i, p := range points {
		l := mapLabel{name: []string{names[i]}, from: p}
		if at, ok := labelBeside(mapName, names[i], p, 5.5, panel, slices.Concat(taken, avoid)); ok {
			l.at = at
			put(l)
		} else if l.placeOutside(p, names[i], longestNamed, g, placed) {
			put(l)
		} else if at, ok := labelBeside(mapName, names[i], p, 5.5, panel, taken); ok {
			l.name, l.at = []string{names[i]}, at
			put(l)
		}
	}
	drawLeaders(c, labels)
	for _, p := range points {
		c.disc(rolePage, p, 3.2)
		c.disc(roleText, p, 2.2)
	}
	for _, l := range labels {
		c.plate(l.at.grow(0.5))
		c.below(mapName, pt{l.at.x + l.at.w/2, l.at.y}, centred, l.name)
	}
}
