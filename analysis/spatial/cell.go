package spatial

import "math"

// Cell is a square of the grid: column and row, counted from the origin.
type Cell struct{ I, J int }

// CellOf returns the cell of a point, floor(E/size), floor(N/size): a point on a
// side belongs to the cell east or north of it. It panics on a point that is not
// known and on a size that is not above 0.
func CellOf(p Point, size float64) Cell {
	if !p.Known() || !(size > 0) {
		panic("spatial: cell of a point that is not known")
	}
	return Cell{int(math.Floor(p.E / size)), int(math.Floor(p.N / size))}
}

// Corner returns the south-west corner of the cell.
func (c Cell) Corner(size float64) Point { return Point{float64(c.I) * size, float64(c.J) * size} }

// Centre returns the middle of the cell.
func (c Cell) Centre(size float64) Point {
	return Point{(float64(c.I) + 0.5) * size, (float64(c.J) + 0.5) * size}
}

// CompareCells orders cells from south to north, and from west to east in a row:
// the order of tables, and what slices.SortFunc takes.
func CompareCells(a, b Cell) int {
	if a.J != b.J {
		return a.J - b.J
	}
	return a.I - b.I
}

// Cells returns the cells whose centre lies in an area of the layer, in the order
// of CompareCells. It panics on a size that is not above 0.
func (l *Layer) Cells(size float64) []Cell {
	if len(l.Areas) == 0 {
		return nil
	}
	low, high := l.Bounds()
	from, to := CellOf(low, size), CellOf(high, size)
	var cells []Cell
	for j := from.J; j <= to.J; j++ {
		for i := from.I; i <= to.I; i++ {
			if c := (Cell{i, j}); l.Find(c.Centre(size)) >= 0 {
				cells = append(cells, c)
			}
		}
	}
	return cells
}
