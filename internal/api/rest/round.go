package rest

import "math"

// flowDecimals are those of a single flow's yearly energy and mass: a kilowatt-hour of a
// GWh, a gram of a tonne, as a flow may be small.
const flowDecimals = 6

// rounded gives a computed figure to so many decimals, so that a sum in binary such as
// 14000.000000000002 isn't read as precision. Figures that a decimal more can't be told
// from, and those that are no numbers, stay as they are.
func rounded(v float64, decimals int) float64 {
	scale := math.Pow10(decimals)
	if r := math.Round(v*scale) / scale; math.Abs(v*scale) < 1<<53 {
		return r + 0 // no −0
	}
	return v
}

// roundedOf is rounded of a figure that may not be known.
func roundedOf(v *float64, decimals int) *float64 {
	if v == nil {
		return nil
	}
	r := rounded(*v, decimals)
	return &r
}
