package geo

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/samloka/samloka/internal/unit"
)

// Lengths to many places at once are those to each, to the last bit: near and far, at the ends of the chord's range,
// to the same place, to places off the globe, and however many there are.
func TestBetweenEachIsBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := drawPoint().Draw(t, "from")
		p := Prepare(from)
		to := make([]*Prepared, rapid.IntRange(0, 13).Draw(t, "places"))
		for i := range to {
			q := drawPoint().Draw(t, "to")
			length := rapid.OneOf(rapid.SampledFrom([]unit.Length{0, 1, 300e3, 2 * 300e3}), rapid.Map(rapid.Float64Range(-9, 7), func(e float64) unit.Length {
				return unit.Length(math.Pow(10, e))
			})).Draw(t, "length")
			switch rapid.IntRange(0, 9).Draw(t, "kind") {
			case 0:
			case 1:
				q[1] = 91
			default:
				q = Destination(from, rapid.Float64Range(-180, 180).Draw(t, "azimuth"), length*unit.Length(rapid.Float64Range(1-1e-6, 1+1e-6).Draw(t, "hair")))
			}
			at := Prepare(q)
			to[i] = &at
		}
		lengths, plain := make([]unit.Length, len(to)+1), make([]unit.Length, len(to))
		lengths[len(to)] = -1
		alongChordsPlain(plain, &p, to)
		all := alongChords(lengths[:len(to)], &p, to)
		for i := range to {
			if lengths[i] != plain[i] || lengths[i] == 0 && all {
				t.Fatalf("%v to %v: at once %v, plain %v (all: %v)", from, to[i].Point, lengths[i], plain[i], all)
			}
		}
		BetweenEach(lengths, &p, to)
		for i := range to {
			if want := Between(&p, to[i]); math.Float64bits(lengths[i].Metres()) != math.Float64bits(want.Metres()) {
				t.Fatalf("%v to %v: at once %v, alone %v", from, to[i].Point, lengths[i], want)
			}
		}
		if lengths[len(to)] != -1 {
			t.Fatal("wrote beyond the places")
		}
	})
}

func BenchmarkBetweenEach(b *testing.B) {
	p, to := benchPlaces(22)
	lengths := make([]unit.Length, len(to))
	for b.Loop() {
		BetweenEach(lengths, p, to)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(to)), "ns/place")
}

func BenchmarkBetweenOneByOne(b *testing.B) {
	p, to := benchPlaces(22)
	lengths := make([]unit.Length, len(to))
	for b.Loop() {
		for i := range to {
			lengths[i] = Between(p, to[i])
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(to)), "ns/place")
}

func benchPlaces(n int) (*Prepared, []*Prepared) {
	p := Prepare([2]float64{14.64, 63.18})
	to := make([]*Prepared, n)
	for i := range to {
		at := Prepare(Destination(p.Point, float64(37*i), unit.Length(1000*(i+1))))
		to[i] = &at
	}
	return &p, to
}
