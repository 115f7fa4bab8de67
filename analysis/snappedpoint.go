package analysis

import "svna/analysis/spatial"

// snapWarning is the share of offences on repeated coordinates from which points
// are likely to have been moved to shared map points.
const snapWarning = 0.5

// snapNote says how many offences share their exact coordinates with another one
// of the selection, and warns where so many do that the points look moved to
// shared map points, or are said to be anonymised.
func (s *Study) snapNote(rows Selection) string {
	at := map[spatial.Point]int{}
	known := 0
	for _, i := range rows {
		if s.Points[i].Known() {
			known++
			at[s.Points[i]]++
		}
	}
	if known == 0 {
		return ""
	}
	repeated := 0
	for _, n := range at {
		if n > 1 {
			repeated += n
		}
	}
	share := float64(repeated) / float64(known)
	note := Round(100*share, 0) + "% of offences with a point share it exactly with another (" + commas(repeated) + " of " + commas(known) + ")"
	kinds := s.Data.Offences.Category("point_kind")
	if share >= snapWarning || Count(kinds, rows).Of("anonymised") > 0 {
		return note + ": points may have been moved to shared map points, so that counts near a place or in a cell can be those of its neighbours."
	}
	return note + "."
}
