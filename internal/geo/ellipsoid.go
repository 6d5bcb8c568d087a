package geo

import "math"

// The ellipsoid of WGS 84 (NIMA TR 8350.2). GRS 80, that of SWEREF 99 and ETRS89, is 0.1 mm
// shorter at the poles: only the projections tell them apart.
const (
	equatorialRadius = 6378137.0                           // a, metres
	flattening       = 1 / 298.257223563                   // f, WGS 84
	polarRadius      = equatorialRadius * (1 - flattening) // b, metres

	eccentricity2       = flattening * (2 - flattening)       // e²
	secondEccentricity2 = eccentricity2 / (1 - eccentricity2) // e′²
	thirdFlattening     = flattening / (2 - flattening)       // n

	degree = math.Pi / 180 // radians
)

// tiny stands for zero where a cosine must not vanish; its square does not underflow.
const tiny = 1e-150

// sincosDegrees returns sine and cosine of an angle in degrees, exact at the multiples of 90°.
func sincosDegrees(x float64) (sin, cos float64) {
	quarter := math.RoundToEven(x / 90)
	s, c := math.Sincos((x - 90*quarter) * degree)
	switch int64(quarter) & 3 {
	case 0:
		return s, c
	case 1:
		return c, -s
	case 2:
		return -s, -c
	default:
		return -c, s
	}
}

// reducedLatitude returns sine and cosine of the parametric latitude β, tan β = (1−f)·tan φ,
// for φ in degrees. β is the latitude on the sphere that, pressed flat along its axis,
// becomes the ellipsoid.
func reducedLatitude(phi float64) (sin, cos float64) {
	s, c := sincosDegrees(phi)
	s *= 1 - flattening
	h := math.Hypot(s, c)
	return s / h, c / h
}

// geographicLatitude is the inverse of reducedLatitude: φ in degrees.
func geographicLatitude(sinBeta, cosBeta float64) float64 {
	return math.Atan2(sinBeta, (1-flattening)*cosBeta) / degree
}

// wrapLongitude brings a longitude into [−180, 180].
func wrapLongitude(lon float64) float64 {
	if lon >= -180 && lon <= 180 {
		return lon
	}
	return math.Remainder(lon, 360)
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
