package analysis

import "svna/analysis/spatial"

// snapping says how many of the offences of a selection share their point.
func (s *Study) snapping(rows Selection) spatial.Snapping {
	points := make([]spatial.Point, len(rows))
	for k, i := range rows {
		points[k] = s.Points[i]
	}
	return spatial.SnappingOf(points)
}

// snapped reports whether so many offences share their point with another one
// that the points look moved to shared map points, or whether they are said to
// be anonymised.
func (s *Study) snapped(rows Selection) bool {
	return s.snapping(rows).Share() >= spatial.SnapShare || Count(s.Data.Offences.Category("point_kind"), rows).Of("anonymised") > 0
}

// snapNote says how many offences share their exact coordinates with another one
// of the selection, and warns where they are snapped.
func (s *Study) snapNote(rows Selection) string {
	snapping := s.snapping(rows)
	if snapping.Points == 0 {
		return ""
	}
	if snapping.Repeated == 0 && !s.snapped(rows) {
		return "No two of the " + commas(snapping.Points) + " offences with a point share it exactly."
	}
	note := partOf(snapping.Repeated, snapping.Points) + " of offences with a point share it exactly with another (" + commas(snapping.Repeated) + " of " + commas(snapping.Points) + ")"
	if s.snapped(rows) {
		return note + ": points may have been moved to shared map points, so that counts near a place or in a cell can be those of its neighbours."
	}
	return note + "."
}
