package exchangeformat

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestDecimalsAreStrconvs: what a coordinate looks like in a file is what strconv makes of it, for
// coordinates of few decimals, their neighbours among floats, and any float.
func TestDecimalsAreStrconvs(t *testing.T) {
	same := func(t rapid.TB, x float64) {
		for _, x := range []float64{x, -x, math.Nextafter(x, math.Inf(1)), math.Nextafter(x, math.Inf(-1)), x * 1e7, x / 1e7} {
			if got, want := string(appendDecimal(nil, x)), strconv.FormatFloat(x, 'f', -1, 64); got != want {
				t.Fatalf("%s, should be %s", got, want)
			}
		}
	}
	for _, x := range []float64{0, math.Copysign(0, -1), 1e-7, 5e-8, 4.9999e-8, 1, 60, 179.9999999, 99999999.9999999, 1e8, 1e15, 1e22,
		math.MaxFloat64, math.SmallestNonzeroFloat64, math.Inf(1), math.NaN()} {
		same(t, x)
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 2e15).Draw(t, "n")
		scale := rapid.SampledFrom([]float64{1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9}).Draw(t, "scale")
		same(t, float64(n)/scale)
		same(t, rapid.Float64().Draw(t, "x"))
		same(t, math.Float64frombits(rapid.Uint64().Draw(t, "bits")))
	})
}

func BenchmarkDecimal(b *testing.B) {
	var buf []byte
	b.Run("ours", func(b *testing.B) {
		for i := range b.N {
			buf = appendDecimal(buf[:0], float64(600000000+i%1000000)/1e7)
		}
	})
	b.Run("strconv", func(b *testing.B) {
		for i := range b.N {
			buf = strconv.AppendFloat(buf[:0], float64(600000000+i%1000000)/1e7, 'f', -1, 64)
		}
	})
}

// TestDecimalsAreReadAsByStrconv: to the last bit, or left to it.
func TestDecimalsAreReadAsByStrconv(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.StringMatching(`-?[0-9]{1,9}(\.[0-9]{1,9})?`), rapid.StringMatching(`-?[0-9]{0,3}\.?[0-9]{0,3}([eE][+-]?[0-9]{0,2})?`),
			rapid.Map(rapid.Float64(), func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) })).Draw(t, "text")
		v, end, ok := decimal([]byte("["+text+",1]"), 1)
		want, err := strconv.ParseFloat(text, 64)
		if ok && (end != len(text)+1 || err != nil || math.Float64bits(v) != math.Float64bits(want) || !json.Valid([]byte(text))) {
			t.Fatalf("%s: %v up to %d, want %v", text, v, end, want)
		}
		digits := strings.Count(text, "") - 1 - strings.Count(text, "-") - strings.Count(text, ".")
		if !ok && json.Valid([]byte(text)) && digits <= 15 && !strings.ContainsAny(text, "eE") {
			t.Fatalf("%s is not read", text)
		}
	})
}

// FuzzDecimals holds both ways to strconv, for any text and any bits of a number: exponents, digits beyond
// what is exact, -0, the smallest there are.
func FuzzDecimals(f *testing.F) {
	for _, text := range []string{"-0", "-0.0", "0.10", "123456789012345", "1234567890123456", "0.00000000000001", "0.000000000000001", "00", "1.", "-.5", "1e5", "1.5E-3", "4.9e-324", "9007199254740993", "14.6400000,63"} {
		v, _ := strconv.ParseFloat(text, 64)
		f.Add([]byte(text), math.Float64bits(v))
	}
	f.Fuzz(func(t *testing.T, text []byte, bits uint64) {
		if v, end, ok := decimal(text, 0); ok {
			want, err := strconv.ParseFloat(string(text[:end]), 64)
			if err != nil || math.Float64bits(v) != math.Float64bits(want) || !json.Valid(text[:end]) {
				t.Fatalf("%q: %v up to %d, want %v", text, v, end, want)
			}
			if end < len(text) && json.Valid(text[:end+1]) && strings.TrimSpace(string(text[end:end+1])) != "" {
				t.Fatalf("%q: read up to %d, where the number goes on", text, end)
			}
		}
		x := math.Float64frombits(bits)
		if got, want := string(appendDecimal(nil, x)), strconv.FormatFloat(x, 'f', -1, 64); got != want {
			t.Fatalf("%s, should be %s", got, want)
		}
	})
}
