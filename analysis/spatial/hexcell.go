package spatial

import (
	"cmp"
	"math"
	"slices"
)

// HexCell is a regular hexagon with a corner to the north: column and row of a
// slanting grid (axial coordinates). All six neighbours of a hexagon are equally
// near, which squares' are not.
type HexCell struct{ Q, R int }

// HexCellOf returns the hexagon of a point, for hexagons of a width in metres from
// side to side; hexagon 0, 0 has its centre at the origin of the grid. A point on a
// side belongs to one of the two. It panics on a point that is not known and on a
// width that is not above 0.
func HexCellOf(p Point, width float64) HexCell {
	if !p.Known() || !(width > 0) {
		panic("spatial: hexagon of a point that is not known")
	}
	r := p.N / (width * math.Sqrt(3) / 2)
	q := p.E/width - r/2
	// Round the three cube coordinates and mend the one that was moved most.
	rq, rr, rs := math.Round(q), math.Round(r), math.Round(-q-r)
	dq, dr, ds := math.Abs(rq-q), math.Abs(rr-r), math.Abs(rs+q+r)
	switch {
	case dq > dr && dq > ds:
		rq = -rr - rs
	case dr > ds:
		rr = -rq - rs
	}
	return HexCell{int(rq), int(rr)}
}

// Centre returns the middle of the hexagon.
func (c HexCell) Centre(width float64) Point {
	return Point{width * (float64(c.Q) + float64(c.R)/2), width * math.Sqrt(3) / 2 * float64(c.R)}
}

// Outline returns the hexagon as an area without a code: six corners, counter-clockwise
// from the north.
func (c HexCell) Outline(width float64) Area {
	centre, ring := c.Centre(width), make([]Point, 6)
	for k := range ring {
		sin, cos := math.Sincos(math.Pi/2 + math.Pi/3*float64(k))
		ring[k] = Point{centre.E + width/math.Sqrt(3)*cos, centre.N + width/math.Sqrt(3)*sin}
	}
	return Area{Polygons: [][][]Point{{ring}}}
}

// HexCells returns the hexagons whose centre lies in an area of the layer, from south
// to north, and from west to east in a row.
func (l *Layer) HexCells(width float64) []HexCell {
	if len(l.Areas) == 0 {
		return nil
	}
	low, high := l.Bounds()
	var cells []HexCell
	for r := HexCellOf(low, width).R - 1; r <= HexCellOf(high, width).R+1; r++ {
		first := int(math.Floor(low.E/width - float64(r)/2))
		for q := first; (HexCell{q, r}).Centre(width).E <= high.E; q++ {
			if c := (HexCell{q, r}); l.Find(c.Centre(width)) >= 0 {
				cells = append(cells, c)
			}
		}
	}
	slices.SortFunc(cells, func(a, b HexCell) int { return cmp.Or(a.R-b.R, a.Q-b.Q) })
	return cells
}

// HexNeighbours returns the neighbours of hexagons that touch along a side. Hexagons
// that are not in the list are no neighbours.
func HexNeighbours(cells []HexCell) Neighbours {
	index := make(map[HexCell]int, len(cells))
	for i, c := range cells {
		index[c] = i
	}
	neighbours := make(Neighbours, len(cells))
	for i, c := range cells {
		for _, d := range []HexCell{{1, 0}, {0, 1}, {-1, 1}, {-1, 0}, {0, -1}, {1, -1}} {
			if j, ok := index[HexCell{c.Q + d.Q, c.R + d.R}]; ok {
				neighbours[i] = append(neighbours[i], j)
			}
		}
		slices.Sort(neighbours[i])
	}
	return neighbours
}
