package spatial

import "math"

// ellipsoid is a figure of the Earth by its semi-axes in metres.
type ellipsoid struct{ a, b float64 }

// The figures of the British grid and of satellite positions.
var (
	airy1830 = ellipsoid{6377563.396, 6356256.909}
	wgs84    = ellipsoid{6378137.000, 6356752.3142}
)

// eccentricity2 is the square of the first eccentricity.
func (e ellipsoid) eccentricity2() float64 { return 1 - (e.b*e.b)/(e.a*e.a) }

// mercator is a transverse Mercator projection. Angles are in radians; symbols
// and series are those of Ordnance Survey, A guide to coordinate systems in
// Great Britain, annexe C.
type mercator struct {
	ellipsoid
	f0         float64 // scale on the central meridian
	phi0, lam0 float64 // true origin
	e0, n0     float64 // grid coordinates of the true origin
}

// meridian is the developed arc M from the latitude of the true origin.
func (m mercator) meridian(phi float64) float64 {
	n := (m.a - m.b) / (m.a + m.b)
	n2, n3 := n*n, n*n*n
	d, s := phi-m.phi0, phi+m.phi0
	return m.b * m.f0 * ((1+n+5.0/4*n2+5.0/4*n3)*d -
		(3*n+3*n2+21.0/8*n3)*math.Sin(d)*math.Cos(s) +
		(15.0/8*n2+15.0/8*n3)*math.Sin(2*d)*math.Cos(2*s) -
		35.0/24*n3*math.Sin(3*d)*math.Cos(3*s))
}

// radii are nu and rho, the radii of curvature across and along the meridian,
// times the scale, and eta squared.
func (m mercator) radii(phi float64) (nu, rho, eta2 float64) {
	e2 := m.eccentricity2()
	sin2 := math.Sin(phi) * math.Sin(phi)
	nu = m.a * m.f0 / math.Sqrt(1-e2*sin2)
	rho = m.a * m.f0 * (1 - e2) * math.Pow(1-e2*sin2, -1.5)
	return nu, rho, nu/rho - 1
}

// project converts latitude and longitude to the plane.
func (m mercator) project(phi, lam float64) Point {
	nu, rho, eta2 := m.radii(phi)
	sin, cos := math.Sincos(phi)
	tan2 := (sin / cos) * (sin / cos)
	cos3, cos5 := cos*cos*cos, cos*cos*cos*cos*cos
	i := m.meridian(phi) + m.n0
	ii := nu / 2 * sin * cos
	iii := nu / 24 * sin * cos3 * (5 - tan2 + 9*eta2)
	iiia := nu / 720 * sin * cos5 * (61 - 58*tan2 + tan2*tan2)
	iv := nu * cos
	v := nu / 6 * cos3 * (nu/rho - tan2)
	vi := nu / 120 * cos5 * (5 - 18*tan2 + tan2*tan2 + 14*eta2 - 58*tan2*eta2)
	d := lam - m.lam0
	d2 := d * d
	return Point{
		E: m.e0 + d*(iv+d2*(v+d2*vi)),
		N: i + d2*(ii+d2*(iii+d2*iiia)),
	}
}

// unproject converts a point of the plane to latitude and longitude: the exact
// inverse of project, since the series alone is a few millimetres off far from the
// central meridian.
func (m mercator) unproject(p Point) (phi, lam float64) {
	phi, lam = m.inverseSeries(p)
	aim := p
	for range 2 {
		miss := m.project(phi, lam)
		aim = Point{aim.E + p.E - miss.E, aim.N + p.N - miss.N}
		phi, lam = m.inverseSeries(aim)
	}
	return phi, lam
}

func (m mercator) inverseSeries(p Point) (phi, lam float64) {
	phi = m.phi0
	for range 50 {
		residual := p.N - m.n0 - m.meridian(phi)
		phi += residual / (m.a * m.f0)
		if math.Abs(residual) < 1e-5 { // metres
			break
		}
	}
	nu, rho, eta2 := m.radii(phi)
	tan, sec := math.Tan(phi), 1/math.Cos(phi)
	tan2 := tan * tan
	tan4, tan6 := tan2*tan2, tan2*tan2*tan2
	nu3, nu5, nu7 := math.Pow(nu, 3), math.Pow(nu, 5), math.Pow(nu, 7)
	vii := tan / (2 * rho * nu)
	viii := tan / (24 * rho * nu3) * (5 + 3*tan2 + eta2 - 9*tan2*eta2)
	ix := tan / (720 * rho * nu5) * (61 + 90*tan2 + 45*tan4)
	x := sec / nu
	xi := sec / (6 * nu3) * (nu/rho + 2*tan2)
	xii := sec / (120 * nu5) * (5 + 28*tan2 + 24*tan4)
	xiia := sec / (5040 * nu7) * (61 + 662*tan2 + 1320*tan4 + 720*tan6)
	d := p.E - m.e0
	d2 := d * d
	return phi - d2*(vii-d2*(viii-d2*ix)), m.lam0 + d*(x-d2*(xi-d2*(xii-d2*xiia)))
}

const radian = math.Pi / 180 // radians in a degree
