package geo

import "math"

// The integrals of a geodesic as series in ε, to the sixth order, from C. F. F. Karney,
// Algorithms for geodesics, J. Geodesy 87 (2013), equations 17–25 and 42–43. With
// k = e′·cos α₀ and ε = (√(1+k²)−1)/(√(1+k²)+1):
//
//	distance         s/b     = I₁(σ) = A₁·(σ + Σ C₁ⱼ sin 2jσ)
//	reduced length   I₁ − I₂,  I₂(σ) = A₂·(σ + Σ C₂ⱼ sin 2jσ)
//	longitude        λ = ω − f·sin α₀·I₃(σ),  I₃(σ) = A₃·(σ + Σ C₃ⱼ sin 2jσ)
//
// On the Earth what is left out stays below 10 nm.
type series struct {
	a float64    // the factor in front
	c [7]float64 // c[1]…c[6]; c[0] is not used
}

// epsilonOf returns ε of a geodesic whose azimuth at the equator has the given cosine.
func epsilonOf(cosAlpha0 float64) float64 {
	k2 := secondEccentricity2 * cosAlpha0 * cosAlpha0
	return k2 / (2*(1+math.Sqrt(1+k2)) + k2)
}

// at returns Σ cⱼ sin 2jσ by Clenshaw's sum.
func (s *series) at(sin, cos float64) float64 {
	x := 2 * (cos - sin) * (cos + sin) // 2 cos 2σ
	var b1, b2 float64
	for j := 6; j >= 1; j-- {
		b1, b2 = s.c[j]+x*b1-b2, b1
	}
	return 2 * sin * cos * b1
}

func distanceSeries(e float64) series {
	e2 := e * e
	e3, e4 := e2*e, e2*e2
	return series{
		a: (1 + e2*(1./4+e2*(1./64+e2/256))) / (1 - e),
		c: [7]float64{
			1: e * (-1./2 + e2*(3./16-e2/32)),
			2: e2 * (-1./16 + e2*(1./32-e2*9/2048)),
			3: e3 * (-1./48 + e2*3/256),
			4: e4 * (-5./512 + e2*3/512),
			5: e4 * e * (-7. / 1280),
			6: e4 * e2 * (-7. / 2048),
		},
	}
}

// distanceReverse turns τ = s/(b·A₁) back into σ = τ + Σ cⱼ sin 2jτ.
func distanceReverse(e float64) series {
	e2 := e * e
	e3, e4 := e2*e, e2*e2
	return series{
		a: 1,
		c: [7]float64{
			1: e * (1./2 + e2*(-9./32+e2*205/1536)),
			2: e2 * (5./16 + e2*(-37./96+e2*1335/4096)),
			3: e3 * (29./96 - e2*75/128),
			4: e4 * (539./1536 - e2*2391/2560),
			5: e4 * e * (3467. / 7680),
			6: e4 * e2 * (38081. / 61440),
		},
	}
}

func reducedLengthSeries(e float64) series {
	e2 := e * e
	e3, e4 := e2*e, e2*e2
	return series{
		a: (1 - e) * (1 + e2*(1./4+e2*(9./64+e2*25/256))),
		c: [7]float64{
			1: e * (1./2 + e2*(1./16+e2/32)),
			2: e2 * (3./16 + e2*(1./32+e2*35/2048)),
			3: e3 * (5./48 + e2*5/256),
			4: e4 * (35./512 + e2*7/512),
			5: e4 * e * (63. / 1280),
			6: e4 * e2 * (77. / 2048),
		},
	}
}

func longitudeSeries(e float64) series {
	const n = thirdFlattening
	e2 := e * e
	e3 := e2 * e
	return series{
		a: 1 - e*((1./2-n/2)+e*((1./4+n/8-n*n*3/8)+e*((1./16+n*3/16+n*n/16)+e*((3./64+n/32)+e*3/128)))),
		c: [7]float64{
			1: e * ((1./4 - n/4) + e*((1./8-n*n/8)+e*((3./64+n*3/64-n*n/64)+e*((5./128+n/64)+e*3/128)))),
			2: e2 * ((1./16 - n*3/32 + n*n/32) + e*((3./64-n/32-n*n*3/64)+e*((3./128+n/128)+e*5/256))),
			3: e3 * ((5./192 - n*3/64 + n*n*5/192) + e*((3./128-n*5/192)+e*7/512)),
			4: e3 * e * ((7./512 - n*7/256) + e*7/512),
			5: e3 * e2 * (21. / 2560),
		},
	}
}
