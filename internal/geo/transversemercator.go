package geo

import "math"

// transverseMercator is a Gauss–Krüger projection of an ellipsoid, by Krüger's series in the
// third flattening n to the sixth order: C. F. F. Karney, Transverse Mercator with an
// accuracy of a few nanometers, J. Geodesy 85 (2011), equations 7–14, 35 and 36.
type transverseMercator struct {
	centralMeridian float64 // degrees
	falseEasting    float64 // metres
	northing        float64 // what is added to k·A·ξ: the false northing less that of the origin
	radius          float64 // k·A, the scaled rectifying radius, metres
	e               float64 // eccentricity
	alpha, beta     [7]float64
}

// tmParameters are what an authority publishes of a projection.
type tmParameters struct {
	on              ellipsoid
	originLatitude  float64 // degrees
	centralMeridian float64 // degrees
	scale           float64
	falseEasting    float64 // metres
	falseNorthing   float64 // metres
}

func newTransverseMercator(p tmParameters) *transverseMercator {
	n := p.on.f / (2 - p.on.f)
	n2 := n * n
	n3, n4, n5, n6 := n2*n, n2*n2, n2*n2*n, n2*n2*n2
	tm := &transverseMercator{
		centralMeridian: p.centralMeridian,
		falseEasting:    p.falseEasting,
		radius:          p.scale * p.on.a / (1 + n) * (1 + n2/4 + n4/64 + n6/256),
		e:               math.Sqrt(p.on.f * (2 - p.on.f)),
		alpha: [7]float64{
			1: n/2 - n2*2/3 + n3*5/16 + n4*41/180 - n5*127/288 + n6*7891/37800,
			2: n2*13/48 - n3*3/5 + n4*557/1440 + n5*281/630 - n6*1983433/1935360,
			3: n3*61/240 - n4*103/140 + n5*15061/26880 + n6*167603/181440,
			4: n4*49561/161280 - n5*179/168 + n6*6601661/7257600,
			5: n5*34729/80640 - n6*3418889/1995840,
			6: n6 * 212378941 / 319334400,
		},
		beta: [7]float64{
			1: n/2 - n2*2/3 + n3*37/96 - n4/360 - n5*81/512 + n6*96199/604800,
			2: n2/48 + n3/15 - n4*437/1440 + n5*46/105 - n6*1118711/3870720,
			3: n3*17/480 - n4*37/840 - n5*209/4480 + n6*5569/90720,
			4: n4*4397/161280 - n5*11/504 - n6*830251/7257600,
			5: n5*4583/161280 - n6*108847/3991680,
			6: n6 * 20648693 / 638668800,
		},
	}
	_, origin := tm.forward(p.centralMeridian, p.originLatitude)
	tm.northing = p.falseNorthing - origin
	return tm
}

// conformal returns tan χ, χ the conformal latitude, for τ = tan φ (equations 7–9).
func (tm *transverseMercator) conformal(tau float64) float64 {
	h := math.Sqrt(1 + tau*tau)
	sigma := math.Sinh(tm.e * math.Atanh(tm.e*tau/h))
	return tau*math.Sqrt(1+sigma*sigma) - sigma*h
}

// forward projects degrees to metres, for longitudes within 90° of the central meridian.
func (tm *transverseMercator) forward(lon, lat float64) (easting, northing float64) {
	tau := tm.conformal(math.Tan(lat * degree))
	sinL, cosL := sincosDegrees(lon - tm.centralMeridian)
	xi := math.Atan2(tau, cosL)
	eta := math.Asinh(sinL / math.Hypot(tau, cosL))
	dXi, dEta := kruegerSum(&tm.alpha, xi, eta)
	return tm.falseEasting + tm.radius*(eta+dEta), tm.northing + tm.radius*(xi+dXi)
}

// inverse is forward turned round.
func (tm *transverseMercator) inverse(easting, northing float64) (lon, lat float64) {
	xi, eta := (northing-tm.northing)/tm.radius, (easting-tm.falseEasting)/tm.radius
	dXi, dEta := kruegerSum(&tm.beta, xi, eta)
	xi, eta = xi-dXi, eta-dEta
	sinXi, cosXi := math.Sincos(xi)
	sinhEta := math.Sinh(eta)
	target := sinXi / math.Hypot(sinhEta, cosXi)

	// τ from τ′ by Newton (equations 19–21): two turns from this start, five at the most.
	e2 := tm.e * tm.e
	tau := target / (1 - e2)
	for range 5 {
		t := tm.conformal(tau)
		step := (target - t) / math.Sqrt(1+t*t) * (1 + (1-e2)*tau*tau) / ((1 - e2) * math.Sqrt(1+tau*tau))
		tau += step
		if !(math.Abs(step) > 1e-15*math.Max(1, math.Abs(tau))) {
			break
		}
	}
	return tm.centralMeridian + math.Atan2(sinhEta, cosXi)/degree, math.Atan(tau) / degree
}

// kruegerSum returns Σ cⱼ sin 2jξ cosh 2jη and Σ cⱼ cos 2jξ sinh 2jη: the real and imaginary
// part of Σ cⱼ sin 2jζ, ζ = ξ+iη, by Clenshaw's sum in complex numbers.
func kruegerSum(c *[7]float64, xi, eta float64) (re, im float64) {
	sin, cos := math.Sincos(2 * xi)
	sinh, cosh := math.Sinh(2*eta), math.Cosh(2*eta)
	x := complex(2*cos*cosh, -2*sin*sinh) // 2 cos 2ζ
	var b1, b2 complex128
	for j := 6; j >= 1; j-- {
		b1, b2 = complex(c[j], 0)+x*b1-b2, b1
	}
	s := complex(sin*cosh, cos*sinh) * b1 // sin 2ζ
	return real(s), imag(s)
}
