package overlay

import (
	"math"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

var world = orb.Bound{Min: orb.Point{-1e5, -1e5}, Max: orb.Point{1e5, 1e5}}

func TestBufferOfPlainShapes(t *testing.T) {
	for _, c := range []struct {
		name string
		g    orb.Geometry
		d    float64
		want float64
	}{
		{"a point", orb.Point{3, 4}, 100, math.Pi * 1e4},
		{"a line", orb.LineString{{0, 0}, {1000, 0}}, 100, math.Pi*1e4 + 2e5},
		{"the same line twice", orb.MultiLineString{{{0, 0}, {1000, 0}}, {{1000, 0}, {0, 0}}}, 100, math.Pi*1e4 + 2e5},
		{"a square", square(0, 0, 1000), 100, 1e6 + 4e5 + math.Pi*1e4},
		{"a square as it is", square(0, 0, 1000), 0, 1e6},
		{"a hole that closes", orb.Polygon{square(0, 0, 1000)[0], square(450, 450, 100)[0]}, 100, 1e6 + 4e5 + math.Pi*1e4},
		{"a line as it is", orb.LineString{{0, 0}, {1000, 0}}, 0, 0},
		{"two points apart", orb.MultiPoint{{0, 0}, {1000, 0}}, 100, 2 * math.Pi * 1e4},
	} {
		r, _, err := Buffer(c.g, c.d, world)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := r.Area().SquareMetres(); math.Abs(got-c.want) > 1e-4*c.want {
			t.Errorf("%s: %.1f m², want %.1f", c.name, got, c.want)
		}
	}
}

// Points of a buffer are within the distance, those outside are not, give or take a chord.
func TestBufferHoldsWhatIsNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := star(t, "a")
		d := rapid.Float64Range(0.5, 80).Draw(t, "d")
		r, _, err := Buffer(g, d, world)
		if err != nil {
			t.Fatal(err)
		}
		base, _, err := New(g)
		if err != nil {
			t.Skip("too thin")
		}
		for range 20 {
			p := orb.Point{rapid.Float64Range(-250, 250).Draw(t, "x"), rapid.Float64Range(-250, 250).Draw(t, "y")}
			_, far := base.Nearest(p)
			if math.Abs(far-d) < 0.005*d+0.01 {
				continue
			}
			if r.Contains(p) != (far < d) {
				t.Fatalf("%v is %.3f m away of %.3f: inside %v", p, far, d, r.Contains(p))
			}
		}
		w := orb.Bound{Min: orb.Point{-60, -20}, Max: orb.Point{30, 70}}
		part, _, err := Buffer(g, d, w)
		if err != nil {
			t.Fatal(err)
		}
		cut, err := Intersect(r, must(t, orb.MultiPolygon{{w.ToRing()}}))
		if err != nil {
			t.Fatal(err)
		}
		if a, b := part.Area().SquareMetres(), cut.Area().SquareMetres(); math.Abs(a-b) > 1e-3*b+1 {
			t.Fatalf("within a window %.2f m², cut to it %.2f", a, b)
		}
	})
}

func TestNearest(t *testing.T) {
	r := must(t, orb.MultiPolygon{square(0, 0, 10)})
	for _, c := range []struct {
		name string
		g    orb.Geometry
		want float64
	}{
		{"a point", orb.Point{13, 14}, 5},
		{"a point inside", orb.Point{3, 4}, 0},
		{"a line beside", orb.LineString{{20, -5}, {20, 50}}, 10},
		{"a line through", orb.LineString{{-20, 5}, {20, 5}}, 0},
		{"a surface around", square(-100, -100, 500), 0},
		{"a surface beside", square(14, 13, 5), 5},
		{"the nearer of two", orb.Collection{orb.Point{100, 0}, orb.Point{17, 5}}, 7},
	} {
		if _, _, far, ok := r.NearestTo(c.g); !ok || math.Abs(far-c.want) > 1e-9 {
			t.Errorf("%s: %v m, want %v", c.name, far, c.want)
		}
	}
	if _, _, _, ok := r.NearestTo(orb.MultiPoint{}); ok {
		t.Error("nothing is near")
	}
	rapid.Check(t, func(t *rapid.T) {
		r, _, err := New(star(t, "a"))
		if err != nil {
			t.Skip("too thin")
		}
		if p, ok := r.Inside(); !ok || !r.Contains(p) {
			t.Fatalf("%v is not inside", p)
		}
	})
}

// coast draws a ring of n corners that winds like a shore.
func coast(n int) orb.MultiPolygon {
	ring := make(orb.Ring, 0, n+1)
	for i := range n {
		a := 2 * math.Pi * float64(i) / float64(n)
		r := 30_000 + 4000*math.Sin(37*a) + 900*math.Sin(411*a) + 60*math.Sin(7919*a)
		ring = append(ring, orb.Point{r * math.Cos(a), r * math.Sin(a)})
	}
	return orb.MultiPolygon{{append(ring, ring[0])}}
}

// A coastline of 100 000 corners takes a bounded time: whole, beside an area, and with a buffer.
// What crosses itself everywhere is refused in a bounded time as well.
func TestLongCoastlines(t *testing.T) {
	start := time.Now()
	g := coast(100_000)
	whole, notices, err := New(g)
	if err != nil || len(notices) > 0 {
		t.Fatal(err, notices)
	}
	t.Logf("made whole: %v", time.Since(start))
	start = time.Now()
	area := must(t, orb.MultiPolygon{square(28_000, -2_000, 4_000)})
	common, err := Intersect(area, whole)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("cut: %v", time.Since(start))
	start = time.Now()
	near, _, err := Within(area.Bound().Pad(1), g)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Intersect(area, near)
	if err != nil || math.Abs(again.Area().SquareMetres()-common.Area().SquareMetres()) > 1 {
		t.Fatal(err, again.Area(), common.Area())
	}
	t.Logf("cut within a window: %v", time.Since(start))
	start = time.Now()
	if _, _, err = Buffer(g, 300, area.Bound()); err != nil {
		t.Fatal(err)
	}
	t.Logf("buffered within a window: %v", time.Since(start))
	start = time.Now()
	comb := orb.Ring{}
	for i := range 25_000 {
		x := float64(i)
		comb = append(comb, orb.Point{x, 0}, orb.Point{x + 0.2, 20}, orb.Point{x + 0.5, 20}, orb.Point{x + 0.7, 0})
	}
	comb = append(comb, orb.Point{30_000, -5}, comb[0])
	if _, _, err := New(orb.MultiPolygon{{comb}}); err != nil {
		t.Fatal(err)
	}
	t.Logf("a comb: %v", time.Since(start))
	start = time.Now()
	knot := orb.Ring{}
	for i := range 100_000 {
		a := float64(i) * 2.399963
		knot = append(knot, orb.Point{20_000 * math.Cos(a), 20_000 * math.Sin(a)})
	}
	if _, _, err := New(orb.MultiPolygon{{append(knot, knot[0])}}); err != ErrTangled {
		t.Errorf("a knot of 100 000 corners: %v, want ErrTangled", err)
	}
	t.Logf("a knot is refused: %v", time.Since(start))
}
