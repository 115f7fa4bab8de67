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

// clippedToConvex is the part of a ring within a convex ring that runs clockwise on the
// page, as clippedToBox.
func clippedToConvex(ring, convex []pt) []pt {
	for k, a := range convex {
		b := convex[(k+1)%len(convex)]
		beyond := func(p pt) float64 { return (b.y-a.y)*(p.x-a.x) - (b.x-a.x)*(p.y-a.y) } // above 0 outside
		var kept []pt
		for i, p := range ring {
			q := ring[(i+1)%len(ring)]
			from, to := beyond(p), beyond(q)
			if from*to < 0 {
				t := from / (from - to)
				kept = append(kept, pt{p.x + t*(q.x-p.x), p.y + t*(q.y-p.y)})
			}
			if to <= 0 {
				kept = append(kept, q)
			}
		}
		ring = kept
	}
	return ring
}

// clippedToAreas are the parts of a box that lie within areas: the box itself
// where it lies within one. Where a convex ring is given, the box is that around it,
// and the parts are those of the ring.
func clippedToAreas(areas []mapArea, b box, convex []pt) [][]pt {
	whole := convex
	if convex == nil {
		whole = []pt{{b.x, b.y}, {b.right(), b.y}, {b.right(), b.bottom()}, {b.x, b.bottom()}}
	}
	var parts [][]pt
	for _, a := range areas {
		if !a.bounds.meets(b) {
			continue
		}
		if holds(a.rings, b) {
			return [][]pt{whole}
		}
		for _, ring := range a.rings {
			part := clippedToBox(ring, b)
			if convex != nil {
				part = clippedToConvex(part, convex)
			}
			if len(part) > 2 {
				parts = append(parts, part)
			}
		}
	}
	return parts
}
