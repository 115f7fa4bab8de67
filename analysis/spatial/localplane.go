package spatial

// LocalPlane projects WGS84 degrees to metres about a centre, for data outside
// Great Britain. It is the transverse Mercator plane through the centre on the
// WGS84 figure, with scale 1 there: distances and areas are good to a fiftieth of a
// per cent within 100 km. Centre and points must not lie at a pole or across the
// 180th meridian from each other.
type LocalPlane struct{ Longitude, Latitude float64 }

func (l LocalPlane) mercator() mercator {
	return mercator{ellipsoid: wgs84, f0: 1, phi0: l.Latitude * radian, lam0: l.Longitude * radian}
}

// Project returns metres east and north of the plane's centre.
func (l LocalPlane) Project(longitude, latitude float64) Point {
	return l.mercator().project(latitude*radian, longitude*radian)
}

// Degrees is the inverse of Project.
func (l LocalPlane) Degrees(p Point) (longitude, latitude float64) {
	phi, lam := l.mercator().unproject(p)
	return lam / radian, phi / radian
}
