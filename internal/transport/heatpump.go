package transport

import (
	"math"

	"github.com/samloka/samloka/internal/unit"
)

// COP returns the coefficient of performance of a heat pump that gives needOut and leaves
// its source at sourceOut (models 1.5): min(most, carnot·T_so/(T_so − T_co)) in kelvin. With
// carnot 0.65 it reproduces the Danish Energy Agency's figures within 2 %. At no lift it is
// most.
func COP(needOut, sourceOut unit.Temperature, carnot, most float64) float64 {
	lift := needOut.Minus(sourceOut).Kelvins()
	if lift <= 0 {
		return most
	}
	return min(most, carnot*needOut.Kelvin()/lift)
}

// pumpSizes are the sizes whose cost is known, in MW.
var pumpSizes = [3]float64{1, 3, 10}

// PumpCost returns the cost of a heat pump in MSEK per MW of heat given, from its costs at
// 1, 3 and 10 MW: linear in the logarithm of the size between them, level beyond. [A]
func PumpCost(size unit.Power, at [3]float64) float64 {
	mw := size.Megawatts()
	switch {
	case !(mw > pumpSizes[0]):
		return at[0]
	case mw >= pumpSizes[2]:
		return at[2]
	}
	i := 0
	if mw > pumpSizes[1] {
		i = 1
	}
	part := math.Log(mw/pumpSizes[i]) / math.Log(pumpSizes[i+1]/pumpSizes[i])
	return at[i] + part*(at[i+1]-at[i])
}
