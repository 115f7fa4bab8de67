package reports

// clippedToBox is the part of a ring within a box (Sutherland and Hodgman, 1974).
// Where the part is in pieces they are joined along the side of the box, which
// encloses no area.
func clippedToBox(ring []pt, b box) []pt {
	for side := range 4 {
		inside := func(p pt) bool {
			return [4]bool{p.x >= b.x, p.x <= b.right(), p.y >= b.y, p.y <= b.bottom()}[side]
		}
		cut := func(p, q pt) pt {
			if side < 2 {
				x := [2]float64{b.x, b.right()}[side]
				return pt{x, p.y + (q.y-p.y)*(x-p.x)/(q.x-p.x)}
			}
			y := [2]float64{b.y, b.bottom()}[side-2]
			return pt{p.x + (q.x-p.x)*(y-p.y)/(q.y-p.y), y}
		}
		var kept []pt
		for i, p := range ring {
			q := ring[(i+1)%len(ring)]
			switch {
			case inside(p) && inside(q):
				kept = append(kept, q)
			case inside(p):
				kept = append(kept, cut(p, q))
			case inside(q):
				kept = append(kept, cut(p, q), q)
			}
		}
		ring = kept
	}
	return ring
}

// clippedToAreas are the parts of a box that lie within areas: the box itself
// where it lies within one.
func clippedToAreas(areas []mapArea, b box) [][]pt {
	whole := []pt{{b.x, b.y}, {b.right(), b.y}, {b.right(), b.bottom()}, {b.x, b.bottom()}}
	var parts [][]pt
	for _, a := range areas {
		if !a.bounds.meets(b) {
			continue
		}
		if holds(a.rings, b) {
			return [][]pt{whole}
		}
		for _, ring := range a.rings {
			if part := clippedToBox(ring, b); len(part) > 2 {
				parts = append(parts, part)
			}
		}
	}
	return parts
}
