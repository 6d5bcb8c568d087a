package exchangeformat

import (
	"math"
	"strconv"
)

// appendDecimal writes x as strconv does in its shortest form without an exponent: the fewest digits
// that read back as x.
//
// Most coordinates have seven decimals or fewer. When the nearest whole n of ten millionths is x again,
// n's digits are those: of at most 15 digits no two decimals are the same float64, so none is shorter.
func appendDecimal(b []byte, x float64) []byte {
	const parts, digits = 1e7, 7
	n := math.Floor(math.Abs(x)*parts + 0.5)
	if n == 0 || n >= 1e15 || n/parts != math.Abs(x) { // also what is no number
		return strconv.AppendFloat(b, x, 'f', -1, 64)
	}
	if x < 0 {
		b = append(b, '-')
	}
	whole, rest := uint64(n)/parts, uint64(n)%parts
	b = strconv.AppendUint(b, whole, 10)
	if rest == 0 {
		return b
	}
	var decimals [1 + digits]byte
	decimals[0] = '.'
	for i := digits; i > 0; i-- {
		decimals[i] = byte('0' + rest%10)
		rest /= 10
	}
	end := len(decimals)
	for decimals[end-1] == '0' {
		end--
	}
	return append(b, decimals[:end]...)
}
