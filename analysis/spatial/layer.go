package spatial

import (
	"cmp"
	"math"
	"slices"
)

// Area is one area of a layer: polygons of rings, the first the outline, the
// others holes. The last vertex of a ring may repeat the first.
type Area struct {
	Code, Name string
	Polygons   [][][]Point
}

// Layer is a set of areas with an index for point in polygon. NewLayer makes it;
// the areas must not be changed afterwards. It is safe for concurrent use.
type Layer struct {
	Areas []Area

	outlines []outline // by area
	byCode   []int     // areas by code: the order in which Find prefers them
	low      Point
	high     Point
	side     int     // tiles across the layer, and up it
	tiles    [][]int // areas whose box meets the tile, in the order of byCode
}

// NewLayer indexes areas.
func NewLayer(areas []Area) *Layer {
	l := &Layer{Areas: areas, low: Point{math.Inf(1), math.Inf(1)}, high: Point{math.Inf(-1), math.Inf(-1)}}
	for i, a := range areas {
		o := newOutline(a)
		l.outlines = append(l.outlines, o)
		l.byCode = append(l.byCode, i)
		l.low = Point{math.Min(l.low.E, o.low.E), math.Min(l.low.N, o.low.N)}
		l.high = Point{math.Max(l.high.E, o.high.E), math.Max(l.high.N, o.high.N)}
	}
	slices.SortStableFunc(l.byCode, func(a, b int) int { return cmp.Compare(areas[a].Code, areas[b].Code) })
	l.side = 1 + int(2*math.Sqrt(float64(len(areas))))
	l.tiles = make([][]int, l.side*l.side)
	for _, i := range l.byCode {
		o := l.outlines[i]
		if len(o.bands) == 0 {
			continue
		}
		for y := l.tile(o.low.N, l.low.N, l.high.N); y <= l.tile(o.high.N, l.low.N, l.high.N); y++ {
			for x := l.tile(o.low.E, l.low.E, l.high.E); x <= l.tile(o.high.E, l.low.E, l.high.E); x++ {
				l.tiles[y*l.side+x] = append(l.tiles[y*l.side+x], i)
			}
		}
	}
	return l
}

// tile is the number of the tile of a coordinate between the layer's bounds.
func (l *Layer) tile(v, low, high float64) int {
	if !(high > low) {
		return 0
	}
	return max(0, min(int((v-low)/(high-low)*float64(l.side)), l.side-1))
}

// Find returns the index of the area that holds the point, or -1. The rule is
// even-odd; a point on a shared edge goes to the smaller code, as does a point
// that two overlapping areas hold. A point that is not known is in no area.
func (l *Layer) Find(p Point) int {
	if len(l.Areas) != len(l.outlines) {
		panic("spatial: layer not made by NewLayer")
	}
	if !(p.E >= l.low.E && p.E <= l.high.E && p.N >= l.low.N && p.N <= l.high.N) {
		return -1
	}
	for _, i := range l.tiles[l.tile(p.N, l.low.N, l.high.N)*l.side+l.tile(p.E, l.low.E, l.high.E)] {
		if l.outlines[i].contains(p) {
			return i
		}
	}
	return -1
}

// Bounds returns the smallest and the largest coordinates of the layer; both are
// zero where it has no areas.
func (l *Layer) Bounds() (low, high Point) {
	if !(l.low.E <= l.high.E) {
		return Point{}, Point{}
	}
	return l.low, l.high
}
