package transport

import (
	"math"

	"github.com/samloka/samloka/internal/unit"
)

// PipeSize is a nominal size of district-heating pipe.
type PipeSize struct {
	DN       int
	Inner    unit.Length // inner diameter of the service pipe, EN 253
	LossWmK  float64     // u, W/(m·K) per pipe, ISOPLUS series 1 (pandapipes' standard types)
	maxWater float64     // m³/s the size carries at 100 Pa/m
}

// Sources of the table of sizes.
const (
	sourceInner = "EN 253, steel service pipe"
	sourceLoss  = "ISOPLUS series 1, as pandapipes' standard types"
)

// PipeSizes lists the sizes, smallest first (models 1.2).
var PipeSizes = func() []PipeSize {
	table := []PipeSize{
		{DN: 25, Inner: 0.0285, LossWmK: 0.1308},
		{DN: 32, Inner: 0.0372, LossWmK: 0.1420},
		{DN: 40, Inner: 0.0431, LossWmK: 0.1593},
		{DN: 50, Inner: 0.0545, LossWmK: 0.1763},
		{DN: 65, Inner: 0.0703, LossWmK: 0.1980},
		{DN: 80, Inner: 0.0825, LossWmK: 0.2076},
		{DN: 100, Inner: 0.1071, LossWmK: 0.2148},
		{DN: 125, Inner: 0.1325, LossWmK: 0.2459},
		{DN: 150, Inner: 0.1603, LossWmK: 0.2794},
		{DN: 200, Inner: 0.2101, LossWmK: 0.2953},
		{DN: 250, Inner: 0.2630, LossWmK: 0.2914},
		{DN: 300, Inner: 0.3127, LossWmK: 0.3284},
		{DN: 400, Inner: 0.3938, LossWmK: 0.3277},
		{DN: 500, Inner: 0.4954, LossWmK: 0.3249},
		{DN: 600, Inner: 0.5958, LossWmK: 0.3748},
	}
	for i := range table {
		table[i].maxWater = waterAt(table[i].Inner)
	}
	return table
}()

// Diameter returns the inner diameter for a flow of water in m³/s at 100 Pa/m:
// d = 0.636·V̇^0.380, at most 0.8 % off over DN25–800 (models 1.2).
func Diameter(water float64) unit.Length { return unit.Length(0.636 * math.Pow(water, 0.380)) }

// waterAt turns Diameter round.
func waterAt(d unit.Length) float64 { return math.Pow(d.Metres()/0.636, 1/0.380) }

// Water returns V̇ in m³/s: P/(c·ΔT), c in MJ/(m³·K).
func Water(p unit.Power, drop unit.TemperatureDifference, heatCapacity float64) float64 {
	return p.Megawatts() / (heatCapacity * drop.Kelvins())
}

// gradientExponent: at another pressure gradient G the diameter is (100/G)^0.19 times that
// at 100 Pa/m, from Δp ∝ V̇²/d⁵ at the exponent 0.380. [A]
const gradientExponent = 0.19

// line is a pipe sized for a flow: count equal pairs of pipes side by side, one up to the
// largest size there is.
type line struct {
	size  *PipeSize
	count float64
	water float64 // m³/s, all pairs together
}

// diameter is what the flow through one pair asks for.
func (l *line) diameter(gradientScale float64) unit.Length {
	return Diameter(l.water/l.count) * unit.Length(gradientScale)
}

// sizeLine chooses the smallest size that carries the water, in m³/s. gradientScale is the
// change of diameter for another gradient than 100 Pa/m.
func sizeLine(water, gradientScale float64) line {
	largest := &PipeSizes[len(PipeSizes)-1]
	l := line{water: water, count: 1}
	// What fits at 100 Pa/m shrinks with the scale of the diameter.
	capacity := 1.0
	if gradientScale != 1 {
		capacity = math.Pow(gradientScale, -1/0.380)
	}
	if most := largest.maxWater * capacity; water > most {
		l.count = math.Ceil(water / most)
	}
	each := water / l.count
	l.size = largest
	for i := range PipeSizes {
		if each <= PipeSizes[i].maxWater*capacity {
			l.size = &PipeSizes[i]
			break
		}
	}
	return l
}

// lossPerMetre returns q' = u·[(T_s − T_g) + (T_r − T_g)] in W/m for all pairs (models
// 1.4), never below nil: a line colder than the ground is no source of income.
func (l *line) lossPerMetre(supply, back, ground unit.Temperature) float64 {
	return l.count * l.size.LossWmK * max(0, supply.Minus(ground).Kelvins()+back.Minus(ground).Kelvins())
}

// pumping returns w' = 2·G·V̇/η in W/m, G the pressure gradient (models 1.4).
func (l *line) pumping(gradient, efficiency float64) float64 {
	return 2 * gradient * l.water / efficiency
}

// Arrival returns the temperature after x metres of a pipe (models 1.4),
// T(x) = T_g + (T_0 − T_g)·exp(−u·x/(ṁ·c_p)). flow is V̇·c in MW/K.
func Arrival(start, ground unit.Temperature, lossWmK float64, x unit.Length, flow float64) unit.Temperature {
	return ground.Plus(start.Minus(ground) * unit.TemperatureDifference(math.Exp(-lossWmK*x.Metres()/(flow*1e6))))
}

// DropReach returns the length after which a pipe has cooled from start to least (models
// 1.4), x_T = (ṁ·c_p/u)·ln((T_0 − T_g)/(T_req − T_g)); to be asked at the smallest flow,
// not the design flow. flow is V̇·c in MW/K. Infinite when least is not above the ground.
func DropReach(start, least, ground unit.Temperature, lossWmK, flow float64) unit.Length {
	if least <= ground {
		return unit.Length(math.Inf(1))
	}
	return unit.Length(flow * 1e6 / lossWmK * math.Log(start.Minus(ground).Kelvins()/least.Minus(ground).Kelvins()))
}
