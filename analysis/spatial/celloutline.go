package spatial

import (
	"cmp"
	"slices"
)

// OutlineOfCells is Grid.Outline of square cells.
func OutlineOfCells(cells []Cell, size float64) Area { return Grid{Size: size}.Outline(cells) }

// Outline returns the ground that cells cover as an area: one polygon for each group of
// cells that touch along a side, outline first and holes after it, corners only, not
// closed. Outlines run counter-clockwise. The order of the cells does not matter.
func (g Grid) Outline(cells []Cell) Area {
	// Sides with the cell on the left, by the corner where they start; a side that two
	// cells have runs both ways and is none of the outline. Where two squares touch at a
	// corner alone, two start there.
	type side struct{ from, to Cell }
	sides := map[side]bool{}
	for _, c := range cells {
		corners := g.corners(c)
		for k, corner := range corners {
			sides[side{corner, corners[(k+1)%len(corners)]}] = true
		}
	}
	from := map[Cell][]Cell{}
	var starts []Cell
	for s := range sides {
		if !sides[side{s.to, s.from}] {
			from[s.from] = append(from[s.from], s.to)
			starts = append(starts, s.from)
		}
	}
	slices.SortFunc(starts, CompareCells)
	var outlines, holes [][]Point
	for _, start := range starts {
		if len(from[start]) == 0 {
			continue
		}
		ring := walkRing(from, start)
		corners := make([]Point, len(ring))
		for i, c := range ring {
			corners[i] = g.cornerAt(c)
		}
		if signedSurface(corners) > 0 {
			outlines = append(outlines, corners)
		} else {
			holes = append(holes, corners)
		}
	}
	return Area{Polygons: withHoles(outlines, holes)}
}

// walkRing follows sides from a corner back to it, and uses them up. Where two
// sides start, it turns left, so that cells which touch at a corner alone get
// rings of their own. Corners on a straight line are left out.
func walkRing(from map[Cell][]Cell, start Cell) []Cell {
	slices.SortFunc(from[start], CompareCells)
	at, next := start, from[start][0]
	from[start] = from[start][1:]
	path := []Cell{start}
	for next != start {
		before := at
		at = next
		path = append(path, at)
		ways := from[at]
		pick := 0
		for w, to := range ways {
			if turn(before, at, to) > turn(before, at, ways[pick]) {
				pick = w
			}
		}
		next = ways[pick]
		from[at] = slices.Delete(slices.Clone(ways), pick, pick+1)
	}
	var corners []Cell
	for i, c := range path {
		if turn(path[(i+len(path)-1)%len(path)], c, path[(i+1)%len(path)]) != 0 {
			corners = append(corners, c)
		}
	}
	return corners
}

// turn is above 0 for a turn to the left at b on the way from a to c.
func turn(a, b, c Cell) int { return (b.I-a.I)*(c.J-b.J) - (b.J-a.J)*(c.I-b.I) }

// withHoles makes polygons: each hole goes to the smallest outline around it.
func withHoles(outlines, holes [][]Point) [][][]Point {
	polygons := make([][][]Point, len(outlines))
	bySurface := make([]int, len(outlines))
	for i, ring := range outlines {
		polygons[i], bySurface[i] = [][]Point{ring}, i
	}
	slices.SortStableFunc(bySurface, func(a, b int) int { return cmp.Compare(signedSurface(outlines[a]), signedSurface(outlines[b])) })
	for _, hole := range holes {
		for _, i := range bySurface {
			if newOutline(Area{Polygons: [][][]Point{{outlines[i]}}}).contains(hole[0]) && signedSurface(outlines[i]) > -signedSurface(hole) {
				polygons[i] = append(polygons[i], hole)
				break
			}
		}
	}
	return polygons
}
