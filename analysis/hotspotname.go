package analysis

import (
	"cmp"
	"math"
	"slices"

	"svna/analysis/spatial"
)

// How far, in metres, a named place may be from the outline of a hotspot to be its
// name, and from its middle to be what the name starts from.
const (
	nearPlace = 300.0
	farPlace  = 2000.0
)

var compass = []string{"north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west"}

// nameHotspot names a hotspot by at most two named places within nearPlace of its
// outline, nearest to its middle first; otherwise by how far and in which
// direction its middle lies from the nearest place, up to farPlace; otherwise by
// the National Grid.
func (s *Study) nameHotspot(h spatial.Hotspot) string {
	var near []Marker
	for _, place := range s.PlaceAt {
		if h.Outline.DistanceTo(place.At) <= nearPlace {
			near = append(near, place)
		}
	}
	slices.SortStableFunc(near, func(a, b Marker) int {
		return cmp.Compare(spatial.Distance(a.At, h.Centre), spatial.Distance(b.At, h.Centre))
	})
	var names []string
	for _, place := range near {
		if len(names) < 2 && !slices.Contains(names, place.Name) {
			names = append(names, place.Name)
		}
	}
	if len(names) > 0 {
		return list(names)
	}
	return s.nameFrom(h.Centre)
}

// nameFrom names a point from the nearest place: "600 metres south-east of
// Dagenham Heathway".
func (s *Study) nameFrom(at spatial.Point) string {
	nearest, least := Marker{}, farPlace
	for _, place := range s.PlaceAt {
		if d := spatial.Distance(at, place.At); d < least {
			nearest, least = place, d
		}
	}
	if nearest.Name == "" {
		return "E" + plainMetres(at.E) + " N" + plainMetres(at.N)
	}
	north := math.Atan2(at.E-nearest.At.E, at.N-nearest.At.N)
	return Round(100*math.Round(least/100), 0) + " metres " + compassOf(north*180/math.Pi) + " of " + nearest.Name
}

// compassOf names the direction of a bearing in degrees clockwise from north.
func compassOf(bearing float64) string { return compass[(int(math.Round(bearing/45))+8)%8] }
