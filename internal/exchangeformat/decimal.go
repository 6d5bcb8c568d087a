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

// powersOfTen are those that a float64 holds exactly and that decimal divides by.
var powersOfTen = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// decimal reads the JSON number that begins at data[i], if it has no exponent and at most 15 digits, as
// coordinates have, and returns where it ends. The value is strconv's to the last bit: digits and power of
// ten are exact, and one division rounds once.
func decimal(data []byte, i int) (v float64, end int, ok bool) {
	negative := i < len(data) && data[i] == '-'
	if negative {
		i++
	}
	from := i
	var n uint64
	for ; i < len(data) && data[i]-'0' <= 9; i++ {
		n = n*10 + uint64(data[i]-'0')
	}
	whole, decimals := i-from, 0
	if whole == 0 || whole > 1 && data[from] == '0' {
		return 0, 0, false
	}
	if i < len(data) && data[i] == '.' {
		i++
		for first := i; i < len(data) && data[i]-'0' <= 9; i++ {
			n = n*10 + uint64(data[i]-'0')
			decimals = i + 1 - first
		}
		if decimals == 0 {
			return 0, 0, false
		}
	}
	if whole+decimals > 15 || i < len(data) && data[i]|0x20 == 'e' {
		return 0, 0, false
	}
	if v = float64(n) / powersOfTen[decimals]; negative {
		v = -v
	}
	return v, i, true
}
