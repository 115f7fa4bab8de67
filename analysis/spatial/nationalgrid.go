package spatial

import (
	"fmt"
	"math"
)

// nationalGrid is the projection of the British National Grid.
var nationalGrid = mercator{
	ellipsoid: airy1830,
	f0:        0.9996012717,
	phi0:      49 * radian, lam0: -2 * radian,
	e0: 400000, n0: -100000,
}

// ToNationalGrid converts WGS84 degrees to the British National Grid: the
// seven-parameter transformation to OSGB36 at height 0, then the Ordnance Survey
// series. It is 2 m off the official OSTN15 grid on average and 5 m at worst, so
// a point near a boundary can change sides. ok is false, and the point Nowhere,
// outside 49.5 to 61 N, 9 W to 2.5 E; see Swapped for a common cause.
//
// Source: Ordnance Survey, A guide to coordinate systems in Great Britain.
func ToNationalGrid(longitude, latitude float64) (p Point, ok bool) {
	if !inGreatBritain(longitude, latitude) {
		return Nowhere, false
	}
	phi, lam := shiftDatum(latitude*radian, longitude*radian, wgs84, airy1830, 1)
	return nationalGrid.project(phi, lam), true
}

// ToDegrees is the inverse of ToNationalGrid. Going there and back is within a
// centimetre.
func ToDegrees(p Point) (longitude, latitude float64) {
	phi, lam := nationalGrid.unproject(p)
	phi, lam = shiftDatum(phi, lam, airy1830, wgs84, -1)
	return lam / radian, phi / radian
}

// inGreatBritain reports whether degrees lie in the box that the conversion is
// good for. NaN lies nowhere.
func inGreatBritain(longitude, latitude float64) bool {
	return latitude >= 49.5 && latitude <= 61 && longitude >= -9 && longitude <= 2.5
}

// Swapped reports whether longitude and latitude lie outside Great Britain as
// given, and inside if exchanged: the column mapping is the wrong way round.
func Swapped(longitude, latitude float64) bool {
	return !inGreatBritain(longitude, latitude) && inGreatBritain(latitude, longitude)
}

// The seven parameters from WGS84 to OSGB36: metres, scale, radians.
const (
	shiftX, shiftY, shiftZ = -446.448, 125.157, -542.060
	shiftScale             = 20.4894e-6
	turnX                  = -0.1502 / 3600 * radian
	turnY                  = -0.2470 / 3600 * radian
	turnZ                  = -0.8421 / 3600 * radian
)

// shiftDatum moves a latitude and longitude at height 0 from one figure of the
// Earth to another by the seven parameters; direction -1 is the way back, with
// all seven negated.
func shiftDatum(phi, lam float64, from, to ellipsoid, direction float64) (float64, float64) {
	e2 := from.eccentricity2()
	sin, cos := math.Sincos(phi)
	nu := from.a / math.Sqrt(1-e2*sin*sin)
	x, y, z := nu*cos*math.Cos(lam), nu*cos*math.Sin(lam), (1-e2)*nu*sin

	scale := 1 + direction*shiftScale
	rx, ry, rz := direction*turnX, direction*turnY, direction*turnZ
	x1 := direction*shiftX + scale*x - rz*y + ry*z
	y1 := direction*shiftY + rz*x + scale*y - rx*z
	z1 := direction*shiftZ - ry*x + rx*y + scale*z

	return to.geodetic(x1, y1, z1)
}

// geodetic converts Cartesian coordinates to latitude and longitude.
func (e ellipsoid) geodetic(x, y, z float64) (phi, lam float64) {
	e2 := e.eccentricity2()
	across := math.Hypot(x, y)
	phi = math.Atan2(z, across*(1-e2))
	for range 20 {
		sin := math.Sin(phi)
		nu := e.a / math.Sqrt(1-e2*sin*sin)
		next := math.Atan2(z+e2*nu*sin, across)
		if math.Abs(next-phi) < 1e-14 {
			return next, math.Atan2(y, x)
		}
		phi = next
	}
	return phi, math.Atan2(y, x)
}

// GridReference returns the letters and the whole metres of a point, such as
// "TQ 38805 79845"; "" outside the 500 km squares that have letters on land.
func GridReference(p Point) string {
	if !p.Known() || p.E < 0 || p.N < 0 || p.E >= 700000 || p.N >= 1300000 {
		return ""
	}
	column, row := int(p.E)/100000, int(p.N)/100000
	// Squares of 500 km run from A in the north-west, five a row, without I;
	// false origin is the south-west corner of square S.
	large := (2+column/5)%5 + 5*(3-row/5)
	small := column%5 + 5*(4-row%5)
	return fmt.Sprintf("%c%c %05d %05d", gridLetter(large), gridLetter(small), int(p.E)%100000, int(p.N)%100000)
}

func gridLetter(i int) byte { return "ABCDEFGHJKLMNOPQRSTUVWXYZ"[i] }
