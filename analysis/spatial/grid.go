package spatial

import "math"

// Grid says how ground is cut into cells of one size: squares counted from the origin,
// or, where Hexagonal, regular hexagons with a corner to the north, of which 0, 0 has its
// middle at the origin. Size is the side of a square and the width of a hexagon from side
// to side, in metres. A Cell of hexagons holds the axial coordinates of a HexCell.
type Grid struct {
	Size      float64
	Hexagonal bool
}

// CellOf returns the cell of a point, as CellOf and HexCellOf.
func (g Grid) CellOf(p Point) Cell {
	if g.Hexagonal {
		hex := HexCellOf(p, g.Size)
		return Cell{hex.Q, hex.R}
	}
	return CellOf(p, g.Size)
}

// Centre returns the middle of a cell.
func (g Grid) Centre(c Cell) Point {
	if g.Hexagonal {
		return HexCell{c.I, c.J}.Centre(g.Size)
	}
	return c.Centre(g.Size)
}

// Anchor returns the point that a cell is named by: the south-west corner of a square,
// the middle of a hexagon.
func (g Grid) Anchor(c Cell) Point {
	if g.Hexagonal {
		return g.Centre(c)
	}
	return c.Corner(g.Size)
}

// SquareMetres is the surface of a cell.
func (g Grid) SquareMetres() float64 {
	if g.Hexagonal {
		return math.Sqrt(3) / 2 * g.Size * g.Size
	}
	return g.Size * g.Size
}

// Cells returns the cells whose middle lies in an area of the layer, in the order of
// CompareCells.
func (g Grid) Cells(l *Layer) []Cell {
	if !g.Hexagonal {
		return l.Cells(g.Size)
	}
	var cells []Cell
	for _, hex := range l.HexCells(g.Size) {
		cells = append(cells, Cell{hex.Q, hex.R})
	}
	return cells
}

// Neighbours returns the neighbours of cells that touch: up to eight of a square, at a
// corner too, and up to six of a hexagon.
func (g Grid) Neighbours(cells []Cell) Neighbours {
	if !g.Hexagonal {
		return QueenCells(cells)
	}
	hexagons := make([]HexCell, len(cells))
	for i, c := range cells {
		hexagons[i] = HexCell{c.I, c.J}
	}
	return HexNeighbours(hexagons)
}

// Density is DensityOfCells of the grid.
func (g Grid) Density(points []Point, weights []float64, kernel Kernel, cells []Cell) []float64 {
	if !g.Hexagonal {
		return DensityOfCells(points, weights, kernel, cells, g.Size)
	}
	at := make([]Point, len(cells))
	for i, c := range cells {
		at[i] = g.Centre(c)
	}
	return Density(points, weights, kernel, at)
}

// corners are the corners of a cell in whole numbers, counter-clockwise: columns and rows
// of the squares' grid, and half widths by half sides for hexagons.
func (g Grid) corners(c Cell) []Cell {
	if !g.Hexagonal {
		return []Cell{c, {c.I + 1, c.J}, {c.I + 1, c.J + 1}, {c.I, c.J + 1}}
	}
	x, y := 2*c.I+c.J, 3*c.J
	return []Cell{{x, y + 2}, {x - 1, y + 1}, {x - 1, y - 1}, {x, y - 2}, {x + 1, y - 1}, {x + 1, y + 1}}
}

// cornerAt is where a corner lies.
func (g Grid) cornerAt(corner Cell) Point {
	if g.Hexagonal {
		return Point{float64(corner.I) * g.Size / 2, float64(corner.J) * g.Size / (2 * math.Sqrt(3))}
	}
	return corner.Corner(g.Size)
}
