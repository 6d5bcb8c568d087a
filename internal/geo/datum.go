package geo

import "math"

// ellipsoid is a figure of the Earth that a projection starts from.
type ellipsoid struct{ a, f float64 } // equatorial radius in metres, flattening

var (
	ellipsoidWGS84  = ellipsoid{equatorialRadius, flattening}
	ellipsoidGRS80  = ellipsoid{equatorialRadius, 1 / 298.257222101}
	ellipsoidBessel = ellipsoid{6377397.155, 1 / 299.1528128}
)

// datum is a change of datum: a shift and a small turn (Helmert without scale, position
// vector convention).
type datum struct {
	tx, ty, tz float64 // metres
	rx, ry, rz float64 // radians
}

const arcSecond = degree / 3600

// rt90 leads from RT 90 to SWEREF 99 (EPSG:1895), right to 0.1 m.
var rt90 = &datum{
	tx: 414.1, ty: 41.3, tz: 603.1,
	rx: -0.855 * arcSecond, ry: 2.141 * arcSecond, rz: -7.023 * arcSecond,
}

// toWGS84 moves a place on e, taken to lie on its surface, to WGS 84; degrees.
func (d *datum) toWGS84(e ellipsoid, lon, lat float64) (float64, float64) {
	x, y, z := e.cartesian(lon, lat)
	return ellipsoidWGS84.geographic(
		d.tx+x-d.rz*y+d.ry*z,
		d.ty+d.rz*x+y-d.rx*z,
		d.tz-d.ry*x+d.rx*y+z)
}

// fromWGS84 is toWGS84 turned round, to 2 mm: the heights that both drop differ.
func (d *datum) fromWGS84(e ellipsoid, lon, lat float64) (float64, float64) {
	x, y, z := ellipsoidWGS84.cartesian(lon, lat)
	x, y, z = x-d.tx, y-d.ty, z-d.tz
	return e.geographic(x+d.rz*y-d.ry*z, -d.rz*x+y+d.rx*z, d.ry*x-d.rx*y+z)
}

// cartesian returns geocentric coordinates in metres of a place on the surface.
func (e ellipsoid) cartesian(lon, lat float64) (x, y, z float64) {
	sinP, cosP := sincosDegrees(lat)
	sinL, cosL := sincosDegrees(lon)
	e2 := e.f * (2 - e.f)
	n := e.a / math.Sqrt(1-e2*sinP*sinP)
	return n * cosP * cosL, n * cosP * sinL, n * (1 - e2) * sinP
}

// geographic returns longitude and latitude in degrees, by Bowring's formula: exact to
// 1e-11° near the surface.
func (e ellipsoid) geographic(x, y, z float64) (lon, lat float64) {
	e2 := e.f * (2 - e.f)
	p := math.Hypot(x, y)
	sinB, cosB := math.Sincos(math.Atan2(z, p*(1-e.f)))
	b := e.a * (1 - e.f)
	return math.Atan2(y, x) / degree,
		math.Atan2(z+e2/(1-e2)*b*sinB*sinB*sinB, p-e2*e.a*cosB*cosB*cosB) / degree
}
