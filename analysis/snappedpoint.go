package analysis

import "svna/analysis/spatial"

// snapNote says how many offences share their exact coordinates with another one
// of the selection, and warns where so many do that the points look moved to
// shared map points, or are said to be anonymised.
func (s *Study) snapNote(rows Selection) string {
	points := make([]spatial.Point, len(rows))
	for k, i := range rows {
		points[k] = s.Points[i]
	}
	snapping := spatial.SnappingOf(points)
	if snapping.Points == 0 {
		return ""
	}
	share := snapping.Share()
	note := Round(100*share, 0) + "% of offences with a point share it exactly with another (" + commas(snapping.Repeated) + " of " + commas(snapping.Points) + ")"
	kinds := s.Data.Offences.Category("point_kind")
	if share >= spatial.SnapShare || Count(kinds, rows).Of("anonymised") > 0 {
		return note + ": points may have been moved to shared map points, so that counts near a place or in a cell can be those of its neighbours."
	}
	return note + "."
}
