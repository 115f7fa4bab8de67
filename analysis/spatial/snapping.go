package spatial

// Snapping tells how far points sit on coordinates that others share: on
// anonymised or rounded points, cells, densities and distances show the map points
// and not the ground.
type Snapping struct {
	Points   int // that are known
	Places   int // distinct coordinates among them
	Repeated int // points that share theirs with another
	Most     int // points at the commonest coordinate
	// Rounded is the largest of 1000, 100 and 10 metres to which nine points in
	// ten are rounded in both coordinates, or 0.
	Rounded float64
}

// SnapShare is the share of points on shared coordinates from which points are
// likely to have been moved to shared map points.
const SnapShare = 0.5

// SnappingOf measures how far points share coordinates. Points that are not known
// are left out.
func SnappingOf(points []Point) Snapping {
	at := map[Point]int{}
	var s Snapping
	for _, p := range points {
		if p.Known() {
			s.Points++
			at[p]++
		}
	}
	s.Places = len(at)
	rounded := [3]int{}
	grains := [3]float64{1000, 100, 10}
	for p, n := range at {
		if n > 1 {
			s.Repeated += n
		}
		s.Most = max(s.Most, n)
		for g, grain := range grains {
			if multiple(p.E, grain) && multiple(p.N, grain) {
				rounded[g] += n
			}
		}
	}
	for g, grain := range grains {
		if s.Rounded == 0 && s.Points > 0 && 10*rounded[g] >= 9*s.Points {
			s.Rounded = grain
		}
	}
	return s
}

// multiple reports whether v is a multiple of grain to a millimetre.
func multiple(v, grain float64) bool {
	rest := v - grain*float64(int64(v/grain+0.5))
	return rest < 1e-3 && rest > -1e-3
}

// Share is the part of the points that share their coordinates; 0 for none.
func (s Snapping) Share() float64 {
	if s.Points == 0 {
		return 0
	}
	return float64(s.Repeated) / float64(s.Points)
}

// Suspected reports whether the points look moved to shared map points or rounded
// so far that methods which ask how near two events are (near repeat, nearest
// neighbour, K function) would answer about the coordinates.
func (s Snapping) Suspected() bool { return s.Share() >= SnapShare || s.Rounded >= 100 }

// Bears reports whether the points bear a method that works at a scale in metres,
// such as the side of a cell or the radius of a kernel: not where they are snapped,
// and not below ten times the metres to which they are rounded.
func (s Snapping) Bears(metres float64) bool {
	return s.Share() < SnapShare && metres >= 10*s.Rounded
}
